"""Information bottlenecks: compress one variable, keep what it says of another."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.bottleneck._coclustering import InformationCoclustering
from sklearn_info.bottleneck._feature_agglomeration import (
    InformationFeatureAgglomeration,
)
from sklearn_info.bottleneck._geometric_ib import GeometricIB
from sklearn_info.bottleneck._sequential_ib import SequentialIB

__all__ = [
    "GeometricIB",
    "InformationCoclustering",
    "InformationFeatureAgglomeration",
    "SequentialIB",
]

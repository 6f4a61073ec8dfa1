"""Information bottlenecks: compress one variable, keep what it says of another."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.bottleneck._agglomerative_ib import AgglomerativeIB
from sklearn_info.bottleneck._coclustering import InformationCoclustering
from sklearn_info.bottleneck._feature_agglomeration import (
    InformationFeatureAgglomeration,
)
from sklearn_info.bottleneck._gaussian_ib import GaussianIB
from sklearn_info.bottleneck._geometric_ib import GeometricIB
from sklearn_info.bottleneck._information_bottleneck import InformationBottleneck
from sklearn_info.bottleneck._information_curve import (
    InformationCurve,
    information_curve,
)
from sklearn_info.bottleneck._sequential_ib import SequentialIB

__all__ = [
    "AgglomerativeIB",
    "GaussianIB",
    "GeometricIB",
    "InformationBottleneck",
    "InformationCoclustering",
    "InformationCurve",
    "InformationFeatureAgglomeration",
    "SequentialIB",
    "information_curve",
]

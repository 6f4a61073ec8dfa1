"""Plots and tables of what the estimators found; matplotlib only where one is drawn."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.inspection._cluster_table import ClusterTable, cluster_table
from sklearn_info.inspection._information_curve import InformationCurveDisplay
from sklearn_info.inspection._selection_path import SelectionPathDisplay

__all__ = [
    "ClusterTable",
    "InformationCurveDisplay",
    "SelectionPathDisplay",
    "cluster_table",
]

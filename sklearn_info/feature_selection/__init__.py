"""Selectors of features by the information that they carry."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.feature_selection._fcbf import FCBF
from sklearn_info.feature_selection._global_mi import GlobalMISelector
from sklearn_info.feature_selection._markov_blanket import MarkovBlanketSelector
from sklearn_info.feature_selection._mi_feature_selector import MIFeatureSelector
from sklearn_info.feature_selection._named_selectors import CMIM, JMI, MRMR
from sklearn_info.feature_selection._selection_path_cv import SelectionPathCV
from sklearn_info.feature_selection._sequential_selector import SequentialMISelector

__all__ = [
    "CMIM",
    "FCBF",
    "JMI",
    "MRMR",
    "GlobalMISelector",
    "MIFeatureSelector",
    "MarkovBlanketSelector",
    "SelectionPathCV",
    "SequentialMISelector",
]

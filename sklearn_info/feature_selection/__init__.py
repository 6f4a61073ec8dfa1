"""Selectors of features by the information that they carry."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.feature_selection._mi_feature_selector import MIFeatureSelector

__all__ = ["MIFeatureSelector"]

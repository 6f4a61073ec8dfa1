"""Plots of what the estimators found; matplotlib is imported when one is drawn."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.inspection._information_curve import InformationCurveDisplay
from sklearn_info.inspection._selection_path import SelectionPathDisplay

__all__ = ["InformationCurveDisplay", "SelectionPathDisplay"]

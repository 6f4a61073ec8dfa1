"""What every room needs: parameter checks, labels to codes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.utils._labels import column_levels, encode_labels, encode_with
from sklearn_info.utils._params import (
    HasMethods,
    Hidden,
    Integral,
    Interval,
    Options,
    Real,
    StrOptions,
    check_weights,
    fit_context,
    validate_params,
)

__all__ = [
    "HasMethods",
    "Hidden",
    "Integral",
    "Interval",
    "Options",
    "Real",
    "StrOptions",
    "check_weights",
    "column_levels",
    "encode_labels",
    "encode_with",
    "fit_context",
    "validate_params",
]

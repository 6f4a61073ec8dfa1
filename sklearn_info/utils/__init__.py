"""What every room needs: parameter checks, labels to codes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.utils._frames import (
    frame_array,
    frame_columns,
    frame_rows,
    holds_booleans_among_names,
    is_frame,
    is_lazy,
    is_sparse,
)
from sklearn_info.utils._labels import (
    as_array,
    as_numbers,
    as_plain,
    column_levels,
    encode_labels,
    encode_with,
    is_categorical,
    is_missing,
    rows_by_code,
)
from sklearn_info.utils._parallel import Threads, parallel_ranges
from sklearn_info.utils._params import (
    HasMethods,
    Integral,
    Interval,
    Options,
    Real,
    RealNotInt,
    StrOptions,
    check_feature_names_in,
    check_params,
    check_weights,
    fit_context,
    in_units,
    output_is_default,
    validate_params,
)
from sklearn_info.utils._target import Target, encode_target

__all__ = [
    "HasMethods",
    "Integral",
    "Interval",
    "Options",
    "Real",
    "RealNotInt",
    "StrOptions",
    "Target",
    "Threads",
    "as_array",
    "as_numbers",
    "as_plain",
    "check_feature_names_in",
    "check_params",
    "check_weights",
    "column_levels",
    "encode_labels",
    "encode_target",
    "encode_with",
    "fit_context",
    "frame_array",
    "frame_columns",
    "frame_rows",
    "holds_booleans_among_names",
    "in_units",
    "is_categorical",
    "is_frame",
    "is_lazy",
    "is_missing",
    "is_sparse",
    "output_is_default",
    "parallel_ranges",
    "rows_by_code",
    "validate_params",
]

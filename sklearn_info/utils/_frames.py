"""Data frames as columns, and back to one array where they are one."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import issparse


def is_frame(X):
    """Whether X is a data frame whose columns may differ in type."""
    frame = hasattr(X, "columns") and (hasattr(X, "iloc") or hasattr(X, "get_columns"))
    return frame and not is_sparse(X)


def is_sparse(X):
    """Whether X is read as a sparse matrix, as a frame of sparse columns only is."""
    if not (hasattr(X, "iloc") and hasattr(X, "columns")):  # of pandas
        return issparse(X)
    some = X.iloc[:, :1], X  # of most frames the first column tells, and at once
    return X.shape[1] > 0 and all(
        hasattr(dtype, "fill_value") for columns in some for dtype in columns.dtypes
    )


def is_lazy(X):
    """Whether X is a collection of Dask, which would be read into memory."""
    return type(X).__module__.split(".")[0] in ("dask", "dask_expr")


def frame_columns(X):
    """The columns of a data frame, each as its library holds it."""
    if hasattr(X, "get_columns"):  # polars
        return X.get_columns()
    return [X.iloc[:, j] for j in range(X.shape[1])]


def frame_array(X):
    """A data frame of numbers of one type as an array, without a copy; else None."""
    dtypes = list(getattr(X, "dtypes", []))
    if hasattr(X, "get_columns") or not dtypes:
        return None
    first = dtypes[0]
    if isinstance(first, np.dtype) and first.kind in "biuf" and len(set(dtypes)) == 1:
        return X.to_numpy()
    return None


def holds_booleans_among_names(X):
    """Whether scikit-learn makes no array of a data frame of pandas.

    It converts plain booleans beside columns of pandas' own types to floats, with the
    strings and categories among them.
    """
    if not (is_frame(X) and hasattr(X, "iloc")):
        return False
    own = [one for one in X.dtypes if not isinstance(one, np.dtype)]
    return bool in list(X.dtypes) and not all(map(_holds_numbers, own))


def _holds_numbers(dtype):
    categories = getattr(dtype, "categories", None)
    return (dtype if categories is None else categories.dtype).kind in "biuf"


def frame_rows(X, rows):
    """Some rows of a data frame."""
    return X.iloc[rows] if hasattr(X, "iloc") else X[rows]

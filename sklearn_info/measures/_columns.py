"""Arguments of a measure to columns of codes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from typing import NamedTuple

import numpy as np
from scipy.sparse import issparse

from sklearn_info._kernels._codes import narrow_columns, narrow_rows
from sklearn_info.utils import as_array, encode_labels

# Numbers that the kernels turn into bytes: kind and size, as NumPy names them.
BYTE_KINDS = {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8"}


class LooksContinuous(ValueError):
    """A column of real numbers where discrete values were expected."""


class Column(NamedTuple):
    """One variable, or a part of one: codes from 0 to n_levels - 1."""

    codes: np.ndarray  # (n,) uint8 or int32; not every level need occur
    n_levels: int


def encode_argument(values, *, name, caller, refuse_continuous):
    """Columns of codes of an argument of shape (n,) or (n, d).

    refuse_continuous asks for an error where a column looks continuous: its values
    are real numbers, not all whole, and more than sqrt(n) of them are distinct, so
    that a table of two such columns has more cells than there are samples.
    """
    columns = split_columns(values, name, caller)
    narrow = _as_bytes(values) or [None] * len(columns)
    for j, column in enumerate(columns):
        label = f"column {j} of {name}" if _ndim(values) == 2 else name
        columns[j] = (
            narrow[j]
            or _as_offsets(column)
            or _encode(column, label, caller, refuse_continuous)
        )
    if columns[0].codes.size == 0:
        raise ValueError(f"{caller}: {name} is empty; at least one sample is needed.")
    return columns


def split_columns(values, name, caller):
    """The columns of an array-like or data frame, each as it came."""
    if hasattr(values, "dask") or hasattr(values, "__dask_graph__"):
        raise TypeError(
            f"{caller}: {name} is a Dask collection, which is not supported; call "
            "compute() on it first if it fits in memory."
        )
    if issparse(values):
        raise TypeError(
            f"{caller}: {name} is a sparse matrix, which is not supported; take "
            "toarray() of the columns wanted."
        )
    if not hasattr(values, "dtype") and not hasattr(values, "columns"):
        try:
            values = as_array(values)
        except ValueError as error:  # lists of unequal lengths
            raise ValueError(f"{caller}: {name} is not an array: {error}") from error
    ndim = _ndim(values)
    if ndim not in (1, 2):
        raise ValueError(
            f"{caller}: {name} has {ndim} dimensions; give one column of shape (n,) or "
            "several, (n, d), that are read jointly."
        )
    if ndim == 1:
        return [values]
    if hasattr(values, "iloc"):
        columns = [values.iloc[:, j] for j in range(values.shape[1])]
    else:  # an array, or a frame of polars
        columns = [values[:, j] for j in range(values.shape[1])]
    if not columns:
        raise ValueError(f"{caller}: {name} has no columns (shape {values.shape}).")
    return columns


def _ndim(values):
    shape = getattr(values, "shape", None)
    return np.ndim(values) if shape is None else len(shape)


def _encode(column, name, caller, refuse_continuous):
    if refuse_continuous and isinstance(column, np.ndarray):
        # The first numbers tell most continuous columns, which need no codes then.
        first = column[: 4 * math.isqrt(column.size)]
        if column.dtype.kind == "f" and np.isfinite(first).all():
            _check_real(np.unique(first), column.size, name, caller, True)
    try:
        codes, levels = encode_labels(column, name)
    except TypeError as error:
        raise TypeError(f"{caller}: {error}") from error
    except ValueError as error:
        raise ValueError(f"{caller}: {error}") from error
    n_missing = np.count_nonzero(codes < 0)
    if n_missing:
        raise ValueError(
            f"{caller}: {name} has {n_missing} missing values (NaN or None). Drop "
            "those samples, or make a level of its own of them, such as a string."
        )
    if levels.dtype.kind == "f":
        _check_real(levels, codes.size, name, caller, refuse_continuous)
    return Column(codes, levels.size)


def _check_real(levels, n, name, caller, refuse_continuous):
    if not np.isfinite(levels).all():
        raise ValueError(f"{caller}: {name} holds infinity.")
    if refuse_continuous and levels.size**2 > n and (levels % 1).any():
        raise LooksContinuous(
            f"{caller}: {name} looks continuous: {levels.size} or more distinct real "
            f"numbers in {n} samples, so that counting equal values measures nothing. "
            "Discretise it first (KBinsDiscretizer or MDLPDiscretizer), or, if its "
            "values do stand for categories, name an estimator, such as 'plugin'."
        )


def _as_offsets(column):
    """Whole numbers that are near each other, counted from the smallest; or None."""
    if not isinstance(column, np.ndarray) or column.dtype.kind not in "iu":
        return None
    if column.size == 0:
        return None
    low = column.min()
    span = int(column.max()) - int(low)
    # Levels that do not occur cost a table of two such columns nothing to speak of.
    if span >= max(256, min(math.isqrt(column.size), 1 << 15)):
        return None
    # Differences that wrap around are right again once they are unsigned bytes.
    code = np.uint8 if span < 256 else np.int32
    return Column(np.subtract(column, low).astype(code), span + 1)


def _as_bytes(values):
    """Columns of an array of whole numbers from 0 to 255, in one pass over it.

    None in place of a column that holds other values, or of all.
    """
    if not isinstance(values, np.ndarray) or values.size == 0:
        return None
    kind, size = values.dtype.kind, values.dtype.itemsize
    if f"{kind}{size}" not in BYTE_KINDS or not values.dtype.isnative:
        return None
    table = values.reshape(-1, 1) if values.ndim == 1 else values
    codes = np.empty(table.shape, dtype=np.uint8, order="F")
    largest, lossy = np.empty((2, table.shape[1]), dtype=np.uint8)
    if table.flags.f_contiguous:
        narrow, memory = narrow_columns, table.T
    else:
        narrow, memory = narrow_rows, np.ascontiguousarray(table)
    narrow(memory.reshape(-1).view(np.uint8), f"{kind}{size}", codes, largest, lossy)
    return [
        None if lossy[j] else Column(codes[:, j], int(largest[j]) + 1)
        for j in range(table.shape[1])
    ]

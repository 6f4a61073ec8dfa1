"""A column of anything to small integer codes.

A column has sorted distinct *levels*; the code of a value is its place among
them. Missing values (None, NaN, NaT-like objects of data frames) have no level:
their code is -1, and whoever asks decides what to do with it.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from decimal import Decimal

import numpy as np

# Above this many integers between the smallest and the largest, a sort is
# quicker than a table of what occurs.
MAX_SPAN = 1 << 20
# What objects may be that are numbers.
NUMBERS = bool, int, float, Decimal, np.number, np.bool_
# Differences of larger numbers overflow.
LARGEST = np.finfo(np.float64).max / 4


def encode_labels(column, name="x"):
    """Codes of the values of a column, and its levels.

    Parameters
    ----------
    column : array-like of shape (n,)
        Numbers, booleans, strings, or a categorical column of a data frame.
    name : str
        What errors call it.

    Returns
    -------
    codes : ndarray of shape (n,), int32
        -1 where the value is missing.
    levels : ndarray of shape (n_levels,)
        Sorted distinct values.
    """
    if not is_categorical(column):
        column = as_plain(column, name)
    levels = column_levels(column, name)
    return encode_with(levels, column, name), levels


def column_levels(column, name="x"):
    """Sorted distinct values of a column, without the missing ones."""
    if is_categorical(column):
        occurring = np.unique(column.cat.codes)
        return column_levels(_categories(column)[occurring[occurring >= 0]], name)
    values = as_plain(column, name)
    if values.dtype.kind == "b":
        return np.array([False, True])[
            [not values.all(), values.any()] if values.size else [False, False]
        ]
    if values.dtype.kind in "iu" and values.size:
        low, high = int(values.min()), int(values.max())
        if high - low < min(MAX_SPAN, 16 * values.size):
            occurs = np.zeros(high - low + 1, dtype=bool)
            occurs[_offsets(values, low)] = True
            # Sums modulo the width of the type: exact for the largest integers too.
            return np.flatnonzero(occurs).astype(values.dtype) + values.dtype.type(low)
    if values.dtype.kind == "O":
        distinct = set(values.tolist())
        return np.array(sorted(v for v in distinct if not is_missing(v)), dtype=object)
    levels = np.unique(values)
    return levels[~np.isnan(levels)] if levels.dtype.kind == "f" else levels


def encode_with(levels, column, name="x"):
    """Codes of a column among given levels; -1 where missing or not among them."""
    if is_categorical(column):  # the few categories, then a look-up
        codes = encode_with(levels, _categories(column), name)
        return np.append(codes, np.int32(-1))[column.cat.codes]
    values = as_plain(column, name)
    if values.dtype.kind == "O" or levels.dtype.kind == "O":
        places = _Places(zip(levels.tolist(), range(levels.size)))
        found = map(places.__getitem__, values.tolist())
        return np.fromiter(found, dtype=np.int32, count=values.size)
    if levels.size == 0:
        return np.full(values.size, -1, dtype=np.int32)
    if values.dtype.kind in "iub" and levels.dtype.kind in "iub":
        low, high = int(levels[0]), int(levels[-1])
        if high - low < MAX_SPAN and values.size:
            place = np.full(high - low + 1, -1, dtype=np.int32)
            place[_offsets(levels, low)] = np.arange(levels.size, dtype=np.int32)
            if low <= int(values.min()) and int(values.max()) <= high:
                return place[_offsets(values, low)]
    codes = np.searchsorted(levels, values).astype(np.int32)
    codes[codes == levels.size] = 0
    codes[levels[codes] != values] = -1
    return codes


class _Places(dict):
    """Places of values, and -1 of others."""

    def __missing__(self, value):
        return -1


def as_array(values):
    """A list or the like as an array, in which None and NaN among strings stay so.

    NumPy would write them as words.
    """
    array = np.asarray(values)
    if hasattr(values, "dtype") or array.dtype.kind not in "US":
        return array
    objects = np.asarray(values, dtype=object)
    words = all(isinstance(value, (str, bytes)) for value in objects.flat)
    return array if words else objects


def as_plain(column, name):
    """A column as a one-dimensional array of numbers, strings or objects.

    Objects are all strings, or booleans, or tuples, or missing; numbers that came
    as objects are numbers again.
    """
    dtype = getattr(column, "dtype", None)
    if hasattr(column, "to_numpy") and not isinstance(dtype, np.dtype):
        values = _frame_column(column, dtype)
    else:
        values = np.asarray(column)
    if values.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {values.shape}.")
    if values.dtype.kind in "biufUS":
        return values
    if values.dtype.kind in "mMc":
        raise TypeError(
            f"{name} has dtype {values.dtype}: an argument must be a string or a real "
            "number. Convert it first, for instance to whole days or to categories."
        )
    if values.dtype.kind != "O":  # a string type of NumPy 2
        return values.astype(object)
    kinds = set(map(type, values.tolist()))
    if kinds <= {str}:
        return values
    # No string is missing; of others each is looked at, which takes long.
    others = (v for v in values.tolist() if type(v) is not str)
    kinds &= {str}
    kinds |= {type(v) for v in others if not is_missing(v)}
    if all(issubclass(kind, str) for kind in kinds):
        return values
    if all(issubclass(kind, NUMBERS) for kind in kinds):
        if any(issubclass(kind, Decimal) for kind in kinds):
            values = [None if is_missing(v) else float(v) for v in values]
        return np.array([np.nan if is_missing(v) else v for v in values])
    odd = next(kind for kind in kinds if not issubclass(kind, str))
    raise TypeError(
        f"{name} holds values of type {odd.__name__!r}: an argument must be a string "
        "or a number, and all of one column of one kind."
    )


def as_numbers(values, name):
    """Numbers as float64; whole ones of 64 bits are counted from the smallest."""
    if values.dtype.kind in "iu" and values.dtype.itemsize == 8:
        # Differences modulo 2^64 are right for the largest integers too.
        values = values.astype(np.uint64) - np.uint64(int(values.min()) % 2**64)
    numbers = values.astype(np.float64)
    if np.abs(numbers).max() > LARGEST:
        raise ValueError(
            f"{name} holds numbers beyond {LARGEST:.0e}, whose differences overflow; "
            "divide it by a power of two."
        )
    return numbers


def is_categorical(column):
    return hasattr(column, "cat") and hasattr(column.cat, "codes")


def _categories(column):
    """The categories of a column; intervals, dates and mixtures by their names."""
    categories = column.cat.categories
    try:
        return as_plain(categories, "categories")
    except TypeError:
        names = categories.map(str)
        return as_plain(names if names.is_unique else categories.map(repr), "names")


def _frame_column(column, dtype):
    """A column of a data-frame library whose type is not one of NumPy's."""
    if hasattr(column, "to_physical"):  # polars: categories are read as strings
        return np.asarray(column.to_numpy())
    if hasattr(dtype, "fill_value"):  # sparse
        return np.asarray(column)
    kind = getattr(dtype, "kind", "O")
    if kind in "iufb" and hasattr(column, "isna"):
        if not column.isna().any():
            return column.to_numpy(dtype=dtype.numpy_dtype)
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    return column.to_numpy(dtype=object)


def is_missing(value):
    """Whether an object stands for a missing value."""
    return value is None or type(value).__name__ == "NAType" or value != value


def _offsets(values, low):
    """Places of integers from low on; exact for every width."""
    if values.dtype.kind == "u":
        return (values - values.dtype.type(low)).astype(np.int64)
    return values.astype(np.int64, copy=False) - low


def rows_by_code(codes, n_codes):
    """Rows of the first code, of the second, ..., each in their order.

    NumPy sorts integers of 16 bits by radix, in a fifth of the time: larger ones go by
    their last 16 bits first.
    """
    if n_codes <= 1 << 16:
        return np.argsort(codes.astype(np.uint16), kind="stable")
    rows = rows_by_code(codes & 0xFFFF, 1 << 16)
    return rows[rows_by_code(codes[rows] >> 16, (n_codes - 1 >> 16) + 1)]

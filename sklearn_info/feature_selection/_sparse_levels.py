"""Levels of the stored entries of a sparse matrix; an absence is level 0.

Weights of words are nearly all distinct, so that each would be a level of its own
and noise would look like information: what counts is that a word is there.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels._sparse_contingency import (
    all_from_1_to,
    has_duplicates,
)
from sklearn_info.utils import in_units

QUANTILES = 3
# Of 64 bits: fewer than 2^31 entries, of which no place has more, add up to less than
# 2^63.
LARGE = 1 << 32


def without_duplicates(X, caller):
    """A CSR or CSC matrix with one entry a place; the same one if it was so.

    Vectorizers leave the indices unsorted, and sorting them would take longer than
    all the counting. Kernels want indices and pointers of one type, which those who
    set them by hand may forget, and SciPy does not. Another matrix than X shares no
    array with it: who keeps it must not see X change. An X whose arrays do not fit
    together is refused.
    """
    n_major, n_minor = X.shape if X.format == "csr" else X.shape[::-1]
    sizes = X.indptr.size, X.indices.size, X.data.size
    try:
        if sizes[0] != n_major + 1 or sizes[1] != sizes[2]:
            raise ValueError(
                "a sparse matrix of shape {} has {} pointers, {} indices and {} "
                "data.".format(X.shape, *sizes)
            )
        if not _as_kernels_want(X.indptr, X.indices):
            X = type(X)((X.data, X.indices, X.indptr), shape=X.shape, copy=True)
        last = np.full(n_minor, -1, dtype=X.indices.dtype)
        found = has_duplicates(X.indptr, X.indices, last)
    except ValueError as error:
        raise ValueError(
            f"{caller}: X is broken: {error} Make it anew, rather than change its "
            "indptr, indices or data."
        ) from None
    if found:
        X = X.copy()
        X.sum_duplicates()
    return X


def _as_kernels_want(indptr, indices):
    of_one_type = indptr.dtype == indices.dtype in (np.int32, np.int64)
    return of_one_type and indptr.flags.c_contiguous and indices.flags.c_contiguous


def all_present(data):
    """Whether what these entries add up to is not 0, whichever share a place.

    Of integers those only that are too small for any sum of theirs to come round to 0.
    """
    if data.dtype.kind == "f":
        return data.min(initial=1) > 0
    if data.dtype.kind not in "iu" or data.dtype.itemsize < 8:
        return data.size == 0
    return all_from_1_to(np.ascontiguousarray(data).view(np.uint64), LARGE)


def stored_levels(X, levels, weights, caller):
    """Level of each stored entry of a CSR or CSC matrix without duplicates.

    Parameters
    ----------
    levels : {"presence", "counts", "quantiles"}
        "presence": 1. "counts": 1, or 2 for two and more. "quantiles": the third of
        the stored entries of its column that an entry falls in, from 1 to 3.

    Returns
    -------
    codes : ndarray of shape (nnz,), uint8, or None if all are 1
    n_levels : int
        Levels besides the absence.
    """
    if levels == "presence":
        if np.count_nonzero(X.data) == X.data.size:
            return None, 1
        return (X.data != 0).astype(np.uint8), 1
    if levels == "counts":
        return _counts(X.data, caller), 2
    if X.data.size == 0:
        return np.zeros(0, dtype=np.uint8), QUANTILES
    return _quantiles(X, weights), QUANTILES


def _counts(data, caller):
    if data.dtype.kind == "f" and not np.array_equal(data, np.floor(data)):
        odd = data[data != np.floor(data)][0]
        raise ValueError(
            f"{caller}: levels='counts' asks for whole numbers in a sparse X, got "
            f"{odd:g}; use levels='presence' or 'quantiles' for weights such as tf-idf."
        )
    if data.dtype.kind in "if" and data.size and data.min() < 0:
        raise ValueError(
            f"{caller}: levels='counts' asks for counts in a sparse X, got the "
            f"negative value {data.min():g}."
        )
    return np.minimum(data, 2).astype(np.uint8)


def _quantiles(X, weights):
    """Equal parts of the stored entries of each column; equal entries stay together.

    The cut b is the smallest value v with P(entry <= v) >= b / QUANTILES.
    """
    # The conversion goes by the places of entries, since SciPy does not know all types.
    places = type(X)((np.arange(X.data.size), X.indices, X.indptr), shape=X.shape)
    by_column = places.tocsc()
    values, rows = X.data[by_column.data], by_column.indices
    sizes = np.diff(by_column.indptr)
    column = np.repeat(np.arange(sizes.size), sizes)
    mass = (values != 0).astype(np.int64)
    if weights is not None:
        own = weights[rows]
        mass *= in_units(own, own.sum() * QUANTILES)
    order = np.lexsort((values, column))
    total = np.append(0, np.cumsum(mass[order]))
    begin, end = total[by_column.indptr[:-1]], total[by_column.indptr[1:]]
    codes = (values != 0).astype(np.uint8)
    for part in range(1, QUANTILES):
        enough = begin - -part * (end - begin) // QUANTILES  # rounded up
        place = np.searchsorted(total[1:], enough)
        cuts = values[order[np.minimum(place, max(values.size - 1, 0))]]
        codes += (codes > 0) & (values > np.repeat(cuts, sizes))
    own = np.zeros(X.data.size, dtype=np.uint8)
    own[by_column.data] = codes
    return own

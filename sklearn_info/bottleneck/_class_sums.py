"""Sums of the columns of a table within each class."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import csr_array, issparse

from sklearn_info._kernels import _sparse_contingency

# Entries of a dense table that are converted to float64 at a time: 32 MB.
BLOCK = 1 << 22


def class_sums(X, target, weights=None):
    """Sum of each column of X over the rows of each class.

    Parameters
    ----------
    X : ndarray, or CSR or CSC matrix, of shape (n_samples, n_columns)
    target : Target
        A row may belong to several classes, and counts in each.
    weights : ndarray of shape (n_samples,), default=None

    Returns
    -------
    sums : ndarray of shape (n_classes, n_columns), float64
    """
    members, bounds = target.members()
    shape = (bounds.size - 1, X.shape[1])
    if not issparse(X):
        mass = np.ones(members.size) if weights is None else weights[members]
        rows = csr_array((mass, members, bounds), shape=(shape[0], X.shape[0]))
        sums = np.empty(shape)
        width = max(1, BLOCK // max(1, X.shape[0]))
        for left in range(0, shape[1], width):
            block = np.ascontiguousarray(X[:, left : left + width], dtype=np.float64)
            sums[:, left : left + width] = rows @ block
        return sums
    # Rows are what a class is made of: turning columns to rows costs about as much
    # as the sums themselves.
    X = X.tocsr()
    sums = np.zeros(shape)
    _sparse_contingency.sum_rows(
        X.indptr,
        X.indices.astype(X.indptr.dtype, copy=False),
        X.data.astype(np.float64, copy=False),
        members,
        bounds,
        np.empty(0) if weights is None else weights,
        sums,
    )
    return sums

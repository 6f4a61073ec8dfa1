"""A sparse matrix of levels, by rows and by columns, and its columns as variables."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from sklearn_info.feature_selection._sparse_levels import (
    QUANTILES,
    stored_levels,
    without_duplicates,
)

NO_LEVELS = np.empty(0, dtype=np.uint8)


class SparseTable:
    """A sparse matrix of levels.

    Parameters
    ----------
    X : CSR or CSC matrix without duplicates
    levels : ndarray of shape (nnz,), uint8, or None
        Level of each entry, 0 for none; None if all are 1.
    n_levels : int
        Levels besides absence.
    borrows : bool, default=True
        Whether X is somebody else's, who may change it.

    Attributes
    ----------
    binned : bool
        Whether levels are parts of what the columns hold.
    by_rows : bool
        Whether X is CSR.
    rows, columns : tuples of indptr, indices, levels
        As CSR and as CSC; levels is empty if all are 1. The one that X is not is made
        when it is first asked for.
    """

    def __init__(self, X, levels, n_levels, borrows=True):
        self.shape, self.n_levels = X.shape, n_levels
        self.binned = n_levels == QUANTILES
        self.by_rows, self._borrows = X.format == "csr", borrows
        places = X.indptr, X.indices
        if levels is not None and not levels.all():
            present = self._matrix(*places, levels, copy=True)
            present.eliminate_zeros()
            places, levels = (present.indptr, present.indices), present.data
            self._borrows = False
        # Kernels have no look at levels that are not given, or at how many there are.
        self._levels = NO_LEVELS if n_levels == 1 else levels
        self._own = *places, self._levels

    @classmethod
    def of(cls, X, levels, weights, caller):
        """The table of a CSR or CSC matrix, with levels as `stored_levels` has them."""
        entries = without_duplicates(X, caller)
        found = stored_levels(entries, levels, weights, caller)
        return cls(entries, *found, borrows=entries is X)

    def lend(self, X):
        """Let a table that borrows read from an X that equals its own, or from none.

        So it can be kept: it neither holds a matrix in memory nor changes with it.
        """
        if self._borrows:
            self._own = None if X is None else (X.indptr, X.indices, self._levels)

    @property
    def rows(self):
        return self._own if self.by_rows else self._turned

    @property
    def columns(self):
        return self._turned if self.by_rows else self._own

    @property
    def n_entries(self):
        return self._own[1].size

    @property
    def nbytes(self):
        """Bytes of the entries, by rows and by columns."""
        return 2 * sum(part.nbytes for part in self._own)

    def entries(self, j):
        """Rows that hold column j, and its level in each; or empty if all are 1."""
        indptr, indices, levels = self.columns
        own = slice(indptr[j], indptr[j + 1])
        return indices[own], levels[own]

    def codes(self, j):
        """Level of column j in every row, 0 where it is absent."""
        rows, levels = self.entries(j)
        codes = np.zeros(self.shape[0], dtype=np.uint8)
        codes[rows] = levels if levels.size else 1
        return codes

    @cached_property
    def _turned(self):
        """Columns of rows, or rows of columns."""
        indptr, indices, levels = self._own
        if not levels.size:
            levels = np.ones(indices.size, dtype=np.uint8)
        turned = self._matrix(indptr, indices, levels).tocsc()
        levels = turned.data if self._levels.size else NO_LEVELS
        return turned.indptr, turned.indices, levels

    def _matrix(self, indptr, indices, levels, copy=False):
        shape = self.shape if self.by_rows else self.shape[::-1]
        return csr_array((levels, indices, indptr), shape=shape, copy=copy)


class StoredVariable:
    """A column of a sparse table as a `Variable`, of which few need all codes."""

    def __init__(self, table, column, f_s, f_sy):
        self._table, self.column = table, column
        self.n_levels = table.n_levels + 1
        self.f_s, self.f_sy = f_s, f_sy

    @cached_property
    def codes(self):
        return self._table.codes(self.column)

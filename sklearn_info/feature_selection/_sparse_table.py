"""A sparse matrix of levels, by rows and by columns, and its columns as variables."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

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
    rows, columns : tuples of indptr, indices, levels
        As CSR and as CSC; levels is empty if all are 1. The one that X is not is made
        when it is first asked for.
    """

    def __init__(self, X, levels, n_levels, borrows=True):
        self.shape, self.n_levels = X.shape, n_levels
        self._by_rows, self._borrows = X.format == "csr", borrows
        if levels is None:
            levels = np.ones(X.indices.size, dtype=np.uint8)
        self._own = self._with_places(X, levels)
        self._levels = levels
        if not levels.all():
            self._own, self._borrows = self._own.copy(), False
            self._own.eliminate_zeros()
        # Kernels have no look at levels that are not given, or at how many there are.
        self._present = n_levels == 1

    def _with_places(self, X, levels):
        shape = self.shape if self._by_rows else self.shape[::-1]
        return csr_array((levels, X.indices, X.indptr), shape=shape)

    def lend(self, X):
        """Let a table that borrows read from an X that equals its own, or from none.

        So it can be kept: it neither holds a matrix in memory nor changes with it.
        """
        if self._borrows:
            self._own = None if X is None else self._with_places(X, self._levels)
            self.__dict__.pop("rows" if self._by_rows else "columns", None)

    @cached_property
    def rows(self):
        return self._parts(self._own if self._by_rows else self._own.tocsc())

    @cached_property
    def columns(self):
        return self._parts(self._own.tocsc() if self._by_rows else self._own)

    @property
    def n_entries(self):
        return self._own.indices.size

    @property
    def nbytes(self):
        """Bytes of the entries, by rows and by columns."""
        own = self._own
        return 2 * (own.data.nbytes + own.indices.nbytes + own.indptr.nbytes)

    def entries(self, j):
        """Rows that hold column j, and its level in each; or empty if all are 1."""
        indptr, indices, levels = self.columns
        own = slice(indptr[j], indptr[j + 1])
        return indices[own], levels[own]

    def _parts(self, m):
        return m.indptr, m.indices, NO_LEVELS if self._present else m.data


class StoredVariable:
    """A column of a sparse table as a `Variable`, of which few need all codes."""

    def __init__(self, table, column, f_s, f_sy):
        self._table, self.column = table, column
        self.n_levels = table.n_levels + 1
        self.f_s, self.f_sy = f_s, f_sy

    @cached_property
    def codes(self):
        rows, levels = self._table.entries(self.column)
        codes = np.zeros(self._table.shape[0], dtype=np.uint8)
        codes[rows] = levels if levels.size else 1
        return codes

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
    copy : bool
        Whether to be independent of X, which may be changed later.

    Attributes
    ----------
    rows, columns : tuples of indptr, indices, levels
        As CSR and as CSC; levels is empty if all are 1. The one that X is not is made
        when it is first asked for.
    """

    def __init__(self, X, levels, n_levels, copy=False):
        self.shape, self.n_levels = X.shape, n_levels
        data = np.ones(X.indices.size, dtype=np.uint8) if levels is None else levels
        self._by_rows = X.format == "csr"
        shape = X.shape if self._by_rows else X.shape[::-1]
        places = (part.copy() if copy else part for part in (X.indices, X.indptr))
        self._own = csr_array((data, *places), shape=shape)
        if levels is not None and not levels.all():
            self._own = self._own.copy()
            self._own.eliminate_zeros()
        # Kernels have no look at levels that are not given, or at how many there are.
        self._present = n_levels == 1

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

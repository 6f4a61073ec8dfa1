"""Tests of every column and a target inside the strata of other columns."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np
from scipy.sparse import issparse

from sklearn_info._kernels import _conditional_tests
from sklearn_info.feature_selection._fixed_point import FixedPoint
from sklearn_info.feature_selection._sparse_levels import stored_levels
from sklearn_info.utils import Threads, rows_by_code

NO_WEIGHTS = np.empty(0)
# Nanoseconds that a row of a column takes, or an entry.
TESTED = 10.0


class ConditionalTests:
    """What the columns of a table tell of a target inside strata, and how surely.

    Parameters
    ----------
    table : EncodedTable, or CSR or CSC matrix without duplicates
    weights : ndarray of shape (n_samples,) or None
    levels : str
        See `stored_levels`; of a sparse matrix only.
    caller : str

    Attributes
    ----------
    n_features : int
    n : int or float
        Number of samples, or the sum of their weights.
    """

    def __init__(self, table, weights=None, levels="presence", caller=""):
        self._weights = NO_WEIGHTS if weights is None else weights
        self._sparse = issparse(table)
        if self._sparse:
            self._table = table.tocsc()
            stored, self._n_levels = stored_levels(self._table, levels, weights, caller)
            self._stored = np.empty(0, np.uint8) if stored is None else stored
            self.n_samples, self.n_features = table.shape
        else:
            self._table, self._n_levels = table.codes, table.n_levels
            self.n_samples, self.n_features = table.codes.shape
        self.n, whole = self.n_samples, True
        if weights is not None:
            self.n = float(weights.sum())
            whole = np.array_equal(weights, np.rint(weights))
        self._fixed = FixedPoint.of(
            "plugin", self.n, self.n_samples, fractional=not whole
        )

    def column(self, j):
        """Codes of a column, for all samples, and how many there may be."""
        if not self._sparse:
            return self._table[:, j], int(self._n_levels[j])
        entries = slice(*self._table.indptr[j : j + 2])
        codes = np.zeros(self.n_samples, dtype=np.uint8)
        codes[self._table.indices[entries]] = (
            self._stored[entries] if self._stored.size else 1
        )
        return codes, self._n_levels + 1

    def of(self, y, strata, only=None):
        """Test each column and y inside the strata.

        Parameters
        ----------
        y : ndarray of shape (n_samples,)
            Codes of the classes.
        strata : ndarray of shape (n_samples,)
            Codes of what is given.
        only : int, default=None
            One column; by default all.

        Returns
        -------
        information : ndarray of shape (n_columns,)
            I(column; y | strata) in nats.
        pearson : ndarray of shape (n_columns,)
            The sum over the strata z of (n_z - 1) / n_z times Pearson's statistic.
        degrees : ndarray of shape (n_columns,), int64
            Of freedom, of it and of 2 n I: the sum over the strata of (levels of the
            column that occur - 1) (classes that occur - 1).
        """
        first, end = (0, self.n_features) if only is None else (only, only + 1)
        n_columns, fixed = end - first, self._fixed
        information = np.zeros(n_columns, dtype=np.int64)
        pearson, degrees = np.zeros(n_columns), np.zeros(n_columns, dtype=np.int64)
        cells = _Cells.of(y, strata, self._weights)
        if cells is None:
            return information * fixed.unit, pearson, degrees
        shared = cells.stratum_bounds, self._weights, cells.sizes, fixed.f, fixed.scale

        def test(begin, stop):
            out = [one[begin:stop] for one in (information, pearson, degrees)]
            begin, stop = first + begin, first + stop
            if self._sparse:
                _conditional_tests.test_entries(
                    self._table.indptr[begin : stop + 1],
                    self._table.indices,
                    self._stored,
                    self._n_levels,
                    cells.of_rows,
                    cells.strata,
                    *shared,
                    *out,
                )
            else:
                _conditional_tests.test_codes(
                    self._table[:, begin:stop],
                    self._n_levels[begin:stop],
                    cells.order,
                    cells.bounds,
                    *shared,
                    *out,
                )

        size = self._table.nnz / self.n_features if self._sparse else cells.order.size
        Threads().ranges(test, n_columns, TESTED * size)
        return information * fixed.unit, pearson, degrees


@dataclass(frozen=True)
class _Cells:
    """Classes that occur in a stratum, of strata with several, one after the other.

    Attributes
    ----------
    of_rows : ndarray of shape (n_samples,), int32
        Cell of each row; -1 for none.
    strata : ndarray of shape (n_cells,), int32
        Stratum of each.
    stratum_bounds : ndarray of shape (n_strata + 1,)
        First cell of each stratum.
    order : ndarray of int32
        Rows, cell by cell.
    bounds : ndarray of shape (n_cells + 1,)
        First row of each cell there.
    sizes : ndarray of shape (n_cells,)
        Rows of each cell, or their weight.
    """

    of_rows: np.ndarray
    strata: np.ndarray
    stratum_bounds: np.ndarray
    order: np.ndarray
    bounds: np.ndarray
    sizes: np.ndarray

    @classmethod
    def of(cls, y, strata, weights):
        """Cells of some classes and strata, or None."""
        n_classes = int(y.max()) + 1
        codes = strata.astype(np.int64) * n_classes + y
        order = rows_by_code(codes, int(codes.max()) + 1)
        starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
        n_rows = np.diff(starts, append=codes.size)
        strata = codes[order[starts]] // n_classes
        of_strata = np.flatnonzero(np.diff(strata, prepend=-1))
        n_cells = np.diff(of_strata, append=strata.size)
        if n_cells.max() == 1:
            return None
        kept = np.repeat(n_cells > 1, n_cells)
        order = order[np.repeat(kept, n_rows)].astype(np.int32)
        n_cells, n_rows = n_cells[n_cells > 1], n_rows[kept]
        numbers = np.repeat(np.arange(n_rows.size, dtype=np.int32), n_rows)
        of_rows = np.full(codes.size, -1, dtype=np.int32)
        of_rows[order] = numbers
        sizes = n_rows.astype(np.int32)
        if weights.size:
            sizes = np.bincount(numbers, weights[order])
        return cls(
            of_rows,
            np.repeat(np.arange(n_cells.size, dtype=np.int32), n_cells),
            np.append(0, np.cumsum(n_cells)),
            order,
            np.append(0, np.cumsum(n_rows)),
            sizes,
        )

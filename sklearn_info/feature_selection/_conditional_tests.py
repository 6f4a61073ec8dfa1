"""Tests of every column and a target inside the strata of other columns."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np

from sklearn_info._kernels import _conditional_tests
from sklearn_info.feature_selection._fixed_point import FixedPoint
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.utils import Threads, rows_by_code

NO_WEIGHTS = np.empty(0)
# Nanoseconds that a row of a column takes, or an entry.
TESTED = 10.0


class ConditionalTests:
    """What the columns of a table tell of a target inside strata, and how surely.

    Parameters
    ----------
    table : EncodedTable or SparseTable
    weights : ndarray of shape (n_samples,) or None

    Attributes
    ----------
    n_features : int
    n : int or float
        Number of samples, or the sum of their weights.
    """

    def __init__(self, table, weights=None):
        self._table, self._sparse = table, isinstance(table, SparseTable)
        shape = table.shape if self._sparse else table.codes.shape
        n_samples, self.n_features = shape
        self._weights = NO_WEIGHTS if weights is None else weights
        self.n, whole = n_samples, True
        if weights is not None:
            self.n = float(weights.sum())
            whole = np.array_equal(weights, np.rint(weights))
        self._fixed = FixedPoint.of("plugin", self.n, n_samples, fractional=not whole)

    def column(self, j):
        """Codes of a column, for all samples, and how many there may be."""
        if self._sparse:
            return self._table.codes(j), self._table.n_levels + 1
        return self._table.codes[:, j], int(self._table.n_levels[j])

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

        table = self._table

        def test(begin, stop):
            out = [one[begin:stop] for one in (information, pearson, degrees)]
            begin, stop = first + begin, first + stop
            if self._sparse:
                indptr, indices, levels = table.columns
                _conditional_tests.test_entries(
                    indptr[begin : stop + 1],
                    indices,
                    levels,
                    table.n_levels,
                    cells.of_rows,
                    cells.strata,
                    *shared,
                    *out,
                )
            else:
                _conditional_tests.test_codes(
                    table.codes[:, begin:stop],
                    table.n_levels[begin:stop],
                    cells.order,
                    cells.bounds,
                    *shared,
                    *out,
                )

        size = cells.order.size
        if self._sparse:
            size = table.n_entries / self.n_features
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

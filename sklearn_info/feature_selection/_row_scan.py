"""Sums over joint tables with a column of a sparse matrix, along its rows."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels import _level_sums, _presence_sums, _row_cooccurrence

NO_CLASSES = np.empty(0, dtype=np.int32)


class RowScan:
    """All units at once, along the rows that hold the other column.

    Parameters
    ----------
    table : SparseTable
    units : ndarray of shape (n_units, width)
    places : ndarray of shape (n_columns,)
        Of each column in the units.
    y : ndarray of shape (n_samples,), or None
        Classes that are counted by themselves; None for none.
    weights : ndarray of shape (n_samples,), or empty
    counts : ndarray of shape (n_classes, n_columns, n_levels), by place
    totals : ndarray of shape (n_columns, n_levels), by place
    class_totals : ndarray of shape (n_classes,)
    alone : ndarray of shape (n_columns,), by place
        Sums of f over the tables of the columns with the classes.
    fixed : FixedPoint
    """

    def __init__(
        self,
        table,
        units,
        places,
        y,
        weights,
        counts,
        totals,
        class_totals,
        alone,
        fixed,
    ):
        self._table, self._places, self._weights = table, places, weights
        self._cells = cells = _Cells(counts, class_totals, units.shape[1], fixed)
        indptr, indices, levels = table.rows
        number = np.empty_like(indices)
        y = NO_CLASSES if y is None else y
        numbers = cells.numbers(indices.dtype)
        _row_cooccurrence.number_cells(indptr, indices, y, places, numbers, number)
        self._rows = indptr.copy(), number, levels  # which the table may only borrow
        self._geometry = units.shape[1], cells.bounds, cells.columns
        self._alone, self._totals, self._fixed = alone, totals, fixed
        # Room for all calls: new pages would cost as much as the counting.
        columns, shape = (totals, units.shape) if y.size else (totals[:0], (0, 0))
        self._both, self._all_both = (
            np.zeros(counted.size * table.n_levels, dtype=totals.dtype)
            for counted in (cells.margins, columns)
        )
        self._by_class = np.zeros(units.shape, dtype=np.int64)
        self._pooled = np.zeros(shape, dtype=np.int64)

    def sums(self, s, units):
        """Sums of some units with a column, as rows among those of all units.

        They are valid until the next call.
        """
        cells, n_levels, fixed = self._cells, self._table.n_levels, self._fixed
        _row_cooccurrence.count_rows(
            *self._rows,
            n_levels,
            self._weights,
            *self._table.entries(s.column),
            self._both,
        )
        width, bounds, columns = self._geometry
        where = width, units, bounds, columns
        s_margins = np.ascontiguousarray(cells.counts[:, self._places[s.column]])
        out = self._all_both, self._by_class.reshape(-1), self._pooled.reshape(-1)
        if cells.looked_up:
            _presence_sums.sum_presences(
                self._both,
                s_margins.reshape(-1),
                *where,
                cells.margins.reshape(-1),
                self._alone,
                cells.class_totals,
                self._totals.reshape(-1),
                fixed.f,
                *out,
            )
        else:
            _level_sums.sum_levels(
                self._both,
                n_levels,
                s_margins,
                *where,
                cells.margins,
                cells.alone,
                self._alone,
                cells.class_totals,
                self._totals,
                fixed.f,
                fixed.scale,
                *out,
            )
        if self._pooled.size:
            return self._pooled, self._by_class
        return self._by_class, None


class _Cells:
    """The columns that occur in each class, and their counts there.

    Parameters
    ----------
    counts : ndarray of shape (n_classes, n_columns, n_levels)
    class_totals : ndarray of shape (n_classes,)
    width : int
        Columns of a unit.
    fixed : FixedPoint

    Attributes
    ----------
    columns : ndarray of the columns of the first class, of the second, ...
    bounds : ndarray of shape (n_classes, n_units + 1)
        Where the columns of each unit begin among those of each class.
    margins : ndarray of shape (n_cells, n_levels)
        Counts of each of these.
    looked_up : bool
        Whether all are whole counts of presence, for which the table of f suffices.
    alone : ndarray of shape (n_cells,)
        Sum of f over the counts of each and the rest of its class, if not.
    """

    def __init__(self, counts, class_totals, width, fixed):
        n_classes, n_columns, n_levels = counts.shape
        self._occurs = counts[:, :, 0] > 0 if n_levels == 1 else counts.any(axis=2)
        classes, columns = np.nonzero(self._occurs)
        margins = counts[classes, columns]
        self.counts, self.class_totals = counts, class_totals
        self.columns, self.margins = columns.astype(np.int32), margins
        whole = n_levels == 1 and margins.dtype.kind == "i"
        self.looked_up = whole and class_totals.sum() < fixed.f.size
        begins = np.append(np.arange(0, n_columns, width), n_columns)
        begins = np.arange(n_classes)[:, None] * n_columns + begins
        self.bounds = np.searchsorted(classes * n_columns + columns, begins)
        if not self.looked_up:
            bounds = self.bounds[:, [0, -1]].tolist()
            parts = zip(bounds, class_totals[:, None])
            self.alone = np.concatenate(
                [fixed.with_rest(margins[None, b:e], total) for (b, e), total in parts]
            )

    def numbers(self, dtype):
        """The number of each cell, of shape (n_classes, n_columns)."""
        numbers = np.cumsum(self._occurs, dtype=dtype) - 1
        return numbers.reshape(self._occurs.shape)

"""Sums over joint tables with a column of a sparse matrix, along its rows."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels import _cooccurrence

NO_SUMS = np.empty(0, dtype=np.int64)


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
        self._table, self._units, self._places = table, units, places
        indptr, indices, levels = table.rows
        self._rows = indptr, places[indices], levels
        self._y, self._weights, self._totals = y, weights, totals
        self._alone, self._fixed = alone, fixed
        self._lists = _Lists(counts, class_totals, units.shape[1], fixed)
        self._n = class_totals.sum(dtype=totals.dtype)

    def sums(self, s, units):
        """Sums of some units with a column, as rows among those of all units."""
        lists, y = self._lists, self._y
        rows, levels = self._table.entries(s.column)
        bounds = np.array([0, rows.size])
        if y is not None:
            order = np.argsort(y[rows], kind="stable")
            sizes = np.bincount(y[rows], minlength=lists.class_totals.size)
            rows, levels = rows[order], levels[order]
            bounds = np.append(0, np.cumsum(sizes))
        by_class = np.zeros(self._units.size, dtype=np.int64)
        pooled = NO_SUMS if y is None else np.zeros_like(by_class)
        _cooccurrence.sum_rows(
            *self._rows,
            self._table.n_levels,
            self._weights,
            rows.astype(np.int64),
            levels,
            bounds,
            np.ascontiguousarray(lists.counts[:, self._places[s.column]]),
            self._units.shape[1],
            units,
            lists.bounds,
            lists.columns,
            lists.margins,
            lists.alone,
            self._alone,
            lists.class_totals,
            self._totals,
            self._n,
            self._fixed.f,
            self._fixed.scale,
            by_class,
            pooled,
        )
        by_class = by_class.reshape(self._units.shape)
        if y is None:
            return by_class, None
        return pooled.reshape(self._units.shape), by_class


class _Lists:
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
    margins, alone : ndarrays
        Counts of each of these, and the sum of f over them and the rest of the class.
    """

    def __init__(self, counts, class_totals, width, fixed):
        n_classes, n_columns, _ = counts.shape
        occurs = counts[:, :, 0] if counts.shape[2] == 1 else counts.any(axis=2)
        classes, columns = np.nonzero(occurs)
        margins = counts[classes, columns]
        self.counts, self.class_totals = counts, class_totals
        self.columns, self.margins = columns.astype(np.int32), margins
        self.alone = fixed.with_rest(margins, class_totals[classes])
        begins = np.append(np.arange(0, n_columns, width), n_columns)
        begins = np.arange(n_classes)[:, None] * n_columns + begins
        self.bounds = np.searchsorted(classes * n_columns + columns, begins)

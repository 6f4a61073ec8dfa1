"""How much the columns of a sparse table may tell at most."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels import _reach

# Of a total of weights, what may be left of nothing.
ROUNDING = 1e-12


class Reach:
    """What the columns of a table may tell, whatever is selected.

    Parameters
    ----------
    table : SparseTable
    y : ndarray of shape (n_samples,)
    counts : ndarray of shape (n_classes, n_columns, n_levels)
        Rows of each class and level, or their weight; without the absent ones.
    class_totals : ndarray of shape (n_classes,)
    weights : ndarray of shape (n_samples,), or empty
    entropies : ndarray of shape (n_columns,)
        H(X) in nats, by which I(X; Y | S) is bounded as well.

    Attributes
    ----------
    entropies
        The same.
    likely : ndarray of shape (n_columns,)
        The bound of I(X; Y | S) for an S that tells nothing, in nats.
    """

    def __init__(self, table, y, counts, class_totals, weights, entropies):
        self.table, self.y, self.counts = table, y, counts
        self.class_totals, self.weights = class_totals, weights
        self.present = counts[:, :, 0] if table.n_levels == 1 else counts.sum(axis=2)
        self.entropies = entropies
        self.likely = np.minimum(entropies, self._prior())

    def _prior(self):
        present = self.present.astype(np.float32)  # to be fast
        total = self.class_totals.sum()
        totals = np.where(self.class_totals > 0, self.class_totals, 1.0)
        bounds = np.log(total / totals).astype(np.float32) @ present
        bounds += (1.0 / totals).astype(np.float32) @ np.square(present, out=present)
        return bounds / total


class ReachOfSome:
    """Bounds of sums of I(X; Y | S) over variables S, before X meets any of them.

    Rows that hold X tell their class at most, and the others tell what those take away:
    for each S, where n counts all rows and a those with X, N I(X; Y | S) is at most

        sum over y, s of  a(y, s) log(n(s) / n(y, s)) + a(y, s)^2 / n(y, s).

    As a(y, s) is at most n(y, s), and at most the largest a(y) of the columns that are
    asked about, this is a sum over the rows that hold X of what no X has a part in. So
    it is kept for each row, summed over all S, and bounds of all X are one pass over
    their entries, for any number of S.

    Parameters
    ----------
    reach : Reach
    columns : ndarray of int
        The X.
    """

    def __init__(self, reach, columns):
        self._reach, self._row_sums = reach, np.zeros(reach.y.size)
        asked = np.zeros(reach.table.shape[1], dtype=bool)
        asked[columns] = True
        self._most = reach.present.max(axis=1, where=asked, initial=0)

    def add(self, columns):
        """Let the sums go over more columns S of the table."""
        reach = self._reach
        present = reach.counts[:, columns]
        totals = reach.class_totals[:, None]
        absent = totals - present.sum(axis=2)
        absent[absent <= ROUNDING * totals] = 0
        cells = np.concatenate([absent[:, :, None], present], axis=2).astype(np.float64)
        sizes = cells.sum(axis=0)
        empty = cells == 0  # which no row asks for
        cells[empty] = 1.0
        terms = np.log(np.where(empty, 1.0, sizes) / cells)
        terms += np.minimum(self._most[:, None, None] / cells, 1.0)
        self._row_sums += terms[:, :, 0].sum(axis=1)[reach.y]
        numbers = np.full(reach.table.shape[1], -1, dtype=np.int32)
        numbers[columns] = np.arange(len(columns))
        beyond = np.ascontiguousarray(terms[:, :, 1:] - terms[:, :, :1])
        _reach.add_to_rows(*reach.table.rows, reach.y, numbers, beyond, self._row_sums)

    def bounds(self, columns):
        """Bounds of some of the X, in nats."""
        reach, values = self._reach, self._row_sums
        if reach.weights.size:
            values = values * reach.weights
        sums = np.zeros(reach.table.shape[1])
        indptr, indices, _ = reach.table.rows
        _reach.add_to_columns(indptr, indices, values, sums)
        return sums[columns] / reach.class_totals.sum()

"""Sums over the joint tables of the columns of a sparse matrix."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import csr_array

from sklearn_info._kernels import _cooccurrence, _sparse_contingency
from sklearn_info.feature_selection._variable import Variable, Variables
from sklearn_info.utils import Threads

NO_LEVELS = np.empty(0, dtype=np.uint8)
NO_SUMS = np.empty(0, dtype=np.int64)
NO_WEIGHTS = np.empty(0)
# Nanoseconds that an entry takes, for `Threads`.
ENTRY = 4.0
# Columns of a unit: few enough that most units are never looked at in a lazy search.
WIDTH = 256


class SparseTable:
    """A sparse matrix of levels, by rows and by columns.

    Parameters
    ----------
    X : CSR or CSC matrix without duplicates
    levels : ndarray of shape (nnz,), uint8, or None
        Level of each entry, 0 for none; None if all are 1.
    n_levels : int
        Levels besides absence.
    """

    def __init__(self, X, levels, n_levels):
        self.shape, self.n_levels = X.shape, n_levels
        self.rows, self.columns = _both_ways(X, levels)

    def entries(self, j):
        """Rows that hold column j, and its level in each."""
        indptr, indices, levels = self.columns
        own = slice(indptr[j], indptr[j + 1])
        rows = indices[own]
        return rows, levels[own] if levels.size else np.ones(rows.size, dtype=np.uint8)


class SparsePairs:
    """Joint tables of all columns with a variable, and with y as well.

    Never more than the entries of the matrix, twice (by rows and by columns), and the
    counts of every feature in every class. Units hold the columns in the order of
    their relevance, so that a lazy search leaves those of rare words alone.

    Parameters
    ----------
    table : SparseTable
    y, n_classes, fixed, weights, threads, with_classes
        As of `DensePairs`. Threads share what walks along the columns; a step along
        the rows that hold a word is over before another thread begins.

    Attributes
    ----------
    f_x, f_xy, f_y, units
        As of `DensePairs`, but for the width of the units.
    """

    def __init__(
        self,
        table,
        y,
        n_classes,
        fixed,
        *,
        weights=None,
        threads=None,
        with_classes=True,
    ):
        self.fixed, self._threads = fixed, threads or Threads()
        self._y, self._n_classes = y, n_classes
        self._with_classes = with_classes
        self._weights = NO_WEIGHTS if weights is None else weights
        self._tally = np.int32 if weights is None else np.float64
        self._n_levels = table.n_levels
        self._table = table
        self._rows, self._columns = table.rows, table.columns
        n_features = table.shape[1]
        counts = self._count_classes(n_classes)
        class_totals = self._sizes(y, n_classes)
        total = class_totals.sum(keepdims=True, dtype=self._tally)
        totals = counts.sum(axis=0, dtype=self._tally)
        self.f_y = fixed.sum(class_totals)
        self.f_xy = _alone(counts, class_totals[:, None], fixed).sum(axis=0)
        self.f_x = _alone(totals, total, fixed)
        self._n = total[0]
        # From here on columns are counted by their place in the units.
        order = np.argsort(self.f_x - self.f_xy, kind="stable")
        places = np.empty(n_features, dtype=self._rows[1].dtype)
        places[order] = np.arange(n_features)
        self._order, self._places = order, places
        self._rows = self._rows[0], places[self._rows[1]], self._rows[2]
        self.units = np.full((-(-n_features // WIDTH), WIDTH), -1)
        self.units.reshape(-1)[:n_features] = order
        self._totals = totals[order]
        if with_classes:
            self._lists = _Lists(counts[:, order], class_totals, fixed)
            self._sums = self.f_xy[order]
        else:
            self._lists = _Lists(self._totals[None], total, fixed)
            self._sums = self.f_x[order]

    def feature(self, j):
        """Column j as a variable."""
        rows, levels = self._table.entries(j)
        codes = np.zeros(self._y.size, dtype=np.uint8)
        codes[rows] = levels
        return Variable(
            codes, self._n_levels + 1, int(self.f_x[j]), int(self.f_xy[j]), j
        )

    def variable(self, codes, n_levels):
        """Any column of codes as a variable."""
        joint = codes.astype(np.int64) * self._n_classes + self._y
        return Variable(
            codes,
            n_levels,
            self.fixed.sum(self._sizes(codes, n_levels)),
            self.fixed.sum(self._sizes(joint, n_levels * self._n_classes)),
        )

    def step(self, s):
        """Sums over the joint tables of every column with a variable s.

        Returns
        -------
        f_xs, f_xsy
            As of `DensePairs.step`.
        """
        sums = self._sums_with(s, np.arange(len(self.units)))
        places = self._places
        return tuple(None if one is None else one.reshape(-1)[places] for one in sums)

    def joint_sums(self, s):
        """Sums over the joint tables of all units with s, as f_xs of `pair_sums`."""
        return self._walk(s.codes, s.n_levels)

    def others(self):
        """An empty collection of variables for `pair_sums`."""
        return Variables()

    def pair_sums(self, units, others, variables):
        """As of `DensePairs.pair_sums`, with sums of shape (n_pairs, WIDTH)."""
        distinct = np.unique(others)
        if distinct.size == 1 and units.size == len(self.units):
            return self._sums_with(variables[distinct[0]], units)
        sums = np.empty((2, units.size, WIDTH), dtype=np.int64)
        for other in distinct:
            pairs = np.flatnonzero(others == other)
            both = self._sums_with(variables[other], units[pairs])
            sums[0, pairs] = both[0][units[pairs]]
            if self._with_classes:
                sums[1, pairs] = both[1][units[pairs]]
        return sums[0], sums[1] if self._with_classes else None

    def _sums_with(self, s, units):
        """Sums of some units with a variable, as rows among those of all units."""
        if s.column is not None:
            return self._by_rows(s, units)
        f_xs = self._walk(s.codes, s.n_levels)
        if not self._with_classes:
            return f_xs, None
        joint = s.codes.astype(np.int64) * self._n_classes + self._y
        return f_xs, self._walk(joint, s.n_levels * self._n_classes)

    def _by_rows(self, s, units):
        """The same with another column, along the rows that hold it."""
        lists = self._lists
        rows, levels = self._table.entries(s.column)
        bounds = np.array([0, rows.size])
        if self._with_classes:
            order = np.argsort(self._y[rows], kind="stable")
            sizes = np.bincount(self._y[rows], minlength=lists.class_totals.size)
            rows, levels = rows[order], levels[order]
            bounds = np.append(0, np.cumsum(sizes))
        by_class = np.zeros(self.units.size, dtype=np.int64)
        pooled = np.zeros_like(by_class) if self._with_classes else NO_SUMS
        _cooccurrence.sum_rows(
            *self._rows,
            self._n_levels,
            self._weights,
            rows.astype(np.int64),
            levels,
            bounds,
            np.ascontiguousarray(lists.counts[:, self._places[s.column]]),
            WIDTH,
            units,
            lists.bounds,
            lists.columns,
            lists.margins,
            lists.alone,
            self._sums,
            lists.class_totals,
            self._totals,
            self._n,
            self.fixed.f,
            self.fixed.scale,
            by_class,
            pooled,
        )
        by_class = by_class.reshape(self.units.shape)
        if not self._with_classes:
            return by_class, None
        return pooled.reshape(self.units.shape), by_class

    def _walk(self, t, n_t):
        """Sums of all units with t, along the columns."""
        if n_t > 2 * t.size:
            occurring, t = np.unique(t, return_inverse=True)
            n_t = occurring.size
        t, sizes = t.astype(np.int32), self._sizes(t, n_t)
        sums = np.empty(self.f_x.size, dtype=np.int64)
        indptr, indices, levels = self._columns

        def walk(begin, end):
            _cooccurrence.sum_columns(
                indptr[begin : end + 1],
                indices,
                levels,
                self._n_levels,
                t,
                sizes,
                self._weights,
                self.fixed.f,
                self.fixed.scale,
                sums[begin:end],
            )

        self._threads.ranges(walk, sums.size, ENTRY * indices.size / sums.size)
        padded = np.zeros(self.units.shape, dtype=np.int64)
        padded.reshape(-1)[: sums.size] = sums[self._order]
        return padded

    def _sizes(self, codes, n_levels):
        weights = self._weights if self._weights.size else None
        sizes = np.bincount(codes, weights=weights, minlength=n_levels)
        return sizes.astype(self._tally)

    def _count_classes(self, n_classes):
        """Counts of every column, of shape (classes, columns, levels)."""
        n_columns = self._columns[0].size - 1
        kind = np.float64 if self._weights.size else np.int64
        counts = np.zeros((n_classes, n_columns * self._n_levels), dtype=kind)
        members = np.argsort(self._y, kind="stable")
        bounds = np.append(0, np.cumsum(np.bincount(self._y, minlength=n_classes)))
        _sparse_contingency.count_rows(
            *self._rows, self._n_levels, members, bounds, self._weights, counts
        )
        counts = counts.astype(self._tally, copy=False)
        return counts.reshape(n_classes, n_columns, self._n_levels)


class _Lists:
    """The columns that occur in each class, and their counts there.

    Parameters
    ----------
    counts : ndarray of shape (n_classes, n_columns, n_levels)
    class_totals : ndarray of shape (n_classes,)
    fixed : FixedPoint

    Attributes
    ----------
    columns : ndarray of the columns of the first class, of the second, ...
    bounds : ndarray of shape (n_classes, n_units + 1)
        Where the columns of each unit begin among those of each class.
    margins, alone : ndarrays
        Counts of each of these, and the sum of f over them and the rest of the class.
    """

    def __init__(self, counts, class_totals, fixed):
        n_classes, n_columns, _ = counts.shape
        occurs = counts[:, :, 0] if counts.shape[2] == 1 else counts.any(axis=2)
        classes, columns = np.nonzero(occurs)
        margins = counts[classes, columns]
        self.counts, self.class_totals = counts, class_totals
        self.columns, self.margins = columns.astype(np.int32), margins
        self.alone = _alone(margins, class_totals[classes], fixed)
        begins = np.append(np.arange(0, n_columns, WIDTH), n_columns)
        begins = np.arange(n_classes)[:, None] * n_columns + begins
        self.bounds = np.searchsorted(classes * n_columns + columns, begins)


def _alone(counts, totals, fixed):
    """Sums of f over counts along the last axis, and what they leave of the totals."""
    one_level = counts.shape[-1] == 1  # of which NumPy makes slow sums
    rest = totals - (counts[..., 0] if one_level else counts.sum(axis=-1))
    if rest.dtype.kind == "f":  # sums of weights that differ by rounding
        rest = np.where(rest <= 1e-12 * totals, 0.0, rest)
    own = fixed.each(counts)
    return (own[..., 0] if one_level else own.sum(axis=-1)) + fixed.each(rest)


def _both_ways(X, levels):
    """(indptr, indices, levels) by rows and by columns, without entries of level 0."""
    data = np.ones(X.indices.size, dtype=np.uint8) if levels is None else levels
    if X.format == "csr":
        own = csr_array((data, X.indices, X.indptr), shape=X.shape)
    else:
        own = csr_array((data, X.indices, X.indptr), shape=X.shape[::-1])
    if levels is not None and not levels.all():
        own = own.copy()
        own.eliminate_zeros()
    other = own.tocsc()
    present = levels is None or (own.data == 1).all()
    both = [
        (m.indptr, m.indices, NO_LEVELS if present else m.data) for m in (own, other)
    ]
    return both if X.format == "csr" else both[::-1]

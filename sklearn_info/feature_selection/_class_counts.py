"""Joint counts of every feature with the classes, and what they say.

This is all that a relevance needs of the data: counts of parts of the data add up
to those of the whole, and the information, the corrections of its bias, the tests
and the comparison of each class with the rest are read from them.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import os
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import xlogy

from sklearn_info._kernels import _contingency, _information, _sparse_contingency
from sklearn_info.feature_selection._lesser_statistic import lesser_statistic
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.measures import additive_table, entropy_from_counts
from sklearn_info.utils import parallel_ranges

NONE = np.empty(0, dtype=np.float64)
# Of a sum of weights, what is nothing.
ROUNDING = 1e-12


@dataclass(frozen=True)
class ClassCounts:
    """Joint counts, or sums of weights, of feature levels and classes.

    Attributes
    ----------
    counts : ndarray of shape (n_levels of all features, n_classes)
        int64, or float64 if weighted.
    starts : ndarray of shape (n_features + 1,)
        First level of each feature, and the end.
    class_totals : ndarray of shape (n_classes,)
    level_totals : ndarray of shape (n_levels of all features,)
    n : int or float
        Number of samples, or the sum of their weights.
    absent : bool
        Each feature has one more level, of the samples that are not counted.
    multilabel : bool
        The classes overlap: each is a target of its own.
    levels : list of ndarrays, or None
        Values that the levels stand for, by which counts are matched when they are
        added; None if the levels of all parts are the same.
    """

    counts: np.ndarray
    starts: np.ndarray
    class_totals: np.ndarray
    level_totals: np.ndarray
    n: float
    absent: bool = False
    multilabel: bool = False
    levels: list | None = None

    @property
    def n_features(self):
        return self.starts.size - 1

    def information(self, estimator="plugin"):
        """Mutual information of each feature with the classes, in nats.

        With overlapping classes, the sum over the classes. Returns the information
        and the number of levels of each feature that occur.
        """
        if self.multilabel:
            return self.information_per_class(estimator).sum(axis=0), self.occupied()
        information = np.empty(self.n_features)
        occupied = np.empty(self.n_features, dtype=np.int64)
        table = self._additive_table(estimator)
        f, alpha = table or additive_table("plugin", self.n, 0)
        _information.relevance(
            self.counts,
            self.starts,
            self.class_totals,
            self.absent,
            f,
            alpha,
            information,
            occupied,
        )
        if table is None:
            information = self._by_entropies(estimator, occupied)
        return information, occupied

    def information_per_class(self, estimator="plugin"):
        """Mutual information of each feature with being of a class or not, in nats.

        Returns
        -------
        information : ndarray of shape (n_classes, n_features)
        """
        table = self._additive_table(estimator)
        if table is None:
            return np.stack(
                [
                    one._by_entropies(estimator, self.occupied())
                    for one in map(self._one_class, range(self.class_totals.size))
                ]
            )
        information = np.empty((self.class_totals.size, self.n_features))
        _information.relevance_per_class(
            self.counts,
            self.level_totals,
            self.starts,
            self.class_totals,
            self.n,
            self.absent,
            *table,
            information,
        )
        return information

    def entropies(self):
        """Plug-in entropy of each feature, and of the classes, in nats."""
        level_totals = self.level_totals
        if self.absent:  # their level comes first
            rest = np.maximum(self.n - self._counted(level_totals), 0)
            level_totals = np.insert(level_totals, self.starts[:-1], rest)
        starts = self.starts[:-1] + self.absent * np.arange(self.n_features)
        of_levels = np.add.reduceat(xlogy(level_totals, level_totals), starts)
        of_classes = xlogy(self.class_totals, self.class_totals).sum()
        entropies = np.log(self.n) - np.append(of_levels, of_classes) / self.n
        entropies = np.maximum(entropies, 0.0)  # of a constant, but for rounding
        return entropies[:-1], entropies[-1]

    def for_estimator(self, estimator, caller):
        """These counts as whole numbers, which all estimators but the plug-in need."""
        if estimator == "plugin" or self.counts.dtype.kind == "i":
            return self
        parts = (self.counts, self.class_totals, self.level_totals)
        whole = [part.astype(np.int64) for part in parts]
        if not all(np.array_equal(a, b) for a, b in zip(parts, whole)):
            raise ValueError(
                f"{caller}: estimator={estimator!r} corrects the bias of whole counts "
                "and cannot take fractional weights; use estimator='plugin'."
            )
        counts, class_totals, level_totals = whole
        return replace(
            self,
            counts=counts,
            class_totals=class_totals,
            level_totals=level_totals,
            n=round(self.n),
        )

    def occupied(self):
        """Number of levels of each feature that occur."""
        occupied = self._counted((self.level_totals > 0).astype(np.int64))
        if self.absent:
            # Of weights, sums of all columns in turn would lose what is absent here.
            occupied += self._counted(self.level_totals) < self.n * (1 - ROUNDING)
        return occupied

    def _counted(self, of_levels):
        """Sums over the levels of each feature that are counted."""
        return np.add.reduceat(of_levels, self.starts[:-1])

    def pvalues(self, information, occupied, per_class=False):
        """P-values that a feature and the classes are independent.

        By `lesser_statistic` with (levels - 1) (classes - 1) degrees of freedom,
        counting those that occur.

        Parameters
        ----------
        information : ndarray of shape (n_features,) or (n_classes, n_features)
            Plug-in estimates.
        per_class : bool
            Whether information is that of each class against the rest; the p-value
            is then that of the best class, times the number of those that some
            samples are in and some are not.
        """
        n_classes = np.count_nonzero(self.class_totals)
        degrees = (occupied - 1) * (1 if per_class else n_classes - 1)
        pearson = self._pearson(per_class)
        _, p = lesser_statistic(self.n, information, pearson, degrees)
        if not per_class:
            return p
        n_tests = np.count_nonzero(sizes_of_parts(self.class_totals, self.n))
        return np.minimum(p.min(axis=0) * n_tests, 1.0)

    def _pearson(self, per_class):
        """(n - 1) / n times Pearson's, of each feature, or of each class and feature.

        With A_y = sum_x n_xy^2 / n_x it is (n - 1) (sum_y A_y / n_y - 1), of all
        classes, and (n - 1) (A_y - n_y^2 / n) / (n_y (1 - n_y / n)) of one.
        """
        squares = np.empty((self.n_features, self.class_totals.size))
        _information.squares_per_class(
            self.counts,
            self.level_totals,
            self.starts,
            self.class_totals,
            self.n,
            self.absent,
            squares,
        )
        classes = np.flatnonzero(self.class_totals)
        sizes, spare = self.class_totals[classes], max(self.n - 1.0, 0.0)
        if not per_class:
            return spare * (squares[:, classes] @ (1.0 / sizes) - 1.0)
        pearson = np.zeros(squares.T.shape)
        classes = classes[sizes < self.n * (1 - ROUNDING)]
        sizes = self.class_totals[classes, None]
        excess = squares.T[classes] - sizes**2 / self.n
        pearson[classes] = spare * excess / (sizes * (1.0 - sizes / self.n))
        return pearson

    def check_addable(self, other, levels, caller):
        """Refuse counts of a part that is of another kind than those before.

        Parameters
        ----------
        other : ClassCounts
        levels : str
            What a sparse part was counted with.
        caller : str
        """
        if self.absent != other.absent or self.multilabel != other.multilabel:
            raise ValueError(
                f"{caller}: the parts of partial_fit differ in kind: all X must be "
                "sparse or all dense, and all y multilabel or none."
            )
        sizes = self.class_totals.size, other.class_totals.size
        if other.multilabel and sizes[0] != sizes[1]:
            raise ValueError(
                f"{caller}: y has {sizes[1]} labels, but {sizes[0]} in the parts "
                "before."
            )
        if other.levels is None and not np.array_equal(other.starts, self.starts):
            raise ValueError(
                f"{caller}: levels={levels!r} is not what the parts before were "
                "counted with. Set it back, or call fit."
            )
        for j, both in enumerate(zip(self.levels or (), other.levels or ())):
            check_alike(*both, f"column {j} of X", caller)

    def __add__(self, other):
        """Counts of two parts of the data together."""
        if self.levels is None:
            counts, level_totals = self.counts, self.level_totals
            more, more_totals = other.counts, other.level_totals
            starts, levels = self.starts, None
        else:
            levels = [np.union1d(a, b) for a, b in zip(self.levels, other.levels)]
            starts = np.append(0, np.cumsum([len(own) for own in levels]))
            counts, level_totals = self._spread(levels, starts)
            more, more_totals = other._spread(levels, starts)
        return replace(
            self,
            counts=counts + more,
            starts=starts,
            class_totals=self.class_totals + other.class_totals,
            level_totals=level_totals + more_totals,
            n=self.n + other.n,
            levels=levels,
        )

    def with_classes(self, places, n_classes):
        """The same counts with its classes at some places among n_classes."""
        counts = np.zeros_like(self.counts, shape=(self.counts.shape[0], n_classes))
        counts[:, places] = self.counts
        totals = np.zeros_like(self.class_totals, shape=n_classes)
        totals[places] = self.class_totals
        return replace(self, counts=counts, class_totals=totals)

    def _spread(self, levels, starts):
        """Counts and their sums, with room for more levels."""
        rows = np.concatenate(
            [
                start + np.searchsorted(wide, own)
                for start, wide, own in zip(starts, levels, self.levels)
            ]
        )
        counts = np.zeros_like(self.counts, shape=(starts[-1], self.counts.shape[1]))
        counts[rows] = self.counts
        totals = np.zeros_like(self.level_totals, shape=starts[-1])
        totals[rows] = self.level_totals
        return counts, totals

    def _one_class(self, c):
        """The counts of one class and of the rest."""
        inside, total = self.counts[:, c], self.class_totals[c]
        return replace(
            self,
            counts=np.column_stack([inside, self.level_totals - inside]),
            class_totals=np.array([total, self.n - total]),
            multilabel=False,
        )

    def _additive_table(self, estimator):
        """The table of an additive estimator, long enough for its kernel."""
        largest = int(self.level_totals.max(initial=0))
        largest = max(largest, int(self.class_totals.max()), int(self.n))
        return additive_table(estimator, self.n, largest)

    def _by_entropies(self, estimator, occupied):
        """H(X) + H(Y) - H(X, Y) of an estimator that must see all counts at once."""
        information = np.zeros(self.n_features)
        widths = np.diff(self.starts)
        of_classes = entropy_from_counts(self.class_totals, estimator=estimator)
        for width in np.unique(widths[occupied > 1]):
            columns = np.flatnonzero((widths == width) & (occupied > 1))
            # A thousand tables at a time bound the memory.
            for some in np.array_split(columns, -(-columns.size // 1024)):
                rows = self.starts[some, None] + np.arange(width)
                tables = self.counts[rows]
                if self.absent:
                    rest = self.class_totals - tables.sum(axis=1)
                    tables = np.concatenate([tables, rest[:, None]], axis=1)
                joint = tables.reshape(some.size, -1)
                information[some] = (
                    entropy_from_counts(tables.sum(axis=2), estimator=estimator)
                    + of_classes
                    - entropy_from_counts(joint, estimator=estimator)
                )
        return information


def count_classes(table, target, *, weights=None, caller="", n_jobs=None):
    """Joint counts of the columns of a table with a target.

    Parameters
    ----------
    table : EncodedTable or SparseTable
    target : Target
    weights : ndarray of shape (n_samples,), default=None

    Returns
    -------
    ClassCounts
    """
    count = _count_sparse if isinstance(table, SparseTable) else _count_dense
    return count(table, target, weights, caller, n_jobs)


def sizes_of_parts(sizes, n):
    """Sizes of classes that are a part of all samples; 0 of one that all are in."""
    return np.where(sizes < n * (1 - ROUNDING), sizes, 0)


def check_alike(before, now, name, caller):
    """Refuse text after numbers, or the reverse: no order holds both."""
    kinds = [
        "text" if isinstance(values[0], str) else "numbers"
        for values in (before, now)
        if len(values)
    ]
    if len(set(kinds)) > 1:
        raise ValueError(
            f"{caller}: {name} holds {kinds[1]}, but {kinds[0]} in the parts before. "
            "Convert one of them, or call fit."
        )


def _zeros(shape, weights, caller):
    """A table of counters, unless it is larger than the memory."""
    size = 8 * int(shape[0]) * int(shape[1])
    try:
        if size <= memory():
            return np.zeros(shape, dtype=np.int64 if weights is None else np.float64)
    except MemoryError:  # a part of it is in use
        pass
    raise MemoryError(
        f"{caller}: the joint table of X and y would have {shape[0]:,} levels x "
        f"{shape[1]:,} classes, {size / 1e9:.0f} GB. Bin the columns with many "
        "distinct values, or leave them out; y too, if its values are amounts."
    )


def memory():
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # not on every platform
        return 1 << 34


def _count_dense(table, target, weights, caller, n_jobs):
    starts = np.append(0, np.cumsum(table.n_levels))
    n_samples, n_features = table.codes.shape

    def count(y, counts):
        def add(begin, end):
            some = (table.codes[:, begin:end], y)
            own = starts[begin : end + 1] - starts[begin]
            rows = counts[starts[begin] : starts[end]]
            if weights is None:
                _contingency.count_columns(*some, own, rows)
            else:
                _contingency.sum_weights(*some, weights, own, rows)

        parallel_ranges(add, n_features, n_jobs)

    counts = _zeros((starts[-1], target.classes.size), weights, caller)
    if target.multilabel:
        level_totals = None
        for c in range(target.classes.size):
            both = _zeros((starts[-1], 2), weights, caller)
            count(target.indicator[:, c].astype(np.int32), both)
            counts[:, c] = both[:, 1]
            level_totals = both.sum(axis=1) if level_totals is None else level_totals
    else:
        count(target.codes, counts)
        level_totals = counts.sum(axis=1)
    return ClassCounts(
        counts,
        starts,
        target.sizes(weights),
        level_totals,
        n_samples if weights is None else float(weights.sum()),
        multilabel=target.multilabel,
    )


def _count_sparse(table, target, weights, caller, n_jobs):
    n_samples, n_features = table.shape
    n_levels, mass = table.n_levels, NONE if weights is None else weights
    rows = n_features * n_levels

    def count_rows(members, bounds):
        counts = _zeros((bounds.size - 1, rows), weights, caller)

        def add(begin, end):
            _sparse_contingency.count_rows(
                *table.rows,
                n_levels,
                members,
                bounds[begin : end + 1],
                mass,
                counts[begin:end],
            )

        parallel_ranges(add, bounds.size - 1, n_jobs)
        return counts.T

    if table.by_rows or target.multilabel:
        counts = count_rows(*target.members())
    else:
        counts = _zeros((rows, target.classes.size), weights, caller)
        _sparse_contingency.count_columns(
            *table.columns, n_levels, target.codes, mass, counts
        )
    if target.multilabel:
        everyone = np.arange(n_samples), np.array([0, n_samples])
        level_totals = count_rows(*everyone)[:, 0]
    else:
        level_totals = counts.sum(axis=1)
    return ClassCounts(
        counts,
        np.arange(0, rows + 1, n_levels),
        target.sizes(weights),
        level_totals,
        n_samples if weights is None else float(weights.sum()),
        absent=True,
        multilabel=target.multilabel,
    )

"""Estimates of one column and another, each sorted once for all that it meets.

Nothing is random here: no noise is added, and ties count as the formulas say.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from functools import cached_property, lru_cache

import numpy as np
from scipy.special import ndtri

from sklearn_info._kernels import _line_neighbors as line_neighbors
from sklearn_info._kernels._line_neighbors import (
    class_radius,
    count_within,
    sum_within,
    sum_within_class_radius,
)
from sklearn_info._kernels._plane_neighbors import LANES, fill_strips, plane_radius
from sklearn_info._kernels._rank_scores import rank_scores
from sklearn_info.measures._digamma import digamma_table
from sklearn_info.utils import parallel_ranges

# A difference of two decimal fractions, shifted and scaled, is off by as much of the
# largest of them.
ROUNDING = 8 * np.finfo(float).eps

# The least distance above 0: nearer than that are equal points only.
LEAST = 5e-324

# Which share of the gaps between numbers in order may be equal to the next gap.
FEW = 0.01

# Points of one thread: a thread costs as much as a few milliseconds of search.
POINTS_PER_THREAD = 20_000


class SortedColumn:
    """Numbers, their order, and the numbers in that order."""

    def __init__(self, numbers, order=None):
        self.numbers = numbers
        self.order = np.argsort(numbers) if order is None else order
        self._values = None

    @property
    def values(self):
        if self._values is None:
            self._values = self.numbers[self.order]
        return self._values

    def rescaled(self, marginals):
        """The same points on the scale asked for, whose order is the same."""
        if marginals is None or not self.varies:
            return self
        if marginals == "normal_scores":
            scores = np.empty_like(self.numbers)
            table = _quantiles(scores.size)
            rank_scores(self.numbers, self.order, table, scores)
            return SortedColumn(scores, self.order)
        return SortedColumn(standardized(self.numbers), self.order)

    @property
    def varies(self):
        return bool(self.numbers[self.order[0]] != self.numbers[self.order[-1]])

    @cached_property
    def has_ties(self):
        return tied(self.values)

    def rows(self, rows):
        """The column whose number i is the number rows[i] of this one."""
        if rows.size < self.order.size:
            return SortedColumn(self.numbers[rows])
        places = np.empty_like(rows)
        places[rows] = np.arange(rows.size)
        return SortedColumn(self.numbers[rows], places[self.order])

    @cached_property
    def places(self):
        """Place of each number in the order."""
        places = np.empty_like(self.order)
        places[self.order] = np.arange(self.order.size)
        return places


def tied(values):
    """Whether numbers in order are at equal distances: equal, or evenly spaced.

    Of numbers such as ranks or times, rounding would decide which neighbour is nearer,
    and so would their unit. Few such places do little, and are left to it.
    """
    gaps = np.diff(values)
    if not gaps.all():
        return True
    rounding = ROUNDING * np.abs(values).max(initial=0.0)
    even = np.count_nonzero(np.abs(np.diff(gaps)) <= rounding)
    return bool(even > FEW * values.size)


@lru_cache(maxsize=1)
def _quantiles(n):
    """Normal quantiles of (r + 1) / (n + 1) for ranks r = 0, 1/2, ..., n - 1.

    Kept, for the columns of a table have the same.
    """
    half = ndtri(np.arange(2, n + 2) / (2 * (n + 1.0)))  # those below 0, exactly 0 last
    table = np.empty(2 * n - 1)
    table[:n] = half
    np.negative(half[-2::-1], out=table[n:])
    table.flags.writeable = False
    return table


class Classes:
    """Codes of classes from 0 on, and how many points each class has."""

    def __init__(self, codes, sizes=None):
        self.sizes = np.bincount(codes) if sizes is None else sizes
        self.varies = bool(self.sizes.max(initial=0) < codes.size)
        self.has_single = bool((self.sizes == 1).any())
        # Codes in bytes are gathered from the cache.
        code = np.uint8 if self.sizes.size <= 256 else np.int32
        self.codes = codes.astype(code, copy=False)

    def rows(self, rows):
        """The classes of which point i has that of the point rows[i]."""
        same = rows.size == self.codes.size
        return Classes(self.codes[rows], self.sizes if same else None)

    def starts(self):
        """Where each class would begin, if they lay apart, and the end."""
        starts = np.zeros(self.sizes.size + 1, dtype=np.int64)
        np.cumsum(self.sizes, out=starts[1:])
        return starts

    def nearest(self, n_neighbors):
        """Neighbours in each class: all others where these are fewer, 1 at least."""
        return np.maximum(np.minimum(n_neighbors, self.sizes - 1), 1)


def normal_scores(numbers):
    """Quantiles of the normal distribution at rank / (n + 1); ties share theirs."""
    return SortedColumn(numbers).rescaled("normal_scores").numbers


def standardized(table):
    """Each column divided by its standard deviation, and from 0 on."""
    # Exact differences first: what was added to a column leaves no trace in them.
    differences = table - table.min(axis=0)
    differences *= power_of_two(differences.max(axis=0))
    differences /= differences.std(axis=0)
    return differences


def power_of_two(largest):
    """What brings numbers above 0 near 1 and changes no digit: squares stay finite."""
    return np.ldexp(1.0, np.minimum(-np.frexp(largest)[1], 1000))


def ross(column, classes, n_neighbors):
    """Information of a column and classes: Ross (2014).

    Where a class has fewer members, all others of it are neighbours; the only member
    of a class is left out.
    """
    values, codes = column.values, classes.codes[column.order]
    if classes.has_single:
        kept = classes.sizes[codes] > 1
        values, classes = values[kept], Classes(codes[kept])
        codes = classes.codes
    if not classes.varies:
        return 0.0
    n, sizes = values.size, classes.sizes
    digamma = digamma_table(n)
    # Where the n-th nearest is equal, the points that are equal are counted.
    near = sum_within_class_radius(
        *_by_class(values, codes, classes.starts(), n_neighbors), LEAST, digamma
    )
    # A class that does not occur has the weight 0.
    within = digamma[classes.nearest(n_neighbors)] - digamma[np.maximum(sizes, 1)]
    return float(digamma[n] + (sizes @ within - near) / n)


def ksg(a, b, n_neighbors, n_jobs=None):
    """Information of two columns: the first form of Kraskov et al. (2004).

    Strictly nearer points are counted, none where the n-th nearest is equal.
    """
    n = a.values.size
    digamma = digamma_table(n)
    b_order = _order_by(b, a)
    radius = _plane_radius(a, b.numbers[a.order], b_order, n_neighbors, n_jobs)
    near = sum_within(a.values, radius, digamma)
    near += sum_within(b.values, radius[b_order], digamma)
    return float(digamma[n] + digamma[n_neighbors] - near / n)


def mixed(a, b, n_neighbors, n_jobs=None):
    """Information of two columns with atoms: Gao et al. (2017).

    Where the n-th nearest point is equal, all equal points are neighbours; elsewhere
    strictly nearer points are counted.
    """
    n = a.values.size
    digamma = digamma_table(n)
    b_numbers, b_order = b.numbers[a.order], _order_by(b, a)
    radius = _plane_radius(a, b_numbers, b_order, n_neighbors, n_jobs)
    equal = radius == 0
    sizes = _run_lengths(a.values[equal], b_numbers[equal])
    nearest = (n - sizes.sum()) * digamma[n_neighbors] + sizes @ digamma[sizes]
    largest = max(abs(v) for c in (a, b) for v in (c.values[0], c.values[-1]))
    reach = strict_reach(radius, largest)
    near = sum_within(a.values, reach, digamma)
    near += sum_within(b.values, reach[b_order], digamma)
    return float(math.log(n) + (nearest - near) / n)


def mixed_classes(column, classes, n_neighbors):
    """The same of a column and classes, any two of which are 1 apart.

    Up to 1 the neighbours are of the same class; from there on they are of any, and as
    far as the column alone says.
    """
    n, sizes, codes = column.values.size, classes.sizes, classes.codes[column.order]
    digamma = digamma_table(n)
    radius = class_line_radius(column.values, codes, classes.starts(), n_neighbors)
    radius[(sizes <= n_neighbors)[codes]] = np.inf
    far = radius > 1
    if far.any():
        radius[far] = np.maximum(1, line_radius(column, n_neighbors)[far])
    equal = radius == 0
    runs = _run_lengths(column.values[equal], codes[equal])
    nearest = (n - runs.sum()) * digamma[n_neighbors] + runs @ digamma[runs]
    reach = strict_reach(radius, max(1, *np.abs(column.values[[0, -1]])))
    near = sum_within(column.values, reach, digamma)
    near += np.where(reach > 1, digamma[n], digamma[sizes][codes]).sum()
    return float(math.log(n) + (nearest - near) / n)


def strict_reach(radius, largest):
    """What strictly nearer points, and equal ones, are nearer than.

    Decimal fractions up to the largest are rounded, so that equal distances between
    them differ by a little; no nearer point is meant by that.
    """
    return np.maximum(radius - 2 * np.finfo(float).eps * largest, LEAST)


def _run_lengths(a, b):
    """How often each pair of numbers occurs."""
    if a.size == 0:
        return np.empty(0, dtype=np.int64)
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    starts = np.flatnonzero((a[1:] != a[:-1]) | (b[1:] != b[:-1])) + 1
    return np.diff(starts, prepend=0, append=a.size)


def class_line_radius(values, codes, starts, n_neighbors):
    """Distance of each sorted number to the n-th nearest one of its class.

    The farthest one where a class has fewer others.
    """
    arguments = _by_class(values, codes, starts, n_neighbors)
    class_radius(*arguments)
    return arguments[-1]


def _by_class(values, codes, starts, n_neighbors):
    """Arguments of the search in classes: what is searched, and room; radii last."""
    n = values.size
    filled, members = np.empty(starts.size - 1, np.int64), np.empty(n, np.int64)
    room = filled, members, np.empty((2, n)), np.empty(n)
    return values, codes, starts, n_neighbors, *room


def line_radius(column, n_neighbors):
    """Distance of each number to its n-th nearest other one, in their order."""
    radius = np.empty(column.values.size)
    line_neighbors.line_radius(column.values, n_neighbors, radius)
    return radius


def line_counts(values, radius):
    """Numbers nearer than the radius to each of a sorted column, itself included."""
    counts = np.empty(values.size, dtype=np.int64)
    count_within(values, radius, counts)
    return counts


def plane_radius_of(a, b, n_neighbors, n_jobs):
    """Distance of each point to its n-th nearest other one, in the order of a."""
    return _plane_radius(a, b.numbers[a.order], _order_by(b, a), n_neighbors, n_jobs)


def _order_by(b, a):
    """The points in the order of b; each a place in the order of a."""
    order = a.places[b.order]
    if b.has_ties:
        # Equal points side by side are found at once.
        order = order[np.lexsort((order, b.values))]
    return order


def _plane_radius(a, b_numbers, b_order, n_neighbors, n_jobs):
    n = b_order.size
    starts = _strips(a.values, math.isqrt(2 * n * n_neighbors))
    n_strips = starts.size - 1
    members, inside = np.empty(n, dtype=np.int64), np.empty((2, n))
    fill_strips(
        a.values,
        b_numbers,
        b_order,
        starts,
        np.empty(n, dtype=np.int32),
        np.empty(n_strips, dtype=np.int64),
        members,
        inside,
    )
    radius = np.empty(n)

    def run(first, last):
        plane_radius(
            a.values,
            starts,
            members,
            inside,
            first,
            last,
            np.empty(n_strips, dtype=np.int64),
            np.empty((n_neighbors, LANES)),
            radius,
        )

    parallel_ranges(run, n_strips, n_jobs, least=-(-n_strips * POINTS_PER_THREAD // n))
    return radius


def _strips(values, size):
    """Where strips of about that size begin in a sorted column, and its end.

    No strip ends between equal numbers, and many of these are a strip by themselves:
    inside it y alone is distance.
    """
    cuts = np.arange(0, values.size, size)
    begin = np.searchsorted(values, values[cuts], side="left")
    end = np.searchsorted(values, values[cuts], side="right")
    long = end[end - begin >= size]
    return np.unique(np.concatenate((begin, long, [values.size])))

"""Estimates from the distances to nearest neighbours, of checked arrays of numbers.

Nothing is random here: no noise is added, and ties count as the formulas say. All
distances are maxima of coordinate differences. Points are tables of shape (n, d) in
columns; groups are codes from 0 on, and points of other groups are never near.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from functools import cache

import numpy as np
from scipy.spatial import cKDTree

from sklearn_info._kernels._line_neighbors import (
    class_radius,
    count_within,
    sum_within,
)
from sklearn_info._kernels._plane_neighbors import plane_radius
from sklearn_info._kernels._space_neighbors import LANES, space_count, space_radius

# The least distance above 0: nearer than that are equal points only.
LEAST = 5e-324

# Neighbours of more points than that, in so few dimensions, are found quicker by a tree
# than by a search outwards in one column, whose time grows faster than the points.
TREE_POINTS = 50_000
TREE_DIMENSIONS = 6

# A table of so many digammas is made once.
SMALL_TABLE = 1 << 16


def digamma_table(n):
    """digamma of 0 to n, n at least 1."""
    return _small_table()[: n + 1] if n < SMALL_TABLE else _sums_of_inverses(n)


@cache
def _small_table():
    table = _sums_of_inverses(SMALL_TABLE)
    table.flags.writeable = False
    return table


def _sums_of_inverses(n):
    table = np.empty(n + 1)
    table[:2] = -np.inf, -np.euler_gamma
    np.divide(1.0, np.arange(1, n), out=table[2:])
    np.cumsum(table[1:], out=table[1:])
    return table


def line_counts(values, radius):
    """Numbers nearer than the radius to each of a sorted column, itself included."""
    counts = np.empty(values.size, dtype=np.int64)
    count_within(values, radius, counts)
    return counts


def ross(points, classes, n_neighbors):
    """Information of numbers and classes coded from 0 on: Ross (2014).

    Where a class has fewer members, all others of it are neighbours; the only member
    of a class is left out.
    """
    sizes = np.bincount(classes)
    if (sizes == 1).any():
        kept = sizes[classes] > 1
        points, classes = points[kept], classes[kept]
        sizes[sizes == 1] = 0
    n = classes.size
    if n == 0 or sizes.max() == n:
        return 0.0
    digamma = digamma_table(n)
    if points.shape[1] == 1:
        values, radius = _class_line(points[:, 0], classes, sizes, n_neighbors)
        # Where the n-th nearest is equal, the points that are equal are counted.
        near = sum_within(values, np.maximum(radius, LEAST, out=radius), digamma)
    else:
        radius = nearest_radius(points, classes, n_neighbors)
        counts = space_counts(points, None, np.maximum(radius, LEAST))
        near = digamma[counts].sum()
    sizes = sizes[sizes > 0]
    nearest = np.minimum(n_neighbors, sizes - 1)
    within = sizes @ (digamma[nearest] - digamma[sizes]) / n
    return float(digamma[n] + within - near / n)


def _class_line(x, classes, sizes, n_neighbors):
    """A sorted column, and the distance to the n-th nearest of the same class."""
    order = np.argsort(x)
    values, radius = x[order], np.empty(x.size)
    class_radius(
        values,
        classes[order],
        np.concatenate(([0], np.cumsum(sizes))),
        n_neighbors,
        np.empty(len(sizes), dtype=np.int64),
        np.empty(x.size, dtype=np.int64),
        np.empty(x.size),
        radius,
    )
    return values, radius


def ross_given(x, classes, z, n_neighbors):
    """The same, conditional on other numbers: neighbours are near in x and z."""
    sizes = np.bincount(classes)
    kept = sizes[classes] > 1
    x, classes, z = x[kept], classes[kept], z[kept]
    n = classes.size
    if n == 0 or sizes.max() == n:
        return 0.0
    both = np.hstack([x, z])
    radius = np.maximum(nearest_radius(both, classes, n_neighbors), LEAST)
    nearest = np.minimum(n_neighbors, sizes[classes] - 1)
    digamma = digamma_table(n)
    return float(
        (
            digamma[nearest]
            - digamma[space_counts(both, None, radius)]
            - digamma[space_counts(z, classes, radius)]
            + digamma[space_counts(z, None, radius)]
        ).mean()
    )


def ksg(x, y, z, n_neighbors):
    """Information of two tables of numbers: the first form of Kraskov et al. (2004),
    or given a third table, Frenzel and Pompe (2007).

    Strictly nearer points are counted, none where the n-th nearest is equal.
    """
    n = x.shape[0]
    digamma = digamma_table(n)
    if x.shape[1] == y.shape[1] == 1 and z.shape[1] == 0:
        radius, _, x, y, y_order = plane_neighbors(x[:, 0], y[:, 0], n_neighbors)
        near = sum_within(x, radius, digamma) + sum_within(y, radius[y_order], digamma)
        return float(digamma[n] + digamma[n_neighbors] - near / n)
    radius = nearest_radius(np.hstack([x, y, z]), None, n_neighbors)
    xz, yz, given = (
        digamma[_strict_counts(points, None, radius)].mean()
        if points.size
        else digamma[n]
        for points in (np.hstack([x, z]), np.hstack([y, z]), z)
    )
    return float(digamma[n_neighbors] - xz - yz + given)


def mixed(x, y, n_neighbors):
    """Information of tables of numbers with atoms: Gao et al. (2017).

    Where the n-th nearest point is equal, all equal points are neighbours; elsewhere
    strictly nearer points are counted.
    """
    n = x.shape[0]
    both = np.hstack([x, y])
    radius = nearest_radius(both, None, n_neighbors)
    equal = radius == 0
    nearest = np.full(n, n_neighbors)
    if equal.any():
        nearest[equal] = space_counts(both, None, np.full(n, LEAST))[equal]
    # Decimal fractions are rounded, so that equal distances between them differ by
    # about this; no nearer point is meant by that.
    rounding = 2 * np.finfo(float).eps * np.abs(both).max()
    reach = np.maximum(radius - rounding, LEAST)
    digamma = digamma_table(n)
    near = sum(digamma[space_counts(points, None, reach)] for points in (x, y))
    return float(math.log(n) + (digamma[nearest] - near).mean())


def mixed_given(x, y, z, n_neighbors):
    """Conditional information of tables with atoms: Mesner and Shalizi (2020).

    All points as near as the n-th nearest are neighbours and are counted.
    """
    n = x.shape[0]
    every = np.hstack([x, y, z])
    # The next number: as near as a distance is nearer than that.
    reach = np.nextafter(nearest_radius(every, None, n_neighbors), np.inf)
    digamma = digamma_table(n)
    joint, xz, yz, given = (
        digamma[space_counts(points, None, reach) - 1]
        for points in (every, np.hstack([x, z]), np.hstack([y, z]), z)
    )
    return float((joint - xz - yz + given).mean())


def plane_neighbors(x, y, n_neighbors):
    """Neighbours of points in the plane, sorted by x.

    Returns the distance to the n-th nearest of each, their order, both columns sorted,
    and the order by y of the points that are sorted by x.
    """
    n = x.size
    order = np.argsort(x)
    x, y = x[order], y[order]
    y_order = np.argsort(y)
    values = y[y_order]
    if (values[1:] == values[:-1]).any():
        # Equal points side by side are found at once.
        y_order = np.lexsort((np.arange(n), y))
    starts = _strips(x, math.isqrt(n * n_neighbors))
    radius = np.empty(n)
    plane_radius(
        x,
        y,
        y_order,
        starts,
        np.empty(n, dtype=np.int32),
        np.empty(starts.size - 1, dtype=np.int64),
        np.empty(n, dtype=np.int64),
        np.empty((2, n)),
        np.empty(n_neighbors),
        radius,
    )
    return radius, order, x, values, y_order


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


def kozachenko_leonenko(points, n_neighbors):
    """Differential entropy: that of a uniform density on cubes of k points.

    -inf where the n-th nearest point is equal.
    """
    n, n_columns = points.shape
    radius = nearest_radius(points, None, n_neighbors)
    if not radius.all():
        return -math.inf
    digamma = digamma_table(n)
    volume = n_columns * np.log(2 * radius).mean()
    return float(digamma[n] - digamma[n_neighbors] + volume)


def nearest_radius(points, groups, n_neighbors):
    """Distance of each point to the n-th nearest other one of its group.

    The farthest one where a group has fewer others; 0 for a point by itself.
    """
    radius = np.zeros(points.shape[0])
    for rows in _rows_of(groups):
        members = points[rows]
        nearest = min(n_neighbors, members.shape[0] - 1)
        if nearest > 0:
            radius[rows] = _radius(members, nearest)
    return radius


def _radius(points, n_neighbors):
    n, n_columns = points.shape
    radius = np.empty(n)
    if n_columns > 2:
        if n > TREE_POINTS and n_columns <= TREE_DIMENSIONS:
            # The tree finds the point itself first, or an equal one.
            distances, _ = cKDTree(points).query(points, [n_neighbors + 1], p=np.inf)
            return distances[:, 0]
        order, columns = _widest_first(points)
        sorted_radius = np.empty(n)
        space_radius(columns, np.empty(n_neighbors), sorted_radius)
    elif n_columns == 2:
        sorted_radius, order, *_ = plane_neighbors(*points.T.copy(), n_neighbors)
    else:
        order = np.argsort(points[:, 0])
        one_class = np.zeros(n, dtype=np.uint8)
        sorted_radius = _class_line(points[order, 0], one_class, [n], n_neighbors)[1]
    radius[order] = sorted_radius
    return radius


def space_counts(points, groups, radius):
    """Points of the same group nearer to each than its radius above 0, with itself."""
    n, n_columns = points.shape
    counts = np.empty(n, dtype=np.int64)
    for rows in _rows_of(groups):
        members, reach = points[rows], radius[rows]
        if n_columns == 0:
            counts[rows] = members.shape[0]
        elif n_columns == 1:
            order = np.argsort(members[:, 0])
            within = np.empty(order.size, dtype=np.int64)
            within[order] = line_counts(members[order, 0], reach[order])
            counts[rows] = within
        else:
            order, columns = _widest_first(members)
            within = np.empty(order.size, dtype=np.int64)
            space_count(columns, reach[order], within)
            part = np.empty_like(within)
            part[order] = within
            counts[rows] = part
    return counts


def _strict_counts(points, groups, radius):
    """The same where a radius may be 0, and only the point itself counts."""
    counts = space_counts(points, groups, np.maximum(radius, LEAST))
    counts[radius == 0] = 1
    return counts


def _widest_first(points):
    """An order of points by their widest column, and that and the others in order.

    Points at infinity follow the last, for whole vectors.
    """
    n, n_columns = points.shape
    widest = np.argmax(points.std(axis=0))
    order = np.argsort(points[:, widest])
    columns = np.full((n_columns, -(-n // LANES) * LANES), np.inf)
    columns[:, :n] = points[order].T
    columns[[0, widest]] = columns[[widest, 0]]
    return order, columns


def _rows_of(groups):
    if groups is None:
        return [slice(None)]
    order = np.argsort(groups, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)

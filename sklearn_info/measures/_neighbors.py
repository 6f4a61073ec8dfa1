"""Estimates from the distances to nearest neighbours, of checked arrays of numbers.

Nothing is random here: no noise is added, and ties count as the formulas say. All
distances are maxima of coordinate differences. Points are tables of shape (n, d) in
columns; groups are codes from 0 on, and points of other groups are never near.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
from scipy.spatial import cKDTree

from sklearn_info._kernels._space_neighbors import LANES, space_count, space_radius
from sklearn_info.measures._digamma import digamma_table
from sklearn_info.measures._single_columns import (
    LEAST,
    Classes,
    SortedColumn,
    line_counts,
    line_radius,
    plane_radius_of,
    strict_reach,
)

# Neighbours of more points than that, in so few dimensions, are found quicker by a tree
# than by a search outwards in one column, whose time grows faster than the points.
TREE_POINTS = 50_000
TREE_DIMENSIONS = 6


def ross(x, y, z, n_neighbors):
    """Information of numbers and codes of classes, in any order: Ross (2014)."""
    x, classes = (x, y) if y.ndim == 1 else (y, x)
    classes = Classes(classes)
    if z.shape[1]:
        return _ross_given(x, classes, z, n_neighbors)
    points = x
    if classes.several is not None:
        points, classes = points[classes.several], classes.of_several
    n = classes.codes.size
    if n == 0 or not classes.varies:
        return 0.0
    digamma = digamma_table(n)
    radius = nearest_radius(points, classes.codes, n_neighbors)
    counts = space_counts(points, None, np.maximum(radius, LEAST))
    sizes = classes.sizes
    nearest = digamma[classes.nearest(n_neighbors)[sizes > 0]]
    sizes = sizes[sizes > 0]
    within = sizes @ (nearest - digamma[sizes]) / n
    return float(digamma[n] + within - digamma[counts].mean())


def _ross_given(x, classes, z, n_neighbors):
    """The same, conditional on other numbers: neighbours are near in x and z."""
    if classes.several is not None:
        x, z = x[classes.several], z[classes.several]
        classes = classes.of_several
    sizes, classes = classes.sizes, classes.codes
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
    digamma = digamma_table(x.shape[0])
    radius = nearest_radius(np.hstack([x, y, z]), None, n_neighbors)
    xz, yz, given = (
        digamma[_strict_counts(points, None, radius)].mean()
        if points.size
        else digamma[-1]
        for points in (np.hstack([x, z]), np.hstack([y, z]), z)
    )
    return float(digamma[n_neighbors] - xz - yz + given)


def mixed(x, y, z, n_neighbors):
    """Information of tables of numbers with atoms: Gao et al. (2017).

    Where the n-th nearest point is equal, all equal points are neighbours; elsewhere
    strictly nearer points are counted.
    """
    if z.shape[1]:
        return _mixed_given(x, y, z, n_neighbors)
    n = x.shape[0]
    both = np.hstack([x, y])
    radius = nearest_radius(both, None, n_neighbors)
    equal = radius == 0
    nearest = np.full(n, n_neighbors)
    if equal.any():
        nearest[equal] = space_counts(both, None, np.full(n, LEAST))[equal]
    reach = strict_reach(radius, np.abs(both).max())
    digamma = digamma_table(n)
    near = sum(digamma[space_counts(points, None, reach)] for points in (x, y))
    return float(math.log(n) + (digamma[nearest] - near).mean())


def _mixed_given(x, y, z, n_neighbors):
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
        a, b = (SortedColumn(column) for column in points.T.copy())
        order, sorted_radius = a.order, plane_radius_of(a, b, n_neighbors)
    else:
        line = SortedColumn(points[:, 0])
        order, sorted_radius = line.order, line_radius(line, n_neighbors)
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
            line = SortedColumn(members[:, 0])
            within = np.empty(line.order.size, dtype=np.int64)
            within[line.order] = line_counts(line.values, reach[line.order])
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

"""Estimates from the distances to nearest neighbours, of tables of checked numbers.

Nothing is random here: no noise is added, and ties count as the formulas say. Tables
are of shape (n, d), and what is given may have no columns.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np

from sklearn_info.measures._digamma import digamma_table
from sklearn_info.measures._search import Search
from sklearn_info.measures._single_columns import Classes, strict_reach


def ross(x, y, z, n_neighbors, search):
    """Information of numbers and codes of classes, in any order: Ross (2014).

    Given other numbers, neighbours are near in these too.
    """
    x, classes = (x, y) if y.ndim == 1 else (y, x)
    classes = Classes(classes)
    if classes.has_single:
        kept = classes.sizes[classes.codes] > 1
        x, z, classes = x[kept], z[kept], Classes(classes.codes[kept])
    if not classes.varies:
        return 0.0
    n, codes = classes.codes.size, classes.codes
    digamma = digamma_table(n)
    radius = search.radius([x, z], n_neighbors, codes)
    nearest = digamma[classes.nearest(n_neighbors)[codes]]
    near = digamma[search.counts([x, z], radius)]
    near_class = digamma[search.counts([z], radius, codes)]
    near_given = digamma[search.counts([z], radius)]
    return float((nearest - near - near_class + near_given).mean())


def ksg(x, y, z, n_neighbors, search):
    """Information of two tables of numbers: the first form of Kraskov et al. (2004),
    or given a third table, Frenzel and Pompe (2007).

    Strictly nearer points are counted, none where the n-th nearest is equal.
    """
    digamma = digamma_table(x.shape[0])
    radius = search.radius([x, y, z], n_neighbors)
    xz, yz, given = (
        digamma[np.where(radius > 0, search.counts(blocks, radius), 1)].mean()
        if any(block.size for block in blocks)
        else digamma[-1]
        for blocks in ([x, z], [y, z], [z])
    )
    return float(digamma[n_neighbors] - xz - yz + given)


def mixed(x, y, z, n_neighbors, search):
    """Information of tables of numbers with atoms: Gao et al. (2017).

    Where the n-th nearest point is equal, all equal points are neighbours; elsewhere
    strictly nearer points are counted.
    """
    if z.shape[1]:
        return _mixed_given(x, y, z, n_neighbors, search)
    n = x.shape[0]
    radius = search.radius([x, y], n_neighbors)
    equal = radius == 0
    nearest = np.full(n, n_neighbors)
    if equal.any():
        nearest[equal] = search.counts([x, y], np.zeros(n))[equal]
    reach = strict_reach(radius, max(np.abs(v).max() for v in (x, y)))
    digamma = digamma_table(n)
    near = sum(digamma[search.counts([block], reach)] for block in (x, y))
    return float(math.log(n) + (digamma[nearest] - near).mean())


def _mixed_given(x, y, z, n_neighbors, search):
    """Conditional information of tables with atoms: Mesner and Shalizi (2020).

    All points as near as the n-th nearest are neighbours and are counted.
    """
    digamma = digamma_table(x.shape[0])
    # The next number: as near as a distance is nearer than that.
    reach = np.nextafter(search.radius([x, y, z], n_neighbors), np.inf)
    joint, xz, yz, given = (
        digamma[search.counts(blocks, reach) - 1]
        for blocks in ([x, y, z], [x, z], [y, z], [z])
    )
    return float((joint - xz - yz + given).mean())


def kozachenko_leonenko(points, n_neighbors):
    """Differential entropy: that of a uniform density on cubes of k points.

    -inf where the n-th nearest point is equal.
    """
    n, n_columns = points.shape
    radius = Search().radius([points], n_neighbors)
    if not radius.all():
        return -math.inf
    digamma = digamma_table(n)
    volume = n_columns * np.log(2 * radius).mean()
    return float(digamma[n] - digamma[n_neighbors] + volume)

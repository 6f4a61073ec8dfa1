"""Plain definitions of the estimates from nearest neighbours: all pairs at once.

A variable is an array of shape (n, d).
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import digamma


def distances(*variables, euclidean=False):
    """Maximum distances of all pairs of points, in the variables together.

    In a variable of several columns, the largest difference of one, or Euclidean.
    """
    norm = 2 if euclidean else np.inf
    tables = [np.reshape(v, (len(v), -1)).astype(float) for v in variables]
    return np.max(
        [np.linalg.norm(t[:, None] - t[None], norm, axis=2) for t in tables], axis=0
    )


def kth_distance(distance, k):
    """Distance of each point to its k-th nearest other one."""
    others = distance + np.where(np.eye(len(distance), dtype=bool), np.inf, 0.0)
    return np.sort(others, axis=1)[:, k - 1]


def others_nearer(distance, radius):
    """Other points strictly nearer to each than its radius."""
    near = distance < radius[:, None]
    np.fill_diagonal(near, False)
    return near.sum(axis=1)


def ross(x, labels, k, euclidean=False):
    """Ross (2014), with the rule of scikit-learn for small classes and equal points."""
    x, labels = np.asarray(x, dtype=float), np.asarray(labels)
    sizes = (labels[:, None] == labels).sum(axis=1)
    x, labels, sizes = x[sizes > 1], labels[sizes > 1], sizes[sizes > 1]
    distance = distances(x, euclidean=euclidean)
    nearest = np.minimum(k, sizes - 1)
    apart = np.where(labels[:, None] == labels, distance, np.inf)
    radius = np.empty(len(x))
    for m in np.unique(nearest):
        radius[nearest == m] = kth_distance(apart, m)[nearest == m]
    within = distance <= np.nextafter(radius, 0)[:, None]
    return (
        digamma(len(x))
        + (digamma(nearest) - digamma(sizes) - digamma(within.sum(axis=1))).mean()
    )


def ksg(x, y, k, euclidean=False):
    """The first form of Kraskov et al. (2004)."""
    radius = kth_distance(distances(x, y, euclidean=euclidean), k)
    near = [others_nearer(distances(v, euclidean=euclidean), radius) for v in (x, y)]
    return digamma(len(x)) + digamma(k) - sum(digamma(m + 1).mean() for m in near)


def ksg_given(x, y, z, k, euclidean=False):
    """Frenzel and Pompe (2007)."""
    radius = kth_distance(distances(x, y, z, euclidean=euclidean), k)
    xz, yz, given = (
        digamma(others_nearer(distances(*part, euclidean=euclidean), radius) + 1)
        for part in ((x, z), (y, z), (z,))
    )
    return digamma(k) - (xz + yz - given).mean()


def mixed(x, y, k):
    """Gao et al. (2017), for numbers whose differences are exact."""
    n, joint = len(x), distances(x, y)
    radius = kth_distance(joint, k)
    nearest = np.where(radius == 0, (joint == 0).sum(axis=1), k)
    reach = np.nextafter(radius, 0)[:, None]
    near = [(distances(v) <= reach).sum(axis=1) for v in (x, y)]
    return np.log(n) + (digamma(nearest) - digamma(near[0]) - digamma(near[1])).mean()


def mixed_given(x, y, z, k):
    """Mesner and Shalizi (2020)."""
    radius = kth_distance(distances(x, y, z), k)[:, None]
    joint, xz, yz, given = (
        digamma((distances(*part) <= radius).sum(axis=1) - 1)
        for part in ((x, y, z), (x, z), (y, z), (z,))
    )
    return (joint - xz - yz + given).mean()


def ross_given(x, labels, z, k):
    """The estimate of Ross within neighbourhoods of z, for classes of more than k."""
    same = labels[:, None] == labels
    radius = kth_distance(np.where(same, distances(x, z), np.inf), k)
    near_z = distances(z) < radius[:, None]
    near_xz = (distances(x, z) < radius[:, None]).sum(axis=1)
    return (
        digamma(k)
        - digamma(near_xz)
        - digamma((near_z & same).sum(axis=1))
        + digamma(near_z.sum(axis=1))
    ).mean()


def tied(x, y, z, k):
    """Frenzel and Pompe's estimate with every point as near as the k-th a neighbour,
    and the point itself where they are equal; y may be labels, and z have no columns.
    """
    labels = np.asarray(y).dtype.kind in "iu"
    same = y[:, None] == y if labels else np.ones((len(x), len(x)), dtype=bool)
    given = np.reshape(z, (len(x), -1))
    joint = distances(x, given) if labels else distances(x, y, given)
    radius = kth_distance(np.where(same, joint, np.inf), k)[:, None]
    itself = (radius == 0) & np.eye(len(x), dtype=bool)

    def near(distance, among=True):
        others = ~np.eye(len(x), dtype=bool) & among
        as_near = ((others | itself) & (distance <= radius)).sum(axis=1)
        strict = (others & (distance < radius)).sum(axis=1)
        return digamma(np.maximum(as_near, strict + 1))

    of_z = near(distances(given)) if given.shape[1] else digamma(len(x))
    if labels:
        of_yz = near(distances(given), same) if given.shape[1] else digamma(same.sum(1))
    else:
        of_yz = near(distances(y, given))
    terms = near(joint, same) - near(distances(x, given)) - of_yz + of_z
    return terms.mean()


def neighbors(x, y, z, k):
    """The same of variables that are tables of numbers (n, d) and labels (n,) each:
    points that differ in a label are infinitely far, and the only one is left out.
    """

    def apart(*variables):
        distance = np.zeros((len(x[1]), len(x[1])))
        for numbers, labels in variables:
            distance[labels[:, None] != labels] = np.inf
            if numbers.shape[1]:
                distance = np.maximum(distance, distances(numbers))
        return distance

    every = apart(x, y, z)
    others = np.isfinite(every).sum(axis=1) - 1
    if (others == 0).any():
        kept = others > 0
        return neighbors(*((a[kept], b[kept]) for a, b in (x, y, z)), k)
    radius = np.array([np.sort(row)[min(k, m)] for row, m in zip(every, others)])

    def near(*variables):
        distance = apart(*variables)
        if all(numbers.shape[1] == 0 for numbers, _ in variables):
            return digamma(np.isfinite(distance).sum(axis=1))
        as_near = (distance <= radius[:, None]).sum(axis=1) - (radius > 0)
        strict = (distance < radius[:, None]).sum(axis=1)
        return digamma(np.maximum(as_near, strict))

    as_near = (every <= radius[:, None]).sum(axis=1) - (radius > 0)
    return (digamma(as_near) - near(x, z) - near(y, z) + near(z)).mean()

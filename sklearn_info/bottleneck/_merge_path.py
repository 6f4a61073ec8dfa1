"""From many hard clusters to one, along the curve of H(T) and I(T; Y)."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from sklearn_info.bottleneck._joint_information import joint_information
from sklearn_info.bottleneck._sequential import (
    Partition,
    SampleRows,
    improve,
    search,
)


@dataclass(frozen=True)
class PathPoint:
    """Hard clusters, and the price of H(T) at which there are so many.

    Attributes
    ----------
    labels : ndarray of shape (n_rows,), int32
    entropy, information : float
        H(T) and I(T; Y) in nats.
    price : float
        1 / beta: nats of I(T; Y) that a nat of H(T) has to bring.
    n_iter : int
        Sweeps since the point before.
    converged : bool
    """

    labels: np.ndarray
    entropy: float
    information: float
    price: float
    n_iter: int
    converged: bool


def merge_path(joint, n_start, *, max_iter, tol, random_state):
    """The best clusters found of n_start, n_start - 1, ..., 1 of them.

    As the price of H(T) rises, the pair of clusters that loses least I(T; Y) for its
    H(T) is the first that does not pay. It is merged, and samples move at this price
    until none gains. Single samples could not do this: a cluster that is not worth
    its price as a whole is worth it to each of them.

    Parameters
    ----------
    joint : SampleJoint

    Returns
    -------
    points : list of PathPoint
        That of k clusters at place k - 1.
    """
    rows = SampleRows.from_joint(joint)
    limits = {"max_iter": max_iter, "tol": tol, "random_state": random_state}
    found = search(rows, n_start, **limits)
    points, price = [], 0.0
    for n_clusters in range(n_start, 0, -1):
        clusters = joint.of_clusters(found.labels, n_clusters)
        weights = clusters.sum(axis=1)
        points.append(
            PathPoint(
                found.labels.copy(),
                -xlogy(weights, weights).sum(),
                joint_information(clusters),
                price,
                len(found.path) - 1,
                found.converged,
            )
        )
        if n_clusters == 1:
            return points[::-1]
        price, first, second = cheapest_pair(clusters)
        labels = _merged(found.labels, first, second)
        found = improve(
            rows, labels, n_clusters - 1, beta=1 / price, keep_all=True, **limits
        )


def merge_what_does_not_pay(joint, rows, found, beta, **limits):
    """Merge pairs of clusters while that raises I(T; Y) - H(T) / beta.

    A cluster that is not worth its price as a whole is worth it to each of its
    samples, so that moves of single ones do not empty it.

    Parameters
    ----------
    joint : SampleJoint
    rows : SampleRows
        The same.
    found : Partition
    beta : float
    limits : dict
        As for `search`.

    Returns
    -------
    Partition
    """
    path = list(found.path)
    while True:
        used, labels = np.unique(found.labels, return_inverse=True)
        labels = labels.astype(np.int32)
        if used.size > 1:
            price, *pair = cheapest_pair(joint.of_clusters(labels, used.size))
        if used.size == 1 or price >= 1 / beta:
            return Partition(labels, path, found.converged)
        labels = _merged(labels, *pair)
        found = improve(rows, labels, used.size - 1, beta=beta, **limits)
        path += found.path


def _merged(labels, first, second):
    """Labels with the second cluster in the first, and numbered without it."""
    labels = np.where(labels == second, first, labels)
    return (labels - (labels > second)).astype(np.int32)


def cheapest_pair(clusters):
    """The pair that loses least I(T; Y) per H(T) when merged, and how much that is.

    Merging i and j loses F_i + F_j - F_ij of the one, F = sum_y f(p_y) - f(p), and
    f(p_i + p_j) - f(p_i) - f(p_j) of the other, f(u) = u log u.
    """
    weights = clusters.sum(axis=1)
    terms, of_weights = xlogy(clusters, clusters).sum(axis=1), xlogy(weights, weights)
    best = np.inf, 0, 1
    for i in range(len(clusters) - 1):
        merged, sums = clusters[i] + clusters[i + 1 :], weights[i] + weights[i + 1 :]
        entropy = xlogy(sums, sums) - of_weights[i] - of_weights[i + 1 :]
        lost = terms[i] + terms[i + 1 :] - xlogy(merged, merged).sum(axis=1) + entropy
        ratio = lost / entropy
        j = int(ratio.argmin())
        if ratio[j] < best[0]:
            best = ratio[j], i, i + 1 + j
    # Equal clusters lose nothing, but for rounding; a price is needed all the same.
    return max(best[0], 1e-9), *best[1:]

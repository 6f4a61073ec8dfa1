"""Divisive clustering of words: sweeps that never lose information.

Dhillon, Mallela & Kumar 2003, with clusters that run empty filled again.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np

from sklearn_info._kernels import _word_clusters
from sklearn_info.bottleneck._agglomerative import merge_to
from sklearn_info.bottleneck._word_joint import joint_information


@dataclass(frozen=True)
class Partition:
    """Clusters of words.

    Attributes
    ----------
    labels : ndarray of shape (n_words,), int32
    path : list of float
        I(T; C) at the start and after each sweep, in nats; never falls.
    """

    labels: np.ndarray
    path: list


def divide(joint, n_clusters, *, max_iter, tol, random_state):
    """Cluster words so that the clusters keep what the words say of the classes.

    A sweep moves each word w to the cluster t of the least KL(p(C|w) || p(C|t)) and
    then computes p(C|t) again; either lowers

        sum_w p(w) KL(p(C|w) || p(C|t(w))) = I(W; C) - I(T; C).

    Parameters
    ----------
    joint : WordJoint
    n_clusters : int
    tol : float
        The last sweep gains at most this share of I(W; C).
    random_state : RandomState
        Draws the parts of the classes at the start.

    Returns
    -------
    Partition
        Of as many clusters as asked for, unless fewer words differ.
    """
    labels = _start(joint, n_clusters, random_state)
    clusters = joint.of_clusters(labels, n_clusters)
    tables = _Tables(n_clusters, joint.prior)
    best = np.full(joint.n_words, np.inf)
    path = [joint_information(clusters)]
    for _ in range(max_iter):
        moved = _word_clusters.assign(
            joint.indptr,
            joint.classes,
            joint.mass,
            joint.prior_mass,
            *tables.update(clusters),
            labels,
            best,
            tables.score,
        )
        moved += _fill_empty(labels, joint, best, n_clusters)
        if moved:
            clusters = joint.of_clusters(labels, n_clusters)
        path.append(joint_information(clusters))
        if path[-1] - path[-2] <= tol * joint.information:
            break
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int32)
    return Partition(labels, path)


def _start(joint, n_clusters, random_state):
    """Words of one top class together, in random parts or with other classes."""
    rows = joint.dense()
    tops, top = np.unique(rows.argmax(axis=1), return_inverse=True)
    top = top.astype(np.int32)
    by_class = np.zeros((tops.size, rows.shape[1]))
    np.add.at(by_class, top, rows)
    if n_clusters < tops.size:
        return merge_to(by_class, n_clusters)[top]
    n_parts = np.full(tops.size, n_clusters // tops.size)
    heaviest = np.argsort(-by_class.sum(axis=1), kind="stable")
    n_parts[heaviest[: n_clusters % tops.size]] += 1
    first = np.append(0, np.cumsum(n_parts))[:-1]
    part = (random_state.random_sample(top.size) * n_parts[top]).astype(np.int64)
    return (first[top] + part).astype(np.int32)


def _fill_empty(labels, joint, best, n_clusters):
    """Give each empty cluster the word that lost most in its own; return how many.

    The heaviest losers come first. A cluster keeps the word that it fits best, so
    that none runs empty, and a word that loses nothing stays: there are then fewer
    distinct words than clusters.
    """
    sizes = np.bincount(labels, minlength=n_clusters)
    empty = np.flatnonzero(sizes == 0)
    if empty.size == 0:
        return 0
    losses = joint.negentropies - best
    order = np.argsort(losses, kind="stable")
    _, fits_best = np.unique(labels[order], return_index=True)
    # Losses of 1e-13 of the mass of a word are rounding.
    losing = losses[order] > 1e-13 * joint.weights[order]
    losing[fits_best] = False
    words = order[losing][::-1][: empty.size]
    labels[words] = empty[: words.size]
    best[words] = np.inf  # not compared yet with the other clusters
    return words.size


class _Tables:
    """log p(c|t) as the kernel reads it, for all clusters and for the changed ones."""

    def __init__(self, n_clusters, prior):
        padded = -(-n_clusters // _word_clusters.LANES) * _word_clusters.LANES
        self.score = np.empty(padded)
        self._support = prior > 0
        self._prior = prior[self._support]
        self._all = _aligned((prior.size, padded))
        self._changed = _aligned((prior.size, padded))
        self._last = np.full((n_clusters, prior.size), np.nan)

    def update(self, clusters):
        """Tables of p(t, c), and the clusters that are not as in the last call."""
        changed = (clusters != self._last).any(axis=1).nonzero()[0].astype(np.int32)
        self._last = clusters
        everyone = np.arange(len(clusters), dtype=np.int32)
        return (
            *self._fill(self._all, clusters, everyone),
            *self._fill(self._changed, clusters, changed),
            changed,
        )

    def _fill(self, memory, clusters, some):
        n, n_classes = some.size, clusters.shape[1]
        padded = -(-n // _word_clusters.LANES) * _word_clusters.LANES
        log_q = memory.ravel()[: n_classes * padded].reshape(n_classes, padded)
        mass = clusters[some].sum(axis=1)
        with np.errstate(divide="ignore"):  # log 0 is -inf, and wins no word
            log_q[:, :n] = np.log(clusters[some] / np.where(mass > 0, mass, 1)[:, None]).T
        log_q[:, n:] = -np.inf
        prior_log_q = self._prior @ log_q[self._support]
        # Infinite without a pseudo-count, of which the share of the prior is 0, and
        # for an empty cluster, which wins no word by its entries.
        prior_log_q[np.isinf(prior_log_q)] = 0.0
        return log_q, prior_log_q


def _aligned(shape):
    """Memory from a cache line on: a vector across two lines costs two loads."""
    size = int(np.prod(shape))
    memory = np.empty(size + 7)
    begin = (-memory.ctypes.data % 64) // 8
    return memory[begin : begin + size].reshape(shape)

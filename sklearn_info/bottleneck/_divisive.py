"""Divisive clustering of words: sweeps that never lose information.

Dhillon, Mallela & Kumar 2003, with clusters that run empty filled again.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np

from sklearn_info._kernels import _word_clusters
from sklearn_info.bottleneck._agglomerative import merge_to
from sklearn_info.bottleneck._joint_information import (
    joint_information,
    negentropies,
)


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
    shares = joint.mass / np.repeat(joint.weights, np.diff(joint.indptr))
    prior_shares = joint.prior_mass / joint.weights
    words = joint.indptr, joint.classes, shares, prior_shares
    words += shares.astype(np.float32), prior_shares.astype(np.float32)
    tables = _Tables(n_clusters, joint.prior)
    best = np.empty(joint.n_words)
    rival = np.full(joint.n_words, np.inf)  # nothing is known of the others
    path = [joint_information(clusters)]
    for _ in range(max_iter):
        moved = _word_clusters.assign(
            *words, *tables.update(clusters), labels, best, rival, tables.scores
        )
        moved += _fill_empty(labels, joint, best, rival, n_clusters)
        if moved:
            clusters = joint.of_clusters(labels, n_clusters)
        path.append(joint_information(clusters))
        if path[-1] - path[-2] <= tol * joint.information:
            break
    return Partition(_compact(labels, n_clusters)[0], path)


def _start(joint, n_clusters, random_state):
    """Words of the same top class together, in parts where that loses most.

    Clusters left over go one by one to the class that loses most per part, and its
    words to its parts at random: with as many parts for each class, as in the paper,
    sweeps keep less and take half as many again (measured on four corpora). Of fewer
    clusters than classes, the closest classes share one. Where there are about as
    many, fewer classes in more parts keep more information, but a class without a
    cluster of its own is hard to tell (20 newsgroups, 20 clusters: accuracy .68
    against .75).
    """
    top = joint.dense().argmax(axis=1).astype(np.int32)
    top, n_tops = _compact(top, joint.prior.size)
    by_class = joint.of_clusters(top, n_tops)
    if n_clusters < n_tops:
        return merge_to(by_class, n_clusters)[top]
    losses = np.bincount(top, joint.negentropies) - negentropies(by_class)
    n_parts = np.ones(n_tops, dtype=np.int64)
    for _ in range(n_clusters - n_tops):
        n_parts[np.argmax(losses / n_parts)] += 1
    first = np.cumsum(n_parts) - n_parts
    part = (random_state.random_sample(top.size) * n_parts[top]).astype(np.int64)
    return (first[top] + part).astype(np.int32)


def _compact(labels, n_clusters):
    """Labels without the clusters that hold nothing, and how many are left."""
    used = np.bincount(labels, minlength=n_clusters) > 0
    return (np.cumsum(used, dtype=np.int32) - 1)[labels], int(used.sum())


def _fill_empty(labels, joint, best, rival, n_clusters):
    """Give each empty cluster the word that lost most in its own; return how many.

    The heaviest losers come first. A cluster keeps the word that it fits best, so
    that none runs empty, and a word that loses nothing stays: there are then fewer
    distinct words than clusters.
    """
    sizes = np.bincount(labels, minlength=n_clusters)
    empty = np.flatnonzero(sizes == 0)
    if empty.size == 0:
        return 0
    losses = joint.negentropies - joint.weights * best
    order = np.argsort(losses, kind="stable")
    _, fits_best = np.unique(labels[order], return_index=True)
    # Losses of 1e-13 of the mass of a word are rounding.
    losing = losses[order] > 1e-13 * joint.weights[order]
    losing[fits_best] = False
    words = order[losing][::-1][: empty.size]
    labels[words] = empty[: words.size]
    rival[words] = np.inf  # not compared yet with the other clusters
    return words.size


class _Tables:
    """log p(c|t) as the kernel reads it, for all clusters and for the changed ones."""

    def __init__(self, n_clusters, prior):
        padded = _padded(n_clusters)
        self.scores = _aligned(_word_clusters.TILE * padded)
        self._prior = prior
        self._all = _aligned((prior.size + 1) * padded)
        self._changed = _aligned((prior.size + 1) * padded)
        self._last = np.full((n_clusters, prior.size), np.nan)

    def update(self, clusters):
        """Tables of p(t, c), and the clusters that are not as in the last call."""
        changed = (clusters != self._last).any(axis=1).nonzero()[0].astype(np.int32)
        place = np.full(len(clusters), -1, dtype=np.int32)
        place[changed] = np.arange(changed.size)
        self._last = clusters
        mass = clusters.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore"):  # log 0 is -inf, and wins no word
            log_q = np.ascontiguousarray(
                np.log(clusters / np.where(mass > 0, mass, 1)).T
            )
        prior_log_q = self._prior[self._prior > 0] @ log_q[self._prior > 0]
        # Infinite without a pseudo-count, of which the share of the prior is 0, and
        # for an empty cluster, which wins no word by its entries.
        prior_log_q[np.isinf(prior_log_q)] = 0.0
        return (
            log_q,
            prior_log_q,
            *_single(self._all, log_q, prior_log_q),
            *_single(self._changed, log_q[:, changed], prior_log_q[changed]),
            changed,
            place,
        )


def _single(memory, log_q, prior_log_q):
    """A table in single precision, its clusters padded with ones that win no word."""
    n_classes, n_clusters = log_q.shape
    padded = _padded(n_clusters)
    table = memory[: (n_classes + 1) * padded].reshape(n_classes + 1, padded)
    table[:-1, :n_clusters] = log_q
    table[:-1, n_clusters:] = -np.inf
    table[-1, :n_clusters] = prior_log_q
    table[-1, n_clusters:] = 0.0
    return table[:-1], table[-1]


def _padded(n_clusters):
    return -(-n_clusters // _word_clusters.LANES) * _word_clusters.LANES


def _aligned(size):
    """Memory from a cache line on: a vector across two lines costs two loads."""
    memory = np.empty(size + 15, dtype=np.float32)
    begin = (-memory.ctypes.data % 64) // 4
    return memory[begin : begin + size]

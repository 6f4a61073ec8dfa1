"""Clusters of words from their definitions, in plain NumPy, and words to cluster."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import rel_entr, xlogy


def word_joint(sums, pseudo_count):
    """p(w) p(c|w) of shape (n_words, n_classes), from sums of (n_classes, n_words).

    Zero for a word that never occurs.
    """
    n_w = sums.sum(axis=0)
    prior = sums.sum(axis=1) / sums.sum()
    given_word = (sums.T + pseudo_count * prior) / np.maximum(
        n_w + pseudo_count, 1e-300
    )[:, None]
    return n_w[:, None] / n_w.sum() * given_word


def information(joint):
    """I(rows; columns) of a joint distribution, in nats."""
    independent = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return rel_entr(joint, independent).sum()


def of_clusters(joint, labels, n_clusters):
    """p(t, c): rows of a joint distribution, added."""
    return np.eye(n_clusters)[:, labels] @ joint


def sweep(joint, labels, n_clusters):
    """Each word to argmin_t KL(p(C|w) || p(C|t)); its own where that is as good.

    Scores that differ by 1e-12 are as good as each other.
    """
    clusters = of_clusters(joint, labels, n_clusters)
    given_word = joint / joint.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_q = np.log(clusters / clusters.sum(axis=1, keepdims=True))
    log_q = np.nan_to_num(log_q, nan=-1e300, neginf=-1e300)
    scores = given_word @ log_q.T
    rows = np.arange(len(joint))
    best = scores.argmax(axis=1)
    return np.where(scores[rows, best] > scores[rows, labels] + 1e-12, best, labels)


def agglomerate(joint, max_active):
    """Merges of the cheapest pair, and costs, with at most max_active rows waiting."""
    rows, nodes, children, costs = [], [], [], []
    coming = list(enumerate(joint))
    n_rows = len(joint)

    def lost(a, b):
        both = a + b
        return sum(rel_entr(x, x.sum() / both.sum() * both).sum() for x in (a, b))

    for step in range(n_rows - 1):
        while coming and len(rows) <= max_active:
            node, row = coming.pop(0)
            nodes.append(node)
            rows.append(row)
        pairs = [(i, j) for i in range(len(rows)) for j in range(i + 1, len(rows))]
        prices = [lost(rows[i], rows[j]) for i, j in pairs]
        i, j = pairs[int(np.argmin(prices))]
        children.append(sorted((nodes[i], nodes[j])))
        costs.append(min(prices))
        rows[i], nodes[i] = rows[i] + rows[j], n_rows + step
        del rows[j], nodes[j]
    return np.array(children).reshape(-1, 2), np.array(costs)


def entropy(p):
    """Entropy of a distribution, in nats."""
    return -xlogy(p, p).sum()


def make_text(seed=0, n_samples=200, n_features=60, n_classes=3):
    """Counts of words of which each is more frequent in one class."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, n_classes, n_samples)
    y[:n_classes] = np.arange(n_classes)
    topic = rng.integers(0, n_classes, n_features)
    rate = rng.gamma(0.5, 0.6, n_features) * np.where(topic == y[:, None], 3, 0.5)
    X = rng.poisson(rate)
    X[rng.integers(0, n_samples, n_features), np.arange(n_features)] += 1
    return X, y

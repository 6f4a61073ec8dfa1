"""Plain definitions of bottlenecks, on dense tables."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np


def entropy(p):
    p = np.asarray(p, dtype=float).ravel()
    p = p[p > 0]
    return -(p * np.log(p)).sum()


def information(joint):
    """I of a joint distribution of two variables, in nats."""
    return entropy(joint.sum(axis=0)) + entropy(joint.sum(axis=1)) - entropy(joint)


def of_clusters(joint, labels, n_clusters):
    """p(t, y)."""
    return np.stack([joint[labels == t].sum(axis=0) for t in range(n_clusters)])


def objective(joint, labels, beta=np.inf):
    """I(T; Y) - H(T) / beta."""
    clusters = of_clusters(joint, labels, labels.max() + 1)
    return information(clusters) - entropy(clusters.sum(axis=1)) / beta


def merge_cost(a, b):
    """(p(a) + p(b)) JS, weighted by p(a) and p(b), of two rows of masses."""
    both = np.stack([a, b])
    return information(both / both.sum()) * both.sum()


def partitions(n, n_clusters):
    """All ways to put n things into exactly n_clusters clusters that are not empty."""

    def extend(labels, used):
        if len(labels) == n:
            if used == n_clusters:
                yield np.array(labels)
            return
        for t in range(min(used + 1, n_clusters)):
            yield from extend([*labels, t], max(used, t + 1))

    yield from extend([0], 1)


def sequential_sweep(joint, labels, order, n_clusters, beta=np.inf):
    """One sweep of Slonim, Friedman & Tishby 2002: out of a cluster, into the best.

    Returns the new labels. Ties keep a sample where it is, or take the first cluster.
    """
    labels = labels.copy()
    for x in order:
        own = labels[x]
        if np.isinf(beta) and np.sum(labels == own) == 1:
            continue
        labels[x] = n_clusters  # counted out
        costs = []
        for t in range(n_clusters):
            cluster = joint[labels == t].sum(axis=0)
            s, p = cluster.sum(), joint[x].sum()
            change = entropy([s + p]) - entropy([s])
            cost = merge_cost(joint[x], cluster) if s > 0 else 0.0
            costs.append(cost + change / beta)
        best = int(np.argmin(costs))
        closer = costs[own] - costs[best] > 1e-12 * joint[x].sum() + 1e-15
        labels[x] = best if closer else own
    return labels

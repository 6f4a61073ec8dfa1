"""Names of clusters, by their strongest features."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

# Three words tell most clusters apart at a glance, and fit in a column's header.
N_WORDS = 3


def cluster_names(features, labels, strength):
    """Join the names of the strongest features of each cluster with plus signs.

    Parameters
    ----------
    features : ndarray of shape (n_features,)
        Names.
    labels : ndarray of shape (n_features,)
        Cluster of each feature; -1: none.
    strength : ndarray of shape (n_features,)

    Returns
    -------
    names : ndarray of shape (n_clusters,), object
        All different.
    """
    strongest_first = np.lexsort((-strength, labels))
    n_clusters = labels.max() + 1
    bounds = np.searchsorted(labels[strongest_first], np.arange(n_clusters + 1))
    names = {}  # as an ordered set
    for begin, end in zip(bounds, bounds[1:]):
        best = strongest_first[begin : min(begin + N_WORDS, end)]
        name = "+".join(map(str, features[best]))
        # Features differ between clusters: only a plus in their names could clash.
        names[name if name not in names else f"{name}#{len(names)}"] = None
    return np.array(list(names), dtype=object)

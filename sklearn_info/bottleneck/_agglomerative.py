"""Agglomerative clustering of words by the information that merging loses.

Slonim & Tishby 2001; with a limited number of words in play, Baker & McCallum 1998.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels import _agglomeration


def merge_all(joint, max_active):
    """Merge the rows of a joint distribution pairwise, the cheapest pair first.

    Merging two rows loses (p_i + p_j) times the Jensen-Shannon divergence of their
    class distributions, weighted by p_i and p_j, of the information about the
    classes.

    Parameters
    ----------
    joint : ndarray of shape (n_rows, n_classes)
        p(x, c), in the order in which rows come into play.
    max_active : int
        Rows in play at a time: whenever there is one more, a pair is merged.

    Returns
    -------
    children : ndarray of shape (n_rows - 1, 2), int64
        Merged nodes; merge i makes the node n_rows + i.
    costs : ndarray of shape (n_rows - 1,)
        Information lost by each merge, in nats.
    """
    n_rows = joint.shape[0]
    children = np.empty((max(n_rows - 1, 0), 2), dtype=np.int64)
    costs = np.empty(max(n_rows - 1, 0))
    _agglomeration.agglomerate(np.ascontiguousarray(joint), max_active, children, costs)
    return children, costs


def cut(children, n_clusters):
    """Labels of the leaves of a tree when n_clusters of its nodes are left."""
    n_leaves = len(children) + 1
    n_merges = n_leaves - n_clusters
    parent = np.arange(n_leaves + n_merges)
    parent[children[:n_merges].ravel()] = np.repeat(
        np.arange(n_leaves, n_leaves + n_merges), 2
    )
    while True:  # as often as the logarithm of the depth
        grand = parent[parent]
        if (grand == parent).all():
            break
        parent = grand
    return np.unique(parent[:n_leaves], return_inverse=True)[1].astype(np.int32)


def merge_to(joint, n_clusters):
    """Labels of the rows of a joint distribution, merged to n_clusters."""
    return cut(merge_all(joint, len(joint))[0], n_clusters)


def linkage_of_leaves(row_of_leaf, children, costs):
    """A linkage matrix over leaves of which several may be the same row, as scipy's.

    Leaves of the same row are merged first, at no loss; the height of a merge is the
    information lost so far.

    Parameters
    ----------
    row_of_leaf : ndarray of shape (n_leaves,)
    children, costs : ndarrays
        Merges of the rows.

    Returns
    -------
    linkage : ndarray of shape (n_leaves - 1, 4), float64
        Two nodes, height, and the number of leaves below.
    """
    n_leaves = row_of_leaf.size
    merges = []
    nodes = [-1] * (len(children) + 1)  # of each row, then of each merge of rows
    sizes = [1] * len(nodes)

    def merge(a, b, height, size):
        merges.append((min(a, b), max(a, b), height, size))
        return n_leaves + len(merges) - 1

    for leaf, row in enumerate(row_of_leaf.tolist()):
        if nodes[row] < 0:
            nodes[row] = leaf
        else:
            sizes[row] += 1
            nodes[row] = merge(nodes[row], leaf, 0.0, sizes[row])
    for (a, b), lost in zip(children.tolist(), np.cumsum(costs).tolist()):
        sizes.append(sizes[a] + sizes[b])
        nodes.append(merge(nodes[a], nodes[b], lost, sizes[-1]))
    return np.array(merges, dtype=np.float64).reshape(-1, 4)

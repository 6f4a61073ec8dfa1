"""Rows and columns of a table in clusters, by turns.

Dhillon, Mallela & Modha 2003 move all rows at once, and then all columns; moved one
at a time, as in Slonim, Friedman & Tishby 2002, they do not hold each other in place.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import xlogy

from sklearn_info._kernels import _word_clusters
from sklearn_info.bottleneck._joint_information import joint_information
from sklearn_info.bottleneck._sequential import SampleRows, improve


@dataclass(frozen=True)
class Coclusters:
    """Clusters of rows and of columns.

    Attributes
    ----------
    labels : tuple of two ndarrays, int32
        Of the rows and of the columns.
    path : list of float
        I between the clusters, at the start and after each sweep, in nats; never
        falls.
    converged : bool
    """

    labels: tuple
    path: list
    converged: bool


def cocluster(table, numbers, step, *, max_iter, tol, random_state, report=None):
    """Cluster rows and columns so that the clusters tell most of each other.

    Parameters
    ----------
    table : csr_array of shape (n_rows, n_columns)
        A joint distribution without empty rows or columns.
    numbers : tuple of int
        Numbers of clusters of rows and of columns.
    step : callable
        `move_one_by_one` or `move_all`.
    tol : float
        A sweep in which at most this share of the rows and columns move is the last.
    random_state : RandomState
    report : callable, default=None
        Called with the path and the number of moves after each sweep.

    Returns
    -------
    Coclusters
    """
    labels = [
        (random_state.permutation(n) % k).astype(np.int32)
        for n, k in zip(table.shape, numbers)
    ]
    sides = table, table.T.tocsr()
    path = [joint_information(_blocks(table, labels, numbers))]
    converged = False
    while not converged and len(path) <= max_iter:
        n_moved = 0
        for side in (0, 1):
            masses = _sums(sides[side], labels[1 - side], numbers[1 - side])
            before = labels[side].copy()
            labels[side] = step(masses, before.copy(), numbers[side], random_state)
            n_moved += np.count_nonzero(labels[side] != before)
        path.append(joint_information(_blocks(table, labels, numbers)))
        if report is not None:
            report(path, n_moved)
        converged = n_moved <= tol * sum(table.shape)
    return Coclusters(tuple(labels), path, converged)


def move_one_by_one(masses, labels, n_clusters, random_state):
    """A sweep in which each row counts out of its cluster and joins the best.

    Parameters
    ----------
    masses : ndarray of shape (n_rows, n_others)
        p(x, t) of the rows and the clusters of the other side.
    labels : ndarray of shape (n_rows,), int32
        Overwritten.
    """
    weights = masses.sum(axis=1)
    # SciPy goes through coordinates, which takes several times as long.
    places = np.flatnonzero(masses)
    sizes = np.count_nonzero(masses, axis=1)
    shares = masses.ravel()[places] / np.repeat(weights, sizes)
    columns = (places % masses.shape[1]).astype(np.int32)
    bounds = np.append(0, np.cumsum(sizes))
    shares = csr_array((shares, columns, bounds), shape=masses.shape)
    rows = SampleRows.from_entries(shares, weights, masses.sum(axis=0))
    return improve(
        rows, labels, n_clusters, max_iter=1, tol=0, random_state=random_state
    ).labels


def move_all(masses, labels, n_clusters, random_state):
    """A sweep in which each row x joins the cluster of the least KL(p(T|x) || p(T|t)).

    Clusters are summed up afterwards. A cluster that runs empty gets the row that
    loses most in its own, which a cluster of its own can only gain from.
    """
    of_clusters = _rows_added(masses, labels, n_clusters)
    own = of_clusters.sum(axis=1, keepdims=True)
    shares = np.divide(of_clusters, own, where=own > 0, out=np.zeros_like(of_clusters))
    # Where a cluster holds nothing, no row with mass there can join it.
    logs = np.log(shares, where=shares > 0, out=np.full_like(shares, -1e200))
    scores = masses @ logs.T
    at_home = scores[np.arange(labels.size), labels]
    # As good is not better, but for rounding.
    weights = masses.sum(axis=1)
    moves = scores.max(axis=1) > at_home + 1e-12 * weights
    labels = np.where(moves, scores.argmax(axis=1), labels).astype(np.int32)
    sizes = np.bincount(labels, minlength=n_clusters)
    empty = np.flatnonzero(sizes == 0)
    if empty.size:
        losses = xlogy(masses, masses / weights[:, None]).sum(axis=1)
        losses -= scores[np.arange(labels.size), labels]
        for x in np.argsort(-losses, kind="stable"):
            if empty.size == 0:
                break
            if sizes[labels[x]] > 1:
                sizes[labels[x]] -= 1
                labels[x], empty = empty[0], empty[1:]
    return labels


def _sums(table, labels, n_clusters):
    """Columns of each cluster, added: (n_rows, n_clusters)."""
    sums = np.zeros((table.shape[0], n_clusters))
    indices = table.indices.astype(table.indptr.dtype, copy=False)
    _word_clusters.sum_columns(table.indptr, indices, table.data, labels, sums)
    return sums


def _rows_added(masses, labels, n_clusters):
    """Rows of each cluster, added: (n_clusters, n_columns)."""
    bounds = np.arange(labels.size + 1)
    shape = labels.size, n_clusters
    member = csr_array((np.ones(labels.size), labels, bounds), shape=shape)
    return member.T @ masses


def _blocks(table, labels, numbers):
    """p of the clusters of rows and of columns."""
    rows, columns = labels
    return _rows_added(_sums(table, columns, numbers[1]), rows, numbers[0])

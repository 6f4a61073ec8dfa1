"""Estimates of samples whose y are in random orders."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
from scipy.spatial import cKDTree
from sklearn.utils import check_random_state

from sklearn_info._kernels._permutations import shuffle_near, shuffle_strata
from sklearn_info.utils import parallel_ranges

# Orders of one task, each task with a seed of its own: the result does not depend on
# the number of threads.
ORDERS_PER_TASK = 25


def null_distribution(
    estimate, n_permutations, *, shuffle_neighbors, random_state, n_jobs
):
    """The estimate under random orders of y, within what is known."""
    starts = np.arange(0, n_permutations, ORDERS_PER_TASK)
    seeds = check_random_state(random_state).randint(2**31 - 1, size=starts.size)
    draw = _orders(_table(estimate.z), shuffle_neighbors)
    null = np.empty(n_permutations)

    def run(first, last):
        for start, seed in zip(starts[first:last], seeds[first:last]):
            rng = np.random.default_rng(seed)
            for i in range(start, min(start + ORDERS_PER_TASK, n_permutations)):
                null[i] = estimate.reordered(draw(rng))

    parallel_ranges(run, starts.size, n_jobs)
    return null


def _table(given):
    """What is known as a table, in which labels are far apart."""
    if isinstance(given, np.ndarray):
        return given
    if given.labels is None:
        return given.numbers
    far = 4 * max(1.0, np.abs(given.numbers).max(initial=0.0))
    return np.column_stack([given.numbers, far * given.labels])


def _orders(given, shuffle_neighbors):
    """A function of a generator to a random order that keeps what is known.

    That is, within the strata of equal rows, where at most sqrt(n) of these differ;
    else each sample takes the place of a neighbour, as Runge (2018) does.
    """
    n = given.shape[0]
    strata = np.zeros(n, dtype=np.int64)
    if given.shape[1]:
        strata = np.unique(given, axis=0, return_inverse=True)[1].ravel()
    sizes = np.bincount(strata)
    if sizes.size <= math.isqrt(n):
        members = np.argsort(strata, kind="stable")
        return _OrdersWithin(members, np.concatenate(([0], np.cumsum(sizes))))
    n_near = min(shuffle_neighbors, n)
    near = cKDTree(given).query(given, n_near, p=np.inf)[1]
    return _OrdersNear(near.reshape(n, n_near))


class _OrdersWithin:
    def __init__(self, members, starts):
        self.members, self.starts = members, starts

    def __call__(self, rng):
        shuffled, order = np.empty((2, self.members.size), dtype=np.int64)
        uniform = rng.random(order.size)
        shuffle_strata(self.members, self.starts, uniform, shuffled, order)
        return order


class _OrdersNear:
    def __init__(self, near):
        self.near = near

    def __call__(self, rng):
        n, n_near = self.near.shape
        order = np.empty(n, dtype=np.int64)
        shuffle_near(
            self.near,
            rng.permutation(n),
            rng.random((n, n_near)),
            np.empty(n_near, dtype=np.int64),
            np.empty(n, dtype=np.uint8),
            order,
        )
        return order

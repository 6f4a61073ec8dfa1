"""Distances to nearest neighbours, and counts of near points, in blocks of columns.

Points are tables of shape (n, d), several of which lie side by side as blocks; their
distance is the largest in any block, and in a block the largest difference of a column,
or Euclidean. Groups are codes from 0 on, and points of other groups are never near.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np

from sklearn_info._kernels._space_neighbors import (
    LANES,
    leaf_order,
    scratch_size,
    space_count,
    space_radius,
)
from sklearn_info.measures._single_columns import (
    LEAST,
    SortedColumn,
    line_counts,
    line_radius,
    plane_radius_of,
)
from sklearn_info.utils import parallel_ranges

# Leaves of one thread: a thread costs as much as about a millisecond of search.
LEAVES_PER_THREAD = 32


@dataclass(frozen=True)
class Search:
    """How to search.

    Parameters
    ----------
    metric : {"chebyshev", "euclidean"}
        Distance within a block.
    n_jobs : int or None
        Threads over the points.
    """

    metric: str = "chebyshev"
    n_jobs: int | None = None

    def radius(self, blocks, n_neighbors, groups=None):
        """Distance of each point to the n-th nearest other one of its group.

        The farthest one where a group has fewer others; 0 for a point by itself.
        """
        radius = np.zeros(blocks[0].shape[0])
        for rows in _rows_of(groups):
            members = [block[rows] for block in blocks if block.shape[1]]
            n = members[0].shape[0]
            nearest = min(n_neighbors, n - 1)
            if nearest > 0:
                radius[rows] = self._radius(members, nearest)
        return radius

    def _radius(self, blocks, n_neighbors):
        widths = [block.shape[1] for block in blocks]
        if widths == [1]:
            line = SortedColumn(blocks[0][:, 0])
            order, of_sorted = line.order, line_radius(line, n_neighbors)
        elif widths == [1, 1] or (widths == [2] and self.metric == "chebyshev"):
            a, b = (SortedColumn(column) for column in np.hstack(blocks).T.copy())
            order, of_sorted = a.order, plane_radius_of(a, b, n_neighbors, self.n_jobs)
        else:
            return _Leaves(blocks, self.metric).radius(n_neighbors, self.n_jobs)
        radius = np.empty_like(of_sorted)
        radius[order] = of_sorted
        return radius

    def counts(self, blocks, radius, groups=None):
        """Points of the same group nearer to each than its radius, with itself.

        Where the radius is 0, only equal points are nearer.
        """
        radius = np.maximum(radius, LEAST)
        counts = np.empty(radius.size, dtype=np.int64)
        for rows in _rows_of(groups):
            members = [block[rows] for block in blocks if block.shape[1]]
            counts[rows] = self._counts(members, radius[rows])
        return counts

    def _counts(self, blocks, radius):
        widths = [block.shape[1] for block in blocks]
        if not widths:
            return radius.size
        if widths != [1]:
            return _Leaves(blocks, self.metric).counts(radius, self.n_jobs)
        line = SortedColumn(blocks[0][:, 0])
        counts = np.empty(radius.size, dtype=np.int64)
        counts[line.order] = line_counts(line.values, radius[line.order])
        return counts


class _Leaves:
    """Points in leaves that are near each other, and the boxes of these."""

    def __init__(self, blocks, metric):
        columns = np.ascontiguousarray(np.hstack(blocks).T)
        d, n = columns.shape
        self.order = np.arange(n)
        leaf_order(columns, self.order)
        self.n_leaves = -(-n // LANES)
        points = np.full((d, self.n_leaves * LANES), np.inf)
        np.take(columns, self.order, axis=1, out=points[:, :n])
        ends = np.arange(1, d + 1)
        if metric == "euclidean":
            ends = np.cumsum([block.shape[1] for block in blocks])
        leaves = points.reshape(d, self.n_leaves, LANES)
        low, high = leaves.min(axis=2), leaves.max(axis=2)
        high[:, -1] = points[:, (self.n_leaves - 1) * LANES : n].max(axis=1)
        self.space = points, low, high, ends

    def radius(self, n_neighbors, n_jobs):
        radius = np.empty(self.order.size)
        self._search(space_radius, n_jobs, n_neighbors, n_neighbors, radius)
        return self._in_first_order(radius)

    def counts(self, radius, n_jobs):
        counts = np.empty(radius.size, dtype=np.int64)
        self._search(space_count, n_jobs, 0, radius[self.order], counts)
        return self._in_first_order(counts)

    def _search(self, search, n_jobs, n_neighbors, argument, out):
        d = self.space[0].shape[0]

        def run(first, last):
            scratch = np.empty(scratch_size(d, self.n_leaves, n_neighbors))
            search(*self.space, first, last, argument, scratch, out)

        parallel_ranges(run, self.n_leaves, n_jobs, least=LEAVES_PER_THREAD)

    def _in_first_order(self, values):
        out = np.empty_like(values)
        out[self.order] = values
        return out


def _rows_of(groups):
    if groups is None:
        return [slice(None)]
    order = np.argsort(groups, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)

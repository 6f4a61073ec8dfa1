"""Candidates in a given order: how much the first of them tells about the others.

Where each selected feature removes others, the pairs to count grow fewer with each
step, and so must the table that is counted.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import csr_array

from sklearn_info._kernels._sparse_contingency import count_rows
from sklearn_info.feature_selection._class_counts import NONE, ClassCounts
from sklearn_info.feature_selection._information_in_parts import information_in_parts
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.preprocessing import EncodedTable
from sklearn_info.utils import Target


def make_candidates(table, order, weights, n_jobs):
    """Some columns of an EncodedTable or of a SparseTable, in an order."""
    if isinstance(table, SparseTable):
        return SparseCandidates(table, order, weights)
    return DenseCandidates(table.codes.T[order], table.n_levels[order], weights, n_jobs)


class DenseCandidates:
    """Candidates as rows of codes, of shape (n_candidates, n_samples)."""

    def __init__(self, codes, n_levels, weights, n_jobs):
        self.codes, self.n_levels = codes, n_levels
        self.weights, self.n_jobs = weights, n_jobs

    def information(self):
        """I(first; other) of each other candidate, in nats."""
        first = Target(self.codes[0].astype(np.int32), np.arange(self.n_levels[0]))
        others = EncodedTable(self.codes[1:].T, self.n_levels[1:])
        information, *_ = information_in_parts(
            others, first, weights=self.weights, n_jobs=self.n_jobs
        )
        return information

    def keep(self, places):
        """Leave all but the candidates at some places, in rising order."""
        self.codes, self.n_levels = self.codes[places], self.n_levels[places]


class SparseCandidates:
    """Candidates as columns of a CSR matrix, of which level 0 is not stored.

    The joint counts of two columns need the rows only where the first is present.
    """

    def __init__(self, table, order, weights):
        indptr, indices, levels = table.rows
        if not levels.size:
            levels = np.ones(indices.size, dtype=np.uint8)
        self.table = csr_array((levels, indices, indptr), shape=table.shape)[:, order]
        self.n_levels, self.weights = table.n_levels, weights
        self.total = table.shape[0] if weights is None else weights.sum()
        self._index(np.arange(order.size))

    def _index(self, alive):
        self.alive = alive
        self.by_column = self.table.tocsc()
        everyone = np.arange(self.table.shape[0])
        self.level_totals = self._count(everyone, np.array([0, everyone.size]))[0]

    def information(self):
        """I(first; other) of each other candidate, in nats."""
        first, others = self.alive[0], self.alive[1:]
        entries = slice(*self.by_column.indptr[first : first + 2])
        rows, codes = self.by_column.indices[entries], self.by_column.data[entries]
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(1, self.n_levels + 2))
        present = self._count(rows[order].astype(np.int64), bounds)[:, others]
        of_others, of_first = self.level_totals[others], self.level_totals[first]
        absent = of_others - present.sum(axis=0)
        counts = ClassCounts(
            counts=np.concatenate([absent[None], present])
            .reshape(1 + self.n_levels, -1)
            .T,
            starts=np.arange(0, of_others.size + 1, self.n_levels),
            class_totals=np.append(self.total - of_first.sum(), of_first),
            level_totals=of_others.ravel(),
            n=self.total,
            absent=True,
        )
        return counts.information()[0]

    def _count(self, members, bounds):
        """Counts of (level of the first, column, level) in rows sorted by level."""
        n_columns = self.table.shape[1]
        counts = np.zeros(
            (bounds.size - 1, n_columns * self.n_levels),
            dtype=np.int64 if self.weights is None else np.float64,
        )
        count_rows(
            self.table.indptr,
            self.table.indices,
            self.table.data if self.n_levels > 1 else np.empty(0, dtype=np.uint8),
            self.n_levels,
            members,
            bounds,
            NONE if self.weights is None else self.weights,
            counts,
        )
        return counts.reshape(-1, n_columns, self.n_levels)

    def keep(self, places):
        """Leave all but the candidates at some places, in rising order."""
        self.alive = self.alive[places]
        if 0 < 2 * self.alive.size < self.table.shape[1]:
            self.table = self.table[:, self.alive]
            self._index(np.arange(self.alive.size))

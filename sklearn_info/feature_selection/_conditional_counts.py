"""Joint counts of every column with the classes inside the strata of others."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import replace

import numpy as np
from scipy.sparse import issparse

from sklearn_info._kernels._sparse_contingency import count_columns
from sklearn_info.feature_selection._class_counts import (
    NONE,
    ClassCounts,
    count_classes,
)
from sklearn_info.feature_selection._sparse_levels import stored_levels
from sklearn_info.preprocessing import EncodedTable
from sklearn_info.utils import Target

# Counters of the columns that are counted together: few enough for the L2 cache, and
# no table of all columns and all strata is ever needed.
MAX_COUNTERS = 1 << 17


class ConditionalCounts:
    """Counts columns with a target within strata, some columns at a time.

    Parameters
    ----------
    table : EncodedTable, or CSR or CSC matrix without duplicates
    weights : ndarray of shape (n_samples,) or None
    levels : str
        See `stored_levels`; of a sparse matrix only.
    caller : str

    Attributes
    ----------
    n_features : int
    n : int or float
        Number of samples, or the sum of their weights.
    """

    def __init__(self, table, weights, levels, caller):
        self.weights = weights
        self._sparse = issparse(table)
        if self._sparse:
            self._table = table.tocsc()
            codes, n_stored = stored_levels(self._table, levels, weights, caller)
            self._codes = np.empty(0, np.uint8) if codes is None else codes
            self.n_samples, self.n_features = table.shape
            self._n_levels = np.full(self.n_features, n_stored)
        else:
            self._table, self._n_levels = table.codes, table.n_levels
            self.n_samples, self.n_features = table.codes.shape
        self.n = self.n_samples if weights is None else float(weights.sum())

    def column(self, j):
        """Codes of a column, for all samples."""
        if not self._sparse:
            return self._table[:, j].astype(np.int64)
        entries = slice(*self._table.indptr[j : j + 2])
        codes = np.zeros(self.n_samples, dtype=np.int64)
        present = self._codes[entries] if self._codes.size else 1
        codes[self._table.indices[entries]] = present
        return codes

    def information(self, y, strata, only=None):
        """I(column; y | strata) in nats, and the degrees of freedom of its G-test.

        These are the sum over the strata of (levels of the column that occur - 1)
        (classes that occur - 1).

        Parameters
        ----------
        y : ndarray of shape (n_samples,)
            Codes of the classes.
        strata : ndarray of shape (n_samples,)
            Codes of what is given.
        only : int, default=None
            One column; by default all.

        Returns
        -------
        information : ndarray of shape (n_columns,)
        degrees : ndarray of shape (n_columns,), int64
        """
        # Only cells of stratum and class that occur, those of a stratum together.
        n_classes = int(y.max()) + 1
        cells, codes = np.unique(strata * n_classes + y, return_inverse=True)
        target = Target(codes.reshape(-1).astype(np.int32), cells)
        first_cells = np.flatnonzero(np.diff(cells // n_classes, prepend=-1))
        spare_classes = np.diff(first_cells, append=cells.size) - 1

        information, degrees = [], []
        for begin, end in self._blocks(cells.size, only):
            joint = self._count(begin, end, target)
            given = replace(
                joint,
                counts=np.add.reduceat(joint.counts, first_cells, axis=1),
                class_totals=np.add.reduceat(joint.class_totals, first_cells),
            )
            # I(X; Y | Z) = I(X; Y, Z) - I(X; Z)
            information.append(joint.information()[0] - given.information()[0])
            degrees.append((given.occupied_by_class() - 1) @ spare_classes)
        return np.concatenate(information), np.concatenate(degrees)

    def _blocks(self, n_cells, only):
        """Ranges of columns whose counters stay in the cache."""
        if only is not None:
            yield only, only + 1
            return
        ends = np.cumsum(self._n_levels) * n_cells
        begin = done = 0
        while begin < self.n_features:
            end = np.searchsorted(ends, done + MAX_COUNTERS, side="right")
            end = max(int(end), begin + 1)
            yield begin, end
            begin, done = end, ends[end - 1]

    def _count(self, begin, end, target):
        weights = self.weights
        if not self._sparse:
            some = EncodedTable(self._table[:, begin:end], self._n_levels[begin:end])
            return count_classes(some, target, weights=weights)
        n_stored = int(self._n_levels[0])
        n_rows, n_cells = (end - begin) * n_stored, target.classes.size
        counts = np.zeros((n_rows, n_cells), np.int64 if weights is None else float)
        count_columns(
            self._table.indptr[begin : end + 1],
            self._table.indices,
            self._codes,
            n_stored,
            target.codes,
            NONE if weights is None else weights,
            counts,
        )
        totals = np.bincount(target.codes, weights, minlength=n_cells)
        return ClassCounts(
            counts,
            np.arange(0, n_rows + 1, n_stored),
            totals.astype(counts.dtype),
            counts.sum(axis=1),
            self.n,
            absent=True,
        )

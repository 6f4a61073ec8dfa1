"""Sums over the rows of each stratum: a class, or all rows."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

# Samples of a stratum for a mean, a variance, and a correlation with one to spare.
LEAST_CLASS = 4
# Strata up to which one product of matrices, which reads the table once, is quicker
# than a product for each of them.
FEW_CLASSES = 16


def strata_of_classes(scores, codes, n_classes, weights):
    """The rows of each class of at least 4 samples, or weights of that sum."""
    if n_classes <= FEW_CLASSES:
        return Strata(scores, codes[:, None] == np.arange(n_classes), weights)
    return SortedStrata(scores, codes, weights)


class Strata:
    """Strata by their members, none of which is of two.

    Parameters
    ----------
    scores : ndarray of shape (n_samples, n_features), column-major
    members : ndarray of shape (n_samples, n_strata), bool
    weights : ndarray of shape (n_samples,)

    Attributes
    ----------
    sizes : ndarray of shape (n_strata,)
        Sums of weights; smaller strata are left out.
    """

    def __init__(self, scores, members, weights):
        members = members * weights[:, None]
        sizes = members.sum(axis=0)
        self._scores, self._members = scores, members[:, sizes >= LEAST_CLASS]
        self.sizes = sizes[sizes >= LEAST_CLASS]

    def sums(self, values):
        """Sums of some columns of values, of shape (n_strata, n_columns)."""
        return self._members.T @ values

    def products(self, column):
        """Sums of products of one column of the table with all."""
        own = self._members * self._scores[:, [column]]
        return (self._scores.T @ own).T


class SortedStrata:
    """The same of many classes, from a table whose rows are sorted by class."""

    def __init__(self, scores, codes, weights):
        sizes = np.bincount(codes, weights)
        rows = np.flatnonzero(sizes[codes] >= LEAST_CLASS)
        self._rows = rows[np.argsort(codes[rows], kind="stable")]
        ordered = codes[self._rows]
        starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        self.sizes = sizes[ordered[starts]]
        self._bounds = np.append(starts, ordered.size)
        self._weights = weights[self._rows, None]
        self._scores = np.asfortranarray(scores[self._rows])

    def sums(self, values):
        """As of `Strata.sums`."""
        own = values[self._rows] * self._weights
        return np.add.reduceat(own, self._bounds[:-1], axis=0)

    def products(self, column):
        """As of `Strata.products`."""
        own = self._scores[:, column] * self._weights[:, 0]
        parts = zip(self._bounds, self._bounds[1:])
        return np.stack([self._scores[a:b].T @ own[a:b] for a, b in parts])

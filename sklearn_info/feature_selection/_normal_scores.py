"""Columns as normal scores: the quantiles of the normal distribution at their ranks.

Equal values share the score of their mean rank. The scores that their ranks would
have had, had something told them apart, have a *spread* about their mean: it stands
for what is not known of them, and keeps a class in which a column is constant from
looking infinitely different.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import ndtri

# Ranks that are told apart, at most: more have the same scores to about 1e-6.
MOST_RANKS = 1 << 20


class NormalScores:
    """The scores of columns of as many rows.

    Parameters
    ----------
    n_samples : int
    weights : ndarray of shape (n_samples,), default=None
        A weight counts a row as that many equal rows; their sum is whole. Of more than
        `MOST_RANKS` in all each stands for so much less.

    Attributes
    ----------
    kurtosis : float
        Fourth moment of the scores of different numbers by the square of the second:
        less than the 3 of a normal distribution, as they end at some quantile.
    """

    def __init__(self, n_samples, weights=None):
        self._n = n_samples if weights is None else round(weights.sum())
        if weights is not None and self._n > MOST_RANKS:
            weights = weights * (MOST_RANKS / self._n)
            self._n = MOST_RANKS
        self._weights = weights
        self._by_rank = ndtri(np.arange(1.0, self._n + 1) / (self._n + 1))
        squares = self._by_rank**2
        self.kurtosis = np.mean(squares**2) / max(np.mean(squares) ** 2, 1e-300)
        # Sums of scores and of their squares up to a rank, for the spread of ties.
        self._sums = np.concatenate(([0.0], np.cumsum(self._by_rank)))
        self._squares = np.concatenate(([0.0], np.cumsum(squares)))

    def of(self, numbers):
        """Scores of a column, and the spread of each; None where no two are equal.

        Parameters
        ----------
        numbers : ndarray of shape (n_samples,), float64

        Returns
        -------
        scores, spread : ndarrays of shape (n_samples,)
        """
        order = np.argsort(numbers)
        ordered = numbers[order]
        steps = ordered[1:] != ordered[:-1]
        scores = np.empty(numbers.size)
        if self._weights is None and steps.all():
            scores[order] = self._by_rank
            return scores, None
        first = np.flatnonzero(np.concatenate(([True], steps)))
        weights = np.ones(numbers.size) if self._weights is None else self._weights
        sizes = np.add.reduceat(weights[order], first)
        above = np.cumsum(sizes)
        below = np.concatenate(([0.0], above[:-1]))
        level = ndtri(((below + above + 1) / 2) / (self._n + 1))
        mean, square = (
            (_read_between(sums, above) - _read_between(sums, below)) / sizes
            for sums in (self._sums, self._squares)
        )
        spread = np.maximum(square - mean**2, 0.0)
        spread[sizes <= 1] = 0.0
        group = np.repeat(np.arange(first.size), np.diff(first, append=numbers.size))
        scores[order] = level[group]
        spreads = np.empty(numbers.size)
        spreads[order] = spread[group]
        return scores, spreads

    def table(self, numbers):
        """Scores of columns, and the spreads of those with equal values by column."""
        scores, spreads = np.empty(numbers.shape, order="F"), {}
        for j, column in enumerate(numbers.T):
            scores[:, j], spread = self.of(column)
            if spread is not None:
                spreads[j] = spread
        return scores, spreads


def _read_between(values, places):
    """Values at places, between two of which they are linear.

    Sums of fractional weights end between two ranks.
    """
    before = np.minimum(places.astype(np.int64), values.size - 2)
    return values[before] + (places - before) * (values[before + 1] - values[before])

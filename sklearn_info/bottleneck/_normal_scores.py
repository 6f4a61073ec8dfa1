"""Normal quantiles of the ranks that values have among those seen in fit."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri


@dataclass(frozen=True)
class NormalScores:
    """Quantiles of the normal distribution at rank / (n + 1).

    Attributes
    ----------
    values : list of ndarray
        Of each column, the values that occur, rising.
    weights : list of ndarray
        Weight of all rows with a smaller value than the first, than the second, ...,
        and of all rows.
    """

    values: list
    weights: list

    @classmethod
    def from_columns(cls, X, row_weights):
        """Scores by the columns of a table; n is the sum of the weights."""
        values, below = [], []
        for column in X.T:
            distinct, place = np.unique(column, return_inverse=True)
            weight = np.bincount(place, row_weights, distinct.size)
            values.append(distinct)
            below.append(np.append(0.0, np.cumsum(weight)))
        return cls(values, below)

    def of(self, X):
        """Scores of the columns of another table.

        Equal values share the mean of their ranks; a value between two that occur, or
        outside, has the rank between theirs.
        """
        scores = np.empty(X.shape)
        for j, (values, below) in enumerate(zip(self.values, self.weights)):
            smaller = below[np.searchsorted(values, X[:, j], side="left")]
            up_to = below[np.searchsorted(values, X[:, j], side="right")]
            scores[:, j] = ndtri((smaller + up_to + 1) / 2 / (below[-1] + 1))
        return scores

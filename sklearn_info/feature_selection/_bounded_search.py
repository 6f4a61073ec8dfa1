"""A lazy greedy search for sums of terms that have a least and a largest value."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.feature_selection._greedy_search import FIRST_BATCH, GreedySearch
from sklearn_info.feature_selection._variable import roomy

# More than what rounding may put a sum of information beyond a bound of it.
SLACK = 1e-9


class BoundedSearch(GreedySearch):
    """As `GreedySearch`, for criteria that sum I(X, S; Y) over the S.

    What a candidate has not met yet is bounded by I(S; Y) from below and, as
    I(X, S; Y) = I(S; Y) + I(X; Y | S), by I(S; Y) + H(X) from above. Most words are so
    rare that their entropy is less than what the best candidate adds: they may stay
    behind for good. Units should hold columns of similar entropy.
    """

    def __init__(self, pairs, criterion, allowed, *, lazy=True):
        super().__init__(pairs, criterion, allowed, lazy=lazy)
        self._lazy = lazy and len(self._columns) > 1
        entropies = (pairs.fixed.whole - pairs.f_x) * pairs.fixed.unit
        used = self._columns >= 0
        self._entropy = np.where(used, entropies[self._columns], 0.0).max(axis=1)
        self._reached = None  # best scores of the units for what they have met
        self._gains = np.zeros(2)  # sums of I(S; Y), with room for more

    def select(self, feature):
        """Add a feature to those selected."""
        super().select(feature)
        n = len(self.selected)
        self._gains = roomy(self._gains, n)
        self._gains[n] = self._gained

    def _update_bounds(self):
        if len(self.selected) > 1 and self._reached is not None:
            units = np.flatnonzero(self._changed)
            self._reached[units] = self._best_of(units)
        else:
            self._reached = self._best_of(self._all)
        self._changed[:] = False
        n = len(self.selected)
        # With the second feature begins the sum, of which nothing is known yet.
        self._first_batch = FIRST_BATCH if n == 1 else len(self._columns)
        behind, missing = n - self._met, self._gained - self._gains[self._met]
        least, most = self._reached + missing, missing + behind * self._entropy
        slack = SLACK * (1.0 + self._gained + behind * self._entropy)
        self._floor = (least - slack).max()
        self._bounds = self._reached + np.where(behind > 0, most + slack, 0.0)

    def _weights(self, units):
        met = self._met[units]
        weights = np.empty((units.size, 5))
        for column, weight in zip(weights.T, self.criterion.weights(met)):
            column[:] = weight
        weights[:, -1] *= self._gains[met]
        return weights

    def _catch_up(self, units):
        super()._catch_up(units)
        if self._lazy:
            self._reached[units] = self._best_of(units)

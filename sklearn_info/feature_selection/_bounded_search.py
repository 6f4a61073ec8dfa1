"""A lazy greedy search for sums of terms that have a least and a largest value."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.feature_selection._greedy_search import GreedySearch
from sklearn_info.feature_selection._variable import roomy

# More than what rounding may put a sum of information beyond a bound of it.
SLACK = 1e-9
# Times the relevance of the n-th feature: who has less entropy is left behind, since
# the best candidate adds about that relevance in the end. Of 100 to 1,000 words of BBC
# News and 20 Newsgroups 1 to 3 take about as long, and 0, with all keeping up, 1.2 to
# 2 times that.
HOPELESS = 1.6


class BoundedSearch(GreedySearch):
    """As `GreedySearch`, for criteria that sum I(X, S; Y) over the S.

    What a candidate has not met yet is bounded by I(S; Y) from below and, as
    I(X, S; Y) = I(S; Y) + I(X; Y | S), by I(S; Y) + H(X) from above. Many words are so
    rare that their entropy is less than what the best candidate adds in the end: they
    stay behind, and if they never come in, for good. All others keep up, since one by
    one they would take longer than together. Units should hold columns of similar
    entropy, in falling order.

    Parameters
    ----------
    pairs, criterion, allowed
        As of `GreedySearch`.
    n : int
        Features that will be selected, as far as is known.
    """

    def __init__(self, pairs, criterion, allowed, n):
        super().__init__(pairs, criterion, allowed)
        self._lazy = True
        entropies = (pairs.fixed.whole - pairs.f_x) * pairs.fixed.unit
        used = self._columns >= 0
        self._entropy = np.where(used, entropies[self._columns], 0.0).max(axis=1)
        ranked = np.sort(self.relevance[allowed])
        last = ranked[-n] if n < ranked.size else ranked.min(initial=0.0)
        self._keeps_up = self._entropy >= HOPELESS * last
        self._reached = None  # best scores of the units for what they have met
        self._gains = np.zeros(2)  # sums of I(S; Y), with room for more
        self._first_batch = len(self._columns)

    def select(self, feature):
        """Add a feature to those selected."""
        super().select(feature)
        n = len(self.selected)
        self._gains = roomy(self._gains, n)
        self._gains[n] = self._gained

    def _update_bounds(self):
        n = len(self.selected)
        if n > 1 and self._reached is not None:
            units = np.flatnonzero(self._changed)
            self._reached[units] = self._best_of(units)
        else:  # with the second feature the sum begins, of which nothing is known yet
            self._reached = self._best_of(self._all)
        self._changed[:] = False
        self._catch_up(np.flatnonzero(self._keeps_up & (self._met < n)))
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
        self._reached[units] = self._best_of(units)

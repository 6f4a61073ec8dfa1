"""A lazy greedy search for sums of terms that have a least and a largest value."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.feature_selection._greedy_search import GreedySearch
from sklearn_info.feature_selection._reach import ReachOfSome

# More than what rounding may put a sum of information beyond a bound of it.
SLACK = 1e-9
# Times the relevance of the n-th feature: who may tell less is left behind, since the
# best candidate adds about that relevance in the end. Of 20 to 1,000 words of BBC News
# and 20 Newsgroups 0.5 to 1.2 take as long within a fifth, and 0, with all keeping up,
# 1.5 times that.
HOPELESS = 0.7
# Nanoseconds of an entry when bounds are made.
REFINED = 3.0


class BoundedSearch(GreedySearch):
    """As `GreedySearch`, for criteria that sum I(X, S; Y) over the S.

    As I(X, S; Y) = I(S; Y) + I(X; Y | S), what a candidate has not met is bounded by
    H(X), and more tightly by its `Reach`. Many words are so rare that they never tell
    as much as what the best candidate adds: they stay behind, for good unless a bound
    says that they may be the best after all. All others keep up, since one by one they
    would take longer than together. Units should hold columns of similar reach, in
    falling order.

    Parameters
    ----------
    pairs : SparsePairs
    criterion, allowed
        As of `GreedySearch`.
    n : int
        Features that will be selected, as far as is known.
    """

    def __init__(self, pairs, criterion, allowed, n):
        super().__init__(pairs, criterion, allowed)
        self._lazy, self._scans_before = True, np.inf  # some never keep up
        self._first_batch = len(self._columns)
        self._entropy = self._largest(pairs.reach.entropies)
        self._likely = self._largest(pairs.reach.likely)
        self._ranked = np.sort(self.relevance[allowed])
        self._keepers = self._behind = np.empty(0, dtype=np.intp)
        self._bounds, self._expected = np.zeros(len(self._columns)), 0
        # What units may tell of the first n_reached at most.
        self._most, self._n_reached = np.zeros(len(self._columns)), 0
        # Their bounds, and nanoseconds that went to them since units last came in.
        self._sums, self._spent = None, 0.0
        self.expect(n)

    def expect(self, n):
        """Be told how many features will be selected, as far as is known."""
        if n <= self._expected:
            return
        self._expected, ranked = n, self._ranked
        last = ranked[-n] if n < ranked.size else 0.0
        least = min(HOPELESS * last, self._likely.max())
        self._let_keep_up(np.flatnonzero(self._likely >= least))

    def _largest(self, values):
        """Of each unit."""
        return np.where(self._columns >= 0, values[self._columns], 0.0).max(axis=1)

    def restore(self, state):
        """Go on from a state in which the same features were selected."""
        super().restore(state)
        self._let_keep_up(np.flatnonzero(self._met))

    def _let_keep_up(self, units):
        self._keepers = np.union1d(self._keepers, units)
        self._behind = np.setdiff1d(self._all, self._keepers)

    def _update_bounds(self):
        if not self.selected:
            self._score(self._all)
            return
        super()._catch_up(self._keepers)
        self._score(self._keepers)
        self._bound_behind()

    def _bound_behind(self):
        units, n = self._behind, len(self.selected)
        most = self._most[units] + (n - self._n_reached) * self._entropy[units]
        self._bounds[units] = (self._gained + most) * (1.0 + SLACK) + SLACK

    def _refine(self, units):
        n, reach = len(self.selected), self.pairs.reach
        to_keep_up = units.size * max(n, self._expected) * self.pairs.meeting
        self._spent += REFINED * self.pairs.n_entries
        if n == self._n_reached or self._spent > to_keep_up:
            self._spent = 0.0
            return False
        columns = self._columns[self._behind]
        used = columns >= 0
        bounds, columns = np.zeros(columns.shape), columns[used]
        if self._sums is None:
            self._sums = ReachOfSome(reach, columns)
        self._sums.add(self.selected[self._n_reached :])
        most = n * reach.entropies[columns]
        bounds[used] = np.minimum(self._sums.bounds(columns), most)
        self._most[self._behind] = bounds.max(axis=1)
        self._n_reached = n
        self._bound_behind()
        return True

    def _catch_up(self, units, most=None):
        n_pairs, _ = super()._catch_up(units)  # bounds are of who has met all, or waits
        self._let_keep_up(units)
        return n_pairs, True

"""Greedy forward selection: take the best candidate, again and again.

Candidates come in *units*, which are counted together. A unit that has not met all
selected features yet is *behind*; where a criterion can only fall, what it has met so
far bounds its scores from above, and a unit that is beaten by a finished one may stay
behind. So most pairs of features are never counted, and the choice is the same.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels._folds import add_pairs, lower_by_pairs
from sklearn_info.feature_selection._criteria import PairTerms

FAR = np.finfo(np.float64).max


def _replace(values, units, state):
    state[units] = values


def _raise(values, units, state):
    np.maximum.at(state, units, values)


# How the terms of pairs change what is known of their units, and what that is before.
# Pairs come one after the other, those of a unit in the order of selection: the
# rounding of a sum does not depend on who was behind.
FOLDS = {
    "sum": (add_pairs, 0.0),
    "min": (lower_by_pairs, FAR),
    "max": (_raise, -FAR),
    "last": (_replace, 0.0),
}
# Units in the first batch that catches up; each further batch of a step doubles.
FIRST_BATCH = 4


class GreedySearch:
    """Candidates, what is selected, and what each candidate has met of it.

    Parameters
    ----------
    pairs : DensePairs, SparsePairs, OneVsRestPairs, CopulaPairs or NeighborPairs
    criterion : Criterion
    allowed : ndarray of shape (n_features,), bool
        The candidates.
    lazy : bool
        Whether units may stay behind; for tests.

    Attributes
    ----------
    relevance : ndarray of shape (n_features,)
        I(X; Y) in nats.
    selected : list of int
    """

    def __init__(self, pairs, criterion, allowed, *, lazy=True):
        self.pairs, self.criterion = pairs, criterion
        self.selected = []
        fixed, self._columns = pairs.fixed, pairs.units
        self.relevance = (
            pairs.f_xy - pairs.f_x + (fixed.whole - pairs.f_y)
        ) * fixed.unit
        # A constant tells nothing, whatever the correction of an estimator says.
        self.relevance[pairs.f_x == fixed.constant] = 0.0
        order = self._columns[self._columns >= 0]
        self._in_order = (order[1:] > order[:-1]).all()
        self._place = np.empty((self.relevance.size, 2), dtype=np.int64)
        self._place[order] = np.argwhere(self._columns >= 0)
        self._relevance = self.relevance[self._columns]
        self._x = pairs.f_x[self._columns], pairs.f_xy[self._columns]
        # Added to the scores: -inf for what is no candidate.
        self._penalty = np.where(
            allowed[self._columns] & (self._columns >= 0), 0, -np.inf
        )
        # Of a lazy search: best bound of each unit, what the best candidate scores at
        # least, and units that lost a candidate.
        self._bounds, self._floor = None, -np.inf
        self._first_batch = FIRST_BATCH
        self._changed = np.zeros(len(self._columns), dtype=bool)
        self._lazy = lazy and criterion.falls and len(self._columns) > 1
        self._others = pairs.others()
        self._met = np.zeros(len(self._columns), dtype=np.int64)
        self._fold, start = FOLDS[criterion.fold]
        self._folded = np.full(self._columns.shape, start)
        # Sums over the S of f_xs and f_xsy, and of f_s and f_sy.
        self._pair_sums = np.zeros(self._columns.shape), np.zeros(self._columns.shape)
        self._s_sums = np.zeros(2)

    @property
    def n_candidates(self):
        return np.count_nonzero(self._penalty == 0)

    @property
    def state(self):
        """What the candidates have met so far, as arrays to go on from."""
        of_xs, of_xsy = self._pair_sums
        return {"met": self._met, "folded": self._folded, "xs": of_xs, "xsy": of_xsy}

    def restore(self, state):
        """Go on from a state in which the same features were selected."""
        self._met[:] = state["met"]
        self._folded[:] = state["folded"]
        self._pair_sums[0][:], self._pair_sums[1][:] = state["xs"], state["xsy"]

    def exclude(self, feature):
        """Let a feature be no candidate any more."""
        place = unit, _ = tuple(self._place[feature])
        self._penalty[place] = -np.inf
        self._changed[unit] = True

    def select(self, feature):
        """Add a feature to those selected."""
        self.exclude(feature)
        self.selected.append(int(feature))
        if self.criterion.pair is None:
            return
        s = self.pairs.feature(feature)
        if self.criterion.joint and len(self.selected) > 1:
            s = self.pairs.join(self._joint, s)
            self._s_sums[:] = 0.0
        self._joint = s
        self._s_sums += s.f_s, s.f_sy
        self._others.append(s)

    def best(self):
        """The best candidate and its score; equal ones go by the lowest index."""
        n = len(self.selected) if self.criterion.pair else 0
        if not self._lazy:
            self._catch_up(np.flatnonzero(self._met < n))
            return self._first_of(self._scores(slice(None)), self._columns)
        self._update_bounds()
        size = self._first_batch
        while True:
            units = np.flatnonzero(self._bounds == self._bounds.max())
            behind = self._met < n
            if not behind[units].any():
                return self._first_of(self._scores(units), self._columns[units])
            finished = self._bounds[~behind].max(initial=self._floor)
            units = np.flatnonzero(behind & (self._bounds >= finished))
            if units.size > size:
                units = units[np.argpartition(-self._bounds[units], size)[:size]]
            size *= 2
            self._catch_up(units)
            self._bounds[units] = self._best_of(units)

    def _update_bounds(self):
        """Best scores of all units, or bounds of them, after a feature was selected."""
        if len(self.selected) > 1 and self._bounds is not None:
            # Those that have met nothing yet know their relevance, as before.
            units = np.flatnonzero((self._met > 0) | self._changed)
            self._bounds[units] = self._best_of(units)
        else:
            self._bounds = self._best_of(slice(None))
        self._changed[:] = False

    def _best_of(self, units):
        return _row_maxima(self._scores(units))

    def _first_of(self, scores, columns):
        """The best of some scores, of the lowest feature, and what it is."""
        place = scores.argmax()
        best = scores.flat[place]
        if self._in_order:
            return int(columns.flat[place]), float(best)
        return int(columns[scores == best].min()), float(best)

    def redundancies(self, feature):
        """Means over the S of I(X; S) and I(X; S | Y), of the best candidate.

        In nats, and 0 before the first S. The second is NaN where the criterion has
        no use for it, and both are without a pair term.
        """
        if not self.selected:
            return 0.0, 0.0
        if self.criterion.pair is None:
            return np.nan, np.nan
        place = tuple(self._place[feature])
        n = 1 if self.criterion.joint else len(self.selected)
        terms = PairTerms(
            self.pairs.fixed,
            self.pairs.f_y,
            [sums[place] for sums in self._x],
            self._s_sums / n,
            [sums[place] / n for sums in self._pair_sums],
        )
        known = self.criterion.with_classes
        return terms.redundancy, terms.conditional_redundancy if known else np.nan

    def _scores(self, units):
        """Scores of units, or bounds of them; -inf for what is no candidate."""
        n = len(self.selected)
        scores = self._relevance[units]
        if n and self.criterion.pair:
            scores = self.criterion.score(scores, self._known(units), n)
        return scores + self._penalty[units]

    def _known(self, units):
        """What is known of the pair terms of units."""
        return self._folded[units]

    def _catch_up(self, units):
        """Let units meet the selected features that they have not met."""
        if units.size == 0:
            return
        n_behind = len(self.selected) - self._met[units]
        if self.criterion.joint:
            n_behind[:] = 1  # the last variable is all that is selected
        once = (n_behind == 1).all()
        if once:
            pairs, others = units, np.full(units.size, len(self._others) - 1)
        else:  # the pairs of each unit end with the last variable
            pairs = np.repeat(units, n_behind)
            others = np.arange(pairs.size) - np.repeat(n_behind.cumsum(), n_behind)
            others += len(self._others)
        both = self.pairs.pair_sums(pairs, others, self._others)
        rows = slice(None) if once and units.size == len(self._met) else pairs
        of_others = self._others.sums[-1 if once else others]
        terms = PairTerms(
            self.pairs.fixed,
            self.pairs.f_y,
            [sums[rows] for sums in self._x],
            of_others.T[..., None],
            both,
        )
        self._fold(self.criterion.pair(terms), pairs, self._folded)
        fold = _replace if self.criterion.joint else add_pairs
        for values, sums in zip(both, self._pair_sums):
            if values is not None:  # there may be no classes
                fold(values, pairs, sums)
        self._met[units] = len(self.selected)
        if not self._lazy:
            self._others = self.pairs.others()


def _row_maxima(scores):
    """Maximum of each row; by halves if short, where NumPy is slow."""
    if scores.shape[1] > 16:
        return scores.max(axis=1)
    while scores.shape[1] > 1:
        half = scores.shape[1] // 2
        scores = np.maximum(scores[:, :half], scores[:, -half:])
    return scores[:, 0]

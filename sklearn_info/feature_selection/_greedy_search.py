"""Greedy forward selection: take the best candidate, again and again.

Candidates come in *units*, which are counted together. A unit that has not met all
selected features yet is *behind*; where what it still lacks can only be taken from its
scores, those without it bound them from above, and a unit that is beaten by a finished
one may stay behind. So most pairs of features are never counted, and the choice is the
same.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels._folds import (
    FOLDS,
    TERMS,
    fold_pairs,
    score_units,
)
from sklearn_info._kernels._leading_units import (
    best_candidate,
    changed_units,
    leading_units,
    list_pairs,
)

FAR = np.finfo(np.float64).max
# What the folds begin with.
START = {"sum": 0.0, "min": FAR, "max": -FAR, "last": 0.0}
FIRST = np.zeros(1, dtype=np.int64)
# Weights of the first score.
RELEVANCE = np.array([1.0, 0.0, 0.0, 0.0, 0.0])
# What share of the selected features a unit meets at once, at least: its bound may fall
# below the best score before it has met all.
SHARE_AT_ONCE = 8
# What share of the units that caught up in the last step do so first in this one.
SHARE_OF_LAST = 4
# Columns that meet features at once: the sums of each take 16 bytes.
ROOM = 1 << 19
# Scans for a few units only, for each step and five more, from which on all units keep
# up: one scan a step serves them together. JMIM, NJMIM and MIFS of words soon do, and
# take a fifth to a half of the time.
LONE_SCANS = 1


class GreedySearch:
    """Candidates, what is selected, and what each candidate has met of it.

    Parameters
    ----------
    pairs : DensePairs, SparsePairs, OneVsRestPairs, CopulaPairs or NeighborPairs
    criterion : Criterion
    allowed : ndarray of shape (n_features,), bool
        The candidates.
    lazy : bool
        Whether units may stay behind: not if terms can be negative.

    Attributes
    ----------
    relevance : ndarray of shape (n_features,)
        I(X; Y) in nats.
    selected : list of int
    redundancy, conditional_redundancy : ndarrays of shape (n_units, width)
        Sums of I(X; S) and I(X; S | Y) over the S that each unit has met, in nats.
    folded : ndarray of shape (n_units, width)
        Terms of the criterion, folded over the same.
    """

    def __init__(self, pairs, criterion, allowed, *, lazy=True):
        self.pairs, self.criterion = pairs, criterion
        self.selected = []
        fixed, self._columns = pairs.fixed, pairs.units
        relevance = (pairs.f_xy - pairs.f_x + (fixed.whole - pairs.f_y)) * fixed.unit
        self.relevance = np.maximum(relevance, fixed.least)
        self.relevance[pairs.f_x == fixed.nothing] = 0.0  # of a constant, exactly
        order = self._columns[self._columns >= 0]
        self._places = np.empty(self.relevance.size, dtype=np.int64)
        self._places[order] = np.flatnonzero(self._columns >= 0)
        self._relevance = self.relevance[self._columns]
        self._x = pairs.f_x[self._columns], pairs.f_xy[self._columns]
        # Added to the scores: -inf for what is no candidate.
        self._penalty = np.where(
            allowed[self._columns] & (self._columns >= 0), 0, -np.inf
        )
        # Of a lazy search: best bound of each unit, and units that lost a candidate.
        self._bounds = None
        self._first_batch, self._at_once = pairs.first_batch, pairs.at_once
        self._n_caught_up = 0  # in the last step
        # By how much a bound lately fell with each feature that was met, if that is
        # about the same for all.
        self._fall = 0.0
        self._changed = np.zeros(len(self._columns), dtype=np.uint8)
        self._lazy = lazy and criterion.falls and len(self._columns) > 1
        self._others, self._scans_before = pairs.others(), pairs.lone_scans
        shape = self._columns.shape
        self._met = np.zeros(shape[0], dtype=np.int64)
        self.redundancy = np.zeros(shape)
        with_y = shape if criterion.with_classes else (0, 0)
        self.conditional_redundancy = np.zeros(with_y)
        self._fold, self._term = FOLDS.index(criterion.fold), -1
        self.folded = np.zeros((0, 0))
        if criterion.term:
            self._term = TERMS.index(criterion.term)
            self.folded = np.full(shape, START[criterion.fold])
        if criterion.capped:
            self.folded[:] = self._relevance
        self._gained = 0.0  # sum of I(S; Y)
        self._weights = RELEVANCE
        self._leaders, self._work = (
            np.empty(shape[0], np.int64),
            np.empty((2, shape[0])),
        )
        self._all = np.arange(shape[0])
        self._pairs = np.empty((2, 0), dtype=np.int64)
        # New pages of memory for the scores would cost as much as they.
        self._scores, self._best = np.empty(shape), np.empty(1)

    @property
    def n_candidates(self):
        return np.count_nonzero(self._penalty == 0)

    @property
    def state(self):
        """What the candidates have met so far, as arrays to go on from.

        Of those units only that have met something.
        """
        units = np.flatnonzero(self._met)
        known = {name: one[units] for name, one in self._known() if one.size}
        return {"units": units, **known}

    @property
    def n_bytes(self):
        """Of a state, at most."""
        return sum(one.nbytes for _, one in self._known())

    def restore(self, state):
        """Go on from a state in which the same features were selected."""
        for name, one in self._known():
            if one.size:
                one[state["units"]] = state[name]

    def _known(self):
        yield "met", self._met
        yield "folded", self.folded
        yield "redundancy", self.redundancy
        yield "conditional", self.conditional_redundancy

    def expect(self, n):
        """Be told how many features will be selected, as far as is known."""

    def exclude(self, feature):
        """Let a feature be no candidate any more."""
        place = unit, _ = self._place(feature)
        self._penalty[place] = -np.inf
        self._changed[unit] = 1

    def _place(self, feature):
        """Unit of a feature, and its column there."""
        return divmod(int(self._places[feature]), self._columns.shape[1])

    def select(self, feature):
        """Add a feature to those selected."""
        self.exclude(feature)
        self.selected.append(int(feature))
        self._gained += self.relevance[feature]
        *weights, gain = self.criterion.weights(len(self.selected))
        self._weights = np.array([*weights, gain * self._gained], dtype=np.float64)
        if not self.criterion.pairwise:
            return
        s = self.pairs.feature(feature)
        if self.criterion.joint and len(self.selected) > 1:
            s = self.pairs.join(self._joint, s)
        self._joint = s
        self._others.append(s)

    def best(self):
        """The best candidate and its score; equal ones go by the lowest index."""
        n = len(self.selected) if self.criterion.pairwise else 0
        most_scans = self._scans_before + LONE_SCANS * (n + 5)
        at_once = max(self._at_once, n // SHARE_AT_ONCE)
        size = max(self._first_batch, self._n_caught_up // SHARE_OF_LAST)
        n_caught_up = 0
        if self._lazy:
            self._update_bounds()
        while self._lazy:
            known = self._bounds, self._met, n, self._fall
            n_units, behind, n_pairs, n_foreseen = leading_units(
                *known, size, at_once, self._work, self._leaders
            )
            units = self._leaders[:n_units]
            if not behind:
                self._n_caught_up = n_caught_up
                return best_candidate(self._scores, self._bounds, units, self._columns)
            if self._refine(units):
                continue
            if self.pairs.all_keep_up(n_pairs, n_foreseen, n):
                self._lazy = False
                break
            n_caught_up += n_units
            n_pairs, finished = self._catch_up(units, at_once)
            size *= 1 + finished
            fallen = self._score(units)
            if self.criterion.steady:
                self._fall = fallen / n_pairs
            self._lazy = self.pairs.lone_scans <= most_scans
        self._catch_up(np.flatnonzero(self._met < n))
        return self._best_of_all()

    def _update_bounds(self):
        """Best scores of all units, or bounds of them, after a feature was selected."""
        if len(self.selected) > 1 and self._bounds is not None:
            averages = self.criterion.averages
            n = changed_units(self._changed, self._met, averages, self._leaders)
            self._score(self._leaders[:n])
        else:
            self._bounds = np.empty(len(self._columns))
            self._score(self._all)
            self._changed[:] = 0

    def _refine(self, units):
        """Lower the bounds of some units, if that is possible and worth it."""
        return False

    def _best_of_all(self):
        """The best candidate, where all units have met all, and its score."""
        self._score(FIRST)
        columns, scores = _as_one_unit(self._columns, self._scores)
        return best_candidate(scores, self._best, FIRST, columns)

    def redundancies(self, feature):
        """Means over the S of I(X; S) and I(X; S | Y), of the best candidate.

        In nats, and 0 before the first S. The second is NaN where the criterion has
        no use for it, and both are where the S do not matter.
        """
        if not self.selected:
            return 0.0, 0.0
        if not self.criterion.pairwise:
            return np.nan, np.nan
        place = self._place(feature)
        n = 1 if self.criterion.joint else len(self.selected)
        if not self.criterion.with_classes:
            return self.redundancy[place] / n, np.nan
        return self.redundancy[place] / n, self.conditional_redundancy[place] / n

    def _score(self, units):
        """Score units, or bound their scores, and keep the best of each as its bound.

        -inf for what is no candidate. `FIRST` asks for all units as one.

        Returns
        -------
        float
            By how much the bounds are less than before, in all.
        """
        scores, best = self._scores, self._bounds
        known = (
            self._relevance,
            self.redundancy,
            self.conditional_redundancy,
            self.folded,
            self._penalty,
        )
        if units is FIRST:
            (scores, *known), best = _as_one_unit(scores, *known), self._best
        quotient = self.criterion.quotient and len(self.selected) > 0
        return score_units(units, self._weights, quotient, *known, scores, best)

    def _catch_up(self, units, most=None):
        """Let units meet the selected features that they have not met, or some.

        Returns
        -------
        n_pairs : int
            Features that units met.
        finished : bool
            Whether a unit has met all now.
        """
        n = len(self.selected)
        if self.criterion.joint:  # the last variable is all that is selected
            self._met[units] = n - 1
            self.redundancy[units] = self.conditional_redundancy[units] = 0.0
        room = max(ROOM // (max(units.size, 1) * self._columns.shape[1]), 1)
        at_once = room if most is None else min(most, room)
        n_met, longest = 0, at_once + 1
        while longest > at_once:
            n_pairs, longest, shortest = self._list_pairs(units, at_once)
            n_met += n_pairs
            if n_pairs:
                self._meet(n_pairs, longest == 1)
            if most is not None:
                break
        if not self._lazy:
            self._others = self.pairs.others()
        return n_met, shortest <= at_once

    def _list_pairs(self, units, most):
        """List units with selected features that they have not met, and meet now."""
        known = len(self.selected), len(self._others), most
        listed = list_pairs(units, self._met, *known, self._pairs)
        if listed[0] > self._pairs.shape[1]:
            self._pairs = np.empty((2, 2 * listed[0]), dtype=np.int64)
            list_pairs(units, self._met, *known, self._pairs)
        return listed

    def _meet(self, n_pairs, together):
        """Let units meet features as listed; together: all of them the last one."""
        units, others = self._pairs[:, :n_pairs]
        sums = self.pairs.pair_sums(units, others, self._others)
        as_one = together and n_pairs == len(self._all)
        self._fold_pairs(units, others, sums, as_one)

    def _fold_pairs(self, units, others, sums, as_one):
        """Fold what pairs tell into what is known of their units.

        As one: the pairs of all units, in order, with one variable.
        """
        fixed, (f_xs, f_xsy) = self.pairs.fixed, sums
        sums = f_xs, f_xs[:0] if f_xsy is None else f_xsy, *self._x
        known = self.redundancy, self.conditional_redundancy, self.folded
        if as_one:
            units, sums, known = FIRST, _as_one_unit(*sums), _as_one_unit(*known)
        fold_pairs(
            *sums,
            self._others.sums,
            self.pairs.f_y,
            fixed.whole,
            fixed.unit,
            fixed.least,
            units,
            others,
            self._term,
            self._fold,
            *known,
        )


def _as_one_unit(*arrays):
    """All units as one: the kernels go along it without a stop."""
    return [array.reshape(1, -1) if array.size else array for array in arrays]

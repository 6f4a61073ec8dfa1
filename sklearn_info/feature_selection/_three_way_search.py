"""A greedy search whose candidates also meet every two selected features as one."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.feature_selection._greedy_search import GreedySearch


class ThreeWaySearch(GreedySearch):
    """As `GreedySearch`, with sums of I(X; S, S') over the pairs of selected features.

    They are what is folded, in nats.

    A new feature makes a pair with each one before it, so that k features take k^2 / 2
    tables of all candidates where other criteria take k. The first one, alone,
    stands for a pair of itself: I(X; S, S) = I(X; S).
    """

    def __init__(self, pairs, criterion, allowed, *, lazy=True):
        super().__init__(pairs, criterion, allowed, lazy=lazy)
        self._variables = []
        self.folded = np.zeros(self.redundancy.shape)

    def select(self, feature):
        """Add a feature to those selected."""
        super().select(feature)
        self._variables.append(self.pairs.feature(feature))

    def _catch_up(self, units):
        n_met = self._met.min()  # that of all: no unit stays behind
        super()._catch_up(units)
        for n in range(n_met, len(self._variables)):
            if n < 2:
                self.folded[:] = 0.0
            s = self._variables[n]
            for other in self._variables[: max(n, 1)]:
                self.folded += self._joint_redundancy(other, s)

    def _joint_redundancy(self, s, other):
        """I(X; S, S') of all candidates, in nats."""
        both = self.pairs.join(s, other)
        f_xs = self.pairs.joint_sums(both)
        fixed = self.pairs.fixed
        return (f_xs - self._x[0] + (fixed.whole - both.f_s)) * fixed.unit

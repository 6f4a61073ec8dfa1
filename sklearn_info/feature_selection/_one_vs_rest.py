"""The tables of one class against the rest, from bit planes that all classes share."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import replace

import numpy as np

from sklearn_info.feature_selection._pairs import CountedPairs
from sklearn_info.feature_selection._variable import Variable, Variables


class OneVsRestPairs(CountedPairs):
    """As `DensePairs`, with membership of a class as the target.

    Planes sorted by each class in turn would be as many copies of the table. Those
    of the table in its own order serve every class, with the class as part of the
    other variable: I(X, S; Y) is read from the table of X with (S, Y).

    Parameters
    ----------
    shared : DensePairs
        Without classes.
    member : ndarray of shape (n_samples,), uint8, of 0 and 1
    with_classes : bool
        Whether tables with the class are wanted.
    """

    def __init__(self, shared, member, with_classes):
        self.fixed, self.units, self.f_x = shared.fixed, shared.units, shared.f_x
        self._shared, self._member = shared, member
        self._with_classes = with_classes
        target = shared.variable(member, 2, f_sy=0)
        self.f_y = target.f_s
        self.f_xy, _ = shared.step(target)

    def feature(self, j):
        """Column j as a variable."""
        s = self._shared.feature(j)
        return Variable(s.codes, s.n_levels, s.f_s, int(self.f_xy[j]), j)

    def variable(self, codes, n_levels, f_sy=None):
        """As of `DensePairs.variable`."""
        s = self._shared.variable(codes, n_levels, f_sy=0)
        if f_sy is None:
            f_sy = self._with_class(s).f_s
        return replace(s, f_sy=f_sy)

    def others(self):
        """An empty collection of variables for `pair_sums`."""
        return _Twofold(self._shared.others(), self._shared.others(), self._with_class)

    def pair_sums(self, units, others, variables):
        """As of `DensePairs.pair_sums`."""
        f_xs, _ = self._shared.pair_sums(units, others, variables.alone)
        if not self._with_classes:
            return f_xs, None
        return f_xs, self._shared.pair_sums(units, others, variables.with_class)[0]

    def joint_sums(self, s):
        """As of `DensePairs.joint_sums`."""
        return self._shared.joint_sums(s)

    def _with_class(self, s):
        codes = s.codes.astype(np.int32) * 2 + self._member
        return self._shared.variable(codes, 2 * s.n_levels, f_sy=0)


class _Twofold(Variables):
    """Variables, each by itself and joined with the class."""

    def __init__(self, alone, with_class, join_class):
        super().__init__()
        self.alone, self.with_class = alone, with_class
        self._join_class = join_class

    def append(self, variable):
        super().append(variable)
        self.alone.append(variable)
        self.with_class.append(self._join_class(variable))

"""What the tables of all kinds of candidates have in common."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import replace

import numpy as np

from sklearn_info.feature_selection._variable import Variable, join
from sklearn_info.utils import rows_by_code


class Pairs:
    """Joint tables of units of columns with variables.

    Attributes
    ----------
    lone_scans : int
        Scans of all units so far that only some had a use for.
    first_batch, at_once : int
        Units that catch up at first in a step of a lazy search, and variables that each
        of them meets before it is seen whether it must meet more.
    """

    lone_scans = 0
    first_batch, at_once = 4, 1 << 30

    def all_keep_up(self, n_pairs, n_foreseen, n_steps):
        """Whether all units are to meet all variables from now on.

        Parameters
        ----------
        n_pairs : int
            That a lazy search is about to ask for.
        n_foreseen : float
            That it will ask for in this step, if it can tell; else 0.
        n_steps : int
            Variables so far.
        """
        return False


class CountedPairs(Pairs):
    """Pairs whose variables are codes, of which rows are counted.

    For `variable` a subclass has `fixed`, the classes `_y` of the rows, `_n_classes`,
    and `_sizes`, which counts or weighs the rows of each code.
    """

    def variable(self, codes, n_levels, f_sy=None):
        """Any column of codes as a variable; who has no use for f_sy may give any."""
        s = Variable(codes, n_levels, self.fixed.sum(self._sizes(codes, n_levels)))
        if f_sy is None:
            with_y = join(s, Variable(self._y, self._n_classes))
            f_sy = self.fixed.sum(self._sizes(*with_y))
        return replace(s, f_sy=f_sy)

    def join(self, variable, other):
        """Two variables as one."""
        return self.variable(*join(variable, other))


def coarse_order(keys):
    """Places of integers in rising order, but for differences of a hundredth.

    By such an order candidates share units: of these differences bounds lose nothing,
    and the rest is sorted by radix.
    """
    above = (keys - keys.min()).astype(np.float32)
    return rows_by_code(above.view(np.uint32) >> 16, 1 << 16)

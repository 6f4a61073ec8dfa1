"""What the tables of all kinds of candidates have in common."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

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


def coarse_order(keys):
    """Places of integers in rising order, but for differences of a hundredth.

    By such an order candidates share units: of these differences bounds lose nothing,
    and the rest is sorted by radix.
    """
    above = (keys - keys.min()).astype(np.float32)
    return rows_by_code(above.view(np.uint32) >> 16, 1 << 16)

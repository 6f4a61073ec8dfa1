"""digamma of whole numbers, from a table."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import cache

import numpy as np

# A table of so many digammas is made once.
SMALL_TABLE = 1 << 16


def digamma_table(n):
    """digamma of 0 to n, n at least 1."""
    return _small_table()[: n + 1] if n < SMALL_TABLE else _sums_of_inverses(n)


@cache
def _small_table():
    table = _sums_of_inverses(SMALL_TABLE)
    table.flags.writeable = False
    return table


def _sums_of_inverses(n):
    table = np.empty(n + 1)
    table[:2] = -np.inf, -np.euler_gamma
    np.divide(1.0, np.arange(1, n), out=table[2:])
    np.cumsum(table[1:], out=table[1:])
    return table

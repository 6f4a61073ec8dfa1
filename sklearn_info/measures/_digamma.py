"""digamma of whole numbers, from a table."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import cache

import numpy as np

# Tables of up to so many digammas are made once.
MOST_KEPT = 1 << 20


def digamma_table(n):
    """digamma of 0 to n, n at least 1."""
    if n >= MOST_KEPT:
        return _sums_of_inverses(n)
    return _kept_table(max(16, n.bit_length()))[: n + 1]


@cache
def _kept_table(n_bits):
    table = _sums_of_inverses(1 << n_bits)
    table.flags.writeable = False
    return table


def _sums_of_inverses(n):
    table = np.empty(n + 1)
    table[:2] = -np.inf, -np.euler_gamma
    np.divide(1.0, np.arange(1, n), out=table[2:])
    np.cumsum(table[1:], out=table[1:])
    return table

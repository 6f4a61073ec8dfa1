"""What the candidates are counted against: a column, or several as one."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np

# Combinations for each row up to which a table of them is quicker than sorting.
CODES_PER_ROW = 4
# Combinations of as many levels have codes of 64 bits.
MOST_CODES = 1 << 62


@dataclass(frozen=True)
class Variable:
    """A column of codes.

    Attributes
    ----------
    codes : ndarray of shape (n_samples,)
    n_levels : int
    f_s, f_sy : int
        Sums of f over its table, and over its joint table with y.
    column : int or None
        The feature that it is, if it is one.
    """

    codes: np.ndarray
    n_levels: int
    f_s: int = 0
    f_sy: int = 0
    column: int | None = None


class Variables:
    """A growing list of variables.

    Parameters
    ----------
    dtype : type
        Of their sums: whole numbers in fixed point, or reals.

    Attributes
    ----------
    sums : ndarray of shape (n_variables, 2)
        f_s and f_sy of each.
    """

    def __init__(self, dtype=np.int64):
        self._variables, self._all_sums = [], np.empty((1, 2), dtype=dtype)
        self.sums = self._all_sums[:0]

    def __len__(self):
        return len(self._variables)

    def __getitem__(self, place):
        return self._variables[place]

    def append(self, variable):
        n = len(self._variables)
        self._all_sums = roomy(self._all_sums, n)
        self._all_sums[n] = variable.f_s, variable.f_sy
        self.sums = self._all_sums[: n + 1]
        self._variables.append(variable)


def roomy(array, n):
    """An array with room for more than n rows, the first n of which are kept."""
    if n < len(array):
        return array
    larger = np.empty((2 * n, *array.shape[1:]), dtype=array.dtype)
    larger[:n] = array
    return larger


def join(*variables):
    """Codes of some variables as one, and how many of them occur."""
    codes, n_codes = variables[0].codes.astype(np.int64), variables[0].n_levels
    for other in variables[1:]:
        if n_codes * other.n_levels > MOST_CODES:
            codes, n_codes = _occurring(codes, n_codes)
            codes = codes.astype(np.int64)
        codes *= other.n_levels
        codes += other.codes
        n_codes *= other.n_levels
    return _occurring(codes, n_codes)


def _occurring(codes, n_codes):
    """Codes as places among those that occur, and how many these are."""
    if n_codes > CODES_PER_ROW * codes.size:
        occurring, codes = np.unique(codes, return_inverse=True)
        return codes.astype(np.int32), occurring.size
    occurs = np.bincount(codes, minlength=n_codes) > 0
    places = np.cumsum(occurs, dtype=np.int32) - 1
    return places[codes], int(occurs.sum())

"""An additive entropy estimator in fixed point, for sums that are exact.

The sums of f over the cells of a table are integers, so they do not depend on the
order, the instruction set or the way of counting: equal features tie exactly, and
the information of a constant is 0 exactly.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass
from math import frexp, log

import numpy as np

from sklearn_info._kernels._fixed_point import add_tables, sum_counts
from sklearn_info.measures import additive_table

# Nats that sums of weights differ by where they are equal.
ROUNDING = 1e-13


@dataclass(frozen=True)
class FixedPoint:
    """f(c) and n alpha(n) of an estimator, as multiples of n / unit.

    Attributes
    ----------
    f : ndarray of int64
        f(0), f(1), ...; beyond its end f(c) is c log c.
    scale : float
        A power of two: f[c] = f(c) scale.
    whole : int
        alpha(n) n, so that I = (whole + f_xy - f_x - f_y) unit.
    unit : float
        Nats of 1: 1 / (n scale).
    constant : int
        f(n): the sum over the table of a column of one level.
    slack : int
        What the rounding of sums of weights may take from it; 0 for counts.
    least : float
        Nats that information is at least: 0, but where bias is taken from it. Rounding
        would leave less, and a lazy search rely on a score that only falls.
    """

    f: np.ndarray
    scale: float
    whole: int
    unit: float
    constant: int
    slack: int = 0
    least: float = 0.0

    @classmethod
    def of(cls, estimator, n, n_rows, *, fractional=False):
        """Fixed point of an estimator for n samples, or rows of a total weight n.

        Weights may be fractional: then sums of them are rounded.

        No sum of f exceeds n log n by more than one for each row, so a sum needs that
        many bits before the point and the others of 62 are free: a cell is rounded by
        2^-38 / n nats at most for a million rows, less for fewer.
        """
        f, alpha = additive_table(estimator, n, int(n))
        _, bits = frexp(max(n, 2.0) * max(log(max(n, 2.0)), 1.0) + n_rows)
        scale = 2.0 ** (61 - bits)
        table = np.rint(f[: int(n) + 1] * scale).astype(np.int64)
        whole = constant = sum_counts(np.array([n], dtype=np.float64), table, scale)
        if estimator not in ("plugin", "miller_madow"):  # of which alpha(n) = f(n) / n
            whole = round(alpha * n * scale)
        if not fractional and table.size == int(n) + 1:
            # f(n) is asked for of constants only, which tell nothing then.
            table[-1] = constant = whole
        slack = int(ROUNDING * n * scale) if fractional else 0
        least = 0.0 if estimator == "plugin" else -np.inf
        return cls(table, scale, whole, 1.0 / (n * scale), constant, slack, least)

    @property
    def nothing(self):
        """The sum over the table of a column that is known to tell nothing."""
        return self.whole

    def settled(self, f_x):
        """Sums over the tables of columns, whole for those of one level.

        These tell nothing then, however weights are rounded.
        """
        return np.where(np.abs(f_x - self.constant) <= self.slack, self.whole, f_x)

    def sum(self, counts):
        """Sum of f over an array of counts or weights."""
        counts = np.ascontiguousarray(counts, dtype=np.float64).ravel()
        return sum_counts(counts, self.f, self.scale)

    def with_rest(self, counts, totals):
        """Sums of f over the tables of columns with classes.

        Parameters
        ----------
        counts : ndarray of shape (n_classes, n_columns, n_levels), int32 or float64
            Of all levels but one.
        totals : ndarray of shape (n_classes,), of the same type
            Of which what is left has that level.

        Returns
        -------
        sums : ndarray of shape (n_columns,), int64
        """
        sums = np.zeros(counts.shape[1], dtype=np.int64)
        add_tables(counts, totals, self.f, self.scale, sums)
        return sums


@dataclass(frozen=True)
class Nats:
    """In place of `FixedPoint` where sums are entropies already, times -1, in nats."""

    whole: float = 0.0
    unit: float = 1.0
    nothing: float = 0.0
    least: float = -np.inf

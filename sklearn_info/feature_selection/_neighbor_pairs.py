"""Information from nearest neighbours, of single columns with a variable.

A pair of columns is an estimate of its own, so pairs are estimated only when a search
asks for them.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np

from sklearn_info.feature_selection._class_counts import count_classes
from sklearn_info.feature_selection._fixed_point import Nats
from sklearn_info.feature_selection._neighbor_information import Values, information
from sklearn_info.feature_selection._pairs import Pairs
from sklearn_info.feature_selection._variable import Variables
from sklearn_info.preprocessing import EncodedTable
from sklearn_info.utils import Threads

# Nanoseconds that a sample takes, for `Threads`: of a column beside classes, of one
# beside numbers, and of two beside a target.
COLUMN, PAIR, TRIPLE = 60, 250, 800
# Nanoseconds of an estimate from which threads share them: between shorter ones the
# interpreter's lock goes to and fro, which takes longer than they do.
WORTH_SHARING = 1_000_000


class NeighborTable:
    """Columns of numbers and of codes, to be compared and counted.

    Parameters
    ----------
    table : EncodedTable
        With numbers.
    n_neighbors : int
    threads : Threads, default=None
        That columns and pairs are shared by; one by default.
    """

    least_class, weights = 2, None

    def __init__(self, table, n_neighbors, threads=None):
        self.n_neighbors, self.threads = n_neighbors, threads or Threads()
        self._table = table
        self.continuous = table.n_levels == 0
        self._columns = [None] * table.n_levels.size

    def __len__(self):
        return len(self._columns)

    def column(self, j):
        """Column j as a variable, which stays sorted for all that it meets."""
        if self._columns[j] is None:
            self._columns[j] = self._read(j)
        return self._columns[j]

    def _read(self, j, scale="standard"):
        if self.continuous[j]:
            return Values.of_numbers(self._table.numbers[:, j], scale)
        return Values.of_codes(self._table.codes[:, j].astype(np.int32))

    def target(self, target):
        """A target of classes or of numbers as a variable."""
        if target.numbers is None:
            return Values.of_codes(target.codes)
        return Values.of_numbers(target.numbers)

    def relevance(self, target):
        """I(X; Y) of each column, in nats; and None for p-values."""
        y = self.target(target)
        nats = np.empty(len(self))
        rest, scale = np.arange(len(self)), "standard"
        if y.codes is not None:
            # Numbers that meet classes only may have any scale; all that is discrete
            # is counted at once.
            rest, scale = np.flatnonzero(self.continuous), None
            codes, n_levels = self._table.codes, self._table.n_levels
            counted = np.flatnonzero(~self.continuous)
            if counted.size:
                part = EncodedTable(codes[:, counted], n_levels[counted])
                counts = count_classes(part, target)
                nats[counted] = counts.information()[0]

        def estimate(begin, end):
            for j in rest[begin:end]:
                x = self._read(j, scale)
                nats[j] = information(x, y, n_neighbors=self.n_neighbors)

        self.share(estimate, rest.size, COLUMN if y.codes is not None else PAIR)
        return nats, None

    def share(self, function, n, cost):
        """Let threads call a function on ranges of n, at a cost for each sample."""
        cost *= self._table.codes.shape[0]
        threads = self.threads if cost >= WORTH_SHARING else Threads()
        threads.ranges(function, n, cost)

    def pairs(self, target, with_classes=True):
        """The columns with a target of classes or of numbers."""
        return NeighborPairs(self, target, with_classes)


class NeighborPairs(Pairs):
    """Information of single columns with a variable, in the interface of `DensePairs`.

    All is told as by sums of f whose terms are total correlations: of a column alone
    0, of two columns their information, and of three

        I(X; S) + I(S; Y) + I(X; Y | S).

    Parameters
    ----------
    table : NeighborTable
    target : Target
    with_classes : bool
        Whether the terms with y are wanted.
    """

    fixed = Nats(nothing=np.nan)
    f_y = 0.0

    def __init__(self, table, target, with_classes=True):
        self._table, self._with_classes = table, with_classes
        self._y = table.target(target)
        self.f_x = np.zeros(len(table))
        self.f_xy, _ = table.relevance(target)
        # One column a unit: a lazy search asks for few of them.
        self.units = np.arange(len(table))[:, None]

    def feature(self, j):
        """Column j as a variable."""
        return NeighborVariable(self._table.column(j), 0.0, float(self.f_xy[j]))

    def join(self, variable, other):
        """Two variables as one, whose own information is no matter."""
        s = variable.values
        more = self._information(other.values, self._y, s)
        values = s.joined(other.values)
        return NeighborVariable(values, 0.0, variable.f_sy + more)

    def others(self):
        """An empty collection of variables for `pair_sums`."""
        return Variables(np.float64)

    def pair_sums(self, units, others, variables):
        """Total correlations of some columns, each with a variable, and with y."""
        f_xs = np.empty((units.size, 1))
        f_xsy = np.empty_like(f_xs) if self._with_classes else None

        def estimate(begin, end):
            for pair in range(begin, end):
                x, s = self._table.column(units[pair]), variables[others[pair]]
                f_xs[pair] = self._information(x, s.values)
                if f_xsy is not None:
                    more = self._information(x, self._y, s.values)
                    f_xsy[pair] = f_xs[pair] + s.f_sy + more

        self._table.share(estimate, units.size, TRIPLE if self._with_classes else PAIR)
        return f_xs, f_xsy

    def _information(self, x, y, given=None):
        return information(x, y, given, n_neighbors=self._table.n_neighbors)


@dataclass(frozen=True)
class NeighborVariable:
    """Values, and sums of f."""

    values: Values
    f_s: float
    f_sy: float

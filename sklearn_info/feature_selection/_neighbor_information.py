"""Information of variables of any kind, from counts and from nearest neighbours.

What is discrete is counted, and what is conditioned on it is the mean over its
levels. Numbers are compared: Ross (2014) beside a discrete variable, Kraskov et al.
(2004) and Frenzel and Pompe (2007) beside numbers, Mesner and Shalizi (2020) where
numbers have ties.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import cached_property

import numpy as np

from sklearn_info.feature_selection._variable import Variable, join
from sklearn_info.measures import (
    Search,
    ksg,
    mutual_information,
    pair_information,
    prepare,
    ross,
    tied,
    tied_class_information,
    tied_information,
)

SEARCH = Search()


class Values:
    """A variable: codes, numbers, or both if it is made of several columns.

    Parameters
    ----------
    codes : ndarray of shape (n_samples,), int32, or None
    numbers : ndarray of shape (n_samples, n_columns), float64, column-major
        Of like scale.
    """

    def __init__(self, codes, numbers):
        self.codes, self.numbers = codes, numbers

    def __len__(self):
        return self.numbers.shape[0]

    @classmethod
    def of_codes(cls, codes):
        return cls(codes, np.empty((codes.size, 0)))

    @classmethod
    def of_numbers(cls, numbers, scale="standard"):
        """A column, by default in units of its standard deviation."""
        prepared = prepare(numbers, scale)
        values = cls(None, prepared.numbers[:, None])
        values.prepared = prepared
        return values

    @cached_property
    def prepared(self):
        """The only column, sorted; or the sizes of classes."""
        return prepare(self.numbers[:, 0] if self.codes is None else self.codes, None)

    @cached_property
    def has_ties(self):
        """Whether numbers of some column are at equal distances."""
        if self.numbers.shape[1] == 1:
            return self.prepared.has_ties
        return any(tied(np.sort(column)) for column in self.numbers.T)

    @property
    def varies(self):
        values = self.numbers if self.codes is None else self.codes
        return bool((values != values[0]).any())

    def take(self, rows):
        codes = None if self.codes is None else self.codes[rows]
        return Values(codes, np.asfortranarray(self.numbers[rows]))

    def joined(self, other):
        """This variable and another as one."""
        numbers = np.asfortranarray(np.hstack([self.numbers, other.numbers]))
        codes = [one.codes for one in (self, other) if one.codes is not None]
        if len(codes) == 2:
            first, second = (Variable(code, int(code.max()) + 1) for code in codes)
            codes = [join(first, second)[0]]
        return Values(codes[0] if codes else None, numbers)


def information(x, y, given=None, *, n_neighbors):
    """I(X; Y), or I(X; Y | Z), in nats.

    Parameters
    ----------
    x, y : Values
        One column each, but x may be several of numbers if y is discrete.
    given : Values, default=None
    n_neighbors : int
        Fewer among fewer points.
    """
    if len(x) < 2:
        return 0.0
    n_neighbors = min(n_neighbors, len(x) - 1)
    if given is not None and given.codes is not None:
        return _over_levels(x, y, given, n_neighbors)
    if y.codes is None:
        x, y = y, x
    if x.codes is not None:
        return _of_codes(x, y, given, n_neighbors)
    if given is None and x.numbers.shape[1] == 1:
        return pair_information(x.prepared, y.prepared, n_neighbors)
    if not (x.varies and y.varies):
        return 0.0
    ties = any(
        one.has_ties for one in (x, y, given) if one is not None and one.codes is None
    )
    z = x.numbers[:, :0] if given is None else given.numbers
    if y.codes is None:
        if ties:
            return tied_information(x.numbers, y.numbers, z, n_neighbors)
        return ksg(x.numbers, y.numbers, z, n_neighbors, SEARCH)
    if ties:
        return tied_class_information(x.numbers, y.codes, z, n_neighbors)
    return ross(x.numbers, y.codes, z, n_neighbors, SEARCH)


def _of_codes(x, y, given, n_neighbors):
    """The same of two discrete variables, given numbers or nothing."""
    counted = mutual_information(x.codes, y.codes, estimator="plugin")
    if given is None:
        return counted
    # I(X; Y | Z) = I(X; Y) + I(Z; X | Y) - I(Z; X)
    within = information(given, x, y, n_neighbors=n_neighbors)
    return counted + within - information(given, x, n_neighbors=n_neighbors)


def _over_levels(x, y, given, n_neighbors):
    """The mean of the information inside each level of a variable."""
    order = np.argsort(given.codes, kind="stable")
    bounds = np.flatnonzero(np.diff(given.codes[order])) + 1
    rest = Values(None, given.numbers) if given.numbers.shape[1] else None
    return sum(
        rows.size
        / order.size
        * information(
            x.take(rows),
            y.take(rows),
            None if rest is None else rest.take(rows),
            n_neighbors=n_neighbors,
        )
        for rows in np.split(order, bounds)
    )

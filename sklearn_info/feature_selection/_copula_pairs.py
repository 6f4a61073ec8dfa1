"""Entropies of normal scores: the Gaussian copula, of all columns with a variable.

Within the rows of a *stratum* (all rows, or a class) the scores are taken as jointly
normal. The entropy of a column given others is then, up to a constant,

    h(X | S) = 1/2 log (sum of squares of X that S leaves unexplained),

and explaining is Gram and Schmidt's: every column S, like the mean of the stratum
and like a continuous y before it, is a factor whose products with the columns are
subtracted. One product of the table with S brings all columns up to date.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc, chdtrc, digamma

from sklearn_info.feature_selection._fixed_point import Nats
from sklearn_info.feature_selection._normal_scores import NormalScores
from sklearn_info.feature_selection._pairs import Pairs
from sklearn_info.feature_selection._strata import LEAST_CLASS, strata_of_classes
from sklearn_info.feature_selection._variable import Variables

# A share of squares that is this small is a rounding: the column is a sum of others.
DEPENDENT = 1e-13
# A correlation that is so near 1 is that of a copy.
COPY = 1e-10
# Numbers that are squared at once: few enough to stay in the cache.
BLOCK = 1 << 18


class CopulaTable:
    """Columns of numbers as normal scores.

    Parameters
    ----------
    numbers : ndarray of shape (n_samples, n_features), float64
    weights : ndarray of shape (n_samples,), default=None
    caller : str
        Name of the estimator, for errors.

    Attributes
    ----------
    scores : ndarray of shape (n_samples, n_features), column-major
    constant : ndarray of shape (n_features,), bool
    weights : ndarray of shape (n_samples,)
    """

    least_class = LEAST_CLASS

    def __init__(self, numbers, weights=None, caller=""):
        self.caller = caller
        self._score = NormalScores(numbers.shape[0], weights)
        self.weights = np.ones(numbers.shape[0]) if weights is None else weights
        self.scores, self._spreads = self._score.table(numbers)
        self.kurtosis = self._score.kurtosis
        self.constant = np.array([column.min() == column.max() for column in numbers.T])

    def pairs(self, target, with_classes=True):
        """The columns with a target of classes or of numbers."""
        if target.numbers is None:
            n_classes = target.classes.size
            codes, y = target.codes, None
        else:
            n_classes, (y, _) = 1, self._score.of(target.numbers)
            codes = np.zeros(y.size, dtype=np.int32)
        strata = strata_of_classes(self.scores, codes, n_classes, self.weights)
        return CopulaPairs(self, strata, y, with_classes)

    def relevance(self, target):
        """I(X; Y) of each column, in nats, and p-values."""
        pairs = self.pairs(target)
        return pairs.f_xy - pairs.f_x, pairs.pvalues()

    def sums(self, strata):
        """Sums of scores in each stratum, of shape (n_strata, n_features)."""
        return self._blockwise(strata, lambda block: block)

    def squares(self, strata):
        """Sums of squares of scores in each stratum."""
        return self._blockwise(strata, np.square)

    def spreads(self, strata):
        """The same of the spreads of equal values."""
        sums = np.zeros((strata.sizes.size, self.scores.shape[1]))
        for j, spread in self._spreads.items():
            sums[:, [j]] = strata.sums(spread[:, None])
        return sums

    def _blockwise(self, strata, function):
        n_samples, n_features = self.scores.shape
        sums = np.empty((strata.sizes.size, n_features))
        width = max(1, BLOCK // n_samples)
        for begin in range(0, n_features, width):
            some = slice(begin, begin + width)
            sums[:, some] = strata.sums(function(self.scores[:, some]))
        return sums


@dataclass(frozen=True)
class Unexplained:
    """What some factors leave of every column, in the rows of a stratum.

    Attributes
    ----------
    n : float
        Rows, or the sum of their weights.
    squares : ndarray of shape (n_features,)
        Sums of squares that are left.
    least : ndarray of shape (n_features,)
        The squares of a column that is a sum of the factors, but for rounding.
    factors : tuple of ndarrays of shape (n_features,)
        Products of each factor, scaled to unit length, with all columns.
    """

    n: float
    squares: np.ndarray
    least: np.ndarray
    factors: tuple = ()

    @property
    def degrees(self):
        return self.n - len(self.factors)

    def without(self, products, length=None, column=None):
        """What is left once one more factor is known.

        Parameters
        ----------
        products : ndarray of shape (n_features,)
            Of the factor with the columns.
        length : float
            Square root of what is left of the factor itself.
        column : int
            The column that it is, in place of a length.
        """
        if column is not None:
            if self.squares[column] <= 2 * self.least[column]:
                return self  # known already
            products = products.copy()
            for factor in self.factors:
                products -= factor[column] * factor
            length = np.sqrt(self.squares[column])
        own = products / length
        squares = np.maximum(self.squares - own**2, self.least)
        return replace(self, squares=squares, factors=(*self.factors, own))

    @property
    def entropies(self):
        """h of the columns, without the bias that few degrees of freedom make:
        E log (sum of m squares) = log 2 + digamma(m / 2) (Misra et al. 2005)."""
        return (np.log(self.squares) - digamma(self.degrees / 2)) / 2


class CopulaPairs(Pairs):
    """Entropies of all columns with a variable, in the interface of `DensePairs`.

    With classes, the columns are normal in each of them, with their own mean and
    correlations, and normal over all (Ince et al. 2017); with a continuous y, they
    and y are. Classes of fewer than 4 samples are left out.

    Parameters
    ----------
    table : CopulaTable
    strata : Strata or SortedStrata
        The classes, or one stratum.
    y : ndarray of shape (n_samples,), default=None
        A continuous target, as normal scores, in place of the classes.
    with_classes : bool
        Whether the terms with y are wanted.
    """

    fixed = Nats()
    f_y = 0.0  # its entropy is no matter: all terms are differences

    def __init__(self, table, strata, y=None, with_classes=True):
        self._strata, self._with_classes = strata, with_classes
        self._constant, self._caller = table.constant, table.caller
        self._kurtosis = table.kurtosis
        sizes = strata.sizes
        # Each column that is known takes a sample, and a variance needs two more.
        self.most_columns = int(sizes.min()) - LEAST_CLASS + 1
        self._shares = sizes / sizes.sum()
        squares, sums = table.squares(strata), table.sums(strata)
        self._lengths = np.sqrt(squares.sum(axis=0))
        # Of equal values, whose order is left open: by class only.
        self._spreads = np.zeros_like(squares)
        if y is None:
            self._spreads = table.spreads(strata)
            squares += self._spreads
        self._pooled = self._stratum(sizes.sum(), squares.sum(axis=0), sums.sum(axis=0))
        if y is None:
            self._given = [self._stratum(*parts) for parts in zip(sizes, squares, sums)]
        else:
            y = y - table.weights @ y / sizes[0]
            weighted = table.weights * y
            products = table.scores.T @ weighted
            self._given = [self._pooled.without(products, np.sqrt(weighted @ y))]
        self._continuous = y is not None
        self._nothing = Selected((), self._pooled, self._given)
        self.f_x, self.f_xy = (-h for h in self._entropies(self._nothing))
        self.units = np.arange(self.f_x.size)[None]
        self._latest = self._nothing

    def feature(self, j):
        """Column j as a variable."""
        return CopulaVariable((int(j),), float(self.f_x[j]), float(self.f_xy[j]))

    def join(self, variable, other):
        """A variable, and a column, as one."""
        (column,) = other.columns
        f_xs, f_xsy = self._sums(variable)
        f_sy = 0.0 if f_xsy is None else float(f_xsy[column])
        return CopulaVariable((*variable.columns, column), float(f_xs[column]), f_sy)

    def others(self):
        """An empty collection of variables for `pair_sums`."""
        return Variables(np.float64)

    def pair_sums(self, units, others, variables):
        """Entropies of all columns, each time with one of the variables."""
        sums = [self._sums(variables[other]) for other in others]
        f_xs, f_xsy = zip(*sums)
        return np.stack(f_xs), np.stack(f_xsy) if self._with_classes else None

    def joint_sums(self, s):
        """Entropies of all columns with s, as f_xs of `pair_sums`."""
        return self._sums(s)[0][None]

    def pvalues(self, columns=()):
        """P-values that each column is independent of y, given some others.

        Of a continuous y, the share of its squares that is left has a beta
        distribution. Of classes, the likelihood ratio of one regression for each
        class is compared with chi-square after it is scaled to the mean that it has
        under independence: of normal numbers (Bartlett 1937), and less as scores have
        fewer extremes, which variances depend on (Box 1953).
        """
        known = self._selected(tuple(columns))
        pooled, given = known.pooled, known.given
        if self._continuous:
            share = np.minimum(given[0].squares / pooled.squares, 1.0)
            p = betainc(max(given[0].degrees, 1) / 2, 0.5, share)
        else:
            strata = list(zip(self._shares, given))
            statistic = np.log(pooled.squares / pooled.n) - sum(
                share * np.log(one.squares / one.n) for share, one in strata
            )
            expected = _expected_log(pooled) - sum(
                share * _expected_log(one) for share, one in strata
            )
            degrees = (len(given) - 1) * (len(pooled.factors) + 1)
            p = np.ones(statistic.size)
            if degrees:
                # One in so many degrees is a variance.
                n_each = len(pooled.factors) + 1
                expected *= (n_each - 1 + (self._kurtosis - 1) / 2) / n_each
                statistic = np.maximum(statistic, 0.0) / expected
                p = chdtrc(degrees, degrees * statistic)
        determined = pooled.squares <= 2 * pooled.least
        return np.where(self._constant | determined, 1.0, p)

    def _stratum(self, n, squares, sums):
        """The rows of a stratum, with their mean as the first factor."""
        # A constant column has no squares; its entropy is not looked at.
        squares = np.where(self._constant, 1.0, squares)
        one = Unexplained(n, squares, np.zeros_like(squares))
        one = one.without(np.where(self._constant, 0.0, sums), np.sqrt(n))
        return replace(one, least=DEPENDENT * one.squares)

    def _selected(self, columns):
        """What is left of every column, given some; the latest are remembered."""
        goes_on = self._latest.columns == columns[: len(self._latest.columns)]
        known = self._latest if goes_on else self._nothing
        for column in columns[len(known.columns) :]:
            if self._constant[column]:
                known = replace(known, columns=(*known.columns, column))
                continue
            self._check_size(known.columns)
            products = self._products(column)
            pooled = known.pooled.without(products.sum(axis=0), column=column)
            given = known.given
            if self._with_classes:
                given = [
                    one.without(own, column=column) for one, own in zip(given, products)
                ]
            known = Selected((*known.columns, column), pooled, given)
        if goes_on:
            self._latest = known
        return known

    def _products(self, column):
        """Of all columns with one, in each stratum.

        The order of equal values is open for each column by itself, but for copies.
        """
        products = self._strata.products(column)
        if self._spreads[:, column].any():
            total = products.sum(axis=0)
            most = (1.0 - COPY) * self._lengths[column] * self._lengths
            copies = np.flatnonzero((np.abs(total) >= most) & ~self._constant)
            signs = np.sign(total[copies])
            products[:, copies] += self._spreads[:, [column]] * signs
        return products

    def _check_size(self, columns):
        if len(columns) >= self.most_columns:
            n = self.most_columns + LEAST_CLASS - 1
            rows = "y has" if self._continuous else "the smallest class of y has"
            raise ValueError(
                f"{self._caller}: a normal model of {len(columns) + 1} features "
                f"together needs {len(columns) + LEAST_CLASS} samples, but {rows} {n}. "
                "Pass a smaller k, or a criterion of pairs of features, such as "
                "'cmim' or 'jmi'."
            )

    def _entropies(self, known):
        """h(X | S) and h(X | S, Y) of all columns, S being known; 0 of a constant."""
        of_x = known.pooled.entropies
        of_xy = sum(
            share * one.entropies for share, one in zip(self._shares, known.given)
        )
        # What S determines is determined with y too, and y tells nothing of it.
        determined = known.pooled.squares <= 2 * known.pooled.least
        of_xy = np.where(determined, of_x, of_xy)
        return tuple(np.where(self._constant, 0.0, h) for h in (of_x, of_xy))

    def _sums(self, variable):
        """-h(X, S) and -h(X, S | Y) of all columns, with S a variable."""
        of_x, of_xy = self._entropies(self._selected(variable.columns))
        f_xsy = variable.f_sy - of_xy if self._with_classes else None
        return variable.f_s - of_x, f_xsy


@dataclass(frozen=True)
class CopulaVariable:
    """Columns, and -h of them together, and given y."""

    columns: tuple
    f_s: float
    f_sy: float


@dataclass(frozen=True)
class Selected:
    """What some columns leave of all: over the strata, and in each of them."""

    columns: tuple
    pooled: Unexplained
    given: list


def _expected_log(one):
    """E log of the mean of squares that are left of independent normal numbers."""
    return np.log(2 / one.n) + digamma(one.degrees / 2)

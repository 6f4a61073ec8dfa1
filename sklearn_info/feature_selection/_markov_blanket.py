"""Markov blanket of the target: the features given which no other tells more."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from sklearn.utils import check_random_state

from sklearn_info._kernels._permutations import shuffle_strata
from sklearn_info.feature_selection._base import BaseInformationSelector
from sklearn_info.feature_selection._conditional_tests import ConditionalTests
from sklearn_info.feature_selection._fcbf import FCBF
from sklearn_info.feature_selection._lesser_statistic import lesser_statistic
from sklearn_info.feature_selection._shared_docs import with_docs_of
from sklearn_info.feature_selection._variable import Variable, join
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    Threads,
    fit_context,
)

# P-values and statistics whose ratio differs from 1 by less are equal, and of equal
# ones the lowest index is taken.
ROUNDING = 1e-9


@with_docs_of(FCBF)
class MarkovBlanketSelector(BaseInformationSelector):
    r"""Select features given which the target is independent of all others.

    IAMB [1]_ grows a set of features S by the candidate that most certainly tells
    something about the target given S, as long as a test says so,

    .. math:: I(X; Y \mid S) > 0,

    and then takes out what the others made superfluous. If the distribution is
    faithful to a Bayesian network and there are enough samples, the result is the
    Markov blanket of Y: its parents, its children, and the other parents of these.
    Features that tell something together only, such as the inputs of an exclusive or,
    are not found.

    The strata of S multiply with each feature, so that the number of samples limits
    how many features can be told from chance: this is a selector for few strong
    features among many.

    Parameters
    ----------
    alpha : float, default=0.05
        Level of the tests. If no feature passes, the best one is selected, and a
        warning says so.

    method : {"iamb", "inter_iamb"}, default="iamb"
        Take out superfluous features at the end, or after each that is added, which
        keeps the strata larger.

    test : {"g", "permutation"}, default="g"
        The G-test compares 2 n I(X; Y | S) with a chi-square distribution whose
        degrees of freedom are the sum over the strata of (levels of X that occur - 1)
        (classes that occur - 1). In small strata that is too large by chance alone,
        and Pearson's statistic is compared instead where it is less, with the (n - 1)
        / n of each stratum that makes its mean exact [4]_. The permutation test
        permutes y within the strata and holds for any number of samples.

    correction : bool, default=True
        Whether adding a feature takes account of how many candidates there were: the
        p-value of the G-test is multiplied by their number, and the best of all
        candidates under each permutation is compared. Without it, as in [1]_, one noise
        feature in twenty passes the test at a level of .05.

    n_permutations : int, default=999
        Permutations of a test; the smallest p-value is 1 / (n_permutations + 1)
        [3]_. A test ends early once its p-value is above `alpha` for certain.

    max_features : int, default=None
        Stop growing at that many features.

    discrete_features, discrete_target, strategy, n_bins, levels, missing
        See :class:`FCBF`.

    random_state : int, RandomState instance or None, default=None
        Seed of the permutations.

    verbose : int, default=0
        Above 0, a line says which feature was added or taken out, and why.

    Attributes
    ----------
    scores_ : ndarray of shape (n_features,)
        Mutual information of each feature with y, in nats.

    ranking_ : ndarray of shape (`n_features_to_select_`,)
        Indices of the selected features in the order in which they were added; of
        equal candidates the one of the lowest index is taken.

    selection_scores_ : ndarray of shape (`n_features_to_select_`,)
        I(X; Y | S) in nats of each feature of `ranking_` and what had been selected
        when it was added.

    pvalues_ : ndarray of shape (`n_features_to_select_`,)
        P-value by which each feature of `ranking_` was added.

    n_features_to_select_, n_features_in_, feature_names_in_
        See :class:`FCBF`.

    See Also
    --------
    FCBF : Looks at pairs of features only, and needs fewer samples.
    sklearn_info.measures.mutual_information_test : The same tests of two variables.

    Notes
    -----
    A plug-in estimate grows by (degrees of freedom) / 2n through chance, so that the
    candidate that seems to tell most may only have many levels. The one with the
    smallest p-value is taken, and where these are too small for a number, the one whose
    statistic exceeds its degrees of freedom by most. The permutation test corrects for
    the choice by the distribution of the smallest p-value [2]_.

    A multilabel y is one target, each set of labels a class.

    References
    ----------
    .. [1] Tsamardinos, I., Aliferis, C. F. and Statnikov, A. (2003). "Algorithms for
       large scale Markov blanket discovery". Proceedings of FLAIRS, 376-380.
    .. [2] Westfall, P. H. and Young, S. S. (1993). "Resampling-based multiple
       testing". Wiley.
    .. [3] Phipson, B. and Smyth, G. K. (2010). "Permutation p-values should never be
       zero". Statistical Applications in Genetics and Molecular Biology 9, 39.
    .. [4] Birch, M. W. (1965). "The detection of partial association, II: the general
       case". Journal of the Royal Statistical Society B 27, 111-124.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn_info.feature_selection import MarkovBlanketSelector
    >>> rng = np.random.default_rng(0)
    >>> X = rng.integers(0, 2, (1000, 20))
    >>> y = X[:, 3] + X[:, 7] + rng.integers(0, 2, 1000)
    >>> X[:, 5] = X[:, 3] ^ (rng.random(1000) < 0.1)  # nothing that 3 does not tell
    >>> sorted(MarkovBlanketSelector().fit(X, y).ranking_.tolist())
    [3, 7]
    """

    _parameter_constraints: dict = {
        "alpha": [Interval(Real, 0, 1, closed="neither")],
        "method": [StrOptions({"iamb", "inter_iamb"})],
        "test": [StrOptions({"g", "permutation"})],
        "correction": ["boolean"],
        "n_permutations": [Interval(Integral, 1, None, closed="left")],
        "max_features": [Interval(Integral, 1, None, closed="left"), None],
        **BaseInformationSelector._parameter_constraints,
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    def __init__(
        self,
        alpha=0.05,
        *,
        method="iamb",
        test="g",
        correction=True,
        n_permutations=999,
        max_features=None,
        discrete_features="auto",
        discrete_target="auto",
        strategy="quantile",
        n_bins="auto",
        levels="presence",
        missing="error",
        random_state=None,
        verbose=0,
    ):
        self.alpha = alpha
        self.method = method
        self.test = test
        self.correction = correction
        self.n_permutations = n_permutations
        self.max_features = max_features
        self.discrete_features = discrete_features
        self.discrete_target = discrete_target
        self.strategy = strategy
        self.n_bins = n_bins
        self.levels = levels
        self.missing = missing
        self.random_state = random_state
        self.verbose = verbose

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Select the features.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            Numbers, booleans, strings or categories.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Classes of any kind, numbers, or a multilabel indicator.
        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a sample as that many independent ones; with test="g"
            only.

        Returns
        -------
        self : object
            Fitted selector.

        Raises
        ------
        ValueError
            If X holds missing values and `missing` is "error", y has one class
            only, lengths differ, or `n_permutations` is too small for `alpha`.
        TypeError
            If X or y is a Dask collection, or holds what is neither a number nor a
            string.
        """
        caller = type(self).__name__
        if self.test == "permutation":
            if sample_weight is not None:
                raise ValueError(
                    f"{caller}: test='permutation' permutes samples, and does not "
                    "take sample_weight. Repeat the rows instead, or use test='g'."
                )
            if 1 / (self.n_permutations + 1) > self.alpha:
                raise ValueError(
                    f"{caller}: n_permutations={self.n_permutations} cannot give a "
                    f"p-value below alpha={self.alpha:g}; at least "
                    f"{int(np.ceil(1 / self.alpha)) - 1} are needed."
                )
        X, target, weights = self._read(X, y, sample_weight)
        codes = target.joined().codes.astype(np.int64)
        table = self._encode(X, codes, weights, Threads())
        self._check_tested(table, weights)
        tests = _Tests(
            ConditionalTests(table, weights),
            codes,
            alpha=self.alpha,
            correction=self.correction,
            n_permutations=self.n_permutations if self.test == "permutation" else 0,
            rng=check_random_state(self.random_state),
        )
        self.scores_, *_ = tests.of_columns.of(codes, np.zeros_like(codes))
        steps = self._search(tests)
        if not steps:
            warnings.warn(
                f"{caller}: no feature tells anything about y at alpha="
                f"{self.alpha:g}; the best one is kept.",
                UserWarning,
                stacklevel=2,
            )
            tests.alpha = 1.0  # this p-value is kept, however large
            best, information, pvalue = tests.best([])
            steps = {best: (information, pvalue)}
        self.ranking_ = np.array(list(steps))
        self.selection_scores_, self.pvalues_ = np.array(list(steps.values())).T
        self.n_features_to_select_ = self.ranking_.size
        return self

    def _search(self, tests):
        """The selected features in order, each with its information and p-value."""
        most = self.max_features or tests.of_columns.n_features
        blanket, seen = {}, set()
        while len(blanket) < min(most, tests.of_columns.n_features):
            best, information, pvalue = tests.best(list(blanket))
            if pvalue > self.alpha:
                break
            blanket[best] = information, pvalue
            self._say("+", best, information, pvalue, len(blanket))
            if self.method == "inter_iamb":
                self._shrink(blanket, tests)
                # What was taken out may come back, but the search must end.
                if frozenset(blanket) in seen:
                    break
                seen.add(frozenset(blanket))
        if self.method == "iamb":
            self._shrink(blanket, tests)
        return blanket

    def _shrink(self, blanket, tests):
        """Take out what tells nothing given the rest, the least certain first."""
        while len(blanket) > 1:
            members = list(blanket)
            found = tests.given_the_others(members)
            worst = max(range(len(found)), key=lambda place: found[place][1])
            if found[worst][1] <= self.alpha:
                return
            del blanket[members[worst]]
            self._say("-", members[worst], *found[worst], len(blanket))

    def _say(self, sign, feature, information, pvalue, size):
        if self.verbose:
            print(
                f"[{type(self).__name__}] {sign} {self._called(feature)}: "
                f"{information:.4f} nats, p = {pvalue:.2g}, {size} selected"
            )


class _Tests:
    """Tests of the independence of y and columns given others."""

    def __init__(self, of_columns, y, *, alpha, correction, n_permutations, rng):
        self.of_columns, self.y = of_columns, y
        self.alpha, self.correction = alpha, correction
        self.n_permutations, self.rng = n_permutations, rng
        self._nothing = Variable(np.zeros(y.size, dtype=np.int32), 1)
        self._given, self._strata = [], self._nothing

    def best(self, given):
        """The most significant column, what it tells in nats, and the p-value."""
        strata = self._strata_of(given)
        information, excess, pvalues = self._test(self.y, strata)
        pvalues[given] = np.inf
        smallest = pvalues.min()
        # Of p-values that are too small for a float, the excess decides.
        excess[pvalues > smallest * (1 + ROUNDING)] = -np.inf
        most = excess.max()
        best = int(np.argmax(excess >= most - ROUNDING * max(abs(most), 1.0)))
        if self.n_permutations:
            pvalue = self._permuted(strata, smallest, best, given)
        elif self.correction:
            pvalue = min(1.0, smallest * (pvalues.size - len(given)))
        else:
            pvalue = smallest
        return best, information[best], pvalue

    def given_the_others(self, members):
        """What each member tells given the others, in nats, and the p-value."""
        columns = [self._variable(j) for j in members]
        before, after = [self._nothing], [self._nothing]
        for i in range(len(columns) - 1):
            before.append(_joined(before[-1], columns[i]))
            after.append(_joined(after[-1], columns[-1 - i]))
        found = []
        for column, some, others in zip(members, before, reversed(after)):
            strata = _joined(some, others).codes
            (information,), _, (pvalue,) = self._test(self.y, strata, column)
            if self.n_permutations:
                pvalue = self._permuted(strata, pvalue, column)
            found.append((information, pvalue))
        return found

    def _strata_of(self, given):
        """One code a sample for the values of some columns together."""
        if given[: len(self._given)] != self._given:
            self._given, self._strata = [], self._nothing
        for j in given[len(self._given) :]:
            self._strata = _joined(self._strata, self._variable(j))
        self._given = given
        return self._strata.codes

    def _variable(self, j):
        return Variable(*self.of_columns.column(j))

    def _test(self, y, strata, only=None):
        """Information in nats, the statistic less its mean if independent, p-values."""
        information, pearson, degrees = self.of_columns.of(y, strata, only)
        n = self.of_columns.n
        statistic, pvalues = lesser_statistic(n, information, pearson, degrees)
        return information, statistic - degrees, pvalues

    def _permuted(self, strata, reached, column, given=None):
        """Share of permutations within the strata whose G-test is as significant.

        That of one column, or, to correct for the choice among the candidates, the
        best of those that are not given. Stops once the p-value is above alpha for
        certain.
        """
        among_all = self.correction and given is not None
        members = np.argsort(strata, kind="stable")
        starts = np.append(0, np.cumsum(np.bincount(strata)))
        shuffled, order = np.empty((2, members.size), dtype=np.int64)
        n_reached = 1  # by the samples themselves
        for _ in range(self.n_permutations):
            uniform = self.rng.uniform(size=order.size)
            shuffle_strata(members, starts, uniform, shuffled, order)
            y = self.y[order]
            *_, pvalues = self._test(y, strata, None if among_all else column)
            if among_all:
                pvalues[given] = np.inf
            n_reached += pvalues.min() <= reached * (1 + ROUNDING)
            if n_reached > self.alpha * (self.n_permutations + 1):
                break
        return n_reached / (self.n_permutations + 1)


def _joined(variable, other):
    return Variable(*join(variable, other))

"""When to stop: does a feature still tell something, given what is selected?"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.feature_selection._conditional_tests import ConditionalTests
from sklearn_info.feature_selection._lesser_statistic import lesser_statistic
from sklearn_info.feature_selection._variable import Variable, join
from sklearn_info.preprocessing import EncodedTable


class SignificanceStop:
    """Whether the best candidate of a search tells nothing more about its target.

    Parameters
    ----------
    searches : list of GreedySearch
    targets : list of ndarrays of shape (n_samples,)
        What each search is about.
    weights : ndarray of shape (n_samples,) or None
    alpha : float

    Attributes
    ----------
    pvalues : list of float
        Of the candidates that were accepted; filled by the walk.
    """

    def __init__(self, searches, targets, weights, alpha):
        self.alpha, self.pvalues = alpha, []
        self._weights, self._n_searches = weights, len(searches)
        self._strata = {
            search: _Strata(search, target) for search, target in zip(searches, targets)
        }

    def can_tell(self, search):
        """Whether there are samples enough to ask for another candidate."""
        return True

    def pvalue(self, search, feature):
        """P-value of a candidate, times the number that it is the best of (Bonferroni).

        That is the number of candidates, and of searches that may go on.
        """
        p = self._plain_pvalue(search, feature)
        return min(1.0, p * search.n_candidates * self._n_searches)

    def _plain_pvalue(self, search, feature):
        return self._strata[search].pvalue(feature, self._weights)


class NormalStop(SignificanceStop):
    """The same for normal scores, of which `CopulaPairs` has the p-values."""

    def __init__(self, searches, alpha):
        super().__init__(searches, [], None, alpha)

    def can_tell(self, search):
        """Whether there are samples enough to ask for another candidate."""
        return len(search.selected) <= search.pairs.most_columns

    def _plain_pvalue(self, search, feature):
        return search.pairs.pvalues(tuple(search.selected))[feature]


class _Strata:
    """The rows of equal values in all that a search has selected, and its target."""

    def __init__(self, search, y):
        self._search, self._y = search, y
        self._codes, self._n_met = Variable(np.zeros(y.size, dtype=np.int32), 1), 0

    def pvalue(self, feature, weights):
        pairs, selected = self._search.pairs, self._search.selected
        for other in selected[self._n_met :]:
            self._codes = Variable(*join(self._codes, pairs.feature(other)))
        self._n_met = len(selected)
        x = pairs.feature(feature).codes
        return conditional_pvalue(x, self._y, self._codes.codes, weights)


def conditional_pvalue(x, y, strata, weights=None):
    """P-value that x and y are independent within every stratum.

    The statistic is the lesser of G = 2 n I(X; Y | Z) and Pearson's, summed over the
    strata z,

        Q = sum_z (n_z - 1) / n_z  X^2_z,

    and compared with chi-square of sum_z (levels of x - 1) (classes - 1) degrees of
    freedom, counting those that occur in the stratum. G is too large as soon as the
    selected features cut the samples in many small strata, where the mean of Q is
    exact; and single samples of rare levels in rare classes make Q too large.

    Parameters
    ----------
    x, y, strata : ndarrays of shape (n_samples,) of non-negative integers
    weights : ndarray of shape (n_samples,), default=None

    Returns
    -------
    float
    """
    table = EncodedTable(x.astype(np.int32)[:, None], np.array([int(x.max()) + 1]))
    tests = ConditionalTests(table, weights)
    _, (pvalue,) = lesser_statistic(tests.n, *tests.of(y, strata))
    return float(pvalue)

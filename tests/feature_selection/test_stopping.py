"""The test of k="auto": its size, its power, and what it is made of."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2, chi2_contingency, kstest

from sklearn_info.feature_selection import (
    CMIM,
    MarkovBlanketSelector,
    MIFeatureSelector,
)
from sklearn_info.feature_selection._stopping import conditional_pvalue


def statistics_of(table):
    """Pearson's statistic with an exact mean, G, and degrees of freedom."""
    n = table.sum()
    pearson = chi2_contingency(table, correction=False)
    g = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    return np.array([pearson.statistic * (n - 1) / n, g.statistic, pearson.dof])


@pytest.mark.parametrize("rare", [False, True])
def test_one_stratum_is_the_lesser_test(rare):
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 3, 200), rng.integers(0, 4, 200)
    if rare:  # one sample of a rare level in a rare class
        x, y = (np.arange(200) < rows for rows in (4, 3))
    *both, degrees = statistics_of(
        np.histogram2d(x, y, bins=(x.max() + 1, y.max() + 1))[0]
    )
    assert np.argmin(both) == rare
    own = conditional_pvalue(x.astype(int), y.astype(int), np.zeros(200, int))
    assert_allclose(own, chi2.sf(min(both), degrees), rtol=1e-10)


def test_strata_add_up():
    rng = np.random.default_rng(1)
    x, y, z = (rng.integers(0, levels, 300) for levels in (3, 2, 4))
    tables = [np.histogram2d(x[z == s], y[z == s], bins=(3, 2))[0] for s in range(4)]
    *both, degrees = sum(map(statistics_of, tables))
    own = conditional_pvalue(x, y, z)
    assert_allclose(own, chi2.sf(min(both), degrees), rtol=1e-10)


def test_weights_are_repetitions():
    rng = np.random.default_rng(2)
    x, y, z = (rng.integers(0, 3, 80) for _ in range(3))
    weights = rng.integers(1, 4, 80)
    own = conditional_pvalue(x, y, z, weights.astype(float))
    again = [np.repeat(column, weights) for column in (x, y, z)]
    assert_allclose(own, conditional_pvalue(*again), rtol=1e-10)


def test_strata_of_one_row_say_nothing():
    x, y = np.arange(10) % 2, np.arange(10) % 2
    assert conditional_pvalue(x, y, np.arange(10)) == 1.0
    assert conditional_pvalue(np.zeros(10, int), y, np.zeros(10, int)) == 1.0


@pytest.mark.parametrize("n_strata", [1, 20, 60])
def test_size_holds_in_small_strata(n_strata):
    """Independent columns: p-values are uniform, or nearly; the seed is fixed."""
    rng = np.random.default_rng(3)
    pvalues = [
        conditional_pvalue(
            rng.integers(0, 2, 300),
            rng.integers(0, 2, 300),
            rng.integers(0, n_strata, 300),
        )
        for _ in range(400)
    ]
    # Kolmogorov's distance at the level of one in a million.
    assert kstest(pvalues, "uniform").pvalue > 1e-6


@pytest.mark.filterwarnings("ignore:CMIM. no feature is significant")
@pytest.mark.parametrize("shares", [(0.03, 0.1), (0.005, 0.02)])
def test_size_holds_where_levels_and_classes_are_rare(shares):
    """The best of 200 columns of noise is not significant, but in one of twenty."""
    n_found = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        X = (rng.random((1000, 200)) < shares[0]).astype(int)
        y = (rng.random(1000) < shares[1]).astype(int)
        selector = CMIM(k="auto").fit(X, y)
        n_found += selector.pvalues_[0] <= 0.05
    assert n_found <= 8  # of 40 with a chance of 0.05: one in 10,000


@pytest.mark.parametrize(
    "selector", [CMIM(), MIFeatureSelector(k="auto"), MarkovBlanketSelector()], ids=str
)
def test_bins_that_have_looked_at_y_are_no_base_for_tests(selector):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(200, 4)), rng.integers(0, 2, 200)
    X[:, 0] += y
    selector.set_params(strategy="mdlp")
    with pytest.warns(UserWarning, match="strategy='mdlp' makes the bins that tell"):
        selector.fit(X, y)
    if not isinstance(selector, MarkovBlanketSelector):
        selector.set_params(k=1).fit(X, y)  # without a test, and without a warning

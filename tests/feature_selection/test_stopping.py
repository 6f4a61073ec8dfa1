"""The test of k="auto": its size, its power, and what it is made of."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2, chi2_contingency, kstest

from sklearn_info.feature_selection._stopping import conditional_pvalue


def test_one_stratum_is_pearsons_test():
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 3, 200), rng.integers(0, 4, 200)
    table = np.histogram2d(x, y, bins=(3, 4))[0]
    pearson = chi2_contingency(table, correction=False)
    # (n - 1) / n makes its mean exact.
    expected = chi2.sf(pearson.statistic * 199 / 200, pearson.dof)
    assert_allclose(conditional_pvalue(x, y, np.zeros(200, int)), expected, rtol=1e-10)


def test_strata_add_up():
    rng = np.random.default_rng(1)
    x, y, z = (rng.integers(0, levels, 300) for levels in (3, 2, 4))
    statistic = degrees = 0
    for stratum in range(4):
        rows = z == stratum
        n = rows.sum()
        table = np.histogram2d(x[rows], y[rows], bins=(3, 2))[0]
        pearson = chi2_contingency(table, correction=False)
        statistic += pearson.statistic * (n - 1) / n
        degrees += pearson.dof
    own = conditional_pvalue(x, y, z)
    assert_allclose(own, chi2.sf(statistic, degrees), rtol=1e-10)


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

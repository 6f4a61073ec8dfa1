"""Tests of independence: peers, exact p-values, calibration, bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from itertools import permutations

import numpy as np
import pytest
from joblib import parallel_config
from scipy.stats import chi2, chi2_contingency, kstest

from sklearn_info.measures import (
    _independence,
    mutual_information,
    mutual_information_test,
)


def samples(seed, n=300, levels=(3, 4, 2)):
    rng = np.random.default_rng(seed)
    return [rng.integers(0, k, n) for k in levels]


def test_g_test_equals_scipy():
    x, y, _ = samples(0)
    table = np.zeros((3, 4))
    np.add.at(table, (x, y), 1)
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    result = mutual_information_test(x, y)
    assert result.statistic == pytest.approx(expected.statistic, abs=1e-10)
    assert result.pvalue == pytest.approx(expected.pvalue, abs=1e-10)
    assert result.dof == expected.dof
    assert result.mutual_information == mutual_information(x, y)
    assert result.null_distribution is None


def test_conditional_g_test_is_a_sum_over_strata():
    x, y, z = samples(1)
    x[z == 1] %= 2  # the last level of x does not occur there
    parts = [mutual_information_test(x[z == k], y[z == k]) for k in (0, 1)]
    result = mutual_information_test(x, y, given=z)
    assert result.dof == 2 * 3 + 1 * 3
    assert result.statistic == pytest.approx(sum(p.statistic for p in parts))
    assert result.pvalue == pytest.approx(chi2.sf(result.statistic, result.dof))


def test_levels_that_do_not_occur_are_not_counted():
    x, y, _ = samples(2)
    assert mutual_information_test(100 * x, y * 7 - 3).dof == 6
    weights = (x != 2).astype(int)
    assert mutual_information_test(x, y, sample_weight=weights).dof == 3


@pytest.mark.parametrize("method", ["g", "permutation"])
def test_a_constant_is_independent_of_everything(method):
    x, _, _ = samples(3)
    result = mutual_information_test(x, np.ones(300), method=method, random_state=0)
    assert (result.statistic, result.dof, result.pvalue) == (0.0, 0, 1.0)


def test_permutation_pvalue_is_the_share_of_all_permutations():
    x, y = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, 2])
    observed = mutual_information(x, y)
    exact = np.mean(
        [mutual_information(x, p) >= observed - 1e-12 for p in permutations(y)]
    )
    m = 20_000
    result = mutual_information_test(
        x, y, method="permutation", n_permutations=m, random_state=0
    )
    # Four standard errors of a share of m draws.
    assert result.pvalue == pytest.approx(exact, abs=4 * np.sqrt(0.25 / m))
    reached = np.count_nonzero(result.null_distribution >= observed - 1e-12)
    assert result.pvalue == (reached + 1) / (m + 1)
    assert result.null_distribution.shape == (m,)


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("shuffled", [False, True])
def test_drawn_tables_are_those_of_permutations(given, shuffled, monkeypatch):
    if shuffled:  # as for tables too wide to write down
        monkeypatch.setattr(_independence, "MAX_CELLS_PER_SAMPLE", 0)
    x, y, z = samples(4, n=60)
    options = {"given": z} if given else {}
    drawn = mutual_information_test(
        x, y, method="permutation", n_permutations=2000, random_state=0, **options
    ).null_distribution
    rng, permuted = np.random.default_rng(0), []
    for _ in range(500):
        p = y.copy()
        for level in np.unique(z) if given else [None]:
            stratum = z == level if given else slice(None)
            p[stratum] = rng.permutation(p[stratum])
        permuted.append(mutual_information(x, p, **options))
    # Four standard errors of the difference of means, and a tenth of the spread.
    error = np.std(permuted) * np.sqrt(1 / 500 + 1 / 2000)
    assert drawn.mean() == pytest.approx(np.mean(permuted), abs=4 * error)
    assert drawn.std() == pytest.approx(np.std(permuted), rel=0.15)


def test_workers_do_not_change_the_result():
    x, y, z = samples(5)
    options = {"method": "permutation", "given": z, "random_state": 3}
    one = mutual_information_test(x, y, n_jobs=1, **options)
    with parallel_config(backend="threading"):  # processes take seconds to start
        two = mutual_information_test(x, y, n_jobs=2, **options)
    np.testing.assert_array_equal(one.null_distribution, two.null_distribution)
    again = mutual_information_test(x, y, **{**options, "random_state": 4})
    assert (again.null_distribution != one.null_distribution).any()


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("method", ["g", "permutation"])
def test_pvalues_of_independent_samples_are_uniform(method, given):
    pvalues = []
    for seed in range(150):
        x, y, z = samples(seed)
        result = mutual_information_test(
            x,
            y,
            given=z if given else None,
            method=method,
            n_permutations=199,
            random_state=seed,
        )
        pvalues.append(result.pvalue)
    # Seeds are fixed; a well-made test fails this for one choice of them in 1000.
    assert kstest(pvalues, "uniform").pvalue > 1e-3


def test_permutations_keep_their_level_where_the_g_test_does_not():
    # Thirty levels, sixty samples: far from the five counts a cell that G wants.
    rejected = {"g": 0, "permutation": 0}
    for seed in range(60):
        x, y, _ = samples(seed, n=60, levels=(30, 3, 2))
        for method in rejected:
            result = mutual_information_test(
                x, y, method=method, n_permutations=99, random_state=seed
            )
            rejected[method] += result.pvalue <= 0.05
    # Binomial(60, 0.05) is at most 8 with probability 0.997.
    assert rejected["permutation"] <= 8 < rejected["g"]


@pytest.mark.parametrize(
    ("n", "levels", "given", "method"),
    [
        (40, (2, 2), False, "g"),
        (300, (5, 3), False, "g"),
        (1000, (100, 2), False, "permutation"),
        (300, (3, 3, 12), True, "permutation"),
        (3000, (3, 3, 12), True, "g"),
    ],
)
def test_by_default_full_tables_take_the_g_test(n, levels, given, method):
    """Whose level holds there: of 150 draws P(more than 16 below .05) < .002."""
    rejected = 0
    for seed in range(150):
        x, y, z = samples(seed, n=n, levels=(*levels, 2)[:3])
        result = mutual_information_test(
            x, y, given=z if given else None, n_permutations=99, random_state=seed
        )
        assert result.method == method
        rejected += result.pvalue <= 0.05
    assert rejected <= 16


@pytest.mark.parametrize("method", ["g", "permutation"])
def test_dependence_is_found(method):
    x, y, z = samples(6)
    y = np.where(z == 0, x, y)
    result = mutual_information_test(x, y, given=z, method=method, random_state=0)
    assert result.pvalue <= 0.001
    # Dependent through z alone: gone once z is known.
    a = 2 * z + np.random.default_rng(0).integers(0, 2, 300)
    b = 2 * z + np.random.default_rng(1).integers(0, 2, 300)
    assert mutual_information_test(a, b, method=method, random_state=0).pvalue <= 0.001
    assert mutual_information_test(a, b, given=z, method=method).pvalue > 0.001


def test_weights_are_repetitions_and_bases_are_units():
    x, y, _ = samples(7)
    weights = np.random.default_rng(0).integers(0, 3, 300)
    result = mutual_information_test(x, y, sample_weight=weights, base=2)
    repeated = mutual_information_test(np.repeat(x, weights), np.repeat(y, weights))
    assert result.statistic == pytest.approx(repeated.statistic, abs=1e-9)
    assert result.mutual_information == pytest.approx(
        repeated.mutual_information / np.log(2), abs=1e-12
    )


def test_wide_tables():
    x, y = np.random.default_rng(0).integers(0, 4000, (2, 4000))
    result = mutual_information_test(
        x, y, method="permutation", n_permutations=19, random_state=0
    )
    assert result.pvalue > 0.05 / 19


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sample_weight": np.full(300, 0.5)}, "fractions"),
        ({"sample_weight": np.full(300, "a")}, "sample_weight"),
        ({"sample_weight": np.zeros(300)}, "zero"),
        ({"method": "chi2"}, "method"),
        ({"n_permutations": 0}, "n_permutations"),
        ({"random_state": "a"}, "random_state"),
        ({"estimator": "nsb"}, "estimator"),
        ({"given": np.zeros(3)}, "given has 3 samples"),
        ({"base": 0}, "base"),
    ],
)
def test_bad_input(options, message):
    x, y, _ = samples(8)
    with pytest.raises(ValueError, match=message):
        mutual_information_test(x, y, **options)

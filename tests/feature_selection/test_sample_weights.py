"""What weights of samples may change, and what they may not."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone

from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    MIFeatureSelector,
    SequentialMISelector,
)

# Sums of logarithms in another order differ by some 1e-14.
EXACT = {"rtol": 0, "atol": 1e-12}


@pytest.mark.parametrize("n", [50, 100, 290, 1000])
@pytest.mark.parametrize("weight", [0.1, 0.3, 0.7, 3.0])
def test_equal_weights_leave_rows_in_their_bins(n, weight):
    """Parts of equal frequency end between two rows, where sums are easily rounded."""
    rng = np.random.default_rng(n)
    X, y = rng.permutation(n).astype(float)[:, None], rng.integers(0, 2, n)
    for n_bins in (2, 5):
        selector = MIFeatureSelector(k=1, n_bins=n_bins, discrete_features=False)
        plain = clone(selector).fit(X, y).scores_
        weighted = clone(selector).fit(X, y, np.full(n, weight)).scores_
        assert_allclose(weighted, plain, **EXACT)


@pytest.mark.parametrize("weights", ["equal", "any"])
def test_parts_of_stored_entries_do_not_depend_on_other_columns(weights):
    rng = np.random.default_rng(1)
    column, y = rng.permutation(90) + 1.0, rng.integers(0, 2, 90)
    X = sp.csc_array(np.repeat(column[:, None], 60, axis=1))
    own = np.full(90, 0.3) if weights == "equal" else rng.random(90)
    selector = MIFeatureSelector(k=1, levels="quantiles")
    scores = clone(selector).fit(X, y, own).scores_
    assert_array_equal(scores, scores[0])
    if weights == "equal":
        assert_allclose(scores, clone(selector).fit(X, y).scores_, **EXACT)


@pytest.mark.parametrize("dtype", [np.float16, ">f8", "<f4", ">i4"])
@pytest.mark.parametrize("container", [sp.csr_array, sp.csc_array])
def test_parts_of_entries_of_any_type(dtype, container):
    rng = np.random.default_rng(0)
    y, dense = rng.integers(0, 3, 200), rng.integers(0, 30, (200, 9))
    native = container(dense.astype(float))
    X = container(native)
    X.data = X.data.astype(dtype)
    own, plain = (MRMR(k=5, levels="quantiles").fit(one, y) for one in (X, native))
    assert_array_equal(own.ranking_, plain.ranking_)
    assert_array_equal(own.scores_, plain.scores_)


def test_tests_count_fractions_as_they_are():
    """A weight that is next to whole changes next to nothing."""
    rng = np.random.default_rng(0)
    X = rng.integers(0, 2, (40, 3))
    y = np.where(rng.random(40) < 0.7, X[:, 0], 1 - X[:, 0])
    selector = JMI(k="auto", alpha=0.5, discrete_features=True)
    found = {}
    for weight in (0.9999, 1.0, 2.9999, 3.0):
        weights = np.full(40, np.rint(weight))
        weights[0] = weight
        found[weight] = clone(selector).fit(X, y, weights).pvalues_[0]
    assert_allclose(found[0.9999], found[1.0], rtol=1e-3)
    assert_allclose(found[2.9999], found[3.0], rtol=1e-3)
    assert found[3.0] < 0.1 * found[1.0]


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmim", "cmi"])
def test_equal_weights_are_none(criterion, sparse):
    rng = np.random.default_rng(2)
    X, y = rng.integers(0, 3, (300, 40)), rng.integers(0, 3, 300)
    X[:, ::7] = (X[:, ::7] + y[:, None]) // 2
    if sparse:
        X = sp.csr_array(X)
    selector = SequentialMISelector(criterion, k=12, levels="counts")
    plain = clone(selector).fit(X, y)
    for weight in (1.0, 0.37):
        own = clone(selector).fit(X, y, np.full(300, weight))
        assert_array_equal(own.ranking_, plain.ranking_)
        assert_array_equal(own.selection_scores_, plain.selection_scores_)


@pytest.mark.parametrize("estimator", ["miller_madow", "grassberger", "jackknife"])
@pytest.mark.parametrize("weight", [1e8, 1e16])
def test_of_very_many_samples_nothing_is_left_to_correct(estimator, weight):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 3, (60, 5)), rng.integers(0, 3, 60)
    weights = rng.integers(1, 4, 60) * weight
    for selector in (JMI(k=3), MIFeatureSelector(k=3)):
        selector.set_params(discrete_features=True)
        plain = clone(selector).fit(X, y, weights)
        own = clone(selector).set_params(estimator=estimator).fit(X, y, weights)
        assert_array_equal(own.ranking_, plain.ranking_)
        assert_allclose(own.scores_, plain.scores_, rtol=0, atol=1e-6)


def test_scores_of_very_many_ranks():
    """They are those of a million, but for 1e-6 or so."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(200, 6)), rng.integers(0, 2, 200)
    X[:, 0] += y
    weights = rng.integers(1, 9, 200)
    selector = CMIM(k=3, measure="gaussian_copula")
    fewer, more = (clone(selector).fit(X, y, weights * w) for w in (1000, 10**7))
    assert_array_equal(fewer.ranking_, more.ranking_)
    assert_allclose(fewer.scores_, more.scores_, rtol=0, atol=1e-5)

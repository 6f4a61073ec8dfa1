"""FCBF against its definition, pair by pair, and its invariants."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from references.fcbf import predominant_features
from sklearn.datasets import load_breast_cancer
from sklearn.exceptions import NotFittedError

from sklearn_info.feature_selection import FCBF

# Sums of at most some hundred c log c, each exact to one rounding of 1e-16 relative.
EXACT = {"rtol": 0, "atol": 1e-12}
SPARSE = [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]


def related_columns(rng, n, p, n_levels=4, n_classes=3):
    """Columns that repeat y or one another for a share of the rows."""
    y = rng.integers(0, n_classes, n)
    columns = [rng.integers(0, n_levels, n) for _ in range(p)]
    for j in range(p):
        model = y if j < 3 else columns[rng.integers(0, j)]
        copied = rng.random(n) < rng.choice([0, 0.3, 0.6, 1])
        columns[j] = np.where(copied, model, columns[j])
    return np.column_stack(columns), y


def assert_defined(selector, columns, y, weights=None):
    kept, relevance = predominant_features(columns, y, selector.threshold, weights)
    assert selector.ranking_.tolist() == kept
    uncertainty = selector.symmetrical_uncertainty_
    np.testing.assert_allclose(uncertainty, relevance, **EXACT)
    np.testing.assert_array_equal(selector.selection_scores_, uncertainty[kept])
    np.testing.assert_array_equal(selector.get_support(indices=True), sorted(kept))
    assert selector.n_features_to_select_ == len(kept)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.05]), st.booleans())
def test_selection_is_that_of_the_definition(seed, threshold, weighted):
    rng = np.random.default_rng(seed)
    X, y = related_columns(rng, 80, 14)
    X[:, 0] = np.where(rng.random(80) < 0.9, y, X[:, 0])  # something is relevant
    weights = rng.integers(1, 5, 80) if weighted else None
    listed = None if weights is None else weights.tolist()
    selector = FCBF(threshold, discrete_features=True)
    selector.fit(X, y, sample_weight=weights)
    assert_defined(selector, X.T.tolist(), y.tolist(), listed)
    X = np.maximum(X - 1, 0)  # with absences
    for levels, most in (("presence", 1), ("counts", 2)):
        columns = np.minimum(X, most).T.tolist()
        for container in SPARSE:
            selector = FCBF(threshold, levels=levels)
            selector.fit(container(X), y, sample_weight=weights)
            assert_defined(selector, columns, y.tolist(), listed)


def test_levels_of_quantiles_and_what_is_stored():
    """Unsorted indices, explicit zeros and duplicates change nothing."""
    rng = np.random.default_rng(0)
    dense = rng.random((90, 9)) * (rng.random((90, 9)) < 0.5)
    y = (dense[:, 2] > 0.5) + (dense[:, 4] > 0).astype(int)
    plain = FCBF(levels="quantiles").fit(sp.csr_array(dense), y)
    table = sp.csr_array(dense)
    half = sp.coo_array(dense / 2)
    rows = np.concatenate([half.row[::-1], half.row, [0, 1]])
    columns = np.concatenate([half.col[::-1], half.col, [0, 1]])
    data = np.concatenate([half.data[::-1], half.data, [0, 0]])
    order = np.argsort(rows, kind="stable")
    bounds = np.searchsorted(rows[order], np.arange(91))
    table = sp.csr_array((data[order], columns[order], bounds), shape=(90, 9))
    before = table.copy()
    odd = FCBF(levels="quantiles").fit(table, y)
    assert odd.ranking_.tolist() == plain.ranking_.tolist()
    np.testing.assert_array_equal(table.indices, before.indices)
    np.testing.assert_array_equal(table.data, before.data)


def test_long_selections_of_words():
    """So many steps that the table of the candidates is made smaller on the way."""
    rng = np.random.default_rng(3)
    y = rng.integers(0, 3, 120)
    X = rng.poisson(0.3 + 0.5 * (rng.integers(0, 3, 90) == y[:, None]))
    X[:, 45:] = np.where(rng.random((120, 45)) < 0.7, X[:, :45], X[:, 45:])
    for levels, most in (("presence", 1), ("counts", 2)):
        selector = FCBF(levels=levels).fit(sp.csr_array(X), y)
        assert selector.ranking_.size < 60
        assert_defined(selector, np.minimum(X, most).T.tolist(), y.tolist())


def test_of_copies_one_is_kept():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 100)
    x = np.where(rng.random(100) < 0.5, y, rng.integers(0, 3, 100))
    z = rng.integers(0, 2, 100)
    X = np.column_stack([z, x, y, x, (y + 1) % 3, 2 - x])
    assert FCBF(0.02).fit(X, y).ranking_.tolist() == [2]
    X = X[:, [0, 1, 3, 5]]
    assert FCBF(0.02).fit(X, y).ranking_.tolist() == [1]


def test_max_features_is_the_beginning():
    rng = np.random.default_rng(1)
    X, y = related_columns(rng, 200, 40)
    X, y = (X > 1).astype(int), y
    for convert in (np.asarray, sp.csr_array):
        whole = FCBF().fit(convert(X), y).ranking_
        assert whole.size > 3
        some = FCBF(max_features=3).fit(convert(X), y).ranking_
        assert some.tolist() == whole[:3].tolist()


def test_threads_frames_and_continuous_columns():
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    selector = FCBF(0.05).fit(X, y)
    binned = np.column_stack(
        [np.searchsorted(np.sort(x)[[113, 227, 341, 455]], x) for x in X.to_numpy().T]
    )
    assert_defined(selector, binned.T.tolist(), y.tolist())
    threads = FCBF(0.05, n_jobs=2).fit(X, y)
    assert threads.ranking_.tolist() == selector.ranking_.tolist()
    kept = selector.set_output(transform="pandas").transform(X)
    pd.testing.assert_frame_equal(kept, X.iloc[:, sorted(selector.ranking_)])


def test_sets_of_labels_are_classes():
    rng = np.random.default_rng(0)
    Y = rng.integers(0, 2, (150, 2))
    X = np.column_stack([Y[:, 0] ^ Y[:, 1], Y, rng.integers(0, 2, 150)])
    for convert in (np.asarray, sp.csr_array):
        selector = FCBF(0.1).fit(convert(X), Y)
        assert_defined(selector, X.T.tolist(), (2 * Y[:, 0] + Y[:, 1]).tolist())


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array])
def test_without_a_relevant_feature_the_best_is_kept(convert):
    X = convert(np.array([[0, 1], [0, 1], [0, 0], [0, 0]]))
    with pytest.warns(UserWarning, match="FCBF: no feature .* threshold=0;"):
        selector = FCBF().fit(X, [0, 1, 0, 1])
    assert selector.ranking_.tolist() == [0]
    assert selector.scores_.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"threshold": -0.1}, "The 'threshold' parameter of FCBF"),
        ({"threshold": 1.0}, "The 'threshold' parameter of FCBF"),
        ({"max_features": 0}, "The 'max_features' parameter of FCBF"),
        ({"levels": "tfidf"}, "The 'levels' parameter of FCBF"),
    ],
)
def test_bad_parameters(params, message):
    with pytest.raises(ValueError, match=message):
        FCBF(**params).fit([[0], [1]], [0, 1])


def test_bad_input():
    X, y = np.array([[0, 1], [1, 1], [0, 0.5], [1, 0]]), [0, 1, 0, 1]
    with pytest.raises(ValueError, match="FCBF: y holds one class 1 only"):
        FCBF().fit(X, [1, 1, 1, 1])
    with pytest.raises(ValueError, match="FCBF: .* NaN or missing values in column 1"):
        FCBF().fit(np.where(X == 0.5, np.nan, X), y)
    with pytest.raises(ValueError, match="FCBF: levels='counts' asks for whole"):
        FCBF(levels="counts").fit(sp.csr_array(X), y)
    with pytest.raises(ValueError, match="FCBF: X and y differ in length"):
        FCBF().fit(X, y[:-1])
    with pytest.raises(NotFittedError):
        FCBF().transform(X)

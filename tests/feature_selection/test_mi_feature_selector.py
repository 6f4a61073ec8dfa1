"""MIFeatureSelector against definitions, scikit-learn, and its own invariants."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from references.information import mutual_information
from scipy.stats import chi2, chi2_contingency
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.feature_selection import mutual_info_classif

from sklearn_info.feature_selection import MIFeatureSelector
from sklearn_info.feature_selection._class_counts import count_classes
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.utils import encode_target

# Sums of at most some hundred c log c, each exact to one rounding of 1e-16 relative.
EXACT = {"rtol": 0, "atol": 1e-12}
SPARSE = [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]


@pytest.fixture
def codes():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 400)
    X = rng.integers(0, 5, (400, 8))
    X[:, 1] = y
    X[:, 2] = 7
    X[:, 3] = np.where(rng.random(400) < 0.5, y, X[:, 3])
    return X, y


@pytest.fixture
def words():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 300)
    X = rng.poisson(0.4 + 0.8 * (rng.integers(0, 3, 40) == y[:, None]))
    return X, y


def one_by_one(X, y, weights=None):
    return [mutual_information(x, y, weights) for x in X.T.tolist()]


# ------------------------------------------------------------------------ values


def test_scores_equal_the_definition_and_scikit_learn(codes):
    X, y = codes
    scores = MIFeatureSelector(k=2, discrete_features=True).fit(X, y).scores_
    np.testing.assert_allclose(scores, one_by_one(X, y.tolist()), **EXACT)
    expected = mutual_info_classif(X, y, discrete_features=True)
    np.testing.assert_allclose(scores, expected, **EXACT)


def test_a_constant_column_scores_exactly_zero(codes):
    X, y = codes
    weights = np.random.default_rng(0).random(400)
    for estimator in ("plugin", "miller_madow", "grassberger", "jackknife"):
        selector = MIFeatureSelector(k=1, estimator=estimator)
        assert selector.fit(X, y).scores_[2] == 0
        assert selector.fit(sp.csr_array(X), y).scores_[2] == 0
    selector = MIFeatureSelector(k=1)
    assert selector.fit(X, y, sample_weight=weights).scores_[2] == 0
    assert selector.fit(sp.csr_array(X), y, sample_weight=weights).scores_[2] == 0


def test_a_copy_of_y_scores_the_entropy_of_y(codes):
    X, y = codes
    p = np.bincount(y) / y.size
    scores = MIFeatureSelector(k=1).fit(X, y).scores_
    np.testing.assert_allclose(scores[1], -(p * np.log(p)).sum(), **EXACT)


@pytest.mark.parametrize("container", SPARSE)
def test_sparse_words_score_as_their_presence(words, container):
    X, y = words
    selector = MIFeatureSelector(k=3).fit(container(X), y)
    present = one_by_one(X > 0, y.tolist())
    np.testing.assert_allclose(selector.scores_, present, **EXACT)
    assert type(selector.transform(container(X))) is container


@pytest.mark.parametrize("dtype", ["?", "u1", "i4", "i8", "f4", "f8"])
@pytest.mark.parametrize("index", [np.int32, np.int64])
def test_types_of_entries_and_indices(words, dtype, index):
    X, y = words
    X = sp.csr_array((X > 0).astype(dtype))
    X.indptr, X.indices = X.indptr.astype(index), X.indices.astype(index)
    scores = MIFeatureSelector(k=3).fit(X, y).scores_
    dense = MIFeatureSelector(k=3, discrete_features=True).fit(X.toarray(), y).scores_
    np.testing.assert_allclose(scores, dense, **EXACT)


@pytest.mark.parametrize("container", SPARSE)
def test_explicit_zeros_are_absences_and_duplicates_are_summed(container):
    rows, columns = [0, 0, 1, 2, 2, 3], [0, 1, 1, 0, 0, 1]
    data = [1, 0, 2, 3, -3, 1]
    X = sp.coo_array((data, (rows, columns)), shape=(4, 2))
    y = [0, 0, 1, 1]
    raw = sp.csr_array(
        (np.array(data), np.array(columns), np.array([0, 2, 3, 5, 6])), shape=(4, 2)
    )
    assert raw.nnz == 6
    expected = one_by_one((X.toarray() != 0), y)
    scores = MIFeatureSelector(k=1).fit(container(raw), y).scores_
    np.testing.assert_allclose(scores, expected, **EXACT)


@pytest.mark.parametrize("container", SPARSE)
def test_levels_of_counts(words, container):
    X, y = words
    selector = MIFeatureSelector(k=3, levels="counts").fit(container(X), y)
    expected = one_by_one(np.minimum(X, 2), y.tolist())
    np.testing.assert_allclose(selector.scores_, expected, **EXACT)


@pytest.mark.parametrize("container", SPARSE)
def test_levels_of_quantiles(container):
    rng = np.random.default_rng(0)
    X = sp.random_array((90, 6), density=0.5, rng=rng).toarray()
    X[:, 5] = np.round(X[:, 5], 1)  # ties
    y = rng.integers(0, 2, 90)
    levels = np.zeros(X.shape, dtype=int)
    for j in range(6):
        stored = np.sort(X[X[:, j] > 0, j])
        cuts = [stored[-(-part * stored.size // 3) - 1] for part in (1, 2)]
        levels[:, j] = (X[:, j] > 0) * (1 + (X[:, [j]] > cuts).sum(axis=1))
    selector = MIFeatureSelector(k=3, levels="quantiles").fit(container(X), y)
    np.testing.assert_allclose(
        selector.scores_, one_by_one(levels, y.tolist()), **EXACT
    )


def test_independent_tfidf_weights_score_as_presence():
    """Each distinct weight as a level would score log(10) x density = 0.2 and more.

    The mean of 2 n I is (levels - 1)(classes - 1) = 9 for presence, its standard
    deviation sqrt(18): 40 is beyond seven of them.
    """
    rng = np.random.default_rng(0)
    X = sp.random_array((1000, 30), density=0.1, rng=rng, format="csr")
    y = rng.integers(0, 10, 1000)
    assert 2 * 1000 * MIFeatureSelector(k=5).fit(X, y).scores_.max() < 40


def test_per_class_scores_compare_a_class_with_the_rest(codes, words):
    for (X, y), convert in ((codes, np.asarray), (words, sp.csr_array)):
        present = X if convert is np.asarray else X > 0
        selector = MIFeatureSelector(k=2, per_class=True, discrete_features=True)
        scores = selector.fit(convert(X), y).class_scores_
        for c in range(y.max() + 1):
            expected = one_by_one(present, (y == c).tolist())
            np.testing.assert_allclose(scores[c], expected, **EXACT)


@pytest.mark.parametrize("convert", [np.asarray, *SPARSE])
def test_multilabel_scores_add_up_over_the_labels(words, convert):
    X, _ = words
    rng = np.random.default_rng(2)
    Y = (rng.random((300, 3)) < [0.2, 0.5, 0.7]).astype(int)
    X = (X > 0).astype(int)
    selector = MIFeatureSelector(k=2, per_class=True).fit(convert(X), Y)
    labels = [one_by_one(X, label) for label in Y.T.tolist()]
    np.testing.assert_allclose(selector.class_scores_, labels, **EXACT)
    np.testing.assert_allclose(selector.scores_, np.sum(labels, axis=0), **EXACT)


def test_continuous_columns_and_target_are_binned():
    X, y = load_diabetes(return_X_y=True)
    selector = MIFeatureSelector(k=2).fit(X, y)
    assert not hasattr(selector, "classes_")
    assert {2, 8} == set(selector.ranking_)  # bmi and s5, as in every analysis
    levels = np.searchsorted(np.sort(y)[[88, 176, 265, 353]], y)
    bins = np.searchsorted(np.sort(X[:, 2])[[88, 176, 265, 353]], X[:, 2])
    expected = mutual_information(bins.tolist(), levels.tolist())
    np.testing.assert_allclose(selector.scores_[2], expected, **EXACT)


def scipy_pvalue(x, y, weights):
    """P-value of the lesser of G and (n - 1) / n times Pearson's, by SciPy."""
    table = np.zeros((x.max() + 1, y.max() + 1))
    np.add.at(table, (x, y), 1 if weights is None else weights)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    n = table.sum()
    g = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    pearson = chi2_contingency(table, correction=False).statistic * (n - 1) / n
    return chi2.sf(min(g.statistic, pearson), g.dof) if g.dof else 1.0


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_pvalues_are_those_of_scipy(codes, words, container, weighted):
    X, y = codes if container is np.asarray else words
    weights = np.random.default_rng(9).integers(0, 4, y.size) if weighted else None
    selector = MIFeatureSelector(k="auto")
    if container is np.asarray:
        selector.set_params(discrete_features=True)
    pvalues = selector.fit(container(X), y, weights).pvalues_
    X = X if container is np.asarray else (X > 0).astype(int)
    expected = [scipy_pvalue(x, y, weights) for x in X.T]
    # A tail of chi-square: statistics of some hundreds are exact to 1e-12.
    np.testing.assert_allclose(pvalues, expected, rtol=1e-8, atol=1e-300)
    by_class = selector.set_params(per_class=True).fit(container(X), y, weights)
    expected = [
        min(scipy_pvalue(x, (y == c).astype(int), weights) for c in np.unique(y))
        for x in X.T
    ]
    expected = np.minimum(np.array(expected) * np.unique(y).size, 1.0)
    np.testing.assert_allclose(by_class.pvalues_, expected, rtol=1e-8, atol=1e-300)


def test_names_of_rows_are_not_significant():
    """G alone says so: of 500 names, each of one row, and of 100 random ones."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 500)
    frame = pd.DataFrame(
        {
            "name": [f"name {i}" for i in range(500)],
            "city": [f"city {i}" for i in rng.integers(0, 100, 500)],
            "told": np.where(rng.random(500) < 0.3, y, rng.integers(0, 2, 500)),
        }
    )
    with pytest.warns(UserWarning, match="'name' of X holds 500 labels, 500 of them"):
        selector = MIFeatureSelector().fit(frame, y)
    assert selector.get_feature_names_out().tolist() == ["told"]
    # Each of the names could be in either class: the statistic is its mean.
    assert 0.3 < selector.pvalues_[0] < 0.7


@pytest.mark.parametrize("per_class", [False, True])
def test_auto_keeps_the_false_discovery_rate(per_class):
    """In 20 draws of 50 noise columns, at most 4 have any discovery: P < 0.003."""
    found = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        X, y = rng.integers(0, 3, (200, 50)), rng.integers(0, 3, 200)
        selector = MIFeatureSelector(per_class=per_class)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            selector.fit(X, y)
        found += (selector.pvalues_ * 50 <= 0.05).any()
    assert found <= 4


def test_auto_finds_what_is_there(codes):
    X, y = codes
    selector = MIFeatureSelector().fit(X, y)
    assert selector.ranking_.tolist() == [1, 3]
    assert selector.n_features_to_select_ == 2


def test_auto_without_a_discovery_keeps_the_best_and_says_so():
    X = np.array([[0, 1], [1, 1], [0, 0], [1, 0]])
    with pytest.warns(UserWarning, match="no feature is significant"):
        selector = MIFeatureSelector().fit(X, [0, 0, 1, 0])
    assert selector.ranking_.tolist() == [0]


@pytest.mark.parametrize(
    "estimator",
    ["chao_shen", "chao_wang_jost", "james_stein", "nsb", "bayes", "jackknife"],
)
def test_estimators_are_sums_of_entropies(words, estimator):
    from sklearn_info.measures import mutual_information as measure

    X, y = words
    X = X[:, :5]
    dense = MIFeatureSelector(k=1, estimator=estimator, discrete_features=True)
    sparse = clone(dense).set_params(levels="presence")
    expected = [measure(x, y, estimator=estimator) for x in X.T]
    np.testing.assert_allclose(dense.fit(X, y).scores_, expected, rtol=0, atol=1e-9)
    expected = [measure(x > 0, y, estimator=estimator) for x in X.T]
    scores = sparse.fit(sp.csr_array(X), y).scores_
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-9)


def test_corrected_scores_do_not_favour_many_levels():
    """Of noise, 2 n I has 18 degrees of freedom: the plug-in is 18 / 2n = 0.03 high.

    The mean of 60 columns has a standard deviation of sqrt(36) / 2n / sqrt(60) =
    0.0013; four of them, and what the first-order corrections leave, are allowed.
    """
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 10, (300, 60)), rng.integers(0, 3, 300)
    for estimator in ("miller_madow", "jackknife", "grassberger"):
        selector = MIFeatureSelector(k=1, estimator=estimator, discrete_features=True)
        assert abs(selector.fit(X, y).scores_.mean()) < 0.006
    plugin = MIFeatureSelector(k=1, discrete_features=True).fit(X, y)
    assert abs(plugin.scores_.mean() - 0.03) < 0.006


# -------------------------------------------------------------------- invariants


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_scores_do_not_depend_on_order_names_threads_or_storage(seed):
    rng = np.random.default_rng(seed)
    n, p = rng.integers(2, 60), rng.integers(1, 12)
    X = rng.integers(0, 4, (n, p))
    y = np.append([0, 1], rng.integers(0, 3, n - 2))
    selector = MIFeatureSelector(k=1, discrete_features=True)
    scores = selector.fit(X, y).scores_
    assert (scores >= -1e-12).all()
    order = rng.permutation(n)
    same = [
        (X[order], y[order]),
        (np.array([9, 2, 700, -4])[X], y),  # other names of the levels
        (X, np.array(["b", "a", "c"])[y]),
        (np.asfortranarray(X), y.tolist()),
        (X.astype(float), y),
        (pd.DataFrame(X), pd.Series(y)),
    ]
    for other_X, other_y in same:
        other = clone(selector).fit(other_X, other_y).scores_
        np.testing.assert_allclose(other, scores, **EXACT)
    threads = clone(selector).set_params(n_jobs=2).fit(X, y).scores_
    np.testing.assert_array_equal(threads, scores)
    present = clone(selector).fit((X > 0).astype(int), y).scores_
    for container in SPARSE:
        for n_jobs in (1, 2):
            sparse = MIFeatureSelector(k=1, n_jobs=n_jobs).fit(container(X), y)
            np.testing.assert_allclose(sparse.scores_, present, **EXACT)
    assert (present <= scores + 1e-12).all()  # data-processing inequality


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array, sp.csc_array])
@pytest.mark.parametrize("per_class", [False, True])
def test_weights_equal_repetition(words, convert, per_class):
    X, y = words
    weights = np.random.default_rng(9).integers(0, 4, y.size)
    selector = MIFeatureSelector(k=5, per_class=per_class)
    weighted = clone(selector).fit(convert(X), y, sample_weight=weights)
    repeated = clone(selector).fit(
        convert(np.repeat(X, weights, axis=0)), np.repeat(y, weights)
    )
    np.testing.assert_allclose(weighted.scores_, repeated.scores_, **EXACT)
    np.testing.assert_array_equal(weighted.ranking_, repeated.ranking_)


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array, sp.csc_array])
def test_whole_weights_may_be_corrected_and_fractions_may_not(words, convert):
    X, y = words
    weights = np.random.default_rng(0).integers(1, 3, y.size)
    selector = MIFeatureSelector(k=5, estimator="miller_madow")
    weighted = clone(selector).fit(convert(X), y, sample_weight=weights)
    repeated = clone(selector).fit(
        convert(np.repeat(X, weights, axis=0)), np.repeat(y, weights)
    )
    np.testing.assert_allclose(weighted.scores_, repeated.scores_, **EXACT)
    with pytest.raises(ValueError, match="'miller_madow' .* fractional weights"):
        selector.fit(convert(X), y, sample_weight=weights / 2)


def parts_of(X, y, size):
    order = np.argsort(y, kind="stable")  # classes come one after the other
    for begin in range(0, len(y), size):
        rows = order[begin : begin + size]
        yield (X.iloc[rows] if hasattr(X, "iloc") else X[rows]), y[rows]


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array, sp.csc_array])
@pytest.mark.parametrize("per_class", [False, True])
def test_parts_of_the_data_equal_the_whole(words, convert, per_class):
    X, y = words
    y = np.array(["one", "three", "two"])[y]
    whole = MIFeatureSelector(per_class=per_class).fit(convert(X), y)
    by_parts = MIFeatureSelector(per_class=per_class)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # nothing significant at first
        for part, labels in parts_of(convert(X), y, 70):
            by_parts.partial_fit(part, labels)
    assert by_parts.classes_.tolist() == whole.classes_.tolist()
    for name in ("scores_", "pvalues_", "ranking_", "selection_scores_"):
        np.testing.assert_allclose(getattr(by_parts, name), getattr(whole, name))


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array])
def test_a_part_may_follow_a_fit(words, convert):
    X, y = words
    whole = MIFeatureSelector(k=3).fit(convert(X), y)
    two = MIFeatureSelector(k=3).fit(convert(X[:200]), y[:200])
    two.partial_fit(convert(X[200:]), y[200:])
    np.testing.assert_allclose(two.scores_, whole.scores_, **EXACT)


def test_levels_of_many_weighted_columns_are_counted_apart():
    """Of columns that every row holds: none of their rows lacks one."""
    weights = np.random.default_rng(0).random(5)
    X, y = sp.csr_array(np.ones((5, 20_000))), np.arange(5) % 2
    table = SparseTable.of(X, "presence", None, "Test")
    counts = count_classes(table, encode_target(y, caller="Test"), weights=weights)
    assert (counts.occupied() == 1).all()


@pytest.mark.parametrize("n_before", [0, 200])
def test_a_part_that_is_refused_counts_for_nothing(words, n_before):
    X, y = words
    whole = MIFeatureSelector(k=3, estimator="miller_madow").fit(X, y)
    by_parts = MIFeatureSelector(k=3, estimator="miller_madow")
    if n_before:
        by_parts.partial_fit(X[:n_before], y[:n_before])
    with pytest.raises(ValueError, match="whole counts"):
        by_parts.partial_fit(X[:50], y[:50] + 9, sample_weight=np.full(50, 0.3))
    by_parts.partial_fit(X[n_before:], y[n_before:])
    np.testing.assert_array_equal(by_parts.classes_, whole.classes_)
    np.testing.assert_allclose(by_parts.scores_, whole.scores_, **EXACT)


def test_parts_of_frames_with_missing_values_equal_the_whole():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 90)
    X = pd.DataFrame(
        {
            "label": np.array(list("abc") + [None], dtype=object)[(y + y % 2) % 4],
            "number": np.where(rng.random(90) < 0.2, np.nan, y * 10.0),
            "flag": y == 1,
        }
    )
    whole = MIFeatureSelector(k=2, missing="level").fit(X, y)
    by_parts = MIFeatureSelector(k=2, missing="level")
    for part, labels in parts_of(X, y, 20):
        by_parts = pickle.loads(pickle.dumps(by_parts.partial_fit(part, labels)))
    np.testing.assert_allclose(by_parts.scores_, whole.scores_, **EXACT)

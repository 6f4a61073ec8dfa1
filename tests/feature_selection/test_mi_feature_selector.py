"""MIFeatureSelector against definitions, scikit-learn, and its own invariants."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pickle
import tracemalloc
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from references.information import mutual_information
from scipy.stats import chi2_contingency
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sklearn_info.feature_selection import MIFeatureSelector

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


def test_pvalues_are_those_of_the_g_test(codes):
    X, y = codes
    selector = MIFeatureSelector(k="auto", discrete_features=True).fit(X, y)
    for j in (0, 3, 4):
        table = np.zeros((5, 4))
        np.add.at(table, (X[:, j], y), 1)
        expected = chi2_contingency(table, correction=False, lambda_="log-likelihood")
        np.testing.assert_allclose(selector.pvalues_[j], expected.pvalue, rtol=1e-9)
    assert selector.pvalues_[2] == 1


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
    weights = np.random.default_rng(0).integers(0, 4, y.size)
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


# ------------------------------------------------------------------ as a transformer


def test_k_may_change_without_a_new_fit(words):
    X, y = words
    for per_class in (False, True):
        selector = MIFeatureSelector(k=4, per_class=per_class).fit(X, y)
        four = selector.ranking_
        for k in (1, 4, 11, 0.5, "all"):
            selector.set_params(k=k)
            again = clone(selector).fit(X, y)
            np.testing.assert_array_equal(selector.get_support(), again.get_support())
            n = min(4, again.n_features_to_select_)
            np.testing.assert_array_equal(again.ranking_[:n], four[:n])


def test_frames_in_and_out():
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    X = X.assign(where=np.where(y == 1, "left", "right"))
    kept = ["mean concave points", "worst perimeter", "where"]
    selector = MIFeatureSelector(k=3).set_output(transform="pandas")
    out = selector.fit_transform(X, y)
    assert out.columns.tolist() == selector.get_feature_names_out().tolist() == kept
    assert out.dtypes.tolist() == X[kept].dtypes.tolist()
    polars = MIFeatureSelector(k=3).set_output(transform="polars")
    out = polars.fit_transform(pl.from_pandas(X), y.to_numpy())
    assert out.equals(pl.from_pandas(X[kept]))
    np.testing.assert_array_equal(polars.scores_, selector.scores_)


def test_in_a_tuned_pipeline_on_text():
    texts = ["a good film", "a bad film", "good good", "bad acting", "a film"] * 6
    y = ["pos", "neg", "pos", "neg", "neg"] * 6
    pipeline = make_pipeline(
        CountVectorizer(), MIFeatureSelector(), LogisticRegression()
    )
    grid = {"mifeatureselector__k": [1, 2], "mifeatureselector__per_class": [0 > 1]}
    search = GridSearchCV(pipeline, grid, cv=3, n_jobs=2).fit(texts, y)
    best = search.best_estimator_
    kept = best[:-1].get_feature_names_out()
    assert set(kept) <= {"good", "bad"}
    assert best.predict(["good", "bad"]).tolist() == ["pos", "neg"]


def test_pickle_keeps_everything_but_the_data(codes):
    X, y = codes
    selector = MIFeatureSelector(k=3, per_class=True).fit(X, y)
    stored = pickle.dumps(selector)
    assert len(stored) < 6000  # X has 8 x 400 values of 8 bytes
    again = pickle.loads(stored)
    np.testing.assert_array_equal(again.transform(X), selector.transform(X))


def test_memory_is_that_of_the_codes():
    """X is 8 bytes a value; its codes 1, and a class for each row 2 or 4 more."""
    X = np.random.default_rng(0).integers(0, 8, (20_000, 50))
    y = X[:, 0] % 3
    selector = MIFeatureSelector(k=5).fit(X, y)
    tracemalloc.start()
    selector.fit(X, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < X.size + 40 * X.shape[0]


def test_digits_as_people_do():
    X, y = load_digits(return_X_y=True)
    selector = MIFeatureSelector(k=0.5).fit(X, y)
    assert selector.n_features_to_select_ == 32
    assert selector.scores_[0] == 0  # the corner is never inked
    assert (np.diff(selector.selection_scores_) <= 0).all()


# ------------------------------------------------------------------------- bad input


def fit(X, y, sample_weight=None, **params):
    return MIFeatureSelector(**{"k": 1, **params}).fit(X, y, sample_weight)


GOOD = np.arange(12.0).reshape(6, 2) % 5 / 4
CLASSES = np.array([0, 1, 0, 1, 0, 1])
BAD = {
    "k of 0": (lambda: fit(GOOD, CLASSES, k=0), "'k' parameter of MIFeature"),
    "k of NaN": (lambda: fit(GOOD, CLASSES, k=np.nan), "'k' parameter of MIFeature"),
    "k a word": (lambda: fit(GOOD, CLASSES, k="lots"), "'k' parameter of MIFeature"),
    "k above": (lambda: fit(GOOD, CLASSES, k=3), "k=3 features .* X has 2"),
    "NaN": (
        lambda: fit(np.where(GOOD > 0.9, np.nan, GOOD), CLASSES),
        "MIFeatureSelector: Input X contains NaN .*missing='level'",
    ),
    "infinity": (
        lambda: fit(np.where(GOOD > 0.9, np.inf, GOOD), CLASSES, missing="level"),
        "Input X contains infinity",
    ),
    "NaN in y": (
        lambda: fit(GOOD, CLASSES / [1, 1, 1, 1, np.nan, 1]),
        "y contains NaN",
    ),
    "None in y": (
        lambda: fit(GOOD, np.array(["a", "b", None] * 2, object)),
        "Input y contains missing",
    ),
    "one class": (lambda: fit(GOOD, np.ones(6)), "y holds one class 1.0 only"),
    "lengths": (lambda: fit(GOOD, CLASSES[:-1]), "X and y differ in length"),
    "no y": (lambda: fit(GOOD, None), "requires y to be passed"),
    "weights length": (
        lambda: fit(GOOD, CLASSES, np.ones(3)),
        r"sample_weight.shape == \(3,\), expected \(6,\)",
    ),
    "weights zero": (lambda: fit(GOOD, CLASSES, np.zeros(6)), "all of sample_weight"),
    "weights negative": (lambda: fit(GOOD, CLASSES, -np.ones(6)), "negative weights"),
    "weights NaN": (lambda: fit(GOOD, CLASSES, np.full(6, np.nan)), "NaN or infinity"),
    "weights words": (lambda: fit(GOOD, CLASSES, ["a"] * 6), "must hold numbers"),
    "no rows": (lambda: fit(GOOD[:0], CLASSES[:0]), "0 sample"),
    "no rows of a frame": (
        lambda: fit(pd.DataFrame(GOOD)[:0], CLASSES[:0]),
        "0 sample",
    ),
    "1-D X": (lambda: fit(GOOD[:, 0], CLASSES), "Expected 2D array"),
    "complex": (lambda: fit(GOOD + 1j, CLASSES), "Complex data not supported"),
    "fractions as counts": (
        lambda: fit(sp.csr_array(GOOD), CLASSES, levels="counts"),
        "asks for whole numbers in a sparse X, got 0.25",
    ),
    "negative counts": (
        lambda: fit(sp.csr_array(np.rint(-2 * GOOD)), CLASSES, levels="counts"),
        "the negative value -2",
    ),
    "bins of sparse": (
        lambda: fit(sp.csr_array(GOOD), CLASSES, discrete_features=False),
        "discrete_features=False is for dense input",
    ),
    "several targets": (
        lambda: fit(GOOD, np.column_stack([CLASSES, CLASSES + 1])),
        "holds 0 and 1 only",
    ),
    "labels all the same": (
        lambda: fit(GOOD, np.column_stack([np.ones(6), np.zeros(6)])),
        "every label of y is the same",
    ),
    "words as continuous y": (
        lambda: fit(GOOD, list("abcabc"), discrete_target=False),
        "discrete_target=False asks for numbers",
    ),
    "bins by parts": (
        lambda: MIFeatureSelector(k=1).partial_fit(
            np.random.default_rng(0).normal(size=(30, 2)), np.arange(30) % 2
        ),
        "column 0 of X is continuous, and cannot be binned by parts",
    ),
    "y by parts": (
        lambda: MIFeatureSelector(k=1).partial_fit(GOOD > 0, GOOD[:, 0]),
        "cannot bin a continuous y by parts",
    ),
    "quantiles by parts": (
        lambda: MIFeatureSelector(k=1, levels="quantiles").partial_fit(
            sp.csr_array(GOOD), CLASSES
        ),
        "levels='quantiles' cannot be learned by parts",
    ),
    "parts after bins": (
        lambda: fit(GOOD, CLASSES, discrete_features=False).partial_fit(GOOD, CLASSES),
        "cannot add to a fit that binned",
    ),
    "parts of two kinds": (
        lambda: (
            MIFeatureSelector(k=1)
            .partial_fit(sp.csr_array(GOOD), CLASSES)
            .partial_fit(GOOD > 0, CLASSES)
        ),
        "parts of partial_fit differ in kind",
    ),
    "auto after a fit for a number": (
        lambda: fit(GOOD, CLASSES).set_params(k="auto").transform(GOOD),
        "k='auto' needs the p-values",
    ),
    "other number of columns": (
        lambda: fit(GOOD, CLASSES).transform(GOOD[:, :1]),
        "X has 1 features, but MIFeatureSelector is expecting 2",
    ),
    "other columns": (
        lambda: fit(pd.DataFrame(GOOD, columns=["a", "b"]), CLASSES).transform(
            pd.DataFrame(GOOD, columns=["a", "c"])
        ),
        "feature names should match",
    ),
}


@pytest.mark.parametrize("call, message", BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_with_a_reason(call, message):
    with pytest.raises(ValueError, match=f"(?s){message}"):
        call()


@pytest.mark.parametrize(
    "column", [[{}] * 6, pd.date_range("2020", periods=6), [1j] * 6, ["a", 1] * 3]
)
def test_columns_of_unknown_types_are_refused_by_name(column):
    X = pd.DataFrame({"fine": CLASSES, "odd": pd.Series(column)})
    with pytest.raises(TypeError, match="column 'odd' of X"):
        fit(X, CLASSES)


def test_dask_collections_are_refused_before_they_are_read():
    class Lazy:
        __module__ = "dask.array"
        shape = (6, 2)

        def __array__(self):
            raise AssertionError("read into memory")

    with pytest.raises(TypeError, match="Dask collections are not supported yet"):
        fit(Lazy(), CLASSES)


def test_unfitted():
    with pytest.raises(NotFittedError):
        MIFeatureSelector().transform(GOOD)


def test_a_joint_table_beyond_memory_is_refused(monkeypatch):
    from sklearn_info.feature_selection import _class_counts

    monkeypatch.setattr(_class_counts, "memory", lambda: 100)
    with pytest.raises(MemoryError, match="MIFeatureSelector: the joint table"):
        fit(np.arange(40).reshape(-1, 1) % 10, np.arange(40) % 2)

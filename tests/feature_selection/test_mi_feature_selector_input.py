"""MIFeatureSelector as a transformer, and bad input."""

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
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sklearn_info.feature_selection import CMIM, MIFeatureSelector


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


def test_booleans_beside_categories_become_an_array():
    """scikit-learn would convert such a frame to floats."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 60)
    named = pd.Categorical(np.where(y == 1, "left", "right"))
    X = pd.DataFrame({"a": named, "b": rng.integers(0, 2, 60) > 0, "c": y})
    selector = MIFeatureSelector(k=2)
    kept = selector.fit_transform(X, y)
    assert kept[:, 0].tolist() == list(named)
    assert kept[:, 1].tolist() == y.tolist()
    with pytest.raises(ValueError, match="feature names should match"):
        selector.transform(X.rename(columns={"b": "d"}))


def test_numbers_of_every_type_stay_numbers():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 60)
    holed = pd.array([None, *y[1:]], dtype="Int64")
    graded = pd.Categorical(rng.integers(0, 3, 60))
    X = pd.DataFrame({"a": y > 0, "b": holed, "c": graded, "d": rng.random(60)})
    kept = MIFeatureSelector(k="all", missing="level").fit_transform(X, y)
    assert kept.dtype == float
    assert np.isnan(kept[0, 1])


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


# -------------------------------------------------------------------------- bad input


def fit(X, y, sample_weight=None, **params):
    return MIFeatureSelector(**{"k": 1, **params}).fit(X, y, sample_weight)


GOOD = np.arange(12.0).reshape(6, 2) % 5 / 4
CLASSES = np.array([0, 1, 0, 1, 0, 1])


def test_amounts_that_are_taken_for_classes_are_reported():
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 3, (900, 2)), rng.permutation(900) % 75
    with pytest.warns(UserWarning, match="holds whole numbers, 75 of them distinct"):
        CMIM(k=1).fit(X, 3 * y)
    with pytest.warns(UserWarning, match="holds whole numbers, 75 of them distinct"):
        MIFeatureSelector(k=1).fit(X, y + 18)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        MIFeatureSelector(k=1).fit(X, y)  # codes of classes
        MIFeatureSelector(k=1).fit(X, 3 * (y % 50))
        MIFeatureSelector(k=1).fit(X, np.char.mod("%d", 3 * y))
        for discrete in (True, False):
            MIFeatureSelector(k=1, discrete_target=discrete).fit(X, 3 * y)


def test_the_last_digits_of_a_large_y_count():
    x, rng = np.arange(200.0)[:, None], np.random.default_rng(0)
    y = rng.permutation(200)
    for measure in ("discrete", "neighbors"):
        selector = MIFeatureSelector(k=1, measure=measure, discrete_target=False)
        plain, large = (selector.fit(x, one).scores_[0] for one in (y, y + 2**60))
        assert plain == large


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
    "lists of labels": (
        lambda: fit(GOOD, [["a"], ["a", "b"], [], ["b"], ["a"], []]),
        "MIFeatureSelector: y holds sequences .*MultiLabelBinarizer",
    ),
    "NaN among words of a list": (
        lambda: fit([["a"], ["b"], [np.nan], ["a"], ["b"], ["a"]], CLASSES),
        "NaN or missing values in column 0 of X",
    ),
    "NaN among classes of a list": (
        lambda: fit(GOOD, ["a", "b", np.nan, "a", "b", "a"]),
        "MIFeatureSelector: Input y contains missing values",
    ),
    "tests of weights of nothing": (
        lambda: fit(GOOD, CLASSES, np.full(6, 1e-9), k="auto"),
        "sample_weight sums to 6e-09, and tests take a weight for so many",
    ),
    "NaN in a sparse X": (
        lambda: fit(sp.csr_array([[np.nan, 1]] * 6), CLASSES, missing="level"),
        "MIFeatureSelector: Input X contains NaN, and missing='level' is for dense",
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
    "words after numbers": (
        lambda: (
            MIFeatureSelector(k=1)
            .partial_fit(GOOD > 0, CLASSES)
            .partial_fit((GOOD > 0).astype(str).astype(object), CLASSES)
        ),
        "column 0 of X holds text, but numbers in the parts before",
    ),
    "classes of numbers after words": (
        lambda: (
            MIFeatureSelector(k=1)
            .partial_fit(GOOD > 0, list("ababab"))
            .partial_fit(GOOD > 0, CLASSES)
        ),
        "y holds numbers, but text in the parts before",
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
    with pytest.raises(TypeError, match="^MIFeatureSelector: column 'odd' of X"):
        fit(X, CLASSES)
    with pytest.raises(TypeError, match="^MIFeatureSelector: y "):
        fit(X[["fine"]], X["odd"])


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

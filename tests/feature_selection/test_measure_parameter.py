"""The parameter measure of the selectors: what it takes, refuses, and goes with."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    MIFeatureSelector,
    SelectionPathCV,
    SequentialMISelector,
)

MEASURES = ["neighbors", "gaussian_copula"]
SELECTORS = [MIFeatureSelector, MRMR, JMI, CMIM]
every_measure = pytest.mark.parametrize("measure", MEASURES)
every_selector = pytest.mark.parametrize("selector", SELECTORS)


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 6))
    return X, (X[:, 1] + X[:, 4] + rng.normal(size=120) > 0).astype(int)


# ------------------------------------------------------------------------- the choice


def test_auto_takes_neighbors_unless_counts_are_asked_for(data):
    X, y = data
    auto = MIFeatureSelector(k=2, measure="auto")
    neighbors = MIFeatureSelector(k=2, measure="neighbors").fit(X, y).scores_
    assert_array_equal(auto.fit(X, y).scores_, neighbors)
    for options in ({"k": "auto"}, {"estimator": "miller_madow"}, {"missing": "level"}):
        own = clone(auto).set_params(**options).fit(X, y)
        counted = MIFeatureSelector(**{"k": 2, **options}).fit(X, y)
        assert_array_equal(own.scores_, counted.scores_)
    weights = np.arange(120) % 3
    own = auto.fit(X, y, sample_weight=weights).scores_
    counted = MIFeatureSelector(k=2).fit(X, y, sample_weight=weights)
    assert_array_equal(own, counted.scores_)
    words = sp.csr_array(X > 0.5)
    counted = MIFeatureSelector(k=2).fit(words, y)
    assert_array_equal(auto.fit(words, y).scores_, counted.scores_)


def test_discrete_columns_are_counted_by_every_measure_but_the_copula():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 300)
    X = rng.integers(0, 4, (300, 5))
    X[:, 2] = np.where(rng.random(300) < 0.5, y, X[:, 2])
    counted = MIFeatureSelector(k=2).fit(X, y).scores_
    for measure in ("auto", "neighbors"):
        own = MIFeatureSelector(k=2, measure=measure).fit(X, y).scores_
        assert_array_equal(own, counted)
    paths = [
        JMI(k=4, measure=measure).fit(X, y).selection_path_
        for measure in ("discrete", "neighbors")
    ]
    assert_array_equal(paths[0]["feature"], paths[1]["feature"])
    # Sums of counts, rounded once in one and often in the other.
    assert_allclose(paths[0]["score"], paths[1]["score"], rtol=0, atol=1e-12)


def test_classes_are_known_only_where_y_holds_them(data):
    X, y = data
    for measure in MEASURES:
        assert MIFeatureSelector(k=1, measure=measure).fit(X, y).classes_.size == 2
        for selector in SELECTORS:
            assert not hasattr(
                selector(k=1, measure=measure).fit(X, X[:, 0]), "classes_"
            )


# -------------------------------------------------------------------- kinds of columns


@pytest.mark.parametrize("library", [pd, pl])
def test_frames_of_mixed_columns(library):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 200)
    columns = {
        "city": np.array(["A", "B", "C"])[(y + (rng.random(200) < 0.3)) % 3],
        "height": rng.normal(size=200) + y,
        "old": rng.random(200) < 0.5,
        "noise": rng.normal(size=200),
    }
    X = library.DataFrame(columns)
    for selector in SELECTORS:
        fitted = selector(k=2, measure="neighbors").fit(X, y)
        assert set(fitted.get_feature_names_out()) == {"city", "height"}
        assert fitted.transform(X).shape == (200, 2)
    codes = np.unique(columns["city"], return_inverse=True)[1]
    plain = np.column_stack([codes, columns["height"]])
    asked = MIFeatureSelector(k=1, measure="neighbors", discrete_features=[0])
    assert_allclose(
        asked.fit(plain, y).scores_,
        MIFeatureSelector(k=1, measure="neighbors").fit(X, y).scores_[:2],
        rtol=0,
        atol=1e-12,
    )
    with pytest.raises(ValueError, match="column 'city' of X is to be continuous"):
        JMI(k=2, measure="gaussian_copula").fit(X, y)
    numbers = X[["height", "old", "noise"]]
    assert JMI(k=1, measure="gaussian_copula").fit(numbers, y).ranking_.tolist() == [0]


def test_discrete_features_by_mask_index_and_name(data):
    X, y = data
    X = X.copy()
    X[:, 3] = np.arange(120) % 12  # more levels than the rule lets pass
    frame = pd.DataFrame(X, columns=list("abcdef"))
    scores = [
        MIFeatureSelector(k=1, measure="neighbors", discrete_features=asked)
        .fit(frame, y)
        .scores_
        for asked in ([3], ["d"], np.arange(6) == 3)
    ]
    assert_array_equal(scores[0], scores[1])
    assert_array_equal(scores[0], scores[2])
    other = MIFeatureSelector(k=1, measure="neighbors", discrete_features=False)
    assert other.fit(frame, y).scores_[3] != scores[0][3]


@every_selector
def test_a_close_call_is_reported_by_name(selector, data):
    X, y = data
    frame = pd.DataFrame(X, columns=list("abcdef"))
    frame["grade"] = np.arange(120) % 14
    with pytest.warns(UserWarning, match="column 'grade' of X holds integers, 14 of"):
        selector(k=1, measure="neighbors").fit(frame, y)
    frame["grade"] = frame["grade"].astype("category")
    selector(k=1, measure="neighbors").fit(frame, y)


# --------------------------------------------------------------------------- bad input


@every_selector
@every_measure
def test_what_cannot_be_measured(selector, measure, data):
    X, y = data
    name = selector.__name__

    def refused(X, y, message, weights=None, **options):
        with pytest.raises(ValueError, match=message):
            selector(**{"k": 2, "measure": measure, **options}).fit(X, y, weights)

    refused(sp.csr_array(X), y, f"{name}: measure='{measure}' .*sparse X is not")
    refused(X, y, f"{name}.*missing='level'.*Impute", missing="level")
    refused(X, y, f"{name}.*estimator='jackknife'", estimator="jackknife")
    refused(X, X[:, 0], f"{name}.*per_class=True is for classes", per_class=True)
    holed = np.where(np.arange(X.size).reshape(X.shape) == 9, np.nan, X)
    refused(holed, y, f"{name}.*column.*Impute them, or use measure='discrete'")
    for bad, message in (
        (np.nan, "contains NaN"),
        (np.inf, "contains infinity"),
    ):
        wrong = X.copy()
        wrong[7, 2] = bad
        refused(wrong, y, f"{name}: Input X {message}.*column 2")
        wrong = X[:, 0].copy()
        wrong[3] = bad
        refused(X, wrong, f"{name}: Input y contains NaN or infinity")
    refused(X, np.zeros(120), f"{name}: y holds one class")
    refused(X, np.full(120, 0.5), f"{name}: y holds one value")
    refused(1e308 * np.tanh(X), y, f"{name}: column 0.* overflow")
    refused(X, y[:-1], f"{name}: X and y differ in length")
    if measure == "neighbors":
        refused(X[:5], y[:5], f"{name}: n_neighbors=7 needs more than 7", n_neighbors=7)
        refused(X, y, f"{name}.*sample_weight", weights=np.arange(120.0))
        refused(X, y, f"{name}: k='auto'.*no p-values", k="auto")
        selector(k=1, measure=measure).fit(X, y, np.full(120, 0.5))
    else:
        refused(X, y, f"{name}.*discrete_features=True", discrete_features=True)
    with pytest.raises(ValueError, match="The 'n_neighbors' parameter"):
        selector(k=1, measure=measure, n_neighbors=0).fit(X, y)
    with pytest.raises(ValueError, match="The 'measure' parameter"):
        selector(k=1, measure="ksg").fit(X, y)
    with pytest.raises(ValueError, match="3"):
        selector(k=1, measure=measure).fit(X[:, :, None], y)


@every_measure
def test_criteria_that_need_entropies(measure, data):
    X, y = data
    for criterion in ("nmifs", "disr", "njmim"):
        selector = SequentialMISelector(criterion, k=2, measure=measure)
        with pytest.raises(ValueError, match=f"criterion='{criterion}'.*'mrmr', 'jmi'"):
            selector.fit(X, y)
    with pytest.raises(ValueError, match="MRMR: redundancy='normalized'.*'jmi'"):
        MRMR(k=2, redundancy="normalized", measure=measure).fit(X, y)
    with pytest.raises(ValueError, match="JMI: measure=.*cannot take groups"):
        JMI(k=2, groups=[0, 0, 1, 1, 2, 2], measure=measure).fit(X, y)
    if measure == "neighbors":
        with pytest.raises(ValueError, match="'relax_mrmr' compares three features"):
            SequentialMISelector("relax_mrmr", k=2, measure=measure).fit(X, y)


@every_measure
def test_parts_cannot_be_added(measure, data):
    selector = MIFeatureSelector(k=1, measure=measure)
    assert not hasattr(selector, "partial_fit")
    with pytest.raises(AttributeError) as error:
        selector.partial_fit(*data)
    assert "partial_fit adds up counts" in str(error.value.__cause__)


# ---------------------------------------------------------- the rest of scikit-learn


@every_selector
@every_measure
def test_clone_pickle_and_output(selector, measure, data):
    X, y = data
    fitted = selector(k=2, measure=measure, n_neighbors=4).fit(X, y)
    assert clone(fitted).get_params() == fitted.get_params()
    again = pickle.loads(pickle.dumps(fitted))
    assert_array_equal(again.transform(X), fitted.transform(X))
    frame = pd.DataFrame(X, columns=list("abcdef"))
    named = selector(k=2, measure=measure, n_neighbors=4).set_output(transform="pandas")
    kept = named.fit_transform(frame, y)
    assert kept.columns.tolist() == named.get_feature_names_out().tolist()
    assert_array_equal(kept.to_numpy(), fitted.transform(X))
    assert fitted.set_params(k=1).transform(X).shape == (120, 1)


def test_a_search_over_measures():
    X, y = load_breast_cancer(return_X_y=True)
    for selector in (MIFeatureSelector(k=5), JMI(k=5)):
        model = make_pipeline(StandardScaler(), selector, LogisticRegression())
        name = model.steps[1][0]
        search = GridSearchCV(
            model, {f"{name}__measure": ["discrete", *MEASURES]}, cv=2
        ).fit(X[:300], y[:300])
        assert search.score(X[300:], y[300:]) > 0.85
        assert np.isfinite(search.cv_results_["mean_test_score"]).all()


@every_measure
def test_start_exclude_and_memory(measure, data, tmp_path):
    X, y = data
    options = {"start": [5], "exclude": [1], "measure": measure}
    whole = CMIM(k=4, **options).fit(X, y)
    assert whole.ranking_[0] == 5
    assert 1 not in whole.ranking_
    for k in (2, 4):  # a ranking, and one that goes on after it
        kept = CMIM(k=k, memory=tmp_path, **options).fit(X, y)
        path = whole.selection_path_[:k]
        assert kept.selection_path_.tobytes() == path.tobytes()
    paths = {
        CMIM(k=4, memory=tmp_path, **options).fit(X, target).selection_path_.tobytes()
        for target in (y, X[:, 1], X[:, 0])
    }
    assert len(paths) == 3


@every_measure
def test_a_path_by_cross_validation(measure, data):
    X, y = data
    search = SelectionPathCV(
        JMI(measure=measure), LogisticRegression(), k=[1, 2, 4], cv=3
    ).fit(X, y)
    assert {1, 4} <= set(np.flatnonzero(search.get_support())) or search.best_k_ == 1


@pytest.mark.parametrize("labels", [1, 2])
def test_constant_weights_of_any_size_are_none_class_by_class(labels):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 4))
    y = (X[:, :labels] > 0).astype(int)
    y = y[:, 0] if labels == 1 else y
    selector = JMI(k=2, measure="gaussian_copula", per_class=labels == 1)
    plain = selector.fit(X, y).ranking_
    assert plain.size == 2
    for weight in (0.5, 0.03, 40.25):
        own = selector.fit(X, y, np.full(200, weight))
        assert_array_equal(own.ranking_, plain)

"""SelectionPathCV against a grid search over the pipeline that it shortens."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from joblib import parallel_config
from numpy.testing import assert_array_equal
from sklearn import config_context
from sklearn.base import BaseEstimator, clone
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.exceptions import NotFittedError
from sklearn.feature_selection import SelectKBest, SelectorMixin
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, GroupKFold, StratifiedKFold
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks

from sklearn_info.feature_selection import CMIM, JMI, MIFeatureSelector, SelectionPathCV


@parametrize_with_checks([SelectionPathCV(MIFeatureSelector(), Ridge(), cv=3)])
def test_scikit_learn_checks_of_a_regressor(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def words():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 150)
    X = rng.poisson(0.4 + 0.8 * (rng.integers(0, 3, 40) == y[:, None]))
    return X, np.array(["a", "b", "c"])[y]


def grid_search(path, X, y, **params):
    """The scores of a pipeline of the selector and the estimator, and the best k."""
    pipeline = make_pipeline(clone(path.selector), clone(path.estimator))
    name = type(path.selector).__name__.lower()
    search = GridSearchCV(
        pipeline, {f"{name}__k": path.k}, cv=path.cv, scoring=path.scoring
    )
    return search.fit(X, y, **params)


@pytest.mark.parametrize(
    "convert",
    [np.asarray, np.asfortranarray, sp.csr_array, sp.csr_matrix, sp.csc_array],
)
@pytest.mark.parametrize(
    "selector", [MIFeatureSelector(), MIFeatureSelector(per_class=True), CMIM()]
)
def test_scores_are_those_of_a_grid_search(words, convert, selector):
    X, y = convert(words[0]), words[1]
    path = SelectionPathCV(selector, MultinomialNB(), k=[1, 2, 5, 12, 40]).fit(X, y)
    search = grid_search(path, X, y)
    for key in ("mean", "std", *(f"split{i}" for i in range(5))):
        key += "_test_score"
        np.testing.assert_array_equal(path.cv_results_[key], search.cv_results_[key])
    assert [path.best_k_] == list(search.best_params_.values())
    best = search.best_estimator_
    np.testing.assert_array_equal(path.support_, best[0].get_support())
    np.testing.assert_array_equal(path.ranking_, best[0].ranking_)
    np.testing.assert_array_equal(path.predict(X), best.predict(X))
    np.testing.assert_array_equal(path.predict_proba(X), best.predict_proba(X))
    np.testing.assert_array_equal(path.predict_log_proba(X), best.predict_log_proba(X))
    np.testing.assert_array_equal(path.classes_, best.classes_)
    assert path.score(X, y) == best.score(X, y)
    kept, expected = path.transform(X), best[0].transform(X)
    assert type(kept) is type(expected)
    assert abs(kept - expected).max() == 0


def test_the_columns_come_in_the_order_of_X():
    """A tree with ties between columns depends on their order."""
    X, y = load_breast_cancer(return_X_y=True)
    X = np.round(X, 1)
    path = SelectionPathCV(
        MIFeatureSelector(),
        DecisionTreeClassifier(random_state=0),
        k=[2, 8, 0.9, "all"],
        scoring="roc_auc",
        cv=3,
    ).fit(X, y)
    assert path.cv_results_["n_features"].tolist() == [2, 8, 27, 30]
    search = grid_search(path, X, y)
    for key in ("mean_test_score", "std_test_score"):
        np.testing.assert_array_equal(path.cv_results_[key], search.cv_results_[key])
    assert path.best_k_ == search.best_params_["mifeatureselector__k"]
    assert path.score(X, y) == search.score(X, y)


def test_regression():
    X, y = load_diabetes(return_X_y=True)
    path = SelectionPathCV(MIFeatureSelector(), Ridge(), k=[1, 3, 10], cv=4).fit(X, y)
    search = grid_search(path, X, y)
    np.testing.assert_array_equal(
        path.cv_results_["mean_test_score"], search.cv_results_["mean_test_score"]
    )
    assert not hasattr(path, "classes_")
    assert not hasattr(path, "predict_proba")
    assert not hasattr(path, "decision_function")


def test_one_ranking_a_fold(words):
    class Counting(MIFeatureSelector):
        fitted = []

        def fit(self, X, y, sample_weight=None):
            self.fitted.append((X.shape[0], self.k))
            return super().fit(X, y, sample_weight)

    X, y = words
    path = SelectionPathCV(Counting(), GaussianNB(), k=[3, 30, 7], cv=3).fit(X, y)
    assert Counting.fitted == [*[(100, 30)] * 3, (150, path.best_k_)]
    for i, (train, _) in enumerate(StratifiedKFold(3).split(X, y)):
        expected = MIFeatureSelector(k=30).fit(X[train], y[train]).ranking_
        np.testing.assert_array_equal(path.rankings_[i], expected)


@pytest.mark.parametrize(
    ("n_features", "expected"),
    [(1, [1]), (2, [1, 2]), (5, [1, 2, 4, 5]), (1500, [*2 ** np.arange(11)])],
)
def test_auto_is_powers_of_two(n_features, expected):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 2, (40, n_features)), np.arange(40) % 2
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), cv=2).fit(X, y)
    assert path.cv_results_["n_features"].tolist() == expected


class Scripted(BaseEstimator):
    """A classifier whose score depends on the number of columns and the fold only."""

    _estimator_type = "classifier"
    SCORES = {1: [0.5, 0.5, 0.5, 0.5], 2: [0.8, 0.9, 0.7, 0.8], 3: [0.8, 1, 0.7, 0.9]}

    def fit(self, X, y):
        self.fold_ = X[0, 0]
        return self

    def predict(self, X):
        raise NotImplementedError

    def score(self, X, y):
        return self.SCORES[min(X.shape[1], 3)][X[0, 0]]


class AsTheyCome(SelectorMixin, BaseEstimator):
    def __init__(self, k=1):
        self.k = k

    def fit(self, X, y):
        self.ranking_ = np.arange(self.k)
        return self

    def _get_support_mask(self):
        raise NotImplementedError


@pytest.mark.parametrize(
    ("rule", "expected"),
    # Means .5, .8, .85, .85, and the standard error of the third is .065: the
    # smaller of the equals is the best, and the second is within one error of it.
    [("best", 3), ("one_standard_error", 2)],
)
def test_rules(rule, expected):
    X = np.repeat(np.arange(4), 2)[:, None] * np.ones(4, dtype=int)
    folds = [(rows, rows) for rows in np.arange(8).reshape(4, 2)]
    path = SelectionPathCV(
        AsTheyCome(), Scripted(), k=[4, 3, 2, 1], cv=folds, rule=rule
    ).fit(X, np.arange(8) % 2)
    np.testing.assert_allclose(
        path.cv_results_["mean_test_score"], [0.5, 0.8, 0.85, 0.85]
    )
    assert path.n_features_ == path.best_k_ == expected


def test_folds_in_parallel_give_the_same(words):
    X, y = words
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[1, 5, 20], cv=3)
    one = path.fit(X, y).cv_results_
    with parallel_config("threading", n_jobs=2):
        two = clone(path).fit(X, y).cv_results_
    assert one.keys() == two.keys()
    for key, values in one.items():
        np.testing.assert_array_equal(two[key], values)


def test_frames_stay_frames():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 120)
    frame = pd.DataFrame(
        {
            "noise": rng.integers(0, 3, 120).astype(str),
            "label": pd.Categorical(np.where(y == 1, "yes", "no")),
            "number": rng.integers(0, 3, 120),
        }
    )
    path = SelectionPathCV(
        MIFeatureSelector(),
        make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression()),
        k=[1, 3],
        cv=3,
    )
    for X in (frame, pl.from_pandas(frame)):
        path.fit(X, pd.Series(y) if X is frame else pl.Series(y))
        assert path.best_k_ == 1
        assert path.get_feature_names_out().tolist() == ["label"]
        assert path.estimator_[0].feature_names_in_.tolist() == ["label"]
        assert path.predict(X).tolist() == y.tolist()
        assert path.score(X, y) == 1
    kept = clone(path).set_output(transform="pandas").fit(frame, y).transform(frame)
    pd.testing.assert_frame_equal(kept, frame[["label"]])


def test_weights_reach_selector_and_estimator():
    """Weights 0 and 1 are a choice of rows, for the ranking and for the fits."""
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 3, (200, 6)), rng.integers(0, 2, 200)
    weights = (rng.random(200) < 0.6).astype(float)
    X[weights > 0, 4] = y[weights > 0]
    X[weights == 0, 2] = y[weights == 0]
    folds = list(StratifiedKFold(3).split(X, y))
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[1, 3], cv=folds)
    path.fit(X, y, sample_weight=weights)
    assert path.ranking_[0] == 4
    heavy = [train[weights[train] > 0] for train, _ in folds]
    chosen = clone(path).set_params(
        cv=[(train, test) for train, (_, test) in zip(heavy, folds)]
    )
    np.testing.assert_allclose(
        chosen.fit(X, y).cv_results_["mean_test_score"],
        path.cv_results_["mean_test_score"],
    )


def test_groups_reach_the_splitter(words):
    X, y = words
    groups = np.arange(150) % 7
    path = SelectionPathCV(
        MIFeatureSelector(), GaussianNB(), k=[2, 5], cv=GroupKFold(3)
    ).fit(X, y, groups=groups)
    search = grid_search(path, X, y, groups=groups)
    np.testing.assert_array_equal(
        path.cv_results_["mean_test_score"], search.cv_results_["mean_test_score"]
    )


def test_metadata_routing(words):
    X, y = words
    weights = np.random.default_rng(0).integers(1, 4, 150).astype(float)
    with config_context(enable_metadata_routing=True):
        selector = MIFeatureSelector().set_fit_request(sample_weight=True)
        estimator = GaussianNB().set_fit_request(sample_weight="other")
        estimator.set_score_request(sample_weight=False)
        path = SelectionPathCV(selector, estimator, k=[2, 5, 9], cv=3)
        path.fit(X, y, sample_weight=weights, other=np.ones(150))
    alone = SelectionPathCV(
        MIFeatureSelector(), GaussianNB(), k=[2, 5, 9], cv=3, rule="best"
    )
    for i, (train, _) in enumerate(StratifiedKFold(3).split(X, y)):
        ranked = MIFeatureSelector(k=9).fit(X[train], y[train], weights[train])
        np.testing.assert_array_equal(path.rankings_[i], ranked.ranking_)
    assert alone.fit(X, y).rankings_[0].tolist() != path.rankings_[0].tolist()


def test_the_scorer_may_take_weights(words):
    X, y = words
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[3], cv=3).fit(X, y)
    right = path.predict(X) == y
    assert path.score(X, y, sample_weight=right.astype(float)) == 1


def test_without_refit_only_the_number_is_found(words):
    X, y = words
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[3, 9], refit=False)
    assert path.fit(X, y).n_features_ in (3, 9)
    assert not hasattr(path, "estimator_")
    refitted = clone(path).set_params(refit=True).fit(X, y)
    for one in (path, refitted.set_params(refit=False).fit(X, y)):
        assert not hasattr(one, "support_")
        for method in (one.predict, one.transform):
            with pytest.raises(NotFittedError, match="SelectionPathCV .* refit=False"):
                method(X)


def test_verbose_says_what_takes_time(words, capsys):
    X, y = words
    SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[3, 9], cv=3, verbose=1).fit(
        X, y
    )
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all("9 features ranked in" in line and "2 fits in" in line for line in lines)


# --------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("params", "error", "message"),
    [
        ({"k": [0, 3]}, ValueError, "k holds 0; each element must be a number of"),
        ({"k": [2.5]}, ValueError, "k holds 2.5"),
        ({"k": [np.nan]}, ValueError, "k holds nan"),
        ({"k": ["auto"]}, ValueError, "k holds 'auto'"),
        ({"k": []}, ValueError, "k is empty"),
        ({"k": [3, 41]}, ValueError, "k=41 features are asked for, but X has 40"),
        ({"k": 3}, ValueError, "The 'k' parameter of SelectionPathCV"),
        ({"k": "all"}, ValueError, "The 'k' parameter of SelectionPathCV"),
        ({"rule": "2se"}, ValueError, "The 'rule' parameter of SelectionPathCV"),
        ({"selector": OneHotEncoder()}, ValueError, "has no parameter k"),
        (
            {"selector": SelectKBest()},
            ValueError,
            "ranking_ .*SelectKBest does not",
        ),
        ({"selector": 3}, ValueError, "The 'selector' parameter of SelectionPathCV"),
        ({"selector": JMI(exclude=3)}, ValueError, "The 'exclude' parameter of JMI"),
        (
            {"selector": JMI(exclude=range(40))},
            ValueError,
            "exclude names all features",
        ),
        (
            {"selector": JMI(start="a")},
            ValueError,
            "The 'start' parameter of JMI|start",
        ),
        ({"scoring": "nothing"}, ValueError, "The 'scoring' parameter|'nothing' is"),
        ({"scoring": lambda *_: {"a": 1.0}}, ValueError, "one number, got {'a': 1.0}"),
        ({"scoring": lambda *_: np.nan}, ValueError, "no number of features has"),
    ],
)
def test_bad_parameters(words, params, error, message):
    X, y = words
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[3], cv=3)
    path.set_params(**params)
    with pytest.raises(error, match=message):
        path.fit(X, y)


def test_scores_that_are_no_numbers_are_told_of(words):
    X, y = words

    def scorer(estimator, X, y):
        return np.nan if X.shape[1] == 9 else X.shape[1]

    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[2, 5, 9], cv=3)
    path.set_params(scoring=scorer, verbose=1)
    with pytest.warns(UserWarning, match="SelectionPathCV: some numbers of features"):
        path.fit(X, y)
    assert path.n_features_ == path.best_score_ == 5
    assert path.best_index_ == 1
    table = pd.DataFrame(path.cv_results_)
    assert table["rank_test_score"].tolist() == [2, 1, 3]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_missing_labels_are_refused_by_name(words, missing):
    labels = words[1].astype(object)
    labels[7] = missing
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[3])
    for y in (labels, pd.Series(labels, dtype="string")):
        with pytest.raises(ValueError, match="SelectionPathCV: Input y contains miss"):
            path.fit(words[0], y)


def test_bad_input(words):
    X, y = words
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[3], cv=3)
    with pytest.raises(ValueError, match=r"inconsistent numbers of samples"):
        path.fit(X, y[:-1])
    for name in ("sample_weight", "groups"):
        with pytest.raises(
            ValueError, match=f"CV: {name} has length 149, and X has 150"
        ):
            path.fit(X, y, **{name: np.ones(149)})
    with pytest.raises(ValueError, match="Pass a regressor as estimator"):
        SelectionPathCV(k=[3]).fit(X, np.random.default_rng(0).normal(size=150))
    with pytest.raises(ValueError, match="y contains NaN"):
        path.fit(X, np.where(np.arange(150) == 9, np.nan, np.arange(150.0)))
    with pytest.raises(ValueError, match="requires y to be passed"):
        path.fit(pd.DataFrame(X), None)
    with pytest.raises(TypeError, match=r"fit takes sample_weight and groups, got"):
        path.fit(X, y, weights=y)
    without = clone(path).set_params(estimator=KNeighborsClassifier())
    with pytest.raises(TypeError, match="estimator=KNeighbors.* not take sample_wei"):
        without.fit(X, y, sample_weight=np.ones(150))
    path.fit(X, y)
    with pytest.raises(ValueError, match="X has 39 features, but SelectionPathCV"):
        path.predict(X[:, 1:])
    with pytest.raises(NotFittedError):
        clone(path).transform(X)


def test_the_default_estimators_take_weights(words):
    X, y = words
    weights = np.random.default_rng(0).integers(1, 3, len(y))
    own = SelectionPathCV(k=[1, 4]).fit(X, y, sample_weight=weights)
    named = SelectionPathCV(MIFeatureSelector(), LogisticRegression(), k=[1, 4])
    named.fit(X, y, sample_weight=weights)
    assert_array_equal(
        own.cv_results_["mean_test_score"], named.cv_results_["mean_test_score"]
    )


@pytest.mark.parametrize(
    ("options", "k", "expected"),
    [
        ({"exclude": [0, 7]}, "auto", [1, 2, 4, 6]),
        ({"exclude": [0, 7]}, [0.5, "all"], [3, 6]),
        ({"start": [1, 2, 3]}, "auto", [4, 8]),
        ({"start": range(8)}, "auto", [8]),
        ({"start": [1], "exclude": [0]}, "auto", [1, 2, 4, 7]),
    ],
)
def test_what_the_selector_begins_with_and_leaves_out(words, options, k, expected):
    X, y = words[0][:, :8], words[1]
    path = SelectionPathCV(JMI(**options), GaussianNB(), k=k, cv=2).fit(X, y)
    assert path.cv_results_["n_features"].tolist() == expected
    named = [path.best_k_] if k == "auto" else k
    selector = clone(path.selector).set_params(k=named[-1]).fit(X, y)
    assert selector.n_features_to_select_ in expected


def test_fewer_features_than_those_to_start_from_are_refused(words):
    path = SelectionPathCV(JMI(start=[0, 1, 2]), k=[2, 4])
    with pytest.raises(ValueError, match="k=2 asks for 2 features, but start of the"):
        path.fit(*words)

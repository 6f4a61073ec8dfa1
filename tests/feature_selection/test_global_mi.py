"""GlobalMISelector against the problems that it solves, written out."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from references.information import mutual_information
from scipy.optimize import minimize
from sklearn.datasets import load_breast_cancer
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.estimator_checks import parametrize_with_checks

from sklearn_info.feature_selection import GlobalMISelector
from sklearn_info.feature_selection import _global_mi as global_mi

SPARSE = [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]
METHODS = ["spec_cmi", "qpfs"]


@parametrize_with_checks([GlobalMISelector(method="qpfs")])
def test_scikit_learn_checks_of_the_other_method(estimator, check):
    check(estimator)


@pytest.fixture
def codes():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 200)
    X = rng.integers(0, 3, (200, 9))
    for j, share in enumerate([0.5, 0.4, 0.3, 0.2]):
        X[:, j] = np.where(rng.random(200) < share, y, X[:, j])
    X[:, 4] = np.where(rng.random(200) < 0.8, X[:, 0], X[:, 4])
    return X, y


def definitions(X, y, weights=None):
    """I(Xi; Y), I(Xi; Xj), and I(Xi; Y | Xj) = I(Xi; (Y, Xj)) - I(Xi; Xj)."""
    columns, y = X.T.tolist(), y.tolist()
    relevance = [mutual_information(x, y, weights) for x in columns]
    pairs = np.array(
        [[mutual_information(a, b, weights) for b in columns] for a in columns]
    )
    joint = np.array(
        [
            [mutual_information(a, list(zip(y, b)), weights) for b in columns]
            for a in columns
        ]
    )
    return np.array(relevance), pairs, joint - pairs


def leading_vector(X, y, weights=None):
    relevance, _, conditional = definitions(X, y, weights)
    Q = (conditional + conditional.T) / 2
    np.fill_diagonal(Q, relevance)
    return np.abs(np.linalg.eigh(Q)[1][:, -1])


def assert_program_solved(selector, X, y, weights=None):
    """Its objective is at most tol above that of SciPy's solver."""
    r, R, _ = definitions(X, y, weights)
    a = selector.relevance_weight
    if a == "auto":
        a = R.mean() / (R.mean() + r.mean())
    w = selector.weights_

    def objective(w):
        return (1 - a) * w @ R @ w / 2 - a * r @ w

    other = minimize(
        objective,
        np.full(r.size, 1 / r.size),
        jac=lambda w: (1 - a) * R @ w - a * r,
        bounds=[(0, 1)] * r.size,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    assert w.min() >= 0
    np.testing.assert_allclose(w.sum(), 1, rtol=1e-12)
    assert objective(w) <= other.fun + selector.tol


# The eigenvector moves by the rounding of Q over the gap to the next eigenvalue.
CLOSE = {"rtol": 0, "atol": 1e-8}


@pytest.mark.parametrize("weighted", [False, True])
def test_spec_cmi_is_the_leading_eigenvector(codes, weighted):
    X, y = codes
    weights = np.random.default_rng(0).integers(1, 5, 200) if weighted else None
    listed = None if weights is None else weights.tolist()
    selector = GlobalMISelector(4).fit(X, y, sample_weight=weights)
    expected = leading_vector(X, y, listed)
    np.testing.assert_allclose(selector.weights_, expected, **CLOSE)
    ranking = np.argsort(-expected)[:4]
    assert selector.ranking_.tolist() == ranking.tolist()
    np.testing.assert_array_equal(
        selector.selection_scores_, selector.weights_[selector.ranking_]
    )
    relevance = definitions(X, y, listed)[0]
    np.testing.assert_allclose(selector.scores_, relevance, rtol=0, atol=1e-12)


def test_many_features_take_the_iterations_of_lanczos(codes, monkeypatch):
    X, y = codes
    expected = GlobalMISelector().fit(X, y).weights_
    monkeypatch.setattr(global_mi, "LEAST_LANCZOS", 5)
    np.testing.assert_allclose(GlobalMISelector().fit(X, y).weights_, expected, **CLOSE)


@pytest.mark.parametrize("relevance_weight", ["auto", 0.0, 0.3, 1.0])
@pytest.mark.parametrize("weighted", [False, True])
def test_qpfs_solves_its_program(codes, relevance_weight, weighted):
    X, y = codes
    weights = np.random.default_rng(0).integers(1, 5, 200) if weighted else None
    selector = GlobalMISelector(method="qpfs", relevance_weight=relevance_weight)
    selector.fit(X, y, sample_weight=weights)
    assert_program_solved(
        selector, X, y, weights if weights is None else weights.tolist()
    )


@pytest.mark.parametrize("container", SPARSE)
@pytest.mark.parametrize(("levels", "most"), [("presence", 1), ("counts", 2)])
def test_sparse_words(codes, container, levels, most):
    X, y = codes
    X = np.maximum(X - 1, 0) * 2
    X[5:20] //= 2
    columns = np.minimum(X, most)
    selector = GlobalMISelector(levels=levels).fit(container(X), y)
    np.testing.assert_allclose(selector.weights_, leading_vector(columns, y), **CLOSE)
    selector = GlobalMISelector(levels=levels, method="qpfs").fit(container(X), y)
    assert_program_solved(selector, columns, y)


@pytest.mark.parametrize("method", METHODS)
def test_equal_features_by_the_lowest_index(codes, method):
    X, y = codes
    order = [0, 5, 1, 0, 6, 0]
    selector = GlobalMISelector("all", method=method).fit(X[:, order], y)
    ranking = selector.ranking_.tolist()
    copies = [ranking.index(j) for j in (0, 3, 5)]
    assert copies == sorted(copies)
    np.testing.assert_allclose(selector.weights_[[3, 5]], selector.weights_[0])


def test_qpfs_ranks_weights_of_zero_by_what_they_lack(codes):
    """At the minimum the gradient of a weight of 0 says how far it is from one."""
    X, y = codes
    selector = GlobalMISelector("all", method="qpfs", relevance_weight=0.9, tol=1e-12)
    selector.fit(X, y)
    r, R, _ = definitions(X, y)
    gradient = 0.1 * R @ selector.weights_ - 0.9 * r
    zero = [j for j in selector.ranking_ if selector.weights_[j] == 0]
    assert len(zero) > 3
    assert zero == sorted(zero, key=lambda j: gradient[j])


def test_redundant_features_share_a_weight_in_qpfs():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 1000)
    one, two = y // 2, y % 2
    X = np.column_stack([one, one, one, two, rng.integers(0, 2, 1000)])
    weights = GlobalMISelector(method="qpfs").fit(X, y).weights_
    np.testing.assert_allclose(weights[:3].sum(), weights[3], atol=0.02)
    assert weights[4] == 0


def test_all_features_as_landmarks_change_nothing(codes):
    """If R is positive definite, its Nystroem approximation by all columns is R."""
    X, y = codes
    assert np.linalg.eigvalsh(definitions(X, y)[1])[0] > 1e-3
    exact = GlobalMISelector(method="qpfs", tol=1e-12).fit(X, y)
    approximate = GlobalMISelector(
        method="qpfs", tol=1e-12, n_landmarks=9, random_state=0
    ).fit(X, y)
    # The objective is 1e-12 from its minimum, so that w is about 1e-6 from it.
    np.testing.assert_allclose(approximate.weights_, exact.weights_, rtol=0, atol=1e-5)


def test_few_landmarks_find_what_is_relevant():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 500)
    X = rng.integers(0, 3, (500, 100))
    X[:, 50:60] = np.where(rng.random((500, 10)) < 0.6, y[:, None], X[:, 50:60])
    selector = GlobalMISelector(10, method="qpfs", n_landmarks=20, random_state=0)
    assert set(selector.fit(X, y).ranking_) == set(range(50, 60))
    again = GlobalMISelector(10, method="qpfs", n_landmarks=20, random_state=0)
    np.testing.assert_array_equal(again.fit(X, y).weights_, selector.weights_)


@pytest.mark.parametrize("method", METHODS)
def test_copies_go_by_their_index_whatever_their_levels_are_called(method):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        X, y = rng.integers(0, 3, (40, 4)), rng.integers(0, 3, 40)
        X = np.repeat(X, 2, axis=1)
        selector = GlobalMISelector("all", method=method, discrete_features=True)
        expected = selector.fit(X, y).ranking_.tolist()
        assert all(expected.index(j) < expected.index(j + 1) for j in range(0, 8, 2))
        assert selector.fit(2 - X, (y + 1) % 3).ranking_.tolist() == expected


@pytest.mark.parametrize("method", METHODS)
def test_constant_features_have_no_weight_in_the_end(method):
    y = np.arange(60) % 3
    X = np.column_stack([np.ones(60), y, np.zeros(60)])
    selector = GlobalMISelector(1, method=method).fit(X, y)
    assert selector.ranking_.tolist() == [1]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n_features", [4, 60])
@pytest.mark.parametrize("told", [0, 1])
def test_features_that_all_tell_everything_or_nothing_are_equal(
    method, n_features, told
):
    """Of many leading eigenvectors, by the solver or by the iterations of Lanczos."""
    y = np.arange(90) % 3
    X = np.repeat(told * y[:, None], n_features, axis=1)
    selector = GlobalMISelector(2, method=method).fit(X, y)
    np.testing.assert_allclose(selector.weights_, selector.weights_[0], rtol=1e-9)
    assert selector.ranking_.tolist() == [0, 1]


@pytest.mark.parametrize("method", ["spec_cmi", "qpfs"])
def test_threads_change_nothing(codes, method, four_processors):
    X, y = codes
    own, plain = (
        GlobalMISelector(k=3, method=method, n_jobs=n_jobs).fit(X, y)
        for n_jobs in (3, None)
    )
    np.testing.assert_array_equal(own.weights_, plain.weights_)


def test_k_may_change_without_a_new_fit_and_frames_stay():
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    selector = GlobalMISelector(5).set_output(transform="pandas").fit(X, y)
    ranking = selector.ranking_
    kept = selector.set_params(k=3).transform(X)
    pd.testing.assert_frame_equal(kept, X.iloc[:, sorted(ranking[:3])])
    assert selector.set_params(k=0.5).transform(X).shape == (569, 15)


def test_sets_of_labels_are_classes():
    rng = np.random.default_rng(0)
    Y = rng.integers(0, 2, (150, 2))
    X = np.column_stack([Y[:, 0] ^ Y[:, 1], Y, rng.integers(0, 2, 150)])
    weights = GlobalMISelector().fit(X, Y).weights_
    expected = leading_vector(X, 2 * Y[:, 0] + Y[:, 1])
    np.testing.assert_allclose(weights, expected, **CLOSE)


# --------------------------------------------------------------------- bad input


def test_too_many_features_are_refused_before_the_work(monkeypatch):
    y = np.arange(6) % 2
    X = np.zeros((6, 5001), dtype=np.uint8)
    with pytest.raises(ValueError, match=r"5001 features.*MIFeatureSelector.*4999"):
        GlobalMISelector().fit(X, y)
    monkeypatch.setattr(global_mi, "memory", lambda: 1000)
    with pytest.raises(MemoryError, match="a sparse X of shape"):
        GlobalMISelector().fit(sp.csr_array(X[:, :200]), y)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"k": 3}, "k=3 features are asked for, but X has 2"),
        ({"k": "auto"}, "The 'k' parameter of GlobalMISelector"),
        ({"method": "cobra"}, "The 'method' parameter of GlobalMISelector"),
        ({"relevance_weight": 1.5}, "The 'relevance_weight' parameter of Global"),
        ({"n_landmarks": 1}, "n_landmarks=1 is for method='qpfs' only"),
        ({"relevance_weight": 0.5}, "relevance_weight=0.5 is for method='qpfs' only"),
        ({"n_landmarks": 3, "method": "qpfs"}, "n_landmarks=3, but X has 2 features"),
        ({"tol": 0}, "The 'tol' parameter of GlobalMISelector"),
    ],
)
def test_bad_parameters(params, message):
    with pytest.raises(ValueError, match=message):
        GlobalMISelector(**params).fit([[0, 1], [1, 1]], [0, 1])


def test_a_program_that_is_not_solved_says_so(codes, monkeypatch):
    monkeypatch.setattr(global_mi, "MAX_ITER", 1)
    with pytest.warns(ConvergenceWarning, match="GlobalMISelector: the quadratic prog"):
        GlobalMISelector(method="qpfs").fit(*codes)

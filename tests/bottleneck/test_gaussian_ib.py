"""GaussianIB: the closed form, its optimality, invariances, degenerate input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize
from scipy.special import ndtri
from scipy.stats import rankdata
from sklearn.covariance import ledoit_wolf_shrinkage
from sklearn.cross_decomposition import CCA
from sklearn.datasets import load_diabetes, load_iris
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sklearn_info.bottleneck import GaussianIB

IRIS, SPECIES = load_iris(return_X_y=True)
DIABETES, PROGRESS = load_diabetes(return_X_y=True)
BITS = math.log(2)
# Eigenvectors of a covariance of condition 1e3, and some dozens of operations.
ROUNDING = 1e-10


def sample_of(covariance, n=60, seed=0):
    """Rows whose covariance, divided by n, is the one given, exactly."""
    noise = np.random.default_rng(seed).standard_normal((n, len(covariance)))
    basis, _ = np.linalg.qr(noise - noise.mean(axis=0))
    return math.sqrt(n) * basis @ np.linalg.cholesky(covariance).T


def split(table, n_features):
    return table[:, :n_features], table[:, n_features:]


def random_covariance(size, seed):
    root = np.random.default_rng(seed).standard_normal((size, size + 1))
    return root @ root.T


def informations(A, covariance, n_features):
    """I(X; T) and I(T; Y) of T = A x + noise, by determinants."""
    x, y = slice(None, n_features), slice(n_features, None)
    given = covariance[x, x] - covariance[x, y] @ np.linalg.solve(
        covariance[y, y], covariance[y, x]
    )

    def log_det(S):
        return np.linalg.slogdet(A @ S @ A.T + np.eye(len(A)))[1] / 2

    rate = log_det(covariance[x, x])
    return rate, rate - log_det(given)


# The closed form


@pytest.mark.parametrize(
    ("beta", "rate", "information", "square"),
    [
        # Chechik et al. 2005, theorem 3.1, of a pair of correlation 0.8; in bits
        (1.6, 0.04655470219574118, 0.029446844526784526, 0.06666666666666736),
        (2.0, 0.4150374992788442, 0.2369655941662064, 0.7777777777777788),
        (3.0, 0.9150374992788443, 0.4444843438056284, 2.5555555555555576),
        (5.0, 1.4150374992788441, 0.5760015467225251, 6.111111111111115),
        (10.0, 2.0, 0.6609640474436815, 15.000000000000009),
        (100.0, 3.729715809318649, 0.7297158093186487, 175.0000000000001),
        (10000.0, 7.058821550694546, 0.7368934558071834, 17775.000000000007),
    ],
)
def test_a_pair(beta, rate, information, square):
    x, y = split(sample_of(np.array([[1, 0.8], [0.8, 1]])), 1)
    bottleneck = GaussianIB(beta=beta).fit(x, y.ravel())
    assert_allclose(bottleneck.critical_betas_, [1 / 0.64], rtol=1e-12)
    assert_allclose(bottleneck.canonical_correlations_, [0.8], rtol=1e-12)
    assert_allclose(bottleneck.rate_ / BITS, rate, rtol=ROUNDING)
    assert_allclose(bottleneck.information_ / BITS, information, rtol=ROUNDING)
    total = bottleneck.information_ + bottleneck.information_loss_
    assert_allclose(total / BITS, 0.7369655941662064, rtol=ROUNDING)
    assert_allclose(bottleneck.components_**2, [[square]], rtol=ROUNDING)


@pytest.mark.parametrize("beta", [0, 1.0, 1.5, 1 / 0.64 - 1e-9])
def test_below_the_first_critical_beta(beta):
    x, y = split(sample_of(np.array([[1, 0.8], [0.8, 1]])), 1)
    bottleneck = GaussianIB(beta=beta)
    with pytest.warns(UserWarning, match=r"critical beta, 1\.56.*column of zeros"):
        T = bottleneck.fit_transform(x, y.ravel())
    assert_array_equal(T, np.zeros((60, 1)))
    assert bottleneck.rate_ == bottleneck.information_ == 0
    assert bottleneck.get_feature_names_out().tolist() == ["gaussianib0"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("beta", [3.0, 8.0, 100.0])
def test_no_other_linear_map_is_better(seed, beta):
    covariance = random_covariance(5, seed)
    X, Y = split(sample_of(covariance), 3)
    bottleneck = GaussianIB(beta=beta).fit(X, Y)
    rate, information = informations(bottleneck.components_, covariance, 3)
    assert_allclose(bottleneck.rate_, rate, rtol=ROUNDING)
    assert_allclose(bottleneck.information_, information, rtol=ROUNDING)

    def lagrangian(A):
        rate, information = informations(A.reshape(3, 3), covariance, 3)
        return rate - beta * information

    start = np.random.default_rng(seed).standard_normal(9)
    found = minimize(lagrangian, start, options={"gtol": 1e-8}).fun
    # The search stops close to the optimum, and never below it.
    assert rate - beta * information == pytest.approx(found, rel=1e-5)
    assert rate - beta * information <= found + 1e-9


def test_n_components_takes_the_beta_midway():
    X, Y = split(sample_of(random_covariance(7, 0)), 4)
    critical = GaussianIB().fit(X, Y).critical_betas_
    for n in (1, 2):
        bottleneck = GaussianIB(n).fit(X, Y)
        assert bottleneck.n_components_ == bottleneck.transform(X).shape[1] == n
        assert_allclose(bottleneck.beta_, critical[n - 1 : n + 1].mean())
    last = GaussianIB(3).fit(X, Y)
    assert last.beta_ == pytest.approx(2 * critical[2])
    assert last.n_components_ == 3


# The same as others find


def test_directions_are_those_of_canonical_correlation():
    Y = np.column_stack([PROGRESS, DIABETES[:, 2] ** 2])
    X = DIABETES[:, [0, 2, 4, 8]]
    T = GaussianIB(2).fit_transform(X, Y)
    other = CCA(2, tol=1e-12, max_iter=10_000).fit(X, Y).transform(X)
    for ours, theirs in zip(T.T, other.T):
        # Their power iteration stops near 1e-6.
        assert abs(np.corrcoef(ours, theirs)[0, 1]) == pytest.approx(1, abs=1e-8)


def test_directions_of_classes_are_those_of_discriminant_analysis():
    T = GaussianIB(2).fit_transform(IRIS, SPECIES)
    other = LinearDiscriminantAnalysis().fit(IRIS, SPECIES).transform(IRIS)
    for ours, theirs in zip(T.T, other.T):
        assert abs(np.corrcoef(ours, theirs)[0, 1]) == pytest.approx(1, abs=1e-10)


@pytest.mark.parametrize("shape", [(442, 10), (10, 30)])
def test_shrinkage_of_ledoit_and_wolf(shape):
    """Of what is left of the features once y has explained its part."""
    X = np.random.default_rng(0).standard_normal(shape) + np.arange(shape[0])[:, None]
    y = np.sin(np.arange(shape[0])) / 7
    rest = X - LinearRegression().fit(y[:, None], X).predict(y[:, None])
    expected = ledoit_wolf_shrinkage(StandardScaler().fit_transform(rest))
    found = GaussianIB(1, shrinkage="auto").fit(X, y).shrinkage_
    assert_allclose(found, expected, rtol=1e-9)


def test_full_shrinkage_is_independence_given_the_class():
    """The ratio of the variances between and within classes adds up over features."""
    X, y = IRIS[:100], SPECIES[:100]
    means = np.stack([X[y == c].mean(axis=0) for c in (0, 1)])
    within = np.mean([X[y == c].var(axis=0) for c in (0, 1)], axis=0)
    ratio = (((means[0] - means[1]) / 2) ** 2 / within).sum()
    found = GaussianIB(1, shrinkage=1).fit(X, y)
    assert_allclose(found.canonical_correlations_[0] ** 2, ratio / (1 + ratio))
    direction = (means[0] - means[1]) / within
    cosine = found.components_[0] @ direction
    cosine /= np.linalg.norm(found.components_[0]) * np.linalg.norm(direction)
    assert abs(cosine) == pytest.approx(1, abs=1e-9)


# Invariances


def test_linear_maps_change_nothing():
    rng = np.random.default_rng(0)
    X, Y = split(sample_of(random_covariance(6, 1)), 4)
    expected = GaussianIB(beta=30)
    T = expected.fit_transform(X, Y)
    other = GaussianIB(beta=30)
    map_x, map_y = rng.standard_normal((4, 4)), rng.standard_normal((2, 2))
    S = other.fit_transform(X @ map_x + 5, Y @ map_y - 3)
    assert_allclose(other.rate_, expected.rate_, rtol=1e-9)
    assert_allclose(other.information_, expected.information_, rtol=1e-9)
    assert_allclose(np.abs(S), np.abs(T), rtol=1e-7, atol=1e-8)


def test_increasing_maps_change_no_normal_scores():
    X, y = DIABETES[:, :4], PROGRESS / 100
    expected = GaussianIB(1, marginals="normal_scores")
    other = GaussianIB(1, marginals="normal_scores")
    T = expected.fit_transform(X, y)
    S = other.fit_transform(np.exp(5 * X), np.exp(y))
    assert_array_equal(S, T)
    assert other.rate_ == expected.rate_
    new = DIABETES[:9, :4] + 1e-3
    assert_array_equal(other.transform(np.exp(5 * new)), expected.transform(new))


def test_normal_scores_are_those_of_ranks():
    X = DIABETES[:, [1, 2]]
    scores = ndtri(rankdata(X, axis=0) / (len(X) + 1))
    y = ndtri(rankdata(PROGRESS) / (len(X) + 1))
    expected = GaussianIB(1).fit(scores, y)
    found = GaussianIB(1, marginals="normal_scores").fit(X, PROGRESS)
    assert_allclose(found.components_, expected.components_, rtol=1e-10)
    assert_allclose(found.transform(X), expected.transform(scores), rtol=1e-9)


@pytest.mark.parametrize("marginals", ["standard", "normal_scores"])
@pytest.mark.parametrize("shrinkage", [None, 0.2, "auto"])
def test_weights_are_repetitions(marginals, shrinkage):
    rng = np.random.default_rng(0)
    counts = rng.integers(0, 3, len(PROGRESS))
    bottleneck = GaussianIB(1, marginals=marginals, shrinkage=shrinkage)
    repeated = bottleneck.fit_transform(
        np.repeat(DIABETES, counts, axis=0), np.repeat(PROGRESS, counts)
    )
    bottleneck.fit(DIABETES, PROGRESS, sample_weight=counts)
    weighted = np.repeat(bottleneck.transform(DIABETES), counts, axis=0)
    assert_allclose(weighted, repeated, rtol=1e-8, atol=1e-9)


def test_scale_and_offset_of_features():
    """Numbers of any size: squares of 1e200 overflow, and 1e9 hides a unit."""
    X = IRIS * [1e200, 1, 1e-200, 1] + [0, 1e9, 0, 0]
    found = GaussianIB(2).fit(X, SPECIES).canonical_correlations_
    expected = GaussianIB(2).fit(IRIS, SPECIES).canonical_correlations_
    # Offsets of 1e9 leave seven digits.
    assert_allclose(found, expected, rtol=1e-6)


# What a direction that determines y, or no direction, leads to


def test_a_direction_that_determines_y():
    X = np.random.default_rng(0).standard_normal((50, 3))
    bottleneck = GaussianIB()
    with pytest.warns(UserWarning, match="X determines a linear combination of y"):
        T = bottleneck.fit_transform(X, X[:, 0] - X[:, 1])
    assert np.isfinite(T).all()
    assert np.isfinite(bottleneck.information_)
    correlation = np.corrcoef(T[:, 0], X[:, 0] - X[:, 1])[0, 1]
    assert abs(correlation) == pytest.approx(1, abs=1e-10)


def test_more_features_than_samples_want_shrinkage():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((20, 50)), rng.standard_normal(20)
    with pytest.warns(UserWarning, match="Set shrinkage"):
        GaussianIB(1).fit(X, y)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert GaussianIB(1, shrinkage="auto").fit(X, y).critical_betas_[0] > 1


def test_constant_and_repeated_features_change_nothing():
    more = np.column_stack([IRIS, np.ones(150), IRIS[:, 0]])
    expected = GaussianIB(2).fit(IRIS, SPECIES)
    found = GaussianIB(2).fit(more, SPECIES)
    assert_allclose(found.critical_betas_, expected.critical_betas_, rtol=1e-9)
    assert_allclose(np.abs(found.transform(more)), np.abs(expected.transform(IRIS)))
    assert (found.components_[:, 4] == 0).all()


def test_two_classes_have_one_direction():
    bottleneck = GaussianIB().fit(IRIS[:100], np.array(["a"] * 50 + ["b"] * 50))
    assert bottleneck.n_components_ == 1
    assert np.isinf(bottleneck.critical_betas_[1:]).all() or (
        bottleneck.critical_betas_.size == 1
    )


# As a step


def test_in_a_pipeline_with_frames():
    X = pd.DataFrame(IRIS, columns=list("abcd"))
    bottleneck = GaussianIB(2).set_output(transform="pandas")
    pipeline = make_pipeline(bottleneck, LogisticRegression()).fit(X, SPECIES)
    assert pipeline.score(X, SPECIES) > 0.95
    assert list(bottleneck.fit_transform(X, SPECIES)) == ["gaussianib0", "gaussianib1"]


@pytest.mark.parametrize(
    ("options", "X", "y", "message"),
    [
        ({"n_components": 3}, IRIS, SPECIES, "n_components=3 is more than .* 2"),
        ({}, IRIS, np.ones(150), "y does not vary"),
        ({}, np.ones((150, 2)), SPECIES, "X does not vary"),
        ({}, IRIS, np.where(SPECIES, 0.5, np.nan), "y contains NaN"),
        ({"beta": -1}, IRIS, SPECIES, "beta"),
        ({"beta": math.nan}, IRIS, SPECIES, "beta"),
        ({"shrinkage": 1.5}, IRIS, SPECIES, "shrinkage"),
        ({"discrete_target": False}, IRIS, np.array(["a"] * 150), "asks for numbers"),
        ({}, IRIS[:1], SPECIES[:1], "minimum of 2"),
    ],
)
def test_bad_input(options, X, y, message):
    with pytest.raises(ValueError, match=message):
        GaussianIB(**options).fit(X, y)


def test_an_infinite_beta_is_refused():
    with pytest.raises(ValueError, match="beta"):
        GaussianIB(beta=math.inf).fit(IRIS, SPECIES)

"""Clusters of points and of mixed columns, and how many of them."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import polars as pl
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from references.bottleneck import entropy, information, of_clusters
from sklearn.datasets import load_wine, make_blobs, make_circles, make_moons
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_mutual_info_score

from sklearn_info.bottleneck import GeometricIB
from sklearn_info.bottleneck._kink import NO_LOSS, kink_strengths
from sklearn_info.bottleneck._locations import Embedding, Landmarks
from sklearn_info.bottleneck._merge_path import cheapest_pair, merge_path
from sklearn_info.bottleneck._sample_joint import SampleJoint

SHAPES = {
    "blobs": make_blobs(400, centers=4, cluster_std=0.8, random_state=1),
    "moons": make_moons(400, noise=0.06, random_state=0),
    "rings": make_circles(400, noise=0.05, factor=0.4, random_state=0),
    "wine": load_wine(return_X_y=True),
}


@pytest.mark.parametrize("name", SHAPES)
def test_finds_shapes(name):
    X, y = SHAPES[name]
    found = GeometricIB(np.unique(y).size, random_state=0).fit(X)
    assert adjusted_mutual_info_score(y, found.labels_) > 0.85
    assert_array_equal(found.predict(X), found.labels_)
    known = np.arange(len(X)) % 4 > 0
    part = GeometricIB(np.unique(y).size, random_state=0).fit(X[known])
    assert adjusted_mutual_info_score(y[~known], part.predict(X[~known])) > 0.75


@pytest.mark.parametrize("name", ["blobs", "wine"])
def test_finds_how_many(name):
    X, y = SHAPES[name]
    found = GeometricIB(random_state=0).fit(X)
    assert found.n_clusters_ == np.unique(y).size
    assert found.kink_strengths_[:10].argmax() == found.n_clusters_ - 1


# ---------------------------------------------------------------------- the pieces


def test_distributions_have_their_perplexity():
    points = np.random.default_rng(0).normal(size=(80, 3)) ** 3  # dense and sparse
    landmarks = Landmarks(points, np.ones(80), 80, None)
    for perplexity in (2.0, 12.0, 40.0):
        p = landmarks.distributions(points, perplexity).toarray()
        p /= p.sum(axis=1, keepdims=True)
        found = [np.exp(entropy(row)) for row in p]
        # Less what is left out, 1e-4 of the largest share and below.
        assert_allclose(found, perplexity, rtol=0.02)


def test_one_bandwidth_gives_normal_densities():
    rng = np.random.default_rng(0)
    points, new = rng.normal(size=(30, 2)), rng.normal(size=(5, 2))
    landmarks = Landmarks(points, np.ones(30), 30, None)
    found = landmarks.distributions(new, bandwidth=0.7).toarray()
    squares = ((new[:, None] - landmarks.points) ** 2).sum(axis=2)
    expected = np.exp(-squares / (2 * 0.7**2))
    expected /= expected.sum(axis=1, keepdims=True)
    # What is left out is less than 1e-4 of the largest.
    expected[expected < 1e-4 * expected.max(axis=1, keepdims=True)] = 0
    assert_allclose(found, expected, rtol=1e-12)


def test_equal_samples_are_one_landmark_of_more_weight():
    points = np.random.default_rng(0).normal(size=(10, 2))
    weights = np.arange(1.0, 11.0)
    one = Landmarks(points, weights, 100, None)
    other = Landmarks(np.repeat(points, np.arange(1, 11), 0), np.ones(55), 100, None)
    assert_array_equal(one.points, other.points)
    assert_allclose(one.log_weights, other.log_weights)


def test_samples_are_two_apart_in_each_column():
    """On average over all pairs, squared; the same for numbers and categories."""
    rng = np.random.default_rng(0)
    columns = [
        rng.gamma(1, 50, 300),
        rng.choice(list("aaab"), 300),
        rng.integers(3, size=300),
    ]
    for column, discrete in zip(columns, (False, True, True)):
        points = Embedding([column], [discrete], np.ones(300))([column])
        squares = ((points[:, None] - points) ** 2).sum(axis=2)
        assert_allclose(squares.mean(), 2.0)


def test_constant_columns_say_nothing():
    columns = [np.full(9, 0.1), np.array(["x"] * 9)]
    points = Embedding(columns, [False, True], np.ones(9))(columns)
    assert_array_equal(points, 0)


def test_cheapest_pair_is_that_of_all_pairs():
    table = np.random.default_rng(0).dirichlet(np.full(40, 0.3)).reshape(8, 5)
    ratios = {}
    for i in range(8):
        for j in range(i + 1, 8):
            labels = np.arange(8)
            labels[j] = i
            labels = np.unique(labels, return_inverse=True)[1]
            merged = of_clusters(table, labels, 7)
            lost = information(table) - information(merged)
            ratios[i, j] = lost / (
                entropy(table.sum(axis=1)) - entropy(merged.sum(axis=1))
            )
    best = min(ratios, key=ratios.get)
    price, i, j = cheapest_pair(table)
    assert (i, j) == best
    assert_allclose(price, ratios[best], rtol=1e-9)


def test_path_holds_every_number_of_clusters():
    X = np.random.default_rng(0).poisson(2, (50, 8)) + 1.0
    joint = SampleJoint.from_counts(X, prior="uniform")
    table = joint.conditional * joint.weights[:, None]
    path = merge_path(
        joint, 12, max_iter=50, tol=0, random_state=np.random.RandomState(0)
    )
    for k, point in enumerate(path, start=1):
        assert_array_equal(np.unique(point.labels), np.arange(k))
        clusters = of_clusters(table, point.labels, k)
        assert_allclose(point.information, information(clusters), atol=1e-12)
        assert_allclose(point.entropy, entropy(clusters.sum(axis=1)), atol=1e-12)
        assert point.information <= point.entropy + 1e-12
    assert path[0].information == pytest.approx(0, abs=1e-12)


def test_kinks_are_bends_of_the_hull():
    entropies = np.array([0.0, 1.0, 1.5, 2.0, 3.0])
    informations = np.array([0.0, 1.0, 1.1, 1.5, 1.6])  # the third is below the hull
    expected = (
        np.log((1 - 0.5 + NO_LOSS) / NO_LOSS),
        np.log((0.9 + NO_LOSS) / (0.5 + NO_LOSS)),
    )
    found = kink_strengths(entropies, informations)
    assert_allclose(found, [0, expected[0], 0, expected[1], 0], atol=1e-12)


# ----------------------------------------------------------------- what users bring


def mixed_data(n=160):
    """Two clusters that neither the numbers nor the categories tell by themselves."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, n)
    frame = pd.DataFrame(
        {
            "length": rng.normal(2.0 * y, 1, n),
            "width": rng.normal(-2.0 * y, 1, n),
            "colour": np.where(rng.random(n) < 0.85, y, 1 - y),
            "shape": np.where(rng.random(n) < 0.85, y, rng.integers(0, 3, n)),
        }
    )
    frame["colour"] = frame["colour"].map({0: "red", 1: "blue"})
    frame["shape"] = frame["shape"].map({0: "x", 1: "o", 2: "v"}).astype("category")
    return frame, y


def test_mixed_columns():
    frame, y = mixed_data()
    found = GeometricIB(2, random_state=0).fit(frame)
    together = adjusted_mutual_info_score(y, found.labels_)
    numbers = GeometricIB(2, random_state=0).fit(frame[["length", "width"]])
    assert together > 0.65
    assert together > adjusted_mutual_info_score(y, numbers.labels_) + 0.05
    assert_array_equal(found.feature_names_in_, frame.columns)
    # The same of other containers, and of codes that are named.
    plain = frame.astype({"shape": str})
    by_polars = GeometricIB(2, random_state=0).fit(
        pl.DataFrame({name: plain[name].to_list() for name in plain})
    )
    assert_array_equal(by_polars.labels_, found.labels_)
    codes = frame.assign(
        colour=(frame["colour"] == "red").astype(int), shape=frame["shape"].cat.codes
    ).to_numpy(dtype=float)
    by_codes = GeometricIB(2, discrete_features=[2, 3], random_state=0).fit(codes)
    assert adjusted_mutual_info_score(by_codes.labels_, found.labels_) == 1


def test_a_category_that_was_not_seen_is_as_far_from_all():
    frame, _ = mixed_data()
    found = GeometricIB(2, random_state=0).fit(frame)
    new = frame[:5].assign(colour="green", shape="square")
    assert set(found.predict(new)) <= {0, 1}


def test_units_of_columns_do_not_matter():
    X, _ = SHAPES["wine"]
    one = GeometricIB(3, random_state=0).fit(X)
    other = GeometricIB(3, random_state=0).fit(X * 2.0 ** np.arange(-6, 7) - 3)
    # The last digits may say in which order samples, and so clusters, come.
    assert adjusted_mutual_info_score(one.labels_, other.labels_) == pytest.approx(1)


def test_large_numbers_do_not_overflow():
    X, _ = SHAPES["wine"]
    one = GeometricIB(3, random_state=0).fit(X)
    other = GeometricIB(3, random_state=0).fit(X * 2.0**800)
    assert_array_equal(one.labels_, other.labels_)


def test_few_landmarks_do_for_many_samples():
    X, y = make_moons(3000, noise=0.06, random_state=0)
    found = GeometricIB(2, n_landmarks=150, n_init=1, random_state=0).fit(X)
    assert found.cluster_feature_distribution_.shape == (2, 150)
    assert adjusted_mutual_info_score(y, found.labels_) > 0.9


def test_weights_of_zero_leave_samples_out():
    X, _ = SHAPES["blobs"]
    weights = np.ones(len(X))
    weights[::4] = 0
    found = GeometricIB(4, random_state=0).fit(X, sample_weight=weights)
    others = GeometricIB(4, random_state=0).fit(X[weights > 0])
    assert_array_equal(found.labels_[weights > 0], others.labels_)


def test_fewer_samples_than_a_path_has_clusters():
    X = np.arange(6.0)[:, None]
    assert GeometricIB(random_state=0, max_clusters=10).fit(X).n_clusters_ <= 6
    assert_array_equal(GeometricIB(6, random_state=0).fit(X).labels_.max(), 5)
    assert GeometricIB().fit([[1.0]]).n_clusters_ == 1


def test_verbose_tells_of_starts(capsys):
    GeometricIB(2, n_init=2, random_state=0, verbose=1).fit(SHAPES["moons"][0])
    assert "start 2 of 2: from 20 clusters to one" in capsys.readouterr().out


# ------------------------------------------------------------------------- mistakes


def test_warns_when_it_has_not_converged():
    with pytest.warns(ConvergenceWarning, match="max_iter=1 sweeps"):
        GeometricIB(19, max_iter=1, tol=0, random_state=0).fit(SHAPES["wine"][0])


@pytest.mark.parametrize(
    ("X", "parameters", "message"),
    [
        ([[0.0], [np.nan], [1.0]], {}, "NaN"),
        (np.ones((3, 2)), {"n_clusters": 4}, "more than the rows of X"),
        (np.ones((3, 2)), {"perplexity": 2, "bandwidth": 1.0}, "exclude each other"),
        (np.ones((3, 2)), {"bandwidth": 0.0}, "'bandwidth' parameter"),
        (np.ones((3, 2)), {"discrete_features": [5]}, "holds the indices .5."),
        (
            pd.DataFrame({"a": ["x", "y", "z"], "b": [1.0, 2, 3]}),
            {"discrete_features": ["b"]},
            "column 0 of X holds values of type object",
        ),
        (
            pd.DataFrame({"a": ["x", "y", "z"], "b": [1.0, np.inf, 3]}),
            {},
            "column 1 of X holds NaN or infinity",
        ),
        (
            pd.DataFrame({"a": ["x", None, "z"], "b": [1.0, 2, 3]}),
            {},
            "column 0 of X holds missing categories",
        ),
    ],
)
def test_mistakes_are_named(X, parameters, message):
    with pytest.raises(ValueError, match=message):
        GeometricIB(**parameters).fit(X)

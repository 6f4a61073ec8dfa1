"""Each column of a table with one target, by nearest neighbours."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from references import neighbors as plain
from sklearn.feature_selection import mutual_info_classif, mutual_info_regression

from sklearn_info.measures import column_information, mutual_information

# Sums of a few thousand digammas, which a table of sums holds to about 1e-14 each.
ROUNDING = 1e-12


class Silent(np.random.RandomState):
    """A generator whose noise is 0."""

    def standard_normal(self, size):
        return np.zeros(size)


@pytest.fixture
def data(rng):
    n = 400
    classes = rng.integers(0, 4, n)
    X = rng.normal(size=(n, 20))
    X[:, :5] += classes[:, None]
    X[:, 3] = np.exp(3 * X[:, 3]) + 1000.0
    return X, classes, X[:, :3].sum(axis=1) + rng.normal(size=n)


@pytest.mark.parametrize("k", [1, 3, 8])
def test_values_of_scikit_learn_without_its_noise(data, k):
    X, classes, target = data
    silent = {"n_neighbors": k, "random_state": Silent()}
    for y, function, options in (
        (classes, mutual_info_classif, {"discrete_features": False}),
        (target, mutual_info_regression, {"discrete_features": False}),
    ):
        expected = function(X, y, **options, **silent)
        information = column_information(X, y, n_neighbors=k)
        np.testing.assert_allclose(np.maximum(information, 0), expected, atol=1e-9)
    # In classes of fewer than 2 k, radii of scikit-learn are rounded: no such here.
    codes = np.argsort(np.argsort(X, axis=0), axis=0) // 100
    expected = mutual_info_regression(
        codes.astype(float), target, discrete_features=True, **silent
    )
    information = column_information(codes, target, n_neighbors=k)
    np.testing.assert_allclose(np.maximum(information, 0), expected, atol=1e-9)


@pytest.mark.parametrize("marginals", [None, "standard", "normal_scores"])
def test_each_column_is_its_pair(data, marginals):
    X, classes, target = data
    X[:, 7] = np.maximum(X[:, 7], 0)  # atoms
    X[:, 8] = 0.1
    options = {"n_neighbors": 4, "marginals": marginals}
    for y, strict in ((classes, "ross"), (target, "ksg")):
        for own, public in (("strict", strict), ("neighbors", "neighbors")):
            information = column_information(X, y, estimator=own, **options)
            expected = [
                mutual_information(x, y, estimator=public, **options) for x in X.T
            ]
            np.testing.assert_allclose(information, expected, atol=ROUNDING)
            assert information[8] == 0
    information = column_information(X, target, estimator="mixed", **options)
    expected = [
        mutual_information(x, target, estimator="mixed", **options) for x in X.T
    ]
    np.testing.assert_allclose(information, expected, atol=1e-9)


def test_the_number_of_threads_changes_nothing(data):
    X, classes, target = data
    for y in (classes, target):
        np.testing.assert_array_equal(
            column_information(X, y, n_jobs=2), column_information(X, y)
        )


def test_the_target_itself_and_constants(data):
    X, _, target = data
    X[:, 2] = target
    information = column_information(X, target)
    assert information[2] == np.inf
    assert np.isfinite(np.delete(information, 2)).all()
    assert (column_information(X, np.ones(len(X))) == 0).all()
    assert (column_information(X, np.zeros(len(X), dtype=int)) == 0).all()
    assert (column_information(np.zeros((len(X), 2), dtype=int), target) == 0).all()


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(6, 60),
    k=st.integers(1, 5),
    grid=st.integers(2, 40),
    scale=st.sampled_from([0.0625, 1.0, 4.0]),
)
@settings(deadline=None, max_examples=80)
def test_labels_are_one_apart(seed, n, k, grid, scale):
    rng = np.random.default_rng(seed)
    x, classes = scale * rng.integers(0, grid, n), rng.integers(0, 4, n)
    if np.ptp(x) and np.ptp(classes):
        (information,) = column_information(
            x[:, None], classes, estimator="mixed", n_neighbors=k, marginals=None
        )
        labels = np.eye(4)[classes]
        assert information == pytest.approx(plain.mixed(x, labels, k), abs=ROUNDING)

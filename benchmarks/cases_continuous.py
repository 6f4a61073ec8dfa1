"""Measures of continuous variables beside scikit-learn's, and beside definitions."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from harness import Case, register
from scipy.special import digamma, ndtri
from sklearn.feature_selection import mutual_info_classif, mutual_info_regression
from sklearn.neighbors import KDTree

from sklearn_info.measures import (
    column_information,
    mutual_information,
    mutual_information_matrix,
    mutual_information_test,
)


class Silent(np.random.RandomState):
    """A generator whose noise is 0: scikit-learn's values without it."""

    def standard_normal(self, size):
        return np.zeros(size)


def same(mine, theirs):
    """But for scikit-learn's raising to 0."""
    return np.allclose(np.maximum(mine, 0), theirs, rtol=0, atol=1e-9)


@register
def number_and_class():
    rng = np.random.default_rng(0)
    for n in (1_000, 10_000, 100_000):
        y = rng.integers(0, 3, n)
        x = rng.normal(size=n) + y
        yield Case(
            "mutual_information, ross",
            f"{n} rows, 3 classes",
            "mutual_info_classif",
            lambda x=x, y=y: mutual_information(x, y, estimator="ross"),
            lambda x=x, y=y: mutual_info_classif(
                x[:, None], y, discrete_features=False, random_state=Silent()
            ),
            same,
        )


@register
def two_numbers():
    rng = np.random.default_rng(0)

    def correlated(n):
        x, noise = rng.normal(size=(2, n))
        return x, 0.6 * x + 0.8 * noise

    for data, x, y in (
        ("10000 rows, independent", *rng.normal(size=(2, 10_000))),
        ("1000 rows, correlated", *correlated(1_000)),
        ("10000 rows, correlated", *correlated(10_000)),
        ("100000 rows, correlated", *correlated(100_000)),
        ("10000 rows, Cauchy", *rng.standard_cauchy(size=(2, 10_000))),
    ):
        yield Case(
            "mutual_information, ksg",
            data,
            "mutual_info_regression",
            lambda x=x, y=y: mutual_information(
                x, y, estimator="ksg", marginals="standard"
            ),
            lambda x=x, y=y: mutual_info_regression(
                x[:, None], y, random_state=Silent()
            ),
            same,
        )


@register
def columns_and_target():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5_000, 200))
    classes = (X[:, 0] > 0) + 2 * (X[:, 1] > 0)
    number = X[:, :5].sum(axis=1) + rng.normal(size=5_000)
    n_slow = 10
    for y, peer in ((classes, mutual_info_classif), (number, mutual_info_regression)):
        yield Case(
            "column_information",
            "5000 x 200",
            peer.__name__,
            lambda y=y: column_information(X, y),
            lambda y=y, peer=peer: peer(
                X[:, :n_slow], y, discrete_features=False, random_state=Silent()
            ),
            lambda mine, theirs: same(mine[:n_slow], theirs),
            share=n_slow / 200,
        )


def by_trees(x, y, z, k=3):
    """Kraskov et al., or Frenzel and Pompe, as NPEET searches: four k-d trees."""

    def mean_digamma(points):
        tree = KDTree(points, metric="chebyshev")
        return digamma(
            tree.query_radius(points, radius - 1e-15, count_only=True)
        ).mean()

    every = np.hstack([x, y, z])
    radius = KDTree(every, metric="chebyshev").query(every, k + 1)[0][:, k]
    given = mean_digamma(z) if z.size else digamma(len(x))
    return (
        digamma(k)
        + given
        - mean_digamma(np.hstack([x, z]))
        - mean_digamma(np.hstack([y, z]))
    )


@register
def blocks_and_conditions():
    rng = np.random.default_rng(0)
    n = 10_000
    for width, n_given in ((1, 1), (1, 3), (5, 0)):
        z = rng.normal(size=(n, n_given))
        x, y = rng.normal(size=(2, n, width))
        x, y = x + z[:, :1].sum(axis=1, keepdims=True), y + 0.5 * x + z.sum(1)[:, None]
        yield Case(
            "mutual_information, ksg",
            f"{n} rows, {width} + {width}" + f" given {n_given}" * (n_given > 0),
            "k-d trees, as NPEET",
            lambda x=x, y=y, z=z: mutual_information(
                x, y, given=z if z.size else None, estimator="ksg"
            ),
            lambda x=x, y=y, z=z: by_trees(x, y, z),
            lambda mine, theirs: np.isclose(mine, theirs, rtol=0, atol=1e-9),
        )


@register
def gaussian_copula():
    rng = np.random.default_rng(0)
    n = 10_000
    y = rng.normal(size=n)
    X = rng.normal(size=(n, 200)) + y[:, None]
    transposed = np.ascontiguousarray(X.T)

    def scores(rows):
        return ndtri((np.argsort(np.argsort(rows)) + 1.0) / (n + 1.0))

    def log_variance(*rows):
        """Of each column with y, as gcmi and frites: log determinants, corrected."""
        d = len(rows)
        products = np.einsum("imn,jmn->mij", rows, rows) / (n - 1)
        root = np.linalg.cholesky(products)
        bias = digamma((n - np.arange(1, d + 1)) / 2).sum() - d * np.log((n - 1) / 2)
        return np.log(np.einsum("mii->mi", root)).sum(axis=1) - bias / 2

    def peer():
        a, b = scores(transposed), scores(np.tile(y, (200, 1)))
        return log_variance(a) + log_variance(b) - log_variance(a, b)

    yield Case(
        "mutual_information_matrix",
        "10000 x 200, gaussian_copula",
        "gcmi's definition in NumPy",
        lambda: mutual_information_matrix(X, y, estimator="gaussian_copula")[:, 0],
        peer,
        lambda mine, theirs: np.allclose(mine, theirs, rtol=0, atol=1e-9),
    )


@register
def permutations():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 10_000)
    x = rng.normal(size=10_000)
    yield Case(
        "mutual_information_test",
        "10000 rows, 1000 permutations",
        "1000 calls of mutual_information",
        lambda: mutual_information_test(
            x, y, estimator="ross", n_permutations=1000, random_state=0
        ),
        lambda: mutual_information(x, y, estimator="ross"),
        share=1 / 1000,
    )

"""All pairs of columns, against one pair at a time."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from sklearn_info.measures import (
    _matrix,
    additive_table,
    entropy,
    mutual_information,
    mutual_information_matrix,
)
from sklearn_info.utils import _parallel

# Sums of the same terms in another order.
ROUNDING = 1e-12


def one_by_one(X, Y, **options):
    return np.array(
        [
            [mutual_information(X[:, i], Y[:, j], **options) for j in range(Y.shape[1])]
            for i in range(X.shape[1])
        ]
    )


def columns(n, levels, seed=0):
    """Columns of the given numbers of levels, each depending on the one before."""
    rng = np.random.default_rng(seed)
    X = np.zeros((n, len(levels)), dtype=int)
    for j, n_levels in enumerate(levels):
        noise = rng.integers(0, n_levels, n)
        X[:, j] = np.where(rng.random(n) < 0.5, X[:, j - 1] % n_levels, noise)
    return X


# Packs of one, two and many columns, and of different sizes on both sides; columns
# wider than a pack; few rows.
@pytest.mark.parametrize(
    ("n", "levels"),
    [
        (400, [2] * 9),
        (5000, [2] * 14),
        (20_000, [8, 8, 8, 3, 8]),
        (20_000, [10, 10, 9, 10, 10]),
        (3000, [300, 4, 40, 2, 1, 2]),
        (7, [2, 3, 4]),
        (1, [2, 2]),
    ],
)
@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("estimator", ["plugin", "grassberger", "chao_shen"])
def test_equals_single_pairs(n, levels, given, estimator):
    X = columns(n, levels)
    options = {"estimator": estimator}
    if given:
        options["given"] = columns(n, [3, 2], seed=1)
    matrix = mutual_information_matrix(X, **options)
    np.testing.assert_allclose(matrix, one_by_one(X, X, **options), atol=ROUNDING)
    np.testing.assert_array_equal(matrix, matrix.T)
    Y = columns(n, [5, 2], seed=2)
    matrix = mutual_information_matrix(X, Y, **options)
    np.testing.assert_allclose(matrix, one_by_one(X, Y, **options), atol=ROUNDING)


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize(
    ("kind", "estimator"),
    [("fractions", "plugin"), ("whole", "plugin"), ("whole", "jackknife")],
)
def test_weights(given, kind, estimator):
    X = columns(500, [2, 3, 2, 4, 20])
    rng = np.random.default_rng(0)
    weights = rng.integers(0, 3, 500) if kind == "whole" else rng.random(500)
    options = {"sample_weight": weights, "estimator": estimator}
    if given:
        options["given"] = columns(500, [3], seed=1)
    np.testing.assert_allclose(
        mutual_information_matrix(X, **options),
        one_by_one(X, X, **options),
        atol=ROUNDING,
    )


@pytest.mark.parametrize("estimator", ["plugin", "miller_madow", "nsb"])
def test_the_diagonal_is_the_entropy_and_a_constant_has_none(estimator):
    X = columns(200, [3, 4, 2])
    X[:, 1] = 7
    matrix = mutual_information_matrix(X, estimator=estimator)
    assert matrix[0, 0] == pytest.approx(entropy(X[:, 0], estimator=estimator))
    assert (matrix[1] == 0.0).all()
    assert (matrix[:, 1] == 0.0).all()


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("given", [False, True])
def test_pieces_and_threads_change_nothing(n_jobs, given, monkeypatch):
    """Between pieces Ctrl-C is heard."""
    rng = np.random.default_rng(0)
    X, z = rng.integers(0, 5, (300, 30)), rng.integers(0, 3, 300)
    options = {"given": z} if given else {}
    whole = mutual_information_matrix(X, **options)
    both = mutual_information_matrix(X, X[:, 7:20], **options)
    calls, kernel = [], _matrix.pairwise_information

    def count(*arguments):
        calls.append(arguments)
        kernel(*arguments)

    monkeypatch.setattr(_matrix, "pairwise_information", count)
    monkeypatch.setattr(_parallel, "SOON_DONE", 1)
    assert_array_equal(mutual_information_matrix(X, n_jobs=n_jobs, **options), whole)
    assert len(calls) > 2
    own = mutual_information_matrix(X, X[:, 7:20], n_jobs=n_jobs, **options)
    assert_array_equal(own, both)


def test_wide_columns_are_counted_another_way():
    X = columns(2000, [2, 1500, 3, 1800])
    np.testing.assert_allclose(
        mutual_information_matrix(X), one_by_one(X, X), atol=ROUNDING
    )
    np.testing.assert_allclose(
        mutual_information_matrix(X, X[:, ::-1]),
        one_by_one(X, X[:, ::-1]),
        atol=ROUNDING,
    )


def test_counts_beyond_the_table_of_the_plugin():
    X = columns(150_000, [2, 3])
    X[:140_000] = 1
    assert additive_table("plugin", 150_000, 150_000)[0].size < 140_000
    np.testing.assert_allclose(
        mutual_information_matrix(X), one_by_one(X, X), atol=ROUNDING
    )


def test_states_priors_bases_and_frames():
    X = columns(60, [2, 3])
    options = {"estimator": "bayes", "n_states": 4, "prior": "laplace", "base": 2}
    expected = one_by_one(X, X, **options)
    frame = pd.DataFrame({"a": X[:, 0], "b": np.array(["x", "y", "z"])[X[:, 1]]})
    np.testing.assert_allclose(
        mutual_information_matrix(frame, **options), expected, atol=ROUNDING
    )
    assert mutual_information_matrix(X[:, 0], X).shape == (1, 2)


def test_bad_input():
    X = columns(30, [2, 3])
    with pytest.raises(ValueError, match="Y has 29 samples"):
        mutual_information_matrix(X, X[1:])
    with pytest.raises(ValueError, match="column 1 of X has 30 missing"):
        mutual_information_matrix(np.column_stack([X[:, 0], np.full(30, np.nan)]))
    with pytest.raises(ValueError, match="does not take sample_weight"):
        mutual_information_matrix(
            np.random.default_rng(0).normal(size=(30, 2)), sample_weight=np.ones(30)
        )
    with pytest.raises(ValueError, match=r"jackknife.*fractions"):
        mutual_information_matrix(
            X, estimator="jackknife", sample_weight=np.full(30, 0.5)
        )
    with pytest.raises(ValueError, match="n_states"):
        mutual_information_matrix(X, estimator="nsb", n_states=1.5)
    with pytest.raises(ValueError, match="2 states occur"):
        mutual_information_matrix(X, estimator="nsb", n_states=1)

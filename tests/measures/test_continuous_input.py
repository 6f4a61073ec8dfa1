"""Bad input of the measures of continuous variables, and rules for odd input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from sklearn_info.measures import (
    entropy,
    mutual_information,
    mutual_information_matrix,
    mutual_information_test,
)

N = 40
NEIGHBORS = ("ksg", "ross", "mixed")
ALL = (*NEIGHBORS, "gaussian", "gaussian_copula")


@pytest.fixture
def arguments(rng):
    return {
        "x": rng.normal(size=N),
        "y": rng.integers(0, 2, N),
        "given": rng.normal(size=N),
    }


def with_one(value):
    column = np.linspace(0, 1, N)
    column[3] = value
    return column


@pytest.mark.parametrize("estimator", ALL)
@pytest.mark.parametrize("name", ["x", "given"])
@pytest.mark.parametrize(
    ("values", "error", "match"),
    [
        (with_one(np.nan), ValueError, "holds 1 missing values"),
        (with_one(np.inf), ValueError, "holds infinity"),
        (with_one(-np.inf).astype(np.float32), ValueError, "holds infinity"),
        (with_one(1e308), ValueError, "differences overflow"),
        (np.zeros((N, 1, 1)), ValueError, "3 dimensions"),
        (np.zeros((N, 0)), ValueError, "no columns"),
        (np.zeros(N - 1), ValueError, f"{N - 1} samples.* {N}|{N} .*{N - 1}"),
        (np.zeros(0), ValueError, "empty"),
        (np.zeros(N) * 1j, TypeError, "complex"),
        (np.zeros(N, dtype="datetime64[s]"), TypeError, "date|time"),
        (csr_array(np.eye(N)), TypeError, "sparse"),
        ([[0.0], [1.0, 2.0]], ValueError, "not an array"),
        (pd.Series([0.5, None] * (N // 2)), ValueError, f"{N // 2} missing"),
    ],
)
def test_values_that_are_refused(arguments, estimator, name, values, error, match):
    with pytest.raises(error, match=match) as info:
        mutual_information(**{**arguments, name: values}, estimator=estimator)
    assert str(info.value).startswith("mutual_information: ")
    assert name in str(info.value)


@pytest.mark.parametrize("estimator", ["ksg", "ross", "gaussian", "gaussian_copula"])
@pytest.mark.parametrize(
    "words", [["a", "b"] * (N // 2), pd.Series(["a", "b"] * (N // 2), dtype="category")]
)
def test_words_where_numbers_are_needed(arguments, estimator, words):
    for name in ("x", "given"):
        if name == "x" and estimator == "ross":
            arguments["y"] = np.array(["c", "d"])[arguments["y"]]
        with pytest.raises(TypeError, match=f"{name} holds categories or strings"):
            mutual_information(**{**arguments, name: words}, estimator=estimator)


@pytest.mark.parametrize("estimator", NEIGHBORS)
def test_neighbors_and_samples(arguments, estimator):
    del arguments["given"]
    for n_neighbors, match in (
        (N, f"n_neighbors={N} needs more than {N} samples, and there are {N}"),
        (10 * N, "needs more than"),
        (0, "'n_neighbors' parameter"),
        (-1, "'n_neighbors' parameter"),
        (2.0, "'n_neighbors' parameter"),
        (None, "'n_neighbors' parameter"),
    ):
        with pytest.raises(ValueError, match=match):
            mutual_information(
                **arguments, estimator=estimator, n_neighbors=n_neighbors
            )
    most = mutual_information(**arguments, estimator=estimator, n_neighbors=N - 1)
    assert np.isfinite(most)
    few = {name: values[:2] for name, values in arguments.items()}
    few["y"] = np.array([0, 1])
    assert np.isfinite(mutual_information(**few, estimator=estimator, n_neighbors=1))


def test_a_continuous_variable_on_itself(rng):
    x = rng.normal(size=N)
    table = np.column_stack([rng.normal(size=N), x])
    for estimator in ("auto", "ksg", "mixed", "gaussian", "gaussian_copula"):
        for a, b in ((x, x), (x, table), (table, x.tolist())):
            with pytest.raises(ValueError, match="on itself is infinite"):
                mutual_information(a, b, estimator=estimator)
    with pytest.raises(ValueError, match="on itself is infinite"):
        mutual_information_test(x, x)
    for estimator in ("auto", "ksg", "gaussian_copula"):
        information = mutual_information_matrix(table, estimator=estimator)
        assert information[0, 0] == information[1, 1] == np.inf
        assert np.isfinite(information[0, 1])


def test_single_precision_does_not_overflow(rng):
    # Squares and differences of these are beyond float32.
    x = (rng.normal(size=N) * 1e37).astype(np.float32)
    y = (x.astype(float) + 1e36 * rng.normal(size=N)).astype(np.float32)
    for estimator in ("ksg", "gaussian"):
        for marginals in ("standard", "normal_scores"):
            options = {"estimator": estimator, "marginals": marginals}
            expected = mutual_information(
                x.astype(float) * 2.0**-100, y.astype(float) * 2.0**-100, **options
            )
            assert mutual_information(x, y, **options) == expected


@pytest.mark.parametrize("scale", [2.0**-1000, 2.0**1000])
def test_numbers_near_the_ends_of_double_precision(rng, scale):
    x, y = rng.normal(size=(2, N))
    for options in (
        {"estimator": "ksg", "marginals": "standard"},
        {"estimator": "ksg"},
        {"estimator": "mixed", "marginals": "standard"},
        {"estimator": "gaussian_copula"},
    ):
        expected = mutual_information(x, y, **options)
        assert mutual_information(x * scale, y * scale, **options) == expected
    options = {"estimator": "ksg", "metric": "euclidean"}
    if scale > 1:
        with pytest.raises(ValueError, match="overflow"):
            mutual_information(np.column_stack([x, y]) * scale, y**2, **options)


@pytest.mark.parametrize("estimator", ALL)
def test_one_distinct_value(arguments, estimator):
    constant = np.full(N, 0.1)
    assert mutual_information(constant, arguments["y"], estimator=estimator) == 0
    if estimator == "ross":
        assert mutual_information(arguments["x"], np.zeros(N), estimator="ross") == 0
    with_given = mutual_information(
        **{**arguments, "given": constant}, estimator=estimator
    )
    without = mutual_information(arguments["x"], arguments["y"], estimator=estimator)
    assert with_given == pytest.approx(without, abs=1e-12)


def test_classes_of_one_member_are_left_out_of_ross(rng):
    x, y, z = rng.normal(size=N), rng.integers(0, 2, N), rng.normal(size=N)
    more = [np.append(x, [0.1, 0.2]), np.append(y, [8, 9])]
    given = np.append(z, [0.0, 0.0])
    expected = mutual_information(x, y, estimator="ross")
    assert mutual_information(*more, estimator="ross") == expected
    expected = mutual_information(x, y, given=z, estimator="ross")
    assert mutual_information(*more, given=given, estimator="ross") == expected
    # Nothing is left, or one class.
    assert mutual_information(x, np.arange(N), estimator="ross") == 0
    assert mutual_information(x, np.r_[0, np.ones(N - 1)], estimator="ross") == 0


def test_small_classes_take_the_neighbors_that_they_have(rng):
    x = rng.normal(size=N)
    y = np.r_[0, 0, 1, 1, 1, np.full(N - 5, 2)]
    assert np.isfinite(mutual_information(x, y, estimator="ross", n_neighbors=5))


def test_other_calls_refuse_too(rng):
    X = rng.normal(size=(N, 3))
    X[2, 1] = np.nan
    with pytest.raises(ValueError, match="column 1 of X holds 1 missing"):
        mutual_information_matrix(X, estimator="ksg")
    with pytest.raises(ValueError, match="column 1 of X .*missing"):
        mutual_information_matrix(X)
    with pytest.raises(ValueError, match="missing"):
        mutual_information_test(X[:, 1], X[:, 0])
    with pytest.raises(ValueError, match="column 1 of x holds 1 missing"):
        entropy(X, estimator="kl")
    with pytest.raises(TypeError, match="categories or strings"):
        entropy(["a", "b"] * 5, estimator="kl")
    with pytest.raises(ValueError, match=f"has {N - 1} samples"):
        mutual_information_matrix(X[:, :1], X[1:, 2:], estimator="ksg")
    with pytest.raises(ValueError, match="needs more than 40"):
        mutual_information_matrix(X[:, [0, 2]], estimator="ksg", n_neighbors=40)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"x": [np.nan] * 50}, "50 missing values"),
        ({"x": [np.inf] + [0.0] * 49}, "infinity"),
        ({"x": np.linspace(-1, 1, 50) * 1e308}, "overflow"),
        ({"x": np.zeros(49)}, r"y has 50 samples, and x has 49"),
        ({"x": np.zeros((50, 2, 2))}, "3 dimensions"),
        ({"n_neighbors": 50}, "n_neighbors=50 needs more than 50 samples"),
        ({"n_neighbors": 0}, "n_neighbors"),
        ({"n_neighbors": 1.5}, "n_neighbors"),
        ({"sample_weight": np.ones(50)}, "does not take sample_weight"),
        ({"n_states": 4}, "does not take n_states"),
        ({"marginals": "ranks"}, "marginals"),
    ],
)
@pytest.mark.parametrize("estimator", ["ksg", "ross"])
def test_numbers_that_are_refused(rng, estimator, change, match):
    arguments = {"x": rng.normal(size=50), "y": rng.integers(0, 2, 50)}
    arguments |= {"estimator": estimator, **change}
    with pytest.raises(ValueError, match=match):
        mutual_information(arguments.pop("x"), arguments.pop("y"), **arguments)


def test_strings_where_numbers_are_needed(rng):
    x = rng.normal(size=20)
    for words in (["a", "b"] * 10, pd.Series(["a", "b"] * 10, dtype="category")):
        with pytest.raises(TypeError, match="y holds categories or strings"):
            mutual_information(x, words, estimator="ksg")


def test_a_variable_on_itself_is_refused(rng):
    x = rng.normal(size=(30, 2))
    with pytest.raises(ValueError, match="column 1 of x is column 0 of y.*infinite"):
        mutual_information(x, x[:, 1], estimator="ksg")


def test_ross_wants_classes(rng):
    x, y = rng.normal(size=(2, 100))
    with pytest.raises(ValueError, match="both x and y look continuous"):
        mutual_information(x, y, estimator="ross")


def test_dependent_columns_have_no_normal_density(rng):
    x = rng.normal(size=(50, 2))
    with pytest.raises(ValueError, match="linear combinations"):
        mutual_information(x, x.sum(axis=1), estimator="gaussian")
    with pytest.raises(ValueError, match="at least 5 samples"):
        mutual_information(
            x[:4, 0], x[:4, 1], given=x[:4, 0] ** 2, estimator="gaussian"
        )


def test_atoms_have_no_differential_entropy(rng):
    x = rng.normal(size=(100, 2))
    x[:10] = 0
    for values in (x, np.column_stack([x[:, 0], np.ones(100)]), np.ones(100)):
        with pytest.raises(ValueError, match="minus infinity"):
            entropy(values, estimator="kl")
    assert math.isfinite(entropy(x, estimator="kl", n_neighbors=10))
    with pytest.raises(ValueError, match="n_neighbors=100 needs more"):
        entropy(x, estimator="kl", n_neighbors=100)
    with pytest.raises(ValueError, match="does not take sample_weight"):
        entropy(x, estimator="kl", sample_weight=np.ones(100))

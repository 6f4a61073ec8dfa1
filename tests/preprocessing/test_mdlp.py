"""MDLPDiscretizer: its definition, what it must not depend on, and bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import os

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joblib import parallel_config
from numpy.testing import assert_array_equal
from references.mdlp import mdlp_cuts
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks

from sklearn_info.preprocessing import MDLPDiscretizer, _mdlp

quick = settings(deadline=None, max_examples=60)


@st.composite
def columns(draw, max_size=120):
    """A column, with ties or without, and classes that follow it more or less."""
    n = draw(st.integers(2, max_size))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_classes = draw(st.integers(2, 5))
    x = rng.normal(size=n)
    steps = np.searchsorted([-0.8, -0.2, 0.4, 1.0], x)
    if draw(st.booleans()):
        x = np.round(x * draw(st.integers(1, 6)))
    noise = rng.random(n) < draw(st.sampled_from([0.0, 0.05, 0.3, 1.0]))
    y = np.where(noise, rng.integers(0, n_classes, n), steps % n_classes)
    y[:2] = [0, 1]  # at least two classes
    return x, y


def cuts_of(x, y, **fit):
    edges = MDLPDiscretizer().fit(np.reshape(x, (-1, 1)), y, **fit).bin_edges_[0]
    assert edges[0] == -np.inf
    assert edges[-1] == np.inf
    return edges[1:-1]


def bins_of(x, y):
    return MDLPDiscretizer().fit_transform(np.reshape(x, (-1, 1)), y)[:, 0]


@parametrize_with_checks(
    [MDLPDiscretizer(), MDLPDiscretizer(missing="level", dtype=np.int32, n_jobs=2)]
)
def test_scikit_learn_checks(estimator, check):
    check(estimator)


# --- the definition ---------------------------------------------------------------


@quick
@given(columns())
def test_cuts_are_those_of_the_definition(column):
    x, y = column
    assert_array_equal(cuts_of(x, y), mdlp_cuts(x, y))


@quick
@given(columns(max_size=60), st.integers(0, 2**32 - 1), st.booleans())
def test_weighted_cuts_are_those_of_the_definition(column, seed, whole):
    x, y = column
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 5, x.size) if whole else rng.uniform(0.2, 3, x.size)
    assert_array_equal(cuts_of(x, y, sample_weight=weights), mdlp_cuts(x, y, weights))


@pytest.mark.parametrize("n_classes", [2, 3, 7])
@pytest.mark.parametrize("seed", range(3))
def test_cuts_of_a_larger_sample_are_those_of_the_definition(n_classes, seed):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, n_classes, 1500)
    X = rng.normal(np.column_stack([y, y % 2, 0 * y]), [0.4, 1, 1])
    X[:, 1] = X[:, 1].round(1)
    discretizer = MDLPDiscretizer().fit(X, y)
    for column, edges in zip(X.T, discretizer.bin_edges_):
        assert_array_equal(edges[1:-1], mdlp_cuts(column, y))
    assert discretizer.n_bins_[0] > 2


def test_iris_has_the_cuts_of_the_literature():
    """As other implementations print them, in Weka and in R."""
    X, y = load_iris(return_X_y=True)
    discretizer = MDLPDiscretizer().fit(X, y)
    published = [[5.55, 6.15], [2.95, 3.35], [2.45, 4.75], [0.8, 1.75]]
    for edges, cuts in zip(discretizer.bin_edges_, published):
        # Midpoints of decimal numbers, in binary.
        np.testing.assert_allclose(edges[1:-1], cuts, rtol=1e-15)


def test_two_gaussians_are_cut_where_their_densities_cross():
    rng = np.random.default_rng(0)
    n = 20_000
    y = rng.integers(0, 2, n)
    cuts = cuts_of(rng.normal(4.0 * y, 1.0), y)
    # By symmetry the best first cut of the distribution is at 2. In a sample, the
    # place of a smooth optimum is off by the order of n ** (-1/3).
    assert np.abs(cuts - 2).min() < 3 * n ** (-1 / 3)
    # Neither class is certain near 2, so that the sides are cut again.
    assert cuts.min() < 1.5
    assert cuts.max() > 2.5


def test_a_step_in_the_probability_of_a_class_is_found():
    rng = np.random.default_rng(0)
    n = 5000
    x = rng.uniform(size=n)
    y = rng.random(n) < np.where(x < 0.37, 0.2, 0.7)
    # One step, one cut; the place of a step is off by some gaps between values.
    (cut,) = cuts_of(x, y)
    assert abs(cut - 0.37) < 30 / n


def test_steps_without_noise_are_found_exactly():
    x = np.random.default_rng(0).permutation(1000)
    y = np.array(list("abac"))[x // 250]
    assert_array_equal(cuts_of(x, y), [249.5, 499.5, 749.5])
    assert_array_equal(bins_of(x, y), x // 250)


def test_noise_is_not_cut():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(2000, 20)), rng.integers(0, 3, 2000)
    discretizer = MDLPDiscretizer().fit(X, y)
    assert_array_equal(discretizer.n_bins_, 1)
    assert_array_equal(discretizer.bin_edges_[7], [-np.inf, np.inf])
    assert_array_equal(discretizer.transform(X), 0)


def test_exclusive_or_is_not_seen_column_by_column():
    X = np.random.default_rng(0).uniform(-1, 1, (2000, 2))
    assert_array_equal(MDLPDiscretizer().fit(X, X.prod(axis=1) > 0).n_bins_, 1)


def test_of_cuts_of_one_entropy_the_lowest_is_made():
    # y reads the same backwards: each cut has a mirror image of the same entropy. Were
    # the higher one made, 29.5 and 39.5 would be the cuts.
    y = np.repeat([0, 1, 0, 1, 0], 10)
    assert_array_equal(cuts_of(np.arange(50), y), [9.5, 19.5])
    assert_array_equal(cuts_of(np.arange(50), 1 - y), [9.5, 19.5])


def test_the_model_of_many_classes_does_not_overflow():
    x = np.arange(20_000.0)  # 3**1000 is beyond double precision
    cuts = cuts_of(x, x // 20)
    assert_array_equal(cuts, np.arange(19.5, 19_990, 20))


# --- what does not matter ---------------------------------------------------------


@quick
@given(columns(), st.randoms())
def test_the_order_of_rows_does_not_matter(column, random):
    x, y = column
    order = list(range(x.size))
    random.shuffle(order)
    assert_array_equal(cuts_of(x[order], y[order]), cuts_of(x, y))


@quick
@given(columns())
def test_a_strictly_increasing_map_leaves_the_bins(column):
    x, y = column
    rank = np.unique(x, return_inverse=True)[1]
    for mapped in (rank, rank**3.0, np.exp(rank / 10), 1e12 + 1e6 * rank):
        assert_array_equal(bins_of(mapped, y), bins_of(x, y))


@quick
@given(columns(), st.permutations(range(5)))
def test_the_names_of_classes_do_not_matter(column, names):
    x, y = column
    assert_array_equal(cuts_of(x, np.array(names)[y]), cuts_of(x, y))
    assert_array_equal(cuts_of(x, np.array(list("vwxyz"))[names][y]), cuts_of(x, y))


@quick
@given(columns(max_size=60), st.integers(0, 2**32 - 1))
def test_a_weight_is_a_row_repeated(column, seed):
    x, y = column
    weights = np.random.default_rng(seed).integers(0, 4, x.size)
    weights[:2] = 1  # two classes stay
    repeated = np.repeat(np.arange(x.size), weights)
    weighted = cuts_of(x, y, sample_weight=weights)
    assert_array_equal(weighted, cuts_of(x[repeated], y[repeated]))


def test_a_row_of_no_weight_is_no_row():
    X, y = load_iris(return_X_y=True)
    weighted = MDLPDiscretizer().fit(X, y, sample_weight=(y != 1).astype(float))
    without = MDLPDiscretizer().fit(X[y != 1], y[y != 1])
    for edges, expected in zip(weighted.bin_edges_, without.bin_edges_):
        assert_array_equal(edges, expected)


def test_rows_that_weigh_less_than_two_are_not_cut():
    x, y = np.arange(100), np.arange(100) < 50
    assert cuts_of(x, y, sample_weight=np.full(100, 1.0)).size == 1
    assert cuts_of(x, y, sample_weight=np.full(100, 0.019)).size == 0
    # Twenty rows of 0.1 weigh two in mathematics, not in binary.
    x, y = np.arange(20), np.arange(20) < 10
    assert cuts_of(x, y, sample_weight=np.full(20, 0.1)).size == 1


def test_threads_memory_order_and_type_do_not_matter():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 400)
    X = rng.integers(-20, 20, (400, 7)) + 5 * y[:, None]
    expected = MDLPDiscretizer().fit(X, y)
    assert expected.n_bins_.min() > 1
    forms = [
        X.astype(np.float64),
        X.astype(np.float32),
        X.astype(np.int8),
        np.asfortranarray(X, dtype=np.float64),
        np.repeat(X, 2, axis=1)[:, ::2],
        X.tolist(),
    ]
    for form in forms:
        for n_jobs in (None, 2, 50):
            fitted = MDLPDiscretizer(n_jobs=n_jobs).fit(form, y)
            for edges, other in zip(fitted.bin_edges_, expected.bin_edges_):
                assert_array_equal(edges, other)
            assert_array_equal(fitted.transform(form), expected.transform(X))


def test_jobs_are_threads_whatever_the_context(monkeypatch):
    """Other processes would need copies of X, and what they found would not be here."""
    called, search = [], _mdlp.find_cuts

    def find_cuts(*arguments):
        called.append(os.getpid())
        return search(*arguments)

    monkeypatch.setattr(_mdlp, "find_cuts", find_cuts)
    with parallel_config("loky", n_jobs=2):
        MDLPDiscretizer().fit(*load_iris(return_X_y=True))
    assert called == [os.getpid()] * 4


# --- transform --------------------------------------------------------------------


@pytest.mark.parametrize("n_steps", [4, 40])  # comparisons, and a search
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_value_is_in_the_bin_whose_edges_hold_it(n_steps, dtype):
    x = np.arange(n_steps * 20, dtype=dtype)
    discretizer = MDLPDiscretizer().fit(x[:, None], np.arange(x.size) // 20)
    edges = discretizer.bin_edges_[0]
    assert discretizer.n_bins_[0] == n_steps
    new = np.concatenate([edges[1:-1], x, [-1e30, 1e30]]).astype(dtype)
    codes = discretizer.transform(new[:, None])[:, 0].astype(int)
    assert np.all(edges[codes] <= new)
    assert np.all(new < edges[codes + 1])
    # A value at a cut is above it.
    assert_array_equal(codes[: n_steps - 1], np.arange(1, n_steps))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_neighbouring_floats_are_told_apart(dtype):
    largest = np.finfo(dtype).max
    for low in map(dtype, (1.0, -1.0, 0.0, largest / 2, -largest)):
        pair = np.array([low, np.nextafter(low, dtype(np.inf))])
        x, y = np.repeat(pair, 30)[:, None], np.repeat([0, 1], 30)
        assert_array_equal(MDLPDiscretizer().fit_transform(x, y)[:, 0], y)


def test_the_midpoint_of_extremes_does_not_overflow():
    largest, y = np.finfo(np.float64).max, np.repeat([0, 1], 30)
    assert_array_equal(cuts_of(np.repeat([-largest, largest], 30), y), [0])
    above = cuts_of(np.repeat([largest / 2, largest], 30), y)
    assert_array_equal(above, [largest * 0.75])


@pytest.mark.parametrize(
    ("taken", "asked", "returned"),
    [
        (np.float64, None, np.float64),
        (np.float32, None, np.float32),
        (np.int16, None, np.float64),
        (np.float32, np.float64, np.float64),
        (np.float64, "uint8", np.uint8),
        (np.float64, int, np.int64),
    ],
)
def test_codes_have_the_type_that_was_asked(taken, asked, returned):
    X, y = load_iris(return_X_y=True)
    codes = MDLPDiscretizer(dtype=asked).fit_transform(X.astype(taken), y)
    assert codes.dtype == returned
    assert sorted(np.unique(codes)) == [0, 1, 2]


def test_a_missing_value_has_the_code_after_the_last_bin():
    X, y = load_iris(return_X_y=True)
    holes = np.random.default_rng(0).random(X.shape) < 0.2
    X_holes = np.where(holes, np.nan, X)
    discretizer = MDLPDiscretizer(missing="level", dtype=int).fit(X_holes, y)
    codes = discretizer.transform(X_holes)
    for j in range(4):
        there = ~holes[:, j]
        alone = MDLPDiscretizer().fit(X[there, j, None], y[there])
        assert_array_equal(discretizer.bin_edges_[j], alone.bin_edges_[0])
        assert_array_equal(codes[there, j], alone.transform(X[there, j, None])[:, 0])
        assert_array_equal(codes[~there, j], discretizer.n_bins_[j])


def test_values_may_be_missing_later_only_or_in_all_rows():
    X, y = load_iris(return_X_y=True)
    discretizer = MDLPDiscretizer(missing="level").fit(X, y)
    nothing = np.full((150, 4), np.nan)
    assert_array_equal(discretizer.transform(nothing), [discretizer.n_bins_] * 150)
    assert_array_equal(clone(discretizer).fit_transform(nothing, y), 1)


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_frames_keep_their_names_and_kind(frame):
    X, y = load_iris(return_X_y=True)
    table = frame(dict(zip("abcd", X.T)))
    kind = "pandas" if frame is pd.DataFrame else "polars"
    discretizer = MDLPDiscretizer(dtype=np.int8).set_output(transform=kind)
    codes = discretizer.fit(table, np.array(list("xyz"))[y]).transform(table)
    assert isinstance(codes, frame)
    assert list(codes.columns) == list("abcd")
    assert list(discretizer.get_feature_names_out()) == list("abcd")
    assert_array_equal(codes.to_numpy(), MDLPDiscretizer().fit_transform(X, y))


def test_it_is_a_step_of_a_pipeline():
    X, y = load_iris(return_X_y=True)
    model = make_pipeline(MDLPDiscretizer(), DecisionTreeClassifier(random_state=0))
    # The three bins of petal length and width alone leave six errors.
    assert model.fit(X, y).score(X, y) >= 1 - 6 / 150


# --- bad input --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "change", "message"),
    [
        ({}, {"y": np.zeros(150)}, "MDLPDiscretizer: y holds one class"),
        ({}, {"y": np.linspace(0, 1, 150)}, "MDLPDiscretizer: .*y is continuous"),
        ({}, {"y": np.zeros((150, 2))}, "y should be a 1d array"),
        ({}, {"y": np.zeros(149)}, "inconsistent numbers of samples"),
        ({}, {"y": None}, "MDLPDiscretizer estimator requires y"),
        ({}, {"y": [None] * 75 + ["a"] * 75}, "Input y contains missing"),
        ({}, {"X": np.full((150, 2), np.nan)}, "(?s)contains NaN.*MDLPDiscretizer"),
        ({}, {"X": np.full((150, 2), np.inf)}, "infinity"),
        ({"missing": "level"}, {"X": np.full((150, 2), np.inf)}, "infinity"),
        ({}, {"X": np.zeros(150)}, "Expected 2D array"),
        ({}, {"X": np.full((150, 1), "a")}, "could not convert string to float"),
        ({}, {"sample_weight": np.zeros(150)}, "all of sample_weight is zero"),
        ({}, {"sample_weight": -np.ones(150)}, "MDLPDiscretizer: .*negative weights"),
        ({}, {"sample_weight": np.ones(3)}, "MDLPDiscretizer: sample_weight.shape"),
        ({}, {"sample_weight": np.repeat([1, 0, 0], 50)}, "y holds one class"),
        ({"missing": "drop"}, {}, "'missing' parameter of MDLPDiscretizer"),
        ({"n_jobs": 1.5}, {}, "'n_jobs' parameter of MDLPDiscretizer"),
        ({"dtype": "complex128"}, {}, "MDLPDiscretizer: dtype must be float32"),
        ({"dtype": bool}, {}, "MDLPDiscretizer: dtype must be float32"),
        ({"dtype": np.float16}, {}, "MDLPDiscretizer: dtype must be float32"),
        ({"dtype": "no type"}, {}, "MDLPDiscretizer: dtype must be float32"),
    ],
)
def test_bad_input_is_named(parameters, change, message):
    X, y = load_iris(return_X_y=True)
    with pytest.raises(ValueError, match=message):
        MDLPDiscretizer(**parameters).fit(**{"X": X, "y": y} | change)


def test_a_type_too_small_for_the_codes_is_an_error():
    x = np.arange(200 * 20.0)
    y = x // 20
    with pytest.raises(
        ValueError, match=r"dtype=int8 does not hold .* column 1, .*199"
    ):
        MDLPDiscretizer(dtype=np.int8).fit(np.column_stack([0 * x, x]), y)
    MDLPDiscretizer(dtype=np.uint8).fit(x[:, None], y)


def test_nan_at_transform_is_an_error_unless_it_is_a_level():
    X, y = load_iris(return_X_y=True)
    with pytest.raises(ValueError, match=r"(?s)contains NaN.*MDLPDiscretizer"):
        MDLPDiscretizer().fit(X, y).transform(np.full((1, 4), np.nan))

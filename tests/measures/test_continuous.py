"""Information of continuous variables: closed forms, choices, invariants."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from references import neighbors as plain
from references.closed_forms import normal_pair
from scipy.special import ndtri
from scipy.stats import rankdata

from sklearn_info.measures import (
    entropy,
    mutual_information,
)
from sklearn_info.measures._single_columns import normal_scores

# Sums of a few thousand digammas, which a table of sums holds to about 1e-14 each.
ROUNDING = 1e-12


# --- Closed forms


def test_bivariate_normal(rng):
    # The standard error is about 0.015 at n = 4000; four of them.
    x, y = normal_pair(rng, 4000, 0.75)
    truth = -0.5 * math.log(1 - 0.75**2)
    for options in ({}, {"marginals": "standard"}, {"marginals": "normal_scores"}):
        information = mutual_information(x, y, estimator="ksg", **options)
        assert information == pytest.approx(truth, abs=0.06)


@pytest.mark.parametrize(("width", "truth"), [(2, 0.293893), (3, 0.413339)])
def test_multinormal_blocks(rng, width, truth):
    # Every pair of columns has the correlation 1/2.
    table = rng.normal(size=(4000, 2 * width)) + rng.normal(size=(4000, 1))
    x, y = table[:, :width], table[:, width:]
    for estimator in ("gaussian", "gaussian_copula"):
        information = mutual_information(x, y, estimator=estimator)
        assert information == pytest.approx(truth, abs=0.06)
    # Neighbours fall short in several dimensions.
    information = mutual_information(x, y, estimator="ksg")
    assert truth - 0.12 < information < truth + 0.04


def test_a_chain_is_independent_given_its_middle(rng):
    x, noise, other = rng.normal(size=(3, 3000))
    z = x + noise
    y = z + other
    # I(x; y) of correlation sqrt(1/3), and I(x; y | z) = 0.
    truth = -0.5 * math.log(1 - 1 / 3)
    for estimator in ("gaussian", "gaussian_copula", "ksg", "mixed"):
        options = {"estimator": estimator}
        assert mutual_information(x, y, **options) == pytest.approx(truth, abs=0.06)
        assert mutual_information(x, y, given=z, **options) == pytest.approx(
            0, abs=0.06
        )


def test_the_gaussian_estimate_is_unbiased(rng):
    # Of independent columns at n = 20 the plug-in reads 0.26 on average; the standard
    # error of 400 estimates is 0.007.
    values = [
        mutual_information(*rng.normal(size=(2, 20, 3)), estimator="gaussian")
        for _ in range(400)
    ]
    assert np.mean(values) == pytest.approx(0, abs=0.03)


def test_a_zero_inflated_column(rng):
    # x tells y apart but where it is 0: I = H(1/2) / 2.
    n = 2000
    y = rng.integers(0, 2, n)
    x = np.where(rng.uniform(size=n) < 0.5, 0.0, (2 * y - 1) * rng.uniform(1, 2, n))
    information = mutual_information(x, y * 10.0, estimator="mixed")
    assert information == pytest.approx(math.log(2) / 2, abs=0.05)


@pytest.mark.parametrize("e", [0.25, 0.75])
def test_uniform_with_uniform_noise(rng, e):
    x, noise = rng.uniform(size=(2, 4000))
    truth = e - math.log(2 * e) if e <= 0.5 else 1 / (4 * e)
    information = mutual_information(x, x + e * (2 * noise - 1), estimator="ksg")
    assert information == pytest.approx(truth, abs=0.06)


def test_independent_variables_have_none(rng):
    x, y = rng.normal(size=(2, 5000))
    classes = rng.integers(0, 3, 5000)
    assert mutual_information(x, y, estimator="ksg") == pytest.approx(0, abs=0.05)
    assert mutual_information(x, classes, estimator="ross") == pytest.approx(
        0, abs=0.05
    )


def test_atoms_on_themselves_have_their_entropy():
    x = np.repeat([0.5, 1.5, 2.5], 50)
    information = mutual_information(x, x, estimator="mixed")
    # log n + digamma(50) - 2 digamma(50)
    assert information == pytest.approx(math.log(3), abs=0.02)


def test_a_condition_of_every_kind_takes_dependence_away(rng):
    classes = rng.integers(0, 4, 2000)
    x, y = rng.normal(size=(2, 2000)) + 3 * classes
    assert mutual_information(x, y) > 0.5
    names = np.array(["a", "b", "c", "d"])[classes]
    assert mutual_information(x, y, given=names) == pytest.approx(0, abs=0.1)


# --- Ties and labels


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(30, 80),
    k=st.integers(1, 5),
    grid=st.sampled_from([12, 20, 0]),
    kinds=st.tuples(*[st.sampled_from(["numbers", "labels", "both"])] * 3),
    condition=st.booleans(),
)
@settings(deadline=None, max_examples=80)
def test_neighbors_of_numbers_and_labels(seed, n, k, grid, kinds, condition):
    rng = np.random.default_rng(seed)
    variables, frames = [], []
    for kind in kinds if condition else kinds[:2]:
        numbers = rng.random((n, 1))
        if grid:
            numbers = rng.integers(0, grid, (n, 1)) / 8
            numbers[:12, 0] = rng.permutation(12) / 8  # more than sqrt(n) values
        labels = rng.integers(0, 3, n)
        frame = pd.DataFrame(index=range(n))
        if kind != "labels":
            frame["number"] = numbers[:, 0]
        if kind != "numbers":
            frame["label"] = np.array(["a", "b", "c"])[labels]
        frames.append(frame)
        variables.append(
            (
                numbers if kind != "labels" else numbers[:, :0],
                labels if kind != "numbers" else np.zeros(n),
            )
        )
    if not condition:
        variables.append((np.empty((n, 0)), np.zeros(n)))
    if all(v[0].shape[1] == 0 for v in variables):
        return
    expected = plain.neighbors(*variables, k)
    information = mutual_information(
        frames[0],
        frames[1],
        given=frames[2] if condition else None,
        estimator="neighbors",
        n_neighbors=k,
    )
    assert information == pytest.approx(expected, abs=ROUNDING)


def test_labels_alone_are_counted(rng):
    x, y, z = rng.integers(0, 3, (3, 100))
    for condition in ({}, {"given": z}):
        own = mutual_information(x, y, estimator="neighbors", **condition)
        counted = mutual_information(x, y, **condition)
        assert own == pytest.approx(counted, abs=ROUNDING)


def test_numbers_with_few_values_are_labels_and_others_are_not(rng):
    x = rng.normal(size=400)
    few, many = rng.integers(0, 20, 400), rng.integers(0, 400, 400)
    assert mutual_information(x, few) == pytest.approx(
        mutual_information(x, few.astype(str)), abs=ROUNDING
    )
    assert mutual_information(x, many) == mutual_information(x, many + 0.5)


@pytest.mark.parametrize("step", [0.1, 0.03, 0.01, 0.001])
def test_rounding_is_not_information(rng, step):
    # Counts of strictly nearer points read 0.1 to 0.3 nats here.
    # The standard error is 0.015 to 0.02.
    x, y = rng.normal(size=(2, 2500))
    z = 0.75 * x + math.sqrt(1 - 0.75**2) * y
    x, y, z = (np.round(v / step) * step for v in (x, y, z))
    classes = rng.integers(0, 3, 2500)
    assert mutual_information(x, y) == pytest.approx(0, abs=0.08)
    assert mutual_information(x, classes) == pytest.approx(0, abs=0.05)
    assert mutual_information(x, z) == pytest.approx(0.413, abs=0.08)


# --- Standard errors


@pytest.mark.parametrize("estimator", ["ksg", "ross", "gaussian_copula"])
def test_standard_errors_are_the_scatter_of_samples(rng, estimator):
    estimates, errors = [], []
    for _ in range(60):
        x, y = normal_pair(rng, 500)
        if estimator == "ross":
            y = np.digitize(y, [-0.5, 0.5])
        one, error = mutual_information(x, y, estimator=estimator, standard_error=True)
        assert one == mutual_information(x, y, estimator=estimator)
        estimates.append(one)
        errors.append(error)
    # The scatter of 60 is known to 9 %, and parts of 50 scatter a little more than
    # in proportion.
    assert np.mean(errors) == pytest.approx(np.std(estimates), rel=0.35)


def test_standard_errors_in_bits_and_of_constants(rng):
    x, y = normal_pair(rng, 300)
    options = {"given": rng.normal(size=300), "standard_error": True}
    nats = mutual_information(x, y, **options)
    assert mutual_information(x, y, base=2, **options) == pytest.approx(
        np.divide(nats, math.log(2))
    )
    assert mutual_information(x, np.ones(300), **options) == (0, 0)
    with pytest.raises(ValueError, match="at least 50"):
        mutual_information(x[:49], y[:49], standard_error=True)
    with pytest.raises(ValueError, match="for continuous variables"):
        mutual_information([0, 1], [0, 1], standard_error=True)


# --- Entropy


def test_entropy_of_densities(rng):
    # Uniform on [0, 2]: log 2; normal: log(2 pi e) / 2; three columns of these.
    uniform, normal = rng.uniform(0, 2, 4000), rng.normal(size=4000)
    assert entropy(uniform, estimator="kl") == pytest.approx(math.log(2), abs=0.06)
    of_normal = 0.5 * math.log(2 * math.pi * math.e)
    assert entropy(normal, estimator="kl") == pytest.approx(of_normal, abs=0.06)
    cube = rng.uniform(0, 2, (4000, 3))
    assert entropy(cube, estimator="kl") == pytest.approx(3 * math.log(2), abs=0.15)


def test_entropy_of_powers_of_two(rng):
    x = rng.normal(size=(200, 2))
    assert entropy(4 * x, estimator="kl", base=2) == pytest.approx(
        entropy(x, estimator="kl", base=2) + 4, abs=ROUNDING
    )


# --- The choice by the columns


def test_the_choice_is_the_documented_one(rng):
    x, y = normal_pair(rng, 400)
    z, classes = rng.normal(size=400), rng.integers(0, 3, 400)
    atoms, words = np.where(z > 0, z, 0.0), np.array(["a", "b", "c"])[classes]
    scores = {"marginals": "normal_scores"}
    for a, b, c, estimator in (
        (x, y, None, "ksg"),
        (x, np.column_stack([y, z]), None, "ksg"),
        (x, y, z, "ksg"),
        (x, classes, None, "ross"),
        (words, x, None, "ross"),
        (x, classes, z, "ross"),
        (x, atoms, None, "neighbors"),
        (words, atoms, None, "neighbors"),
        (x, y, classes, "neighbors"),
        (x, y, words, "neighbors"),
        (classes, words == "a", x, "neighbors"),
        (x, np.column_stack([y, classes]), None, "neighbors"),
    ):
        expected = mutual_information(a, b, given=c, estimator=estimator, **scores)
        assert mutual_information(a, b, given=c) == pytest.approx(
            expected, abs=ROUNDING
        )
    standard = {"marginals": "standard"}
    assert mutual_information(x, y, **standard) == mutual_information(
        x, y, estimator="ksg", **standard
    )


def test_heavy_tails_by_default(rng):
    # Half cubes of a normal pair, whose information they keep.
    x, y = (v * np.sqrt(np.abs(v)) ** 3 for v in normal_pair(rng, 4000, 0.75))
    assert mutual_information(x, y) == pytest.approx(0.413339, abs=0.06)


# --- Invariants


def test_nothing_is_random_and_the_global_generator_is_left_alone(rng):
    x, y = normal_pair(rng, 300)
    values = set()
    for seed in range(4):
        np.random.seed(seed)  # noqa: NPY002
        values.add(mutual_information(x, y, estimator="ksg"))
    assert len(values) == 1


@pytest.mark.parametrize("marginals", [None, "standard", "normal_scores"])
def test_shift_and_powers_of_two_change_nothing(rng, marginals):
    # Thousandths of a power of two, which a shift by 2^20 leaves exact.
    x, y = (np.round(v * 1024) / 1024 for v in normal_pair(rng, 400))
    options = {"estimator": "ksg", "marginals": marginals}
    expected = mutual_information(x, y, **options)
    moved = mutual_information(x + 2.0**20, y - 2.0**20, **options)
    assert moved == expected
    assert mutual_information(4 * x, 4 * y, **options) == expected
    assert mutual_information(y, x, **options) == pytest.approx(expected, abs=ROUNDING)
    if marginals is not None:
        assert mutual_information(1024 * x, y / 8, **options) == expected


def test_ross_is_free_of_scale(rng):
    x, y = rng.normal(size=300), rng.integers(0, 3, 300)
    x = np.round(x * 1024) / 1024
    expected = mutual_information(x, y, estimator="ross")
    assert mutual_information(x * 2.0**-30, y, estimator="ross") == expected
    assert mutual_information(x + 2.0**20, y, estimator="ross") == expected
    assert mutual_information(x, -y, estimator="ross") == expected
    names = np.array(["a", "b", "c"])[y]
    assert mutual_information(x, names, estimator="ross") == expected


def test_normal_scores_forget_monotone_maps(rng):
    x, y = normal_pair(rng, 500)
    options = {"estimator": "ksg", "marginals": "normal_scores"}
    expected = mutual_information(x, y, **options)
    assert mutual_information(np.exp(x), y**3, **options) == expected


@pytest.mark.parametrize("grid", [3, 40, 10**9])
@pytest.mark.parametrize("n", [2, 3, 50])
def test_normal_scores_are_quantiles_of_mean_ranks(rng, grid, n):
    x = rng.integers(0, grid, n) + 0.0
    x[:2] = 0, 1
    expected = ndtri(rankdata(x) / (n + 1))
    np.testing.assert_allclose(normal_scores(x), expected, rtol=0, atol=1e-14)


def test_a_constant_has_no_information(rng):
    x, y = rng.normal(size=50), rng.integers(0, 2, 50)
    assert mutual_information(np.full(50, 0.1), x, estimator="ksg") == 0
    assert mutual_information(x, np.full(50, 0.1), estimator="ksg") == 0
    assert mutual_information(np.full(50, 0.1), y, estimator="ross") == 0
    assert mutual_information(x, np.zeros(50), estimator="ross") == 0


def test_large_integers_keep_their_differences(rng):
    x = rng.integers(0, 1000, 200)
    y = rng.integers(0, 1000, 200)
    expected = mutual_information(x, y, estimator="ksg")
    for large in (x + 2**62, x.astype(np.uint64) + np.uint64(2**63)):
        assert mutual_information(large, y, estimator="ksg") == expected


def test_frames_and_single_precision(rng):
    x, y = (v.astype(np.float32) for v in normal_pair(rng, 200))
    expected = mutual_information(x.astype(float), y.astype(float), estimator="ksg")
    assert mutual_information(x, y, estimator="ksg") == expected
    frame = pd.DataFrame({"x": x, "y": y})
    assert mutual_information(frame["x"], frame["y"], estimator="ksg") == expected
    assert mutual_information(frame[["x"]], list(y), estimator="ksg") == expected
    assert mutual_information(x, y, estimator="ksg", base=2) == expected / math.log(2)


@pytest.mark.parametrize("estimator", ["ksg", "mixed", "gaussian", "gaussian_copula"])
def test_offsets_constants_and_order_change_nothing(rng, estimator):
    x, y = (np.round(v * 1024) / 1024 for v in normal_pair(rng, 300))
    z = rng.integers(0, 50, 300) / 4
    options = {"estimator": estimator}
    tolerance = 0 if estimator == "ksg" else 1e-9
    for condition in ({}, {"given": z}):
        expected = mutual_information(x, y, **condition, **options)
        assert mutual_information(
            x + 2.0**20, y, **condition, **options
        ) == pytest.approx(expected, abs=tolerance)
        assert mutual_information(y, x, **condition, **options) == pytest.approx(
            expected, abs=1e-9
        )
        more = np.column_stack([np.ones(300), x])
        assert mutual_information(more, y, **condition, **options) == expected
    expected = mutual_information(x, y, **options)
    assert mutual_information(x, y, given=np.ones(300), **options) == expected
    assert mutual_information(x, np.ones(300), given=z, **options) == 0

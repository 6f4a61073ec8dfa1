"""Information of continuous variables: definitions, published values, invariants."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from references import neighbors as plain
from scipy.special import ndtri
from scipy.stats import rankdata
from sklearn.feature_selection import mutual_info_classif

from sklearn_info._kernels import _cpu
from sklearn_info.measures import (
    entropy,
    mutual_information,
    mutual_information_matrix,
)
from sklearn_info.measures._single_columns import normal_scores

FIXTURES = json.loads(
    (Path(__file__).parent / "data" / "continuous_values.json").read_text()
)
DATA, VALUES = FIXTURES["data"], FIXTURES["values"]
# Sums of a few thousand digammas, which a table of sums holds to about 1e-14 each.
ROUNDING = 1e-12


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def normal_pair(rng, n=2000, rho=0.6):
    x, noise = rng.normal(size=(2, n))
    return x, rho * x + math.sqrt(1 - rho**2) * noise


# --- Definitions


# Few distinct numbers: ties in one variable, in both, and equal points.
GRIDS = st.integers(1, 30)


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(5, 120),
    k=st.integers(1, 6),
    grids=st.tuples(GRIDS, GRIDS),
)
@settings(deadline=None, max_examples=80)
def test_ksg_is_its_definition(seed, n, k, grids):
    rng = np.random.default_rng(seed)
    k = min(k, n - 1)
    x, y = (rng.integers(0, g, n) * 0.25 for g in grids)
    if np.ptp(x) and np.ptp(y) and not np.array_equal(x, y):
        information = mutual_information(x, y, estimator="ksg", n_neighbors=k)
        assert information == pytest.approx(plain.ksg(x, y, k), abs=ROUNDING)


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(8, 100),
    k=st.integers(1, 6),
    grid=st.integers(2, 200),
    n_classes=st.integers(2, 8),
)
@settings(deadline=None, max_examples=80)
def test_ross_is_its_definition(seed, n, k, grid, n_classes):
    rng = np.random.default_rng(seed)
    x, classes = rng.integers(0, grid, n) * 0.5, rng.integers(0, n_classes, n)
    kept = np.bincount(classes)[classes] > 1
    if kept.any() and np.ptp(x[kept]) and np.ptp(classes[kept]):
        information = mutual_information(x, classes, estimator="ross", n_neighbors=k)
        assert information == pytest.approx(plain.ross(x, classes, k), abs=ROUNDING)


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(6, 90),
    k=st.integers(1, 5),
    grids=st.tuples(GRIDS, GRIDS, GRIDS),
    widths=st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(1, 2)),
)
@settings(deadline=None, max_examples=80)
def test_blocks_and_conditions_are_their_definitions(seed, n, k, grids, widths):
    rng = np.random.default_rng(seed)
    x, y, z = (rng.integers(0, g, (n, w)) * 0.25 + 0.0 for g, w in zip(grids, widths))
    # Constants aside, every variable varies, and differs from the others.
    x[:, 0], y[:, 0], z[:, 0] = ((np.arange(n) * m) % 7 for m in (1, 2, 3))
    # Further columns of few values may be equal, which is refused.
    assume(not any(np.array_equal(a, b) for a in x.T for b in y.T))
    classes = rng.integers(0, 2, n)
    for arguments, estimator, expected in (
        ((x, y, None), "ksg", plain.ksg(x, y, k)),
        ((x, y, z), "ksg", plain.ksg_given(x, y, z, k)),
        ((x, y, None), "mixed", plain.mixed(x, y, k)),
        ((x, y, z), "mixed", plain.mixed_given(x, y, z, k)),
    ):
        a, b, condition = arguments
        information = mutual_information(
            a, b, given=condition, estimator=estimator, n_neighbors=k
        )
        assert information == pytest.approx(expected, abs=ROUNDING)
    x = x + rng.uniform(size=x.shape)  # no ties, where a rule of its own holds
    if np.bincount(classes, minlength=2).min() > k:
        information = mutual_information(
            x, classes, given=z, estimator="ross", n_neighbors=k
        )
        assert information == pytest.approx(
            plain.ross_given(x, classes, z, k), abs=ROUNDING
        )


def test_long_columns_on_every_instruction_set(rng):
    n, k = 1100, 4  # several strips, two portions of counts
    classes = rng.integers(0, 3, n)
    columns = {
        "correlated": normal_pair(rng, n),
        "cauchy": rng.standard_cauchy(size=(2, n)),
        "ties": rng.normal(size=(2, n)).round(1),
        "binary": (rng.integers(0, 2, n) * 1.0, rng.normal(size=n)),
        "zero-inflated": np.maximum(rng.normal(size=(2, n)), 0),
    }
    cases = []
    for x, y in columns.values():
        cases += [(a, b, "ksg", plain.ksg(a, b, k)) for a, b in ((x, y), (y, x))]
        cases.append((y, classes, "ross", plain.ross(y, classes, k)))
    try:
        for level in ("baseline", "avx2", "avx512"):
            _cpu.set_level(level)
            for a, b, estimator, expected in cases:
                information = mutual_information(
                    a, b, estimator=estimator, n_neighbors=k
                )
                assert information == pytest.approx(expected, abs=ROUNDING)
    finally:
        _cpu.set_level()


# --- Values of other packages

# Of each value, those who follow the definition. ennemi's own digamma is 5e-7 off;
# NPEET counts distances within 1e-15 as equal.
DEFINITION = "definition (numpy brute force, strict <)"
SCIKIT_LEARN = "sklearn 1.9.1 _compute_mi_cd (clip removed)"


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("case", ["gauss_rho0.8_n150", "ties_rounded_0.1_n150"])
def test_ksg_of_other_packages(case, k):
    x, y = DATA[case]["x"], DATA[case]["y"]
    expected = VALUES[case][f"ksg1_k{k}"][DEFINITION]
    information = mutual_information(x, y, estimator="ksg", n_neighbors=k)
    assert information == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("case", ["cd_3classes_n180", "cd_zero_inflated_n150"])
def test_ross_of_scikit_learn(case, k):
    x, y = DATA[case]["x"], DATA[case]["y"]
    expected = VALUES[case][f"ross_k{k}"][SCIKIT_LEARN]
    for a, b in ((x, y), (y, x)):  # whichever is discrete
        information = mutual_information(a, b, estimator="ross", n_neighbors=k)
        assert information == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("case", list(VALUES)[:-1])
def test_mixed_of_other_packages(case, k):
    x, y = DATA[case]["x"], DATA[case]["y"]
    expected = VALUES[case][f"gao_mixed_k{k}"]["wgao9/mixed_KSG"]
    information = mutual_information(x, y, estimator="mixed", n_neighbors=k)
    assert information == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("k", [1, 3, 5])
def test_conditional_values_of_other_packages(k):
    case = "cmi_z1_n150"
    x, y, z = (DATA[case][name] for name in "xyz")
    for estimator, name, peer in (
        ("ksg", "cmi_fp", "definition (numpy brute force)"),
        ("mixed", "mesner_shalizi_cmi", "omesner/knncmi"),
    ):
        information = mutual_information(
            x, y, given=z, estimator=estimator, n_neighbors=k
        )
        expected = VALUES[case][f"{name}_k{k}"][peer]
        assert information == pytest.approx(expected, abs=1e-9)


def test_conditional_values_of_classes():
    case = "cmi_z1_n150"
    x, y, z = (DATA[case][name] for name in ("x", "y_discrete", "z"))
    expected = VALUES[case]["mesner_shalizi_cmi_ydiscrete_k3"]["omesner/knncmi"]
    names = [str(label) for label in y]
    for labels in (names, pd.Series(names, dtype="category")):
        information = mutual_information(x, labels, given=z, estimator="mixed")
        assert information == pytest.approx(expected, abs=1e-9)
    ((_, expected),) = VALUES[case][
        "cmi_semidiscrete_ennemi_k3 (x cont, y_discrete, z cont)"
    ].items()
    information = mutual_information(x, y, given=z, estimator="ross")
    assert information == pytest.approx(expected, abs=1e-6)  # its own digamma


def test_gaussian_copula_of_gcmi():
    # Where nothing is tied; gcmi breaks ties by place.
    case = "gauss_rho0.8_n150"
    ((_, expected),) = VALUES[case]["gcmi"].items()
    x, y = DATA[case]["x"], DATA[case]["y"]
    for options in (
        {"estimator": "gaussian_copula"},
        {"estimator": "gaussian", "marginals": "normal_scores"},
    ):
        assert mutual_information(x, y, **options) == pytest.approx(expected, abs=1e-9)
    case = "cmi_z1_n150"
    x, y, z = (DATA[case][name] for name in "xyz")
    ((_, expected),) = VALUES[case]["gccmi_ccc"].items()
    information = mutual_information(x, y, given=z, estimator="gaussian_copula")
    assert information == pytest.approx(expected, abs=1e-9)


def test_blocks_on_every_instruction_set(rng):
    # Several leaves, the last of them not full; equal points, and more of these than
    # a leaf holds.
    x, y, z = (rng.normal(size=(333, d)) for d in (1, 2, 3))
    y[:, 0] += x[:, 0]
    x, y, z = ((8 * values).round() / 8 for values in (x, y, z))  # exact differences
    for values in (x, y, z):
        values[:40] = 0.5
    cases = [
        (x, y, z, "ksg", 5, plain.ksg_given(x, y, z, 5)),
        (y, z, None, "ksg", 40, plain.ksg(y, z, 40)),
        (y, z, None, "mixed", 3, plain.mixed(y, z, 3)),
        (x, y, z, "mixed", 3, plain.mixed_given(x, y, z, 3)),
    ]
    try:
        for level in ("baseline", "avx2", "avx512"):
            _cpu.set_level(level)
            for a, b, c, estimator, k, expected in cases:
                information = mutual_information(
                    a, b, given=c, estimator=estimator, n_neighbors=k
                )
                assert information == pytest.approx(expected, abs=ROUNDING)
    finally:
        _cpu.set_level()


def test_euclidean_blocks_are_their_definitions(rng):
    x, y, z = (rng.normal(size=(150, d)) for d in (3, 2, 2))
    y += x[:, :2]
    classes = rng.integers(0, 3, 150)
    options = {"metric": "euclidean", "n_neighbors": 4}
    for estimator, a, b, c, expected in (
        ("ksg", x, y, None, plain.ksg(x, y, 4, euclidean=True)),
        ("ksg", x[:, :1], y, None, plain.ksg(x[:, :1], y, 4, euclidean=True)),
        ("ksg", x, y, z, plain.ksg_given(x, y, z, 4, euclidean=True)),
        ("ross", x, classes, None, plain.ross(x, classes, 4, euclidean=True)),
    ):
        information = mutual_information(a, b, given=c, estimator=estimator, **options)
        assert information == pytest.approx(expected, abs=ROUNDING)
    # Rotations of a block change nothing but this rounding of distances.
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    assert mutual_information(x @ turn, y, estimator="ksg", **options) == pytest.approx(
        mutual_information(x, y, estimator="ksg", **options), abs=1e-3
    )
    with pytest.raises(ValueError, match="metric='euclidean' is for"):
        mutual_information(x, y, estimator="mixed", metric="euclidean")
    with pytest.raises(ValueError, match="there is no metric"):
        mutual_information(classes, classes, estimator="plugin", metric="euclidean")


def test_the_number_of_threads_changes_nothing(rng, monkeypatch):
    monkeypatch.setattr("sklearn_info.measures._search.LEAVES_PER_THREAD", 1)
    monkeypatch.setattr("sklearn_info.measures._single_columns.POINTS_PER_THREAD", 1)
    x, y, z = rng.normal(size=(3, 500))
    for arguments in ((x, y), (x, y, z), (x, np.column_stack([y, z]))):
        a, b, *c = arguments
        options = {"given": c[0] if c else None, "estimator": "ksg"}
        one = mutual_information(a, b, **options)
        assert mutual_information(a, b, n_jobs=2, **options) == one


def test_ross_of_several_columns_is_of_one_repeated(rng):
    x, y = rng.normal(size=300), rng.integers(0, 3, 300)
    twice = np.column_stack([x, x])
    assert mutual_information(twice, y, estimator="ross") == pytest.approx(
        plain.ross(x, y, 3), abs=ROUNDING
    )


def test_ksg_of_several_columns(rng):
    x, y = rng.normal(size=(200, 2)), rng.normal(size=(200, 3))
    y[:, 0] += x[:, 0]
    assert mutual_information(x, y, estimator="ksg") == pytest.approx(
        plain.ksg(x, y, 3), abs=ROUNDING
    )
    assert mutual_information(x.round(), y.round(), estimator="ksg") == pytest.approx(
        plain.ksg(x.round(), y.round(), 3), abs=ROUNDING
    )


def test_classes_with_one_member_are_left_out(rng):
    x, y = rng.normal(size=60), rng.integers(0, 3, 60)
    more = mutual_information([*x, 0.0, 1.0], [*y, 7, 8], estimator="ross")
    assert more == mutual_information(x, y, estimator="ross")
    assert mutual_information(x, np.arange(60), estimator="ross") == 0


def test_ross_is_scikit_learn_but_for_its_noise(rng):
    # The noise of 1e-10 moves no point past another here.
    y = rng.integers(0, 3, 500)
    x = rng.permutation(500) + 300.0 * y + rng.permutation(500) / 1024
    expected = mutual_info_classif(x[:, None], y, random_state=0)[0]
    assert mutual_information(x, y, estimator="ross") == pytest.approx(
        expected, abs=1e-9
    )


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


@pytest.mark.parametrize("k", [1, 3, 5])
def test_entropy_of_other_packages(k):
    case = "gauss_rho0.8_n150"
    xy = np.column_stack([DATA[case]["x"], DATA[case]["y"]])
    # The others lose digits of their own: ennemi 1e-8, NPEET an added 1e-10.
    expected = VALUES[case][f"kl_entropy_xy_k{k}"]["infomeasure kl noise 0"]
    value = entropy(xy, estimator="kl", n_neighbors=k)
    assert value == pytest.approx(expected, abs=1e-9)


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


# --- Bad input


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
def test_bad_input(rng, estimator, change, match):
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


# --- All pairs


@pytest.mark.parametrize("estimator", ["ksg", "mixed", "gaussian", "gaussian_copula"])
@pytest.mark.parametrize("condition", [False, True])
def test_the_matrix_is_its_pairs(rng, estimator, condition):
    X = rng.normal(size=(120, 3))
    X[:, 1] += X[:, 0]
    X = np.column_stack([X, np.ones(120)])
    options = {"estimator": estimator}
    if condition:
        options["given"] = rng.normal(size=120)
    information = mutual_information_matrix(X, **options)
    np.testing.assert_array_equal(np.diag(information), [np.inf, np.inf, np.inf, 0])
    for i in range(4):
        for j in range(i):
            expected = mutual_information(X[:, j], X[:, i], **options)
            assert information[i, j] == pytest.approx(expected, abs=1e-9)
            assert information[j, i] == pytest.approx(expected, abs=1e-9)
    np.testing.assert_allclose(
        mutual_information_matrix(X[:, :1], X[:, 1:], **options),
        information[:1, 1:],
        atol=1e-9,
    )


@pytest.mark.parametrize("condition", [False, True])
def test_the_matrix_chooses_for_each_pair(rng, condition):
    x, y = normal_pair(rng, 100)
    frame = pd.DataFrame(
        {
            "x": x,
            "y": y,
            "atoms": np.maximum(y, 0),
            "count": rng.integers(0, 5, 100),
            "word": np.array(["a", "b"])[rng.integers(0, 2, 100)],
            "same": 1.5,
        }
    )
    given = rng.normal(size=100) if condition else None
    information = mutual_information_matrix(frame, given=given)
    again = mutual_information_matrix(frame, frame, given=given, n_jobs=2)
    np.testing.assert_array_equal(information, information.T)
    np.testing.assert_allclose(again, information, atol=1e-9)
    for i, a in enumerate(frame):
        for j, b in enumerate(frame):
            if a == b and a in ("x", "y", "atoms"):
                assert information[i, j] == np.inf
            else:
                expected = mutual_information(frame[a], frame[b], given=given)
                assert information[i, j] == pytest.approx(expected, abs=1e-9)


def test_the_matrix_of_columns_and_classes(rng):
    X, y = rng.normal(size=(100, 2)), rng.integers(0, 2, 100)
    information = mutual_information_matrix(X, y, estimator="ross")
    expected = [[mutual_information(x, y, estimator="ross")] for x in X.T]
    np.testing.assert_array_equal(information, expected)
    for bad, match in ((y[:-1], "samples"), (X[:2, :1], "samples")):
        with pytest.raises(ValueError, match=match):
            mutual_information_matrix(X, bad, estimator="gaussian")

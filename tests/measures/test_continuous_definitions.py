"""Information of continuous variables: plain definitions and values of others."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from references import neighbors as plain
from references.closed_forms import normal_pair
from sklearn.feature_selection import mutual_info_classif

from sklearn_info._kernels import _cpu
from sklearn_info.measures import (
    entropy,
    mutual_information,
)

FIXTURES = json.loads(
    (Path(__file__).parent / "data" / "continuous_values.json").read_text()
)
DATA, VALUES = FIXTURES["data"], FIXTURES["values"]
# Sums of a few thousand digammas, which a table of sums holds to about 1e-14 each.
ROUNDING = 1e-12


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


@pytest.mark.parametrize("k", [1, 3, 5])
def test_entropy_of_other_packages(k):
    case = "gauss_rho0.8_n150"
    xy = np.column_stack([DATA[case]["x"], DATA[case]["y"]])
    # The others lose digits of their own: ennemi 1e-8, NPEET an added 1e-10.
    expected = VALUES[case][f"kl_entropy_xy_k{k}"]["infomeasure kl noise 0"]
    value = entropy(xy, estimator="kl", n_neighbors=k)
    assert value == pytest.approx(expected, abs=1e-9)


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

"""Generators: the information they state is that of what they draw."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from itertools import combinations, product
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.stats import chisquare, multivariate_normal, norm

from sklearn_info.datasets import (
    make_channel,
    make_gaussian_pair,
    make_madelon,
    make_noisy_features,
    make_parity,
)

# Sums of a few terms near 1.
ROUNDING = 1e-12

# Draws are fixed by a seed: one that a right generator fails has a chance of 1e-6.
UNLIKELY = 1e-6


def information_of(joint):
    """I(X; Y) of a table of probabilities, by its definition."""
    joint = np.asarray(joint, dtype=float)
    p_x, p_y = joint.sum(axis=1), joint.sum(axis=0)
    return sum(
        p * log(p / (p_x[i] * p_y[j])) for (i, j), p in np.ndenumerate(joint) if p > 0
    )


def assert_drawn_from(joint, x, y):
    """The pairs follow the table: Pearson's test, and nothing where it is 0."""
    observed = np.zeros(np.shape(joint))
    np.add.at(observed, (x, y), 1)
    possible = np.asarray(joint) > 0
    assert observed[~possible].sum() == 0
    expected = np.asarray(joint)[possible] * x.size
    if expected.size > 1:
        assert chisquare(observed[possible], expected).pvalue > UNLIKELY


def test_channel_states_the_information_of_its_joint_distribution():
    channel = np.array([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7]])
    p_x = np.array([0.3, 0.7])
    joint = p_x[:, None] * channel
    x, y, information = make_channel(
        channel, n_samples=5000, input_distribution=p_x, random_state=0
    )
    assert information == pytest.approx(information_of(joint), abs=ROUNDING)
    assert_drawn_from(joint, x, y)


@pytest.mark.parametrize(
    ("channel", "truth"),
    [
        (np.eye(5), log(5)),  # noiseless: all of a uniform input
        (np.full((4, 3), 1 / 3), 0.0),  # useless: the output does not depend on it
        # erasure: the input is known unless erased
        ([[0.75, 0.25, 0.0], [0.0, 0.25, 0.75]], 0.75 * log(2)),
        # noisy typewriter of 26 letters: one of 13 pairs is known
        (0.5 * (np.eye(26) + np.roll(np.eye(26), 1, axis=1)), log(13)),
    ],
    ids=["noiseless", "useless", "erasure", "typewriter"],
)
def test_channels_of_known_capacity(channel, truth):
    assert make_channel(channel)[2] == pytest.approx(truth, abs=ROUNDING)


@settings(deadline=None, max_examples=25)
@given(
    n_classes=st.integers(2, 6),
    flip=st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_noisy_features_state_the_information_of_symmetric_channels(n_classes, flip):
    *_, information = make_noisy_features(
        2,
        n_informative=len(flip),
        n_redundant=2 * len(flip),
        n_noise=2,
        n_classes=n_classes,
        flip=flip,
    )
    truth = []
    for error in flip:
        channel = np.full((n_classes, n_classes), error / (n_classes - 1))
        np.fill_diagonal(channel, 1 - error)
        truth.append(information_of(channel / n_classes))
    np.testing.assert_allclose(information, truth * 3 + [0, 0], atol=ROUNDING)


def test_noisy_features_are_drawn_from_these_channels():
    n_classes, flip = 3, [0.0, 0.3, 2 / 3]
    X, y, information = make_noisy_features(
        6000, n_informative=3, n_redundant=4, n_noise=2, n_classes=3, flip=flip,
        random_state=0,
    )  # fmt: skip
    assert X.shape == (6000, 9)
    for j, error in enumerate(flip):
        channel = np.full((n_classes, n_classes), error / 2)
        np.fill_diagonal(channel, 1 - error)
        assert_drawn_from(channel / n_classes, X[:, j], y)
    # Independent given the class: the errors of two features do not know each other.
    error_1, error_2 = X[:, 1] != y, X[:, 2] != y
    independent = np.outer([0.7, 0.3], [1 / 3, 2 / 3])
    assert_drawn_from(independent, error_1.astype(int), error_2.astype(int))
    # A redundant feature is its original under other names, one to one.
    for j, source in enumerate([0, 1, 2, 0], start=3):
        pairs = np.unique(X[:, [source, j]], axis=0)
        assert len(pairs) == len(set(pairs[:, 0])) == len(set(pairs[:, 1])) == 3
        assert information[j] == information[source]
    for j in (7, 8):
        assert_drawn_from(np.full((3, 3), 1 / 9), X[:, j], y)


@pytest.mark.parametrize(("n_bits", "flip"), [(1, 0.2), (2, 0.0), (3, 0.1), (4, 0.5)])
def test_parity_is_known_from_all_bits_and_from_no_fewer(n_bits, flip):
    *_, information = make_parity(2, n_bits=n_bits, flip=flip)
    rows = list(product([0, 1], repeat=n_bits))
    for size in range(n_bits + 1):
        for subset in combinations(range(n_bits), size):
            joint = np.zeros((2**size, 2))
            for bits in rows:
                seen = sum(bits[j] << i for i, j in enumerate(subset))
                joint[seen, sum(bits) % 2] += (1 - flip) / len(rows)
                joint[seen, 1 - sum(bits) % 2] += flip / len(rows)
            truth = information if size == n_bits else 0.0
            assert information_of(joint) == pytest.approx(truth, abs=ROUNDING)


def test_parity_is_wrong_as_often_as_asked():
    X, y, _ = make_parity(5000, n_bits=3, n_noise=2, flip=0.1, random_state=0)
    assert X.shape == (5000, 5)
    parity = X[:, 0] ^ X[:, 1] ^ X[:, 2]
    assert_drawn_from([[0.45, 0.05], [0.05, 0.45]], parity, y)
    # All 32 rows of bits are equally likely.
    rows = X @ (1 << np.arange(5))
    assert chisquare(np.bincount(rows, minlength=32)).pvalue > UNLIKELY
    X, y, _ = make_parity(100, random_state=1)
    np.testing.assert_array_equal(X[:, 0] ^ X[:, 1], y)


@pytest.mark.parametrize("rho", [0.0, 0.5, -0.75])
def test_gaussian_pair_states_the_integral_of_its_density(rho):
    information = make_gaussian_pair(1, rho=rho)[2]
    density = multivariate_normal(cov=[[1, rho], [rho, 1]])

    def integrand(y, x):
        gain = density.logpdf([x, y]) - norm.logpdf(x) - norm.logpdf(y)
        return density.pdf([x, y]) * gain

    # Beyond 8 standard deviations lies less than 1e-13; 1e-6 is asked of quadrature.
    truth, _ = dblquad(integrand, -8, 8, -8, 8, epsabs=1e-6, epsrel=1e-6)
    assert information == pytest.approx(truth, abs=1e-5)


def test_gaussian_vectors_add_the_information_of_their_components():
    rho = [0.9, -0.3, 0.0]
    n = 20_000
    x, y, information = make_gaussian_pair(n, rho=rho, random_state=0)
    assert x.shape == y.shape == (n, 3)
    parts = [make_gaussian_pair(1, rho=r)[2] for r in rho]
    assert information == pytest.approx(sum(parts), abs=ROUNDING)
    # A sample (co)variance of standard normals has a variance of at most 2 / n.
    truth = np.block([[np.eye(3), np.diag(rho)], [np.diag(rho), np.eye(3)]])
    sample = np.cov(np.hstack([x, y]).T)
    np.testing.assert_allclose(sample, truth, atol=5 * np.sqrt(2 / n))
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=5 / np.sqrt(n))


def test_madelon_classes_are_those_of_the_vertices():
    X, y, relevant = make_madelon(
        3000, n_informative=4, n_redundant=6, n_noise=5, separation=8, flip=0.0
    )
    assert relevant.tolist() == [True] * 10 + [False] * 5
    vertex = (X[:, :4] > 0) @ (1 << np.arange(4))  # 8 deviations from any other
    assert all(np.unique(y[vertex == v]).size == 1 for v in range(16))
    assert sum(y[vertex == v][0] for v in range(16)) == 8
    # Mixtures are determined by the informative columns, and noise is not.
    _, residual, rank, _ = np.linalg.lstsq(X[:, :4], X[:, 4:10])
    assert rank == 4
    assert residual.max() < 1e-18 * (X**2).sum()
    weights = np.linalg.lstsq(X[:, :4], X[:, 4:10])[0]
    assert np.abs(weights).max() < 1
    np.testing.assert_allclose(np.cov(X[:, 10:].T), np.eye(5), atol=0.12)


def test_madelon_of_a_parity():
    X, y, _ = make_madelon(
        2000, n_informative=3, labels="parity", separation=8, flip=0.1, random_state=0
    )
    wrong = y != (X[:, :3] > 0).sum(axis=1) % 2
    # Five standard deviations of a share of 2,000.
    assert abs(wrong.mean() - 0.1) < 5 * np.sqrt(0.09 / 2000)


@pytest.mark.parametrize(
    "make",
    [
        lambda seed: make_channel(np.eye(3), random_state=seed),
        lambda seed: make_noisy_features(random_state=seed),
        lambda seed: make_parity(random_state=seed),
        lambda seed: make_gaussian_pair(random_state=seed),
        lambda seed: make_madelon(random_state=seed),
    ],
)
def test_a_seed_fixes_the_draw(make):
    for first, again in zip(make(3), make(3)):
        np.testing.assert_array_equal(first, again)
    assert any(np.any(a != b) for a, b in zip(make(3)[:2], make(4)[:2]))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: make_channel([[0.5, 0.6]]), r"channel must hold prob.* sums .*1\.1"),
        (lambda: make_channel([[1.5, -0.5]]), "channel must hold probabilities"),
        (lambda: make_channel([[np.nan, 1]]), "channel must hold probabilities"),
        (lambda: make_channel([0.5, 0.5]), r"2 dimensions .* shape \(2,\)"),
        (
            lambda: make_channel(np.eye(2), input_distribution=[1.0]),
            "input_distribution has 1 probabilities and channel 2 rows",
        ),
        (lambda: make_channel(np.eye(2), n_samples=0), "'n_samples' parameter"),
        (lambda: make_noisy_features(flip=1.5), "'flip' parameter"),
        (lambda: make_noisy_features(flip=[0.1]), "each of the n_informative=5"),
        (
            lambda: make_noisy_features(n_informative=0, n_redundant=2),
            "n_redundant=2 features have none to repeat",
        ),
        (
            lambda: make_noisy_features(n_informative=0, n_redundant=0, n_noise=0),
            "at least one feature",
        ),
        (lambda: make_parity(n_bits=0), "'n_bits' parameter"),
        (lambda: make_parity(flip=-0.1), "'flip' parameter"),
        (lambda: make_madelon(n_informative=0), "'n_informative' parameter"),
        (lambda: make_madelon(labels="xor"), "'labels' parameter"),
        (lambda: make_gaussian_pair(rho=1.0), "'rho' parameter"),
        (lambda: make_gaussian_pair(rho=[0.1, 1.0]), "rho must be one correlation"),
        (lambda: make_gaussian_pair(rho=[]), "rho must be one correlation"),
    ],
)
def test_bad_arguments_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()

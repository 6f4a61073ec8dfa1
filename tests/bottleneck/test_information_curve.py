"""Information curves: theorems, closed forms, planted clusters, bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.iterative_bottleneck import informations
from scipy.optimize import brentq
from scipy.special import xlogy

from sklearn_info.bottleneck import (
    InformationBottleneck,
    InformationCurve,
    information_curve,
)
from sklearn_info.bottleneck._critical_beta import (
    _ratio_and_gradient,
    correlations,
    global_critical_beta,
    local_critical_beta,
)
from sklearn_info.bottleneck._encoder import Encoder
from sklearn_info.bottleneck._sample_joint import SampleJoint

BINARY = np.array([[0.45, 0.05], [0.05, 0.45]])


def table(n_rows=4, n_columns=3, seed=0):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(n_rows * n_columns, 0.5)).reshape(n_rows, n_columns)
    return (p + 1e-9) / (p + 1e-9).sum()


def curve_of(p, **options):
    return information_curve(p, prior="mass", random_state=0, **options)


def joint_of(p):
    return SampleJoint.from_counts(np.asarray(p, dtype=float), prior="mass")


def planted(n_clusters=4, n_rows=80, n_columns=30):
    rng = np.random.default_rng(0)
    kinds = rng.dirichlet(np.full(n_columns, 0.3), n_clusters)
    return np.stack([rng.multinomial(60, kinds[i % n_clusters]) for i in range(n_rows)])


# The curve


def binary_entropy(a):
    return -xlogy(a, a) - xlogy(1 - a, 1 - a)


def test_a_symmetric_pair_of_bits():
    """Mrs Gerber's lemma: I(T; Y) = log 2 - h(a * e) where I(X; T) = log 2 - h(a)."""
    betas = [1.6, 1.8, 2.5, 4.0]
    curve = curve_of(BINARY, betas=betas, tol=1e-13)
    assert_array_equal(curve.beta, betas)
    assert_allclose(curve.local_critical_beta, 1 / 0.64)
    assert_allclose(curve.global_critical_beta, 1 / 0.64, rtol=1e-6)
    for rate, information in zip(curve.rate, curve.information):
        a = brentq(lambda a, r=rate: math.log(2) - binary_entropy(a) - r, 1e-12, 0.5)
        flipped = a * 0.9 + (1 - a) * 0.1
        expected = math.log(2) - binary_entropy(flipped)
        assert_allclose(information, expected, atol=1e-9)


def test_where_y_is_a_function():
    curve = curve_of([[0.2, 0], [0.2, 0], [0, 0.35], [0, 0.25]], betas=[0.9, 1.1, 5.0])
    assert_array_equal(curve.n_clusters, [1, 2, 2])
    corner = -xlogy([0.4, 0.6], [0.4, 0.6]).sum()
    assert_allclose(curve.rate, [0, corner, corner], atol=1e-12)
    assert_allclose(curve.information, [0, corner, corner], atol=1e-12)
    assert_allclose(curve.total_information, corner)


@given(seed=st.integers(0, 10**6), alpha=st.sampled_from([1.0, 0.5, 0.0]))
@settings(deadline=None, max_examples=15)
def test_the_curve_rises_and_is_concave(seed, alpha):
    curve = curve_of(table(5, 4, seed), n_betas=8, alpha=alpha, n_init=1)
    assert (curve.information <= curve.total_information + 1e-12).all()
    assert (curve.information <= curve.rate + 1e-12).all()
    assert (np.diff(curve.information) >= -1e-12).all()
    if alpha != 1.0:
        return  # soft clusters, whose rate is not what is priced
    assert (np.diff(curve.rate) >= -1e-12).all()
    moved = np.diff(curve.information) > 1e-7
    slope = np.diff(curve.rate)[moved] / np.diff(curve.information)[moved]
    # Points compete with each other to 1e-9.
    slack = 1e-8 / np.diff(curve.information)[moved]
    assert (slope >= curve.beta[:-1][moved] - slack).all()
    assert (slope <= curve.beta[1:][moved] + slack).all()


@pytest.mark.parametrize("alpha", [1.0, 0.0])
def test_points_are_as_good_as_single_fits(alpha):
    p = table(6, 4, 3)
    curve = curve_of(p, betas=[3.0, 8.0, 30.0], alpha=alpha)
    for beta, rate, information in zip(curve.beta, curve.rate, curve.information):
        single = InformationBottleneck(
            6, beta=beta, alpha=alpha, prior="mass", random_state=1
        ).fit(p)
        if alpha == 1:
            assert rate - beta * information <= single.objective_ + 1e-7
        else:
            assert_allclose(information, single.information_, atol=1e-9)


# The number of clusters


def test_planted_clusters_are_counted():
    X = planted()
    plain = information_curve(X, n_clusters=range(1, 9), random_state=0)
    assert_array_equal(plain.n_clusters, range(1, 9))
    assert plain.best_n_clusters == 4
    assert plain.kink_strengths.argmax() == 3
    assert_array_equal(plain.corrected_information, plain.information)
    shuffled = information_curve(
        X, n_clusters=range(1, 9), n_shuffles=2, random_state=0
    )
    assert shuffled.best_n_clusters == 4
    assert (np.diff(shuffled.chance_information) > 0).all()
    # Up to there clusters tell far more than by chance, and beyond it nothing more.
    gains = np.diff(shuffled.corrected_information)
    assert (gains[:3] > 0.05).all()
    # But for the scatter of two shuffled tables.
    assert (gains[3:] < 5e-3).all()
    hard = information_curve(X, n_clusters=8, alpha=0, random_state=0)
    assert hard.best_n_clusters == 4


def test_each_number_is_as_good_as_the_best_merge():
    X = planted()
    numbers = information_curve(X, n_clusters=[2, 3, 6, 7], random_state=0)
    assert (np.diff(numbers.information) >= 0).all()
    assert np.isinf(numbers.beta).all()
    assert (numbers.rate <= np.log([2, 3, 6, 7]) + 1e-12).all()


def test_noise_has_no_clusters():
    """Counts of one distribution: what clusters keep is chance, within its scatter."""
    rng = np.random.default_rng(0)
    X = rng.multinomial(60, rng.dirichlet(np.ones(20)), size=60)
    curve = information_curve(X, n_clusters=[1, 2, 4, 8], n_shuffles=5, random_state=0)
    share = np.abs(curve.corrected_information[1:]) / curve.information[1:]
    # The scatter of one table among others; of the planted clusters it is 0.9.
    assert (share < 0.3).all()


def curve_through(rate, information, chance=None):
    return InformationCurve(
        beta=np.full(len(rate), np.inf),
        n_clusters=np.arange(1, len(rate) + 1),
        rate=np.array(rate),
        information=np.array(information),
        total_information=2.0,
        local_critical_beta=1.0,
        global_critical_beta=1.0,
        chance_information=None if chance is None else np.array(chance),
    )


def bend(before, behind):
    """Log of the ratio of what is lost of a nat, with 0.1 for both."""
    return math.log((1.1 - behind) / (1.1 - before))


def test_kinks_by_hand():
    curve = curve_through([0.0, 1.0, 1.5, 2.0, 3.0], [0.0, 0.9, 1.0, 1.4, 1.65])
    # The third point is below the line from the second to the fourth; the last has
    # no slope after it.
    expected = [0, bend(0.9, 0.5), 0, bend(0.5, 0.25), 0]
    assert_allclose(curve.kink_strengths, expected, atol=1e-12)
    assert curve.best_n_clusters == 2


def test_kinks_beyond_chance():
    """Where more clusters keep less beyond chance, the largest is a corner."""
    chance = [0.0, 0.5, 0.5, 1.0, 1.5]
    curve = curve_through([0.0, 1.0, 1.5, 2.0, 3.0], [0.0, 0.8, 1.5, 1.5, 1.5], chance)
    expected = [0, 0, bend(1 / 1.5, -2 / 3), 0, 0]
    assert_allclose(curve.kink_strengths, expected, atol=1e-12)
    assert curve.best_n_clusters == 3
    nothing = curve_through([0.0, 1.0, 1.5], [0.0, 0.5, 0.9], [0.0, 0.6, 1.0])
    assert nothing.best_n_clusters == 1


# Critical betas


def test_correlations_are_singular_values():
    p = table(7, 5, 1)
    whole = p / np.sqrt(np.outer(p.sum(axis=1), p.sum(axis=0)))
    expected = np.linalg.svd(whole, compute_uv=False)
    assert_allclose(expected[0], 1)
    # Squares are exact to 1e-16.
    for q in (p, p.T, np.hstack([p, np.zeros((7, 2))])):
        assert_allclose(correlations(joint_of(q))[:4], expected[1:], atol=1e-8)
        assert_allclose(correlations(joint_of(q), 2), expected[1:3], atol=1e-8)
    sparse = SampleJoint.from_counts(sp.csr_array(p), prior="mass")
    assert_allclose(correlations(sparse), expected[1:], atol=1e-8)


@pytest.mark.parametrize("container", [sp.csr_array, sp.csr_array.toarray])
def test_correlations_of_a_large_table(container):
    X = sp.random_array((900, 800), density=0.02, random_state=0, format="csr")
    X = X + sp.csr_array(np.outer(np.arange(900) < 450, np.arange(800) < 400) * 0.1)
    joint = SampleJoint.from_counts(container(sp.csr_array(X)), prior="mass")
    p = joint.entries.toarray() * joint.weights[:, None]
    whole = p / np.sqrt(np.outer(p.sum(axis=1), p.sum(axis=0)))
    expected = np.linalg.svd(whole, compute_uv=False)[1:4]
    # Six powers leave some per cent, where values are close.
    assert_allclose(correlations(joint, 3), expected, rtol=0.05)


@pytest.mark.parametrize("seed", range(4))
def test_above_the_global_critical_beta_a_rare_cluster_is_better(seed):
    """A cluster of weight w with p(x|t) = r gains w (KL_x - beta KL_y) + O(w^2)."""
    p = table(4, 3, seed)
    joint = joint_of(p)
    local, beta = local_critical_beta(joint), global_critical_beta(joint)
    assert beta <= local
    rng = np.random.default_rng(seed)
    r = rng.dirichlet(np.ones(4) * 0.7, size=2000)
    of_x = (r * np.log(r / joint.weights)).sum(axis=1)
    of_y = r @ joint.conditional
    of_y = (of_y * np.log(of_y / joint.marginal)).sum(axis=1)
    # None of many at random is better than the one that was found.
    assert beta <= (of_x / of_y).min() + 1e-9
    best = r[np.argmin(of_x / of_y)]
    weight = 1e-4
    rare = weight * best / joint.weights
    rate, information = informations(p, np.column_stack([rare, 1 - rare]))
    assert rate / information == pytest.approx((of_x / of_y).min(), rel=1e-2)
    assert rate / information >= beta


def test_the_gradient_of_the_ratio():
    joint = joint_of(table(5, 4, 0))
    z = np.random.default_rng(0).standard_normal(5)
    _, gradient = _ratio_and_gradient(z, joint, np.inf)
    for i, step in enumerate(np.eye(5) * 1e-5):
        difference = (
            _ratio_and_gradient(z + step, joint, np.inf)[0]
            - _ratio_and_gradient(z - step, joint, np.inf)[0]
        )
        assert difference / 2e-5 == pytest.approx(gradient[i], abs=1e-6)


def test_clusters_bound_the_global_value_of_many_rows():
    X = planted().astype(float)
    joint = SampleJoint.from_counts(X, prior="uniform")
    clusters = Encoder.of_labels(joint, np.arange(len(X)) % 4)
    assert global_critical_beta(joint, [clusters]) <= global_critical_beta(joint)
    assert global_critical_beta(joint) <= local_critical_beta(joint)


# What goes in


@pytest.mark.parametrize("options", [{"n_clusters": 4}, {"n_clusters": [2, 4]}])
def test_threads_and_containers_change_nothing(options):
    X = planted(n_rows=40)
    options = {"n_betas": 4, "n_shuffles": 1, "random_state": 0, **options}
    expected = information_curve(X, **options)
    for other in (
        information_curve(X, **options, n_jobs=2),
        information_curve(sp.csc_matrix(X), **options),
    ):
        assert_allclose(other.information, expected.information, atol=1e-7)
        assert_allclose(
            other.chance_information, expected.chance_information, atol=1e-7
        )


def test_weights_are_repetitions():
    X, weights = planted(n_rows=24), np.arange(24) % 3
    options = {"n_clusters": [1, 2, 4], "random_state": 0, "n_init": 10}
    weighted = information_curve(X, sample_weight=weights, **options)
    repeated = information_curve(np.repeat(X, weights, axis=0), **options)
    assert_allclose(weighted.information, repeated.information, atol=1e-9)


def test_no_information():
    curve = information_curve(np.ones((4, 3)), random_state=0)
    assert curve.total_information == pytest.approx(0, abs=1e-15)
    assert (curve.n_clusters == 1).all()
    one = information_curve([[1, 2]], n_clusters=[1])
    assert_array_equal(one.information, [0])


@pytest.mark.parametrize(
    ("options", "X", "message"),
    [
        ({"betas": [0.0, 1.0]}, BINARY, "positive numbers"),
        ({"betas": [1.0, math.nan]}, BINARY, "positive numbers"),
        ({"betas": [1.0, math.inf]}, BINARY, "must be finite"),
        ({"betas": []}, BINARY, "list of positive"),
        ({"n_clusters": [1, 3]}, BINARY, "from 1 to the number of rows.* 2"),
        ({"n_clusters": [0.5]}, BINARY, "a whole number or a list"),
        ({"n_clusters": [1, 2], "betas": [1.0]}, BINARY, "not both"),
        ({"n_clusters": 0}, BINARY, "n_clusters"),
        ({"n_shuffles": 1}, BINARY, "not whole"),
        ({}, -BINARY, "Negative values in data passed to information_curve"),
        ({}, np.zeros((2, 2)), "nothing but zeros"),
        ({}, [[1, math.nan]], "NaN"),
    ],
)
def test_bad_input(options, X, message):
    with pytest.raises(ValueError, match=message):
        information_curve(X, **options)

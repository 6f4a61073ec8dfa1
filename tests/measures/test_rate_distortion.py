"""Rate and distortion: closed forms, the certificate, identities, bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning

from sklearn_info.measures import entropy_from_counts, rate_distortion

HAMMING = 1 - np.eye(2)
# Bounds sum some dozens of logarithms.
ROUNDING = 1e-12


@pytest.mark.parametrize(
    ("D", "bits"),
    [
        # h(0.3) - h(D) (Cover & Thomas, ch. 10)
        (0.0, 0.8812908992306927),
        (0.05, 0.5948939421147365),
        (0.1, 0.4122953056414115),
        (0.2, 0.1593628043433304),
        (0.3, 0.0),
        (0.9, 0.0),
    ],
)
def test_bit_with_errors(D, bits):
    result = rate_distortion([0.7, 0.3], HAMMING, D, tol=1e-9, base=2)
    assert result.rate == pytest.approx(bits, abs=2e-9)
    assert result.rate >= bits - ROUNDING
    assert result.lower_bound <= bits + ROUNDING
    assert result.distortion == pytest.approx(min(D, 0.3), abs=1e-12)
    if D < 0.3:
        slope = math.log((1 - D) / D) if D else math.inf
        # The rate is flat in the encoder, the slope is not: half the digits.
        assert result.slope == pytest.approx(slope, rel=1e-4)
    else:
        assert result.slope == 0


@pytest.mark.parametrize(("D", "bits"), [(0.5, 1.0), (1.0, 0.5), (2.0, 0.0)])
def test_normal_variable_with_squared_errors(D, bits):
    """log2(2 / D) / 2, on a grid: its steps of 0.17 cost about 1e-6 of the rate.

    The trapezoidal rule of a normal density is exact to more digits than that, and
    what lies beyond six standard deviations has a probability of 2e-9.
    """
    x = np.linspace(-6, 6, 101) * math.sqrt(2)
    p = np.exp(-(x**2) / 4)
    distortion = (x[:, None] - x) ** 2
    result = rate_distortion(p, distortion, D, tol=1e-4, base=2)
    assert result.lower_bound <= result.rate
    assert result.rate == pytest.approx(bits, abs=1e-4)


@given(seed=st.integers(0, 10**6), share=st.floats(0.05, 0.95))
@settings(deadline=None, max_examples=40)
def test_the_encoder_does_what_the_result_says(seed, share):
    rng = np.random.default_rng(seed)
    p, d = rng.dirichlet(np.ones(4)), rng.random((4, 3))
    least, free = p @ d.min(axis=1), (p @ d).min()
    D = least + share * (free - least)
    result = rate_distortion(p, d, D)
    q = result.encoder
    np.testing.assert_allclose(q.sum(axis=1), 1, atol=1e-12)
    joint = p[:, None] * q
    independent = np.outer(p, joint.sum(axis=0))
    seen = joint > 0
    rate = (joint[seen] * np.log(joint[seen] / independent[seen])).sum()
    assert result.rate == pytest.approx(rate, abs=1e-10)
    assert result.distortion == pytest.approx((joint * d).sum(), abs=1e-12)
    assert result.distortion <= D + 1e-12
    assert -1e-15 <= result.rate - result.lower_bound <= 1e-5


def test_the_curve_falls_and_is_convex():
    rng = np.random.default_rng(0)
    p, d = rng.dirichlet(np.ones(5)), rng.random((5, 4))
    D = np.linspace(p @ d.min(axis=1), (p @ d).min(), 12)
    rates = np.array([rate_distortion(p, d, at).rate for at in D])
    assert (np.diff(rates) < 0).all()
    # Rates are known to 1e-5.
    assert (np.diff(rates, 2) > -4e-5).all()
    assert rates[-1] == 0


def test_a_straight_part_of_the_curve():
    """A third reproduction that costs 1/4 for each x: D above 1/4 is a mixture."""
    d = [[0, 1, 0.25], [1, 0, 0.25]]
    result = rate_distortion([1, 1], d, 0.25)
    assert result.rate == 0
    corner = rate_distortion([1, 1], d, 0.05)
    middle = rate_distortion([1, 1], d, 0.15)
    assert middle.rate - middle.lower_bound <= 1e-5
    assert 0 < middle.rate < corner.rate


def test_no_distortion_is_the_entropy():
    p = np.array([0.5, 0.2, 0.3])
    result = rate_distortion(p, 1 - np.eye(3), 0)
    assert result.rate == pytest.approx(entropy_from_counts(p), abs=1e-12)
    assert result.slope == math.inf
    np.testing.assert_allclose(result.encoder, np.eye(3), atol=1e-12)


def test_forbidden_reproductions():
    """Erasures: wrong symbols are forbidden, and a share D may be left out.

    The rate of a fair bit is then 1 - D bits.
    """
    d = [[0, math.inf, 1], [math.inf, 0, 1]]
    result = rate_distortion([1, 1], d, 0.3, base=2)
    assert result.rate == pytest.approx(0.7, abs=2e-5)
    assert result.encoder[0, 1] == result.encoder[1, 0] == 0


def test_states_that_do_not_occur_change_nothing():
    d = np.random.default_rng(0).random((3, 4))
    few = rate_distortion([0.4, 0.6], d[:2], 0.4)
    more = rate_distortion([0.4, 0.6, 0], d, 0.4)
    assert more.rate == few.rate
    assert more.encoder.sum(axis=1) == pytest.approx(1, abs=1e-12)


def test_what_is_known_when_the_iterations_end():
    with pytest.warns(ConvergenceWarning, match="max_iter=1 iterations"):
        result = rate_distortion([0.7, 0.3], HAMMING, 0.1, max_iter=1)
    exact = rate_distortion([0.7, 0.3], HAMMING, 0.1).rate
    assert result.lower_bound < exact < result.rate


@pytest.mark.parametrize(
    ("p", "d", "D", "message"),
    [
        ([[1, 2]], HAMMING, 0.1, "p has shape"),
        ([1, -1], HAMMING, 0.1, "p holds negative"),
        ([1, 1, 1], HAMMING, 0.1, "a row for each of the 3 states"),
        ([1, 1], [[0, 1], [1, np.nan]], 0.1, "NaN or -inf"),
        ([1, 1], [[0, 1], [np.inf, np.inf]], 0.1, "infinite throughout"),
        ([1, 1], [["a", "b"], ["a", "b"]], 0.1, "must hold numbers"),
        ([1, 1], HAMMING, -0.1, "cannot be reached"),
        ([1, 1], HAMMING, np.nan, "max_distortion"),
    ],
)
def test_bad_input(p, d, D, message):
    with pytest.raises(ValueError, match=message):
        rate_distortion(p, d, D)

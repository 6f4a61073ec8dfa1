"""Capacity: closed forms, the certificate, identities, bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.exceptions import ConvergenceWarning

from sklearn_info.measures import channel_capacity, entropy_from_counts, kl_divergence

# Both bounds sum some dozens of logarithms.
ROUNDING = 1e-13

CHANNELS = arrays(
    np.float64,
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
    elements=st.integers(0, 9).map(float),
).filter(lambda counts: counts.any(axis=1).all())


# Of its third input the capacity makes no use, but only just.
NARROW = np.array([[4.0, 1.0, 8.0], [5.0, 4.0, 2.0], [2.0, 1.0, 7.0], [1.0, 9.0, 6.0]])


def binary_entropy(p):
    return entropy_from_counts([p, 1 - p], base=2)


@pytest.mark.parametrize(
    ("channel", "bits"),
    [
        # symmetric, erasure, Z, and a typewriter of four keys (Cover & Thomas, ch. 7)
        ([[0.89, 0.11], [0.11, 0.89]], 1 - binary_entropy(0.11)),
        ([[0.7, 0.3, 0], [0, 0.3, 0.7]], 0.7),
        ([[1, 0], [0.25, 0.75]], math.log2(1 + 0.75 * 0.25 ** (1 / 3))),
        (np.eye(4) + np.roll(np.eye(4), 1, axis=1), 1.0),
        # a third input that is at the bound with probability 0
        ([[1, 0], [0, 1], [1, 1]], 1.0),
        # nothing gets through
        ([[1, 2], [1, 2], [2, 4]], 0.0),
        ([[3]], 0.0),
    ],
)
def test_closed_forms(channel, bits):
    result = channel_capacity(channel, base=2)
    # The bounds are at most 1e-9 nats apart, by default.
    assert result.capacity == pytest.approx(bits, abs=2e-9)
    assert result.capacity <= bits + ROUNDING
    assert result.upper_bound >= bits - ROUNDING


# Where the best distribution all but leaves an input out, the last digits take more
# sweeps than there are, and a warning says so.
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@given(channel=CHANNELS, max_iter=st.sampled_from([1, 2, 7, 10_000]))
@example(channel=NARROW, max_iter=2)
@settings(deadline=None, max_examples=60)
def test_the_bounds_are_what_their_definitions_say(channel, max_iter):
    result = channel_capacity(channel, max_iter=max_iter)
    p = result.input_distribution
    W = channel / channel.sum(axis=1, keepdims=True)
    divergence = kl_divergence(W, p @ W)
    used = p > 0
    assert p.sum() == pytest.approx(1, abs=1e-12)
    assert result.capacity == pytest.approx(p[used] @ divergence[used], abs=ROUNDING)
    assert result.upper_bound == pytest.approx(divergence.max(), abs=ROUNDING)
    assert result.upper_bound - result.capacity <= 1e-7 or max_iter < 10_000
    assert result.capacity <= math.log(min(channel.shape)) + ROUNDING


def test_an_input_that_is_all_but_used_is_left_out():
    result = channel_capacity(NARROW)
    assert result.upper_bound - result.capacity <= 1e-9
    assert result.input_distribution[2] == 0


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@given(channel=CHANNELS, data=st.data())
@settings(deadline=None, max_examples=30)
def test_order_and_copies_of_rows_and_columns_do_not_matter(channel, data):
    rows = data.draw(st.permutations(range(channel.shape[0])))
    columns = data.draw(st.permutations(range(channel.shape[1])))
    other = channel[rows][:, columns]
    other = np.vstack([other, other[:1]])
    expected = channel_capacity(channel).capacity
    assert channel_capacity(other).capacity == pytest.approx(expected, abs=1e-7)


def test_capacities_of_independent_channels_add_up():
    rng = np.random.default_rng(0)
    a, b = rng.dirichlet(np.ones(3), size=4), rng.dirichlet(np.ones(4), size=3)
    both = channel_capacity(np.kron(a, b)).capacity
    parts = channel_capacity(a).capacity + channel_capacity(b).capacity
    assert both == pytest.approx(parts, abs=2e-9)


def test_many_inputs_that_are_hardly_used():
    """A hundred rows, of which the solution uses a part: the sweeps alone are slow."""
    rng = np.random.default_rng(0)
    result = channel_capacity(rng.dirichlet(np.ones(30), size=100))
    assert result.upper_bound - result.capacity <= 1e-9
    assert (result.input_distribution < 1e-6).any()


def test_what_is_known_when_the_iterations_end():
    channel = [[1, 0], [0.25, 0.75]]
    with pytest.warns(ConvergenceWarning, match="max_iter=2 iterations"):
        result = channel_capacity(channel, max_iter=2)
    exact = channel_capacity(channel).capacity
    assert result.capacity < exact < result.upper_bound


@pytest.mark.parametrize(
    ("channel", "message"),
    [
        ([0.5, 0.5], "must have 2 dimensions"),
        (np.empty((0, 2)), "at least one number"),
        ([[1, -1]], "negative"),
        ([[1, np.nan]], "NaN"),
        ([[1, 0], [0, 0]], "all zero"),
        ([["a", "b"]], "must hold numbers"),
    ],
)
def test_bad_channels(channel, message):
    with pytest.raises(ValueError, match=f"channel_capacity.*{message}"):
        channel_capacity(channel)


@pytest.mark.parametrize("options", [{"tol": 0}, {"max_iter": 0}, {"base": 1}])
def test_bad_options(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        channel_capacity([[1, 0], [0, 1]], **options)

"""Divergences: closed forms, identities, bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from sklearn_info.measures import (
    entropy_from_counts,
    js_divergence,
    kl_divergence,
    mutual_information,
)

PAIRS = (
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6)
    .map(lambda pairs: np.array(pairs).T)
    .filter(lambda pair: pair.any(axis=1).all())
)


@given(pair=PAIRS)
@settings(deadline=None, max_examples=50)
def test_divergence_from_the_uniform_distribution_is_missing_entropy(pair):
    p, _ = pair
    assert kl_divergence(p, np.ones(p.size)) == pytest.approx(
        math.log(p.size) - entropy_from_counts(p), abs=1e-14
    )
    assert kl_divergence(p, p) == 0.0


@given(pair=PAIRS, w=st.integers(1, 5))
@settings(deadline=None, max_examples=50)
def test_js_is_the_information_of_a_state_about_its_source(pair, w):
    p, q = pair
    # w parts of p and 6 - w of q, as counts of a table of two rows.
    table = np.array([w * q.sum() * p, (6 - w) * p.sum() * q])
    source, state = np.repeat(
        np.indices(table.shape).reshape(2, -1), table.ravel(), axis=1
    )
    assert js_divergence(p, q, weight=w / 6) == pytest.approx(
        mutual_information(source, state), abs=1e-13
    )
    # The other package takes a root, which doubles the digits lost near 0.
    assert js_divergence(p, q) == pytest.approx(jensenshannon(p, q) ** 2, abs=1e-13)
    assert js_divergence(p, q) == pytest.approx(js_divergence(q, p), abs=1e-15)


def test_bernoulli():
    expected = 0.2 * math.log(0.2 / 0.5) + 0.8 * math.log(0.8 / 0.5)
    assert kl_divergence([0.2, 0.8], [0.5, 0.5]) == pytest.approx(expected, abs=1e-15)
    assert kl_divergence([2, 8], [1, 1], base=2) == pytest.approx(
        expected / math.log(2), abs=1e-15
    )


def test_limits():
    assert kl_divergence([1, 1], [1, 0]) == math.inf
    assert js_divergence([1, 0], [0, 1], base=2) == 1.0
    assert js_divergence([1, 0], [0, 1], weight=1) == 0.0
    assert js_divergence([1, 0], [0, 1], weight=0) == 0.0


def test_many_distributions():
    p, q = np.random.default_rng(0).random((2, 4, 3))
    for divergence in (kl_divergence, js_divergence):
        each = divergence(p, q)
        assert each.shape == (4,)
        assert each[2] == pytest.approx(divergence(p[2], q[2]), abs=1e-15)
        assert divergence(p[:, None], q).shape == (4, 4)


@pytest.mark.parametrize("divergence", [kl_divergence, js_divergence])
@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        ([1, 2], [1, 2, 3], "p has shape"),
        (np.ones((3, 2)), np.ones((2, 2)), "p has shape"),
        ([1, -1], [1, 1], "p holds negative"),
        ([1, 1], [1, np.nan], "q holds"),
        ([1, 1], [0, 0], "q is all zero"),
        ([], [], "p has shape"),
        (["a"], ["b"], "p must hold numbers"),
    ],
)
def test_bad_input(divergence, p, q, message):
    with pytest.raises(ValueError, match=message):
        divergence(p, q)


def test_bad_weight():
    with pytest.raises(ValueError, match="weight"):
        js_divergence([1, 2], [2, 1], weight=1.5)

"""The quadratic program over the simplex, against its theory and SciPy."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from sklearn_info.feature_selection._simplex_program import (
    minimize_on_simplex,
    project_on_simplex,
)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_projection_is_the_closest_point(seed):
    """It is if and only if (x - p)'(v - p) <= 0 for each corner v."""
    rng = np.random.default_rng(seed)
    x = rng.normal(scale=rng.choice([0.1, 1, 100]), size=rng.integers(1, 30))
    p = project_on_simplex(x)
    assert p.min() >= 0
    np.testing.assert_allclose(p.sum(), 1, rtol=0, atol=1e-12 * max(1, abs(x).max()))
    corners = np.eye(x.size)
    assert ((corners - p) @ (x - p)).max() <= 1e-10 * max(1, abs(x).max())


def test_points_of_the_simplex_stay():
    p = np.array([0.2, 0, 0.5, 0.3])
    np.testing.assert_allclose(project_on_simplex(p), p, rtol=0, atol=1e-15)
    np.testing.assert_allclose(project_on_simplex(p + 7), p, rtol=0, atol=1e-14)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_minimum_is_that_of_scipy(seed):
    rng = np.random.default_rng(seed)
    n, rank = int(rng.integers(1, 12)), int(rng.integers(1, 12))
    F = rng.normal(size=(n, rank))
    H, c = F @ F.T, rng.normal(size=n)

    def f(x):
        return x @ H @ x / 2 - c @ x

    curvature = np.linalg.eigvalsh(H)[-1]
    x, gradient, gap = minimize_on_simplex(
        H.__matmul__, c, curvature, tol=1e-9, max_iter=100_000
    )
    assert 0 <= gap + 1e-15 <= 1e-9 + 1e-15
    np.testing.assert_allclose(gradient, H @ x - c, rtol=0, atol=1e-9)
    other = minimize(
        f,
        np.full(n, 1 / n),
        jac=lambda x: H @ x - c,
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda x: x.sum() - 1},
        options={"ftol": 1e-12},
    )
    assert f(x) <= other.fun + 1e-8  # the gap bounds f(x) - min f


def test_a_diagonal_program_in_closed_form():
    """Without a linear part, weights are inverse to the diagonal."""
    d = np.array([1.0, 2.0, 4.0, 0.5])
    x, _, _ = minimize_on_simplex(d.__mul__, 0 * d, 4.0, tol=1e-14, max_iter=10_000)
    np.testing.assert_allclose(x, (1 / d) / (1 / d).sum(), rtol=1e-6)


def test_a_linear_program_ends_in_a_corner():
    c = np.array([0.1, 0.7, 0.2])
    x, _, gap = minimize_on_simplex(np.zeros_like, c, 0.0, tol=1e-12, max_iter=10_000)
    assert gap <= 1e-12
    np.testing.assert_allclose(x, [0, 1, 0], rtol=0, atol=1e-10)
    x, *_ = minimize_on_simplex(np.zeros_like, 0 * c, 0.0, tol=1e-12, max_iter=10)
    assert x.tolist() == [1 / 3] * 3


def test_the_gap_tells_when_it_was_not_enough():
    d = np.array([1.0, 2.0, 40.0])
    with_few = minimize_on_simplex(d.__mul__, 0 * d, 40.0, tol=1e-12, max_iter=2)
    assert with_few[2] > 1e-3
    assert with_few[0].sum() == pytest.approx(1)

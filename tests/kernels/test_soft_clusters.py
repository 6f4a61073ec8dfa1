"""Sweeps of the iterative bottleneck: the definition, and a bound that never rises."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from references.iterative_bottleneck import sweep
from scipy.special import xlogy

from sklearn_info.bottleneck._iterative import IterativeSearch, Lagrangian
from sklearn_info.bottleneck._sample_joint import SampleJoint

BINARY = np.array([[0.45, 0.05], [0.05, 0.45]])


def table(n_rows, n_columns, seed):
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.full(n_rows * n_columns, 0.5)).reshape(n_rows, n_columns)


def search_in(p, n_clusters, tol=1e-12, max_iter=1000, init="random"):
    joint = SampleJoint.from_counts(p, prior="mass")
    return IterativeSearch(joint, n_clusters, init=init, max_iter=max_iter, tol=tol)


@pytest.mark.parametrize("n_clusters", [2, 8, 9, 40, 70])
@pytest.mark.parametrize("alpha", [1.0, 0.3])
def test_a_sweep_is_that_of_the_definition(instruction_set, n_clusters, alpha):
    """Of one block of clusters, of more, and of a rest."""
    p = table(80, 12, 2)
    p[:, 3] = 0  # a column that does not occur
    p[0, 1:] = 0  # a row of one entry
    p /= p.sum()
    q = np.random.default_rng(0).dirichlet(np.ones(n_clusters), size=80)
    found, path, _ = search_in(p, n_clusters).sweep(Lagrangian(6.0, alpha), q, 1)
    expected = sweep(p, q, 6.0, alpha)
    assert_allclose(found, expected, rtol=1e-9, atol=1e-15)
    # The bound is the objective with the clusters that were, where T is measured by
    # its cross-entropy and the divergences are from those.
    w = p.sum(axis=1)
    cluster_joint = q.T @ p
    margin = cluster_joint.sum(axis=1)
    cross = -(w @ expected) @ np.log(margin)
    noise = -(w @ xlogy(expected, expected).sum(axis=1))
    shares = cluster_joint / margin[:, None]
    kept = xlogy(expected.T @ p, np.where(shares > 0, shares, 1)).sum()
    bound = cross - alpha * noise - 6.0 * (kept - xlogy(p.sum(0), p.sum(0)).sum())
    # Terms of the size of beta I(X; Y) cancel.
    assert_allclose(path, [bound], rtol=1e-12, atol=1e-13)


@given(
    seed=st.integers(0, 10**6),
    beta=st.floats(0.5, 50),
    alpha=st.sampled_from([1.0, 0.7, 0.1]),
)
@settings(deadline=None, max_examples=30)
def test_no_sweep_raises_the_objective(seed, beta, alpha):
    p = table(6, 5, seed)
    search = search_in(p, 4)
    q = np.random.default_rng(seed).dirichlet(np.ones(4), size=6)
    lagrangian = Lagrangian(beta, alpha)
    _, path, _ = search.sweep(lagrangian, q, 200)
    assert (np.diff(path) <= 1e-12 * max(1, beta)).all()
    end = search.descend(lagrangian, q)
    # The last bound is met, up to what the last sweep still gained.
    assert end.objective <= path[-1] + 1e-9 * max(1, beta)


def test_leaps_save_sweeps_close_to_a_critical_beta():
    """Plain sweeps close in by a constant factor near 1 there."""
    beta, q = 1.6, np.array([[0.6, 0.4], [0.4, 0.6]])
    n_plain = 0
    while True:
        n_plain += 1
        q, old = sweep(BINARY, q, beta), q
        if np.abs(q - old).max() < 1e-7:
            break
    start = np.array([[0.6, 0.4], [0.4, 0.6]])
    _, path, still = search_in(BINARY, 2, 1e-14).sweep(Lagrangian(beta), start, 1000)
    assert still
    assert len(path) < n_plain / 3

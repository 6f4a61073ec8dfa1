"""Sweeps of the sequential bottleneck against the definition."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from references.bottleneck import merge_cost, of_clusters, sequential_sweep
from scipy.special import xlogy

from sklearn_info._kernels import _sequential_bottleneck as kernel
from sklearn_info.bottleneck._insertion import insertion_costs
from sklearn_info.bottleneck._sample_joint import SampleJoint
from sklearn_info.bottleneck._sequential import ClusterSums, SampleRows, improve

KINDS = ("counts", "weights", "long", "tiny")


def make_table(kind, seed=0):
    """Tables with what is hard: repeated counts, no two alike, and far apart."""
    rng = np.random.default_rng(seed)
    topics = rng.dirichlet(np.full(40, 0.3), 4)
    rates = topics[np.arange(60) % 4] * rng.gamma(1.0, 30, (60, 1))
    if kind == "counts":
        X = rng.poisson(rates)
    elif kind == "long":  # stretches of equal counts beyond any run
        X = np.tile(rng.poisson(rates) > 0, 5) + 0
        X[3] = 1
    elif kind == "weights":
        X = rng.gamma(rates + 1e-3)
    else:
        X = rng.gamma(rates + 1e-3) * 10.0 ** -rng.integers(0, 25, (60, 40))
    X = X.astype(float)
    X[X.sum(axis=1) == 0, 0] = 1
    return X


def joint_of(X, prior="uniform"):
    joint = SampleJoint.from_counts(X, prior=prior)
    return joint, joint.entries.toarray() * joint.weights[:, None]


def renumbered(labels):
    """Labels in the order in which clusters come: empty ones may be swapped."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


class OneSweep:
    """Draws nothing: an order that is given, in place of a RandomState."""

    def __init__(self, order):
        self.order = order

    def permutation(self, n):
        assert n == len(self.order)
        return self.order


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prior", ["uniform", "mass"])
@pytest.mark.parametrize("beta", [np.inf, 3.0])
# As many clusters as fill a vector, one more, and several blocks of vectors.
@pytest.mark.parametrize("n_clusters", [2, 17, 33])
def test_sweep_is_the_definition(instruction_set, kind, prior, beta, n_clusters):
    joint, table = joint_of(make_table(kind), prior)
    rng = np.random.default_rng(1)
    labels = rng.permutation(60) % n_clusters
    rows = SampleRows.from_joint(joint)
    for _ in range(3):
        order = rng.permutation(60)
        found = improve(
            rows,
            labels.astype(np.int32),
            n_clusters,
            beta=beta,
            max_iter=1,
            tol=0,
            random_state=OneSweep(order),
        ).labels
        labels = sequential_sweep(table, labels, order, n_clusters, beta)
        assert_array_equal(renumbered(found), renumbered(labels))
        labels = found


@pytest.mark.parametrize("kind", KINDS)
def test_insertion_costs_are_merge_costs(instruction_set, kind):
    joint, table = joint_of(make_table(kind))
    clusters = of_clusters(table, np.arange(60) % 3, 3)
    expected = [[merge_cost(x, t) / x.sum() for t in clusters] for x in table]
    # Rounding of u log u, by 1 / p(x).
    assert_allclose(insertion_costs(joint, clusters), expected, atol=1e-12)


def test_insertion_costs_of_a_rare_sample_are_relative_entropies():
    clusters = np.array([[0.3, 0.2, 0.0], [0.1, 0.1, 0.3]])
    joint = SampleJoint.from_counts(
        np.array([[1.0, 2, 0]]), prior="uniform", unit=2.0**-30
    )
    p, q = np.array([1, 2, 0]) / 3, clusters / clusters.sum(axis=1, keepdims=True)
    expected = [xlogy(p, p).sum() - (p[:2] * np.log(line[:2])).sum() for line in q]
    # Of the order of p(x) / p(t), and rounding by 1 / p(x).
    assert_allclose(insertion_costs(joint, clusters)[0], expected, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n_values", [0, 1, 16])
def test_equal_entries_come_together(kind, n_values):
    X = make_table(kind)
    joint, _ = joint_of(X)
    entries = joint.entries
    indptr = entries.indptr.astype(np.int64)
    features, mass = entries.indices.astype(np.int32), entries.data.copy()
    lengths = np.zeros(9, dtype=np.int64)
    kernel.gather_equal(indptr, features, mass, n_values, lengths)
    found = np.zeros_like(X)
    found[np.repeat(np.arange(60), np.diff(indptr)), features] = mass
    assert_array_equal(found, entries.toarray())
    assert lengths @ np.arange(9) == mass.size
    for begin, end in zip(indptr[:10], indptr[1:]):
        stretches = 1 + np.count_nonzero(np.diff(mass[begin:end]))
        values = np.unique(mass[begin:end]).size
        assert stretches == values or values > n_values


@pytest.mark.parametrize("kind", KINDS)
def test_runs_hold_the_table(kind):
    """Every entry once, but for those below rounding of their column."""
    joint, table = joint_of(make_table(kind))
    rows = SampleRows.from_joint(joint)
    everyone = ClusterSums.of(rows, np.arange(60, dtype=np.int32), 60)
    found = np.zeros_like(table)
    found[:, rows.columns] = everyone.sums[:-2, :60].T
    dropped = table * (found == 0)
    assert (dropped <= 2.0**-56 * np.maximum(table.sum(axis=0), 2.0**-40)).all()
    assert_array_equal(found + dropped, table)
    assert_array_equal(everyone.sums[-2, :60], joint.weights)
    assert_array_equal(everyone.sums[-1], 0)
    assert_array_equal(everyone.sizes, 1)


def test_products_stay_finite(instruction_set):
    """The widest range of masses that counts, in rows that are all of it."""
    X = 2.0 ** -np.arange(0.0, 56.0)[None] * np.ones((40, 1))
    X[::2] = X[::2, ::-1]
    X += np.eye(40, 56)
    joint, table = joint_of(X)
    rows = SampleRows.from_joint(joint)
    labels = np.arange(40, dtype=np.int32) // 20
    order = np.arange(40)
    found = improve(
        rows, labels.copy(), 2, max_iter=1, tol=0, random_state=OneSweep(order)
    )
    assert_array_equal(found.labels, sequential_sweep(table, labels, order, 2))


def test_negentropy(instruction_set):
    u = np.random.default_rng(0).gamma(0.1, 1, (7, 32))
    u[2] = 0
    assert_allclose(kernel.negentropy(u), xlogy(u, u).sum(), rtol=1e-13)

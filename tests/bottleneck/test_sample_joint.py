"""The joint distribution of samples and features, from tables of any kind."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sklearn_info._kernels import _distinct_rows
from sklearn_info.bottleneck._joint_information import joint_information
from sklearn_info.bottleneck._sample_joint import SampleJoint, check_counts

X = np.random.default_rng(0).poisson(0.7, (12, 7)).astype(float)
X[4] = 0  # an empty document
X[:, 2] = 0  # a word that does not occur
WEIGHTS = np.random.default_rng(1).integers(0, 3, 12).astype(float)


def definition(prior, weights):
    """p(x, y) as a table, of the rows that carry mass."""
    table = X * weights[:, None]
    table = table[table.any(axis=1)]
    if prior == "uniform":
        kept = (X.any(axis=1)) & (weights > 0)
        table = table / table.sum(axis=1, keepdims=True) * weights[kept][:, None]
    return table / table.sum()


@pytest.mark.parametrize("prior", ["uniform", "mass"])
@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["equal", "weighted"])
@pytest.mark.parametrize("container", [np.asarray, sp.csr_array, sp.csc_matrix])
def test_is_the_table(prior, weights, container):
    counts = check_counts(container(X), "Test")
    joint = SampleJoint.from_counts(counts, prior=prior, sample_weight=weights)
    table = definition(prior, np.ones(12) if weights is None else weights)
    dense = joint.entries.toarray() * joint.weights[:, None]
    # A few roundings a number.
    assert_allclose(dense, table, rtol=1e-14)
    assert_allclose(joint.marginal, table.sum(axis=0), rtol=1e-13, atol=1e-17)
    assert_allclose(joint.information, joint_information(table), atol=1e-14)


@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_clusters_add_rows(container):
    joint = SampleJoint.from_counts(container(X), prior="mass")
    table = joint.entries.toarray() * joint.weights[:, None]
    labels = np.arange(joint.n_rows) % 3
    expected = np.stack([table[labels == t].sum(axis=0) for t in range(3)])
    assert_allclose(joint.of_clusters(labels, 3), expected, rtol=1e-14)
    assert_allclose(joint.of_clusters(np.eye(3)[labels], 3), expected, rtol=1e-14)


def test_duplicate_entries_are_summed_on_a_copy():
    split = sp.csr_array(
        (np.array([1.0, 2, 3]), np.array([1, 1, 0]), np.array([0, 2, 3])), shape=(2, 2)
    )
    before = split.data.copy()
    counts = check_counts(split, "Test")
    assert_array_equal(counts.toarray(), [[0, 3], [3, 0]])
    assert counts.nnz == 2
    assert split.nnz == 3
    assert_array_equal(split.data, before)


def test_unknown_columns_are_dropped():
    known = np.array([True, True, False])
    table = np.array([[1.0, 1, 2], [0, 0, 5]])
    for counts in (table, sp.csr_array(table)):
        joint = SampleJoint.from_counts(counts, prior="mass", unit=0.1, known=known)
        assert_array_equal(joint.samples, [0])
        assert_array_equal(joint.entries.toarray(), [[0.5, 0.5, 0]])
        assert_allclose(joint.weights, [0.2])


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="Negative values in data passed to Test"):
        check_counts(sp.csr_array([[1.0, -1.0]]), "Test")


@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_distinct_rows_are_those_of_the_definition(container):
    rng = np.random.default_rng(0)
    base = rng.poisson(0.7, (12, 5)) + np.eye(12, 5, dtype=int)
    X = (base[rng.integers(0, 12, 60)] * rng.integers(0, 4, (60, 1))).astype(float)
    weights = rng.integers(0, 3, 60).astype(float)
    joint = SampleJoint.from_counts(
        container(X), prior="mass", sample_weight=weights, distinct=True
    )
    mass = {}
    for row, weight in zip(X, weights):
        if row.sum() and weight:
            shares = tuple(row / row.sum())
            mass[shares] = mass.get(shares, 0) + weight * row.sum()
    rows = joint.entries.toarray()
    assert {tuple(row) for row in rows} == set(mass)
    assert len(rows) == len(mass)
    expected = np.array([mass[tuple(row)] for row in rows])
    assert_allclose(joint.weights, expected / expected.sum(), rtol=1e-15)
    shares = X[joint.samples] / X[joint.samples].sum(axis=1, keepdims=True)
    assert_array_equal(rows[joint.row_of_sample], shares)


def test_rows_of_equal_keys_are_told_apart():
    table = sp.csr_array([[1.0, 0], [0, 1.0], [1.0, 0], [0, 0], [0, 0]])
    parts = table.indptr.astype(np.int64), table.indices.astype(np.int32), table.data
    first, group = np.empty(5, dtype=np.int64), np.empty(5, dtype=np.int32)
    n_groups = _distinct_rows.group_rows(
        *parts, np.zeros(5, dtype=np.uint64), np.arange(5), first, group
    )
    assert n_groups == 3
    assert_array_equal(group, [0, 1, 0, 2, 2])
    assert_array_equal(first[:3], [0, 1, 3])


def test_order_and_repetition_of_samples_change_nothing():
    rng = np.random.default_rng(1)
    X = rng.random((20, 6))
    weights = rng.integers(1, 4, 20)
    one = SampleJoint.from_counts(
        X, prior="uniform", sample_weight=weights.astype(float), distinct=True
    )
    repeated = rng.permutation(np.repeat(X, weights, axis=0))
    other = SampleJoint.from_counts(repeated, prior="uniform", distinct=True)
    assert_array_equal(one.conditional, other.conditional)
    assert_array_equal(one.weights, other.weights)

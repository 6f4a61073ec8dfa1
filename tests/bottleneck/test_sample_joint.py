"""The joint distribution of samples and features, from tables of any kind."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

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
        assert_array_equal(joint.rows, [0])
        assert_array_equal(joint.entries.toarray(), [[0.5, 0.5, 0]])
        assert_allclose(joint.weights, [0.2])


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="Negative values in data passed to Test"):
        check_counts(sp.csr_array([[1.0, -1.0]]), "Test")

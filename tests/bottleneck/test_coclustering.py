"""Clusters of rows and columns: the paper's example, theory and mistakes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.bottleneck import information, of_clusters, partitions
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score, consensus_score

from sklearn_info.bottleneck import InformationCoclustering

ALGORITHMS = ("sequential", "batch")

# Dhillon, Mallela & Modha 2003, equation (1): the best clusters lose 0.0957 bits.
PAPER = np.array(
    [
        [0.05, 0.05, 0.05, 0, 0, 0],
        [0.05, 0.05, 0.05, 0, 0, 0],
        [0, 0, 0, 0.05, 0.05, 0.05],
        [0, 0, 0, 0.05, 0.05, 0.05],
        [0.04, 0.04, 0, 0.04, 0.04, 0.04],
        [0.04, 0.04, 0.04, 0, 0.04, 0.04],
    ]
)


def blocks_of(table, rows, columns):
    blocks = of_clusters(table, rows, rows.max() + 1)
    return of_clusters(blocks.T, columns, columns.max() + 1).T


def make_blocks(seed=0, shape=(60, 45), sizes=(4, 3)):
    rng = np.random.default_rng(seed)
    rows, columns = (rng.integers(0, k, n) for k, n in zip(sizes, shape))
    rates = rng.gamma(0.5, 4, sizes)[rows[:, None], columns]
    return rng.poisson(rates + 0.1), rows, columns


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_example_of_the_paper(algorithm):
    found = InformationCoclustering(
        (3, 2), algorithm=algorithm, n_init=50, tol=0, random_state=0
    ).fit(PAPER)
    assert_array_equal(found.row_labels_[::2], found.row_labels_[1::2])
    assert np.unique(found.row_labels_).size == 3
    first = found.column_labels_[0]
    assert_array_equal(found.column_labels_ == first, [True] * 3 + [False] * 3)
    # As printed there, in bits.
    assert_allclose(found.information_loss_ / np.log(2), 0.0957, atol=5e-5)
    order = np.argsort(-found.block_distribution_[:, first])
    expected = [[0.3, 0], [0.2, 0.2], [0, 0.3]]
    by_first = found.block_distribution_[order][:, [first, 1 - first]]
    assert_allclose(by_first, expected, atol=1e-15)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=15)
def test_information_never_falls_and_is_that_of_the_labels(algorithm, seed):
    X = np.random.default_rng(seed).poisson(1.5, (20, 12))
    found = InformationCoclustering(
        (3, 4), algorithm=algorithm, n_init=2, random_state=seed
    ).fit(X)
    assert (np.diff(found.objective_path_) >= -1e-14).all()  # rounding
    table = X / X.sum()
    blocks = blocks_of(table, found.row_labels_, found.column_labels_)
    assert_allclose(found.block_distribution_, blocks, atol=1e-15)
    assert_allclose(found.information_, information(blocks), atol=1e-14)
    assert_allclose(found.objective_path_[-1], found.information_, atol=1e-14)
    total = found.information_ + found.information_loss_
    assert_allclose(total, information(table), rtol=1e-12)
    assert found.information_loss_ >= 0
    # Dhillon et al., lemma 2.1: the loss is a relative entropy.
    r, c = found.row_labels_, found.column_labels_
    margins = [table.sum(axis=1), table.sum(axis=0)]
    of_blocks = [blocks.sum(axis=1)[r], blocks.sum(axis=0)[c]]
    q = blocks[r[:, None], c] * np.outer(margins[0], margins[1])
    q /= np.outer(of_blocks[0], of_blocks[1])
    p, q = table[table > 0], q[table > 0]
    assert_allclose(p @ np.log(p / q), found.information_loss_, rtol=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_finds_the_best_partition_of_a_small_table(seed):
    table = np.random.default_rng(seed).dirichlet(np.full(30, 0.3)).reshape(6, 5)
    found = InformationCoclustering((3, 2), n_init=20, tol=0, random_state=0)
    found.fit(table)
    best = max(
        information(blocks_of(table, rows, columns))
        for rows in partitions(6, 3)
        for columns in partitions(5, 2)
    )
    assert_allclose(found.information_, best, atol=1e-12)


@pytest.mark.parametrize("container", [np.asarray, sp.csr_matrix, sp.csc_array])
def test_finds_blocks(container):
    X, rows, columns = make_blocks(4)
    found = InformationCoclustering((4, 3), random_state=0).fit(container(X))
    assert found.information_ >= information(blocks_of(X / X.sum(), rows, columns))
    assert adjusted_rand_score(rows, found.row_labels_) > 0.95
    assert adjusted_rand_score(columns, found.column_labels_) > 0.95
    blocks = [(rows == r, columns == c) for r in range(4) for c in range(3)]
    expected = tuple(np.array(side) for side in zip(*blocks))
    assert consensus_score(found.biclusters_, expected) > 0.9
    assert found.get_shape(0) == (
        (found.row_labels_ == 0).sum(),
        (found.column_labels_ == 0).sum(),
    )


def test_sequential_keeps_more_than_batch():
    X, _, _ = make_blocks(1, (80, 60), (5, 5))
    kept = [
        InformationCoclustering(5, algorithm=algorithm, random_state=0).fit(X)
        for algorithm in ALGORITHMS
    ]
    assert kept[0].information_ >= kept[1].information_ - 1e-12


def test_transposed_table_is_the_same_task():
    X, _, _ = make_blocks()
    one = InformationCoclustering((4, 3), random_state=0).fit(X)
    other = InformationCoclustering((3, 4), random_state=0).fit(X.T)
    assert_allclose(one.information_, other.information_, rtol=1e-6)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_empty_rows_and_columns_join_the_heaviest(algorithm):
    X, _, _ = make_blocks()
    X[7], X[:, 11] = 0, 0
    found = InformationCoclustering((4, 3), algorithm=algorithm, random_state=0)
    found.fit(X)
    masses = found.block_distribution_
    assert found.row_labels_[7] == masses.sum(axis=1).argmax()
    assert found.column_labels_[11] == masses.sum(axis=0).argmax()
    for labels, k in ((found.row_labels_, 4), (found.column_labels_, 3)):
        assert np.unique(labels).size == k


def test_weights_are_factors_of_rows():
    X, _, _ = make_blocks()
    weights = np.random.default_rng(0).integers(0, 3, len(X))
    one = InformationCoclustering(3, random_state=0).fit(X, sample_weight=weights)
    other = InformationCoclustering(3, random_state=0).fit(X * weights[:, None])
    assert_array_equal(one.row_labels_, other.row_labels_)
    assert_allclose(one.information_, other.information_, rtol=1e-13)


def test_batch_keeps_every_cluster_in_use():
    rng = np.random.default_rng(0)
    X = rng.poisson(0.7, (40, 30)) + np.eye(40, 30)
    for seed in range(5):
        found = InformationCoclustering(
            9, algorithm="batch", n_init=1, random_state=seed
        ).fit(X)
        assert np.unique(found.row_labels_).size == 9
        assert np.unique(found.column_labels_).size == 9


def test_warns_when_it_has_not_converged():
    X, _, _ = make_blocks()
    with pytest.warns(ConvergenceWarning, match="max_iter=1 sweeps"):
        InformationCoclustering(4, max_iter=1, tol=0, random_state=0).fit(X)


@pytest.mark.parametrize(
    ("X", "n_clusters", "message"),
    [
        (-PAPER, 2, "Negative values in data passed to InformationCoclustering"),
        (0 * PAPER, 2, "X holds nothing but zeros"),
        (PAPER, (7, 2), "asks for 7 clusters of samples, but only 6 of n_samples=6"),
        (PAPER, (2, 8), "asks for 8 clusters of features, but only 6"),
        (PAPER, (2, 0), "must be an int or two of them"),
        (PAPER, (2, 2, 2), "must be an int or two of them"),
        (PAPER, 0, "'n_clusters' parameter"),
    ],
)
def test_mistakes_are_named(X, n_clusters, message):
    with pytest.raises(ValueError, match=message):
        InformationCoclustering(n_clusters).fit(X)


def test_fewer_columns_than_clusters_of_rows():
    X = np.array([[4, 1], [5, 0], [0, 3], [1, 4], [2, 2]])
    with pytest.warns(ConvergenceWarning, match="only 2 features hold counts"):
        found = InformationCoclustering(3, random_state=0).fit(X)
    assert np.unique(found.row_labels_).size == 3
    assert_array_equal(np.sort(found.column_labels_), [0, 1])
    exact = InformationCoclustering((3, 2), random_state=0).fit(X)
    assert found.information_ == exact.information_

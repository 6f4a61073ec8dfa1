"""The parts of word clustering: joint distribution, sweeps, merges."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.word_clusters import information, of_clusters, sweep, word_joint
from scipy.cluster.hierarchy import is_valid_linkage
from scipy.spatial.distance import jensenshannon

from sklearn_info.bottleneck import _divisive
from sklearn_info.bottleneck._agglomerative import cut, linkage_of_leaves, merge_all
from sklearn_info.bottleneck._divisive import divide
from sklearn_info.bottleneck._word_joint import WordJoint

# Sums of at most some thousand terms p log p of order 1 / n each.
EXACT = {"rtol": 0, "atol": 1e-12}


def make_sums(seed, n_classes=5, n_columns=300):
    """Text-like sums: most words rare, some of one class mostly."""
    rng = np.random.default_rng(seed)
    leaning = rng.dirichlet(np.full(n_classes, 0.4), n_columns).T
    return rng.poisson(rng.gamma(0.4, 8, n_columns) * leaning).astype(float)


sums_of_text = st.builds(
    make_sums, st.integers(0, 10_000), st.integers(2, 7), st.integers(20, 150)
).filter(lambda sums: np.count_nonzero(sums.sum(axis=1)) > 1)
pseudo_counts = st.sampled_from([0.0, 0.3, 1.0, 5.0])


# -------------------------------------------------------------- joint distribution


@given(sums_of_text, pseudo_counts)
@settings(deadline=None, max_examples=30)
def test_joint_is_its_definition(sums, pseudo_count):
    joint = WordJoint.from_sums(sums, pseudo_count)
    expected = word_joint(sums, pseudo_count)
    occurs = sums.any(axis=0)
    assert_array_equal(joint.word_of_column >= 0, occurs)
    assert_allclose(joint.dense().sum(), 1, **EXACT)
    # A column is its share of its word; equal p(c|w) lose nothing by merging.
    columns = joint.dense()[joint.word_of_column] * joint.share_of_column[:, None]
    assert_allclose(columns[occurs], expected[occurs], **EXACT)
    assert_allclose(joint.information, information(expected), **EXACT)
    of_columns = joint.information_of_columns()
    assert_allclose(of_columns.sum(), joint.information, **EXACT)
    assert (of_columns[~occurs] == 0).all()
    assert (of_columns > -1e-12).all()


def test_equal_words_are_one():
    sums = np.array([[1, 0, 2, 1, 1], [0, 0, 4, 0, 2.0]])
    assert WordJoint.from_sums(sums, 1.0).n_words == 3
    # In proportion 1 : 2, of which a pseudo-count would say two things.
    assert WordJoint.from_sums(sums, 0.0).n_words == 2


def test_class_without_mass():
    sums = np.array([[1, 2, 0.0], [0, 0, 0], [3, 0, 1]])
    for pseudo_count in (0.0, 1.0):
        joint = WordJoint.from_sums(sums, pseudo_count)
        expected = information(word_joint(sums, pseudo_count))
        assert_allclose(joint.information, expected, **EXACT)
        assert_allclose(joint.information_of_columns().sum(), expected, **EXACT)


# ------------------------------------------------------------------------ sweeps


@given(sums_of_text, pseudo_counts, st.integers(1, 30))
@settings(deadline=None, max_examples=30)
def test_sweeps_never_lose_information(sums, pseudo_count, n_clusters):
    joint = WordJoint.from_sums(sums, pseudo_count)
    partition = divide(
        joint,
        n_clusters,
        max_iter=50,
        tol=0,
        random_state=np.random.RandomState(0),
    )
    assert (np.diff(partition.path) >= -1e-14).all()  # rounding of terms of order 1
    labels = partition.labels
    n_used = labels.max() + 1
    assert_array_equal(np.unique(labels), np.arange(n_used))
    kept = information(of_clusters(joint.dense(), labels, n_used))
    assert_allclose(partition.path[-1], kept, **EXACT)
    if n_used < n_clusters:  # no word is left that differs from its cluster
        assert_allclose(kept, joint.information, **EXACT)


@pytest.mark.parametrize("pseudo_count", [0.0, 1.0])
@pytest.mark.parametrize("n_clusters", [2, 4, 8, 30])
def test_sweeps_are_their_definition(monkeypatch, n_clusters, pseudo_count):
    """The same labels as plain sweeps over all words and clusters, from one start."""
    joint = WordJoint.from_sums(make_sums(1, n_columns=4000), pseudo_count)
    filled = []
    fill = _divisive._fill_empty
    monkeypatch.setattr(
        _divisive, "_fill_empty", lambda *args: filled.append(fill(*args)) or filled[-1]
    )
    arguments = {"tol": 0, "random_state": np.random.RandomState(3)}
    partition = divide(joint, n_clusters, max_iter=12, **arguments)
    assert sum(filled) == 0  # plain sweeps do not know how
    labels = _divisive._start(joint, n_clusters, np.random.RandomState(3))
    rows = joint.dense()
    for _ in range(len(partition.path) - 1):
        labels = sweep(rows, labels, n_clusters)
    assert_array_equal(partition.labels, labels)


def test_best_of_all_partitions():
    """Of enough starts, the best is the best of all 3 ** 9 partitions."""
    joint = WordJoint.from_sums(make_sums(2, n_classes=2, n_columns=14), 1.0)
    n = joint.n_words
    assert n <= 9
    rows = joint.dense()
    best = max(
        information(of_clusters(rows, np.array((0, *labels)), 3))
        for labels in product(range(3), repeat=n - 1)
    )
    starts = (
        divide(joint, 3, max_iter=50, tol=0, random_state=np.random.RandomState(seed))
        for seed in range(30)
    )
    assert_allclose(max(start.path[-1] for start in starts), best, **EXACT)


def test_as_many_clusters_as_distinct_words_lose_nothing():
    joint = WordJoint.from_sums(make_sums(3), 1.0)
    partition = divide(
        joint,
        joint.n_words,
        max_iter=100,
        tol=0,
        random_state=np.random.RandomState(0),
    )
    assert partition.labels.max() + 1 == joint.n_words
    assert_allclose(partition.path[-1], joint.information, **EXACT)


# ------------------------------------------------------------------------ merges


def test_merging_two_words_of_equal_mass_loses_their_divergence():
    joint = np.array([[0.3, 0.1, 0.1], [0.05, 0.2, 0.25]])
    _, costs = merge_all(joint, 2)
    assert_allclose(costs, [jensenshannon(*joint / 0.5) ** 2], **EXACT)


@given(sums_of_text, st.integers(1, 40))
@settings(deadline=None, max_examples=20)
def test_merges_lose_all_information_in_the_end(sums, max_active):
    joint = WordJoint.from_sums(sums, 1.0)
    children, costs = merge_all(joint.dense(), max_active)
    assert_allclose(costs.sum(), joint.information, **EXACT)
    assert (costs >= 0).all()
    for n_clusters in {1, (joint.n_words + 1) // 2, joint.n_words}:
        labels = cut(children, n_clusters)
        assert_array_equal(np.unique(labels), np.arange(n_clusters))
        kept = information(of_clusters(joint.dense(), labels, n_clusters))
        lost = costs[: joint.n_words - n_clusters].sum()
        assert_allclose(kept, joint.information - lost, **EXACT)


def test_linkage_of_leaves_is_one_of_scipy():
    word_of_column = np.array([0, 1, 0, 2, 1, 0])
    children, costs = np.array([[0, 2], [1, 3]]), np.array([0.25, 0.5])
    linkage = linkage_of_leaves(word_of_column, children, costs)
    assert is_valid_linkage(linkage)
    expected = [
        [0, 2, 0, 2],  # column 2 joins 0, 4 joins 1, and 5 the two first
        [1, 4, 0, 2],
        [5, 6, 0, 3],
        [3, 8, 0.25, 4],
        [7, 9, 0.75, 6],
    ]
    assert_array_equal(linkage, expected)

"""AgglomerativeIB: merges as by definition, a tree that scipy reads, bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.cluster.hierarchy import dendrogram, fcluster, is_valid_linkage

from sklearn_info.bottleneck import AgglomerativeIB, SequentialIB, _agglomerative_ib
from sklearn_info.measures import js_divergence

# Sums of some dozens of logarithms.
ROUNDING = 1e-13


def counts(n=14, d=6, seed=0):
    return np.random.default_rng(seed).poisson(2.0, (n, d)) + np.eye(n, d)


def few_words(n=10, d=90, seed=0):
    """Rows of a few columns each, which no two share alike."""
    rng = np.random.default_rng(seed)
    X = rng.gamma(1.0, size=(n, d)) * (rng.random((n, d)) < 0.1)
    X[:, 0] = rng.gamma(1.0, size=n)
    return X


def joint_of(X, prior):
    table = X / X.sum(axis=1, keepdims=True) if prior == "uniform" else X
    return table / table.sum()


def merge_by_definition(joint):
    """Information lost by each merge, and the partition after it."""
    clusters = {frozenset([x]): row for x, row in enumerate(joint)}
    for _ in range(len(joint) - 1):

        def cost(pair):
            a, b = (clusters[name] for name in pair)
            mass = a.sum() + b.sum()
            return mass * js_divergence(a, b, weight=a.sum() / mass)

        first, second = min(combinations(clusters, 2), key=cost)
        lost = cost((first, second))
        clusters[first | second] = clusters.pop(first) + clusters.pop(second)
        yield lost, set(clusters)


@pytest.mark.parametrize("prior", ["uniform", "mass"])
@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
@pytest.mark.parametrize("make", [counts, few_words])
def test_merges_are_those_of_the_definition(prior, container, make):
    X = make()
    tree = AgglomerativeIB(1, prior=prior).fit(container(X))
    lost = 0.0
    for i, (cost, partition) in enumerate(merge_by_definition(joint_of(X, prior))):
        lost += cost
        assert_allclose(tree.distances_[i], lost, atol=ROUNDING)
        n_clusters = len(X) - i - 1
        labels = AgglomerativeIB(n_clusters, prior=prior).fit(X).labels_
        members = {frozenset(np.flatnonzero(labels == t)) for t in set(labels)}
        assert members == partition
    assert_allclose(tree.information_path_[-1], 0, atol=ROUNDING)


def test_the_path_is_the_information_of_each_cut():
    X = counts()
    path = AgglomerativeIB(1).fit(X).information_path_
    for k in (1, 2, 5, len(X)):
        cut = AgglomerativeIB(k).fit(X)
        assert cut.n_clusters_ == k
        assert_allclose(cut.information_, path[-k], atol=ROUNDING)
        assert_allclose(cut.information_ + cut.information_loss_, path[0])
    assert (np.diff(path) <= 0).all()


def test_scipy_reads_the_tree():
    X = counts()
    tree = AgglomerativeIB(4).fit(X)
    assert is_valid_linkage(tree.linkage_)
    assert (np.diff(tree.distances_) >= 0).all()
    leaves = dendrogram(tree.linkage_, no_plot=True)["leaves"]
    assert sorted(leaves) == list(range(len(X)))
    labels = fcluster(tree.linkage_, 4, criterion="maxclust")
    same = labels[:, None] == labels
    assert_array_equal(tree.labels_[:, None] == tree.labels_, same)


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_share_of_the_information_is_kept(share):
    X = counts()
    tree = AgglomerativeIB(share).fit(X)
    total = tree.information_path_[0]
    assert tree.information_ >= share * total
    fewer = AgglomerativeIB(tree.n_clusters_ - 1).fit(X)
    assert fewer.information_ < share * total


def test_equal_rows_merge_first_at_no_cost():
    X = np.repeat(counts(4), 3, axis=0)
    tree = AgglomerativeIB(4).fit(X)
    assert_allclose(tree.distances_[:8], 0, atol=ROUNDING)
    assert_array_equal(tree.labels_, np.repeat(tree.labels_[::3], 3))
    assert_allclose(tree.information_loss_, 0, atol=ROUNDING)


def test_weights_are_repetitions():
    X, weights = counts(), np.arange(14) % 3
    weighted = AgglomerativeIB(3).fit(X, sample_weight=weights)
    repeated = AgglomerativeIB(3).fit(np.repeat(X, weights, axis=0))
    assert_allclose(weighted.information_, repeated.information_, atol=ROUNDING)
    # Rows of weight 0 are no leaves, and are labelled all the same.
    assert weighted.n_leaves_ == np.count_nonzero(weights)
    assert weighted.labels_.shape == (14,)


def test_order_of_columns_and_rows_does_not_matter():
    X = counts()
    rng = np.random.default_rng(1)
    rows, columns = rng.permutation(14), rng.permutation(6)
    expected = AgglomerativeIB(5).fit(X)
    found = AgglomerativeIB(5).fit(X[rows][:, columns])
    assert_allclose(found.distances_, expected.distances_, atol=ROUNDING)
    same = expected.labels_[rows]
    assert_array_equal(found.labels_[:, None] == found.labels_, same[:, None] == same)


def test_predict_and_transform():
    X = counts()
    tree = AgglomerativeIB(3).fit(X)
    costs = tree.transform(X)
    assert costs.shape == (14, 3)
    assert (costs >= -ROUNDING).all()
    assert_array_equal(tree.predict(X), costs.argmin(axis=1))
    # A row is nearest to its own cluster, unless merging took it along.
    assert (tree.predict(X) == tree.labels_).mean() > 0.7
    empty = np.zeros((1, 6))
    assert tree.predict(empty) == tree.cluster_weights_.argmax()


def test_as_many_clusters_as_rows_and_one():
    X = counts(5)
    every = AgglomerativeIB(5).fit(X)
    assert sorted(every.labels_) == list(range(5))
    assert every.information_loss_ == pytest.approx(0, abs=ROUNDING)
    one = AgglomerativeIB(1).fit(X[:1])
    assert one.linkage_.shape == (0, 4)
    assert one.labels_.tolist() == [0]
    assert one.information_path_.shape == (1,)


def test_clusters_can_be_merged_in_turn():
    X = counts(60)
    clusters = SequentialIB(12, n_init=2, random_state=0).fit(X)
    tree = AgglomerativeIB(4).fit(
        clusters.cluster_feature_distribution_,
        sample_weight=clusters.cluster_weights_,
    )
    assert tree.information_path_[0] == pytest.approx(clusters.information_)
    assert tree.information_ <= clusters.information_


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(_agglomerative_ib, "MOST_MEMORY", 1000)
    with pytest.raises(ValueError, match="14 rows and 6 columns.*SequentialIB"):
        AgglomerativeIB(2).fit(counts())


@pytest.mark.parametrize(
    ("n_clusters", "X", "message"),
    [
        (0, counts(), "n_clusters"),
        (1.5, counts(), "n_clusters"),
        (math.nan, counts(), "n_clusters"),
        (20, counts(), "n_clusters=20 is more than the rows"),
        (2, -counts(), "Negative values"),
        (2, np.zeros((3, 2)), "nothing but zeros"),
    ],
)
def test_bad_input(n_clusters, X, message):
    with pytest.raises(ValueError, match=message):
        AgglomerativeIB(n_clusters).fit(X)

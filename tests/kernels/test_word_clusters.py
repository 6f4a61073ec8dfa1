"""The kernels of word clusters against their definitions."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.word_clusters import agglomerate, information

from sklearn_info._kernels import _agglomeration, _distinct_columns, _word_clusters


def make_sums(seed, n_classes=5, n_columns=200):
    """Sums with zero columns, rare words and frequent ones."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(0.3, 2.0, n_columns) * rng.dirichlet(np.ones(n_classes)).reshape(
        -1, 1
    )
    return rng.poisson(rates).astype(float)


def distinct(sums, proportional=False):
    n_columns = sums.shape[1]
    number = np.empty(n_columns, dtype=np.int32)
    indptr = np.empty(n_columns + 1, dtype=np.int64)
    classes = np.empty(sums.size, dtype=np.int32)
    values, totals = np.empty(sums.size), np.empty(n_columns)
    n = _distinct_columns.distinct_columns(
        sums, proportional, number, indptr, classes, values, totals
    )
    end = indptr[n]
    shape = (n, sums.shape[0])
    columns = sp.csr_array((values[:end], classes[:end], indptr[: n + 1]), shape=shape)
    return number, columns.toarray().T, totals


# ---------------------------------------------------------------- distinct columns


@pytest.mark.parametrize("n_columns", [0, 1, 63, 64, 65, 300])
def test_distinct_columns_rebuild_the_table(n_columns):
    sums = make_sums(0, n_columns=n_columns)
    number, columns, totals = distinct(sums)
    occurs = sums.any(axis=0)
    assert_array_equal(number >= 0, occurs)
    assert_array_equal(columns[:, number[occurs]], sums[:, occurs])
    assert_array_equal(totals, sums.sum(axis=0))
    assert len(np.unique(columns.T, axis=0)) == columns.shape[1]


def test_distinct_columns_are_numbered_as_they_come_first():
    sums = np.array([[0, 1, 2, 1, 0, 2.0], [0, 0, 1, 0, 3, 1]])
    assert_array_equal(distinct(sums)[0], [-1, 0, 1, 0, 2, 1])


@given(st.integers(0, 1000), st.integers(1, 9))
@settings(deadline=None, max_examples=25)
def test_proportional_columns_are_equal(seed, factor):
    """Counts times a whole number have the same shares, to the bit."""
    sums = make_sums(seed, n_columns=30)
    number, columns, _ = distinct(np.hstack([sums, factor * sums]), proportional=True)
    assert_array_equal(number[:30], number[30:])
    # Each share is rounded once.
    assert_allclose(columns.sum(axis=0), 1, rtol=1e-15)


def test_columns_of_one_hash_bucket_are_told_apart():
    """A million pairs of classes: the table is probed past other columns."""
    rng = np.random.default_rng(0)
    sums = rng.integers(0, 3, (4, 3000)).astype(float)
    number, columns, _ = distinct(sums)
    assert columns.shape[1] == len(np.unique(sums.T[sums.any(axis=0)], axis=0))
    assert_array_equal(columns[:, number[number >= 0]], sums[:, number >= 0])


# ------------------------------------------------------------------------ sweeps


class Words:
    """Words as the kernel reads them, and plain scores to compare with."""

    def __init__(self, seed, n_words, n_classes, n_clusters, pseudo_count):
        rng = np.random.default_rng(seed)
        counts = rng.poisson(
            rng.gamma(0.4, 2, (n_words, 1)) + 0.1, (n_words, n_classes)
        )
        counts[np.arange(n_words), rng.integers(n_classes, size=n_words)] += 1
        self.prior = counts.sum(axis=0) / counts.sum()
        totals = counts.sum(axis=1, keepdims=True) + pseudo_count
        share = sp.csr_array(counts / totals)
        self.indptr = share.indptr.astype(np.int64)
        self.classes = share.indices.astype(np.int32)
        self.share = share.data
        self.b = (pseudo_count / totals).ravel()
        self.given_word = share.toarray() + self.b[:, None] * self.prior
        self.labels = rng.integers(n_clusters, size=n_words).astype(np.int32)
        self.labels[:n_clusters] = np.arange(n_clusters)
        self.log_q = self.centroids()

    def centroids(self):
        q = np.zeros((self.labels.max() + 1, self.prior.size))
        np.add.at(q, self.labels, self.given_word)
        with np.errstate(divide="ignore"):
            return np.log((q / q.sum(axis=1, keepdims=True)).T)

    def prior_log_q(self, log_q):
        return self.prior @ log_q if self.b.any() else np.zeros(log_q.shape[1])

    def scores(self):
        with np.errstate(invalid="ignore"):  # 0 times -inf, left out
            terms = self.given_word[:, :, None] * self.log_q
        return np.where(self.given_word[:, :, None] > 0, terms, 0).sum(axis=1)

    def assign(self, changed, labels, best, rival):
        def padded(log_q):
            width = -log_q.shape[1] % _word_clusters.LANES
            table = np.pad(log_q, ((0, 0), (0, width)), constant_values=-np.inf)
            prior = np.pad(self.prior_log_q(log_q), (0, width))
            return (
                np.ascontiguousarray(table, dtype=np.float32),
                prior.astype(np.float32),
            )

        n_clusters = self.log_q.shape[1]
        place = np.full(n_clusters, -1, dtype=np.int32)
        place[changed] = np.arange(changed.size)
        lanes = _word_clusters.LANES
        scores = np.empty(_word_clusters.TILE * (n_clusters + lanes), dtype=np.float32)
        return _word_clusters.assign(
            self.indptr,
            self.classes,
            self.share,
            self.b,
            self.share.astype(np.float32),
            self.b.astype(np.float32),
            np.ascontiguousarray(self.log_q),
            self.prior_log_q(self.log_q),
            *padded(self.log_q),
            *padded(self.log_q[:, changed]),
            changed,
            place,
            labels,
            best,
            rival,
            scores,
        )


def everyone(words):
    return np.arange(words.log_q.shape[1], dtype=np.int32)


@pytest.mark.parametrize("n_clusters", [1, 2, 63, 64, 65, 130])
@pytest.mark.parametrize("pseudo_count", [0.0, 1.0])
def test_assign_finds_the_nearest_cluster(instruction_set, n_clusters, pseudo_count):
    words = Words(n_clusters, 400, 7, n_clusters, pseudo_count)
    scores = words.scores()
    labels, best = words.labels.copy(), np.empty(400)
    rival = np.full(400, np.inf)
    moved = words.assign(everyone(words), labels, best, rival)
    rows = np.arange(400)
    # Scores of order 1 to 10, sums of 7 products: their order matters by 1e-14.
    assert_allclose(scores[rows, labels], scores.max(axis=1), rtol=1e-13)
    assert_allclose(best, scores.max(axis=1), rtol=1e-13)
    assert moved == np.count_nonzero(labels != words.labels)
    scores[rows, labels] = -np.inf
    assert (rival >= scores.max(axis=1) * (1 + 1e-13)).all()


def test_assign_of_equal_clusters_stays_or_takes_the_first(instruction_set):
    words = Words(0, 300, 5, 80, 1.0)
    words.log_q[:, 40:] = words.log_q[:, :40]
    labels, best = words.labels.copy(), np.empty(300)
    words.assign(everyone(words), labels, best, np.full(300, np.inf))
    stayed = labels == words.labels
    assert (labels[~stayed] < 40).all()
    assert (labels[stayed] >= 40).any()


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.5, 3.0]))
@settings(deadline=None, max_examples=25)
def test_assign_of_changed_clusters_is_that_of_all(seed, pseudo_count):
    """What a word knows of the others spares comparisons, and changes nothing."""
    rng = np.random.default_rng(seed)
    words = Words(seed, 200, 4, 20, pseudo_count)
    labels, best, rival = words.labels.copy(), np.empty(200), np.full(200, np.inf)
    words.assign(everyone(words), labels, best, rival)
    for _ in range(5):
        changed = np.flatnonzero(rng.random(20) < 0.3).astype(np.int32)
        if changed.size == 0:
            continue
        move = rng.normal(scale=0.1, size=(4, changed.size))
        words.log_q[:, changed] = words.log_q[:, changed] + move
        words.log_q -= np.log(np.exp(words.log_q).sum(axis=0)) * np.isin(
            np.arange(20), changed
        )
        plain, plain_best = labels.copy(), np.empty(200)
        words.assign(everyone(words), plain, plain_best, np.full(200, np.inf))
        words.assign(changed, labels, best, rival)
        assert_array_equal(labels, plain)
        assert_array_equal(best, plain_best)


@pytest.mark.parametrize("index", [np.int32, np.int64])
def test_sums_of_words_and_columns(index):
    rng = np.random.default_rng(0)
    X = sp.random_array((50, 40), density=0.2, rng=rng, format="csr")
    labels = rng.integers(-1, 6, 40).astype(np.int32)
    sums = np.zeros((50, 6))
    _word_clusters.sum_columns(
        X.indptr.astype(index), X.indices.astype(index), X.data, labels, sums
    )
    one_hot = (labels[:, None] == np.arange(6)).astype(float)
    # Twenty numbers at most, added in another order.
    assert_allclose(sums, X @ one_hot, rtol=1e-14)
    W = X.T.tocsr()
    joint, clusters = np.ones((3, 50)), rng.integers(0, 3, 40).astype(np.int32)
    _word_clusters.add_words(
        W.indptr.astype(np.int64), W.indices.astype(np.int32), W.data, clusters, joint
    )
    assert_allclose(joint, 1 + np.eye(3)[:, clusters] @ W.toarray(), rtol=1e-14)


# ------------------------------------------------------------------ agglomeration


@pytest.mark.parametrize(
    ("n_rows", "max_active"), [(1, 3), (2, 5), (7, 7), (33, 1), (40, 5), (70, 64)]
)
def test_agglomerate_is_its_definition(instruction_set, n_rows, max_active):
    rng = np.random.default_rng(n_rows)
    joint = rng.dirichlet(np.ones(n_rows * 3)).reshape(n_rows, 3)
    joint[rng.random(joint.shape) < 0.2] = 0
    joint[:, 0] += 1e-6
    joint /= joint.sum()
    children = np.empty((n_rows - 1, 2), dtype=np.int64)
    costs = np.empty(n_rows - 1)
    _agglomeration.agglomerate(joint, max_active, children, costs)
    expected, prices = agglomerate(joint, max_active)
    assert_array_equal(children, expected)
    # F(a) + F(b) - F(a + b) of terms of order 0.1 to 1, each exact to 1e-16.
    assert_allclose(costs, prices, rtol=0, atol=1e-14)
    assert_allclose(costs.sum(), information(joint), rtol=0, atol=1e-13)


def test_merging_proportional_rows_costs_nothing(instruction_set):
    joint = np.outer(np.arange(1, 40), [0.2, 0.5, 0.3])
    joint /= joint.sum()
    costs = np.empty(38)
    _agglomeration.agglomerate(joint, 38, np.empty((38, 2), dtype=np.int64), costs)
    assert (costs >= 0).all()
    assert_allclose(costs, 0, atol=1e-15)  # rounding of terms of order 1

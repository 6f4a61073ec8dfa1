"""Clusters of documents: the theory, the data that users bring, and mistakes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.bottleneck import information, objective, partitions
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.pipeline import make_pipeline

from sklearn_info._kernels import _cpu
from sklearn_info.bottleneck import SequentialIB


def make_documents(seed=0, n=120, n_words=60, n_topics=3, length=30):
    """Counts of words, and the topic of each document."""
    rng = np.random.default_rng(seed)
    topics = rng.dirichlet(np.full(n_words, 0.2), n_topics)
    y = rng.integers(0, n_topics, n)
    X = rng.poisson(topics[y] * rng.gamma(4, length / 4, (n, 1)))
    X[X.sum(axis=1) == 0, 0] = 1
    return X, y


def joint_of(X, prior="uniform"):
    joint = X / X.sum(axis=1, keepdims=True) if prior == "uniform" else X
    return joint / joint.sum()


X, Y = make_documents()


# ---------------------------------------------------------------------- the theory


@pytest.mark.parametrize("prior", ["uniform", "mass"])
@pytest.mark.parametrize("beta", [np.inf, 8.0])
def test_information_is_that_of_the_labels(prior, beta):
    clusters = SequentialIB(5, prior=prior, beta=beta, random_state=0).fit(X)
    joint = joint_of(X, prior)
    path = clusters.objective_path_
    # The sums are updated some thousand times.
    assert_allclose(objective(joint, clusters.labels_, beta), path[-1], atol=1e-12)
    total = clusters.information_ + clusters.information_loss_
    assert_allclose(total, information(joint), rtol=1e-12)
    assert_allclose(
        clusters.information_, objective(joint, clusters.labels_), rtol=1e-12
    )
    assert clusters.information_ <= information(joint)
    assert len(path) == clusters.n_iter_ + 1


@given(st.integers(0, 10**6), st.sampled_from([np.inf, 20.0, 4.0]))
@settings(deadline=None, max_examples=20)
def test_objective_never_falls(seed, beta):
    table = np.random.default_rng(seed).gamma(0.3, 1, (40, 9))
    clusters = SequentialIB(4, beta=beta, n_init=1, random_state=seed).fit(table)
    assert (np.diff(clusters.objective_path_) >= -1e-14).all()  # rounding


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("beta", [np.inf, 6.0])
def test_finds_the_best_partition_of_a_small_table(seed, beta):
    table = np.random.default_rng(seed).dirichlet(np.full(4, 0.5), 7)
    found = SequentialIB(
        3, beta=beta, prior="mass", n_init=20, tol=0, random_state=0
    ).fit(table)
    numbers = (3,) if np.isinf(beta) else (1, 2, 3)
    best = max(
        objective(joint_of(table, "mass"), labels, beta)
        for k in numbers
        for labels in partitions(7, k)
    )
    assert_allclose(found.objective_path_[-1], best, atol=1e-12)


def test_no_merge_improves_the_result():
    """At this price; without one, merging always loses."""
    found = SequentialIB(8, beta=3.0, n_init=1, tol=0, random_state=0).fit(X)
    assert 1 < found.n_clusters_ < 8
    joint = joint_of(X)
    for i in range(found.n_clusters_):
        for j in range(i):
            labels = np.where(found.labels_ == i, j, found.labels_)
            labels = np.unique(labels, return_inverse=True)[1]
            assert objective(joint, labels, 3.0) <= found.objective_path_[-1]


@pytest.mark.parametrize("beta", [np.inf, 10.0])
def test_no_single_move_improves_the_result(beta):
    table = X[:40]
    found = SequentialIB(4, beta=beta, tol=0, n_init=2, random_state=0).fit(table)
    joint = joint_of(table)
    best = objective(joint, found.labels_, beta)
    for x in range(40):
        if np.isinf(beta) and (found.labels_ == found.labels_[x]).sum() == 1:
            continue
        for t in range(found.n_clusters_):
            labels = found.labels_.copy()
            labels[x] = t
            assert objective(joint, labels, beta) <= best + 1e-12


def test_finds_topics():
    found = SequentialIB(3, random_state=0).fit(X)
    assert adjusted_mutual_info_score(Y, found.labels_) > 0.95


def test_every_sample_by_itself_keeps_everything():
    found = SequentialIB(12, n_init=1, random_state=0).fit(X[:12])
    assert_allclose(found.information_loss_, 0, atol=1e-14)
    assert np.unique(found.labels_).size == 12


def test_one_cluster_keeps_nothing():
    found = SequentialIB(1, random_state=0).fit(X)
    assert_array_equal(found.labels_, 0)
    assert_allclose(found.information_, 0, atol=1e-14)
    assert_allclose(found.transform(X[:4]).shape, (4, 1))


def test_a_low_price_of_information_leaves_one_cluster():
    """I(T; Y) is no more than H(T)."""
    found = SequentialIB(4, beta=1.0, n_init=1, tol=0, random_state=0).fit(X)
    assert found.n_clusters_ == 1
    assert_allclose(found.objective_path_[-1], 0, atol=1e-14)


def test_uniform_prior_does_not_see_the_lengths_of_rows():
    factors = 2.0 ** np.random.default_rng(0).integers(-3, 4, (len(X), 1))
    one = SequentialIB(3, random_state=0).fit(X)
    other = SequentialIB(3, random_state=0).fit(X * factors)
    assert_array_equal(one.labels_, other.labels_)
    assert_allclose(one.information_, other.information_, rtol=1e-13)


def test_order_of_columns_does_not_matter():
    order = np.random.default_rng(0).permutation(X.shape[1])
    one = SequentialIB(3, random_state=0).fit(X)
    other = SequentialIB(3, random_state=0).fit(X[:, order])
    assert_array_equal(one.labels_, other.labels_)


def test_a_weight_counts_as_equal_rows():
    weights = np.random.default_rng(0).integers(1, 4, len(X))
    found = SequentialIB(3, random_state=0).fit(X, sample_weight=weights)
    repeated = joint_of(np.repeat(X, weights, axis=0))
    labels = np.repeat(found.labels_, weights)
    assert_allclose(found.information_, objective(repeated, labels), rtol=1e-12)


# ----------------------------------------------------------------- what users bring


def test_levels_agree_to_the_bit():
    results = []
    try:
        for level in _cpu.LEVELS:
            _cpu.set_level(level)
            found = SequentialIB(4, n_init=2, random_state=0).fit(X)
            results.append((found.labels_, found.n_iter_, found.transform(X)))
    finally:
        _cpu.set_level()
    for labels, n_iter, distances in results[1:]:
        assert_array_equal(labels, results[0][0])
        assert n_iter == results[0][1]
        assert_array_equal(distances, results[0][2])


def test_labels_of_known_rows_are_predicted_at_a_local_optimum():
    """A cluster that holds a row already is nearer than without it."""
    found = SequentialIB(5, tol=0, random_state=0).fit(X)
    assert_array_equal(found.predict(X), found.labels_)
    assert_allclose(found.score(X), found.information_, rtol=1e-12)


def test_new_documents():
    found = SequentialIB(3, random_state=0).fit(X[:80])
    labels = found.predict(X[80:])
    assert adjusted_mutual_info_score(Y[80:], labels) > 0.9
    assert_array_equal(found.transform(X[80:]).argmin(axis=1), labels)
    assert found.score(X[80:]) > 0.8 * objective(joint_of(X[80:]), Y[80:])


def test_words_that_were_not_seen_are_dropped():
    table = np.hstack([X[:, :40], np.zeros((len(X), 20), dtype=int)])
    table[table.sum(axis=1) == 0, 0] = 1
    found = SequentialIB(3, random_state=0).fit(table)
    with_new = table.copy()
    with_new[:, 40:] = X[:, 40:]
    assert_array_equal(found.predict(with_new), found.predict(table))
    assert_allclose(found.transform(with_new), found.transform(table), atol=1e-12)


@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_empty_documents_belong_to_the_heaviest_cluster(container):
    table = X.copy()
    table[[3, 50]] = 0
    found = SequentialIB(3, random_state=0).fit(container(table))
    kept = SequentialIB(3, random_state=0).fit(table[table.any(axis=1)])
    assert_array_equal(found.labels_[table.any(axis=1)], kept.labels_)
    heaviest = found.cluster_weights_.argmax()
    assert_array_equal(found.labels_[[3, 50]], heaviest)
    assert_array_equal(found.predict(container(np.zeros_like(X[:2]))), heaviest)
    assert_array_equal(found.transform(container(table))[[3, 50]], 0)
    assert found.score(container(np.zeros_like(X[:2]))) == 0


def test_rows_without_weight_are_labelled_as_new_ones():
    weights = np.ones(len(X))
    weights[::5] = 0
    found = SequentialIB(3, random_state=0).fit(X, sample_weight=weights)
    others = SequentialIB(3, random_state=0).fit(X[weights > 0])
    assert_array_equal(found.labels_[weights > 0], others.labels_)
    assert_array_equal(found.labels_[::5], others.predict(X[::5]))


def test_rows_of_hardly_any_weight_do_no_harm():
    """Below rounding, they belong anywhere, and the others where they did."""
    weights = np.where(np.arange(len(X)) % 3, 1.0, 1e-25)
    found = SequentialIB(3, tol=0, random_state=0).fit(X, sample_weight=weights)
    alone = SequentialIB(3, tol=0, random_state=0).fit(X[weights == 1])
    heavy = found.labels_[weights == 1]
    assert adjusted_mutual_info_score(alone.labels_, heavy) == pytest.approx(1)
    assert_allclose(found.information_, alone.information_, rtol=1e-12)


def test_min_margin_leaves_out_the_doubtful():
    found = SequentialIB(3, random_state=0, min_margin=2.0).fit(X)
    distances = np.sort(found.transform(X), axis=1)
    doubtful = distances[:, 1] - distances[:, 0] < 2.0
    assert 0 < doubtful.sum() < len(X)
    labels = found.predict(X)
    assert_array_equal(labels == -1, doubtful)
    assert (found.labels_ >= 0).all()
    assert_array_equal(found.predict(np.zeros((1, 60))), -1)


def test_duplicate_entries_are_summed():
    """Each count as one and the rest, side by side."""
    once = sp.csr_array(X)
    twice = sp.csr_array(
        (
            np.stack([once.data - 1, np.ones_like(once.data)], axis=1).ravel(),
            np.repeat(once.indices, 2),
            2 * once.indptr,
        ),
        shape=X.shape,
    )
    expected = SequentialIB(3, random_state=0).fit(X)
    found = SequentialIB(3, random_state=0).fit(twice)
    assert twice.nnz == 2 * once.nnz
    assert_array_equal(found.labels_, expected.labels_)


def test_pipeline_and_names():
    texts = ["ball goal ball", "goal team", "market price", "price price bank"] * 3
    pipeline = make_pipeline(CountVectorizer(), SequentialIB(2, random_state=0))
    labels = pipeline.fit_predict(texts)
    assert_array_equal(labels == labels[0], [True, True, False, False] * 3)
    assert_array_equal(pipeline.predict(["team goal", "bank market"]), labels[[0, 2]])
    names = pipeline.get_feature_names_out()
    assert_array_equal(names, ["sequentialib0", "sequentialib1"])


def test_verbose_tells_of_starts_and_sweeps(capsys):
    found = SequentialIB(3, n_init=2, random_state=0, verbose=2).fit(X)
    lines = capsys.readouterr().out.splitlines()
    assert "start 1 of 2, sweep 1" in lines[0]
    best = f"{found.objective_path_[-1]:.6f} nats after {found.n_iter_} sweeps"
    assert sum(best in line for line in lines) >= 1


# ------------------------------------------------------------------------- mistakes


def test_warns_when_it_has_not_converged():
    with pytest.warns(ConvergenceWarning, match="max_iter=1 sweeps. Increase"):
        SequentialIB(5, max_iter=1, tol=0, random_state=0).fit(X)


def test_warns_of_more_clusters_than_distinct_rows():
    with pytest.warns(ConvergenceWarning, match="only 2 of n_clusters=3 clusters"):
        SequentialIB(3, random_state=0).fit([[1, 0], [2, 0], [0, 1], [0, 3]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": -X}, "Negative values in data passed to SequentialIB"),
        ({"X": 0 * X}, "SequentialIB: X holds nothing but zeros"),
        ({"X": X[:2]}, "n_clusters=3 is more than the rows of X .*n_samples=2"),
        ({"X": np.where(X > 0, np.nan, 0)}, "NaN"),
        ({"sample_weight": np.zeros(len(X))}, "sample_weight is zero"),
        ({"sample_weight": np.ones(3)}, "one weight for each sample"),
        ({"beta": 0}, "'beta' parameter"),
        ({"beta": -1.0}, "'beta' parameter"),
        ({"beta": np.nan}, "'beta' parameter"),
        ({"n_clusters": 0}, "'n_clusters' parameter"),
        ({"prior": "flat"}, "'prior' parameter"),
    ],
)
def test_mistakes_are_named(change, message):
    data = {"X": X, "sample_weight": None}
    data |= {name: change[name] for name in data if name in change}
    parameters = {name: value for name, value in change.items() if name not in data}
    estimator = SequentialIB(**{"n_clusters": 3, **parameters})
    with pytest.raises(ValueError, match=message):
        estimator.fit(data["X"], sample_weight=data["sample_weight"])

"""InformationBottleneck: closed forms, optimality, invariants, degenerate input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
import tracemalloc
import warnings
from itertools import product

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.iterative_bottleneck import informations, sweep
from scipy.special import xlogy
from sklearn.exceptions import ConvergenceWarning
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline

from sklearn_info.bottleneck import InformationBottleneck

BITS = math.log(2)
# Sums of some dozens of logarithms.
ROUNDING = 1e-12
# Of hand-made tables: a row is a state of X, a column one of Y.
BINARY = np.array([[0.45, 0.05], [0.05, 0.45]])
DETERMINISTIC = np.array([[0.2, 0], [0.2, 0], [0, 0.35], [0, 0.25]])


def table(n_rows=4, n_columns=3, seed=0, concentration=0.5):
    size = n_rows * n_columns
    shares = np.random.default_rng(seed).dirichlet(np.full(size, concentration))
    shares = shares.reshape(n_rows, n_columns) + 1e-9
    return shares / shares.sum()


def fit(p, n_clusters, **options):
    """Of a joint distribution p(x, y)."""
    options = {"prior": "mass", "random_state": 0, **options}
    return InformationBottleneck(n_clusters, **options).fit(p)


# Closed forms


@pytest.mark.parametrize(
    ("a", "beta", "rate", "information"),
    [
        # Mrs Gerber's lemma (Wyner & Ziv 1973): the two clusters are X through a
        # channel that flips it with probability a; in bits.
        (0.01, 2.720506253094063, 0.9192068641040888, 0.5061462763004794),
        (0.05, 2.027526616463424, 0.7136030428840437, 0.41576118835714404),
        (0.1, 1.811280554706391, 0.5310044064107188, 0.31992295427172013),
        (0.2, 1.6567113254157078, 0.2780719051126377, 0.17325362750738216),
        (0.3, 1.5967609813020744, 0.1187091007693073, 0.07518129502696991),
        (0.4, 1.5702390509381037, 0.02904940554533142, 0.018546104966346344),
    ],
)
def test_a_symmetric_pair_of_bits(a, beta, rate, information):
    found = fit(BINARY, 2, beta=beta, tol=1e-14)
    # The objective is flat there: its tolerance is the square of these.
    assert_allclose(found.rate_ / BITS, rate, atol=2e-6)
    assert_allclose(found.information_ / BITS, information, atol=2e-6)
    objective = (rate - beta * information) * BITS
    assert_allclose(found.objective_, objective, atol=1e-11)
    flips = np.sort(found.predict_proba(BINARY), axis=1)[:, 0]
    assert_allclose(flips, a, atol=1e-5)


@pytest.mark.parametrize("beta", [0, 0.5, 1.0, 1.5])
def test_below_the_critical_beta_one_cluster_is_best(beta):
    with pytest.warns(UserWarning, match=r"above 1\.56.* more clusters are better"):
        found = fit(BINARY, 2, beta=beta)
    assert found.n_effective_clusters_ == 1
    assert found.objective_ == found.rate_ == 0
    assert found.information_ == pytest.approx(0, abs=ROUNDING)
    assert_array_equal(found.predict(BINARY), [0, 0])


@pytest.mark.parametrize("beta", [1.1, 2.0, 10.0])
def test_where_y_is_a_function_every_beta_gives_the_same_corner(beta):
    found = fit(DETERMINISTIC, 4, beta=beta)
    assert found.n_effective_clusters_ == 2
    assert_allclose([found.rate_, found.information_], 0.9709505944546686 * BITS)


@pytest.mark.parametrize("beta", [0.2, 0.6, 1.0, 1.2, 3.0])
def test_the_squared_objective_finds_every_part_of_that_line(beta):
    """I^2 - beta I is least at beta / 2, or at the end of the line, H(Y)."""
    found = fit(DETERMINISTIC, 2, beta=beta, objective="squared", tol=1e-12)
    expected = min(beta / 2, 0.9709505944546686 * BITS)
    # A table of zeros: KL is infinite but for what is spread.
    assert_allclose([found.rate_, found.information_], expected, atol=1e-5)
    assert found.objective_ == pytest.approx(expected**2 - beta * expected, abs=1e-9)


def test_by_default_half_of_that_line():
    found = fit(DETERMINISTIC, 2, objective="squared")
    assert_allclose(found.information_, 0.9709505944546686 * BITS / 2, rtol=1e-3)
    new = found.predict_proba(DETERMINISTIC)
    rate, information = informations(DETERMINISTIC, new)
    # The encoder of new rows is the one that was found.
    assert_allclose([rate, information], [found.rate_, found.information_], rtol=1e-3)


# Optima


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("beta", [1.5, 3.0, 10.0, math.inf])
@pytest.mark.parametrize("n_clusters", [2, 3])
def test_hard_clusters_are_the_best_of_all_partitions(seed, beta, n_clusters):
    p = table(6, 4, seed, 1.0)
    objectives = []
    for labels in product(range(n_clusters), repeat=len(p) - 1):
        rate, information = informations(p, np.eye(n_clusters)[[0, *labels]])
        objectives.append(
            -information if math.isinf(beta) else rate - beta * information
        )
    with np.errstate(all="ignore"):
        found = quietly(fit, p, n_clusters, beta=beta, alpha=0, n_init=20)
    assert_allclose(found.objective_, min(objectives), atol=ROUNDING)
    assert set(found.predict_proba(p).ravel()) <= {0, 1}


def quietly(function, *args, **kwargs):
    """Without the warning that one cluster is best, where it is."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "InformationBottleneck: at beta", UserWarning)
        return function(*args, **kwargs)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("beta", [3.0, 10.0, 100.0])
def test_no_random_start_of_plain_sweeps_is_better(seed, beta):
    p = table(seed=seed)
    rng = np.random.default_rng(seed)
    best = 0.0
    for _ in range(30):
        q = rng.dirichlet(np.ones(4), size=4)
        for _ in range(300):
            q = sweep(p, q, beta)
        rate, information = informations(p, q)
        best = min(best, rate - beta * information)
    found = quietly(fit, p, 4, beta=beta, n_init=20)
    # The last sweep gains less than tol times beta.
    assert found.objective_ <= best + 1e-9 * beta


def planted(n_rows=60, n_columns=40, n_clusters=4):
    rng = np.random.default_rng(0)
    kinds = rng.dirichlet(np.full(n_columns, 0.3), n_clusters)
    return np.stack([rng.multinomial(40, kinds[i % n_clusters]) for i in range(n_rows)])


@pytest.mark.parametrize("beta", [1.8, 2.2, 3.0, 6.0])
def test_soft_clusters_are_never_worse_than_hard_ones(beta):
    X = planted()
    options = {"beta": beta, "n_init": 1, "random_state": 0}
    for seed in range(3):
        options["random_state"] = seed
        hard = quietly(InformationBottleneck(8, alpha=0, **options).fit, X)
        soft = quietly(InformationBottleneck(8, **options).fit, X)
        assert soft.objective_ <= hard.objective_ + 1e-9


def test_no_merge_of_hard_clusters_is_better():
    """Each row alone would stay; the pairs are compared by definition."""
    X = planted()
    p = X / X.sum(axis=1, keepdims=True) / len(X)
    for beta in (2.5, 4.0):
        found = quietly(
            InformationBottleneck(12, beta=beta, alpha=0, n_init=1, random_state=0).fit,
            X,
        )
        for s in range(found.n_clusters_):
            for t in range(s):
                merged = np.where(found.labels_ == s, t, found.labels_)
                rate, information = informations(p, np.eye(12)[merged])
                assert rate - beta * information >= found.objective_ - 1e-12


@pytest.mark.parametrize("init", ["sequential", "annealing", "random"])
@pytest.mark.parametrize("alpha", [1.0, 0.5])
def test_the_result_is_a_fixed_point_of_the_definition(init, alpha):
    p = table(8, 5, 1, 1.0)
    found = fit(p, 3, beta=8.0, alpha=alpha, init=init, tol=1e-13)
    q = found.predict_proba(p)
    # Moves of a probability are below the root of the tolerance.
    assert_allclose(sweep(p, q, 8.0, alpha), q, atol=1e-5)
    rate, information = informations(p, q)
    assert_allclose([found.rate_, found.information_], [rate, information], atol=1e-5)


# Invariants


@given(seed=st.integers(0, 10**6), beta=st.floats(1, 100))
@settings(deadline=None, max_examples=25)
def test_information_inequalities(seed, beta):
    p = table(5, 4, seed)
    found = quietly(fit, p, 3, beta=beta, n_init=2)
    entropy = -xlogy(found.cluster_weights_, found.cluster_weights_).sum()
    total = found.information_ + found.information_loss_
    assert found.information_ <= found.rate_ + ROUNDING
    assert found.information_ <= total + ROUNDING
    assert found.rate_ <= entropy + ROUNDING
    assert found.objective_ <= ROUNDING
    assert_allclose(
        found.objective_, found.rate_ - beta * found.information_, atol=1e-9
    )


def test_the_order_of_rows_and_columns_does_not_matter():
    p = table(6, 4, 3)
    rng = np.random.default_rng(0)
    other = p[rng.permutation(6)][:, rng.permutation(4)]
    expected = fit(p, 3, beta=6.0, n_init=20)
    found = fit(other, 3, beta=6.0, n_init=20)
    assert_allclose(found.objective_, expected.objective_, atol=1e-8)


def test_rows_of_equal_distributions_are_one():
    p = table(4, 3, 1)
    split = np.vstack([p[:1] * 0.3, p[:1] * 0.7, p[1:]])
    expected = fit(p, 3, beta=6.0, n_init=20)
    found = fit(split, 3, beta=6.0, n_init=20)
    assert_allclose(found.information_, expected.information_, atol=1e-5)
    q = found.predict_proba(split)
    assert_allclose(q[0], q[1], atol=1e-12)
    assert_allclose(found.rate_, expected.rate_, atol=1e-5)


def test_weights_are_repetitions_of_rows():
    """Of two kinds of rows: equal rows hold each other in place between others."""
    rng = np.random.default_rng(0)
    X = rng.poisson(1 + 4.0 * (np.arange(8)[:, None] % 2 == np.arange(6) % 2))
    weights = np.array([1, 2, 0, 1, 3, 1, 0, 2])
    options = {"beta": 8.0, "n_init": 20, "random_state": 0}
    weighted = InformationBottleneck(2, **options).fit(X, sample_weight=weights)
    repeated = InformationBottleneck(2, **options).fit(np.repeat(X, weights, axis=0))
    assert_allclose(weighted.objective_, repeated.objective_, atol=1e-8)
    assert weighted.labels_.shape == (8,)


def test_a_larger_beta_keeps_more_and_by_a_slope_between():
    """Along the optima dI(X; T) / dI(T; Y) is beta; between two, it is between."""
    p = table(5, 4, 7, 1.0)
    betas = np.array([3.0, 4.0, 6.0, 10.0, 20.0])
    found = [quietly(fit, p, 5, beta=b, n_init=20, tol=1e-12) for b in betas]
    rate = np.array([f.rate_ for f in found])
    information = np.array([f.information_ for f in found])
    moved = np.diff(information) > 1e-6
    assert moved.any()
    slope = np.diff(rate)[moved] / np.diff(information)[moved]
    assert (slope >= betas[:-1][moved] - 1e-6).all()
    assert (slope <= betas[1:][moved] + 1e-6).all()


def test_alpha_between_is_between():
    p = table(8, 5, 1, 1.0)
    noises = []
    for alpha in (1.0, 0.5, 0.1, 0.0):
        found = fit(p, 3, beta=5.0, alpha=alpha, n_init=10)
        entropy = -xlogy(found.cluster_weights_, found.cluster_weights_).sum()
        noises.append(entropy - found.rate_)
    assert (np.diff(noises) <= 1e-9).all()
    assert noises[-1] == pytest.approx(0, abs=ROUNDING)


def test_clusters_that_come_out_equal_are_one():
    """Four clusters of two kinds of rows."""
    p = np.repeat(BINARY, 3, axis=0) / 3
    found = fit(p, 4, beta=5.0)
    assert found.n_effective_clusters_ == found.n_clusters_ == 2
    assert found.transform(p).shape == (6, 2)


# Other rows, other containers


def test_new_rows():
    X = np.random.default_rng(0).poisson(3.0, (30, 6))
    X[:, 5] = 0
    found = InformationBottleneck(3, beta=20.0, random_state=0).fit(X)
    new = np.array([[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 9], [5, 1, 0, 0, 0, 9]])
    proba = found.predict_proba(new)
    # Nothing known: the weights of the clusters.
    assert_allclose(proba[:2], np.tile(found.cluster_weights_, (2, 1)))
    # A word that did not occur in fit is dropped.
    assert_allclose(proba[2:], found.predict_proba([[5, 1, 0, 0, 0, 0]]))
    assert_array_equal(found.predict(new), proba.argmax(axis=1))
    assert_allclose(found.transform(X), found.predict_proba(X))
    assert_array_equal(found.labels_, found.predict_proba(X).argmax(axis=1))


def test_a_word_that_no_cluster_has_rules_none_out():
    """Disjoint clusters and a row with words of both: a choice, and no NaN."""
    X = np.array([[3, 1, 0, 0], [2, 2, 0, 0], [0, 0, 1, 4], [0, 0, 2, 2]])
    for options in ({"beta": 50.0}, {"beta": math.inf}, {"beta": 5.0, "alpha": 0}):
        found = InformationBottleneck(2, random_state=0, **options).fit(X)
        proba = found.predict_proba([[3, 0, 1, 0], [0, 1, 2, 2]])
        assert_allclose(proba.sum(axis=1), 1)
        labels = proba.argmax(axis=1)
        assert_array_equal(labels, found.labels_[[0, 2]])


def test_score_is_the_information_of_the_encoder():
    X = np.random.default_rng(0).poisson(3.0, (30, 6))
    found = InformationBottleneck(3, beta=20.0, random_state=0).fit(X)
    assert found.score(X) == pytest.approx(found.information_, abs=1e-5)
    p = X / X.sum(axis=1, keepdims=True) / 30
    _, information = informations(p, found.predict_proba(X))
    assert found.score(X) == pytest.approx(information, abs=ROUNDING)
    weights = np.arange(30) % 3
    repeated = found.score(np.repeat(X, weights, axis=0))
    assert found.score(X, sample_weight=weights) == pytest.approx(repeated)


@pytest.mark.parametrize("options", [{}, {"alpha": 0}, {"init": "annealing"}])
def test_threads_and_containers_change_nothing(options):
    X = np.random.default_rng(0).poisson(1.0, (40, 12))
    options = {"n_clusters": 3, "beta": 20.0, "random_state": 0, **options}
    expected = InformationBottleneck(**options).fit(X)
    sparse = sp.csr_matrix(X)
    sparse.indices = sparse.indices.astype(np.int64)
    for other, n_jobs in ((X, 2), (sp.csr_array(X), 1), (sparse, 1)):
        found = InformationBottleneck(**options, n_jobs=n_jobs).fit(other)
        assert_array_equal(found.labels_, expected.labels_)
        assert_allclose(found.objective_, expected.objective_, rtol=1e-12)


@pytest.mark.parametrize("options", [{}, {"alpha": 0}, {"init": "annealing"}])
def test_sparse_counts_are_never_a_dense_table(options):
    X = sp.random_array((1000, 4000), density=0.005, random_state=0, format="csr")
    clusters = InformationBottleneck(5, beta=4.0, n_init=1, max_iter=20, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        tracemalloc.start()
        quietly(clusters.fit, X)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The table would be 32 MB. X takes 0.24, a table of p(t|x), of eight clusters,
    # 0.064, and one of p(t, y) 0.26; there are a dozen of these.
    assert peak < 8e6


def test_explicit_zeros_and_duplicates_of_sparse_matrices():
    X = np.array([[3.0, 1, 0], [1, 2, 0], [0, 1, 4], [0, 2, 3]])
    split = sp.csr_array(
        (
            np.array([1.0, 2, 1, 0, 1, 2, 1, 4, 2, 3]),
            np.array([0, 0, 1, 2, 0, 1, 1, 2, 1, 2]),
            np.array([0, 4, 6, 8, 10]),
        ),
        shape=X.shape,
    )
    expected = InformationBottleneck(2, beta=5.0, random_state=0).fit(X)
    found = InformationBottleneck(2, beta=5.0, random_state=0).fit(split)
    assert_allclose(found.predict_proba(X), expected.predict_proba(X), atol=1e-9)


def test_in_a_pipeline_with_frames():
    rng = np.random.default_rng(0)
    y = np.arange(60) % 2
    X = pd.DataFrame(rng.poisson(1 + 4 * (np.arange(4) % 2 == y[:, None])))
    X.columns = list("abcd")
    clusters = InformationBottleneck(2, beta=20.0, random_state=0)
    clusters.set_output(transform="pandas")
    assert make_pipeline(clusters, GaussianNB()).fit(X, y).score(X, y) > 0.9
    names = ["informationbottleneck0", "informationbottleneck1"]
    assert list(clusters.transform(X)) == names


# What is reported


def test_too_few_sweeps():
    with pytest.warns(ConvergenceWarning, match="after max_iter=3 sweeps"):
        found = fit(BINARY, 2, beta=1.58, max_iter=3, init="random")
    assert found.n_iter_ == found.objective_path_.size == 3


def test_verbose_tells_of_each_start(capsys):
    fit(BINARY, 2, beta=3.0, n_init=3, verbose=1)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        f"[InformationBottleneck] start {i} of 3" for i in (1, 2, 3)
    ]


def test_one_sample_and_one_cluster():
    one = InformationBottleneck(1, random_state=0).fit([[1, 2]])
    assert one.labels_.tolist() == [0]
    assert one.information_ == pytest.approx(0, abs=ROUNDING)
    one = InformationBottleneck(1, beta=5.0).fit(table())
    assert one.n_effective_clusters_ == 1
    assert_array_equal(one.predict_proba(table()), np.ones((4, 1)))


def test_rows_that_do_not_differ():
    """There is no information to keep: no warning that beta is small."""
    found = InformationBottleneck(2, random_state=0).fit(np.ones((5, 3)))
    assert found.n_effective_clusters_ == 1
    assert found.information_ == pytest.approx(0, abs=ROUNDING)


@pytest.mark.parametrize(
    ("options", "X", "message"),
    [
        ({"beta": -1.0}, BINARY, "beta"),
        ({"beta": math.nan}, BINARY, "beta"),
        ({"alpha": 1.5}, BINARY, "alpha"),
        ({"init": "k-means++"}, BINARY, "init"),
        ({"objective": "squared", "alpha": 0.5}, BINARY, "squared.*alpha=1"),
        ({"objective": "squared", "beta": math.inf}, BINARY, "a finite beta"),
        ({"n_clusters": 3}, BINARY, "n_clusters=3 is more than the rows"),
        ({}, -BINARY, "Negative values in data passed to InformationBottleneck"),
        ({}, np.zeros((3, 2)), "nothing but zeros"),
        ({}, [[1, math.nan], [1, 1]], "NaN"),
        ({}, [[1, math.inf], [1, 1]], "infinity"),
    ],
)
def test_bad_input(options, X, message):
    with pytest.raises(ValueError, match=message):
        InformationBottleneck(**{"n_clusters": 2, **options}).fit(X)

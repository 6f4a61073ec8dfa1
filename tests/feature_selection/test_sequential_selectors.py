"""The greedy selectors against definitions: values, ties and rare meetings."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import itertools
import re
from inspect import signature

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from references.information import mutual_information
from references.selection import paths_equal, scores_along
from sklearn.base import clone
from sklearn.datasets import make_classification

from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    MIFeatureSelector,
    SequentialMISelector,
)
from sklearn_info.feature_selection._criteria import CRITERIA

# A few terms, each a sum over some hundred cells of rounding 1e-15.
EXACT = {"rtol": 0, "atol": 1e-12}
SPARSE = [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]


# ------------------------------------------------------------------------ values


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_fit_follows_the_definition(codes, criterion):
    X, y = codes
    selector = SequentialMISelector(criterion, k=5, discrete_features=True).fit(X, y)
    table = scores_along(criterion, X, y.tolist(), selector.ranking_.tolist())
    chosen = table[np.arange(5), selector.ranking_]
    assert_allclose(selector.selection_scores_, chosen, **EXACT)
    assert_allclose(chosen, table.max(axis=1), **EXACT)
    own = [mutual_information(x, y.tolist()) for x in X.T.tolist()]
    assert_allclose(selector.scores_, own, **EXACT)
    assert selector.scores_[2] == 0  # a constant, exactly


@pytest.mark.parametrize(
    ("named", "options"),
    [
        (MRMR, {}),
        (MRMR, {"form": "quotient"}),
        (MRMR, {"redundancy": "normalized"}),
        (JMI, {}),
        (CMIM, {}),
    ],
)
def test_named_selectors_are_the_general_one(codes, named, options):
    X, y = codes
    own = named(k=6, discrete_features=True, **options).fit(X, y)
    name = named.__name__.lower()
    general = SequentialMISelector(name, k=6, discrete_features=True, **options)
    assert paths_equal(own, general.fit(X, y))


@pytest.mark.parametrize("container", SPARSE)
@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmim", "cmi", "relax_mrmr"])
def test_sparse_words_are_their_presence(words, container, criterion):
    X, y = words
    dense = SequentialMISelector(criterion, k=12, discrete_features=True)
    sparse = SequentialMISelector(criterion, k=12).fit(container(X), y)
    assert paths_equal(dense.fit((X > 0).astype(int), y), sparse)
    kept = sparse.transform(container(X))
    assert kept.format == container(X).format
    assert_array_equal(kept.toarray(), X[:, sparse.get_support()])


def test_levels_of_sparse_counts(words):
    X, y = words
    dense = JMI(k=10, discrete_features=True).fit(np.minimum(X, 2), y)
    sparse = JMI(k=10, levels="counts").fit(sp.csr_array(X), y)
    assert paths_equal(dense, sparse)


def test_relevance_is_that_of_the_selector_of_single_features(codes):
    X, y = codes
    for estimator in ("plugin", "miller_madow", "grassberger", "jackknife"):
        own = JMI(k=2, estimator=estimator, discrete_features=True).fit(X, y)
        single = MIFeatureSelector(k=2, estimator=estimator, discrete_features=True)
        assert_allclose(own.scores_, single.fit(X, y).scores_, **EXACT)


def test_a_parity_is_found_by_joint_information_only():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 2, (2000, 30))
    X[:, 11], X[:, 23] = np.tile([0, 0, 1, 1], 500), np.tile([0, 1, 0, 1], 500)
    y = X[:, 11] ^ X[:, 23]  # of which neither tells anything by itself
    selector = JMI(k=2, start=[11], discrete_features=True).fit(X, y)
    assert selector.ranking_.tolist() == [11, 23]
    assert MRMR(k=2, start=[11], discrete_features=True).fit(X, y).ranking_[1] != 23


def test_jmi_finds_the_relevant_columns_of_madelon():
    X, y = make_classification(
        n_samples=2600,
        n_features=500,
        n_informative=5,
        n_redundant=15,
        n_clusters_per_class=16,
        hypercube=True,
        class_sep=2.0,
        flip_y=0.01,
        shuffle=False,
        random_state=0,
    )
    selector = JMI(k=20, n_bins=5).fit(X, y)
    assert set(selector.ranking_) == set(range(20))


@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmim", "cmi"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_threads_change_nothing(codes, four_processors, criterion, order):
    X, y = codes
    X = np.asarray(X, order=order)
    selector = SequentialMISelector(criterion, k=6, discrete_features=True)
    alone = clone(selector).fit(X, y)
    assert paths_equal(alone, selector.set_params(n_jobs=4).fit(X, y))


# ------------------------------------------------------------------- rare meetings


@pytest.mark.parametrize("levels", ["counts", "quantiles"])
def test_levels_of_which_only_the_first_occurs(words, levels):
    X = sp.csr_array((words[0] > 0).astype(float))
    own = JMI(k=6, levels=levels).fit(X, words[1])
    plain = JMI(k=6).fit(X, words[1])
    assert_array_equal(own.ranking_, plain.ranking_)
    assert_array_equal(own.scores_, plain.scores_)


@pytest.mark.parametrize("levels", ["presence", "counts", "quantiles"])
def test_a_sparse_table_of_nothing(levels):
    own = JMI(k=2, levels=levels).fit(sp.csr_array((40, 6)), np.arange(40) % 2)
    assert own.ranking_.tolist() == [0, 1]
    assert not own.scores_.any()


@pytest.mark.parametrize("weighted", [False, True])
def test_sparse_words_of_several_labels(weighted):
    rng = np.random.default_rng(0)
    X, Y = rng.random((300, 50)) < 0.2, rng.integers(0, 2, (300, 3))
    weights = rng.integers(1, 4, 300) if weighted else None
    dense = JMI(k=10, discrete_features=True).fit(X.astype(int), Y, weights)
    own = JMI(k=10).fit(sp.csr_array(X.astype(int)), Y, weights)
    assert paths_equal(own, dense)


def test_a_quotient_of_nothing_by_nothing_is_not_the_best():
    """Of a column that is independent of all, to the last digit but for rounding."""
    G = np.array(list(itertools.product(range(3), repeat=3)))
    y = G[:, 0]
    s = np.where(G[:, 1] == 0, 0, y)
    x = np.where(G[:, 1] <= 1, 0, s)
    x = np.where((G[:, 1] == 2) & (y == 0), 1, x)
    X = np.column_stack([s, x, G[:, 2]])
    own = MRMR(k=3, form="quotient", discrete_features=True).fit(X, y)
    assert own.ranking_.tolist() == [0, 1, 2]


@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_scores_that_are_equal_but_for_rounding_go_by_the_index(container):
    """Of few rows many are, such as by 4 log 4 = 8 log 2: as MIFeatureSelector has it.

    Nor do the names of levels and the order of rows matter, by which sums differ.
    """
    for seed in range(60):
        rng = np.random.default_rng(seed)
        X, y = rng.integers(0, 2 + seed % 2, (8 + seed % 9, 9)), np.arange(8 + seed % 9)
        y = rng.permutation(y) % 2
        options = {"k": 9, "discrete_features": True}
        expected = MIFeatureSelector(**options).fit(container(X), y).ranking_
        own = SequentialMISelector("mim", **options).fit(container(X), y).ranking_
        assert own.tolist() == expected.tolist()


@pytest.mark.parametrize("criterion", ["cmim", "icap", "jmim", "mrmr", "jmi"])
def test_equal_scores_of_weighted_rows_do_not_depend_on_their_order(criterion):
    rng = np.random.default_rng(23)
    X, y = rng.integers(0, 3, (60, 4)), rng.integers(0, 2, 60)
    X, weights = np.column_stack([X, X[:, ::-1]]), rng.random(60)
    selector = SequentialMISelector(criterion, k=8, discrete_features=True)
    expected = selector.fit(X, y, weights).ranking_.tolist()
    for _ in range(20):
        rows = rng.permutation(60)
        found = selector.fit(2 - X[rows], y[rows], weights[rows]).ranking_.tolist()
        assert found == expected


@pytest.mark.parametrize(
    "option",
    [{"estimator": "jackknife"}, {"measure": "neighbors"}],
)
def test_a_quotient_by_what_may_be_0_or_less_is_refused(option):
    X, y = np.random.default_rng(0).integers(0, 3, (60, 4)), np.arange(60) % 2
    for redundancy in ("mean", "max"):
        selector = MRMR(k=3, form="quotient", redundancy=redundancy, **option)
        with pytest.raises(ValueError, match="MRMR: form='quotient' divides by"):
            selector.fit(X, y)


@pytest.mark.parametrize(
    "options", [{"form": "quotient"}, {"redundancy": "normalized"}, {}]
)
def test_a_constant_tells_nothing_whatever_the_weights(options):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 200)
    s = np.where(rng.random(200) < 0.1, 1 - y, y)
    X = np.column_stack([np.full(200, 7), s, np.where(rng.random(200) < 0.1, 1 - s, s)])
    path = (
        MRMR(k=3, discrete_features=True, **options)
        .fit(X, y, rng.random(200))
        .selection_path_
    )
    constant = path[path["feature"] == 0]
    assert abs(constant["relevance"].item()) < 1e-12
    assert abs(constant["score"].item()) < 1e-12


@pytest.mark.parametrize("estimator", ["miller_madow", "grassberger", "jackknife"])
@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_constants_tell_nothing_of_each_other_either(estimator, container):
    """Of Grassberger's estimate the entropy of what is sure is not 0."""
    rng = np.random.default_rng(0)
    y, X = rng.integers(0, 3, 41), rng.integers(0, 2, (41, 5))
    X[:, 1:4] = 1
    options = {"discrete_features": True, "estimator": estimator, "k": "all"}
    for criterion in ("mrmr", "jmi", "jmim", "cmim", "cmi", "condred"):
        selector = SequentialMISelector(criterion, start=[1, 2], **options)
        path = selector.fit(container(X), y).selection_path_
        constant = path[path["feature"] == 3]
        assert constant["relevance"].item() == 0.0
        assert constant["redundancy"].item() == 0.0
        first = path[2]  # which has met nothing but constants
        assert abs(first["redundancy"]) < 1e-12
        if criterion in ("mrmr", "jmim", "cmim", "cmi", "condred"):
            assert_allclose(first["score"], first["relevance"], **EXACT)


@pytest.mark.parametrize("named", [MRMR, JMI, CMIM])
def test_all_of_a_named_selector_is_described(named):
    general = SequentialMISelector.__doc__
    for name in signature(named).parameters:
        assert f"\n    {name} : " in named.__doc__
        assert name in general or name in ("form", "redundancy")
    attributes = general.partition("Attributes\n")[2].partition("See Also")[0]
    for line in re.findall(r"^    \w+_ : .*$", attributes, re.MULTILINE):
        assert line in named.__doc__
    assert "See :class:" not in named.__doc__

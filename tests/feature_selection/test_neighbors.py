"""Selection by nearest neighbours: scikit-learn's values, definitions, atoms, kinds."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.neighbor_information import NeighborTerms, information, standardized
from references.neighbors import ross
from references.selection import score
from sklearn.feature_selection import (
    SelectKBest,
    mutual_info_classif,
    mutual_info_regression,
)

from sklearn_info.datasets import make_channel
from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    MIFeatureSelector,
    SequentialMISelector,
    _neighbor_pairs,
)
from sklearn_info.feature_selection._criteria import CRITERIA, make_criterion
from sklearn_info.feature_selection._greedy_search import GreedySearch
from sklearn_info.feature_selection._neighbor_pairs import NeighborTable
from sklearn_info.feature_selection._selection_path import Walk
from sklearn_info.measures import mutual_information
from sklearn_info.preprocessing import TableEncoder
from sklearn_info.utils import Target

# Means of some hundred digammas.
EXACT = {"rtol": 0, "atol": 1e-11}
# Scikit-learn's noise of 1e-10 of the scale changes no count where no two distances
# are as near as that, and then the values differ by the rounding of sums.
AS_SCIKIT_LEARN = {"rtol": 0, "atol": 1e-9}
WORKING = [
    name
    for name, build in CRITERIA.items()
    if not (build({}).normalized or build({}).three_way)
]


def walk(search, n, **options):
    """Let a search select n features."""
    return Walk([search], {}, **options).to(n)


def mixed_table(n_samples, seed=0):
    """Six columns of numbers without ties, and two of codes; classes and numbers."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_samples, 8))
    X[:, 1] += X[:, 0]
    X[:, 2] = np.exp(X[:, 2])
    X[:, 6] = rng.integers(0, 3, n_samples)
    X[:, 7] = X[:, 3] > 0
    y = X[:, 0] + X[:, 2] * X[:, 3] + X[:, 6] + rng.normal(size=n_samples)
    return X, np.digitize(y, np.quantile(y, [0.3, 0.7])), y


def columns_of(X, y):
    """Columns by kind: reals in units of their deviation, and codes."""
    columns = [c.astype(int) if (c % 1 == 0).all() else c for c in X.T]
    return standardized(columns), standardized([y])[0]


# ---------------------------------------------------------- scikit-learn's values


@pytest.mark.parametrize("n_neighbors", [1, 3, 10])
@pytest.mark.parametrize("regression", [False, True])
def test_scores_are_those_of_scikit_learn(n_neighbors, regression):
    X, classes, numbers = mixed_table(400)
    y = numbers if regression else classes
    peer = mutual_info_regression if regression else mutual_info_classif
    expected = peer(
        X, y, discrete_features=[6, 7], n_neighbors=n_neighbors, random_state=0
    )
    selector = MIFeatureSelector(k=3, measure="neighbors", n_neighbors=n_neighbors)
    assert_allclose(selector.fit(X, y).scores_, expected, **AS_SCIKIT_LEARN)
    best = SelectKBest(lambda X, y: expected, k=3).fit(X, y)
    assert_array_equal(selector.get_support(), best.get_support())
    asked = selector.set_params(discrete_features=[6, 7]).fit(X, y)
    assert_allclose(asked.scores_, expected, **AS_SCIKIT_LEARN)


def test_small_classes():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(80, 4)), np.repeat([0, 1, 2], [1, 29, 50])
    expected = mutual_info_classif(X, y, n_neighbors=8, random_state=0)
    selector = MIFeatureSelector(k=1, measure="neighbors", n_neighbors=8)
    assert_allclose(selector.fit(X, y).scores_, expected, **AS_SCIKIT_LEARN)
    # In classes of fewer than 2 k scikit-learn rounds squares, and counts by chance.
    y = np.repeat([0, 1, 2, 3], [1, 2, 7, 70])
    expected = [max(0.0, ross(x, y, 8)) for x in X.T]
    assert_allclose(selector.fit(X, y).scores_, expected, **EXACT)


def test_offsets_constants_and_seeds_change_nothing():
    """Three reports against the noise: values fall with an offset, a constant scores
    more than 0, and a seed decides."""
    X, y, _ = mixed_table(500)
    selector = MIFeatureSelector(k=2, measure="neighbors", discrete_features=False)
    expected = selector.fit(X, y).scores_
    moved = X.copy()
    moved[:, :6] = (X[:, :6] * 2.0**20).round() / 2.0**20 + 2.0**30  # exact sums
    base = selector.fit((X * 2.0**20).round() / 2.0**20, y).scores_
    assert_array_equal(selector.fit(moved, y).scores_[:6], base[:6])
    X[:, 5] = 1e10
    for seed in range(3):
        np.random.seed(seed)  # noqa: NPY002, it is what others draw noise from
        scores = selector.fit(X, y).scores_
        assert scores[5] == 0
        assert_array_equal(scores[:5], expected[:5])


# -------------------------------------------------------------------- greedy selection


@pytest.mark.parametrize("regression", [False, True])
@pytest.mark.parametrize("criterion", WORKING)
def test_a_fit_follows_the_definition(criterion, regression):
    X, classes, numbers = mixed_table(80)
    y = numbers if regression else classes
    columns, target = columns_of(X, y)
    k = 2 if criterion == "cmi" else 3  # pairs only: blocks have a test of their own
    selector = SequentialMISelector(criterion, k=k, measure="neighbors").fit(X, y)
    for step, chosen in enumerate(selector.ranking_):
        selected = [columns[s] for s in selector.ranking_[:step]]
        if criterion == "cmi" and selected:
            terms = [NeighborTerms(c, target, selected[0]) for c in columns]
            scores = [one.conditional_relevance for one in terms]
        else:
            scores = [
                score(criterion, c, target, selected, terms_of=NeighborTerms)
                for c in columns
            ]
        candidates = np.setdiff1d(np.arange(8), selector.ranking_[:step])
        assert_allclose(selector.selection_scores_[step], scores[chosen], **EXACT)
        best = max(scores[j] for j in candidates)
        assert_allclose(scores[chosen], best, **EXACT)


def test_blocks_are_those_of_the_measure():
    """I(X; Y | S1, S2), of numbers with classes and with numbers."""
    X, classes, numbers = mixed_table(150)
    table = np.column_stack(columns_of(X[:, :6], classes)[0])
    for y, name in ((classes, "ross"), (standardized([numbers])[0], "ksg")):
        selector = SequentialMISelector("cmi", k=3, start=[0, 3], measure="neighbors")
        selector.fit(X[:, :6], y if name == "ross" else numbers)
        expected = [
            mutual_information(x, y, given=table[:, [0, 3]], estimator=name)
            for x in table.T[[1, 2, 4, 5]]
        ]
        assert_allclose(selector.selection_scores_[2], max(expected), **EXACT)


def test_pairs_of_every_kind():
    X, classes, numbers = mixed_table(60, seed=3)
    for y in (classes, numbers):
        columns, target = columns_of(X, y)
        chosen = JMI(k=8, measure="neighbors").fit(X, y).ranking_
        for s in (0, 6):  # given numbers, and given codes
            selector = CMIM(k=2, start=[s], measure="neighbors").fit(X, y)
            x = selector.ranking_[1]
            expected = min(
                information(columns[x], target),
                information(columns[x], target, columns[s]),
            )
            assert_allclose(selector.selection_scores_[1], expected, **EXACT)
        assert_array_equal(np.sort(chosen), np.arange(8))


def test_lazy_and_full_searches_agree():
    X, y, _ = mixed_table(80)
    table = TableEncoder(strategy=None).encode(X)
    target = Target(y.astype(np.int32), np.unique(y))
    for name in ("cmim", "jmim"):
        paths = [
            walk(
                GreedySearch(
                    NeighborTable(table, 3).pairs(target),
                    make_criterion(name),
                    np.ones(8, dtype=bool),
                    lazy=lazy,
                ),
                6,
            )
            for lazy in (True, False)
        ]
        assert_array_equal(paths[0]["feature"], paths[1]["feature"])
        assert_allclose(paths[0]["score"], paths[1]["score"], **EXACT)


def test_a_parity_of_signs_is_found():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(600, 8))
    y = (X[:, 2] * X[:, 5] > 0).astype(int)
    assert JMI(k=2, start=[2], measure="neighbors").fit(X, y).ranking_[1] == 5
    product = X[:, 2] * X[:, 5]
    assert CMIM(k=2, start=[2], measure="neighbors").fit(X, product).ranking_[1] == 5


# ------------------------------------------------------------------------------ atoms


def test_atoms_are_read_as_what_they_are():
    """Numbers that are codes in truth have the information of a known channel."""
    channel = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6]]
    x, y, true = make_channel(channel, n_samples=3000, random_state=0)
    _, other, _ = make_channel(channel, n_samples=3000, random_state=1)
    X = np.column_stack([x, other]) * 1.0
    options = {"measure": "neighbors", "discrete_features": False}
    scores = MIFeatureSelector(k=1, **options).fit(X, y).scores_
    # The bias of nine cells and the deviation are below 0.01 at n = 3000.
    assert_allclose(scores, [true, 0.0], rtol=0, atol=0.03)
    numbers = MIFeatureSelector(k=1, discrete_target=False, **options).fit(X, y * 1.0)
    assert_allclose(numbers.scores_, [true, 0.0], rtol=0, atol=0.03)
    # What is known once its copy is given: nothing.
    X = np.column_stack([x, x, other]) * 1.0
    for target in (y, y * 1.0):
        own = {**options, "discrete_target": target is y}
        selector = CMIM(k=2, start=[0], exclude=[2], **own).fit(X, target)
        assert_allclose(selector.selection_scores_[1], 0.0, rtol=0, atol=0.03)


@pytest.mark.parametrize("decimals", [1, 2])
def test_rounding_does_not_look_like_information(decimals):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(2000, 8)), rng.integers(0, 2, 2000)
    X[:, 0] += y
    selector = MIFeatureSelector(k=1, measure="neighbors", discrete_features=False)
    for target in (y, X[:, 0] + rng.normal(size=2000)):
        expected = selector.fit(X, target).scores_
        scores = selector.fit(X.round(decimals), target).scores_
        # Counts of the strictly nearer points are off by 0.15 to 0.4; the deviation
        # of the estimate is about 0.015.
        assert_allclose(scores, expected, rtol=0, atol=0.075)


def test_zero_inflated_columns():
    """I = H(zero; y) + (1 - p) I(number; y | not zero), here a half of log 2."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 4000)
    x = np.where(rng.random(4000) < 0.5, 0.0, rng.random(4000) + y)
    score = MIFeatureSelector(k=1, measure="neighbors").fit(x[:, None], y).scores_
    assert_allclose(score, np.log(2) / 2, rtol=0, atol=0.03)


# ------------------------------------------------------------------------- invariances


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 1000), regression=st.booleans())
def test_rows_scale_and_threads_change_nothing(seed, regression):
    X, classes, numbers = mixed_table(70, seed)
    y = numbers if regression else classes
    rng = np.random.default_rng(seed)
    order, scale = rng.permutation(70), 2.0 ** rng.integers(-30, 30, 8)
    scale[6:] = 1  # codes stay codes
    for selector in (MIFeatureSelector, MRMR, CMIM):
        own = selector(k=3, measure="neighbors").fit(X, y)
        other = selector(k=3, measure="neighbors").fit((X * scale)[order], y[order])
        assert_allclose(other.scores_, own.scores_, **EXACT)
        assert_allclose(other.selection_scores_, own.selection_scores_, **EXACT)
        threads = selector(k=3, measure="neighbors", n_jobs=2).fit(X, y)
        assert_array_equal(threads.scores_, own.scores_)
        assert_array_equal(threads.ranking_, own.ranking_)


def test_threads_share_long_estimates(monkeypatch):
    monkeypatch.setattr(_neighbor_pairs, "WORTH_SHARING", 0)
    X, y, _ = mixed_table(3000)
    for selector in (MIFeatureSelector, MRMR):
        paths = [
            selector(k=3, measure="neighbors", n_jobs=n_jobs).fit(X, y)
            for n_jobs in (1, 2)
        ]
        assert_array_equal(paths[0].scores_, paths[1].scores_)
        assert_array_equal(paths[0].selection_scores_, paths[1].selection_scores_)


def test_classes_choose_in_turn():
    X, y, _ = mixed_table(200)
    own = MIFeatureSelector(k=4, per_class=True, measure="neighbors").fit(X, y)
    single = MIFeatureSelector(k=1, measure="neighbors")
    for c in range(3):
        assert_allclose(own.class_scores_[c], single.fit(X, y == c).scores_, **EXACT)
    greedy = CMIM(k=4, per_class=True, measure="neighbors").fit(X, y)
    assert_array_equal(np.maximum(greedy.class_scores_, 0), own.class_scores_)
    labels = np.eye(3, dtype=int)[y]
    multilabel = MIFeatureSelector(k=4, measure="neighbors").fit(X, labels)
    assert_allclose(multilabel.scores_, own.class_scores_.sum(axis=0), **EXACT)
    assert CMIM(k=2, measure="neighbors").fit(X, labels).ranking_.size == 2

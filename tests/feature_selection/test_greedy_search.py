"""Greedy search: others' orderings, plain definitions, lazy and eager."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from references.selection import scores_along
from sklearn.datasets import load_breast_cancer, load_digits, load_iris

from sklearn_info.feature_selection import _dense_pairs, _greedy_search
from sklearn_info.feature_selection._criteria import CRITERIA, make_criterion
from sklearn_info.feature_selection._dense_pairs import DensePairs
from sklearn_info.feature_selection._fixed_point import FixedPoint
from sklearn_info.feature_selection._greedy_search import GreedySearch
from sklearn_info.feature_selection._make_search import make_search
from sklearn_info.feature_selection._selection_path import Walk
from sklearn_info.feature_selection._sparse_pairs import SparsePairs
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.preprocessing import EncodedTable

# Sums of up to twenty terms, each of some hundred cells of rounding 1e-15.
EXACT = {"rtol": 0, "atol": 1e-12}
# A gap that the rounding of no implementation can bridge.
CLEAR = 1e-9
FIXTURES = json.loads(
    (Path(__file__).parent / "data" / "selection_orderings.json").read_text()
)["datasets"]
NAMES = {"MIFS1": "mifs"}
OPTIONS = [
    ("mifs", {"beta": 0.4}),
    ("mrmr", {"form": "quotient"}),
    ("mrmr", {"redundancy": "max"}),
    ("mrmr", {"redundancy": "max", "form": "quotient"}),
    ("cife", {"beta": 0.5, "gamma": 0.25}),
    ("condred", {"gamma": 0.3}),
    *((name, {}) for name in CRITERIA),
]


def walk(search, n, **options):
    """Let a search select n features."""
    return Walk([search], {}, **options).to(n)


def equal_width(X):
    low, high = X.min(axis=0), X.max(axis=0)
    return np.minimum(np.floor((X - low) / (high - low) * 5), 4).astype(int)


def fixture_codes(name):
    if name == "digits_bin":
        X, y = load_digits(return_X_y=True)
        return (X > 7).astype(int), y
    load = load_iris if name == "iris_eqw5" else load_breast_cancer
    X, y = load(return_X_y=True)
    return equal_width(X), y


def searching(pairs, criterion, lazy=True, n=20):
    allowed = np.ones(pairs.f_x.size, dtype=bool)
    return make_search(pairs, criterion, allowed, n, lazy=lazy)


def search(X, y, criterion, *, lazy=True, weights=None, **options):
    codes = np.asfortranarray(X, dtype=np.uint8)
    table = EncodedTable(codes, codes.max(axis=0).astype(np.int64) + 1)
    total = len(y) if weights is None else weights.sum()
    pairs = DensePairs(
        table,
        np.asarray(y, dtype=np.int32),
        int(np.max(y)) + 1,
        FixedPoint.of("plugin", total, len(y)),
        weights=weights,
        with_classes=criterion.with_classes,
        **options,
    )
    return searching(pairs, criterion, lazy)


def clear_steps(gaps):
    """Steps up to the first whose choice rounding may decide."""
    clear = [gap is None or gap > CLEAR for gap in gaps]
    return clear.index(False) if False in clear else len(clear)


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize("criterion", FIXTURES["iris_eqw5"]["criteria"])
def test_orderings_and_scores_of_others(name, criterion):
    X, y = fixture_codes(name)
    own = make_criterion(NAMES.get(criterion, criterion.lower()))
    theirs = FIXTURES[name]["criteria"][criterion]
    path = walk(search(X, y, own), FIXTURES[name]["k"])
    n = clear_steps(theirs["gap_to_second"])
    assert n >= min(10, X.shape[1])
    assert path["feature"][:n].tolist() == theirs["selected"][:n]
    assert_allclose(path["score"][:n], theirs["scores_nats"][:n], **EXACT)
    for peer in ("feast", "praznik"):
        if peer in theirs:
            m = min(n, len(theirs[peer]))
            assert path["feature"][:m].tolist() == theirs[peer][:m], peer


@pytest.mark.parametrize("name", FIXTURES)
def test_the_general_linear_form_orders_as_feast(name):
    X, y = fixture_codes(name)
    theirs = FIXTURES[name]["feast_beta_gamma_half_quarter"]
    path = walk(
        search(X, y, make_criterion("cife", beta=0.5, gamma=0.25)),
        len(theirs["selected"]),
    )
    assert path["feature"].tolist() == theirs["selected"]
    nats = np.array(theirs["scores_bits"]) * np.log(2)
    assert_allclose(path["score"], nats, **EXACT)


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    y = rng.integers(0, 3, 120)
    X = rng.integers(0, [2, 3, 4, 2, 5, 3, 2, 1, 4, 2, 3, 2], (120, 12))
    for j in (0, 2, 3, 5):
        X[:, j] = np.where(rng.random(120) < 0.5, y % (X[:, j].max() + 1), X[:, j])
    X[:, 6] = X[:, 0]
    return X, y


@pytest.mark.parametrize(("name", "options"), OPTIONS)
@pytest.mark.parametrize("weighted", [False, True])
def test_scores_are_those_of_the_definition(data, name, options, weighted):
    X, y = data
    weights = None
    if weighted:
        weights = np.random.default_rng(0).integers(1, 4, y.size).astype(float)
    path = walk(search(X, y, make_criterion(name, **options), weights=weights), 6)
    table = scores_along(
        name, X, y.tolist(), path["feature"].tolist(), weights=weights, **options
    )
    chosen = table[np.arange(6), path["feature"]]
    assert_allclose(path["score"], chosen, **EXACT)
    assert_allclose(chosen, table.max(axis=1), **EXACT)


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_lazy_search_and_every_path_choose_the_same(data, name, options):
    X, y = data
    X = np.hstack([X] + [np.roll(X, shift, axis=0) for shift in range(1, 12)])
    criterion = make_criterion(name, **options)
    paths = [
        walk(search(X, y, criterion, lazy=lazy, path=path), 20)
        for lazy in (True, False)
        for path in ("auto", "bit_planes", "histogram")
    ]
    for path in paths[1:]:
        assert path.tobytes() == paths[0].tobytes()


def word_pairs(X, y, criterion, path):
    """Pairs of the columns of a table of 0 and 1 as a sparse one."""
    return SparsePairs(
        SparseTable(sp.csr_array(X), None, 1),
        y.astype(np.int32),
        int(y.max()) + 1,
        FixedPoint.of("plugin", y.size, y.size),
        with_classes=criterion.with_classes,
        by_reach=criterion.bounded,
        path=path,
    )


@pytest.mark.parametrize("name", CRITERIA)
@pytest.mark.parametrize("path", ["auto", "bit_planes", "rows"])
def test_sparse_and_dense_choose_the_same(name, path):
    rng = np.random.default_rng(2)
    y = rng.integers(0, 4, 300)
    X = rng.random((300, 1300)) < 0.03 + 0.2 * (rng.integers(0, 9, 1300) == y[:, None])
    X = X.astype(np.uint8)
    criterion = make_criterion(name)
    pairs = word_pairs(X, y, criterion, path)
    for lazy in (True, False, True):  # a search leaves nothing behind in the pairs
        own = walk(searching(pairs, criterion, lazy), 15)
        assert own.tobytes() == walk(search(X, y, criterion), 15).tobytes()


@pytest.mark.parametrize("name", ["jmim", "njmim", "mifs", "cmim", "jmi"])
def test_when_all_come_to_keep_up_changes_nothing(monkeypatch, name):
    rng = np.random.default_rng(3)
    y = rng.integers(0, 3, 200)
    X = rng.random((200, 1500)) < rng.uniform(0.01, 0.1, 1500)
    X[:, :30] |= (rng.random((200, 30)) < 0.3) & (y[:, None] == np.arange(30) % 3)
    criterion = make_criterion(name)
    dense = walk(search(X, y, criterion), 25)
    for lone_scans in (0, 1, 1000):
        monkeypatch.setattr(_greedy_search, "LONE_SCANS", lone_scans)
        pairs = word_pairs(X, y, criterion, "rows")
        one = searching(pairs, criterion)
        assert walk(one, 25).tobytes() == dense.tobytes()
        if name == "jmim":
            assert one._lazy == (lone_scans == 1000)


@pytest.mark.parametrize("made", [0.0, 0.1, 1e9])
@pytest.mark.parametrize("name", ["mrmr", "mifs", "cmim", "jmim", "icap"])
def test_when_tiles_take_over_changes_nothing(monkeypatch, name, made):
    """Columns that repeat each other, of which planes would have to count most."""
    rng = np.random.default_rng(3)
    Z = rng.integers(0, 12, (500, 10))
    X = np.where(rng.random((500, 300)) < 0.5, Z[:, np.arange(300) % 10], 0)
    X[rng.random(X.shape) < 0.1] += 1
    X[:, 290:] %= 2
    y = Z[:, :3].sum(axis=1) % 3
    criterion = make_criterion(name)
    plain = walk(search(X, y, criterion, lazy=False, path="histogram"), 25)
    for cost in ("STEP", "LISTED"):
        monkeypatch.setattr(_dense_pairs, cost, 0.0)
    monkeypatch.setattr(_dense_pairs, "cost_by_tiles", lambda _, n, __: 300.0 * n)
    monkeypatch.setattr(_dense_pairs, "ENCODED", made)
    meet, by_tiles, met = GreedySearch._meet, [], []

    def noted(self, n, together):
        by_tiles.append(self.pairs._tiled)
        for unit, other in self._pairs[:, :n].T.tolist():
            met.append((unit, self._others[other].column))
        meet(self, n, together)

    monkeypatch.setattr(GreedySearch, "_meet", noted)
    one = search(X, y, criterion)
    assert walk(one, 25).tobytes() == plain.tobytes()
    # Nobody meets a feature twice; and once all keep up, there is one call a step.
    assert len(set(met)) == len(met)
    assert sum(by_tiles) < 25
    if made in (0, 1e9):
        assert one.pairs._tiled == (made == 0)
        assert one._lazy == (made != 0)


@pytest.mark.parametrize("name", ["mrmr", "mifs", "nmifs"])
def test_noise_is_foreseen(monkeypatch, name):
    """Where only noise is left, tiles take over before planes have counted it."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 8, 4000)
    X = rng.integers(0, 8, (4000, 400))
    X[:, ::20] = np.where(rng.random((4000, 20)) < 0.3, y[:, None], X[:, ::20])
    meet, n_pairs = GreedySearch._meet, []

    def noted(self, n, together):
        meet(self, n, together)
        n_pairs[-1] += 0 if self.pairs._tiled else n

    monkeypatch.setattr(GreedySearch, "_meet", noted)
    # Whatever the instruction set: all units by tiles in a sixth of their time.
    for cost in ("STEP", "LISTED", "ENCODED"):
        monkeypatch.setattr(_dense_pairs, cost, 0.0)
    monkeypatch.setattr(_dense_pairs, "cost_by_planes", lambda _, n, __: 1e4 * (n > 0))
    monkeypatch.setattr(_dense_pairs, "cost_by_tiles", lambda _, n, __: 4e4 * (n > 0))
    criterion, paths = make_criterion(name), []
    for foresight in (0.0, _dense_pairs.FORESIGHT):
        monkeypatch.setattr(_dense_pairs, "FORESIGHT", foresight)
        n_pairs.append(0)
        one = search(X, y, criterion)
        paths.append(walk(one, 25).tobytes())
    assert one.pairs._tiled
    assert paths[0] == paths[1]
    assert n_pairs[1] < 0.7 * n_pairs[0]


@pytest.mark.parametrize("name", ["mrmr", "mifs"])
def test_units_without_candidates_meet_nothing(name):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 1000)
    X = rng.integers(0, 4, (1000, 200))
    for j in range(0, 200, 5):
        X[:, j] = np.where(rng.random(1000) < 0.4, y, X[:, j])
    one = search(X, y, make_criterion(name))
    left_out = one._columns[::2]
    for feature in left_out.ravel():
        one.exclude(feature)
    met = []
    for _ in range(60):
        feature, _ = one.best()
        assert feature not in left_out
        assert np.isfinite(one._fall)
        met.append(one._met[::2].sum())
        one.select(feature)
        if not one._lazy:
            break
    assert len(met) > 5
    assert not any(met[:-1])


@pytest.mark.parametrize("name", ["mrmr", "cmim", "jmim", "jmi"])
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_columns_changes_nothing(name, seed):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, 250)
    levels = rng.integers(2, 6, 150)
    X = rng.integers(0, levels, (250, 150))
    for j in range(0, 150, 4):
        X[:, j] = np.where(rng.random(250) < rng.random() / 2, y % levels[j], X[:, j])
    order = rng.permutation(150)
    criterion = make_criterion(name)
    one, other = (walk(search(Z, y, criterion), 25) for Z in (X, X[:, order]))
    assert one["score"].tobytes() == other["score"].tobytes()
    distinct = np.unique(one["score"]).size == 25
    assert not distinct or (order[other["feature"]] == one["feature"]).all()


@pytest.mark.parametrize("name", ["mrmr", "cmim", "jmim", "cmi", "njmim"])
@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_how_many_a_unit_meets_at_once_changes_nothing(monkeypatch, name, at_once):
    rng = np.random.default_rng(5)
    y = rng.integers(0, 3, 300)
    X = rng.integers(0, 4, (300, 200))
    for j in range(0, 200, 5):
        X[:, j] = np.where(rng.random(300) < 0.3, y, X[:, j])
    criterion = make_criterion(name)
    plain = walk(search(X, y, criterion, lazy=False), 30)
    monkeypatch.setattr(DensePairs, "at_once", at_once)
    for path in ("auto", "tiles"):
        one = search(X, y, criterion, path=path)
        assert walk(one, 30).tobytes() == plain.tobytes()


def test_a_lazy_search_leaves_most_pairs_alone():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 500)
    X = rng.integers(0, 3, (500, 4000))
    for j in range(40):
        X[:, j] = np.where(rng.random(500) < 0.4, y, X[:, j])
    one = search(X, y, make_criterion("cmim"))
    walk(one, 20)
    assert one._met.mean() < 0.2 * 20


@pytest.mark.parametrize("seed", range(3))
def test_joint_information_leaves_rare_words_alone(seed):
    """Bounded by their entropy; and to the last bit the same path."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, 400)
    often = np.where(rng.random(3000) < 0.2, 0.2, 0.004)
    X = rng.random((400, 3000)) < often
    for j in range(60):
        X[:, j] |= (rng.random(400) < 0.3) & (y == j % 3)
    table, criterion = SparseTable(sp.csr_array(X), None, 1), make_criterion("jmi")
    paths = []
    for lazy in (True, False):
        pairs = SparsePairs(
            table,
            y.astype(np.int32),
            3,
            FixedPoint.of("plugin", 400, 400),
            by_reach=True,
        )
        one = searching(pairs, criterion, lazy)
        paths.append(walk(one, 40))
        assert (one._met == 0).mean() > 0.5 if lazy else (one._met == 39).all()
    assert paths[0].tobytes() == paths[1].tobytes()


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), name=st.sampled_from(sorted(CRITERIA)))
def test_invariants(seed, name):
    """Names of levels, copies and the order of rows change no score."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(5, 60)), int(rng.integers(2, 12))
    X, y = rng.integers(0, 3, (n, p)), rng.integers(0, 3, n)
    y[:2] = 0, 1
    criterion = make_criterion(name)
    first = walk(search(X, y, criterion), p)
    assert sorted(first["feature"]) == list(range(p))  # each once, whatever the score
    rows = rng.permutation(n)
    assert walk(search(X[rows], y[rows], criterion), p).tobytes() == first.tobytes()
    renamed = np.column_stack([rng.permutation(3)[x] for x in X.T])
    assert walk(search(renamed, y, criterion), p).tobytes() == first.tobytes()
    # Of equal columns the one of the lower index is first.
    twice = walk(search(np.hstack([X, X]), y, criterion), 2 * p)["feature"].tolist()
    assert all(twice.index(j) < twice.index(j + p) for j in range(p))


def test_columns_that_tell_nothing_go_by_index():
    X = np.zeros((20, 5), dtype=int)
    y = np.arange(20) % 2
    for name in CRITERIA:
        path = walk(search(X, y, make_criterion(name)), 5)
        assert path["feature"].tolist() == [0, 1, 2, 3, 4]
        assert not path["relevance"].any()


def test_path_explains_the_score(data):
    X, y = data
    path = walk(search(X, y, make_criterion("mrmr")), 8)
    assert_allclose(path["score"], path["relevance"] - path["redundancy"], **EXACT)
    path = walk(search(X, y, make_criterion("cife")), 8)
    difference = path["redundancy"] - path["conditional_redundancy"]
    own = path["relevance"] - np.arange(8) * difference
    assert_allclose(path["score"], own, **EXACT)


def test_unknown_names_and_options_are_refused():
    with pytest.raises(ValueError, match="no criterion 'best'; there are 'mim', "):
        make_criterion("best")
    with pytest.raises(ValueError, match="beta=0.5 is not for criterion='jmi', but "):
        make_criterion("jmi", beta=0.5)
    with pytest.raises(ValueError, match="'max' is not for criterion='nmifs'"):
        make_criterion("nmifs", redundancy="max")


@pytest.mark.parametrize("name", ["mrmr", "mifs"])
@pytest.mark.parametrize("form", ["difference", "quotient"])
def test_equal_scores_go_by_the_lowest_index_whatever_is_behind(name, form):
    """Independent columns tell each other nothing, and no rounding makes it less."""
    options = {"form": form} if name == "mrmr" else {}
    for seed in range(40):
        rng = np.random.default_rng(seed)
        X, y = rng.integers(0, 2, (8, 40)), np.arange(8) % 2
        criterion = make_criterion(name, **options)
        eager = walk(search(X, y, criterion, lazy=False), 6)
        assert walk(search(X, y, criterion, lazy=True), 6).tobytes() == eager.tobytes()
        assert (eager["redundancy"] >= 0).all()

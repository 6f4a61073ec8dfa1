"""Rankings that are kept in memory=: every k, other data, other processes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import itertools
import sys
from concurrent.futures import ThreadPoolExecutor

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from references.selection import paths_equal
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    SequentialMISelector,
    _bounded_search,
    _kept_walks,
    _ranking_cache,
)

pytestmark = pytest.mark.usefixtures("no_walks")


@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmim", "cmi", "relax_mrmr"])
@pytest.mark.parametrize("per_class", [False, True])
@pytest.mark.parametrize("one_process", [True, False])
def test_memory_serves_every_k(
    codes, tmp_path, searched, criterion, per_class, one_process
):
    X, y = codes
    selector = SequentialMISelector(
        criterion, per_class=per_class, start=[1], discrete_features=True
    )
    # Each k, and for how many steps a search looks.
    for k, n_searched in (4, 3), (3, 0), (4, 0), (5, 1), (10, 5), (11, 1), (14, 3):
        plain = clone(selector).set_params(k=k).fit(X, y)
        if not one_process:
            _kept_walks._kept.clear()
        searched.clear()
        own = clone(selector).set_params(k=k, memory=str(tmp_path)).fit(X, y)
        assert len(searched) == n_searched
        assert paths_equal(own, plain)
        assert_array_equal(own.scores_, plain.scores_)
        assert_array_equal(own.transform(X), plain.transform(X))


# A clock that goes on by 1 at each look makes a preparation last 1, and each step.
@pytest.mark.parametrize(
    ("ahead", "steps"),
    [
        (0.0, ((1, 2), (2, 0), (5, 3))),
        (1.0, ((1, 2), (2, 0), (5, 3))),
        (4.0, ((1, 5), (5, 0), (6, 1), (7, 1))),
        (4.0, ((6, 9), (9, 0), (10, 1))),
        (np.inf, ((3, 14), (14, 0))),
    ],
)
def test_a_new_walk_goes_on_as_long_as_it_was_prepared(
    codes, tmp_path, monkeypatch, searched, ahead, steps
):
    X, y = codes
    monkeypatch.setattr(_kept_walks, "AHEAD", ahead)
    monkeypatch.setattr(_kept_walks, "perf_counter", itertools.count().__next__)
    for k, n_searched in steps:
        searched.clear()
        selector = JMI(k=k, memory=tmp_path, discrete_features=True).fit(X, y)
        assert len(searched) == n_searched
        assert paths_equal(selector, JMI(k=k, discrete_features=True).fit(X, y))


def test_states_of_another_process_are_gone_on_from_as_long_as_it_took(
    codes, tmp_path, monkeypatch, searched
):
    X, y = codes
    selector = JMI(memory=tmp_path, discrete_features=True)
    clone(selector).set_params(k=3).fit(X, y)
    _kept_walks._kept.clear()
    monkeypatch.setattr(_kept_walks, "AHEAD", 4.0)
    monkeypatch.setattr(_kept_walks, "perf_counter", itertools.count().__next__)
    for k, n_searched in (5, 5), (8, 0), (9, 1):
        searched.clear()
        own = clone(selector).set_params(k=k).fit(X, y)
        assert len(searched) == n_searched
        assert paths_equal(own, JMI(k=k, discrete_features=True).fit(X, y))


@pytest.mark.parametrize(("ahead", "printed"), [(0.0, [1, 2, 3, 4]), (np.inf, [1, 2])])
def test_steps_that_nobody_asked_for_are_not_printed(
    codes, tmp_path, monkeypatch, capsys, ahead, printed
):
    """Neither when they are taken, nor when they are found."""
    monkeypatch.setattr(_kept_walks, "AHEAD", ahead)
    for k in (2, 4):
        JMI(k=k, memory=tmp_path, discrete_features=True, verbose=1).fit(*codes)
    steps = capsys.readouterr().out.splitlines()
    assert [int(line.split()[2][:-1]) for line in steps] == printed


@pytest.mark.parametrize("measure", ["neighbors", "gaussian_copula"])
def test_dear_steps_are_taken_if_they_are_asked_for(
    tmp_path, monkeypatch, searched, measure
):
    monkeypatch.setattr(_kept_walks, "AHEAD", np.inf)
    X = np.random.default_rng(0).normal(size=(60, 5))
    selector = JMI(k=1, measure=measure, memory=tmp_path).fit(X, X[:, 0] > 0)
    assert selector.ranking_.size == len(searched) == 1


@pytest.fixture(scope="module")
def many_words():
    """Enough columns for a lazy search to leave some alone."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 3, 400)
    often = np.where(rng.random(1200) < 0.2, 0.15, 0.01)
    X = rng.random((400, 1200)) < often
    for j in range(40):
        X[:, j] |= (rng.random(400) < 0.2) & (y == j % 3)
    return X.astype(int), y


@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmim"])
@pytest.mark.parametrize("per_class", [False, True])
@pytest.mark.parametrize("hopeless", [0.0, 1.6, 9.0])
@pytest.mark.parametrize("expected", [1, 300])
@pytest.mark.parametrize("one_process", [True, False])
def test_lazy_searches_of_words_are_kept_and_go_on(
    many_words,
    tmp_path,
    monkeypatch,
    criterion,
    per_class,
    hopeless,
    expected,
    one_process,
):
    """Whoever is expected to keep up, then and later."""
    monkeypatch.setattr(_bounded_search, "HOPELESS", hopeless)
    monkeypatch.setattr(_kept_walks, "EXPECTED", expected)
    X, y = many_words
    selector = SequentialMISelector(criterion, per_class=per_class)
    dense = clone(selector).set_params(k=24, discrete_features=True).fit(X, y)
    for k in (4, 12, 24, 7):
        own = clone(selector).set_params(k=k, memory=tmp_path)
        own.fit(sp.csr_array(X), y)
        assert own.selection_path_.tobytes() == dense.selection_path_[:k].tobytes()
        if not one_process:
            _kept_walks._kept.clear()


# The other process kept 7 steps, and states after 6. Which k is asked for after how
# many steps of this process, and for how many a search looks: none of those on disk,
# and from its own walk or from the states, whichever is further.
@pytest.mark.parametrize(
    ("n_own", "k", "n_searched"), [(3, 5, 0), (3, 7, 0), (3, 8, 2), (7, 8, 1)]
)
def test_another_process_was_faster(
    codes, tmp_path, monkeypatch, searched, n_own, k, n_searched
):
    X, y = codes
    selector = JMI(memory=tmp_path, discrete_features=True)
    clone(selector).set_params(k=n_own).fit(X, y)
    own_walks = dict(_kept_walks._kept)
    for file in tmp_path.rglob("*.*"):
        file.unlink()
    _kept_walks._kept.clear()
    for other, patience in ((6, 0.0), (7, np.inf)):
        monkeypatch.setattr(_ranking_cache, "PATIENCE", patience)
        clone(selector).set_params(k=other).fit(X, y)
    _kept_walks._kept.clear()
    _kept_walks._kept.update(own_walks)
    searched.clear()
    own = clone(selector).set_params(k=k).fit(X, y)
    assert len(searched) == n_searched
    assert paths_equal(own, JMI(k=k, discrete_features=True).fit(X, y))


def with_wide(name, container):
    """Sparse arrays with a part of another type, as who sets them by hand may make."""

    def make(X):
        X = container(X)
        setattr(X, name, getattr(X, name).astype(np.int64))
        return X

    return make


@pytest.mark.parametrize(
    "container",
    [
        np.array,
        sp.csr_array,
        sp.csc_array,
        with_wide("indptr", sp.csr_array),
        with_wide("indices", sp.csr_array),
        with_wide("indices", sp.csc_array),
    ],
)
@pytest.mark.parametrize("levels", ["presence", "counts"])
def test_what_is_kept_does_not_change_with_the_data(words, tmp_path, container, levels):
    X, y, weights = container(words[0]), words[1], np.arange(300.0) + 1
    asked = {"levels": levels, "discrete_features": True}
    plain = JMI(k=9, **asked).fit(X, y, weights)
    own, own_y, own_weights = container(words[0]), y.copy(), weights.copy()
    JMI(k=3, memory=tmp_path, **asked).fit(own, own_y, own_weights)
    for name in ("indptr", "indices", "data"):
        np.asarray(getattr(own, name, own)).reshape(-1)[:] = 0
    own_y[:], own_weights[:] = 0, 1
    again = JMI(k=9, memory=tmp_path, **asked).fit(X, y, weights)
    assert paths_equal(again, plain)


@pytest.mark.parametrize("container", [sp.csr_array, sp.csc_array])
@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmi"])
@pytest.mark.parametrize("per_class", [False, True])
def test_what_is_kept_holds_no_matrix(words, tmp_path, container, criterion, per_class):
    X, y = container(words[0]), words[1]
    parts = X.indptr, X.indices, X.data
    before = [sys.getrefcount(part) for part in parts]
    selector = SequentialMISelector(criterion, per_class=per_class, memory=tmp_path)
    for k in (3, 9):
        selector.set_params(k=k).fit(X, y)
        assert [sys.getrefcount(part) for part in parts] == before
    assert _kept_walks._kept


def test_threads_that_go_on_with_the_same_ranking(codes, tmp_path):
    X, y = codes
    plain = JMI(k=14, discrete_features=True).fit(X, y)

    def rise(first):
        paths = []
        for k in range(first, 15, 2):
            one = JMI(k=k, discrete_features=True, memory=tmp_path).fit(X, y)
            paths.append(one.selection_path_)
        return paths

    with ThreadPoolExecutor(4) as pool:
        for paths in pool.map(rise, [1, 2, 1, 2]):
            for path in paths:
                assert path.tobytes() == plain.selection_path_[: path.size].tobytes()


def test_walks_take_no_more_memory_than_they_may(codes, tmp_path, monkeypatch):
    X, y = codes
    kept = _kept_walks._kept

    def fit(k, *rows):
        JMI(k=k, discrete_features=True, memory=tmp_path).fit(
            X[slice(*rows)], y[slice(*rows)]
        )
        return {walk.searches[0].pairs.f_y for walk in kept.values()}

    (whole,) = fit(3, None)
    n_bytes = next(iter(kept.values())).n_bytes
    assert n_bytes > 2 * X.size  # codes and bit planes
    monkeypatch.setattr(_kept_walks, "MOST_BYTES", 2.5 * n_bytes)
    (second,) = fit(3, 1, None) - {whole}
    assert fit(2, None) == {whole, second}  # which makes the first the last to go
    third = fit(3, 2, None)
    assert whole in third
    assert second not in third
    monkeypatch.setattr(_kept_walks, "MOST_BYTES", 0.5 * n_bytes)
    kept.clear()
    assert fit(5, None) == set()


def test_memory_tells_data_and_settings_apart(words, tmp_path):
    X, y = words
    X = sp.csr_array((X > 0).astype(int))
    fits = [
        (JMI(k=4), X, y, None),
        (CMIM(k=4), X, y, None),
        (JMI(k=4, start=[7]), X, y, None),
        (JMI(k=4), X[::-1].tocsr(), y, None),
        (JMI(k=4), X, y[::-1], None),
        (JMI(k=4), X, y, np.arange(y.size)),
        (JMI(k=4), X.toarray(), y, None),
    ]
    for selector, *data, weights in fits + fits:
        plain = clone(selector).fit(*data, sample_weight=weights)
        own = selector.set_params(memory=joblib.Memory(tmp_path, verbose=0))
        assert paths_equal(own.fit(*data, sample_weight=weights), plain)
    assert len(list(tmp_path.rglob("*.ranking"))) == len(fits)


def test_values_matter_to_memory_where_levels_do(words, tmp_path):
    X, y = words
    counts = sp.csr_array(X)
    for levels, n_kept in (("presence", 1), ("counts", 3)):
        for data in (counts, counts * 2):
            own = JMI(k=4, levels=levels, memory=tmp_path).fit(data, y)
            assert paths_equal(own, JMI(k=4, levels=levels).fit(data, y))
        assert len(list(tmp_path.rglob("*.ranking"))) == n_kept
    zeros = counts.copy()
    zeros.data[::3] = 0  # stored, but not there
    own = JMI(k=4, memory=tmp_path).fit(zeros, y)
    assert paths_equal(own, JMI(k=4).fit(zeros, y))


def test_memory_tells_integers_that_come_round_to_0(tmp_path):
    y = np.arange(40) % 2
    columns = np.tile([0, 0, 0, 0, 1], 40) + np.repeat(np.arange(40) % 4, 5) * np.tile(
        [0, 0, 0, 0, 1], 40
    )
    for large, told in ((1, 0.0), (2**62, np.log(2))):
        data = np.ones((40, 5), dtype=np.int64)
        data[y == 0, :4] = large
        X = sp.csr_array((data.reshape(-1), columns, np.arange(0, 201, 5)), (40, 5))
        own = JMI(k=2, memory=tmp_path).fit(X, y)
        assert_allclose(own.scores_[0], told, rtol=0, atol=1e-12)


@pytest.mark.parametrize("kind", [np.int64, np.float64, np.uint8])
def test_memory_tells_what_entries_of_one_place_add_up_to(words, tmp_path, kind):
    X, y = words
    X = sp.csr_array(X > 0).astype(kind)
    rows, columns = (np.concatenate([part, part]) for part in X.nonzero())
    half = rows.size // 2
    twice = np.ones(rows.size, dtype=kind)
    nothing = twice.copy()  # for a third of the places
    nothing[half::3] = -1 if kind != np.uint8 else 255
    for data in (twice, nothing):
        order = np.argsort(rows, kind="stable")
        bounds = np.append(0, np.cumsum(np.bincount(rows, minlength=X.shape[0])))
        one = sp.csr_array((data[order], columns[order], bounds), X.shape)
        summed = one.copy()
        summed.sum_duplicates()
        for k in (2, 6):
            own = JMI(k=k, memory=tmp_path).fit(one, y)
            assert paths_equal(own, JMI(k=k).fit(summed.toarray() != 0, y))
    assert len(list(tmp_path.rglob("*.ranking"))) == 2


def test_memory_under_a_parallel_grid_search(words, tmp_path):
    X, y = words
    pipe = make_pipeline(CMIM(memory=str(tmp_path)), LogisticRegression())
    grid = GridSearchCV(pipe, {"cmim__k": [12, 8, 4, 2]}, cv=3, n_jobs=2)
    grid.fit(sp.csr_array(X), y)
    plain = clone(grid).set_params(estimator__cmim__memory=None, n_jobs=1)
    plain.fit(sp.csr_array(X), y)
    for name in ("mean_test_score", "params"):
        assert_array_equal(grid.cv_results_[name], plain.cv_results_[name])
    assert not list(tmp_path.rglob("*.part"))


def test_a_memory_without_a_folder_is_refused(codes):
    class Memory:
        def cache(self):
            """As joblib's."""

    with pytest.raises(ValueError, match="JMI: memory must be a folder, or a joblib"):
        JMI(k=2, memory=Memory()).fit(*codes)


def test_memory_tells_sequences_apart_that_look_alike(codes, tmp_path):
    class Listed(list):
        def __repr__(self):
            return "listed"

    X, y = codes
    for start in ([1], [2, 3]):
        own = JMI(k=4, start=Listed(start), memory=tmp_path, discrete_features=True)
        assert own.fit(X, y).ranking_[: len(start)].tolist() == start


def test_memory_with_auto_says_that_it_is_not_used(codes, tmp_path):
    selector = JMI(k="auto", memory=tmp_path / "rankings", discrete_features=True)
    with pytest.warns(UserWarning, match="JMI: memory is not used with k='auto'"):
        selector.fit(*codes)
    assert not (tmp_path / "rankings").exists()

"""The greedy selectors: data of every kind, memory, pipelines, and bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pickle
import tracemalloc

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from references.selection import paths_equal
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    MIFeatureSelector,
    SequentialMISelector,
)

# A few terms, each a sum over some hundred cells of rounding 1e-15.
EXACT = {"rtol": 0, "atol": 1e-12}


# ---------------------------------------------------------------------------- input


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array])
@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmi", "relax_mrmr"])
def test_weights_are_repetitions(words, convert, criterion):
    X, y = words
    X = (X > 0).astype(int)
    weights = np.random.default_rng(0).integers(0, 3, y.size)
    again = np.repeat(np.arange(y.size), weights)
    selector = SequentialMISelector(criterion, k=8, discrete_features=True)
    repeated = clone(selector).fit(convert(X[again]), y[again])
    assert paths_equal(selector.fit(convert(X), y, sample_weight=weights), repeated)
    # Their scale does not matter.
    selector.fit(convert(X), y, sample_weight=weights / 7)
    assert_array_equal(selector.ranking_, repeated.ranking_)
    assert_allclose(selector.selection_scores_, repeated.selection_scores_, **EXACT)


def test_frames_of_every_kind_of_column():
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    X["kind"] = pd.cut(X["mean area"], 3, labels=["small", "middle", "large"])
    X["none"] = np.where(X["mean area"] > 900, np.nan, X["mean area"])
    selector = JMI(k=6, missing="level").set_output(transform="pandas")
    kept = selector.fit(X, y).transform(X)
    assert list(kept.columns) == list(X.columns[selector.get_support()])
    own = JMI(k=6, missing="level").fit(pl.from_pandas(X), y.to_numpy())
    assert_array_equal(own.ranking_, selector.ranking_)


def test_continuous_target_is_binned():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(800, 10))
    y = X[:, 3] + X[:, 7] + 0.1 * rng.normal(size=800)
    assert set(MRMR(k=2).fit(X, y).ranking_) == {3, 7}


def test_in_a_tuned_pipeline():
    X, y = load_breast_cancer(return_X_y=True)
    grid = GridSearchCV(
        make_pipeline(SequentialMISelector(k=5), LogisticRegression(max_iter=5000)),
        {"sequentialmiselector__criterion": ["mrmr", "cmim"]},
        cv=3,
    ).fit(X, y)
    assert grid.best_score_ > 0.85


def test_pickle_and_clone(codes):
    X, y = codes
    selector = CMIM(k=5, discrete_features=True).fit(X, y)
    again = pickle.loads(pickle.dumps(selector))
    assert_array_equal(again.transform(X), selector.transform(X))
    assert paths_equal(clone(selector).fit(X, y), selector)
    assert len(pickle.dumps(selector)) < 5000  # no data


@pytest.mark.parametrize("classes", [5000, 3])
@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
@pytest.mark.parametrize("options", [{"criterion": "cmi"}, {"per_class": True}])
def test_memory_of_many_strata_or_classes(options, container, classes):
    """Codes of rows at most, and not all their combinations with the classes; of each
    class that is in turn one byte a row."""
    rng = np.random.default_rng(0)
    n = 20_000
    X, y = container(rng.integers(0, 90, (n, 6))), rng.integers(0, classes, n)
    if options.get("per_class"):
        X, y = container(rng.integers(0, 3, (n, 6))), y % 200
    selector = SequentialMISelector(
        k=4, discrete_features=True, discrete_target=True, **options
    )
    tracemalloc.start()
    selector.fit(X, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    searches = len(np.unique(y)) if options.get("per_class") else 1
    size = 1 if container is np.asarray else 30
    assert peak < n * (searches * size * 1.5 + 200)


@pytest.mark.parametrize("container", [sp.csr_array, sp.csc_array])
@pytest.mark.parametrize("place", [0, 3, -1])
@pytest.mark.parametrize("index", [300, 10**9, -1])
def test_an_index_out_of_range_is_refused(words, container, place, index):
    X = container(words[0])
    X.indices[1 - (place == 0) : 3 - (place == 0)] = X.indices[5]  # a duplicate
    X.indices[place] = index
    for selector in (
        JMI(k=3),
        CMIM(k=3, levels="counts"),
        JMI(k=3, levels="quantiles"),
    ):
        with pytest.raises(
            ValueError, match=f"X is broken: .* the index {index}, where 0"
        ):
            selector.fit(X, words[1])


@pytest.mark.parametrize("container", [sp.csr_array, sp.csc_array])
@pytest.mark.parametrize("place", [0, 5, -1])
@pytest.mark.parametrize("pointer", [10**8, -(10**8)])
def test_broken_pointers_are_refused(words, container, place, pointer):
    for selector in (MIFeatureSelector(k=3), CMIM(k=3), JMI(k=3, levels="quantiles")):
        X = container(words[0])
        X.indptr[place] = pointer
        some = np.arange(words[1].size) > 9  # of which SciPy would take the rows
        for weights in (None, some):
            with pytest.raises(
                ValueError, match="[A-Z]+.*: X is broken: .* has pointers from"
            ):
                selector.fit(X, words[1], sample_weight=weights)


@pytest.mark.parametrize("container", [sp.csr_array, sp.csc_array])
@pytest.mark.parametrize("part", ["indptr", "indices", "data"])
@pytest.mark.parametrize("change", [lambda part: part[:-5], lambda part: [*part, 0]])
def test_arrays_of_wrong_lengths_are_refused(words, container, part, change):
    for selector in (MIFeatureSelector(k=3), JMI(k=3, levels="counts")):
        X = container(words[0])
        own = getattr(X, part)
        setattr(X, part, np.asarray(change(own), dtype=own.dtype))
        with pytest.raises(ValueError, match="[A-Z]+.*: X is broken: .* pointers, "):
            selector.fit(X, words[1])


def test_places_of_other_types_and_strides_are_read(words):
    X, y = words
    expected = JMI(k=3).fit(sp.csr_array(X), y)
    spread, short, room = (sp.csr_array(X) for _ in range(3))
    spread.indices = np.repeat(spread.indices, 2)[::2]
    short.indices, short.indptr = (
        part.astype(np.int16) for part in (short.indices, short.indptr)
    )
    # As SciPy leaves it where entries may still come.
    room.indices, room.data = np.append(room.indices, 7), np.append(room.data, 1)
    for same in (spread, short, room):
        assert paths_equal(JMI(k=3).fit(same, y), expected)


def test_sparse_input_stays_sparse():
    rng = np.random.default_rng(0)
    X = sp.random_array((3000, 20_000), density=0.002, format="csr", rng=rng)
    y = rng.integers(0, 5, 3000)
    CMIM(k=3).fit(X, y)
    tracemalloc.start()
    CMIM(k=3).fit(X, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # 60 MB as bytes; counts of 20,000 features in five classes, a few times over.
    assert peak < 25e6


def test_dense_input_needs_its_codes_and_planes():
    rng = np.random.default_rng(0)
    X, y = (
        rng.integers(0, 2, (20_000, 400)).astype(np.uint8),
        rng.integers(0, 2, 20_000),
    )
    JMI(k=3, discrete_features=True).fit(X, y)
    tracemalloc.start()
    JMI(k=3, discrete_features=True).fit(X, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1.4 * X.nbytes  # codes, an eighth of them in planes, rows


def test_selectors_of_scikit_learn_take_the_scores(codes):
    X, y = codes

    def score(X, y):
        return JMI(k=1, discrete_features=True).fit(X, y).scores_

    assert SelectKBest(score, k=3).fit(X, y).get_support().sum() == 3


# -------------------------------------------------------------------------- bad input


def fit(selector, X=None, y=None, **options):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 3, (40, 6)) if X is None else X
    return selector.fit(X, rng.integers(0, 2, 40) if y is None else y, **options)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fit(SequentialMISelector("best")), "criterion.*'cmim'"),
        (lambda: fit(SequentialMISelector("jmi", beta=2.0)), "beta=2.0 is not for"),
        (lambda: fit(SequentialMISelector("mifs", beta=-1.0)), "'beta'"),
        (lambda: fit(SequentialMISelector("mrmr", form="ratio")), "'form'"),
        (lambda: fit(JMI(k=7)), "k=7 features are asked for, but X has 6"),
        (lambda: fit(JMI(k=6, exclude=[1])), "k=6 .* 5"),
        (lambda: fit(JMI(k=0)), "'k'"),
        (lambda: fit(JMI(k="lots")), "'k'"),
        (lambda: fit(JMI(k=float("nan"))), "'k'"),
        (lambda: fit(JMI(k=1, start=[0, 1])), "start lists 2"),
        (lambda: fit(JMI(k=3, start=[6])), r"start holds the indices \[6\]"),
        (lambda: fit(JMI(k=3, start=[-1])), r"start holds the indices \[-1\]"),
        (lambda: fit(JMI(k=3, start=[1, 1])), "repeats a feature"),
        (lambda: fit(JMI(k=3, start=[0.5])), "indices or names"),
        (lambda: fit(JMI(k=3, exclude=["a"])), r"exclude names \['a'\]"),
        (
            lambda: fit(JMI(k=3, start=[1], exclude=[1])),
            "start and exclude share feature 1",
        ),
        (lambda: fit(JMI(k=1, groups=[0, 1, 2])), "one label for each of the 6"),
        (lambda: fit(JMI(k=1, groups=[[0] * 6])), r"shape \(1, 6\)"),
        (lambda: fit(JMI(k=1, groups=[0, 1, 2, 3, 4, None])), "none may be missing"),
        (lambda: fit(JMI(k=1, groups=[0, 1, 2, 3, 4, np.nan])), "none may be missing"),
        (lambda: fit(JMI(k=1, groups=[*"abcde", pd.NA])), "none may be missing"),
        (lambda: fit(JMI(k=2, start=np.arange(6) < 2)), "np.flatnonzero"),
        (lambda: fit(JMI(k=3, groups=[0, 0, 1, 1, 1, 1])), "k=3 groups .* has 2"),
        (
            lambda: fit(JMI(k=2, groups=list("aabbcc"), start=[0], exclude=[1])),
            "start and exclude share group 'a'",
        ),
        (lambda: fit(JMI(k=2), y=np.zeros(40)), "one class"),
        (lambda: fit(JMI(k=2), y=np.zeros(30)), "differ in length"),
        (lambda: fit(JMI(k=2), X=np.full((40, 2), np.nan)), "NaN or missing"),
        (lambda: fit(JMI(k=2), sample_weight=np.zeros(40)), "no sample is left"),
        (lambda: fit(JMI(k=2), sample_weight=-np.ones(40)), "negative"),
        (
            lambda: fit(
                JMI(k=2, estimator="grassberger"), sample_weight=np.full(40, 0.5)
            ),
            "fractional weights",
        ),
        (lambda: fit(JMI(k=2), X=np.ones((40, 2)) * 1j), "[Cc]omplex"),
        (lambda: JMI(k=2).transform(np.ones((3, 2))), "not fitted"),
    ],
)
def test_bad_input_is_refused_with_a_reason(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


def test_rows_of_no_weight_are_no_rows_of_y():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((200, 3))
    y = X[:, 0] + rng.standard_normal(200)
    y[0], weights = 1000.0, np.append(0, np.ones(199))
    own = JMI(strategy="uniform").fit(X, y, weights)
    assert_array_equal(own.scores_, JMI(strategy="uniform").fit(X[1:], y[1:]).scores_)
    for one in (pd.Series(y), pl.Series(y), y.tolist()):
        again = JMI(strategy="uniform").fit(X, one, weights)
        assert_array_equal(again.scores_, own.scores_)
    labels = np.array(["a", "b", "c"])[np.arange(200) % 3]
    own = JMI(k=2).fit(X, labels, labels != "c")
    assert own.classes_.tolist() == ["a", "b"]
    with pytest.raises(ValueError, match="class 'a' only where sample_weight is not 0"):
        JMI(k=2).fit(X, labels, labels == "a")
    Y = sp.csr_array(np.column_stack([labels == "a", labels == "b"]).astype(int))
    with pytest.raises(ValueError, match="every label of y is the same"):
        JMI(k=2).fit(X, Y, labels == "a")
    y = np.append(np.full(100, 1.5), np.arange(100) * 0.1)
    with pytest.raises(ValueError, match="JMI: y holds one value only"):
        JMI(k=2, measure="gaussian_copula").fit(X, y, y == 1.5)


def test_to_exclude_all_is_refused(codes):
    n = codes[0].shape[1]
    for k in (1, 0.5, "all", "auto"):
        with pytest.raises(ValueError, match="JMI: exclude names all features of X"):
            JMI(k=k, exclude=range(n)).fit(*codes)
    with pytest.raises(ValueError, match=f"X has {n - 1} besides those of exclude"):
        JMI(k=n, exclude=[0]).fit(*codes)

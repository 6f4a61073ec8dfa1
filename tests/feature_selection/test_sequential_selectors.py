"""The greedy selectors: values, options, input of every kind, and errors."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import itertools
import pickle
import tracemalloc

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from references.information import mutual_information
from references.selection import scores_along
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, make_classification
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    GlobalMISelector,
    MarkovBlanketSelector,
    MIFeatureSelector,
    SequentialMISelector,
    _bounded_search,
)
from sklearn_info.feature_selection._criteria import CRITERIA
from sklearn_info.feature_selection._stopping import conditional_pvalue

# A few terms, each a sum over some hundred cells of rounding 1e-15.
EXACT = {"rtol": 0, "atol": 1e-12}
SPARSE = [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]


def paths_equal(a, b):
    return a.selection_path_.tobytes() == b.selection_path_.tobytes()


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


# ------------------------------------------------------------------- k and stopping


def test_a_smaller_k_is_a_beginning_and_needs_no_fit(codes):
    X, y = codes
    selector = JMI(k=8, discrete_features=True).fit(X, y)
    for k in (1, 5, 8, 0.5, "all"):
        own = JMI(k=k, discrete_features=True).fit(X, y)
        if own.n_features_to_select_ <= 8:
            assert_array_equal(
                selector.set_params(k=k).get_support(), own.get_support()
            )
            assert_array_equal(own.ranking_, selector.ranking_[: own.ranking_.size])
    for k in (9, "all", "auto"):
        with pytest.raises(ValueError, match="fit again"):
            selector.set_params(k=k).get_support()


def test_auto_stops_where_nothing_more_is_told():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 3, (3000, 40))
    y = X[:, 4] + X[:, 8] + (rng.random(3000) < 0.2)
    X[:, 20] = X[:, 4]  # a copy tells nothing more
    for criterion in ("cmim", "jmi", "mrmr", "cmi"):
        selector = SequentialMISelector(criterion, discrete_features=True).fit(X, y)
        assert set(selector.ranking_) <= {4, 8}
        assert (selector.pvalues_ <= 0.05).all()
    assert set(selector.ranking_) == {4, 8}


@pytest.mark.parametrize("per_class", [False, True])
def test_auto_keeps_the_best_feature_of_noise_and_says_so(per_class):
    rng = np.random.default_rng(1)
    X, y = rng.integers(0, 3, (200, 20)), rng.integers(0, 3, 200)
    with pytest.warns(UserWarning, match="MRMR: no feature is significant"):
        selector = MRMR(per_class=per_class, discrete_features=True).fit(X, y)
    assert selector.n_features_to_select_ == selector.pvalues_.size == 1
    # Only the largest class need not be the one that comes closest.
    pvalues = [
        conditional_pvalue(x, y == c if per_class else y, np.zeros(200, dtype=int))
        for x in X[:, selector.ranking_].T
        for c in range(3)
    ]
    least = min(pvalues) * (60 if per_class else 20)
    assert_allclose(selector.pvalues_, min(1.0, least), rtol=1e-10)


@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
@pytest.mark.parametrize("multilabel", [False, True])
def test_with_auto_each_class_stops_by_itself(container, multilabel):
    rng = np.random.default_rng(0)
    y = rng.choice(3, 2000, p=[0.5, 0.3, 0.2])
    X = (rng.random((2000, 40)) < 0.3).astype(int)
    told = {5: [y == 2], 9: [y == 2], 17: [y == 1], 33: [y == 2]}
    for j, (where,) in told.items():
        X[:, j] |= where & (rng.random(2000) < 0.5)
    labels = np.eye(3, dtype=int)[y]
    if multilabel:
        labels[:, 0] = rng.integers(0, 2, 2000)  # of which nothing tells
    target = labels if multilabel else y
    selector = CMIM(per_class=True, discrete_features=True).fit(container(X), target)
    assert set(selector.ranking_) == set(told)
    assert (selector.pvalues_ <= 0.05).all()
    # The p-values by hand, in the turns of the classes.
    chosen = {c: [] for c in range(3)}
    for feature, p in zip(selector.ranking_, selector.pvalues_):
        possible = []
        for c in range(3):
            strata = np.unique(X[:, chosen[c]], axis=0, return_inverse=True)[1].ravel()
            own = conditional_pvalue(X[:, feature], labels[:, c], strata)
            n_left = 40 - sum(map(len, chosen.values()))
            possible.append(min(1.0, own * n_left * 3))
        (c,) = np.flatnonzero(np.isclose(possible, p, rtol=1e-9, atol=0))
        chosen[c].append(feature)


# -------------------------------------------------------------- candidates, classes


def test_start_and_exclude_by_index_and_by_name(codes):
    X, y = codes
    own = CMIM(k=5, start=[9, 2], exclude=[0, 6], discrete_features=True).fit(X, y)
    assert own.ranking_[:2].tolist() == [9, 2]
    assert not {0, 6} & set(own.ranking_)
    assert np.isnan(own.selection_scores_[:2]).all()
    table = scores_along("cmim", X, y.tolist(), own.ranking_.tolist())
    chosen = table[np.arange(5), own.ranking_][2:]
    assert_allclose(own.selection_scores_[2:], chosen, **EXACT)
    frame = pd.DataFrame(X, columns=[f"f{j}" for j in range(14)])
    named = CMIM(k=5, start=["f9", "f2"], exclude=["f0", "f6"], discrete_features=True)
    assert paths_equal(own, named.fit(frame, y))


@pytest.mark.parametrize(
    "criterion", ["cmim", "mrmr", "jmi", "cmi", "mim", "relax_mrmr"]
)
@pytest.mark.parametrize("sparse", [False, True])
def test_classes_choose_in_turn(words, criterion, sparse):
    X, y = words
    X = (X > 0).astype(int)
    data = sp.csr_array(X) if sparse else X
    selector = SequentialMISelector(
        criterion, k=7, per_class=True, discrete_features=True
    ).fit(data, y)
    # Each class by itself, without what the others took.
    turns = np.argsort(-np.bincount(y), kind="stable")
    chosen = {c: [] for c in range(3)}
    for step, feature in enumerate(selector.ranking_.tolist()):
        c = turns[step % 3]
        own = SequentialMISelector(
            criterion,
            k=len(chosen[c]) + 1,
            start=chosen[c],
            exclude=[j for d in chosen if d != c for j in chosen[d]],
            discrete_features=True,
        ).fit(data, y == c)
        assert own.ranking_[-1] == feature
        assert own.selection_scores_[-1] == selector.selection_scores_[step]
        chosen[c].append(feature)
    assert selector.class_scores_.shape == (3, 60)
    single = MIFeatureSelector(k=1, per_class=True, discrete_features=True)
    single.fit(data, y)
    assert_allclose(selector.class_scores_, single.class_scores_, **EXACT)
    assert_allclose(selector.scores_, single.scores_, **EXACT)


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array])
def test_labels_choose_in_turn(words, convert):
    X, y = words
    labels = np.column_stack([y == 0, y != 2, np.zeros(y.size)]).astype(int)
    selector = CMIM(k=6, discrete_features=True).fit(
        convert((X > 0).astype(int)), labels
    )
    both = [
        CMIM(k=6, discrete_features=True).fit(
            convert((X > 0).astype(int)), labels[:, c]
        )
        for c in (0, 1)
    ]
    assert selector.ranking_[0] == both[1].ranking_[0]  # the larger label first
    own = both[0].scores_ + both[1].scores_
    assert_allclose(selector.scores_, own, **EXACT)


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


def test_progress_is_printed(codes, capsys):
    X, y = codes
    MRMR(k=3, verbose=1, discrete_features=True).fit(X, y)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("[MRMR] step 2: feature ")


def test_messages_call_features_by_their_names(codes, capsys):
    X, y = codes
    frame = pd.DataFrame(X, columns=[f"gene {j}" for j in range(X.shape[1])])
    best = MRMR(k=1, verbose=1, discrete_features=True).fit(frame, y).ranking_[0]
    assert f"step 1: feature 'gene {best}', score" in capsys.readouterr().out
    blanket = MarkovBlanketSelector(verbose=1, discrete_features=True).fit(frame, y)
    assert f"+ feature 'gene {blanket.ranking_[0]}': " in capsys.readouterr().out
    both = {"start": ["gene 2", "gene 1"], "exclude": ["gene 1"]}
    with pytest.raises(ValueError, match="start and exclude share feature 'gene 1'"):
        MRMR(k=3, **both).fit(frame, y)
    with pytest.raises(ValueError, match="start=.'gene 1', 'gene 1'. repeats"):
        MRMR(k=3, start=["gene 1", "gene 1"]).fit(frame, y)


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


def test_selectors_of_scikit_learn_take_the_scores(codes):
    X, y = codes

    def score(X, y):
        return JMI(k=1, discrete_features=True).fit(X, y).scores_

    assert SelectKBest(score, k=3).fit(X, y).get_support().sum() == 3


@pytest.mark.parametrize("hopeless", [0.0, 0.5, 9.0])
def test_what_is_expected_changes_nothing(monkeypatch, hopeless):
    rng = np.random.default_rng(5)
    y = rng.integers(0, 3, 200)
    rates = rng.uniform(0, 0.4, 600) * rng.uniform(0.3, 1, (3, 600))[y]
    X = sp.csr_array((rng.random((200, 600)) < rates).astype(float))
    first = JMI(k=25).fit(X, y)
    monkeypatch.setattr(_bounded_search, "HOPELESS", hopeless)
    for k in (25, 40):
        own = JMI(k=k).fit(X, y)
        assert_array_equal(own.ranking_[:25], first.ranking_)
        assert_array_equal(own.selection_scores_[:25], first.selection_scores_)


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


def test_a_share_is_not_a_number_however_equal(codes):
    own = JMI(k=1.0, discrete_features=True).fit(*codes)
    assert own.set_params(k=1).get_support().sum() == 1
    own = JMI(k=1, discrete_features=True).fit(*codes)
    with pytest.raises(ValueError, match="k=1.0 needs more than the 1 features"):
        own.set_params(k=1.0).get_support()
    relevant = MIFeatureSelector(k=1.0, discrete_features=True).fit(*codes)
    assert relevant.set_params(k=1).get_support().sum() == 1
    for selector in (own, relevant, GlobalMISelector(k=1).fit(*codes)):
        for k in (0, -1, "foo", 0.0):
            with pytest.raises(ValueError, match="The 'k' parameter of"):
                selector.set_params(k=k).get_support()


@pytest.mark.parametrize("measure", ["discrete", "gaussian_copula"])
@pytest.mark.parametrize("kind", [SequentialMISelector, MIFeatureSelector])
def test_the_heaviest_class_chooses_first(kind, measure):
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], [50, 30, 20])
    X = rng.normal(size=(100, 12)) + (np.arange(12) % 3 == y[:, None])
    if measure == "discrete":
        X = (X > 0).astype(int)
    weights = np.where(y == 2, 9, 1)
    rows = np.repeat(np.arange(100), weights)
    selector = kind(k=6, per_class=True, measure=measure)
    own = clone(selector).fit(X, y, weights)
    assert_array_equal(own.ranking_, selector.fit(X[rows], y[rows]).ranking_)


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

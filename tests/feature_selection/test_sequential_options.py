"""The greedy selectors: k, where to stop, candidates, and classes in turn."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from references.selection import paths_equal, scores_along
from sklearn.base import clone

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
from sklearn_info.feature_selection._stopping import conditional_pvalue

# A few terms, each a sum over some hundred cells of rounding 1e-15.
EXACT = {"rtol": 0, "atol": 1e-12}


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


# ---------------------------------------------------------------------------- messages


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

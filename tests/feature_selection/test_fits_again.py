"""A second fit of the same selector, of other data or with other parameters."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import threading

import numpy as np
import pytest
import scipy.sparse as sp
from joblib import parallel_config
from numpy.testing import assert_array_equal
from sklearn.base import clone

from sklearn_info.feature_selection import (
    FCBF,
    JMI,
    GlobalMISelector,
    MarkovBlanketSelector,
    MIFeatureSelector,
    _neighbor_pairs,
)
from sklearn_info.utils import _parallel


@pytest.mark.parametrize("kind", [JMI, MIFeatureSelector])
def test_nothing_is_left_of_a_fit_before(codes, kind):
    X, y = codes
    selector = kind(k="auto", per_class=True, alpha=0.9).fit(X, y)
    assert {"class_scores_", "pvalues_", "classes_"} <= set(vars(selector))
    again = selector.set_params(k=3, per_class=False).fit(X[:, :5], X[:, 5] / 3)
    fresh = kind(k=3, alpha=0.9).fit(X[:, :5], X[:, 5] / 3)
    assert set(vars(again)) == set(vars(fresh))


def test_classes_that_were_not_scored_are_not_asked_for(codes):
    X, y = codes
    selector = MIFeatureSelector(k=5).fit(X, y).set_params(per_class=True, k=2)
    assert_array_equal(
        selector.get_support(), MIFeatureSelector(k=2).fit(X, y).get_support()
    )


def test_parts_with_other_labels_are_refused(codes):
    X, y = codes
    labels = np.stack([y == 0, y > 1, X[:, 0] > 2], axis=1).astype(int)
    selector = MIFeatureSelector(k=3, discrete_features=True)
    selector.partial_fit(X, labels)
    with pytest.raises(ValueError, match="y has 2 labels, but 3 in the parts before"):
        selector.partial_fit(X, labels[:, :2])


def test_parts_with_other_levels_are_refused(words):
    X, y = sp.csr_array(words[0]), words[1]
    selector = MIFeatureSelector(k=3, levels="presence").partial_fit(X, y)
    with pytest.raises(ValueError, match="levels='counts' is not what the parts"):
        selector.set_params(levels="counts").partial_fit(X, y)


@pytest.mark.parametrize("weighted", [False, True])
def test_a_label_that_all_have_is_no_test(codes, weighted):
    X, y = codes
    varying = np.stack([y == 0, y == 1], axis=1).astype(int)
    labels = np.column_stack([varying, np.ones_like(y)])
    for seed in range(20 if weighted else 1):
        weights = np.random.default_rng(seed).random(y.size) if weighted else None
        own, fewer = (
            MIFeatureSelector(k="auto", discrete_features=True, alpha=0.999)
            .fit(X, one, weights)
            .pvalues_
            for one in (labels, varying)
        )
        assert_array_equal(own, fewer)


SELECTORS = [
    FCBF(),
    GlobalMISelector(k=2),
    MarkovBlanketSelector(),
    MIFeatureSelector(k=2),
    MIFeatureSelector(k=2, measure="neighbors"),
    JMI(k=2),
    JMI(k=2, measure="neighbors"),
]


@pytest.mark.parametrize("worth_sharing", [0.0, np.inf])
@pytest.mark.parametrize("selector", SELECTORS, ids=repr)
def test_no_thread_is_left(monkeypatch, codes, selector, worth_sharing):
    """Also where a context says how many there are, and whatever a thread is worth."""
    for name in ("WORTH_A_THREAD", "WORTH_A_HELPER"):
        monkeypatch.setattr(_parallel, name, 1)
    monkeypatch.setattr(_neighbor_pairs, "WORTH_SHARING", worth_sharing)
    monkeypatch.setattr(_parallel, "n_processors", lambda: 3)
    before = set(threading.enumerate())
    with parallel_config("threading", n_jobs=3):
        clone(selector).fit(*codes)
    left = set(threading.enumerate()) - before
    assert not [one for one in left if "serve" in str(one._target)]


@pytest.mark.parametrize("measure", ["discrete", "gaussian_copula"])
def test_a_label_that_all_have_takes_no_turn(codes, measure):
    X, y = codes
    varying = np.stack([y == 0, y == 1], axis=1).astype(int)
    labels = np.column_stack([np.ones_like(y), varying])
    selector = MIFeatureSelector(k=6, per_class=True, measure=measure)
    own, fewer = (clone(selector).fit(X, one).ranking_ for one in (labels, varying))
    assert_array_equal(own, fewer)


def test_parts_may_begin_without_labels(codes):
    X, y = codes
    labels = np.stack([y == 0, y == 1], axis=1).astype(int)
    own = MIFeatureSelector(k=2, per_class=True, discrete_features=True)
    own.partial_fit(X[:5], np.zeros_like(labels[:5]))
    assert own.ranking_.tolist() == [0, 1]
    own.partial_fit(X[5:], labels[5:])
    labels[:5] = 0
    whole = MIFeatureSelector(k=2, per_class=True, discrete_features=True)
    assert_array_equal(own.ranking_, whole.fit(X, labels).ranking_)

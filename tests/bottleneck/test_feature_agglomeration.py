"""InformationFeatureAgglomeration: what it keeps, and what it takes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pickle
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.word_clusters import (
    information,
    make_text,
    of_clusters,
    word_joint,
)
from scipy.cluster.hierarchy import fcluster, is_monotonic, is_valid_linkage
from sklearn import config_context
from sklearn.base import clone
from sklearn.cluster import FeatureAgglomeration
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mutual_info_score
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from sklearn_info.bottleneck import InformationFeatureAgglomeration

METHODS = ["divisive", "agglomerative"]
SPARSE = [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]
# Sums of at most some thousand terms p log p.
EXACT = {"rtol": 0, "atol": 1e-12}


def make(n_clusters=5, **parameters):
    parameters = {"random_state": 0} | parameters
    return InformationFeatureAgglomeration(n_clusters, **parameters)


@parametrize_with_checks([make(2, method=method) for method in METHODS])
def test_scikit_learn_checks(estimator, check):
    check(estimator)


# ------------------------------------------------------------------- information


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pseudo_count", [0, 1, 5])
def test_information_kept_and_lost(text, method, pseudo_count):
    X, y = text
    model = make(method=method, pseudo_count=pseudo_count).fit(X, y)
    assert_array_equal(model.feature_count_, np.eye(3)[:, y] @ X)
    joint = word_joint(model.feature_count_, pseudo_count)
    kept = of_clusters(joint, model.labels_, 5)  # every word occurs
    assert_allclose(model.information_, information(kept), **EXACT)
    whole = information(joint)
    assert_allclose(model.information_ + model.information_loss_, whole, **EXACT)
    assert_allclose(model.feature_information_.sum(), whole, **EXACT)
    share = kept / kept.sum(axis=1, keepdims=True)
    assert_allclose(model.cluster_class_distribution_, share, **EXACT)


@pytest.mark.parametrize("method", METHODS)
def test_information_is_that_of_the_sums_as_scikit_learn_has_it(text, method):
    """Without a pseudo-count it speaks of what transform returns."""
    X, y = text
    model = make(method=method, pseudo_count=0).fit(X, y)
    table = np.eye(3)[:, y] @ model.transform(X)
    kept = mutual_info_score(None, None, contingency=table)
    whole = mutual_info_score(None, None, contingency=np.eye(3)[:, y] @ X)
    assert_allclose(model.information_, kept, **EXACT)
    assert_allclose(model.information_loss_, whole - kept, **EXACT)


@given(st.integers(0, 10_000), st.integers(1, 20), st.sampled_from(METHODS))
@settings(deadline=None, max_examples=20)
def test_names_of_classes_and_order_of_columns_do_not_matter(seed, n_clusters, method):
    X, y = make_text(seed)
    arguments = {"method": method, "pseudo_count": 1}
    names = np.array(["z", "m", "a"])[y]  # the other way round
    model = make(n_clusters, **arguments).fit(X, names)
    assert_array_equal(model.classes_, ["a", "m", "z"])
    expected = make(n_clusters, **arguments).fit(X, 2 - y)
    assert_array_equal(model.labels_, expected.labels_)
    order = np.random.default_rng(seed).permutation(X.shape[1])
    shuffled = make(n_clusters, **arguments).fit(X[:, order], y)
    both = shuffled.information_ + shuffled.information_loss_
    assert_allclose(both, expected.information_ + expected.information_loss_, **EXACT)


@pytest.mark.parametrize("method", METHODS)
def test_equal_features_share_a_cluster_and_cost_nothing(text, method):
    X, y = text
    twice = np.hstack([X, X])
    model = make(method=method, pseudo_count=0).fit(twice, y)
    half = len(model.labels_) // 2
    assert_array_equal(model.labels_[:half], model.labels_[half:])
    once = make(method=method, pseudo_count=0).fit(X, y)
    assert_allclose(model.information_, once.information_, **EXACT)


def test_more_starts_keep_no_less():
    X, y = make_text(n_features=500)
    kept = [make(20, n_init=n).fit(X, y).information_ for n in (1, 3, 10)]
    assert_array_equal(np.sort(kept), kept)
    assert kept[0] < kept[2]  # or the starts would be one


@pytest.mark.parametrize("n_jobs", [1, 2, -1])
def test_same_result_whatever_n_jobs(text, n_jobs):
    X, y = text
    expected = make(8, n_init=5).fit(X, y)
    model = make(8, n_init=5, n_jobs=n_jobs).fit(X, y)
    assert_array_equal(model.labels_, expected.labels_)
    assert model.information_ == expected.information_


def test_random_state_is_drawn_from():
    X, y = make_text(n_features=500)
    state = np.random.RandomState(0)
    first, second = (make(30, random_state=state).fit(X, y) for _ in range(2))
    assert (first.labels_ != second.labels_).any()
    assert_array_equal(first.labels_, make(30).fit(X, y).labels_)


# ------------------------------------------------------------- weights and parts


@pytest.mark.parametrize("container", [np.asarray, *SPARSE])
def test_a_weight_is_that_many_rows(text, container):
    X, y = text
    weight = np.arange(len(y)) % 4
    model = make().fit(container(X), y, sample_weight=weight)
    expected = make().fit(np.repeat(X, weight, axis=0), np.repeat(y, weight))
    assert_array_equal(model.feature_count_, expected.feature_count_)
    assert_array_equal(model.labels_, expected.labels_)


@pytest.mark.parametrize("method", METHODS)
def test_parts_are_the_whole(text, method):
    X, y = text
    names = np.array(["arts", "sport", "trade"])[y]
    order = np.argsort(-y, kind="stable")  # classes come one after the other
    model = make(method=method)
    with warnings.catch_warnings():
        # One class says nothing of any word.
        warnings.simplefilter("ignore", ConvergenceWarning)
        for part in np.array_split(order, 7):
            model.partial_fit(sp.csr_array(X[part]), names[part])
    expected = make(method=method).fit(X, names)
    assert_array_equal(model.classes_, expected.classes_)
    assert_array_equal(model.feature_count_, expected.feature_count_)
    assert_array_equal(model.labels_, expected.labels_)


def test_parts_know_classes_to_come(text):
    X, y = text
    model = make().partial_fit(X[y > 0], y[y > 0], classes=[0, 1, 2])
    assert_array_equal(model.classes_, [0, 1, 2])
    assert (model.feature_count_[0] == 0).all()
    assert model.cluster_class_distribution_.shape == (5, 3)


def test_fit_forgets_parts(text):
    X, y = text
    model = make().partial_fit(X, y).partial_fit(X, y).fit(X, y)
    assert_array_equal(model.feature_count_, make().fit(X, y).feature_count_)


def test_metadata_is_routed(text):
    X, y = text
    weight = np.arange(len(y)) % 3
    with config_context(enable_metadata_routing=True):
        pipeline = make_pipeline(
            make().set_fit_request(sample_weight=True),
            MultinomialNB().set_fit_request(sample_weight=False),
        ).fit(X, y, sample_weight=weight)
    expected = make().fit(X, y, sample_weight=weight)
    assert_array_equal(pipeline[0].feature_count_, expected.feature_count_)


# ----------------------------------------------------------------- kinds of input


@pytest.mark.parametrize("container", SPARSE)
@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float32, np.float64])
def test_sparse_is_dense(text, container, index, dtype):
    X, y = text
    X = X.astype(dtype)
    S = container(X)
    S.indptr, S.indices = S.indptr.astype(index), S.indices.astype(index)
    model, expected = make().fit(S, y), make().fit(X, y)
    assert_array_equal(model.feature_count_, expected.feature_count_)
    assert_array_equal(model.labels_, expected.labels_)
    Z = expected.transform(X)
    assert Z.dtype == (np.int64 if X.dtype.kind in "iub" else X.dtype)
    one_hot = (model.labels_[:, None] == np.arange(5)).astype(np.int64)
    assert_array_equal(Z, X @ one_hot)
    for sparse_output in (False, True):
        T = model.set_params(sparse_output=sparse_output).transform(S)
        assert sp.issparse(T) == sparse_output
        assert T.dtype == Z.dtype
        assert_array_equal(T.toarray() if sparse_output else T, Z)
        if sparse_output:
            assert isinstance(T, sp.sparray) == isinstance(S, sp.sparray)
            assert T.format == "csr"


def test_duplicate_entries_are_summed(text):
    X, y = text
    C = sp.coo_array(X)
    rows, columns = np.tile(C.coords, 2)
    order = np.argsort(rows, kind="stable")
    indptr = np.append(0, np.cumsum(np.bincount(rows, minlength=len(X))))
    S = sp.csr_array((np.tile(C.data, 2)[order], columns[order], indptr), X.shape)
    model = make().fit(S, y)
    assert_array_equal(model.feature_count_, 2 * make().fit(X, y).feature_count_)
    assert_array_equal(model.transform(S), 2 * model.transform(X))


def test_sparse_output_follows_its_rule():
    """Two entries a row: dense for 5 clusters, where two fifths may be occupied."""
    rng = np.random.default_rng(0)
    X = sp.csr_array(rng.permuted(np.arange(40) < 2, axis=-1)[None].repeat(300, 0))
    X = sp.csr_array(rng.permuted(X.toarray(), axis=1).astype(float))
    y = rng.integers(0, 8, 300)
    assert not sp.issparse(make(5).fit_transform(X, y))
    assert sp.issparse(make(20).fit_transform(X, y))
    assert not sp.issparse(make(20).fit_transform(X.toarray(), y))
    assert sp.issparse(make(5, sparse_output=True).fit_transform(X.toarray(), y))
    frame = make(20).set_output(transform="pandas").fit_transform(X, y)
    assert frame.shape == (300, 20)


@pytest.mark.parametrize("library", [pd, pl])
def test_frames(text, library):
    X, y = text
    names = [f"word{j}" for j in range(X.shape[1])]
    frame = library.DataFrame(dict(zip(names, X.T)))
    model = make().fit(frame, library.Series(np.array(["a", "b", "c"])[y]))
    assert_array_equal(model.feature_names_in_, names)
    assert_array_equal(model.labels_, make().fit(X, y).labels_)
    model.set_output(transform=library.__name__)
    Z = model.transform(frame)
    assert list(Z.columns) == list(model.get_feature_names_out())
    assert_array_equal(Z.to_numpy(), X @ (model.labels_[:, None] == np.arange(5)))


def test_multilabel_rows_count_in_each_class(text):
    X, y = text
    labels = np.eye(4, dtype=int)[y]
    labels[::3, 3] = 1
    model = make().fit(X, labels)
    assert_array_equal(model.feature_count_, labels.T @ X)
    assert_array_equal(model.classes_, np.arange(4))
    for other in (sp.csr_array(labels), sp.csr_array(X), pd.DataFrame(labels)):
        if other.shape == X.shape:
            again = make().fit(other, labels)
        else:
            again = make().fit(X, other)
        assert_array_equal(again.labels_, model.labels_)
    # Rows of one label each are rows of one class.
    single = make().fit(X, np.eye(3, dtype=int)[y])
    assert_array_equal(single.labels_, make().fit(X, y).labels_)


def test_presence_and_weights(text):
    X, y = text
    presence = make().fit(X > 0, y)
    assert_array_equal(presence.feature_count_, np.eye(3)[:, y] @ (X > 0))
    scaled = make(pseudo_count=0).fit(0.125 * X, y)  # a power of two: exact
    assert_array_equal(scaled.labels_, make(pseudo_count=0).fit(X, y).labels_)


# ---------------------------------------------------------------- scikit-learn's way


def test_unseen_features_are_dropped(text):
    X, y = text
    gap = np.insert(X, [0, 30, 60], 0, axis=1)
    model, expected = make().fit(gap, y), make().fit(X, y)
    assert_array_equal(np.flatnonzero(model.labels_ < 0), [0, 31, 62])
    assert_array_equal(model.labels_[model.labels_ >= 0], expected.labels_)
    gap[:, 0] = 7
    assert_array_equal(model.transform(gap), expected.transform(X))
    assert_array_equal(model.transform(sp.csr_array(gap)), expected.transform(X))
    back = model.inverse_transform(expected.transform(X))
    assert (back[:, [0, 31, 62]] == 0).all()


def test_inverse_transform_is_that_of_feature_agglomeration(text):
    X, y = text
    model = make().fit(X, y)
    Z = model.transform(X)
    peer = FeatureAgglomeration(n_clusters=5).fit(X)
    peer.labels_ = model.labels_
    assert_array_equal(model.inverse_transform(Z), peer.inverse_transform(Z))
    for container in (sp.csr_array, sp.csc_matrix):
        back = model.inverse_transform(container(Z))
        assert sp.issparse(back)
        assert_array_equal(back.toarray(), model.inverse_transform(Z))


def test_names_are_the_strongest_words(text):
    X, y = text
    words = np.array([f"w{j}" for j in range(X.shape[1])], dtype=object)
    model = make().fit(X, y)
    names = model.get_feature_names_out(words)
    for t, name in enumerate(names):
        members = np.flatnonzero(model.labels_ == t)
        best = members[np.argsort(-model.feature_information_[members])[:3]]
        assert name == "+".join(words[best])
    assert_array_equal(
        model.get_feature_names_out(),
        [f"informationfeatureagglomeration{t}" for t in range(5)],
    )


def test_names_differ_even_if_words_hold_a_plus():
    X = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]])
    model = make(2).fit(X, [0, 0, 1])
    model.labels_ = np.array([0, 0, 1])
    names = model.get_feature_names_out(["a", "b", "a+b"])
    assert len(set(names)) == 2


def test_pipeline_search_pickle_clone():
    texts = ["good goal", "team goal", "price up", "market price", "goal team"] * 6
    y = [0, 0, 1, 1, 0] * 6
    pipeline = make_pipeline(CountVectorizer(), make(2), LogisticRegression())
    grid = {"informationfeatureagglomeration__n_clusters": [1, 2, 3]}
    search = GridSearchCV(pipeline, grid, cv=2).fit(texts, y)
    assert search.best_score_ == 1
    best = search.best_estimator_
    assert "goal" in "".join(best[:-1].get_feature_names_out())
    again = pickle.loads(pickle.dumps(best))
    assert_array_equal(again.predict(texts), best.predict(texts))
    assert clone(best[1]).get_params() == best[1].get_params()


def test_tree_is_a_linkage_of_scipy(text):
    X, y = text
    X = np.insert(X, 0, 0, axis=1)
    model = make(7, method="agglomerative").fit(X, y)
    Z = model.linkage_
    assert is_valid_linkage(Z)
    assert is_monotonic(Z)
    assert model.n_leaves_ == len(Z) + 1 == X.shape[1] - 1
    assert_array_equal(model.children_, Z[:, :2])
    assert_array_equal(model.distances_, Z[:, 2])
    whole = model.information_ + model.information_loss_
    assert_allclose(Z[-1, 2], whole, **EXACT)
    assert_allclose(Z[-7, 2], model.information_loss_, **EXACT)
    # The same clusters as those that scipy cuts.
    ours, theirs = model.labels_[1:], fcluster(Z, 7, "maxclust")
    assert len(set(zip(ours, theirs))) == 7


def test_features_come_into_play_as_told(text):
    X, y = text
    everything = make(4, method="agglomerative", max_active=60).fit(X, y)
    few = make(4, method="agglomerative", max_active=4).fit(X, y)
    one = make(4, method="agglomerative", max_active=1).fit(X, y)
    assert (few.labels_ != everything.labels_).any()
    assert_array_equal(one.labels_, few.labels_)  # never fewer than n_clusters


def test_divisive_has_no_tree(text):
    model = make(method="agglomerative").fit(*text)
    model.set_params(method="divisive").fit(*text)
    assert not hasattr(model, "linkage_")
    assert not hasattr(model, "children_")


@pytest.mark.parametrize("method", METHODS)
def test_one_cluster_keeps_nothing(text, method):
    X, y = text
    model = make(1, method=method).fit(X, y)
    assert_allclose(model.information_, 0, **EXACT)
    assert_array_equal(model.transform(X), X.sum(axis=1, keepdims=True))

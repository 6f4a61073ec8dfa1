"""Features that are chosen together."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.preprocessing import OneHotEncoder

from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    SelectionPathCV,
    SequentialMISelector,
    _groups,
)
from sklearn_info.feature_selection._groups import Groups
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.preprocessing import EncodedTable

LABELS = np.array(list("cabbacdeed"))


@pytest.fixture
def data():
    """Columns in groups, and a column for each group of equal information."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 400)
    X = rng.integers(0, 3, (400, LABELS.size))
    for j in (1, 6, 8):
        X[:, j] = np.where(rng.random(400) < 0.3, y, X[:, j])
    together = np.column_stack(
        [
            np.unique(X[:, label == LABELS], axis=0, return_inverse=True)[1].ravel()
            for label in "cabde"
        ]
    )
    return X, together, y


def selected(labels, groups):
    return [j for group in groups for j in np.flatnonzero(labels == "cabde"[group])]


def grouped(criterion, **options):
    return SequentialMISelector(
        criterion, groups=LABELS, discrete_features=True, **options
    )


@pytest.mark.parametrize("criterion", ["mrmr", "jmi", "cmim", "cmi", "relax_mrmr"])
@pytest.mark.parametrize("per_class", [False, True])
@pytest.mark.parametrize("sparse", [False, True])
def test_a_group_is_the_variable_that_its_columns_make(
    data, criterion, per_class, sparse
):
    X, together, y = data
    plain = SequentialMISelector(
        criterion, k=4, per_class=per_class, discrete_features=True
    ).fit(together, y)
    given, levels = (sp.csr_array(X), {"levels": "counts"}) if sparse else (X, {})
    own = grouped(criterion, k=4, per_class=per_class, **levels).fit(given, y)
    assert own.ranking_.tolist() == selected(LABELS, plain.ranking_)
    for name in ("relevance", "redundancy", "conditional_redundancy", "score"):
        assert_array_equal(own.selection_path_[name], plain.selection_path_[name])
    first = [np.flatnonzero("cabde"[group] == LABELS)[0] for group in plain.ranking_]
    assert own.selection_path_["feature"].tolist() == first
    assert_array_equal(own.selection_scores_, plain.selection_scores_)
    places = ["cabde".index(label) for label in LABELS]
    assert_array_equal(own.scores_, plain.scores_[places])
    if per_class:
        assert_array_equal(own.class_scores_, plain.class_scores_[:, places])
    assert_array_equal(own.transform(X), X[:, np.sort(own.ranking_)])
    assert own.n_features_to_select_ == own.ranking_.size


def test_indicators_are_their_variable():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 4, 500)
    X = rng.integers(0, [3, 5, 2, 7, 4], (500, 5))
    X[:, 3] = np.where(rng.random(500) < 0.4, y, X[:, 3])
    X[:, 1] = np.where(rng.random(500) < 0.3, y, X[:, 1])
    encoder = OneHotEncoder().fit(X)
    labels = np.repeat(np.arange(5), [len(own) for own in encoder.categories_])
    plain = CMIM(k=3, discrete_features=True).fit(X, y)
    for indicators in (encoder.transform(X), encoder.transform(X).toarray()):
        own = CMIM(k=3, groups=labels).fit(indicators, y)
        blocks = [np.flatnonzero(labels == j) for j in plain.ranking_]
        assert_array_equal(own.ranking_, np.concatenate(blocks))
        assert_array_equal(own.selection_scores_, plain.selection_scores_)


@pytest.mark.parametrize("share", [0, 100])
def test_groups_of_words_by_either_kind_of_table(monkeypatch, share):
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, 600)
    X = (rng.random((600, 90)) < 0.05).astype(np.int64)
    X[:, 7] = (rng.random(600) < 0.4) & (y == 1)
    labels = np.arange(90) // 3
    dense = JMI(k=8, groups=labels, discrete_features=True).fit(X, y)
    monkeypatch.setattr(_groups, "DENSE_SHARE", share)
    kinds = []
    joined = Groups.joined

    def note(self, table):
        kinds.append(type(joined(self, table)))
        return joined(self, table)

    monkeypatch.setattr(Groups, "joined", note)
    for container in (sp.csr_array, sp.csc_array):
        own = JMI(k=8, groups=labels).fit(container(X), y)
        assert own.selection_path_.tobytes() == dense.selection_path_.tobytes()
        assert_array_equal(own.ranking_, dense.ranking_)
    assert set(kinds) == {EncodedTable if share else SparseTable}


def test_a_sparse_group_of_too_many_combinations_is_refused():
    rng = np.random.default_rng(3)
    X = sp.random_array((3000, 300), density=0.01, format="csr", rng=rng)
    labels = np.minimum(np.arange(300), 270)
    with pytest.raises(ValueError, match="JMI: the columns of group 270 make .* comb"):
        JMI(k=2, groups=labels).fit(X, rng.integers(0, 2, 3000))


def test_groups_by_name_start_and_exclude(data):
    X, together, y = data
    frame = pd.DataFrame(X, columns=[f"f{j}" for j in range(10)])
    # A feature stands for its group; two of one group are one.
    own = grouped("jmi", k=4, start=["f7", "f8"], exclude=["f4"]).fit(frame, y)
    plain = JMI(k=4, start=[4], exclude=[1], discrete_features=True).fit(together, y)
    assert own.ranking_.tolist() == selected(LABELS, plain.ranking_)
    # Whatever kind of labels.
    numbers = ["cabde".index(label) for label in LABELS]
    mixed = [number or "none" for number in numbers]
    rankings = [
        JMI(k=2, groups=labels, discrete_features=True).fit(X, y).ranking_.tolist()
        for labels in (LABELS, pd.Series(LABELS), numbers, mixed)
    ]
    assert rankings[1:] == rankings[:-1]


def test_labels_of_any_type(data):
    X, _, y = data
    plain = JMI(k=2, groups=LABELS, discrete_features=True).fit(X, y)
    numbers = np.unique(LABELS, return_inverse=True)[1].tolist()
    for labels in (list(map(np.int64, numbers)), list(map(np.str_, LABELS))):
        groups = np.empty(len(labels), dtype=object)
        groups[:] = labels
        own = JMI(k=2, groups=groups, discrete_features=True).fit(X, y)
        assert_array_equal(own.ranking_, plain.ranking_)


def test_k_counts_groups(data):
    X, _, y = data
    own = grouped("mrmr", k="all").fit(X, y)
    assert sorted(own.ranking_) == list(range(10))
    assert own.selection_scores_.size == 5
    for k, n in ((1, 1), (0.4, 2), (3, 3)):
        again = grouped("mrmr", k=k).fit(X, y)
        assert again.selection_scores_.size == n
        assert_array_equal(own.set_params(k=k).get_support(), again.get_support())
    auto = grouped("jmi", k="auto").fit(X, y)
    assert auto.pvalues_.size == auto.selection_scores_.size


def test_memory_tells_groups_apart(data, tmp_path):
    X, _, y = data
    for groups in (None, LABELS, pd.Series(LABELS), LABELS[::-1]):
        for k in (3, 2):
            plain = MRMR(k=k, groups=groups, discrete_features=True).fit(X, y)
            own = MRMR(k=k, groups=groups, discrete_features=True, memory=tmp_path)
            assert_array_equal(own.fit(X, y).ranking_, plain.ranking_)
            assert_allclose(own.scores_, plain.scores_, rtol=0, atol=0)
    assert len(list(tmp_path.rglob("*.ranking"))) == 3


def test_progress_names_the_group(data, capsys):
    X, _, y = data
    own = grouped("mrmr", k=1, verbose=1).fit(X, y)
    line = f"step 1: group {str(LABELS[own.ranking_[0]])!r}, score"
    assert line in capsys.readouterr().out


def test_a_path_of_groups_is_left_to_grid_search(data):
    X, _, y = data
    with pytest.raises(ValueError, match="GridSearchCV"):
        SelectionPathCV(MRMR(groups=LABELS), k=[1, 2]).fit(X, y)

"""Which features are kept, given their scores."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sklearn_info.feature_selection import FCBF, MIFeatureSelector
from sklearn_info.feature_selection._ranking import best_first, in_turns, n_to_select


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.data())
def test_best_first_sorts_by_score_then_index(scores, data):
    k = data.draw(st.integers(1, len(scores)))
    expected = sorted(range(len(scores)), key=lambda j: (-scores[j], j))[:k]
    assert best_first(np.array(scores, dtype=float), k).tolist() == expected


def test_classes_choose_in_turn_the_largest_first():
    class_scores = np.array([[0.9, 0.8, 0.1, 0.0], [0.7, 0.6, 0.5, 0.0]])
    features, scores = in_turns(class_scores, np.array([10, 20]), 3)
    assert features.tolist() == [0, 1, 2]  # class 1 takes 0, class 0 takes 1, ...
    assert scores.tolist() == [0.7, 0.8, 0.5]


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 12), st.randoms(use_true_random=False))
def test_turns_for_fewer_features_begin_those_for_more(n_classes, n_features, random):
    scores = np.array(
        [[random.randint(0, 3) for _ in range(n_features)] for _ in range(n_classes)]
    )
    sizes = np.array([random.randint(1, 9) for _ in range(n_classes)])
    everything, _ = in_turns(scores, sizes, n_features)
    assert sorted(everything.tolist()) == list(range(n_features))
    for k in range(1, n_features):
        np.testing.assert_array_equal(in_turns(scores, sizes, k)[0], everything[:k])


def test_empty_classes_have_no_turn():
    features, _ = in_turns(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 3]), 1)
    assert features.tolist() == [1]


def test_classes_that_are_no_part_take_turns_only_by_themselves():
    features, scores = in_turns(np.zeros((2, 3)), np.array([0, 0]), 2)
    assert features.tolist() == [0, 1]
    assert scores.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("k, n", [(3, 3), (0.1, 1), (0.5, 5), (1.0, 10), ("all", 10)])
def test_number_of_features(k, n):
    assert n_to_select(k, 10, "Owner") == n


def test_too_many_features():
    with pytest.raises(ValueError, match="Owner: k=11 features .* X has 10"):
        n_to_select(11, 10, "Owner")


def test_scores_that_differ_by_rounding_are_equal():
    scores = np.array([0.3, 0.5 - 2e-16, 0.5, 0.3 + 1e-16, 0.5 - 4e-16, 0.1])
    assert best_first(scores, 6).tolist() == [1, 2, 4, 0, 3, 5]
    assert best_first(scores, 1).tolist() == [1]
    assert best_first(scores, 4).tolist() == [1, 2, 4, 0]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kind", [MIFeatureSelector, FCBF])
def test_names_of_levels_break_no_tie(kind, seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 3, 60)
    y = (x + rng.integers(0, 2, 60)) % 3
    X = np.column_stack([x, (x + 1) % 3, 2 - x])
    assert kind(discrete_features=True).fit(X, y).ranking_[0] == 0

"""A step of greedy selection: who leads, by plain definitions."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sklearn_info._kernels._leading_units import (
    best_candidate,
    changed_units,
    leading_units,
    list_pairs,
)


@given(
    scores=st.lists(
        st.lists(st.sampled_from([-np.inf, 0.0, 1.5]), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    ),
    seed=st.integers(0, 1000),
)
def test_the_best_candidate_is_the_first_of_equal_ones(scores, seed):
    rng, scores = np.random.default_rng(seed), np.array(scores)
    columns = rng.permutation(18).reshape(6, 3)
    units = rng.permutation(6)[: len(scores)]
    of_all, of_units = np.full((6, 3), 9.0), np.full(6, 9.0)
    of_all[units], of_units[units] = scores, scores.max(axis=1)
    best = best_candidate(of_all, of_units, units, columns)
    assert best == (columns[units][scores == scores.max()].min(), scores.max())


@given(
    changed=st.lists(st.integers(0, 1), min_size=1, max_size=9),
    averages=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_whose_scores_change(changed, averages, seed):
    met = np.random.default_rng(seed).integers(0, 3, len(changed))
    flags, found = np.array(changed, dtype=np.uint8), np.full(len(changed), -1)
    n_units = changed_units(flags, met, averages, found)
    expected = [i for i, own in enumerate(changed) if own or (averages and met[i] > 0)]
    assert found[:n_units].tolist() == expected
    assert not flags.any()


@settings(deadline=None, max_examples=300)
@given(
    bounds=st.lists(st.integers(-9, 9), min_size=1, max_size=30),
    seed=st.integers(0, 1000),
    size=st.sampled_from([1, 2, 4, 9, 100]),
    fall=st.sampled_from([0.0, 0.25, 1.0, 4.0]),
)
def test_who_leads(bounds, seed, size, fall):
    met = np.random.default_rng(seed).integers(3, 6, len(bounds))
    found, work = np.full(len(bounds), -1), np.empty((2, len(bounds)))
    n_units, behind, n_pairs, n_lacking = leading_units(
        np.array(bounds, dtype=float), met, 5, fall, size, 1, work, found
    )
    is_behind = met < 5
    first = [i for i, bound in enumerate(bounds) if bound == max(bounds)]
    assert behind == any(is_behind[i] for i in first)
    if behind:
        finished = [b for b, late in zip(bounds, is_behind) if not late]
        least = max(finished, default=-np.inf)
        first = [i for i, b in enumerate(bounds) if is_behind[i] and b >= least]
        # All dyadic, so that there is no rounding.
        scores = [b - fall * lacking for b, lacking in zip(bounds, 5 - met)]
        best = max(scores)
        expected = sum(max(bounds[i] - best, 0) / fall for i in first) if fall else 0
        assert n_lacking == expected
        assert n_lacking <= sum(5 - met[i] for i in first)
        first = sorted(sorted(first, key=lambda i: -bounds[i])[:size])
    assert found[:n_units].tolist() == first
    assert n_pairs == is_behind[first].sum()


@given(
    met=st.lists(st.integers(0, 6), min_size=1, max_size=9),
    n_others=st.integers(6, 9),
    most=st.integers(1, 7),
    seed=st.integers(0, 1000),
)
def test_who_meets_whom(met, n_others, most, seed):
    """Of 6 that are selected the last are met, in their order."""
    rng, met = np.random.default_rng(seed), np.array(met)
    units = rng.permutation(met.size)[: rng.integers(met.size + 1)]
    expected = [
        (unit, n_others - 6 + variable)
        for unit in units.tolist()
        for variable in range(met[unit], min(met[unit] + most, 6))
    ]
    behind, n_pairs = [6 - met[unit] for unit in units], len(expected)
    found = n_pairs, max(behind, default=0), min(behind, default=6)
    if expected:  # no room
        before, small = met.copy(), np.empty((2, n_pairs - 1), dtype=np.int64)
        assert list_pairs(units, met, 6, n_others, most, small) == found
        assert (met == before).all()
    pairs, after = np.full((2, n_pairs + 3), -1), met.copy()
    assert list_pairs(units, after, 6, n_others, most, pairs) == found
    assert list(zip(*pairs[:, :n_pairs].tolist())) == expected
    assert (pairs[:, n_pairs:] == -1).all()
    met[units] = np.minimum(met[units] + most, 6)
    assert (after == met).all()

"""Bounds of what columns of a sparse table may tell."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from references.information import mutual_information

from sklearn_info.feature_selection import JMI, _bounded_search
from sklearn_info.feature_selection._bounded_search import BoundedSearch
from sklearn_info.feature_selection._reach import Reach, ReachOfSome
from sklearn_info.feature_selection._sparse_table import SparseTable

# Sums of a hundred terms of rounding 1e-16.
ROUNDING = 1e-12


def make_reach(X, y, n_levels, weights=None, columns_first=False):
    """The reach of the columns of a dense table of levels."""
    entries = sp.csc_array(X) if columns_first else sp.csr_array(X)
    levels = None if n_levels == 1 else entries.data.astype(np.uint8)
    table = SparseTable(entries, levels, n_levels)
    n_classes = int(y.max()) + 1
    each = np.ones(y.size) if weights is None else weights
    counts = np.array(
        [
            [
                [each[(y == c) & (x == v)].sum() for v in range(1, n_levels + 1)]
                for x in X.T
            ]
            for c in range(n_classes)
        ]
    )
    class_totals = np.bincount(y, weights=each)
    own = np.empty(0) if weights is None else weights
    entropies = np.array(
        [mutual_information(x, x, weights) for x in X.T.tolist()], dtype=float
    )
    return Reach(table, y.astype(np.int32), counts, class_totals, own, entropies)


def conditional_information(x, y, s, weights):
    both = list(zip(x, s))
    return mutual_information(both, y, weights) - mutual_information(s, y, weights)


@settings(deadline=None, max_examples=150)
@given(
    seed=st.integers(0, 10**6),
    n_levels=st.integers(1, 3),
    weighted=st.booleans(),
    columns_first=st.booleans(),
    n_rows=st.integers(6, 60),
)
# A column of every row, whose rest is 0 but for rounding up and down.
@example(seed=10, n_levels=2, weighted=True, columns_first=False, n_rows=10)
def test_no_column_tells_more(seed, n_levels, weighted, columns_first, n_rows):
    rng = np.random.default_rng(seed)
    y = np.append([0, 1, 2], rng.integers(0, 3, n_rows - 3))
    X = rng.integers(1, n_levels + 1, (n_rows, 9))
    X *= rng.random((n_rows, 9)) < rng.choice([0.05, 0.3, 0.9], 9)
    X[:, 3] = y == 1  # of which a cell holds every row or none
    weights = rng.uniform(0.1, 3.0, n_rows) if weighted else None
    watched = np.sort(rng.choice(9, 6, replace=False))
    own = ReachOfSome(make_reach(X, y, n_levels, weights, columns_first), watched)
    told, others = np.zeros(9), rng.permutation(9)[:5].tolist()
    for some in (others[:1], others[1:]):
        own.add(some)
        told += [
            sum(
                conditional_information(x, y.tolist(), X[:, s].tolist(), weights)
                for s in some
            )
            for x in X.T.tolist()
        ]
        assert (own.bounds(watched) >= told[watched] - ROUNDING).all()


def test_the_bound_of_a_rare_word_is_close():
    """All its rows are of one class, and each S tells a little of the class."""
    rng = np.random.default_rng(0)
    y = np.arange(4000) % 4
    X = (rng.random((4000, 8)) < 0.2 + 0.1 * (y[:, None] == np.arange(8) % 4)).astype(
        int
    )
    X[:, 0] = 0
    X[np.flatnonzero(y == 2)[:5], 0] = 1
    reach = make_reach(X, y, 1)
    own = ReachOfSome(reach, np.array([0]))
    own.add(list(range(1, 8)))
    told = sum(
        conditional_information(X[:, 0].tolist(), y.tolist(), s, None)
        for s in X.T[1:].tolist()
    )
    (bound,) = own.bounds(np.array([0]))
    assert told <= bound < 1.05 * told
    assert bound < 0.3 * 7 * reach.entropies[0]


def test_what_is_likely_is_the_bound_without_knowledge():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 200)
    X = (rng.random((200, 6)) < [0.02, 0.05, 0.1, 0.3, 0.9, 0.0]).astype(int)
    own = make_reach(X, y, 1)
    sizes = np.bincount(y)
    present = np.array([X[y == c].sum(axis=0) for c in range(3)])
    told = np.log(200 / sizes) @ present + (1 / sizes) @ present**2
    # In single precision, as it only says whom to look at.
    assert_allclose(own.likely, np.minimum(own.entropies, told / 200), rtol=1e-5)


@pytest.mark.parametrize(("levels", "hopeless"), [("presence", 1.3), ("counts", 3.0)])
def test_searches_make_use_of_it(levels, hopeless, monkeypatch):
    """Some come to keep up, others stay behind, and the choice is right."""
    refined = []
    refine = BoundedSearch._refine

    def noted(self, units):
        refined.append((refine(self, units), len(self._behind)))
        return refined[-1][0]

    monkeypatch.setattr(BoundedSearch, "_refine", noted)
    monkeypatch.setattr(_bounded_search, "REFINED", 1.0)
    monkeypatch.setattr(_bounded_search, "HOPELESS", hopeless)
    rng = np.random.default_rng(3)
    y = rng.integers(0, 6, 1500)
    often = rng.zipf(1.3, 3000).clip(2, 600) / 1500
    X = (rng.random((1500, 3000)) < often) * rng.integers(1, 3, (1500, 3000))
    for j in range(200):
        X[:, j] *= (y == j % 6) | (rng.random(1500) < 0.3)
    sparse = JMI(k=200, levels=levels).fit(sp.csr_array(X), y)
    dense = X if levels == "counts" else (X > 0).astype(int)
    plain = JMI(k=200, discrete_features=True).fit(dense, y)
    assert sparse.selection_path_.tobytes() == plain.selection_path_.tobytes()
    assert {outcome for outcome, _ in refined} == {True, False}
    assert refined[-1][1] > 0

"""Information of many columns with one target, in tables of any size."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sklearn_info.feature_selection import FCBF, _information_in_parts
from sklearn_info.feature_selection._information_in_parts import information_in_parts
from sklearn_info.measures import entropy, mutual_information
from sklearn_info.preprocessing import EncodedTable
from sklearn_info.utils import Target

# Sums of some hundred logarithms in another order.
EXACT = {"rtol": 0, "atol": 1e-12}


@pytest.mark.parametrize("most_cells", [1, 50, 1 << 22])
@pytest.mark.parametrize("weighted", [False, True])
def test_parts_change_nothing(most_cells, weighted, monkeypatch):
    monkeypatch.setattr(_information_in_parts, "MOST_CELLS", most_cells)
    rng = np.random.default_rng(0)
    n_levels = np.array([1, 2, 300, 3, 3, 250, 200, 4, 1])
    X = np.asfortranarray(rng.integers(0, n_levels, (90, 9)), dtype=np.uint16)
    y = rng.integers(0, 5, 90).astype(np.int32)
    weights = rng.random(90) if weighted else None
    information, entropies, of_y = information_in_parts(
        EncodedTable(X, n_levels), Target(y, np.arange(5)), weights=weights
    )
    options = {"sample_weight": weights, "estimator": "plugin"}
    for j, x in enumerate(X.T):
        assert_allclose(information[j], mutual_information(x, y, **options), **EXACT)
        assert_allclose(entropies[j], entropy(x, **options), **EXACT)
    assert_allclose(of_y, entropy(y, **options), **EXACT)


def test_memory_of_columns_of_many_levels():
    """Their joint tables would have some 10^9 cells."""
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 15_000, (20_000, 12)), rng.integers(0, 3, 20_000)
    X[:, 4] += y - X[:, 4] % 3
    selector = FCBF(discrete_features=True, max_features=3)
    tracemalloc.start()
    selector.fit(X, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert selector.ranking_[0] == 4
    assert peak < 60e6

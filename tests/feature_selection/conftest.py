"""What the tests of several selectors share: tables, and an eye on searches."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest

from sklearn_info.feature_selection import _kept_walks, _ranking_cache
from sklearn_info.feature_selection._greedy_search import GreedySearch


@pytest.fixture
def codes():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 300)
    X = rng.integers(0, 5, (300, 14))
    X[:, 2] = 7
    for j in (0, 1, 3, 9):
        X[:, j] = np.where(rng.random(300) < 0.3 + j / 30, y, X[:, j])
    X[:, 6] = X[:, 0]
    return X, y


@pytest.fixture
def words():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 300)
    X = rng.poisson(0.2 + 0.5 * (rng.integers(0, 5, 60) == y[:, None]))
    return X, y


@pytest.fixture
def no_walks(monkeypatch):
    """As in a new process; no walk takes steps that nobody has asked for; and states
    are kept however soon they are reached."""
    _kept_walks._kept.clear()
    monkeypatch.setattr(_kept_walks, "AHEAD", 0.0)
    monkeypatch.setattr(_ranking_cache, "PATIENCE", 0.0)


@pytest.fixture
def searched(monkeypatch):
    """Numbers of features already selected whenever a search looked for the best."""
    seen = []
    best = GreedySearch.best

    def noted(self):
        seen.append(len(self.selected))
        return best(self)

    monkeypatch.setattr(GreedySearch, "best", noted)
    return seen

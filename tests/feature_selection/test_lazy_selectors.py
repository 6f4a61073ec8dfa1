"""Selectors whose scores are corrected: what a lazy search leaves out is no better."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone

from sklearn_info.feature_selection import MRMR, SequentialMISelector
from sklearn_info.feature_selection._base_sequential import BaseSequentialSelector
from sklearn_info.feature_selection._criteria import CRITERIA

SELECTORS = [SequentialMISelector(criterion) for criterion in CRITERIA] + [
    MRMR(redundancy=redundancy) for redundancy in ("mean", "max", "normalized")
]


def noise(seed, n_samples, n_columns, n_levels):
    """Columns of which most tell less than nothing once bias is taken away."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n_samples)
    X = rng.integers(0, n_levels, (n_samples, n_columns))
    X[:, :3] += np.where(rng.random((n_samples, 3)) < 0.2, y[:, None], 0)
    return X, y


def takes_numbers(selector):
    """Whether a criterion compares two columns, and divides by no entropy."""
    criterion = selector._criterion()
    return not (criterion.normalized or criterion.three_way)


def check_that_paths_agree(selector, X, y, monkeypatch):
    own = selector.fit(X, y).selection_path_
    monkeypatch.setattr(BaseSequentialSelector, "_may_be_lazy", lambda *_: False)
    plain = selector.fit(X, y).selection_path_
    assert_array_equal(own["feature"], plain["feature"])
    assert_array_equal(own["score"], plain["score"])


@pytest.mark.parametrize("estimator", ["miller_madow", "grassberger", "jackknife"])
@pytest.mark.parametrize("selector", SELECTORS, ids=str)
def test_corrected_counts(selector, estimator, monkeypatch):
    X, y = noise(7, 60, 50, 4)
    selector = clone(selector).set_params(
        k=30, estimator=estimator, discrete_features=True
    )
    check_that_paths_agree(selector, X, y, monkeypatch)


@pytest.mark.parametrize(
    "selector", [one for one in SELECTORS if takes_numbers(one)], ids=str
)
def test_neighbors(selector, monkeypatch):
    X, y = noise(1, 80, 30, 9)
    X = X + np.random.default_rng(0).normal(size=X.shape)
    selector = clone(selector).set_params(k=25, measure="neighbors")
    check_that_paths_agree(selector, X, y, monkeypatch)

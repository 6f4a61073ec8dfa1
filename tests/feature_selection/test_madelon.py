"""Columns that tell a class together: as many are found as FEAST finds, or more."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest

from sklearn_info.datasets import make_madelon
from sklearn_info.feature_selection import CMIM, JMI


def sample(labels, seed, n_samples=2600, n_noise=100):
    n = {"random": 5, "parity": 2}[labels]
    return make_madelon(
        n_samples,
        labels=labels,
        n_informative=n,
        n_redundant=20 - n,
        n_noise=n_noise,
        random_state=seed,
    )


@pytest.mark.parametrize("labels", ["random", "parity"])
@pytest.mark.parametrize("selector", [JMI, CMIM])
def test_as_many_relevant_columns_as_feast(selector, labels):
    feast = pytest.importorskip("fstoolbox", reason="a peer of the benchmarks")
    for seed in range(3):
        X, y, relevant = sample(labels, seed)
        cuts = np.quantile(X, [0.2, 0.4, 0.6, 0.8], axis=0, method="inverted_cdf")
        codes = (cuts[:, None] < X).sum(axis=0).astype(np.uint32)
        own = selector(k=20).fit(X, y).ranking_  # which learns the same bins
        theirs, _ = getattr(feast, selector.__name__)(codes, y, 20)
        found = relevant[np.array(theirs, dtype=np.intp)].sum()
        assert relevant[own].sum() >= found


@pytest.mark.parametrize("labels", ["random", "parity"])
def test_joint_information_finds_all_by_every_measure(labels):
    X, y, relevant = sample(labels, 0)
    for measure in ("discrete", "gaussian_copula"):
        assert relevant[JMI(k=20, measure=measure).fit(X, y).ranking_].all()
    X, y, relevant = sample(labels, 0, n_samples=600, n_noise=15)
    found = JMI(k=20, measure="neighbors").fit(X, y).ranking_
    assert relevant[found].sum() >= 19

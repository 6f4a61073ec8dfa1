"""Columns that tell a class together: as many are found as FEAST finds, or more."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pytest

from sklearn_info.datasets import make_madelon
from sklearn_info.feature_selection import CMIM, JMI

# Relevant columns among the first 20 that FEAST (fstoolbox 0.0.2) selects from five
# equally frequent levels of each column, of the samples of seeds 0, 1 and 2.
FOUND_BY_FEAST = {
    (JMI, "random"): (20, 20, 20),
    (CMIM, "random"): (16, 20, 20),
    (JMI, "parity"): (20, 20, 20),
    (CMIM, "parity"): (18, 18, 17),
}


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


@pytest.mark.parametrize(("selector", "labels"), FOUND_BY_FEAST)
def test_as_many_relevant_columns_as_feast(selector, labels):
    for seed, found in enumerate(FOUND_BY_FEAST[selector, labels]):
        X, y, relevant = sample(labels, seed)
        own = selector(k=20).fit(X, y).ranking_  # which learns the same bins
        assert relevant[own].sum() >= found


@pytest.mark.parametrize("labels", ["random", "parity"])
def test_joint_information_finds_all_by_every_measure(labels):
    X, y, relevant = sample(labels, 0)
    for measure in ("discrete", "gaussian_copula"):
        assert relevant[JMI(k=20, measure=measure).fit(X, y).ranking_].all()
    X, y, relevant = sample(labels, 0, n_samples=600, n_noise=15)
    found = JMI(k=20, measure="neighbors").fit(X, y).ranking_
    assert relevant[found].sum() >= 19

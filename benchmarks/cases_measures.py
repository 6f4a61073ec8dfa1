"""Measures beside scikit-learn's."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from harness import Case, register
from sklearn.metrics import mutual_info_score, normalized_mutual_info_score

from sklearn_info.measures import (
    mutual_information,
    mutual_information_matrix,
    normalized_mutual_information,
)


def same(mine, theirs):
    return np.allclose(mine, theirs, rtol=0, atol=1e-10)


def follows(x, rng):
    """A column that repeats x, but for three rows in ten."""
    return np.where(rng.random(x.size) < 0.7, x, rng.integers(0, x.max() + 1, x.size))


@register
def two_columns():
    rng = np.random.default_rng(0)
    for n, n_levels in [(1_000, 4), (100_000, 8), (100_000, 300)]:
        x = rng.integers(0, n_levels, n)
        y = follows(x, rng)
        data = f"{n} rows, {n_levels} levels"
        yield Case(
            "mutual_information",
            data,
            "mutual_info_score",
            lambda x=x, y=y: mutual_information(x, y),
            lambda x=x, y=y: mutual_info_score(x, y),
            same,
        )
    yield Case(
        "normalized_mutual_information",
        data,
        "normalized_mutual_info_score",
        lambda: normalized_mutual_information(x, y),
        lambda: normalized_mutual_info_score(x, y),
        same,
    )


@register
def all_pairs():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 8, (20_000, 100))
    yield Case(
        "mutual_information_matrix",
        "20k x 100, 8 levels",
        "mutual_info_score, a loop",
        lambda: mutual_information_matrix(X)[0],
        lambda: [mutual_info_score(X[:, 0], x) for x in X.T],
        same,
        share=2 / (X.shape[1] + 1),  # a row of the upper triangle and diagonal
    )

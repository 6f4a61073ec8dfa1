"""Selectors beside scikit-learn's score functions."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from harness import Case, register
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import chi2, mutual_info_classif

from sklearn_info.datasets import load_20newsgroups, load_bbc_news
from sklearn_info.feature_selection import MIFeatureSelector


def same_scores(columns):
    """Scores of these columns agree to the rounding of sums of some 10^5 terms."""
    return lambda mine, theirs: np.allclose(mine[columns], theirs, rtol=0, atol=1e-10)


def against_scikit_learn(data, X, y, selector, n_slow):
    """Cases against chi2, and against mutual_info_classif on a few columns."""
    n_columns = X.shape[1]
    columns = np.random.default_rng(0).choice(n_columns, n_slow, replace=False)
    few = X[:, columns]

    def ours():
        return selector.fit(X, y).scores_

    task = "MIFeatureSelector.fit"
    yield Case(task, data, "chi2", ours, lambda: chi2(X, y))
    yield Case(
        task,
        data,
        "mutual_info_classif",
        ours,
        lambda: mutual_info_classif(few, y, discrete_features=True),
        same_scores(columns),
        share=n_slow / n_columns,
    )


@register
def dense_codes():
    rng = np.random.default_rng(1)
    X = rng.integers(0, 8, (100_000, 200))
    y = (X[:, 0] + rng.integers(0, 3, 100_000)) % 10
    selector = MIFeatureSelector(k=10, discrete_features=True)
    yield from against_scikit_learn("100k x 200, 8 levels", X, y, selector, 10)


@register
def words():
    try:
        name, (texts, y) = "20 Newsgroups", load_20newsgroups(return_X_y=True)
    except ImportError:
        name, (texts, y) = "BBC News", load_bbc_news(return_X_y=True)
    X = CountVectorizer(min_df=2, binary=True).fit_transform(texts)
    data = f"{name}, {X.shape[0]} x {X.shape[1]}"
    yield from against_scikit_learn(data, X, y, MIFeatureSelector(k=1000), 200)

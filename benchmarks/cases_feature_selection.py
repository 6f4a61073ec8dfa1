"""Selectors beside scikit-learn's score functions, and beside FEAST."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import partial

import fstoolbox as feast
import numpy as np
from harness import Case, register
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import (
    SelectKBest,
    chi2,
    mutual_info_classif,
    mutual_info_regression,
)

from sklearn_info.datasets import load_20newsgroups, load_bbc_news, make_madelon
from sklearn_info.feature_selection import CMIM, JMI, MIFeatureSelector


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


@register
def numbers():
    """In place of SelectKBest of mutual_info_classif and mutual_info_regression."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5_000, 200))
    classes = rng.integers(0, 2, 5_000)
    X[:, :20] += classes[:, None]
    y = X[:, :5].sum(axis=1) + rng.normal(size=5_000)
    selector = MIFeatureSelector(k=10, measure="neighbors")
    for target, score in ((classes, mutual_info_classif), (y, mutual_info_regression)):
        peer = SelectKBest(partial(score, random_state=0), k=10)
        yield Case(
            "MIFeatureSelector, neighbors",
            "5k x 200, continuous",
            f"SelectKBest, {score.__name__}",
            lambda target=target: selector.fit(X, target).scores_,
            lambda target=target, peer=peer: peer.fit(X, target).scores_,
            # Noise of 1e-10 changes no count, and sums are rounded otherwise.
            lambda mine, theirs: np.allclose(mine, theirs, rtol=0, atol=1e-9),
        )


def against_feast(data, X, y, relevant, selector, peer):
    """As many relevant columns among the first 20, on the same bins."""
    cuts = np.quantile(X, [0.2, 0.4, 0.6, 0.8], axis=0, method="inverted_cdf")
    codes = (cuts[:, None] < X).sum(axis=0).astype(np.uint32)
    return Case(
        f"{type(selector).__name__}, k = 20",
        data,
        f"FEAST {peer.__name__}",
        lambda: relevant[selector.fit(codes, y).ranking_].sum(),
        lambda: relevant[np.array(peer(codes, y, 20)[0], dtype=np.intp)].sum(),
        lambda mine, theirs: mine >= theirs,
    )


@register
def interactions():
    for labels, n in (("random", 5), ("parity", 2)):
        sample = make_madelon(
            labels=labels, n_informative=n, n_redundant=20 - n, random_state=0
        )
        data = f"Madelon, {labels}, 2,600 x 500"
        yield against_feast(data, *sample, JMI(k=20), feast.JMI)
        yield against_feast(data, *sample, CMIM(k=20), feast.CMIM)

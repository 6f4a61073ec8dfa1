"""The steps of a greedy selection, and why each feature was chosen."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

STEP = np.dtype(
    [
        ("feature", np.intp),
        ("relevance", np.float64),
        ("redundancy", np.float64),
        ("conditional_redundancy", np.float64),
        ("score", np.float64),
    ]
)


def walk(search, n, *, start=(), stop=None, report=None):
    """Let one search select n features.

    Parameters
    ----------
    search : GreedySearch
    n : int
        Features to select, those of start among them.
    start : sequence of int
        Features that are selected first, whatever their score: theirs is NaN.
    stop : callable, default=None
        Given a feature, whether it and all after it are to be left out.
    report : callable, default=None
        Called with each step and its number.

    Returns
    -------
    path : ndarray of STEP
    """
    path = []
    for feature in start:
        _take(search, feature, np.nan, path, report)
    while len(path) < n:
        feature, score = search.best()
        if stop is not None and stop(feature):
            break
        _take(search, feature, score, path, report)
    return np.array(path, dtype=STEP)


def walk_in_turns(searches, n, *, start=(), report=None):
    """Let the searches of several classes select n features in turn.

    Each knows only what it has chosen itself, besides start, and what another has
    chosen is no candidate any more.

    Returns
    -------
    path : ndarray of STEP
        Each with the relevance, redundancy and score for the class whose turn it was.
    """
    path = []
    for feature in start:
        _take(searches[0], feature, np.nan, path, report)
        for search in searches[1:]:
            search.select(feature)
    while len(path) < n:
        for search in searches[: n - len(path)]:
            feature, score = search.best()
            _take(search, feature, score, path, report)
            for other in searches:
                other.exclude(feature)
    return np.array(path, dtype=STEP)


def _take(search, feature, score, path, report):
    redundancies = search.redundancies(feature) if score == score else (np.nan, np.nan)
    step = (feature, search.relevance[feature], *redundancies, score)
    path.append(step)
    search.select(feature)
    if report is not None:
        report(len(path), step)

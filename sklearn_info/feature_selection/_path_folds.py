"""What cross-validation along a ranking does of each fold."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import time
from numbers import Real

import numpy as np
from sklearn.base import clone
from sklearn.utils import Bunch

from sklearn_info.feature_selection._base import keep_columns, keep_rows


def score_fold(path, X, y, scorer, train, test, numbers, params, fold):
    """Scores of a fold for each number of features, and its longest ranking."""
    begin = time.perf_counter()
    n_samples = X.shape[0]
    y_train, y_test = keep_rows(y, train), keep_rows(y, test)
    X_train, X_test = keep_rows(X, train), keep_rows(X, test)
    params = {
        name: {key: _of_rows(value, rows, n_samples) for key, value in given.items()}
        for name, given, rows in (
            ("selector", params.selector.fit, train),
            ("estimator", params.estimator.fit, train),
            ("scorer", params.scorer.score, test),
        )
    }
    ranked = Bunch(selector=Bunch(fit=params["selector"]))
    ranking = path._rank(X_train, y_train, numbers[-1], ranked).ranking_
    ranked_at = time.perf_counter()
    scores = np.empty(len(numbers))
    columns = np.arange(X.shape[1])
    # From many columns to few, so that each set is taken from a small one.
    for place in reversed(range(len(numbers))):
        fewer = np.sort(ranking[: numbers[place]])
        places, columns = np.searchsorted(columns, fewer), fewer
        X_train, X_test = keep_columns(X_train, places), keep_columns(X_test, places)
        estimator = clone(path._estimator).fit(X_train, y_train, **params["estimator"])
        score = scorer(estimator, X_test, y_test, **params["scorer"])
        value = np.asarray(score)
        if value.ndim or not isinstance(value.item(), Real):
            raise ValueError(
                f"{type(path).__name__}: scoring must give one number, got "
                f"{score!r:.60}. Pass one metric."
            )
        scores[place] = value
    if path.verbose:
        best = np.argmax(np.nan_to_num(scores, nan=-np.inf))
        print(
            f"[{type(path).__name__}] fold {fold}: {numbers[-1]} features ranked in "
            f"{ranked_at - begin:.2f} s, {len(numbers)} fits in "
            f"{time.perf_counter() - ranked_at:.2f} s, best score {scores[best]:.3f} "
            f"with {numbers[best]} features"
        )
    return scores, ranking


def _of_rows(value, rows, n_samples):
    """The part of a metadatum that belongs to some rows; others stay whole."""
    return np.asarray(value)[rows] if np.shape(value)[:1] == (n_samples,) else value

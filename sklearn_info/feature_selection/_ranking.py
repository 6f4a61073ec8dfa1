"""From scores to the features to keep: ties, numbers, and turns of the classes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from numbers import Integral

import numpy as np
from scipy.stats import false_discovery_control

from sklearn_info._kernels._leading_units import ROUNDING


def n_to_select(k, n_features, caller, what="features", besides=""):
    """The number of features that k asks for.

    Parameters
    ----------
    k : int, float or "all"
        A float in (0, 1] is a share of the features, rounded, of at least one.
    what, besides : str
        What is counted, and which do not count, for errors.
    """
    if isinstance(k, str):
        return n_features
    if isinstance(k, Integral):
        if k > n_features:
            raise ValueError(
                f"{caller}: k={k} {what} are asked for, but X has {n_features}"
                f"{besides}. "
                "Pass a smaller k, a fraction, or k='all'."
            )
        return int(k)
    return max(1, round(k * n_features))


def best_first(scores, k):
    """Indices of the k largest scores in falling order; ties to the lowest index."""
    if k < scores.size:
        # All that reach the k-th largest score, in the order of their indices.
        threshold = np.partition(scores, scores.size - k)[scores.size - k]
        candidates = np.flatnonzero(scores >= threshold - ROUNDING)
    else:
        candidates = np.arange(scores.size)
    order = np.argsort(-scores[candidates], kind="stable")
    falling = scores[candidates[order]]
    place = np.cumsum(falling[:-1] - falling[1:] > ROUNDING)
    order = order[np.lexsort((order, np.append(0, place)))]
    return candidates[order[:k]]


def in_turns(class_scores, sizes, k):
    """The best feature of each class in turn that no class before has taken.

    Parameters
    ----------
    class_scores : ndarray of shape (n_classes, n_features)
    sizes : ndarray of shape (n_classes,)
        The largest class comes first, and those of 0 have no turn, unless all have 0:
        they tell nothing then.

    Returns
    -------
    features : ndarray of shape (k,)
    scores : ndarray of shape (k,)
        Of each feature for the class whose turn it was.
    """
    turns = [
        (c, iter(best_first(class_scores[c], k).tolist()))
        for c in np.argsort(-sizes, kind="stable").tolist()
        if sizes[c] or not sizes.any()
    ]
    taken = {}
    while len(taken) < k:
        for c, features in turns:
            feature = next((j for j in features if j not in taken), None)
            if feature is not None and len(taken) < k:
                taken[feature] = class_scores[c, feature]
    return np.array(list(taken), dtype=np.intp), np.array(list(taken.values()))


def significant(pvalues, alpha):
    """Which p-values hold at a false discovery rate of alpha.

    Benjamini & Hochberg 1995.
    """
    return false_discovery_control(pvalues) <= alpha

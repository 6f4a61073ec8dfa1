"""Tables of numbers that are compared as they are, for the measures that do not count.

What such a measure cannot take is refused here, in one place.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import issparse

from sklearn_info.feature_selection._copula_pairs import CopulaTable
from sklearn_info.feature_selection._criteria import CRITERIA
from sklearn_info.feature_selection._neighbor_pairs import NeighborTable
from sklearn_info.feature_selection._strata import LEAST_CLASS
from sklearn_info.preprocessing import TableEncoder
from sklearn_info.utils import Target


def measured_table(selector, X, target, weights, measure, threads):
    """The columns of X for a measure: a CopulaTable or a NeighborTable.

    Parameters
    ----------
    selector : BaseInformationSelector
        With the parameters of one, and `n_neighbors` and `estimator`.
    X : ndarray, data frame, or a sparse matrix, which is refused
    target : Target
    weights : ndarray of shape (n_samples,), positive, or None
    measure : {"neighbors", "gaussian_copula"}
    threads : Threads

    Raises
    ------
    ValueError
        If X is sparse, a parameter asks for counts, there are too few samples, or
        neighbours would have weights.
    """
    caller, by_rank = type(selector).__name__, measure == "gaussian_copula"
    for asked, advice in _needs(selector, X, target, weights, by_rank):
        if asked:
            raise ValueError(f"{caller}: measure={measure!r} {advice}")
    n_samples = X.shape[0]
    if weights is not None and not np.array_equal(weights, np.rint(weights)):
        weights = weights * (n_samples / weights.sum())  # their mean does not matter
    if by_rank:
        _check_target(target, weights, n_samples, caller)
    elif n_samples <= selector.n_neighbors:
        raise ValueError(
            f"{caller}: n_neighbors={selector.n_neighbors} needs more than "
            f"{selector.n_neighbors} samples, and there are {n_samples}."
        )
    encoder = TableEncoder(
        discrete_features=False if by_rank else selector.discrete_features,
        strategy=None,
        caller=caller,
        threads=threads,
    )
    table = encoder.encode(X)
    if not by_rank:
        return NeighborTable(table, selector.n_neighbors, threads)
    return CopulaTable(table.numbers, weights, caller)


def _needs(selector, X, target, weights, by_rank):
    """What a measure of numbers cannot take: whether it is asked for, and advice."""
    yield (
        issparse(X),
        "compares numbers, and a sparse X is not supported. Use measure='discrete', "
        "or pass X.toarray() if it fits in memory.",
    )
    yield (
        selector.missing != "error",
        f"compares numbers and cannot take missing={selector.missing!r}. Impute them, "
        "or use measure='discrete'.",
    )
    yield (
        selector.estimator != "plugin",
        f"does not count and has no use for estimator={selector.estimator!r}, which "
        "is for measure='discrete'. Leave it out.",
    )
    yield (
        getattr(selector, "groups", None) is not None,
        "compares single columns and cannot take groups, which are for "
        "measure='discrete'.",
    )
    yield (
        selector.per_class and target.numbers is not None,
        "keeps a continuous y as it is, and per_class=True is for classes. Leave it "
        "out, or pass discrete_target=True if y holds classes.",
    )
    asked = selector.discrete_features
    yield (
        by_rank and not (isinstance(asked, str) and asked == "auto"),
        f"ranks every column and has no use for discrete_features={asked!r:.60}. "
        "Leave it out, or use another measure.",
    )
    yield (
        not by_rank and weights is not None and (weights != weights[0]).any(),
        "looks at single neighbours, which sample_weight cannot count. Leave it out, "
        "or use another measure.",
    )


def check_criterion(selector, criterion):
    """Refuse what a greedy selector cannot do by a measure that does not count."""
    caller, measure = type(selector).__name__, selector.measure
    asked = f"criterion={selector.criterion!r}"
    if getattr(selector, "redundancy", None) == "normalized":
        asked = "redundancy='normalized'"
    if criterion.normalized:
        raise ValueError(
            f"{caller}: {asked} divides by entropies, which numbers do not have. Use "
            f"measure='discrete', or one of the criteria {_working(measure)}."
        )
    if measure == "neighbors" and criterion.three_way:
        raise ValueError(
            f"{caller}: {asked} compares three features, and measure='neighbors' two. "
            f"Use another measure, or one of the criteria {_working(measure)}."
        )
    if measure == "neighbors" and selector.k == "auto":
        refuse_automatic_k(caller)


def _working(measure):
    """Names of the criteria that a measure has."""
    criteria = {name: build({}) for name, build in CRITERIA.items()}
    return ", ".join(
        repr(name)
        for name, one in criteria.items()
        if not one.normalized and not (one.three_way and measure == "neighbors")
    )


def refuse_automatic_k(caller):
    raise ValueError(
        f"{caller}: k='auto' keeps what is significant, and measure='neighbors' has no "
        "p-values. Pass a number, a share or 'all', or use measure='gaussian_copula' "
        "or 'discrete'."
    )


def _check_target(target, weights, n_samples, caller):
    """Refuse a target with too few samples for normal distributions."""
    if target.numbers is not None:
        if n_samples < LEAST_CLASS:
            raise ValueError(
                f"{caller}: measure='gaussian_copula' needs at least {LEAST_CLASS} "
                f"samples, and there are {n_samples}."
            )
        return
    targets = one_by_one(target) if target.multilabel else [target]
    sizes = [np.bincount(one.codes, weights) >= LEAST_CLASS for one in targets]
    if not any(np.count_nonzero(large) > 1 for large in sizes):
        raise ValueError(
            f"{caller}: measure='gaussian_copula' needs at least two classes of "
            f"{LEAST_CLASS} samples; y has one or none."
        )


def one_by_one(target):
    """Each class against the rest, or each label of a multilabel target, by itself."""
    if target.multilabel:
        members = target.indicator.T
    else:
        members = np.arange(target.classes.size)[:, None] == target.codes
    return [Target(member.astype(np.int32), np.arange(2)) for member in members]


def relevances(table, target, per_class, least):
    """What each column of a table tells about a target.

    Parameters
    ----------
    table : CopulaTable or NeighborTable
    target : Target
    per_class : bool
    least : float
        Smaller estimates are raised to it.

    Returns
    -------
    scores : ndarray of shape (n_features,)
    class_scores : ndarray of shape (n_classes, n_features), or None
        Of each class against the rest, if asked for, or of each label.
    pvalues : ndarray of shape (n_features,), or None
        Of the best class or label, times their number, if there are some.
    """
    if not (per_class or target.multilabel):
        scores, pvalues = table.relevance(target)
        return np.maximum(scores, least), None, pvalues
    class_scores, tests = zip(*map(table.relevance, one_by_one(target)))
    class_scores = np.maximum(class_scores, least)
    if target.multilabel:
        scores = class_scores.sum(axis=0)
    else:
        scores = np.maximum(table.relevance(target)[0], least)
    if tests[0] is None:
        return scores, class_scores, None
    pvalues = np.minimum(np.min(tests, axis=0) * len(tests), 1.0)
    return scores, class_scores, pvalues

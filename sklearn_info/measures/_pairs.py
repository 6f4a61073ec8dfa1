"""Information of two prepared columns: the choice among their estimates."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.measures._search import Search
from sklearn_info.measures._single_columns import (
    Classes,
    SortedColumn,
    ksg,
    mixed,
    mixed_classes,
    ross,
)
from sklearn_info.measures._tied_neighbors import (
    tied_class_information,
    tied_information,
)


def are_a_pair(a, b):
    """Whether two prepared variables are single columns, one of numbers at least."""
    numbers = [isinstance(v, SortedColumn) for v in (a, b)]
    classes = [isinstance(v, Classes) for v in (a, b)]
    return any(numbers) and all(n or c for n, c in zip(numbers, classes))


def pair_information(a, b, n_neighbors, estimator="neighbors", n_jobs=None):
    """I of two columns, sorted or of classes, but not both of classes.

    With "neighbors", and "ross" and "ksg", which are one here: the estimate of Ross
    where one has classes, and of Kraskov where none has. Where numbers are equal,
    "neighbors" counts them as such.
    """
    if not (a.varies and b.varies):
        return 0.0
    if isinstance(a, Classes):
        a, b = b, a
    with_classes = isinstance(b, Classes)
    if estimator == "neighbors" and (a.has_ties or (not with_classes and b.has_ties)):
        return _tied(a, b, n_neighbors, Search(n_jobs=n_jobs))
    if with_classes:
        return (mixed_classes if estimator == "mixed" else ross)(a, b, n_neighbors)
    return (mixed if estimator == "mixed" else ksg)(a, b, n_neighbors, n_jobs)


def _tied(a, b, n_neighbors, search):
    x = a.numbers.reshape(-1, 1)
    if isinstance(b, Classes):
        return tied_class_information(x, b.codes, x[:, :0], n_neighbors, search)
    y = b.numbers.reshape(-1, 1)
    return tied_information(x, y, x[:, :0], n_neighbors, search)

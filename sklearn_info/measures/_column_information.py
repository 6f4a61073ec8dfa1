"""Information of each column of a table with one target, by nearest neighbours."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.measures._pairs import pair_information
from sklearn_info.measures._single_columns import Classes, SortedColumn
from sklearn_info.utils import parallel_ranges

# Columns that are copied at a time: rows in memory lie side by side.
COLUMNS_AT_A_TIME = 16


def column_information(
    X, y, *, estimator="neighbors", n_neighbors=3, marginals="standard", n_jobs=None
):
    """I of each column of X with y in nats, of checked arrays.

    Reals are continuous and finite; whole numbers are codes of classes from 0 on. The
    target is sorted once. Where one of both has classes, the estimate is that of Ross
    (2014), and where none has, of Kraskov et al. (2004): with ``marginals="standard"``
    the values that ``mutual_info_classif`` and ``mutual_info_regression`` of
    scikit-learn have but for their noise, and for being raised to 0.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features), float or integer
    y : ndarray of shape (n_samples,), float or integer; not both integer
    estimator : {"neighbors", "strict", "mixed"}
        ``"neighbors"`` counts equally near points as such where numbers are equal, and
        ``"strict"`` the strictly nearer ones, as published; ``"mixed"`` is that of Gao
        et al. (2017).
    n_neighbors : int
        Less than n_samples.
    marginals : {"standard", "normal_scores"} or None
    n_jobs : int or None
        Threads over ranges of columns.

    Returns
    -------
    information : ndarray of shape (n_features,)
        0 for a constant column, and inf for one that is a continuous target.
    """
    target = prepare(y, marginals)
    information = np.empty(X.shape[1])

    def estimate(begin, end):
        for first in range(begin, end, COLUMNS_AT_A_TIME):
            last = min(first + COLUMNS_AT_A_TIME, end)
            for j, column in enumerate(np.ascontiguousarray(X[:, first:last].T), first):
                if X.dtype.kind == "f" and np.array_equal(column, y):
                    information[j] = np.inf if target.varies else 0.0
                    continue
                information[j] = pair_information(
                    prepare(column, marginals), target, n_neighbors, estimator
                )

    parallel_ranges(estimate, X.shape[1], n_jobs)
    return information


def prepare(column, marginals):
    """A column for all that it meets: sorted, or the sizes of its classes."""
    if column.dtype.kind == "f":
        column = SortedColumn(np.asarray(column, dtype=np.float64))
        return column.rescaled(marginals)
    return Classes(column)

"""Mutual information of many dense columns with one target, in little memory."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import xlogy

from sklearn_info.feature_selection._class_counts import count_classes
from sklearn_info.feature_selection._variable import Variable, join
from sklearn_info.preprocessing import EncodedTable

# Of the joint tables that are counted at once, at most: 32 megabytes.
MOST_CELLS = 1 << 22


def information_in_parts(table, target, *, weights=None, n_jobs=None):
    """What each column tells about a target, and the entropies.

    Columns are counted together as long as their tables are small. One whose table
    would have more cells than that, and more than some for each row, is read from the
    combinations that occur.

    Parameters
    ----------
    table : EncodedTable
    target : Target
        Of one class a sample.
    weights : ndarray of shape (n_samples,), default=None
    n_jobs : int or None

    Returns
    -------
    information, entropies : ndarrays of shape (n_features,)
        I(X; Y) and H(X) in nats.
    of_y : float
        H(Y).
    """
    n_classes, n_samples = target.classes.size, target.codes.size
    of_y = _entropy(target.codes, weights)
    information, entropies = np.empty((2, table.n_levels.size))
    cells = table.n_levels * n_classes
    large = cells > max(MOST_CELLS, 4 * n_samples)
    for j in np.flatnonzero(large):
        x = Variable(table.codes[:, j], int(table.n_levels[j]))
        both, _ = join(x, Variable(target.codes, n_classes))
        entropies[j] = _entropy(x.codes, weights)
        told = entropies[j] + of_y - _entropy(both, weights)
        information[j] = max(told, 0.0)
    small = np.flatnonzero(~large)
    parts = np.cumsum(cells[small]) // MOST_CELLS
    for columns in np.split(small, np.flatnonzero(np.diff(parts)) + 1):
        if columns.size == 0:
            continue
        some = slice(columns[0], columns[-1] + 1)
        if columns.size < some.stop - some.start:  # large ones lie between
            some = columns
        counts = count_classes(
            EncodedTable(table.codes[:, some], table.n_levels[some]),
            target,
            weights=weights,
            n_jobs=n_jobs,
        )
        information[columns] = counts.information()[0]
        entropies[columns] = counts.entropies()[0]
    return information, entropies, of_y


def _entropy(codes, weights):
    sizes = np.bincount(codes, weights)
    n = sizes.sum()
    return max(np.log(n) - xlogy(sizes, sizes).sum() / n, 0.0)

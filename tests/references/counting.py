"""Plain definitions of what the counting kernels do: loops, no tricks."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np


def is_code(value):
    """Whether a number is one of 0, 1, ..., 255, and no negative zero."""
    return 0 <= value <= 255 and value == int(value) and math.copysign(1, value) > 0


def joint_counts(x, y, n_levels, n_classes, weights=None):
    """Rows, or sums of weights, at each level of x in each class."""
    table = np.zeros((n_levels, n_classes), int if weights is None else float)
    for row, (level, label) in enumerate(zip(x, y)):
        table[level, label] += 1 if weights is None else weights[row]
    return table


def stacked_counts(X, y, n_levels, n_classes, weights=None):
    """The joint counts of each column of X with y, one below the other."""
    return np.concatenate(
        [np.zeros((0, n_classes), int)]
        + [
            joint_counts(x, y, levels, n_classes, weights)
            for x, levels in zip(X.T, n_levels)
        ]
    )


def counts_of_classes(levels, memberships, n_levels, weights=None):
    """Rows of each class at levels 1 to n_levels of each column of a table.

    memberships[c, row] says whether the row is of class c; level 0 is not counted.
    Of shape (classes, columns x levels).
    """
    n_rows, n_columns = levels.shape
    counts = np.zeros(
        (len(memberships), n_columns * n_levels), int if weights is None else float
    )
    for c, members in enumerate(memberships):
        for row in range(n_rows):
            for j in range(n_columns):
                if members[row] and levels[row, j]:
                    cell = j * n_levels + levels[row, j] - 1
                    counts[c, cell] += 1 if weights is None else weights[row]
    return counts


def additive_information(table, f, alpha):
    """I = alpha + (sum f(joint) - sum f(rows) - sum f(columns)) / n; 0 if constant."""
    if np.count_nonzero(table.sum(axis=1)) < 2:
        return 0.0
    cells = [table.ravel(), table.sum(axis=1), table.sum(axis=0)]
    joint, rows, columns = (math.fsum(f(c) for c in counts) for counts in cells)
    return alpha + (joint - rows - columns) / table.sum()


def mutual_information(table):
    """I = sum p(x, y) log(p(x, y) / p(x) p(y)), in nats."""
    p = table / table.sum()
    independent = np.outer(p.sum(axis=1), p.sum(axis=0))
    return math.fsum(
        joint * math.log(joint / product)
        for joint, product in zip(p.ravel(), independent.ravel())
        if joint > 0
    )

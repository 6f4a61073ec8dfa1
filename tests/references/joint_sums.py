"""Sums of f(c) = c log c over joint tables, by the plain definition in fixed point."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from references.counting import joint_counts

SCALE = 2.0**30


def table_of_f(size):
    counts = np.arange(size, dtype=np.float64)
    values = counts * np.log(np.maximum(counts, 1))
    return np.rint(values * SCALE).astype(np.int64)


# Shorter than some counts below: beyond its end f is c log c.
F = table_of_f(200)


def plain_sum(counts, f=F):
    return sum(
        int(f[int(c)])
        if c < f.size and c == int(c)
        else round(float(c) * float(np.log(c)) * SCALE)
        for c in np.asarray(counts).ravel().tolist()
        if c > 0
    )


def plain_sums(X, n_levels, t, n_t, weights=None, f=F):
    """The sum of f over the joint table of each column with t."""
    return [
        plain_sum(joint_counts(x, t, levels, n_t, weights), f)
        for x, levels in zip(X.T.tolist(), n_levels)
    ]


def plain_sums_of(f, X, n_levels, variables, weights=None):
    """The sum of f over the table of each column, of n_levels + 1, with variables."""
    sums = []
    for x in X.T.tolist():
        cells = {}
        for row, cell in enumerate(zip(x, *(t.tolist() for t in variables))):
            step = 1 if weights is None else weights[row]
            cells[cell] = cells.get(cell, 0) + step
        sums.append(plain_sum(list(cells.values()), f))
    return sums

"""Plain definition of the terms of greedy criteria for a Gaussian copula.

Entropies are logarithms of determinants of covariances, each made unbiased for normal
variables (Misra et al. 2005); those with classes are means over the classes (Ince et
al. 2017). Classes are whole numbers, and all other columns are ranked.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import digamma, ndtri
from scipy.stats import rankdata


def normal_scores(column):
    return ndtri(rankdata(column) / (len(column) + 1))


def normal_entropy(table):
    """h of normal columns, up to a constant for each of them."""
    n, d = table.shape
    centred = table - table.mean(axis=0)
    bias = sum(digamma((n - i) / 2) for i in range(1, d + 1))
    return (np.linalg.slogdet(centred.T @ centred)[1] - bias) / 2


class CopulaTerms:
    """As `references.selection.Terms`, of numbers without ties."""

    joint_entropy = least_entropy = np.nan  # which numbers do not have

    def __init__(self, x, y, s=None):
        x, y = np.asarray(x, dtype=float), np.asarray(y)
        classes = y if y.dtype.kind in "iu" else None
        columns = (
            [] if s is None else list(np.asarray(s, dtype=float).reshape(len(x), -1).T)
        )
        x, *s = (normal_scores(column) for column in (x, *columns))
        y = [] if classes is not None else [normal_scores(y)]

        def h(*columns, with_y=False):
            table = np.column_stack([*columns, *(y if with_y else [])])
            if with_y and classes is not None:
                return sum(
                    (classes == c).mean() * normal_entropy(table[classes == c])
                    for c in np.unique(classes)
                )
            return normal_entropy(table)

        h_y = 0.0 if classes is not None else normal_entropy(np.column_stack(y))
        h_x, h_xy = h(x), h(x, with_y=True)
        self.relevance = h_x + h_y - h_xy
        if s:
            h_s, h_sy = h(*s), h(*s, with_y=True)
            h_xs, h_xsy = h(x, *s), h(x, *s, with_y=True)
            self.redundancy = h_x + h_s - h_xs
            self.conditional_redundancy = h_xy + h_sy - h_xsy - h_y
            self.conditional_relevance = h_xs + h_sy - h_xsy - h_s
            self.joint_relevance = h_xs + h_y - h_xsy

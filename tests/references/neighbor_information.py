"""Plain definition of the information of columns of any kind, by neighbours.

A column of whole numbers holds classes, one of reals numbers; numbers are in units of
their standard deviation.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from references import neighbors
from references.information import mutual_information


def standardized(columns):
    return [c / c.std() if c.dtype.kind == "f" and c.std() else c for c in columns]


def information(x, y, z=None, k=3):
    """I(x; y), or I(x; y | z), of columns without ties among numbers."""
    discrete = x.dtype.kind != "f", y.dtype.kind != "f"
    if len(x) < 2:
        return 0.0
    k = min(k, len(x) - 1)
    if z is not None and z.dtype.kind != "f":
        return sum(
            (z == level).mean() * information(x[z == level], y[z == level], k=k)
            for level in np.unique(z)
        )
    if all(discrete) and z is None:
        return mutual_information(x.tolist(), y.tolist())
    if all(discrete):
        return (
            information(x, y, k=k) + information(z, x, y, k=k) - information(z, x, k=k)
        )
    if discrete[0]:
        x, y = y, x
    if not any(discrete):
        if z is None:
            return neighbors.ksg(x, y, k)
        return neighbors.ksg_given(x, y, z, k)
    if np.unique(y).size == 1:
        return 0.0
    if z is None:
        return neighbors.ross(x, y, k)
    return neighbors.ross_given(x, y, z, k)


class NeighborTerms:
    """As `references.selection.Terms`, of columns of either kind."""

    joint_entropy = least_entropy = np.nan

    def __init__(self, x, y, s=None):
        x, y, s = (None if v is None else np.asarray(v) for v in (x, y, s))
        self.relevance = information(x, y)
        if s is not None:
            of_s = information(s, y)
            self.redundancy = information(x, s)
            self.conditional_relevance = information(x, y, s)
            self.joint_relevance = of_s + self.conditional_relevance
            self.conditional_redundancy = (
                self.redundancy + self.conditional_relevance - self.relevance
            )

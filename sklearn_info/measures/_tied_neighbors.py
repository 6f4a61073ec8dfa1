"""Neighbours of numbers that were rounded, of which many are equally far.

The estimates of Ross, Kraskov, and Frenzel and Pompe count the points strictly nearer
than the n-th nearest. Where others are as far as that, as they are in most tables of
measured values, this leaves out too many, and rounding looks like information: 0.3
nats between independent columns of some ten points for each value. Here all points as
near as the n-th nearest are neighbours and are counted, as Mesner and Shalizi (2020)
do, and those strictly nearer and one if these are more. So nothing changes where no
two distances are equal.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.measures._digamma import digamma_table
from sklearn_info.measures._search import Search

SEARCH = Search()


def tied_information(x, y, z, n_neighbors):
    """I of two tables of numbers given a third, which may have no columns."""
    every = [x, y, z]
    near = _Near(every, SEARCH.radius(every, n_neighbors))
    return near.mean(
        near.others(every), near.counts([x, z]), near.counts([y, z]), near.counts([z])
    )


def tied_class_information(x, classes, z, n_neighbors):
    """The same of a table and classes; the only member of a class is left out."""
    kept = np.bincount(classes)[classes] > 1
    x, classes, z = x[kept], classes[kept], z[kept]
    if classes.size == 0:
        return 0.0
    both = [x, z]
    near = _Near(both, SEARCH.radius(both, n_neighbors, classes))
    return near.mean(
        near.others(both, classes),
        near.counts(both),
        near.counts([z], classes),
        near.counts([z]),
    )


class _Near:
    """Points as near as a radius, and strictly nearer, but for rounding."""

    def __init__(self, blocks, radius):
        # A difference of two decimal fractions, shifted and scaled, is off by as much.
        largest = max(np.abs(block).max(initial=0.0) for block in blocks)
        rounding = 8 * np.finfo(float).eps * largest
        self._as_near = np.nextafter(radius + rounding, np.inf)
        self._equal = radius <= rounding
        self._nearer = radius - rounding
        self._digamma = digamma_table(radius.size)

    def others(self, blocks, groups=None):
        """Other points of the same group that are as near."""
        return SEARCH.counts(blocks, self._as_near, groups) - 1

    def counts(self, blocks, groups=None):
        """The same, or the points strictly nearer and one; all where nothing bounds."""
        strict = SEARCH.counts(blocks, self._nearer, groups)
        if all(block.shape[1] == 0 for block in blocks):
            return strict
        strict[self._equal] = 1
        return np.maximum(self.others(blocks, groups), strict)

    def mean(self, joint, xz, yz, z):
        digamma = self._digamma
        terms = digamma[joint] - digamma[xz] - digamma[yz] + digamma[z]
        return float(terms.mean())

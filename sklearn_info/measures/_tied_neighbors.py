"""Neighbours of numbers and labels of any kind, ties among them.

The estimates of Ross, Kraskov, and Frenzel and Pompe count the points strictly nearer
than the n-th nearest. Where others are as far as that, as they are in most tables of
measured values, this leaves out too many, and rounding looks like information: 0.3
nats between independent columns of some ten points for each value. Here all points as
near as the n-th nearest are neighbours and are counted, as Mesner and Shalizi (2020)
do, and those strictly nearer and one if these are more. Where the n-th nearest is
equal, so are all neighbours, and the point itself counts as one of them: atoms are
counted as Gao et al. (2017) do. So nothing changes where no two distances are equal.

Points that differ in a label are never near.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.measures._digamma import digamma_table
from sklearn_info.measures._joint import cell_keys
from sklearn_info.measures._search import Search
from sklearn_info.measures._single_columns import ROUNDING

SEARCH = Search()


def tied_information(x, y, z, n_neighbors, search=SEARCH, labels=(None, None, None)):
    """I of two variables given a third, each a table of numbers and codes of labels.

    Tables may have no columns, and labels be None. The only point of its labels is
    left out.
    """
    tables, joint = [x, y, z], _together(*labels)
    if joint is not None:
        kept = np.bincount(joint)[joint] > 1
        if not kept.all():
            tables = [table[kept] for table in tables]
            labels = [None if codes is None else codes[kept] for codes in labels]
            joint = joint[kept]
    if tables[0].shape[0] == 0:
        return 0.0
    (x, y, z), (of_x, of_y, of_z) = tables, labels
    near = _Near(tables, search.radius(tables, n_neighbors, joint), search)
    digamma = digamma_table(tables[0].shape[0])
    return float(
        (
            digamma[near.neighbors(tables, joint)]
            - digamma[near.counts([x, z], _together(of_x, of_z))]
            - digamma[near.counts([y, z], _together(of_y, of_z))]
            + digamma[near.counts([z], of_z)]
        ).mean()
    )


def tied_class_information(x, classes, z, n_neighbors, search=SEARCH):
    """The same of a table and classes."""
    return tied_information(
        x, x[:, :0], z, n_neighbors, search, labels=(None, classes, None)
    )


def _together(*labels):
    """One code for several labels; None for none."""
    labels = [codes for codes in labels if codes is not None]
    if len(labels) < 2:
        return labels[0] if labels else None
    keys = cell_keys(labels, [int(codes.max()) + 1 for codes in labels])
    return np.unique(keys, return_inverse=True)[1]


class _Near:
    """Points as near as a radius, and strictly nearer, but for rounding."""

    def __init__(self, tables, radius, search):
        largest = max(np.abs(table).max(initial=0.0) for table in tables)
        rounding = ROUNDING * largest
        self._as_near = np.nextafter(radius + rounding, np.inf)
        self._equal = radius <= rounding
        self._nearer = radius - rounding
        self._search = search

    def neighbors(self, tables, groups):
        """Points of the same group that are as near; itself among equal ones only."""
        return self._search.counts(tables, self._as_near, groups) - ~self._equal

    def counts(self, tables, groups):
        """The same, or those strictly nearer and itself; all where nothing bounds."""
        strict = self._search.counts(tables, self._nearer, groups)
        if all(table.shape[1] == 0 for table in tables):
            return strict
        return np.maximum(
            self.neighbors(tables, groups), np.where(self._equal, 1, strict)
        )

"""Groups of features that are chosen together, each as one variable."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import csc_array

from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.feature_selection._variable import Variable, join
from sklearn_info.preprocessing import EncodedTable
from sklearn_info.utils import is_missing

# How much larger than a sparse matrix the codes of its groups may be; and the most
# combinations of levels in a group of a larger one, of which tables hold the square.
DENSE_SHARE, MOST_STORED_LEVELS = 4, 16


class Groups:
    """A partition of the features; the groups are numbered as they first occur.

    Parameters
    ----------
    labels : array-like of shape (n_features,) or None
        Each feature is a group by itself if None.
    n_features : int
    called : callable
        What messages call a feature.
    caller : str

    Attributes
    ----------
    n_groups : int
    places : ndarray of shape (n_features,)
        Number of the group of each feature, if there are labels.
    first : ndarray of shape (n_groups,)
        The first feature of each group, likewise.
    """

    def __init__(self, labels, n_features, called, caller):
        self._called, self._caller = called, caller
        self.labels, self.n_groups = None, n_features
        if labels is None:
            return
        self.labels = _checked(labels, n_features, caller)
        _, first, places = np.unique(
            self.labels, return_index=True, return_inverse=True
        )
        order = np.argsort(first)
        self.first, self.n_groups = first[order], first.size
        self.places = np.argsort(order)[places.reshape(-1)]
        self._order = np.argsort(self.places, kind="stable")
        self._bounds = np.append(0, np.cumsum(np.bincount(self.places)))

    def features(self, group):
        """The features of a group, in rising order."""
        return self._order[self._bounds[group] : self._bounds[group + 1]]

    def expand(self, groups):
        """The features of some groups in turn, and where those of each end."""
        if self.labels is None:
            return groups.copy(), np.arange(1, groups.size + 1)
        sizes = self._bounds[groups + 1] - self._bounds[groups]
        ends = np.cumsum(sizes)
        places = np.arange(sizes.sum()) + np.repeat(
            self._bounds[groups + 1] - ends, sizes
        )
        return self._order[places], ends

    def of_each(self, values):
        """Of each feature, where values are of each group: an array of its own."""
        return values.copy() if self.labels is None else values[..., self.places]

    def first_of(self, groups):
        """The first feature of each of some groups."""
        return groups if self.labels is None else self.first[groups]

    def of_features(self, features):
        """The groups of some features, in the order in which they first occur."""
        if self.labels is None:
            return features
        groups, first = np.unique(self.places[features], return_index=True)
        return groups[np.argsort(first)]

    def name(self, group):
        """What a group is called: its label, or the feature that it is."""
        if self.labels is None:
            return self._called(group)
        return f"group {self.labels[self.first[group]].item()!r}"

    def joined(self, table):
        """A table with a column for each group, of the combinations that occur.

        Parameters
        ----------
        table : EncodedTable or SparseTable

        Returns
        -------
        EncodedTable or SparseTable
            Dense too for a sparse table whose groups leave little absent, such as
            the indicators of the values of a variable.
        """
        if self.labels is None:
            return table
        if isinstance(table, SparseTable):
            return self._joined_sparse(table)
        columns = [self._joined_dense(table, group) for group in range(self.n_groups)]
        return _table([one.codes for one in columns], [one.n_levels for one in columns])

    def _joined_dense(self, table, group):
        columns = [
            Variable(table.codes[:, j], int(table.n_levels[j]))
            for j in self.features(group)
        ]
        return columns[0] if len(columns) == 1 else Variable(*join(*columns))

    def _joined_sparse(self, table):
        codes = np.zeros(table.shape[0], dtype=np.int64)
        columns = [self._stored(table, group, codes) for group in range(self.n_groups)]
        n_levels = np.array([levels.max(initial=0) + 1 for _, levels in columns])
        n_stored = 2 * table.columns[1].nbytes
        width = np.min_scalar_type(int(n_levels.max()) - 1).itemsize
        if table.shape[0] * self.n_groups * width <= DENSE_SHARE * n_stored:
            full = []
            for rows, levels in columns:
                codes[:] = 0
                codes[rows] = levels
                full.append(codes.astype(np.int32))
            return _table(full, n_levels)
        if n_levels.max() > MOST_STORED_LEVELS:
            largest = int(n_levels.argmax())
            raise ValueError(
                f"{self._caller}: the columns of {self.name(largest)} make "
                f"{n_levels[largest]} combinations, more than the {MOST_STORED_LEVELS} "
                "that a group may have in a sparse X of so many absences. Use smaller "
                "groups."
            )
        rows, levels = (np.concatenate(part) for part in zip(*columns))
        bounds = np.append(0, np.cumsum([own.size for own, _ in columns]))
        levels = levels.astype(np.uint8)
        joined = csc_array((levels, rows, bounds), (table.shape[0], self.n_groups))
        n_levels = max(int(n_levels.max()) - 1, 1)
        return SparseTable(joined, levels, n_levels, borrows=False)

    def _stored(self, table, group, codes):
        """Rows in which some column of a group is present, and their combinations.

        Only the rows of one column at a time get new codes, from 1 on; codes is room
        for them, of zeros before and after.
        """
        n_codes, touched = 1, []
        for j in self.features(group):
            rows, levels = table.entries(j)
            own = levels if levels.size else 1
            before = codes[rows] * (table.n_levels + 1) + own
            occurring, own = np.unique(before, return_inverse=True)
            codes[rows] = own.reshape(-1) + n_codes
            n_codes += occurring.size
            touched.append(rows)
        rows = np.unique(np.concatenate(touched))
        levels = np.unique(codes[rows], return_inverse=True)[1].reshape(-1) + 1
        codes[rows] = 0
        return rows, levels


def _checked(labels, n_features, caller):
    """An array of one label for each feature."""
    given = labels
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.size != n_features:
        raise ValueError(
            f"{caller}: groups must hold one label for each of the {n_features} "
            f"features of X, got {labels.size} of shape {labels.shape}."
        )
    missing = map(is_missing, labels.tolist())
    if any(missing) or labels.dtype.kind not in "biufUO":
        raise ValueError(
            f"{caller}: groups must be labels such as numbers or names, and none may "
            f"be missing, got {given!r:.60}."
        )
    return labels.astype(str) if labels.dtype.kind == "O" else labels


def _table(columns, n_levels):
    """An encoded table of some columns of codes."""
    n_levels = np.asarray(n_levels, dtype=np.int64)
    kind = np.min_scalar_type(int(n_levels.max()) - 1)
    kind = kind if kind in (np.uint8, np.uint16) else np.dtype(np.int32)
    codes = np.empty((columns[0].size, len(columns)), dtype=kind, order="F")
    for place, column in enumerate(columns):
        codes[:, place] = column
    return EncodedTable(codes, n_levels)

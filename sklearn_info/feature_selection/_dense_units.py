"""Which columns of a dense table share a unit, and which units a block."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np

from sklearn_info._kernels._bit_planes import LANES
from sklearn_info.feature_selection._plane_blocks import n_digits


@dataclass(frozen=True)
class DenseUnits:
    """Columns, eight at a time.

    Columns of as many levels share units, and units of as many binary digits a block.

    Attributes
    ----------
    columns : ndarray of shape (n_units, 8)
        Of each unit; -1 where there is none.
    places : ndarray of shape (n_columns,)
        Of each column among those of all units.
    levels : ndarray of shape (n_units,)
        The most that a column of each has, in rising order.
    bounds : list of tuples
        First and last unit, and one more, of each block.
    """

    columns: np.ndarray
    places: np.ndarray
    levels: np.ndarray
    bounds: list

    @classmethod
    def of(cls, n_levels, order=None):
        """Columns of some levels, which are otherwise in an order."""
        if order is None:
            order = np.arange(n_levels.size)
        order = order[np.argsort(n_levels[order], kind="stable")]
        columns = np.full(-(-order.size // LANES) * LANES, -1, dtype=np.int64)
        columns[: order.size] = order
        columns = columns.reshape(-1, LANES)
        places = np.empty(order.size, dtype=np.int64)
        places[order] = np.arange(order.size)
        levels = n_levels[columns].max(axis=1)
        digits = n_digits(levels)
        bounds = np.flatnonzero(np.diff(digits, prepend=0, append=0)).tolist()
        return cls(columns, places, levels, list(zip(bounds, bounds[1:])))

    def __len__(self):
        return len(self.columns)

    @property
    def most_levels(self):
        return int(self.levels[-1])

    def by_column(self, values):
        """Values of the columns of all units, in the order of the columns."""
        return values.reshape(-1)[self.places]

"""The variables that columns meet as bits: masks for planes, and lists for tiles."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import partial

import numpy as np

from sklearn_info._kernels import _bit_planes, _tile_tables
from sklearn_info.feature_selection._counting_costs import LISTED
from sklearn_info.feature_selection._variable import Variables, roomy

# A byte holds the digits of a code when planes or tiles are made.
MOST_LEVELS = 256


class BitVariables(Variables):
    """Variables, with what bit planes or tiles need of their levels.

    Parameters
    ----------
    segments : Segments
    find : callable
        Bit planes that hold a variable: block, unit and lane.
    threads : Threads

    Attributes
    ----------
    n_levels : ndarray of shape (n_variables,), int64
    most_levels : int
    """

    def __init__(self, segments, find, threads):
        super().__init__()
        self._segments, self._find, self._threads = segments, find, threads
        self.most_levels, self._all_levels = 0, np.empty(1, dtype=np.int64)
        self.n_levels = self._all_levels[:0]
        self._listed = None, None
        self._n_filled = 0
        self._masks = np.empty((0, 0, segments.n_words), dtype=np.uint64)
        self._margins = np.empty((0, segments.n_rows.size, 1), dtype=np.int64)

    def append(self, variable):
        n = len(self)
        self._all_levels = roomy(self._all_levels, n)
        self._all_levels[n] = variable.n_levels
        self.n_levels = self._all_levels[: n + 1]
        self.most_levels = max(self.most_levels, variable.n_levels)
        super().append(variable)

    def masked(self):
        """The rows at each level above 0, of variables that planes may meet.

        Returns
        -------
        masks : ndarray of shape (n_variables, levels - 1, words)
        margins : ndarray of shape (n_variables, segments + 1, levels)
        """
        n = len(self._variables)
        for place in range(self._n_filled, n):
            s = self[place]
            if s.n_levels <= MOST_LEVELS:
                self._make_room(n, s.n_levels)
                self._fill(place, s)
        self._n_filled = n
        return self._masks, self._margins

    def listed(self, place):
        """Lists of the rows at each level of one, by their places in a tile.

        Returns
        -------
        lists : ndarray of int32
        begins, sizes : ndarrays of shape (levels, segments)
        """
        if self._listed[0] != place:
            self._listed = place, self._list(self[place])
        return self._listed[1]

    def _list(self, s):
        segments = self._segments
        shape = s.n_levels, segments.n_rows.size - 1
        begins, sizes = np.empty((2, *shape), dtype=np.int64)
        room = _tile_tables.room_of_lists(s.codes.size, begins.size)
        lists = np.empty(room, dtype=np.int32)
        list_rows = partial(
            _tile_tables.list_rows,
            np.ascontiguousarray(s.codes, dtype=np.uint8),
            segments.rows,
            segments.row_bounds,
            sizes,
            begins,
            lists,
        )
        self._threads.together(list_rows, LISTED * s.codes.size)
        return lists, begins, sizes

    def _make_room(self, n, n_levels):
        room, n_segments, levels = self._margins.shape
        if n <= room and n_levels <= levels:
            return
        room, levels = max(n, 2 * room if n > room else room), max(n_levels, levels)
        old = self._masks, self._margins
        self._masks = np.empty((room, levels - 1, self._segments.n_words), np.uint64)
        self._margins = np.empty((room, n_segments, levels), np.int64)
        for new, before in zip((self._masks, self._margins), old):
            new[tuple(slice(size) for size in before.shape)] = before

    def _fill(self, place, s):
        """Read the masks of a variable from the planes of its unit, or of its own."""
        block, unit, lane = self._find(s)
        block.build_one(unit)
        _bit_planes.read_levels(
            block.planes,
            block.margins,
            unit,
            lane,
            s.n_levels,
            self._segments.n_rows,
            place,
            self._masks,
            self._margins,
        )

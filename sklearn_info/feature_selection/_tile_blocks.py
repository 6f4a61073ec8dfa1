"""Columns as tiles, 256 at a time."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels import _tile_tables, _tiles
from sklearn_info._kernels._bit_planes import LANES
from sklearn_info._kernels._tiles import FEATURES, WORDS
from sklearn_info.feature_selection._counting_costs import cost_by_tiles
from sklearn_info.feature_selection._plane_blocks import aligned, n_digits

UNITS = FEATURES // LANES
NO_SUMS = np.empty((0, FEATURES), dtype=np.int64)
# Nanoseconds of a row when a tile is made.
ROW = 64.0
# Shares of a step for each thread, at least: the last one ends soon after the others.
PARTS = 4


class TileBlock:
    """Units whose codes have as many binary digits, as tiles made when needed.

    Parameters
    ----------
    codes : ndarray of shape (n_samples, n_features)
    columns : ndarray of shape (n_units * 8,)
        Columns of the units, one after the other; -1 where there is none.
    levels : ndarray of shape (n_units,), int64
        The most levels that a column of each unit has, in rising order.
    segments : Segments
    threads : Threads
    """

    def __init__(self, codes, columns, levels, segments, threads):
        self._codes, self._segments, self._threads = codes, segments, threads
        self._one = segments.in_order
        self._n_units, n_tiles = levels.size, -(-levels.size // UNITS)
        self._tiles, self._all_shares = None, {}
        ends = np.minimum(UNITS * np.arange(1, n_tiles + 1), levels.size)
        self._levels = levels[ends - 1]
        self._columns = np.full((n_tiles, FEATURES), -1, dtype=np.int64)
        self._columns.reshape(-1)[: columns.size] = columns

    def sums(self, units, others, variables, fixed):
        """Sums of some pairs, as of `DensePairs.pair_sums`."""
        alone = len(variables) == 1  # as most often: no need to compare the others
        if units.size == self._n_units and (alone or (others == others[0]).all()):
            sums = self._meet(None, variables.listed(int(others[0])), fixed)
            sums = sums[:, : self._n_units]
        else:
            sums = np.empty((1 if self._one else 2, units.size, LANES), dtype=np.int64)
            order = np.argsort(others, kind="stable")
            tile, place = np.divmod(units[order], UNITS)
            bounds = np.flatnonzero(np.diff(others[order], prepend=-1, append=-1))
            for begin, end in zip(bounds.tolist(), bounds[1:].tolist()):
                pairs, own = order[begin:end], tile[begin:end]
                tiles = np.flatnonzero(np.bincount(own))
                everyone = tiles.size == self._levels.size
                listed = variables.listed(int(others[pairs[0]]))
                met = self._meet(None if everyone else tiles, listed, fixed)
                rank = own if everyone else np.searchsorted(tiles, own)
                sums[:, pairs] = met[:, rank * UNITS + place[begin:end]]
        return (sums[0], None) if self._one else (sums[1], sums[0])

    def _meet(self, tiles, listed, fixed):
        """Sums of all units of some tiles, or of all, with a variable.

        By class, and pooled if there are classes.
        """
        self._build()
        n_levels = len(listed[-1])
        n_parts, which, first, last, cost = self._shares(tiles, n_levels)
        sums = np.empty((1 if self._one else 2, which.size, FEATURES), dtype=np.int64)
        pooled = NO_SUMS if self._one else sums[1]

        def count(begin, end, *threads):
            _tile_tables.sum_cells(
                self._tiles,
                self._levels,
                which[begin:end],
                first[begin:end],
                last[begin:end],
                *listed,
                fixed.f,
                fixed.scale,
                sums[0, begin:end],
                pooled[begin:end],
                *threads,
            )

        self._threads.inside(count, which.size, cost)
        if n_parts > 1:
            sums = sums.reshape(len(sums), -1, n_parts, FEATURES).sum(axis=2)
        return sums.reshape(len(sums), -1, LANES)

    def _shares(self, tiles, n_levels):
        """What threads share of a step: tiles, or parts of them if these are few.

        Returns
        -------
        n_parts : int
            Of each tile.
        which, first, last : ndarrays
            Tiles, each with the levels of the variable from first to before last.
        cost : float
            Nanoseconds of one.
        """
        if tiles is None:
            if n_levels not in self._all_shares:
                everyone = np.arange(self._levels.size)
                self._all_shares[n_levels] = self._shares(everyone, n_levels)
            return self._all_shares[n_levels]
        n_parts, n_threads = 1, self._threads.n_threads
        if n_threads > 1:
            n_parts = min(-(-PARTS * n_threads // tiles.size), n_levels)
        bounds = np.arange(n_parts + 1) * n_levels // n_parts
        first, last = (np.tile(one, tiles.size) for one in (bounds[:-1], bounds[1:]))
        cost = cost_by_tiles(self._segments, self._levels[-1], n_levels) / n_parts
        return n_parts, np.repeat(tiles, n_parts), first, last, cost

    def _build(self):
        """Make the tiles, if that is not done yet."""
        if self._tiles is not None:
            return
        n_rows, n_tiles = self._codes.shape[0], self._levels.size
        digits = int(n_digits(self._levels[-1]))
        shape = n_tiles, n_rows + 1, digits, WORDS
        tiles, places = aligned(shape), self._segments.places

        def encode(begin, end):
            columns = self._columns[begin:end]
            _tiles.encode(self._codes, columns, places, tiles[begin:end])

        self._threads.ranges(encode, n_tiles, ROW * n_rows)
        self._tiles = tiles

"""Columns as bit planes, eight at a time."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sklearn_info._kernels import _bit_planes, _plane_tables
from sklearn_info._kernels._bit_planes import LANES
from sklearn_info.feature_selection._counting_costs import cost_by_planes
from sklearn_info.utils import rows_by_code

NOTHING = np.empty((0, LANES), dtype=np.int64)
# Nanoseconds of a row of eight columns when planes are made or margins counted, and of
# the units at least that are made at once: to ask for them takes longer.
ROW, GROUP = 2.0, 20_000.0


@dataclass(frozen=True)
class Segments:
    """Rows class by class, each class beginning a new word of 64 rows."""

    rows: np.ndarray
    row_bounds: np.ndarray
    word_bounds: np.ndarray
    n_rows: np.ndarray

    @classmethod
    def of(cls, y, n_classes):
        if n_classes == 1:
            rows, sizes = np.arange(y.size, dtype=np.int32), np.array([y.size])
        else:
            rows = rows_by_code(y, n_classes).astype(np.int32)
            sizes = np.bincount(y, minlength=n_classes)
        return cls(
            rows,
            np.append(0, np.cumsum(sizes)),
            np.append(0, np.cumsum(-(-sizes // 64))),
            np.append(sizes, y.size),
        )

    @property
    def n_words(self):
        return int(self.word_bounds[-1])

    @property
    def in_order(self):
        """Whether there is one segment, of all rows in their order."""
        return self.n_rows.size == 2

    @property
    def places(self):
        """The place of each row among all, class by class."""
        places = np.empty(self.rows.size, dtype=np.int64)
        places[self.rows] = np.arange(self.rows.size)
        return places

    @cached_property
    def positions(self):
        """The bit of each row: 64 times its word, and its place there."""
        first = 64 * self.word_bounds[:-1] - self.row_bounds[:-1]
        positions = np.empty(self.rows.size, dtype=np.int32)
        places = np.arange(self.rows.size)
        positions[self.rows] = places + np.repeat(first, self.n_rows[:-1])
        return positions


class PlaneBlock:
    """Units whose codes have as many binary digits, as bit planes made when needed.

    A lazy search asks for some of them only.

    Parameters
    ----------
    levels : ndarray of shape (n_units,), int64
        The most levels that a column of each unit has.
    segments : Segments
    threads : Threads
    encode : callable
        Writes the planes of some units, or of all.
    whole : bool, default=False
        Whether it is of all.
    """

    def __init__(self, levels, segments, threads, encode, whole=False):
        self.levels, self._most_levels = levels, int(levels.max())
        self._segments, self._threads, self._encode = segments, threads, encode
        group = int(GROUP / (ROW * segments.n_rows[-1])) + 1
        self._group = levels.size if whole else group
        self._lacking = np.ones(levels.size, dtype=bool)
        self.planes = None

    def build_one(self, unit):
        """Make the planes of one unit, if that is not done yet."""
        if self._lacking[unit]:
            self.build(np.array([unit]))

    def build(self, units):
        """Make the planes of some units, if that is not done yet."""
        lacking = self._lacking[units]
        if np.count_nonzero(lacking) == 0:
            return
        n_units, segments = self.levels.size, self._segments
        if self.planes is None:
            digits = int(n_digits(self._most_levels))
            self.planes = aligned((n_units, segments.n_words, digits, LANES))
            shape = n_units, segments.n_rows.size, self._most_levels - 1, LANES
            self.margins = np.empty(shape, dtype=np.uint32)
        group = self._group
        asked = np.bincount(units[lacking] // group, minlength=-(-n_units // group)) > 0
        units = np.flatnonzero(asked.repeat(group)[:n_units] & self._lacking)
        self._encode(self.planes, units)

        def count(begin, end):
            _plane_tables.count_margins(
                self.planes,
                units[begin:end],
                self.levels,
                segments.word_bounds,
                self.margins,
            )

        if self.margins.size:
            self._threads.ranges(count, units.size, ROW * segments.n_rows[-1])
        self._lacking[units] = False

    def sums(self, units, others, variables, fixed):
        """Sums of some pairs, as of `DensePairs.pair_sums`."""
        self.build(units)
        masks, margins = variables.masked()
        segments = self._segments
        by_class = np.empty((units.size, LANES), dtype=np.int64)
        one = segments.in_order
        pooled = NOTHING if one else np.empty_like(by_class)

        def count(begin, end, *threads):
            _plane_tables.sum_cells(
                self.planes,
                self.levels,
                self.margins,
                segments.word_bounds,
                units[begin:end],
                others[begin:end],
                masks,
                margins,
                variables.n_levels,
                segments.n_rows,
                fixed.f,
                fixed.scale,
                by_class[begin:end],
                NOTHING if one else pooled[begin:end],
                *threads,
            )

        cost = cost_by_planes(segments, self._most_levels, masks.shape[1] + 1)
        self._threads.inside(count, units.size, cost)
        return (by_class, None) if one else (pooled, by_class)


def code_planes(codes, columns, levels, segments, threads):
    """The block of some columns of codes, eight for each unit; -1: none."""

    def encode(planes, units):
        def encode_some(begin, end):
            _bit_planes.encode(
                codes,
                units[begin:end],
                columns,
                segments.positions,
                segments.in_order,
                planes,
            )

        threads.ranges(encode_some, units.size, ROW * segments.n_rows[-1])

    return PlaneBlock(levels, segments, threads, encode)


def entry_planes(table, places, first, n_octets, segments, threads):
    """The block of some columns of a sparse table: those of n_octets places.

    A place that has no column is present nowhere. What encodes knows the table, not
    who asks: blocks that hold their holder would stay until garbage is collected.
    """
    levels = np.full(n_octets, table.n_levels + 1)

    def encode(planes, _):
        positions = segments.positions
        _bit_planes.encode_entries(*table.rows, places, first, positions, planes)

    return PlaneBlock(levels, segments, threads, encode, whole=True)


def lone_planes(s, segments, threads):
    """The block of one variable, in its first lane."""
    columns = np.full(LANES, -1)
    columns[0] = 0
    codes = np.asfortranarray(s.codes[:, None].astype(np.uint8, copy=False))
    levels = np.array([s.n_levels], dtype=np.int64)
    return code_planes(codes, columns, levels, segments, threads)


def n_digits(levels):
    """Binary digits of codes of so many levels, one at least; of each where many."""
    return np.maximum(np.frexp(np.subtract(levels, 1))[1], 1)


def aligned(shape):
    """Uninitialised words that begin a line of the cache."""
    size = math.prod(shape)
    memory = np.empty(size + LANES, dtype=np.uint64)
    skipped = -(memory.ctypes.data // memory.itemsize) % LANES
    return memory[skipped : skipped + size].reshape(shape)

"""Tiles: joint tables counted row by row, beside the plain definition."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from references.joint_sums import SCALE, F, plain_sums, table_of_f

from sklearn_info._kernels import _tile_tables, _tiles
from sklearn_info._kernels._team import Team

TILE = 256


def segments(y, n_classes):
    rows = np.argsort(y, kind="stable").astype(np.int32)
    bounds = np.append(0, np.cumsum(np.bincount(y, minlength=n_classes)))
    return rows, bounds


def make_tiles(X, n_levels, rows):
    """Tiles of 256 columns in order, and the most levels of each."""
    n, n_tiles = len(X), -(-len(n_levels) // TILE)
    columns = np.full(n_tiles * TILE, -1, dtype=np.int64)
    columns[: len(n_levels)] = np.arange(len(n_levels))
    levels = np.zeros(n_tiles * TILE, dtype=np.int64)
    levels[: len(n_levels)] = n_levels
    most = levels.reshape(-1, TILE).max(axis=1)
    digits = max(int(most.max() - 1).bit_length(), 1)
    tiles = np.full((n_tiles, n + 1, digits, 4), 7, dtype=np.uint64)
    places = np.empty(n, dtype=np.int64)
    places[rows] = np.arange(n)
    _tiles.encode(X, columns.reshape(-1, TILE), places, tiles)
    return tiles, most


def listed(s, n_levels, rows, bounds, n_threads=1):
    begins, sizes = np.empty((2, n_levels, bounds.size - 1), dtype=np.int64)
    room = _tile_tables.room_of_lists(s.size, begins.size)
    lists = np.full(room, -5, dtype=np.int32)
    shared = Team(n_threads - 1), n_threads
    s = s.astype(np.uint8)
    _tile_tables.list_rows(s, rows, bounds, sizes, begins, lists, *shared)
    return lists, begins, sizes


def sums(X, n_levels, s, s_levels, y, n_classes, f, n_parts=1):
    """Sums of all columns with s: by class, and pooled."""
    rows, bounds = segments(y, n_classes)
    tiles, most = make_tiles(X, n_levels, rows)
    lists = listed(s, s_levels, rows, bounds)
    cuts = np.arange(n_parts + 1) * s_levels // n_parts
    which = np.repeat(np.arange(len(tiles)), n_parts)
    first, end = (np.tile(one, len(tiles)) for one in (cuts[:-1], cuts[1:]))
    both = np.empty((2, which.size, TILE), dtype=np.int64)
    arguments = tiles, most, which, first, end, *lists, f, SCALE, *both, Team(0), 1
    _tile_tables.sum_cells(*arguments)
    alone = np.empty_like(both[0])
    nothing = np.empty((0, TILE), dtype=np.int64)
    _tile_tables.sum_cells(*arguments[:-4], alone, nothing, *arguments[-2:])
    assert_array_equal(alone, both[0])
    both = both.reshape(2, len(tiles), n_parts, TILE).sum(axis=2)
    return both.reshape(2, -1)[:, : len(n_levels)]


def assert_plain(X, n_levels, s, s_levels, y, n_classes, f, n_parts=1):
    by_class, pooled = sums(X, n_levels, s, s_levels, y, n_classes, f, n_parts)
    assert_array_equal(pooled, plain_sums(X, n_levels, s.tolist(), s_levels, f=f))
    joint = (s.astype(int) * n_classes + y).tolist()
    own = plain_sums(X, n_levels, joint, s_levels * n_classes, f=f)
    assert_array_equal(by_class, own)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("n", "n_classes"), [(1, 1), (31, 2), (64, 1), (255, 1), (700, 3), (8400, 2)]
)
def test_tiles_count_like_the_definition(n, n_classes, whole, instruction_set):
    rng = np.random.default_rng(n)
    n_levels = np.array([1, 2, 2, 3, 4, 4, 5, 7, 8, 8, 9, 16, 17])
    X = np.asfortranarray(rng.integers(0, n_levels, (n, n_levels.size)), dtype=np.uint8)
    y = rng.integers(0, n_classes, n)
    f = table_of_f(n + 1) if whole else F  # of all counts, or of small ones
    for s in (0, 1, 5, 9, 12):
        n_parts = min(int(n_levels[s]), 3)
        assert_plain(X, n_levels, X[:, s], n_levels[s], y, n_classes, f, n_parts)
    for own in (n_levels[:1], n_levels[:3], n_levels[:6], n_levels[:10]):
        assert_plain(X[:, : own.size], own, X[:, 6], 5, y, n_classes, f)


@pytest.mark.parametrize("n_levels", [2, 3, 8, 33, 256])
def test_each_feature_has_its_place(n_levels, instruction_set):
    """Two tiles, the second of which is short."""
    rng = np.random.default_rng(0)
    X = np.asfortranarray(rng.integers(0, n_levels, (90, 300)), dtype=np.uint8)
    y = rng.integers(0, 2, 90)
    assert_plain(X, np.full(300, n_levels), X[:, 299], n_levels, y, 2, F)


@pytest.mark.parametrize("n", [32, 223, 224, 225, 254, 255, 256, 257, 479, 480, 700])
def test_no_counter_runs_over(n, instruction_set):
    """The same cell in all rows but one, at the end of a run and of a batch."""
    n_levels = np.array([2, 3, 8, 16])
    X = np.asfortranarray(np.tile(n_levels - 1, (n, 1)), dtype=np.uint8)
    X[-1] = 0
    f = table_of_f(n + 1)
    for s in (0, 2):
        assert_plain(X, n_levels, X[:, s], n_levels[s], np.zeros(n, int), 1, f)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32])
def test_codes_of_every_type(dtype):
    rng = np.random.default_rng(0)
    X = np.asfortranarray(rng.integers(0, 9, (600, 20)), dtype=dtype)
    y = rng.integers(0, 3, 600)
    assert_plain(X, np.full(20, 9), X[:, 4], 9, y, 3, F)


@settings(deadline=None, max_examples=50)
@given(
    n=st.integers(1, 300),
    n_levels=st.integers(1, 20),
    n_classes=st.integers(1, 5),
    n_threads=st.integers(1, 3),
    seed=st.integers(0, 10**6),
)
def test_lists_hold_each_row_once(n, n_levels, n_classes, n_threads, seed):
    rng = np.random.default_rng(seed)
    y, s = rng.integers(0, n_classes, n), rng.integers(0, n_levels, n).astype(np.uint8)
    rows, bounds = segments(y, n_classes)
    lists, begins, sizes = listed(s, n_levels, rows, bounds, n_threads)
    assert (begins % 32 == 0).all()
    used = np.zeros(lists.size, dtype=bool)
    for level in range(n_levels):
        for c in range(n_classes):
            begin, size = begins[level, c], sizes[level, c]
            own = lists[begin : begin + size]
            assert_array_equal(rows[own], np.flatnonzero((s == level) & (y == c)))
            assert not used[begin : begin + size].any()
            used[begin : begin + size] = True
    assert (lists[~used] == n).all()  # the row of zeros
    # What is read past a list is the end of its batch, and two more.
    ends = (begins + -(-sizes // 32) * 32).max(initial=0)
    assert lists.size >= ends + 64

"""Sums of f over joint tables: every way to count gives the same integers.

Fixed point makes the sums exact, so that all comparisons are of equality.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from references.counting import joint_counts
from references.joint_sums import (
    SCALE,
    F,
    plain_sum,
    plain_sums,
    plain_sums_of,
    table_of_f,
)

from sklearn_info._kernels import (
    _bit_planes,
    _column_cooccurrence,
    _fixed_point,
    _joint_histogram,
    _level_sums,
    _plane_tables,
    _presence_sums,
    _row_cooccurrence,
)
from sklearn_info._kernels._team import Team

NO_WEIGHTS = np.empty(0)


@pytest.fixture(params=[(1, 1), (63, 3), (64, 1), (65, 2), (700, 3), (8400, 2)])
def data(request):
    """Columns of 1 to 17 levels and one of 200, of some rows in some classes."""
    n, n_classes = request.param
    rng = np.random.default_rng(n)
    n_levels = np.array([1, 2, 2, 2, 3, 4, 4, 5, 7, 8, 8, 9, 16, 17, 200])
    X = np.asfortranarray(rng.integers(0, n_levels, (n, n_levels.size)), dtype=np.uint8)
    y = rng.integers(0, n_classes, n)
    return X, n_levels, y, n_classes


def segments(y, n_classes):
    sizes = np.bincount(y, minlength=n_classes)
    rows = np.argsort(y, kind="stable").astype(np.int32)
    row_bounds = np.append(0, np.cumsum(sizes))
    word_bounds = np.append(0, np.cumsum(-(-sizes // 64)))
    return rows, row_bounds, word_bounds, np.append(sizes, y.size)


def block(X, columns, n_levels, y, n_classes):
    """One octet of some columns: its planes and margins."""
    rows, row_bounds, word_bounds, _ = segments(y, n_classes)
    first = np.repeat(64 * word_bounds[:-1] - row_bounds[:-1], np.diff(row_bounds))
    positions = np.empty(y.size, dtype=np.int32)
    positions[rows] = np.arange(y.size) + first
    most = max(int(n_levels[columns].max()), 2)
    lanes = np.full(8, -1)
    lanes[: len(columns)] = columns
    planes = np.empty((1, word_bounds[-1], int(most - 1).bit_length(), 8), np.uint64)
    octets, in_order = np.arange(len(planes)), n_classes == 1
    _bit_planes.encode(X, octets, lanes, positions, in_order, planes)
    margins = np.empty((1, n_classes + 1, most - 1, 8), dtype=np.uint32)
    _plane_tables.count_margins(
        planes, np.array([0]), np.array([most]), word_bounds, margins
    )
    return planes, margins, most


def assert_planes_count(data, octets, others, f):
    """Octets of columns with other columns, beside the plain definition."""
    X, n_levels, y, n_classes = data
    *_, word_bounds, n_rows = segments(y, n_classes)
    for columns in octets:
        planes, margins, most = block(X, columns, n_levels, y, n_classes)
        for s in others:
            s_planes, s_margin, s_most = block(X, [s], n_levels, y, n_classes)
            masks = np.empty((1, s_most - 1, word_bounds[-1]), dtype=np.uint64)
            s_margins = np.empty((1, n_classes + 1, s_most), dtype=np.int64)
            own = s_planes, s_margin, 0, 0, s_most, n_rows, 0, masks, s_margins
            _bit_planes.read_levels(*own)
            by_class, pooled = np.empty((2, 1, 8), dtype=np.int64)
            _plane_tables.sum_cells(
                planes,
                np.array([most]),
                margins,
                word_bounds,
                np.zeros(1, np.int64),
                np.zeros(1, np.int64),
                masks,
                s_margins,
                np.array([s_most]),
                n_rows,
                f,
                SCALE,
                by_class,
                pooled,
                Team(0),
                1,
            )
            x, levels = X[:, columns], n_levels[columns]
            own = plain_sums(x, levels, X[:, s].tolist(), n_levels[s])
            assert_array_equal(pooled[0, : len(columns)], own)
            joint = X[:, s].astype(int) * n_classes + y
            own = plain_sums(x, levels, joint.tolist(), n_levels[s] * n_classes)
            assert_array_equal(by_class[0, : len(columns)], own)


@pytest.mark.parametrize("whole", [False, True])
def test_bit_planes_count_like_a_histogram(data, whole, instruction_set):
    f = table_of_f(data[2].size + 1) if whole else F  # of all counts, or of small ones
    octets = [0, 1, 2, 3], [1, 4], [1, 4, 5, 6], list(range(3, 11)), [11, 12, 13], [14]
    assert_planes_count(data, octets, (1, 4, 9, 13), f)


@pytest.mark.parametrize("n_words", [29, 30, 31, 32, 61, 62, 63, 70, 130])
def test_no_counter_runs_over(n_words, instruction_set):
    """The same cell in all rows: all the bits that sums of bytes have to hold."""
    n_levels = np.array([2, 3, 8])
    X = np.asfortranarray(np.tile(n_levels - 1, (64 * n_words, 1)), dtype=np.uint8)
    X[-1] = 0
    data = X, n_levels, np.zeros(len(X), dtype=np.int64), 1
    assert_planes_count(data, ([0], [0, 1], [2]), range(3), table_of_f(len(X) + 1))


def test_margins_are_the_counts_of_the_levels(data, instruction_set):
    X, n_levels, y, n_classes = data
    columns = [4, 5, 8, 11]
    _, margins, most = block(X, columns, n_levels, y, n_classes)
    for lane, column in enumerate(columns):
        counts = joint_counts(X[:, column], y, most, n_classes)
        assert_array_equal(margins[0, :-1, :, lane], counts.T[:, 1:])
        assert_array_equal(margins[0, -1, :, lane], counts.sum(axis=1)[1:])
    assert not margins[0, :, :, len(columns) :].any()


def grouped(t):
    """Rows of the least value of t, of the next, ...; and where each begins."""
    _, sizes = np.unique(t, return_counts=True)
    rows = np.argsort(t, kind="stable").astype(np.int32)
    return rows, np.append(0, np.cumsum(sizes))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32])
def test_histograms_count_like_the_definition(data, dtype):
    X, n_levels, y, n_classes = data
    codes = np.asfortranarray(X, dtype=dtype)
    columns = np.array([0, 3, 5, 10, 13])
    s = 6
    joint = X[:, s].astype(np.int32) * n_classes + y.astype(np.int32)
    n_t = int(n_levels[s]) * n_classes
    own = plain_sums(X[:, columns], n_levels[columns], joint.tolist(), n_t)
    alone = plain_sums(X[:, columns], n_levels[columns], X[:, s].tolist(), n_levels[s])
    by_class, pooled, large = np.empty((3, n_levels.size), dtype=np.int64)
    _joint_histogram.sum_small(
        codes,
        n_levels,
        columns,
        joint.astype(np.uint16),
        n_t,
        n_classes,
        F,
        SCALE,
        by_class,
        pooled,
    )
    groups = grouped(joint)
    _joint_histogram.sum_grouped(
        codes, n_levels, columns, *groups, NO_WEIGHTS, F, SCALE, large
    )
    assert_array_equal(by_class[columns], own)
    assert_array_equal(pooled[columns], alone)
    assert_array_equal(large[columns], own)


def test_weights_are_repetitions(data):
    X, n_levels, y, n_classes = data
    weights = np.random.default_rng(1).integers(0, 4, y.size)
    again = np.repeat(np.arange(y.size), weights)
    columns = np.arange(n_levels.size)
    weighted, repeated = np.empty((2, n_levels.size), dtype=np.int64)
    rows, bounds = grouped(y)
    of_rows = weights[rows].astype(float)
    _joint_histogram.sum_grouped(
        X, n_levels, columns, rows, bounds, of_rows, F, SCALE, weighted
    )
    again_X, groups = np.asfortranarray(X[again]), grouped(y[again])
    _joint_histogram.sum_grouped(
        again_X, n_levels, columns, *groups, NO_WEIGHTS, F, SCALE, repeated
    )
    assert_array_equal(weighted, repeated)
    weighted, repeated = np.empty((2, 2, n_levels.size), dtype=np.int64)
    t = (X[:, 6].astype(np.int64) * n_classes + y).astype(np.uint16)
    known = int(n_levels[6]) * n_classes, n_classes
    _joint_histogram.sum_small_weighted(
        X, n_levels, columns, t, *known, weights.astype(float), F, SCALE, *weighted
    )
    _joint_histogram.sum_small(
        again_X, n_levels, columns, t[again], *known, F, SCALE, *repeated
    )
    assert_array_equal(weighted, repeated)


@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("kind", [np.int32, np.float64])
@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    n_levels=st.integers(1, 3),
    density=st.sampled_from([0.02, 0.3, 1.0]),
    n_classes=st.integers(1, 4),
)
def test_sparse_columns_count_like_dense_ones(
    index, kind, seed, n_levels, density, n_classes
):
    rng = np.random.default_rng(seed)
    n, p = 90, 12
    dense = rng.integers(1, n_levels + 1, (n, p)) * (rng.random((n, p)) < density)
    X = sp.csc_array(dense.astype(np.uint8))
    t = rng.integers(0, n_classes, n).astype(np.int32)
    weights = NO_WEIGHTS if kind == np.int32 else rng.integers(1, 4, n).astype(float)
    totals = np.bincount(t, weights if weights.size else None, n_classes).astype(kind)
    sums = np.empty(p, dtype=np.int64)
    _column_cooccurrence.sum_columns(
        X.indptr.astype(index),
        X.indices.astype(index),
        X.data,
        n_levels,
        t,
        totals,
        weights,
        F,
        SCALE,
        sums,
    )
    own = plain_sums(
        dense,
        [n_levels + 1] * p,
        t.tolist(),
        n_classes,
        weights if weights.size else None,
    )
    assert_array_equal(sums, own)


@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("kind", [np.int32, np.float64])
@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    n_levels=st.integers(1, 3),
    density=st.sampled_from([0.02, 0.3, 1.0]),
    n_classes=st.integers(1, 4),
    pooled=st.booleans(),
)
def test_rows_that_hold_a_column_count_like_all_rows(
    index, kind, seed, n_levels, density, n_classes, pooled
):
    rng = np.random.default_rng(seed)
    n, p, width = 90, 12, 5
    dense = rng.integers(1, n_levels + 1, (n, p)) * (rng.random((n, p)) < density)
    X = sp.csr_array(dense.astype(np.uint8))
    y = rng.integers(0, n_classes, n).astype(np.int32)
    weights = NO_WEIGHTS if kind == np.int32 else rng.integers(1, 4, n).astype(float)
    w = weights if weights.size else None
    rows = [joint_counts(x, y, n_levels + 1, n_classes, w) for x in dense.T]
    rows = np.array(rows).transpose(2, 0, 1).astype(kind)
    class_totals = rows[:, 0].sum(axis=1, dtype=kind)
    counts = np.ascontiguousarray(rows[:, :, 1:])
    occurs = counts.any(axis=2)
    classes, columns = np.nonzero(occurs)
    begins = np.arange(n_classes)[:, None] * p + np.minimum([0, 5, 10, 15], p)
    bounds = np.searchsorted(classes * p + columns, begins)
    places = rng.permutation(p)
    order = np.argsort(places)  # the columns of the matrix, by place
    numbers = np.cumsum(occurs).reshape(occurs.shape) - 1
    cells = np.empty(X.nnz, dtype=index)
    indptr = X.indptr.astype(index)
    _row_cooccurrence.number_cells(
        indptr,
        order[X.indices].astype(index),
        y if n_classes > 1 else y[:0],
        places.astype(index),
        numbers.astype(index),
        cells,
    )
    margins, totals = counts[classes, columns], counts.sum(axis=0, dtype=kind)
    f = table_of_f(n + 1) if n_levels == 1 and kind == np.int32 else F[:40]
    both = np.zeros(margins.size * n_levels, dtype=kind)
    all_both = np.zeros(totals.size * n_levels if pooled else 0, dtype=kind)
    units = np.array([2, 0])
    some = np.r_[10:12, 0:5]

    def plain(*variables):
        return plain_sums_of(f, dense, n_levels, variables, w)

    alone = np.array(plain(y))
    for s in range(p):
        by_class = np.zeros(p, dtype=np.int64)
        sums = np.zeros(p if pooled else 0, dtype=np.int64)
        held = np.flatnonzero(dense[:, s])
        levels = dense[held, s].astype(np.uint8)
        given = X.data if n_levels > 1 else X.data[:0]
        _row_cooccurrence.count_rows(
            indptr, cells, given, n_levels, weights, held.astype(index), levels, both
        )
        s_margins = np.ascontiguousarray(counts[:, s])
        where = width, units, bounds, columns.astype(np.int32)
        out = all_both, by_class, sums
        if f.size > n:
            _presence_sums.sum_presences(
                both,
                s_margins[:, 0].copy(),
                *where,
                margins[:, 0].copy(),
                alone,
                class_totals,
                totals[:, 0].copy(),
                f,
                *out,
            )
        else:
            cell_alone = [
                plain_sum([*own, class_totals[c] - own.sum()], f)
                for c, own in zip(classes, margins)
            ]
            _level_sums.sum_levels(
                both,
                n_levels,
                s_margins,
                *where,
                margins,
                np.array(cell_alone, dtype=np.int64),
                alone,
                class_totals,
                totals,
                f,
                SCALE,
                *out,
            )
        assert not both.any()
        assert not all_both.any()
        assert_array_equal(by_class[some], np.array(plain(dense[:, s], y))[some])
        if pooled:
            assert_array_equal(sums[some], np.array(plain(dense[:, s]))[some])


def test_f_of_counts_and_weights():
    counts = np.array([0.0, 1.0, 2.0, 199.0, 200.0, 1e6, 2.5])
    own = _fixed_point.sum_counts(counts, F, SCALE)
    assert own == sum(plain_sum([c]) for c in counts)


@pytest.mark.parametrize("tally", [np.int32, np.float64])
@pytest.mark.parametrize("n_levels", [1, 2, 3])
def test_tables_of_what_is_counted_and_the_rest(tally, n_levels):
    rng = np.random.default_rng(0)
    counts = rng.integers(0, 90, (3, 5, n_levels)).astype(tally)
    if tally is np.float64:
        counts *= 0.1  # a table of three tenths leaves nothing, but for rounding
        counts[0, 0] = 0.1
    totals = counts.sum(axis=2, dtype=tally).max(axis=1)
    sums = np.ones(5, dtype=np.int64)
    _fixed_point.add_tables(counts, totals, F, SCALE, sums)
    for j, own in enumerate(sums):
        tables = [
            plain_sum([*counts[c, j], max(totals[c] - counts[c, j].sum(), 0)])
            for c in range(3)
        ]
        assert own == 1 + sum(tables)

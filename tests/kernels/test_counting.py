"""The counting kernels against their definitions, on every instruction set.

Counts are integers, and weights are added row by row in both: they agree exactly.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from references.counting import (
    additive_information,
    counts_of_classes,
    is_code,
    joint_counts,
    mutual_information,
    stacked_counts,
)

from sklearn_info._kernels import (
    _codes,
    _contingency,
    _cpu,
    _information,
    _sparse_contingency,
)

INTEGERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
REALS = ["f4", "f8"]
# Around 64 columns at once, blocks of 16 x 8, and tiles of 2,048 columns or 4,096 rows.
SHAPES = [(0, 3), (3, 0), (1, 1), (7, 9), (63, 65), (64, 64), (65, 63), (300, 70)]
SHAPES += [(150, 2100), (5000, 3)]
NOTHING = np.empty(0)


def frozen(array):
    array.setflags(write=False)
    return array


def on_every_level(check):
    """Run a check on every instruction set (hypothesis takes no fixture)."""
    try:
        for level in _cpu.LEVELS:
            if _cpu.set_level(level) == level:
                check()
    finally:
        _cpu.set_level()


# Numbers to bytes


def assert_narrows(X, order):
    """The kernel for this order of memory does what is_code says."""
    narrow = _codes.narrow_rows if order == "C" else _codes.narrow_columns
    codes = np.zeros(X.shape, np.uint8, order="F")
    largest, lossy = np.full((2, X.shape[1]), 77, np.uint8)
    memory = X.ravel(order=order).view(np.uint8)
    narrow(frozen(memory), X.dtype.str[1:], codes, largest, lossy)
    fits = np.array([all(map(is_code, column)) for column in X.T.tolist()], bool)
    assert_array_equal(lossy == 0, fits)
    assert_array_equal(codes[:, fits], X[:, fits])
    assert_array_equal(largest[fits], X[:, fits].max(axis=0, initial=0))


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", ["b1", *INTEGERS, *REALS])
def test_numbers_that_fit_become_bytes(dtype, shape, order, instruction_set):
    top = {"b1": 2, "i1": 128}.get(dtype, 256)
    X = np.random.default_rng(0).integers(0, top, shape).astype(dtype)
    assert_narrows(X, order)


def unfit(dtype):
    """Numbers of a dtype that are no code."""
    if dtype in REALS:
        info = np.finfo(dtype)
        ones = 2.0**info.nmant  # from here on the last bit counts ones
        above = np.nextafter(np.array(255, dtype), info.max)
        numbers = [-1, 0.5, 256, -0.0, np.nan, np.inf, -np.inf, info.max, info.tiny]
        return [*numbers, above, ones, ones + 3, -ones, 3 - ones]
    info = np.iinfo(dtype)
    return [
        v
        for v in (-1, 256, 512, 1 << 31, 1 << 32, 1 << 63, info.min, info.max)
        if info.min <= v <= info.max and not 0 <= v <= 255
    ]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [*INTEGERS, *REALS])
def test_a_number_that_does_not_fit_is_told(dtype, order, instruction_set):
    rng = np.random.default_rng(0)
    for n_rows in (1, 64, 130):
        X = rng.integers(0, 100, (n_rows, 100)).astype(dtype)
        for column, value in enumerate(unfit(dtype)):
            X[rng.integers(n_rows), 7 * column] = value
        assert_narrows(X, order)


@settings(deadline=None, max_examples=60)
@given(data=st.data(), dtype=st.sampled_from([*INTEGERS, *REALS]))
def test_numbers_to_bytes_whatever_they_are(data, dtype):
    small = st.integers(0, 100)
    odd = st.sampled_from([0, *unfit(dtype)])
    shape = data.draw(st.tuples(st.integers(0, 70), st.integers(0, 5)))
    X = data.draw(arrays(dtype, shape, elements=st.one_of(small, odd), fill=small))
    on_every_level(lambda: [assert_narrows(X, order) for order in "CF"])


# Joint counts, dense


def starts_of(n_levels):
    return frozen(np.concatenate([[0], np.cumsum(n_levels)]).astype(np.int64))


def assert_counts(X, y, n_levels, n_classes, weights):
    """Both kernels add to what is there what stacked_counts says."""
    starts = starts_of(n_levels)
    y = frozen(y.astype(np.int32))
    counts = np.full((starts[-1], n_classes), 3, np.int64)
    _contingency.count_columns(frozen(X), y, starts, counts)
    assert_array_equal(counts - 3, stacked_counts(X, y, n_levels, n_classes))
    sums = np.zeros((starts[-1], n_classes))
    _contingency.sum_weights(X, y, frozen(weights), starts, sums)
    assert_array_equal(sums, stacked_counts(X, y, n_levels, n_classes, weights))


@pytest.mark.parametrize("n_rows", [0, 1, 63, 64, 65, 1023, 1024, 1025])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32])
def test_joint_counts(dtype, n_rows):
    rng = np.random.default_rng(n_rows)
    n_levels = [1, 2, 8, 256, 0]
    columns = [rng.integers(0, max(n, 1), n_rows) for n in n_levels]
    X = np.array(columns).T.astype(dtype, order="F")
    if n_rows:  # a column without levels has no rows to count
        X, n_levels = np.asfortranarray(X[:, :-1]), n_levels[:-1]
    assert_counts(X, rng.integers(0, 5, n_rows), n_levels, 5, rng.random(n_rows))


@pytest.mark.parametrize("n_levels", [511, 512, 513, 4000])
@pytest.mark.parametrize("dtype", [np.uint16, np.int32])
def test_joint_counts_of_large_tables(dtype, n_levels):
    """Up to 2048 cells are counted in interleaved tables, more in one."""
    rng = np.random.default_rng(0)
    X = np.asfortranarray(rng.integers(0, n_levels, (500, 2)).astype(dtype))
    X[0] = n_levels - 1
    y = rng.integers(0, 4, 500)
    y[0] = 3
    assert_counts(X, y, [n_levels] * 2, 4, rng.random(500))


def test_joint_counts_without_columns():
    assert_counts(np.empty((5, 0), np.uint8, order="F"), np.zeros(5), [], 2, np.ones(5))


@settings(deadline=None, max_examples=60)
@given(
    data=st.data(),
    dtype=st.sampled_from([np.uint8, np.uint16, np.int32]),
    n_rows=st.integers(0, 70),
    n_levels=st.lists(st.integers(1, 9), max_size=4),
    n_classes=st.integers(1, 4),
)
def test_joint_counts_whatever_they_are(data, dtype, n_rows, n_levels, n_classes):
    columns = [
        data.draw(arrays(dtype, n_rows, elements=st.integers(0, n - 1)))
        for n in n_levels
    ]
    X = np.asfortranarray(np.array(columns, dtype).reshape(len(n_levels), n_rows).T)
    y = data.draw(arrays(np.int32, n_rows, elements=st.integers(0, n_classes - 1)))
    weights = data.draw(arrays(float, n_rows, elements=st.floats(0, 1e6)))
    assert_counts(X, y, n_levels, n_classes, weights)


# Joint counts, sparse


def members_of(memberships):
    """Rows of the first class, of the second, ..., and where each begins."""
    rows = [np.flatnonzero(members) for members in memberships]
    return (
        frozen(np.concatenate([np.empty(0, int), *rows]).astype(np.int64)),
        starts_of([len(r) for r in rows]),
    )


def parts(matrix, index):
    return frozen(matrix.indptr.astype(index)), frozen(matrix.indices.astype(index))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("shape", [(0, 4), (4, 0), (1, 1), (63, 65), (65, 20)])
def test_joint_counts_of_sparse_rows(shape, index, weighted):
    """Rows of overlapping classes, and of none; with levels and by presence."""
    rng = np.random.default_rng(0)
    table = rng.integers(-3, 4, shape).clip(0)
    memberships = rng.random((3, shape[0])) < 0.4
    weights = frozen(rng.random(shape[0])) if weighted else NOTHING
    csr = sp.csr_array(table)
    levels = frozen(csr.data.astype(np.uint8))
    for given_levels, n_levels, expected in [
        (levels, 3, table),
        (np.empty(0, np.uint8), 1, table > 0),
    ]:
        dtype = np.float64 if weighted else np.int64
        counts = np.zeros((3, shape[1] * n_levels), dtype)
        _sparse_contingency.count_rows(
            *parts(csr, index),
            given_levels,
            n_levels,
            *members_of(memberships),
            weights,
            counts,
        )
        definition = counts_of_classes(
            expected, memberships, n_levels, weights if weighted else None
        )
        assert_array_equal(counts, definition)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("shape", [(0, 4), (4, 0), (1, 1), (63, 65), (65, 20)])
def test_joint_counts_of_sparse_columns(shape, index, weighted):
    rng = np.random.default_rng(0)
    table = rng.integers(-3, 4, shape).clip(0)
    y = frozen(rng.integers(0, 3, shape[0]).astype(np.int32))
    weights = frozen(rng.random(shape[0])) if weighted else NOTHING
    csc = sp.csc_array(table)
    levels = frozen(csc.data.astype(np.uint8))
    for given_levels, n_levels, expected in [
        (levels, 3, table),
        (np.empty(0, np.uint8), 1, table > 0),
    ]:
        counts = np.zeros(
            (shape[1] * n_levels, 3), np.float64 if weighted else np.int64
        )
        _sparse_contingency.count_columns(
            *parts(csc, index), given_levels, n_levels, y, weights, counts
        )
        definition = counts_of_classes(
            expected,
            [y == c for c in range(3)],
            n_levels,
            weights if weighted else None,
        )
        assert_array_equal(counts, definition.T)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("shape", [(0, 4), (4, 0), (1, 1), (65, 20)])
def test_sums_of_sparse_rows(shape, index, weighted):
    """Entries are small integers and weights are halves: the sums are exact."""
    rng = np.random.default_rng(0)
    table = rng.integers(-3, 4, shape).astype(float)
    memberships = rng.random((3, shape[0])) < 0.4
    weights = rng.integers(0, 5, shape[0]) / 2
    csr = sp.csr_array(table)
    sums = np.ones((3, shape[1]))
    _sparse_contingency.sum_rows(
        *parts(csr, index),
        frozen(csr.data),
        *members_of(memberships),
        frozen(weights) if weighted else NOTHING,
        sums,
    )
    used = weights if weighted else np.ones(shape[0])
    assert_array_equal(sums - 1, (memberships * used) @ table)


@settings(deadline=None, max_examples=60)
@given(
    table=st.tuples(st.integers(0, 20), st.integers(0, 6)).flatmap(
        lambda shape: arrays(np.int64, shape, elements=st.integers(0, 3))
    ),
    seed=st.integers(0, 99),
)
def test_rows_and_columns_count_the_same(table, seed):
    y = np.random.default_rng(seed).integers(0, 3, len(table)).astype(np.int32)
    memberships = [y == c for c in range(3)]
    csr, csc = sp.csr_array(table), sp.csc_array(table)
    by_rows = np.zeros((3, table.shape[1] * 3), np.int64)
    _sparse_contingency.count_rows(
        *parts(csr, np.int32),
        csr.data.astype(np.uint8),
        3,
        *members_of(memberships),
        NOTHING,
        by_rows,
    )
    by_columns = np.zeros((table.shape[1] * 3, 3), np.int64)
    _sparse_contingency.count_columns(
        *parts(csc, np.int32), csc.data.astype(np.uint8), 3, y, NOTHING, by_columns
    )
    assert_array_equal(by_rows.T, by_columns)
    assert_array_equal(by_rows, counts_of_classes(table, memberships, 3))


# Information from counts. Both sides add at most a few hundred terms of the size of
# n log n (below 10^4) and divide by n: rounding stays below 1e-13.

ROUNDING = {"rtol": 0, "atol": 1e-13}


def c_log_c(count):
    return count * math.log(count) if count > 0 else 0.0


def random_table(rng, n_rows, n_levels, n_classes, weighted):
    x = rng.integers(0, n_levels, n_rows)
    y = rng.integers(0, n_classes, n_rows)
    weights = rng.random(n_rows) if weighted else None
    return joint_counts(x, y, n_levels, n_classes, weights)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_known", [1, 40, 1000])
@pytest.mark.parametrize("transposed", [False, True])
def test_relevance_of_columns(transposed, n_known, weighted):
    """Of columns with 1 to 9 levels, whatever part of c log c the table holds."""
    rng = np.random.default_rng(0)
    n_levels = [1, 2, 3, 9]
    X = np.stack([rng.integers(0, n, 700) for n in n_levels], axis=1)
    y = rng.integers(0, 4, 700)
    y[X[:, 2] == 1] = 0
    weights = rng.random(700) if weighted else None
    counts = stacked_counts(X, y, n_levels, 4, weights)
    counts = np.asfortranarray(counts) if transposed else counts
    starts = starts_of(n_levels)
    tables = [counts[a:b] for a, b in pairwise(starts)]
    information, n_occupied = np.full(4, 7.0), np.full(4, 7)
    _information.relevance(
        frozen(counts),
        starts,
        frozen(tables[0].sum(axis=0)),
        False,
        frozen(np.array([c_log_c(c) for c in range(n_known)])),
        math.log(counts[:1].sum()),
        information,
        n_occupied,
    )
    assert information[0] == 0  # a constant tells nothing, exactly
    expected = [mutual_information(table) for table in tables]
    assert_allclose(information, expected, **ROUNDING)
    assert_array_equal(n_occupied, n_levels)


@pytest.mark.parametrize("weighted", [False, True])
def test_relevance_with_absences(weighted):
    """What is not counted is one more level: of some rows, of none, or of all."""
    rng = np.random.default_rng(0)
    some = random_table(rng, 300, 4, 3, weighted)
    none = np.vstack([np.zeros(3, some.dtype), some[0] + some[1], some[2] + some[3]])
    every = np.vstack([some.sum(axis=0), np.zeros((2, 3), some.dtype)])
    tables = [some, none, every]
    counts = np.concatenate([table[1:] for table in tables])
    information, n_occupied = np.full(3, 7.0), np.full(3, 7)
    n = some.sum()
    _information.relevance(
        counts,
        starts_of([3, 2, 2]),
        some.sum(axis=0),
        True,
        np.zeros(1),
        math.log(n),
        information,
        n_occupied,
    )
    expected = [mutual_information(table) for table in tables]
    assert_allclose(information, expected, **ROUNDING)
    assert information[2] == 0
    assert_array_equal(n_occupied, [4, 2, 1])


def test_relevance_reads_the_estimator():
    """Any function of a count makes an estimator, with any constant."""
    rng = np.random.default_rng(0)
    table = random_table(rng, 100, 3, 4, False)
    f = rng.normal(size=101)
    f[0] = 0
    information, n_occupied = np.empty(1), np.empty(1, np.int64)
    _information.relevance(
        table, starts_of([3]), table.sum(axis=0), False, f, 1.5, information, n_occupied
    )
    expected = additive_information(table, lambda c: f[c], 1.5)
    assert_allclose(information, expected, **ROUNDING)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("absent", [False, True])
def test_relevance_per_class(absent, weighted):
    """Each class against the rows outside it; classes overlap, one is everybody."""
    rng = np.random.default_rng(0)
    X = np.stack([rng.integers(0, n, 300) for n in (1, 2, 5)], axis=1)
    memberships = rng.random((4, 300)) < 0.5
    memberships[2] = True
    memberships[3] = False
    weights = rng.random(300) if weighted else None
    first = 1 if absent else 0
    n_levels = np.array([1, 2, 5]) - first
    by_column = [
        [joint_counts(x, m.astype(int), n, 2, weights) for m in memberships]
        for x, n in zip(X.T, (1, 2, 5))
    ]
    counts = np.concatenate(
        [np.stack([t[first:, 1] for t in column], axis=1) for column in by_column]
    )
    totals = np.concatenate([column[0][first:].sum(axis=1) for column in by_column])
    information = np.full((4, 3), 7.0)
    n = by_column[0][0].sum()
    _information.relevance_per_class(
        counts,
        totals,
        starts_of(n_levels),
        np.array([table[:, 1].sum() for table in by_column[0]]),
        n,
        absent,
        np.zeros(1),
        math.log(n),
        information,
    )
    expected = [[mutual_information(t) for t in column] for column in by_column]
    assert_allclose(information.T, expected, **ROUNDING)
    assert not information[2:].any()
    assert not information[:, 0].any()


@settings(deadline=None, max_examples=60)
@given(
    table=st.tuples(st.integers(2, 5), st.integers(1, 4)).flatmap(
        lambda shape: arrays(np.int64, shape, elements=st.integers(0, 50))
    )
)
def test_relevance_is_between_nothing_and_the_entropies(table):
    """I(X; Y) <= min(H(X), H(Y)), for any table that is not empty."""
    if not table.any():
        table[0, 0] = 1
    information, n_occupied = np.empty(1), np.empty(1, np.int64)
    _information.relevance(
        table,
        starts_of([len(table)]),
        table.sum(axis=0),
        False,
        np.zeros(1),
        math.log(table.sum()),
        information,
        n_occupied,
    )
    assert_allclose(information, mutual_information(table), **ROUNDING)
    entropies = [mutual_information(np.diag(table.sum(axis=axis))) for axis in (0, 1)]
    assert -1e-13 <= information[0] <= min(entropies) + 1e-13

"""Sums over pairs of features: dense and sparse, every path, one definition.

The sums are integers and must be equal, not close.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from references.selection import entropy

from sklearn_info._kernels import (
    _cpu,
    _joint_histogram,
    _plane_tables,
    _tile_tables,
)
from sklearn_info.feature_selection._dense_pairs import DensePairs
from sklearn_info.feature_selection._fixed_point import FixedPoint
from sklearn_info.feature_selection._one_vs_rest import OneVsRestPairs
from sklearn_info.feature_selection._sparse_pairs import SparsePairs
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.preprocessing import EncodedTable, TableEncoder
from sklearn_info.utils import Threads, _parallel

# A sum over a few hundred cells, each rounded by less than 1e-15 nats.
EXACT = {"rtol": 0, "atol": 1e-12}
LEVELS = np.array([1, 2, 2, 3, 4, 5, 7, 8, 9, 16, 17, 2, 3, 40, 300])


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    codes = np.asfortranarray(rng.integers(0, LEVELS, (333, LEVELS.size)), np.uint16)
    return EncodedTable(codes, LEVELS), rng.integers(0, 4, 333).astype(np.int32)


@pytest.fixture(params=[1, 2, 3])
def sparse(request):
    """A dense table of some levels, the same as CSR, and classes."""
    rng = np.random.default_rng(request.param)
    n_levels = request.param
    dense = rng.integers(1, n_levels + 1, (400, 300)) * (rng.random((400, 300)) < 0.1)
    dense[:, 0], dense[:, 1] = 0, 1  # nowhere, and everywhere
    dense[:, 2] = np.where(dense[:, 17] > 0, 0, n_levels)  # where another is not
    codes = np.asfortranarray(dense, dtype=np.uint8)
    y = np.minimum(rng.integers(0, 6, 400), 4).astype(np.int32)
    return EncodedTable(codes, np.full(300, n_levels + 1)), sp.csr_array(codes), y


def fixed(n):
    return FixedPoint.of("plugin", n, n)


def all_sums(pairs, features):
    steps = [pairs.step(pairs.feature(j)) for j in features]
    return [pairs.f_x, pairs.f_xy, pairs.f_y, *(s for step in steps for s in step)]


def assert_equal_sums(own, other):
    for a, b in zip(own, other):
        assert (a is None) == (b is None)
        if a is not None:
            assert_array_equal(a, b)


@pytest.mark.parametrize("with_classes", [True, False])
def test_sums_are_entropies(table, with_classes):
    encoded, y = table
    pairs = DensePairs(encoded, y, 4, fixed(y.size), with_classes=with_classes)
    unit, whole = pairs.fixed.unit, pairs.fixed.whole
    columns = [column.tolist() for column in encoded.codes.T]
    for s in (0, 3, 8, 13):
        f_xs, f_xsy = pairs.step(pairs.feature(s))
        h_xs = [entropy(x, columns[s]) for x in columns]
        assert_allclose((whole - f_xs) * unit, h_xs, **EXACT)
        if with_classes:
            h_xsy = [entropy(x, columns[s], y.tolist()) for x in columns]
            assert_allclose((whole - f_xsy) * unit, h_xsy, **EXACT)
        else:
            assert f_xsy is None


@pytest.mark.parametrize("with_classes", [True, False])
def test_every_path_gives_the_same_sums(table, with_classes):
    encoded, y = table
    first = None
    try:
        for level in _cpu.LEVELS:
            if _cpu.set_level(level) != level:
                continue
            for path in ("auto", "bit_planes", "tiles", "histogram"):
                pairs = DensePairs(
                    encoded, y, 4, fixed(y.size), with_classes=with_classes, path=path
                )
                sums = all_sums(pairs, range(LEVELS.size))
                first = first or sums
                assert_equal_sums(first, sums)
    finally:
        _cpu.set_level()


@pytest.mark.parametrize("with_classes", [True, False])
@pytest.mark.parametrize("estimator", ["plugin", "jackknife"])
def test_two_levels_by_two(with_classes, estimator):
    """More words than are counted at once, an empty class, a table read by a log."""
    rng = np.random.default_rng(1)
    codes = np.asfortranarray(rng.random((9000, 19)) < 0.3, dtype=np.uint8)
    encoded = EncodedTable(codes, np.full(19, 2))
    y = np.minimum(rng.integers(0, 5, 9000), 3).astype(np.int32)
    y[y == 1] = 3
    fixed = FixedPoint.of(estimator, 9000, 9000)
    options = {"with_classes": with_classes}
    first = DensePairs(encoded, y, 4, fixed, path="histogram", **options)
    first = all_sums(first, [0, 8, 18])
    short = replace(fixed, f=fixed.f[:2000]) if estimator == "plugin" else fixed
    try:
        for level in _cpu.LEVELS:
            if _cpu.set_level(level) == level:
                for one in (fixed, short):
                    pairs = DensePairs(encoded, y, 4, one, path="bit_planes", **options)
                    assert_equal_sums(first, all_sums(pairs, [0, 8, 18]))
    finally:
        _cpu.set_level()


def test_the_rule_takes_every_path(table, monkeypatch):
    encoded, y = table
    taken = []

    def note(name, kernel):
        def noted(*arguments):
            taken.append(name)
            return kernel(*arguments)

        return noted

    for module, name in (
        (_plane_tables, "sum_cells"),
        (_tile_tables, "sum_cells"),
        (_joint_histogram, "sum_small"),
        (_joint_histogram, "sum_small_weighted"),
        (_joint_histogram, "sum_grouped"),
    ):
        kind = f"{module.__name__.rpartition('.')[2]}.{name}"
        monkeypatch.setattr(module, name, note(kind, getattr(module, name)))
    pairs = DensePairs(encoded, y, 4, fixed(y.size))
    pairs.step(pairs.feature(13))
    assert set(taken) == {
        "_plane_tables.sum_cells",
        "_joint_histogram.sum_small",
        "_joint_histogram.sum_grouped",
    }
    taken.clear()
    rng = np.random.default_rng(0)
    many = rng.integers(0, 16, (2000, 500)), rng.integers(0, 2, (2000, 500))
    y_many = rng.integers(0, 4, 2000).astype(np.int32)
    for X, kind in zip(many, ("_tile_tables.sum_cells", "_plane_tables.sum_cells")):
        wide = TableEncoder().encode(X)
        DensePairs(wide, y_many, 4, fixed(2000), eager=True)
        assert set(taken) == {kind}
        taken.clear()
    pairs = DensePairs(encoded, y, 4, fixed(y.size), weights=np.ones(y.size))
    pairs.step(pairs.feature(1))
    assert set(taken) == {
        "_joint_histogram.sum_small_weighted",
        "_joint_histogram.sum_grouped",
    }


@pytest.mark.parametrize("path", ["auto", "bit_planes", "rows"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("with_classes", [True, False])
@pytest.mark.parametrize("format", ["csr", "csc"])
def test_sparse_sums_are_the_dense_ones(sparse, weighted, with_classes, format, path):
    encoded, X, y = sparse
    weights = None
    if weighted:
        weights = np.random.default_rng(3).integers(1, 4, y.size).astype(float)
    total = y.size if weights is None else weights.sum()
    options = {
        "fixed": FixedPoint.of("plugin", total, y.size),
        "weights": weights,
        "with_classes": with_classes,
    }
    dense = DensePairs(encoded, y, 5, **options)
    X = X.asformat(format)
    n_levels = int(encoded.n_levels[0]) - 1
    own = SparsePairs(SparseTable(X, X.data, n_levels), y, 5, path=path, **options)
    features = [0, 1, 17, 299]
    assert_equal_sums(all_sums(own, features), all_sums(dense, features))
    for j in features:  # a column that is not known to be one is walked otherwise
        s = dense.feature(j)
        by_columns = own.step(own.variable(s.codes, s.n_levels))
        assert_equal_sums(by_columns, dense.step(s))


@pytest.mark.parametrize("kind", ["dense", "tiles", "bit_planes", "rows"])
def test_pairs_of_some_units_are_parts_of_steps(sparse, kind):
    encoded, X, y = sparse
    if kind == "dense":
        pairs = DensePairs(encoded, y, 5, fixed(y.size))
    elif kind == "tiles":
        pairs = DensePairs(encoded, y, 5, fixed(y.size), path="tiles")
    else:
        n_levels = int(encoded.n_levels[0]) - 1
        table = SparseTable(X, X.data, n_levels)
        pairs = SparsePairs(table, y, 5, fixed(y.size), path=kind)
    variables = pairs.others()
    for j in (5, 100, 7):
        variables.append(pairs.feature(j))
    units, others = np.array([0, 0, 1, 1, 1]), np.array([0, 2, 2, 0, 1])
    if len(pairs.units) > 2:
        units, others = np.append(units, len(pairs.units) - 1), np.append(others, 1)
    sums = pairs.pair_sums(units, others, variables)
    for place, (unit, other) in enumerate(zip(units, others)):
        columns = pairs.units[unit]
        kept = columns >= 0
        step = pairs.step(variables[other])
        for part, all_of_them in zip(sums, step):
            assert_array_equal(part[place][kept], all_of_them[columns[kept]])


@pytest.mark.parametrize("path", ["auto", "tiles"])
def test_one_class_against_the_rest_shares_planes(sparse, path):
    encoded, _, y = sparse
    options = {"with_classes": False, "path": path}
    shared = DensePairs(encoded, y, 5, fixed(y.size), **options)
    for c in (0, 4):
        member = (y == c).astype(np.int32)
        own = OneVsRestPairs(shared, member, True)
        direct = DensePairs(encoded, member, 2, fixed(y.size))
        assert_array_equal(own.f_xy, direct.f_xy)
        variables = [pairs.others() for pairs in (own, direct)]
        units, sums = np.arange(len(own.units)), []
        for pairs, some in zip((own, direct), variables):
            some.append(pairs.feature(17))
            order = np.argsort(pairs.units, axis=None)
            both = pairs.pair_sums(units, 0 * units, some)
            sums.append([one.reshape(-1)[order] for one in both])
        assert_equal_sums(*sums)


@pytest.mark.parametrize("path", ["bit_planes", "tiles"])
@pytest.mark.parametrize("n_classes", [1, 4])
@pytest.mark.parametrize("n_levels", [2, 8])
def test_threads_that_share_many_units_change_nothing(
    four_threads, n_classes, n_levels, path
):
    rng = np.random.default_rng(0)
    encoded = TableEncoder().encode(rng.integers(0, n_levels, (300, 600)))
    y = rng.integers(0, n_classes, 300).astype(np.int32)
    alone, shared = (
        DensePairs(encoded, y, n_classes, fixed(y.size), threads=threads, path=path)
        for threads in (None, four_threads)
    )
    for j in range(50):
        sums = (pairs.step(pairs.feature(j)) for pairs in (alone, shared))
        assert_equal_sums(*sums)


@pytest.mark.parametrize("n_jobs", [1, 4])
@pytest.mark.parametrize("path", ["auto", "bit_planes", "tiles", "histogram"])
def test_small_ranges_and_threads_change_nothing(
    table, four_processors, monkeypatch, n_jobs, path
):
    encoded, y = table
    features = [3, 8, 13]
    whole = all_sums(DensePairs(encoded, y, 4, fixed(y.size), path=path), features)
    monkeypatch.setattr(_parallel, "SOON_DONE", 1)
    with Threads(n_jobs) as threads:
        pairs = DensePairs(encoded, y, 4, fixed(y.size), path=path, threads=threads)
        assert_equal_sums(whole, all_sums(pairs, features))


def test_threads_that_walk_along_columns_change_nothing(sparse, four_threads):
    encoded, X, y = sparse
    table = SparseTable(X, X.data, int(encoded.n_levels[0]) - 1)
    alone = SparsePairs(table, y, 5, fixed(y.size))
    t = np.random.default_rng(0).integers(0, 7, y.size)
    shared = SparsePairs(table, y, 5, fixed(y.size), threads=four_threads)
    own = shared.step(shared.variable(t, 7))
    assert_equal_sums(own, alone.step(alone.variable(t, 7)))


def test_masks_are_made_of_levels_that_planes_can_meet():
    """Of a column of names they would take its levels times its rows."""
    y = np.arange(20_000) % 3
    codes = np.array([*[y] * 8, np.arange(y.size)], dtype=np.int32).T
    encoded = EncodedTable(codes, np.array([3] * 8 + [y.size]))
    pairs = DensePairs(encoded, y.astype(np.int32), 3, fixed(y.size))
    others = pairs.others()
    for feature in (8, 0):
        others.append(pairs.feature(feature))
    tracemalloc.start()
    try:
        pairs.pair_sums(np.zeros(2, dtype=np.int64), np.arange(2), others)
        assert tracemalloc.get_traced_memory()[1] < 5 * codes.nbytes
    finally:
        tracemalloc.stop()


def test_names_of_rows_meet_each_other():
    """Their joint table would have cells by the billions."""
    n = 70_000
    y = np.arange(n) % 3
    rng = np.random.default_rng(0)
    names = np.array([rng.permutation(n), rng.permutation(n) // 2], dtype=np.int32).T
    encoded = EncodedTable(names, np.array([n, n // 2]))
    pairs = DensePairs(encoded, y.astype(np.int32), 3, fixed(n))
    f_xs, f_xsy = pairs.step(pairs.feature(1))
    # Who knows the name knows everything.
    assert_array_equal(f_xs, [pairs.f_x[0], pairs.f_x[1]])
    assert_array_equal(f_xsy, [pairs.f_x[0], pairs.f_xy[1]])


@pytest.mark.parametrize("n_alone", [0, 1, 200, 333])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("estimator", ["plugin", "grassberger"])
def test_rows_that_are_alone_count_as_others(table, n_alone, weighted, estimator):
    """Of a variable that some rows share with no other; each column, as it is said."""
    encoded, y = table
    rng = np.random.default_rng(n_alone)
    codes = np.append(
        np.arange(n_alone), n_alone + rng.integers(0, 5, y.size)[n_alone:]
    )
    codes, weights = rng.permutation(codes), None
    if weighted:
        weights = rng.integers(1, 4, y.size).astype(float)
    total = y.size if weights is None else int(weights.sum())
    f = FixedPoint.of(estimator, total, y.size)
    pairs = DensePairs(encoded, y, 4, f, weights=weights, path="histogram")
    together, by_class = pairs.step(pairs.variable(codes, n_alone + 5))
    for j, x in enumerate(encoded.codes.T.astype(np.int64)):
        joint = x * 1000 + codes
        assert together[j] == f.sum(np.bincount(joint, weights=weights))
        assert by_class[j] == f.sum(np.bincount(joint * 4 + y, weights=weights))


@pytest.mark.parametrize(
    ("estimator", "n"),
    [(name, n) for name in ("plugin", "jackknife", "grassberger") for n in (50, 70_000)]
    + [("plugin", 10**9)],
)
def test_fixed_point_is_as_fine_as_double_precision(estimator, n):
    fixed = FixedPoint.of(estimator, n, n)
    # No sum overflows, and a cell is rounded to less than 1e-12 nats.
    assert 2**58 < fixed.whole < 2**62
    assert 1e-12 * n > fixed.unit / 2
    assert fixed.f[0] == 0

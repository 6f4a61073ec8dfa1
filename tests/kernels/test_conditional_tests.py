"""Tests inside strata, and sums of squares, by plain loops over their tables."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from collections import Counter

import numpy as np
import pytest
import scipy.sparse as sp

from sklearn_info._kernels import _conditional_tests, _information

NO_WEIGHTS = np.empty(0)
SCALE = 2.0**30
F = np.array([0] + [round(c * math.log(c) * SCALE) for c in range(1, 200)])


def f(count):
    return count * math.log(count) if count > 0 else 0.0


def defined(x, y, z, weights):
    """Information times n, Pearson's statistic and degrees, by the strata z."""
    information = pearson = degrees = 0.0
    for stratum in set(z):
        rows = [i for i in range(len(z)) if z[i] == stratum]
        cells, levels, classes = Counter(), Counter(), Counter()
        for i in rows:
            cells[x[i], y[i]] += weights[i]
            levels[x[i]] += weights[i]
            classes[y[i]] += weights[i]
        n = sum(classes.values())
        information += sum(map(f, cells.values())) + f(n)
        information -= sum(map(f, levels.values())) + sum(map(f, classes.values()))
        share = sum(c * c / (levels[a] * classes[b]) for (a, b), c in cells.items())
        pearson += (n - 1) * (share - 1)
        degrees += (len(levels) - 1) * (len(classes) - 1)
    return information, pearson, degrees


def draw(seed, weighted):
    """Columns, classes and strata; rows of the last stratum are of one class."""
    rng = np.random.default_rng(seed)
    n = 150
    z = rng.integers(0, 12, n)
    y = np.where(z == 11, 2, rng.integers(0, 4, n))
    X = rng.integers(0, 4, (n, 9)) * (rng.random((n, 9)) < np.linspace(0, 1, 9))
    weights = rng.integers(1, 5, n).astype(float) if weighted else np.ones(n)
    return X, y, z, weights


def cells_of(y, z, weights, weighted):
    """Cells of all strata but the last, as the kernels want them."""
    pairs = sorted({(a, b) for a, b in zip(z.tolist(), y.tolist()) if a < 11})
    numbers = {pair: k for k, pair in enumerate(pairs)}
    of_rows = [numbers.get(pair, -1) for pair in zip(z.tolist(), y.tolist())]
    of_rows = np.array(of_rows, dtype=np.int32)
    strata = np.array([a for a, _ in pairs], dtype=np.int32)
    kind = np.float64 if weighted else np.int32
    sizes = np.array([weights[of_rows == k].sum() for k in range(len(pairs))], kind)
    return of_rows, strata, np.append(0, np.cumsum(np.bincount(strata))), sizes


def check(found, X, y, z, weights):
    information, pearson, degrees = found
    for j, x in enumerate(X.T):
        expected = defined(x.tolist(), y.tolist(), z.tolist(), weights.tolist())
        # Some hundred cells, each rounded to half of 2^-30.
        assert information[j] / SCALE == pytest.approx(expected[0], abs=1e-6)
        assert pearson[j] == pytest.approx(expected[1], abs=1e-9)
        assert degrees[j] == expected[2]


def nothing(n):
    return np.full(n, -1), np.full(n, np.nan), np.full(n, -1)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32])
def test_columns_of_codes(dtype, weighted):
    X, y, z, weights = draw(0, weighted)
    of_rows, _, stratum_bounds, sizes = cells_of(y, z, weights, weighted)
    order = np.argsort(of_rows, kind="stable")[(of_rows < 0).sum() :]
    bounds = np.append(0, np.cumsum(np.bincount(of_rows[order])))
    out = nothing(9)
    _conditional_tests.test_codes(
        np.asfortranarray(X, dtype),
        np.full(9, 4),
        order.astype(np.int32),
        bounds,
        stratum_bounds,
        weights if weighted else NO_WEIGHTS,
        sizes,
        F,
        SCALE,
        *out,
    )
    check(out, X, y, z, weights)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize("n_levels", [1, 3])
def test_columns_of_entries(index, n_levels, weighted):
    X, y, z, weights = draw(1, weighted)
    X = np.minimum(X, n_levels)
    entries = sp.csc_array(X)
    levels = np.empty(0, np.uint8) if n_levels == 1 else entries.data.astype(np.uint8)
    of_rows, strata, stratum_bounds, sizes = cells_of(y, z, weights, weighted)
    out = nothing(9)
    _conditional_tests.test_entries(
        entries.indptr.astype(index),
        entries.indices.astype(index),
        levels,
        n_levels,
        of_rows,
        strata,
        stratum_bounds,
        weights if weighted else NO_WEIGHTS,
        sizes,
        F,
        SCALE,
        *out,
    )
    check(out, X, y, z, weights)


@pytest.mark.parametrize("absent", [False, True])
@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_squares_per_class(kind, absent):
    """Of columns of two to four levels, one of which no row has."""
    rng = np.random.default_rng(2)
    starts = np.array([0, 2, 5, 9])
    counts = rng.integers(0, 6, (9, 3)).astype(kind)
    counts[3] = 0
    class_totals = np.full(3, 40, kind)  # more than any column counts
    squares = np.full((3, 3), np.nan)
    _information.squares_per_class(
        counts, counts.sum(axis=1), starts, class_totals, 120, absent, squares
    )
    for j in range(3):
        table = counts[starts[j] : starts[j + 1]]
        if absent:
            table = np.vstack([table, class_totals - table.sum(axis=0)])
        table = table[table.any(axis=1)]
        expected = (table**2 / table.sum(axis=1, keepdims=True)).sum(axis=0)
        np.testing.assert_allclose(squares[j], expected, rtol=1e-14)

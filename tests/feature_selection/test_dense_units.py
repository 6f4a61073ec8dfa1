"""Which columns share a unit, and which units a block: against a plain statement."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from sklearn_info.feature_selection import _plane_blocks
from sklearn_info.feature_selection._dense_pairs import FEW_UNITS, DensePairs
from sklearn_info.feature_selection._dense_units import DenseUnits
from sklearn_info.feature_selection._fixed_point import FixedPoint
from sklearn_info.preprocessing import TableEncoder


def digits_of(levels):
    return max(int(levels - 1).bit_length(), 1)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_every_column_has_one_place(data):
    n = data.draw(st.integers(1, 700))
    few = data.draw(st.booleans())
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    n_levels = rng.integers(1, 4 if few else 40, n)
    order = rng.permutation(n)
    units = DenseUnits.of(n_levels, order)
    columns = units.columns.reshape(-1)
    assert units.columns.shape == (-(-n // 8), 8)
    assert_array_equal(columns[:n][units.places], np.arange(n))
    assert (columns[n:] == -1).all()
    # By levels, and otherwise in the order that was given.
    rank = np.argsort(order)
    keys = [(n_levels[j], rank[j]) for j in columns[:n]]
    assert keys == sorted(keys)
    assert_array_equal(units.by_column(columns), np.arange(n))
    # A block has as many digits in all its units, and the next one has others.
    digits = [digits_of(levels) for levels in units.levels]
    for begin, end in units.bounds:
        assert len(set(digits[begin:end])) == 1
        assert digits[end : end + 1] != digits[begin : begin + 1]
    assert [begin for begin, _ in units.bounds[1:]] == [e for _, e in units.bounds[:-1]]
    assert units.bounds[0][0] == 0
    assert units.bounds[-1][1] == len(units)


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 400).astype(np.int32)
    X = rng.integers(0, 3, (400, 600))
    for j in rng.permutation(600)[:60]:
        X[:, j] = np.where(rng.random(400) < rng.random(), y, X[:, j])
    return TableEncoder().encode(X), y


@pytest.mark.parametrize("with_classes", [True, False])
def test_good_candidates_of_a_lazy_search_share_units(table, with_classes):
    encoded, y = table
    fixed = FixedPoint.of("plugin", y.size, y.size)
    pairs = DensePairs(encoded, y, 3, fixed, with_classes=with_classes)
    relevance = ((pairs.f_xy - pairs.f_x)[pairs.units]) * fixed.unit
    # But for a hundredth of the difference from the best.
    best, worst = relevance.max(axis=1), relevance.min(axis=1)
    assert (worst[:-1] + 0.01 * np.ptp(relevance) >= best[1:]).all()
    eager = DensePairs(encoded, y, 3, fixed, with_classes=with_classes, eager=True)
    assert_array_equal(eager.f_xy, pairs.f_xy)
    assert_array_equal(eager.units.reshape(-1), np.arange(600))
    few = 8 * FEW_UNITS
    encoded = TableEncoder().encode(encoded.codes[:, :few])
    pairs = DensePairs(encoded, y, 3, fixed, with_classes=with_classes)
    assert_array_equal(pairs.units.reshape(-1), np.arange(few))


@pytest.mark.parametrize(("rows", "made"), [(1, [2, 5, 7]), (4, range(8))])
def test_planes_are_made_of_units_that_are_asked_for(monkeypatch, table, rows, made):
    """And of those beside them, where a few take no time: of so many rows together."""
    encoded, y = table
    monkeypatch.setattr(_plane_blocks, "GROUP", _plane_blocks.ROW * rows * y.size - 1)
    pairs = DensePairs(encoded, y, 3, FixedPoint.of("plugin", y.size, y.size))
    ((_, _, block),) = pairs._blocks
    assert block.planes is None
    asked, variables = np.array([2, 5]), pairs.others()
    variables.append(pairs.feature(int(pairs.units[7, 3])))
    pairs.pair_sums(asked, np.zeros_like(asked), variables)
    # Those of the variable are read from the planes of its unit.
    assert_array_equal(np.flatnonzero(~block._lacking), made)

"""Estimates of rounded numbers against their plain definition, and without ties."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_allclose
from references import neighbors

from sklearn_info.measures import (
    Search,
    ksg,
    mutual_information,
    ross,
    tied_class_information,
    tied_information,
)

# Means of some hundred digammas.
EXACT = {"rtol": 0, "atol": 1e-11}


@pytest.fixture
def sample():
    rng = np.random.default_rng(0)
    x, z, noise = rng.normal(size=(3, 150, 1))
    return x, x + z + noise, z, (z[:, 0] + x[:, 0] > 0).astype(np.int32)


def table(*columns):
    return np.asfortranarray(np.hstack(columns))


@pytest.mark.parametrize("step", [0.5, 0.125])
@pytest.mark.parametrize("given", [False, True])
def test_definition(sample, step, given):
    x, y, z, classes = sample
    x, y, z = (np.round(v / step) * step for v in (x, y, z))
    z = z if given else z[:, :0]
    for k in (1, 4):
        own = tied_information(*(table(v) for v in (x, y, z)), k)
        assert_allclose(own, neighbors.tied(x, y, z, k), **EXACT)
        own = tied_class_information(table(x), classes, table(z), k)
        assert_allclose(own, neighbors.tied(x, classes, z, k), **EXACT)


def test_without_ties_they_are_the_strict_ones(sample):
    x, y, z, classes = map(np.asfortranarray, sample)
    none = z[:, :0]
    for k in (1, 4):
        for given in (none, z):
            own = tied_information(x, y, given, k)
            assert_allclose(own, ksg(x, y, given, k, Search()), **EXACT)
            own = tied_class_information(x, classes, given, k)
            assert_allclose(own, ross(x, classes, given, k, Search()), **EXACT)


def test_decimal_fractions_are_equally_far(sample):
    """0.3 - 0.2 and 0.1 differ as floats, and so do they after a shift and a scale."""
    x, y, _, classes = sample
    x, y = x.round(1), y.round(1)
    moved = (x + 5.0) / 3.0, (y + 5.0) / 3.0
    whole = (10 * x).round(), (10 * y).round()
    none = table(x[:, :0])
    expected = tied_information(*map(table, whole), none, 3)
    assert_allclose(tied_information(*map(table, moved), none, 3), expected, **EXACT)
    expected = tied_class_information(table(whole[0]), classes, none, 3)
    own = tied_class_information(table(moved[0]), classes, none, 3)
    assert_allclose(own, expected, **EXACT)


@pytest.mark.parametrize("unit, origin", [(1, 0), (0.1, 100), (1 / 3, 0), (np.pi, 7)])
def test_even_spacing_has_no_unit(unit, origin):
    """Of ranks and times neighbours are equally far, whatever rounding says."""
    rng = np.random.default_rng(0)
    i, j = 1.0 * rng.permutation(120), 1.0 * rng.permutation(120)
    classes = (i + 40 * rng.normal(size=120) > 60).astype(np.int32)
    none = i[:, None][:, :0]
    expected = neighbors.tied(i[:, None], j[:, None], none, 3)
    x, scale = unit * i + origin, {"estimator": "neighbors", "marginals": "standard"}
    assert_allclose(mutual_information(x, j, **scale), expected, **EXACT)
    # In the plane of two columns the larger distance counts, so that a copy is none.
    pair = np.column_stack([x, i])
    assert_allclose(mutual_information(pair, j, **scale), expected, **EXACT)
    expected = neighbors.tied(i[:, None], classes, none, 3)
    assert_allclose(mutual_information(x, classes, **scale), expected, **EXACT)


def test_single_members_are_left_out():
    x = np.array([0.0, 1.0, 1.0, 2.0, 5.0])[:, None]
    classes = np.array([0, 0, 1, 1, 2], dtype=np.int32)
    own = tied_class_information(table(x), classes, table(x[:, :0]), 1)
    without = tied_class_information(table(x[:4]), classes[:4], table(x[:4, :0]), 1)
    assert own == without
    alone = np.arange(5, dtype=np.int32)
    assert tied_class_information(table(x), alone, table(x[:, :0]), 1) == 0

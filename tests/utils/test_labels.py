"""Columns of anything as codes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sklearn_info.utils import encode_labels, encode_with, rows_by_code

COLUMNS = {
    "list of ints": ([3, 1, 2, 3], [2, 0, 1, 2], [1, 2, 3]),
    "negative ints": (np.array([-128, 127], dtype=np.int8), [0, 1], [-128, 127]),
    "wide ints": (np.array([2**40, 5]), [1, 0], [5, 2**40]),
    "largest ints": (
        np.array([2**64 - 1, 2**64 - 3], dtype=np.uint64),
        [1, 0],
        [2**64 - 3, 2**64 - 1],
    ),
    "bools": ([True, False, True], [1, 0, 1], [False, True]),
    "one bool": ([True, True], [0, 0], [True]),
    "strings": (["b", "a", "b"], [1, 0, 1], ["a", "b"]),
    "floats": ([1.5, np.nan, 0.2], [1, -1, 0], [0.2, 1.5]),
    "objects": (np.array(["x", None, "y"], object), [0, -1, 1], ["x", "y"]),
    "numbers as objects": (np.array([2, None, 1.5], object), [1, -1, 0], [1.5, 2.0]),
    "category": (
        pd.Series(pd.Categorical(["u", None, "v"], categories=["w", "v", "u"])),
        [0, -1, 1],
        ["u", "v"],
    ),
    "category of numbers": (
        pd.Series(pd.Categorical([5, 1, None], categories=[5, 1], ordered=True)),
        [1, 0, -1],
        [1, 5],
    ),
    "nullable ints": (pd.Series([1, None, 3], dtype="Int64"), [0, -1, 1], [1, 3]),
    "full nullable ints": (pd.Series([7, 3], dtype="Int64"), [1, 0], [3, 7]),
    "nullable strings": (pd.Series(["a", None], dtype="string"), [0, -1], ["a"]),
    "polars ints": (pl.Series([1, None, 3]), [0, -1, 1], [1, 3]),
    "polars strings": (pl.Series(["a", "b", None]), [0, 1, -1], ["a", "b"]),
    "polars categories": (
        pl.Series(["b", "a", None], dtype=pl.Categorical),
        [1, 0, -1],
        ["a", "b"],
    ),
}


@pytest.mark.parametrize("column, codes, levels", COLUMNS.values(), ids=COLUMNS.keys())
def test_codes_are_places_among_sorted_levels(column, codes, levels):
    got_codes, got_levels = encode_labels(column)
    assert got_codes.tolist() == codes
    assert got_codes.dtype == np.int32
    assert got_levels.tolist() == levels


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.integers(-(2**62), 2**62), min_size=1)
    | st.lists(st.integers(-5, 300), min_size=1)
)
def test_codes_equal_those_of_unique(values):
    levels, codes = np.unique(values, return_inverse=True)
    got_codes, got_levels = encode_labels(np.array(values))
    np.testing.assert_array_equal(got_levels, levels)
    np.testing.assert_array_equal(got_codes, codes)


@settings(deadline=None)
@given(st.lists(st.integers(0, 3) | st.integers(0, 1 << 40)), st.integers(0, 70_000))
def test_rows_by_code_are_sorted_and_keep_their_order(codes, n_more):
    found = rows_by_code(np.array(codes, np.int64), max(codes, default=0) + 1 + n_more)
    assert found.tolist() == sorted(range(len(codes)), key=codes.__getitem__)


def test_values_not_among_the_levels_have_no_code():
    assert encode_with(np.array([2, 5]), [5, 3, 2, 9]).tolist() == [1, -1, 0, -1]
    assert encode_with(np.array(["a", "c"]), ["b", "c"]).tolist() == [-1, 1]
    assert encode_with(np.array([0.5]), [np.nan, 0.5]).tolist() == [-1, 0]
    assert encode_with(np.array([], dtype=float), [1.0]).tolist() == [-1]


@pytest.mark.parametrize(
    "column",
    [
        np.array([1 + 2j]),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        np.array([{}], dtype=object),
        np.array(["a", 1], dtype=object),
    ],
    ids=["complex", "dates", "dictionaries", "strings and numbers"],
)
def test_what_is_neither_number_nor_string_is_refused_by_name(column):
    with pytest.raises(TypeError, match="age .*must be a string or a"):
        encode_labels(column, "age")


def test_two_dimensions_are_refused():
    with pytest.raises(ValueError, match=r"age must be one-dimensional.*\(2, 1\)"):
        encode_labels([[1], [2]], "age")

"""Tables of any kind as codes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sklearn_info.preprocessing import MDLPDiscretizer, TableEncoder

RNG = np.random.default_rng(0)


def cut_definition(values, n_bins, weights=None):
    """Smallest value v with P(X <= v) >= b / n_bins, one value at a time."""
    weights = np.ones(len(values)) if weights is None else weights
    distinct = np.unique(values)
    below = np.array([weights[values <= v].sum() for v in distinct])
    return [
        distinct[below * n_bins >= b * weights.sum()].min() for b in range(1, n_bins)
    ]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["?", "i1", "u1", "i2", "u4", "i8", "u8", "f4", "f8"])
def test_small_integers_are_their_own_codes(order, dtype):
    X = np.array(RNG.integers(0, 2, (70, 67)), dtype=dtype, order=order)
    encoder = TableEncoder(discrete_features=True)
    table = encoder.encode(X)
    assert table.codes.dtype == np.uint8
    assert table.codes.flags.f_contiguous
    np.testing.assert_array_equal(table.codes, X)


@pytest.mark.parametrize("order", ["C", "F"])
def test_threads_change_nothing(four_threads, order):
    X = np.array(RNG.integers(0, 9, (333, 41)), dtype="f8", order=order)
    X[200, 7], X[5, 40] = 1e6, 0.5
    encoder = TableEncoder(discrete_features=True).encode(X)
    own = TableEncoder(discrete_features=True, threads=four_threads).encode(X)
    np.testing.assert_array_equal(own.codes, encoder.codes)
    np.testing.assert_array_equal(own.n_levels, encoder.n_levels)


def test_any_strides_and_read_only_input():
    X = RNG.integers(0, 9, (40, 30))
    X.setflags(write=False)
    for part in (X[::2, ::3], X[::-1], X.T):
        codes = TableEncoder(discrete_features=True).encode(part).codes
        np.testing.assert_array_equal(codes, part)


@pytest.mark.parametrize("dtype", ["i2", "u4", "i8", "f4", "f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_numbers_off_their_places_in_memory(dtype, order):
    X = RNG.integers(0, 9, (40, 30))
    memory = np.zeros(1 + X.size * np.dtype(dtype).itemsize, dtype=np.uint8)
    odd = np.ndarray(X.shape, dtype, memory[1:], order=order)
    odd[...] = X
    assert not odd.flags.aligned
    codes = TableEncoder(discrete_features=True).encode(odd).codes
    np.testing.assert_array_equal(codes, X)


@pytest.mark.parametrize("values", [[-1, 0, 1], [0, 256, 3], [0.5, 1, 1], [-0.0, 0, 1]])
def test_numbers_that_are_not_bytes_are_ranked(values):
    X = np.repeat(values, 2)[:, None]
    table = TableEncoder(discrete_features=True).encode(X)
    _, expected = np.unique(X, return_inverse=True)
    np.testing.assert_array_equal(table.codes, expected.reshape(-1, 1))


def test_more_than_256_levels_widen_the_codes():
    X = np.column_stack([np.arange(600) - 5, np.arange(600) % 3])
    table = TableEncoder(discrete_features=True).encode(X)
    assert table.codes.dtype == np.uint16
    assert table.n_levels.tolist() == [600, 3]
    np.testing.assert_array_equal(table.codes, X + [5, 0])


@settings(deadline=None, max_examples=30)
@given(
    values=st.lists(st.integers(-20, 20) | st.floats(-3, 3), min_size=1, max_size=40),
    n_bins=st.integers(2, 20),
    data=st.data(),
)
def test_equal_frequency_cuts_equal_their_definition(values, n_bins, data):
    values = np.array(values, dtype=float)
    weights = data.draw(
        st.lists(st.integers(1, 4), min_size=len(values), max_size=len(values))
    )
    for w in (None, np.array(weights, dtype=float)):
        encoder = TableEncoder(discrete_features=False, n_bins=n_bins)
        table = encoder.encode(values[:, None], weights=w)
        cuts = cut_definition(values, n_bins, w)
        np.testing.assert_array_equal(table.cuts[0], cuts)
        expected = [[sum(c < v for c in cuts)] for v in values]
        np.testing.assert_array_equal(table.codes, expected)


def test_equal_width_cuts_divide_the_range():
    X = np.array([[0.0], [1.0], [4.0], [10.0]])
    encoder = TableEncoder(discrete_features=False, strategy="uniform", n_bins=5)
    table = encoder.encode(X)
    assert table.codes[:, 0].tolist() == [0, 0, 1, 4]
    assert table.cuts[0].tolist() == [2, 4, 6, 8]


@pytest.mark.parametrize("weights", [None, RNG.integers(1, 3, 120).astype(float)])
def test_mdlp_codes_are_those_of_the_discretizer(weights):
    y = RNG.integers(0, 3, 120)
    X = RNG.normal(size=(120, 4)) + y[:, None] * [0, 1, 2, 3]
    X[5, 1] = np.nan
    encoder = TableEncoder(strategy="mdlp", missing="level")
    codes = encoder.encode(X, y, weights).codes
    mdlp = MDLPDiscretizer(missing="level").fit(X, y, weights)
    np.testing.assert_array_equal(codes, mdlp.transform(X))


@pytest.mark.parametrize("changed", [{"n_bins": 4}, {"y": None}])
def test_mdlp_needs_one_target_and_finds_the_bins(changed):
    y = changed.pop("y", np.arange(40) % 2)
    encoder = TableEncoder(strategy="mdlp", **changed)
    with pytest.raises(ValueError, match="'mdlp' finds the number of bins"):
        encoder.encode(RNG.normal(size=(40, 2)), y)


def test_the_range_of_the_largest_floats_does_not_overflow():
    X = np.array([[-1.7e308], [0.0], [1.7e308]])
    encoder = TableEncoder(discrete_features=False, strategy="uniform", n_bins=2)
    assert encoder.encode(X).codes[:, 0].tolist() == [0, 0, 1]


def test_weights_equal_repetition():
    X = RNG.normal(size=(50, 3)).round(1)
    weights = RNG.integers(1, 4, 50)
    repeated = np.repeat(X, weights, axis=0)
    for strategy in ("quantile", "uniform"):
        encoder = TableEncoder(strategy=strategy, discrete_features=False)
        one = encoder.encode(X, weights=weights.astype(float))
        two = encoder.encode(repeated)
        np.testing.assert_array_equal(one.cuts, two.cuts)


def test_three_bins_below_three_hundred_rows_and_five_above():
    for n, n_bins in ((299, 3), (300, 5)):
        table = TableEncoder().encode(RNG.normal(size=(n, 2)))
        assert table.n_levels.tolist() == [n_bins, n_bins]


def test_the_rule_for_columns_of_numbers():
    n = 400  # at most 20 distinct values are discrete
    few, many = np.arange(n) % 20 / 7, np.arange(n) % 21 / 7
    table = TableEncoder().encode(np.column_stack([few, many]))
    assert len(table.levels[0]) == 20
    assert table.levels[1] is None
    assert table.cuts[1].size == 4


def test_a_close_call_on_integers_is_reported():
    X = (np.arange(400) % 30)[:, None]
    with pytest.warns(UserWarning, match="column 0 of X holds integers, 30 of them"):
        table = TableEncoder().encode(X)
    assert table.n_levels.tolist() == [5]
    assert TableEncoder(discrete_features=True).encode(X).n_levels == [30]


@pytest.mark.parametrize("to_frame", [lambda frame: frame, pl.from_pandas])
def test_frames_of_all_kinds(to_frame):
    frame = pd.DataFrame(
        {
            "label": list("xyz") * 10,
            "category": pd.Categorical(list("uvw") * 10, categories=list("wvu")),
            "number": np.linspace(0, 1, 30),
            "bool": [True, False] * 15,
            "whole": pd.array([1, 2, None] * 10, dtype="Int64"),
        }
    )
    encoder = TableEncoder(missing="level")
    table = encoder.encode(to_frame(frame))
    assert table.n_levels.tolist() == [3, 3, 3, 2, 3]
    expected = [[0, 0, 0, 1, 0], [1, 1, 0, 0, 1], [2, 2, 0, 1, 2]]
    assert table.codes[:3].tolist() == expected


@pytest.mark.parametrize(
    "values",
    [
        pd.cut(pd.Series([0, 7, 2, 9] * 5), 3),
        pd.qcut(pd.Series([0.0, 0.3, 0.1, 0.5] * 5), 3),
        pd.Series(pd.to_datetime([0, 5, 0, 9] * 5, unit="D")),
        pd.Series(pd.to_datetime([0, 5, 0, 9] * 5, unit="D", utc=True)),
        pd.Series(pd.period_range("2026", periods=4, freq="M").tolist() * 5),
        pd.Series([0, 5, 0, 9] * 5, dtype="Int64"),
        pd.Series([1, "1", "other", 2] * 5, dtype="object"),
    ],
)
def test_categories_of_any_kind(values):
    """As of pandas' own binning, and of dates that follow the advice of the error."""
    values = values.astype("category")
    values[3] = None
    table = TableEncoder(missing="level").encode(pd.DataFrame({"a": values}))
    own, _ = pd.factorize(values, use_na_sentinel=False)
    pairs = set(zip(own.tolist(), table.codes[:, 0].tolist()))
    assert len(pairs) == table.n_levels[0] == own.max() + 1
    assert table.codes[3, 0] == own.max()


@pytest.mark.parametrize("container", [pd.DataFrame, pl.DataFrame, np.array])
def test_decimals_are_numbers(container):
    """As databases give them."""
    values = [Decimal("0.5"), Decimal("2.25"), Decimal("-1")] * 9
    X = container({"a": values}) if container is not np.array else np.c_[values]
    table = TableEncoder().encode(X)
    assert table.levels[0].tolist() == [-1, 0.5, 2.25]
    assert table.codes[:3, 0].tolist() == [1, 2, 0]


@pytest.mark.parametrize("zero", [0, 2])
def test_sparse_columns_among_others(zero):
    values = np.array([0, 2, 0, 1] * 5)
    sparse = pd.arrays.SparseArray(values, fill_value=zero)
    X = pd.DataFrame({"label": list("xyzz") * 5, "sparse": sparse})
    table = TableEncoder().encode(X)
    np.testing.assert_array_equal(table.codes[:, 1], values)
    assert table.n_levels.tolist() == [3, 3]


@pytest.mark.parametrize("kind", ["object", "category", "str"])
def test_names_of_rows_are_reported(kind):
    names = [None, None, *(f"name {i}" for i in range(24)), *["again"] * 20]
    X = pd.DataFrame({"who": pd.Series(names, dtype="object")})
    if kind != "object":
        X = X.astype({"who": kind})
    encoder = TableEncoder(missing="level")
    with pytest.warns(UserWarning, match="'who' of X holds 44 labels, 25 of them"):
        encoder.encode(X)
    # Half of them, or few; parts of a table; and if they are meant.
    encoder.encode(X[:22])
    encoder.encode(pd.concat([X, X]))
    TableEncoder(missing="level", by_parts=True).encode(X)
    TableEncoder(missing="level", discrete_features=[0]).encode(X)


def test_categories_that_do_not_occur_are_no_names():
    X = pd.DataFrame(
        {"city": pd.Categorical(["a", "b"] * 20, list("abcdefghijklmnopqrstuvwxyz"))}
    )
    assert TableEncoder().encode(X).n_levels[0] == 2


def test_missing_values_are_the_last_level_or_an_error():
    X = np.array([[1.0, 0.25], [np.nan, 0.5], [0.0, np.nan]])
    with pytest.raises(ValueError, match="Owner: Input X contains NaN .* column 0"):
        TableEncoder(caller="Owner").encode(X)
    encoder = TableEncoder(missing="level")
    table = encoder.encode(X)
    assert table.codes.tolist() == [[1, 0], [2, 1], [0, 2]]
    assert table.n_levels.tolist() == [3, 3]
    only = TableEncoder(missing="level").encode(np.full((2, 1), np.nan))
    assert only.codes.tolist() == [[0], [0]]


def test_infinity_is_an_error_even_as_a_level():
    X = np.array([[0.5], [np.inf]])
    with pytest.raises(ValueError, match="infinity .* column 0 of X"):
        TableEncoder(missing="level").encode(X)


@pytest.mark.parametrize(
    "asked, expected",
    [
        ([True, False], [True, False]),
        ([0], [True, False]),
        ([-1], [False, True]),
        (["b"], [False, True]),
        ([], [False, False]),
        (True, [True, True]),
        (False, [False, False]),
    ],
)
def test_discrete_features_as_mask_indices_or_names(asked, expected):
    X = pd.DataFrame({"a": np.arange(12.0), "b": np.arange(12.0)})
    table = TableEncoder(discrete_features=asked).encode(X)
    assert [levels is not None for levels in table.levels] == expected


@pytest.mark.parametrize(
    "asked, message",
    [
        ([True], "mask of 1 columns, but X has 2"),
        ([2], r"indices \[2\], but X has 2"),
        (["c"], r"names \['c'\]"),
        ([[0, 1]], "must be 'auto', a bool, a mask"),
    ],
)
def test_impossible_discrete_features(asked, message):
    X = pd.DataFrame({"a": [0.5, 1.5], "b": [1.0, 2.0]})
    with pytest.raises(ValueError, match=message):
        TableEncoder(discrete_features=asked).encode(X)


def test_strings_cannot_be_continuous():
    X = pd.DataFrame({"a": ["x", "y"], "b": [1.0, 2.0]})
    with pytest.raises(ValueError, match="column 'a' of X is to be continuous"):
        TableEncoder(discrete_features=["b"]).encode(X)


def test_wide_table_is_encoded_in_blocks_as_column_by_column():
    X = RNG.normal(size=(40, 30_000))
    whole = TableEncoder().encode(X)
    for j in (0, 6_553, 6_554, 29_999):
        alone = TableEncoder().encode(X[:, [j]])
        np.testing.assert_array_equal(whole.codes[:, j], alone.codes[:, 0])


# ------------------------------------------------------------- numbers that are kept


def test_continuous_columns_are_kept_as_numbers():
    X = np.column_stack([RNG.normal(size=200), RNG.integers(0, 3, 200)])
    frame = pd.DataFrame({"a": X[:, 0], "b": X[:, 1].astype(int)})
    frame["c"], frame["d"] = np.tile(["x", "y"], 100), np.arange(200)
    for data, n_kept in ((X, 1), (frame, 2)):
        table = TableEncoder(strategy=None).encode(data)
        assert np.count_nonzero(table.n_levels == 0) == n_kept
        np.testing.assert_array_equal(table.numbers[:, 0], X[:, 0])
        np.testing.assert_array_equal(table.codes[:, 1], X[:, 1])
    np.testing.assert_array_equal(table.numbers[:, 3], np.arange(200))
    asked = TableEncoder(strategy=None, discrete_features=False).encode(X)
    np.testing.assert_array_equal(asked.numbers, X)


def test_differences_of_the_largest_integers_are_exact():
    X = np.array([[2**62], [2**62 + 1], [2**62 + 3]])
    encoder = TableEncoder(strategy=None, discrete_features=False)
    assert encoder.encode(X).numbers.ravel().tolist() == [0, 1, 3]
    with pytest.raises(ValueError, match="column 0 of X holds numbers beyond"):
        encoder.encode(np.array([[1e308], [-1e308]]))


@pytest.mark.parametrize("strategy", ["quantile", None])
def test_a_close_call_is_reported(strategy):
    X = pd.DataFrame({"grade": np.arange(100) % 12, "x": RNG.normal(size=100)})
    with pytest.warns(UserWarning, match="'grade' of X.*12 of them.*as continuous"):
        TableEncoder(strategy=strategy).encode(X)

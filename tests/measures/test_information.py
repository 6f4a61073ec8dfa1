"""Entropy and mutual information of samples: closed forms, identities, invariants."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.metrics import mutual_info_score, normalized_mutual_info_score

from sklearn_info.measures import (
    conditional_entropy,
    entropy,
    entropy_from_counts,
    mutual_information,
    normalized_mutual_information,
)

FIXTURES = json.loads(
    (Path(__file__).parent / "data" / "discrete_values.json").read_text()
)
TABLES, EXACT = FIXTURES["discrete_mi_tables"], FIXTURES["discrete_exact"]
ESTIMATORS = (
    "plugin",
    "miller_madow",
    "grassberger",
    "chao_shen",
    "chao_wang_jost",
    "james_stein",
    "nsb",
    "jackknife",
    "bayes",
)
# A sum of a few entropies of order one, each correct to rounding.
ROUNDING = 1e-12

# Three short columns of small codes.
SAMPLES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)),
    min_size=1,
    max_size=25,
).map(lambda rows: np.array(rows).T)


def samples_of(table):
    """Columns whose joint table of counts is the given one."""
    table = np.asarray(table)
    cells = np.indices(table.shape).reshape(table.ndim, -1)
    return np.repeat(cells, table.ravel(), axis=1)


# --- Closed forms and published values


@pytest.mark.parametrize(
    ("p", "expected"), list(zip(EXACT["bsc"]["p"], EXACT["bsc"]["mi"]))
)
def test_binary_symmetric_channel(p, expected):
    flips = round(100 * p)
    x, y = samples_of([[100 - flips, flips], [flips, 100 - flips]])
    assert mutual_information(x, y) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("erased", [0, 1, 5, 10])
def test_erasure_channel(erased):
    x, y = samples_of([[10 - erased, erased, 0], [0, erased, 10 - erased]])
    expected = (1 - erased / 10) * math.log(2)
    assert mutual_information(x, y) == pytest.approx(expected, abs=1e-15)


def test_exclusive_or():
    x, y = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    z = x ^ y
    assert mutual_information(x, z) == EXACT["xor"]["I(X;Z)"] == 0.0
    assert mutual_information(x, z, given=y) == pytest.approx(
        EXACT["xor"]["I(X;Z|Y)"], abs=1e-15
    )


def test_independent_table_has_no_information():
    x, y = samples_of(np.outer([2, 3, 5], [1, 4]))
    assert mutual_information(x, y) == pytest.approx(0, abs=1e-15)


# Packages whose estimate of I is H(X) + H(Y) - H(X, Y) with our definition of H.
# Others differ by definition: R entropy's shrink estimates the joint table first and
# takes its plug-in information; R infotheo's shrink and sg use the same margins with
# other targets; infomeasure's grassberger is the form of 1988.
AGREEING = {
    "infomeasure.mi_discrete": "plugin",
    "R.entropy.mi.empirical": "plugin",
    "R.infotheo.mutinformation_emp": "plugin",
    "sklearn.mutual_info_score": "plugin",
    "infomeasure.mi_miller_madow": "miller_madow",
    "infomeasure.mi_chao_wang_jost": "chao_wang_jost",
}


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize("peer", AGREEING)
def test_tables_of_other_packages(case, peer):
    x, y = samples_of(TABLES[case]["table"])
    information = mutual_information(x, y, estimator=AGREEING[peer])
    assert information == pytest.approx(TABLES[case]["values"][peer], abs=1e-9)


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize("method", ["min", "max", "arithmetic", "geometric"])
def test_normalized_tables_of_scikit_learn(case, method):
    x, y = samples_of(TABLES[case]["table"])
    assert normalized_mutual_information(x, y, average_method=method) == pytest.approx(
        TABLES[case]["values"][f"sklearn.nmi_{method}"], abs=1e-9
    )


def test_entropy_of_zipf_counts():
    # The share of each of 50 states is a whole multiple of 1 / (sum of all).
    step = math.lcm(*range(1, 51))
    counts = np.array([step // i for i in range(1, 51)], dtype=float)
    assert entropy_from_counts(counts) == pytest.approx(
        EXACT["zipf"]["H"], abs=ROUNDING
    )
    assert entropy(np.arange(50), sample_weight=counts) == pytest.approx(
        EXACT["zipf"]["H"], abs=ROUNDING
    )


# --- Identities


@given(xyz=SAMPLES)
@settings(deadline=None, max_examples=60)
def test_identities_of_the_plugin(xyz):
    x, y, z = xyz
    h, i = entropy, mutual_information
    xy, yz = np.column_stack([x, y]), np.column_stack([y, z])
    assert i(x, y) == pytest.approx(h(x) + h(y) - h(xy), abs=ROUNDING)
    assert i(x, y) == pytest.approx(h(x) - conditional_entropy(x, y), abs=ROUNDING)
    assert h(xy) == pytest.approx(h(x) + conditional_entropy(y, x), abs=ROUNDING)
    # The chain rule, and both ways of it.
    assert i(x, yz) == pytest.approx(i(x, y) + i(x, z, given=y), abs=ROUNDING)
    assert i(x, yz) == pytest.approx(i(x, z) + i(x, y, given=z), abs=ROUNDING)
    assert i(x, y, given=z) == pytest.approx(
        conditional_entropy(x, z) - conditional_entropy(x, yz), abs=ROUNDING
    )
    assert i(x, x) == pytest.approx(h(x), abs=ROUNDING)
    # More conditions, or a function of a variable, leave less.
    assert conditional_entropy(x, yz) <= conditional_entropy(x, y) + ROUNDING
    assert i(x, y // 2) <= i(x, y) + ROUNDING
    assert -ROUNDING <= i(x, y, given=z) <= min(h(x), h(y)) + ROUNDING


@given(xyz=SAMPLES)
@settings(deadline=None, max_examples=40)
def test_plugin_equals_scikit_learn(xyz):
    x, y, _ = xyz
    assert mutual_information(x, y) == pytest.approx(
        mutual_info_score(x, y), abs=ROUNDING
    )
    assert normalized_mutual_information(x, y) == pytest.approx(
        # scikit-learn clips information below rounding to 0, as a ratio may not be.
        normalized_mutual_info_score(x, y),
        abs=1e-7,
    )


@pytest.mark.parametrize("estimator", ESTIMATORS)
@given(xyz=SAMPLES)
@settings(deadline=None, max_examples=10)
def test_information_is_made_of_the_entropies_of_the_estimator(estimator, xyz):
    x, y, z = xyz
    joint = {
        axes: entropy(np.column_stack([xyz[a] for a in axes]), estimator=estimator)
        for axes in ((0, 2), (1, 2), (0, 1, 2), (2,), (0, 1), (0,), (1,))
    }
    varies = [np.unique(np.column_stack([v, z]), axis=0).shape[0] for v in (x, y)]
    expected = joint[0, 2] + joint[1, 2] - joint[0, 1, 2] - joint[2,]
    if np.ptp(z) == 0:  # no condition
        expected = joint[0,] + joint[1,] - joint[0, 1]
    if min(varies) == np.unique(z).size:  # z settles one of them
        expected = 0.0
    information = mutual_information(x, y, given=z, estimator=estimator)
    assert information == pytest.approx(expected, abs=1e-11)


# --- Invariants


@pytest.mark.parametrize("estimator", ESTIMATORS)
@given(xyz=SAMPLES, seed=st.integers(0, 99))
@settings(deadline=None, max_examples=10)
def test_names_of_levels_and_order_of_rows_do_not_matter(estimator, xyz, seed):
    rng = np.random.default_rng(seed)
    x, y, z = xyz
    order = rng.permutation(x.size)
    names = rng.permutation(np.array(["a", "b", "c", "dd"]))
    information = mutual_information(x, y, given=z, estimator=estimator)
    renamed = mutual_information(
        names[x[order]], 10**9 - 7 * y[order], given=z[order] == 1, estimator=estimator
    )
    if z.max() < 2:
        assert renamed == pytest.approx(information, abs=1e-11)
    swapped = mutual_information(y, x, given=z, estimator=estimator)
    assert swapped == pytest.approx(information, abs=1e-11)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@given(xyz=SAMPLES, seed=st.integers(0, 99))
@settings(deadline=None, max_examples=10)
def test_whole_weights_are_repetitions(estimator, xyz, seed):
    weights = np.random.default_rng(seed).integers(0, 4, xyz.shape[1])
    weights[0] = 1
    x, y, z = xyz
    rx, ry, rz = np.repeat(xyz, weights, axis=1)
    for measure, columns, repeated in (
        (entropy, (x,), (rx,)),
        (conditional_entropy, (x, z), (rx, rz)),
        (mutual_information, (x, y), (rx, ry)),
    ):
        weighted = measure(*columns, estimator=estimator, sample_weight=weights)
        assert weighted == pytest.approx(
            measure(*repeated, estimator=estimator), abs=1e-11
        )
    weighted = mutual_information(
        x, y, given=z, estimator=estimator, sample_weight=weights.astype(float)
    )
    assert weighted == pytest.approx(
        mutual_information(rx, ry, given=rz, estimator=estimator), abs=1e-11
    )


def test_the_plugin_depends_on_the_ratios_of_weights_only():
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 3, (2, 50))
    weights = rng.random(50)
    assert mutual_information(x, y, sample_weight=weights) == pytest.approx(
        mutual_information(x, y, sample_weight=1e6 * weights), abs=ROUNDING
    )


def test_base():
    x, y = [0, 0, 1, 1, 2], [0, 1, 0, 1, 1]
    for measure, arguments in (
        (entropy, (x,)),
        (conditional_entropy, (x, y)),
        (mutual_information, (x, y)),
    ):
        assert measure(*arguments, base=2) == pytest.approx(
            measure(*arguments) / math.log(2), abs=ROUNDING
        )
        assert measure(*arguments, base=math.e) == pytest.approx(
            measure(*arguments), abs=ROUNDING
        )
    assert normalized_mutual_information(x, y, base=2) == pytest.approx(
        normalized_mutual_information(x, y), abs=ROUNDING
    )


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_constant_has_exactly_no_information(estimator):
    rng = np.random.default_rng(0)
    x, z, constant = rng.integers(0, 4, 97), rng.integers(0, 3, 97), np.full(97, 5)
    zero = {"estimator": estimator}
    assert mutual_information(x, constant, **zero) == 0.0
    assert mutual_information(constant, x, given=z, **zero) == 0.0
    assert mutual_information(x, z, given=z, **zero) == 0.0
    assert conditional_entropy(x // 2, x, **zero) == 0.0
    assert mutual_information(x, z, given=constant, **zero) == mutual_information(
        x, z, **zero
    )


def test_corrected_estimates_may_be_negative():
    x, y = samples_of([[5, 5], [5, 5]])
    assert mutual_information(x, y, estimator="miller_madow") < 0


def test_normalized_information_of_constants_is_scikit_learn_s():
    assert normalized_mutual_information([1, 1], ["a", "a"]) == 1.0
    assert normalized_mutual_information([1, 1], [0, 1], average_method="min") == 0.0


# --- Many levels: the same numbers from a table and from sorted cells


@pytest.mark.parametrize("weighted", [False, True])
def test_more_cells_than_a_table_may_have(weighted):
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 5000, (2, 3000))
    y[:1500] = x[:1500]
    z = rng.integers(0, 3, 3000)
    weights = rng.integers(0, 3, 3000) if weighted else None
    w = np.ones(3000) if weights is None else weights

    def h(*columns):
        rows = np.column_stack(columns)
        _, codes = np.unique(rows, axis=0, return_inverse=True)
        return entropy_from_counts(np.bincount(codes.ravel(), w))

    assert mutual_information(x, y, sample_weight=weights) == pytest.approx(
        h(x) + h(y) - h(x, y), abs=ROUNDING
    )
    information = mutual_information(x, y, given=z, sample_weight=weights)
    assert information == pytest.approx(
        h(x, z) + h(y, z) - h(x, y, z) - h(z), abs=ROUNDING
    )


def test_more_columns_than_a_key_has_bits():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 1000, (50, 12))
    X[25:] = X[:25]
    assert entropy(X) == pytest.approx(math.log(25), abs=ROUNDING)
    assert mutual_information(X, X[:, ::-1]) == pytest.approx(
        math.log(25), abs=ROUNDING
    )


# --- Kinds of columns


def test_kinds_of_columns():
    codes = np.array([0, 1, 2, 1, 0, 2, 2])
    y = np.array([0, 1, 1, 1, 0, 0, 1])
    expected = mutual_information(codes, y)
    names = np.array(["x", "y", "z"])[codes]
    for column in (
        codes.tolist(),
        codes.astype(np.float32),
        codes.astype(np.uint16),
        codes.astype(">i4"),
        codes - 1000,
        codes + 2.5,
        names,
        names.tolist(),
        names.astype(object),
        pd.Series(names),
        pd.Series(names, dtype="category"),
        pd.Series(codes, dtype="Int64", index=range(10, 17)),
        pl.Series(names.tolist()),
        np.column_stack([codes, codes])[:, 0],
        np.column_stack([codes, codes]),
        np.asfortranarray(np.column_stack([codes + 300, codes])),
        [[name, int(c)] for name, c in zip(names, codes)],
        pd.DataFrame({"a": names, "b": codes}),
        pl.DataFrame({"a": names.tolist(), "b": codes}),
        codes[::-1][::-1],
    ):
        information = mutual_information(column, y, estimator="plugin")
        assert information == pytest.approx(expected, abs=ROUNDING)
    assert mutual_information(y == 1, y) == pytest.approx(entropy(y), abs=ROUNDING)


def test_real_numbers_are_discrete_while_few_of_them_differ():
    rng = np.random.default_rng(0)
    tenths = rng.integers(0, 10, 100) / 10
    assert entropy(tenths) == pytest.approx(
        entropy((tenths * 10).round()), abs=ROUNDING
    )
    continuous = rng.normal(size=100)
    for call in (
        lambda: entropy(continuous),
        lambda: conditional_entropy(tenths, given=continuous),
        lambda: normalized_mutual_information(
            np.column_stack([tenths, continuous]), tenths
        ),
    ):
        with pytest.raises(ValueError, match=r"looks continuous.*[dD]iscretise"):
            call()
    assert entropy(continuous, estimator="plugin") == pytest.approx(math.log(100))
    assert entropy(np.arange(100.0)) == pytest.approx(math.log(100))


def test_states_that_were_not_seen():
    x, y = samples_of([[3, 1], [0, 2]])
    assert mutual_information(
        x, y, estimator="bayes", n_states=(4, 3)
    ) == pytest.approx(
        entropy(x, estimator="bayes", n_states=4)
        + entropy(y, estimator="bayes", n_states=3)
        - entropy(np.column_stack([x, y]), estimator="bayes", n_states=12),
        abs=ROUNDING,
    )


# --- Bad input

X = [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: entropy([]), "entropy: x is empty"),
        (lambda: entropy([[], []]), "x has no columns"),
        (lambda: entropy(3), "dimensions"),
        (lambda: entropy(np.zeros((2, 2, 2))), "3 dimensions"),
        (lambda: entropy([1.0, np.nan]), "1 missing values"),
        (lambda: entropy(["a", None]), "1 missing values"),
        (lambda: entropy([1.0, np.inf]), "infinity"),
        (lambda: entropy([[1, 2], [3]]), "x is not an array"),
        (lambda: mutual_information(X, X[:-1]), "y has 3 samples, and x has 4"),
        (lambda: mutual_information(X, X, given=[1]), "given has 1 samples"),
        (lambda: entropy(X, sample_weight=[1, 2]), "sample_weight"),
        (lambda: entropy(X, sample_weight=[0, 0, 0, 0]), "zero"),
        (lambda: entropy(X, sample_weight=[1, 1, 1, -1]), "negative"),
        (lambda: entropy(X, sample_weight=[1, 1, 1, np.nan]), "NaN"),
        (
            lambda: entropy(X, estimator="chao_shen", sample_weight=[1, 1, 1, 0.5]),
            "chao_shen.*sample_weight holds fractions",
        ),
        (lambda: entropy(X, estimator="ksg"), "estimator"),
        (lambda: entropy(X, n_states=3), "n_states=3 has no effect"),
        (lambda: entropy(X, estimator="nsb", n_states=1), "2 states occur"),
        (lambda: entropy(X, estimator="nsb", n_states=[2, 2]), "n_states"),
        (lambda: entropy(X, estimator="nsb", n_states=0), "n_states"),
        (lambda: entropy(X, base=1), "base=1"),
        (lambda: normalized_mutual_information(X, X, base=1), "base=1"),
        (lambda: normalized_mutual_information(X, X, average_method="a"), "average"),
    ],
)
def test_bad_values(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    "column",
    [
        np.array([1j, 2]),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        [{"a": 1}],
        [1, "a"],
    ],
)
def test_bad_kinds_of_columns(column):
    with pytest.raises(TypeError, match="entropy: x"):
        entropy(column)


def test_collections_that_are_not_arrays():
    with pytest.raises(TypeError, match="sparse"):
        mutual_information(csr_array(np.eye(3)), X[:3])

    class Lazy:
        dask = ()

        def __array__(self, *args, **kwargs):
            raise AssertionError("materialised")

    with pytest.raises(TypeError, match="Dask"):
        entropy(Lazy())

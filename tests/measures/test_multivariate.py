"""Measures of more than two variables: closed forms and identities."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sklearn_info.measures import (
    conditional_entropy,
    dual_total_correlation,
    entropy,
    interaction_information,
    mutual_information,
    o_information,
    total_correlation,
)

EXACT = json.loads(
    (Path(__file__).parent / "data" / "discrete_values.json").read_text()
)["discrete_exact"]
MEASURES = (
    interaction_information,
    total_correlation,
    dual_total_correlation,
    o_information,
)
# Sums of a few entropies of order one.
ROUNDING = 1e-12
TABLES = st.lists(st.tuples(*[st.integers(0, 2)] * 4), min_size=1, max_size=25).map(
    np.array
)


def test_exclusive_or():
    x, y = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    xor, values = (x, y, x ^ y), EXACT["xor"]
    assert interaction_information(*xor) == pytest.approx(
        values["interaction I(X;Y;Z) (co-information)"], abs=1e-15
    )
    assert total_correlation(*xor) == pytest.approx(values["TC"], abs=1e-15)
    assert dual_total_correlation(*xor) == pytest.approx(values["DTC"], abs=1e-15)
    assert o_information(*xor) == pytest.approx(
        values["O_information (TC-DTC)"], abs=1e-15
    )


def test_giant_bit():
    bit, values = [np.array([0, 1, 1, 0])] * 3, EXACT["giant_bit_3"]
    assert total_correlation(*bit) == pytest.approx(values["TC"], abs=1e-15)
    assert dual_total_correlation(*bit) == pytest.approx(values["DTC"], abs=1e-15)
    assert o_information(*bit) == pytest.approx(values["O_information"], abs=1e-15)


@given(X=TABLES)
@settings(deadline=None, max_examples=40)
def test_identities(X):
    x, y, z, w = X.T
    xyz = (x, y, z)
    assert interaction_information(x, y) == pytest.approx(
        mutual_information(x, y), abs=ROUNDING
    )
    assert interaction_information(*xyz) == pytest.approx(
        mutual_information(x, y) - mutual_information(x, y, given=z), abs=ROUNDING
    )
    # I(x; y; z; w) = I(x; y; z) - I(x; y; z | w), the last expanded once more.
    given_w = mutual_information(x, y, given=w) - mutual_information(
        x, y, given=np.column_stack([z, w])
    )
    assert interaction_information(X) == pytest.approx(
        interaction_information(*xyz) - given_w, abs=ROUNDING
    )
    assert o_information(*xyz) == pytest.approx(
        interaction_information(*xyz), abs=ROUNDING
    )
    # Total correlation is a chain of mutual informations.
    assert total_correlation(X) == pytest.approx(
        mutual_information(x, y)
        + mutual_information(z, X[:, :2])
        + mutual_information(w, X[:, :3]),
        abs=ROUNDING,
    )
    alone = sum(conditional_entropy(X[:, j], np.delete(X, j, axis=1)) for j in range(4))
    assert dual_total_correlation(X) == pytest.approx(entropy(X) - alone, abs=ROUNDING)
    assert o_information(X) == pytest.approx(
        total_correlation(X) - dual_total_correlation(X), abs=ROUNDING
    )
    assert total_correlation(X) >= -ROUNDING
    assert dual_total_correlation(X) >= -ROUNDING


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("estimator", ["plugin", "grassberger", "chao_shen"])
def test_two_variables_share_their_mutual_information(measure, estimator):
    x, y = np.random.default_rng(0).integers(0, 4, (2, 60))
    expected = mutual_information(x, y, estimator=estimator)
    if measure is o_information:
        expected = 0.0
    assert measure(x, y, estimator=estimator) == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("estimator", ["plugin", "grassberger", "nsb"])
def test_a_constant_adds_exactly_nothing(measure, estimator):
    X = np.random.default_rng(0).integers(0, 3, (50, 3))
    constant = np.ones(50)
    options = {"estimator": estimator}
    expected = 0.0
    if measure is not interaction_information:
        expected = measure(X, **options)
    assert measure(*X.T, constant, **options) == expected
    assert measure(X[:, 0], constant, **options) == 0.0


@pytest.mark.parametrize("measure", MEASURES)
def test_tables_arguments_weights_and_bases(measure):
    rng = np.random.default_rng(0)
    X, weights = rng.integers(0, 3, (40, 3)), rng.integers(0, 3, 40)
    expected = measure(*np.repeat(X, weights, axis=0).T)
    for variables in (
        (X,),
        (X.tolist(),),
        (pd.DataFrame(X),),
        (X[:, 0], X[:, [1]], X[:, 2].astype(str)),
    ):
        assert measure(*variables, sample_weight=weights) == pytest.approx(
            expected, abs=ROUNDING
        )
    assert measure(X, base=4, sample_weight=weights) == pytest.approx(
        expected / np.log(4), abs=ROUNDING
    )


@pytest.mark.parametrize("measure", MEASURES)
def test_many_columns_are_not_a_table_of_all_their_states(measure):
    X = np.random.default_rng(0).integers(0, 10, (100, 12))
    assert np.isfinite(measure(X[:, : 12 if measure is o_information else 8]))


@pytest.mark.parametrize("measure", MEASURES)
def test_bad_input(measure):
    with pytest.raises(ValueError, match="at least two variables"):
        measure([0, 1, 0])
    with pytest.raises(ValueError, match="at least two variables"):
        measure()
    with pytest.raises(ValueError, match="variable 1 has 2 samples"):
        measure([0, 1, 0], [0, 1])
    with pytest.raises(ValueError, match="missing"):
        measure([0, 1], [None, "a"])
    with pytest.raises(ValueError, match="estimator"):
        measure([0, 1], [0, 1], estimator="none")


def test_interaction_of_too_many_variables():
    with pytest.raises(ValueError, match="at most 16"):
        interaction_information(np.eye(20))

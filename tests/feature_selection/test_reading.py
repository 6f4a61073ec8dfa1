"""What selectors do themselves of scikit-learn's checks, beside scikit-learn."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.utils.validation import check_array

from sklearn_info.feature_selection import MRMR, MIFeatureSelector, SequentialMISelector

SPARSE = [sp.csr_matrix, sp.csr_array, sp.csc_matrix, sp.csc_array]
Y = np.array([0, 1, 0, 1, 1, 0])
DENSE = (np.arange(24).reshape(6, 4) * 7 % 5 > 2).astype(float)


def message(call):
    with pytest.raises((TypeError, ValueError)) as raised:
        call()
    return type(raised.value), str(raised.value)


@pytest.mark.parametrize("selector", [MIFeatureSelector(k=2), MRMR(k=2)])
@pytest.mark.parametrize("make", [*SPARSE, sp.coo_array, sp.lil_matrix, sp.bsr_array])
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, np.uint8, bool])
def test_sparse_matrices_are_read_as_dense_ones(selector, make, kind):
    X = DENSE.astype(kind)
    expected = clone(selector).fit(X, Y)
    fitted = clone(selector).fit(make(X), Y)
    assert fitted.n_features_in_ == 4
    assert (fitted.get_support() == expected.get_support()).all()


@pytest.mark.parametrize("make", SPARSE)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused_in_scikit_learns_words(make, value):
    X = DENSE.copy()
    X[3, 1] = value
    X = make(X)
    expected = message(
        lambda: check_array(X, accept_sparse=True, estimator="MRMR", input_name="X")
    )
    assert message(lambda: MRMR(k=2).fit(X, Y)) == expected


@pytest.mark.parametrize("make", [*SPARSE, np.asarray])
@pytest.mark.parametrize("shape", [(0, 4), (6, 0)])
def test_empty_ones_are_refused_in_scikit_learns_words(make, shape):
    X, y = make(np.zeros(shape)), np.zeros(shape[0])
    expected = message(lambda: check_array(X, accept_sparse=True, estimator="MRMR"))
    assert message(lambda: MRMR(k=2).fit(X, y)) == expected


def test_arrays_of_other_dimensions_are_refused_in_scikit_learns_words():
    for X in (DENSE[:, 0], DENSE[:, :, None]):
        expected = message(lambda X=X: check_array(X, estimator="MRMR", input_name="X"))
        assert message(lambda X=X: MRMR(k=1).fit(X, Y)) == expected


@pytest.mark.parametrize("make", [*SPARSE, np.asarray])
def test_complex_numbers_are_refused(make):
    kind, words = message(lambda: MRMR(k=2).fit(make(DENSE.astype(complex)), Y))
    assert kind is ValueError
    assert "Complex data not supported" in words


@pytest.mark.parametrize("make", [sp.csr_array, np.asarray])
def test_names_of_an_earlier_fit_are_forgotten(make):
    frame = pd.DataFrame(DENSE, columns=list("abcd"))
    selector = MRMR(k=2).fit(frame, Y)
    assert selector.feature_names_in_.tolist() == list("abcd")
    selector.fit(make(DENSE[:, :3]), Y)
    assert not hasattr(selector, "feature_names_in_")
    assert selector.n_features_in_ == 3


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"k": 2}, {"k": 2.0}),
        ({"per_class": False}, {"per_class": 0.0}),
        ({"n_neighbors": 1}, {"n_neighbors": 1.0}),
        ({"alpha": 0.5}, {"alpha": 1}),
        ({"missing": "level"}, {"missing": "levels"}),
        ({"start": None}, {"start": 1}),
        ({"memory": None}, {"memory": 1}),
    ],
)
def test_parameters_that_were_good_do_not_make_others_so(good, bad):
    """Those that are equal, too, and in every order of the fits."""
    for _ in range(2):
        SequentialMISelector("mrmr", **{"k": 1, **good}).fit(DENSE, Y)
        (name,) = bad
        kind, words = message(
            lambda: SequentialMISelector("mrmr", **{"k": 1, **bad}).fit(DENSE, Y)
        )
        assert issubclass(kind, ValueError)
        assert f"The {name!r} parameter of SequentialMISelector must be" in words


def test_parameters_are_checked_by_class():
    """An equal one may be good for one and bad for another."""

    class Narrow(MRMR):
        _parameter_constraints = {**MRMR._parameter_constraints, "k": [str]}

    MRMR(k=2).fit(DENSE, Y)
    _, words = message(lambda: Narrow(k=2).fit(DENSE, Y))
    assert "The 'k' parameter of Narrow must be an instance of 'str'" in words

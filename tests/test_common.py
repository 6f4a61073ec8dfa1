"""What every public estimator does, whichever it is.

A new estimator is found by itself. One with required arguments gets them in
ARGUMENTS; a check of scikit-learn's that it cannot pass is listed, with the reason,
in EXPECTED_FAILURES.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import gc
import inspect
import pickle

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from public_names import public_estimators
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import (
    estimator_checks_generator,
    parametrize_with_checks,
)

from sklearn_info.feature_selection import CMIM, JMI, MIFeatureSelector

ARGUMENTS = {
    # In some checks y is noise, of which a given beta may keep nothing.
    "GaussianIB": {"n_components": 1, "shrinkage": 0.1},
    "InformationBottleneck": {"n_init": 2},
    "SelectionPathCV": {
        "selector": MIFeatureSelector(),
        "estimator": LogisticRegression(),
        "k": "auto",
        "cv": 3,
    },
}

NEGATIVE = "the check clusters negative numbers, whatever the tags say"
PROBABILITIES = "the check takes all that has predict_proba for a classifier"
NO_WEIGHTS = "neighbours have no weights"

# {estimator, or its measure: {check: reason}}. A check that passes all the same is a
# failure of the suite, and so is a name that does not exist.
EXPECTED_FAILURES = {
    "AgglomerativeIB": {"check_clustering": NEGATIVE},
    "InformationBottleneck": {
        "check_clustering": NEGATIVE,
        "check_estimator_sparse_array": PROBABILITIES,
        "check_estimator_sparse_matrix": PROBABILITIES,
    },
    "SequentialIB": {
        "check_clustering": NEGATIVE,
    },
    "neighbors": {
        "check_sample_weight_equivalence_on_dense_data": NO_WEIGHTS,
        "check_sample_weights_not_overwritten": NO_WEIGHTS,
    },
    "gaussian_copula": {
        "check_fit2d_1feature": "no two classes of it have 4 samples",
    },
}

# The data of the checks are small: fewer features than some defaults ask for.
SMALL = {"k": 1, "n_clusters": 2, "random_state": 0}


def small(name, cls):
    known = inspect.signature(cls).parameters
    chosen = {key: value for key, value in SMALL.items() if key in known}
    return cls(**{**chosen, **ARGUMENTS.get(name, {})})


def variants():
    """Estimators that another value of a parameter makes another kind of."""
    for measure in ("neighbors", "gaussian_copula"):
        for cls in (MIFeatureSelector, JMI, CMIM):
            yield f"{cls.__name__}(measure={measure!r})", cls(k=1, measure=measure)
    yield "MIFeatureSelector(measure='auto')", MIFeatureSelector(k=1, measure="auto")


ESTIMATORS = {name: small(name, cls) for name, cls in public_estimators().items()}
ESTIMATORS.update(variants())
every_estimator = pytest.mark.parametrize(
    "estimator", ESTIMATORS.values(), ids=list(ESTIMATORS)
)


def expected_failures(estimator):
    kind = getattr(estimator, "measure", None)
    return EXPECTED_FAILURES.get(kind) or EXPECTED_FAILURES.get(
        type(estimator).__name__, {}
    )


# With the defaults, clusterers of the checks' few points have as many clusters as
# there are, or nearly.
CLUSTERERS = [
    cls()
    for cls in public_estimators().values()
    if "n_clusters" in inspect.signature(cls).parameters
]


@parametrize_with_checks(
    [*ESTIMATORS.values(), *CLUSTERERS], expected_failed_checks=expected_failures
)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
# Some checks fit noise, of which a selector that tests keeps nothing but one feature.
@pytest.mark.filterwarnings("ignore:.*the best one is kept:UserWarning")
# And in some a feature is a function of y.
@pytest.mark.filterwarnings("ignore:GaussianIB. X determines:UserWarning")
def test_scikit_learn_checks(estimator, check):
    check(estimator)


@every_estimator
def test_expected_failures_are_checks(estimator):
    names = {
        getattr(check, "func", check).__name__
        for _, check in estimator_checks_generator(estimator)
    }
    assert set(expected_failures(estimator)) <= names
    assert all(reason for reason in expected_failures(estimator).values())


def test_tables_hold_estimators_that_exist():
    kinds = {getattr(estimator, "measure", None) for estimator in ESTIMATORS.values()}
    assert {*EXPECTED_FAILURES, *ARGUMENTS} <= {*ESTIMATORS, *kinds}


# Parity of containers


@pytest.fixture
def data():
    """Small counts, which suit every estimator, and three classes that they follow."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 120)
    return rng.poisson(1 + (np.arange(6) % 3 == y[:, None])), y


def dense(values):
    return values.toarray() if sp.issparse(values) else np.asarray(values)


def results(estimator, X):
    """What a fitted estimator learnt, and what it makes of X, by name."""
    found = {
        name: value
        for name, value in vars(estimator).items()
        if name.endswith("_") and not name.startswith("_")
    }
    found.pop("feature_names_in_", None)
    for method in ("transform", "predict", "predict_proba", "decision_function"):
        if hasattr(estimator, method):
            found[method] = dense(getattr(estimator, method)(X))
    return found


def is_ragged(value):
    return isinstance(value, np.ndarray) and value.dtype.kind == "O"


def assert_same(found, expected):
    """Equal, up to the rounding of sums that are added in another order."""
    assert set(found) == set(expected)
    for name, value in expected.items():
        if isinstance(value, dict):
            assert_same(found[name], value)
        elif isinstance(value, (list, tuple)) or is_ragged(value):
            assert_same(dict(enumerate(found[name])), dict(enumerate(value)))
        elif np.asarray(value).dtype.kind == "f":
            np.testing.assert_allclose(
                found[name], value, rtol=1e-9, atol=1e-12, err_msg=name
            )
        elif isinstance(value, (np.ndarray, int, float, str)):
            np.testing.assert_equal(found[name], value, err_msg=name)


@every_estimator
@pytest.mark.parametrize("library", [pd, pl], ids=["pandas", "polars"])
def test_frames_equal_arrays(estimator, library, data):
    X, y = data
    expected = results(clone(estimator).fit(X, y), X)
    frame = library.DataFrame(dict(zip("abcdef", X.T)))
    fitted = clone(estimator).fit(frame, library.Series(y))
    assert_same(results(fitted, frame), expected)
    assert fitted.feature_names_in_.tolist() == list("abcdef")


@every_estimator
@pytest.mark.parametrize(
    ("index", "pointer"),
    [(np.int32, np.int32), (np.int64, np.int64), (np.int32, np.int64)],
)
@pytest.mark.parametrize(
    "container", [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]
)
def test_sparse_equals_dense(estimator, container, index, pointer, data):
    """Of zeros and ones, which are presences and levels alike."""
    if not get_tags(estimator).input_tags.sparse:
        pytest.skip("takes no sparse matrices, as its tags say")
    X, y = data
    X = (X > 1).astype(np.int64)
    sparse = container(X)
    sparse.indices = sparse.indices.astype(index)
    sparse.indptr = sparse.indptr.astype(pointer)
    found = results(clone(estimator).fit(sparse, y), sparse)
    assert_same(found, results(clone(estimator).fit(X, y), X))


@every_estimator
def test_frames_of_sparse_columns_are_sparse_matrices(estimator, data):
    X, y = data
    X = sp.csr_array((X > 1).astype(np.int64))
    frame = pd.DataFrame.sparse.from_spmatrix(X, columns=list("abcdef"))
    estimator = clone(estimator)
    if not get_tags(estimator).input_tags.sparse:
        refused = "dense data is required|a sparse X is not supported"
        with pytest.raises((TypeError, ValueError), match=refused):
            estimator.fit(frame, y)
        return
    found = results(estimator.fit(frame, y), frame)
    assert_same(found, results(clone(estimator).fit(X, y), X))
    assert estimator.feature_names_in_.tolist() == list("abcdef")


# What becomes of a fitted estimator


@every_estimator
def test_pickle_and_clone(estimator, data):
    X, y = data
    fitted = clone(estimator).fit(X, y)
    expected = results(fitted, X)
    assert_same(results(pickle.loads(pickle.dumps(fitted)), X), expected)
    again = clone(fitted)
    assert not [name for name in vars(again) if name.endswith("_")]
    assert_same(results(again.fit(X, y), X), expected)


@every_estimator
def test_jobs_do_not_change_the_result(estimator, data):
    if "n_jobs" not in estimator.get_params(deep=False):
        pytest.skip("has no n_jobs")
    X, y = data
    expected = results(clone(estimator).fit(X, y), X)
    parallel = clone(estimator).set_params(n_jobs=2)
    assert_same(results(parallel.fit(X, y), X), expected)


@every_estimator
@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_memory_is_free_as_soon_as_a_fit_ends(estimator, container, data):
    """Nothing of ours waits for the garbage collector, which may take many fits.

    Helpers of joblib do wait for it.
    """
    X, y = container(data[0]), data[1]
    if sp.issparse(X) and not get_tags(estimator).input_tags.sparse:
        pytest.skip("takes no sparse matrices, as its tags say")
    fitted = clone(estimator)
    if estimator.get_params(deep=False).get("k") == 1:
        fitted.set_params(k=3)  # more than one step
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        fitted.fit(X, y)
        del fitted
        gc.collect()
        ours = [
            type(one).__name__
            for one in gc.garbage
            if type(one).__module__.startswith("sklearn_info")
        ]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert not ours


@every_estimator
def test_no_training_data_is_kept(estimator, data):
    """A model of the same rows ten times over is no larger.

    Labels of rows are what a clusterer of rows is asked for, and so is a tree of
    them; they may stay.
    """
    X, y = data

    def size(n_copies):
        rows = np.tile(X, (n_copies, 1))
        fitted = clone(estimator).fit(rows, np.tile(y, n_copies))
        for name in ("labels_", "row_labels_", "linkage_", "information_path_"):
            if len(getattr(fitted, name, ())) in (len(rows), len(rows) - 1):
                delattr(fitted, name)
        return len(pickle.dumps(fitted))

    # One byte a row would be 1080 more; other numbers of bins are some dozens.
    assert size(10) - size(1) < 500

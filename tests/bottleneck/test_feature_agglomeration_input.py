"""InformationFeatureAgglomeration: what it refuses."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import re

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose
from sklearn.exceptions import ConvergenceWarning, NotFittedError

from sklearn_info.bottleneck import InformationFeatureAgglomeration

METHODS = ["divisive", "agglomerative"]
# Sums of at most some thousand terms p log p.
EXACT = {"rtol": 0, "atol": 1e-12}


def make(n_clusters=5, **parameters):
    parameters = {"random_state": 0} | parameters
    return InformationFeatureAgglomeration(n_clusters, **parameters)


@pytest.mark.parametrize("method", METHODS)
def test_fewer_distinct_features_than_clusters(method):
    X = np.array([[2, 2, 0, 1], [2, 2, 0, 0], [0, 0, 1, 1]])
    model = make(4, method=method)
    with pytest.warns(ConvergenceWarning, match="n_clusters=4 .* 3 features differ"):
        model.fit(X, [0, 0, 1])
    assert model.n_clusters_ == 3
    assert model.transform(X).shape == (3, 3)
    assert len(model.get_feature_names_out()) == 3
    assert_allclose(model.information_loss_, 0, **EXACT)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_clusters": 0}, "'n_clusters' parameter .* Got 0"),
        ({"n_clusters": 2.5}, "'n_clusters' parameter .* Got 2.5"),
        ({"method": "magic"}, "'method' parameter"),
        ({"pseudo_count": -1}, "'pseudo_count' parameter"),
        ({"pseudo_count": np.inf}, "pseudo_count"),
        ({"max_iter": 0}, "'max_iter' parameter"),
        ({"n_init": 0}, "'n_init' parameter"),
        ({"max_active": 0}, "'max_active' parameter"),
        ({"sparse_output": "yes"}, "'sparse_output' parameter"),
    ],
)
def test_bad_parameters(text, parameters, message):
    with pytest.raises(ValueError, match=message) as raised:
        make(**({"n_clusters": 2} | parameters)).fit(*text)
    assert "InformationFeatureAgglomeration" in str(raised.value)


def replaced(X, value):
    X = X.astype(float)
    X[3, 4] = value
    return X


@pytest.mark.parametrize("container", [np.asarray, sp.csr_array, sp.csc_matrix])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda X: replaced(X, -0.5), "Negative values in data .* X holds -0.5"),
        (lambda X: replaced(X, np.nan), "NaN"),
        (lambda X: replaced(X, np.inf), "infinity"),
        (lambda X: 0 * X, "nothing but zeros"),
    ],
)
def test_bad_values(text, container, change, message):
    X, y = text
    with pytest.raises(ValueError, match=message) as raised:
        make().fit(container(change(X)), y)
    if message != "infinity":  # scikit-learn's check names X only
        assert "InformationFeatureAgglomeration" in str(raised.value)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (lambda y: None, "requires y to be passed"),
        (lambda y: 0 * y, "one class"),
        (lambda y: y + 0.5, "Unknown label type: y is continuous"),
        (lambda y: np.where(y == 1, np.nan, y), "NaN"),
        (lambda y: y[:-1], "inconsistent numbers of samples"),
        (lambda y: np.column_stack([y, y]), "multilabel"),
        (lambda y: np.ones((len(y), 2)), "every label of y is the same"),
    ],
)
def test_bad_targets(text, y, message):
    X, target = text
    with pytest.raises(ValueError, match=message) as raised:
        make().fit(X, y(target))
    if "inconsistent" not in message:
        assert "InformationFeatureAgglomeration" in str(raised.value)


def test_bad_weights(text):
    X, y = text
    for weight, message in (
        (np.zeros(len(y)), "zero"),
        (-np.ones(len(y)), "negative"),
        (np.ones(3), re.escape("(3,)")),
    ):
        with pytest.raises(ValueError, match=message):
            make().fit(X, y, sample_weight=weight)


def test_weights_that_leave_nothing(text):
    X, y = text
    X[0] = 0
    with pytest.raises(ValueError, match="nothing but zeros"):
        make().fit(X, y, sample_weight=np.arange(len(y)) == 0)


def test_other_columns_at_transform(text):
    X, y = text
    model = make().fit(X, y)
    with pytest.raises(ValueError, match="60 features"):
        model.transform(X[:, :-1])
    with pytest.raises(ValueError, match="5 clusters"):
        model.inverse_transform(X)
    with pytest.raises(ValueError, match="input_features"):
        model.get_feature_names_out(["a", "b"])
    frame = pd.DataFrame(X, columns=[f"w{j}" for j in range(60)])
    model.fit(frame, y)
    with pytest.raises(ValueError, match="feature names"):
        model.transform(frame[frame.columns[::-1]])


def test_other_kind_of_target_in_a_later_part(text):
    X, y = text
    model = make().partial_fit(X, y)
    with pytest.raises(ValueError, match="multilabel"):
        model.partial_fit(X, np.eye(3, dtype=int)[y])
    model = make().partial_fit(X, np.eye(3, dtype=int)[y])
    with pytest.raises(ValueError, match="4 labels"):
        model.partial_fit(X, np.eye(4, dtype=int)[y])


def test_unfitted():
    for call in ("transform", "inverse_transform", "get_feature_names_out"):
        with pytest.raises(NotFittedError):
            getattr(make(), call)(np.ones((2, 2)))

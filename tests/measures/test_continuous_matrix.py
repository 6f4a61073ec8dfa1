"""All pairs of continuous columns, against one pair at a time."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pandas as pd
import pytest
from references.closed_forms import normal_pair

from sklearn_info.measures import (
    mutual_information,
    mutual_information_matrix,
)

# Sums of a few thousand digammas, which a table of sums holds to about 1e-14 each.
ROUNDING = 1e-12


@pytest.mark.parametrize("estimator", ["ksg", "mixed", "gaussian", "gaussian_copula"])
@pytest.mark.parametrize("condition", [False, True])
def test_the_matrix_is_its_pairs(rng, estimator, condition):
    X = rng.normal(size=(120, 3))
    X[:, 1] += X[:, 0]
    X = np.column_stack([X, np.ones(120)])
    options = {"estimator": estimator}
    if condition:
        options["given"] = rng.normal(size=120)
    information = mutual_information_matrix(X, **options)
    np.testing.assert_array_equal(np.diag(information), [np.inf, np.inf, np.inf, 0])
    for i in range(4):
        for j in range(i):
            expected = mutual_information(X[:, j], X[:, i], **options)
            assert information[i, j] == pytest.approx(expected, abs=1e-9)
            assert information[j, i] == pytest.approx(expected, abs=1e-9)
    np.testing.assert_allclose(
        mutual_information_matrix(X[:, :1], X[:, 1:], **options),
        information[:1, 1:],
        atol=1e-9,
    )


@pytest.mark.parametrize("condition", [False, True])
def test_the_matrix_chooses_for_each_pair(rng, condition):
    x, y = normal_pair(rng, 100)
    frame = pd.DataFrame(
        {
            "x": x,
            "y": y,
            "atoms": np.maximum(y, 0),
            "count": rng.integers(0, 5, 100),
            "word": np.array(["a", "b"])[rng.integers(0, 2, 100)],
            "same": 1.5,
        }
    )
    given = rng.normal(size=100) if condition else None
    information = mutual_information_matrix(frame, given=given)
    again = mutual_information_matrix(frame, frame, given=given, n_jobs=2)
    np.testing.assert_array_equal(information, information.T)
    np.testing.assert_allclose(again, information, atol=1e-9)
    for i, a in enumerate(frame):
        for j, b in enumerate(frame):
            if a == b and a in ("x", "y", "atoms"):
                assert information[i, j] == np.inf
            else:
                expected = mutual_information(frame[a], frame[b], given=given)
                assert information[i, j] == pytest.approx(expected, abs=1e-9)


def test_the_matrix_of_columns_and_classes(rng):
    X, y = rng.normal(size=(100, 2)), rng.integers(0, 2, 100)
    information = mutual_information_matrix(X, y, estimator="ross")
    expected = [[mutual_information(x, y, estimator="ross")] for x in X.T]
    np.testing.assert_array_equal(information, expected)
    for bad, match in ((y[:-1], "samples"), (X[:2, :1], "samples")):
        with pytest.raises(ValueError, match=match):
            mutual_information_matrix(X, bad, estimator="gaussian")

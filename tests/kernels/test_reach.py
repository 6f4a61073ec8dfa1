"""Sums over the rows of a sparse matrix and back over its columns."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose

from sklearn_info._kernels._reach import add_to_columns, add_to_rows

# Sums of some tens of terms of rounding 1e-16.
ROUNDING = {"rtol": 0, "atol": 1e-13}


@pytest.fixture(params=[np.int32, np.int64])
def matrix(request):
    rng = np.random.default_rng(0)
    X = sp.random_array((30, 20), density=0.3, format="csr", random_state=rng)
    X.data = rng.integers(1, 4, X.nnz)
    X.indices, X.indptr = (part.astype(request.param) for part in (X.indices, X.indptr))
    return X


@pytest.mark.parametrize("present", [True, False])
def test_rows_get_the_terms_of_their_entries(matrix, present):
    rng = np.random.default_rng(1)
    y = rng.integers(0, 4, 30).astype(np.int32)
    columns = [3, 17, 8]
    numbers = np.full(20, -1, dtype=np.int32)
    numbers[columns] = np.arange(3)
    terms = rng.random((4, 3, 1 if present else 3))
    sums = rng.random(30)
    expected = sums.copy()
    dense = matrix.toarray()
    for row in range(30):
        for number, column in enumerate(columns):
            if dense[row, column]:
                level = 0 if present else dense[row, column] - 1
                expected[row] += terms[y[row], number, level]
    levels = matrix.data.astype(np.uint8)[: 0 if present else None]
    add_to_rows(matrix.indptr, matrix.indices, levels, y, numbers, terms, sums)
    assert_allclose(sums, expected, **ROUNDING)


def test_columns_get_the_values_of_their_rows(matrix):
    rng = np.random.default_rng(2)
    values, sums = rng.random(30), rng.random(20)
    expected = sums + (matrix.toarray() > 0).T @ values
    add_to_columns(matrix.indptr, matrix.indices, values, sums)
    assert_allclose(sums, expected, **ROUNDING)

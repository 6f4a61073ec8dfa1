"""Information of all pairs of columns, some of which are continuous."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.measures._columns import split_columns
from sklearn_info.measures._continuous import (
    InfiniteInformation,
    check_sizes,
    continuous_estimate,
)
from sklearn_info.measures._gaussian import centred, gaussian_pairs
from sklearn_info.measures._numbers import Variable, read_numbers
from sklearn_info.utils import parallel_ranges


def continuous_matrix(
    X, Y, given, *, estimator, n_neighbors, marginals, n_jobs, caller
):
    """Information of each column of X with each of Y, or of X.

    Each column is read and sorted once. inf where a continuous one meets itself.
    """
    x = _variables(X, "X", caller, marginals)
    y = x if Y is None else _variables(Y, "Y", caller, marginals)
    z = None if given is None else Variable(given, "given", caller, marginals)
    if estimator == "gaussian" and z is None:
        return _gaussian_matrix(x, y, caller)
    symmetric = Y is None
    pairs = [
        (i, j) for i in range(len(x)) for j in range(i if symmetric else 0, len(y))
    ]
    information = np.empty((len(x), len(y)))

    def estimate(begin, end):
        for i, j in pairs[begin:end]:
            try:
                value = continuous_estimate(
                    x[i],
                    y[j],
                    z,
                    estimator=estimator,
                    n_neighbors=n_neighbors,
                    caller=caller,
                ).information()
            except InfiniteInformation:
                value = np.inf
            information[i, j] = value
            if symmetric:
                information[j, i] = value

    parallel_ranges(estimate, len(pairs), n_jobs)
    return information


def _variables(values, name, caller, marginals):
    columns = split_columns(values, name, caller)
    return [
        Variable(column, f"column {j} of {name}", caller, marginals)
        for j, column in enumerate(columns)
    ]


def _gaussian_matrix(x, y, caller):
    """All pairs of normal variables, in one product."""
    n = x[0].numbers.n_samples
    if n < 4:
        raise ValueError(
            f"{caller}: a normal distribution of two columns needs at least 4 samples, "
            f"and there are {n}."
        )

    def columns(side):
        for variable in side:
            # Read and forgotten: the memory of one column serves all.
            numbers = read_numbers(variable, labels=False)
            check_sizes({x[0].name: x[0].numbers, variable.name: numbers}, 0, caller)
            yield numbers.rescaled[:, 0] if numbers.varies else np.zeros(n)

    a = centred(columns(x), (n, len(x)))
    return gaussian_pairs(a, None if x is y else centred(columns(y), (n, len(y))))

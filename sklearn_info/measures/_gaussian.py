"""Information of variables that are jointly normal, from their correlations."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
from scipy.special import digamma

from sklearn_info.measures._single_columns import power_of_two

# A column whose share not explained by others is this small is a sum of these.
DEPENDENT = 1e-13

# Numbers and widths of columns up to this lose no digits to speak of by their mean.
SMALL = 64.0


def gaussian_pairs(x, y=None):
    """I of each column of x with each of y, or of x, inf where they agree.

    x and y are what centred returns. All correlations are one product.
    """
    (x, x_lengths), (y, y_lengths) = x, x if y is None else y
    n = x.shape[0]
    lengths = np.outer(x_lengths, y_lengths)
    vary = lengths > 0
    correlation = np.divide(x.T @ y, lengths, out=np.zeros(lengths.shape), where=vary)
    rest = 1 - np.minimum(correlation**2, 1)
    rest[rest < DEPENDENT] = 0
    with np.errstate(divide="ignore"):
        information = -np.log(rest) / 2
    information += (digamma((n - 2) / 2) - digamma((n - 1) / 2)) / 2
    information[~vary] = 0
    return information


def centred(columns, shape):
    """A table of columns less their means, near 1 in size, and their lengths."""
    table, lengths = np.empty(shape, order="F"), np.empty(shape[1])
    for j, column in enumerate(columns):  # each stays in the cache meanwhile
        out = table[:, j]
        low, high = column.min(), column.max()
        if low < -SMALL or high > SMALL or high - low < 1 / SMALL:
            # Exact, where a mean would keep the rounding of an offset.
            np.subtract(column, low, out=out)
            out *= power_of_two(high - low)
            column = out
        np.subtract(column, column.mean(), out=out)
        lengths[j] = math.sqrt(out @ out) if low < high else 0.0
    return table, lengths


def gaussian(x, y, z, caller):
    """I(x; y | z) of tables of numbers; z may have no columns.

    Half the logarithm of a ratio of determinants of correlation matrices, each with
    the correction that makes it unbiased: E log det S = log det C + d log(2/(n-1)) +
    sum_i digamma((n-i)/2) for a covariance S of n samples (Misra et al. 2005).
    """
    n, n_columns = x.shape[0], x.shape[1] + y.shape[1] + z.shape[1]
    if n <= n_columns + 1:
        raise ValueError(
            f"{caller}: a normal distribution of {n_columns} columns needs at least "
            f"{n_columns + 2} samples, and there are {n}."
        )
    table, lengths = centred([*z.T, *x.T, *y.T], (n, n_columns))
    correlation = table.T @ table / np.outer(lengths, lengths)
    bias = np.cumsum(digamma((n - np.arange(1.0, n_columns + 1)) / 2)) / 2
    split = np.cumsum([z.shape[1], x.shape[1], y.shape[1]])
    of_z, of_x, of_y = np.split(np.arange(n_columns), split[:-1])

    def entropy(*parts):
        """Up to a constant for each column; these cancel."""
        columns = np.concatenate(parts)
        if columns.size == 0:
            return 0.0
        try:
            root = np.linalg.cholesky(correlation[np.ix_(columns, columns)])
        except np.linalg.LinAlgError:
            root = np.zeros((1, 1))
        diagonal = np.diag(root)
        if (diagonal**2 < DEPENDENT).any():
            raise ValueError(
                f"{caller}: some columns are linear combinations of others, so that "
                "the information is infinite or is not defined; leave these out."
            )
        return np.log(diagonal).sum() - bias[columns.size - 1]

    return float(
        (entropy(of_z, of_x) - entropy(of_z))
        + (entropy(of_z, of_y) - entropy(of_z, of_x, of_y))
    )

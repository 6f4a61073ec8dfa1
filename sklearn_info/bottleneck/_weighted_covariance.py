"""Covariances of weighted rows, shrunk, and the maps that undo them."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

# A direction with a smaller share of the largest variance has none but rounding.
NO_VARIANCE = 1e-12


def centred(X, weights):
    """Columns of mean 0 and variance 1; those that are constant become 0.

    Returns
    -------
    Z : ndarray of shape (n_samples, n_columns)
    mean, scale : ndarrays of shape (n_columns,)
        X is mean + scale Z.
    """
    share = weights / weights.sum()
    low = X.min(axis=0)
    above = X - low  # exact, where a mean would keep the offset's rounding
    size = above.max(axis=0)
    above /= np.where(size > 0, size, 1.0)  # squares of numbers of any size
    middle = share @ above
    Z = above - middle
    deviation = np.sqrt(share @ Z**2)
    deviation[size == 0] = 1.0
    Z /= deviation
    return Z, low + size * middle, np.where(size > 0, size * deviation, 1.0)


def covariance(Z, weights):
    """Of centred columns, of rows of weights."""
    return (Z.T * (weights / weights.sum())) @ Z


def whitening(C):
    """W with W' C W = 1, of shape (n_columns, n_directions).

    Directions without variance are left out.
    """
    variances, directions = np.linalg.eigh(C)
    seen = variances > NO_VARIANCE * variances.max(initial=0)
    return directions[:, seen] / np.sqrt(variances[seen])


def ledoit_wolf_share(Z, weights):
    """The shrinkage of Ledoit and Wolf (2004) of rows of weights.

    The expected error of the covariance over its distance from the unit matrix, both
    in the sum of squares.
    """
    n, d = weights.sum(), Z.shape[1]
    share = weights / n
    squares = (Z**2).sum(axis=1)
    # The sum of squares of a covariance is that of the Gram matrix: take the smaller.
    if d <= Z.shape[0]:
        products = (Z.T * share) @ Z
    else:
        root = Z * np.sqrt(share)[:, None]
        products = root @ root.T
    size = (products**2).sum()
    mean = np.trace(products) / d
    distance = size - d * mean**2
    error = (share @ squares**2 - size) / n
    return float(min(error, distance) / distance) if distance > 0 else 0.0

"""Tests of independence that hold where levels are rare, or strata small."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import chdtrc


def lesser_statistic(n, information, pearson, degrees):
    """The lesser of G = 2 n I and Pearson's statistic, and its p-value.

    G is too large by chance where cells hold few samples. The mean of the sum of (n_z -
    1) / n_z times Pearson's over strata z is exact whatever they hold when classes are
    permuted within them (Birch 1965).

    Parameters
    ----------
    n : float
        Samples, or the sum of their weights.
    information : ndarray
        Plug-in estimates of what tests are about, in nats.
    pearson : ndarray of the same shape
        Such sums.
    degrees : ndarray of int
        Degrees of freedom. Without one, two variables cannot vary together, and are
        independent.

    Returns
    -------
    statistic, pvalues : ndarrays
    """
    g = 2.0 * n * np.maximum(information, 0.0)
    statistic = np.minimum(g, np.maximum(pearson, 0.0))
    return statistic, np.where(
        degrees > 0, chdtrc(np.maximum(degrees, 1), statistic), 1.0
    )

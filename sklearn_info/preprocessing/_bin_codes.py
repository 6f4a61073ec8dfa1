"""Codes of numbers: of each, how many cuts of its column lie strictly below it."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

# Up to here a comparison for each cut, which vectorises, beats a search in the cuts.
FEW_CUTS = 16


def bin_codes(X, cuts):
    """Codes of the columns of X among the cuts of each.

    Parameters
    ----------
    X : ndarray of shape (n_columns, n_samples)
    cuts : ndarray of shape (n_columns, n_cuts)

    Returns
    -------
    codes : ndarray of shape (n_columns, n_samples), uint8 or int32
    """
    n_cuts = cuts.shape[1]
    if n_cuts <= FEW_CUTS:
        codes = np.zeros(X.shape, dtype=np.uint8)
        for cut in range(n_cuts):
            codes += cuts[:, cut, None] < X
        return codes
    codes = np.empty(X.shape, dtype=np.int32)
    for column in range(X.shape[0]):
        codes[column] = np.searchsorted(cuts[column], X[column])
    return codes


def cuts_below(edges):
    """Cuts of bins that hold their lower edge; the outermost edges are none."""
    return np.nextafter(edges[1:-1], -np.inf)

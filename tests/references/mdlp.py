"""Fayyad & Irani's discretisation as their papers state it, in bits."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from itertools import pairwise

import numpy as np

# Entropies of up to some thousand rows that are equal in mathematics differ by
# rounding of about 1e-14; those that are not equal, by far more.
SAME_ENTROPY = 1e-11


def entropy(y, weights):
    """Class entropy in bits, and the number of classes."""
    mass = np.array([weights[y == c].sum() for c in np.unique(y)])
    p = mass / mass.sum()
    return -np.sum(p * np.log2(p)), p.size


def boundary_points(x, y):
    """Places between neighbouring values whose rows are not all of one class."""
    values = np.unique(x)
    return [
        (low, high)
        for low, high in pairwise(values)
        if np.unique(y[(x == low) | (x == high)]).size > 1
    ]


def mdlp_cuts(x, y, weights=None):
    """Rising list of cuts of one column."""
    x, y = np.asarray(x, dtype=float), np.asarray(y)
    weights = np.ones(x.size) if weights is None else np.asarray(weights, dtype=float)
    candidates = boundary_points(x, y)
    n = weights.sum()
    if not candidates or n < 2 - 1e-9:
        return []
    h, k = entropy(y, weights)
    after = []
    for low, _ in candidates:
        parts = [x <= low, x > low]
        after.append(
            sum(weights[s].sum() / n * entropy(y[s], weights[s])[0] for s in parts)
        )
    best = np.flatnonzero(np.array(after) <= min(after) + SAME_ENTROPY)[0]
    low, high = candidates[best]
    left, right = x <= low, x > low
    h_1, k_1 = entropy(y[left], weights[left])
    h_2, k_2 = entropy(y[right], weights[right])
    delta = np.log2(3.0**k - 2) - (k * h - k_1 * h_1 - k_2 * h_2)
    if not h - after[best] > (np.log2(n - 1) + delta) / n:
        return []
    return [
        *mdlp_cuts(x[left], y[left], weights[left]),
        (low + high) / 2,
        *mdlp_cuts(x[right], y[right], weights[right]),
    ]

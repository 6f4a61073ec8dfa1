"""Quadratic program over the simplex."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np


def minimize_on_simplex(product, linear, curvature, *, tol, max_iter):
    r"""Minimise f(x) = x' H x / 2 - c' x over x >= 0 with sum(x) = 1.

    Accelerated projected gradient (Beck & Teboulle 2009), whose momentum restarts
    where it points uphill (O'Donoghue & Candes 2015). The gap

    .. math:: g(x) = \max_{v} (x - v)' \nabla f(x) = x' \nabla f(x) - \min_i \nabla_i f

    over the corners v of the simplex bounds f(x) - min f if H is positive
    semidefinite, and vanishes at stationary points in any case.

    Parameters
    ----------
    product : callable
        x to H x.
    linear : ndarray of shape (n,)
        c.
    curvature : float
        At least the largest eigenvalue of H.
    tol : float
        The gap to stop at.
    max_iter : int

    Returns
    -------
    x : ndarray of shape (n,)
    gradient : ndarray of shape (n,)
        Of f at x.
    gap : float
    """
    # Where H is all but 0, a step that takes any weight across the simplex.
    curvature = max(curvature, 1e-3 * np.ptp(linear))
    x = np.full(linear.size, 1.0 / linear.size)
    of_x = gradient_of_ahead = product(x) - linear
    ahead, momentum = x, 1.0
    for _ in range(max_iter):
        gap = x @ of_x - of_x.min()
        if gap <= tol:
            break
        new = project_on_simplex(ahead - gradient_of_ahead / curvature)
        of_new = product(new) - linear
        if (ahead - new) @ (new - x) > 0:
            momentum = 1.0
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        step = (momentum - 1) / following
        # The gradient is linear: that of a combination needs no product.
        ahead = new + step * (new - x)
        gradient_of_ahead = of_new + step * (of_new - of_x)
        x, of_x, momentum = new, of_new, following
    return x, of_x, x @ of_x - of_x.min()


def project_on_simplex(x):
    """The closest point to x with entries of at least 0 that sum to 1.

    All entries fall by the same amount and are cut at 0 (Held, Wolfe & Crowder 1974).
    """
    falling = np.sort(x)[::-1]
    excess = (np.cumsum(falling) - 1) / np.arange(1, x.size + 1)
    return np.maximum(x - excess[np.flatnonzero(falling > excess)[-1]], 0.0)

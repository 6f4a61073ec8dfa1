"""Divergences between discrete distributions."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import rel_entr

from sklearn_info.measures._options import BASE, in_base
from sklearn_info.utils import Interval, Real, validate_params


@validate_params(
    {"p": ["array-like"], "q": ["array-like"], **BASE},
    prefer_skip_nested_validation=True,
)
def kl_divergence(p, q, *, base=None):
    r"""Kullback-Leibler divergence, :math:`\sum_i p_i \log (p_i / q_i)`.

    Parameters
    ----------
    p, q : array-like of shape (..., n_states)
        Probabilities, or counts: each is divided by its sum along the last axis. The
        leading axes are broadcast.
    base : float, default=None
        Base of the logarithm; natural by default (nats).

    Returns
    -------
    divergence : float or ndarray of shape (...)
        At least 0; infinite where q is 0 and p is not.

    Raises
    ------
    ValueError
        If p or q is empty, negative, not finite or all 0, or if their shapes do not
        match.

    See Also
    --------
    js_divergence : Symmetric, and always finite.

    References
    ----------
    .. [1] Kullback, S., Leibler, R. A. (1951). On information and sufficiency. Ann.
       Math. Stat. 22, 79-86.

    Examples
    --------
    >>> from sklearn_info.measures import kl_divergence
    >>> kl_divergence([1, 0], [1, 1], base=2)
    1.0
    """
    p, q = _distributions("kl_divergence", p, q)
    divergence = in_base(rel_entr(p, q).sum(axis=-1), base)
    return float(divergence) if divergence.ndim == 0 else divergence


@validate_params(
    {
        "p": ["array-like"],
        "q": ["array-like"],
        "weight": [Interval(Real, 0, 1, closed="both")],
        **BASE,
    },
    prefer_skip_nested_validation=True,
)
def js_divergence(p, q, *, weight=0.5, base=None):
    r"""Jensen-Shannon divergence of two distributions.

    .. math::

        w D(p \| m) + (1 - w) D(q \| m), \quad m = w p + (1 - w) q

    the mutual information between a state and a label that tells which of the two
    distributions, chosen with probability w and 1 - w, the state was drawn from.

    Parameters
    ----------
    p, q : array-like of shape (..., n_states)
        Probabilities, or counts: each is divided by its sum along the last axis. The
        leading axes are broadcast.
    weight : float in [0, 1], default=0.5
        Weight w of p.
    base : float, default=None
        Base of the logarithm; natural by default (nats).

    Returns
    -------
    divergence : float or ndarray of shape (...)
        From 0 to log 2. The square root, at weight 1/2, is a metric.

    Raises
    ------
    ValueError
        If p or q is empty, negative, not finite or all 0, or if their shapes do not
        match.

    See Also
    --------
    kl_divergence : Its parts.

    References
    ----------
    .. [1] Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE
       Trans. Inf. Theory 37, 145-151.

    Examples
    --------
    >>> from sklearn_info.measures import js_divergence
    >>> js_divergence([1, 0], [0, 1], base=2)
    1.0
    """
    p, q = _distributions("js_divergence", p, q)
    middle = weight * p + (1 - weight) * q
    divergence = np.zeros(middle.shape[:-1])
    for w, distribution in ((weight, p), (1 - weight, q)):
        if w > 0:
            divergence = divergence + w * rel_entr(distribution, middle).sum(axis=-1)
    divergence = in_base(divergence, base)
    return float(divergence) if divergence.ndim == 0 else divergence


def _distributions(caller, *arrays):
    distributions = []
    for name, values in zip("pq", arrays):
        try:
            values = np.asarray(values, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{caller}: {name} must hold numbers: {error}") from error
        if values.ndim == 0 or values.size == 0:
            raise ValueError(
                f"{caller}: {name} has shape {values.shape}; the last axis must hold "
                "the probabilities of the states."
            )
        if not np.isfinite(values).all() or values.min() < 0:
            raise ValueError(f"{caller}: {name} holds negative numbers, NaN or inf.")
        total = values.sum(axis=-1, keepdims=True)
        if not total.all():
            raise ValueError(f"{caller}: {name} is all zero, which is no distribution.")
        distributions.append(values / total)
    p, q = distributions
    try:
        if p.shape[-1] != q.shape[-1]:
            raise ValueError("the numbers of states differ")
        np.broadcast_shapes(p.shape, q.shape)
    except ValueError as error:
        raise ValueError(
            f"{caller}: p has shape {p.shape} and q {q.shape}: {error}."
        ) from error
    return p, q

"""Capacity of a discrete channel, with bounds that enclose it."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.special import rel_entr
from sklearn.exceptions import ConvergenceWarning

from sklearn_info.measures._options import BASE, in_base
from sklearn_info.measures._probabilities import probabilities
from sklearn_info.utils import Integral, Interval, Real, validate_params

# Inputs that a sweep of Blahut and Arimoto has left less than this share of the
# largest are taken to have probability 0 by a step of Newton's.
UNUSED = 1e-7
# As are those that tell less than the lower bound by this many times the gap: what is
# used is about as far from the capacity as the bounds are.
FAR_BELOW = 10
# Steps of Newton's in a row; near the solution five are enough.
NEWTON_STEPS = 8
# A stride of 1 never loses information, and longer ones mostly gain more.
STRIDE_GROWTH = 1.25


@dataclass(frozen=True)
class ChannelCapacity:
    """Result of :func:`channel_capacity`.

    Parameters
    ----------
    capacity : float
        Information I(X; Y) that `input_distribution` sends through the channel, so
        that the capacity is at least that.
    upper_bound : float
        The capacity is at most that.
    input_distribution : ndarray of shape (n_inputs,)
        It sends `capacity`.
    n_iter : int
        Iterations made.
    """

    capacity: float
    upper_bound: float
    input_distribution: np.ndarray
    n_iter: int


@validate_params(
    {
        "channel": ["array-like"],
        "tol": [Interval(Real, 0, None, closed="neither")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        **BASE,
    },
    prefer_skip_nested_validation=True,
)
def channel_capacity(channel, *, tol=1e-9, max_iter=10_000, base=None):
    r"""Most information that can be sent through a discrete channel.

    .. math::

        C = \max_{p(x)} I(X; Y)
          = \min_{q(y)} \max_x D\bigl(p(Y|x) \,\|\, q\bigr)

    The two sides hold the capacity between them: any p(x) bounds it from below by
    I(X; Y), and from above by the largest divergence of a row from p(y). The
    iteration [1]_ [2]_ stops when they meet.

    Parameters
    ----------
    channel : array-like of shape (n_inputs, n_outputs)
        p(y|x), or counts: each row is divided by its sum.
    tol : float, default=1e-9
        Largest difference of the two bounds, in nats.
    max_iter : int, default=10000
        Most iterations.
    base : float, default=None
        Base of the logarithm; natural by default (nats).

    Returns
    -------
    result : ChannelCapacity
        `capacity`, its `upper_bound`, the `input_distribution` that achieves the
        former, and `n_iter`.

    Raises
    ------
    ValueError
        If the channel is empty, negative or not finite, or a row of it is all 0.

    Warns
    -----
    ConvergenceWarning
        If the bounds differ by more than tol after max_iter iterations.

    See Also
    --------
    rate_distortion : Least information for a given distortion.
    mutual_information : Information of a sample.

    Notes
    -----
    Iterations of Blahut and Arimoto slow down close to the solution. Now and then
    the equations of the solution, D(p(Y|x) || p(y)) = C for each x that is used, are
    tried by Newton's method from where the iteration stands, and taken if they
    close the gap.

    References
    ----------
    .. [1] Blahut, R. (1972). Computation of channel capacity and rate-distortion
       functions. IEEE Trans. Inf. Theory 18, 460-473.
    .. [2] Arimoto, S. (1972). An algorithm for computing the capacity of arbitrary
       discrete memoryless channels. IEEE Trans. Inf. Theory 18, 14-20.

    Examples
    --------
    A tenth of the bits are erased:

    >>> from sklearn_info.measures import channel_capacity
    >>> result = channel_capacity([[0.9, 0.1, 0.0], [0.0, 0.1, 0.9]], base=2)
    >>> round(result.capacity, 6)
    0.9
    >>> result.input_distribution
    array([0.5, 0.5])
    """
    W = probabilities(channel, "channel", "channel_capacity", ndim=2)
    W = W[:, W.any(axis=0)]
    p = np.full(W.shape[0], 1 / W.shape[0])
    stride, safe = 1.0, (0.0, p)
    for n_iter in range(1, max_iter + 1):
        divergence, lower, upper = _bounds(W, p)
        if upper - lower <= tol:
            break
        if lower < safe[0]:  # a longer stride went too far
            stride, (_, p) = 1.0, safe
            divergence, lower, upper = _bounds(W, p)
            safe = 0.0, p  # rounding may not call the next one too far
        else:
            stride, safe = STRIDE_GROWTH * stride, (lower, p)
        if n_iter & (n_iter - 1) == 0 and n_iter > 4:  # at powers of two
            useless = divergence < lower - FAR_BELOW * (upper - lower)
            exact = _solve(W, np.where(useless, 0.0, p), tol)
            if exact is not None:
                p = exact
                _, lower, upper = _bounds(W, p)
                break
        p = p * np.exp(stride * (divergence - upper))
        p /= p.sum()
    else:
        _, p = safe  # which the bounds are of
        _, lower, upper = _bounds(W, p)
        warnings.warn(
            f"channel_capacity: after max_iter={max_iter} iterations the capacity is "
            f"known to {upper - lower:.1e} nats only; raise max_iter or tol.",
            ConvergenceWarning,
            stacklevel=3,
        )
    return ChannelCapacity(in_base(lower, base), in_base(upper, base), p, n_iter)


def _bounds(W, p):
    """D(p(Y|x) || p(y)) of each input, I(X; Y) <= C, and the largest D >= C."""
    q = p @ W
    with np.errstate(divide="ignore"):  # an output that p does not reach
        divergence = rel_entr(W, q).sum(axis=1)
    used = p > 0
    lower = float(p[used] @ divergence[used])
    return divergence, max(lower, 0.0), float(divergence.max())


def _solve(W, p, tol):
    """The p near by of equal divergences and sum 1, if that closes the gap.

    The derivative of D_x by p_x' is -sum_y p(y|x) p(y|x') / p(y). An input that a step
    takes below 0 is left out from then on: the gap tells if that was wrong.
    """
    exact = np.where(p > UNUSED * p.max(), p, 0.0)
    exact /= exact.sum()
    for _ in range(NEWTON_STEPS):
        used = exact > 0
        V, r = W[used], exact[used]
        n = r.size
        q = r @ V
        seen = q > 0
        divergence = rel_entr(V[:, seen], q[seen]).sum(axis=1)
        system = np.ones((n + 1, n + 1))
        system[:n, :n] = (V[:, seen] / q[seen]) @ V[:, seen].T
        system[n, n] = 0
        # Several p may solve it: the least step is as good as any.
        step = np.linalg.lstsq(system, np.append(divergence, 0.0), rcond=1e-12)[0]
        exact[used] = np.maximum(r + step[:n], 0.0)
        exact /= exact.sum()
        _, lower, upper = _bounds(W, exact)
        if upper - lower <= tol:
            return exact
    return None

"""Least information for a given distortion, with bounds that enclose it."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
import warnings
from dataclasses import dataclass

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from sklearn_info.measures._options import BASE, in_base
from sklearn_info.measures._probabilities import probabilities
from sklearn_info.utils import Integral, Interval, Real, validate_params

# A distortion this close to the least or to what costs nothing, relative to their
# difference, is taken to be that.
AT_THE_END = 1e-12
# A stride of 1 never moves away from the rate, and longer ones mostly come closer.
STRIDE_GROWTH = 1.25


@dataclass(frozen=True)
class RateDistortion:
    """Result of :func:`rate_distortion`.

    Parameters
    ----------
    rate : float
        Information I(X; T) of `encoder`, so that the rate is at most that.
    lower_bound : float
        The rate is at least that.
    distortion : float
        Expected distortion of `encoder`.
    slope : float
        Nats by which the rate falls for a unit of distortion, s = -dR/dD; infinite
        at the least distortion, 0 where no information is needed.
    encoder : ndarray of shape (n_states, n_reproductions)
        q(t|x).
    n_iter : int
        Iterations made.
    """

    rate: float
    lower_bound: float
    distortion: float
    slope: float
    encoder: np.ndarray
    n_iter: int


@validate_params(
    {
        "p": ["array-like"],
        "distortion": ["array-like"],
        "max_distortion": [Interval(Real, None, None, closed="neither")],
        "tol": [Interval(Real, 0, None, closed="neither")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        **BASE,
    },
    prefer_skip_nested_validation=True,
)
def rate_distortion(
    p, distortion, max_distortion, *, tol=1e-5, max_iter=10_000, base=None
):
    r"""Least information that describes a variable within a given distortion.

    .. math::

        R(D) = \min_{q(t|x)} I(X; T)
        \quad \text{where} \quad \sum_{x, t} p(x)\, q(t|x)\, d(x, t) \le D

    Two steps alternate [1]_: the encoder that is closest to q(t) among those of
    expected distortion D, :math:`q(t|x) \propto q(t) \exp(-s\, d(x, t))`, where s is
    found for each; and its margin, the new q(t). Each encoder bounds the rate from
    above, and its slope s from below [2]_, by

    .. math::

        -s D - \sum_x p(x) \log Z(x) - \log \max_t \sum_x p(x) e^{-s d(x, t)} / Z(x),

    where :math:`Z(x) = \sum_t q(t) e^{-s d(x, t)}`. The iteration stops when the
    bounds meet.

    Parameters
    ----------
    p : array-like of shape (n_states,)
        p(x), or counts, which are divided by their sum.
    distortion : array-like of shape (n_states, n_reproductions)
        d(x, t) of describing x by t. Infinity forbids it.
    max_distortion : float
        D, the expected distortion allowed.
    tol : float, default=1e-5
        Largest difference of the two bounds, in nats.
    max_iter : int, default=10000
        Most iterations.
    base : float, default=None
        Base of the logarithm; natural by default (nats). Not of the slope.

    Returns
    -------
    result : RateDistortion
        `rate`, its `lower_bound`, the `encoder` that achieves the former, its
        `distortion` and `slope`, and `n_iter`.

    Raises
    ------
    ValueError
        If p is no distribution, if the distortion holds NaN or -inf or nothing finite
        for some x, or if no encoder has an expected distortion as low as D.

    Warns
    -----
    ConvergenceWarning
        If the bounds differ by more than tol after max_iter iterations.

    See Also
    --------
    channel_capacity : Most information that a channel sends.
    sklearn_info.bottleneck.InformationBottleneck : Where the distortion is what T
        does not tell of another variable.

    References
    ----------
    .. [1] Csiszár, I., Tusnády, G. (1984). Information geometry and alternating
       minimization procedures. Statistics & Decisions, Supplement 1, 205-237.
    .. [2] Blahut, R. (1972). Computation of channel capacity and rate-distortion
       functions. IEEE Trans. Inf. Theory 18, 460-473.

    Examples
    --------
    A fair bit of which a tenth may be wrong, in bits:

    >>> from sklearn_info.measures import rate_distortion
    >>> result = rate_distortion([1, 1], [[0, 1], [1, 0]], 0.1, base=2)
    >>> round(result.rate, 6)
    0.531004
    >>> result.encoder.round(6)
    array([[0.9, 0.1],
           [0.1, 0.9]])
    """
    p = probabilities(p, "p", "rate_distortion", ndim=1)
    d = _distortion(distortion, p)
    occurs = p > 0
    problem = _Problem(p[occurs], d[occurs])
    excess = problem.excess(max_distortion)
    if excess == math.inf:
        # One t describes every x well enough.
        free = int(np.argmin(p[occurs] @ d[occurs]))
        encoder = np.zeros(d.shape)
        encoder[:, free] = 1.0
        mean = float(p[occurs] @ d[occurs, free])
        return RateDistortion(0.0, 0.0, mean, 0.0, encoder, 0)
    q, s = np.full(d.shape[1], 1 / d.shape[1]), 1.0
    stride, safe, n_iter = 1.0, (math.inf, q, s), 0
    for _ in range(max_iter):
        n_iter += 1
        step = problem.step(q, excess, s)
        if step.divergence > safe[0]:  # a longer stride went too far
            stride, (_, q, s) = 1.0, safe
            step = problem.step(q, excess, s)
            safe = math.inf, q, s  # rounding may not call the next one too far
        else:
            stride, safe = STRIDE_GROWTH * stride, (step.divergence, q, step.slope)
        if step.upper - step.lower <= tol:
            break
        s = step.slope
        q = q * step.gain**stride
        q /= q.sum()
    else:
        warnings.warn(
            f"rate_distortion: after max_iter={max_iter} iterations the rate is known "
            f"to {step.upper - step.lower:.1e} nats only; raise max_iter or tol.",
            ConvergenceWarning,
            stacklevel=3,
        )
    encoder = np.tile(step.margin, (p.size, 1))
    encoder[occurs] = step.encoder
    return RateDistortion(
        in_base(step.upper, base),
        in_base(step.lower, base),
        problem.least + step.excess,
        step.slope,
        encoder,
        n_iter,
    )


@dataclass(frozen=True)
class _Step:
    """What a q(t) leads to: the encoder closest to it, and the bounds from that."""

    slope: float
    encoder: np.ndarray
    excess: float  # distortion above the least
    margin: np.ndarray  # the next q(t), q(t) times the gain
    gain: np.ndarray
    divergence: float  # of the encoder from q(t), which it is the least of
    lower: float
    upper: float


class _Problem:
    """Distortions above the least of each x, so that exponentials stay in range."""

    def __init__(self, p, d):
        best = d.min(axis=1)
        self.p = p
        self.least = float(p @ best)
        self.free = float((p @ d).min())
        above = d - best[:, None]
        self.allowed = np.isfinite(above)
        self.above = np.where(self.allowed, above, 0.0)

    def excess(self, max_distortion):
        """Distortion allowed above the least; infinity where anything goes."""
        span = max(self.free - self.least, 0.0)
        # An infinite span: no t describes every x.
        scale = span if span < math.inf else float(self.p @ self.above.max(axis=1))
        slack = AT_THE_END * max(scale, abs(self.least))
        if max_distortion < self.least - slack:
            raise ValueError(
                f"rate_distortion: max_distortion={max_distortion:g} cannot be "
                "reached: the best t for each x has an expected distortion of "
                f"{self.least:g}."
            )
        if max_distortion >= self.free - slack:
            return math.inf
        excess = max_distortion - self.least
        return excess if excess > slack else 0.0

    def step(self, q, excess, s):
        s = self.slope(q, excess, s)
        kernel, z, mean = self.tilt(q, s)
        gain = (self.p / z) @ kernel
        lagrangian = -float(self.p @ np.log(z))
        lagrangian -= s * excess if excess > 0 else 0.0
        # The distortion is what was allowed but for the rounding of s.
        divergence = lagrangian + (s * (excess - mean) if excess > 0 else 0.0)
        margin = q * gain
        rate = divergence - float(margin @ np.log(np.where(margin > 0, gain, 1.0)))
        return _Step(
            slope=s,
            encoder=q * kernel / z[:, None],
            excess=mean,
            margin=margin,
            gain=gain,
            divergence=divergence,
            lower=max(lagrangian - math.log(gain.max()), 0.0),
            upper=max(rate, 0.0),
        )

    def tilt(self, q, s):
        """exp(-s d), its mean under q for each x, and the expected distortion."""
        if s == math.inf:
            kernel = (self.allowed & (self.above == 0)).astype(np.float64)
        else:
            kernel = np.exp(-s * self.above) * self.allowed
        z = kernel @ q
        mean = float(self.p @ ((kernel * self.above) @ q / z))
        return kernel, z, mean

    def slope(self, q, excess, s):
        """The s at which the expected distortion is what is allowed.

        It falls with s, by its variance given x: Newton's method within a bracket.
        """
        if excess == 0:
            return math.inf
        low, high = 0.0, math.inf
        for _ in range(200):
            kernel, z, mean = self.tilt(q, s)
            if abs(mean - excess) <= 1e-14 * excess:
                break
            low, high = (s, high) if mean > excess else (low, s)
            weight = kernel * self.above
            spread = weight * self.above @ q / z - (weight @ q / z) ** 2
            variance = float(self.p @ spread)
            # On the logarithm of the mean, which is closer to a line.
            step = mean * math.log(mean / excess) / variance if variance > 0 else 0.0
            guess = s + step
            if not low < guess < high:
                guess = 2 * s if high == math.inf else (low + high) / 2
            if guess == s:
                break
            s = guess
        return s


def _distortion(values, p):
    try:
        d = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"rate_distortion: distortion must hold numbers: {error}"
        ) from error
    if d.ndim != 2 or d.shape[0] != p.size or d.shape[1] == 0:
        raise ValueError(
            f"rate_distortion: distortion has shape {d.shape}; it must have a row for "
            f"each of the {p.size} states of p, and a column for each reproduction."
        )
    if np.isnan(d).any() or d.min() == -math.inf:
        raise ValueError("rate_distortion: distortion holds NaN or -inf.")
    if np.isinf(d.min(axis=1)).any():
        raise ValueError(
            "rate_distortion: a row of distortion is infinite throughout, so that "
            "nothing may describe that state."
        )
    return d

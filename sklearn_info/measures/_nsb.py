"""The entropy estimator of Nemenman, Shafee and Bialek (2002), accurately.

The estimate is the posterior mean of H under a mixture of symmetric Dirichlet priors
whose prior mean entropy, xi(b) = psi(K b + 1) - psi(b + 1), is uniform on [0, log K]:

    H = int E[H | b] L(b) dxi(b) / int L(b) dxi(b),
    L(b) = Gamma(K b) / Gamma(n + K b)  prod_i Gamma(c_i + b) / Gamma(b).

In u = log b the integrand is analytic near the real line and falls off exponentially
at both ends, where the trapezoid rule converges faster than any power of its step:
all that is left is to find the interval that matters. Every factor is written so that
it keeps its digits up to the largest b.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import gammaln, polygamma, psi

# exp(-40) of the peak is less than the rounding of the sum.
NEGLIGIBLE = 40.0
NODES = 513
# The series in 1/x below are exact to rounding from here on.
LARGE = 12.0


def nsb_entropy(counts, n_states):
    """Posterior mean entropy of one vector of positive counts, in nats."""
    if n_states == 1:
        return 0.0
    n = counts.sum()
    values, multiplicity = np.unique(counts, return_counts=True)
    lo, hi = -60.0, 60.0
    while True:
        u = np.linspace(lo, hi, NODES)
        log_weight = _log_weight(np.exp(u), values, multiplicity, n, n_states)
        matters = np.flatnonzero(log_weight > log_weight.max() - NEGLIGIBLE)
        if matters.size > NODES // 4:
            break
        lo, hi = u[max(matters[0] - 1, 0)], u[min(matters[-1] + 1, NODES - 1)]
    beta = np.exp(u)
    weight = np.exp(log_weight - log_weight.max())
    return (
        weight @ _mean_entropy(beta, values, multiplicity, n, n_states) / (weight.sum())
    )


def _mean_entropy(beta, values, multiplicity, n, n_states):
    """E[H | b]; the cells that were not seen have count 0."""
    total = n + n_states * beta
    b = beta[:, None]
    seen = (multiplicity * (values + b) * psi(values + b + 1)).sum(axis=1)
    unseen = (n_states - multiplicity.sum()) * beta * psi(beta + 1)
    return psi(total + 1) - (seen + unseen) / total


def _log_weight(beta, values, multiplicity, n, n_states):
    """log of L(b) dxi/du, but for a constant."""
    b = beta[:, None]
    likelihood = (multiplicity * _log_rising(b, values)).sum(axis=1)
    likelihood -= _log_rising(n_states * beta, n)
    return likelihood + np.log(_prior_slope(beta, n_states))


def _prior_slope(beta, n_states):
    """dxi/du = b (K psi'(K b + 1) - psi'(b + 1))."""
    slope = np.empty(beta.shape)
    large = beta > LARGE
    b = beta[large]
    # psi'(x + 1) = 1 / x - rest(x): the 1 / b of both terms cancel.
    slope[large] = b * (_trigamma_rest(b) - n_states * _trigamma_rest(n_states * b))
    b = beta[~large]
    slope[~large] = b * (
        n_states * polygamma(1, n_states * b + 1) - polygamma(1, b + 1)
    )
    return slope


def _log_rising(x, c):
    """log(Gamma(x + c) / Gamma(x)) - c log x = sum_{j < c} log(1 + j / x)."""
    x, c = np.broadcast_arrays(x, c)
    result = np.empty(x.shape)
    large = x > LARGE
    a, b = x[large], c[large]
    result[large] = (
        (a + b - 0.5) * np.log1p(b / a) - b + _stirling(a + b) - _stirling(a)
    )
    a, b = x[~large], c[~large]
    result[~large] = gammaln(a + b) - gammaln(a) - b * np.log(a)
    return result


def _stirling(x):
    """log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2."""
    w = 1 / (x * x)
    return (
        1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188))))
    ) / x


def _trigamma_rest(x):
    """1 / x - psi'(x + 1)."""
    w = 1 / (x * x)
    series = 1 / 6 - w * (1 / 30 - w * (1 / 42 - w * (1 / 30 - w * (5 / 66))))
    return w * (0.5 - series / x)

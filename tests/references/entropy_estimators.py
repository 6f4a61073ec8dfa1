"""Plain definitions of the discrete entropy estimators, one state at a time."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
from scipy.special import gammaln, polygamma, psi


def plugin(counts):
    n = sum(counts)
    return -sum(c / n * math.log(c / n) for c in counts if c)


def miller_madow(counts):
    return plugin(counts) + (sum(c > 0 for c in counts) - 1) / (2 * sum(counts))


def grassberger(counts):
    """Grassberger (2003), equation 28, by its recursion."""
    g = [0.0, -np.euler_gamma - math.log(2), 2 - np.euler_gamma - math.log(2)]
    while len(g) <= max(counts):
        k = len(g)
        g.append(g[k - 1] if k % 2 else g[k - 2] + 2 / (k - 1))
    n = sum(counts)
    return math.log(n) - sum(c * g[c] for c in counts) / n


def jackknife(counts):
    """Every sample is left out in turn."""
    n = sum(counts)
    left_out = 0.0
    for i, c in enumerate(counts):
        if c:
            others = [*counts[:i], c - 1, *counts[i + 1 :]]
            left_out += c * plugin(others)
    return n * plugin(counts) - (n - 1) / n * left_out


def chao_shen(counts):
    n, singletons = sum(counts), sum(c == 1 for c in counts)
    if singletons == n:
        singletons = n - 1
    h = 0.0
    for c in counts:
        if c:
            p = (1 - singletons / n) * c / n
            h -= p * math.log(p) / (1 - (1 - p) ** n)
    return h


def chao_wang_jost(counts):
    n = sum(counts)
    h = sum(c / n * sum(1 / k for k in range(c, n)) for c in counts if c)
    f1, f2 = sum(c == 1 for c in counts), sum(c == 2 for c in counts)
    if f2:
        a = 2 * f2 / ((n - 1) * f1 + 2 * f2)
    else:
        a = 2 / ((n - 1) * (f1 - 1) + 2) if f1 else 1
    if f1 and a < 1:
        rest = -math.log(a) - sum((1 - a) ** r / r for r in range(1, n))
        h += f1 / n * (1 - a) ** (1 - n) * rest
    return h


def james_stein(counts, n_states):
    n = sum(counts)
    shares = [c / n for c in counts if c]
    shares += [0.0] * (n_states - len(shares))
    target = 1 / n_states
    distance = sum((target - p) ** 2 for p in shares)
    shrink = 1.0
    if distance > 1e-15 and n > 1:
        shrink = (1 - sum(p * p for p in shares)) / ((n - 1) * distance)
        shrink = min(1.0, max(0.0, shrink))
    shares = [shrink * target + (1 - shrink) * p for p in shares]
    return -sum(p * math.log(p) for p in shares if p)


def bayes(counts, n_states, a):
    counts = [c for c in counts if c]
    counts += [0] * (n_states - len(counts))
    total = sum(counts) + n_states * a
    return psi(total + 1) - sum((c + a) / total * psi(c + a + 1) for c in counts)


def nsb(counts, n_states, n_nodes=40_001):
    """A long trapezoid over log beta; slow, and only for small counts."""
    counts = [c for c in counts if c]
    counts += [0] * (n_states - len(counts))
    n = sum(counts)
    beta = np.exp(np.linspace(-30, 14, n_nodes))
    log_weight = gammaln(n_states * beta) - gammaln(n + n_states * beta)
    mean = np.zeros(n_nodes)
    total = n + n_states * beta
    for c in counts:
        log_weight += gammaln(c + beta) - gammaln(beta)
        mean += (c + beta) / total * psi(c + beta + 1)
    slope = n_states * polygamma(1, n_states * beta + 1) - polygamma(1, beta + 1)
    weight = np.exp(log_weight - log_weight.max()) * beta * slope
    return (weight * (psi(total + 1) - mean)).sum() / weight.sum()

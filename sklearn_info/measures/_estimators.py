"""Entropy of a discrete variable, estimated from its counts."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import entr, exp1, psi, roots_laguerre, xlog1py

from sklearn_info.measures._additive import ADDITIVE, additive_f
from sklearn_info.measures._nsb import nsb_entropy
from sklearn_info.measures._options import BASE, DISCRETE_ESTIMATORS, PRIOR, in_base
from sklearn_info.utils import Integral, Interval, StrOptions, validate_params

# These read a count as an exponent of a likelihood or as a share; the others count
# how many cells were seen once, twice, ..., which a fraction has no part in.
TAKE_FRACTIONS = {"plugin", "james_stein", "nsb", "bayes"}
USE_N_STATES = {"james_stein", "nsb", "bayes"}
# Pseudo-count of a Dirichlet prior, from the number of states and of samples.
PSEUDO_COUNT = {
    "jeffreys": lambda k, n: 0.5,
    "laplace": lambda k, n: 1.0,
    "schurmann_grassberger": lambda k, n: 1.0 / k,
    "minimax": lambda k, n: np.sqrt(n) / k,
}


@validate_params(
    {
        "counts": ["array-like"],
        "estimator": [StrOptions(set(DISCRETE_ESTIMATORS))],
        "n_states": [Interval(Integral, 1, None, closed="left"), None],
        **PRIOR,
        **BASE,
    },
    prefer_skip_nested_validation=True,
)
def entropy_from_counts(
    counts, estimator="plugin", *, n_states=None, prior=None, base=None
):
    r"""Entropy of a discrete variable, from how often each of its states was seen.

    With counts :math:`c_1, \dots, c_K` of sum :math:`n`, the plug-in estimate is

    .. math:: H = -\sum_i \frac{c_i}{n} \log \frac{c_i}{n} .

    It is too small on average, by about :math:`(K - 1) / 2n`. The other estimators
    correct that in different ways; see Notes.

    Parameters
    ----------
    counts : array-like of shape (..., n_cells)
        Counts, or sums of weights where the estimator takes fractions (``"plugin"``,
        ``"james_stein"``, ``"nsb"``, ``"bayes"``). Zeros are cells that were not
        seen. An array of many count vectors gives one entropy for each.
    estimator : str, default="plugin"
        ``"plugin"``, ``"miller_madow"``, ``"grassberger"``, ``"chao_shen"``,
        ``"chao_wang_jost"``, ``"james_stein"``, ``"nsb"``, ``"jackknife"`` or
        ``"bayes"``.
    n_states : int, default=None
        Number of states that are possible, seen or not; for ``"james_stein"``,
        ``"nsb"`` and ``"bayes"``. By default those with a count above 0.
    prior : str or float, default=None
        Pseudo-count of each state, for ``"bayes"``: ``"jeffreys"`` (1/2, the
        default), ``"laplace"`` (1), ``"schurmann_grassberger"`` (1 / n_states),
        ``"minimax"`` (sqrt(n) / n_states), or a number.
    base : float, default=None
        Base of the logarithm; natural by default, so that entropy is in nats.

    Returns
    -------
    entropy : float or ndarray of shape (...)

    Raises
    ------
    ValueError
        If counts are negative, not finite or all 0; if they are fractions and the
        estimator needs whole numbers; if `n_states` is less than the number of states
        seen, or is given to an estimator that has no use for it.

    See Also
    --------
    entropy : The same from the samples themselves.

    Notes
    -----
    ``"plugin"``
        Maximum likelihood.
    ``"miller_madow"``
        Plug-in plus (number of states seen - 1) / 2n [1]_.
    ``"grassberger"``
        The form of 2003: :math:`\log n - \frac1n \sum c_i G(c_i)` [2]_.
    ``"chao_shen"``
        Coverage-adjusted Horvitz-Thompson estimate [3]_.
    ``"chao_wang_jost"``
        Zhang's sum plus the entropy of the rest, from the singletons and pairs [4]_.
    ``"james_stein"``
        Shares shrunk towards the uniform distribution over `n_states` [5]_.
    ``"nsb"``
        Posterior mean under a prior that is almost uniform in the entropy [6]_.
    ``"jackknife"``
        The plug-in of all samples and of all but one, extrapolated [7]_.
    ``"bayes"``
        Posterior mean of the entropy under a symmetric Dirichlet prior [8]_ (not the
        entropy of the posterior mean, which some packages give).

    References
    ----------
    .. [1] Miller, G. (1955). Note on the bias of information estimates.
    .. [2] Grassberger, P. (2003). Entropy estimates from insufficient samplings.
       arXiv:physics/0307138.
    .. [3] Chao, A., Shen, T.-J. (2003). Nonparametric estimation of Shannon's index
       of diversity when there are unseen species. Environ. Ecol. Stat. 10, 429-443.
    .. [4] Chao, A., Wang, Y. T., Jost, L. (2013). Entropy and the species accumulation
       curve. Methods Ecol. Evol. 4, 1091-1100.
    .. [5] Hausser, J., Strimmer, K. (2009). Entropy inference and the James-Stein
       estimator. JMLR 10, 1469-1484.
    .. [6] Nemenman, I., Shafee, F., Bialek, W. (2002). Entropy and inference,
       revisited. NIPS 14.
    .. [7] Zahl, S. (1977). Jackknifing an index of diversity. Ecology 58, 907-913.
    .. [8] Wolpert, D., Wolf, D. (1995). Estimating functions of probability
       distributions from a finite set of samples. Phys. Rev. E 52, 6841.

    Examples
    --------
    >>> from sklearn_info.measures import entropy_from_counts
    >>> entropy_from_counts([4, 2, 1, 1], base=2)
    1.75
    >>> entropy_from_counts([[4, 4], [8, 0]], base=2)
    array([1., 0.])
    >>> round(entropy_from_counts([4, 2, 1, 1], "nsb", n_states=8), 3)
    1.544
    """
    counts = _check_counts(counts, estimator)
    check_uses(estimator, n_states, prior, caller="entropy_from_counts")
    seen = np.count_nonzero(counts, axis=-1)
    if n_states is not None and seen.max() > n_states:
        raise ValueError(
            f"entropy_from_counts: n_states={n_states}, but {seen.max()} states occur."
        )
    entropy = in_base(estimate_entropy(counts, estimator, n_states, prior), base)
    return float(entropy) if counts.ndim == 1 else entropy


def _check_counts(counts, estimator):
    try:
        counts = np.asarray(counts)
        if counts.dtype.kind not in "iu":
            counts = counts.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            "entropy_from_counts: counts must be an array of numbers whose last axis "
            f"holds the cells, got {counts!r:.60}."
        ) from error
    if counts.ndim == 0 or counts.size == 0:
        raise ValueError(
            f"entropy_from_counts: counts has shape {counts.shape}; give at least one "
            "count, along the last axis."
        )
    if not np.isfinite(counts).all() or counts.min() < 0:
        raise ValueError(
            "entropy_from_counts: counts holds negative numbers, NaN or infinity."
        )
    if not counts.any(axis=-1).all():
        raise ValueError(
            "entropy_from_counts: a vector of counts is all zero: nothing was seen."
        )
    if estimator not in TAKE_FRACTIONS and (counts % 1).any():
        raise ValueError(
            f"entropy_from_counts: estimator={estimator!r} needs whole numbers, and "
            f"counts holds fractions. {fraction_advice()}"
        )
    return counts


def fraction_advice():
    return f"Estimators that take fractions: {', '.join(sorted(TAKE_FRACTIONS))}."


def check_uses(estimator, n_states, prior, *, caller):
    """Refuse an option that the estimator would ignore."""
    if n_states is not None and estimator not in USE_N_STATES:
        raise ValueError(
            f"{caller}: n_states={n_states} has no effect with estimator="
            f"{estimator!r}; it serves {', '.join(sorted(USE_N_STATES))}."
        )
    if prior is not None and estimator != "bayes":
        raise ValueError(
            f"{caller}: prior={prior!r} has no effect with estimator={estimator!r}; "
            "it serves bayes."
        )


def estimate_entropy(counts, estimator, n_states=None, prior=None):
    """Entropies in nats of valid counts, along their last axis."""
    c = np.asarray(counts, dtype=np.float64)
    n = c.sum(axis=-1)
    k = np.count_nonzero(c, axis=-1) if n_states is None else n_states
    if estimator == "bayes":
        return _bayes(c, n, k, "jeffreys" if prior is None else prior)
    return _ESTIMATE[estimator](c, n, k) + 0.0


def _plugin(c, n, k):
    return entr(c / n[..., None]).sum(axis=-1)


def _additive(estimator):
    _, alpha = ADDITIVE[estimator]
    return lambda c, n, k: alpha(n) - additive_f(estimator, c).sum(axis=-1) / n


def _chao_shen(c, n, k):
    singletons = np.count_nonzero(c == 1, axis=-1)
    # Were all singletons, the coverage would be 0: one is taken as seen twice.
    coverage = 1 - np.where(singletons == n, n - 1, singletons) / n
    n, p = n[..., None], coverage[..., None] * c / n[..., None]
    # The chance of a state to be seen at all; certain where p is 1.
    included = -np.expm1(xlog1py(n, -np.minimum(p, 1 - 1e-16)))
    return (entr(p) / np.where(c > 0, included, 1)).sum(axis=-1)


def _chao_wang_jost(c, n, k):
    f1 = np.count_nonzero(c == 1, axis=-1)
    f2 = np.count_nonzero(c == 2, axis=-1)
    # Mean share of a state that was seen once.
    share = np.where(
        f2 > 0,
        2 * f2 / np.maximum((n - 1) * f1 + 2 * f2, 1),
        2 / ((n - 1) * np.maximum(f1 - 1, 0) + 2),
    )
    rest = np.where(f1 > 0, f1 / n * _series_tail(np.maximum(n, 1), share), 0.0)
    return _additive("zhang")(c, n, k) + rest


def _series_tail(n, a, head=32):
    """sum_{r >= n} (1 - a)^(r - n + 1) / r.

    Chao, Wang and Jost write it (1 - a)^(1 - n) (-log a - sum_{r < n} (1 - a)^r / r),
    which loses every digit where (1 - a)^n is small. Here all terms are positive: a
    head of the series, and of its tail from N = n + head on the integral

        q int exp(-N t) / (1 - q exp(-t)) dt,   q = 1 - a = exp(-s),

    where 1 / (1 - exp(-v)) = 1 / v + g(v): an exponential integral, and a smooth g.
    """
    n = np.asarray(n, dtype=np.float64)[..., None]
    q = 1 - np.asarray(a)[..., None]
    s = -np.log(np.maximum(q, 1e-300))
    r = np.arange(head)
    series = (q ** (r + 1) / (n + r)).sum(axis=-1)
    n = n + head
    nodes, weights = roots_laguerre(24)
    v = nodes / n + s
    g = 1 / -np.expm1(-v) - 1 / v
    integral = (g * weights).sum(axis=-1) / n[..., 0] + _scaled_exp1((n * s)[..., 0])
    return series + q[..., 0] ** (head + 1) * integral


def _scaled_exp1(x):
    """exp(x) E1(x)."""
    x = np.maximum(x, 1e-300)
    small = np.minimum(x, 100.0)
    # Asymptotic: the smallest term at 100 is far below rounding.
    series = np.ones(x.shape)
    for j in range(16, 0, -1):
        series = 1 - j / np.maximum(x, 100.0) * series
    return np.where(x < 100, np.exp(small) * exp1(small), series / x)


def _james_stein(c, n, k):
    p = c / n[..., None]
    seen = np.count_nonzero(c, axis=-1)
    target = np.asarray(1 / k)
    # sum over all k states of (1 / k - p)^2, where those not seen have p = 0.
    distance = (p * p).sum(axis=-1) - target
    spread = 1 - (p * p).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        intensity = spread / ((n - 1) * distance)
    # Nothing to shrink to, or one sample: the target itself.
    intensity = np.where(
        (distance <= 1e-15) | (n <= 1), 1.0, np.clip(intensity, 0.0, 1.0)
    )[..., None]
    shrunk = intensity * target[..., None] + (1 - intensity) * p
    of_seen = np.where(c > 0, entr(shrunk), 0.0).sum(axis=-1)
    return of_seen + (k - seen) * entr(intensity[..., 0] * target)


def _nsb(c, n, k):
    k = np.broadcast_to(k, n.shape)
    result = np.empty(n.shape)
    for i in np.ndindex(n.shape):
        result[i] = nsb_entropy(c[i][c[i] > 0], int(k[i]))
    return result


def _bayes(c, n, k, prior):
    a = PSEUDO_COUNT[prior](k, n) if isinstance(prior, str) else float(prior)
    a, total = np.asarray(a), n + k * a
    seen = np.count_nonzero(c, axis=-1)
    cells = c + a[..., None]
    of_seen = np.where(c > 0, cells * psi(cells + 1), 0.0).sum(axis=-1)
    return psi(total + 1) - (of_seen + (k - seen) * a * psi(a + 1)) / total


_ESTIMATE = {
    "plugin": _plugin,
    "miller_madow": _additive("miller_madow"),
    "grassberger": _additive("grassberger"),
    "jackknife": _additive("jackknife"),
    "chao_shen": _chao_shen,
    "chao_wang_jost": _chao_wang_jost,
    "james_stein": _james_stein,
    "nsb": _nsb,
}

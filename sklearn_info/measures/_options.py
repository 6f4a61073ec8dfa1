"""Options that all measures share: how to estimate, units, weights."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

from sklearn_info.utils import Integral, Interval, Real, StrOptions

DISCRETE_ESTIMATORS = (
    "plugin",
    "miller_madow",
    "grassberger",
    "chao_shen",
    "chao_wang_jost",
    "james_stein",
    "nsb",
    "jackknife",
    "bayes",
)
# Estimators of information of numbers that are not counted, but compared.
CONTINUOUS_ESTIMATORS = (
    "neighbors",
    "ksg",
    "ross",
    "mixed",
    "gaussian",
    "gaussian_copula",
)
PRIORS = ("jeffreys", "laplace", "schurmann_grassberger", "minimax")

BASE = {"base": [Interval(Real, 0, None, closed="neither"), None]}
PRIOR = {
    "prior": [StrOptions(set(PRIORS)), Interval(Real, 0, None, closed="neither"), None]
}
# Constraints of the parameters of every measure of samples.
OPTIONS = {
    "estimator": [StrOptions({"auto", *DISCRETE_ESTIMATORS})],
    "n_states": [Interval(Integral, 1, None, closed="left"), "array-like", None],
    "sample_weight": ["array-like", None],
    **PRIOR,
    **BASE,
}

NEIGHBORS = {"n_neighbors": [Interval(Integral, 1, None, closed="left")]}
# Constraints of a measure that takes continuous variables too.
NEIGHBOR_OPTIONS = {
    **OPTIONS,
    **NEIGHBORS,
    "estimator": [StrOptions({"auto", *DISCRETE_ESTIMATORS, *CONTINUOUS_ESTIMATORS})],
    "marginals": [StrOptions({"standard", "normal_scores"}), None],
}
# Constraints of the entropy, which has an estimator of its own for densities.
ENTROPY_OPTIONS = {
    **OPTIONS,
    **NEIGHBORS,
    "estimator": [StrOptions({"auto", "kl", *DISCRETE_ESTIMATORS})],
}


def in_base(nats, base):
    """Information in units of log(base); in nats if base is None."""
    if base is None:
        return nats
    if base == 1:
        raise ValueError("base=1 has no logarithm; use 2 for bits, None for nats.")
    return nats / math.log(base)

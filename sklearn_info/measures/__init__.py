"""Entropy, mutual information and their relatives, as functions on arrays."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# The table of an estimator is for the selectors, and so is the list of names.
from sklearn_info.measures._additive import additive_table as additive_table
from sklearn_info.measures._channel_capacity import ChannelCapacity, channel_capacity
from sklearn_info.measures._divergence import js_divergence, kl_divergence
from sklearn_info.measures._estimators import entropy_from_counts
from sklearn_info.measures._independence import (
    IndependenceTest,
    mutual_information_test,
)
from sklearn_info.measures._information import (
    conditional_entropy,
    entropy,
    mutual_information,
    normalized_mutual_information,
)
from sklearn_info.measures._matrix import mutual_information_matrix
from sklearn_info.measures._multivariate import (
    dual_total_correlation,
    interaction_information,
    o_information,
    total_correlation,
)
from sklearn_info.measures._options import DISCRETE_ESTIMATORS as DISCRETE_ESTIMATORS
from sklearn_info.measures._rate_distortion import RateDistortion, rate_distortion

__all__ = [
    "ChannelCapacity",
    "IndependenceTest",
    "RateDistortion",
    "channel_capacity",
    "conditional_entropy",
    "dual_total_correlation",
    "entropy",
    "entropy_from_counts",
    "interaction_information",
    "js_divergence",
    "kl_divergence",
    "mutual_information",
    "mutual_information_matrix",
    "mutual_information_test",
    "normalized_mutual_information",
    "o_information",
    "rate_distortion",
    "total_correlation",
]

"""Entropy, mutual information and their relatives, as functions on arrays."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# For the selectors: the table of an estimator, columns with one target, estimates of
# checked numbers, the names.
from sklearn_info.measures._additive import additive_table as additive_table
from sklearn_info.measures._channel_capacity import ChannelCapacity, channel_capacity
from sklearn_info.measures._column_information import (
    column_information as column_information,
)
from sklearn_info.measures._column_information import prepare as prepare
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
from sklearn_info.measures._neighbors import ksg as ksg
from sklearn_info.measures._neighbors import ross as ross
from sklearn_info.measures._options import DISCRETE_ESTIMATORS as DISCRETE_ESTIMATORS
from sklearn_info.measures._pairs import pair_information as pair_information
from sklearn_info.measures._rate_distortion import RateDistortion, rate_distortion
from sklearn_info.measures._search import Search as Search
from sklearn_info.measures._single_columns import tied as tied
from sklearn_info.measures._tied_neighbors import (
    tied_class_information as tied_class_information,
)
from sklearn_info.measures._tied_neighbors import tied_information as tied_information

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

"""What clusters of samples are about: their strongest features."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np
from scipy.special import rel_entr
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

from sklearn_info.utils import (
    HasMethods,
    Integral,
    Interval,
    check_feature_names_in,
    validate_params,
)


@dataclass(frozen=True)
class ClusterTable:
    """The strongest features of each cluster, as `cluster_table` returns them.

    Printed, it has a line for each cluster: its number, its weight and its features.

    Parameters
    ----------
    features : ndarray of shape (n_clusters, n_features), object
        Names, the strongest first.
    contributions : ndarray of shape (n_clusters, n_features)
        p(y|t) log(p(y|t) / p(y)) of each, in nats.
    weights : ndarray of shape (n_clusters,)
        p(t).

    See Also
    --------
    cluster_table : Makes it.
    """

    features: np.ndarray
    contributions: np.ndarray
    weights: np.ndarray

    def __str__(self):
        width = len(str(len(self.weights) - 1))
        return "\n".join(
            f"{t:>{width}} {weight:>4.0%}  {' '.join(map(str, names))}"
            for t, (weight, names) in enumerate(zip(self.weights, self.features))
        )


@validate_params(
    {
        "estimator": [HasMethods(["fit", "predict"])],
        "feature_names": ["array-like", None],
        "n_features": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def cluster_table(estimator, feature_names=None, *, n_features=8):
    """The features that tell most of what each cluster is about.

    A cluster t gives KL(p(Y|t) || p(Y)) nats of information on the features Y, to
    which feature y contributes

        p(y|t) log(p(y|t) / p(y)):

    much if it is frequent in the cluster, and more frequent than elsewhere. Weighted
    by p(t), the contributions of all features to all clusters add up to I(T; Y).

    Parameters
    ----------
    estimator : estimator
        A fitted clusterer of counts, such as
        :class:`~sklearn_info.bottleneck.SequentialIB`.
    feature_names : array-like of str of shape (n_features_in,), default=None
        By default those that fit saw, or "x0", "x1", ...
    n_features : int, default=8
        How many features to name.

    Returns
    -------
    table : ClusterTable

    Raises
    ------
    TypeError
        If the estimator has no distribution of features in its clusters.
    ValueError
        If there are not as many names as features.

    See Also
    --------
    sklearn_info.bottleneck.SequentialIB : Clusters of documents.

    Examples
    --------
    >>> from sklearn_info.bottleneck import SequentialIB
    >>> from sklearn_info.inspection import cluster_table
    >>> X = [[3, 2, 0, 0, 1], [2, 3, 0, 0, 1], [0, 0, 4, 3, 1]]
    >>> clusters = SequentialIB(n_clusters=2, random_state=0).fit(X)
    >>> words = ["ball", "goal", "price", "bank", "day"]
    >>> table = cluster_table(clusters, words, n_features=2)
    >>> sorted(table.features[:, 0])
    ['ball', 'price']
    """
    check_is_fitted(estimator)
    given = getattr(estimator, "cluster_feature_distribution_", None)
    # Of other data, the distribution is one of something else.
    if given is None or not get_tags(estimator).input_tags.positive_only:
        raise TypeError(
            f"cluster_table: {type(estimator).__name__} has no distribution of the "
            "features in its clusters. Pass a clusterer of counts, such as "
            "SequentialIB, InformationBottleneck or AgglomerativeIB."
        )
    names = check_feature_names_in(estimator, feature_names)
    weights = estimator.cluster_weights_
    contributions = rel_entr(given, weights @ given)
    strongest = np.argsort(-contributions, axis=1, kind="stable")[:, :n_features]
    return ClusterTable(
        names[strongest], np.take_along_axis(contributions, strongest, 1), weights
    )

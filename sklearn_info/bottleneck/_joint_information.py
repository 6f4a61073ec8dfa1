"""Information in the joint distribution of clusters and what they tell of."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from scipy.special import xlogy


def negentropies(joint):
    """sum_y p(t, y) log p(y|t) of each row of a joint distribution, in nats."""
    mass = joint.sum(axis=1)
    return xlogy(joint, joint).sum(axis=1) - xlogy(mass, mass)


def joint_information(joint):
    """I(T; Y) of a joint distribution of shape (n_clusters, n_columns), in nats."""
    return negentropies(joint).sum() - negentropies(joint.sum(axis=0)[None])[0]

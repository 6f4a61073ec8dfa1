"""What it costs to add a sample to a cluster."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels import _sequential_bottleneck as kernel
from sklearn_info.bottleneck._sequential import ClusterSums, SampleRows


def insertion_costs(joint, clusters, beta=np.inf):
    """Loss of I(T; Y) - H(T) / beta when a row is added to a cluster, per weight.

    Without a price on H(T),

        (1 + p(t) / p(x)) JS(p(Y|x), p(Y|t)) = KL(p(Y|x) || p(Y|t)) - O(p(x) / p(t)),

    with JS weighted by p(x) and p(t): never negative, and finite.

    Parameters
    ----------
    joint : SampleJoint
    clusters : ndarray of shape (n_clusters, n_columns)
        p(t, y), in the units of the joint distribution.
    beta : float

    Returns
    -------
    costs : ndarray of shape (n_rows, n_clusters)
        In nats.
    """
    n_clusters = len(clusters)
    rows = SampleRows.from_entries(joint.entries, joint.weights, clusters.sum(axis=0))
    sums = ClusterSums.empty(rows, n_clusters).sums
    sums[:-2, :n_clusters] = clusters[:, rows.columns].T
    sums[-2, :n_clusters] = clusters.sum(axis=1)
    gain = np.empty((rows.n_rows, sums.shape[1]))
    kernel.gains(rows.run_ptr, rows.features, rows.mass, 1 - 1 / beta, sums, gain)
    costs = joint.negentropies[:, None] - gain[:, :n_clusters] / joint.weights[:, None]
    if np.isinf(beta):
        return np.maximum(costs, 0.0, out=costs)  # below by rounding only
    return costs

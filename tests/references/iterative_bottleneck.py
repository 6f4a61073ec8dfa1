"""The iterative information bottleneck by its definition."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import rel_entr, softmax, xlogy


def sweep(joint, q, beta, alpha=1.0):
    """The next p(t|x): log p(t) - beta KL(p(y|x) || p(y|t)), over alpha, normalised."""
    conditional = joint / joint.sum(axis=1, keepdims=True)
    clusters = q.T @ joint
    margin = clusters.sum(axis=1)
    divergence = rel_entr(conditional[:, None], clusters / margin[:, None]).sum(axis=2)
    with np.errstate(divide="ignore"):
        return softmax((np.log(margin) - beta * divergence) / alpha, axis=1)


def informations(joint, q):
    """I(X; T) and I(T; Y) in nats."""
    weights = joint.sum(axis=1)

    def information(table):
        margins = np.outer(table.sum(axis=1), table.sum(axis=0))
        return xlogy(table, table / np.where(margins > 0, margins, 1)).sum()

    return information(weights[:, None] * q), information(q.T @ joint)

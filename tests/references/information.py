"""Mutual information of two columns, straight from its definition."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from collections import Counter


def mutual_information(x, y, weights=None):
    """Sum of p(x, y) log(p(x, y) / (p(x) p(y))), in nats, of two sequences."""
    weights = [1] * len(x) if weights is None else weights
    joint, of_x, of_y = Counter(), Counter(), Counter()
    for a, b, w in zip(x, y, weights):
        joint[a, b] += w
        of_x[a] += w
        of_y[b] += w
    n = sum(weights)
    return sum(
        c / n * math.log(c * n / (of_x[a] * of_y[b]))
        for (a, b), c in joint.items()
        if c
    )

"""The least beta at which a bottleneck keeps anything."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import csr_array, issparse
from sklearn.utils.extmath import randomized_svd

# A table of less than that many rows or columns is decomposed as a whole.
SMALL_TABLE = 600
# Products with the table and its transpose, which sharpen the singular values.
POWERS = 4
# Largest beta that is proposed: clusters are hard there but for rounding.
LARGEST_BETA = 1e6


def correlations(joint, n=None):
    """The singular values of p(x, y) / sqrt(p(x) p(y)) below the first, which is 1.

    Parameters
    ----------
    joint : SampleJoint
    n : int, default=None
        How many at most; all by default.

    Returns
    -------
    correlations : ndarray of shape (<= n,)
        Falling: the largest is the maximal correlation of X and Y. Of a large sparse
        table they are a few per cent too small.
    """
    seen = joint.marginal > 0
    rows = np.sqrt(joint.weights)
    columns = np.zeros(seen.size)
    columns[seen] = joint.marginal[seen] ** -0.5
    table = joint.conditional
    smaller = min(joint.n_rows, np.count_nonzero(seen))
    n = smaller - 1 if n is None else min(n, smaller - 1)
    if n < 1:
        return np.empty(0)
    if not issparse(table) or smaller < SMALL_TABLE or 3 * n > smaller:
        table = table.toarray() if issparse(table) else table
        table = rows[:, None] * table[:, seen] * columns[seen]
        # Less what all rows share, the first.
        table -= np.outer(rows, joint.marginal[seen] * columns[seen])
        if table.shape[0] > table.shape[1]:
            table = table.T
        squares = np.linalg.eigvalsh(table @ table.T)[::-1]
        values = np.sqrt(np.maximum(squares, 0))
    else:
        scale = np.repeat(rows, np.diff(table.indptr)) * columns[table.indices]
        table = csr_array(
            (table.data * scale, table.indices, table.indptr), table.shape
        )
        _, values, _ = randomized_svd(table, n + 1, n_iter=POWERS, random_state=0)
        values = values[1:]
    return np.minimum(values[:n], 1.0)


def unfolding_beta(joint, n_clusters):
    """Above it n_clusters - 1 directions of that encoder are unstable.

    So that as many clusters can come out of small differences. Those directions are
    the singular vectors of `correlations`, each unstable where beta > 1 / value^2.
    """
    values = correlations(joint, n_clusters - 1)
    values = values[values > LARGEST_BETA**-0.5]
    return float(values[-1] ** -2.0) if values.size else 1.0


def local_critical_beta(joint):
    """Above it the encoder that keeps nothing is no minimum, not even a local one."""
    largest = correlations(joint, 1)
    with np.errstate(divide="ignore"):
        return float(1 / np.float64(largest[0]) ** 2) if largest.size else np.inf

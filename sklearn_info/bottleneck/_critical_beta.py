"""The least beta at which a bottleneck keeps anything.

Two values: a *local* one, from which on the encoder that keeps nothing is no local
minimum; and a *global* one below it, from which on another is better. Between the two
the best encoder starts with a jump.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array, issparse
from scipy.special import rel_entr, softmax
from sklearn.utils.extmath import randomized_svd

# A table of less than that many rows or columns is decomposed as a whole.
SMALL_TABLE = 600
# Products with the table and its transpose, which sharpen the singular values.
POWERS = 6
# Up to so many rows the global value is searched for; more are given a bound.
FEW_ROWS = 50
# Divergences below are rounding: r is p.
ROUNDING = 1e-10
# Of that search; half are the best of the rows and clusters.
N_STARTS = 6
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
        Falling: the largest is the maximal correlation of X and Y. Of a large table
        they are a few per cent too small.
    """
    rows, columns = np.sqrt(joint.weights), np.sqrt(joint.marginal)
    inverse = np.zeros(columns.size)
    np.divide(1.0, columns, out=inverse, where=columns > 0)
    table = joint.conditional
    if issparse(table):
        scale = np.repeat(rows, np.diff(table.indptr)) * inverse[table.indices]
        parts = table.data * scale, table.indices, table.indptr
        table = csr_array(parts, shape=table.shape)
    else:
        table = rows[:, None] * table * inverse
    smaller = min(joint.n_rows, np.count_nonzero(columns))
    n = smaller - 1 if n is None else min(n, smaller - 1)
    if n < 1:
        return np.empty(0)
    if min(table.shape) < SMALL_TABLE or 3 * n > smaller:
        first = rows
        if table.shape[0] > table.shape[1]:
            table, first = table.T, columns
        products = table @ table.T
        products = products.toarray() if issparse(products) else products
        products -= np.outer(first, first)
        values = np.sqrt(np.maximum(np.linalg.eigvalsh(products)[::-1], 0))
    else:
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


def global_critical_beta(joint, encoders=()):
    """From it on some encoder is better than the one that keeps nothing.

    It is the least ratio of divergences that a distribution r of X has,

        min_r KL(r(x) || p(x)) / KL(r(y) || p(y)),    r(y) = sum_x r(x) p(y|x),

    the inverse of the contraction coefficient of p(y|x): a cluster of vanishing
    weight with p(x|t) = r costs that much for what it keeps.

    Parameters
    ----------
    joint : SampleJoint
    encoders : iterable of Encoder
        Their clusters are among the r that are tried.

    Returns
    -------
    beta : float
        The least ratio found, at most the local value. Of more than some dozen rows,
        that of single rows and of the clusters only.
    """
    best = local_critical_beta(joint)
    rows = [np.eye(joint.n_rows)] if joint.n_rows <= FEW_ROWS else []
    for encoder in encoders:
        rows.append((encoder.shares * joint.weights[:, None] / encoder.margin).T)
    starts = np.vstack(rows) if rows else np.empty((0, joint.n_rows))
    ratios = _ratios(joint, starts)
    if joint.n_rows > FEW_ROWS:
        single = -np.log(joint.weights) / _row_divergences(joint)
        return float(min(best, single.min(), ratios.min(initial=np.inf)))
    rng = np.random.RandomState(0)
    starts = starts[np.argsort(ratios)[:N_STARTS]]
    spread = rng.dirichlet(np.ones(joint.n_rows), N_STARTS)
    for start in [*(0.9 * starts + 0.1 * joint.weights), *spread]:
        logits = np.log(np.maximum(start, 1e-12))
        found = minimize(_ratio_and_gradient, logits, (joint, best), jac=True)
        best = min(best, float(found.fun))
    return best


def _ratio_and_gradient(logits, joint, limit):
    """That of r = softmax(logits); where r is p, the limit, which is no minimum."""
    r = softmax(logits)
    seen = joint.marginal > 0
    with np.errstate(divide="ignore"):
        log_x = np.log(np.maximum(r, 1e-300) / joint.weights)
        of_columns = np.maximum((r @ joint.conditional)[seen], 1e-300)
        log_y = np.zeros(seen.size)
        log_y[seen] = np.log(of_columns / joint.marginal[seen])
    of_x, of_y = r @ log_x, of_columns @ log_y[seen]
    if of_y < ROUNDING:
        return limit, np.zeros_like(r)
    ratio = of_x / of_y
    slope = (log_x - ratio * (joint.conditional @ log_y)) / of_y
    return ratio, r * (slope - r @ slope)


def _ratios(joint, rows):
    """KL(r(x) || p(x)) / KL(r(y) || p(y)) of each row r."""
    seen = joint.marginal > 0
    of_x = rel_entr(rows, joint.weights).sum(axis=1)
    of_y = rel_entr((rows @ joint.conditional)[:, seen], joint.marginal[seen])
    of_y = of_y.sum(axis=1)
    counts = of_y > ROUNDING
    return np.where(counts, of_x / np.where(counts, of_y, 1.0), np.inf)


def _row_divergences(joint):
    """KL(p(y|x) || p(y)) of each row; 1e-300 in place of 0."""
    logs = np.log(np.where(joint.marginal > 0, joint.marginal, 1.0))
    return np.maximum(joint.negentropies - joint.conditional @ logs, 1e-300)

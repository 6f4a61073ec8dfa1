"""The sequential search: samples change clusters one at a time.

Slonim, Friedman & Tishby 2002. A sample counts out of its own cluster before it is
compared with all: with a batch of samples at a time, each keeps the other in place.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass, field

import numpy as np
from scipy.special import xlogy

from sklearn_info._kernels import _sequential_bottleneck as kernel

# A mass below the rounding of the sum of its column changes nothing; and columns that
# hold less than 2^-40 of all are as if they did.
NEGLIGIBLE = 2.0**-56
LIGHT_COLUMN = 2.0**-40
# Counts have few distinct values in a row; looking for more takes longer than a log.
N_VALUES = 16
# What a run takes besides its entries, in entries.
RUN_COST = 2
# Products of more factors are hardly quicker.
MOST_FACTORS = 8
# The fourth power of a center, times a constant, is to be no subnormal number.
LEAST_CENTER = 2.0**-28


@dataclass(frozen=True)
class SampleRows:
    """p(x, y) as the kernel reads it: runs of equal entries, columns that occur.

    Attributes
    ----------
    run_ptr : ndarray of shape (n_rows + 1,), int64
        The runs of row x are those from run_ptr[x] to run_ptr[x + 1]; the last one
        holds the mass of the row.
    features : ndarray of shape (n_runs, n_factors), int32
        Columns of the entries, numbered from the heaviest on: what is read most lies
        side by side.
    mass : ndarray of shape (n_runs,)
        p(x, y) of each of these entries.
    factor : ndarray of shape (n_runs,), float32
        What the log of a product counts, by mass of the row; below 0 for the last.
    weights : ndarray of shape (n_rows,)
        p(x).
    columns : ndarray of shape (n_columns,)
        Their places in X.
    marginal : ndarray of shape (n_columns,)
        p(y).
    center : float
        By which masses are scaled, so that products of n_factors stay finite.
    """

    run_ptr: np.ndarray
    features: np.ndarray
    mass: np.ndarray
    factor: np.ndarray
    weights: np.ndarray
    columns: np.ndarray
    marginal: np.ndarray
    center: float

    @classmethod
    def from_joint(cls, joint):
        """The rows of a SampleJoint."""
        return cls.from_entries(joint.entries, joint.weights, joint.marginal)

    @classmethod
    def from_entries(cls, conditional, weights, marginal):
        """The rows of a CSR array of p(y|x)."""
        indptr = conditional.indptr.astype(np.int64)
        mass = conditional.data * np.repeat(weights, np.diff(indptr))
        columns = np.argsort(-marginal, kind="stable")
        columns = columns[: np.count_nonzero(marginal)]
        place = np.zeros(marginal.size, dtype=np.int32)
        place[columns] = np.arange(columns.size, dtype=np.int32)
        features = place[conditional.indices]
        marginal = marginal[columns]
        share = mass / np.maximum(marginal, LIGHT_COLUMN)[features]
        least = share.min(initial=1.0)
        if least <= NEGLIGIBLE:
            counts = share > NEGLIGIBLE
            indptr = np.append(0, np.cumsum(counts, dtype=np.int64))[indptr]
            features, mass = features[counts], mass[counts]
            least = NEGLIGIBLE
        lengths = np.zeros(64, dtype=np.int64)
        kernel.gather_equal(indptr, features, mass, N_VALUES, lengths)
        # The kernel multiplies squares of center x (c / p + 1/2).
        largest = 1 + max(1 / least, 1 / weights.min(initial=1.0))
        center = max(largest**-0.5, LEAST_CENTER)
        n_bits = 3 + 2 * max(np.log2(largest * center), -np.log2(center))
        n_factors, n_runs = _best_length(lengths, 120 // n_bits)
        n_runs += weights.size
        run_ptr = np.empty(weights.size + 1, dtype=np.int64)
        run_features = np.zeros((n_runs + kernel.AHEAD, n_factors), dtype=np.int32)
        run_mass = np.empty(n_runs)
        factor = np.empty(n_runs, dtype=np.float32)
        n_runs = kernel.fill_runs(
            indptr,
            features,
            mass,
            weights,
            columns.size,
            run_ptr,
            run_features,
            run_mass,
            factor,
        )
        return cls(
            run_ptr,
            run_features[:n_runs],
            run_mass[:n_runs],
            factor[:n_runs],
            weights,
            columns,
            marginal,
            center,
        )

    @property
    def n_rows(self):
        return self.weights.size


def _best_length(lengths, most):
    """Length of runs that takes least time, and how many runs there are of it."""
    sizes = np.arange(lengths.size)
    costs = []
    for n_factors in range(1, max(1, int(min(most, MOST_FACTORS))) + 1):
        n_runs = int(lengths @ -(-sizes // n_factors))
        costs.append((n_runs * (n_factors + RUN_COST), n_factors, n_runs))
    return min(costs)[1:]


@dataclass
class ClusterSums:
    """Masses of the features in each cluster, side by side; p(t), and zeros, last."""

    sums: np.ndarray
    sizes: np.ndarray

    @classmethod
    def empty(cls, rows, n_clusters):
        padded = -(-n_clusters // kernel.LANES) * kernel.LANES
        sums = aligned((rows.columns.size + 2, padded), np.float64)
        sums[:] = 0.0
        return cls(sums, np.zeros(n_clusters, dtype=np.int32))

    @classmethod
    def of(cls, rows, labels, n_clusters):
        self = cls.empty(rows, n_clusters)
        kernel.add_rows(
            rows.run_ptr, rows.features, rows.mass, labels, self.sums, self.sizes
        )
        return self

    def entropy(self):
        """H(T) in nats, for weights that add up to one."""
        return -xlogy(self.sums[-2], self.sums[-2]).sum()

    def information(self, feature_negentropy):
        """I(T; Y) in nats."""
        return kernel.negentropy(self.sums[:-2]) + self.entropy() - feature_negentropy


@dataclass(frozen=True)
class Partition:
    """Clusters of samples.

    Attributes
    ----------
    labels : ndarray of shape (n_rows,), int32
    path : list of float
        The objective at the start and after each sweep, in nats; never falls.
    converged : bool
    """

    labels: np.ndarray
    path: list = field(default_factory=list)
    converged: bool = True


def search(rows, n_clusters, *, beta=np.inf, max_iter, tol, random_state, report=None):
    """Move samples to better clusters until hardly any moves.

    The objective is I(T; Y) - H(T) / beta. A sample x that is counted out of its
    cluster joins the one where this grows most, that is where

        (p(x) + p(t)) JS(p(Y|x), p(Y|t)) + [change of H(T)] / beta

    is least, if by more than rounding; so that the objective never falls. Without a
    price on H(T) no cluster is left empty.

    Parameters
    ----------
    rows : SampleRows
    beta : float
    tol : float
        A sweep in which at most this share of the samples moves is the last.
    random_state : RandomState
        Draws a partition in equal parts, and the order of each sweep.
    report : callable, default=None
        Called with the path after each sweep.

    Returns
    -------
    Partition
    """
    labels = random_state.permutation(rows.n_rows) % n_clusters
    return improve(
        rows,
        labels.astype(np.int32),
        n_clusters,
        beta=beta,
        max_iter=max_iter,
        tol=tol,
        random_state=random_state,
        report=report,
    )


def improve(
    rows,
    labels,
    n_clusters,
    *,
    beta=np.inf,
    keep_all=None,
    max_iter,
    tol,
    random_state,
    report=None,
):
    """The same from a given partition, whose labels are overwritten.

    keep_all says whether no cluster may be left empty, whatever the price.
    """
    clusters = ClusterSums.of(rows, labels, n_clusters)
    sums_32 = aligned(clusters.sums.shape, np.float32)
    sums_32[:] = clusters.sums
    score = aligned(sums_32.shape[1:], np.float32)
    gain = np.empty(sums_32.shape[1])
    scale = (rows.center / rows.mass).astype(np.float32)
    size_weight = 1 - 1 / beta
    factor = rows.factor.copy()
    factor[rows.run_ptr[1:] - 1] *= size_weight
    feature_negentropy = xlogy(rows.marginal, rows.marginal).sum()

    def objective():
        entropy_price = 0.0 if np.isinf(beta) else clusters.entropy() / beta
        return clusters.information(feature_negentropy) - entropy_price

    path = [objective()]
    converged = False
    while not converged and len(path) <= max_iter:
        n_moved = kernel.sweep(
            rows.run_ptr,
            rows.features,
            rows.mass,
            scale,
            factor,
            random_state.permutation(rows.n_rows),
            size_weight,
            np.isinf(beta) if keep_all is None else keep_all,
            rows.center,
            clusters.sums,
            sums_32,
            clusters.sizes,
            labels,
            score,
            gain,
        )
        path.append(objective())
        if report is not None:
            report(path, n_moved)
        converged = n_moved <= tol * rows.n_rows
    return Partition(labels, path, converged)


def aligned(shape, dtype):
    """Memory from a cache line on: a vector across two lines costs two loads."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    memory = np.empty(size + 63, dtype=np.uint8)
    begin = -memory.ctypes.data % 64
    return memory[begin : begin + size].view(dtype).reshape(shape)

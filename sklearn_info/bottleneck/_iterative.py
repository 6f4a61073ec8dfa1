"""The iterative search: sweeps over all samples, from several starts.

Tishby, Pereira & Bialek 1999, and Strouse & Schwab 2017 for alpha < 1. Sweeps from
random encoders stop at poor ones where beta is large; they hardly do from partitions
that a sequential search has found, or if beta is raised step by step (measured on
texts: at beta = 10, I(T; Y) of .81 at random, .93 with steps, .98 from partitions).
Best are the hard clusters at the same beta, which are fewer where beta is small.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from sklearn_info._kernels import _soft_clusters
from sklearn_info.bottleneck._critical_beta import unfolding_beta
from sklearn_info.bottleneck._encoder import Encoder
from sklearn_info.bottleneck._merge_path import merge_what_does_not_pay
from sklearn_info.bottleneck._sequential import SampleRows, aligned, improve, search

# The share of each row that a start spreads at random: without it, a row that is all
# in one cluster never leaves it.
SPREAD = 0.5
# Where that ends higher than the partition itself, as close to the critical beta, so
# little is spread that the partition is hardly left.
LITTLE_SPREAD = 1e-3
# Raised by more at a time, or with more sweeps each, beta does not do better.
BETA_STEP, SWEEPS_PER_STEP = 1.2, 10
# Of a sequential search that finds a start; they cost little beside what follows.
PARTITION_SWEEPS = 100


@dataclass(frozen=True)
class Lagrangian:
    """H(T) - alpha H(T|X) - beta I(T; Y), or I(X; T)^2 - beta I(T; Y)."""

    beta: float
    alpha: float = 1.0
    squared: bool = False

    @property
    def hard(self):
        """Whether each row is best in one cluster altogether."""
        return self.alpha == 0 or math.isinf(self.beta)

    def of(self, encoder):
        return encoder.objective(self.beta, self.alpha, self.squared)


@dataclass(frozen=True)
class Descent:
    """Where a search ended.

    Attributes
    ----------
    encoder : Encoder
        Compacted.
    objective : float
    path : list of float
        The objective, or a bound of it, after each sweep.
    converged : bool
    """

    encoder: Encoder
    objective: float
    path: list
    converged: bool


class IterativeSearch:
    """Searches in one joint distribution; they share what they read of it.

    Parameters
    ----------
    joint : SampleJoint
    n_clusters : int
    init : {"sequential", "annealing", "random"}
    max_iter : int
    tol : float
    """

    def __init__(self, joint, n_clusters, *, init, max_iter, tol):
        self.joint, self.n_clusters = joint, n_clusters
        self.init, self.max_iter, self.tol = init, max_iter, tol
        entries = joint.entries
        # Columns that occur, the most frequent first: their lines stay in the cache.
        counts = np.bincount(entries.indices, minlength=entries.shape[1])
        self._n_columns = np.count_nonzero(counts)
        place = np.empty(counts.size, dtype=np.int32)
        place[np.argsort(-counts, kind="stable")] = np.arange(counts.size)
        self._entries = (
            entries.indptr.astype(np.int64),
            place[entries.indices],
            np.ascontiguousarray(entries.data, dtype=np.float64),
            np.ascontiguousarray(joint.weights),
        )
        self._rows = SampleRows.from_joint(joint)
        self._first_beta = (
            unfolding_beta(joint, n_clusters) if init == "annealing" else None
        )

    def run(self, lagrangian, seed):
        """Search from a start of its own."""
        random_state = np.random.RandomState(seed)
        if lagrangian.hard:
            return self._partition(lagrangian, random_state)
        shares = random_state.dirichlet(np.ones(self.n_clusters), self.joint.n_rows)
        if self.init == "sequential":
            return self._soften(lagrangian, shares, random_state)
        path = []
        if self.init == "annealing" and not lagrangian.squared:
            beta = self._first_beta
            while beta < lagrangian.beta and len(path) < self.max_iter:
                step = Lagrangian(beta, lagrangian.alpha)
                shares, part, _ = self.sweep(step, shares, SWEEPS_PER_STEP)
                path += part
                beta *= BETA_STEP
        return self.descend(lagrangian, shares, path)

    def _soften(self, lagrangian, spread, random_state):
        """From the hard clusters at the same beta; never worse than these."""
        beta = math.inf if lagrangian.squared else lagrangian.beta
        labels = self._find_labels(beta, random_state, PARTITION_SWEEPS).labels
        hard = np.eye(self.n_clusters)[labels]
        end = self.descend(lagrangian, SPREAD * spread + (1 - SPREAD) * hard)
        if lagrangian.of(Encoder(self.joint, hard)) < end.objective:
            little = LITTLE_SPREAD * spread + (1 - LITTLE_SPREAD) * hard
            end = min(end, self.descend(lagrangian, little), key=lambda e: e.objective)
        return end

    def descend(self, lagrangian, shares, path=()):
        """Sweep from given p(t|x), or from its hard clusters, until nothing changes."""
        if lagrangian.hard:
            return self._improve(lagrangian, shares.argmax(axis=1))
        n_left = max(self.max_iter - len(path), 1)
        shares, part, converged = self.sweep(lagrangian, shares, n_left)
        slack = self.tol * max(1.0, lagrangian.beta)
        encoder = Encoder(self.joint, shares).compacted(lagrangian.of, slack)
        return Descent(encoder, lagrangian.of(encoder), [*path, *part], converged)

    def sweep(self, lagrangian, shares, max_iter):
        """p(t|x) after sweeps; the objective after each; and whether it stands still.

        Memory of a few tables of the size of p(t|x), and of one of that of p(t, y).
        """
        n_rows, n_clusters = shares.shape
        lanes = _soft_clusters.LANES
        padded = -(-n_clusters // lanes) * lanes
        encoder = aligned((n_rows, padded), np.float64)
        encoder[:] = 0.0
        encoder[:, :n_clusters] = shares
        path = np.empty(max_iter)
        n_iter, still = _soft_clusters.iterate(
            *self._entries,
            n_clusters,
            lagrangian.beta,
            lagrangian.alpha,
            lagrangian.squared,
            self.tol * max(1.0, lagrangian.beta),
            encoder,
            aligned((_soft_clusters.N_BUFFERS, n_rows, padded), np.float64),
            aligned((self._n_columns, padded), np.float64),
            aligned((3, padded), np.float64),
            path,
        )
        marginal = self.joint.marginal
        path = path[:n_iter] + lagrangian.beta * xlogy(marginal, marginal).sum()
        return encoder[:, :n_clusters], path.tolist(), still

    def _partition(self, lagrangian, random_state):
        beta = lagrangian.beta
        found = self._find_labels(beta, random_state, self.max_iter)
        if not math.isinf(beta):
            limits = {"max_iter": self.max_iter, "tol": 0.0}
            found = merge_what_does_not_pay(
                self.joint, self._rows, found, beta, random_state=random_state, **limits
            )
        return self._end_of(lagrangian, found)

    def _improve(self, lagrangian, labels):
        """From given labels; the order of the sweeps is always the same."""
        found = improve(
            self._rows,
            labels.astype(np.int32),
            self.n_clusters,
            beta=lagrangian.beta,
            max_iter=self.max_iter,
            tol=0.0,
            random_state=np.random.RandomState(0),
        )
        return self._end_of(lagrangian, found)

    def _end_of(self, lagrangian, found):
        encoder = Encoder.of_labels(self.joint, found.labels)
        scale = 1.0 if math.isinf(lagrangian.beta) else lagrangian.beta
        path = [-scale * value for value in found.path]
        return Descent(encoder, lagrangian.of(encoder), path, found.converged)

    def _find_labels(self, beta, random_state, max_iter):
        return search(
            self._rows,
            self.n_clusters,
            beta=beta,
            max_iter=max_iter,
            tol=0.0,
            random_state=random_state,
        )

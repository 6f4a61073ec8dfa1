"""A probabilistic encoder of samples into clusters, and what it costs and keeps."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import xlogy

from sklearn_info.bottleneck._joint_information import joint_information
from sklearn_info.bottleneck._sample_joint import SampleJoint

# Clusters of less weight are dead: nothing brings them back.
DEAD = 1e-12
# Two clusters with a smaller squared Hellinger distance may be one that came out
# twice. How well encoders are known depends on how close a critical beta is.
SAME = (1e-7, 1e-9, 1e-11)


@dataclass(frozen=True)
class Encoder:
    """p(t|x) of the rows of a SampleJoint; information in nats."""

    joint: SampleJoint
    shares: np.ndarray  # (n_rows, n_clusters)

    @classmethod
    def of_labels(cls, joint, labels):
        """Each row in one cluster; clusters that hold none are left out."""
        used, labels = np.unique(labels, return_inverse=True)
        return cls(joint, np.eye(used.size)[labels])

    @classmethod
    def trivial(cls, joint):
        """All rows in one cluster."""
        return cls(joint, np.ones((joint.n_rows, 1)))

    @property
    def n_clusters(self):
        return self.shares.shape[1]

    @cached_property
    def cluster_joint(self):
        """p(t, y)."""
        return self.joint.of_clusters(self.shares, self.n_clusters)

    @cached_property
    def margin(self):
        """p(t)."""
        return self.joint.weights @ self.shares

    @cached_property
    def entropy(self):
        """H(T)."""
        return float(-xlogy(self.margin, self.margin).sum())

    @cached_property
    def noise(self):
        """H(T|X)."""
        rows = xlogy(self.shares, self.shares).sum(axis=1)
        return float(-(self.joint.weights @ rows))

    @property
    def rate(self):
        """I(X; T)."""
        return max(self.entropy - self.noise, 0.0)

    @cached_property
    def information(self):
        """I(T; Y)."""
        return max(float(joint_information(self.cluster_joint)), 0.0)

    def objective(self, beta, alpha=1.0, squared=False):
        """What is minimised; with an infinite beta, -I(T; Y)."""
        if math.isinf(beta):
            return -self.information
        cost = self.rate**2 if squared else self.entropy - alpha * self.noise
        return cost - beta * self.information

    def compacted(self, objective, slack):
        """Without dead clusters, and with equal ones made one.

        Making two clusters of equal p(y|t) one keeps I(T; Y), and lowers I(X; T).

        Parameters
        ----------
        objective : callable
            Of an encoder: clusters are too different if making them one raises
            it by more than the slack.
        slack : float
        """
        alive = self
        if (self.margin <= DEAD).any():
            shares = self.shares[:, self.margin > DEAD]
            shares = shares / shares.sum(axis=1, keepdims=True)
            alive = Encoder(self.joint, shares)
        roots = np.sqrt(alive.cluster_joint / alive.margin[:, None])
        distances = 1 - roots @ roots.T
        for same in SAME:
            merged = alive._merged(distances < same)
            if merged is alive or objective(merged) <= objective(alive) + slack:
                return merged
        return alive

    def _merged(self, same):
        """Each cluster with the first that it equals, or with what that is with."""
        group = np.arange(len(same))
        for t in range(len(same)):
            group[t] = group[np.argmax(same[t])]
        firsts, group = np.unique(group, return_inverse=True)
        if firsts.size == len(same):
            return self
        merged = np.zeros((firsts.size, len(self.shares)))
        np.add.at(merged, group, self.shares.T)
        return Encoder(self.joint, merged.T)

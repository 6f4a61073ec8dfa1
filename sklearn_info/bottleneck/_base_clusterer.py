"""What clusterers of samples share: counts in, clusters and their information out."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings
from abc import ABCMeta, abstractmethod

import numpy as np
from sklearn.base import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    ClusterMixin,
    TransformerMixin,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted, validate_data

from sklearn_info.bottleneck._joint_information import joint_information
from sklearn_info.bottleneck._sample_joint import SampleJoint, check_counts
from sklearn_info.utils import (
    Integral,
    Interval,
    StrOptions,
    check_weights,
    fit_context,
)


class BaseIBClusterer(
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    ClusterMixin,
    BaseEstimator,
    metaclass=ABCMeta,
):
    """Clusters T of the samples X that keep what X says of the features Y.

    A subclass says how to cluster a SampleJoint (`_cluster`), to which cluster
    another sample belongs (`_assign`), and how far it is from each (`_describe`).
    """

    _parameter_constraints = {
        "n_clusters": [Interval(Integral, 1, None, closed="left")],
        "prior": [StrOptions({"uniform", "mass"})],
    }

    @abstractmethod
    def _cluster(self, joint):
        """Labels of the rows of a SampleJoint, or p(t|x), and the number of clusters.

        Sets the attributes of the search, such as `n_iter_`.
        """

    @abstractmethod
    def _assign(self, joint):
        """Labels of the rows of a SampleJoint, known clusters given."""

    @abstractmethod
    def _describe(self, joint):
        """What `transform` returns of these rows: (n_rows, n_clusters)."""

    def _describe_empty(self):
        """What it returns of a row without mass."""
        return 0.0

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None):
        """Cluster the rows of X.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Counts or other weights, none negative. Each row is a distribution over
            the features.
        y : Ignored
            For pipelines.
        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a row as that many equal rows.

        Returns
        -------
        self : object
            Fitted estimator.

        Raises
        ------
        ValueError
            If X holds NaN, infinity, negative values or zeros only, or fewer rows
            with mass than `n_clusters`.
        """
        return self._fit_counts(self._counts(X, reset=True), sample_weight)

    def _fit_counts(self, counts, sample_weight):
        caller = type(self).__name__
        sample_weight = check_weights(sample_weight, counts.shape[0], caller)
        joint = SampleJoint.from_counts(
            counts, prior=self.prior, sample_weight=sample_weight, distinct=True
        )
        self._check_rows(joint, counts.shape[0])
        clusters, n_clusters = self._cluster(joint)
        of_clusters = joint.of_clusters(clusters, n_clusters)
        weights = of_clusters.sum(axis=1)
        self.n_clusters_ = n_clusters
        self.cluster_weights_ = weights / weights.sum()
        used = np.where(weights > 0, weights, 1)
        self.cluster_feature_distribution_ = of_clusters / used[:, None]
        # Neither is below 0 but for rounding.
        self.information_ = max(0.0, float(joint_information(of_clusters)))
        lost = float(joint.information) - self.information_
        self.information_loss_ = max(0.0, lost)
        self._unit = joint.unit
        self._known = joint.marginal > 0
        labels = clusters if clusters.ndim == 1 else clusters.argmax(axis=1)
        self.labels_ = np.empty(counts.shape[0], dtype=np.int32)
        self.labels_[joint.samples] = labels[joint.row_of_sample]
        others = np.ones(counts.shape[0], dtype=bool)
        others[joint.samples] = False
        if others.any():  # empty, or of weight 0
            self.labels_[others] = self._predict(counts[others])
        return self

    def predict(self, X):
        """Cluster of each row of X.

        Columns that had no mass in fit are dropped; a row without mass in the others
        belongs to the heaviest cluster, the best guess by p(t).

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)

        Returns
        -------
        labels : ndarray of shape (n_samples,), int32
        """
        check_is_fitted(self)
        return self._predict(self._counts(X, reset=False))

    def score(self, X, y=None, sample_weight=None):
        """I(T; Y) of the clusters into which X falls: the higher, the better.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
        y : Ignored
            For pipelines.
        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a row as that many equal rows.

        Returns
        -------
        information : float
            In nats, of the distribution of X itself; 0 if no row has mass.
        """
        check_is_fitted(self)
        counts = self._counts(X, reset=False)
        weights = check_weights(sample_weight, counts.shape[0], type(self).__name__)
        joint = SampleJoint.from_counts(
            counts, prior=self.prior, sample_weight=weights, known=self._known
        )
        clusters = self._encode(counts)[joint.samples]
        return float(
            joint_information(joint.of_clusters(clusters, self._n_features_out))
        )

    def transform(self, X):
        """Describe each row of X by the clusters.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)

        Returns
        -------
        X_new : ndarray of shape (n_samples, n_clusters)
        """
        check_is_fitted(self)
        return self._transform(self._counts(X, reset=False))

    def _transform(self, counts):
        joint = self._joint_of_new(counts)
        described = np.empty((counts.shape[0], self._n_features_out))
        described[:] = self._describe_empty()
        described[joint.samples] = self._describe(joint)
        return described

    @property
    def _n_features_out(self):
        return self.n_clusters_

    def _counts(self, X, *, reset):
        X = validate_data(
            self, X, accept_sparse=("csr", "csc"), dtype="numeric", reset=reset
        )
        return check_counts(X, type(self).__name__)

    def _joint_of_new(self, counts):
        return SampleJoint.from_counts(
            counts, prior=self.prior, unit=self._unit, known=self._known
        )

    def _encode(self, counts):
        """The clusters of rows of counts: labels, or p(t|x) if they are soft."""
        return self._predict(counts)

    def _predict(self, counts):
        joint = self._joint_of_new(counts)
        labels = np.full(counts.shape[0], self.cluster_weights_.argmax(), np.int32)
        labels[joint.samples] = self._assign(joint)
        return labels

    def _check_rows(self, joint, n_samples):
        caller, n_with_mass = type(self).__name__, joint.samples.size
        if n_with_mass == 0:
            raise ValueError(
                f"{caller}: X holds nothing but zeros in the rows that count. Check "
                "how X was made."
            )
        # "auto" makes do with any number.
        if not isinstance(self.n_clusters, str) and n_with_mass < self.n_clusters:
            raise ValueError(
                f"{caller}: n_clusters={self.n_clusters} is more than the rows of X "
                f"that hold counts ({n_with_mass} of n_samples={n_samples}). Pass a "
                "smaller n_clusters."
            )

    def _most_clusters(self, joint, *, warn):
        """As many clusters as are asked for, or as there are rows that differ."""
        if warn and joint.n_rows < self.n_clusters:
            warnings.warn(
                f"{type(self).__name__}: only {joint.n_rows} of n_clusters="
                f"{self.n_clusters} clusters differ, since X has no more rows that "
                "do. Pass a smaller n_clusters.",
                ConvergenceWarning,
                stacklevel=6,
            )
        return min(self.n_clusters, joint.n_rows)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = []
        return tags

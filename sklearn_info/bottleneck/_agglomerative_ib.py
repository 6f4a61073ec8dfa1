"""A tree of clusters of samples, by the information that merging them loses."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import issparse

from sklearn_info.bottleneck._agglomerative import cut, linkage_of_leaves, merge_all
from sklearn_info.bottleneck._base_clusterer import BaseIBClusterer
from sklearn_info.bottleneck._insertion import insertion_costs
from sklearn_info.utils import Integral, Interval, RealNotInt

# Bytes that the costs of all pairs and the distributions may take.
MOST_MEMORY = 2 << 30


class AgglomerativeIB(BaseIBClusterer):
    """Merge samples pairwise, the pair that loses least information first.

    The rows of X are the samples, its columns the relevant variable Y. From clusters
    of one sample each, the two are merged that lose least of I(T; Y) [1]_,

        (p(s) + p(t)) JS(p(Y|s), p(Y|t)),

    with JS the Jensen-Shannon divergence weighted by p(s) and p(t), until one is left.
    The tree is kept, for plots and for any number of clusters.

    Parameters
    ----------
    n_clusters : int or float, default=8
        Number of clusters. From 0 to 1, exclusive: as few as keep at least that share
        of I(X; Y).

    prior : {"uniform", "mass"}, default="uniform"
        p(x): the same for each sample, or proportional to the sum of its row.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,), int32
        Cluster of each row of X. An empty row belongs to the heaviest cluster.

    n_clusters_ : int
        Number of clusters.

    linkage_ : ndarray of shape (`n_leaves_` - 1, 4)
        The tree as scipy.cluster.hierarchy draws it, over the rows that hold counts, in
        their order. Heights are the information lost so far, in nats.

    children_, distances_ : ndarrays
        Its first two columns, and the third, as in
        :class:`~sklearn.cluster.AgglomerativeClustering`.

    n_leaves_ : int
        Number of rows that hold counts.

    information_path_ : ndarray of shape (`n_leaves_`,)
        I(T; Y) in nats at the start and after each merge: item -k is that of k
        clusters.

    cluster_weights_ : ndarray of shape (`n_clusters_`,)
        p(t).

    cluster_feature_distribution_ : ndarray of shape (`n_clusters_`, n_features)
        p(y|t), the mean of p(y|x) in the cluster, weighted by p(x).

    information_ : float
        I(T; Y) in nats.

    information_loss_ : float
        I(X; Y) - I(T; Y) in nats.

    n_features_in_ : int
        Number of features seen in fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, where X has names that are strings.

    See Also
    --------
    SequentialIB : Keeps more with the same number of clusters, of any number of rows.
    InformationFeatureAgglomeration : Merges words, by what they say of classes.
    sklearn.cluster.AgglomerativeClustering : The same for distances.

    Notes
    -----
    Each merge is the best one, but they are not the best together: a
    :class:`SequentialIB` of the same number of clusters usually keeps more.

    Time is proportional to the pairs of rows times the columns, and memory to the
    pairs: for some thousand rows. `transform` gives the cost of adding a row to each
    cluster, per weight of the row, in nats, of which `predict` takes the least.

    References
    ----------
    .. [1] Slonim & Tishby (1999), "Agglomerative information bottleneck", NIPS 12.

    Examples
    --------
    >>> from sklearn_info.bottleneck import AgglomerativeIB
    >>> X = [[9, 1, 0], [8, 2, 0], [1, 1, 8], [0, 2, 8], [4, 1, 4]]
    >>> tree = AgglomerativeIB(n_clusters=0.9).fit(X)
    >>> tree.labels_
    array([1, 1, 2, 2, 0], dtype=int32)
    >>> tree.information_path_.round(3)
    array([0.417, 0.413, 0.395, 0.327, 0.   ])
    >>> tree.linkage_[-1].round(3)
    array([5.   , 7.   , 0.417, 5.   ])
    """

    _parameter_constraints = {
        **BaseIBClusterer._parameter_constraints,
        "n_clusters": [
            Interval(Integral, 1, None, closed="left"),
            Interval(RealNotInt, 0, 1, closed="neither"),
        ],
    }

    def __init__(self, n_clusters=8, *, prior="uniform"):
        self.n_clusters = n_clusters
        self.prior = prior

    @property
    def children_(self):
        """Merged nodes, of shape (`n_leaves_` - 1, 2)."""
        return self.linkage_[:, :2].astype(np.intp)

    @property
    def distances_(self):
        """Information lost up to each merge, in nats."""
        return self.linkage_[:, 2]

    def _cluster(self, joint):
        n, seen = joint.n_rows, np.flatnonzero(joint.marginal)
        self._check_size(n, seen.size)
        conditional = joint.conditional[:, seen]
        if issparse(conditional):
            conditional = conditional.toarray()
        children, costs = merge_all(conditional * joint.weights[:, None], n)
        self.linkage_ = linkage_of_leaves(joint.row_of_sample, children, costs)
        self.n_leaves_ = joint.samples.size
        kept = np.maximum(joint.information - self.distances_, 0.0)
        self.information_path_ = np.append(joint.information, kept)
        if self.n_clusters < 1:
            enough = self.information_path_ >= self.n_clusters * joint.information
            n_clusters = self.n_leaves_ - int(np.flatnonzero(enough)[-1])
        else:
            n_clusters = self._most_clusters(joint, warn=True)
        return cut(children, n_clusters), n_clusters

    def _check_size(self, n_rows, n_columns):
        # The kernel's copy of the distributions is one, and what it reads another.
        needed = 8 * n_rows * (n_rows + 2 * n_columns)
        if needed > MOST_MEMORY:
            raise ValueError(
                f"{type(self).__name__}: {n_rows} rows and {n_columns} columns need "
                f"{needed / 2**30:.1f} GiB for the costs of all pairs. Cluster the "
                "rows with SequentialIB, into some hundred clusters; these can be "
                "merged in turn: fit(clusters.cluster_feature_distribution_, "
                "sample_weight=clusters.cluster_weights_)."
            )

    def _assign(self, joint):
        return self._describe(joint).argmin(axis=1)

    def _describe(self, joint):
        clusters = self.cluster_feature_distribution_ * self.cluster_weights_[:, None]
        return insertion_costs(joint, clusters, np.inf)

"""Clusters of documents by the sequential information bottleneck."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from sklearn.utils.validation import check_is_fitted

from sklearn_info.bottleneck._base_clusterer import BaseIBClusterer
from sklearn_info.bottleneck._insertion import insertion_costs
from sklearn_info.bottleneck._merge_path import merge_what_does_not_pay
from sklearn_info.bottleneck._restarts import best_of_restarts
from sklearn_info.bottleneck._sequential import SampleRows, search
from sklearn_info.utils import Integral, Interval, Real


class SequentialIB(BaseIBClusterer):
    """Cluster documents, or other counts, by the sequential information bottleneck.

    The rows of X are the samples to cluster, its columns the relevant variable Y. A
    row is a distribution p(y|x), such as the words of a document, and the clusters T
    keep as much as possible of what a sample says of Y: they maximise

        I(T; Y) - H(T) / beta,

    by default I(T; Y) alone. A sample at a time counts out of its cluster and joins
    the one where it costs least information [1]_,

        (p(x) + p(t)) JS(p(Y|x), p(Y|t)),

    with JS the Jensen-Shannon divergence weighted by p(x) and p(t), until no more
    than a share `tol` of the samples move in a sweep. Texts need no weights for this,
    and get none: counts of words are what the method is about.

    Parameters
    ----------
    n_clusters : int, default=8
        Number of clusters. All are used with beta=inf; otherwise some may end empty,
        and are left out.

    prior : {"uniform", "mass"}, default="uniform"
        p(x): "uniform" counts each row alike, "mass" in proportion to its sum.

    beta : float, default=inf
        How much a nat of I(T; Y) is worth in nats of H(T). A finite one prices
        clusters: the hard, "deterministic", information bottleneck [2]_, which leaves
        clusters empty, or merges them, that do not pay. At 1 or less one is best.

    n_init : int, default=10
        Random starts, of which the one with the best objective is taken.

    max_iter : int, default=100
        Most sweeps over the samples in each start.

    tol : float, default=0.002
        A sweep in which at most this share of the samples move is the last. With 0
        the result is a local optimum: no sample gains by a move.

    min_margin : float, default=None
        Samples whose best cluster is nearer than the second best by less than this,
        in nats, get the label -1 from `predict`: fewer documents, more surely right.

    n_jobs : int, default=None
        Threads for the `n_init` starts, which share X. The result does not depend on
        it.

    random_state : int, RandomState instance or None, default=None
        Draws the starts and the order of each sweep. Pass an int for the same result
        in each call, also for the same samples in another order, or for one that is
        repeated instead of weighted.

    verbose : int, default=0
        1 reports each start, 2 each sweep.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,), int32
        Cluster of each row of X. An empty row belongs to the heaviest cluster.

    n_clusters_ : int
        Number of clusters used.

    cluster_weights_ : ndarray of shape (`n_clusters_`,)
        p(t).

    cluster_feature_distribution_ : ndarray of shape (`n_clusters_`, n_features)
        p(y|t), the mean of p(y|x) in the cluster, weighted by p(x).

    information_ : float
        I(T; Y) in nats.

    information_loss_ : float
        I(X; Y) - I(T; Y) in nats.

    objective_path_ : ndarray of shape (`n_iter_` + 1,)
        The objective at the start that is taken and after each of its sweeps and
        merges, in nats. It never falls.

    n_iter_ : int
        Sweeps, and merges, from the start that is taken.

    n_features_in_ : int
        Number of features seen in fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, where X has names that are strings.

    See Also
    --------
    InformationBottleneck : Soft clusters, which tell how surely a sample belongs.
    AgglomerativeIB : A tree of clusters, of some thousand samples.
    InformationCoclustering : Clusters of rows and of columns at once.
    InformationFeatureAgglomeration : Clusters of words, by what they say of classes.
    sklearn.cluster.KMeans : The same for squared Euclidean distances.

    Notes
    -----
    `transform` gives the cost of adding a row to each cluster, per weight of the row,
    in nats: about the relative entropy of p(Y|x) and p(Y|t), but finite. `predict`
    takes the least, and with a finite beta counts the price of H(T) in. The label of
    a row that was seen in fit is the same with tol=0, and nearly always otherwise.

    A sweep takes time proportional to the entries of X times `n_clusters`; memory
    beyond X is 16 bytes for each entry of X, and 12 for each feature and cluster in
    each thread.

    References
    ----------
    .. [1] Slonim, Friedman & Tishby (2002), "Unsupervised document classification
       using sequential information maximization", SIGIR, 129-136.
    .. [2] Strouse & Schwab (2017), "The deterministic information bottleneck", Neural
       Computation 29, 1611-1630.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn_info.bottleneck import SequentialIB
    >>> X = np.array([[3, 1, 0, 0], [2, 2, 0, 1], [0, 0, 3, 1], [0, 1, 1, 2]])
    >>> clusters = SequentialIB(n_clusters=2, random_state=0).fit(X)
    >>> clusters.labels_ == clusters.labels_[0]
    array([ True,  True, False, False])
    >>> round(clusters.information_, 3)
    0.438
    """

    _parameter_constraints = {
        **BaseIBClusterer._parameter_constraints,
        "beta": [Interval(Real, 0, None, closed="right")],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "min_margin": [Interval(Real, 0, None, closed="left"), None],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    def __init__(
        self,
        n_clusters=8,
        *,
        prior="uniform",
        beta=np.inf,
        n_init=10,
        max_iter=100,
        tol=2e-3,
        min_margin=None,
        n_jobs=None,
        random_state=None,
        verbose=0,
    ):
        self.n_clusters = n_clusters
        self.prior = prior
        self.beta = beta
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.min_margin = min_margin
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    def predict(self, X):
        """Cluster of each row of X, or -1 where two are nearer than `min_margin`.

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
        counts = self._counts(X, reset=False)
        labels = self._predict(counts)
        if self.min_margin is not None and self.n_clusters_ > 1:
            joint = self._joint_of_new(counts)
            margins = np.zeros(labels.size)  # nothing is known of an empty row
            two = np.partition(self._costs(joint, self.beta), 1, axis=1)[:, :2]
            margins[joint.samples] = two[:, 1] - two[:, 0]
            labels[margins < self.min_margin] = -1
        return labels

    def _cluster(self, joint):
        rows = SampleRows.from_joint(joint)
        n_clusters = self._most_clusters(joint, warn=np.isinf(self.beta))

        def start(random_state, report):
            limits = {
                "max_iter": self.max_iter,
                "tol": self.tol,
                "random_state": random_state,
                "report": report,
            }
            found = search(rows, n_clusters, beta=self.beta, **limits)
            if np.isinf(self.beta):
                return found
            return merge_what_does_not_pay(joint, rows, found, self.beta, **limits)

        best = best_of_restarts(self, start)
        self.objective_path_ = np.array(best.path)
        self.n_iter_ = len(best.path) - 1
        used, labels = np.unique(best.labels, return_inverse=True)
        return labels.astype(np.int32), used.size

    def _assign(self, joint):
        return self._costs(joint, self.beta).argmin(axis=1)

    def _describe(self, joint):
        return self._costs(joint, np.inf)

    def _costs(self, joint, beta):
        clusters = self.cluster_feature_distribution_ * self.cluster_weights_[:, None]
        return insertion_costs(joint, clusters, beta)

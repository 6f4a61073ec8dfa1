"""Clusters of samples of numbers and categories, by where they are."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.parallel import Parallel, delayed
from sklearn.utils.validation import validate_data

from sklearn_info.bottleneck._base_clusterer import BaseIBClusterer
from sklearn_info.bottleneck._insertion import insertion_costs
from sklearn_info.bottleneck._kink import kink_strengths
from sklearn_info.bottleneck._locations import Embedding, Landmarks, distinct_points
from sklearn_info.bottleneck._merge_path import merge_path
from sklearn_info.preprocessing import DISCRETE, UNKNOWN, asked_kinds
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    as_plain,
    check_weights,
    encode_labels,
    fit_context,
    frame_array,
    frame_columns,
    is_categorical,
    is_frame,
)

# Clusters at the start of the path, at least: enough to follow a shape that bends.
N_START = 20
# Share of the landmarks. Half as much breaks up clusters, and half as much again does
# not see that moons and rings bend (150 to 2000 samples).
PERPLEXITY = 0.075


class GeometricIB(BaseIBClusterer):
    """Cluster numbers and categories by the information bottleneck.

    The rows of X are the samples to cluster; the relevant variable Y is where a
    sample is, blurred: p(y|x) is a normal density around x, over the samples or over
    `n_landmarks` of them. Hard clusters T maximise

        I(T; Y) - H(T) / beta,

    the geometric deterministic information bottleneck [1]_. Clusters follow the data:
    they may have any shape, as long as there is room between them, and any of the
    number of clusters that is the best at some beta may be chosen by itself.

    Parameters
    ----------
    n_clusters : int or "auto", default="auto"
        Number of clusters. "auto" takes the one of 2 to `max_clusters` at which the
        curve of H(T) and I(T; Y) bends most: one more cluster would lose much more
        information per nat of H(T) than the last one did.

    max_clusters : int, default=10
        Most clusters that "auto" considers.

    discrete_features : "auto", bool, mask, indices or names, default="auto"
        Columns that hold categories, in which samples are equal or not. By default
        the columns of a data frame that are not numeric.

    perplexity : float, default=None
        How many landmarks a sample is blurred over, exp(H(Y|x)): each sample has its
        own bandwidth for it, so that sparse regions and many dimensions do no harm.
        By default 7.5 % of the landmarks.

    bandwidth : float, default=None
        The standard deviation of the density around every sample, as in [1]_,
        instead of `perplexity`; in the units below.

    n_landmarks : int, default=1000
        Places among which a sample may be: so many samples, drawn at random, if there
        are more. Time and memory are proportional to n_samples times n_landmarks.

    n_init : int, default=3
        Random starts.

    max_iter : int, default=100
        Most sweeps over the samples for each number of clusters.

    tol : float, default=0.002
        A sweep in which at most this share of the samples move is the last.

    n_jobs : int, default=None
        Threads for the `n_init` starts. The result does not depend on it.

    random_state : int, RandomState instance or None, default=None
        Draws the landmarks and the starts. Pass an int for the same result in each
        call.

    verbose : int, default=0
        1 reports each start.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,), int32
        Cluster of each row of X.

    n_clusters_ : int
        Number of clusters.

    cluster_weights_ : ndarray of shape (`n_clusters_`,)
        p(t).

    cluster_feature_distribution_ : ndarray of shape (`n_clusters_`, n_landmarks)
        p(y|t), over the landmarks.

    information_ : float
        I(T; Y) in nats.

    information_loss_ : float
        I(X; Y) - I(T; Y) in nats.

    entropy_path_, information_path_ : ndarrays of shape (n_start,)
        H(T) and I(T; Y) of 1, 2, ... clusters, in nats.

    kink_strengths_ : ndarray of shape (n_start,)
        How sharply the curve bends at 1, 2, ... clusters: the log of the ratio of
        what the next cluster and the last one lose per nat of H(T), each with 0.1
        added. 0 where so many are best at no beta.

    beta_ : float
        At which the clusters were found.

    n_iter_ : int
        Sweeps from the start down to the clusters.

    n_features_in_ : int
        Number of features seen in fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, where X has names that are strings.

    See Also
    --------
    SequentialIB : The same for counts, such as words of documents.
    sklearn.cluster.SpectralClustering : By eigenvectors of similarities.
    sklearn.cluster.HDBSCAN : By the density of the samples.

    Notes
    -----
    Each column is measured so that two samples are 2 apart on average, squared: a
    number in standard deviations, a category as an indicator over the root of the
    share of pairs that differ. Numbers and categories then have one bandwidth, and
    the density is a product of normal densities and of the kernel of Aitchison and
    Aitken [2]_.

    From `n_start` clusters on, the two clusters that keep least I(T; Y) for their
    H(T) are merged, and samples move at that price, down to one cluster.

    References
    ----------
    .. [1] Strouse & Schwab (2019), "The information bottleneck and geometric
       clustering", Neural Computation 31, 596-612.
    .. [2] Aitchison & Aitken (1976), "Multivariate binary discrimination by the kernel
       method", Biometrika 63, 413-420.

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from sklearn_info.bottleneck import GeometricIB
    >>> X, y = make_moons(200, noise=0.05, random_state=0)
    >>> labels = GeometricIB(n_clusters=2, random_state=0).fit_predict(X)
    >>> bool(((labels == labels[0]) == (y == y[0])).all())
    True
    """

    _parameter_constraints = {
        "n_clusters": [
            Interval(Integral, 1, None, closed="left"),
            StrOptions({"auto"}),
        ],
        "max_clusters": [Interval(Integral, 2, None, closed="left")],
        "discrete_features": [StrOptions({"auto"}), "boolean", "array-like"],
        "perplexity": [Interval(Real, 1, None, closed="neither"), None],
        "bandwidth": [Interval(Real, 0, None, closed="neither"), None],
        "n_landmarks": [Interval(Integral, 2, None, closed="left")],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    prior = "uniform"  # of samples, of which none is larger than another

    def __init__(
        self,
        n_clusters="auto",
        *,
        max_clusters=10,
        discrete_features="auto",
        perplexity=None,
        bandwidth=None,
        n_landmarks=1000,
        n_init=3,
        max_iter=100,
        tol=2e-3,
        n_jobs=None,
        random_state=None,
        verbose=0,
    ):
        self.n_clusters = n_clusters
        self.max_clusters = max_clusters
        self.discrete_features = discrete_features
        self.perplexity = perplexity
        self.bandwidth = bandwidth
        self.n_landmarks = n_landmarks
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None):
        """Cluster the rows of X.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Numbers, and categories in the columns that `discrete_features` names.
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
            If X holds missing values or infinity, or fewer rows than `n_clusters`.
        """
        caller = type(self).__name__
        if self.perplexity is not None and self.bandwidth is not None:
            raise ValueError(
                f"{caller}: perplexity={self.perplexity} and bandwidth="
                f"{self.bandwidth} exclude each other. Pass one of them."
            )
        columns, discrete = self._columns(X, reset=True)
        n_samples = len(columns[0])
        weights = check_weights(sample_weight, n_samples, caller)
        weights = np.ones(n_samples) if weights is None else weights
        counted = np.flatnonzero(weights)
        columns_of_all, columns = columns, [column[counted] for column in columns]
        # Each point once, so that a weight is as many equal rows to the last digit.
        first, place = distinct_points(columns, discrete)
        distinct = [column[first] for column in columns]
        mass = np.bincount(place, weights[counted], first.size)
        self._state = check_random_state(self.random_state)
        self._embedding = Embedding(distinct, discrete, mass)
        points = self._embedding(distinct)
        self._landmarks = Landmarks(points, mass, self.n_landmarks, self._state)
        self._fit_counts(self._distributions(points)[place], weights[counted])
        if counted.size < n_samples:
            labels = self._predict(self._distributions_of(columns_of_all))
            labels[counted] = self.labels_
            self.labels_ = labels
        del self._state
        return self

    def _cluster(self, joint):
        seeds = self._state.randint(np.iinfo(np.int32).max, size=self.n_init)
        auto = self.n_clusters == "auto"
        most = self.max_clusters if auto else self._most_clusters(joint, warn=True)
        n_start = min(max(N_START, 2 * most), joint.n_rows)

        def run(number, seed):
            points = merge_path(
                joint,
                n_start,
                max_iter=self.max_iter,
                tol=self.tol,
                random_state=np.random.RandomState(seed),
            )
            if self.verbose:
                print(
                    f"{type(self).__name__}, start {number + 1} of {self.n_init}: from "
                    f"{n_start} clusters to one in {sum(p.n_iter for p in points)} "
                    "sweeps"
                )
            return points

        paths = Parallel(n_jobs=self.n_jobs, require="sharedmem")(
            delayed(run)(number, seed) for number, seed in enumerate(seeds)
        )
        # Starts found their clusters of one number at several prices: at the mean of
        # these, they are compared.
        best, sweeps = [], []
        for k in range(n_start):
            price = np.mean([path[k].price for path in paths])
            chosen = max(
                paths, key=lambda path: path[k].information - price * path[k].entropy
            )
            best.append(chosen[k])
            sweeps.append(chosen[k:])
        self.entropy_path_ = np.array([point.entropy for point in best])
        self.information_path_ = np.array([point.information for point in best])
        strengths = kink_strengths(self.entropy_path_, self.information_path_)
        self.kink_strengths_ = strengths
        n_clusters = int(strengths[:most].argmax()) + 1 if auto else most
        point = best[n_clusters - 1]
        self.beta_ = 1 / point.price if point.price > 0 else np.inf
        self.n_iter_ = sum(p.n_iter for p in sweeps[n_clusters - 1])
        if not point.converged:
            warnings.warn(
                f"{type(self).__name__}: the clusters have not converged after "
                f"max_iter={self.max_iter} sweeps. Increase max_iter or tol.",
                ConvergenceWarning,
                stacklevel=4,
            )
        return point.labels, n_clusters

    def _assign(self, joint):
        return self._costs(joint, self.beta_).argmin(axis=1)

    def _describe(self, joint):
        return self._costs(joint, np.inf)

    def _costs(self, joint, beta):
        clusters = self.cluster_feature_distribution_ * self.cluster_weights_[:, None]
        return insertion_costs(joint, clusters, beta)

    def _counts(self, X, *, reset):
        columns, _ = self._columns(X, reset=reset)
        return self._distributions_of(columns)

    def _distributions_of(self, columns):
        return self._distributions(self._embedding(columns))

    def _distributions(self, points):
        n_landmarks = self._landmarks.n_landmarks
        perplexity = self.perplexity
        if perplexity is None:
            perplexity = max(2.0, PERPLEXITY * n_landmarks)
        # Half of all is as blurred as it makes sense to be.
        perplexity = min(perplexity, max(1.0, n_landmarks / 2))
        return self._landmarks.distributions(points, perplexity, self.bandwidth)

    def _columns(self, X, *, reset):
        """The columns of X, numbers as float64, and which of them are discrete."""
        caller = type(self).__name__
        if is_frame(X) and frame_array(X) is None:
            validate_data(self, X, reset=reset, skip_check_array=True)
            columns = frame_columns(X)
        else:
            X = validate_data(self, X, dtype="numeric", reset=reset)
            columns = list(np.ascontiguousarray(X.T))
        if reset:
            names = list(X.columns) if is_frame(X) else None
            names = list(getattr(self, "feature_names_in_", names or []))
            kinds = asked_kinds(self.discrete_features, len(columns), names, caller)
            numeric = [_is_numeric(column) for column in columns]
            discrete = [
                not number if kind == UNKNOWN else kind == DISCRETE
                for kind, number in zip(kinds, numeric)
            ]
        else:
            discrete = self._embedding.discrete
        return [
            (_as_categories if is_discrete else _as_numbers)(column, j, caller)
            for j, (column, is_discrete) in enumerate(zip(columns, discrete))
        ], discrete

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = False
        tags.input_tags.positive_only = False
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        return tags


def _is_numeric(column):
    return not is_categorical(column) and as_plain(column, "X").dtype.kind in "iuf"


def _as_categories(column, j, caller):
    if encode_labels(column)[0].min(initial=0) < 0:
        raise ValueError(
            f"{caller}: column {j} of X holds missing categories (None or NaN). Fill "
            "them first, for instance with a category of their own."
        )
    return column


def _as_numbers(column, j, caller):
    values = as_plain(column, f"column {j} of X")
    if values.dtype.kind not in "biuf":
        raise ValueError(
            f"{caller}: column {j} of X holds values of type {values.dtype}, but "
            "numbers are expected. Name it in discrete_features, or leave that 'auto'."
        )
    values = values.astype(np.float64)
    if not np.isfinite(values).all():
        raise ValueError(
            f"{caller}: column {j} of X holds NaN or infinity. Impute it first, for "
            "instance with sklearn.impute.SimpleImputer."
        )
    return values

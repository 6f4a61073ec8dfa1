"""All features weighed at once, by the information of all pairs of them."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from scipy.linalg import eigh
from scipy.sparse.linalg import eigsh
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state

from sklearn_info.feature_selection._base import BaseInformationSelector
from sklearn_info.feature_selection._class_counts import count_classes, memory
from sklearn_info.feature_selection._fcbf import FCBF
from sklearn_info.feature_selection._ranking import n_to_select
from sklearn_info.feature_selection._shared_docs import with_docs_of
from sklearn_info.feature_selection._simplex_program import minimize_on_simplex
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.measures import mutual_information_matrix
from sklearn_info.preprocessing import EncodedTable
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    Threads,
    fit_context,
)

# Entries of the largest matrix of pairs: 200 MB each, of which up to four are alive.
MAX_PAIRS = 5000 * 5000
# The iterations of Lanczos need a few columns of room.
LEAST_LANCZOS = 50
MAX_ITER = 10_000
# Weights of features that say the same differ by rounding, as do sums of what they say.
DECIMALS, EQUAL = 10, 1e-10


@with_docs_of(FCBF)
class GlobalMISelector(BaseInformationSelector):
    r"""Select features by weights that are found for all of them at once.

    A greedy selection never takes back a feature. Here the weights w of all features
    solve one problem that knows the information of all pairs, and those with the
    largest weights are selected.

    ``method="spec_cmi"`` [1]_ maximises

    .. math:: w^\top Q w \text{ over } \lVert w \rVert = 1, \quad
        Q_{ii} = I(X_i; Y), \quad
        Q_{ij} = \tfrac12 \bigl( I(X_i; Y \mid X_j) + I(X_j; Y \mid X_i) \bigr)

    by the leading eigenvector, which is not negative because Q is not.

    ``method="qpfs"`` [2]_ minimises, with the weight a of the relevance,

    .. math:: \tfrac12 (1 - a)\, w^\top R\, w - a\, r^\top w
        \text{ over } w \ge 0, \textstyle\sum_i w_i = 1, \quad
        R_{ij} = I(X_i; X_j), \quad r_i = I(X_i; Y).

    Parameters
    ----------
    k : int, float or "all", default=0.5
        Features to keep: their number, their share in (0, 1], or all of them. May be
        changed without a new fit.

    method : {"spec_cmi", "qpfs"}, default="spec_cmi"
        The problem that the weights solve.

    relevance_weight : "auto" or float, default="auto"
        The a of "qpfs", in [0, 1]. "auto" balances the two terms by their means:
        mean(R) / (mean(R) + mean(r)).

    n_landmarks : int, default=None
        For "qpfs": count only the pairs with that many features, drawn at random,
        and replace R by its Nystroem approximation as in [2]_, but for the diagonal,
        which is exact.

    tol : float, default=1e-6
        "qpfs" stops when its objective is at most that far from its minimum, in
        nats, or after 10,000 iterations.

    discrete_features, discrete_target, strategy, n_bins, levels, missing
        See :class:`FCBF`.

    random_state : int, RandomState instance or None, default=None
        Which features are the landmarks.

    n_jobs : int, default=None
        Number of threads over ranges of columns; None is one unless in a
        :func:`joblib.parallel_config` context.

    Attributes
    ----------
    scores_ : ndarray of shape (n_features,)
        Mutual information of each feature with y, in nats.

    weights_ : ndarray of shape (n_features,)
        The solution, at least 0: of norm 1 ("spec_cmi") or of sum 1 ("qpfs", where
        some weights are 0).

    ranking_ : ndarray of shape (`n_features_to_select_`,)
        Indices of the selected features by falling weight. Of equal weights the one
        comes first that would gain a weight first ("qpfs"), then the one that tells
        more about y, and then the lowest index.

    selection_scores_ : ndarray of shape (`n_features_to_select_`,)
        Weight of each feature of `ranking_`.

    n_features_to_select_, n_features_in_, feature_names_in_
        See :class:`FCBF`.

    Warns
    -----
    ConvergenceWarning
        If "qpfs" has not reached `tol`.

    See Also
    --------
    FCBF : Pairs of a selected feature and the others only, for any number of features.
    sklearn_info.measures.mutual_information_matrix : The information of all pairs.

    Notes
    -----
    All pairs are held in memory: above 5000 features (with landmarks, above 25
    million pairs) `fit` refuses, and says what to do. A sparse matrix is encoded in
    one byte an entry, present or not.

    A matrix of mutual information need not be positive semidefinite; where it is
    not, "qpfs" finds a stationary point. The Nystroem approximation leaves out what
    is not.

    A multilabel y is one target, each set of labels a class.

    References
    ----------
    .. [1] Nguyen, X. V., Chan, J., Romano, S. and Bailey, J. (2014). "Effective
       global approaches for mutual information based feature selection". Proceedings
       of KDD, 512-521.
    .. [2] Rodriguez-Lujan, I., Huerta, R., Elkan, C. and Santa Cruz, C. (2010).
       "Quadratic programming feature selection". Journal of Machine Learning
       Research 11, 1491-1516.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn_info.feature_selection import GlobalMISelector
    >>> X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    >>> selector = GlobalMISelector(k=3).fit(X, y)
    >>> X.columns[selector.ranking_].tolist()
    ['worst perimeter', 'worst area', 'worst concave points']
    >>> selector = GlobalMISelector(k=3, method="qpfs").fit(X, y)
    >>> X.columns[selector.ranking_].tolist()
    ['worst concave points', 'mean concave points', 'area error']
    """

    _parameter_constraints: dict = {
        "k": [
            Interval(Integral, 1, None, closed="left"),
            Interval(Real, 0, 1, closed="right"),
            StrOptions({"all"}),
        ],
        "method": [StrOptions({"spec_cmi", "qpfs"})],
        "relevance_weight": [StrOptions({"auto"}), Interval(Real, 0, 1, closed="both")],
        "n_landmarks": [Interval(Integral, 1, None, closed="left"), None],
        "tol": [Interval(Real, 0, None, closed="neither")],
        **BaseInformationSelector._parameter_constraints,
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        k=0.5,
        *,
        method="spec_cmi",
        relevance_weight="auto",
        n_landmarks=None,
        tol=1e-6,
        discrete_features="auto",
        discrete_target="auto",
        strategy="quantile",
        n_bins="auto",
        levels="presence",
        missing="error",
        random_state=None,
        n_jobs=None,
    ):
        self.k = k
        self.method = method
        self.relevance_weight = relevance_weight
        self.n_landmarks = n_landmarks
        self.tol = tol
        self.discrete_features = discrete_features
        self.discrete_target = discrete_target
        self.strategy = strategy
        self.n_bins = n_bins
        self.levels = levels
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Weigh the features and select among them.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            Numbers, booleans, strings or categories.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Classes of any kind, numbers, or a multilabel indicator.
        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a sample as that many equal ones.

        Returns
        -------
        self : object
            Fitted selector.

        Raises
        ------
        ValueError
            If X holds missing values and `missing` is "error", y has one class
            only, `k` or `n_landmarks` is larger than the number of features, there
            are too many pairs of features, or lengths differ.
        TypeError
            If X or y is a Dask collection, or holds what is neither a number nor a
            string.
        MemoryError
            If the joint table of X and y would be larger than the memory.
        """
        caller = type(self).__name__
        X, target, weights = self._read(X, y, sample_weight)
        target = target.joined()
        n_to_select(self.k, X.shape[1], caller)  # before the work
        self._check_pairs(X.shape[1])
        with Threads(self.n_jobs) as threads:
            table = self._encode(X, target.codes, weights, threads)
        if isinstance(table, SparseTable):
            table = _as_dense(table, caller)
        codes = table.codes
        counts = count_classes(
            table, target, weights=weights, caller=caller, n_jobs=self.n_jobs
        )
        self.scores_, _ = counts.information()

        def pairs(Y=None, given=None):
            """I of all columns with all or some of them."""
            return mutual_information_matrix(
                codes,
                Y,
                given=given,
                estimator="plugin",
                sample_weight=weights,
                n_jobs=self.n_jobs,
            )

        if self.method == "qpfs":
            self.weights_, last = self._qpfs(pairs, codes, counts.entropies()[0])
        else:
            synergy = pairs(given=target.codes) - pairs()
            self.weights_ = _leading_vector(synergy, self.scores_)
            last = np.zeros_like(self.weights_)
        keys = -self.scores_, last, -self.weights_
        self._order = np.lexsort([key.round(DECIMALS) for key in keys])
        self._ranked_k = self.k
        self.ranking_ = self._ranking()
        self.selection_scores_ = self.weights_[self.ranking_]
        self.n_features_to_select_ = self.ranking_.size
        return self

    def _check_pairs(self, n_features):
        caller, landmarks = type(self).__name__, self.n_landmarks
        if landmarks is not None and self.method != "qpfs":
            raise ValueError(
                f"{caller}: n_landmarks={landmarks} is for method='qpfs' only."
            )
        if self.relevance_weight != "auto" and self.method != "qpfs":
            raise ValueError(
                f"{caller}: relevance_weight={self.relevance_weight} is for "
                "method='qpfs' only."
            )
        if landmarks is not None and landmarks > n_features:
            raise ValueError(
                f"{caller}: n_landmarks={landmarks}, but X has {n_features} features."
            )
        n_pairs = n_features * (landmarks or n_features)
        if n_pairs > MAX_PAIRS:
            raise ValueError(
                f"{caller}: X has {n_features} features, and the information of "
                f"{n_pairs:,} pairs would not fit ({MAX_PAIRS:,} are the limit). "
                "Select fewer features first, for instance by MIFeatureSelector("
                "k=5000), use FCBF, or method='qpfs' with n_landmarks of at most "
                f"{MAX_PAIRS // n_features}."
            )

    def _qpfs(self, pairs, codes, entropies):
        """The minimum of redundancy less relevance, and its gradient."""
        n = codes.shape[1]
        if self.n_landmarks is None:
            R = pairs()
            mean = R.mean()
            # A bound of the eigenvalues of a matrix that is not negative.
            curvature = R.sum(axis=0).max()

            def product(w):
                return R @ w

        else:
            rng = check_random_state(self.random_state)
            landmarks = np.sort(rng.permutation(n)[: self.n_landmarks])
            R = pairs(codes[:, landmarks])
            mean = R.mean()
            # R ~ C W^-1 C' = F F', with W the pairs of landmarks
            values, vectors = eigh(R[landmarks])
            kept = values > 1e-10 * max(values[-1], 0.0)
            F = R @ (vectors[:, kept] / np.sqrt(values[kept]))
            # Else what is no landmark would seem to know little of itself.
            rest = np.maximum(entropies - np.einsum("ij,ij->i", F, F), 0.0)
            curvature = rest.max() + (np.linalg.norm(F, 2) ** 2 if F.size else 0.0)

            def product(w):
                return F @ (F.T @ w) + rest * w

        a = self.relevance_weight
        if a == "auto":
            both = mean + self.scores_.mean()
            a = mean / both if both > 0 else 0.5
        weights, gradient, gap = minimize_on_simplex(
            lambda w: (1 - a) * product(w),
            a * self.scores_,
            (1 - a) * curvature,
            tol=self.tol,
            max_iter=MAX_ITER,
        )
        if gap > self.tol:
            warnings.warn(
                f"{type(self).__name__}: the quadratic program is {gap:.2g} nats from "
                f"its minimum after {MAX_ITER} iterations; tol is {self.tol:g}.",
                ConvergenceWarning,
                stacklevel=3,
            )
        return weights, gradient

    def _ranking(self):
        n = n_to_select(self.k, self.weights_.size, type(self).__name__)
        return self._order[:n]

    def _chosen(self):
        return self._ranking() if self._k_changed(self._ranked_k) else self.ranking_


def _leading_vector(synergy, relevance):
    """Leading eigenvector of Q, from I(Xi; Xj | Y) - I(Xi; Xj) and I(Xi; Y)."""
    # I(Xi; Y | Xj) = I(Xi; Y) + I(Xi; Xj | Y) - I(Xi; Xj)
    Q = synergy
    Q += (relevance[:, None] + relevance) / 2
    np.fill_diagonal(Q, relevance)
    np.maximum(Q, 0.0, out=Q)  # which it is but for rounding
    n = len(Q)
    even = np.full(n, n**-0.5)
    # An eigenvector above 0 leads, if not alone: where every column determines y, Q is
    # a multiple of the identity, and where all are constant, 0.
    image = Q @ even
    if np.allclose(image, image.mean(), rtol=EQUAL, atol=0.0):
        return even
    if n < LEAST_LANCZOS:
        _, vector = eigh(Q, subset_by_index=[n - 1, n - 1])
    else:
        _, vector = eigsh(Q, k=1, which="LA", v0=even)
    return np.abs(vector[:, 0])


def _as_dense(table, caller):
    """An EncodedTable of a sparse one, whose absences are level 0."""
    n_samples, n_features = table.shape
    if n_samples * n_features > memory():
        raise MemoryError(
            f"{caller}: a sparse X of shape {table.shape} would be encoded in "
            f"{n_samples * n_features / 1e9:.0f} GB. Select fewer features first, for "
            "instance by MIFeatureSelector(k=5000), or use FCBF."
        )
    codes = np.empty(table.shape, dtype=np.uint8, order="F")
    for j in range(n_features):
        codes[:, j] = table.codes(j)
    return EncodedTable(codes, np.full(n_features, table.n_levels + 1))

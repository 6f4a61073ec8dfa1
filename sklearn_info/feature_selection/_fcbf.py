"""Fast correlation-based filter: relevant features that no better one stands for."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np

from sklearn_info.feature_selection._base import BaseInformationSelector
from sklearn_info.feature_selection._candidates import make_candidates
from sklearn_info.feature_selection._class_counts import count_classes
from sklearn_info.feature_selection._information_in_parts import information_in_parts
from sklearn_info.feature_selection._ranking import best_first
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    Threads,
    fit_context,
)

# What is equal but for rounding is equal: sums of at most some thousands of c log c,
# each exact to 1e-16 relative.
ROUNDING = 1e-12


class FCBF(BaseInformationSelector):
    r"""Select relevant features of which no better one says as much.

    The fast correlation-based filter [1]_ ranks the features by their symmetrical
    uncertainty with the target,

    .. math:: SU(X, Y) = \frac{2\, I(X; Y)}{H(X) + H(Y)} \in [0, 1],

    and goes down the ranking: the best feature is selected, and each feature X of
    those that follow is removed if the selected S knows it as well as it knows the
    target, SU(X, S) >= SU(X, Y); then the best of the rest, and so on. The number of
    features follows from the data.

    Only pairs with a selected feature are counted, so that it suits tables of very
    many columns. Sparse matrices are taken as text, as by
    :class:`MIFeatureSelector`, and are never made dense.

    Parameters
    ----------
    threshold : float, default=0.0
        Features whose symmetrical uncertainty with the target is not above it are
        not relevant. If all are not, the best one is selected, and a warning says so.

    max_features : int, default=None
        Stop after that many features; None goes on to the end.

    discrete_features : "auto", bool, or array-like, default="auto"
        Which columns of dense input are discrete: a mask, indices, or names. The
        others are binned. By default booleans, strings and categories are, and
        columns of numbers at most max(10, sqrt(n_samples)) of which are distinct.

    discrete_target : "auto" or bool, default="auto"
        Whether y holds classes; a continuous y is binned. By default whole numbers
        are classes unless more than 50 are distinct, and more than a quarter of
        the samples.

    strategy : {"quantile", "uniform", "mdlp"}, default="quantile"
        Bins of equal frequency, of equal width, or those of
        :class:`~sklearn_info.preprocessing.MDLPDiscretizer`, which look at y.

    n_bins : "auto" or int, default="auto"
        Number of bins; by default 3 below 300 samples and 5 above.

    levels : {"presence", "counts", "quantiles"}, default="presence"
        Levels of the columns of a sparse matrix: present or not; 0, 1, or 2 and
        more; or absent and the thirds of the stored values of the column.

    missing : {"error", "level"}, default="error"
        Whether a missing value in dense input is an error or a level of its own.

    n_jobs : int, default=None
        Number of threads over ranges of columns, or the classes of sparse input; None
        is one unless in a :func:`joblib.parallel_config` context.

    Attributes
    ----------
    scores_ : ndarray of shape (n_features,)
        Mutual information of each feature with y, in nats.

    symmetrical_uncertainty_ : ndarray of shape (n_features,)
        SU of each feature and y, which has no unit.

    ranking_ : ndarray of shape (`n_features_to_select_`,)
        Indices of the selected features in the order chosen; ties go to the
        lowest index.

    selection_scores_ : ndarray of shape (`n_features_to_select_`,)
        Symmetrical uncertainty of each feature of `ranking_` and y.

    n_features_to_select_ : int
        Number of features selected.

    n_features_in_ : int
        Number of features seen during fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, if X has names that are all strings.

    See Also
    --------
    MIFeatureSelector : Each feature by itself; redundant ones are kept.
    MarkovBlanketSelector : What tells more given all that is selected.

    Notes
    -----
    A multilabel y is one target, each set of labels a class.

    The plug-in estimate of a feature that is independent of y is not 0 but
    (levels - 1)(classes - 1) / 2n on average: with a threshold of 0 no noise is
    irrelevant, and little of it redundant. `symmetrical_uncertainty_` shows where
    the noise ends.

    References
    ----------
    .. [1] Yu, L. and Liu, H. (2003). "Feature selection for high-dimensional data: a
       fast correlation-based filter solution". Proceedings of ICML, 856-863.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn_info.feature_selection import FCBF
    >>> X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    >>> selector = FCBF(threshold=0.05).fit(X, y)
    >>> X.columns[selector.ranking_[:3]].tolist()
    ['worst perimeter', 'mean concave points', 'area error']
    >>> selector.transform(X).shape
    (569, 5)
    """

    _parameter_constraints: dict = {
        "threshold": [Interval(Real, 0, 1, closed="left")],
        "max_features": [Interval(Integral, 1, None, closed="left"), None],
        **BaseInformationSelector._parameter_constraints,
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        threshold=0.0,
        *,
        max_features=None,
        discrete_features="auto",
        discrete_target="auto",
        strategy="quantile",
        n_bins="auto",
        levels="presence",
        missing="error",
        n_jobs=None,
    ):
        self.threshold = threshold
        self.max_features = max_features
        self.discrete_features = discrete_features
        self.discrete_target = discrete_target
        self.strategy = strategy
        self.n_bins = n_bins
        self.levels = levels
        self.missing = missing
        self.n_jobs = n_jobs

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Select the features.

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
            only, or lengths differ.
        TypeError
            If X or y is a Dask collection, or holds what is neither a number nor a
            string.
        """
        caller = type(self).__name__
        X, target, weights = self._read(X, y, sample_weight)
        target = target.joined()
        with Threads(self.n_jobs) as threads:
            table = self._encode(X, target.codes, weights, threads)
        options = {"weights": weights, "n_jobs": self.n_jobs}
        if isinstance(table, SparseTable):
            counts = count_classes(table, target, caller=caller, **options)
            self.scores_, _ = counts.information()
            entropies, of_y = counts.entropies()
        else:
            found = information_in_parts(table, target, **options)
            self.scores_, entropies, of_y = found
        uncertainty = 2.0 * self.scores_ / (entropies + of_y)
        self.symmetrical_uncertainty_ = uncertainty
        n_relevant = np.count_nonzero(uncertainty > self.threshold + ROUNDING)
        if n_relevant == 0:
            warnings.warn(
                f"{caller}: no feature has a symmetrical uncertainty with y above "
                f"threshold={self.threshold:g}; the best one is kept.",
                UserWarning,
                stacklevel=2,
            )
        order = best_first(uncertainty, max(n_relevant, 1))
        candidates = make_candidates(table, order, weights, self.n_jobs)
        self.ranking_ = self._predominant(candidates, order, uncertainty, entropies)
        self.selection_scores_ = uncertainty[self.ranking_]
        self.n_features_to_select_ = self.ranking_.size
        return self

    def _predominant(self, candidates, order, uncertainty, entropies):
        """The candidates that no better one that is kept stands for."""
        selected = []
        most = order.size if self.max_features is None else self.max_features
        while order.size and len(selected) < most:
            first, others = order[0], order[1:]
            selected.append(first)
            if others.size == 0:
                break
            shared = 2.0 * candidates.information()
            shared /= entropies[first] + entropies[others]
            kept = np.flatnonzero(shared < uncertainty[others] - ROUNDING)
            order = others[kept]
            candidates.keep(1 + kept)
        return np.array(selected)

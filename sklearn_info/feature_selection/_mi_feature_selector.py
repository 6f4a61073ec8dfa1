"""Selection of the features that tell most about the target, each by itself."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings
from dataclasses import replace

import numpy as np
from scipy.sparse import issparse
from sklearn.utils.metaestimators import available_if

from sklearn_info.feature_selection._base import BaseInformationSelector
from sklearn_info.feature_selection._class_counts import (
    check_alike,
    count_classes,
    sizes_of_parts,
)
from sklearn_info.feature_selection._measured_table import (
    measured_table,
    refuse_automatic_k,
    relevances,
)
from sklearn_info.feature_selection._ranking import (
    best_first,
    in_turns,
    n_to_select,
    significant,
)
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.measures import DISCRETE_ESTIMATORS
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    Threads,
    fit_context,
    is_sparse,
)


class MIFeatureSelector(BaseInformationSelector):
    r"""Select the features whose mutual information with the target is largest.

    The score of a feature is

    .. math:: I(X; Y) = \sum_{x, y} p(x, y) \log \frac{p(x, y)}{p(x) p(y)}

    in nats, from the counts of its levels in each class, or by a `measure` that takes
    numbers as they are: nearest neighbours, or a Gaussian copula. Nothing is random,
    and a constant feature scores exactly 0.

    Sparse matrices are taken as text: by default a feature is the presence of a
    word, since the many distinct weights of tf-idf would make noise look
    informative. Of dense input, a column is discrete or continuous as described under
    `discrete_features`; a continuous one is cut into bins that are learned from what
    `fit` sees, unless `measure` says otherwise.

    Parameters
    ----------
    k : int, float, "all" or "auto", default="auto"
        Features to keep: their number, their share in (0, 1], or all of them.
        "auto" keeps those whose information is significant at the false discovery
        rate `alpha`, and at least one. May be changed without a new fit.

    alpha : float, default=0.05
        False discovery rate of k="auto": a test of independence for each feature, see
        Notes, and the procedure of Benjamini and Hochberg [2]_.

    per_class : bool, default=False
        Let the classes choose in turn, the largest first, each the feature with
        the most information on that class against the rest. This is the fair
        choice for many or unbalanced classes, of which the large ones would
        otherwise have most of the features.

    measure : {"discrete", "neighbors", "gaussian_copula", "auto"}, default="discrete"
        What continuous columns, and a continuous y, are measured by:

        - "discrete": their bins. Quick and robust, for weak dependence of any form,
          and the only measure of sparse input, missing values, and corrected counts.
        - "neighbors": the distances to nearest neighbours [3]_, [4]_, which lose
          nothing to bins. The scores are those of
          :func:`~sklearn.feature_selection.mutual_info_classif` and
          :func:`~sklearn.feature_selection.mutual_info_regression` without their
          noise, raised to 0 like these; discrete columns are counted, and rounded
          numbers with ties are taken as what they are [5]_.
        - "gaussian_copula": the ranks of all columns as normal numbers, whose
          information has a closed form [6]_; with classes, of their own mean and
          variance in each class. Sees no dependence but in the order, or in the mean
          and the spread of classes, may be negative, and has p-values.
        - "auto": "neighbors", or "discrete" if X is sparse or what is asked for needs
          counts: ``k="auto"``, `sample_weight`, ``missing="level"``, or an `estimator`
          other than the plug-in.

    n_neighbors : int, default=3
        Neighbours that measure="neighbors" looks at: more lower the variance, and
        raise the bias.

    estimator : str, default="plugin"
        Estimator of the entropies in H(X) + H(Y) - H(X, Y): "plugin",
        "miller_madow", "grassberger", "jackknife", "chao_shen", "chao_wang_jost",
        "james_stein", "nsb" or "bayes". The plug-in favours features of many levels
        in few samples; the others correct this, and may give negative scores. The
        first four cost the same.

    discrete_features : "auto", bool, or array-like, default="auto"
        Which columns of dense input are discrete: a mask, indices, or names. The
        others are continuous. By default booleans, strings and categories are, and
        columns of numbers at most max(10, sqrt(n_samples)) of which are distinct.
        Not for measure="gaussian_copula", which ranks all.

    discrete_target : "auto" or bool, default="auto"
        Whether y holds classes, or is continuous. By default whole numbers
        are classes unless more than 50 are distinct, and more than a quarter of
        the samples.

    strategy : {"quantile", "uniform", "mdlp"}, default="quantile"
        Of measure="discrete": bins of equal frequency, of equal width, or those of
        :class:`~sklearn_info.preprocessing.MDLPDiscretizer`, which look at y.

    n_bins : "auto" or int, default="auto"
        Of measure="discrete": number of bins; by default 3 below 300 samples and 5
        above.

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
        Mutual information of each feature with y, in nats. Of a multilabel y, the
        sum over its labels.

    class_scores_ : ndarray of shape (n_classes, n_features)
        Mutual information with being of each class or not, in nats, if `per_class`.

    pvalues_ : ndarray of shape (n_features,)
        If k="auto", p-values of the test in the Notes, or of
        measure="gaussian_copula" those of a correlation or of a comparison of means and
        variances. With `per_class` or a multilabel y that of the best class, times the
        number of classes.

    ranking_ : ndarray of shape (`n_features_to_select_`,)
        Indices of the selected features in the order chosen; ties go to the
        lowest index.

    selection_scores_ : ndarray of shape (`n_features_to_select_`,)
        Score of each feature of `ranking_` when it was chosen.

    n_features_to_select_ : int
        Number of features selected by the fit, whatever `k` is set afterwards.

    classes_ : ndarray of shape (n_classes,)
        Labels of the classes, unless y is continuous.

    n_features_in_ : int
        Number of features seen during fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, if X has names that are all strings.

    See Also
    --------
    SequentialMISelector : Each feature given those before it.
    SelectionPathCV : How many features, by cross-validation.
    sklearn_info.measures.mutual_information : The measure of two variables.
    sklearn.feature_selection.SelectKBest : Selection by any score function.

    Notes
    -----
    The score of a feature does not depend on the other features: of two that say
    the same, both are kept.

    The test of k="auto" is the G-test [1]_ of 2 n I, with the plug-in estimate whatever
    `estimator` is. Of many rare levels, such as names, G is too large by chance alone;
    so Pearson's statistic times (n - 1) / n, whose mean is exact, is compared where it
    is less.

    Equal numbers share a rank of the Gaussian copula; beside classes they have the
    variance that their ranks would have had, so that a column which is constant in a
    class is not infinitely informative. Classes of fewer than 4 samples are left out
    there, and of one sample by neighbours.

    References
    ----------
    .. [1] Woolf, B. (1957). "The log likelihood ratio test (the G-test)". Annals
       of Human Genetics 21(4), 397-409.
    .. [2] Benjamini, Y. and Hochberg, Y. (1995). "Controlling the false discovery
       rate". Journal of the Royal Statistical Society B 57(1), 289-300.
    .. [3] Ross, B. C. (2014). "Mutual information between discrete and continuous
       data sets". PLoS ONE 9(2), e87357.
    .. [4] Kraskov, A., Stögbauer, H. and Grassberger, P. (2004). "Estimating mutual
       information". Physical Review E 69, 066138.
    .. [5] Mesner, O. C. and Shalizi, C. R. (2020). "Conditional mutual information
       estimation for mixed, discrete and continuous data". IEEE Transactions on
       Information Theory 67(1), 464-484.
    .. [6] Ince, R. A. A. et al. (2017). "A statistical framework for neuroimaging data
       analysis based on mutual information estimated via a Gaussian copula". Human
       Brain Mapping 38(3), 1541-1573.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn_info.feature_selection import MIFeatureSelector
    >>> X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    >>> selector = MIFeatureSelector(k=3).fit(X, y)
    >>> selector.get_feature_names_out().tolist()
    ['mean concave points', 'worst perimeter', 'worst area']
    >>> selector.transform(X).shape
    (569, 3)

    In place of ``SelectKBest(mutual_info_classif, k=3)``:

    >>> selector = MIFeatureSelector(k=3, measure="neighbors").fit(X, y)
    >>> selector.get_feature_names_out().tolist()
    ['worst radius', 'worst perimeter', 'worst area']
    """

    _parameter_constraints: dict = {
        **BaseInformationSelector._parameter_constraints,
        "k": [
            Interval(Integral, 1, None, closed="left"),
            Interval(Real, 0, 1, closed="right"),
            StrOptions({"all", "auto"}),
        ],
        "alpha": [Interval(Real, 0, 1, closed="neither")],
        "per_class": ["boolean"],
        "estimator": [StrOptions(set(DISCRETE_ESTIMATORS))],
        "measure": [StrOptions({"auto", "discrete", "neighbors", "gaussian_copula"})],
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        k="auto",
        *,
        alpha=0.05,
        per_class=False,
        measure="discrete",
        n_neighbors=3,
        estimator="plugin",
        discrete_features="auto",
        discrete_target="auto",
        strategy="quantile",
        n_bins="auto",
        levels="presence",
        missing="error",
        n_jobs=None,
    ):
        self.k = k
        self.alpha = alpha
        self.per_class = per_class
        self.measure = measure
        self.n_neighbors = n_neighbors
        self.estimator = estimator
        self.discrete_features = discrete_features
        self.discrete_target = discrete_target
        self.strategy = strategy
        self.n_bins = n_bins
        self.levels = levels
        self.missing = missing
        self.n_jobs = n_jobs

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Score the features and select among them.

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
            only, k is larger than the number of features, options do not go
            together, or lengths differ.
        TypeError
            If X or y is a Dask collection, or holds what is neither a number nor a
            string.
        MemoryError
            If the joint table of X and y would be larger than the memory.
        """
        measure = self._measure(X, sample_weight)
        X, target, weights = self._read(
            X, y, sample_weight, binned=measure == "discrete"
        )
        n_to_select(self.k, X.shape[1], type(self).__name__)  # before the work
        if measure != "discrete":
            return self._fit_measured(X, target, weights, measure)
        with Threads(self.n_jobs) as threads:
            table = self._encode(X, target.codes, weights, threads)
        if self.k == "auto":
            self._check_tested(table, weights)
        counts = self._count(table, target, weights)
        self._select(counts, target)
        # Kept for partial_fit, unless there are bins, which it could not learn.
        self._partial_counts = None if table.binned or target.binned else counts
        return self

    def _counts(self):
        """Whether parts can be added up; the error of `available_if` says why not."""
        if self.measure == "discrete":
            return True
        raise AttributeError(
            f"{type(self).__name__}: partial_fit adds up counts, which measure="
            f"{self.measure!r} does not make; use measure='discrete', or call fit."
        )

    @available_if(_counts)
    @fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y, sample_weight=None):
        """Add samples to the counts, then score and select again.

        Only of measure="discrete".

        The result is that of `fit` on all samples so far: new levels and classes
        may come with any part. Columns cannot be binned by parts: those of dense
        input must be discrete, and y must hold classes.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            A part of the samples.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Classes or a multilabel indicator.
        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a sample as that many equal ones.

        Returns
        -------
        self : object
            Fitted selector.

        Raises
        ------
        ValueError
            As of `fit`; if a column or y would be binned, or if the parts differ in
            kind.
        TypeError, MemoryError
            As of `fit`.
        """
        so_far = getattr(self, "_partial_counts", None)
        first = so_far is None
        if first and hasattr(self, "scores_"):
            raise ValueError(
                f"{type(self).__name__}: partial_fit cannot add to a fit that binned "
                "some columns or y; bin them first, or start with partial_fit."
            )
        X, target, weights = self._read(X, y, sample_weight, reset=first, n_least=1)
        n_to_select(self.k, X.shape[1], type(self).__name__)
        if target.binned:
            raise ValueError(
                f"{type(self).__name__}: partial_fit cannot bin a continuous y by "
                "parts; pass classes, or call fit."
            )
        if issparse(X) and self.levels == "quantiles":
            raise ValueError(
                f"{type(self).__name__}: levels='quantiles' cannot be learned by "
                "parts; use 'presence' or 'counts', or call fit."
            )
        with Threads(self.n_jobs) as threads:
            table = self._encode(X, None, weights, threads, by_parts=True)
        counts = self._count(table, target, weights)
        if not first:
            counts, target = self._add(counts, target, so_far)
        self._select(counts, target)
        self._partial_counts = counts  # unless they were refused
        return self

    def _add(self, counts, target, so_far):
        """Counts so far and those of a part, each with the classes of both."""
        caller = type(self).__name__
        so_far.check_addable(counts, self.levels, caller)
        check_alike(self.classes_, target.classes, "y", caller)
        classes = np.union1d(self.classes_, target.classes)
        both = [
            part.with_classes(np.searchsorted(classes, own), classes.size)
            for part, own in ((so_far, self.classes_), (counts, target.classes))
        ]
        return both[0] + both[1], replace(target, classes=classes)

    def _measure(self, X, sample_weight):
        """The measure that is asked for, or that "auto" stands for."""
        if self.measure != "auto":
            return self.measure
        counts = (
            is_sparse(X)
            or sample_weight is not None
            or self.k == "auto"
            or self.missing == "level"
            or self.estimator != "plugin"
        )
        return "discrete" if counts else "neighbors"

    def _fit_measured(self, X, target, weights, measure):
        """Score the features by a measure that compares numbers."""
        if self.k == "auto" and measure == "neighbors":
            refuse_automatic_k(type(self).__name__)
        with Threads(self.n_jobs) as threads:
            table = measured_table(self, X, target, weights, measure, threads)
            # As scikit-learn's, estimates below 0 are 0.
            least = 0.0 if measure == "neighbors" else -np.inf
            scores, class_scores, pvalues = relevances(
                table, target, self.per_class, least
            )
        n = X.shape[0] if weights is None else weights.sum()
        sizes = sizes_of_parts(target.sizes(weights), n) if self.per_class else None
        self._partial_counts = None
        if self.k != "auto":
            pvalues = None
        return self._keep(scores, class_scores, sizes, target, pvalues)

    def _count(self, table, target, weights):
        counts = count_classes(
            table,
            target,
            weights=weights,
            caller=type(self).__name__,
            n_jobs=self.n_jobs,
        )
        if table.binned or isinstance(table, SparseTable):
            return counts
        return replace(counts, levels=table.level_values())

    def _select(self, counts, target):
        """Score the features by their counts, and rank those to keep."""
        counts = counts.for_estimator(self.estimator, type(self).__name__)
        scores, occupied = counts.information(self.estimator)
        class_scores = pvalues = None
        if self.per_class:
            class_scores = counts.information_per_class(self.estimator)
        if self.k == "auto":
            by_class = self.per_class or counts.multilabel
            plugin = scores if not by_class else class_scores
            if plugin is None or self.estimator != "plugin":
                plugin = (
                    counts.information_per_class()
                    if by_class
                    else counts.information()[0]
                )
            pvalues = counts.pvalues(plugin, occupied, per_class=by_class)
        sizes = sizes_of_parts(counts.class_totals, counts.n)
        return self._keep(scores, class_scores, sizes, target, pvalues)

    def _keep(self, scores, class_scores, sizes, target, pvalues):
        """Rank by the scores of all features, and of each class if asked for."""
        self._forget("class_scores_", "pvalues_", "classes_")
        self.scores_ = scores
        if self.per_class:
            self.class_scores_ = class_scores
        if not target.binned and target.numbers is None:
            self.classes_ = target.classes
        self._sizes = sizes
        self._significant = None
        if pvalues is not None:
            self.pvalues_ = pvalues
            self._significant = significant(pvalues, self.alpha)
        self.ranking_, self.selection_scores_ = self._rank()
        self._ranked_k = self.k
        self.n_features_to_select_ = self.ranking_.size
        return self

    def _rank(self):
        """The features to keep in the order chosen, and the score of each."""
        if self.k != "auto":
            n = n_to_select(self.k, self.scores_.size, type(self).__name__)
            return self._best(slice(None), n)
        if self._significant is None:
            raise ValueError(
                f"{type(self).__name__}: k='auto' needs the p-values of a fit with "
                "k='auto'; fit again."
            )
        allowed = np.flatnonzero(self._significant)
        if allowed.size == 0:
            warnings.warn(
                f"{type(self).__name__}: no feature is significant at alpha="
                f"{self.alpha:g}; the best one is kept.",
                UserWarning,
                stacklevel=3,
            )
            return self._best(slice(None), 1)
        return self._best(allowed, allowed.size)

    def _best(self, allowed, n):
        """The n best among some features, and their scores."""
        if hasattr(self, "class_scores_"):
            chosen, scores = in_turns(self.class_scores_[:, allowed], self._sizes, n)
        else:
            chosen = best_first(self.scores_[allowed], n)
            scores = self.scores_[allowed][chosen]
        return np.arange(self.scores_.size)[allowed][chosen], scores

    def _chosen(self):
        return self._rank()[0] if self._k_changed(self._ranked_k) else self.ranking_

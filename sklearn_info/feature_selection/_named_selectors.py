"""The greedy selectors with the criterion fixed."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.feature_selection._base_sequential import BaseSequentialSelector
from sklearn_info.feature_selection._sequential_selector import SequentialMISelector
from sklearn_info.feature_selection._shared_docs import with_docs_of
from sklearn_info.utils import StrOptions


@with_docs_of(SequentialMISelector)
class MRMR(BaseSequentialSelector):
    r"""Select features by largest relevance and least redundancy.

    Of the features not selected yet, the next is that of the largest

    .. math:: I(X; Y) - \frac{1}{|S|} \sum_S I(X; S)

    in nats, where :math:`S` are those selected: it tells much about the target, and
    little that they tell. The choice for wide data with few samples.

    Parameters
    ----------
    k : int, float, "all" or "auto", default="auto"
        Features to select: their number, their share in (0, 1], or all of them.
        "auto" stops when the best candidate tells nothing more. A smaller k may be
        set after fit, without a new one.

    form : {"difference", "quotient"}, default="difference"
        Whether the redundancy is subtracted (MID) or divides (MIQ), which takes the
        plug-in estimator: others may be 0 or less.

    redundancy : {"mean", "max", "normalized"}, default="mean"
        The mean over the selected features, the largest, or the mean of
        :math:`I(X; S) / \min(H(X), H(S))`, which is NMIFS.

    alpha, start, exclude, groups, per_class, measure, n_neighbors, estimator, \
            discrete_features, discrete_target, strategy, n_bins, levels, missing, \
            memory, n_jobs, verbose
        See :class:`SequentialMISelector`.

    Attributes
    ----------
    ranking_, selection_scores_, selection_path_, scores_, class_scores_, \
            pvalues_, n_features_to_select_, classes_, n_features_in_, \
            feature_names_in_
        See :class:`SequentialMISelector`.

    See Also
    --------
    SequentialMISelector : The same with any criterion.

    References
    ----------
    .. [1] Peng, H., Long, F. and Ding, C. (2005). "Feature selection based on mutual
       information: criteria of max-dependency, max-relevance, and min-redundancy".
       IEEE PAMI 27(8), 1226-1238.
    .. [2] Estevez, P. A., Tesmer, M., Perez, C. A. and Zurada, J. M. (2009).
       "Normalized mutual information feature selection". IEEE TNN 20(2), 189-201.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn_info.feature_selection import MRMR
    >>> X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    >>> MRMR(k=3).fit(X, y).get_feature_names_out().tolist()
    ['mean concave points', 'worst perimeter', 'worst smoothness']
    """

    criterion = "mrmr"

    _parameter_constraints: dict = {
        **BaseSequentialSelector._parameter_constraints,
        "form": [StrOptions({"difference", "quotient"})],
        "redundancy": [StrOptions({"mean", "max", "normalized"})],
    }

    def __init__(
        self,
        k="auto",
        *,
        form="difference",
        redundancy="mean",
        alpha=0.05,
        start=None,
        exclude=None,
        groups=None,
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
        memory=None,
        n_jobs=None,
        verbose=0,
    ):
        self.k = k
        self.form = form
        self.redundancy = redundancy
        self.alpha = alpha
        self.start = start
        self.exclude = exclude
        self.groups = groups
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
        self.memory = memory
        self.n_jobs = n_jobs
        self.verbose = verbose


@with_docs_of(SequentialMISelector)
class JMI(BaseSequentialSelector):
    r"""Select features by their joint information with each selected one.

    Of the features not selected yet, the next is that of the largest

    .. math:: \sum_S I(X, S; Y)

    in nats, where :math:`S` are those selected. It finds features that tell about
    the target only together, and is the most stable of the family [2]_.

    Parameters
    ----------
    k : int, float, "all" or "auto", default="auto"
        Features to select: their number, their share in (0, 1], or all of them.
        "auto" stops when the best candidate tells nothing more. A smaller k may be
        set after fit, without a new one.

    alpha, start, exclude, groups, per_class, measure, n_neighbors, estimator, \
            discrete_features, discrete_target, strategy, n_bins, levels, missing, \
            memory, n_jobs, verbose
        See :class:`SequentialMISelector`.

    Attributes
    ----------
    ranking_, selection_scores_, selection_path_, scores_, class_scores_, \
            pvalues_, n_features_to_select_, classes_, n_features_in_, \
            feature_names_in_
        See :class:`SequentialMISelector`.

    See Also
    --------
    SequentialMISelector : The same with any criterion.

    References
    ----------
    .. [1] Yang, H. and Moody, J. (1999). "Feature selection based on joint mutual
       information". Advances in Intelligent Data Analysis, 22-25.
    .. [2] Brown, G., Pocock, A., Zhao, M.-J. and Lujan, M. (2012). "Conditional
       likelihood maximisation: a unifying framework for information theoretic
       feature selection". JMLR 13, 27-66.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn_info.feature_selection import JMI
    >>> X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    >>> JMI(k=3).fit(X, y).get_feature_names_out().tolist()
    ['worst perimeter', 'worst area', 'worst smoothness']
    """

    criterion = "jmi"

    _parameter_constraints: dict = {
        **BaseSequentialSelector._parameter_constraints,
    }

    def __init__(
        self,
        k="auto",
        *,
        alpha=0.05,
        start=None,
        exclude=None,
        groups=None,
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
        memory=None,
        n_jobs=None,
        verbose=0,
    ):
        self.k = k
        self.alpha = alpha
        self.start = start
        self.exclude = exclude
        self.groups = groups
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
        self.memory = memory
        self.n_jobs = n_jobs
        self.verbose = verbose


@with_docs_of(SequentialMISelector)
class CMIM(BaseSequentialSelector):
    r"""Select features by what they tell beyond each selected one.

    Of the features not selected yet, the next is that of the largest

    .. math:: \min\bigl(I(X; Y), \min_S I(X; Y | S)\bigr)

    in nats, where :math:`S` are those selected: what it tells about the target and
    no single one of them does. The choice for few words of text.

    Parameters
    ----------
    k : int, float, "all" or "auto", default="auto"
        Features to select: their number, their share in (0, 1], or all of them.
        "auto" stops when the best candidate tells nothing more. A smaller k may be
        set after fit, without a new one.

    alpha, start, exclude, groups, per_class, measure, n_neighbors, estimator, \
            discrete_features, discrete_target, strategy, n_bins, levels, missing, \
            memory, n_jobs, verbose
        See :class:`SequentialMISelector`.

    Attributes
    ----------
    ranking_, selection_scores_, selection_path_, scores_, class_scores_, \
            pvalues_, n_features_to_select_, classes_, n_features_in_, \
            feature_names_in_
        See :class:`SequentialMISelector`.

    See Also
    --------
    SequentialMISelector : The same with any criterion.

    References
    ----------
    .. [1] Fleuret, F. (2004). "Fast binary feature selection with conditional mutual
       information". JMLR 5, 1531-1555.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn_info.feature_selection import CMIM
    >>> X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    >>> CMIM(k=3).fit(X, y).get_feature_names_out().tolist()
    ['worst perimeter', 'worst smoothness', 'worst concave points']
    """

    criterion = "cmim"

    _parameter_constraints: dict = {
        **BaseSequentialSelector._parameter_constraints,
    }

    def __init__(
        self,
        k="auto",
        *,
        alpha=0.05,
        start=None,
        exclude=None,
        groups=None,
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
        memory=None,
        n_jobs=None,
        verbose=0,
    ):
        self.k = k
        self.alpha = alpha
        self.start = start
        self.exclude = exclude
        self.groups = groups
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
        self.memory = memory
        self.n_jobs = n_jobs
        self.verbose = verbose

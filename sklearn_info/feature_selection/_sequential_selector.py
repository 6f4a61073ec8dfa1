"""Greedy forward selection by any criterion of the family."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.feature_selection._base_sequential import BaseSequentialSelector
from sklearn_info.feature_selection._criteria import CRITERIA
from sklearn_info.utils import Interval, Real, StrOptions


class SequentialMISelector(BaseSequentialSelector):
    r"""Select features one by one, each the best given those before it.

    With the selected features :math:`S` and the target :math:`Y`, the candidate
    :math:`X` with the largest score is added, until there are `k`:

    =============  ============================================================
    criterion      score of X given S
    =============  ============================================================
    "mim"          :math:`I(X;Y)`
    "mifs"         :math:`I(X;Y) - \beta \sum_S I(X;S)`
    "mrmr"         :math:`I(X;Y) - \operatorname{mean}_S I(X;S)`
    "nmifs"        :math:`I(X;Y) - \operatorname{mean}_S I(X;S) / \min(H(X), H(S))`
    "jmi"          :math:`\sum_S I(X,S;Y)`
    "disr"         :math:`\sum_S I(X,S;Y) / H(X,S,Y)`
    "jmim"         :math:`\min_S I(X,S;Y)`
    "njmim"        :math:`\min_S I(X,S;Y) / H(X,S,Y)`
    "cmim"         :math:`\min(I(X;Y), \min_S I(X;Y|S))`
    "cmi"          :math:`I(X;Y|S_1, S_2, \dots)`
    "icap"         :math:`I(X;Y) - \sum_S \max(0, I(X;S) - I(X;S|Y))`
    "cife"         :math:`I(X;Y) - \beta \sum_S I(X;S) + \gamma \sum_S I(X;S|Y)`
    "condred"      :math:`I(X;Y) + \gamma \sum_S I(X;S|Y)`
    "relax_mrmr"   :math:`I(X;Y) - \operatorname{mean}_S [I(X;S) - I(X;S|Y)]
                   - \operatorname{mean}_{S \ne S'} I(X;S|S')`
    =============  ============================================================

    The first feature is that of the largest :math:`I(X;Y)`. All terms are in nats,
    from counts, or by a `measure` that takes numbers as they are. Equal scores go to
    the lowest index, whatever the machine: sums over counts are exact. Sparse matrices
    are never made dense, and by default a feature is the presence of a word.

    Parameters
    ----------
    criterion : str, default="jmi"
        One of the above.

    k : int, float, "all" or "auto", default="auto"
        Features to select: their number, their share in (0, 1], or all of them.
        "auto" stops when the best candidate cannot be shown to tell more, often after
        two to five features, since each cuts the samples in smaller strata: see Notes.
        To predict, give a number, or find it by `SelectionPathCV`. A smaller k may be
        set after fit, without a new one.

    beta : float, default=None
        Weight of the redundancy of "mifs" and "cife"; 1 by default.

    gamma : float, default=None
        Weight of the conditional redundancy of "cife" and "condred"; 1 by default.

    form : {"difference", "quotient"}, default=None
        Whether "mrmr" and "nmifs" subtract the redundancy (MID, the default) or
        divide by it (MIQ), which takes the plug-in estimator: others may be 0 or less.

    redundancy : {"mean", "max", "normalized"}, default=None
        Redundancy of "mrmr": the mean over the selected features (the default), the
        largest, or the mean of the normalized ones, which is "nmifs".

    alpha : float, default=0.05
        Level of the test of k="auto".

    start : array-like of int or str, default=None
        Features that are selected already, by index or name: the others are chosen
        given these, which count among the `k`.

    exclude : array-like of int or str, default=None
        Features that are not to be selected.

    groups : array-like of shape (n_features,), default=None
        Labels of the features, numbers or names: those of equal label are chosen
        together, such as the indicators of the values of a variable. A group is one
        discrete variable, each combination of values in its columns being a level,
        and one candidate: `k` counts groups, and a feature of `start` or `exclude`
        stands for its group.

    per_class : bool, default=False
        Select for each class against the rest by itself, the classes choosing in
        turn, the largest first: the fair choice for many or unbalanced classes. A
        multilabel y is always treated so, label by label.

    measure : {"discrete", "gaussian_copula", "neighbors"}, default="discrete"
        What continuous columns, and a continuous y, are measured by: see Notes.

        - "discrete": their bins.
        - "gaussian_copula": the ranks of all columns as normal numbers. Not for
          criteria that divide by entropies: "nmifs", "disr" and "njmim".
        - "neighbors": the distances to nearest neighbours, for tables of a few
          hundred columns. Nor for "relax_mrmr" and ``k="auto"``.

    n_neighbors : int, default=3
        Neighbours that measure="neighbors" looks at: more lower the variance, and
        raise the bias.

    estimator : {"plugin", "miller_madow", "grassberger", "jackknife"}, \
            default="plugin"
        Estimator of the entropies that the terms are made of.

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

    memory : str, path or joblib.Memory, default=None
        Folder that keeps rankings for further fits of the same data with another k,
        as in a grid search over k: a smaller k is read from the ranking of a larger
        one, and a larger one goes on where that ended. For this the process also keeps
        its last searches in memory, up to 256 MB, and a new process begins with those
        on disk. Once data are prepared, the search goes on for as long as that took if
        it is asked for less, for the next k to find. Not used, with a warning, if
        k="auto".

    n_jobs : int, default=None
        Threads that steps are shared by where that is worth it, which it seldom is on
        sparse input. None is one, unless in a :func:`joblib.parallel_config` context;
        -1 is one for each processor. The selection does not depend on it.

    verbose : int, default=0
        Whether to print a line for each step.

    Attributes
    ----------
    ranking_ : ndarray of shape (n_features_to_select_,)
        Indices of the selected features in the order chosen; ties go to the
        lowest index. That of a smaller k is its beginning.

    selection_scores_ : ndarray of shape (n_features_to_select_,)
        Score of each feature of `ranking_` when it was chosen; NaN for `start`.

    selection_path_ : structured ndarray of shape (n_features_to_select_,)
        What led to each choice, in nats: "feature", "relevance" I(X; Y),
        "redundancy", the mean of I(X; S) over the S selected before it,
        "conditional_redundancy", the mean of I(X; S | Y), and "score". For "mrmr",
        "mifs" and "nmifs", which do not compare classes, the conditional mean is NaN,
        and for "mim" both are; by "cmi", S is all that is selected, as one variable.
        Where classes choose in turn, S is what the class has chosen, besides `start`.

    scores_ : ndarray of shape (n_features,)
        Relevance of each feature: its mutual information with y, in nats. Of a
        multilabel y, the sum over its labels.

    class_scores_ : ndarray of shape (n_classes, n_features)
        Mutual information with being of each class or not, in nats, if `per_class`
        or with a multilabel y.

    pvalues_ : ndarray
        If k="auto", of each feature after `start`, in the order chosen, times the
        number of candidates that it was the best of, and of classes that choose.

    n_features_to_select_ : int
        Number of features selected by the fit, as of all above.

    classes_ : ndarray of shape (n_classes,)
        Labels of the classes, unless y is continuous.

    n_features_in_ : int
        Number of features seen during fit.

    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, if X has names that are all strings.

    See Also
    --------
    MRMR, JMI, CMIM : The same with the criterion fixed.
    MIFeatureSelector : Each feature by itself.

    Notes
    -----
    Which criterion? For wide data with few samples "mrmr" on three levels; where
    features matter together only, such as a parity, "jmi"; for small selections of
    words "cmim", with `per_class` if there are many classes. See the user guide.

    "relax_mrmr" meets every two selected features as one: k / 2 times as many tables
    as the others, and larger ones.

    With `groups`, `ranking_` holds all features of the first group in rising order,
    then those of the second; `selection_path_` and `selection_scores_` hold one step
    for each group, whose "feature" is its first; and `scores_` are those of the group
    of each feature. The levels of a group are the combinations that occur: exact for
    indicators of one variable, and too many to say anything for a group of a dozen
    binned columns.

    By measure="gaussian_copula" all columns, and a continuous y, are ranked, and their
    normal scores taken as jointly normal; with classes, as normal in each class with
    its own means and covariances [4]_, so that classes may differ in how features go
    together. All terms are then logarithms of what regressions leave unexplained,
    unbiased for normal numbers, and a step costs one product of the table with a
    column, whatever the criterion. Ties and small classes are treated as by
    :class:`MIFeatureSelector`. An exact copy of a selected column counts as 15 nats of
    redundancy, which would be infinite.

    By measure="neighbors" the relevance I(X; Y), I(X; S) and I(X; Y | S) are estimated
    one by one, and the other terms follow from these, as I(X, S; Y) = I(S; Y) +
    I(X; Y | S): by Ross (2014) with classes, Kraskov et al. (2004) and Frenzel and
    Pompe (2007) with numbers, Mesner and Shalizi (2020) with ties, and by counts
    within the levels of what is discrete. They may be negative. A pair of 1,000
    samples takes about a millisecond.

    With k="auto", a candidate is tested for independence of y within the strata of
    equal values of all selected features: the lesser of G and Pearson's statistic [3]_,
    summed over the strata, against chi-square with the degrees of freedom of the levels
    and classes that occur in each. Bins must not have looked at y, as those of
    strategy="mdlp" have. The p-value is multiplied by the number of candidates, and the
    selection ends before the first that exceeds `alpha`; one feature at least is
    kept. With `per_class` or a multilabel y each class tests its own candidates, the
    p-value is multiplied by the number of classes too, and a class that would exceed
    `alpha` takes no further turn. By measure="gaussian_copula" the test is that of a
    partial correlation, or the likelihood ratio of a regression for each class.

    References
    ----------
    .. [1] Brown, G., Pocock, A., Zhao, M.-J. and Lujan, M. (2012). "Conditional
       likelihood maximisation: a unifying framework for information theoretic
       feature selection". JMLR 13, 27-66.
    .. [2] Battiti (1994), MIFS; Yang and Moody (1999), JMI; Fleuret (2004), CMIM;
       Peng, Long and Ding (2005), mRMR; Lin and Tang (2006), CIFE; Meyer, Schretter
       and Bontempi (2008), DISR; Jakulin (2005), ICAP; Estevez et al. (2009), NMIFS;
       Bennasar, Hicks and Setchi (2015), JMIM and NJMIM; Vinh, Zhou, Chan and Bailey
       (2016), RelaxMRMR.
    .. [3] Birch, M. W. (1965). "The detection of partial association, II: the
       general case". Journal of the Royal Statistical Society B 27(1), 111-124.
    .. [4] Ince, R. A. A. et al. (2017). "A statistical framework for neuroimaging data
       analysis based on mutual information estimated via a Gaussian copula". Human
       Brain Mapping 38(3), 1541-1573.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn_info.feature_selection import SequentialMISelector
    >>> X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    >>> selector = SequentialMISelector(criterion="cmim", k=3).fit(X, y)
    >>> selector.get_feature_names_out().tolist()
    ['worst perimeter', 'worst smoothness', 'worst concave points']
    >>> selector.set_params(k=2).transform(X).shape
    (569, 2)

    A number to predict, without bins:

    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True, as_frame=True)
    >>> selector = SequentialMISelector("cmi", measure="gaussian_copula").fit(X, y)
    >>> selector.get_feature_names_out().tolist()
    ['sex', 'bmi', 'bp', 's3', 's5']
    """

    _parameter_constraints: dict = {
        **BaseSequentialSelector._parameter_constraints,
        "criterion": [StrOptions(set(CRITERIA))],
        "beta": [Interval(Real, 0, None, closed="left"), None],
        "gamma": [Interval(Real, 0, None, closed="left"), None],
        "form": [StrOptions({"difference", "quotient"}), None],
        "redundancy": [StrOptions({"mean", "max", "normalized"}), None],
    }

    def __init__(
        self,
        criterion="jmi",
        k="auto",
        *,
        beta=None,
        gamma=None,
        form=None,
        redundancy=None,
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
        self.criterion = criterion
        self.k = k
        self.beta = beta
        self.gamma = gamma
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

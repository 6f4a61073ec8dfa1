"""The best number of features by cross-validation, with one ranking a fold."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from scipy.sparse import issparse
from scipy.stats import rankdata
from sklearn import get_config
from sklearn.base import MetaEstimatorMixin, clone, is_classifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import check_scoring
from sklearn.model_selection import check_cv
from sklearn.utils import Bunch, check_array, get_tags
from sklearn.utils.metadata_routing import (
    MetadataRouter,
    MethodMapping,
    process_routing,
)
from sklearn.utils.parallel import Parallel, delayed
from sklearn.utils.validation import (
    check_consistent_length,
    check_is_fitted,
    has_fit_parameter,
    validate_data,
)

from sklearn_info.feature_selection._base import (
    BaseSelector,
    keep_columns,
)
from sklearn_info.feature_selection._mi_feature_selector import MIFeatureSelector
from sklearn_info.feature_selection._path_folds import score_fold
from sklearn_info.feature_selection._path_numbers import path_numbers
from sklearn_info.feature_selection._predictions import PredictionsMixin
from sklearn_info.utils import (
    HasMethods,
    Integral,
    StrOptions,
    encode_target,
    fit_context,
    is_frame,
    is_lazy,
    is_missing,
)


class SelectionPathCV(PredictionsMixin, MetaEstimatorMixin, BaseSelector):
    r"""Select the number of features by cross-validation along one ranking.

    The features that a selector chooses for some k begin with those that it chooses
    for every smaller k. So each fold is ranked once, for the largest k, and the
    estimator is fitted on the beginnings of the ranking. The scores are those of a
    grid search over k of a pipeline of the selector and the estimator, of which only
    the fits of the estimator remain to be paid.

    Parameters
    ----------
    selector : estimator, default=None
        A selector with a parameter `k`, and after fit `ranking_`, the indices of the
        selected features in the order chosen, such as
        :class:`~sklearn_info.feature_selection.MIFeatureSelector` or
        :class:`~sklearn_info.feature_selection.SequentialMISelector`. It is
        cloned. None is the first of these.

    estimator : estimator, default=None
        Classifier or regressor that is fitted on the selected features. It is cloned.
        None is :class:`~sklearn.linear_model.LogisticRegression`.

    k : "auto" or list of int, float or "all", default="auto"
        Numbers of features to compare, or shares of them in (0, 1]. "auto": 1, 2, 4
        and so on up to the number of features, of at most 1024.

    cv : int, cross-validation generator or iterable, default=None
        As in :class:`~sklearn.model_selection.GridSearchCV`: five folds by default,
        stratified if the estimator is a classifier.

    scoring : str, callable or None, default=None
        Scorer; None is that of the estimator.

    rule : {"best", "one_standard_error"}, default="best"
        Take the number of features with the best mean score, or the smallest whose
        mean score is at most one standard error below it [1]_. The smaller of equals
        in both cases.

    refit : bool, default=True
        Fit selector and estimator on all samples with the number found. Without it
        there are `cv_results_`, `best_k_` and `n_features_` only.

    n_jobs : int, default=None
        Folds that are evaluated at the same time; None is one unless in a
        :func:`joblib.parallel_config` context.

    verbose : int, default=0
        Above 0, a line a fold says how long ranking and fits took.

    Attributes
    ----------
    cv_results_ : dict of ndarrays
        By rising number of features: "n_features", "mean_test_score",
        "std_test_score" (over the folds), "rank_test_score" (1 is the best), and for
        fold i "split{i}_test_score".

    rankings_ : ndarray of shape (n_folds, most features)
        The longest ranking of each fold; those of fewer features are its beginnings.

    best_k_ : int, float or "all"
        The element of `k` that was chosen.

    best_index_ : int
        Its place in `cv_results_`.

    best_score_ : float
        Its mean score over the folds.

    n_features_ : int
        Number of features selected.

    support_ : ndarray of shape (n_features,), bool
        Which features are selected. With `refit` only, as are those below.

    ranking_ : ndarray of shape (`n_features_`,)
        Indices of the selected features in the order chosen.

    selector_ : estimator
        The selector, fitted on all samples with k = `n_features_`.

    estimator_ : estimator
        The estimator, fitted on the selected features of all samples.

    classes_ : ndarray of shape (n_classes,)
        Labels of the classes, if the estimator is a classifier.

    n_features_in_ : int
        Number of features seen during fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, if X has names that are all strings.

    See Also
    --------
    MIFeatureSelector : A selector that ranks each feature by itself.
    SequentialMISelector : One that takes account of those selected before.
    sklearn_info.inspection.SelectionPathDisplay : Plot of the score against k.
    sklearn.feature_selection.RFECV : The same by the weights of the estimator, which
        is fitted once for each step of each fold.

    Notes
    -----
    The test part of a fold takes no part in its ranking. The selected columns are
    given to the estimator in the order of X, and those of a data frame as a frame.

    Without metadata routing, `fit` takes `sample_weight`, for the selector and the
    estimator, and `groups`, for the splitter; the scorer sees no weights. With it,
    any metadata goes to those that have requested it.

    References
    ----------
    .. [1] Breiman, L., Friedman, J. H., Olshen, R. A. and Stone, C. J. (1984).
       "Classification and Regression Trees", section 3.4.3. Wadsworth.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from sklearn_info.feature_selection import MIFeatureSelector, SelectionPathCV
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[1, 3, 10, 30])
    >>> path.fit(X, y).n_features_
    3
    >>> path.cv_results_["mean_test_score"].round(3).tolist()
    [0.914, 0.94, 0.921, 0.939]
    """

    _parameter_constraints: dict = {
        "selector": [HasMethods(["fit", "set_params", "get_params"]), None],
        "estimator": [HasMethods(["fit"]), None],
        "k": [StrOptions({"auto"}), "array-like"],
        "cv": ["cv_object"],
        "scoring": [str, callable, None],
        "rule": [StrOptions({"best", "one_standard_error"})],
        "refit": ["boolean"],
        "n_jobs": [Integral, None],
        "verbose": ["verbose"],
    }

    def __init__(
        self,
        selector=None,
        estimator=None,
        *,
        k="auto",
        cv=None,
        scoring=None,
        rule="best",
        refit=True,
        n_jobs=None,
        verbose=0,
    ):
        self.selector = selector
        self.estimator = estimator
        self.k = k
        self.cv = cv
        self.scoring = scoring
        self.rule = rule
        self.refit = refit
        self.n_jobs = n_jobs
        self.verbose = verbose

    @property
    def _selector(self):
        return MIFeatureSelector() if self.selector is None else self.selector

    @property
    def _estimator(self):
        return LogisticRegression() if self.estimator is None else self.estimator

    @fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y, **params):
        """Find the best number of features, and fit with it.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            What the selector and the estimator take.
        y : array-like of shape (n_samples,) or (n_samples, n_outputs)
            Target.
        **params : dict
            `sample_weight` and `groups`; with metadata routing, what selector,
            estimator, splitter and scorer request.

        Returns
        -------
        self : object
            Fitted estimator.

        Raises
        ------
        ValueError
            If an element of `k` is no number of features, the selector has no `k` or
            ranks too few features or groups of them, or no score is a number.
        TypeError
            If X is a Dask collection, or what is passed besides is not taken.
        """
        X = self._read(X, reset=True, **({"y": None} if y is None else {}))
        y = self._read_y(y)
        check_consistent_length(X, y)
        if self.estimator is None:
            self._check_classes(y)
        for name, values in params.items():
            self._check_length(name, values, X.shape[0])
        params = self._route("fit", params)
        if "k" not in self._selector.get_params():
            raise ValueError(
                f"{type(self).__name__}: selector={self._selector!r:.60} has no "
                "parameter k. Pass a selector such as MIFeatureSelector()."
            )
        if getattr(self._selector, "groups", None) is not None:
            raise ValueError(
                f"{type(self).__name__}: the ranking of a selector with groups is not "
                "one of single features. Search over its k by GridSearchCV; with its "
                "parameter memory each fold is ranked once."
            )
        caller = type(self).__name__
        ks, numbers = path_numbers(self.k, self._selector, X.shape[1], caller)
        cv = check_cv(self.cv, y, classifier=is_classifier(self._estimator))
        scorer = check_scoring(self._estimator, scoring=self.scoring)
        splits = list(cv.split(X, y, **params.splitter.split))
        folds = Parallel(n_jobs=self.n_jobs)(
            delayed(score_fold)(
                self, X, y, scorer, train, test, numbers, params, f"{i}/{len(splits)}"
            )
            for i, (train, test) in enumerate(splits, 1)
        )
        scores = np.array([fold[0] for fold in folds])
        best = self._choose(scores)
        self.cv_results_ = {
            "n_features": np.array(numbers),
            "mean_test_score": scores.mean(axis=0),
            "std_test_score": scores.std(axis=0),
            **{f"split{i}_test_score": fold[0] for i, fold in enumerate(folds)},
            "rank_test_score": _ranks(scores.mean(axis=0)),
        }
        self.rankings_ = np.stack([fold[1][: numbers[-1]] for fold in folds])
        self.best_k_, self.n_features_ = ks[best], numbers[best]
        self.best_index_, self.best_score_ = int(best), scores[:, best].mean()
        self._forget("selector_", "ranking_", "support_", "estimator_")
        if self.refit:
            self.selector_ = self._rank(X, y, numbers[best], params)
            self.ranking_ = self.selector_.ranking_
            self.support_ = np.zeros(X.shape[1], dtype=bool)
            self.support_[self.ranking_] = True
            kept = keep_columns(X, np.flatnonzero(self.support_))
            self.estimator_ = clone(self._estimator)
            self.estimator_.fit(kept, y, **params.estimator.fit)
        return self

    def _read(self, X, reset, **y):
        if is_lazy(X):
            raise TypeError(
                f"{type(self).__name__}: Dask collections are not supported. Pass "
                "X.compute() if it fits in memory."
            )
        if is_frame(X):
            validate_data(self, X, **y, reset=reset, skip_check_array=True)
            return X
        return validate_data(
            self,
            X,
            **y,
            reset=reset,
            accept_sparse="csr",
            dtype=None,
            ensure_all_finite=False,
        )

    def _read_y(self, y):
        caller, plain = type(self).__name__, y if issparse(y) else np.asarray(y)
        if plain.dtype.kind == "O" and any(map(is_missing, plain.ravel().tolist())):
            raise ValueError(f"{caller}: Input y contains missing values.")
        return check_array(
            plain,
            accept_sparse="csr",
            ensure_2d=False,
            dtype=None,
            input_name="y",
            estimator=caller,
        )

    def _check_classes(self, y):
        target = encode_target(y, caller=type(self).__name__, n_least=1)
        if target.numbers is not None:
            raise ValueError(
                f"{type(self).__name__}: Unknown label type: y holds numbers, and "
                "estimator=None is a classifier. Pass a regressor as estimator."
            )

    def _check_length(self, name, values, n_samples):
        """Refuse weights or groups of another length, before folds take parts."""
        known = name in ("sample_weight", "groups") and np.ndim(values) == 1
        if known and len(values) != n_samples:
            raise ValueError(
                f"{type(self).__name__}: {name} has length {len(values)}, and X has "
                f"{n_samples} samples."
            )

    def _rank(self, X, y, k, params):
        """The selector fitted for k features."""
        selector = clone(self._selector).set_params(k=k)
        selector.fit(X, y, **params.selector.fit)
        if not hasattr(selector, "ranking_"):
            raise ValueError(
                f"{type(self).__name__}: selector must say by ranking_ in which order "
                "it chose, as those of sklearn_info.feature_selection do; "
                f"{type(selector).__name__} does not."
            )
        n_ranked = len(selector.ranking_)
        if n_ranked < k:
            raise ValueError(
                f"{type(self).__name__}: {k} features are asked for, but the ranking_ "
                f"of {type(selector).__name__} holds {n_ranked}. Pass smaller k, or a "
                "selector that ranks as many features as its k says."
            )
        return selector

    def _choose(self, scores):
        """Place of the number of features to take, from scores (folds, numbers)."""
        mean = scores.mean(axis=0)
        if np.isnan(mean).all():
            raise ValueError(
                f"{type(self).__name__}: no number of features has a score that is a "
                "number; check scoring, and whether each fold holds all classes."
            )
        if np.isnan(mean).any():
            warnings.warn(
                f"{type(self).__name__}: some numbers of features have a score in some "
                "fold that is no number, and are not chosen.",
                UserWarning,
                stacklevel=4,
            )
        best = np.nanargmax(mean)
        if self.rule == "best" or len(scores) == 1:
            return best
        error = scores[:, best].std(ddof=1) / np.sqrt(len(scores))
        return np.flatnonzero(mean >= mean[best] - error)[0]

    def _get_support_mask(self):
        check_is_fitted(self)
        check_is_fitted(
            self,
            "support_",
            msg="%(name)s was fitted with refit=False, to find n_features_ only. Set "
            "refit=True and fit again.",
        )
        return self.support_

    def _kept(self, X):
        """The columns of X that the estimator was fitted on."""
        kept = self.get_support(indices=True)
        return keep_columns(self._read(X, reset=False), kept)

    def score(self, X, y, **params):
        """Score the estimator by `scoring`.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            As in fit.
        y : array-like of shape (n_samples,) or (n_samples, n_outputs)
            True target.
        **params : dict
            What the scorer takes, such as `sample_weight`.

        Returns
        -------
        score : float
        """
        kept = self._kept(X)
        scorer = check_scoring(self.estimator_, scoring=self.scoring)
        return scorer(self.estimator_, kept, y, **self._route("score", params))

    def _route(self, method, params):
        """Which parameters go where."""
        if get_config()["enable_metadata_routing"]:
            routed = process_routing(self, method, **params)
            return routed if method == "fit" else routed.scorer.score
        if method == "score":
            return params
        weights = {"sample_weight": params.pop("sample_weight", None)}
        groups = {"groups": params.pop("groups", None)}
        if params:
            raise TypeError(
                f"{type(self).__name__}.fit takes sample_weight and groups, got "
                f"{sorted(params)}. Others need "
                "sklearn.set_config(enable_metadata_routing=True)."
            )
        takes = {}
        for name in ("selector", "estimator"):
            takes[name] = {} if weights["sample_weight"] is None else weights
            used = getattr(self, f"_{name}")
            if takes[name] and not has_fit_parameter(used, "sample_weight"):
                raise TypeError(
                    f"{type(self).__name__}: the fit of {name}={used!r:.60} does not "
                    "take sample_weight."
                )
        return Bunch(
            selector=Bunch(fit=takes["selector"]),
            estimator=Bunch(fit=takes["estimator"]),
            splitter=Bunch(split={} if groups["groups"] is None else groups),
            scorer=Bunch(score={}),
        )

    def get_metadata_routing(self):
        """Say where metadata goes, as in scikit-learn's user guide.

        Returns
        -------
        routing : MetadataRouter
        """
        fit = MethodMapping().add(caller="fit", callee="fit")
        return (
            MetadataRouter(owner=self)
            .add(selector=self._selector, method_mapping=fit)
            .add(estimator=self._estimator, method_mapping=fit)
            .add(
                splitter=check_cv(self.cv, classifier=is_classifier(self._estimator)),
                method_mapping=MethodMapping().add(caller="fit", callee="split"),
            )
            .add(
                scorer=check_scoring(self._estimator, scoring=self.scoring),
                method_mapping=MethodMapping()
                .add(caller="fit", callee="score")
                .add(caller="score", callee="score"),
            )
        )

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        both = get_tags(self._selector), get_tags(self._estimator)
        tags.estimator_type = both[1].estimator_type
        tags.classifier_tags = both[1].classifier_tags
        tags.regressor_tags = both[1].regressor_tags
        tags.target_tags.required = True
        for name in ("sparse", "allow_nan", "categorical"):
            takes = all(getattr(own.input_tags, name) for own in both)
            setattr(tags.input_tags, name, takes)
        for name in ("two_d_labels", "multi_output"):
            takes = all(getattr(own.target_tags, name) for own in both)
            setattr(tags.target_tags, name, takes)
        return tags


def _ranks(scores):
    """1 for the largest score; what is no number comes last."""
    return rankdata(np.nan_to_num(-scores, nan=np.inf), "min").astype(np.int32)

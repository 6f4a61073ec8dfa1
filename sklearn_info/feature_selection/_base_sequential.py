"""Greedy forward selection by a criterion of multivariate mutual information."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings
from functools import partial
from os import PathLike

import numpy as np
from scipy.sparse import issparse

from sklearn_info import __version__
from sklearn_info.feature_selection._base import BaseInformationSelector
from sklearn_info.feature_selection._criteria import make_criterion
from sklearn_info.feature_selection._dense_pairs import DensePairs
from sklearn_info.feature_selection._fixed_point import FixedPoint
from sklearn_info.feature_selection._groups import Groups
from sklearn_info.feature_selection._kept_walks import rank
from sklearn_info.feature_selection._make_search import make_search
from sklearn_info.feature_selection._measured_table import (
    check_criterion,
    measured_table,
    one_by_one,
)
from sklearn_info.feature_selection._one_vs_rest import OneVsRestPairs
from sklearn_info.feature_selection._ranking import n_to_select
from sklearn_info.feature_selection._ranking_cache import (
    FORMAT,
    RankingCache,
    fingerprint,
)
from sklearn_info.feature_selection._selection_path import Walk
from sklearn_info.feature_selection._sparse_levels import all_present
from sklearn_info.feature_selection._sparse_pairs import SparsePairs
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.feature_selection._stopping import NormalStop, SignificanceStop
from sklearn_info.utils import (
    HasMethods,
    Integral,
    Interval,
    Real,
    StrOptions,
    Threads,
    fit_context,
)

# Estimators that are sums over cells, which is how tables are read.
ESTIMATORS = ("plugin", "miller_madow", "grassberger", "jackknife")

# What repr tells all of.
PLAIN = (str, int, float, type(None))

# Features that k="auto" is expected to select; others change how long it takes.
EXPECTED = 100


class BaseSequentialSelector(BaseInformationSelector):
    """Base of the greedy selectors: all but the choice of the criterion."""

    _parameter_constraints: dict = {
        **BaseInformationSelector._parameter_constraints,
        "k": [
            Interval(Integral, 1, None, closed="left"),
            Interval(Real, 0, 1, closed="right"),
            StrOptions({"all", "auto"}),
        ],
        "alpha": [Interval(Real, 0, 1, closed="neither")],
        "start": ["array-like", None],
        "exclude": ["array-like", None],
        "groups": ["array-like", None],
        "measure": [StrOptions({"discrete", "neighbors", "gaussian_copula"})],
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "per_class": ["boolean"],
        "estimator": [StrOptions(set(ESTIMATORS))],
        "memory": [str, PathLike, HasMethods(["cache"]), None],
        "n_jobs": [Integral, None],
        "verbose": ["verbose"],
    }

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Rank the features, up to the k-th.

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
            only, k is larger than the number of candidates, `start` or `exclude`
            name no feature of X, `groups` does not label each feature, options do
            not go together, or lengths differ.
        TypeError
            If X or y is a Dask collection, or holds what is neither a number nor a
            string.
        """
        criterion = self._criterion()
        discrete = self.measure == "discrete"
        if not discrete:
            check_criterion(self, criterion)
        X, target, weights = self._read(X, y, sample_weight, binned=discrete)
        by_class = self.per_class or target.multilabel
        groups = Groups(self.groups, X.shape[1], self._called, type(self).__name__)
        start, allowed = self._candidates(X.shape[1], groups)
        n_allowed = np.count_nonzero(allowed)
        n = self._n_steps(self.k, start.size, n_allowed)
        data, plan = (X, target, weights), (criterion, groups, start, allowed)
        begin = partial(self._begin, *data, *plan)
        report = partial(self._report, groups, n) if self.verbose else None
        cache = self._cache()
        if cache:
            key = self._key(*data, criterion)
            # By other measures steps are dear, or need more samples each.
            most = n_allowed if discrete else n
            found = rank(begin, X, n, most, self.n_jobs, report, cache, key)
        else:
            with Threads(self.n_jobs) as threads:
                walk = begin(n, threads)
                walk.to(n, report)
            found = walk.found
        self._forget("class_scores_", "pvalues_", "classes_")
        self.scores_ = groups.of_each(found["scores"])
        if by_class:
            self.class_scores_ = groups.of_each(found["class_scores"])
        if self.k == "auto":
            self._keep_pvalues(walk.pvalues)
        self.selection_path_ = found["path"][:n].copy()
        chosen = self.selection_path_["feature"]
        self.ranking_, self._ends = groups.expand(chosen)
        self.selection_path_["feature"] = groups.first_of(chosen)
        self.selection_scores_ = self.selection_path_["score"].copy()
        self.n_features_to_select_ = self.ranking_.size
        if not target.binned and target.numbers is None:
            self.classes_ = target.classes
        self._ranked = self.k, start.size, n_allowed
        return self

    def _begin(self, X, target, weights, criterion, groups, start, allowed, n, threads):
        """A walk that has taken no step yet, of which n are expected."""
        search = partial(self._search, criterion=criterion, allowed=allowed, n=n)
        stop, auto = None, self.k == "auto"
        if self.memory is not None and weights is not None:
            weights = weights.copy()  # a walk that is kept must not change with them
        if self.measure == "discrete":
            table = self._encode(X, target.codes, weights, threads)
            if auto:
                self._check_tested(table, weights)
            table = groups.joined(table)
            counting = {**self._counting(X.shape[0], weights), "threads": threads}
            searches, targets, scores = self._counted_searches(
                table, target, counting, criterion, search
            )
            if auto:
                stop = SignificanceStop(searches, targets, weights, self.alpha)
            n_bytes = _n_bytes(table, searches, targets)
        else:
            table = measured_table(self, X, target, weights, self.measure, threads)
            searches, scores = self._measured_searches(table, target, criterion, search)
            if auto:
                stop = NormalStop(searches, self.alpha)
            n_bytes = np.inf  # is kept on disk only
        return Walk(
            searches,
            scores,
            start=start,
            stop=stop,
            threads=threads,
            table=table if isinstance(table, SparseTable) else None,
            n_bytes=n_bytes,
        )

    def _cache(self):
        """Where rankings are kept, or None. How far k="auto" goes is part of the fit,
        and nothing to be kept for another k."""
        location = getattr(self.memory, "location", self.memory)
        if location is None:
            return None
        if not isinstance(location, (str, PathLike)):
            raise ValueError(
                f"{type(self).__name__}: memory must be a folder, or a joblib.Memory "
                f"whose location is one, got {self.memory!r:.60}."
            )
        if self.k == "auto":
            warnings.warn(
                f"{type(self).__name__}: memory is not used with k='auto', whose "
                "ranking serves no other k; pass a number, or memory=None.",
                UserWarning,
                stacklevel=4,
            )
            return None
        return RankingCache(self.memory, type(self).__name__)

    def _key(self, X, target, weights, criterion):
        """All that a ranking depends on but k."""
        passive = ("k", "alpha", "memory", "n_jobs", "verbose")
        settings = {
            name: value if isinstance(value, PLAIN) else np.asarray(value).tolist()
            for name, value in self.get_params(deep=False).items()
            if name not in passive
        }
        made_by = __version__, FORMAT
        parts, kind = (X,), "dense"
        if issparse(X):
            kind = X.format, X.shape
            parts = X.indptr, X.indices, X.data
            if self.levels == "presence" and all_present(X.data):
                parts = parts[:-1]
        parts = *parts, target.codes, target.indicator, target.numbers, weights
        return fingerprint(parts, made_by, criterion.name, settings, kind)

    def _criterion(self):
        caller, options = type(self).__name__, ("beta", "gamma", "form", "redundancy")
        criterion = make_criterion(
            self.criterion,
            caller=caller,
            **{option: getattr(self, option, None) for option in options},
        )
        for option, plain in (("measure", "discrete"), ("estimator", "plugin")):
            asked = getattr(self, option)
            if criterion.quotient and asked != plain:
                raise ValueError(
                    f"{caller}: form='quotient' divides by the redundancy, whose "
                    f"estimate by {option}={asked!r} may be 0 or less. Use "
                    f"form='difference', or {option}={plain!r}."
                )
        return criterion

    def _candidates(self, n_features, groups):
        """Groups of `start`, and which groups may be selected at all."""
        start = self._indices("start", n_features)
        exclude = self._indices("exclude", n_features)
        start, exclude = groups.of_features(start), groups.of_features(exclude)
        allowed = np.ones(groups.n_groups, dtype=bool)
        allowed[exclude] = False
        both = start[~allowed[start]]
        if both.size:
            names = ", ".join(map(groups.name, np.sort(both).tolist()))
            raise ValueError(f"{type(self).__name__}: start and exclude share {names}.")
        if exclude.size == allowed.size:
            raise ValueError(
                f"{type(self).__name__}: exclude names all {self._counted} of X; leave "
                "one at least."
            )
        return start, allowed

    def _indices(self, name, n_features):
        """Indices of the features that a parameter lists, by index or by name."""
        asked, caller = getattr(self, name), type(self).__name__
        if asked is None:
            return np.empty(0, dtype=np.intp)
        asked = np.asarray(asked)
        if asked.ndim == 1 and asked.dtype.kind in "OU":
            places = {
                feature: j
                for j, feature in enumerate(getattr(self, "feature_names_in_", ()))
            }
            unknown = [feature for feature in asked.tolist() if feature not in places]
            if unknown:
                raise ValueError(
                    f"{caller}: {name} names {unknown}, which X does not have."
                )
            asked = np.array([places[feature] for feature in asked.tolist()])
        if asked.ndim != 1 or (asked.size and asked.dtype.kind not in "iu"):
            raise ValueError(
                f"{caller}: {name} must list indices or names of features, got "
                f"{getattr(self, name)!r:.60}. Of a mask, pass np.flatnonzero."
            )
        outside = [j for j in asked.tolist() if not 0 <= j < n_features]
        if outside:
            raise ValueError(
                f"{caller}: {name} holds the indices {outside}, but the {n_features} "
                f"features of X are 0 to {n_features - 1}."
            )
        if np.unique(asked).size < asked.size:
            raise ValueError(
                f"{caller}: {name}={getattr(self, name)!r:.60} repeats a feature."
            )
        return asked.astype(np.intp)

    def _n_steps(self, k, n_start, n_allowed):
        """Number of features to select, those of `start` among them."""
        caller = type(self).__name__
        n = n_allowed
        if k != "auto":
            besides = "" if self.exclude is None else " besides those of exclude"
            n = n_to_select(k, n_allowed, caller, self._counted, besides)
        if n < n_start:
            raise ValueError(
                f"{caller}: k={k!r} asks for {n} {self._counted}, but start lists "
                f"{n_start}, which count among them."
            )
        return n

    @property
    def _counted(self):
        """What k counts."""
        return "features" if self.groups is None else "groups"

    def _counting(self, n_samples, weights):
        """Weights, and the estimator in fixed point."""
        total, whole = n_samples, True
        if weights is not None:
            whole = np.array_equal(weights, np.rint(weights))
            if not whole and self.estimator != "plugin":
                raise ValueError(
                    f"{type(self).__name__}: estimator={self.estimator!r} corrects the "
                    "bias of whole counts and cannot take fractional weights; use "
                    "estimator='plugin'."
                )
            if not whole:  # their mean does not matter
                weights = weights * (n_samples / weights.sum())
            total = weights.sum()
            if self.estimator == "plugin" and (weights == weights[0]).all():
                weights, total, whole = None, n_samples, True
        return {
            "fixed": FixedPoint.of(
                self.estimator, total, n_samples, fractional=not whole
            ),
            "weights": weights,
        }

    def _may_be_lazy(self, criterion):
        # What is corrected may be negative: sums of it do not only fall.
        plain = self.estimator == "plugin" and self.measure == "discrete"
        return plain or criterion.fold != "sum"

    def _search(self, pairs, criterion, allowed, n):
        lazy = self._may_be_lazy(criterion)
        expected = EXPECTED if self.k == "auto" else n
        return make_search(pairs, criterion, allowed, expected, lazy=lazy)

    def _pairs(self, table, y, n_classes, counting, criterion, shared=False):
        """The tables of a dense or sparse table with one target.

        Those that searches share, one for each class, are without classes.
        """
        options = {"with_classes": criterion.with_classes and not shared, **counting}
        may_be_lazy = self._may_be_lazy(criterion)
        if isinstance(table, SparseTable):
            by_reach = criterion.bounded and may_be_lazy and not shared
            return SparsePairs(table, y, n_classes, by_reach=by_reach, **options)
        eager = criterion.pairwise and not (criterion.falls and may_be_lazy)
        return DensePairs(table, y, n_classes, eager=eager, shared=shared, **options)

    def _counted_searches(self, table, target, counting, criterion, search):
        """The search, or one for each class; what each is about; and scores."""
        if self.per_class or target.multilabel:
            return self._class_searches(table, target, counting, criterion, search)
        n_classes = target.classes.size
        pairs = self._pairs(table, target.codes, n_classes, counting, criterion)
        one = search(pairs)
        return [one], [target.codes], {"scores": one.relevance}

    def _measured_searches(self, table, target, criterion, search):
        """The search, or one for each class, of a table of numbers; and scores."""
        if not (self.per_class or target.multilabel):
            pairs = table.pairs(target, criterion.with_classes)
            one = search(pairs)
            return [one], {"scores": one.relevance}
        targets = one_by_one(target)
        pairs = [table.pairs(one, criterion.with_classes) for one in targets]
        searches = [search(one) for one in pairs]
        whole = None if target.multilabel else table.relevance(target)[0]
        members = [one.codes for one in targets]
        weighed = table.weights, table.least_class
        searches, _, scores = _in_turn(searches, members, *weighed, whole)
        return searches, scores

    def _class_searches(self, table, target, counting, criterion, search):
        """A search for each class against the rest.

        Returns
        -------
        searches, members, scores
            As of `_in_turn`.
        """
        if target.multilabel:
            members = [one.astype(np.uint8) for one in target.indicator.T]
            whole, n_classes = np.zeros(members[0].size, dtype=np.int32), 1
        else:
            whole, n_classes = target.codes, target.classes.size
            members = [(whole == c).view(np.uint8) for c in range(n_classes)]
        arguments = counting, criterion
        shared = self._pairs(table, whole, n_classes, *arguments, shared=True)
        if isinstance(table, SparseTable):
            pairs = [
                self._pairs(table, one.astype(np.int32), 2, *arguments)
                for one in members
            ]
        else:
            pairs = [
                OneVsRestPairs(shared, one, criterion.with_classes) for one in members
            ]
        searches = [search(one) for one in pairs]
        whole = None if target.multilabel else search(shared).relevance
        return _in_turn(searches, members, counting["weights"], 0, whole)

    def _keep_pvalues(self, pvalues):
        self.pvalues_ = np.array(pvalues)
        if self.pvalues_.size and self.pvalues_[0] > self.alpha:
            warnings.warn(
                f"{type(self).__name__}: no feature is significant at alpha="
                f"{self.alpha:g}; the best one is kept.",
                UserWarning,
                stacklevel=4,
            )

    def _report(self, groups, n_asked, number, step):
        if number > n_asked:  # for who asks for more
            return
        chosen, relevance, redundancy, _, score = step
        print(
            f"[{type(self).__name__}] step {number}: {groups.name(chosen)}, score "
            f"{score:.4g} (relevance {relevance:.4g}, redundancy {redundancy:.4g})"
        )

    def _chosen(self):
        fitted_k, n_start, n_allowed = self._ranked
        n = self._ends.size
        if self._k_changed(fitted_k):
            asked = self._n_steps(self.k, n_start, n_allowed)
            if self.k == "auto" or asked > n:
                raise ValueError(
                    f"{type(self).__name__}: k={self.k!r} needs more than the {n} "
                    f"{self._counted} ranked by the fit with k={fitted_k!r}; fit again."
                )
            n = asked
        return self.ranking_[: self._ends[n - 1]]


def _in_turn(searches, members, weights, least, whole):
    """Searches of single classes, in the order in which these choose.

    Parameters
    ----------
    searches : list of GreedySearch
    members : list of ndarrays of shape (n_samples,)
        1 for the samples of the class of each, 0 for the rest.
    weights : ndarray of shape (n_samples,) or None
    least : float
        Samples, or their weight, without which a class or its rest has no turn; nor
        has one without any.
    whole : ndarray of shape (n_features,) or None
        Scores for all classes as one target; by default the sums over them.

    Returns
    -------
    searches, members
        Of the largest class first.
    scores : dict
        Of all features, and for each class.
    """
    class_scores = np.stack([one.relevance for one in searches])
    sizes = np.array([np.bincount(one, weights, 2) for one in members])
    smaller = sizes.min(axis=1)
    order = np.argsort(-sizes[:, 1], kind="stable")
    order = order[(smaller[order] > 0) & (smaller[order] >= least)]
    scores = class_scores.sum(axis=0) if whole is None else whole
    return (
        [searches[c] for c in order],
        [members[c] for c in order],
        {"scores": scores, "class_scores": class_scores},
    )


def _n_bytes(table, searches, targets):
    """About how much memory searches hold.

    Bit planes take as much as the table again, and sparse ones are made for each class.
    Of each column there are counts, by class and level, in two places, and a score of
    numbers.
    """
    n_planes = len(searches) if isinstance(table, SparseTable) else 1
    n_cells = sum(int(target.max()) + 1 for target in targets) * np.max(table.n_levels)
    n_columns = searches[0].relevance.size
    return table.nbytes * (1 + n_planes) + n_columns * (
        8 * n_cells + 150 * len(searches)
    )

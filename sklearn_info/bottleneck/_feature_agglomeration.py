"""Columns that say the same of the classes, added up to one feature."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from scipy.sparse import csr_array, csr_matrix, issparse, sparray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_array, check_random_state
from sklearn.utils.parallel import Parallel, delayed
from sklearn.utils.validation import (
    check_consistent_length,
    check_is_fitted,
    validate_data,
)

from sklearn_info._kernels import _word_clusters
from sklearn_info.bottleneck._agglomerative import cut, linkage_of_leaves, merge_all
from sklearn_info.bottleneck._class_sums import class_sums
from sklearn_info.bottleneck._cluster_names import cluster_names
from sklearn_info.bottleneck._divisive import divide
from sklearn_info.bottleneck._joint_information import joint_information
from sklearn_info.bottleneck._word_joint import WordJoint
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    check_feature_names_in,
    check_weights,
    encode_target,
    fit_context,
    output_is_default,
)

# A CSR entry takes 12 bytes or 16 and a dense one 8, and what reads CSR is slower by
# entry: below this share of entries the sparse result is both smaller and quicker.
SPARSE_BELOW = 1 / 3


class InformationFeatureAgglomeration(TransformerMixin, BaseEstimator):
    """Agglomerate features that say the same of the classes.

    Features, such as the words of a text, become a few clusters T that keep as much
    as possible of what the features W say of the classes C: the clustering
    minimises

        I(W; C) - I(T; C) = sum_w p(w) KL(p(C|w) || p(C|t(w))).

    The value of a cluster in a row is the sum of its features there, so that a text
    is described by counts of, say, a hundred groups of words: with few features
    much more accurate than the same number of selected words, because no word is
    thrown away. The class distribution of a feature is estimated from its sums n_wc
    in each class by

        p(c|w) = (n_wc + pseudo_count p(c)) / (n_w + pseudo_count),

    and its weight is p(w) = n_w / sum_w n_w.

    Parameters
    ----------
    n_clusters : int, default=100
        Number of clusters. Fewer are made, with a warning, if fewer features differ
        in p(C|w).

    method : {"divisive", "agglomerative"}, default="divisive"
        "divisive" starts with the features of each class together and moves each
        feature to its best cluster until none gains [1]_: quick. "agglomerative"
        merges the pair of clusters that loses least, feature by feature [2]_ [3]_,
        and keeps the tree.

    pseudo_count : float, default=1.0
        Occurrences, spread as the classes are, that are added to those of each
        feature, so that a word seen once says little. About 5 helps to tell two
        classes apart, as in sentiment; 0 takes the frequencies as they are.

    max_iter : int, default=100
        Most sweeps over the features. Of method="divisive" only.

    tol : float, default=1e-4
        A sweep that gains at most this share of I(W; C) is the last. Of
        method="divisive" only.

    n_init : int, default=1
        Random starts, of which the one that keeps most information is taken. Of
        method="divisive" only: the other is not random. Nor is the first with no
        more clusters than classes.

    max_active : int, default=500
        Features in play at a time with method="agglomerative": they come in from the
        most informative on, and whenever there is one more, a pair is merged [3]_. At
        least n_clusters are in play. With as many as distinct features all pairs are
        compared [2]_, in memory of 8 `max_active` ** 2 bytes.

    sparse_output : bool or "auto", default="auto"
        Whether `transform` returns a sparse result. By default it does when X is
        sparse, no data frame is asked for by `set_output`, and less than a third of
        the result is expected to be occupied: if a row of X has r entries on average,
        1 - (1 - 1 / n_clusters) ** r of it.

    n_jobs : int, default=None
        Threads for the `n_init` starts. The result does not depend on it.

    random_state : int, RandomState instance or None, default=None
        Draws the starts. Pass an int for the same result in each call.

    Attributes
    ----------
    labels_ : ndarray of shape (n_features,), int32
        Cluster of each feature; -1 for one that never occurred in fit, which
        `transform` drops.

    n_clusters_ : int
        Number of clusters made.

    cluster_class_distribution_ : ndarray of shape (`n_clusters_`, n_classes)
        p(c|t), the mean of p(c|w) in the cluster, weighted by p(w).

    information_ : float
        I(T; C) in nats, of the joint distribution p(w) p(c|w) above, which holds
        the pseudo-count.

    information_loss_ : float
        I(W; C) - I(T; C) in nats, of the same distribution.

    feature_information_ : ndarray of shape (n_features,)
        p(w) KL(p(C|w) || p(C)) in nats: what each feature contributes to I(W; C),
        their sum.

    classes_ : ndarray of shape (n_classes,)
        Classes; of a multilabel y, its columns.

    feature_count_ : ndarray of shape (n_classes, n_features)
        Sums of the features within each class, weighted: all that fit knows of X.

    linkage_ : ndarray of shape (`n_leaves_` - 1, 4)
        The tree of method="agglomerative" as scipy.cluster.hierarchy draws it, over
        the features that occur, in their order. Heights are the information lost so
        far, in nats.

    children_, distances_ : ndarrays
        Its first two columns, and the third.

    n_leaves_ : int
        Number of features that occur.

    n_iter_ : int
        Sweeps from the start that is taken; 1 with method="agglomerative".

    n_features_in_ : int
        Number of features seen in fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, where X has names that are strings.

    See Also
    --------
    sklearn.cluster.FeatureAgglomeration : The same of numeric features, without y.
    sklearn.decomposition.TruncatedSVD : Latent semantic analysis, without y.

    Notes
    -----
    Texts: take the counts of all words, or their presence or tf-idf weights, and
    classify ``log1p`` of the result, scaled to unit length, or give the result as it
    is to a naive Bayes classifier. A row of several classes (multilabel y) counts in
    each.

    A sweep takes time proportional to the clusters times the classes in which a
    feature occurs, summed over the features that differ; those of equal sums, such
    as all words seen once in the same class, are treated as one. Memory is
    proportional to features x classes.

    References
    ----------
    .. [1] Dhillon, Mallela & Kumar (2003), "A divisive information-theoretic feature
       clustering algorithm for text classification", JMLR 3, 1265-1287.
    .. [2] Slonim & Tishby (2001), "The power of word clusters for text
       classification", European Colloquium on IR Research.
    .. [3] Baker & McCallum (1998), "Distributional clustering of words for text
       classification", SIGIR, 96-103.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn_info.bottleneck import InformationFeatureAgglomeration
    >>> X = np.array([[2, 1, 0, 0], [1, 2, 0, 1], [0, 0, 3, 1], [0, 0, 1, 2]])
    >>> y = ["sport", "sport", "trade", "trade"]
    >>> clusters = InformationFeatureAgglomeration(n_clusters=2, random_state=0)
    >>> clusters.fit_transform(X, y)
    array([[3, 0],
           [3, 1],
           [0, 4],
           [0, 3]])
    >>> clusters.get_feature_names_out(["goal", "team", "price", "market"])
    array(['goal+team', 'price+market'], dtype=object)
    """

    _parameter_constraints = {
        "n_clusters": [Interval(Integral, 1, None, closed="left")],
        "method": [StrOptions({"divisive", "agglomerative"})],
        "pseudo_count": [Interval(Real, 0, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_active": [Interval(Integral, 1, None, closed="left")],
        "sparse_output": ["boolean", StrOptions({"auto"})],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        n_clusters=100,
        *,
        method="divisive",
        pseudo_count=1.0,
        max_iter=100,
        tol=1e-4,
        n_init=1,
        max_active=500,
        sparse_output="auto",
        n_jobs=None,
        random_state=None,
    ):
        self.n_clusters = n_clusters
        self.method = method
        self.pseudo_count = pseudo_count
        self.max_iter = max_iter
        self.tol = tol
        self.n_init = n_init
        self.max_active = max_active
        self.sparse_output = sparse_output
        self.n_jobs = n_jobs
        self.random_state = random_state

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Cluster the features by what they say of y.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Counts, presence or other weights, none negative.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Classes, or an indicator of labels that may overlap.
        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a row as that many equal rows.

        Returns
        -------
        self : object
            Fitted estimator.

        Raises
        ------
        ValueError
            If X holds NaN, infinity or negative values, or zeros only; if y holds one
            class only, or numbers that are no classes.
        """
        target, sums = self._count(X, y, sample_weight, reset=True)
        return self._cluster(target, target.classes, sums)

    @fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y, classes=None, sample_weight=None):
        """Add the counts of a part of the data, and cluster the features again.

        After the last part the result is that of `fit` on all of them.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            As for `fit`.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            As for `fit`; a part may hold one class only.
        classes : array-like of shape (n_classes,), default=None
            Classes that may come. They need not be given: new ones are taken in.
        sample_weight : array-like of shape (n_samples,), default=None
            As for `fit`.

        Returns
        -------
        self : object
            Fitted estimator.
        """
        first = not hasattr(self, "feature_count_")
        target, sums = self._count(X, y, sample_weight, reset=first, n_least=1)
        parts = [(target.classes, sums)]
        if not first:
            self._check_same_kind(target)
            parts.append((self.classes_, self.feature_count_))
        labels = [own for own, _ in parts]
        if classes is not None:
            labels.append(np.asarray(classes))
        union = np.unique(np.concatenate(labels))
        total = np.zeros((union.size, sums.shape[1]))
        for own, part in parts:
            total[np.searchsorted(union, own)] += part
        return self._cluster(target, union, total)

    def transform(self, X):
        """Sum the features of each cluster.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)

        Returns
        -------
        X_new : {ndarray, sparse matrix} of shape (n_samples, `n_clusters_`)
            Sparse by the rule of `sparse_output`, and then a CSR array if X is a
            sparse array, a CSR matrix if not. Of the type of X; of int64 if X holds
            integers or booleans.
        """
        check_is_fitted(self)
        X = validate_data(
            self, X, accept_sparse=("csr", "csc"), dtype="numeric", reset=False
        )
        dtype = np.int64 if X.dtype.kind in "iub" else X.dtype
        if self._gives_sparse(X):
            kind = _csr_like(X)
            return kind(X, dtype=dtype) @ self._membership(kind, dtype)
        if not issparse(X):
            return X.astype(dtype, copy=False) @ self._membership(csr_array, dtype)
        X = X.tocsr()
        sums = np.zeros((X.shape[0], self.n_clusters_))
        _word_clusters.sum_columns(
            X.indptr,
            X.indices.astype(X.indptr.dtype, copy=False),
            X.data.astype(np.float64, copy=False),
            self.labels_,
            sums,
        )
        return sums.astype(dtype, copy=False)

    def inverse_transform(self, X):
        """Give each feature the value of its cluster.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, `n_clusters_`)

        Returns
        -------
        X_original : {ndarray, sparse matrix} of shape (n_samples, n_features)
            0 for a feature without a cluster.
        """
        check_is_fitted(self)
        X = check_array(X, accept_sparse="csr", input_name="X")
        if X.shape[1] != self.n_clusters_:
            raise ValueError(
                f"{type(self).__name__}: X of inverse_transform has {X.shape[1]} "
                f"columns, expected one for each of the {self.n_clusters_} clusters."
            )
        if issparse(X):
            return X @ self._membership(_csr_like(X), X.dtype).T.tocsr()
        return np.where(self.labels_ >= 0, X[:, self.labels_], 0)

    def get_feature_names_out(self, input_features=None):
        """Name each cluster by its strongest features.

        Parameters
        ----------
        input_features : array-like of str of shape (n_features,), default=None
            Names of the features; by default `feature_names_in_`.

        Returns
        -------
        feature_names_out : ndarray of shape (`n_clusters_`,), object
            The names of the three features that contribute most information, such as
            "god+jesus+bible"; where no names are known, the name of the class and a
            number.
        """
        check_is_fitted(self)
        if input_features is None and not hasattr(self, "feature_names_in_"):
            prefix = type(self).__name__.lower()
            names = [f"{prefix}{t}" for t in range(self.n_clusters_)]
            return np.array(names, dtype=object)
        return cluster_names(
            check_feature_names_in(self, input_features),
            self.labels_,
            self.feature_information_,
        )

    @property
    def children_(self):
        return self.linkage_[:, :2].astype(np.int64)

    @property
    def distances_(self):
        return self.linkage_[:, 2]

    @property
    def n_leaves_(self):
        return len(self.linkage_) + 1

    @property
    def _n_features_out(self):
        return self.n_clusters_

    def _count(self, X, y, sample_weight, *, reset, n_least=2):
        """The target, and sums of the features in each of its classes."""
        caller = type(self).__name__
        X = validate_data(
            self, X, accept_sparse=("csr", "csc"), dtype="numeric", reset=reset
        )
        if y is None:
            raise ValueError(
                f"{caller} requires y to be passed, but the target y is None."
            )
        values = X.data if issparse(X) else X
        if X.dtype.kind in "if" and values.min(initial=0) < 0:
            raise ValueError(
                f"Negative values in data passed to {caller}: X holds "
                f"{values.min():g}, but counts or other weights of at least 0 are "
                "expected. Pass counts, presence or tf-idf weights."
            )
        target = encode_target(
            y, caller=caller, bin_target=self._refuse_numbers, n_least=n_least
        )
        check_consistent_length(X, y)
        weights = check_weights(sample_weight, X.shape[0], caller)
        return target, class_sums(X, target, weights)

    def _refuse_numbers(self, y):
        raise ValueError(
            f"{type(self).__name__}: Unknown label type: y is continuous, but classes "
            "are expected. Cut it into classes first, for instance with "
            "sklearn.preprocessing.KBinsDiscretizer."
        )

    def _check_same_kind(self, target):
        """Refuse labels that may overlap after classes, or other labels."""
        if target.multilabel == self._multilabel and (
            not self._multilabel or target.classes.size == self.classes_.size
        ):
            return
        kinds = [
            f"multilabel, with {n} labels" if multilabel else "of one class a row"
            for multilabel, n in (
                (target.multilabel, target.classes.size),
                (self._multilabel, self.classes_.size),
            )
        ]
        raise ValueError(
            f"{type(self).__name__}: y of this part is {kinds[0]}, but y of the parts "
            f"before was {kinds[1]}. Pass y of one kind, or call fit to start again."
        )

    def _cluster(self, target, classes, sums):
        if not sums.any():
            raise ValueError(
                f"{type(self).__name__}: X holds nothing but zeros in the rows that "
                "count, so that no feature occurs. Check how X was made."
            )
        joint = WordJoint.from_sums(sums, self.pseudo_count)
        if self.method == "divisive":
            labels, self.n_iter_ = self._divide(joint)
            if hasattr(self, "linkage_"):
                del self.linkage_
        else:
            labels, self.linkage_ = self._agglomerate(joint)
            self.n_iter_ = 1
        self.n_clusters_ = int(labels.max()) + 1
        clusters = joint.of_clusters(labels, self.n_clusters_)
        self.classes_, self.feature_count_ = classes, sums
        self._multilabel = target.multilabel
        self.labels_ = joint.labels_of_columns(labels)
        self.cluster_class_distribution_ = clusters / clusters.sum(axis=1)[:, None]
        self.information_ = joint_information(clusters)
        self.information_loss_ = joint.information - self.information_
        self.feature_information_ = joint.information_of_columns()
        if self.n_clusters_ < self.n_clusters:
            warnings.warn(
                f"{type(self).__name__}: n_clusters={self.n_clusters} are asked for, "
                f"but only {self.n_clusters_} features differ in what they say of y; "
                f"{self.n_clusters_} clusters are made. Pass a smaller n_clusters.",
                ConvergenceWarning,
                stacklevel=3,
            )
        return self

    def _divide(self, joint):
        # Seeds come first, so that starts do not depend on who runs them.
        seeds = check_random_state(self.random_state).randint(
            np.iinfo(np.int32).max, size=self.n_init
        )
        partitions = Parallel(n_jobs=self.n_jobs, require="sharedmem")(
            delayed(divide)(
                joint,
                self.n_clusters,
                max_iter=self.max_iter,
                tol=self.tol,
                random_state=np.random.RandomState(seed),
            )
            for seed in seeds
        )
        best = max(partitions, key=lambda partition: partition.path[-1])
        return best.labels, len(best.path) - 1

    def _agglomerate(self, joint):
        gain = joint.information_of_words()
        order = np.argsort(-gain, kind="stable")
        children, costs = merge_all(
            joint.dense()[order], max(self.max_active, self.n_clusters)
        )
        # Merged words are numbered in the order in which they came.
        word = np.concatenate([order, np.arange(len(order), 2 * len(order))])
        children = word[children]
        labels = cut(children, min(self.n_clusters, joint.n_words))
        occurring = joint.word_of_column[joint.word_of_column >= 0]
        return labels, linkage_of_leaves(occurring, children, costs)

    def _membership(self, kind, dtype):
        """Columns x clusters: 1 where the column is in the cluster."""
        columns = np.flatnonzero(self.labels_ >= 0)
        entries = np.ones(columns.size, dtype=dtype), (columns, self.labels_[columns])
        return kind(entries, shape=(self.labels_.size, self.n_clusters_))

    def _gives_sparse(self, X):
        if self.sparse_output != "auto":
            return self.sparse_output
        if not issparse(X) or not output_is_default(self):
            return False
        entries_per_row = X.nnz / X.shape[0]
        return 1 - (1 - 1 / self.n_clusters_) ** entries_per_row < SPARSE_BELOW

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _csr_like(X):
    """CSR matrix for a sparse matrix, CSR array for what else there is."""
    return csr_matrix if issparse(X) and not isinstance(X, sparray) else csr_array

"""Clusters of the rows and of the columns of a table of counts, at once."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from scipy.sparse import csr_array, diags_array
from sklearn.base import BaseEstimator, BiclusterMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import validate_data

from sklearn_info.bottleneck._coclustering_search import (
    cocluster,
    move_all,
    move_one_by_one,
)
from sklearn_info.bottleneck._joint_information import joint_information
from sklearn_info.bottleneck._restarts import best_of_restarts
from sklearn_info.bottleneck._sample_joint import check_counts
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    check_weights,
    fit_context,
)

STEPS = {"sequential": move_one_by_one, "batch": move_all}


class InformationCoclustering(BiclusterMixin, BaseEstimator):
    """Cluster rows and columns at once, so that they tell most of each other.

    The entries of X are masses of a joint distribution of its rows and its columns,
    such as the counts of words in documents. Clusters R of the rows and C of the
    columns maximise I(R; C), so that the least information is lost:

        I(rows; columns) - I(R; C)
        = KL(p(x, y) || p(r, c) p(x|r) p(y|c)).

    Parameters
    ----------
    n_clusters : int or tuple of two int, default=3
        Number of clusters of the rows and of the columns; an int for both, of which
        there are fewer, with a warning, if fewer columns hold counts.

    algorithm : {"sequential", "batch"}, default="sequential"
        "batch" moves all rows to their best clusters, then all columns [1]_.
        "sequential" moves one row at a time, counted out of its cluster [2]_: rows do
        not hold each other in place, and more information is kept.

    n_init : int, default=10
        Random starts, of which the one that keeps most information is taken.

    max_iter : int, default=100
        Most sweeps over rows and columns in each start.

    tol : float, default=0.002
        A sweep in which at most this share of the rows and columns move is the last.

    n_jobs : int, default=None
        Threads for the `n_init` starts, which share X. The result does not depend on
        it.

    random_state : int, RandomState instance or None, default=None
        Draws the starts. Pass an int for the same result in each call.

    verbose : int, default=0
        1 reports each start, 2 each sweep.

    Attributes
    ----------
    row_labels_ : ndarray of shape (n_samples,), int32
        Cluster of each row; of an empty one, the heaviest.

    column_labels_ : ndarray of shape (n_features,), int32
        Cluster of each column; of an empty one, the heaviest.

    block_distribution_ : ndarray of shape (n_row_clusters, n_column_clusters)
        p(r, c).

    information_ : float
        I(R; C) in nats.

    information_loss_ : float
        I(rows; columns) - I(R; C) in nats.

    objective_path_ : ndarray of shape (`n_iter_` + 1,)
        I(R; C) at the start that is taken and after each of its sweeps. It never
        falls.

    n_iter_ : int
        Sweeps from the start that is taken.

    rows_, columns_ : ndarrays of bool
        Members of each block, those of the first cluster of rows first: of shape
        (n_row_clusters * n_column_clusters, n_samples) and (..., n_features).

    biclusters_ : tuple of two ndarrays
        `rows_` and `columns_`.

    n_features_in_ : int
        Number of features seen in fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, where X has names that are strings.

    See Also
    --------
    SequentialIB : Clusters of rows only, which keep what they say of the columns.
    sklearn.cluster.SpectralCoclustering : By singular vectors of a normalised table.

    References
    ----------
    .. [1] Dhillon, Mallela & Modha (2003), "Information-theoretic co-clustering",
       KDD, 89-98.
    .. [2] Slonim, Friedman & Tishby (2002), "Unsupervised document classification
       using sequential information maximization", SIGIR, 129-136.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn_info.bottleneck import InformationCoclustering
    >>> X = np.array([[5, 5, 5, 0, 0, 0],
    ...               [5, 5, 5, 0, 0, 0],
    ...               [0, 0, 0, 5, 5, 5],
    ...               [0, 0, 0, 5, 5, 5],
    ...               [4, 4, 0, 4, 4, 4],
    ...               [4, 4, 4, 0, 4, 4]])
    >>> blocks = InformationCoclustering((3, 2), random_state=0).fit(X)
    >>> blocks.column_labels_ == blocks.column_labels_[0]
    array([ True,  True,  True, False, False, False])
    >>> print(f"{blocks.information_loss_ / np.log(2):.4f} bits")
    0.0957 bits
    """

    _parameter_constraints = {
        "n_clusters": [Interval(Integral, 1, None, closed="left"), tuple],
        "algorithm": [StrOptions(set(STEPS))],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    def __init__(
        self,
        n_clusters=3,
        *,
        algorithm="sequential",
        n_init=10,
        max_iter=100,
        tol=2e-3,
        n_jobs=None,
        random_state=None,
        verbose=0,
    ):
        self.n_clusters = n_clusters
        self.algorithm = algorithm
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None):
        """Cluster the rows and the columns of X.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Counts or other weights, none negative.
        y : Ignored
            For pipelines.
        sample_weight : array-like of shape (n_samples,), default=None
            Factors of the rows.

        Returns
        -------
        self : object
            Fitted estimator.

        Raises
        ------
        ValueError
            If X holds NaN, infinity, negative values or zeros only, or fewer rows or
            columns with mass than clusters of them.
        """
        caller = type(self).__name__
        X = validate_data(self, X, accept_sparse=("csr", "csc"), dtype="numeric")
        counts = csr_array(check_counts(X, caller))
        weights = check_weights(sample_weight, counts.shape[0], caller)
        if weights is not None:
            counts = (diags_array(weights) @ counts).tocsr()
        masses = [counts.sum(axis=1), counts.sum(axis=0)]
        kept = [np.flatnonzero(mass) for mass in masses]
        numbers = self._numbers(kept, counts.shape)
        table = counts[kept[0]][:, kept[1]]
        table /= table.sum()

        def start(random_state, report):
            return cocluster(
                table,
                numbers,
                STEPS[self.algorithm],
                max_iter=self.max_iter,
                tol=self.tol,
                random_state=random_state,
                report=report,
            )

        best = best_of_restarts(self, start)
        self.row_labels_, self.column_labels_ = (
            _with_the_empty(labels, places, mass)
            for labels, places, mass in zip(best.labels, kept, masses)
        )
        self.block_distribution_ = np.zeros(numbers)
        entries = table.tocoo()
        blocks = tuple(label[i] for label, i in zip(best.labels, entries.coords))
        np.add.at(self.block_distribution_, blocks, entries.data)
        # Neither is below 0 but for rounding.
        self.information_ = max(0.0, float(joint_information(self.block_distribution_)))
        of_table = _information(entries, masses[0][kept[0]], masses[1][kept[1]])
        self.information_loss_ = max(0.0, of_table - self.information_)
        self.objective_path_ = np.array(best.path)
        self.n_iter_ = len(best.path) - 1
        return self

    @property
    def rows_(self):
        n_rows, n_columns = self.block_distribution_.shape
        return np.repeat(self.row_labels_ == np.arange(n_rows)[:, None], n_columns, 0)

    @property
    def columns_(self):
        n_rows, n_columns = self.block_distribution_.shape
        return np.tile(
            self.column_labels_ == np.arange(n_columns)[:, None], (n_rows, 1)
        )

    def _numbers(self, kept, shape):
        """Numbers of clusters of the rows and of the columns."""
        caller = type(self).__name__
        numbers = self.n_clusters
        if not isinstance(numbers, tuple):
            numbers = numbers, numbers
        if len(numbers) != 2 or not all(
            isinstance(number, Integral) and number >= 1 for number in numbers
        ):
            raise ValueError(
                f"{caller}: n_clusters={self.n_clusters!r} must be an int or two of "
                "them, of clusters of the rows and of the columns, each at least 1."
            )
        if kept[0].size == 0:
            raise ValueError(
                f"{caller}: X holds nothing but zeros in the rows that count. Check "
                "how X was made."
            )
        if not isinstance(self.n_clusters, tuple) and kept[1].size < numbers[1]:
            warnings.warn(
                f"{caller}: only {kept[1].size} features hold counts, and so many "
                f"clusters of features are made instead of n_clusters={numbers[1]}. "
                "Pass two numbers, of clusters of the rows and of the columns.",
                ConvergenceWarning,
                stacklevel=4,
            )
            numbers = numbers[0], kept[1].size
        for number, places, n, what in zip(
            numbers, kept, shape, ("samples", "features")
        ):
            if places.size < number:
                raise ValueError(
                    f"{caller}: n_clusters={self.n_clusters} asks for {number} "
                    f"clusters of {what}, but only {places.size} of n_{what}={n} hold "
                    "counts. Pass a smaller n_clusters."
                )
        return numbers

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        return tags


def _with_the_empty(labels, places, mass):
    """Labels of all rows, or columns; of those without mass, the heaviest cluster."""
    heaviest = np.bincount(labels, mass[places]).argmax()
    every = np.full(mass.size, heaviest, dtype=np.int32)
    every[places] = labels
    return every


def _information(entries, row_masses, column_masses):
    """I of the rows and columns of a joint distribution in COO format, in nats."""
    rows, columns = entries.coords
    counts = entries.data > 0
    total = row_masses.sum()
    independent = row_masses[rows] / total * (column_masses[columns] / total)
    p, q = entries.data[counts], independent[counts]
    return float(p @ np.log(p / q))

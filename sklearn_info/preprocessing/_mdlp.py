"""Supervised discretisation by entropy and minimum description length."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from sklearn_info._kernels._mdlp import find_cuts
from sklearn_info.preprocessing._bin_codes import bin_codes, cuts_below
from sklearn_info.utils import (
    Integral,
    StrOptions,
    check_weights,
    encode_target,
    fit_context,
    parallel_ranges,
)


class MDLPDiscretizer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    r"""Bin continuous features where the bins tell the classes apart.

    A column is cut in two where the class entropy of the two sides,
    :math:`E = \frac{N_1}{N} H_1 + \frac{N_2}{N} H_2`, is least, and each side is cut
    again, as long as a cut shortens the description of the classes [1]_:

    .. math::

        H - E > \frac{\log (N - 1)}{N} + \frac{\log (3^k - 2)
        - (k H - k_1 H_1 - k_2 H_2)}{N},

    where :math:`H`, :math:`H_1`, :math:`H_2` are the class entropies of the rows and
    of the rows on each side of the cut, :math:`N` and :math:`k` the numbers of rows
    and of classes among them. The number of bins so follows from the data. A column
    that tells nothing of the classes, by itself, is not cut: it has one bin.

    A cut lies halfway between two neighbouring values. Of cuts with the same entropy
    the lowest is made. Bins depend on the order of the values alone: a strictly
    increasing map of a column moves its cuts and leaves its bins.

    Read more in the :ref:`User Guide <discretization>`.

    Parameters
    ----------
    missing : {"error", "level"}, default="error"
        What to do with NaN: raise an error, or give it a code of its own, the one
        after the last bin. The cuts of a column are found on its other values.

    dtype : data-type, default=None
        Type of the codes: float32, float64 or an integer type. By default the
        type of X if that is float32 or float64, else float64.

    n_jobs : int, default=None
        Number of threads that share the columns of `fit`. ``None`` means 1 unless
        in a :func:`joblib.parallel_config` context; ``-1`` means all processors.

    Attributes
    ----------
    bin_edges_ : ndarray of shape (n_features,), of ndarrays of shape (n_bins_[j] + 1,)
        Edges of the bins of each feature in rising order, float64. The first is
        -inf and the last inf; what lies between are the cuts. Bin b holds the values
        with ``bin_edges_[j][b] <= x < bin_edges_[j][b + 1]``.

    n_bins_ : ndarray of shape (n_features,), int64
        Number of bins of each feature, 1 where no cut was accepted. The code of a
        missing value is not counted.

    n_features_in_ : int
        Number of features seen during :term:`fit`.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of features seen during :term:`fit`. Defined only when `X` has feature
        names that are all strings.

    See Also
    --------
    sklearn.preprocessing.KBinsDiscretizer : Equal width or equal frequency, without
        the classes.
    sklearn.tree.DecisionTreeClassifier : Cuts chosen for many columns together.

    Notes
    -----
    The search looks at every boundary between classes and takes about as long as
    sorting the columns.

    Bins are learned from the classes: fit within each fold of a cross-validation,
    as a :class:`~sklearn.pipeline.Pipeline` does, or what is measured on the same
    rows is too good.

    References
    ----------
    .. [1] U. M. Fayyad and K. B. Irani, "Multi-interval discretization of
       continuous-valued attributes for classification learning", IJCAI 1993.
    .. [2] U. M. Fayyad and K. B. Irani, "On the handling of continuous-valued
       attributes in decision tree generation", Machine Learning 8, 1992.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn_info.preprocessing import MDLPDiscretizer
    >>> X, y = load_iris(return_X_y=True, as_frame=True)
    >>> mdlp = MDLPDiscretizer(dtype="int8").fit(X, y)
    >>> mdlp.n_bins_
    array([3, 3, 3, 3])
    >>> print(mdlp.bin_edges_[2])
    [-inf 2.45 4.75  inf]
    >>> mdlp.transform(X)[[0, 50, 100]]
    array([[0, 2, 0, 0],
           [2, 1, 1, 1],
           [2, 1, 2, 2]], dtype=int8)
    """

    _parameter_constraints: dict = {
        "missing": [StrOptions({"error", "level"})],
        "dtype": "no_validation",  # checked in fit: whatever names a type
        "n_jobs": [Integral, None],
    }

    def __init__(self, *, missing="error", dtype=None, n_jobs=None):
        self.missing = missing
        self.dtype = dtype
        self.n_jobs = n_jobs

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Find the cuts of each column.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Columns of numbers.

        y : array-like of shape (n_samples,)
            Classes, at least two of them: numbers, strings or booleans.

        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a row as that many equal rows. Their sum is the number
            of rows that a description is paid with: doubled weights accept more
            cuts, and rows that weigh less than 2 together are not cut.

        Returns
        -------
        self : object
            Fitted discretizer.

        Raises
        ------
        ValueError
            If X holds infinity, or NaN without ``missing="level"``; if y is
            continuous or holds one class; if `dtype` cannot hold the codes.
        """
        name = type(self).__name__
        X, y = self._validate(X, y, reset=True)
        weights = check_weights(sample_weight, X.shape[0], name)
        if weights is not None and not weights.all():
            X, y, weights = X[weights > 0], y[weights > 0], weights[weights > 0]
        if type_of_target(y, input_name="y").startswith("continuous"):
            raise ValueError(
                f"{name}: Unknown label type: y is continuous. Cuts tell classes "
                "apart: bin y first, for instance with KBinsDiscretizer."
            )
        target = encode_target(y, caller=name, discrete=True)

        search = _CutSearch(target.codes, target.classes.size, weights)
        self.bin_edges_ = np.empty(X.shape[1], dtype=object)

        def find(begin, end):
            for j, cuts in enumerate(search.of_columns(X[:, begin:end]), begin):
                self.bin_edges_[j] = np.concatenate(([-np.inf], cuts, [np.inf]))

        parallel_ranges(find, X.shape[1], self.n_jobs)
        self.n_bins_ = np.array([edges.size - 1 for edges in self.bin_edges_])
        if self.dtype is not None:
            self._check_dtype()
        return self

    def transform(self, X):
        """Replace each value by the number of its bin.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Columns of numbers.

        Returns
        -------
        codes : ndarray of shape (n_samples, n_features)
            From 0 to ``n_bins_[j] - 1``, and ``n_bins_[j]`` where the value is
            missing.
        """
        check_is_fitted(self)
        X = self._validate(X, reset=False)
        codes = np.empty_like(X, dtype=self.dtype)
        for j, edges in enumerate(self.bin_edges_):
            column = np.ascontiguousarray(X[:, j])
            codes[:, j] = bin_codes(column[None], cuts_below(edges)[None])[0]
            if self.missing == "level":
                codes[np.isnan(column), j] = self.n_bins_[j]
        return codes

    def _validate(self, X, y="no_validation", *, reset):
        return validate_data(
            self,
            X,
            y,
            reset=reset,
            dtype=(np.float64, np.float32),
            ensure_all_finite="allow-nan" if self.missing == "level" else True,
        )

    def _check_dtype(self):
        """Raise unless the dtype is of numbers and holds every code."""
        name = type(self).__name__
        try:
            dtype = np.dtype(self.dtype)
        except TypeError:
            dtype = None
        if dtype is not None and dtype.kind in "iu":
            largest = self.n_bins_.max() - (self.missing == "error")
            if largest > np.iinfo(dtype).max:
                raise ValueError(
                    f"{name}: dtype={dtype} does not hold the codes of column "
                    f"{self.n_bins_.argmax()}, which go up to {largest}."
                )
        elif dtype not in (np.float32, np.float64):
            raise ValueError(
                f"{name}: dtype must be float32, float64 or an integer type, got "
                f"{self.dtype!r}."
            )

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.input_tags.allow_nan = self.missing == "level"
        if self.dtype is not None:
            tags.transformer_tags.preserves_dtype = []
        return tags


class _CutSearch:
    """The cuts of columns against one y: what all columns share."""

    def __init__(self, codes, n_classes, weights):
        self.codes = codes
        self.n_classes = n_classes
        self.weights = weights
        # c log c is rounded to units of which N log N has 2**50: so many a double
        # still tells apart. Sums of weights are rounded themselves, and get 2**40.
        n = codes.size if weights is None else max(weights.sum(), 2.0)
        bits = 50 if weights is None else 40
        self.scale = 2.0 ** (bits - math.ceil(math.log2(n * math.log(n))))
        # A cost is a sum of 2 n_classes + 2 terms, each less than a unit off.
        self.tolerance = 4 * (n_classes + 1)
        self.table = np.empty(0, dtype=np.int64)
        if weights is None:
            counts = np.arange(1, n + 1)
            terms = np.rint(self.scale * counts * np.log(counts))
            self.table = np.append(0, terms.astype(np.int64))

    def of_columns(self, X):
        """Cuts of each column of X, (n_samples, n_columns) with NaN where missing."""
        n = self.codes.size
        weighted = self.weights is not None
        counts = np.empty((2, self.n_classes), np.float64 if weighted else np.int64)
        boundary = np.empty(n, dtype=np.uint8)
        places = np.empty(n, dtype=np.int64)
        cuts = []
        for column in X.T:
            column = np.ascontiguousarray(column)
            order = np.argsort(column)  # NaN last
            values = column[order]
            values = values[: np.searchsorted(values, np.nan)]
            order = order[: values.size]
            n_cuts = find_cuts(
                values,
                self.codes[order],
                self.weights[order] if weighted else np.empty(0),
                self.table,
                self.scale,
                self.tolerance,
                counts,
                boundary,
                places,
            )
            above = places[:n_cuts]
            cuts.append(_between(values[above - 1], values[above]))
        return cuts


def _between(low, high):
    """Midpoints; of neighbouring floats, which have none between them, the higher."""
    low, high = low.astype(np.float64), high.astype(np.float64)
    middle = low / 2 + high / 2  # their sum may overflow
    return np.where((low < middle) & (middle <= high), middle, high)

"""What the selectors share: reading X and y, and keeping the columns."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings
from functools import cache

import numpy as np
from scipy.sparse import issparse
from sklearn.base import BaseEstimator
from sklearn.feature_selection import SelectorMixin
from sklearn.utils import assert_all_finite
from sklearn.utils.validation import (
    check_consistent_length,
    check_is_fitted,
    validate_data,
)

from sklearn_info.feature_selection._sparse_levels import without_duplicates
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.preprocessing import TableEncoder
from sklearn_info.utils import (
    Integral,
    Interval,
    StrOptions,
    as_array,
    check_params,
    check_weights,
    encode_target,
    frame_rows,
    holds_booleans_among_names,
    is_frame,
    is_lazy,
    is_sparse,
    output_is_default,
)


def keep_rows(X, rows):
    """Some rows of an array, a CSR matrix or a data frame."""
    return frame_rows(X, rows) if is_frame(X) else X[rows]


def _rows_of(y, rows):
    """Some rows of a target of any kind."""
    if issparse(y):
        return y.tocsr()[rows]
    if hasattr(y, "iloc"):
        return y.iloc[rows]
    return y[rows] if hasattr(y, "to_numpy") else np.asarray(y)[rows]


def keep_columns(X, columns):
    """Some columns of an array, a sparse matrix or a data frame."""
    if hasattr(X, "iloc"):
        return X.iloc[:, columns]
    return X[:, columns.tolist() if is_frame(X) else columns]


def _is_ready(X):
    """Whether scikit-learn would neither change nor refuse X, whatever its values."""
    known = X.format in ("csr", "csc") if issparse(X) else type(X) is np.ndarray
    return known and X.ndim == 2 and 0 not in X.shape and X.dtype.kind in "biuf"


class BaseSelector(SelectorMixin, BaseEstimator):
    """Base of all selectors: keep the columns of any kind of input."""

    @classmethod
    @cache
    def _get_param_names(cls):
        """As scikit-learn's, which reads the signature of __init__ in every call.

        That is a tenth of a fit whose ranking is kept.
        """
        return super()._get_param_names()

    def _validate_params(self):
        check_params(self)

    def _forget(self, *names):
        """Drop attributes of an earlier fit that this one may not set."""
        for name in names:
            self.__dict__.pop(name, None)

    def _called(self, feature):
        """What messages call a feature: its name, if X had names, or its index."""
        names = getattr(self, "feature_names_in_", None)
        return f"feature {int(feature) if names is None else names[feature]!r}"

    def _get_support_mask(self):
        check_is_fitted(self)
        mask = np.zeros(self.n_features_in_, dtype=bool)
        mask[self._chosen()] = True
        return mask

    def _chosen(self):
        """The features that are kept, of which a changed k may ask for others."""
        return self.ranking_

    def transform(self, X):
        """Keep the selected features of X.

        Parameters
        ----------
        X : {array-like, sparse matrix, data frame} of shape (n_samples, n_features)
            As in fit.

        Returns
        -------
        X_selected : of shape (n_samples, n_selected_features)
            A sparse matrix (CSC if X is, else CSR), or an array, or a data frame if
            `set_output` asks for one; its columns keep their types.
        """
        check_is_fitted(self)
        if is_frame(X) and not output_is_default(self):
            validate_data(self, X, reset=False, skip_check_array=True)
            return keep_columns(X, self.get_support(indices=True))
        if holds_booleans_among_names(X):
            X = X.astype(object)
        if issparse(X) and X.format == "csc":
            X = validate_data(self, X, reset=False, accept_sparse="csc", dtype=None)
            return X[:, self.get_support(indices=True)]
        return super().transform(X)


class BaseInformationSelector(BaseSelector):
    """Base of the selectors that count: validation of X, y and weights.

    A subclass has the parameters `discrete_features`, `discrete_target`,
    `strategy`, `n_bins`, `levels` and `missing`.
    """

    measure = "discrete"  # unless it is a parameter of the subclass

    _parameter_constraints: dict = {
        "discrete_features": [StrOptions({"auto"}), "boolean", "array-like"],
        "discrete_target": [StrOptions({"auto"}), "boolean"],
        "strategy": [StrOptions({"quantile", "uniform", "mdlp"})],
        "n_bins": [StrOptions({"auto"}), Interval(Integral, 2, 65536, closed="left")],
        "levels": [StrOptions({"presence", "counts", "quantiles"})],
        "missing": [StrOptions({"error", "level"})],
    }

    def _read(self, X, y, sample_weight, *, reset=True, n_least=2, binned=True):
        """Check X, y and weights; rows of weight 0 are gone.

        A continuous y is binned, unless it is to stay as it is.

        Returns
        -------
        X : ndarray, data frame, or CSR or CSC matrix
        target : Target
        weights : ndarray of shape (n_samples,), positive, or None
        """
        caller = type(self).__name__
        X = self._read_X(X, y, reset)
        try:
            check_consistent_length(X, y)
        except ValueError as error:
            raise ValueError(f"{caller}: X and y differ in length. {error}") from error
        weights = check_weights(sample_weight, X.shape[0], caller)
        where = ""
        if weights is not None and not weights.all():
            where = " where sample_weight is not 0"
            rows = np.flatnonzero(weights)
            if issparse(X):  # SciPy would take rows of a broken one
                X = without_duplicates(X, caller)
            X, y, weights = keep_rows(X, rows), _rows_of(y, rows), weights[rows]

        def bin_target(values):
            encoder = TableEncoder(
                discrete_features=False,
                # The target has no classes that would say where to cut it.
                strategy="quantile" if self.strategy == "mdlp" else self.strategy,
                n_bins=self.n_bins,
                caller=caller,
            )
            table = encoder.encode(values[:, None], weights=weights)
            return table.codes[:, 0].astype(np.int32), np.append(table.cuts[0], np.inf)

        target = encode_target(
            y,
            caller=caller,
            discrete=self.discrete_target,
            bin_target=bin_target if binned else None,
            n_least=n_least,
            where=where,
        )
        if self.discrete_target == "auto" and target.may_be_amounts:
            warnings.warn(
                f"{caller}: y holds whole numbers, {target.classes.size} of them "
                "distinct, which are taken for classes. If they are amounts, pass "
                "discrete_target=False; if classes, True, which ends this warning.",
                UserWarning,
                stacklevel=4,
            )
        return X, target, weights

    def _k_changed(self, fitted_k):
        """Whether k is not that of the fit any more; another one is checked."""
        if type(self.k) is type(fitted_k) and self.k == fitted_k:
            return False
        self._validate_params()
        return True

    def _encode(self, X, y, weights, threads, by_parts=False):
        """X as codes: an EncodedTable or, of a sparse matrix, a SparseTable."""
        caller = type(self).__name__
        if issparse(X):
            return SparseTable.of(X, self.levels, weights, caller)
        encoder = TableEncoder(
            discrete_features=self.discrete_features,
            strategy=self.strategy,
            n_bins=self.n_bins,
            missing=self.missing,
            by_parts=by_parts,
            caller=caller,
            threads=threads,
        )
        return encoder.encode(X, y, weights)

    def _check_tested(self, table, weights):
        """Refuse weights of no two samples in all; warn of bins that have seen y.

        Such bins tell of y what is not so, on the same rows.
        """
        if weights is not None and weights.sum() < 2:
            raise ValueError(
                f"{type(self).__name__}: sample_weight sums to {weights.sum():g}, and "
                "tests take a weight for so many independent samples. Scale the "
                "weights, for instance so that their mean is 1."
            )
        by_y = self.strategy == "mdlp" and not isinstance(table, SparseTable)
        if by_y and table.binned:
            warnings.warn(
                f"{type(self).__name__}: strategy='mdlp' makes the bins that tell most "
                "of y, so that tests on the same samples find too much, even in noise. "
                "Take strategy='quantile' for tests.",
                UserWarning,
                stacklevel=5,
            )

    def _read_X(self, X, y, reset):
        caller = type(self).__name__
        if is_lazy(X) or is_lazy(y):
            by_parts = ""
            if hasattr(self, "partial_fit"):
                by_parts = ", or call partial_fit with each block in turn"
            raise TypeError(
                f"{caller}: Dask collections are not supported yet. Pass X.compute() "
                f"if it fits in memory{by_parts}."
            )
        if y is not None and reset and _is_ready(X):
            # To ask what else X might be takes a third of a fit whose ranking is kept.
            self.n_features_in_ = X.shape[1]
            self._forget("feature_names_in_")
            if issparse(X):
                if self.missing == "level" and np.isnan(X.data).any():
                    raise ValueError(
                        f"{caller}: Input X contains NaN, and missing='level' is for "
                        "dense input. Store a value that stands for it, or none."
                    )
                assert_all_finite(X.data, estimator_name=caller, input_name="X")
                self._check_sparse()
            return X
        if y is None or not is_frame(X):
            if isinstance(X, (list, tuple)):
                X = as_array(X)
            X = validate_data(
                self,
                X,
                **({"y": None} if y is None else {}),
                reset=reset,
                accept_sparse=("csr", "csc"),
                dtype=None,
                # Missing values are found, and named, when columns are encoded.
                ensure_all_finite=is_sparse(X),
            )
            if issparse(X):
                self._check_sparse()
            return X
        validate_data(self, X, reset=reset, skip_check_array=True)
        if 0 in X.shape:
            raise ValueError(
                f"Found a data frame with {X.shape[0]} sample(s) and {X.shape[1]} "
                f"feature(s) while a minimum of 1 is required by {caller}."
            )
        return X

    def _check_sparse(self):
        asked = self.discrete_features
        if not (asked is True or (isinstance(asked, str) and asked == "auto")):
            raise ValueError(
                f"{type(self).__name__}: discrete_features={asked!r:.60} is for dense "
                "input; the columns of a sparse X are discrete, with the levels that "
                "the parameter levels says."
            )

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.target_tags.two_d_labels = True
        tags.input_tags.sparse = self.measure in ("discrete", "auto")
        tags.input_tags.categorical = self.measure != "gaussian_copula"
        tags.input_tags.allow_nan = self.missing == "level"
        return tags

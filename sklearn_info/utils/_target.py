"""A target of any kind as classes: codes of rows, and the rows of each class."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np
from scipy.sparse import issparse
from sklearn.utils import check_array, column_or_1d

from sklearn_info.utils._labels import (
    as_array,
    as_numbers,
    as_plain,
    encode_labels,
    rows_by_code,
)

# Whole numbers that are classes however few the rows.
FEW_CLASSES = 50
BINARIZE = (
    "If these are the labels of each sample, pass their indicator, by "
    "sklearn.preprocessing.MultiLabelBinarizer."
)


@dataclass(frozen=True)
class Target:
    """Classes of rows, or numbers.

    Attributes
    ----------
    codes : ndarray of shape (n_samples,), int32, or None
        Class of each row; None where a row may belong to several (multilabel), and
        where there are no classes.
    classes : ndarray of shape (n_classes,)
        Labels; of a binned target, the upper edges of the bins.
    indicator : ndarray of shape (n_samples, n_classes), bool, or None
        Multilabel membership.
    binned : bool
        Whether the classes are bins of a continuous target.
    numbers : ndarray of shape (n_samples,), float64, or None
        A continuous target that is not binned; there are no classes then.
    """

    codes: np.ndarray | None
    classes: np.ndarray
    indicator: np.ndarray | None = None
    binned: bool = False
    numbers: np.ndarray | None = None

    @property
    def multilabel(self):
        return self.indicator is not None

    @property
    def may_be_amounts(self):
        """Whether many numbers are taken for classes that do not count from 0 or 1."""
        classes = self.classes
        if self.binned or classes.dtype.kind not in "iuf":
            return False
        if classes.size <= FEW_CLASSES or self.multilabel:
            return False
        return classes[0] not in (0, 1) or classes[-1] - classes[0] >= classes.size

    def members(self):
        """Rows of the first class, of the second, ..., and where each begins."""
        if self.multilabel:
            rows = self.indicator.T.nonzero()[1].astype(np.int64)
        else:
            rows = rows_by_code(self.codes, self.classes.size)
        return rows, np.append(0, np.cumsum(self.sizes())).astype(np.int64)

    def sizes(self, weights=None):
        """Rows of each class, or their weight."""
        if not self.multilabel:
            return np.bincount(self.codes, weights, minlength=self.classes.size)
        if weights is None:
            return self.indicator.sum(axis=0)
        return weights @ self.indicator

    def joined(self):
        """One target of classes that do not overlap: each set of labels is a class."""
        if not self.multilabel:
            return self
        sets, codes = np.unique(self.indicator, axis=0, return_inverse=True)
        return Target(codes.reshape(-1).astype(np.int32), np.arange(len(sets)))


def encode_target(y, *, caller, discrete="auto", bin_target=None, n_least=2, where=""):
    """Read y as classes, as labels that may overlap, or as numbers or bins of them.

    Parameters
    ----------
    y : array-like of shape (n_samples,) or (n_samples, n_labels)
        A binary indicator of two dimensions is a multilabel target.
    caller : str
        Name of the estimator, for errors.
    discrete : "auto" or bool
        Whether y holds classes. By default, what is not a number does, and so do
        whole numbers unless more than 50 are distinct, and more than a quarter of
        the rows.
    bin_target : callable, default=None
        Maps an array of numbers to (codes, upper edges): how a continuous y is binned.
        By default it stays as it is.
    n_least : int
        Classes that y must hold at least.
    where : str
        Which rows these are, for errors; all by default.

    Raises
    ------
    ValueError
        If y has missing or infinite values, or too few classes.
    """
    if not issparse(y) and not hasattr(y, "to_numpy"):
        try:
            y = as_array(y)
        except ValueError:
            raise ValueError(
                f"{caller}: y holds sequences that differ in length. {BINARIZE}"
            ) from None
    n_dimensions = len(y.shape)  # a Series of polars has no ndim
    if n_dimensions == 2 and y.shape[1] != 1:
        return _labels(y, caller, n_least, where)
    column = y if n_dimensions == 1 else column_or_1d(y, warn=True)
    values = as_plain(column, f"{caller}: y")
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise ValueError(f"{caller}: Input y contains NaN or infinity.")
    if discrete is False or (discrete == "auto" and _is_continuous(values)):
        if values.dtype.kind not in "biuf":
            raise ValueError(
                f"{caller}: discrete_target=False asks for numbers in y, "
                f"got dtype {values.dtype}."
            )
        if bin_target is None:
            return _numbers(values, caller, n_least, where)
        whole = values.dtype.kind in "iu"  # exact to the last digit
        codes, edges = bin_target(values if whole else values.astype(np.float64))
        target = Target(codes, edges, binned=True)
    else:
        codes, levels = encode_labels(values)
        if codes.size and codes.min() < 0:
            raise ValueError(f"{caller}: Input y contains missing values.")
        target = Target(codes, levels)
    n_classes = np.unique(codes).size if target.binned else levels.size
    if n_classes < n_least:
        only = f"class {levels.tolist()[0]!r}" if not target.binned else "value"
        _refuse_constant(only, where, caller)
    return target


def _refuse_constant(only, where, caller):
    raise ValueError(
        f"{caller}: y holds one {only} only{where}, about which no feature can "
        "tell anything; at least two classes are needed."
    )


def _numbers(values, caller, n_least, where):
    numbers = as_numbers(values, f"{caller}: y")
    if n_least > 1 and numbers.min() == numbers.max():
        _refuse_constant("value", where, caller)
    return Target(None, np.empty(0), numbers=numbers)


def _is_continuous(values):
    if values.dtype.kind not in "iuf":
        return False
    if values.dtype.kind == "f" and not np.array_equal(values, np.rint(values)):
        return True
    if values.size == 0 or values.max().item() - values.min().item() < FEW_CLASSES:
        return False  # without a look at how many are distinct
    distinct = np.unique(values).size
    return distinct > FEW_CLASSES and distinct > values.size / 4


def _labels(y, caller, n_least, where):
    dense = y.toarray() if issparse(y) else check_array(y, dtype=None)
    if not np.isin(dense, (0, 1)).all():
        raise ValueError(
            f"{caller}: y has shape {dense.shape}; a y of two dimensions is a "
            "multilabel target and holds 0 and 1 only. Pass one target at a time. "
            f"{BINARIZE}"
        )
    indicator = np.ascontiguousarray(dense, dtype=bool)
    varies = indicator.any(axis=0) & ~indicator.all(axis=0)
    if n_least > 1 and not varies.any():
        raise ValueError(
            f"{caller}: every label of y is the same for all samples{where}; at least "
            "one label must occur in some samples and not in others."
        )
    return Target(None, np.arange(indicator.shape[1]), indicator)

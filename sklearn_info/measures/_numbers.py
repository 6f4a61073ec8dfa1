"""Arguments of a measure to checked numbers, and to classes.

A column that is constant says nothing and is left out when it is read; a variable of
which nothing is left has no information, whatever the estimator.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sklearn_info.measures._columns import (
    LooksContinuous,
    encode_argument,
    split_columns,
)
from sklearn_info.measures._joint import cell_keys
from sklearn_info.measures._single_columns import (
    Classes,
    SortedColumn,
    normal_scores,
    standardized,
    tied,
)
from sklearn_info.utils import as_plain, is_categorical


class Variable:
    """An argument of a measure, and what it becomes, each found once.

    Parameters
    ----------
    values : array-like of shape (n,) or (n, d)
    name, caller : str
        For errors.
    marginals : {"standard", "normal_scores"} or None
    """

    def __init__(self, values, name, caller, marginals=None):
        self.values, self.name, self.caller = values, name, caller
        self.marginals = marginals

    @cached_property
    def numbers(self):
        """All columns as numbers."""
        return read_numbers(self, labels=False)

    @cached_property
    def numbers_or_labels(self):
        """The same, where categories and strings are labels."""
        return read_numbers(self, labels=True)

    @cached_property
    def labels(self):
        """Its rows, which must not look continuous, as labels."""
        columns = self._encode()
        if len(columns) == 1:
            return Labels(columns[0].codes)
        keys = cell_keys([c.codes for c in columns], [c.n_levels for c in columns])
        return Labels(np.unique(keys, return_inverse=True)[1].astype(np.int32))

    @cached_property
    def points(self):
        """Numbers, and as labels what is not one or has few values."""
        return read_points(self)

    @cached_property
    def is_discrete(self):
        """Whether no column looks continuous."""
        try:
            self._encode()
        except LooksContinuous:
            return False
        return True

    def _encode(self):
        return encode_argument(
            self.values, name=self.name, caller=self.caller, refuse_continuous=True
        )


@dataclass
class Numbers:
    """The columns of a variable that vary.

    Parameters
    ----------
    values : ndarray of shape (n, d), float64
        By columns; of labels, 0 or 1 for each level, so that two that differ are 1
        apart.
    marginals : {"standard", "normal_scores"} or None
        The scale of the numbers; labels stay 1 apart.
    n_labels : int
        How many columns at the end are of labels.
    classes : ndarray of shape (n,) or None
        Codes of the labels, where the variable is one column of these.
    """

    values: np.ndarray
    marginals: str | None = None
    n_labels: int = 0
    classes: np.ndarray | None = None

    @property
    def n_samples(self):
        return self.values.shape[0]

    @property
    def varies(self):
        return self.values.shape[1] > 0

    @cached_property
    def rescaled(self):
        """All columns, on their scale."""
        d = self.values.shape[1] - self.n_labels
        if self.marginals is None or d == 0:
            return self.values
        if d == 1 and isinstance(self.prepared, SortedColumn):
            return self.prepared.numbers.reshape(-1, 1)
        scaled = np.array(self.values, order="F")
        if self.marginals == "normal_scores":
            for j in range(d):
                scaled[:, j] = normal_scores(self.values[:, j])
        else:
            scaled[:, :d] = standardized(self.values[:, :d])
        return scaled

    @cached_property
    def prepared(self):
        """A single column, sorted or of classes, for all that it meets; else None."""
        if self.classes is not None:
            return Classes(self.classes)
        if self.values.shape[1] == 1:
            return SortedColumn(self.values[:, 0]).rescaled(self.marginals)
        return None


@dataclass
class Points(Numbers):
    """Numbers of a variable and codes of all its labels, each of which may be absent.

    Parameters
    ----------
    labels : ndarray of shape (n,) or None
    """

    labels: np.ndarray | None = None

    @property
    def varies(self):
        return self.values.shape[1] > 0 or self.labels is not None

    @cached_property
    def has_ties(self):
        return any(tied(np.sort(column)) for column in self.values.T)

    @cached_property
    def prepared(self):
        if self.labels is None:
            return super().prepared
        return None if self.values.shape[1] else Classes(self.labels)

    @property
    def mixture(self):
        return Mixture(self.rescaled, self.labels)


@dataclass(frozen=True)
class Mixture:
    """Numbers on their scale, and labels, of some samples."""

    numbers: np.ndarray
    labels: np.ndarray | None

    def rows(self, rows):
        labels = None if self.labels is None else self.labels[rows]
        return Mixture(self.numbers[rows], labels)


class Labels:
    """A discrete variable: codes from 0 on."""

    def __init__(self, codes):
        self.values = self.rescaled = codes
        self.n_samples = codes.size
        self.prepared = Classes(codes)
        self.varies = self.prepared.varies


def read_numbers(variable, labels):
    """Numbers of an argument; where asked for, labels among them."""
    name, caller = variable.name, variable.caller
    columns = split_columns(variable.values, name, caller)
    table, indicators, classes = [], [], None
    for j, column in enumerate(columns):
        label = f"column {j} of {name}" if len(columns) > 1 else name
        if labels and _plain(column, label, caller) is None:
            codes, n_levels = _codes(column, label, caller)
            classes = codes if len(columns) == 1 else None
            indicators.extend((codes == code) * 1.0 for code in range(n_levels))
        else:
            table.append(_numbers(column, label, caller))
    n = (table or indicators)[0].size
    table, indicators = (
        [column for column in part if column[0] != column[-1] or np.ptp(column)]
        for part in (table, indicators)
    )
    if len(table) == 1 and not indicators:
        return Numbers(table[0].reshape(-1, 1), variable.marginals)
    numbers = np.empty((n, len(table) + len(indicators)), order="F")
    for j, column in enumerate((*table, *indicators)):
        numbers[:, j] = column
    return Numbers(numbers, variable.marginals, len(indicators), classes)


def read_points(variable):
    """Numbers and labels of an argument.

    Labels are booleans, categories and strings, and numbers of which at most sqrt(n)
    are distinct.
    """
    name, caller = variable.name, variable.caller
    columns = split_columns(variable.values, name, caller)
    table, labels = [], []
    for j, column in enumerate(columns):
        label = f"column {j} of {name}" if len(columns) > 1 else name
        plain = _plain(column, label, caller)
        if plain is None or plain.dtype.kind == "b" or _has_few_values(plain):
            labels.append(_codes(column, label, caller))
        else:
            table.append(_numbers(column, label, caller))
    n = table[0].size if table else labels[0].codes.size
    labels = [column for column in labels if np.ptp(column.codes)]
    codes = None
    if labels:
        keys = cell_keys([c.codes for c in labels], [c.n_levels for c in labels])
        codes = np.unique(keys, return_inverse=True)[1] if len(labels) > 1 else keys
    numbers = np.empty((n, len(table)), order="F")
    for j, column in enumerate(table):
        numbers[:, j] = column
    return Points(numbers, variable.marginals, labels=codes)


def _has_few_values(numbers):
    few = math.isqrt(numbers.size)
    # As many distinct ones among the first settle it for most columns.
    if np.unique(numbers[: 4 * few]).size > few:
        return False
    return np.unique(numbers).size <= few


def _plain(column, name, caller):
    """The column as an array if it holds numbers, else None."""
    if is_categorical(column):
        return None
    try:
        plain = as_plain(column, name)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{caller}: {error}") from error
    return plain if plain.dtype.kind in "biuf" else None


def _codes(column, name, caller):
    (column,) = encode_argument(
        column, name=name, caller=caller, refuse_continuous=False
    )
    return column


def _numbers(column, name, caller):
    """A column as float64; whole numbers of 64 bits are counted from the smallest."""
    plain = _plain(column, name, caller)
    if plain is None:
        raise TypeError(
            f"{caller}: {name} holds categories or strings where numbers are needed; "
            "name an estimator of discrete variables, such as 'plugin', or leave "
            "estimator='auto'."
        )
    if plain.dtype.kind in "iu" and plain.dtype.itemsize == 8 and plain.size:
        # Differences modulo 2^64 are right for the largest integers too.
        low = np.uint64(int(plain.min()) % 2**64)
        plain = plain.astype(np.uint64) - low
    numbers = np.ascontiguousarray(plain, dtype=np.float64)
    if numbers.size == 0:
        raise ValueError(f"{caller}: {name} is empty; at least two samples are needed.")
    # Both are NaN if a number is.
    largest = max(-numbers.min(), numbers.max())
    if not math.isfinite(largest):
        n_missing = np.count_nonzero(np.isnan(numbers))
        what = f"{n_missing} missing values (NaN or None)" if n_missing else "infinity"
        raise ValueError(f"{caller}: {name} holds {what}. Drop those samples first.")
    if largest > np.finfo(float).max / 4:
        raise ValueError(
            f"{caller}: {name} holds numbers beyond {np.finfo(float).max / 4:.0e}, "
            "whose differences overflow; divide it by a power of two."
        )
    return numbers

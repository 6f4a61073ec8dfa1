"""Columns of any kind as small integer codes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sklearn_info._kernels._codes import narrow_columns, narrow_rows
from sklearn_info.preprocessing._bin_codes import bin_codes
from sklearn_info.preprocessing._binning import BINNINGS, default_n_bins
from sklearn_info.preprocessing._column_kinds import (
    CONTINUOUS,
    UNKNOWN,
    asked_kinds,
    is_continuous,
    most_levels,
    warn_of_names,
)
from sklearn_info.utils import (
    Threads,
    as_numbers,
    as_plain,
    column_levels,
    encode_with,
    frame_array,
    frame_columns,
    is_categorical,
    is_frame,
)

# Numbers that are sorted at once: few enough to stay in the cache.
BLOCK = 1 << 18
# Read from memory by one thread.
BYTES_A_NANOSECOND = 6
# The levels of a column of bytes, by the largest of them.
BYTES = np.empty(256, dtype=object)
BYTES[:] = [np.arange(largest + 1) for largest in range(256)]


@dataclass(frozen=True)
class EncodedTable:
    """Columns of codes.

    Attributes
    ----------
    codes : ndarray of shape (n_samples, n_features), uint8, uint16 or int32
        Column-major; of each column below its number of levels.
    n_levels : ndarray of shape (n_features,), int64
        Some of the levels may not occur. 0 for a column of numbers that are kept.
    numbers : ndarray of shape (n_samples, n_features), float64, or None
        Column-major; those columns that are kept, and nothing in the others.
    levels : sequence of n_features ndarrays or None
        Sorted distinct values of each discrete column; empty if nobody will ask.
    cuts : sequence of n_features ndarrays or None
        Cuts of each binned column, whose code is how many lie strictly below; likewise.
    """

    codes: np.ndarray
    n_levels: np.ndarray
    numbers: np.ndarray | None = None
    levels: Sequence = ()
    cuts: Sequence = ()

    @property
    def binned(self):
        return any(cuts is not None for cuts in self.cuts)

    @property
    def nbytes(self):
        """Bytes of the codes."""
        return self.codes.nbytes

    def level_values(self):
        """What the levels of each discrete column stand for, a missing value last."""
        return [
            levels if len(levels) == n_levels else _with_missing(levels)
            for levels, n_levels in zip(self.levels, self.n_levels)
        ]


class TableEncoder:
    """Find the levels and bins of the columns of a table, and encode it by them.

    Booleans, strings and categories are discrete, numbers by the rule of
    `_column_kinds`; other columns are binned. A discrete column of bytes, however
    stored, keeps its values as codes, so that most tables of integers are encoded
    in one pass over their memory. A missing value is the level after the others.

    Parameters
    ----------
    discrete_features : "auto", bool, mask, indices or names
        Which columns are discrete.
    strategy : {"quantile", "uniform", "mdlp"} or None
        Equal frequency, equal width, or `MDLPDiscretizer`, which needs y. With None,
        columns that are not discrete are kept as numbers.
    n_bins : "auto" or int
        Three below 300 rows and five above by default.
    missing : {"error", "level"}
        Whether a missing value is a mistake or a level of its own.
    by_parts : bool
        Whether the table is a part of a larger one: no column is binned.
    caller : str
        What errors and warnings call the owner.
    threads : Threads, default=None
        That numbers are copied by; one by default.
    """

    def __init__(
        self,
        *,
        discrete_features="auto",
        strategy="quantile",
        n_bins="auto",
        missing="error",
        by_parts=False,
        caller="TableEncoder",
        threads=None,
    ):
        self.discrete_features = discrete_features
        self.strategy = strategy
        self.n_bins = n_bins
        self.missing = missing
        self.by_parts = by_parts
        self.caller = caller
        self.threads = threads or Threads()

    def encode(self, X, y=None, weights=None):
        """Encode a table.

        Parameters
        ----------
        X : ndarray or data frame of shape (n_samples, n_features)
        y : ndarray of shape (n_samples,), default=None
            Classes, for strategy="mdlp"; None where there is not one of them.
        weights : ndarray of shape (n_samples,), default=None
            Positive; a weight counts a row as that many equal rows.

        Returns
        -------
        EncodedTable
        """
        n_samples, n_features = X.shape
        self._names = list(X.columns) if is_frame(X) else None
        self._asked = asked_kinds(
            self.discrete_features, n_features, self._names, self.caller
        )
        self._total = n_samples if weights is None else weights.sum()
        if self.strategy == "mdlp" and (y is None or self.n_bins != "auto"):
            raise ValueError(
                f"{self.caller}: strategy='mdlp' finds the number of bins of each "
                "column from one target of classes; leave n_bins='auto', and for a "
                "multilabel y or parts of the data choose another strategy."
            )
        table = _Codes(n_samples, n_features, with_numbers=self.strategy is None)
        array = frame_array(X) if is_frame(X) else X
        if array is not None and array.dtype.kind in "biuf":
            self._encode_numbers(array, 0, table, y, weights)
        else:
            for j, column in enumerate(_columns(X)):
                if not is_categorical(column):
                    column = as_plain(column, self._called(j))
                if column.dtype.kind in "biuf":
                    self._encode_numbers(column[:, None], j, table, y, weights)
                else:
                    self._encode_labels(column, j, table)
        return table.finish()

    def _encode_numbers(self, X, first, table, y, weights):
        """Encode an array of numbers, the columns from first on of the table."""
        n_columns = X.shape[1]
        codes = table.bytes[:, first : first + n_columns]
        largest, lossy = _narrow(X, codes, self.threads)
        asked = self._asked[first : first + n_columns]
        bytes_ = ~lossy & (asked != CONTINUOUS)
        # Fewer levels than the limit need no second look.
        many = largest >= most_levels(self._total)
        for column in np.flatnonzero(bytes_ & many & (asked == UNKNOWN)):
            n_distinct = np.count_nonzero(np.bincount(codes[:, column]))
            if self._decide(first + column, n_distinct, X):
                asked[column] = CONTINUOUS
                bytes_[column] = False
        levels = np.where(bytes_, BYTES[largest], None)
        table.levels[first : first + n_columns] = levels.tolist()
        table.n_levels[first : first + n_columns][bytes_] = largest[bytes_] + 1
        rest = np.flatnonzero(~bytes_)
        width = max(1, BLOCK // X.shape[0])
        for begin in range(0, rest.size, width):
            self._encode_block(X, rest[begin : begin + width], first, table, y, weights)

    def _encode_block(self, X, columns, first, table, y, weights):
        """Encode some columns of numbers, sorted together."""
        block = _Sorted(X, columns, weights)
        for place, column in enumerate(columns):
            if block.infinite[place]:
                raise ValueError(
                    f"{self.caller}: Input X contains infinity or a value too large "
                    f"for its type in {self._name(first + column)}."
                )
            if block.n_missing[place] and self.missing == "error":
                self._refuse_missing(first + column)
        binned = []
        for place, column in enumerate(columns):
            j = first + column
            if self._asked[j] == CONTINUOUS or (
                self._asked[j] == UNKNOWN
                and self._decide(j, block.n_distinct[place], X)
            ):
                binned.append(place)
            else:
                levels = table.levels[j] = block.levels(place)
                codes = np.searchsorted(levels, block.values[place])
                table.put(j, codes, len(levels), block.missing_of(place))
        if self.strategy is None:
            for place in binned:
                j = first + columns[place]
                table.numbers[:, j] = as_numbers(block.values[place], self._called(j))
            return
        if not binned:
            return
        if self.by_parts:
            raise ValueError(
                f"{self.caller}: {self._name(first + columns[binned[0]])} is "
                "continuous, and cannot be binned by parts. Discretise it first, or "
                "mark it as discrete."
            )
        n_bins = default_n_bins(self._total) if self.n_bins == "auto" else self.n_bins
        cuts = BINNINGS[self.strategy](block, binned, n_bins, y)
        if isinstance(cuts, np.ndarray):
            codes = bin_codes(block.values[binned], cuts)
        else:  # their number differs from column to column
            codes = [
                bin_codes(block.values[place][None], own[None])[0]
                for place, own in zip(binned, cuts)
            ]
        for row, place in enumerate(binned):
            j = first + columns[place]
            table.cuts[j] = cuts[row]
            table.put(j, codes[row], len(cuts[row]) + 1, block.missing_of(place))

    def _encode_labels(self, column, j, table):
        """Encode a column of strings or categories."""
        if self._asked[j] == CONTINUOUS:
            raise ValueError(
                f"{self.caller}: {self._name(j)} is to be continuous, as "
                "discrete_features or the measure says, but it does not hold numbers. "
                "List it there, or encode it, such as by a column of 0 and 1 for each "
                "category."
            )
        levels = table.levels[j] = column_levels(column, self._called(j))
        codes = encode_with(levels, column, self._called(j))
        missing = codes < 0
        if missing.any() and self.missing == "error":
            self._refuse_missing(j)
        if self._asked[j] == UNKNOWN and not self.by_parts:
            n_distinct = np.count_nonzero(np.bincount(codes[~missing]))
            n_labels = codes.size - np.count_nonzero(missing)
            warn_of_names(n_distinct, n_labels, self._name(j), self.caller)
        table.put(j, codes, len(levels), missing)

    def _decide(self, j, n_distinct, X):
        if self.by_parts and X.dtype.kind in "biu":
            return False  # the share of distinct values in a part says nothing
        return is_continuous(
            n_distinct, X.dtype, self._total, self._name(j), self.caller
        )

    def _called(self, j):
        """What errors of others call a column, after who was asked."""
        return f"{self.caller}: {self._name(j)}"

    def _name(self, j):
        return f"column {int(j) if self._names is None else self._names[j]!r} of X"

    def _refuse_missing(self, j):
        advice = "Impute them, or use measure='discrete'."
        if self.strategy is not None:
            advice = (
                "Pass missing='level' to make them a level of their own, or impute "
                "them first."
            )
        raise ValueError(
            f"{self.caller}: Input X contains NaN or missing values in "
            f"{self._name(j)}. {advice}"
        )


class _Missing:
    """A missing value among labels: the last level of all."""

    def __lt__(self, other):
        return False

    def __gt__(self, other):
        return not isinstance(other, _Missing)

    def __eq__(self, other):
        return isinstance(other, _Missing)

    def __hash__(self):
        return 0


def _with_missing(levels):
    if levels.dtype.kind in "iuf":
        return np.append(levels.astype(np.float64), np.nan)
    return np.append(levels.astype(object), _Missing())


class _Codes:
    """An encoded table in the making: bytes, and the columns that need more."""

    def __init__(self, n_samples, n_features, with_numbers=False):
        self.numbers = None
        if with_numbers:  # of which pages that nobody writes to take no memory
            self.numbers = np.empty((n_samples, n_features), order="F")
        self.bytes = np.empty((n_samples, n_features), dtype=np.uint8, order="F")
        self.n_levels = np.zeros(n_features, dtype=np.int64)
        self.levels, self.cuts = [None] * n_features, [None] * n_features
        self._wide = {}

    def put(self, j, codes, n_levels, missing=None):
        """Store the codes of a column; missing values become one more level."""
        if missing is not None and missing.any():
            codes = np.where(missing, n_levels, codes)
            n_levels += 1
        self.n_levels[j] = n_levels
        if n_levels <= 256:
            self.bytes[:, j] = codes
        else:
            self._wide[j] = codes.astype(np.int32)

    def finish(self):
        codes = self.bytes
        if self._wide:
            fits = self.n_levels.max() <= 1 << 16
            codes = codes.astype(np.uint16 if fits else np.int32)
            for j, column in self._wide.items():
                codes[:, j] = column
        return EncodedTable(codes, self.n_levels, self.numbers, self.levels, self.cuts)


class _Sorted:
    """Some columns of numbers, one a row, and in order with missing values last."""

    def __init__(self, X, columns, weights):
        self.values = np.ascontiguousarray(X[:, columns].T)
        n_samples = X.shape[0]
        order = None
        if weights is None:
            self.ordered = np.sort(self.values, axis=1)
        else:
            # In any order of equals, whose weights are summed exactly. With NaN sorting
            # takes four times as long; one before an infinity is refused with it.
            keys = self.values
            if keys.dtype.kind == "f":
                keys = np.where(np.isnan(keys), np.inf, keys)
            order = np.argsort(keys, axis=1)
            self.ordered = np.take_along_axis(self.values, order, axis=1)
        self.infinite = np.zeros(len(columns), dtype=bool)
        self.n_missing = np.zeros(len(columns), dtype=np.int64)
        if self.values.dtype.kind == "f":
            if np.isnan(self.ordered[:, -1]).any():
                self.n_missing = np.isnan(self.ordered).sum(axis=1)
                self.infinite = np.isinf(self.values).any(axis=1)
            else:
                self.infinite = np.isinf(self.ordered[:, [0, -1]]).any(axis=1)
        self.n_valid = n_samples - self.n_missing
        self.row_weights, self.weights = weights, None
        steps = self.ordered[:, 1:] != self.ordered[:, :-1]
        if self.n_missing.any():
            valid = np.arange(n_samples) < self.n_valid[:, None]
            steps &= valid[:, 1:]
            if order is not None:
                self.weights = weights[order] * valid
        elif order is not None:
            self.weights = weights[order]
        self.n_distinct = (self.n_valid > 0) + np.count_nonzero(steps, axis=1)

    def levels(self, place):
        return np.unique(self.ordered[place, : self.n_valid[place]])

    def missing_of(self, place):
        if self.n_missing[place]:
            return np.isnan(self.values[place])
        return None


def _narrow(X, codes, threads):
    """Copy X to bytes; the largest of each column, and whether some did not fit."""
    if X.dtype.itemsize > 8 or X.dtype == np.float16 or not X.dtype.isnative:
        X = X.astype(np.float64)
    X = np.require(X, requirements=["ALIGNED"])
    kind, by_columns = X.dtype.str[1:], X.flags.f_contiguous
    lines = X.T if by_columns else X
    memory, length = _memory(lines), lines.shape[1] * X.dtype.itemsize
    traces = []  # of each range; no two threads write to the same

    def narrow(begin, end):
        trace = np.zeros((2, X.shape[1]), dtype=np.uint8)
        traces.append(trace)
        part = memory[begin * length : end * length]
        if by_columns:
            some = trace[:, begin:end]
            narrow_columns(part, kind, codes[:, begin:end], *some)
        else:
            narrow_rows(part, kind, codes[begin:end], *trace)

    # By the byte, as fast as memory.
    threads.ranges(narrow, len(lines), length / BYTES_A_NANOSECOND)
    largest, lossy = np.max(traces, axis=0)
    return largest.astype(np.int64), lossy.astype(bool)


def _memory(X):
    return np.ascontiguousarray(X).reshape(-1).view(np.uint8)


def _columns(X):
    return frame_columns(X) if is_frame(X) else list(X.T)

"""Counts of the joint states of several variables, and entropies of their margins."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

import numpy as np

from sklearn_info._kernels._contingency import count_columns, sum_weights
from sklearn_info.measures._columns import encode_argument
from sklearn_info.measures._estimators import (
    TAKE_FRACTIONS,
    check_uses,
    estimate_entropy,
    fraction_advice,
)
from sklearn_info.utils import check_weights

# A table of all cells is quicker than a sort of the samples while it is small, or not
# much larger than the samples themselves.
SMALL_TABLE = 1 << 16
CELLS_PER_SAMPLE = 4
# Places in a table are 32-bit integers.
MAX_TABLE = (1 << 31) - 1
# Keys of cells are 64-bit integers.
MAX_KEY = 1 << 62


class Joint:
    """The joint sample of several variables.

    A variable is one or several columns of codes; a set of variables is a tuple of
    their numbers, and () is a constant.

    Parameters
    ----------
    variables : list of lists of Column
    weights : ndarray of shape (n,), float64, or None
    estimator : str
    n_states : list of int, or None
        Possible states of each variable.
    prior : str, float or None
    """

    def __init__(
        self, variables, weights=None, *, estimator="plugin", n_states=None, prior=None
    ):
        self.estimator, self.n_states, self.prior = estimator, n_states, prior
        self._axes, columns = [], []
        for variable in variables:
            self._axes.append(range(len(columns), len(columns) + len(variable)))
            columns.extend(variable)
        n_samples = columns[0].codes.size
        self._n_levels = [column.n_levels for column in columns]
        codes = [column.codes for column in columns]
        n_cells = math.prod(self._n_levels)
        self._table = None
        if n_cells <= min(max(SMALL_TABLE, CELLS_PER_SAMPLE * n_samples), MAX_TABLE):
            self._table = _table(codes, self._n_levels, weights)
        else:
            self._cells, self._counts = _tally(codes, self._n_levels, weights)

    def counts(self, variables):
        """Counts above 0 of the states of some of the variables."""
        axes = self._axes_of(variables)
        if self._table is not None:
            counts = self._margin_table(axes).ravel()
            return counts[counts > 0]
        if len(axes) == len(self._cells):
            return self._counts
        if not axes:
            return self._counts.sum(keepdims=True)
        return self._margin_cells(axes)[1]

    def _axes_of(self, variables):
        return [axis for v in variables for axis in self._axes[v]]

    def _margin_table(self, axes):
        others = tuple(set(range(self._table.ndim)) - set(axes))
        table = self._table.sum(axis=others) if others else self._table
        return np.transpose(table, np.argsort(np.argsort(axes)))

    def _margin_cells(self, axes):
        codes = [self._cells[axis] for axis in axes]
        levels = [self._n_levels[axis] for axis in axes]
        return _tally(codes, levels, self._counts)

    def counts_by_stratum(self, x, z):
        """Counts of the states of x that occur in each state of z, in order of z."""
        known = self._axes_of(z)
        if not known:
            return [self.counts(x)]
        axes = known + self._axes_of(x)
        if self._table is not None:
            table = self._margin_table(axes)
            cells = np.nonzero(table)
            counts = table[cells]
        else:
            cells, counts = self._margin_cells(axes)
        levels = [self._n_levels[axis] for axis in known]
        keys = cell_keys(cells[: len(known)], levels)
        return np.split(counts, np.flatnonzero(np.diff(keys)) + 1)

    def entropy(self, variables):
        """Estimated entropy in nats of some of the variables."""
        return self._estimate(self.counts(variables), variables)

    def _estimate(self, counts, variables):
        if not variables:
            return 0.0
        n_states = None
        if self.n_states is not None:
            n_states = math.prod(self.n_states[v] for v in variables)
        return float(estimate_entropy(counts, self.estimator, n_states, self.prior))

    def conditional_entropy(self, x, z):
        """H(x | z) = H(x, z) - H(z); exactly 0 where z settles x."""
        both, given = self.counts(x + z), self.counts(z)
        if both.size == given.size:
            return 0.0
        return self._estimate(both, x + z) - self._estimate(given, z)

    def information(self, x, y, z=()):
        """I(x; y | z) = H(x, z) + H(y, z) - H(x, y, z) - H(z).

        Exactly 0 where z settles x or y, a constant among them. A constant z is no
        condition at all.
        """
        given = self.counts(z)
        if given.size == 1:
            z = ()
        xz, yz = self.counts(x + z), self.counts(y + z)
        if xz.size == given.size or yz.size == given.size:
            return 0.0
        return (self._estimate(xz, x + z) - self._estimate(given, z)) + (
            self._estimate(yz, y + z) - self.entropy(x + y + z)
        )


def observe(
    arguments,
    *,
    caller,
    estimator="auto",
    n_states=None,
    prior=None,
    sample_weight=None,
):
    """The joint sample of named arguments: {name: array-like}.

    Everything that a caller may have got wrong is refused here.
    """
    variables, weights, estimator = encode_arguments(
        arguments, caller, estimator, n_states, prior, sample_weight
    )
    joint = Joint(
        variables,
        weights,
        estimator=estimator,
        n_states=_states(n_states, list(arguments), caller),
        prior=prior,
    )
    check_states(joint, list(arguments), caller)
    return joint


def encode_arguments(arguments, caller, estimator, n_states, prior, sample_weight):
    """Checked columns of each argument, weights or None, and the estimator's name."""
    automatic = estimator == "auto"
    estimator = "plugin" if automatic else estimator
    check_uses(estimator, n_states, prior, caller=caller)
    variables = [
        encode_argument(values, name=name, caller=caller, refuse_continuous=automatic)
        for name, values in arguments.items()
    ]
    n_samples = variables[0][0].codes.size
    for name, variable in zip(arguments, variables):
        if variable[0].codes.size != n_samples:
            raise ValueError(
                f"{caller}: {name} has {variable[0].codes.size} samples, and "
                f"{next(iter(arguments))} has {n_samples}."
            )
    weights = check_weights(sample_weight, n_samples, caller)
    if weights is not None and estimator not in TAKE_FRACTIONS and (weights % 1).any():
        raise ValueError(
            f"{caller}: estimator={estimator!r} needs whole numbers of samples, and "
            f"sample_weight holds fractions. {fraction_advice()}"
        )
    return variables, weights, estimator


def _states(n_states, names, caller):
    """One number of states for each variable."""
    if n_states is None:
        return None
    states = np.asarray(n_states)
    if states.ndim == 0:
        states = np.full(len(names), states)
    if states.shape != (len(names),) or states.dtype.kind not in "iu":
        raise ValueError(
            f"{caller}: n_states={n_states!r}; give one whole number, or one for each "
            f"of {', '.join(names)}."
        )
    return states.tolist()


def check_states(joint, names, caller):
    """Refuse fewer possible states than occur."""
    for v, name in enumerate(names if joint.n_states else ()):
        seen = joint.counts((v,)).size
        if seen > joint.n_states[v]:
            raise ValueError(
                f"{caller}: n_states={joint.n_states[v]} for {name}, of which {seen} "
                "states occur."
            )


def _table(codes, n_levels, weights):
    """Counts of all cells, one axis a column."""
    x, *others = codes
    y = np.zeros(x.size, dtype=np.int32)
    if others:
        y = others[0].astype(np.int32, copy=False)
    for column, n in zip(others[1:], n_levels[2:]):
        y = y * np.int32(n) + column
    y = np.ascontiguousarray(y, dtype=np.int32)
    shape = (n_levels[0], math.prod(n_levels[1:]))
    starts = np.array([0, n_levels[0]], dtype=np.int64)
    x = np.ascontiguousarray(x).reshape(-1, 1)
    if weights is None:
        table = np.zeros(shape, dtype=np.int64)
        count_columns(x, y, starts, table)
    else:
        table = np.zeros(shape)
        sum_weights(x, y, weights, starts, table)
    return table.reshape(n_levels)


def _tally(codes, n_levels, weights):
    """Codes of the cells that occur, in order, and their counts."""
    n_cells = math.prod(n_levels)
    if weights is None and n_cells <= MAX_KEY:
        keys = np.sort(cell_keys(codes, n_levels))
        starts = _starts(keys)
        cells = np.unravel_index(keys[starts], n_levels)
        return list(cells), np.diff(starts, append=keys.size)
    keys = cell_keys(codes, n_levels)
    if n_cells <= max(SMALL_TABLE, CELLS_PER_SAMPLE * keys.size):
        # Sums of counts are exact up to 2^53.
        counts = np.bincount(keys, weights=weights, minlength=n_cells)
        occurs = np.flatnonzero(counts)
        return list(np.unravel_index(occurs, n_levels)), counts[occurs]
    order = np.argsort(keys)
    starts = _starts(keys[order])
    if weights is None:
        counts = np.diff(starts, append=keys.size)
    else:
        counts = np.add.reduceat(weights[order], starts)
    occurs = counts > 0  # samples may weigh nothing
    rows = order[starts[occurs]]
    return [column[rows] for column in codes], counts[occurs]


def _starts(keys):
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))


def cell_keys(codes, n_levels):
    """An integer for each row, the same for equal rows of codes."""
    narrow = math.prod(n_levels) < 1 << 31
    keys, span = codes[0].astype(np.int32 if narrow else np.int64), n_levels[0]
    for column, n in zip(codes[1:], n_levels[1:]):
        if span * n > MAX_KEY:
            keys = np.unique(keys, return_inverse=True)[1]
            span = int(keys.max()) + 1
        keys = keys * n + column
        span *= n
    return keys

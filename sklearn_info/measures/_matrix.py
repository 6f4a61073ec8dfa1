"""Mutual information of all pairs of columns."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from itertools import pairwise

import numpy as np

from sklearn_info._kernels._pairwise_information import pairwise_information
from sklearn_info.measures._additive import ADDITIVE, additive_f, additive_table
from sklearn_info.measures._columns import LooksContinuous
from sklearn_info.measures._continuous import settle
from sklearn_info.measures._continuous_matrix import continuous_matrix
from sklearn_info.measures._joint import (
    Joint,
    cell_keys,
    check_states,
    encode_arguments,
)
from sklearn_info.measures._options import (
    CONTINUOUS_ESTIMATORS,
    NEIGHBOR_OPTIONS,
    in_base,
)
from sklearn_info.utils import Integral, Interval, Threads, validate_params

# The joint table of two packs should stay in the L1 cache, and be much smaller than
# the rows that fill it.
MAX_PACK_CELLS = 4096
ROWS_PER_CELL = 4
# Nanoseconds that a row of two packs takes.
COUNTED = 1.0
# The kernel counts in 32 bits.
MAX_ROWS = (1 << 31) - 1


@validate_params(
    {
        "X": ["array-like"],
        "Y": ["array-like", None],
        **NEIGHBOR_OPTIONS,
        "n_states": [Interval(Integral, 1, None, closed="left"), None],
        "n_jobs": [Integral, None],
    },
    prefer_skip_nested_validation=True,
)
def mutual_information_matrix(
    X,
    Y=None,
    *,
    given=None,
    estimator="auto",
    n_neighbors=3,
    marginals=None,
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
    n_jobs=None,
):
    r"""Mutual information of every column of X with every column of Y.

    Each value is that of :func:`mutual_information` of the two columns; an additive
    estimator (``"plugin"``, ``"miller_madow"``, ``"grassberger"``, ``"jackknife"``)
    gives all of them in compiled code, at less than one step a row and pair where the
    columns have few levels.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features) or (n_samples,)
        Discrete or continuous columns, as in :func:`mutual_information`.
    Y : array-like of shape (n_samples, n_targets) or (n_samples,), default=None
        Others; by default those of X, and the matrix is symmetric.
    given : array-like of shape (n_samples,) or (n_samples, n_columns), default=None
        What is known already: the information is conditional on it.
    estimator : str, default="auto"
        How the entropies are estimated, see :func:`entropy`; or an estimator of
        continuous variables, see :func:`mutual_information`, of which the normal ones
        take one matrix product for all pairs, and the others sort each column once.
        ``"auto"`` chooses for each pair.
    n_neighbors, marginals
        As in :func:`mutual_information`.
    n_states : int, default=None
        Number of possible states of every column, and of given.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.
    n_jobs : int, default=None
        Threads over the pairs of columns.

    Returns
    -------
    information : ndarray of shape (n_features, n_targets)
        Where Y is None, the diagonal holds :math:`I(X_i; X_i) = H(X_i)`, which of a
        continuous column is infinite.

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`.

    See Also
    --------
    mutual_information : Of one pair, of which either may be several columns.

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication.

    Examples
    --------
    >>> from sklearn_info.measures import mutual_information_matrix
    >>> mutual_information_matrix([[0, 0], [0, 1], [1, 0], [1, 1]], base=2)
    array([[1., 0.],
           [0., 1.]])
    """
    caller = "mutual_information_matrix"
    counting = {"n_states": n_states, "prior": prior, "sample_weight": sample_weight}
    arguments = {"X": X, "Y": Y, "given": given}
    arguments = {name: v for name, v in arguments.items() if v is not None}
    continuous = estimator in CONTINUOUS_ESTIMATORS
    if not continuous:
        try:
            variables, weights, estimator = encode_arguments(
                arguments, caller, estimator, **counting
            )
        except LooksContinuous:  # as only estimator="auto" asks
            continuous = True
    if continuous:
        estimator, marginals = settle(estimator, marginals, caller, **counting)
        nats = continuous_matrix(
            X,
            Y,
            given,
            estimator=estimator,
            n_neighbors=n_neighbors,
            marginals=marginals,
            n_jobs=n_jobs,
            caller=caller,
        )
        return in_base(nats, base)
    variables = dict(zip(arguments, variables))
    x, y = variables["X"], variables.get("Y")
    known = variables.get("given", [])
    information = np.zeros((len(x), len(x if y is None else y)))

    # A kernel counts columns whose table with another is not much larger than n.
    # Weights that are whole numbers are not counted natively with a correction.
    n_samples = x[0].codes.size
    native = estimator in ADDITIVE and (weights is None or estimator == "plugin")
    native = native and n_samples <= MAX_ROWS
    limit = max(256, math.isqrt(4 * n_samples)) if native else 0
    narrow_x = _narrower(x, limit)
    narrow_y = narrow_x if y is None else _narrower(y, limit)
    if narrow_x and narrow_y:
        information[np.ix_(narrow_x, narrow_y)] = _native_matrix(
            [x[i] for i in narrow_x],
            None if y is None else [y[j] for j in narrow_y],
            known,
            weights,
            estimator,
            n_jobs,
        )
    options = {"estimator": estimator, "n_states": n_states, "prior": prior}
    wide_x, wide_y = set(range(len(x))) - set(narrow_x), set(narrow_y)
    for i in range(information.shape[0]):
        for j in range(information.shape[1]):
            if i not in wide_x and j in wide_y:
                continue
            if y is None and j < i:
                information[i, j] = information[j, i]
                continue
            pair = [[x[i]], [(x if y is None else y)[j]]]
            information[i, j] = _information(pair, known, weights, options)
    return in_base(information, base)


def _narrower(columns, limit):
    return [j for j, column in enumerate(columns) if column.n_levels <= limit]


def _information(pair, known, weights, options):
    """I of one pair of columns, the general way."""
    variables = pair + ([known] if known else [])
    if options["n_states"] is not None:
        options = {**options, "n_states": [options["n_states"]] * len(variables)}
    joint = Joint(variables, weights, **options)
    names = ["a column", "a column", "given"]
    check_states(joint, names[: len(variables)], "mutual_information_matrix")
    return joint.information((0,), (1,), (2,) if known else ())


def _native_matrix(x, y, known, weights, estimator, n_jobs):
    n_samples = x[0].codes.size
    order, strata = _strata(known, n_samples)
    n_strata = strata.size - 1
    cells = min(MAX_PACK_CELLS, n_samples // n_strata // ROWS_PER_CELL)
    packs_y = _pack(x if y is None else y, math.isqrt(cells), order)
    # Columns that go alone on one side leave room for two on the other.
    packs_x = _pack(x, max(math.isqrt(cells), cells // packs_y[3]), order)
    if weights is None:
        sizes = np.diff(strata)
    else:
        weights = weights if order is None else weights[order]
        sizes = np.add.reduceat(weights, strata[:-1])
    n = sizes.sum()
    f, alpha = additive_table(estimator, n, n_samples)
    constants = np.full(1, n * alpha) if n_strata == 1 else additive_f(estimator, sizes)
    information = np.zeros((packs_x[2].size, packs_y[2].size))
    codes, first, levels, _ = packs_x

    def count(begin, end):
        pairwise_information(
            codes[:, begin:end],
            first[begin : end + 1],
            levels,
            *packs_y[:3],
            y is None,
            strata,
            np.empty(0) if weights is None else weights,
            constants,
            n,
            f,
            information,
        )

    with Threads(n_jobs) as threads:
        cost = COUNTED * codes.shape[0] * packs_y[0].shape[1]
        threads.ranges(count, codes.shape[1], cost)
    if y is None:  # of the lower triangle a part only is there
        upper = np.triu(information)
        information = upper + np.triu(upper, 1).T
    return information


def _pack(columns, max_levels, order):
    """Neighbouring columns in packs of at most max_levels levels, rows in order.

    Returns what the kernel asks, codes of the packs, the first column of each and the
    end, and the number of levels of each column; and of the pack that has most.
    """
    n_levels = np.array([column.n_levels for column in columns], dtype=np.int64)
    first, span, widest = [0], 1, 1
    for j, n in enumerate(n_levels.tolist()):
        span *= n
        if j > first[-1] and span > max_levels:
            first.append(j)
            span = n
        widest = max(widest, span)
    first.append(len(columns))
    shape = columns[0].codes.size, len(first) - 1
    codes = np.empty(shape, dtype=np.uint16, order="F")
    for p, (begin, end) in enumerate(pairwise(first)):
        code = codes[:, p]
        code[:] = columns[begin].codes
        for j in range(begin + 1, end):
            code *= np.uint16(n_levels[j])
            code += columns[j].codes.astype(np.uint16, copy=False)
        if order is not None:
            code[:] = code[order]
    return codes, np.array(first, dtype=np.int64), n_levels, widest


def _strata(known, n_samples):
    """An order of the rows by what is known, and where each of its states begins."""
    if not known:
        return None, np.array([0, n_samples], dtype=np.int64)
    keys = cell_keys(
        [column.codes for column in known], [column.n_levels for column in known]
    )
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return order, np.concatenate(([0], starts, [n_samples])).astype(np.int64)

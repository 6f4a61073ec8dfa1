"""Is the mutual information more than chance?"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass

import numpy as np
from joblib import effective_n_jobs
from scipy.special import chdtrc
from scipy.stats import random_table
from sklearn.utils import check_random_state
from sklearn.utils.parallel import Parallel, delayed

from sklearn_info.measures._additive import additive_f
from sklearn_info.measures._joint import observe
from sklearn_info.measures._options import BASE, in_base
from sklearn_info.utils import Integral, Interval, StrOptions, validate_params

# Permutations of one task, each task with a seed of its own: the result does not
# depend on the number of workers.
PERMUTATIONS_PER_TASK = 250
# Numbers in the tables that one call of scipy draws.
MAX_DRAWN = 1 << 22
# Tables with more cells than that are mostly zeros.
MAX_CELLS_PER_SAMPLE = 8


@dataclass(frozen=True)
class IndependenceTest:
    """Result of :func:`mutual_information_test`.

    Parameters
    ----------
    statistic : float
        G = 2 n I, with the plug-in I in nats.
    pvalue : float
        Chance of a statistic at least as large if the variables were independent.
    dof : int
        Degrees of freedom, from the levels that occur.
    mutual_information : float
        Plug-in mutual information.
    method : {"g", "permutation"}
        How the p-value was found.
    null_distribution : ndarray of shape (n_permutations,) or None
        Mutual information of the permuted samples.
    """

    statistic: float
    pvalue: float
    dof: int
    mutual_information: float
    method: str
    null_distribution: np.ndarray | None = None


@validate_params(
    {
        "method": [StrOptions({"g", "permutation"})],
        "n_permutations": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
        "estimator": [StrOptions({"auto", "plugin"})],
        "sample_weight": ["array-like", None],
        **BASE,
    },
    prefer_skip_nested_validation=True,
)
def mutual_information_test(
    x,
    y,
    *,
    given=None,
    method="g",
    n_permutations=999,
    estimator="auto",
    base=None,
    sample_weight=None,
    random_state=None,
    n_jobs=None,
):
    r"""Test of independence of two discrete variables, also given a third.

    ``method="g"`` compares :math:`G = 2 n I` with the :math:`\chi^2` distribution
    that it has for many samples. Its degrees of freedom are
    :math:`\sum_z (r_z - 1) (c_z - 1)` over the strata of `given`, where :math:`r_z`
    and :math:`c_z` count the levels of x and y that occur in a stratum. It wants
    counts of about five in most cells.

    ``method="permutation"`` permutes y within the strata of `given`, m times; with b
    of the permutations at least as informative as the samples the p-value is
    :math:`(b + 1) / (m + 1)`, which is valid for any number of samples. What a
    permutation leaves of the data is a table with the same margins, and these are
    drawn directly, so that the time hardly grows with the number of samples.

    Parameters
    ----------
    x, y : array-like of shape (n_samples,) or (n_samples, n_columns)
        Discrete variables, as in :func:`entropy`; several columns are read jointly.
    given : array-like of shape (n_samples,) or (n_samples, n_columns), default=None
        Test conditional independence given this.
    method : {"g", "permutation"}, default="g"
    n_permutations : int, default=999
        The smallest p-value is ``1 / (n_permutations + 1)``.
    estimator : {"auto", "plugin"}, default="auto"
        The statistic is the plug-in in both cases; ``"plugin"`` says that a column
        that looks continuous is meant to be discrete.
    base : float, default=None
        Base of the logarithm of the mutual information; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        How often each sample was seen: whole numbers, for a test counts independent
        samples.
    random_state : int, RandomState instance or None, default=None
        Seed of the permutations.
    n_jobs : int, default=None
        Workers for the permutations; the result does not depend on it.

    Returns
    -------
    result : IndependenceTest
        With the attributes ``statistic`` (G), ``pvalue``, ``dof``,
        ``mutual_information``, ``method`` and ``null_distribution`` (the mutual
        information of each permutation, else None).

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`, and if weights are fractions.

    See Also
    --------
    mutual_information : The estimate alone.
    scipy.stats.chi2_contingency : G-test of a table (``lambda_="log-likelihood"``).

    References
    ----------
    .. [1] Sokal, R. R., Rohlf, F. J. (1981). Biometry.
    .. [2] Phipson, B., Smyth, G. K. (2010). Permutation p-values should never be
       zero. Stat. Appl. Genet. Mol. Biol. 9, 39.

    Examples
    --------
    >>> from sklearn_info.measures import mutual_information_test
    >>> x = [0, 1] * 20
    >>> y = [0, 1] * 15 + [1, 0] * 5
    >>> result = mutual_information_test(x, y)
    >>> round(result.statistic, 3), result.dof, round(result.pvalue, 4)
    (10.465, 1, 0.0012)
    """
    arguments = {"x": x, "y": y}
    if given is not None:
        arguments["given"] = given
    joint = observe(
        arguments,
        caller="mutual_information_test",
        estimator=estimator,
        sample_weight=_whole(sample_weight),
    )
    known = () if given is None else (2,)
    information = joint.information((0,), (1,), known)
    margins = list(
        zip(joint.counts_by_stratum((0,), known), joint.counts_by_stratum((1,), known))
    )
    n = joint.counts(()).sum()
    statistic = max(2.0 * float(n) * information, 0.0)
    dof = sum((rows.size - 1) * (columns.size - 1) for rows, columns in margins)
    null = None
    if method == "g":
        # Two variables that cannot vary together are independent.
        pvalue = float(chdtrc(dof, statistic)) if dof else 1.0
    else:
        null = _null_distribution(margins, n, n_permutations, random_state, n_jobs)
        # Equal tables in another order differ by rounding.
        reached = np.count_nonzero(null >= information - 1e-12)
        pvalue = float((reached + 1) / (n_permutations + 1))
        null = in_base(null, base)
    return IndependenceTest(
        statistic=statistic,
        pvalue=pvalue,
        dof=dof,
        mutual_information=in_base(information, base),
        method=method,
        null_distribution=null,
    )


def _whole(sample_weight):
    """Refuse weights that are not counts of samples; the rest is checked later."""
    if sample_weight is not None:
        weights = np.asarray(sample_weight)
        if weights.dtype.kind == "f" and (weights % 1 > 0).any():
            raise ValueError(
                "mutual_information_test: sample_weight holds fractions, and a test "
                "counts independent samples; give whole numbers, or no weights."
            )
    return sample_weight


def _null_distribution(margins, n, n_permutations, random_state, n_jobs):
    """Mutual information of tables drawn at random with given margins."""
    margins = [
        (rows.astype(np.int64), columns.astype(np.int64))
        for rows, columns in margins
        if min(rows.size, columns.size) > 1  # others are settled, and tell nothing
    ]
    # I = constant + sum_xyz f / n; only the cells change.
    constant = sum(
        additive_f("plugin", rows.sum()) - _f(rows) - _f(columns)
        for rows, columns in margins
    )
    tasks = [
        min(PERMUTATIONS_PER_TASK, n_permutations - begin)
        for begin in range(0, n_permutations, PERMUTATIONS_PER_TASK)
    ]
    seeds = check_random_state(random_state).randint(2**31 - 1, size=len(tasks))
    n_jobs = min(effective_n_jobs(n_jobs), len(tasks))
    sums = Parallel(n_jobs=n_jobs)(
        delayed(_draw)(margins, size, seed) for size, seed in zip(tasks, seeds)
    )
    return (np.concatenate(sums) + constant) / n


def _f(counts):
    return additive_f("plugin", counts).sum()


def _draw(margins, size, seed):
    """Sums of f over the cells of tables drawn at random."""
    rng = np.random.default_rng(seed)
    sums = np.zeros(size)
    for rows, columns in margins:
        if rows.size * columns.size > MAX_CELLS_PER_SAMPLE * rows.sum():
            sums += _shuffled(rows, columns, size, rng)
            continue
        tables = random_table(rows, columns)
        step = max(1, MAX_DRAWN // (rows.size * columns.size))
        for begin in range(0, size, step):
            drawn = tables.rvs(min(step, size - begin), random_state=rng)
            sums[begin : begin + step] += additive_f("plugin", drawn).sum(axis=(1, 2))
    return sums


def _shuffled(rows, columns, size, rng):
    """The same for tables too wide to write down: their samples are shuffled."""
    x = np.repeat(np.arange(rows.size) * columns.size, rows)
    y = np.repeat(np.arange(columns.size), columns)
    sums = np.empty(size)
    for i in range(size):
        rng.shuffle(y)
        cells = np.sort(x + y)
        ends = np.flatnonzero(np.diff(cells, append=-1)) + 1
        sums[i] = _f(np.diff(ends, prepend=0))
    return sums

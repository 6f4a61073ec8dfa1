"""Is the mutual information more than chance?"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass, field

import numpy as np
from joblib import effective_n_jobs
from scipy.special import chdtrc
from scipy.stats import random_table
from sklearn.utils import check_random_state
from sklearn.utils.parallel import Parallel, delayed

from sklearn_info.measures._additive import additive_f
from sklearn_info.measures._columns import LooksContinuous
from sklearn_info.measures._continuous import read_estimate
from sklearn_info.measures._joint import observe
from sklearn_info.measures._options import (
    CONTINUOUS_ESTIMATORS,
    NEIGHBOR_OPTIONS,
    in_base,
)
from sklearn_info.measures._reorderings import null_distribution
from sklearn_info.utils import Integral, Interval, StrOptions, validate_params

# Permutations of one task, each task with a seed of its own: the result does not
# depend on the number of workers.
PERMUTATIONS_PER_TASK = 250
# Numbers in the tables that one call of scipy draws.
MAX_DRAWN = 1 << 22
# Tables with more cells than that are mostly zeros.
MAX_CELLS_PER_SAMPLE = 8


# Equal estimates that were added up in another order differ by rounding.
ROUNDING = 1e-12


@dataclass(frozen=True)
class IndependenceTest:
    """Result of :func:`mutual_information_test`.

    Parameters
    ----------
    statistic : float
        What is compared. Of discrete variables G = 2 n I, with the plug-in I in nats;
        of others the estimate in nats.
    pvalue : float
        Chance of a statistic at least as large if the variables were independent.
    dof : int or None
        Degrees of freedom of G, from the levels that occur.
    mutual_information : float
        The estimate.
    method : {"g", "permutation"}
        How the p-value was found.
    null_distribution : ndarray of shape (n_permutations,) or None
        Mutual information of the permuted samples.
    """

    statistic: float
    pvalue: float
    dof: int | None
    mutual_information: float
    method: str
    null_distribution: np.ndarray | None = field(default=None, repr=False)


@validate_params(
    {
        "method": [StrOptions({"auto", "g", "permutation"})],
        "n_permutations": [Interval(Integral, 1, None, closed="left")],
        "shuffle_neighbors": [Interval(Integral, 2, None, closed="left")],
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
        "sample_weight": ["array-like", None],
        **NEIGHBOR_OPTIONS,
        "estimator": [StrOptions({"auto", "plugin", *CONTINUOUS_ESTIMATORS})],
    },
    prefer_skip_nested_validation=True,
)
def mutual_information_test(
    x,
    y,
    *,
    given=None,
    method="auto",
    n_permutations=999,
    estimator="auto",
    n_neighbors=3,
    marginals=None,
    shuffle_neighbors=5,
    base=None,
    sample_weight=None,
    random_state=None,
    n_jobs=None,
):
    r"""Test of independence of two variables, also given a third.

    Of discrete variables, ``method="g"`` compares :math:`G = 2 n I` with the
    :math:`\chi^2` distribution that it has for many samples [1]_. Its degrees of
    freedom are :math:`\sum_z (r_z - 1) (c_z - 1)` over the strata of `given`, where
    :math:`r_z` and :math:`c_z` count the levels of x and y that occur in a stratum. In
    small cells G is too large by chance, by about half a degree of freedom for each,
    over the samples that a cell holds: of many cells that makes noise significant.

    ``method="permutation"`` permutes y m times; with b of the permutations at least as
    informative as the samples the p-value is :math:`(b + 1) / (m + 1)`, which is valid
    for any number of samples [2]_. Of discrete variables a permutation leaves a table
    with the same margins, and these are drawn directly, so that the time hardly grows
    with the number of samples. Continuous variables are sorted once for all
    permutations.

    Given something, y is permuted within strata of equal values of it, which is valid
    as well, if it is discrete, or has at most :math:`\sqrt n` different values. Else y
    goes to one of the samples that are nearest in `given`, as Runge [3]_ does: this is
    right only as far as y depends on `given` smoothly at that distance, so that many
    samples are needed, and few `shuffle_neighbors`.

    Parameters
    ----------
    x, y : array-like of shape (n_samples,) or (n_samples, n_columns)
        Discrete or continuous variables, as in :func:`mutual_information`; several
        columns are read jointly.
    given : array-like of shape (n_samples,) or (n_samples, n_columns), default=None
        Test conditional independence given this.
    method : {"auto", "g", "permutation"}, default="auto"
        By default "g" for discrete variables if cells hold :math:`2 + 2 \sqrt{dof}`
        samples on average, four for one degree of freedom, and else "permutation".
    n_permutations : int, default=999
        The smallest p-value is ``1 / (n_permutations + 1)``.
    estimator : str, default="auto"
        ``"plugin"`` for discrete variables, whatever they look like, or an estimator
        of continuous ones; by default as :func:`mutual_information` chooses.
    n_neighbors : int, default=3
        Neighbours of the estimators that have any. Ten and more make the test more
        powerful, and the estimate more biased.
    marginals : {"standard", "normal_scores"} or None, default=None
        Scale of the continuous columns, see :func:`mutual_information`.
    shuffle_neighbors : int, default=5
        Samples nearest in a continuous `given`, each itself included, among which y
        is permuted.
    base : float, default=None
        Base of the logarithm of the mutual information; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        How often each sample was seen: whole numbers, for a test counts independent
        samples. Of discrete variables only.
    random_state : int, RandomState instance or None, default=None
        Seed of the permutations.
    n_jobs : int, default=None
        Workers for the permutations; the result does not depend on it.

    Returns
    -------
    result : IndependenceTest
        With the attributes ``statistic``, ``pvalue``, ``dof``,
        ``mutual_information``, ``method`` and ``null_distribution`` (the mutual
        information of each permutation, else None).

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`, if weights are fractions, and for
        ``method="g"`` of continuous variables.

    See Also
    --------
    mutual_information : The estimate alone.
    scipy.stats.chi2_contingency : G-test of a table (``lambda_="log-likelihood"``).

    References
    ----------
    .. [1] Sokal, R. R., Rohlf, F. J. (1981). Biometry.
    .. [2] Phipson, B., Smyth, G. K. (2010). Permutation p-values should never be
       zero. Stat. Appl. Genet. Mol. Biol. 9, 39.
    .. [3] Runge, J. (2018). Conditional independence testing based on a
       nearest-neighbor estimator of conditional mutual information. AISTATS 2018.

    Examples
    --------
    >>> from sklearn_info.measures import mutual_information_test
    >>> x = [0, 1] * 20
    >>> y = [0, 1] * 15 + [1, 0] * 5
    >>> result = mutual_information_test(x, y)
    >>> round(result.statistic, 3), result.dof, round(result.pvalue, 4)
    (10.465, 1, 0.0012)

    A continuous variable that one class has larger, on the whole:

    >>> x = [0.1, 0.3, 0.2, 0.9, 1.4, 0.8, 1.2, 1.3, 0.7, 0.4]
    >>> result = mutual_information_test(x, [0] * 5 + [1] * 5, random_state=0)
    >>> result.method, result.dof
    ('permutation', None)
    """
    caller = "mutual_information_test"
    arguments = {"x": x, "y": y, "given": given}
    arguments = {name: v for name, v in arguments.items() if v is not None}
    options = {
        "n_permutations": n_permutations,
        "random_state": random_state,
        "n_jobs": n_jobs,
    }
    if estimator not in CONTINUOUS_ESTIMATORS:
        try:
            joint = observe(
                arguments,
                caller=caller,
                estimator=estimator,
                sample_weight=_whole(sample_weight),
            )
        except LooksContinuous:  # as only estimator="auto" asks
            pass
        else:
            known = () if given is None else (2,)
            return _test_counts(joint, known, method, base, options)
    if method == "g":
        raise ValueError(
            f"{caller}: method='g' counts the levels of discrete variables, and "
            f"estimator={estimator!r} is of continuous ones; use "
            "method='permutation', or discretise them first."
        )
    estimate = read_estimate(
        arguments,
        estimator,
        n_neighbors,
        marginals,
        caller,
        sample_weight=sample_weight,
    )
    information = estimate.information()
    null = null_distribution(estimate, shuffle_neighbors=shuffle_neighbors, **options)
    return IndependenceTest(
        statistic=information,
        pvalue=_share(null, information),
        dof=None,
        mutual_information=in_base(information, base),
        method="permutation",
        null_distribution=in_base(null, base),
    )


def _test_counts(joint, known, method, base, options):
    """The test of discrete variables."""
    information = joint.information((0,), (1,), known)
    margins = list(
        zip(joint.counts_by_stratum((0,), known), joint.counts_by_stratum((1,), known))
    )
    n = joint.counts(()).sum()
    statistic = max(2.0 * float(n) * information, 0.0)
    dof = sum((rows.size - 1) * (columns.size - 1) for rows, columns in margins)
    if method == "auto":
        # There G exceeds its degrees of freedom by a sixth of its standard deviation.
        n_cells = sum(rows.size * columns.size for rows, columns in margins)
        filled = n >= n_cells * (2.0 + 2.0 * np.sqrt(dof))
        method = "g" if filled or not dof else "permutation"
    null = None
    if method == "permutation":
        null = _null_distribution(margins, n, **options)
        pvalue = _share(null, information)
        null = in_base(null, base)
    else:
        # Two variables that cannot vary together are independent.
        pvalue = float(chdtrc(dof, statistic)) if dof else 1.0
    return IndependenceTest(
        statistic=statistic,
        pvalue=pvalue,
        dof=dof,
        mutual_information=in_base(information, base),
        method="g" if null is None else "permutation",
        null_distribution=null,
    )


def _share(null, information):
    """Share of the permutations and the samples that is at least as informative."""
    reached = np.count_nonzero(null >= information - ROUNDING)
    return float((reached + 1) / (null.size + 1))


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

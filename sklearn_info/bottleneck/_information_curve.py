"""What clusters keep against what they cost, and how many are worth it."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, issparse
from sklearn.utils import check_array, check_random_state
from sklearn.utils.parallel import Parallel, delayed

from sklearn_info.bottleneck._agglomerative import merge_to
from sklearn_info.bottleneck._critical_beta import (
    global_critical_beta,
    local_critical_beta,
    unfolding_beta,
)
from sklearn_info.bottleneck._encoder import Encoder
from sklearn_info.bottleneck._iterative import IterativeSearch, Lagrangian
from sklearn_info.bottleneck._kink import kink_strengths
from sklearn_info.bottleneck._sample_joint import SampleJoint, check_counts
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    check_weights,
    validate_params,
)

# Most clusters at a beta, where it is not said.
N_CLUSTERS = 20
# What another encoder must gain to take the place of the one found at a beta.
GAIN = 1e-9
# How far the betas go beyond the one from which on n_clusters come out.
BEYOND = 2.0

# Points of the curve that agree in so many are one.
DECIMALS = 9


@dataclass(frozen=True)
class InformationCurve:
    """Result of :func:`information_curve`: one item a point, in nats.

    Parameters
    ----------
    beta : ndarray of shape (n_points,)
        Rising; infinite where the number of clusters was given.
    n_clusters : ndarray of shape (n_points,)
        Clusters that came out.
    rate : ndarray of shape (n_points,)
        I(X; T).
    information : ndarray of shape (n_points,)
        I(T; Y).
    total_information : float
        I(X; Y), the most that can be kept.
    local_critical_beta : float
        Above it, one cluster is not even a local optimum.
    global_critical_beta : float
        Above it, one cluster is not the best. The best ratio that was found, so that
        the true value may be lower still.
    chance_information : ndarray of shape (n_points,) or None
        Mean of I(T; Y) of the same number of clusters, or of the same beta, in tables
        whose counts were shuffled.
    """

    beta: np.ndarray
    n_clusters: np.ndarray
    rate: np.ndarray
    information: np.ndarray
    total_information: float
    local_critical_beta: float
    global_critical_beta: float
    chance_information: np.ndarray | None = None

    @property
    def corrected_information(self):
        """I(T; Y) less what is there by chance; as it is without shuffles."""
        if self.chance_information is None:
            return self.information
        return self.information - self.chance_information

    @property
    def kink_strengths(self):
        """How sharply the curve bends at each point.

        Of hard clusters, whose rate is H(T), and of what they keep beyond chance, as
        for :class:`GeometricIB`: those at a strong kink are the best for a wide range
        of beta. 0 for a point that is not on the concave hull, for one cluster, for
        what is kept by chance, and for the last of all, which is not known to be a
        kink.
        """
        points = np.column_stack([self.rate, self.corrected_information])
        points = np.vstack([[0.0, 0.0], points]).round(DECIMALS)
        distinct, first = np.unique(points, axis=0, return_index=True)
        strengths = np.zeros(len(points))
        if len(distinct) > 2:
            strengths[first] = kink_strengths(*distinct.T)
        counts = (self.n_clusters > 1) & (self.corrected_information > 0)
        return np.where(counts, strengths[1:], 0.0)

    @property
    def best_n_clusters(self):
        """Number of clusters at the strongest kink; 1 if there is none."""
        strengths = self.kink_strengths
        return int(self.n_clusters[np.argmax(strengths)]) if strengths.any() else 1


@validate_params(
    {
        "X": ["array-like", "sparse matrix"],
        "betas": ["array-like", None],
        "n_clusters": [Interval(Integral, 1, None, closed="left"), "array-like", None],
        "n_betas": [Interval(Integral, 1, None, closed="left")],
        "alpha": [Interval(Real, 0, 1, closed="both")],
        "prior": [StrOptions({"uniform", "mass"})],
        "sample_weight": ["array-like", None],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "n_shuffles": [Interval(Integral, 0, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def information_curve(
    X,
    *,
    betas=None,
    n_clusters=None,
    n_betas=20,
    alpha=1.0,
    prior="uniform",
    sample_weight=None,
    n_init=3,
    max_iter=1000,
    tol=1e-9,
    n_shuffles=0,
    n_jobs=None,
    random_state=None,
):
    r"""Rate and information of the clusters of samples, for a range of beta or number.

    The information curve is the most I(T; Y) that clusters T of the samples X can keep
    of the features Y for a given I(X; T). Its points are the optima of

        I(X; T) - beta I(T; Y)

    for rising beta, or with alpha = 0 those of hard clusters [1]_. With several values
    of n_clusters, it is the most that so many hard clusters keep instead.

    Points are found from the largest beta, or number, down, each from a few starts and
    from what was found before. Then all encoders found compete at each beta: so the
    points lie on a concave curve, and its slope between two is between their 1 / beta.

    Parameters
    ----------
    X : {array-like, sparse matrix} of shape (n_samples, n_features)
        Counts or other weights, none negative; each row is a distribution over the
        features. For the states of a variable X, pass the table p(x, y) with
        ``prior="mass"``.
    betas : array-like of shape (n_points,), default=None
        Positive and finite. By default `n_betas` of them, by a constant factor from the
        critical one on to where all clusters have come out.
    n_clusters : int or array-like of shape (n_points,), default=None
        Most clusters at each beta, by default 20; or several numbers of hard clusters,
        in place of betas.
    n_betas : int, default=20
        How many betas by default.
    alpha : float in [0, 1], default=1.0
        1 for soft clusters, 0 for hard ones: see :class:`InformationBottleneck`.
    prior : {"uniform", "mass"}, default="uniform"
        p(x): the same for each sample, or proportional to the sum of its row.
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a row as that many equal rows.
    n_init : int, default=3
        Starts at each point, besides what was found before.
    max_iter : int, default=1000
        Most sweeps from each.
    tol : float, default=1e-9
        As in :class:`InformationBottleneck`.
    n_shuffles : int, default=0
        Tables of the same sums of rows and columns, but no structure, that are
        clustered alike: what clusters keep of these is chance. X must hold counts.
    n_jobs : int, default=None
        Threads for the starts and the shuffled tables. The result does not depend on
        it.
    random_state : int, RandomState instance or None, default=None
        Draws starts and shuffles.

    Returns
    -------
    curve : InformationCurve

    Raises
    ------
    ValueError
        If X holds NaN, infinity, negative values or zeros only, or with n_shuffles
        anything but whole numbers; if a beta is not positive and finite, or a number
        of clusters not from 1 to the rows with counts; or if there are several of
        both.

    See Also
    --------
    InformationBottleneck : The clusters of a single point.
    sklearn_info.inspection.InformationCurveDisplay : Its plot.
    AgglomerativeIB : A tree, with the information of each number of clusters.

    References
    ----------
    .. [1] Strouse & Schwab (2017), "The deterministic information bottleneck", Neural
       Computation 29, 1611-1630.

    Examples
    --------
    >>> from sklearn_info.bottleneck import information_curve
    >>> X = [[8, 1, 1], [9, 1, 0], [1, 8, 1], [0, 9, 1], [1, 1, 8], [1, 0, 9]]
    >>> curve = information_curve(X, n_clusters=range(1, 6), random_state=0)
    >>> curve.information.round(2)
    array([0.  , 0.32, 0.58, 0.59, 0.6 ])
    >>> curve.best_n_clusters
    3
    """
    caller = "information_curve"
    X = check_counts(
        check_array(X, accept_sparse=("csr", "csc"), input_name="X"), caller
    )
    weights = check_weights(sample_weight, X.shape[0], caller)
    random_state = check_random_state(random_state)

    def joint_of(counts):
        return SampleJoint.from_counts(
            counts, prior=prior, sample_weight=weights, distinct=True
        )

    joint = joint_of(X)
    if joint.n_rows == 0:
        raise ValueError(f"{caller}: X holds nothing but zeros in the rows that count.")
    numbers = _numbers(n_clusters, betas, joint.n_rows)
    options = {"max_iter": max_iter, "tol": tol, "n_init": n_init}
    seeds = random_state.randint(np.iinfo(np.int32).max, size=1 + n_shuffles)
    if numbers is None:
        most = min(N_CLUSTERS if n_clusters is None else n_clusters, joint.n_rows)
        lagrangians = [
            Lagrangian(beta, float(alpha))
            for beta in _betas(betas, n_betas, joint, most)
        ]

        def points_of(joint, seed, n_jobs=None):
            return _along_beta(joint, lagrangians, most, seed, n_jobs, **options)

    else:

        def points_of(joint, seed, n_jobs=None):
            return _along_number(joint, numbers, seed, n_jobs, **options)

    encoders = points_of(joint, seeds[0], n_jobs)
    chance = None
    if n_shuffles:
        _check_whole(X, caller)
        found = Parallel(n_jobs, prefer="threads")(
            delayed(_chance)(X, joint_of, points_of, seed) for seed in seeds[1:]
        )
        chance = np.mean(found, axis=0)
    return InformationCurve(
        beta=(
            np.array([lagrangian.beta for lagrangian in lagrangians])
            if numbers is None
            else np.full(len(encoders), np.inf)
        ),
        n_clusters=np.array([encoder.n_clusters for encoder in encoders]),
        rate=np.array([encoder.rate for encoder in encoders]),
        information=np.array([encoder.information for encoder in encoders]),
        total_information=float(joint.information),
        local_critical_beta=local_critical_beta(joint),
        global_critical_beta=global_critical_beta(joint, encoders),
        chance_information=chance,
    )


def _along_beta(joint, lagrangians, n_clusters, seed, n_jobs, *, n_init, **options):
    """The best encoder for each beta, of all that are found at any."""
    search = IterativeSearch(joint, n_clusters, init="sequential", **options)
    random_state = np.random.RandomState(seed)
    encoders = [Encoder.trivial(joint)] * len(lagrangians)
    before = None
    for i in reversed(range(len(lagrangians))):
        seeds = random_state.randint(np.iinfo(np.int32).max, size=n_init)
        ends = Parallel(n_jobs, prefer="threads")(
            delayed(search.run)(lagrangians[i], seed) for seed in seeds
        )
        if before is not None:
            ends.append(search.descend(lagrangians[i], before.shares))
        best = min(ends, key=lambda end: end.objective)
        before = best.encoder
        if best.objective < 0:
            encoders[i] = before
    # An encoder of one beta may be better at another than what was found there.
    for i, lagrangian in enumerate(lagrangians):
        rival = min(encoders, key=lagrangian.of)
        if lagrangian.of(rival) < lagrangian.of(encoders[i]) - GAIN:
            encoders[i] = search.descend(lagrangian, rival.shares).encoder
    return [min(encoders, key=lagrangian.of) for lagrangian in lagrangians]


def _along_number(joint, numbers, seed, n_jobs, *, n_init, **options):
    """The best hard clusters of each number, from the largest down."""
    random_state = np.random.RandomState(seed)
    lagrangian = Lagrangian(math.inf)
    found, before = {}, None
    for k in sorted(set(numbers), reverse=True):
        search = IterativeSearch(joint, k, init="sequential", **options)
        seeds = random_state.randint(np.iinfo(np.int32).max, size=n_init)
        ends = Parallel(n_jobs, prefer="threads")(
            delayed(search.run)(lagrangian, seed) for seed in seeds
        )
        if before is not None and before.n_clusters >= k:
            merged = merge_to(before.cluster_joint, k)
            shares = np.eye(k)[merged[before.shares.argmax(axis=1)]]
            ends.append(search.descend(lagrangian, shares))
        before = found[k] = min(ends, key=lambda end: end.objective).encoder
    return [found[k] for k in sorted(numbers)]


def _chance(X, joint_of, points_of, seed):
    """I(T; Y) of each point of a table whose counts are shuffled."""
    joint = joint_of(_shuffled(X, np.random.RandomState(seed)))
    return [encoder.information for encoder in points_of(joint, seed)]


def _shuffled(X, random_state):
    """Counts dealt anew to the rows: the sums of rows and of columns stay."""
    entries = csr_array(X)
    numbers = entries.data.astype(np.int64)
    rows = np.repeat(np.repeat(np.arange(X.shape[0]), np.diff(entries.indptr)), numbers)
    columns = random_state.permutation(np.repeat(entries.indices, numbers))
    dealt = csr_array((np.ones(rows.size), (rows, columns)), shape=X.shape)
    return dealt if issparse(X) else dealt.toarray()


def _check_whole(X, caller):
    values = X.data if issparse(X) else X
    if not np.array_equal(values, np.rint(values)):
        raise ValueError(
            f"{caller}: n_shuffles deals the counts of X to other rows, and X holds "
            "numbers that are not whole. Pass counts, or n_shuffles=0."
        )


def _numbers(n_clusters, betas, n_rows):
    """Numbers of clusters, or None where the curve is one over beta."""
    if n_clusters is None or isinstance(n_clusters, Integral):
        return None
    numbers = np.asarray(n_clusters)
    if betas is not None:
        raise ValueError(
            "information_curve: give several betas or several n_clusters, not both."
        )
    if numbers.ndim != 1 or numbers.size == 0 or numbers.dtype.kind not in "iu":
        raise ValueError(
            "information_curve: n_clusters must be a whole number or a list of them, "
            f"got {n_clusters!r}."
        )
    if numbers.min() < 1 or numbers.max() > n_rows:
        raise ValueError(
            "information_curve: n_clusters must be from 1 to the number of rows that "
            f"hold counts, {n_rows}; got {numbers.min()} to {numbers.max()}."
        )
    return numbers.tolist()


def _betas(betas, n_betas, joint, n_clusters):
    if betas is None:
        first = max(global_critical_beta(joint), 1.0)
        if not math.isfinite(first):  # no information
            first = 1.0
        last = BEYOND * max(unfolding_beta(joint, n_clusters), first)
        return np.geomspace(first, last, n_betas).tolist()
    values = np.sort(np.asarray(betas, dtype=np.float64))
    if values.ndim != 1 or values.size == 0 or not (values > 0).all():
        raise ValueError(
            f"information_curve: betas must be a list of positive numbers, got "
            f"{betas!r}."
        )
    if not np.isfinite(values).all():
        raise ValueError("information_curve: betas must be finite.")
    return values.tolist()

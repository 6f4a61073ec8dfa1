"""The criteria of greedy selection, as data.

Every criterion scores a candidate X, given the selected features S and the target Y,
by its relevance I(X; Y) and what X shares with each S. Most are linear, in the sums of
I(X; S) and I(X; S | Y) over the S: the family of Brown et al. 2012. The others fold
a *pair term* of their own: their sum, least or largest. One, RelaxMRMR, also knows what
X tells about every two S.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# A mean redundancy below rounding, by which MIQ would divide.
LEAST = 2.0**-52


class PairTerms:
    """Quantities of candidates X with selected features S, in nats.

    All are read from sums of f over tables; see `FixedPoint`.
    """

    def __init__(self, fixed, f_y, x, s, both):
        self._fixed, self._f_y = fixed, f_y
        self._f_x, self._f_xy = x
        self._f_s, self._f_sy = s
        self._f_xs, self._f_xsy = both

    @property
    def redundancy(self):
        """I(X; S)."""
        return self._nats(self._f_xs - self._f_x, self._fixed.whole - self._f_s)

    @property
    def conditional_redundancy(self):
        """I(X; S | Y)."""
        return self._nats(self._f_xsy - self._f_xy, self._f_y - self._f_sy)

    @property
    def conditional_relevance(self):
        """I(X; Y | S)."""
        return self._nats(self._f_xsy - self._f_xs, self._f_s - self._f_sy)

    @property
    def joint_relevance(self):
        """I(X, S; Y)."""
        return self._nats(self._f_xsy - self._f_xs, self._fixed.whole - self._f_y)

    def _nats(self, sums, rest):
        sums += rest
        return sums * self._fixed.unit

    @property
    def joint_entropy(self):
        """H(X, S, Y)."""
        return (self._fixed.whole - self._f_xsy) * self._fixed.unit

    @property
    def least_entropy(self):
        """min(H(X), H(S))."""
        return (self._fixed.whole - np.maximum(self._f_x, self._f_s)) * self._fixed.unit


@dataclass(frozen=True)
class Criterion:
    """A score that greedy selection maximises.

    Attributes
    ----------
    name : str
    score : callable, default=None
        Maps the relevance of candidates, and what else is `Known` of them, to their
        scores. Before the first S is selected the score is the relevance.
    linear : callable, default=None
        In place of `score`: maps the number of S and the sum of I(S; Y) to the weights
        of I(X; Y), and of the sums of I(X; S) and I(X; S | Y), and to what is added.
    pair : callable, default=None
        Maps PairTerms to a pair term that is not linear.
    fold : {"sum", "min", "max", "last"}, default=None
        How these terms of all S become one.
    pairwise : bool
        Whether the S matter at all.
    with_classes : bool
        Whether tables with Y are needed.
    falls : bool
        Whether one more S can only lower the score: what is known of a candidate
        then bounds it from above, and the search may be lazy.
    averages : bool
        Whether the score depends on how many S there are, besides what is known.
    joint : bool
        Whether S is all that is selected, as one variable.
    bounded : bool
        Whether the score is the sum of I(X, S; Y); see `BoundedSearch`.
    three_way : bool
        Whether the sum of I(X; S, S') over the pairs of S is known; see
        `ThreeWaySearch`.
    normalized : bool
        Whether the pair term is a share of an entropy, which numbers do not have.
    """

    name: str
    score: Callable | None = None
    linear: Callable | None = None
    pair: Callable | None = None
    fold: str | None = None
    pairwise: bool = True
    with_classes: bool = True
    falls: bool = False
    averages: bool = False
    joint: bool = False
    bounded: bool = False
    three_way: bool = False
    normalized: bool = False


class Known:
    """What is known of the candidates of some units.

    Attributes
    ----------
    n : int
        S that have been selected.
    redundancy, conditional_redundancy : ndarrays of shape (n_units, width)
        Sums of I(X; S) and I(X; S | Y).
    folded : ndarray of shape (n_units, width)
        Pair terms of the criterion.
    """

    def __init__(self, search, units, n):
        self._search, self._units, self.n = search, units, n

    @property
    def redundancy(self):
        return self._search.redundancy[self._units]

    @property
    def conditional_redundancy(self):
        return self._search.conditional_redundancy[self._units]

    @property
    def folded(self):
        return self._search.folded[self._units]

    @property
    def redundancy_with_two(self):
        """Sums of I(X; S, S') over the pairs of S."""
        return self._search.redundancy_with_two[self._units]


def _ratio(part, whole):
    """part / whole, and 0 where both are 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _normalized_redundancy(terms):
    return _ratio(terms.redundancy, terms.least_entropy)


def _redundancy(terms):
    return terms.redundancy


def _joint_relevance(terms):
    return terms.joint_relevance


def _symmetrical_relevance(terms):
    return _ratio(terms.joint_relevance, terms.joint_entropy)


def _conditional_relevance(terms):
    return terms.conditional_relevance


def _clipped_interaction(terms):
    return np.maximum(terms.redundancy - terms.conditional_redundancy, 0.0)


def _folded(relevance, known):
    return known.folded


def _mim(options):
    def linear(n, gained):
        return 1, 0, 0, 0

    return Criterion("mim", linear=linear, pairwise=False, with_classes=False)


def _mifs(options):
    beta = options.pop("beta", 1.0)

    def linear(n, gained):
        return 1, -beta, 0, 0

    return Criterion("mifs", linear=linear, with_classes=False, falls=True)


def _mrmr(options):
    form = options.pop("form", "difference")
    redundancy = options.pop("redundancy", "mean")
    pair, fold, normalized = {
        "mean": (None, None, False),
        "max": (_redundancy, "max", False),
        "normalized": (_normalized_redundancy, "sum", True),
    }[redundancy]

    def linear(n, gained):
        return 1, -1 / n, 0, 0

    def level(known):
        if fold == "max":
            return known.folded
        return (known.folded if normalized else known.redundancy) / known.n

    def difference(relevance, known):
        return relevance - level(known)

    def quotient(relevance, known):
        return relevance / np.maximum(level(known), LEAST)

    if fold is None and form == "difference":
        how = {"linear": linear}
    else:
        how = {"score": {"difference": difference, "quotient": quotient}[form]}
    return Criterion(
        "mrmr",
        **how,
        pair=pair,
        fold=fold,
        with_classes=False,
        falls=True,
        averages=fold != "max",
        normalized=normalized,
    )


def _nmifs(options):
    return _mrmr({"redundancy": "normalized"})


def _jmi(options):
    def linear(n, gained):
        # I(X, S; Y) = I(X; Y) + I(S; Y) - I(X; S) + I(X; S | Y)
        return n, -1, 1, gained

    return Criterion("jmi", linear=linear, bounded=True)


def _jmim(options):
    return Criterion("jmim", _folded, pair=_joint_relevance, fold="min", falls=True)


def _njmim(options):
    return Criterion(
        "njmim",
        _folded,
        pair=_symmetrical_relevance,
        fold="min",
        falls=True,
        normalized=True,
    )


def _cmim(options):
    def capped(relevance, known):
        return np.minimum(relevance, known.folded)

    return Criterion(
        "cmim", capped, pair=_conditional_relevance, fold="min", falls=True
    )


def _cmi(options):
    return Criterion(
        "cmi", _folded, pair=_conditional_relevance, fold="last", joint=True
    )


def _disr(options):
    return Criterion(
        "disr", _folded, pair=_symmetrical_relevance, fold="sum", normalized=True
    )


def _icap(options):
    def difference(relevance, known):
        return relevance - known.folded

    return Criterion(
        "icap", difference, pair=_clipped_interaction, fold="sum", falls=True
    )


def _cife(options):
    beta, gamma = options.pop("beta", 1.0), options.pop("gamma", 1.0)

    def linear(n, gained):
        return 1, -beta, gamma, 0

    return Criterion("cife", linear=linear)


def _condred(options):
    gamma = options.pop("gamma", 1.0)

    def linear(n, gained):
        return 1, 0, gamma, 0

    return Criterion("condred", linear=linear)


def _relax_mrmr(options):
    # With I(X; S | S') = I(X; S, S') - I(X; S'), the redundancy with each S and the
    # conditional one of each ordered pair of them,
    #   mean_S I(X; S) + mean_(S, S') I(X; S | S') = mean_{S, S'} I(X; S, S').
    def score(relevance, known):
        n_pairs = max(known.n * (known.n - 1) / 2, 1)
        own = relevance + known.conditional_redundancy / known.n
        return own - known.redundancy_with_two / n_pairs

    return Criterion("relax_mrmr", score, three_way=True)


# Name -> builder, which takes what options it knows out of a dict.
CRITERIA = {
    "mim": _mim,
    "mifs": _mifs,
    "mrmr": _mrmr,
    "jmi": _jmi,
    "jmim": _jmim,
    "njmim": _njmim,
    "cmim": _cmim,
    "cmi": _cmi,
    "disr": _disr,
    "icap": _icap,
    "cife": _cife,
    "condred": _condred,
    "nmifs": _nmifs,
    "relax_mrmr": _relax_mrmr,
}


def make_criterion(name, *, caller="make_criterion", **options):
    """The criterion of a name, with its options; those that are None are not given.

    Raises
    ------
    ValueError
        If there is no such criterion, or it has no such option.
    """
    if name not in CRITERIA:
        raise ValueError(
            f"{caller}: there is no criterion {name!r}; there are "
            f"{', '.join(map(repr, CRITERIA))}."
        )
    given = {key: value for key, value in options.items() if value is not None}
    criterion = CRITERIA[name](given)
    for option, value in given.items():
        takers = ", ".join(map(repr, _takers(option)))
        raise ValueError(
            f"{caller}: {option}={value!r} is not for criterion={name!r}, but for "
            f"{takers}. Leave it out."
        )
    return criterion


def _takers(option):
    """Names of the criteria that take an option."""
    values = {"form": "difference", "redundancy": "mean"}
    for name, build in CRITERIA.items():
        offered = {option: values.get(option, 1.0)}
        build(offered)
        if not offered:
            yield name

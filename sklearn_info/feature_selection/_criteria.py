"""The criteria of greedy selection, as data.

Every criterion scores a candidate X, given the selected features S and the target Y,
by its relevance I(X; Y) and a *pair term* of X with each S, folded over the S: their
sum, least or largest. The family is that of Brown et al. 2012; its members differ in
the pair term and the fold, and nothing else. One outside it, RelaxMRMR, also knows
what X tells about every two S.
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
    pair : callable or None
        Maps PairTerms to the pair term; None if there is none.
    fold : {"sum", "min", "max", "last"}
        How the terms of all S become one.
    score : callable
        Maps (relevance, folded, number of S) to the score. Before the first S is
        selected the score is the relevance.
    with_classes : bool
        Whether the pair term needs tables with Y.
    falls : bool
        Whether one more S can only lower the score: what is known of a candidate
        then bounds it from above, and the search may be lazy.
    joint : bool
        Whether S is all that is selected, as one variable.
    bounded : bool
        Whether the score is the sum of I(X, S; Y); see `BoundedSearch`.
    three_way : bool
        Whether `score` is given, with the folded terms, the sum of I(X; S, S') over
        the pairs of S, as of `ThreeWaySearch`.
    normalized : bool
        Whether the pair term is a share of an entropy, which numbers do not have.
    """

    name: str
    pair: Callable | None
    fold: str
    score: Callable
    with_classes: bool = True
    falls: bool = False
    joint: bool = False
    bounded: bool = False
    three_way: bool = False
    normalized: bool = False


def _ratio(part, whole):
    """part / whole, and 0 where both are 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _redundancy(terms):
    return terms.redundancy


def _normalized_redundancy(terms):
    return _ratio(terms.redundancy, terms.least_entropy)


def _conditional_redundancy(terms):
    return terms.conditional_redundancy


def _joint_relevance(terms):
    return terms.joint_relevance


def _symmetrical_relevance(terms):
    return _ratio(terms.joint_relevance, terms.joint_entropy)


def _conditional_relevance(terms):
    return terms.conditional_relevance


def _clipped_interaction(terms):
    return np.maximum(terms.redundancy - terms.conditional_redundancy, 0.0)


def _folded(relevance, folded, n):
    return folded


def _capped(relevance, folded, n):
    return np.minimum(relevance, folded)


def _difference(relevance, folded, n):
    return relevance - folded


def _mim(options):
    return Criterion("mim", None, "sum", lambda relevance, folded, n: relevance, False)


def _mifs(options):
    beta = options.pop("beta", 1.0)
    return Criterion(
        "mifs",
        _redundancy,
        "sum",
        lambda relevance, folded, n: relevance - beta * folded,
        with_classes=False,
        falls=True,
    )


def _mrmr(options):
    form = options.pop("form", "difference")
    redundancy = options.pop("redundancy", "mean")
    pair = _normalized_redundancy if redundancy == "normalized" else _redundancy
    fold = "max" if redundancy == "max" else "sum"

    def level(folded, n):
        return folded if fold == "max" else folded / n

    def difference(relevance, folded, n):
        return relevance - level(folded, n)

    def quotient(relevance, folded, n):
        return relevance / np.maximum(level(folded, n), LEAST)

    score = {"difference": difference, "quotient": quotient}[form]
    return Criterion(
        "mrmr",
        pair,
        fold,
        score,
        with_classes=False,
        falls=True,
        normalized=redundancy == "normalized",
    )


def _nmifs(options):
    return _mrmr({"redundancy": "normalized"})


def _jmi(options):
    return Criterion("jmi", _joint_relevance, "sum", _folded, bounded=True)


def _jmim(options):
    return Criterion("jmim", _joint_relevance, "min", _folded, falls=True)


def _njmim(options):
    return Criterion(
        "njmim", _symmetrical_relevance, "min", _folded, falls=True, normalized=True
    )


def _cmim(options):
    return Criterion("cmim", _conditional_relevance, "min", _capped, falls=True)


def _cmi(options):
    return Criterion("cmi", _conditional_relevance, "last", _folded, joint=True)


def _disr(options):
    return Criterion("disr", _symmetrical_relevance, "sum", _folded, normalized=True)


def _icap(options):
    return Criterion("icap", _clipped_interaction, "sum", _difference, falls=True)


def _cife(options):
    beta, gamma = options.pop("beta", 1.0), options.pop("gamma", 1.0)

    def interaction(terms):
        return beta * terms.redundancy - gamma * terms.conditional_redundancy

    return Criterion("cife", interaction, "sum", _difference)


def _condred(options):
    gamma = options.pop("gamma", 1.0)
    return Criterion(
        "condred",
        _conditional_redundancy,
        "sum",
        lambda relevance, folded, n: relevance + gamma * folded,
    )


def _relax_mrmr(options):
    # With I(X; S | S') = I(X; S, S') - I(X; S'), the redundancy with each S and the
    # conditional one of each ordered pair of them,
    #   mean_S I(X; S) + mean_(S, S') I(X; S | S') = mean_{S, S'} I(X; S, S').
    def score(relevance, known, n):
        conditional, with_two = known
        return relevance + conditional / n - with_two / max(n * (n - 1) / 2, 1)

    return Criterion(
        "relax_mrmr", _conditional_redundancy, "sum", score, three_way=True
    )


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

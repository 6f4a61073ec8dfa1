"""The criteria of greedy selection, as data.

Every criterion scores a candidate X, given the selected features S and the target Y,
by a weighted sum of what is known of it: its relevance I(X; Y), the sums of I(X; S) and
I(X; S | Y) over the S, and a *term* of its pairs with each S, folded over them. The
family of Brown et al. 2012 needs no term; the others differ in theirs. One, RelaxMRMR,
also knows what X tells about every two S.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Criterion:
    """A score that greedy selection maximises.

    Before the first S is selected it is the relevance.

    Attributes
    ----------
    name : str
    weights : callable
        Maps the number of S to the weights of I(X; Y), of the sums of I(X; S) and
        I(X; S | Y), of the folded terms, and of the sum of I(S; Y).
    term : str, default=None
        Of the pairs; see `_kernels._folds`.
    fold : {"sum", "min", "max", "last"}
        How the terms of all S become one.
    capped : bool
        Whether the relevance is folded with the terms.
    quotient : bool
        Whether the relevance is divided by the rest of the sum.
    pairwise : bool
        Whether the S matter at all.
    with_classes : bool
        Whether tables with Y are needed.
    falls : bool
        Whether the terms of more S can only take from their fold: the score with no
        terms of some S bounds it from above then, and the search may be lazy.
    averages : bool
        Whether the weights depend on the number of S.
    joint : bool
        Whether S is all that is selected, as one variable.
    bounded : bool
        Whether the score is the sum of I(X, S; Y); see `BoundedSearch`.
    three_way : bool
        Whether what is folded is I(X; S, S') of the pairs of S; see `ThreeWaySearch`.
    """

    name: str
    weights: Callable
    term: str | None = None
    fold: str = "sum"
    capped: bool = False
    quotient: bool = False
    pairwise: bool = True
    with_classes: bool = True
    falls: bool = False
    averages: bool = False
    joint: bool = False
    bounded: bool = False
    three_way: bool = False

    @property
    def steady(self):
        """Whether the score falls with each S by about as much, a redundancy of it."""
        sums = self.fold == "sum" and not (self.quotient or self.with_classes)
        return self.falls and sums

    @property
    def normalized(self):
        """Whether the term is a share of an entropy, which numbers do not have."""
        return self.term in ("normalized_redundancy", "symmetrical_relevance")


def _folded(n):
    return 0, 0, 0, 1, 0


def _mim(options):
    return Criterion(
        "mim", lambda n: (1, 0, 0, 0, 0), pairwise=False, with_classes=False
    )


def _mifs(options):
    beta = options.pop("beta", 1.0)
    return Criterion(
        "mifs", lambda n: (1, -beta, 0, 0, 0), with_classes=False, falls=True
    )


def _mrmr(options):
    quotient = options.pop("form", "difference") == "quotient"
    sign = 1 if quotient else -1
    term, fold, weights = {
        "mean": (None, "sum", lambda n: (1, sign / n, 0, 0, 0)),
        "normalized": (
            "normalized_redundancy",
            "sum",
            lambda n: (1, 0, 0, sign / n, 0),
        ),
        "max": ("redundancy", "max", lambda n: (1, 0, 0, sign, 0)),
    }[options.pop("redundancy", "mean")]
    return Criterion(
        "mrmr",
        weights,
        term,
        fold,
        quotient=quotient,
        with_classes=False,
        falls=True,
        averages=fold != "max",
    )


def _nmifs(options):
    form = options.pop("form", "difference")
    return _mrmr({"redundancy": "normalized", "form": form})


def _jmi(options):
    # I(X, S; Y) = I(X; Y) + I(S; Y) - I(X; S) + I(X; S | Y)
    return Criterion("jmi", lambda n: (n, -1, 1, 0, 1), averages=True, bounded=True)


def _jmim(options):
    return Criterion("jmim", _folded, "joint_relevance", "min", falls=True)


def _njmim(options):
    return Criterion("njmim", _folded, "symmetrical_relevance", "min", falls=True)


def _cmim(options):
    return Criterion(
        "cmim", _folded, "conditional_relevance", "min", capped=True, falls=True
    )


def _cmi(options):
    return Criterion("cmi", _folded, "conditional_relevance", "last", joint=True)


def _disr(options):
    return Criterion("disr", _folded, "symmetrical_relevance")


def _icap(options):
    return Criterion(
        "icap", lambda n: (1, 0, 0, -1, 0), "clipped_interaction", falls=True
    )


def _cife(options):
    beta, gamma = options.pop("beta", 1.0), options.pop("gamma", 1.0)
    return Criterion("cife", lambda n: (1, -beta, gamma, 0, 0))


def _condred(options):
    gamma = options.pop("gamma", 1.0)
    return Criterion("condred", lambda n: (1, 0, gamma, 0, 0))


def _relax_mrmr(options):
    # With I(X; S | S') = I(X; S, S') - I(X; S'), the redundancy with each S and the
    # conditional one of each ordered pair of them,
    #   mean_S I(X; S) + mean_(S, S') I(X; S | S') = mean_{S, S'} I(X; S, S').
    def weights(n):
        return 1, 0, 1 / n, -1 / max(n * (n - 1) / 2, 1), 0

    return Criterion("relax_mrmr", weights, averages=True, three_way=True)


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

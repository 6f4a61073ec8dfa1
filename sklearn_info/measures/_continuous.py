"""Information of continuous variables: the choice of an estimate, and its arguments."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from sklearn_info.measures._columns import Column, LooksContinuous, split_columns
from sklearn_info.measures._gaussian import gaussian
from sklearn_info.measures._joint import Joint, observe
from sklearn_info.measures._neighbors import kozachenko_leonenko, ksg, mixed, ross
from sklearn_info.measures._numbers import Mixture, Variable
from sklearn_info.measures._pairs import are_a_pair, pair_information
from sklearn_info.measures._search import Search
from sklearn_info.measures._tied_neighbors import tied_information


class InfiniteInformation(ValueError):
    """A continuous variable on itself."""


# The error of a standard error from 20 parts is 16 %. Parts of fewer than 50 samples
# are taken only where there would be fewer than 5, and of fewer than 10 never.
MOST_PARTS, LEAST_PARTS = 20, 5
MANY_IN_PART, LEAST_IN_PART = 50, 10

MAX_SQUARED = 1e150

# What each estimator makes of a variable.
READ = {
    "neighbors": "points",
    "ksg": "numbers",
    "ross": "numbers",
    "mixed": "numbers_or_labels",
    "gaussian": "numbers",
}
BLOCKS = {"ksg": ksg, "ross": ross, "mixed": mixed}


@dataclass(frozen=True)
class Estimate:
    """Information of x and y given z, prepared, and of parts and other orders of them.

    Parameters
    ----------
    function : callable
        Of x, y and z to information in nats.
    x, y : SortedColumn, Classes, Mixture, or ndarray of shape (n,) or (n, d)
    z : Mixture, or ndarray of shape (n, d)
        Of which nothing may be there.
    n_samples : int
    """

    function: Callable
    x: Any
    y: Any
    z: Any
    n_samples: int

    def information(self):
        return self.function(self.x, self.y, self.z)

    def reordered(self, order):
        """I where each sample i has the y of the sample order[i]."""
        return self.function(self.x, _rows(self.y, order), self.z)

    def standard_error(self, caller):
        """Of disjoint parts, on whose size the variance depends inversely.

        Sample i goes to part i modulo their number, so that classes in a row are
        dealt out evenly.
        """
        n = self.n_samples
        if n < LEAST_PARTS * LEAST_IN_PART:
            raise ValueError(
                f"{caller}: standard_error=True estimates from parts of the samples, "
                f"and needs at least {LEAST_PARTS * LEAST_IN_PART} of these; there "
                f"are {n}."
            )
        n_parts = max(LEAST_PARTS, min(MOST_PARTS, n // MANY_IN_PART))
        parts = [
            self.function(*(_rows(v, rows) for v in (self.x, self.y, self.z)))
            for rows in (np.arange(i, n, n_parts) for i in range(n_parts))
        ]
        return float(np.std(parts, ddof=1) / math.sqrt(n_parts))


def _rows(variable, rows):
    if isinstance(variable, np.ndarray):
        return variable[rows]
    return variable.rows(rows)


def read_estimate(
    arguments,
    estimator,
    n_neighbors,
    marginals,
    caller,
    metric="chebyshev",
    n_jobs=None,
    **counting,
):
    """The estimate of arguments named x, y and perhaps given."""
    estimator, marginals = settle(estimator, marginals, caller, **counting)
    x, y, *z = (
        Variable(values, name, caller, marginals) for name, values in arguments.items()
    )
    return continuous_estimate(
        x,
        y,
        z[0] if z else None,
        estimator=estimator,
        n_neighbors=n_neighbors,
        caller=caller,
        metric=metric,
        n_jobs=n_jobs,
    )


def settle(estimator, marginals, caller, **counting):
    """What to compute, and of which scores, where no option is for counts."""
    for name, value in counting.items():
        if value is not None:
            raise ValueError(
                f"{caller}: estimator={estimator!r} compares numbers and does not take "
                f"{name}, which is for estimators that count."
            )
    if estimator == "gaussian_copula":
        return "gaussian", "normal_scores"
    if estimator == "auto":
        return "auto", marginals or "normal_scores"
    return estimator, marginals


def continuous_estimate(
    x, y, z, *, estimator, n_neighbors, caller, metric="chebyshev", n_jobs=None
):
    """The estimate of two variables, or given a third one; z may be None.

    Everything that a caller may have got wrong is refused.
    """
    if estimator == "auto":
        discrete = all(v.is_discrete for v in (x, y, z) if v is not None)
        estimator = "plugin" if discrete else "neighbors"
    if metric == "euclidean" and estimator not in ("ksg", "ross"):
        raise ValueError(
            f"{caller}: metric='euclidean' is for 'ksg' and 'ross', and estimator is "
            f"{estimator!r}; use 'chebyshev', which it has by default."
        )
    if estimator == "plugin":
        return _counted(x, y, z, caller)
    if estimator == "ross":
        x, y = _numbers_and_labels(x, y, caller)
    else:
        x, y = (getattr(v, READ[estimator]) for v in (x, y))
    variables = {"x": x, "y": y}
    if z is not None:
        z = variables["given"] = getattr(z, READ[estimator])
    check_sizes(variables, n_neighbors, caller)
    n = x.n_samples
    given = np.empty((n, 0)) if z is None else z.rescaled
    if not (x.varies and y.varies):
        return Estimate(lambda x, y, z: 0.0, x.values, y.values, given, n)
    if estimator != "ross":
        _refuse_itself(x.values, y.values, caller, estimator)
    if estimator == "gaussian":
        function = partial(gaussian, caller=caller)
        return Estimate(function, x.rescaled, y.rescaled, given, n)
    nothing = z is None or not z.varies
    if nothing and are_a_pair(x.prepared, y.prepared):

        def of_pair(x, y, z):
            return pair_information(x, y, n_neighbors, estimator, n_jobs)

        return Estimate(of_pair, x.prepared, y.prepared, given, n)
    search = Search(metric, n_jobs)
    if estimator == "neighbors" and not any(
        v.has_ties or v.labels is not None for v in variables.values()
    ):
        estimator = "ksg"  # which is the same then, and counts once
    if estimator == "neighbors":
        function = partial(_of_mixtures, n_neighbors=n_neighbors, search=search)
        z = Mixture(given, None) if z is None else z.mixture
        return Estimate(function, x.mixture, y.mixture, z, n)
    if metric == "euclidean":
        _refuse_squares(x, y, given, caller)
    function = partial(BLOCKS[estimator], n_neighbors=n_neighbors, search=search)
    return Estimate(function, x.rescaled, y.rescaled, given, n)


def _of_mixtures(x, y, z, n_neighbors, search):
    """I of numbers and labels; of labels alone, the plug-in."""
    mixtures = (x, y, z)
    if any(v.numbers.shape[1] for v in mixtures):
        tables, labels = zip(*((v.numbers, v.labels) for v in mixtures))
        return tied_information(*tables, n_neighbors, search, labels)
    columns = [
        [Column(v.labels, int(v.labels.max()) + 1)]
        for v in mixtures
        if v.labels is not None
    ]
    known = (2,) if z.labels is not None else ()
    return Joint(columns).information((0,), (1,), known)


def _counted(x, y, z, caller):
    """The plug-in estimate of discrete variables."""
    variables = {"x": x, "y": y, "given": z}
    joint = observe(
        {name: v.values for name, v in variables.items() if v is not None},
        caller=caller,
    )
    known = (2,) if z is not None else ()
    nothing = np.empty((0, 0))
    information = joint.information((0,), (1,), known)
    return Estimate(lambda x, y, z: information, nothing, nothing, nothing, 0)


def differential_entropy(x, *, n_neighbors, caller, **counting):
    """Kozachenko and Leonenko's estimate in nats, of checked numbers."""
    settle("kl", None, caller, **counting)
    numbers = Variable(x, "x", caller).numbers
    check_sizes({"x": numbers}, n_neighbors, caller)
    entropy = -np.inf
    if numbers.values.shape[1] == len(split_columns(x, "x", caller)):
        entropy = kozachenko_leonenko(numbers.values, n_neighbors)
    if entropy == -np.inf:
        raise ValueError(
            f"{caller}: x is constant in a column or has samples that occur more than "
            f"n_neighbors={n_neighbors} times, where the entropy of a continuous "
            "variable is minus infinity. Take more neighbours if these are few, or an "
            "estimator of discrete variables, such as 'plugin'."
        )
    return entropy


def _numbers_and_labels(x, y, caller):
    """x and y for Ross: one is numbers, and the other, y if both may be, labels."""
    for other in (y, x):
        try:
            labels = other.labels
        except LooksContinuous:
            continue
        return (labels, y.numbers) if other is x else (x.numbers, labels)
    raise ValueError(
        f"{caller}: estimator='ross' takes one continuous variable and one discrete, "
        "and both x and y look continuous; use 'ksg'."
    )


def check_sizes(variables, n_neighbors, caller):
    """Refuse variables of other lengths than the first, or no longer than k."""
    (first, n), *others = ((name, v.n_samples) for name, v in variables.items())
    for name, size in others:
        if size != n:
            raise ValueError(
                f"{caller}: {name} has {size} samples, and {first} has {n}."
            )
    if n_neighbors >= n:
        raise ValueError(
            f"{caller}: n_neighbors={n_neighbors} needs more than {n_neighbors} "
            f"samples, and there are {n}."
        )


def _refuse_itself(x, y, caller, estimator):
    """Refuse a column of both x and y, but for atoms that "mixed" finds in it."""
    atoms = estimator == "mixed"
    for i, a in enumerate(x.T):
        for j, b in enumerate(y.T):
            # The first numbers tell most columns apart.
            same = a[0] == b[0] and a[-1] == b[-1] and np.array_equal(a, b)
            if same and not (atoms and np.unique(a).size ** 2 <= a.size):
                raise InfiniteInformation(
                    f"{caller}: column {i} of x is column {j} of y, and the "
                    "information of a continuous variable on itself is infinite. "
                    "Name an estimator of discrete variables, such as 'plugin', if "
                    "its values are categories."
                )


def _refuse_squares(x, y, given, caller):
    """Refuse numbers whose squares overflow."""
    largest = max(np.abs(v).max(initial=0) for v in (x.rescaled, y.rescaled, given))
    if largest > MAX_SQUARED:
        raise ValueError(
            f"{caller}: metric='euclidean' squares differences, which overflow beyond "
            f"{MAX_SQUARED:.0e}; divide the numbers by a power of two, or ask for "
            "marginals='standard'."
        )

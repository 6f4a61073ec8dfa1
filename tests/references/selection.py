"""Plain definitions of the greedy criteria: entropies of lists, and loops."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
from collections import Counter
from functools import partial

import numpy as np


def entropy(*columns, weights=None):
    """Joint plug-in entropy of some columns, in nats."""
    mass = Counter()
    rows = list(zip(*columns))
    for row, weight in zip(rows, [1] * len(rows) if weights is None else weights):
        mass[row] += weight
    n = sum(mass.values())
    return -math.fsum(c / n * math.log(c / n) for c in mass.values() if c)


class Terms:
    """Information of a candidate x, a selected s and the target y."""

    def __init__(self, x, y, s=None, weights=None):
        def h(*columns):
            return entropy(*columns, weights=weights)

        self.relevance = h(x) + h(y) - h(x, y)
        if s is None:
            return
        self.redundancy = h(x) + h(s) - h(x, s)
        self.conditional_redundancy = h(x, y) + h(s, y) - h(x, s, y) - h(y)
        self.conditional_relevance = h(x, s) + h(s, y) - h(x, s, y) - h(s)
        self.joint_relevance = h(x, s) + h(y) - h(x, s, y)
        self.joint_entropy = h(x, s, y)
        self.least_entropy = min(h(x), h(s))


def ratio(part, whole):
    return part / whole if whole > 1e-12 else 0.0


def score(criterion, x, y, selected, *, weights=None, terms_of=None, **options):
    """Score of x by the definition of a criterion; selected is a list of columns.

    terms_of takes x, y and s, and by default counts as `Terms`.
    """
    terms_of = terms_of or partial(Terms, weights=weights)
    relevance = terms_of(x, y).relevance
    if not selected or criterion == "mim":
        return relevance
    if criterion == "cmi":
        together = list(zip(*selected))
        return terms_of(x, y, together).conditional_relevance
    terms = [terms_of(x, y, s) for s in selected]
    beta, gamma = options.get("beta", 1.0), options.get("gamma", 1.0)
    redundancies = [t.redundancy for t in terms]
    if criterion == "nmifs" or options.get("redundancy") == "normalized":
        redundancies = [ratio(t.redundancy, t.least_entropy) for t in terms]
    fold = max if options.get("redundancy") == "max" else lambda v: sum(v) / len(v)
    redundancy = fold(redundancies)
    quotient = options.get("form") == "quotient"
    conditional = sum(t.conditional_redundancy for t in terms)
    n = len(selected)
    if criterion == "relax_mrmr":  # Vinh et al. 2016, equation by equation
        three_way = sum(
            terms_of(x, s, t).conditional_relevance  # I(x; s | t)
            for i, s in enumerate(selected)
            for j, t in enumerate(selected)
            if i != j
        )
        first = relevance - sum(redundancies) / n + conditional / n
        return first - (three_way / (n * (n - 1)) if n > 1 else 0.0)
    return {
        "mifs": relevance - beta * sum(t.redundancy for t in terms),
        "mrmr": relevance / max(redundancy, 2.0**-40)
        if quotient
        else relevance - redundancy,
        "nmifs": relevance - redundancy,
        "jmi": sum(t.joint_relevance for t in terms),
        "jmim": min(t.joint_relevance for t in terms),
        "njmim": min(ratio(t.joint_relevance, t.joint_entropy) for t in terms),
        "disr": sum(ratio(t.joint_relevance, t.joint_entropy) for t in terms),
        "cmim": min(relevance, *(t.conditional_relevance for t in terms)),
        "icap": relevance
        - sum(max(0.0, t.redundancy - t.conditional_redundancy) for t in terms),
        "cife": relevance
        - beta * sum(t.redundancy for t in terms)
        + gamma * conditional,
        "condred": relevance + gamma * conditional,
    }[criterion]


def scores_along(criterion, X, y, ranking, **options):
    """Scores of all features at each step of a ranking; -inf once selected."""
    columns = [list(column) for column in np.asarray(X).T.tolist()]
    y = list(y)
    table = np.full((len(ranking), len(columns)), -np.inf)
    for step in range(len(ranking)):
        before = ranking[:step]
        for j, column in enumerate(columns):
            if j not in before:
                selected = [columns[s] for s in before]
                table[step, j] = score(criterion, column, y, selected, **options)
    return table


def paths_equal(a, b):
    """Whether two selectors took the same steps, to the last bit."""
    return a.selection_path_.tobytes() == b.selection_path_.tobytes()

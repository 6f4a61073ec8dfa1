"""Conditional tests by SciPy, stratum by stratum, and IAMB with them."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.stats import chi2, chi2_contingency


def conditional_test(x, y, given, weights=None):
    """G, Pearson's, degrees of freedom and p-value of x and y, given columns of codes.

    Pearson's times (n - 1) / n of each stratum; and the p-value is that of the lesser.
    """
    weights = np.ones(len(y)) if weights is None else weights
    g, pearson, degrees = 0.0, 0.0, 0
    for stratum in np.unique(given, axis=0) if given.shape[1] else [[]]:
        rows = (given == stratum).all(axis=1)
        table = np.array(
            [
                [weights[rows & (x == a) & (y == b)].sum() for b in np.unique(y[rows])]
                for a in np.unique(x[rows])
            ]
        )
        if min(table.shape) > 1:
            found = chi2_contingency(table, correction=False, lambda_="log-likelihood")
            g += found.statistic
            degrees += found.dof
            n = table.sum()
            found = chi2_contingency(table, correction=False)
            pearson += found.statistic * (n - 1) / n
    pvalue = chi2.sf(min(g, pearson), degrees) if degrees else 1.0
    return g, pearson, degrees, pvalue


def iamb(X, y, alpha, *, correct, interleave, weights=None):
    """Features in the order added; each step by the smallest p-value."""

    def pvalue(j, given):
        return conditional_test(X[:, j], y, X[:, given], weights)[-1]

    def shrink(blanket):
        while len(blanket) > 1:
            pvalues = [pvalue(j, [i for i in blanket if i != j]) for j in blanket]
            if max(pvalues) <= alpha:
                break
            del blanket[int(np.argmax(pvalues))]

    blanket, seen = [], []
    while len(blanket) < X.shape[1]:
        free = [j for j in range(X.shape[1]) if j not in blanket]
        pvalues = [pvalue(j, blanket) for j in free]
        if min(pvalues) * (len(free) if correct else 1) > alpha:
            break
        blanket.append(free[int(np.argmin(pvalues))])
        if interleave:
            shrink(blanket)
            if set(blanket) in seen:
                break
            seen.append(set(blanket))
    if not interleave:
        shrink(blanket)
    return blanket

"""A step of greedy selection: terms, folds and scores by their definitions."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sklearn_info._kernels._folds import (
    FOLDS,
    TERMS,
    fold_pairs,
    score_units,
)

# Sums of a few terms, of numbers near one.
ROUNDING = {"rtol": 1e-13, "atol": 1e-13}
FOLD = {"sum": np.add, "min": np.minimum, "max": np.maximum, "last": lambda a, b: b}


def ratio(part, whole):
    return part / whole if whole > 0 else 0.0


def plain_term(name, i_xs, i_xs_y, i_xsy, i_xy_s, h_xsy, h_x, h_s):
    """A term of a pair, by what it is called."""
    return {
        "redundancy": i_xs,
        "normalized_redundancy": ratio(i_xs, min(h_x, h_s)),
        "joint_relevance": i_xsy,
        "symmetrical_relevance": ratio(i_xsy, h_xsy),
        "conditional_relevance": i_xy_s,
        "clipped_interaction": max(i_xs - i_xs_y, 0.0),
    }[name]


# The terms, with and without Y, if they can do without.
ASKED = [
    *((term, True) for term in (None, *TERMS)),
    *((term, False) for term in (None, "redundancy", "normalized_redundancy")),
]


@pytest.mark.parametrize("kind", [np.int64, np.float64])
@pytest.mark.parametrize(("term", "with_y"), ASKED)
@pytest.mark.parametrize("fold", FOLDS)
@pytest.mark.parametrize("one_s", [True, False])
@pytest.mark.parametrize(("width", "least"), [(9, -np.inf), (300, 0.0)])
def test_terms_and_sums_of_pairs(kind, term, fold, with_y, one_s, width, least):
    rng = np.random.default_rng(0)
    n_units, units = 4, np.array([2, 0, 2, 3])
    # Sums of f are entropies, with the sign changed and whole added: H = whole - f.
    whole = 10.0
    h = rng.integers(1, 9, (7, n_units, width)).astype(float)
    h_x, h_xy = h[0], h[1]
    h_xs, h_xsy = rng.integers(1, 10, (2, units.size, width)).astype(float)
    h_s, h_sy = rng.integers(1, 9, (2, units.size)).astype(float)
    variables = np.array([2, 3, 0, 1])
    if one_s:
        h_s[:], h_sy[:], variables[:] = h_s[0], h_sy[0], 0
    else:
        h_s[1] = 0.0  # of a constant
    h_x[0, 0] = 0.0
    h_xsy[0, 0], h_y = 0.0, 3.0

    def f(entropy):
        values = 8 * (whole - np.asarray(entropy))
        return values.astype(kind) if values.ndim else kind(values)

    known = rng.random((3, n_units, width))
    redundancy, conditional, folded = expected = known.copy()
    if not with_y:
        conditional = conditional[:0]
    for pair, u in enumerate(units):
        for j in range(width):
            i_xs = h_x[u, j] + h_s[pair] - h_xs[pair, j]
            i_xs_y = h_xy[u, j] + h_sy[pair] - h_xsy[pair, j] - h_y
            i_xsy = h_xs[pair, j] + h_y - h_xsy[pair, j]
            i_xy_s = h_xs[pair, j] + h_sy[pair] - h_s[pair] - h_xsy[pair, j]
            i_xs = max(i_xs, least)
            known[0, u, j] += i_xs
            known[1, u, j] += i_xs_y if with_y else 0.0
            if term is not None:
                own = plain_term(
                    term,
                    i_xs,
                    i_xs_y,
                    i_xsy,
                    i_xy_s,
                    h_xsy[pair, j],
                    h_x[u, j],
                    h_s[pair],
                )
                known[2, u, j] = FOLD[fold](known[2, u, j], own)
    fold_pairs(
        f(h_xs),
        f(h_xsy)[: units.size if with_y else 0],
        f(h_x),
        f(h_xy),
        f(np.column_stack([h_s, h_sy])[np.argsort(variables)]),
        f(h_y),
        f(0.0),
        1 / 8,
        least,
        units,
        variables,
        -1 if term is None else TERMS.index(term),
        FOLDS.index(fold),
        redundancy,
        conditional,
        folded,
    )
    assert_allclose(expected, known, **ROUNDING)


@pytest.mark.parametrize("with_y", [True, False])
@pytest.mark.parametrize("with_terms", [True, False])
@pytest.mark.parametrize("quotient", [True, False])
def test_scores_are_weighted_sums(with_y, with_terms, quotient):
    rng = np.random.default_rng(1)
    known = rng.random((4, 5, 7))
    known[1:, 0, 0] = 0.0
    penalty = np.where(rng.random((5, 7)) < 0.2, -np.inf, 0.0)
    units = np.array([3, 0, 4])
    weights = rng.random(5) * (1, 1, with_y, with_terms, not quotient)
    terms = weights[:4, None, None] * known[:, units]
    rest = terms[1:].sum(axis=0) + weights[4]
    if quotient:  # by what is no less than rounding
        expected = terms[0] / np.maximum(rest, 2.0**-40)
    else:
        expected = terms[0] + rest
    scores, best = np.full((5, 7), 9.0), np.full(5, 7.0)
    fallen = score_units(
        units,
        weights,
        quotient,
        known[0],
        known[1],
        known[2] if with_y else known[2, :0],
        known[3] if with_terms else known[3, :0],
        penalty,
        scores,
        best,
    )
    assert_allclose(scores[units], expected + penalty[units], **ROUNDING)
    assert_array_equal(best[units], scores[units].max(axis=1))
    assert_allclose(fallen, (7.0 - best[units]).sum(), **ROUNDING)
    # Of units that were not asked for.
    assert_array_equal(scores[[1, 2]], 9.0)
    assert_array_equal(best[[1, 2]], 7.0)

"""A step of greedy selection: what pairs tell, folded by units and scored.

In nats, from sums of f over tables: X is a column of a unit, S a selected feature.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels._typedefs cimport count_t

# What the rounding of sums may leave of nothing: a quotient does not divide by less.
cdef double LEAST = 2.0**-40

cdef enum Term:
    NO_TERM = -1
    REDUNDANCY              # I(X; S)
    NORMALIZED_REDUNDANCY   # I(X; S) / min(H(X), H(S))
    JOINT_RELEVANCE         # I(X, S; Y)
    SYMMETRICAL_RELEVANCE   # I(X, S; Y) / H(X, S, Y)
    CONDITIONAL_RELEVANCE   # I(X; Y | S)
    CLIPPED_INTERACTION     # max(I(X; S) - I(X; S | Y), 0)

TERMS = (
    "redundancy", "normalized_redundancy", "joint_relevance", "symmetrical_relevance",
    "conditional_relevance", "clipped_interaction",
)

cdef enum Fold:
    SUM, MIN, MAX, LAST

# Columns whose terms are in the L1 cache together.
cdef enum:
    SOME = 256
    LANES = 8

FOLDS = ("sum", "min", "max", "last")


cdef inline double _ratio(double part, double whole) noexcept nogil:
    """part / whole, and 0 where both are 0 but for rounding."""
    return part / whole if whole > LEAST else 0.0


cdef inline void _fold(
    double* values, const double* terms, Py_ssize_t width, Fold fold,
) noexcept nogil:
    """Fold the terms of a pair into the values of its unit."""
    cdef Py_ssize_t j
    if fold == SUM:
        for j in range(width):
            values[j] += terms[j]
    elif fold == MIN:
        for j in range(width):
            values[j] = min(terms[j], values[j])
    elif fold == MAX:
        for j in range(width):
            values[j] = max(terms[j], values[j])
    else:
        for j in range(width):
            values[j] = terms[j]


def fold_pairs(
    const count_t[:, ::1] f_xs,     # IN   (pairs, columns of a unit), of the tables
    const count_t[:, ::1] f_xsy,    # IN   the same with Y, or empty
    const count_t[:, ::1] f_x,      # IN   (units, columns)
    const count_t[:, ::1] f_xy,     # IN
    const count_t[:, ::1] f_s,      # IN   (variables, 2), of S, and of S with Y
    count_t f_y,                    # IN
    count_t whole,                  # IN   I(X; Y) = (whole + f_xy - f_x - f_y) unit
    double unit,                    # IN   nats of 1
    double least,                   # IN   I(X; S) is no less, but for rounding
    const int64_t[::1] units,       # IN   of each pair,
    const int64_t[::1] variables,   # IN   and which variable S is
    int term,                       # IN   place in TERMS; -1 for none
    int fold,                       # IN   place in FOLDS
    double[:, ::1] redundancy,      # IN OUT  (units, columns), sums of I(X; S)
    double[:, ::1] conditional_redundancy,  # IN OUT  of I(X; S | Y), or empty
    double[:, ::1] folded,          # IN OUT  the terms, or empty
):
    """Fold what pairs tell into what is known of their units, one after the other.

    Those of a unit come in the order of selection, so that the rounding of a sum does
    not depend on which units were behind.
    """
    cdef:
        Py_ssize_t pair, begin, j, n, u, of_s, width = f_xs.shape[1]
        bint with_y = f_xsy.shape[0] > 0 and conditional_redundancy.shape[0] > 0
        const count_t *xs
        const count_t *xsy = NULL
        const count_t *x
        const count_t *xy
        count_t s, sy, rest
        double value
        double *total
        double terms[SOME]
    with nogil:
        for pair in range(f_xs.shape[0]):
            u, of_s = units[pair], variables[pair]
            s, sy = f_s[of_s, 0], f_s[of_s, 1]
            begin = 0
            while begin < width:
                n = min(width - begin, SOME)
                xs, x = &f_xs[pair, begin], &f_x[u, begin]
                rest, total = whole - s, &redundancy[u, begin]
                for j in range(n):
                    terms[j] = max((xs[j] - x[j] + rest) * unit, least)
                    total[j] += terms[j]
                if with_y:
                    xsy, xy = &f_xsy[pair, begin], &f_xy[u, begin]
                    rest, total = f_y - sy, &conditional_redundancy[u, begin]
                    for j in range(n):
                        value = (xsy[j] - xy[j] + rest) * unit
                        total[j] += value
                        if term == CLIPPED_INTERACTION:
                            terms[j] = max(terms[j] - value, 0.0)
                if term == NORMALIZED_REDUNDANCY:
                    for j in range(n):
                        terms[j] = _ratio(terms[j], (whole - max(x[j], s)) * unit)
                elif term == JOINT_RELEVANCE or term == SYMMETRICAL_RELEVANCE:
                    for j in range(n):
                        terms[j] = (xsy[j] - xs[j] + (whole - f_y)) * unit
                    if term == SYMMETRICAL_RELEVANCE:
                        for j in range(n):
                            terms[j] = _ratio(terms[j], (whole - xsy[j]) * unit)
                elif term == CONDITIONAL_RELEVANCE:
                    for j in range(n):
                        terms[j] = (xsy[j] - xs[j] + (s - sy)) * unit
                if term != NO_TERM:
                    _fold(&folded[u, begin], terms, n, <Fold> fold)
                begin += n


cdef inline double _maximum(const double* values, Py_ssize_t n) noexcept nogil:
    """In lanes, of which none waits for another; NumPy is slow where n is small."""
    cdef:
        Py_ssize_t i = LANES, lane
        double lanes[LANES]
        double most = values[0]
    if n >= LANES:
        for lane in range(LANES):
            lanes[lane] = values[lane]
        while i + LANES <= n:
            for lane in range(LANES):
                lanes[lane] = max(values[i + lane], lanes[lane])
            i += LANES
        for lane in range(LANES):
            most = max(lanes[lane], most)
    else:
        i = 1
    while i < n:
        most = max(values[i], most)
        i += 1
    return most


def score_units(
    const int64_t[::1] units,       # IN   to be scored
    const double[::1] weights,      # IN   of each term below, and a constant
    bint quotient,                  # IN   divide the first term by the others
    const double[:, ::1] relevance,     # IN   (all units, columns)
    const double[:, ::1] redundancy,    # IN
    const double[:, ::1] conditional_redundancy,    # IN   or empty
    const double[:, ::1] folded,    # IN   or empty
    const double[:, ::1] penalty,   # IN   added to the scores
    double[:, ::1] scores,          # OUT  (all units, columns), of these
    double[::1] best,               # IN OUT  (all units), of these
):
    """Sum what is known of the columns of some units, with weights.

    Returns
    -------
    fallen : float
        By how much the best scores of the units are less than before, in all.
    """
    cdef:
        Py_ssize_t i, j, unit, width = scores.shape[1]
        double fallen = 0.0
        const double *w = &weights[0]
        const double *known
        double *score
    if width == 0:
        return fallen
    with nogil:
        for i in range(units.shape[0]):
            unit = units[i]
            score = &scores[unit, 0]
            fallen += best[unit]
            known = &redundancy[unit, 0]
            for j in range(width):
                score[j] = w[1] * known[j] + w[4]
            if conditional_redundancy.shape[0]:
                known = &conditional_redundancy[unit, 0]
                for j in range(width):
                    score[j] += w[2] * known[j]
            if folded.shape[0]:
                known = &folded[unit, 0]
                for j in range(width):
                    score[j] += w[3] * known[j]
            known = &relevance[unit, 0]
            if quotient:
                for j in range(width):
                    score[j] = w[0] * known[j] / max(score[j], LEAST)
            else:
                for j in range(width):
                    score[j] += w[0] * known[j]
            known = &penalty[unit, 0]
            for j in range(width):
                score[j] += known[j]
            best[unit] = _maximum(score, width)
            fallen -= best[unit]
    return fallen

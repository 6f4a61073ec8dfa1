"""Folds of what pairs tell into what is known of their units, scores, and who leads."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels._typedefs cimport count_t


def add_redundancies(
    const count_t[:, ::1] sums,     # IN   (pairs, columns of a unit), of f over tables
    const count_t[:, ::1] own,      # IN   (units, columns), those of the columns alone
    const count_t[::1] rest,        # IN   what is left of each pair, to be added
    double unit,                    # IN   nats of 1
    const int64_t[::1] units,       # IN   of each pair
    double[:, ::1] redundancies,    # OUT  (units, columns), added to
):
    """Add the redundancy of each pair to that of its unit, one pair after the other."""
    cdef:
        Py_ssize_t pair, column, width = sums.shape[1]
        const count_t* both
        const count_t* alone
        double* total
    if width == 0:
        return
    with nogil:
        for pair in range(sums.shape[0]):
            both = &sums[pair, 0]
            alone = &own[units[pair], 0]
            total = &redundancies[units[pair], 0]
            for column in range(width):
                total[column] += (both[column] - alone[column] + rest[pair]) * unit


def add_pairs(
    const double[:, ::1] values,    # IN   (pairs, columns of a unit)
    const int64_t[::1] units,       # IN   of each pair
    double[:, ::1] sums,            # OUT  (units, columns), added to
):
    """Add the values of pairs to the sums of their units, one pair after the other."""
    cdef:
        Py_ssize_t pair, column, width = values.shape[1]
        const double* own
        double* unit
    if width == 0:
        return
    with nogil:
        for pair in range(values.shape[0]):
            own = &values[pair, 0]
            unit = &sums[units[pair], 0]
            for column in range(width):
                unit[column] += own[column]


def lower_by_pairs(
    const double[:, ::1] values,    # IN   (pairs, columns of a unit)
    const int64_t[::1] units,       # IN   of each pair
    double[:, ::1] least,           # OUT  (units, columns), lowered
):
    """Lower the least values of units to those of their pairs."""
    cdef:
        Py_ssize_t pair, column, width = values.shape[1]
        const double* own
        double* unit
    if width == 0:
        return
    with nogil:
        for pair in range(values.shape[0]):
            own = &values[pair, 0]
            unit = &least[units[pair], 0]
            for column in range(width):
                unit[column] = min(own[column], unit[column])


def linear_scores(
    const int64_t[::1] units,       # IN   to be scored
    const double[:, ::1] weights,   # IN   of each term below, and a constant; of each
                                    #      of the units, or (1, 4): of all
    const double[:, ::1] relevance,     # IN   (all units, columns)
    const double[:, ::1] redundancy,    # IN
    const double[:, ::1] conditional_redundancy,    # IN   or empty
    const double[:, ::1] penalty,   # IN   added to the scores
    double[:, ::1] scores,          # OUT  (units, columns)
):
    """Sum what is known of the columns of some units, with weights."""
    cdef:
        Py_ssize_t i, j, unit, width = scores.shape[1]
        Py_ssize_t step = 1 if weights.shape[0] > 1 else 0
        bint conditional = conditional_redundancy.shape[0] > 0
        const double* w
        const double* r
        const double* s
        const double* c
        const double* p
        double* score
    if width == 0:
        return
    with nogil:
        for i in range(units.shape[0]):
            unit, w, score = units[i], &weights[i * step, 0], &scores[i, 0]
            r, s, p = &relevance[unit, 0], &redundancy[unit, 0], &penalty[unit, 0]
            if conditional:
                c = &conditional_redundancy[unit, 0]
                for j in range(width):
                    score[j] = w[0] * r[j] + w[1] * s[j] + w[2] * c[j] + w[3] + p[j]
            else:
                for j in range(width):
                    score[j] = w[0] * r[j] + w[1] * s[j] + w[3] + p[j]


def row_maxima(
    const double[:, ::1] values,    # IN
    double[::1] maxima,             # OUT  of each row
):
    """Maximum of each row; NumPy is slow where rows are short."""
    cdef:
        Py_ssize_t row, column
        double most
    with nogil:
        for row in range(values.shape[0]):
            most = values[row, 0]
            for column in range(1, values.shape[1]):
                most = max(values[row, column], most)
            maxima[row] = most


def leading_units(
    const double[::1] bounds,       # IN   best score of each unit, or a bound of it
    const int64_t[::1] met,         # IN   selected features that each has met
    int64_t n,                      # IN   selected features
    double floor,                   # IN   what the best score is at least
    int64_t[::1] units,             # OUT  in its beginning
):
    """List the units that may hold the best candidate.

    If a unit of the greatest bound is behind, these are all that are behind and not
    beaten by one that is not; else, those that hold the best.

    Returns
    -------
    n_units : int
    behind : bool
    """
    cdef:
        Py_ssize_t i, n_units = 0
        bint behind = False
        double most = bounds[0]
    with nogil:
        for i in range(bounds.shape[0]):
            most = max(bounds[i], most)
            if met[i] >= n:
                floor = max(bounds[i], floor)
        for i in range(bounds.shape[0]):
            behind |= met[i] < n and bounds[i] == most
        for i in range(bounds.shape[0]):
            if (met[i] < n and bounds[i] >= floor) if behind else bounds[i] == most:
                units[n_units] = i
                n_units += 1
    return n_units, behind

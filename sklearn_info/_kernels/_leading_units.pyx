"""A step of greedy selection: whose scores change, who may lead, meets, and is best."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.float cimport DBL_MAX
from libc.math cimport INFINITY, fabs
from libc.stdint cimport int64_t, uint8_t

cdef double rounding = 1e-13
# Sums of a few hundred terms near one that differ by less are equal: by the laws of
# logarithms, such as 4 log 4 and 8 log 2, or because they were summed in another order,
# such as that of the names of levels.
ROUNDING = rounding


cdef inline double _equal_to(double best) noexcept nogil:
    """The least score that is equal to the best one but for rounding."""
    return best - rounding * max(fabs(best), 1.0)


def best_candidate(
    const double[:, ::1] scores,    # IN   (all units, columns)
    const double[::1] of_units,     # IN   the best of each
    const int64_t[::1] units,       # IN   which to look at
    const int64_t[:, ::1] columns,  # IN   (all units, columns), their features
):
    """The lowest feature whose score equals the best of some units, and its score."""
    cdef:
        Py_ssize_t i, j, unit
        double best = of_units[units[0]], least, score = 0.0
        int64_t feature, first = -1
    with nogil:
        for i in range(1, units.shape[0]):
            best = max(of_units[units[i]], best)
        least = _equal_to(best)
        for i in range(units.shape[0]):
            unit = units[i]
            if of_units[unit] < least:
                continue
            for j in range(scores.shape[1]):
                feature = columns[unit, j]
                if scores[unit, j] >= least and (feature < first or first < 0):
                    first, score = feature, scores[unit, j]
    return first, score


def changed_units(
    uint8_t[::1] changed,           # IN OUT  units that lost a candidate; then none
    const int64_t[::1] met,         # IN   selected features that each has met
    bint averages,                  # IN   what was met weighs less as more is selected
    int64_t[::1] units,             # OUT  in its beginning
):
    """List the units whose scores are others after a feature was selected.

    Those that have met nothing yet know their relevance, as before.

    Returns
    -------
    n_units : int
    """
    cdef Py_ssize_t i, n_units = 0
    with nogil:
        for i in range(met.shape[0]):
            if changed[i] or (averages and met[i] > 0):
                units[n_units] = i
                n_units += 1
            changed[i] = 0
    return n_units


cdef double _least_of_greatest(
    const double* values, Py_ssize_t n, double* heap, Py_ssize_t size,
) noexcept nogil:
    """The least of the `size` greatest of more values, which are left in a heap."""
    cdef:
        Py_ssize_t i, place, child
        double value
    for i in range(size):
        place = i
        while place > 0 and heap[(place - 1) // 2] > values[i]:
            heap[place] = heap[(place - 1) // 2]
            place = (place - 1) // 2
        heap[place] = values[i]
    for i in range(size, n):
        value = values[i]
        if value <= heap[0]:
            continue
        place, child = 0, 1
        while child < size:
            if child + 1 < size and heap[child + 1] < heap[child]:
                child += 1
            if heap[child] >= value:
                break
            heap[place] = heap[child]
            place, child = child, 2 * child + 1
        heap[place] = value
    return heap[0]


def leading_units(
    const double[::1] bounds,       # IN   best score of each unit, or a bound of it
    const int64_t[::1] met,         # IN   selected features that each has met
    int64_t n,                      # IN   selected features
    double fall,                    # IN   of a bound with a feature that a unit meets
    Py_ssize_t size,                # IN   of those behind no more, of the best bounds
    int64_t most,                   # IN   that a unit meets now
    double[:, ::1] work,            # WORK (2, units)
    int64_t[::1] units,             # OUT  in its beginning, rising
):
    """List the units that may hold the best candidate.

    If a unit of the greatest bound is behind, these are those that are behind and not
    beaten by one that is not; else, those that hold the best.

    Returns
    -------
    n_units : int
    behind : bool
    n_pairs : int
        Features that they meet now.
    n_lacking : float
        Features that units must meet in all until the best one is known, if their
        bounds go on to fall like that.
    """
    cdef:
        Py_ssize_t i, k, n_units = 0
        bint behind = False
        int64_t n_pairs = 0
        # A unit without candidates, whose bound is -inf, meets nothing.
        double floor = -0.5 * DBL_MAX, expected = -INFINITY, n_lacking = 0.0
        double greatest = bounds[0], least, enough
        double *own = &work[0, 0]
    with nogil:
        for i in range(bounds.shape[0]):
            greatest = max(bounds[i], greatest)
            if met[i] >= n:
                floor = max(bounds[i], floor)
            elif fall > 0.0:
                expected = max(bounds[i] - (n - met[i]) * fall, expected)
        expected = max(expected, floor)
        enough = _equal_to(greatest)
        for i in range(bounds.shape[0]):
            behind |= met[i] < n and bounds[i] >= enough
        if behind:
            enough = _equal_to(floor)
        for i in range(bounds.shape[0]):
            if bounds[i] >= enough and not (behind and met[i] >= n):
                units[n_units], own[n_units] = i, bounds[i]
                n_units += 1
                if fall > 0.0:
                    n_lacking += max(bounds[i] - expected, 0.0) / fall
        if behind and n_units > size:
            least = _least_of_greatest(own, n_units, &work[1, 0], size)
            for i in range(n_units):
                size -= own[i] > least
            # Of those that are equal to the least as many as there is room for.
            k = 0
            for i in range(n_units):
                if own[i] > least or (own[i] == least and size > 0):
                    size -= own[i] == least
                    units[k] = units[i]
                    k += 1
            n_units = k
        for i in range(n_units):
            n_pairs += min(n - met[units[i]], most)
    return n_units, behind, n_pairs, n_lacking


def list_pairs(
    const int64_t[::1] units,       # IN
    int64_t[::1] met,               # IN OUT  selected features that each unit has met
    int64_t n,                      # IN   selected features, the last of which
    int64_t n_others,               # IN   are the variables to meet
    int64_t most,                   # IN   that a unit meets now
    int64_t[:, ::1] pairs,          # OUT  (2, pairs): units, and their variables
):
    """List some units with the variables that they have not met, in their order.

    Nothing is done where there is no room for the pairs.

    Returns
    -------
    n_pairs : int
    longest, shortest : int
        Variables that the units have not met that have met the least, and the most.
    """
    cdef:
        Py_ssize_t i, k = 0
        int64_t unit, behind, variable, n_pairs = 0, longest = 0, shortest = n
    with nogil:
        for i in range(units.shape[0]):
            behind = n - met[units[i]]
            longest, shortest = max(behind, longest), min(behind, shortest)
            n_pairs += min(behind, most)
        if n_pairs <= pairs.shape[1]:
            for i in range(units.shape[0]):
                unit = units[i]
                behind = n - met[unit]
                met[unit] += min(behind, most)
                for variable in range(n_others - behind, n_others - (n - met[unit])):
                    pairs[0, k], pairs[1, k] = unit, variable
                    k += 1
    return n_pairs, longest, shortest

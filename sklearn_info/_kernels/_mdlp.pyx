"""Minimal-entropy cuts of a sorted column by minimum description length.

With f(c) = c log c, the class entropy of a set of N rows with class counts m_c is
N H = f(N) - sum_c f(m_c). A cut is good if N_1 H_1 + N_2 H_2 of its sides is small,
and moving one row across it changes four terms.

f is held in fixed point. Its sums are then exact in whatever order they are made, so
that the sweep may add and subtract from end to end, and cuts of equal entropy are seen
to be equal: costs within `tolerance`, what the rounding of their terms can make, are
one, and the lowest of these cuts wins.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from cython cimport floating
from libc.math cimport exp, llrint, log, log1p
from libc.stdint cimport int32_t, int64_t, uint8_t

from sklearn_info._kernels._typedefs cimport count_t

cdef inline int64_t _f(count_t c, const int64_t* table, double scale) noexcept nogil:
    if count_t is int64_t:
        return table[c]
    else:
        return llrint(scale * c * log(c)) if c > 0.0 else 0


cdef void _find_boundaries(
    const floating[::1] x, const int32_t[::1] y,
    uint8_t[::1] boundary,              # OUT  whether a best cut may lie below a row
) noexcept nogil:
    """Mark the lowest row of each value that is not of one class with the one below.

    No other cut has least entropy (Fayyad & Irani 1992).
    """
    cdef:
        Py_ssize_t i, lowest = 0        # row of this value
        int32_t pure = -1, pure_below = -1      # the only class of a value, or -1
        bint rises
    for i in range(x.shape[0]):
        # Choices, not branches: the classes of a poor column are random.
        rises = i == 0 or x[i] != x[i - 1]
        pure_below = pure if rises else pure_below
        pure = y[i] if rises or pure == y[i] else -1
        lowest = i if rises else lowest
        boundary[i] = False
        boundary[lowest] = (pure < 0) | (pure != pure_below)


cdef int64_t _class_entropy(
    const int32_t[::1] y, const double* weights, Py_ssize_t begin, Py_ssize_t end,
    const int64_t* f, double scale,
    count_t[::1] counts,                # OUT  of each class
    count_t* n, Py_ssize_t* n_present,  # OUT  their sum, how many are not 0
) noexcept nogil:
    """Count the classes of rows begin to end; return N H."""
    cdef:
        Py_ssize_t i, c
        int64_t inside = 0
    counts[:] = 0
    for i in range(begin, end):
        if count_t is int64_t:
            counts[y[i]] += 1
        else:
            counts[y[i]] += weights[i]
    n[0] = 0
    n_present[0] = 0
    for c in range(counts.shape[0]):
        n[0] += counts[c]
        n_present[0] += counts[c] > 0
        inside += _f[count_t](counts[c], f, scale)
    return _f[count_t](n[0], f, scale) - inside


cdef Py_ssize_t _best_cut(
    const int32_t[::1] y, const double* weights, const int64_t* f, double scale,
    int64_t tolerance, const uint8_t[::1] boundary, Py_ssize_t begin, Py_ssize_t end,
    count_t[:, ::1] counts,             # WORK (2, classes)
) noexcept nogil:
    """Return the first row above the accepted cut of rows begin to end, or 0."""
    cdef:
        Py_ssize_t i, best = 0, k, k_1, k_2
        int32_t c
        count_t w = 1, low, high, n, n_1 = 0, n_2
        int64_t entropy, entropy_1, entropy_2, inside, cost, wanted = <int64_t> 1 << 60
        double cost_of_model
        count_t* below = &counts[0, 0]
        count_t* above = &counts[1, 0]

    entropy = _class_entropy[count_t](
        y, weights, begin, end, f, scale, counts[1], &n, &k
    )
    # Below two rows log(N - 1) would pay for a cut; twenty times 0.1 is two rows.
    if k < 2 or n < 2.0 - 1e-9:
        return 0
    for c in range(<int32_t> counts.shape[1]):
        below[c] = 0
    n_2 = n
    inside = _f[count_t](n, f, scale) - entropy     # sum_c f of both sides
    for i in range(begin, end - 1):
        c = y[i]
        if count_t is double:
            w = weights[i]
        low = below[c]
        high = above[c]
        below[c] = low + w
        above[c] = high - w
        inside += _f[count_t](low + w, f, scale) - _f[count_t](low, f, scale)
        inside += _f[count_t](high - w, f, scale) - _f[count_t](high, f, scale)
        n_1 += w
        n_2 -= w
        cost = _f[count_t](n_1, f, scale) + _f[count_t](n_2, f, scale) - inside
        # A sum, not a branch that is taken at random.
        cost += <int64_t> (1 - boundary[i + 1]) << 61
        if cost < wanted:
            wanted = cost - tolerance
            best = i + 1
    if best == 0:
        return 0

    # Fayyad & Irani 1993: the gain of the cut must pay for describing it,
    # N Gain > log(N - 1) + log(3^k - 2) - (k H - k_1 H_1 - k_2 H_2).
    entropy_1 = _class_entropy[count_t](
        y, weights, begin, best, f, scale, counts[0], &n_1, &k_1
    )
    entropy_2 = _class_entropy[count_t](
        y, weights, best, end, f, scale, counts[1], &n_2, &k_2
    )
    cost_of_model = log(<double> n - 1.0)
    cost_of_model += k * log(3.0) + log1p(-2.0 * exp(-k * log(3.0)))
    cost_of_model -= (
        k * (<double> entropy / n)
        - k_1 * (<double> entropy_1 / n_1)
        - k_2 * (<double> entropy_2 / n_2)
    ) / scale
    if (entropy - entropy_1 - entropy_2) / scale > cost_of_model:
        return best
    return 0


def find_cuts(
    const floating[::1] x,          # IN   sorted values
    const int32_t[::1] y,           # IN   their classes
    const double[::1] weights,      # IN   their weights; not read for integer counts
    const int64_t[::1] f,           # IN   c log c times scale; not read for real counts
    double scale,                   # IN   units of f in a nat
    int64_t tolerance,              # IN   costs so close are equal
    count_t[:, ::1] counts,         # WORK (2, classes)
    uint8_t[::1] boundary,          # WORK (rows,)
    int64_t[::1] cuts,              # OUT  (rows,) where the second, third.. bins begin
):
    """Write the accepted cuts in rising order; return their number."""
    cdef:
        Py_ssize_t n = x.shape[0], begin = 0, middle, n_cuts = 0, waiting = n
        const double* weight = &weights[0] if weights.shape[0] else NULL
        const int64_t* table = &f[0] if f.shape[0] else NULL
    if n == 0:
        return 0
    with nogil:
        _find_boundaries(x, y, boundary)
        # The ends of the intervals still to be cut wait at the back of cuts, the
        # nearest first. Found and waiting ones are different rows: they never meet.
        waiting -= 1
        cuts[waiting] = n
        while waiting < n:
            middle = _best_cut(
                y, weight, table, scale, tolerance, boundary, begin, cuts[waiting],
                counts,
            )
            if middle:
                waiting -= 1
                cuts[waiting] = middle
            else:
                begin = cuts[waiting]
                waiting += 1
                cuts[n_cuts] = begin
                n_cuts += 1
    return n_cuts - 1       # the last is the end of the column

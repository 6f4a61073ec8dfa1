"""Neighbours on a line: numbers that are sorted."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._typedefs cimport code_t


cdef extern from "count_within.h" nogil:
    ctypedef void (*count_within_fn)(
        const double*, int64_t, const double*, int64_t, int64_t, int64_t*
    ) noexcept
    count_within_fn count_within_select(int)

cdef enum:
    PORTION = 1024              # counts that stay in the cache


def count_within(
    const double[::1] values,       # IN   sorted
    const double[::1] radius,       # IN   of each value
    int64_t[::1] counts,            # OUT  #{j : |values[j] - values[i]| < radius[i]}
):
    """Count the values nearer to each than its radius, itself among them.

    Where the radius is 0 there are none, and the count is 0 or less.
    """
    cdef int64_t n = values.shape[0]
    if n:
        with nogil:
            count_within_select(_cpu.level)(
                &values[0], n, &radius[0], 0, n, &counts[0]
            )


def sum_within(
    const double[::1] values,       # IN   as for count_within
    const double[::1] radius,       # IN
    const double[::1] f,            # IN   a number for each count from 0 on
):
    """Sum of f over the counts of count_within; those below 1 are 1."""
    cdef:
        Py_ssize_t begin = 0, end, i, n = values.shape[0]
        int64_t[PORTION] counts
        double total = 0.0, part
        count_within_fn count = count_within_select(_cpu.level)
    with nogil:
        while begin < n:
            end = min(begin + PORTION, n)
            count(&values[0], n, &radius[0], begin, end, counts)
            part = 0.0
            for i in range(end - begin):
                part += f[max(counts[i], 1)]
            total += part
            begin = end
    return total


def class_radius(
    const double[::1] values,       # IN   sorted
    const code_t[::1] classes,      # IN   class of each, from 0 on
    const int64_t[::1] starts,      # IN   where each would begin, if they lay apart
    Py_ssize_t n_neighbors,         # IN   fewer in classes of fewer other members
    int64_t[::1] filled,            # scratch, one for each class
    int64_t[::1] members,           # scratch, one for each value
    double[::1] own,                # scratch, the same
    double[::1] radius,             # OUT  0 for the only member of a class
):
    """Distance of each value to the n-th nearest one of its own class."""
    cdef:
        Py_ssize_t i, c, k, first, n = values.shape[0]
        int64_t place, begin, end
        double x
    with nogil:
        for c in range(filled.shape[0]):
            filled[c] = starts[c]
        for i in range(n):
            place = filled[classes[i]]
            filled[classes[i]] = place + 1
            members[place] = i
            own[place] = values[i]
        for c in range(filled.shape[0]):
            begin = starts[c]
            end = starts[c + 1]
            k = min(n_neighbors, end - begin - 1)
            first = begin
            # The nearest k and the value itself are k + 1 members in a row. Their
            # first one never moves back as the value rises.
            for i in range(begin, end):
                x = own[i]
                while first + k + 1 < end and own[first + k + 1] - x < x - own[first]:
                    first += 1
                radius[members[i]] = max(x - own[first], own[first + k] - x)

"""Neighbours on a line: numbers that are sorted."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._typedefs cimport code_t


cdef extern from "line_neighbors.h" nogil:
    ctypedef void (*count_within_fn)(
        const double*, int64_t, const double*, int64_t, int64_t, int64_t*
    ) noexcept
    ctypedef void (*line_radius_fn)(
        const double*, int64_t, int64_t, double*
    ) noexcept
    count_within_fn count_within_select(int)
    line_radius_fn line_radius_select(int)

cdef enum:
    PORTION = 1024              # counts that stay in the cache


def count_within(
    const double[::1] values,       # IN   sorted
    const double[::1] radius,       # IN   of each value
    int64_t[::1] counts,            # OUT  #{j : |values[j] - values[i]| < radius[i]}
):
    """Count the values nearer to each than its radius, itself among them.

    Where the radius is 0 there are none, and the count is 1 or less.
    """
    cdef int64_t n = values.shape[0]
    if n:
        with nogil:
            count_within_select(_cpu.level)(
                &values[0], n, &radius[0], 0, n, &counts[0]
            )


cdef double _sum_within(
    const double[::1] values, const double[::1] radius, const double[::1] f,
) noexcept nogil:
    cdef:
        Py_ssize_t begin = 0, end, i, n = values.shape[0]
        int64_t[PORTION] counts
        double total = 0.0, part
        count_within_fn count = count_within_select(_cpu.level)
    while begin < n:
        end = min(begin + PORTION, n)
        count(&values[0], n, &radius[0], begin, end, counts)
        part = 0.0
        for i in range(end - begin):
            part += f[max(counts[i], 1)]
        total += part
        begin = end
    return total


def sum_within(
    const double[::1] values,       # IN   as for count_within
    const double[::1] radius,       # IN
    const double[::1] f,            # IN   a number for each count from 0 on
):
    """Sum of f over the counts of count_within; those below 1 are 1."""
    cdef double total
    with nogil:
        total = _sum_within(values, radius, f)
    return total


def line_radius(
    const double[::1] values,       # IN   sorted
    Py_ssize_t n_neighbors,         # IN   less than the values
    double[::1] radius,             # OUT
):
    """Distance of each value to its n-th nearest other one."""
    with nogil:
        line_radius_select(_cpu.level)(
            &values[0], values.shape[0], n_neighbors, &radius[0]
        )


cdef void _class_radius(
    const double[::1] values, const code_t[::1] classes, const int64_t[::1] starts,
    Py_ssize_t n_neighbors, int64_t[::1] filled, int64_t[::1] members,
    double[:, ::1] apart, double[::1] radius,
) noexcept nogil:
    cdef:
        Py_ssize_t i, c, n = values.shape[0]
        int64_t place, size
        double* own = &apart[0, 0]
        double* distance = &apart[1, 0]
        line_radius_fn nearest = line_radius_select(_cpu.level)
    for c in range(filled.shape[0]):
        filled[c] = starts[c]
    for i in range(n):
        place = filled[classes[i]]
        filled[classes[i]] = place + 1
        members[place] = i
        own[place] = values[i]
    for c in range(filled.shape[0]):
        place = starts[c]
        size = starts[c + 1] - place
        if size:
            nearest(own + place, size, min(n_neighbors, size - 1), distance + place)
    for i in range(n):
        radius[members[i]] = distance[i]


def class_radius(
    const double[::1] values,       # IN   sorted
    const code_t[::1] classes,      # IN   class of each, from 0 on
    const int64_t[::1] starts,      # IN   where each would begin, if they lay apart
    Py_ssize_t n_neighbors,         # IN   fewer in classes of fewer other members
    int64_t[::1] filled,            # scratch, one for each class
    int64_t[::1] members,           # scratch, one for each value
    double[:, ::1] apart,           # scratch, two rows of one for each value
    double[::1] radius,             # OUT  0 for the only member of a class
):
    """Distance of each value to the n-th nearest one of its own class."""
    with nogil:
        _class_radius(
            values, classes, starts, n_neighbors, filled, members, apart, radius
        )


def sum_within_class_radius(
    const double[::1] values,       # IN   as for class_radius
    const code_t[::1] classes,      # IN
    const int64_t[::1] starts,      # IN
    Py_ssize_t n_neighbors,         # IN
    int64_t[::1] filled,            # scratch, as for class_radius
    int64_t[::1] members,           # scratch
    double[:, ::1] apart,           # scratch
    double[::1] radius,             # scratch, one for each value
    double least,                   # IN   radius where the n-th nearest is equal
    const double[::1] f,            # IN   a number for each count from 0 on
):
    """Sum of f over the counts of values within the class radius of each.

    In one call, so that threads that estimate again and again seldom meet at the
    interpreter's lock.
    """
    cdef:
        Py_ssize_t i
        double total
    with nogil:
        _class_radius(
            values, classes, starts, n_neighbors, filled, members, apart, radius
        )
        for i in range(values.shape[0]):
            radius[i] = max(radius[i], least)
        total = _sum_within(values, radius, f)
    return total

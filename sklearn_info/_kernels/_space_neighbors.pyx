"""Neighbours in several dimensions, through leaves of points that are near each other.

A space is its columns, leaf after leaf and padded with inf to whole leaves, the box of
each leaf, and the ends of the blocks of columns in which distance is Euclidean.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.math cimport sqrt
from libc.stdint cimport int64_t

from sklearn_info._kernels cimport _cpu


cdef extern from "space_neighbors.h" nogil:
    enum:
        SPACE_LANES
    ctypedef struct space_t:
        const double* columns
        const double* low
        const double* high
        const int64_t* ends
        int64_t d, n_blocks, n, stride, n_leaves
        double widest
    ctypedef void (*space_radius_fn)(
        const space_t*, int64_t, int64_t, int64_t, double*, double*
    ) noexcept
    ctypedef void (*space_count_fn)(
        const space_t*, int64_t, int64_t, const double*, double*, int64_t*
    ) noexcept
    space_radius_fn space_radius_select(int)
    space_count_fn space_count_select(int)

LANES = SPACE_LANES

cdef enum:
    DEPTH = 64                      # of nodes that wait: more than log2 of any n


def scratch_size(Py_ssize_t n_columns, Py_ssize_t n_leaves, Py_ssize_t n_neighbors):
    """Numbers that a search may write to."""
    return (2 * n_columns + 5) * n_leaves + SPACE_LANES * n_neighbors


def leaf_order(
    const double[:, ::1] columns,   # IN   of points
    int64_t[::1] order,             # IN   their numbers  OUT  leaf after leaf
):
    """Cut the points in halves of whole leaves, across the widest column of each."""
    cdef:
        Py_ssize_t c, i, widest, begin, end, middle, waiting = 1
        Py_ssize_t[DEPTH] begins, ends
        double low, high, width
    if order.shape[0] == 0:
        return
    begins[0] = 0
    ends[0] = order.shape[0]
    with nogil:
        while waiting:
            waiting -= 1
            begin = begins[waiting]
            end = ends[waiting]
            while end - begin > SPACE_LANES:
                widest = 0
                width = -1.0
                for c in range(columns.shape[0]):
                    low = high = columns[c, order[begin]]
                    for i in range(begin + 1, end):
                        low = min(low, columns[c, order[i]])
                        high = max(high, columns[c, order[i]])
                    if high - low > width:
                        width = high - low
                        widest = c
                middle = (end - begin + SPACE_LANES - 1) // SPACE_LANES // 2
                middle = begin + middle * SPACE_LANES
                _select(&columns[widest, 0], &order[0], begin, end - 1, middle)
                begins[waiting] = middle
                ends[waiting] = end
                waiting += 1
                end = middle


cdef void _select(
    const double* values, int64_t* order, Py_ssize_t left, Py_ssize_t right,
    Py_ssize_t place,
) noexcept nogil:
    """Bring to a place whom a sort would, larger ones after it (Hoare)."""
    cdef:
        Py_ssize_t i, j
        int64_t swapped
        double a, b, c, pivot
    while left < right:
        a = values[order[left]]
        b = values[order[(left + right) // 2]]
        c = values[order[right]]
        pivot = max(min(a, b), min(max(a, b), c))
        i = left
        j = right
        while i <= j:
            while values[order[i]] < pivot:
                i += 1
            while values[order[j]] > pivot:
                j -= 1
            if i <= j:
                swapped = order[i]
                order[i] = order[j]
                order[j] = swapped
                i += 1
                j -= 1
        if place <= j:
            right = j
        elif place >= i:
            left = i
        else:
            return


cdef space_t _space(
    const double[:, ::1] columns, const double[:, ::1] low, const double[:, ::1] high,
    const int64_t[::1] ends, Py_ssize_t n,
) noexcept nogil:
    cdef:
        space_t space
        Py_ssize_t b
        double width = ends[0]
    space.columns = &columns[0, 0]
    space.low = &low[0, 0]
    space.high = &high[0, 0]
    space.ends = &ends[0]
    space.d = columns.shape[0]
    space.n_blocks = ends.shape[0]
    space.n = n
    space.stride = columns.shape[1]
    space.n_leaves = low.shape[1]
    for b in range(1, ends.shape[0]):
        width = max(width, ends[b] - ends[b - 1])
    # Roots of sums are rounded a few times.
    space.widest = 1.0 if width == 1.0 else sqrt(width) * (1 + 1e-12)
    return space


def space_radius(
    const double[:, ::1] columns,   # IN   a space
    const double[:, ::1] low,       # IN
    const double[:, ::1] high,      # IN
    const int64_t[::1] ends,        # IN
    Py_ssize_t first,               # IN   leaves to search for
    Py_ssize_t last,                # IN
    Py_ssize_t n_neighbors,         # IN
    double[::1] scratch,            # scratch_size numbers
    double[::1] radius,             # OUT  of the points of these leaves
):
    """Distance of each point to its n-th nearest other one."""
    cdef space_t space = _space(columns, low, high, ends, radius.shape[0])
    with nogil:
        space_radius_select(_cpu.level)(
            &space, first, last, n_neighbors, &scratch[0], &radius[0]
        )


def space_count(
    const double[:, ::1] columns,   # IN   a space
    const double[:, ::1] low,       # IN
    const double[:, ::1] high,      # IN
    const int64_t[::1] ends,        # IN
    Py_ssize_t first,               # IN   leaves to search for
    Py_ssize_t last,                # IN
    const double[::1] radius,       # IN   of each point
    double[::1] scratch,            # scratch_size numbers
    int64_t[::1] counts,            # OUT  points nearer than that, itself included
):
    """Count the points that are nearer to each than its radius above 0."""
    cdef space_t space = _space(columns, low, high, ends, radius.shape[0])
    with nogil:
        space_count_select(_cpu.level)(
            &space, first, last, &radius[0], &scratch[0], &counts[0]
        )

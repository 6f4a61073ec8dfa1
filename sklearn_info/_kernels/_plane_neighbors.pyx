"""Neighbours in the plane by maximum distance, through strips.

The points are cut into strips of neighbouring x, each kept in order of y. The
neighbours of points that follow each other in a strip are looked for up and down that
strip, until y alone is farther than the n-th nearest found so far; then in the strips
beside it, until x alone is. Strips of about sqrt(2 n k) points are about as wide as the
neighbourhoods of independent variables; half or twice as many make little difference.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t

from sklearn_info._kernels cimport _cpu


cdef extern from "plane_neighbors.h" nogil:
    enum:
        PLANE_LANES
    ctypedef struct plane_t:
        const double* x
        const int64_t* starts
        int64_t n_strips
        const double* xs
        const double* ys
        const int64_t* members
    ctypedef void (*plane_radius_fn)(
        const plane_t*, int64_t, int64_t, int64_t, int64_t*, double*, double*
    ) noexcept
    plane_radius_fn plane_radius_select(int)

# Points that search together.
LANES = PLANE_LANES


def fill_strips(
    const double[::1] x,            # IN   sorted
    const double[::1] y,            # IN   of the same points
    const int64_t[::1] y_order,     # IN   the points by y; at a tie, by place
    const int64_t[::1] starts,      # IN   first point of each strip, and the end
    int32_t[::1] strips,            # scratch, one for each point
    int64_t[::1] places,            # scratch, one for each strip
    int64_t[::1] members,           # OUT  the points, strip by strip in order of y
    double[:, ::1] inside,          # OUT  their x and their y
):
    """Put the points of each strip in order of y."""
    cdef:
        Py_ssize_t n = x.shape[0], s, i, j
    with nogil:
        for s in range(starts.shape[0] - 1):
            places[s] = starts[s]
            for i in range(starts[s], starts[s + 1]):
                strips[i] = s
        for i in range(n):
            j = y_order[i]
            s = strips[j]
            members[places[s]] = j
            inside[0, places[s]] = x[j]
            inside[1, places[s]] = y[j]
            places[s] += 1


def plane_radius(
    const double[::1] x,            # IN   sorted
    const int64_t[::1] starts,      # IN   as for fill_strips
    const int64_t[::1] members,     # IN   as it left them
    const double[:, ::1] inside,    # IN   the same
    Py_ssize_t first,               # IN   strips to search for
    Py_ssize_t last,                # IN
    int64_t[::1] places,            # scratch, one for each strip
    double[:, ::1] lists,           # scratch, for each neighbour LANES
    double[::1] radius,             # OUT  of the points of these strips
):
    """Distance max(|dx|, |dy|) of each point to its n-th nearest other one."""
    cdef plane_t plane
    plane.x = &x[0]
    plane.starts = &starts[0]
    plane.n_strips = starts.shape[0] - 1
    plane.xs = &inside[0, 0]
    plane.ys = &inside[1, 0]
    plane.members = &members[0]
    with nogil:
        plane_radius_select(_cpu.level)(
            &plane, first, last, lists.shape[0], &places[0], &lists[0, 0], &radius[0]
        )

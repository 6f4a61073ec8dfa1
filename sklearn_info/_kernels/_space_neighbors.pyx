"""Neighbours in several dimensions by maximum distance.

The columns are as long as a multiple of LANES, which points at infinity fill.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels cimport _cpu


cdef extern from "space_neighbors.h" nogil:
    enum:
        SPACE_LANES
    ctypedef void (*space_radius_fn)(
        const double*, size_t, size_t, size_t, size_t, double*, double*
    ) noexcept
    ctypedef void (*space_count_fn)(
        const double*, size_t, size_t, size_t, const double*, int64_t*
    ) noexcept
    space_radius_fn space_radius_select(int)
    space_count_fn space_count_select(int)

LANES = SPACE_LANES


def space_radius(
    const double[:, ::1] columns,   # IN   of points, the first sorted, inf at the end
    double[::1] nearest,            # scratch, one for each neighbour
    double[::1] radius,             # OUT  one for each point
):
    """Distance of each point to its n-th nearest other one."""
    if radius.shape[0]:
        with nogil:
            space_radius_select(_cpu.level)(
                &columns[0, 0], columns.shape[0], columns.shape[1], radius.shape[0],
                nearest.shape[0], &nearest[0], &radius[0],
            )


def space_count(
    const double[:, ::1] columns,   # IN   as for space_radius
    const double[::1] radius,       # IN   of each point
    int64_t[::1] counts,            # OUT  points nearer than that, itself included
):
    """Count the points that are nearer to each than its radius above 0."""
    if radius.shape[0]:
        with nogil:
            space_count_select(_cpu.level)(
                &columns[0, 0], columns.shape[0], columns.shape[1], radius.shape[0],
                &radius[0], &counts[0],
            )

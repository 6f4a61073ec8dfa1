"""Folds of what is known of pairs into what is known of their units."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels._typedefs cimport count_t


def add_pairs(
    const count_t[:, ::1] values,   # IN   (pairs, columns of a unit)
    const int64_t[::1] units,       # IN   of each pair
    double[:, ::1] sums,            # OUT  (units, columns), added to
):
    """Add the values of pairs to the sums of their units, one pair after the other."""
    cdef:
        Py_ssize_t pair, column, width = values.shape[1]
        const count_t* own
        double* unit
    if width == 0:
        return
    with nogil:
        for pair in range(values.shape[0]):
            own = &values[pair, 0]
            unit = &sums[units[pair], 0]
            for column in range(width):
                unit[column] += <double> own[column]


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

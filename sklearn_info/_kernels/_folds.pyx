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
    cdef Py_ssize_t pair, column
    with nogil:
        for pair in range(values.shape[0]):
            for column in range(values.shape[1]):
                sums[units[pair], column] += <double> values[pair, column]


def lower_by_pairs(
    const double[:, ::1] values,    # IN   (pairs, columns of a unit)
    const int64_t[::1] units,       # IN   of each pair
    double[:, ::1] least,           # OUT  (units, columns), lowered
):
    """Lower the least values of units to those of their pairs."""
    cdef Py_ssize_t pair, column
    with nogil:
        for pair in range(values.shape[0]):
            for column in range(values.shape[1]):
                if values[pair, column] < least[units[pair], column]:
                    least[units[pair], column] = values[pair, column]

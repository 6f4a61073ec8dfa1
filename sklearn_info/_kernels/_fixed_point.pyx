"""Sums of f over counts in fixed point, as the counting kernels have them."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels._sums_of_f cimport f_of, rest_of
from sklearn_info._kernels._typedefs cimport tally_t


cdef extern from "fixed_point.h" nogil:
    int64_t fixed_of_weight(double, const int64_t*, size_t, double)


def sum_counts(
    const double[::1] counts,       # IN   counts, or sums of weights
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
):
    """Return the sum of f over counts."""
    cdef:
        Py_ssize_t i
        int64_t total = 0
    for i in range(counts.shape[0]):
        total += fixed_of_weight(counts[i], &f[0], f.shape[0], scale)
    return total


def add_tables(
    const tally_t[:, :, ::1] counts,    # IN   (classes, columns, levels but one)
    const tally_t[::1] totals,      # IN   of each class
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
    int64_t[::1] sums,              # OUT  of each column, added to
):
    """Add the sums of f over counts of columns, and over what these leave of a class.
    """
    cdef:
        Py_ssize_t c, j, a, size = f.shape[0], n_levels = counts.shape[2]
        tally_t counted
        const int64_t* table = &f[0]
    with nogil:
        for c in range(counts.shape[0]):
            for j in range(counts.shape[1]):
                counted = 0
                for a in range(n_levels):
                    counted += counts[c, j, a]
                    sums[j] += f_of[tally_t](counts[c, j, a], table, size, scale)
                counted = rest_of[tally_t](totals[c], counted)
                sums[j] += f_of[tally_t](counted, table, size, scale)

"""Sums of f over counts in fixed point, as the counting kernels have them."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels._typedefs cimport tally_t


cdef extern from "fixed_point.h" nogil:
    int64_t fixed_of_count(size_t, const int64_t*, size_t, double)
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


def each_count(
    const tally_t[::1] counts,      # IN   counts, or sums of weights
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
    int64_t[::1] values,            # OUT
):
    """Write f of each count."""
    cdef Py_ssize_t i, size = f.shape[0]
    for i in range(counts.shape[0]):
        if tally_t is double:
            values[i] = fixed_of_weight(counts[i], &f[0], size, scale)
        else:
            values[i] = fixed_of_count(counts[i], &f[0], size, scale)

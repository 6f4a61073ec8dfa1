"""f of a count or a weight, and what is left of a total."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels._typedefs cimport tally_t


cdef extern from "fixed_point.h" nogil:
    int64_t fixed_of_count(size_t, const int64_t*, size_t, double)
    int64_t fixed_of_weight(double, const int64_t*, size_t, double)


cdef inline int64_t f_of(
    tally_t c, const int64_t* f, Py_ssize_t size, double scale
) noexcept nogil:
    if tally_t is double:
        return fixed_of_weight(c, f, size, scale)
    else:
        return fixed_of_count(c, f, size, scale)


cdef inline tally_t rest_of(tally_t total, tally_t counted) noexcept nogil:
    """Total minus counted; sums of weights that differ by rounding are equal."""
    if tally_t is double:
        return total - counted if total - counted > 1e-12 * total else 0.0
    else:
        return total - counted

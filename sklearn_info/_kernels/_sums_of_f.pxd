"""f of counts or weights, in fixed point or as reals, and what is left of a total."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.math cimport log
from libc.stdint cimport int64_t

from sklearn_info._kernels._typedefs cimport number_t, tally_t


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


cdef inline double real_f_of(
    number_t c, const double* f, Py_ssize_t size
) noexcept nogil:
    """From a table, and beyond its end c log c, as of all weights."""
    if number_t is double:
        return c * log(c) if c > 0.0 else 0.0
    else:
        if c < size:
            return f[c]
        return <double> c * log(<double> c)


cdef inline number_t rest_of(number_t total, number_t counted) noexcept nogil:
    """Total minus counted; sums of weights that differ by rounding are equal."""
    if number_t is double:
        return total - counted if total - counted > 1e-12 * total else 0.0
    else:
        return total - counted

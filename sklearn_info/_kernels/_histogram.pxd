"""Joint histogram of two columns of codes."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, uint8_t, uint16_t, uint32_t

from sklearn_info._kernels._typedefs cimport code_t


cdef extern from "histogram.h" nogil:
    enum:
        INTERLEAVED
    void histogram_uint8_t(
        const uint8_t*, const uint16_t*, size_t, uint32_t, uint32_t*, size_t)
    void histogram_uint16_t(
        const uint16_t*, const uint16_t*, size_t, uint32_t, uint32_t*, size_t)
    void histogram_int32_t(
        const int32_t*, const uint16_t*, size_t, uint32_t, uint32_t*, size_t)


cdef inline void histogram(
    const code_t* x, const uint16_t* y, size_t n, uint32_t n_classes,
    uint32_t* tables, size_t n_cells,
) noexcept nogil:
    """Write how often each pair of codes occurs to the first of INTERLEAVED tables."""
    if code_t is uint8_t:
        histogram_uint8_t(x, y, n, n_classes, tables, n_cells)
    elif code_t is uint16_t:
        histogram_uint16_t(x, y, n, n_classes, tables, n_cells)
    else:
        histogram_int32_t(x, y, n, n_classes, tables, n_cells)

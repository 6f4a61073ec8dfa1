"""Codes of eight columns side by side."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport uint8_t, uint64_t

from sklearn_info._kernels._typedefs cimport code_t


cdef enum:
    # Rows to join at once: some lines of the cache of each column.
    SOME = 256

cdef extern from "transpose.h" nogil:
    void transpose_8x16(const uint8_t**, uint8_t*)


cdef inline void join_columns(
    const code_t** columns, Py_ssize_t begin, Py_ssize_t end, uint64_t* lines
) noexcept nogil:
    """Write some rows of eight columns as lines, from the first line on."""
    cdef:
        Py_ssize_t lane, i = begin
        const uint8_t* here[8]
    if code_t is uint8_t:
        while i + 16 <= end:
            for lane in range(8):
                here[lane] = columns[lane] + i
            transpose_8x16(here, <uint8_t*> (lines + i - begin))
            i += 16
    while i < end:
        for lane in range(8):
            (<uint8_t*> (lines + i - begin))[lane] = <uint8_t> columns[lane][i]
        i += 1

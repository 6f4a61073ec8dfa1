"""Columns of small non-negative integers, however stored, to bytes."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport uint8_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from sklearn_info._kernels cimport _cpu


cdef extern from "narrow.h" nogil:
    enum:
        LINE
        STRIP
    ctypedef void (*narrow_fn)(
        const void*, size_t, size_t, size_t, uint8_t*, size_t, uint8_t*, uint8_t*
    ) noexcept
    narrow_fn narrow_select(char, int, int)
    void PREFETCH_TO_WRITE(const void*)

cdef extern from "transpose.h" nogil:
    void transpose_16x8(const uint8_t*, size_t, uint8_t*, size_t)


cdef enum:
    # Bytes of a block, which stays in the second cache (the larger, the longer are the
    # runs that columns are written in), and the most lines of one.
    BLOCK = 1 << 18
    MOST_LINES = 1 << 12
    # Lines of a column that are read before it is known whether it is left early:
    # long enough for several places that are read at once.
    SOME_LINES = 1 << 9


cdef inline void _transpose(
    const uint8_t* block, Py_ssize_t stride, Py_ssize_t height, Py_ssize_t width,
    uint8_t* codes, Py_ssize_t n,
) noexcept nogil:
    """Write a block of lines to columns that are n bytes apart."""
    cdef:
        Py_ssize_t i, j, k
        uint8_t edge[8 * 16]
    # Columns outermost: those of a table with a power of two rows fall in one
    # set of the cache, which holds eight of them.
    for j in range(0, width, 8):
        # Where the next go is far apart, and not in the cache.
        for k in range(j + 8, min(j + 16, width)):
            for i in range(0, height, 64):
                PREFETCH_TO_WRITE(codes + k * n + i)
        for i in range(0, height, 16):
            if j + 8 <= width and i + 16 <= height:
                transpose_16x8(block + i * stride + j, stride, codes + j * n + i, n)
                continue
            transpose_16x8(block + i * stride + j, stride, edge, 16)
            for k in range(min(width - j, <Py_ssize_t> 8)):
                memcpy(
                    codes + (j + k) * n + i, edge + 16 * k,
                    min(height - i, <Py_ssize_t> 16),
                )


def narrow_rows(
    const uint8_t[::1] X,           # IN   memory of a C-ordered table of numbers
    str dtype,                      # IN   their kind and size, such as "i8" or "f4"
    uint8_t[:, :] codes,            # OUT  the numbers as bytes, where they fit; some
                                    #      rows of a column-major table
    uint8_t[::1] largest,           # OUT  largest byte of each column
    uint8_t[::1] lossy,             # OUT  whether some number of a column does not fit
):
    """Copy a table to column-major bytes in one pass over it.

    The rest of a column that does not fit is left as it is.
    """
    cdef:
        Py_ssize_t n = codes.shape[0], n_columns = codes.shape[1]
        Py_ssize_t column = codes.strides[1]
        Py_ssize_t widest = min(n_columns, <Py_ssize_t> STRIP)
        # Odd in blocks, or the lines of one fall in one set of the cache.
        Py_ssize_t stride = (widest + 7) // 8 * 8 | 8, most = BLOCK // stride
        Py_ssize_t j, left, top = 0, height, width, size = int(dtype[1:])
        narrow_fn narrow = narrow_select(ord(dtype[0]), size, _cpu.level)
        bint wanted
        uint8_t* block
    largest[:] = 0
    lossy[:] = 0
    # Whole lines of the cache, and blocks of 16 lines.
    most = min(most // 64 * 64, <Py_ssize_t> MOST_LINES)
    block = <uint8_t*> malloc(min(most, n + 16) * stride + 1)
    if block == NULL:
        raise MemoryError()
    with nogil:
        while top < n:
            height = min(n - top, most)
            left = 0
            while left < n_columns:
                width = min(n_columns - left, widest)
                wanted = False
                for j in range(left, left + width):
                    wanted |= not lossy[j]
                if wanted:
                    narrow(
                        &X[(top * n_columns + left) * size], n_columns, height, width,
                        block, stride, &lossy[left], &largest[left],
                    )
                    _transpose(block, stride, height, width, &codes[top, left], column)
                left += width
            top += height
        free(block)


def narrow_columns(
    const uint8_t[::1] X,           # IN   memory of a column-major table of numbers
    str dtype,                      # IN   their kind and size, such as "i8" or "f4"
    uint8_t[::1, :] codes,          # OUT  the numbers as bytes, where they fit
    uint8_t[::1] largest,           # OUT  largest byte of each column
    uint8_t[::1] lossy,             # OUT  whether some number of a column does not fit
):
    """As narrow_rows, from columns that are contiguous: each is cut into lines."""
    cdef:
        Py_ssize_t n = codes.shape[0], i, j, begin, height, size = int(dtype[1:])
        narrow_fn narrow = narrow_select(ord(dtype[0]), size, _cpu.level)
        uint8_t line_lossy[LINE]
        uint8_t line_largest[LINE]
    largest[:] = 0
    lossy[:] = 0
    with nogil:
        for j in range(codes.shape[1]):
            memset(line_lossy, 0, LINE)
            memset(line_largest, 0, LINE)
            begin = 0
            while begin < n and not lossy[j]:
                # The rows after the last whole line make a short one.
                height = max(min((n - begin) // LINE, <Py_ssize_t> SOME_LINES), 1)
                narrow(
                    &X[(j * n + begin) * size], LINE, height,
                    min(n - begin, <Py_ssize_t> LINE), &codes[begin, j], LINE,
                    line_lossy, line_largest,
                )
                for i in range(LINE):
                    lossy[j] |= line_lossy[i]
                begin += height * LINE
            for i in range(LINE):
                largest[j] = max(largest[j], line_largest[i])

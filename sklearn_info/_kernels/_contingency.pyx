"""Joint counts of many columns of codes with one target."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint16_t, uint32_t
from libc.stdlib cimport free, malloc

from sklearn_info._kernels._histogram cimport INTERLEAVED, histogram
from sklearn_info._kernels._typedefs cimport code_t


cdef enum:
    # Interleaved 32-bit tables pay while all of them stay in the L1 cache.
    MAX_INTERLEAVED_CELLS = 2048
    MAX_ROWS = 0x7fffffff


cdef void _count_interleaved(
    const code_t* x, const uint16_t* y, Py_ssize_t n, uint32_t n_classes,
    uint32_t* tables, Py_ssize_t n_cells, int64_t* counts,
) noexcept nogil:
    cdef Py_ssize_t i, m, begin = 0
    while begin < n:
        m = min(n - begin, <Py_ssize_t> MAX_ROWS)
        histogram[code_t](x + begin, y + begin, m, n_classes, tables, n_cells)
        for i in range(n_cells):
            counts[i] += tables[i]
        begin += m


def count_columns(
    const code_t[::1, :] X,         # IN   codes, column-major
    const int32_t[::1] y,           # IN   class of each row
    const int64_t[::1] starts,      # IN   first level of each column, and the end
    int64_t[:, ::1] counts,         # OUT  (levels of all columns, classes), added to
):
    """Add the joint counts of every column of X with y to counts."""
    cdef:
        Py_ssize_t i, j, n = X.shape[0], n_columns = X.shape[1]
        Py_ssize_t n_classes = counts.shape[1], n_cells, widest = 0
        uint16_t* narrow_y = NULL
        uint32_t* tables = NULL
        int64_t* table
    if n == 0:
        return
    for j in range(n_columns):
        n_cells = (starts[j + 1] - starts[j]) * n_classes
        if n_cells <= MAX_INTERLEAVED_CELLS:
            widest = max(widest, n_cells)
    if widest:
        tables = <uint32_t*> malloc(INTERLEAVED * widest * sizeof(uint32_t))
        narrow_y = <uint16_t*> malloc(n * sizeof(uint16_t))
        if tables == NULL or narrow_y == NULL:
            free(tables)
            free(narrow_y)
            raise MemoryError()
    with nogil:
        if widest:
            for i in range(n):
                narrow_y[i] = <uint16_t> y[i]
        for j in range(n_columns):
            n_cells = (starts[j + 1] - starts[j]) * n_classes
            if n_cells == 0:
                continue
            table = &counts[starts[j], 0]
            if n_cells <= MAX_INTERLEAVED_CELLS:
                _count_interleaved(
                    &X[0, j], narrow_y, n, n_classes, tables, n_cells, table
                )
            else:
                for i in range(n):
                    table[X[i, j] * n_classes + y[i]] += 1
        free(tables)
        free(narrow_y)


def sum_weights(
    const code_t[::1, :] X,         # IN   codes, column-major
    const int32_t[::1] y,           # IN   class of each row
    const double[::1] weights,      # IN   weight of each row
    const int64_t[::1] starts,      # IN   first level of each column, and the end
    double[:, ::1] sums,            # OUT  (levels of all columns, classes), added to
):
    """Add the joint sums of weights of every column of X with y to sums."""
    cdef:
        Py_ssize_t i, j, n = X.shape[0], n_classes = sums.shape[1]
        double* table
    with nogil:
        for j in range(X.shape[1] if n else 0):
            table = &sums[starts[j], 0]
            for i in range(n):
                table[X[i, j] * n_classes + y[i]] += weights[i]

"""Sums of f over the joint tables of many columns with one variable t, by histogram.

For columns of more levels than bit planes are worth, and for weighted rows. A small
table is counted, then read cell by cell. A large one is never made: its rows are those
of a level of t, which are counted one after the other.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from sklearn_info._kernels._histogram cimport INTERLEAVED, histogram
from sklearn_info._kernels._typedefs cimport code_t


cdef extern from "fixed_point.h" nogil:
    int64_t fixed_of_count(uint64_t, const int64_t*, size_t, double)
    int64_t fixed_of_weight(double, const int64_t*, size_t, double)


def sum_small(
    const code_t[::1, :] codes,     # IN   column-major
    const int64_t[::1] n_levels,    # IN   of each column
    const int64_t[::1] columns,     # IN   which to treat
    const uint16_t[::1] t,          # IN   level of s times n_classes, plus the class
    Py_ssize_t n_t,                 # IN   levels of t
    Py_ssize_t n_classes,           # IN
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
    int64_t[::1] by_class,          # OUT  sum over the cells with t, of each column
    int64_t[::1] pooled,            # OUT  with s, classes together; or empty
):
    """Sums over tables of at most 2^16 cells: n_levels * n_t."""
    cdef:
        Py_ssize_t k, column, cell, c, n_cells, widest = 1
        Py_ssize_t n = codes.shape[0], size = f.shape[0]
        bint pool = pooled.shape[0] > 0
        uint32_t* tables
        const int64_t* table = &f[0]
        int64_t joint, together, all_classes
    for k in range(columns.shape[0]):
        widest = max(widest, n_levels[columns[k]] * n_t)
    tables = <uint32_t*> calloc(INTERLEAVED * widest, sizeof(uint32_t))
    if tables == NULL:
        raise MemoryError()
    with nogil:
        for k in range(columns.shape[0]):
            column = columns[k]
            n_cells = n_levels[column] * n_t
            histogram[code_t](&codes[0, column], &t[0], n, n_t, tables, n_cells)
            joint = together = 0
            cell = 0
            while cell < n_cells:
                all_classes = 0
                for c in range(cell, cell + n_classes):
                    all_classes += tables[c]
                    joint += fixed_of_count(tables[c], table, size, scale)
                together += fixed_of_count(all_classes, table, size, scale)
                cell += n_classes
            by_class[column] = joint
            if pool:
                pooled[column] = together
        free(tables)


def sum_small_weighted(
    const code_t[::1, :] codes,     # IN   as of sum_small
    const int64_t[::1] n_levels,
    const int64_t[::1] columns,
    const uint16_t[::1] t,
    Py_ssize_t n_t,
    Py_ssize_t n_classes,
    const double[::1] weights,      # IN   of each row
    const int64_t[::1] f,
    double scale,
    int64_t[::1] by_class,          # OUT
    int64_t[::1] pooled,            # OUT
):
    """The same of sums of weights."""
    cdef:
        Py_ssize_t i, k, c, cell, n_cells, widest = 1
        Py_ssize_t n = codes.shape[0], size = f.shape[0]
        bint pool = pooled.shape[0] > 0
        const code_t* x
        const int64_t* table = &f[0]
        double* masses
        double all_classes
        int64_t joint, together
    for k in range(columns.shape[0]):
        widest = max(widest, n_levels[columns[k]] * n_t)
    masses = <double*> calloc(widest, sizeof(double))
    if masses == NULL:
        raise MemoryError()
    with nogil:
        for k in range(columns.shape[0]):
            x = &codes[0, columns[k]]
            n_cells = n_levels[columns[k]] * n_t
            memset(masses, 0, n_cells * sizeof(double))
            for i in range(n):
                masses[x[i] * n_t + t[i]] += weights[i]
            joint = together = 0
            cell = 0
            while cell < n_cells:
                all_classes = 0.0
                for c in range(cell, cell + n_classes):
                    all_classes += masses[c]
                    joint += fixed_of_weight(masses[c], table, size, scale)
                together += fixed_of_weight(all_classes, table, size, scale)
                cell += n_classes
            by_class[columns[k]] = joint
            if pool:
                pooled[columns[k]] = together
        free(masses)


def sum_grouped(
    const code_t[::1, :] codes,     # IN   column-major
    const int64_t[::1] n_levels,    # IN   of each column
    const int64_t[::1] columns,     # IN   which to treat
    const int32_t[::1] rows,        # IN   those of a level of t, of the next, ...
    const int64_t[::1] bounds,      # IN   first of each level among them, and the end
    const double[::1] weights,      # IN   of each of these rows, or empty: all 1
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
    int64_t[::1] sums,              # OUT  sum over the cells, of each column
):
    """Sums over tables of any size, and of weights."""
    cdef:
        Py_ssize_t k, i, j, group, n, n_read, column, widest = 1, size = f.shape[0]
        bint weighted = weights.shape[0] > 0, by_row
        const int64_t* table = &f[0]
        const int32_t* own
        const code_t* x
        int64_t total
        double* masses
        uint64_t* counts
    for k in range(columns.shape[0]):
        widest = max(widest, n_levels[columns[k]])
    # Of the levels of a column: counts, or sums of weights.
    masses = <double*> calloc(widest, sizeof(double))
    counts = <uint64_t*> masses
    if masses == NULL:
        raise MemoryError()
    with nogil:
        for k in range(columns.shape[0]):
            column = columns[k]
            x = &codes[0, column]
            total = 0
            for group in range(bounds.shape[0] - 1):
                own, n = &rows[bounds[group]], bounds[group + 1] - bounds[group]
                by_row = n < n_levels[column]
                n_read = n if by_row else n_levels[column]
                if weighted:
                    for i in range(n):
                        masses[x[own[i]]] += weights[bounds[group] + i]
                    for i in range(n_read):
                        j = x[own[i]] if by_row else i
                        total += fixed_of_weight(masses[j], table, size, scale)
                        masses[j] = 0.0
                else:
                    for i in range(n):
                        counts[x[own[i]]] += 1
                    for i in range(n_read):
                        j = x[own[i]] if by_row else i
                        total += fixed_of_count(counts[j], table, size, scale)
                        counts[j] = 0
            sums[column] = total
        free(masses)

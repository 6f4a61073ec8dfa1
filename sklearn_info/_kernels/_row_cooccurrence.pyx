"""Sparse columns counted with one of them, along the rows that hold it.

A row in which that column, s, is absent has nothing to count, so only the rows that
hold it are read, across all columns and classes at once. What is counted there are
*cells*: a column in a class in which it occurs, those of the first class first. Where
s, or a column, is absent from a class, their table is known beforehand. Tables are
summed from these counts by _presence_sums.pyx, or _level_sums.pyx.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, uint8_t

from sklearn_info._kernels._typedefs cimport index_t, tally_t


def number_cells(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] indices,     # IN
    const int32_t[::1] y,           # IN   class of each row, or empty: all 0
    const index_t[::1] places,      # IN   of each column
    const index_t[:, ::1] numbers,  # IN   of the cells: (classes, columns by place)
    index_t[::1] cells,             # OUT  number of the cell of each entry
):
    """Which class of which column each entry is in."""
    cdef Py_ssize_t i, e, c = 0
    with nogil:
        for i in range(indptr.shape[0] - 1):
            if y.shape[0]:
                c = y[i]
            for e in range(indptr[i], indptr[i + 1]):
                cells[e] = numbers[c, places[indices[e]]]


def count_rows(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] cells,       # IN   cell of each entry
    const uint8_t[::1] levels,      # IN   of each entry, from 1 on; or empty
    Py_ssize_t n_levels,            # IN   levels besides absence
    const double[::1] weights,      # IN   weight of each row, or empty: all 1
    const index_t[::1] s_rows,      # IN   rows that hold s
    const uint8_t[::1] s_levels,    # IN   level of s in each, from 1 on; or empty
    tally_t[::1] both,              # OUT  n_levels^2 for each cell, added to
):
    """Count the levels of all cells with those of s."""
    cdef:
        Py_ssize_t a, b, d, e, row
        bint present = levels.shape[0] == 0, weighted = weights.shape[0] > 0
        tally_t step = 1
        tally_t* counts
    if both.shape[0] == 0:
        return
    counts = &both[0]
    with nogil:
        for d in range(s_rows.shape[0]):
            row = s_rows[d]
            if weighted:
                step = <tally_t> weights[row]
            if n_levels == 1 and present:
                for e in range(indptr[row], indptr[row + 1]):
                    counts[cells[e]] += step
            else:
                b = s_levels[d] - 1
                for e in range(indptr[row], indptr[row + 1]):
                    a = 1 if present else levels[e]
                    counts[(cells[e] * n_levels + a - 1) * n_levels + b] += step

"""Sums of f over the joint tables of sparse columns, from their stored entries.

Level 0 of a column is its absence, which no one visits: the cells of a table at
level 0 are what its margins leave. Every column is walked down, beside any variable.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free

from sklearn_info._kernels._sums_of_f cimport f_of, rest_of
from sklearn_info._kernels._typedefs cimport index_t, tally_t


def sum_columns(
    const index_t[::1] indptr,      # IN   of a CSC matrix
    const index_t[::1] indices,     # IN
    const uint8_t[::1] levels,      # IN   of each entry, from 1 on; or empty
    Py_ssize_t n_levels,            # IN   levels besides absence
    const int32_t[::1] t,           # IN   the other variable, of each row
    const tally_t[::1] totals,      # IN   rows at each level of t, or their weight
    const double[::1] weights,      # IN   weight of each row, or empty: all 1
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
    int64_t[::1] sums,              # OUT  sum over the cells, of each column
):
    """Sum f over the joint table of every column with t."""
    cdef:
        Py_ssize_t j, e, a, cell, size = f.shape[0], n_t = totals.shape[0]
        bint present = levels.shape[0] == 0, weighted = weights.shape[0] > 0
        const int64_t* table = &f[0]
        int64_t total, base = 0
        tally_t step = 1, counted
        tally_t* counts = <tally_t*> calloc(n_t * n_levels, sizeof(tally_t))
        int64_t* alone = <int64_t*> calloc(n_t, sizeof(int64_t))
    if counts == NULL or alone == NULL:
        free(counts)
        free(alone)
        raise MemoryError()
    with nogil:
        for j in range(n_t):
            alone[j] = f_of[tally_t](totals[j], table, size, scale)
            base += alone[j]
        for j in range(indptr.shape[0] - 1):
            for e in range(indptr[j], indptr[j + 1]):
                a = 1 if present else levels[e]
                if weighted:
                    step = <tally_t> weights[indices[e]]
                counts[t[indices[e]] * n_levels + a - 1] += step
            total = base
            for e in range(indptr[j], indptr[j + 1]):
                cell = t[indices[e]]
                counted = 0
                for a in range(cell * n_levels, (cell + 1) * n_levels):
                    if counts[a] != 0:
                        total += f_of[tally_t](counts[a], table, size, scale)
                        counted += counts[a]
                        counts[a] = 0
                if counted != 0:
                    counted = rest_of[tally_t](totals[cell], counted)
                    total += f_of[tally_t](counted, table, size, scale) - alone[cell]
            sums[j] = total
        free(counts)
        free(alone)

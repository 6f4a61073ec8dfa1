"""Sums of f over the joint tables of presences, from the counts of a scan.

Counts are whole and each table has four cells, so that f of them is looked up.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset


cdef inline void _split(
    Py_ssize_t s, Py_ssize_t n, const int64_t* f, int64_t* within, int64_t* beyond,
) noexcept nogil:
    """Tables of f over the two parts of s rows, and of the other n - s.

    With a of the s rows in the first part and z of the others, the four cells of a
    table sum to within[a] + beyond[z]: two of these look-ups are half of four.
    """
    cdef Py_ssize_t i
    for i in range(s + 1):
        within[i] = f[i] + f[s - i]
    for i in range(n - s + 1):
        beyond[i] = f[i] + f[n - s - i]


cdef inline void _add_split(
    Py_ssize_t n_cells, const int32_t* columns, const int32_t* both,
    const int32_t* margins, const int64_t* within, const int64_t* beyond,
    const int64_t* without, int64_t s_alone, int64_t* sums, int32_t* pooled,
) noexcept nogil:
    """Add what s changes in the tables of some columns of a class to sums.

    Most of the time of a search goes here. A branch around the many columns that
    never meet s would cost more than it saves, and to read what is without s from
    memory more than to look it up.
    """
    cdef Py_ssize_t k
    if pooled == NULL:
        for k in range(n_cells):
            sums[columns[k]] += (
                within[both[k]] + beyond[margins[k] - both[k]]
                - (without[margins[k]] + s_alone)
            )
    else:
        for k in range(n_cells):
            pooled[columns[k]] += both[k]
            sums[columns[k]] += (
                within[both[k]] + beyond[margins[k] - both[k]]
                - (without[margins[k]] + s_alone)
            )


cdef inline void _pool_split(
    Py_ssize_t n_columns, const int32_t* both, const int32_t* totals,
    const int64_t* within, const int64_t* beyond, int64_t* sums,
) noexcept nogil:
    """Sum over the tables of some columns, all classes together."""
    cdef Py_ssize_t j
    for j in range(n_columns):
        sums[j] = within[both[j]] + beyond[totals[j] - both[j]]


def sum_presences(
    int32_t[::1] both,              # IN   rows of each cell that hold s; 0 afterwards
    const int32_t[::1] s_counts,    # IN   of each class
    Py_ssize_t width,               # IN   columns of a unit
    const int64_t[::1] units,       # IN   which to treat
    const int64_t[:, ::1] bounds,   # IN   (classes, units + 1), first cell of each
    const int32_t[::1] columns,     # IN   of each cell
    const int32_t[::1] margins,     # IN   of each cell
    const int64_t[::1] alone,       # IN   f over its tables with y, of each column
    const int32_t[::1] class_totals,    # IN
    const int32_t[::1] totals,      # IN   of each column
    const int64_t[::1] f,           # IN   table of the estimator, for all rows
    int32_t[::1] all_both,          # WORK of each column, all 0
    int64_t[::1] by_class,          # OUT  sum over the tables of all classes
    int64_t[::1] pooled,            # OUT  over their sum; or empty: not wanted
):
    """Sum f over the joint table of columns with s, class by class: of presences."""
    cdef:
        Py_ssize_t c, i, j, k, end, n_columns = totals.shape[0]
        Py_ssize_t s, s_total = 0, n_class, n = 0
        int64_t s_alone, base = 0
        int32_t* column_both = &all_both[0] if pooled.shape[0] else NULL
        int64_t* beyond
        int64_t* without
        int64_t* within
    for c in range(class_totals.shape[0]):
        n += class_totals[c]
    # Tables of n_class + 2 and n_class + 1 numbers, and one that no one reads.
    within = <int64_t*> malloc(2 * (n + 2) * sizeof(int64_t))
    if within == NULL:
        raise MemoryError()
    with nogil:
        for i in range(units.shape[0]):
            for j in range(units[i] * width, min((units[i] + 1) * width, n_columns)):
                by_class[j] = alone[j]
        for c in range(class_totals.shape[0]):
            s, n_class = s_counts[c], class_totals[c]
            if s == 0:
                continue
            s_total += s
            # What s changes in the table of a column that is absent.
            s_alone = f[s] + f[n_class - s] - f[n_class]
            base += s_alone
            beyond = within + s + 1
            without = within + n_class + 3
            _split(s, n_class, &f[0], within, beyond)
            _split(0, n_class, &f[0], without - 1, without)
            for i in range(units.shape[0]):
                k, end = bounds[c, units[i]], bounds[c, units[i] + 1]
                if k < end:
                    _add_split(
                        end - k, &columns[k], &both[k], &margins[k], within, beyond,
                        without, s_alone, &by_class[0], column_both,
                    )
        beyond = within + s_total + 1
        _split(s_total, n, &f[0], within, beyond)
        for i in range(units.shape[0]):
            j = units[i] * width
            end = min(j + width, n_columns)
            for k in range(j, end):
                by_class[k] += base
            if column_both != NULL:
                _pool_split(
                    end - j, column_both + j, &totals[j], within, beyond, &pooled[j]
                )
        if both.shape[0]:
            memset(&both[0], 0, both.shape[0] * sizeof(int32_t))
        if column_both != NULL:
            memset(column_both, 0, n_columns * sizeof(int32_t))
        free(within)

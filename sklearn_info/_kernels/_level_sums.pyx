"""Sums of f over the joint tables of any levels and weights, from those of a scan."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from sklearn_info._kernels._sums_of_f cimport f_of, rest_of
from sklearn_info._kernels._typedefs cimport tally_t


cdef inline int64_t _table_sum(
    const tally_t* both, const tally_t* x, const tally_t* s, Py_ssize_t n_levels,
    tally_t n, const int64_t* f, Py_ssize_t size, double scale,
) noexcept nogil:
    """Sum f over a table of cells both[a][b], with its first row and column.

    x and s are the margins.
    """
    cdef:
        Py_ssize_t a, b
        tally_t cell, row, column, outside = n
        int64_t total = 0
    for a in range(n_levels):
        row = 0
        for b in range(n_levels):
            cell = both[a * n_levels + b]
            row += cell
            total += f_of[tally_t](cell, f, size, scale)
        total += f_of[tally_t](rest_of[tally_t](x[a], row), f, size, scale)
        outside -= x[a]
    for b in range(n_levels):
        column = 0
        for a in range(n_levels):
            column += both[a * n_levels + b]
        column = rest_of[tally_t](s[b], column)
        total += f_of[tally_t](column, f, size, scale)
        outside -= column
    outside = rest_of[tally_t](n, n - outside)
    return total + f_of[tally_t](outside, f, size, scale)


def sum_levels(
    tally_t[::1] both,              # IN   n_levels^2 of each cell; 0 afterwards
    Py_ssize_t n_levels,            # IN   levels besides absence
    const tally_t[:, ::1] s_margins,    # IN   (classes, n_levels)
    Py_ssize_t width,               # IN   columns of a unit
    const int64_t[::1] units,       # IN   which to treat
    const int64_t[:, ::1] bounds,   # IN   (classes, units + 1), first cell of each
    const int32_t[::1] columns,     # IN   of each cell
    const tally_t[:, ::1] margins,  # IN   (cells, n_levels)
    const int64_t[::1] cell_alone,  # IN   f over the table of each cell, without s
    const int64_t[::1] alone,       # IN   f over its tables with y, of each column
    const tally_t[::1] class_totals,    # IN
    const tally_t[:, ::1] totals,   # IN   (columns of the matrix, n_levels)
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
    tally_t[::1] all_both,          # WORK n_levels^2 of each column, all 0
    int64_t[::1] by_class,          # OUT  sum over the tables of all classes
    int64_t[::1] pooled,            # OUT  over their sum; or empty: not wanted
):
    """As sum_presences, of any levels and weights."""
    cdef:
        Py_ssize_t a, b, c, i, j, k, n_columns = totals.shape[0], size = f.shape[0]
        Py_ssize_t square = n_levels * n_levels
        bint pool = pooled.shape[0] > 0
        const int64_t* table = &f[0]
        int64_t s_alone, base = 0
        tally_t rest, s_total, n = 0
        tally_t* s_totals = <tally_t*> malloc(n_levels * sizeof(tally_t))
    if s_totals == NULL:
        raise MemoryError()
    with nogil:
        for b in range(n_levels):
            s_totals[b] = 0
        for i in range(units.shape[0]):
            for j in range(units[i] * width, min((units[i] + 1) * width, n_columns)):
                by_class[j] = alone[j]
        for c in range(class_totals.shape[0]):
            n += class_totals[c]
            # What s changes in the table of a column that is absent.
            s_total = 0
            s_alone = 0
            for b in range(n_levels):
                s_totals[b] += s_margins[c, b]
                s_total += s_margins[c, b]
                s_alone += f_of[tally_t](s_margins[c, b], table, size, scale)
            if s_total == 0:
                continue
            rest = rest_of[tally_t](class_totals[c], s_total)
            s_alone += f_of[tally_t](rest, table, size, scale)
            s_alone -= f_of[tally_t](class_totals[c], table, size, scale)
            base += s_alone
            for i in range(units.shape[0]):
                for k in range(bounds[c, units[i]], bounds[c, units[i] + 1]):
                    j = columns[k]
                    by_class[j] += _table_sum[tally_t](
                        &both[k * square], &margins[k, 0], &s_margins[c, 0], n_levels,
                        class_totals[c], table, size, scale,
                    ) - (cell_alone[k] + s_alone)
                    if pool:
                        for a in range(square):
                            all_both[j * square + a] += both[k * square + a]
        for i in range(units.shape[0]):
            for j in range(units[i] * width, min((units[i] + 1) * width, n_columns)):
                by_class[j] += base
                if pool:
                    pooled[j] = _table_sum[tally_t](
                        &all_both[j * square], &totals[j, 0], s_totals, n_levels,
                        n, table, size, scale,
                    )
        if both.shape[0]:
            memset(&both[0], 0, both.shape[0] * sizeof(tally_t))
        if pool:
            memset(&all_both[0], 0, all_both.shape[0] * sizeof(tally_t))
        free(s_totals)

"""Sums of f over the joint tables of sparse columns with one of them, by its rows.

A row in which that column, s, is absent has nothing to count, so only the rows that
hold it are read, across all columns and classes at once. What is counted there are
*cells*: a column in a class in which it occurs, those of the first class first. Where
s, or a column, is absent from a class, their table is known beforehand.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from sklearn_info._kernels._sums_of_f cimport f_of, rest_of
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
    const uint8_t[::1] levels,      # IN   of each entry, 0: absent; or empty: all 1
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
                    if a:
                        counts[(cells[e] * n_levels + a - 1) * n_levels + b] += step


cdef inline void _clear(tally_t[::1] counts) noexcept nogil:
    if counts.shape[0]:
        memset(&counts[0], 0, counts.shape[0] * sizeof(tally_t))


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
        _clear(both)
        _clear(all_both)
        free(within)


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
        _clear(both)
        _clear(all_both)
        free(s_totals)

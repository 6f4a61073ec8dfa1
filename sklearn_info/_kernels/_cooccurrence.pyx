"""Sums of f over the joint tables of sparse columns, from their stored entries.

Level 0 of a column is its absence, which no one visits: the cells of a table at
level 0 are what its margins leave. Two ways lead to the same sums. One walks down
every column, and takes any variable t beside it. The other takes another column, s,
of the same matrix: a row in which s is absent has nothing to count, so only the rows
that hold s are walked, across all columns at once.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from sklearn_info._kernels._typedefs cimport index_t, tally_t


cdef extern from "fixed_point.h" nogil:
    int64_t fixed_of_count(size_t, const int64_t*, size_t, double)
    int64_t fixed_of_weight(double, const int64_t*, size_t, double)


cdef inline int64_t _f(
    tally_t c, const int64_t* f, Py_ssize_t size, double scale
) noexcept nogil:
    if tally_t is double:
        return fixed_of_weight(c, f, size, scale)
    else:
        return fixed_of_count(c, f, size, scale)


cdef inline tally_t _rest(tally_t total, tally_t counted) noexcept nogil:
    """Total minus counted; sums of weights that differ by rounding are equal."""
    if tally_t is double:
        return total - counted if total - counted > 1e-12 * total else 0.0
    else:
        return total - counted


def sum_columns(
    const index_t[::1] indptr,      # IN   of a CSC matrix
    const index_t[::1] indices,     # IN
    const uint8_t[::1] levels,      # IN   of each entry, 0: absent; or empty: all 1
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
            alone[j] = _f[tally_t](totals[j], table, size, scale)
            base += alone[j]
        for j in range(indptr.shape[0] - 1):
            for e in range(indptr[j], indptr[j + 1]):
                a = 1 if present else levels[e]
                if a:
                    if weighted:
                        step = <tally_t> weights[indices[e]]
                    counts[t[indices[e]] * n_levels + a - 1] += step
            total = base
            for e in range(indptr[j], indptr[j + 1]):
                cell = t[indices[e]]
                counted = 0
                for a in range(cell * n_levels, (cell + 1) * n_levels):
                    if counts[a] != 0:
                        total += _f[tally_t](counts[a], table, size, scale)
                        counted += counts[a]
                        counts[a] = 0
                if counted != 0:
                    counted = _rest[tally_t](totals[cell], counted)
                    total += _f[tally_t](counted, table, size, scale) - alone[cell]
            sums[j] = total
        free(counts)
        free(alone)


cdef inline int64_t _table_sum(
    tally_t* both, const tally_t* x, const tally_t* s, Py_ssize_t n_levels,
    tally_t n, const int64_t* f, Py_ssize_t size, double scale, tally_t* pooled,
) noexcept nogil:
    """Sum f over a table of cells both[a][b], with its first row and column.

    x and s are the margins; the cells move on to pooled, unless that is NULL.
    """
    cdef:
        Py_ssize_t a, b
        tally_t cell, row, column, outside = n
        int64_t total = 0
    if n_levels == 1:  # four cells: most tables are of presences
        cell = both[0]
        both[0] = 0
        if pooled != NULL:
            pooled[0] += cell
        row = _rest[tally_t](x[0], cell)
        column = _rest[tally_t](s[0], cell)
        outside = _rest[tally_t](n, cell + row + column)
        return (
            _f[tally_t](cell, f, size, scale) + _f[tally_t](row, f, size, scale)
            + _f[tally_t](column, f, size, scale) + _f[tally_t](outside, f, size, scale)
        )
    for a in range(n_levels):
        row = 0
        for b in range(n_levels):
            cell = both[a * n_levels + b]
            row += cell
            total += _f[tally_t](cell, f, size, scale)
        total += _f[tally_t](_rest[tally_t](x[a], row), f, size, scale)
        outside -= x[a]
    for b in range(n_levels):
        column = 0
        for a in range(n_levels):
            column += both[a * n_levels + b]
        column = _rest[tally_t](s[b], column)
        total += _f[tally_t](column, f, size, scale)
        outside -= column
    outside = _rest[tally_t](n, n - outside)
    total += _f[tally_t](outside, f, size, scale)
    for a in range(n_levels * n_levels):
        if pooled != NULL:
            pooled[a] += both[a]
        both[a] = 0
    return total


cdef void _add_tables(
    const int32_t* columns, Py_ssize_t n_columns, const tally_t* margins,
    const int64_t* alone, const tally_t* s, Py_ssize_t n_levels, tally_t n,
    int64_t s_alone, const int64_t* f, Py_ssize_t size, double scale,
    tally_t* both, tally_t* pooled, int64_t* sums,
) noexcept nogil:
    """Add what s changes in the tables of some columns of a class to sums."""
    cdef:
        Py_ssize_t k, j, n_cells = n_levels * n_levels
        int32_t cell, x, s_count, outside
    if tally_t is int32_t:
        if n_levels == 1 and n < size:
            # As below, for presences: nearly all of the time goes here. A branch
            # around the many columns that never meet s would cost more than it saves.
            s_count = s[0]
            outside = n - s_count
            for k in range(n_columns):
                j = columns[k]
                cell = both[j]
                both[j] = 0
                if pooled != NULL:
                    pooled[j] += cell
                x = margins[k] - cell
                sums[j] += (
                    f[cell] + f[x] + f[s_count - cell] + f[outside - x]
                    - (alone[k] + s_alone)
                )
            return
    for k in range(n_columns):
        j = columns[k]
        sums[j] -= alone[k] + s_alone
        sums[j] += _table_sum[tally_t](
            both + j * n_cells, margins + k * n_levels, s, n_levels,
            n, f, size, scale, NULL if pooled == NULL else pooled + j * n_cells,
        )


def sum_rows(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] indices,     # IN
    const uint8_t[::1] levels,      # IN   of each entry, 0: absent; or empty: all 1
    Py_ssize_t n_levels,            # IN   levels besides absence
    const double[::1] weights,      # IN   weight of each row, or empty: all 1
    const int64_t[::1] s_rows,      # IN   rows that hold s, class by class
    const uint8_t[::1] s_levels,    # IN   level of s in each, from 1 on
    const int64_t[::1] s_bounds,    # IN   first of s_rows of each class, and the end
    const tally_t[:, ::1] s_margins,    # IN   (classes, n_levels)
    Py_ssize_t width,               # IN   columns of a unit
    const int64_t[::1] units,       # IN   which to treat
    const int64_t[:, ::1] bounds,   # IN   (classes, units + 1), first of `columns`
    const int32_t[::1] columns,     # IN   that occur in the first class, second, ...
    const tally_t[:, ::1] margins,  # IN   (columns, n_levels), of each of these
    const int64_t[::1] alone,       # IN   f over the table of each of these, without s
    const int64_t[::1] by_class_alone,  # IN   f over its tables with y, of each column
    const tally_t[::1] class_totals,    # IN
    const tally_t[:, ::1] totals,   # IN   (columns of the matrix, n_levels)
    tally_t n,                      # IN
    const int64_t[::1] f,           # IN   table of the estimator
    double scale,                   # IN   of its fixed point
    int64_t[::1] by_class,          # OUT  sum over the tables of all classes
    int64_t[::1] pooled,            # OUT  over their sum; or empty: not wanted
):
    """Sum f over the joint table of columns with the column s, class by class.

    Where s, or a column, is absent from a class, their table is known beforehand.
    """
    cdef:
        Py_ssize_t c, d, e, i, j, a, b, first, row, n_columns = totals.shape[0]
        Py_ssize_t n_cells = n_levels * n_levels, size = f.shape[0]
        bint present = levels.shape[0] == 0, weighted = weights.shape[0] > 0
        bint pool = pooled.shape[0] > 0
        const int64_t* table = &f[0]
        int64_t s_alone, base = 0
        tally_t step = 1, rest
        tally_t* both = <tally_t*> calloc(n_columns * n_cells, sizeof(tally_t))
        tally_t* all_both = NULL
        tally_t* s_total = <tally_t*> calloc(n_levels, sizeof(tally_t))
    if pool:
        all_both = <tally_t*> calloc(n_columns * n_cells, sizeof(tally_t))
    if both == NULL or s_total == NULL or (pool and all_both == NULL):
        free(both)
        free(all_both)
        free(s_total)
        raise MemoryError()
    with nogil:
        for i in range(units.shape[0]):
            for j in range(units[i] * width, min((units[i] + 1) * width, n_columns)):
                by_class[j] = by_class_alone[j]
        for c in range(class_totals.shape[0]):
            if s_bounds[c] == s_bounds[c + 1]:
                continue
            for d in range(s_bounds[c], s_bounds[c + 1]):
                row = s_rows[d]
                b = s_levels[d] - 1
                if weighted:
                    step = <tally_t> weights[row]
                if n_levels == 1 and present:
                    for e in range(indptr[row], indptr[row + 1]):
                        both[indices[e]] += step
                else:
                    for e in range(indptr[row], indptr[row + 1]):
                        a = 1 if present else levels[e]
                        if a:
                            both[
                                (indices[e] * n_levels + a - 1) * n_levels + b
                            ] += step
            # What s changes in the table of a column that is absent.
            rest = class_totals[c]
            s_alone = 0
            for b in range(n_levels):
                s_total[b] += s_margins[c, b]
                rest -= s_margins[c, b]
                s_alone += _f[tally_t](s_margins[c, b], table, size, scale)
            rest = _rest[tally_t](class_totals[c], class_totals[c] - rest)
            s_alone += _f[tally_t](rest, table, size, scale)
            s_alone -= _f[tally_t](class_totals[c], table, size, scale)
            base += s_alone
            for i in range(units.shape[0]):
                first = bounds[c, units[i]]
                if first < bounds[c, units[i] + 1]:
                    _add_tables[tally_t](
                        &columns[first], bounds[c, units[i] + 1] - first,
                        &margins[first, 0], &alone[first], &s_margins[c, 0], n_levels,
                        class_totals[c], s_alone, table, size, scale,
                        both, all_both, &by_class[0],
                    )
            if units.shape[0] * width < n_columns:
                memset(both, 0, n_columns * n_cells * sizeof(tally_t))
        for i in range(units.shape[0]):
            for j in range(units[i] * width, min((units[i] + 1) * width, n_columns)):
                by_class[j] += base
                if pool:
                    pooled[j] = _table_sum[tally_t](
                        all_both + j * n_cells, &totals[j, 0], s_total, n_levels,
                        n, table, size, scale, NULL,
                    )
        free(both)
        free(all_both)
        free(s_total)

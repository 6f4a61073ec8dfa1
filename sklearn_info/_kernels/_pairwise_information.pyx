"""Mutual information of all pairs of columns, of packs of columns at once.

Several columns of few levels make one *pack*, whose code is the row of their levels,
the last one running fastest. One joint table of two packs holds the joint tables of
all their pairs of columns as margins: with two columns of eight levels in a pack, one
increment a row counts four pairs; with six binary columns, thirty-six.

With the rows sorted by a third variable, and an additive entropy estimator
H = alpha(n) - sum f / n (see _information.pyx),

    I(X; Y | Z) = sum_z (f(n_z) + sum_xy f - sum_x f - sum_y f) / n;

without one there is a single stratum, and alpha(n) replaces f(n) / n.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint16_t, uint32_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from sklearn_info._kernels._histogram cimport INTERLEAVED, histogram
from sklearn_info._kernels._sums_of_f cimport real_f_of
from sklearn_info._kernels._typedefs cimport tally_t


cdef enum:
    MAX_INTERLEAVED_CELLS = 4096


cdef void _count(
    const uint16_t* x, const uint16_t* y, const double* weights, Py_ssize_t n,
    Py_ssize_t n_x, Py_ssize_t n_y, uint32_t* interleaved, tally_t* table,
) noexcept nogil:
    """Write the joint table of two packs over some rows."""
    cdef Py_ssize_t i, n_cells = n_x * n_y
    if tally_t is int32_t:
        if n_cells <= MAX_INTERLEAVED_CELLS and n_cells <= n:
            histogram[uint16_t](x, y, n, n_y, interleaved, n_cells)
            for i in range(n_cells):
                table[i] = interleaved[i]
            return
    memset(table, 0, n_cells * sizeof(tally_t))
    for i in range(n):
        if tally_t is int32_t:
            table[x[i] * n_y + y[i]] += 1
        else:
            table[x[i] * n_y + y[i]] += weights[i]


cdef void _margin(
    const tally_t* table, Py_ssize_t outer, Py_ssize_t n_levels, Py_ssize_t inner,
    Py_ssize_t width, tally_t* margin,
) noexcept nogil:
    """margin[level, k] = sum of table[o, level, i, k] over o and i."""
    cdef Py_ssize_t _o, level, _i, k
    memset(margin, 0, n_levels * width * sizeof(tally_t))
    for _o in range(outer):
        for level in range(n_levels):
            for _i in range(inner):
                for k in range(width):
                    margin[level * width + k] += table[k]
                table += width


cdef void _margin_of_rows(
    const tally_t* table, Py_ssize_t n, Py_ssize_t outer, Py_ssize_t n_levels,
    Py_ssize_t inner, tally_t* margin,
) noexcept nogil:
    """margin[k, level] = sum of table[k, o, level, i] over o and i."""
    cdef Py_ssize_t _k
    for _k in range(n):
        _margin(table, outer, n_levels, inner, 1, margin)
        table += outer * n_levels * inner
        margin += n_levels


cdef double _evaluate(
    const tally_t* table, Py_ssize_t n_x, Py_ssize_t n_y, tally_t* of_y,
    const double* f, Py_ssize_t size, double constant,
) noexcept nogil:
    """constant + sum_xy f - sum_x f - sum_y f; 0 if a variable is constant."""
    cdef:
        Py_ssize_t x, y, x_levels = 0, y_levels = 0
        double joint = 0.0, f_x = 0.0, f_y = 0.0
        tally_t c, row
    memset(of_y, 0, n_y * sizeof(tally_t))
    for x in range(n_x):
        row = 0
        for y in range(n_y):
            c = table[x * n_y + y]
            row += c
            of_y[y] += c
            joint += real_f_of[tally_t](c, f, size)
        x_levels += row > 0
        f_x += real_f_of[tally_t](row, f, size)
    for y in range(n_y):
        y_levels += of_y[y] > 0
        f_y += real_f_of[tally_t](of_y[y], f, size)
    if x_levels < 2 or y_levels < 2:
        return 0.0
    return constant + ((joint - f_y) - f_x)


cdef Py_ssize_t _span(
    const int64_t[::1] levels, Py_ssize_t begin, Py_ssize_t end
) noexcept nogil:
    """Number of joint levels of some columns."""
    cdef Py_ssize_t j, n = 1
    for j in range(begin, end):
        n *= levels[j]
    return n


cdef void _pack_pair(
    const tally_t* table, Py_ssize_t n_x, Py_ssize_t n_y, tally_t* half, tally_t* pair,
    const int64_t[::1] x_levels, Py_ssize_t x_begin, Py_ssize_t x_end,
    const int64_t[::1] y_levels, Py_ssize_t y_begin, Py_ssize_t y_end,
    const double* f, Py_ssize_t size, double constant, double n,
    double[:, ::1] information,
) noexcept nogil:
    """Add the pairs of columns of two packs, from the joint table of the packs."""
    cdef Py_ssize_t i, j, x_outer = 1, y_outer, x_inner = n_x, y_inner
    for i in range(x_begin, x_end):
        x_inner //= x_levels[i]
        _margin(table, x_outer, x_levels[i], x_inner, n_y, half)
        x_outer *= x_levels[i]
        y_outer, y_inner = 1, n_y
        for j in range(y_begin, y_end):
            y_inner //= y_levels[j]
            _margin_of_rows(
                half, x_levels[i], y_outer, y_levels[j], y_inner, pair
            )
            y_outer *= y_levels[j]
            information[i, j] += _evaluate(
                pair, x_levels[i], y_levels[j], pair + x_levels[i] * y_levels[j],
                f, size, constant,
            ) / n


cdef void _all_pairs(
    tally_t* table, tally_t* half, tally_t* pair, uint32_t* interleaved,
    const uint16_t[::1, :] X, const int64_t[::1] x_packs, const int64_t[::1] x_levels,
    const uint16_t[::1, :] Y, const int64_t[::1] y_packs, const int64_t[::1] y_levels,
    bint symmetric, const int64_t[::1] strata, const double* weights,
    const double[::1] constants, double n, const double[::1] f,
    double[:, ::1] information,
) noexcept nogil:
    cdef Py_ssize_t a, b, z, begin, n_x, n_y, first = 0
    for a in range(x_packs.shape[0] - 1):
        n_x = _span(x_levels, x_packs[a], x_packs[a + 1])
        if symmetric:
            while y_packs[first + 1] <= x_packs[a]:
                first += 1
        for b in range(first, y_packs.shape[0] - 1):
            n_y = _span(y_levels, y_packs[b], y_packs[b + 1])
            for z in range(constants.shape[0]):
                begin = strata[z]
                _count(
                    &X[begin, a], &Y[begin, b], &weights[begin] if weights else NULL,
                    strata[z + 1] - begin, n_x, n_y, interleaved, table,
                )
                _pack_pair(
                    table, n_x, n_y, half, pair,
                    x_levels, x_packs[a], x_packs[a + 1],
                    y_levels, y_packs[b], y_packs[b + 1],
                    &f[0], f.shape[0], constants[z], n, information,
                )


def pairwise_information(
    const uint16_t[::1, :] X,       # IN   codes of the packs of the first table
    const int64_t[::1] x_packs,     # IN   first column of each pack, and the end
    const int64_t[::1] x_levels,    # IN   number of levels of each column
    const uint16_t[::1, :] Y,       # IN   the same of the second table
    const int64_t[::1] y_packs,
    const int64_t[::1] y_levels,
    bint symmetric,                 # IN   same columns: pairs x <= y will do
    const int64_t[::1] strata,      # IN   first row of each stratum, and the end
    const double[::1] weights,      # IN   weight of each row, or empty
    const double[::1] constants,    # IN   f(n_z), or n alpha(n) if z is no condition
    double n,                       # IN   rows in all, or their weight
    const double[::1] f,            # IN   table of the estimator
    double[:, ::1] information,     # OUT  (columns of X, columns of Y), added to
):
    """Add I(x; y), or given the strata, of all pairs of columns, in nats.

    There may be 2^31 - 1 rows, none of the strata empty.
    """
    cdef:
        Py_ssize_t a, widest_x = 1, widest_y = 1, n_cells
        double* tables
        uint32_t* interleaved
    for a in range(x_packs.shape[0] - 1):
        widest_x = max(widest_x, _span(x_levels, x_packs[a], x_packs[a + 1]))
    for a in range(y_packs.shape[0] - 1):
        widest_y = max(widest_y, _span(y_levels, y_packs[a], y_packs[a + 1]))
    n_cells = (widest_x + 1) * widest_y     # one more row: a margin
    tables = <double*> malloc(3 * n_cells * sizeof(double))
    interleaved = <uint32_t*> malloc(
        INTERLEAVED * MAX_INTERLEAVED_CELLS * sizeof(uint32_t)
    )
    if tables == NULL or interleaved == NULL:
        free(tables)
        free(interleaved)
        raise MemoryError()
    with nogil:
        if weights.shape[0]:
            _all_pairs(
                tables, tables + n_cells, tables + 2 * n_cells, interleaved,
                X, x_packs, x_levels, Y, y_packs, y_levels, symmetric,
                strata, &weights[0], constants, n, f, information,
            )
        else:
            _all_pairs(
                <int32_t*> tables, <int32_t*> (tables + n_cells),
                <int32_t*> (tables + 2 * n_cells), interleaved,
                X, x_packs, x_levels, Y, y_packs, y_levels, symmetric,
                strata, NULL, constants, n, f, information,
            )
        free(tables)
        free(interleaved)

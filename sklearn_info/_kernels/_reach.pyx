"""What the rows of a sparse matrix owe to some columns, and sums of it over others."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, uint8_t

from sklearn_info._kernels._typedefs cimport index_t


def add_to_rows(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] indices,     # IN
    const uint8_t[::1] levels,      # IN   of each entry, from 1 on; or empty: all 1
    const int32_t[::1] y,           # IN   class of each row
    const int32_t[::1] numbers,     # IN   of each column among some, or -1
    const double[:, :, ::1] terms,  # IN   (classes, these columns, levels)
    double[::1] sums,               # OUT  of each row, added to
):
    """Add the terms of the class of each row and of its entries in some columns."""
    cdef:
        Py_ssize_t row, e, number, level = 0
        bint present = levels.shape[0] == 0
    with nogil:
        for row in range(sums.shape[0]):
            for e in range(indptr[row], indptr[row + 1]):
                number = numbers[indices[e]]
                if number < 0:
                    continue
                if not present:
                    level = levels[e] - 1
                sums[row] += terms[y[row], number, level]


def add_to_columns(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] indices,     # IN
    const double[::1] values,       # IN   of each row
    double[::1] sums,               # OUT  of each column, added to
):
    """Add the values of the rows that hold a column, for all columns."""
    cdef:
        Py_ssize_t row, e
        double value
    with nogil:
        for row in range(values.shape[0]):
            value = values[row]
            for e in range(indptr[row], indptr[row + 1]):
                sums[indices[e]] += value

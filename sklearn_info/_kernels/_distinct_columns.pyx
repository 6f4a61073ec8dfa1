"""Equal columns of a table of sums, found in one pass.

In text most words are rare, and rare words have equal sums: of 73,686 words of
20 newsgroups 23,415 differ. What follows need see each distinct column once.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcmp, memcpy

from sklearn_info._kernels._mixed cimport mixed

cdef enum:
    SOME = 64       # columns read together, so that a row gives whole cache lines


def distinct_columns(
    const double[:, ::1] sums,          # IN   (classes, columns), none negative
    bint proportional,                  # IN   count proportional columns as equal
    int32_t[::1] distinct,              # OUT  number of the distinct column; -1: zero
    int64_t[::1] indptr,                # OUT  first entry of each, and the end
    int32_t[::1] classes,               # OUT  classes of the entries
    double[::1] values,                 # OUT  the entries
    double[::1] totals,                 # OUT  sum of each column of sums
):
    """Write the distinct columns, without their zeros; return how many there are.

    They are numbered as they come first. classes and values have room for every
    positive sum, indptr for one more than the columns. A column is its sums, or,
    where proportional columns are equal, its shares; those of whole numbers in the
    same proportion are equal to the bit, because a division is rounded correctly.
    """
    cdef:
        Py_ssize_t n_classes = sums.shape[0], n_columns = sums.shape[1]
        Py_ssize_t left, width, j, c, slot, size = 1
        Py_ssize_t begin, end, length, other
        int32_t n_distinct = 0, found
        uint64_t key, bits, seed
        double total, value
        int32_t* table = NULL
        uint64_t* keys = NULL
        double* some = NULL
    while size < 2 * n_columns:
        size *= 2
    table = <int32_t*> calloc(size, sizeof(int32_t))    # 0: empty, else number + 1
    keys = <uint64_t*> malloc((n_columns + 1) * sizeof(uint64_t))
    some = <double*> malloc(SOME * (n_classes + 1) * sizeof(double))
    if table == NULL or keys == NULL or some == NULL:
        free(table)
        free(keys)
        free(some)
        raise MemoryError()
    with nogil:
        indptr[0] = 0
        left = 0
        while left < n_columns:
            width = min(n_columns - left, <Py_ssize_t> SOME)
            for c in range(n_classes):
                for j in range(width):
                    some[j * n_classes + c] = sums[c, left + j]
            for j in range(width):
                # The column is written behind the last distinct one, and stays
                # there unless it is an old one.
                begin = end = indptr[n_distinct]
                total = 0.0
                for c in range(n_classes):
                    total += some[j * n_classes + c]
                totals[left + j] = total
                key = 0
                for c in range(n_classes):
                    value = some[j * n_classes + c]
                    if value > 0.0:
                        if proportional:
                            value /= total
                        classes[end] = <int32_t> c
                        values[end] = value
                        end += 1
                        memcpy(&bits, &value, sizeof(bits))
                        seed = <uint64_t> c * <uint64_t> 0x9E3779B97F4A7C15
                        key = mixed(key ^ bits ^ seed)
                if end == begin:
                    distinct[left + j] = -1
                    continue
                length = end - begin
                slot = <Py_ssize_t> (key & <uint64_t> (size - 1))
                found = -1
                while table[slot]:
                    found = table[slot] - 1
                    other = indptr[found]
                    if (
                        keys[found] == key
                        and indptr[found + 1] - other == length
                        and memcmp(&classes[other], &classes[begin],
                                   length * sizeof(int32_t)) == 0
                        and memcmp(&values[other], &values[begin],
                                   length * sizeof(double)) == 0
                    ):
                        break
                    found = -1
                    slot = (slot + 1) & (size - 1)
                if found < 0:
                    found = n_distinct
                    table[slot] = found + 1
                    keys[found] = key
                    n_distinct += 1
                    indptr[n_distinct] = end
                distinct[left + j] = found
            left += width
        free(table)
        free(keys)
        free(some)
    return n_distinct

"""Equal rows of a sparse table, found by a key of what each holds."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.string cimport memcmp, memcpy

from sklearn_info._kernels._mixed cimport mixed


def hash_rows(
    const int64_t[::1] indptr,          # IN   of a CSR array, sorted and without zeros
    const int32_t[::1] indices,         # IN
    const double[::1] values,           # IN
    uint64_t[::1] keys,                 # OUT  of each row
):
    """Keys that depend on what a row holds, and on nothing else."""
    cdef:
        Py_ssize_t x, e
        uint64_t key, bits, seed
    with nogil:
        for x in range(keys.shape[0]):
            key = 0
            for e in range(indptr[x], indptr[x + 1]):
                memcpy(&bits, &values[e], sizeof(bits))
                seed = <uint64_t> indices[e] * <uint64_t> 0x9E3779B97F4A7C15
                key = mixed(key ^ (bits + seed))
            keys[x] = key


cdef inline bint _equal(
    const int64_t[::1] indptr, const int32_t[::1] indices, const double[::1] values,
    Py_ssize_t x, Py_ssize_t other,
) noexcept nogil:
    cdef size_t length = indptr[x + 1] - indptr[x]
    if <size_t> (indptr[other + 1] - indptr[other]) != length:
        return False
    if length == 0:
        return True
    return (
        memcmp(&indices[indptr[x]], &indices[indptr[other]],
               length * sizeof(int32_t)) == 0
        and memcmp(&values[indptr[x]], &values[indptr[other]],
                   length * sizeof(double)) == 0
    )


def group_rows(
    const int64_t[::1] indptr,          # IN   as for hash_rows
    const int32_t[::1] indices,         # IN
    const double[::1] values,           # IN
    const uint64_t[::1] keys,           # IN
    const int64_t[::1] order,           # IN   rows by rising key
    int64_t[::1] first,                 # OUT  a row of each group
    int32_t[::1] group,                 # OUT  of each row
):
    """Number the groups of equal rows by their keys; return how many there are."""
    cdef:
        Py_ssize_t k, x, g, n_groups = 0
    with nogil:
        for k in range(order.shape[0]):
            x = order[k]
            # Rows that differ hardly ever have the same key; where they do, all
            # groups of this key come last.
            g = n_groups - 1
            while g >= 0 and keys[first[g]] == keys[x]:
                if _equal(indptr, indices, values, x, first[g]):
                    break
                g -= 1
            if g < 0 or keys[first[g]] != keys[x]:
                g = n_groups
                first[g] = x
                n_groups += 1
            group[x] = <int32_t> g
    return n_groups

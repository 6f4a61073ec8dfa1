"""Joint counts of the columns of a sparse matrix with a target, in one pass.

Only the stored entries are visited: the absences are the class totals minus
what is counted here, and whoever reads the counts knows that.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

from sklearn_info._kernels._typedefs cimport count_t, index_t

cdef extern from "cpu.h" nogil:
    enum:
        STREAMS

cdef enum:
    LINE = 8


def has_duplicates(
    const index_t[::1] indptr,      # IN   of a CSR or CSC matrix
    const index_t[::1] indices,     # IN   in any order
    index_t[::1] last,              # WORK as long as an index may be large, all -1
):
    """Whether some entry is stored in two parts, without sorting the indices.

    Indices that rise are seen to differ without a look at where they were last, and
    only the ends of them could be out of range, which is an error, as are pointers that
    fall or lead beyond the entries.
    """
    cdef:
        Py_ssize_t i, e, end, beyond = last.shape[0], n_entries = indices.shape[0]
        Py_ssize_t outside = -1  # place of an index that is out of range
        bint found = False, broken = False
    with nogil:
        for i in range(indptr.shape[0] - 1):
            e, end = indptr[i], indptr[i + 1]
            broken = not 0 <= e <= end <= n_entries or e > 0 and i == 0
            if broken:
                break
            if e == end:
                continue
            if indices[e] < 0 or indices[end - 1] >= beyond:
                outside = e if indices[e] < 0 else end - 1
                break
            e += 1
            while e < end and indices[e - 1] < indices[e]:
                e += 1
            if e == end:
                continue
            for e in range(indptr[i], end):
                if indices[e] < 0 or indices[e] >= beyond:
                    outside = e
                    break
                found |= last[indices[e]] == i
                last[indices[e]] = i
            if outside >= 0:
                break
    if broken:
        raise ValueError(
            f"a sparse matrix has pointers from {indptr[i]} to {indptr[i + 1]} among "
            f"{n_entries} entries."
        )
    if outside >= 0:
        raise ValueError(
            f"a sparse matrix holds the index {indices[outside]}, where 0 to "
            f"{beyond - 1} are possible."
        )
    return found


def all_from_1_to(
    const uint64_t[::1] values,     # IN
    uint64_t most,                  # IN   a power of 2
):
    """Whether all values are in 1, ..., most; signed ones below 0 are large here."""
    cdef:
        Py_ssize_t i, k, line, n = values.shape[0], n_lines = n // STREAMS // LINE
        const uint64_t* some
        uint64_t seen[LINE]
    # Of what is below a power of 2 no bit at or above it is set, and 0 - 1 has all.
    with nogil:
        for i in range(LINE):
            seen[i] = 0
        for line in range(n_lines):
            for k in range(STREAMS):
                some = &values[(k * n_lines + line) * LINE]
                for i in range(LINE):
                    seen[i] |= some[i] - 1
        for i in range(STREAMS * n_lines * LINE, n):
            seen[0] |= values[i] - 1
        for i in range(1, LINE):
            seen[0] |= seen[i]
    return seen[0] < most


def count_rows(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] indices,     # IN
    const uint8_t[::1] levels,      # IN   of each entry, from 1 on; or empty
    int n_levels,                   # IN   levels besides absence
    const int64_t[::1] members,     # IN   rows of the first class, of the second, ...
    const int64_t[::1] bounds,      # IN   first member of each class, and the end
    const double[::1] weights,      # IN   weight of each row, or empty: all 1
    count_t[:, ::1] counts,         # OUT  (classes, columns x levels), added to
):
    """Add the counts of a CSR matrix to counts, class by class.

    Going through the rows of one class at a time keeps the counters in use, one
    for each column, in the L2 cache; a row may belong to several classes.
    """
    cdef:
        Py_ssize_t c, k, row, e, j, n_classes = counts.shape[0]
        bint present = levels.shape[0] == 0, weighted = weights.shape[0] > 0
        count_t step = 1
        count_t* counter
    if counts.shape[1] == 0:
        return
    with nogil:
        for c in range(n_classes):
            counter = &counts[c, 0]
            for k in range(bounds[c], bounds[c + 1]):
                row = members[k]
                if weighted:
                    step = <count_t> weights[row]
                if present:
                    for e in range(indptr[row], indptr[row + 1]):
                        counter[indices[e]] += step
                else:
                    for e in range(indptr[row], indptr[row + 1]):
                        j = indices[e]
                        counter[j * n_levels + levels[e] - 1] += step


def count_columns(
    const index_t[::1] indptr,      # IN   of a CSC matrix
    const index_t[::1] indices,     # IN
    const uint8_t[::1] levels,      # IN   of each entry, from 1 on; or empty
    int n_levels,                   # IN   levels besides absence
    const int32_t[::1] y,           # IN   class of each row
    const double[::1] weights,      # IN   weight of each row, or empty: all 1
    count_t[:, ::1] counts,         # OUT  (columns x levels, classes), added to
):
    """Add the counts of a CSC matrix to counts, column by column."""
    cdef:
        Py_ssize_t j, e, level, n_columns = indptr.shape[0] - 1
        bint present = levels.shape[0] == 0, weighted = weights.shape[0] > 0
        count_t step = 1
    with nogil:
        for j in range(n_columns):
            for e in range(indptr[j], indptr[j + 1]):
                level = 1 if present else levels[e]
                if weighted:
                    step = <count_t> weights[indices[e]]
                counts[j * n_levels + level - 1, y[indices[e]]] += step


def sum_rows(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] indices,     # IN
    const double[::1] values,       # IN   its entries
    const int64_t[::1] members,     # IN   rows of the first class, of the second, ...
    const int64_t[::1] bounds,      # IN   first member of each class, and the end
    const double[::1] weights,      # IN   weight of each row, or empty: all 1
    double[:, ::1] sums,            # OUT  (classes, columns), added to
):
    """Add the sums of the entries of each column within each class to sums."""
    cdef:
        Py_ssize_t c, k, row, e
        bint weighted = weights.shape[0] > 0
        double weight = 1.0
        double* total
    if sums.shape[1] == 0:
        return
    with nogil:
        for c in range(sums.shape[0]):
            total = &sums[c, 0]
            for k in range(bounds[c], bounds[c + 1]):
                row = members[k]
                if weighted:
                    weight = weights[row]
                for e in range(indptr[row], indptr[row + 1]):
                    total[indices[e]] += weight * values[e]

"""Octet bit planes: eight features of few levels, as whole registers take them.

The layout is that of include/octets.h. A *block* holds the octets whose codes have
the same number of binary digits, as planes of shape (octets, words, digits, 8), and
its rows are cut into *segments*: the rows of one class, or all of them. A segment
begins a new word, and the bits after its last row are 0 in every plane, so that
they count at level 0 alone, which is never counted but follows from the margins.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._code_lines cimport SOME, join_columns
from sklearn_info._kernels._typedefs cimport code_t, index_t

cpdef enum:
    LANES = 8


cdef extern from "digits.h" nogil:
    ctypedef void (*split_fn)(const uint8_t*, size_t, uint64_t*, size_t) noexcept
    split_fn split_at(int level)

cdef extern from "transpose.h" nogil:
    void transpose_16x8(const uint8_t*, size_t, uint8_t*, size_t)


def encode(
    const code_t[::1, :] codes,     # IN   column-major
    const int64_t[::1] octets,      # IN   which to write
    const int64_t[::1] columns,     # IN   eight for each octet; -1: a lane of zeros
    const int32_t[::1] positions,   # IN   bit of each row: 64 times its word, and more
    bint in_order,                  # IN   whether these are 0, 1, 2, ...
    uint64_t[:, :, :, ::1] planes,  # OUT  (octets, words, digits, 8)
):
    """Split the columns of some octets in bit planes.

    Rows go to their places as lines of eight codes, one store each. Those of a segment
    follow one another, so that what is written to stays in the first cache; to gather
    the rows of one segment after the other took up to twice as long. Rows that are
    in order need not move.
    """
    cdef:
        Py_ssize_t k, octet, lane, word, begin, end, i
        Py_ssize_t n_rows = codes.shape[0], n_digits = planes.shape[2]
        Py_ssize_t n_words = planes.shape[1]
        Py_ssize_t n_still = n_rows // 64 if code_t is uint8_t and in_order else 0
        split_fn split = split_at(_cpu.level)
        const code_t* x[LANES]
        const uint8_t* source
        uint8_t turned[LANES * 64]
        uint64_t some[SOME]
        uint64_t* lines = <uint64_t*> calloc(64 * n_words, sizeof(uint64_t))
    if lines == NULL:
        raise MemoryError()
    with nogil:
        for k in range(octets.shape[0]):
            octet = octets[k]
            for lane in range(LANES):
                x[lane] = &codes[0, max(columns[octet * LANES + lane], <int64_t> 0)]
            end = 64 * n_still
            while end < n_rows:
                begin, end = end, min(end + SOME, n_rows)
                join_columns(x, begin, end, some)
                for i in range(begin, end):
                    lines[positions[i]] = some[i - begin]
            for word in range(n_words):
                if word >= n_still:
                    for i in range(0, 64, 16):
                        source = <const uint8_t*> (lines + 64 * word + i)
                        transpose_16x8(source, LANES, turned + i, 64)
                for lane in range(LANES):
                    source = turned + 64 * lane
                    if word < n_still:
                        source = <const uint8_t*> (x[lane] + 64 * word)
                    split(source, n_digits, &planes[octet, word, 0, lane], LANES)
            for lane in range(LANES):
                if columns[octet * LANES + lane] < 0:
                    planes[octet, :, :, lane] = 0
        free(lines)


def encode_entries(
    const index_t[::1] indptr,      # IN   of a CSR matrix
    const index_t[::1] indices,     # IN
    const uint8_t[::1] levels,      # IN   of each entry; or empty: all 1
    const index_t[::1] places,      # IN   of each column, among those of all octets
    Py_ssize_t first,               # IN   place of the first column of these octets
    const int32_t[::1] positions,   # IN   bit of each row: 64 times its word, and more
    uint64_t[:, :, :, ::1] planes,  # OUT  (octets, words, digits, 8)
):
    """Split the columns of some octets in bit planes, from all entries of a matrix."""
    cdef:
        Py_ssize_t row, e, place, word, digit, level = 1
        Py_ssize_t n_columns = planes.shape[0] * LANES
        bint present = levels.shape[0] == 0
        uint64_t bit
    with nogil:
        planes[...] = 0
        for row in range(indptr.shape[0] - 1):
            word = positions[row] >> 6
            bit = <uint64_t> 1 << (positions[row] & 63)
            for e in range(indptr[row], indptr[row + 1]):
                place = places[indices[e]] - first
                if not 0 <= place < n_columns:
                    continue
                if not present:
                    level = levels[e]
                digit = 0
                while level >> digit:
                    if (level >> digit) & 1:
                        planes[place >> 3, word, digit, place & 7] |= bit
                    digit += 1


def read_levels(
    const uint64_t[:, :, :, ::1] planes,    # IN   a block
    const uint32_t[:, :, :, ::1] plane_margins,     # IN   of count_margins
    Py_ssize_t octet,                   # IN   which feature,
    Py_ssize_t lane,                    # IN   of the eight
    Py_ssize_t n_levels,                # IN   that it has at most
    const int64_t[::1] n_rows,          # IN   of each segment and, last, of all
    Py_ssize_t place,                   # IN   which variable it is
    uint64_t[:, :, ::1] masks,          # OUT  (variables, levels - 1, words)
    int64_t[:, :, ::1] margins,         # OUT  (variables, segments + 1, levels)
):
    """Write the rows at each level above 0 of one feature, and how many are at each."""
    cdef:
        Py_ssize_t level, word, digit, segment
        uint64_t rows, plane
        int64_t* own
    with nogil:
        for segment in range(n_rows.shape[0]):
            own = &margins[place, segment, 0]
            own[0] = n_rows[segment]
            for level in range(n_levels - 1):
                own[level + 1] = plane_margins[octet, segment, level, lane]
                own[0] -= own[level + 1]
        for level in range(n_levels - 1):
            for word in range(masks.shape[2]):
                rows = ~<uint64_t> 0
                for digit in range(planes.shape[2]):
                    plane = planes[octet, word, digit, lane]
                    rows &= plane if ((level + 1) >> digit) & 1 else ~plane
                masks[place, level, word] = rows

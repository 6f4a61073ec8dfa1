"""Octet bit planes: eight features of few levels, counted by whole registers.

The layout is that of include/octets.h. A *block* holds the octets whose codes have
the same number of binary digits, as planes of shape (octets, words, digits, 8), and
its rows are cut into *segments*: the rows of one class, or all of them. A segment
begins a new word, and the bits after its last row are 0 in every plane, so that
they count at level 0 alone, which is never counted but follows from the margins.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._typedefs cimport code_t, index_t


cdef extern from "digits.h" nogil:
    ctypedef void (*split_fn)(const uint8_t*, size_t, uint64_t*, size_t) noexcept
    split_fn split_at(int level)

cdef extern from "transpose.h" nogil:
    void transpose_8x16(const uint8_t**, uint8_t*)
    void transpose_16x8(const uint8_t*, size_t, uint8_t*, size_t)

cdef extern from "octets.h" nogil:
    enum:
        CHUNK
        LANES
    ctypedef void (*count_fn)(
        const uint64_t*, size_t, size_t, size_t, const uint64_t*, size_t, size_t,
        uint64_t*, void*
    ) noexcept
    ctypedef void (*complete_fn)(
        uint64_t*, size_t, size_t, const uint32_t*, const int64_t*, uint64_t*
    ) noexcept
    ctypedef void (*sum_fn)(
        const uint64_t*, size_t, uint64_t, const int64_t*, size_t, double, int64_t*
    ) noexcept
    ctypedef void (*few_fn)(
        const uint64_t*, size_t, const int64_t*, size_t, const uint64_t*, size_t,
        size_t, const uint32_t*, size_t, const int64_t*, size_t, const int64_t*,
        const int64_t*, size_t, double, int64_t*, int64_t*
    ) noexcept
    count_fn count_at(int level)
    complete_fn complete_at(int level)
    sum_fn sum_at(int level)
    few_fn few_at(int level)


cdef void* _aligned(void* memory) noexcept nogil:
    """The first cache line that begins in an allocation of 64 bytes too many."""
    return <void*> ((<size_t> memory + 63) & ~<size_t> 63)


cdef void _join(
    const code_t** columns, Py_ssize_t i, Py_ssize_t end, uint64_t* lines
) noexcept nogil:
    """The codes of eight columns side by side, from line i on."""
    cdef:
        Py_ssize_t lane
        const uint8_t* here[LANES]
    if code_t is uint8_t:
        while i + 16 <= end:
            for lane in range(LANES):
                here[lane] = columns[lane] + i
            transpose_8x16(here, <uint8_t*> (lines + i))
            i += 16
    while i < end:
        for lane in range(LANES):
            (<uint8_t*> (lines + i))[lane] = <uint8_t> columns[lane][i]
        i += 1


cdef void _gather(
    const uint64_t* lines, const int32_t* rows, Py_ssize_t n, uint8_t* columns
) noexcept nogil:
    """Some lines of eight codes as columns of 64, with zeros at their end."""
    cdef:
        Py_ssize_t i
        uint64_t some[64]
    for i in range(n):
        some[i] = lines[rows[i]]
    memset(some + n, 0, (64 - n) * sizeof(uint64_t))
    for i in range(0, 64, 16):
        transpose_16x8(<uint8_t*> (some + i), LANES, columns + i, 64)


def encode(
    const code_t[::1, :] codes,     # IN   column-major
    const int64_t[::1] columns,     # IN   eight for each octet; -1: a lane of zeros
    const int32_t[::1] rows,        # IN   of each segment, rising; all if there is one
    const int64_t[::1] row_bounds,  # IN   first row of each segment, and the end
    const int64_t[::1] word_bounds,     # IN   first word of each segment, and the end
    uint64_t[:, :, :, ::1] planes,  # OUT  (octets, words, digits, 8)
):
    """Split columns of codes in bit planes.

    To gather the rows of a segment takes one load for eight columns if their codes are
    side by side; and rows that are in order need not be gathered.
    """
    cdef:
        Py_ssize_t octet, lane, segment, word, first, n
        Py_ssize_t n_rows = codes.shape[0], n_digits = planes.shape[2]
        Py_ssize_t n_segments = word_bounds.shape[0] - 1
        bint in_order = code_t is uint8_t and n_segments == 1
        split_fn split = split_at(_cpu.level)
        const code_t* x[LANES]
        const uint8_t* source
        uint8_t gathered[LANES * 64]
        uint64_t* lines = <uint64_t*> malloc((n_rows + 1) * sizeof(uint64_t))
    if lines == NULL:
        raise MemoryError()
    with nogil:
        for octet in range(planes.shape[0]):
            for lane in range(LANES):
                x[lane] = &codes[0, max(columns[octet * LANES + lane], <int64_t> 0)]
            _join(x, n_rows // 64 * 64 if in_order else 0, n_rows, lines)
            for segment in range(n_segments):
                first = row_bounds[segment]
                for word in range(word_bounds[segment], word_bounds[segment + 1]):
                    n = min(row_bounds[segment + 1] - first, <Py_ssize_t> 64)
                    if not (in_order and n == 64):
                        _gather(lines, &rows[first], n, gathered)
                    for lane in range(LANES):
                        source = gathered + 64 * lane
                        if in_order and n == 64:
                            source = <const uint8_t*> x[lane] + first
                        split(source, n_digits, &planes[octet, word, 0, lane], LANES)
                    first += 64
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
    const int64_t[::1] positions,   # IN   bit of each row: 64 times its word, and more
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


def count_margins(
    const uint64_t[:, :, :, ::1] planes,    # IN   a block
    const int64_t[::1] n_levels,            # IN   of each octet
    const int64_t[::1] word_bounds,         # IN   first word of each segment, the end
    uint32_t[:, :, :, ::1] margins,         # OUT  (octets, segments + 1, levels - 1, 8)
):
    """Count the rows at each level above 0, in each segment and, last, in all."""
    cdef:
        Py_ssize_t octet, segment, level, lane, i, width
        Py_ssize_t n_segments = word_bounds.shape[0] - 1, n_words = planes.shape[1]
        Py_ssize_t n_digits = planes.shape[2], most = <Py_ssize_t> 1 << n_digits
        count_fn count = count_at(_cpu.level)
        uint64_t* memory = <uint64_t*> malloc(
            64 + ((most * (CHUNK + 2) + 1) * LANES + n_words) * sizeof(uint64_t)
        )
        uint64_t* masks
        uint64_t* cells
        uint64_t* everything
    if memory == NULL:
        raise MemoryError()
    masks = <uint64_t*> _aligned(memory)
    cells = masks + (most * CHUNK + 1) * LANES
    everything = cells + 2 * most * LANES
    with nogil:
        memset(everything, 255, n_words * sizeof(uint64_t))
        margins[...] = 0
        for octet in range(planes.shape[0]):
            for segment in range(n_segments):
                width = word_bounds[segment + 1] - word_bounds[segment]
                if width == 0:
                    continue
                count(
                    &planes[octet, word_bounds[segment], 0, 0], n_digits,
                    n_levels[octet], width, everything, n_words, 2, cells, masks,
                )
                for level in range(n_levels[octet] - 1):
                    for lane in range(LANES):
                        i = (2 * level + 3) * LANES + lane
                        margins[octet, segment, level, lane] = <uint32_t> cells[i]
                        margins[octet, n_segments, level, lane] += <uint32_t> cells[i]
        free(memory)


def read_levels(
    const uint64_t[:, :, ::1] octet,    # IN   (words, digits, 8)
    const uint32_t[:, :, ::1] octet_margins,    # IN   of count_margins
    Py_ssize_t lane,                    # IN   which feature of the eight
    const int64_t[::1] n_rows,          # IN   of each segment and, last, of all
    uint64_t[:, ::1] masks,             # OUT  (levels - 1, words)
    int64_t[:, :] margins,              # OUT  (segments + 1, levels)
):
    """Write the rows at each level above 0 of one feature, and how many are at each."""
    cdef:
        Py_ssize_t level, word, digit, segment
        uint64_t rows, plane
    with nogil:
        for segment in range(n_rows.shape[0]):
            margins[segment, 0] = n_rows[segment]
            for level in range(masks.shape[0]):
                margins[segment, level + 1] = octet_margins[segment, level, lane]
                margins[segment, 0] -= octet_margins[segment, level, lane]
        for level in range(masks.shape[0]):
            for word in range(masks.shape[1]):
                rows = ~<uint64_t> 0
                for digit in range(octet.shape[1]):
                    plane = octet[word, digit, lane]
                    rows &= plane if ((level + 1) >> digit) & 1 else ~plane
                masks[level, word] = rows


def sum_cells(
    const uint64_t[:, :, :, ::1] planes,    # IN   a block
    const int64_t[::1] n_levels,            # IN   of each octet
    const uint32_t[:, :, :, ::1] margins,   # IN   of count_margins
    const int64_t[::1] word_bounds,         # IN   first word of each segment, the end
    const int64_t[::1] octets,              # IN   which to treat,
    const int64_t[::1] others,              # IN   and each with which other variable
    const uint64_t[:, :, ::1] masks,        # IN   (others, levels - 1, words)
    const int64_t[:, :, ::1] other_margins,     # IN   (others, segments + 1, levels)
    const int64_t[::1] other_levels,        # IN   of each other variable
    const int64_t[::1] n_rows,              # IN   of each segment and, last, of all
    const int64_t[::1] f,                   # IN   table of the estimator
    double scale,                           # IN   of its fixed point
    int64_t[:, ::1] by_segment,             # OUT  (octets to treat, 8)
    int64_t[:, ::1] pooled,                 # OUT  likewise; or empty: not wanted
):
    """Sum f over the cells of the joint tables of each feature with another variable.

    Over the cells of the tables of all segments, and over the cells of their sum.
    """
    cdef:
        Py_ssize_t k, octet, other, segment, begin, n_cells, levels
        Py_ssize_t n_segments = word_bounds.shape[0] - 1
        Py_ssize_t n_digits = planes.shape[2], n_words = planes.shape[1]
        Py_ssize_t size = f.shape[0], widest = 1, most = 1
        count_fn count = count_at(_cpu.level)
        complete_fn complete = complete_at(_cpu.level)
        sum_fn add = sum_at(_cpu.level)
        few_fn sum_few_levels = few_at(_cpu.level)
        bint pool = pooled.shape[0] > 0
        bint few = n_digits < 3
        const uint64_t* other_masks = NULL
        uint64_t* memory
        uint64_t* scratch
        uint64_t* cells
        uint64_t* all_cells = NULL
    for k in range(octets.shape[0]):
        levels = other_levels[others[k]]
        most = max(most, levels)
        widest = max(widest, n_levels[octets[k]] * levels)
    memory = <uint64_t*> malloc(
        64 + LANES * sizeof(uint64_t) * ((CHUNK << n_digits) + most + 2 * widest)
    )
    if memory == NULL:
        raise MemoryError()
    scratch = <uint64_t*> _aligned(memory)
    cells = scratch + ((CHUNK << n_digits) + most) * LANES
    if pool:
        all_cells = cells + widest * LANES
    with nogil:
        for k in range(octets.shape[0]):
            octet = octets[k]
            other = others[k]
            levels = other_levels[other]
            n_cells = n_levels[octet] * levels
            memset(&by_segment[k, 0], 0, LANES * sizeof(int64_t))
            if pool:
                memset(&pooled[k, 0], 0, LANES * sizeof(int64_t))
            if few and 2 <= levels <= 3 and n_levels[octet] == n_digits + 1:
                sum_few_levels(
                    &planes[octet, 0, 0, 0], n_levels[octet], &word_bounds[0],
                    n_segments, &masks[other, 0, 0], n_words, levels,
                    &margins[octet, 0, 0, 0], margins.shape[2] * LANES,
                    &other_margins[other, 0, 0], other_margins.shape[2], &n_rows[0],
                    &f[0], size, scale, &by_segment[k, 0],
                    &pooled[k, 0] if pool else NULL,
                )
                continue
            if pool:
                memset(all_cells, 0, n_cells * LANES * sizeof(uint64_t))
            for segment in range(n_segments):
                begin = word_bounds[segment]
                if word_bounds[segment + 1] == begin:
                    continue
                if levels > 1:
                    other_masks = &masks[other, 0, begin]
                count(
                    &planes[octet, begin, 0, 0], n_digits, n_levels[octet],
                    word_bounds[segment + 1] - begin,
                    other_masks, n_words, levels, cells, scratch,
                )
                complete(
                    cells, n_levels[octet], levels, &margins[octet, segment, 0, 0],
                    &other_margins[other, segment, 0], all_cells,
                )
                add(
                    cells, n_cells, n_rows[segment], &f[0], size, scale,
                    &by_segment[k, 0],
                )
            if pool:
                add(
                    all_cells, n_cells, n_rows[n_segments], &f[0], size, scale,
                    &pooled[k, 0],
                )
        free(memory)

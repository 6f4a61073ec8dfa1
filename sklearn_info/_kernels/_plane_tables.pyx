"""Joint tables of octets of features with another, counted from bit planes.

The planes are those of _bit_planes.pyx, and the counting is that of include/octets.h.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from sklearn_info._kernels cimport _cpu


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

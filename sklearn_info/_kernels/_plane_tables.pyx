"""Joint tables of octets of features with another, counted from bit planes.

The planes are those of _bit_planes.pyx, and the counting is that of include/octets.h.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._team cimport Team


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
    const int64_t[::1] octets,              # IN   which to count
    const int64_t[::1] n_levels,            # IN   of each octet
    const int64_t[::1] word_bounds,         # IN   first word of each segment, the end
    uint32_t[:, :, :, ::1] margins,         # OUT  (octets, segments + 1, levels - 1, 8)
):
    """Count the rows at each level above 0, in each segment and, last, in all."""
    cdef:
        Py_ssize_t k, octet, segment, level, lane, i, width
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
        for k in range(octets.shape[0]):
            octet = octets[k]
            margins[octet] = 0
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


# A call of sum_cells: what it is given, and a stride for each that has rows.
cdef struct call_t:
    count_fn count
    complete_fn complete
    sum_fn add
    few_fn sum_few
    const uint64_t* planes
    Py_ssize_t octet_stride, n_words, n_digits, n_segments
    const int64_t* n_levels
    const uint32_t* margins
    Py_ssize_t margins_stride, segment_stride
    const int64_t* word_bounds
    const int64_t* octets
    const int64_t* others
    const uint64_t* masks
    Py_ssize_t masks_stride
    const int64_t* other_margins
    Py_ssize_t other_margins_stride, other_segment_stride
    const int64_t* other_levels
    const int64_t* n_rows
    const int64_t* f
    Py_ssize_t size
    double scale
    int64_t* by_segment
    int64_t* pooled
    uint64_t* memory
    Py_ssize_t cells_size, scratch_size, thread_size


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
    Team team,                              # IN   who shares the octets,
    int n_threads,                          # IN   and how many of it
):
    """Sum f over the cells of the joint tables of each feature with another variable.

    Over the cells of the tables of all segments, and over the cells of their sum.
    """
    cdef:
        Py_ssize_t k, levels, most = 1, widest = 1, n = octets.shape[0]
        call_t call
        uint64_t* memory
    if n == 0:
        return
    for k in range(n):
        levels = other_levels[others[k]]
        most = max(most, levels)
        widest = max(widest, n_levels[octets[k]] * levels)
    call.count = count_at(_cpu.level)
    call.complete = complete_at(_cpu.level)
    call.add = sum_at(_cpu.level)
    call.sum_few = few_at(_cpu.level)
    call.planes = &planes[0, 0, 0, 0]
    call.octet_stride = planes.strides[0] // sizeof(uint64_t)
    call.n_words, call.n_digits = planes.shape[1], planes.shape[2]
    call.n_segments = word_bounds.shape[0] - 1
    call.n_levels = &n_levels[0]
    call.margins, call.masks, call.pooled = NULL, NULL, NULL
    if margins.shape[2]:
        call.margins = &margins[0, 0, 0, 0]
    call.margins_stride = margins.strides[0] // sizeof(uint32_t)
    call.segment_stride = margins.strides[1] // sizeof(uint32_t)
    call.word_bounds = &word_bounds[0]
    call.octets, call.others = &octets[0], &others[0]
    if masks.shape[1]:
        call.masks = &masks[0, 0, 0]
    call.masks_stride = masks.strides[0] // sizeof(uint64_t)
    call.other_margins = &other_margins[0, 0, 0]
    call.other_margins_stride = other_margins.strides[0] // sizeof(int64_t)
    call.other_segment_stride = other_margins.shape[2]
    call.other_levels, call.n_rows = &other_levels[0], &n_rows[0]
    call.f, call.size, call.scale = &f[0], f.shape[0], scale
    call.by_segment = &by_segment[0, 0]
    if pooled.shape[0]:
        call.pooled = &pooled[0, 0]
    # For each thread, in lines of the cache.
    call.cells_size = LANES * widest
    call.scratch_size = LANES * ((CHUNK << call.n_digits) + most)
    call.thread_size = call.scratch_size + 2 * call.cells_size
    memory = <uint64_t*> malloc(64 + n_threads * call.thread_size * sizeof(uint64_t))
    if memory == NULL:
        raise MemoryError()
    call.memory = <uint64_t*> _aligned(memory)
    with nogil:
        if n_threads == 1:
            _sum_some(&call, 0, 0, n)
        else:
            team.share(n_threads, _sum_some, &call, n, max(n // (32 * n_threads), 1))
        free(memory)


cdef void _sum_some(
    void* context, int who, Py_ssize_t begin, Py_ssize_t end
) noexcept nogil:
    """What one thread does of a call."""
    cdef:
        call_t* call = <call_t*> context
        Py_ssize_t k, size = LANES * sizeof(int64_t)
        # Threads take turns at octets, whose sums may share a line of the cache: they
        # are written there once.
        int64_t sums[LANES]
        int64_t pooled[LANES]
    for k in range(begin, end):
        memset(sums, 0, size)
        memset(pooled, 0, size)
        _sum_one(
            call, call.memory + who * call.thread_size, call.octets[k], call.others[k],
            sums, pooled if call.pooled != NULL else NULL,
        )
        memcpy(call.by_segment + k * LANES, sums, size)
        if call.pooled != NULL:
            memcpy(call.pooled + k * LANES, pooled, size)


cdef void _sum_one(
    const call_t* call, uint64_t* scratch, Py_ssize_t octet, Py_ssize_t other,
    int64_t* sums, int64_t* pooled,
) noexcept nogil:
    """Add up what one octet and one other variable tell; pooled: NULL if not wanted."""
    cdef:
        Py_ssize_t segment, word
        Py_ssize_t own_levels = call.n_levels[octet], levels = call.other_levels[other]
        Py_ssize_t n_cells = own_levels * levels
        const uint64_t* planes = call.planes + octet * call.octet_stride
        const uint64_t* masks = call.masks + other * call.masks_stride
        const uint64_t* some_masks = NULL
        const uint32_t* margins = call.margins + octet * call.margins_stride
        const int64_t* other_margins = (
            call.other_margins + other * call.other_margins_stride
        )
        uint64_t* cells = scratch + call.scratch_size
        uint64_t* all_cells = NULL
    if call.n_digits < 3 and 2 <= levels <= 3 and own_levels == call.n_digits + 1:
        call.sum_few(
            planes, own_levels, call.word_bounds, call.n_segments, masks,
            call.n_words, levels, margins, call.segment_stride, other_margins,
            call.other_segment_stride, call.n_rows, call.f, call.size, call.scale,
            sums, pooled,
        )
        return
    if pooled != NULL:
        all_cells = cells + call.cells_size
        memset(all_cells, 0, n_cells * LANES * sizeof(uint64_t))
    for segment in range(call.n_segments):
        word = call.word_bounds[segment]
        if call.word_bounds[segment + 1] == word:
            continue
        if levels > 1:
            some_masks = masks + word
        call.count(
            planes + word * call.n_digits * LANES, call.n_digits, own_levels,
            call.word_bounds[segment + 1] - word, some_masks, call.n_words,
            levels, cells, scratch,
        )
        call.complete(
            cells, own_levels, levels, margins + segment * call.segment_stride,
            other_margins + segment * call.other_segment_stride, all_cells,
        )
        call.add(
            cells, n_cells, call.n_rows[segment], call.f, call.size, call.scale,
            sums,
        )
    if pooled != NULL:
        call.add(
            all_cells, n_cells, call.n_rows[call.n_segments], call.f, call.size,
            call.scale, pooled,
        )

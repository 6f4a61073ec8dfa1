"""Joint tables of tiles of features with another, counted row by row.

The tiles are those of _tiles.pyx, and the counting is that of include/tiles.h.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memset

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._team cimport Team


cdef extern from "tiles.h" nogil:
    enum:
        TILE
        BATCH
        AHEAD
    ctypedef struct tile_t:
        const uint64_t* rows
        size_t n_digits, n_levels
    ctypedef struct table_t:
        const int64_t* f
        size_t size
        double scale
    ctypedef void (*sum_rows_fn)(
        const tile_t*, const int32_t*, size_t, table_t, int64_t*, uint32_t*, uint64_t*
    ) noexcept
    sum_rows_fn sum_rows_at(int level)
    void sum_counts(const uint32_t*, size_t, uint64_t, table_t, int64_t*)
    size_t tile_scratch(size_t)

cdef enum:
    # Codes that a thread follows at once: a counter that waits for its last value holds
    # up one of them only.
    WALKS = 4
    # Counters of a line of the cache: no two threads write to one.
    CACHE_LINE = 16


# A call of list_rows: what it is given, and what it knows.
cdef struct listing_t:
    const uint8_t* codes
    const int32_t* rows
    const int64_t* bounds
    Py_ssize_t n_segments, n_levels, n_walks, stride
    int32_t* next       # (walks, segments, levels): rows, then where the next one goes
    int32_t* lists      # NULL while rows are counted


def room_of_lists(Py_ssize_t n_rows, Py_ssize_t n_lists):
    """Rows that `list_rows` needs room for."""
    return n_rows + (BATCH - 1) * min(n_rows, n_lists) + AHEAD


def list_rows(
    const uint8_t[::1] codes,       # IN   of a variable
    const int32_t[::1] rows,        # IN   of each segment: their order in tiles
    const int64_t[::1] bounds,      # IN   first of each segment, and the end
    int64_t[:, ::1] sizes,          # OUT  (levels, segments)
    int64_t[:, ::1] begins,         # OUT  likewise: the first of each list
    int32_t[::1] lists,             # OUT  all lists
    Team team,                      # IN   who shares the rows,
    int n_threads,                  # IN   and how many of it
):
    """List the rows at each level in each segment, by their places in a tile.

    A list goes on to the end of a batch with the row of zeros, which is the last one,
    and so does the last list to the end of all.
    """
    cdef:
        listing_t call
        Py_ssize_t i, walk, level, segment, at = 0
        int32_t n, n_rows = <int32_t> codes.shape[0]
        int32_t* one
    call.codes, call.rows, call.bounds = &codes[0], &rows[0], &bounds[0]
    call.n_levels, call.n_segments = sizes.shape[0], sizes.shape[1]
    call.n_walks = WALKS * n_threads
    call.stride = call.n_segments * call.n_levels + CACHE_LINE
    call.next = <int32_t*> calloc(call.n_walks * call.stride, sizeof(int32_t))
    if call.next == NULL:
        raise MemoryError()
    with nogil:
        call.lists = NULL
        team.share(n_threads, _walk_along, &call, n_threads, 1)
        for level in range(call.n_levels):
            for segment in range(call.n_segments):
                begins[level, segment] = at
                for walk in range(call.n_walks):
                    one = call.next + walk * call.stride
                    one += segment * call.n_levels + level
                    n = one[0]
                    one[0] = <int32_t> at
                    at += n
                sizes[level, segment] = at - begins[level, segment]
                while (at - begins[level, segment]) % BATCH:
                    lists[at] = n_rows
                    at += 1
        for i in range(at, lists.shape[0]):
            lists[i] = n_rows
        call.lists = &lists[0]
        team.share(n_threads, _walk_along, &call, n_threads, 1)
        free(call.next)


cdef void _walk_along(
    void* context, int who, Py_ssize_t begin, Py_ssize_t end
) noexcept nogil:
    """Some times WALKS of the walks along the rows of each segment."""
    cdef:
        listing_t* call = <listing_t*> context
        Py_ssize_t some, segment
    for some in range(begin, end):
        for segment in range(call.n_segments):
            if call.lists == NULL:
                _walk(call, segment, some * WALKS, NULL)
            else:
                _walk(call, segment, some * WALKS, call.lists)


cdef inline void _walk(
    const listing_t* call, Py_ssize_t segment, Py_ssize_t walk, int32_t* lists
) noexcept nogil:
    """WALKS walks from one on, at once; the last of all takes what is left as well."""
    cdef:
        const uint8_t* codes = call.codes
        const int32_t* rows = call.rows
        Py_ssize_t first = call.bounds[segment], end = call.bounds[segment + 1]
        Py_ssize_t n_each = (end - first) // call.n_walks, i, k
        int32_t* next[WALKS]
    for k in range(WALKS):
        next[k] = call.next + (walk + k) * call.stride + segment * call.n_levels
    first += walk * n_each
    for i in range(first, first + n_each):
        for k in range(WALKS):
            _visit(i + k * n_each, next[k] + codes[rows[i + k * n_each]], lists)
    if walk + WALKS == call.n_walks:
        for i in range(first + WALKS * n_each, end):
            _visit(i, next[WALKS - 1] + codes[rows[i]], lists)


cdef inline void _visit(
    Py_ssize_t place, int32_t* next, int32_t* lists
) noexcept nogil:
    """Count a row, or list its place."""
    if lists != NULL:
        lists[next[0]] = <int32_t> place
    next[0] += 1


# A call of sum_cells: what it is given, and a stride for each that has rows.
cdef struct call_t:
    sum_rows_fn sum_rows
    tile_t tile             # the first one
    Py_ssize_t tile_stride, n_segments
    const int64_t* n_levels
    const int64_t* which
    const int64_t* first
    const int64_t* end
    const int32_t* lists
    const int64_t* begins
    const int64_t* sizes
    table_t table
    int64_t* by_segment
    int64_t* pooled
    char* memory
    Py_ssize_t n_counts, thread_size


def sum_cells(
    const uint64_t[:, :, :, ::1] tiles,     # IN   of a block
    const int64_t[::1] n_levels,            # IN   of each tile
    const int64_t[::1] which,               # IN   tiles to treat, each at the levels of
    const int64_t[::1] first,               # IN   the other variable from this one
    const int64_t[::1] end,                 # IN   to before that one
    const int32_t[::1] lists,               # IN   of list_rows, of the other variable
    const int64_t[:, ::1] begins,           # IN
    const int64_t[:, ::1] sizes,            # IN
    const int64_t[::1] f,                   # IN   table of the estimator
    double scale,                           # IN   of its fixed point
    int64_t[:, ::1] by_segment,             # OUT  (tiles to treat, 256)
    int64_t[:, ::1] pooled,                 # OUT  likewise; or empty: not wanted
    Team team,                              # IN   who shares the tiles,
    int n_threads,                          # IN   and how many of it
):
    """Sum f over the cells of joint tables that are at some levels of another variable.

    Over the cells of the tables of all segments, and over the cells of their sum.
    """
    cdef:
        call_t call
        Py_ssize_t n = which.shape[0]
        void* memory
    if n == 0:
        return
    call.sum_rows = sum_rows_at(_cpu.level)
    call.tile.rows, call.tile.n_digits = &tiles[0, 0, 0, 0], tiles.shape[2]
    call.tile_stride = tiles.strides[0] // sizeof(uint64_t)
    call.n_levels, call.n_segments = &n_levels[0], sizes.shape[1]
    call.which, call.first, call.end = &which[0], &first[0], &end[0]
    call.lists, call.begins, call.sizes = &lists[0], &begins[0, 0], &sizes[0, 0]
    call.table.f, call.table.size, call.table.scale = &f[0], f.shape[0], scale
    call.by_segment = &by_segment[0, 0]
    call.pooled = NULL
    if pooled.shape[0]:
        call.pooled = &pooled[0, 0]
    # For each thread: sums, counts, and scratch memory, in lines of the cache.
    call.n_counts = TILE << call.tile.n_digits
    call.thread_size = (
        2 * TILE * sizeof(int64_t) + call.n_counts * sizeof(uint32_t)
        + tile_scratch(call.tile.n_digits) * sizeof(uint64_t) + 63
    ) & ~<Py_ssize_t> 63
    memory = malloc(n_threads * call.thread_size + 63)
    if memory == NULL:
        raise MemoryError()
    call.memory = <char*> ((<size_t> memory + 63) & ~<size_t> 63)
    with nogil:
        if n_threads == 1:
            _sum_some(&call, 0, 0, n)
        else:
            team.share(n_threads, _sum_some, &call, n, 1)
        free(memory)


cdef void _sum_some(
    void* context, int who, Py_ssize_t begin, Py_ssize_t end
) noexcept nogil:
    """What one thread does of a call."""
    cdef:
        call_t* call = <call_t*> context
        Py_ssize_t k, level, segment, place, size = TILE * sizeof(int64_t)
        uint64_t n_rows
        tile_t tile = call.tile
        # Those of tiles side by side, which may share a line of the cache, are written
        # there once.
        int64_t* sums = <int64_t*> (call.memory + who * call.thread_size)
        int64_t* pooled = sums + TILE
        uint32_t* all_counts = <uint32_t*> (pooled + TILE)
        uint32_t* counts = all_counts if call.pooled != NULL else NULL
        uint64_t* scratch = <uint64_t*> (all_counts + call.n_counts)
    for k in range(begin, end):
        tile.rows = call.tile.rows + call.which[k] * call.tile_stride
        tile.n_levels = call.n_levels[call.which[k]]
        memset(sums, 0, 2 * size)
        for level in range(call.first[k], call.end[k]):
            if counts != NULL:
                memset(counts, 0, tile.n_levels * TILE * sizeof(uint32_t))
            n_rows = 0
            for segment in range(call.n_segments):
                place = level * call.n_segments + segment
                if call.sizes[place] == 0:
                    continue
                n_rows += call.sizes[place]
                call.sum_rows(
                    &tile, call.lists + call.begins[place], call.sizes[place],
                    call.table, sums, counts, scratch,
                )
            if counts != NULL:
                sum_counts(counts, tile.n_levels, n_rows, call.table, pooled)
        memcpy(call.by_segment + k * TILE, sums, size)
        if call.pooled != NULL:
            memcpy(call.pooled + k * TILE, pooled, size)

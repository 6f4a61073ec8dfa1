"""Tiles: 256 features of few levels, a row of bits for each row of the table.

The layout is that of include/tiles.h. Feature q of a tile is bit 8 (q % 8) + q // 32 of
word q % 32 // 8, because that is how its counters come out in order. After the last row
comes one of zeros.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.stdlib cimport calloc, free

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._code_lines cimport SOME, join_columns
from sklearn_info._kernels._typedefs cimport code_t


cdef extern from "digits.h" nogil:
    ctypedef void (*split_fn)(const uint8_t*, size_t, uint64_t*, size_t) noexcept
    split_fn split_at(int level)

cdef extern from "tiles.h" nogil:
    enum:
        TILE
        TILE_WORDS

# Of the layout, as Python knows it.
FEATURES, WORDS = TILE, TILE_WORDS


def encode(
    const code_t[::1, :] codes,         # IN   column-major
    const int64_t[:, ::1] columns,      # IN   (tiles, 256); -1: all zeros
    const int64_t[::1] places,          # IN   of each row, in a tile
    uint64_t[:, :, :, ::1] tiles,       # OUT  (tiles, rows + 1, digits, 4)
):
    """Split the codes of some tiles in binary digits, row by row."""
    cdef:
        Py_ssize_t tile, word, byte, bit, begin, end, i, j
        Py_ssize_t n_rows = codes.shape[0], n_digits = tiles.shape[2]
        split_fn split = split_at(_cpu.level)
        const code_t* x[8]
        uint64_t lines[8][SOME]
        uint64_t row[8]
        code_t* nothing = <code_t*> calloc(n_rows + 1, sizeof(code_t))
    if nothing == NULL:
        raise MemoryError()
    with nogil:
        for tile in range(tiles.shape[0]):
            tiles[tile, n_rows] = 0
            end = 0
            while end < n_rows:
                begin, end = end, min(end + SOME, n_rows)
                for word in range(TILE_WORDS):
                    for byte in range(8):
                        for bit in range(8):
                            j = columns[tile, 8 * word + byte + TILE // 8 * bit]
                            x[bit] = &codes[0, j] if j >= 0 else nothing
                        join_columns(x, begin, end, lines[byte])
                    for i in range(begin, end):
                        for byte in range(8):
                            row[byte] = lines[byte][i - begin]
                        split(
                            <uint8_t*> row, n_digits, &tiles[tile, places[i], 0, word],
                            TILE_WORDS,
                        )
        free(nothing)

"""A fingerprint of memory, about as fast as memory is read.

Eight lanes of 64 bits each take every eighth word,

    state = rotate((state XOR word) * odd, 32) * odd,

a bijection of the word for a given state, and of the state for a given word: inputs
that differ in one word of a lane never agree, and others do by chance. One product
would not do: the highest bit of a word would stay one bit, which the next word could
undo. That tells data apart, not attackers: whoever can write to a cache needs none.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport uint8_t, uint64_t
from libc.string cimport memcpy

cdef extern from "cpu.h" nogil:
    void PREFETCH(const void*)

cdef enum:
    LANES = 8
    STRIPE = 64
    # Processors foresee what follows within a page of memory only. Asked for this far
    # ahead, a pass over 160 MB takes six tenths of the time.
    AHEAD = 4096

# The fraction of the golden ratio: no pattern in its bits.
cdef uint64_t ODD = 0x9E3779B97F4A7C15


cdef inline uint64_t _mix(uint64_t state, uint64_t word) noexcept nogil:
    state = (state ^ word) * ODD
    return ((state << 32) | (state >> 32)) * ODD


def fold(
    const uint8_t[::1] data,    # IN
    uint64_t[::1] state,        # IN OUT  eight lanes
):
    """Mix all bytes of data into a state; bytes that are missing at its end are 0."""
    cdef:
        Py_ssize_t i, lane, n = data.shape[0] // STRIPE, rest = data.shape[0] % STRIPE
        uint64_t words[LANES]
        uint64_t lanes[LANES]
    with nogil:
        for lane in range(LANES):
            lanes[lane] = state[lane]
        for i in range(n):
            PREFETCH(&data[0] + i * STRIPE + AHEAD)
            memcpy(words, &data[i * STRIPE], STRIPE)
            for lane in range(LANES):
                lanes[lane] = _mix(lanes[lane], words[lane])
        if rest:
            for lane in range(LANES):
                words[lane] = 0
            memcpy(words, &data[n * STRIPE], rest)
            for lane in range(LANES):
                lanes[lane] = _mix(lanes[lane], words[lane])
        for lane in range(LANES):
            state[lane] = lanes[lane]

"""A fingerprint of memory, as fast as memory is read.

Eight lanes of 64 bits take a word each of every stripe of 64 bytes: the word goes to
the neighbour of its lane, and the product of its halves, after a key that depends on
its place, to the lane itself,

    state[lane ^ 1] += word,  state[lane] += low(word ^ key) * high(word ^ key),

since vectors multiply 32 bits by 32, and not 64 by 64. After every block of 16 stripes
each lane is mixed by a bijection,

    state = (state ^ (state >> 47) ^ key) * odd.

Memory is read at four places: it is cut into four runs of as many blocks, each with
lanes of its own. The rest follows the first run, and a zero or more, to the end of a
block.

Inputs of one length that differ in one word never agree, because the neighbour adds
what differs, and others do by chance: so accumulates XXH3 (Collet, 2019). That tells
data apart, not attackers: whoever can write to a cache needs none.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport uint8_t, uint64_t

from sklearn_info._kernels cimport _cpu

cdef extern from "fingerprint.h" nogil:
    enum:
        STREAMS
        LANES
    void fold_memory(const uint8_t*, size_t, uint64_t*, int)

# Of a state: the lanes of each run.
SHAPE = (STREAMS, LANES)


def fold(
    const uint8_t[::1] data,    # IN
    uint64_t[:, ::1] state,     # IN OUT  of SHAPE
):
    """Mix all bytes of data into a state; bytes that are missing at its end are 0."""
    cdef:
        uint8_t nothing = 0
        const uint8_t* memory = &data[0] if data.shape[0] else &nothing
    with nogil:
        fold_memory(memory, data.shape[0], &state[0, 0], _cpu.level)

"""Bits of a key, well mixed."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport uint64_t


cdef inline uint64_t mixed(uint64_t x) noexcept nogil:
    """The finaliser of splitmix64: every bit of x moves every bit of the result."""
    x = (x ^ (x >> 30)) * <uint64_t> 0xBF58476D1CE4E5B9
    x = (x ^ (x >> 27)) * <uint64_t> 0x94D049BB133111EB
    return x ^ (x >> 31)

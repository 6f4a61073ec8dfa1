"""The instruction set in force, for all kernels.

Chosen when first imported; a test or a benchmark may force a lower one.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause


cdef extern from "cpu.h" nogil:
    int cpu_best_level()


cdef int level = cpu_best_level()

LEVELS = ("baseline", "avx2", "avx512")


def get_level():
    """Name of the instruction set in force."""
    return LEVELS[level]


def set_level(name=None):
    """Force an instruction set, or the best one by default.

    Returns the name of the one in force: no better than the processor has.
    """
    global level
    level = cpu_best_level()
    if name is not None:
        level = min(level, LEVELS.index(name))
    return LEVELS[level]

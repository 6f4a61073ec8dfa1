# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

cdef int level              # the instruction set in force: see include/cpu.h

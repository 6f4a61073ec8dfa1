cdef int level              # the instruction set in force: see include/cpu.h

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

cdef extern from "team.h" nogil:
    # What a thread does of a call: (context, who it is, begin, end), 0 the caller.
    ctypedef void (*part_fn)(void*, int, Py_ssize_t, Py_ssize_t) noexcept
    ctypedef struct team_t:
        pass


cdef class Team:
    cdef team_t* _team
    cdef void share(
        self, int n_threads, part_fn part, void* context, Py_ssize_t n,
        Py_ssize_t length,
    ) noexcept nogil

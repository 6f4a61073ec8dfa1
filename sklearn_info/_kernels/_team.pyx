"""Threads that share one short call after another: see include/team.h."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stddef cimport ptrdiff_t

cdef extern from "team.h" nogil:
    team_t* new_team(int)
    void free_team(team_t*)
    void share_call(team_t*, int, part_fn, void*, ptrdiff_t, ptrdiff_t)
    void serve_calls(team_t*, int)
    void dismiss_helper(team_t*, int)


cdef class Team:
    """Helpers of one caller, each in a thread of `serve`."""

    def __cinit__(self, int n_helpers):
        self._team = new_team(n_helpers)
        if self._team == NULL:
            raise MemoryError()

    def __dealloc__(self):
        if self._team != NULL:
            free_team(self._team)

    def serve(self, int helper):
        """Share the calls of others, until dismissed."""
        with nogil:
            serve_calls(self._team, helper)

    def dismiss(self, int helper):
        """Let a helper go, who has nothing to do now."""
        dismiss_helper(self._team, helper)

    def call(self, int n_threads, function, Py_ssize_t n, Py_ssize_t length):
        """Call function(begin, end) on ranges of one length that cover 0 to n.

        In the first n_threads - 1 helpers and here. After an error, which is raised
        here, no range is begun any more.
        """
        call = function, []
        with nogil:
            self.share(n_threads, _call, <void*> call, n, length)
        for error in call[1]:
            raise error

    cdef void share(
        self, int n_threads, part_fn part, void* context, Py_ssize_t n,
        Py_ssize_t length,
    ) noexcept nogil:
        """Let the same threads do a part, without the GIL."""
        share_call(self._team, n_threads - 1, part, context, n, length)


cdef void _call(
    void* context, int who, Py_ssize_t begin, Py_ssize_t end
) noexcept with gil:
    function, errors = <object> context
    if errors:
        return
    try:
        function(begin, end)
    except BaseException as error:
        errors.append(error)

"""Random orders of samples, from uniform numbers that are drawn before."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t


def shuffle_strata(
    const int64_t[::1] members,     # IN   samples, those of a stratum side by side
    const int64_t[::1] starts,      # IN   where each stratum begins, and the end
    const double[::1] uniform,      # IN   in [0, 1), one for each sample
    int64_t[::1] shuffled,          # scratch, the same
    int64_t[::1] order,             # OUT  the sample that takes the place of each
):
    """Each order within the strata alike (Fisher and Yates)."""
    cdef:
        Py_ssize_t s, i, j
        int64_t member
    with nogil:
        for s in range(starts.shape[0] - 1):
            for i in range(starts[s], starts[s + 1]):
                # A product of uniform < 1 and a whole number rounds below it.
                j = starts[s] + <Py_ssize_t> (uniform[i] * (i - starts[s] + 1))
                # The new member goes anywhere, and who was there to the end.
                shuffled[i] = shuffled[j]
                shuffled[j] = members[i]
        for i in range(members.shape[0]):
            member = members[i]
            order[member] = shuffled[i]


def shuffle_near(
    const int64_t[:, ::1] near,     # IN   candidates for the place of each sample
    const int64_t[::1] turns,       # IN   the samples in the order in which they choose
    const double[:, ::1] uniform,   # IN   in [0, 1), one for each candidate
    int64_t[::1] candidates,        # scratch, one for each candidate of a sample
    unsigned char[::1] taken,       # scratch, one for each sample
    int64_t[::1] order,             # OUT
):
    """Each sample takes a random candidate that is free, or if none is, the last."""
    cdef:
        Py_ssize_t t, i, j, m, n_near = near.shape[1]
        int64_t chosen
    with nogil:
        taken[:] = 0
        for t in range(turns.shape[0]):
            i = turns[t]
            for m in range(n_near):
                j = <Py_ssize_t> (uniform[i, m] * (m + 1))
                candidates[m] = candidates[j]
                candidates[j] = near[i, m]
            for m in range(n_near):
                chosen = candidates[m]
                if not taken[chosen]:
                    break
            taken[chosen] = 1
            order[i] = chosen

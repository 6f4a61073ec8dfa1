"""Scores of the ranks of a column."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t


def rank_scores(
    const double[::1] numbers,      # IN
    const int64_t[::1] order,       # IN   that sorts them
    const double[::1] table,        # IN   score of the mean of places i and j at i + j
    double[::1] scores,             # OUT  of each number
):
    """Score the mean rank of each number; equal ones share theirs."""
    cdef:
        Py_ssize_t i, begin = 0, end = 0, n = order.shape[0]
        double number, score
    with nogil:
        while begin < n:
            number = numbers[order[begin]]
            end = begin + 1
            while end < n and numbers[order[end]] == number:
                end += 1
            score = table[begin + end - 1]
            for i in range(begin, end):
                scores[order[i]] = score
            begin = end

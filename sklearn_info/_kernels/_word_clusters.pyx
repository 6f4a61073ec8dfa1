"""Words to clusters, and sums over the clusters."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._typedefs cimport index_t


cdef extern from "word_clusters.h" nogil:
    enum:
        CLUSTER_LANES
        WORD_TILE
    ctypedef struct word_list:
        const int64_t* indptr
        const int32_t* classes
        const double* share
        const double* prior
        const float* share_32
        const float* prior_32
    ctypedef struct cluster_table:
        const float* log_q
        const float* prior_log_q
        size_t n_padded
    ctypedef size_t (*assign_fn)(
        const word_list*, size_t, const double*, const double*, size_t,
        const cluster_table*, const cluster_table*, const int32_t*, const int32_t*,
        int32_t*, double*, double*, float*,
    ) noexcept
    assign_fn assign_select(int)

LANES = CLUSTER_LANES
TILE = WORD_TILE


def assign(
    const int64_t[::1] indptr,          # IN   first entry of each word, and the end
    const int32_t[::1] classes,         # IN   classes of the entries
    const double[::1] share,            # IN   s of the entries
    const double[::1] prior,            # IN   b of each word
    const float[::1] share_32,          # IN   the same in single precision
    const float[::1] prior_32,          # IN
    const double[:, ::1] log_q,         # IN   log p(c|t): (classes, clusters)
    const double[::1] prior_log_q,      # IN   sum_c p(c) log p(c|t)
    const float[:, ::1] log_q_32,       # IN   the same, clusters padded
    const float[::1] prior_log_q_32,    # IN
    const float[:, ::1] changed_32,     # IN   the same of the clusters that are not
    const float[::1] prior_changed_32,  # IN   as they were
    const int32_t[::1] changed,         # IN   which these are, in rising order
    const int32_t[::1] place,           # IN   of each cluster among these, or -1
    int32_t[::1] labels,                # IN, OUT  cluster of each word
    double[::1] best,                   # OUT  its score
    double[::1] rival,                  # IN, OUT  bound of the others; inf at first
    float[::1] scores,                  # scratch, TILE x padded clusters
):
    """Move each word to its nearest cluster; return how many moved.

    A word leaves its cluster only for one with a larger score, and of several for
    the first. Clusters are padded to a multiple of LANES, with log p(c|t) = -inf.
    """
    cdef:
        size_t moved = 0
        word_list words
        cluster_table every, some
    if changed.shape[0] == 0 or prior.shape[0] == 0:
        return 0
    words.indptr = &indptr[0]
    words.classes = &classes[0]
    words.share = &share[0]
    words.prior = &prior[0]
    words.share_32 = &share_32[0]
    words.prior_32 = &prior_32[0]
    every.log_q = &log_q_32[0, 0]
    every.prior_log_q = &prior_log_q_32[0]
    every.n_padded = prior_log_q_32.shape[0]
    some.log_q = &changed_32[0, 0]
    some.prior_log_q = &prior_changed_32[0]
    some.n_padded = prior_changed_32.shape[0]
    with nogil:
        moved = assign_select(_cpu.level)(
            &words, prior.shape[0], &log_q[0, 0], &prior_log_q[0], log_q.shape[1],
            &every, &some, &changed[0], &place[0],
            &labels[0], &best[0], &rival[0], &scores[0],
        )
    return moved


def add_words(
    const int64_t[::1] indptr,          # IN   as for assign
    const int32_t[::1] classes,         # IN
    const double[::1] mass,             # IN
    const int32_t[::1] labels,          # IN   cluster of each word
    double[:, ::1] joint,               # OUT  (clusters, classes), added to
):
    """Add the entries of the words to those of their clusters."""
    cdef:
        Py_ssize_t w, e
        double* row
    with nogil:
        for w in range(labels.shape[0]):
            row = &joint[labels[w], 0]
            for e in range(indptr[w], indptr[w + 1]):
                row[classes[e]] += mass[e]


def sum_columns(
    const index_t[::1] indptr,          # IN   of a CSR matrix
    const index_t[::1] indices,         # IN
    const double[::1] values,           # IN   its entries
    const int32_t[::1] labels,          # IN   cluster of each column, or -1: none
    double[:, ::1] sums,                # OUT  (rows, clusters), added to
):
    """Add the columns of each cluster, row by row."""
    cdef:
        Py_ssize_t i, e
        int32_t t
        double* row
    with nogil:
        for i in range(sums.shape[0]):
            row = &sums[i, 0]
            for e in range(indptr[i], indptr[i + 1]):
                t = labels[indices[e]]
                if t >= 0:
                    row[t] += values[e]

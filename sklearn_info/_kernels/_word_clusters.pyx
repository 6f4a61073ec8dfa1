"""Words to clusters, and sums over the clusters."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t

from sklearn_info._kernels cimport _cpu
from sklearn_info._kernels._typedefs cimport index_t


cdef extern from "word_clusters.h" nogil:
    enum:
        CLUSTER_LANES
    ctypedef struct cluster_table:
        const double* log_q
        const double* prior_log_q
        size_t n_padded
    ctypedef size_t (*assign_fn)(
        const int64_t*, const int32_t*, const double*, const double*, size_t,
        const cluster_table*, const cluster_table*, const int32_t*, int32_t*,
        double*, double*,
    ) noexcept
    assign_fn assign_select(int)

LANES = CLUSTER_LANES


def assign(
    const int64_t[::1] indptr,          # IN   first entry of each word, and the end
    const int32_t[::1] classes,         # IN   classes of the entries
    const double[::1] mass,             # IN   m of the entries
    const double[::1] prior_mass,       # IN   b of each word
    const double[:, ::1] log_q,         # IN   log p(c|t): (classes, padded clusters)
    const double[::1] prior_log_q,      # IN   sum_c p(c) log p(c|t)
    const double[:, ::1] log_q_changed,     # IN   the same of the clusters
    const double[::1] prior_log_q_changed,  # IN   that are not as they were
    const int32_t[::1] changed,         # IN   which these are, in rising order
    int32_t[::1] labels,                # IN, OUT  cluster of each word
    double[::1] best,                   # IN, OUT  its score, or inf at first
    double[::1] score,                  # scratch, one a padded cluster
):
    """Move each word to its nearest cluster; return how many moved.

    A word leaves its cluster only for one with a larger score, and of several for
    the first. Clusters are padded to a multiple of LANES, with log p(c|t) = -inf.
    """
    cdef:
        size_t moved = 0
        cluster_table every, some
    every.log_q = &log_q[0, 0]
    every.prior_log_q = &prior_log_q[0]
    every.n_padded = prior_log_q.shape[0]
    some.n_padded = prior_log_q_changed.shape[0]
    if some.n_padded:
        some.log_q = &log_q_changed[0, 0]
        some.prior_log_q = &prior_log_q_changed[0]
        with nogil:
            moved = assign_select(_cpu.level)(
                &indptr[0], &classes[0], &mass[0], &prior_mass[0],
                prior_mass.shape[0], &every, &some, &changed[0],
                &labels[0], &best[0], &score[0],
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

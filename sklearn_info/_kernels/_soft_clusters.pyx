"""Sweeps of the iterative information bottleneck until nothing changes."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.math cimport fabs, log, sqrt
from libc.stdint cimport int32_t, int64_t

from sklearn_info._kernels cimport _cpu


cdef extern from "soft_clusters.h" nogil:
    enum:
        SOFT_LANES
    ctypedef struct soft_problem:
        const int64_t* indptr
        const int32_t* columns
        const double* share
        const double* weight
        size_t n_rows
        size_t n_columns
        size_t n_clusters
        size_t n_padded
        double* margin
        double* table
        double* scores
        double* ahead
    ctypedef struct soft_step:
        double value
        double entropy
        double moved
    ctypedef void (*soft_gather_fn)(const soft_problem*, const double*) noexcept
    ctypedef soft_step (*soft_assign_fn)(
        const soft_problem*, double, double, const double*, double*, double*
    ) noexcept
    ctypedef int (*soft_leap_fn)(
        const soft_problem*, const double*, const double*, const double*,
        const double*, double*,
    ) noexcept
    soft_gather_fn soft_gather_select(int)
    soft_assign_fn soft_assign_select(int)
    soft_leap_fn soft_leap_select(int)

LANES = SOFT_LANES

# Buffers of the size of the encoder that iterate works in.
N_BUFFERS = 7


cdef struct Search:
    soft_problem problem
    double alpha
    double beta
    bint squared
    soft_gather_fn gather
    soft_assign_fn assign
    soft_leap_fn leap


cdef double _negentropy(const double* values, size_t n) noexcept nogil:
    cdef:
        size_t i
        double total = 0.0
    for i in range(n):
        total += values[i] * log(values[i]) if values[i] > 0.0 else 0.0
    return total


cdef soft_step _sweep(
    const Search* search, const double* q, double entropy, double* log_next,
    double* next,
) noexcept nogil:
    """The next encoder; entropy is H(T|X) of this one."""
    cdef:
        const soft_problem* p = &search.problem
        soft_step step
        double rate, of_margin, of_table, value
    search.gather(p, q)
    if not search.squared:
        return search.assign(p, search.beta, search.alpha, q, log_next, next)
    # I(X; T)^2 - beta I(T; Y) is stationary where I(X; T) - b I(T; Y) is, with
    # b = beta / (2 I(X; T)).
    of_margin = _negentropy(p.margin, p.n_padded)
    of_table = _negentropy(p.table, p.n_columns * p.n_padded)
    rate = max(-of_margin - entropy, 1e-12)
    value = rate * rate - search.beta * (of_table - of_margin)
    step = search.assign(p, search.beta / (2.0 * rate), 1.0, q, log_next, next)
    step.value = value
    return step


cdef double _entropy(const soft_problem* p, const double* q) noexcept nogil:
    """H(T|X)."""
    cdef:
        size_t x, t
        double total = 0.0, row, share
    for x in range(p.n_rows):
        row = 0.0
        for t in range(p.n_clusters):
            share = q[x * p.n_padded + t]
            row -= share * log(share) if share > 0.0 else 0.0
        total += p.weight[x] * row
    return total


def iterate(
    const int64_t[::1] indptr,      # IN   CSR of p(y|x)
    const int32_t[::1] columns,     # IN
    const double[::1] share,        # IN
    const double[::1] weight,       # IN   p(x)
    Py_ssize_t n_clusters,          # IN
    double beta,                    # IN   > 0
    double alpha,                   # IN   > 0; 1 if squared
    bint squared,                   # IN   whether I(X; T) counts by its square
    double tol,                     # IN   of the objective, nats
    double[:, ::1] encoder,         # IN, OUT  p(t|x), padded to a multiple of LANES
    double[:, :, ::1] buffers,      # scratch, N_BUFFERS like the encoder
    double[:, ::1] table,           # scratch, (columns, padded clusters)
    double[:, ::1] lines,           # scratch, (3, padded clusters)
    double[::1] path,               # OUT  objective after each, but for a constant
):
    """Sweep until the objective and the encoder stand still, or the path is full.

    Returns the number of sweeps, and whether they stand still: a sweep lowers the
    objective by tol at most, and moves no p(t|x) by more than sqrt(tol).
    """
    cdef:
        Search search
        soft_problem* p = &search.problem
        soft_step start, first, second, ahead
        Py_ssize_t n = 0, max_iter = path.shape[0]
        size_t size = encoder.shape[0] * encoder.shape[1], i
        double* q_0 = &buffers[0, 0, 0]
        double* q_1 = &buffers[1, 0, 0]
        double* q_2 = &buffers[2, 0, 0]
        double* log_0 = &buffers[3, 0, 0]
        double* log_1 = &buffers[4, 0, 0]
        double* log_2 = &buffers[5, 0, 0]
        double* guess = &buffers[6, 0, 0]
        bint still = False
    p.indptr = &indptr[0]
    p.columns = &columns[0]
    p.share = &share[0]
    p.weight = &weight[0]
    p.n_rows = encoder.shape[0]
    p.n_columns = table.shape[0]
    p.n_clusters = n_clusters
    p.n_padded = encoder.shape[1]
    p.table = &table[0, 0]
    p.margin = &lines[0, 0]
    p.scores = &lines[1, 0]
    p.ahead = &lines[2, 0]
    search.alpha = alpha
    search.beta = beta
    search.squared = squared
    search.gather = soft_gather_select(_cpu.level)
    search.assign = soft_assign_select(_cpu.level)
    search.leap = soft_leap_select(_cpu.level)
    with nogil:
        start = _sweep(&search, &encoder[0, 0], _entropy(p, &encoder[0, 0]), log_0, q_0)
        path[n] = start.value
        n += 1
        while n < max_iter:
            first = _sweep(&search, q_0, start.entropy, log_1, q_1)
            path[n] = first.value
            n += 1
            still = (
                first.moved <= sqrt(tol) and fabs(start.value - first.value) <= tol
            )
            if still or n == max_iter:
                q_0, start = q_1, first
                break
            second = _sweep(&search, q_1, first.entropy, log_2, q_2)
            path[n] = second.value
            n += 1
            if n < max_iter and not squared and search.leap(
                p, log_0, log_1, log_2, q_2, guess
            ):
                ahead = _sweep(&search, guess, 0.0, log_0, q_0)
                n += 1
                # Close to the end values differ by their rounding only.
                if ahead.value <= second.value + 1e-15 * fabs(second.value):
                    path[n - 1] = min(ahead.value, second.value)
                    start = ahead
                    continue
                path[n - 1] = second.value
            q_0, q_2 = q_2, q_0
            log_0, log_2 = log_2, log_0
            start = second
        for i in range(size):
            (&encoder[0, 0])[i] = q_0[i]
    return n, still

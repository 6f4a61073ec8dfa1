"""Samples moved one by one to the cluster where they lose least information."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport SIZE_MAX, int32_t, int64_t

from sklearn_info._kernels cimport _cpu


cdef extern from "sequential_bottleneck.h" nogil:
    enum:
        SUM_LANES
        ENTRIES_AHEAD
    ctypedef struct sample_rows:
        const int64_t* run_ptr
        const int32_t* features
        const double* mass
        const float* scale
        const float* factor
        size_t n_factors
    ctypedef struct cluster_sums:
        double* sums
        float* sums_32
        int32_t* sizes
        size_t n_features
        size_t n_clusters
        size_t stride
    ctypedef struct sweep_rules:
        double size_weight
        int keep_all
        float center
    ctypedef size_t (*sweep_fn)(
        const sample_rows*, cluster_sums*, const sweep_rules*, const int64_t*, size_t,
        int32_t*, float*, double*,
    ) noexcept
    ctypedef void (*gains_fn)(
        const sample_rows*, const cluster_sums*, double, size_t, size_t, double*,
    ) noexcept
    ctypedef double (*negentropy_fn)(const double*, size_t) noexcept
    sweep_fn sweep_select(int)
    gains_fn gains_select(int)
    negentropy_fn negentropy_select(int)

LANES = SUM_LANES
AHEAD = ENTRIES_AHEAD


def sweep(
    const int64_t[::1] run_ptr,         # IN   first run of each row, and the end
    const int32_t[:, ::1] features,     # IN   (runs, factors): of the entries of a run;
                                        #      behind the last one, AHEAD to be read
    const double[::1] mass,             # IN   of each of them
    const float[::1] scale,             # IN   center / mass
    const float[::1] factor,            # IN   share of the row's mass x log(2) / 2
    const int64_t[::1] order,           # IN   rows in the order in which they are tried
    double size_weight,                 # IN   of the sums of the clusters
    bint keep_all,                      # IN   whether the last row of a cluster stays
    float center,                       # IN   by which products stay finite
    double[:, ::1] sums,                # IN, OUT  (features + 2, padded clusters)
    float[:, ::1] sums_32,              # IN, OUT  the same in single precision
    int32_t[::1] sizes,                 # IN, OUT  rows in each cluster
    int32_t[::1] labels,                # IN, OUT  cluster of each row
    float[::1] score,                   # scratch, padded clusters
    double[::1] gain,                   # scratch, padded clusters
):
    """Move each row to its best cluster; return how many moved."""
    cdef:
        size_t n_moved = 0
        sample_rows rows
        cluster_sums clusters
        sweep_rules rules
    if order.shape[0] == 0:
        return 0
    rows.run_ptr = &run_ptr[0]
    rows.features = &features[0, 0]
    rows.mass = &mass[0]
    rows.scale = &scale[0]
    rows.factor = &factor[0]
    rows.n_factors = features.shape[1]
    clusters.sums = &sums[0, 0]
    clusters.sums_32 = &sums_32[0, 0]
    clusters.sizes = &sizes[0]
    clusters.n_features = sums.shape[0] - 2
    clusters.n_clusters = sizes.shape[0]
    clusters.stride = sums.shape[1]
    rules.size_weight = size_weight
    rules.keep_all = keep_all
    rules.center = center
    with nogil:
        n_moved = sweep_select(_cpu.level)(
            &rows, &clusters, &rules, &order[0], order.shape[0], &labels[0],
            &score[0], &gain[0],
        )
    return n_moved


def gains(
    const int64_t[::1] run_ptr,         # IN   as for sweep
    const int32_t[:, ::1] features,     # IN
    const double[::1] mass,             # IN
    double size_weight,                 # IN
    double[:, ::1] sums,                # IN
    double[:, ::1] gain,                # OUT  (rows, padded clusters)
):
    """Gain of adding each row to each cluster, but for a term of the row alone."""
    cdef:
        size_t x
        sample_rows rows
        cluster_sums clusters
        gains_fn of_row = gains_select(_cpu.level)
    if gain.shape[0] == 0:
        return
    rows.run_ptr = &run_ptr[0]
    rows.features = &features[0, 0]
    rows.mass = &mass[0]
    rows.n_factors = features.shape[1]
    clusters.sums = &sums[0, 0]
    clusters.n_features = sums.shape[0] - 2
    clusters.stride = sums.shape[1]
    with nogil:
        for x in range(<size_t>gain.shape[0]):
            of_row(&rows, &clusters, size_weight, x, SIZE_MAX, &gain[x, 0])


def add_rows(
    const int64_t[::1] run_ptr,         # IN   as for sweep
    const int32_t[:, ::1] features,     # IN
    const double[::1] mass,             # IN
    const int32_t[::1] labels,          # IN   cluster of each row
    double[:, ::1] sums,                # OUT  (features + 2, padded clusters), added to
    int32_t[::1] sizes,                 # OUT  rows in each cluster, added to
):
    """Add the rows to the sums of their clusters."""
    cdef:
        Py_ssize_t x, r, k, none = sums.shape[0] - 1
        int32_t t
    with nogil:
        for x in range(labels.shape[0]):
            t = labels[x]
            for r in range(run_ptr[x], run_ptr[x + 1]):
                for k in range(features.shape[1]):
                    if features[r, k] == none:
                        break
                    sums[features[r, k], t] += mass[r]
            sizes[t] += 1


def negentropy(
    const double[:, ::1] sums,          # IN   padded clusters
):
    """Sum of u log u of all numbers."""
    cdef double total = 0.0
    if sums.shape[0] and sums.shape[1]:
        with nogil:
            total = negentropy_select(_cpu.level)(
                &sums[0, 0], sums.shape[0] * sums.shape[1]
            )
    return total


def gather_equal(
    const int64_t[::1] indptr,          # IN   of a CSR array
    int32_t[::1] features,              # IN, OUT  its indices
    double[::1] mass,                   # IN, OUT  its entries
    int n_values,                       # IN   distinct values that are looked at
    int64_t[::1] lengths,               # OUT  how often so many are equal, added to
):
    """Bring equal entries of a row together, for its first distinct values.

    A stretch that is longer than there is room for counts as several.
    """
    cdef:
        Py_ssize_t x, e, at, first, end, most = lengths.shape[0] - 1
        int _
        double value, other
        int32_t feature
    with nogil:
        for x in range(indptr.shape[0] - 1):
            at = indptr[x]
            end = indptr[x + 1]
            for _ in range(n_values):
                if at >= end:
                    break
                first = at
                value = mass[at]
                at += 1
                for e in range(at, end):
                    other = mass[e]
                    if other == value:
                        feature = features[e]
                        mass[e] = mass[at]
                        features[e] = features[at]
                        mass[at] = value
                        features[at] = feature
                        at += 1
                lengths[most] += (at - first) // most
                lengths[(at - first) % most] += 1
            lengths[1] += end - at


def fill_runs(
    const int64_t[::1] indptr,          # IN   of a CSR array, equal entries together
    const int32_t[::1] features,        # IN   its indices
    const double[::1] mass,             # IN   its entries
    const double[::1] weight,           # IN   masses of the rows
    int32_t n_features,                 # IN
    int64_t[::1] run_ptr,               # OUT  (rows + 1)
    int32_t[:, ::1] run_features,       # OUT  room for all runs
    double[::1] run_mass,               # OUT
    float[::1] factor,                  # OUT  as for sweep
):
    """Runs of entries of equal mass, the sums of the clusters last in each row.

    Returns how many runs there are.
    """
    cdef:
        Py_ssize_t x, e, k, r = 0, n_factors = run_features.shape[1]
        double half_log_2 = 0.34657359027997264
    with nogil:
        for x in range(weight.shape[0]):
            run_ptr[x] = r
            e = indptr[x]
            while e < indptr[x + 1]:
                run_mass[r] = mass[e]
                factor[r] = <float>(half_log_2 * mass[e] / weight[x])
                for k in range(n_factors):
                    if e < indptr[x + 1] and mass[e] == run_mass[r]:
                        run_features[r, k] = features[e]
                        e += 1
                    else:
                        run_features[r, k] = n_features + 1
                r += 1
            run_mass[r] = weight[x]
            factor[r] = <float>-half_log_2
            run_features[r, 0] = n_features
            for k in range(1, n_factors):
                run_features[r, k] = n_features + 1
            r += 1
        run_ptr[weight.shape[0]] = r
    return r

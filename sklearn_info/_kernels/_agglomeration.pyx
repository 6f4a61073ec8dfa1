"""Greedy merging of the rows of a joint distribution, the cheapest pair first."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.math cimport INFINITY, log
from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free, malloc

from sklearn_info._kernels cimport _cpu


cdef extern from "merge_cost.h" nogil:
    enum:
        POOL_LANES
    ctypedef void (*joint_terms_fn)(
        const double*, size_t, const double*, size_t, size_t, double*
    ) noexcept
    ctypedef void (*sparse_terms_fn)(
        const double*, const size_t*, size_t, size_t, const double*, size_t,
        const double*, size_t, double*
    ) noexcept
    ctypedef size_t (*cheapest_fn)(const double*, size_t) noexcept
    joint_terms_fn joint_terms_select(int)
    sparse_terms_fn sparse_terms_select(int)
    cheapest_fn cheapest_select(int)


# A partner that was merged away. The cost that it had bounds those of the partners
# left, and another is looked for only when no other pair is cheaper than the bound.
cdef enum:
    STALE = -1

# A cluster with less than one class in that many is priced class by class: two logs a
# class that it has, in place of one for each class.
cdef enum:
    SPARSE = 4


cdef struct Pool:
    # The clusters in play, in slots 0 to n - 1.
    size_t n
    size_t room             # slots, a multiple of POOL_LANES
    size_t n_classes
    double* masses          # (n_classes + 1, room), the sum of each cluster last
    double* own             # F of each
    double* terms           # F of each with another; scratch
    double* x               # masses of one; scratch
    size_t* some            # its classes; scratch
    double* costs           # (room, room), of merging two; inf where there are none
    double* least           # cost of the partner of each, or a bound; inf past the last
    int64_t* partner
    int64_t* node           # number in the tree
    joint_terms_fn joint_terms
    sparse_terms_fn sparse_terms
    cheapest_fn cheapest


cdef void _find_partner(Pool* pool, size_t i) noexcept nogil:
    cdef const double* row = pool.costs + i * pool.room
    pool.partner[i] = pool.cheapest(row, pool.room)
    pool.least[i] = row[pool.partner[i]]


cdef void _price(Pool* pool, size_t i) noexcept nogil:
    """Cost of merging cluster i with each other; the partners that this changes."""
    cdef:
        size_t c, j, n_some = 0
        double* row = pool.costs + i * pool.room
        double cost
    for c in range(pool.n_classes + 1):
        pool.x[c] = pool.masses[c * pool.room + i]
    for c in range(pool.n_classes):
        pool.some[n_some] = c
        n_some += pool.x[c] > 0.0
    if SPARSE * n_some < pool.n_classes:
        pool.own[i] = -pool.x[pool.n_classes] * log(pool.x[pool.n_classes])
        for c in range(n_some):
            pool.own[i] += pool.x[pool.some[c]] * log(pool.x[pool.some[c]])
        pool.sparse_terms(
            pool.x, pool.some, n_some, pool.n_classes, pool.masses, pool.room,
            pool.own, pool.n, pool.terms
        )
    else:
        pool.joint_terms(
            pool.x, pool.n_classes, pool.masses, pool.room, pool.n, pool.terms
        )
        # Cluster i with itself: u log u of doubled masses is 2 u log u + 2 u log 2,
        # and the log 2 of the classes and of their sum cancel, but for rounding.
        pool.own[i] = pool.terms[i] / 2
    for j in range(pool.n):
        cost = pool.own[i] + pool.own[j] - pool.terms[j]
        row[j] = cost if cost > 0.0 else 0.0    # below 0 by rounding only
    row[i] = INFINITY
    for j in range(pool.n):
        pool.costs[j * pool.room + i] = row[j]
        if row[j] < pool.least[j]:
            pool.least[j] = row[j]
            pool.partner[j] = i
    _find_partner(pool, i)


cdef void _remove(Pool* pool, size_t i) noexcept nogil:
    """Take cluster i out, and the last one into its slot."""
    cdef:
        size_t c, j, last = pool.n - 1, room = pool.room
    if i != last:
        for c in range(pool.n_classes + 1):
            pool.masses[c * room + i] = pool.masses[c * room + last]
        for j in range(last):
            pool.costs[i * room + j] = pool.costs[last * room + j]
            pool.costs[j * room + i] = pool.costs[j * room + last]
        pool.costs[i * room + i] = INFINITY
        pool.own[i] = pool.own[last]
        pool.least[i] = pool.least[last]
        pool.partner[i] = pool.partner[last]
        pool.node[i] = pool.node[last]
        for j in range(last):
            if pool.partner[j] == last:
                pool.partner[j] = i
    for j in range(pool.n):
        pool.costs[j * room + last] = INFINITY
        pool.costs[last * room + j] = INFINITY
    pool.least[last] = INFINITY
    pool.n = last


cdef double _merge(Pool* pool, int64_t node, int64_t* children) noexcept nogil:
    """Merge the cheapest pair; return what it cost."""
    cdef:
        size_t c, j, i = pool.cheapest(pool.least, pool.room), other
        size_t room = pool.room
        double cost
    while pool.partner[i] == STALE:
        _find_partner(pool, i)
        i = pool.cheapest(pool.least, room)
    other = pool.partner[i]
    if other < i:
        i, other = other, i
    cost = pool.least[i]
    children[0] = min(pool.node[i], pool.node[other])
    children[1] = max(pool.node[i], pool.node[other])
    for c in range(pool.n_classes + 1):
        pool.masses[c * room + i] += pool.masses[c * room + other]
    pool.node[i] = node
    for j in range(pool.n):
        if pool.partner[j] == i or pool.partner[j] == other:
            pool.partner[j] = STALE
    _remove(pool, other)
    _price(pool, i)
    return cost


def agglomerate(
    const double[:, ::1] joint,     # IN   p(x, c): (rows, classes), no row of zeros
    Py_ssize_t max_active,          # IN   rows that wait to be merged at a time
    int64_t[:, ::1] children,       # OUT  (rows - 1, 2), numbered as scipy does
    double[::1] costs,              # OUT  information lost by each merge, nats
):
    """Merge the rows pairwise into one tree.

    Rows come into play in order; when more than max_active are, the two whose
    merging costs least are merged. Of equally cheap pairs the first in play goes.
    """
    cdef:
        size_t n = joint.shape[0], came = 0, c, n_classes = joint.shape[1]
        size_t room, step
        Pool pool
    if n < 2:
        return
    room = min(n, <size_t> max_active + 1) + POOL_LANES - 1
    room -= room % POOL_LANES
    pool.n = 0
    pool.room = room
    pool.n_classes = n_classes
    pool.joint_terms = joint_terms_select(_cpu.level)
    pool.sparse_terms = sparse_terms_select(_cpu.level)
    pool.cheapest = cheapest_select(_cpu.level)
    # Slots that are not in use are read, and count for nothing.
    pool.masses = <double*> calloc((n_classes + 1) * room, sizeof(double))
    pool.own = <double*> calloc(room, sizeof(double))
    pool.terms = <double*> malloc(room * sizeof(double))
    pool.x = <double*> malloc((n_classes + 1) * sizeof(double))
    pool.some = <size_t*> malloc((n_classes + 1) * sizeof(size_t))
    pool.costs = <double*> malloc(room * room * sizeof(double))
    pool.least = <double*> malloc(room * sizeof(double))
    pool.partner = <int64_t*> malloc(room * sizeof(int64_t))
    pool.node = <int64_t*> malloc(room * sizeof(int64_t))
    try:
        if (
            pool.masses == NULL or pool.own == NULL or pool.terms == NULL
            or pool.x == NULL or pool.some == NULL or pool.costs == NULL
            or pool.least == NULL or pool.partner == NULL or pool.node == NULL
        ):
            raise MemoryError()
        with nogil:
            for c in range(room * room):
                pool.costs[c] = INFINITY
            for c in range(room):
                pool.least[c] = INFINITY
            for step in range(n - 1):
                while came < n and pool.n <= <size_t> max_active:
                    pool.masses[n_classes * room + pool.n] = 0.0
                    for c in range(n_classes):
                        pool.masses[c * room + pool.n] = joint[came, c]
                        pool.masses[n_classes * room + pool.n] += joint[came, c]
                    pool.node[pool.n] = <int64_t> came
                    pool.least[pool.n] = INFINITY
                    pool.partner[pool.n] = 0
                    pool.n += 1
                    came += 1
                    _price(&pool, pool.n - 1)
                costs[step] = _merge(&pool, <int64_t> (n + step), &children[step, 0])
    finally:
        free(pool.masses)
        free(pool.own)
        free(pool.terms)
        free(pool.x)
        free(pool.some)
        free(pool.costs)
        free(pool.least)
        free(pool.partner)
        free(pool.node)

"""Greedy merging of the rows of a joint distribution, the cheapest pair first."""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.math cimport INFINITY
from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free, malloc

from sklearn_info._kernels cimport _cpu


cdef extern from "merge_cost.h" nogil:
    enum:
        MERGE_LANES
    ctypedef void (*joint_terms_fn)(
        const double*, size_t, const double*, size_t, size_t, double*
    ) noexcept
    joint_terms_fn joint_terms_select(int)


cdef struct Pool:
    # The clusters in play, in slots 0 to n - 1.
    size_t n
    size_t room             # slots, a multiple of MERGE_LANES
    size_t n_classes
    double* masses          # (n_classes + 1, room), the sum of each cluster last
    double* own             # F of each
    double* terms           # F of each with another; scratch
    double* x               # masses of one; scratch
    double* costs           # (room, room), of merging two
    double* least           # cost of the cheapest partner of each
    size_t* partner
    int64_t* node           # number in the tree
    joint_terms_fn joint_terms


cdef void _find_partner(Pool* pool, size_t i) noexcept nogil:
    cdef:
        size_t j
        const double* row = pool.costs + i * pool.room
    pool.least[i] = INFINITY
    for j in range(pool.n):
        if row[j] < pool.least[i]:
            pool.least[i] = row[j]
            pool.partner[i] = j


cdef void _price(Pool* pool, size_t i) noexcept nogil:
    """Cost of merging cluster i with each other; partners that it changes."""
    cdef:
        size_t c, j
        double* row = pool.costs + i * pool.room
        double cost
    for c in range(pool.n_classes + 1):
        pool.x[c] = pool.masses[c * pool.room + i]
    pool.joint_terms(
        pool.x, pool.n_classes, pool.masses, pool.room, pool.n, pool.terms
    )
    # Cluster i with itself: u log u of doubled masses is 2 u log u + 2 u log 2, and
    # the log 2 of the classes and of their sum cancel, but for rounding.
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
    pool.n = last


cdef double _merge(Pool* pool, int64_t node, int64_t* children) noexcept nogil:
    """Merge the cheapest pair; return what it cost."""
    cdef:
        size_t c, j, i = 0, other, room = pool.room
        double cost
    for j in range(pool.n):
        if pool.least[j] < pool.least[i]:
            i = j
    other = pool.partner[i]
    if other < i:
        i, other = other, i
    cost = pool.least[i]
    children[0] = min(pool.node[i], pool.node[other])
    children[1] = max(pool.node[i], pool.node[other])
    for c in range(pool.n_classes + 1):
        pool.masses[c * room + i] += pool.masses[c * room + other]
    pool.node[i] = node
    # Partners of either look for another once the costs of the union are known.
    for j in range(pool.n):
        if pool.partner[j] == i or pool.partner[j] == other:
            pool.partner[j] = room
            pool.least[j] = INFINITY
    _remove(pool, other)
    _price(pool, i)
    for j in range(pool.n):
        # Those whose partner is now i hold the least of what they have seen: the
        # union may be dearer than another cluster.
        if j != i and (pool.partner[j] == room or pool.partner[j] == i):
            _find_partner(pool, j)
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
    room = min(n, <size_t> max_active + 1) + MERGE_LANES - 1
    room -= room % MERGE_LANES
    pool.n = 0
    pool.room = room
    pool.n_classes = n_classes
    pool.joint_terms = joint_terms_select(_cpu.level)
    # Slots that are not in use are read, and count for nothing.
    pool.masses = <double*> calloc((n_classes + 1) * room, sizeof(double))
    pool.own = <double*> malloc(room * sizeof(double))
    pool.terms = <double*> malloc(room * sizeof(double))
    pool.x = <double*> malloc((n_classes + 1) * sizeof(double))
    pool.costs = <double*> malloc(room * room * sizeof(double))
    pool.least = <double*> malloc(room * sizeof(double))
    pool.partner = <size_t*> malloc(room * sizeof(size_t))
    pool.node = <int64_t*> malloc(room * sizeof(int64_t))
    try:
        if (
            pool.masses == NULL or pool.own == NULL or pool.terms == NULL
            or pool.x == NULL or pool.costs == NULL or pool.least == NULL
            or pool.partner == NULL or pool.node == NULL
        ):
            raise MemoryError()
        with nogil:
            for step in range(n - 1):
                while came < n and pool.n <= <size_t> max_active:
                    pool.masses[n_classes * room + pool.n] = 0.0
                    for c in range(n_classes):
                        pool.masses[c * room + pool.n] = joint[came, c]
                        pool.masses[n_classes * room + pool.n] += joint[came, c]
                    pool.node[pool.n] = <int64_t> came
                    pool.least[pool.n] = INFINITY
                    pool.partner[pool.n] = room
                    pool.n += 1
                    came += 1
                    _price(&pool, pool.n - 1)
                costs[step] = _merge(&pool, <int64_t> (n + step), &children[step, 0])
    finally:
        free(pool.masses)
        free(pool.own)
        free(pool.terms)
        free(pool.x)
        free(pool.costs)
        free(pool.least)
        free(pool.partner)
        free(pool.node)

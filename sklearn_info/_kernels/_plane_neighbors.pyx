"""Neighbours in the plane by maximum distance, through strips.

The points are cut into strips of neighbouring x, each kept in order of y. The
neighbours of a point are looked for up and down its own strip, from the point
itself, until y alone is farther than the n-th nearest found so far; then in the
strips beside it, until x alone is. Strips of about sqrt(n k) points are about as
wide as the neighbourhoods of independent variables, and k points of each lie within
reach.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.math cimport INFINITY, fabs
from libc.stdint cimport int32_t, int64_t


cdef struct Nearest:
    double* distances               # rising; inf while fewer were found
    Py_ssize_t k


cdef inline void _offer(Nearest* nearest, double distance) noexcept nogil:
    """Keep a distance below the k-th in place of that."""
    cdef Py_ssize_t j = nearest.k - 1
    while j > 0 and nearest.distances[j - 1] > distance:
        nearest.distances[j] = nearest.distances[j - 1]
        j -= 1
    nearest.distances[j] = distance


cdef inline void _scan(
    Nearest* nearest, const double* xs, const double* ys,
    double x, double y, Py_ssize_t down, Py_ssize_t up,
    Py_ssize_t begin, Py_ssize_t end,
) noexcept nogil:
    """Offer the points of a strip from down downwards, and from up upwards."""
    cdef:
        double* kth = nearest.distances + nearest.k - 1
        double dx, below, above
    # Both directions in turn: the nearest come first, and cut both ways short.
    while True:
        below = y - ys[down] if down >= begin else INFINITY
        above = ys[up] - y if up < end else INFINITY
        if below <= above:
            if not below < kth[0]:
                return
            dx = fabs(xs[down] - x)
            if dx < kth[0]:
                _offer(nearest, max(dx, below))
            down -= 1
        else:
            if not above < kth[0]:
                return
            dx = fabs(xs[up] - x)
            if dx < kth[0]:
                _offer(nearest, max(dx, above))
            up += 1


cdef inline Py_ssize_t _advance(
    const double* ys, Py_ssize_t begin, Py_ssize_t end, double y
) noexcept nogil:
    """The first place from begin on whose y is not below the given one."""
    cdef Py_ssize_t step = 1, middle
    while begin + step <= end and ys[begin + step - 1] < y:
        begin += step
        step *= 2
    end = min(end, begin + step - 1)
    while begin < end:
        middle = (begin + end) // 2
        if ys[middle] < y:
            begin = middle + 1
        else:
            end = middle
    return begin


def fill_strips(
    const double[::1] x,            # IN   sorted
    const double[::1] y,            # IN   of the same points
    const int64_t[::1] y_order,     # IN   the points by y; at a tie, by place
    const int64_t[::1] starts,      # IN   first point of each strip, and the end
    int32_t[::1] strips,            # scratch, one for each point
    int64_t[::1] places,            # scratch, one for each strip
    int64_t[::1] members,           # OUT  the points, strip by strip in order of y
    double[:, ::1] inside,          # OUT  their x and their y
):
    """Put the points of each strip in order of y."""
    cdef:
        Py_ssize_t n = x.shape[0], s, i, j
    with nogil:
        for s in range(starts.shape[0] - 1):
            places[s] = starts[s]
            for i in range(starts[s], starts[s + 1]):
                strips[i] = s
        for i in range(n):
            j = y_order[i]
            s = strips[j]
            members[places[s]] = j
            inside[0, places[s]] = x[j]
            inside[1, places[s]] = y[j]
            places[s] += 1


def plane_radius(
    const double[::1] x,            # IN   sorted
    const int64_t[::1] starts,      # IN   as for fill_strips
    const int64_t[::1] members,     # IN   as it left them
    const double[:, ::1] inside,    # IN   the same
    Py_ssize_t first,               # IN   strips to search for
    Py_ssize_t last,                # IN
    int64_t[::1] places,            # scratch, one for each strip
    double[::1] distances,          # scratch, one for each neighbour
    double[::1] radius,             # OUT  of the points of these strips
):
    """Distance max(|dx|, |dy|) of each point to its n-th nearest other one."""
    cdef:
        Py_ssize_t n_strips = starts.shape[0] - 1
        Py_ssize_t i, j, own, left, right, begin, end, s
        double px, py, left_gap, right_gap
        const double* xs = &inside[0, 0]
        const double* ys = &inside[1, 0]
        Nearest nearest
    nearest.distances = &distances[0]
    nearest.k = distances.shape[0]
    with nogil:
        for own in range(first, last):
            for s in range(n_strips):
                places[s] = starts[s]
            begin = starts[own]
            end = starts[own + 1]
            for i in range(begin, end):
                px = xs[i]
                py = ys[i]
                for j in range(nearest.k):
                    distances[j] = INFINITY
                _scan(&nearest, xs, ys, px, py, i - 1, i + 1, begin, end)
                left = own - 1
                right = own + 1
                while True:
                    left_gap = px - x[starts[left + 1] - 1] if left >= 0 else INFINITY
                    right_gap = x[starts[right]] - px if right < n_strips else INFINITY
                    if not min(left_gap, right_gap) < distances[nearest.k - 1]:
                        break
                    if left_gap <= right_gap:
                        s = left
                        left -= 1
                    else:
                        s = right
                        right += 1
                    # The points of a strip come in order of y: so do their places.
                    j = _advance(ys, places[s], starts[s + 1], py)
                    places[s] = j
                    _scan(
                        &nearest, xs, ys, px, py, j - 1, j, starts[s], starts[s + 1]
                    )
                radius[members[i]] = distances[nearest.k - 1]

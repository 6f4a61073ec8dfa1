"""Mutual information of many columns with one target, and Pearson's, from joint counts.

An *additive* entropy estimator is a sum over cells of a function of the count,

    H = alpha(n) - sum_c f(c) / n,

with f(c) = c log c for the plug-in, and I(X; Y) = H(X) + H(Y) - H(X, Y) is then

    I = alpha(n) + (sum_xy f - sum_x f - sum_y f) / n.

The kernels read f from a table; beyond its end they take c log c.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int64_t

from sklearn_info._kernels._sums_of_f cimport real_f_of, rest_of
from sklearn_info._kernels._typedefs cimport count_t


def relevance(
    const count_t[:, :] counts,         # IN   (levels of all columns, classes)
    const int64_t[::1] starts,          # IN   first level of each column, and the end
    const count_t[::1] class_totals,    # IN
    bint absent,                        # IN   one more level: what is not counted
    const double[::1] f,                # IN   table of the estimator
    double alpha,                       # IN   alpha(n) of the estimator
    double[::1] information,            # OUT  of each column, nats
    int64_t[::1] n_occupied,            # OUT  levels of each column that occur
):
    """Write I(column; y) of every column."""
    cdef:
        Py_ssize_t j, c, level, n_classes = counts.shape[1], size = f.shape[0]
        const double* table = &f[0]
        count_t n = 0, count, row, counted, rest
        double joint, joint_of_y, f_y = 0.0, f_x
        int64_t occupied
    for c in range(n_classes):
        n += class_totals[c]
        f_y += real_f_of[count_t](class_totals[c], table, size)
    with nogil:
        for j in range(starts.shape[0] - 1):
            joint = f_x = 0.0
            occupied = 0
            counted = 0
            for level in range(starts[j], starts[j + 1]):
                row = 0
                joint_of_y = 0.0
                for c in range(n_classes):
                    count = counts[level, c]
                    row += count
                    joint_of_y += real_f_of[count_t](count, table, size)
                joint += joint_of_y
                f_x += real_f_of[count_t](row, table, size)
                occupied += row > 0
                counted += row
            rest = rest_of[count_t](n, counted)
            if absent and rest > 0:
                occupied += 1
                f_x += real_f_of[count_t](rest, table, size)
                for c in range(n_classes):
                    count = 0
                    for level in range(starts[j], starts[j + 1]):
                        count += counts[level, c]
                    count = rest_of[count_t](class_totals[c], count)
                    joint += real_f_of[count_t](count, table, size)
            n_occupied[j] = occupied
            information[j] = (
                alpha + ((joint - f_y) - f_x) / n if occupied > 1 else 0.0
            )


def relevance_per_class(
    const count_t[:, :] counts,         # IN   (levels of all columns, classes)
    const count_t[::1] level_totals,    # IN   all rows at each level
    const int64_t[::1] starts,          # IN   first level of each column, and the end
    const count_t[::1] class_totals,    # IN   rows of each class
    count_t n,                          # IN   all rows
    bint absent,                        # IN   one more level: what is not counted
    const double[::1] f,                # IN   table of the estimator
    double alpha,                       # IN   alpha(n) of the estimator
    double[:, ::1] information,         # OUT  (classes, columns), nats
):
    """Write I(column; y is c) of every column and class c.

    The classes may overlap: each is compared with the rows outside it.
    """
    cdef:
        Py_ssize_t j, c, level, n_classes = counts.shape[1], size = f.shape[0]
        const double* table = &f[0]
        count_t inside, outside, counted, rest
        double joint, f_x, f_y
        int64_t occupied
    with nogil:
        for j in range(starts.shape[0] - 1):
            f_x = 0.0
            occupied = 0
            counted = 0
            for level in range(starts[j], starts[j + 1]):
                f_x += real_f_of[count_t](level_totals[level], table, size)
                occupied += level_totals[level] > 0
                counted += level_totals[level]
            rest = rest_of[count_t](n, counted)
            if absent and rest > 0:
                f_x += real_f_of[count_t](rest, table, size)
                occupied += 1
            for c in range(n_classes):
                inside = class_totals[c]
                outside = rest_of[count_t](n, inside)
                if occupied < 2 or inside == 0 or outside == 0:
                    information[c, j] = 0.0
                    continue
                f_y = real_f_of[count_t](inside, table, size)
                f_y += real_f_of[count_t](outside, table, size)
                joint = 0.0
                counted = 0
                for level in range(starts[j], starts[j + 1]):
                    inside = counts[level, c]
                    outside = rest_of[count_t](level_totals[level], inside)
                    counted += inside
                    joint += real_f_of[count_t](inside, table, size)
                    joint += real_f_of[count_t](outside, table, size)
                if absent and rest > 0:
                    inside = rest_of[count_t](class_totals[c], counted)
                    outside = rest_of[count_t](rest, inside)
                    joint += real_f_of[count_t](inside, table, size)
                    joint += real_f_of[count_t](outside, table, size)
                information[c, j] = alpha + ((joint - f_y) - f_x) / n


def squares_per_class(
    const count_t[:, :] counts,         # IN   (levels of all columns, classes)
    const count_t[::1] level_totals,    # IN   all rows at each level
    const int64_t[::1] starts,          # IN   first level of each column, and the end
    const count_t[::1] class_totals,    # IN   rows of each class
    count_t n,                          # IN   all rows
    bint absent,                        # IN   one more level: what is not counted
    double[:, ::1] squares,             # OUT  (columns, classes)
):
    """Write sum_x n_xy^2 / n_x of every column and class y, of which Pearson's is made.
    """
    cdef:
        Py_ssize_t j, c, level
        count_t rest, counted, inside
        double inverse, count
    with nogil:
        for j in range(starts.shape[0] - 1):
            squares[j, :] = 0.0
            counted = 0
            for level in range(starts[j], starts[j + 1]):
                counted += level_totals[level]
                if level_totals[level] > 0:
                    inverse = 1.0 / level_totals[level]
                    for c in range(counts.shape[1]):
                        count = counts[level, c]
                        squares[j, c] += count * count * inverse
            rest = rest_of[count_t](n, counted)
            if not absent or rest == 0:
                continue
            inverse = 1.0 / rest
            for c in range(counts.shape[1]):
                inside = 0
                for level in range(starts[j], starts[j + 1]):
                    inside += counts[level, c]
                count = rest_of[count_t](class_totals[c], inside)
                squares[j, c] += count * count * inverse

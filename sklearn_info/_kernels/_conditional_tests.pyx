"""What columns tell of a target inside strata of equal rows, and how surely.

*Cells* are the classes that occur in a stratum, those of a stratum together. Strata of
one class are left out: there nothing is told.

    n I(X; Y | Z) = sum over strata z of  f(n_z) - sum_y f(n_yz)
                    + sum_x (sum_y f(n_xyz) - f(n_xz)),       f(c) = c log c

    Pearson's     = sum over strata z of  (n_z - 1) (share_z - 1),
    share_z       = sum_xy n_xyz^2 / (n_xz n_yz)

    degrees       = sum over strata z of  (levels of x - 1) (classes - 1)

of the levels and classes that occur in the stratum.
"""
# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free, malloc

from sklearn_info._kernels._sums_of_f cimport f_of, rest_of
from sklearn_info._kernels._typedefs cimport code_t, index_t, tally_t


# Of the levels of a stratum so far.
cdef struct sums_t:
    int64_t information
    double share


# Of each stratum: f(n_z) - sum_y f(n_yz), and n_z - 1, at least 0; and 1 / n_yz of each
# cell.
cdef struct known_t:
    int64_t* between
    double* spare
    double* inverse


cdef known_t _known(
    const int64_t[::1] stratum_bounds, const tally_t[::1] sizes,
    const int64_t[::1] f, double scale,
) except *:
    cdef:
        Py_ssize_t k, z, n_cells = sizes.shape[0]
        Py_ssize_t n_strata = stratum_bounds.shape[0] - 1
        known_t known
        tally_t total
    # Eight bytes each, in one piece.
    known.between = <int64_t*> malloc((2 * n_strata + n_cells) * sizeof(int64_t))
    if known.between == NULL:
        raise MemoryError()
    known.spare = <double*> known.between + n_strata
    known.inverse = known.spare + n_strata
    for z in range(n_strata):
        total, known.between[z] = 0, 0
        for k in range(stratum_bounds[z], stratum_bounds[z + 1]):
            total += sizes[k]
            known.inverse[k] = 1.0 / <double> sizes[k]
            known.between[z] -= f_of[tally_t](sizes[k], &f[0], f.shape[0], scale)
        known.between[z] += f_of[tally_t](total, &f[0], f.shape[0], scale)
        known.spare[z] = max(<double> total - 1.0, 0.0)
    return known


cdef inline void _add_level(
    sums_t* sums, tally_t total, const tally_t* counts, const double* inverse,
    Py_ssize_t n_classes, const int64_t* f, Py_ssize_t size, double scale,
) noexcept nogil:
    """Add a level that occurs: its counts in the classes, whose sizes are inverted."""
    cdef:
        Py_ssize_t k
        double share = 0.0
    for k in range(n_classes):
        if counts[k] > 0:
            sums.information += f_of[tally_t](counts[k], f, size, scale)
            share += <double> counts[k] * <double> counts[k] * inverse[k]
    sums.information -= f_of[tally_t](total, f, size, scale)
    sums.share += share / <double> total


def test_codes(
    const code_t[::1, :] codes,         # IN   column-major
    const int64_t[::1] n_levels,        # IN   of each column
    const int32_t[::1] order,           # IN   rows, cell by cell
    const int64_t[::1] cell_bounds,     # IN   first row of each cell, and the end
    const int64_t[::1] stratum_bounds,  # IN   first cell of each stratum, and the end
    const double[::1] weights,          # IN   of all rows; or empty: all 1
    const tally_t[::1] sizes,           # IN   rows of each cell, or their weight
    const int64_t[::1] f,               # IN   table of the estimator
    double scale,                       # IN   of its fixed point
    int64_t[::1] information,           # OUT  of each column, in fixed point
    double[::1] pearson,                # OUT
    int64_t[::1] degrees,               # OUT
):
    """Test columns of codes."""
    cdef:
        Py_ssize_t i, j, k, t, z, first, n_classes, n_found, widest = 1, most = 1
        int32_t x
        bint weighted = weights.shape[0] > 0
        tally_t step = 1
        Py_ssize_t n_strata = stratum_bounds.shape[0] - 1
        sums_t sums
        known_t known = _known[tally_t](stratum_bounds, sizes, f, scale)
        tally_t* counts
        tally_t* level_totals
        int32_t* found
    for j in range(codes.shape[1]):
        most = max(most, n_levels[j])
    for z in range(n_strata):
        widest = max(widest, stratum_bounds[z + 1] - stratum_bounds[z])
    counts = <tally_t*> calloc(most * (widest + 1), sizeof(tally_t))
    found = <int32_t*> calloc(most, sizeof(int32_t))
    if counts == NULL or found == NULL:
        free(known.between)
        free(counts)
        free(found)
        raise MemoryError()
    level_totals = counts + most * widest
    with nogil:
        for j in range(codes.shape[1]):
            information[j], pearson[j], degrees[j] = 0, 0.0, 0
            for z in range(n_strata):
                first = stratum_bounds[z]
                n_classes = stratum_bounds[z + 1] - first
                n_found = 0
                for k in range(n_classes):
                    for i in range(cell_bounds[first + k], cell_bounds[first + k + 1]):
                        x = codes[order[i], j]
                        if weighted:
                            step = <tally_t> weights[order[i]]
                        if level_totals[x] == 0:
                            found[n_found] = x
                            n_found += 1
                        level_totals[x] += step
                        counts[x * widest + k] += step
                sums.information, sums.share = known.between[z], 0.0
                for t in range(n_found):
                    x = found[t]
                    _add_level[tally_t](
                        &sums, level_totals[x], counts + x * widest,
                        known.inverse + first, n_classes, &f[0], f.shape[0], scale,
                    )
                    level_totals[x] = 0
                    for k in range(n_classes):
                        counts[x * widest + k] = 0
                information[j] += sums.information
                pearson[j] += known.spare[z] * (sums.share - 1.0)
                degrees[j] += (n_found - 1) * (n_classes - 1)
        free(known.between)
        free(counts)
        free(found)


def test_entries(
    const index_t[::1] indptr,          # IN   of some columns of a CSC matrix
    const index_t[::1] indices,         # IN
    const uint8_t[::1] levels,          # IN   of each entry, from 1 on; or empty
    Py_ssize_t n_levels,                # IN   levels besides absence
    const int32_t[::1] cells,           # IN   of each row; -1: in none
    const int32_t[::1] strata,          # IN   of each cell
    const int64_t[::1] stratum_bounds,  # IN   from here on as for test_codes
    const double[::1] weights,
    const tally_t[::1] sizes,
    const int64_t[::1] f,
    double scale,
    int64_t[::1] information,           # OUT
    double[::1] pearson,                # OUT
    int64_t[::1] degrees,               # OUT
):
    """Test columns of a sparse matrix: only strata that hold an entry tell anything."""
    cdef:
        Py_ssize_t a, e, j, k, t, z, first, n_classes, n_found, n_occurring, widest = 1
        Py_ssize_t n_cells = sizes.shape[0]
        Py_ssize_t n_strata = stratum_bounds.shape[0] - 1
        int32_t cell
        bint present = levels.shape[0] == 0, weighted = weights.shape[0] > 0
        tally_t step = 1, total
        sums_t sums
        known_t known = _known[tally_t](stratum_bounds, sizes, f, scale)
        tally_t* counts             # of each level of a cell
        tally_t* row                # of one level in all classes
        tally_t* counted            # of all levels so far
        int32_t* found
        uint8_t* seen
    for z in range(n_strata):
        widest = max(widest, stratum_bounds[z + 1] - stratum_bounds[z])
    counts = <tally_t*> calloc(n_cells * n_levels + 2 * widest, sizeof(tally_t))
    found = <int32_t*> calloc(n_strata + 1, sizeof(int32_t))
    seen = <uint8_t*> calloc(n_strata + 1, sizeof(uint8_t))
    if counts == NULL or found == NULL or seen == NULL:
        free(known.between)
        free(counts)
        free(found)
        free(seen)
        raise MemoryError()
    row = counts + n_cells * n_levels
    counted = row + widest
    with nogil:
        for j in range(information.shape[0]):
            information[j], pearson[j], degrees[j] = 0, 0.0, 0
            n_found = 0
            for e in range(indptr[j], indptr[j + 1]):
                cell = cells[indices[e]]
                if cell < 0:
                    continue
                a = 1 if present else levels[e]
                z = strata[cell]
                if not seen[z]:
                    seen[z] = True
                    found[n_found] = <int32_t> z
                    n_found += 1
                if weighted:
                    step = <tally_t> weights[indices[e]]
                counts[cell * n_levels + a - 1] += step
            for t in range(n_found):
                z = found[t]
                first = stratum_bounds[z]
                n_classes = stratum_bounds[z + 1] - first
                sums.information, sums.share, n_occurring = known.between[z], 0.0, 0
                for k in range(n_classes):
                    counted[k] = 0
                for a in range(n_levels + 1):  # the last is absence
                    total = 0
                    for k in range(n_classes):
                        if a < n_levels:
                            row[k] = counts[(first + k) * n_levels + a]
                            counted[k] += row[k]
                        else:
                            row[k] = rest_of[tally_t](sizes[first + k], counted[k])
                        total += row[k]
                    if total > 0:
                        n_occurring += 1
                        _add_level[tally_t](
                            &sums, total, row, known.inverse + first, n_classes, &f[0],
                            f.shape[0], scale,
                        )
                information[j] += sums.information
                pearson[j] += known.spare[z] * (sums.share - 1.0)
                degrees[j] += (n_occurring - 1) * (n_classes - 1)
                seen[z] = False
                for k in range(n_classes * n_levels):
                    counts[first * n_levels + k] = 0
        free(known.between)
        free(counts)
        free(found)
        free(seen)

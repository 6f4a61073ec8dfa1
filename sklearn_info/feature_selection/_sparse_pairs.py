"""Sums over the joint tables of the columns of a sparse matrix."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import cached_property

import numpy as np

from sklearn_info._kernels import _column_cooccurrence, _sparse_contingency
from sklearn_info._kernels._bit_planes import LANES
from sklearn_info.feature_selection._bit_variables import MOST_LEVELS, BitVariables
from sklearn_info.feature_selection._counting_costs import cost_by_planes
from sklearn_info.feature_selection._pairs import CountedPairs, coarse_order
from sklearn_info.feature_selection._plane_blocks import (
    Segments,
    entry_planes,
    lone_planes,
    n_digits,
)
from sklearn_info.feature_selection._reach import Reach
from sklearn_info.feature_selection._row_scan import RowScan
from sklearn_info.feature_selection._sparse_table import StoredVariable
from sklearn_info.feature_selection._variable import Variable, join
from sklearn_info.utils import Threads, rows_by_code

NO_WEIGHTS = np.empty(0)
# Columns of a unit: few enough that most units are never looked at in a lazy search.
WIDTH = 256
OCTETS = WIDTH // LANES
# Units whose bit planes are made together, in one pass over all entries: as many as
# fit in the L2 cache in bytes, but some.
BLOCK_BYTES, LEAST_BLOCK = 3 << 19, 4
# Nanoseconds: of an entry in a walk along the columns; of one in a scan of the rows
# that hold a column, and there of each column, and of its table in each class in which
# it occurs, of presences and of more levels.
WALKED, SCANNED, CLEARED, SWEPT, SWEPT_LEVELS = 4.0, 0.8, 0.5, 1.3, 2.5
# Of a unit by bit planes, besides its octets.
UNIT = 1400.0
# And of each entry before the first scan.
SET_UP = 20.0
FOREVER = 1e30
# Of a value and its index in the matrix that was given.
BYTES_OF_ENTRY = 12


class SparsePairs(CountedPairs):
    """Joint tables of all columns with a variable, and with y as well.

    Units hold the columns in the order of their relevance, or of their reach, so that a
    lazy search leaves those of rare words alone. What it does ask for is counted in
    the quicker of two ways (`_by_planes`): a scan of the rows that hold the other
    column counts all units at once; bit planes count one, and only the units that ask
    get them, so that the bulk of the matrix stays sparse.

    Parameters
    ----------
    table : SparseTable
    y, n_classes, fixed, weights, threads, with_classes
        As of `DensePairs`.
    by_reach : bool
        The order of the columns.
    path : {"auto", "bit_planes", "rows"}
        For tests: always bit planes, or always a scan.

    Attributes
    ----------
    f_x, f_xy, f_y, units
        As of `DensePairs`, but for the width of the units.
    reach : Reach or None
    meeting : float
        Nanoseconds that it takes a unit to meet a column by bit planes.
    n_entries : int
    """

    def __init__(
        self,
        table,
        y,
        n_classes,
        fixed,
        *,
        weights=None,
        threads=None,
        with_classes=True,
        by_reach=False,
        path="auto",
    ):
        self.fixed, self._threads = fixed, threads or Threads()
        self.n_entries = table.n_entries
        self._y, self._n_classes = y, n_classes
        self._with_classes, self._path = with_classes, path
        self._weights = NO_WEIGHTS if weights is None else weights
        self._tally = np.int32 if weights is None else np.float64
        self._table, n_features = table, table.shape[1]
        self._counts = self._count_classes(n_classes)
        self._class_totals = self._sizes(y, n_classes)
        self._totals = self._counts.sum(axis=0, dtype=self._tally)
        self.f_y = fixed.sum(self._class_totals)
        self.f_xy = fixed.with_rest(self._counts, self._class_totals)
        total = self._class_totals.sum(dtype=self._tally, keepdims=True)
        self._f_x = fixed.with_rest(self._totals[None], total)
        self.f_x = fixed.settled(self._f_x)
        self.reach = None
        if by_reach:
            self.reach = Reach(
                table,
                y,
                self._counts,
                self._class_totals,
                self._weights,
                (fixed.whole - self.f_x) * fixed.unit,
            )
            keys = -self.reach.likely
        else:
            keys = self.f_x - self.f_xy
        self._order = order = coarse_order(keys)
        self._places = np.empty(n_features, dtype=table.rows[1].dtype)
        self._places[order] = np.arange(n_features)
        self.units = np.full((-(-n_features // WIDTH), WIDTH), -1)
        self.units.reshape(-1)[:n_features] = order
        self._segments = Segments.of(y, n_classes if with_classes else 1)
        digits = int(n_digits(table.n_levels + 1))
        self._unit_bytes = 8 * WIDTH * self._segments.n_words * digits
        self._block_units = max(BLOCK_BYTES // self._unit_bytes, LEAST_BLOCK)
        self._octets = np.arange(OCTETS * self._block_units).reshape(-1, OCTETS)
        self._blocks, self._regret = {}, 0.0

    def feature(self, j):
        """Column j as a variable."""
        return StoredVariable(self._table, j, int(self.f_x[j]), int(self.f_xy[j]))

    def step(self, s):
        """Sums over the joint tables of every column with a variable s.

        Returns
        -------
        f_xs, f_xsy
            As of `DensePairs.step`.
        """
        units, variables = np.arange(len(self.units)), self.others()
        variables.append(s)
        sums = self.pair_sums(units, np.zeros_like(units), variables)
        places = self._places
        return tuple(None if one is None else one.reshape(-1)[places] for one in sums)

    def joint_sums(self, s):
        """Sums over the joint tables of all units with s, as f_xs of `pair_sums`."""
        n_units, (planes, _) = len(self.units), self._costs(s)
        if n_units > self._most_units or n_units * planes > WALKED * self.n_entries:
            return self._walk(s.codes, s.n_levels)
        units, variables = np.arange(n_units), self.others()
        variables.append(s)
        return self._plane_sums(units, np.zeros_like(units), variables)[0]

    def others(self):
        """An empty collection of variables for `pair_sums`."""
        options = self._segments, self._find, self._threads
        return _CostedVariables(self._costs, *options)

    def pair_sums(self, units, others, variables):
        """As of `DensePairs.pair_sums`, with sums of shape (n_pairs, WIDTH)."""
        # In most calls all units meet the last feature: what there is to say of many
        # variables takes as long as some counting.
        if (others == others[0]).all():
            kept_out = units[-1] >= self._most_units
            if self._by_planes(units.size, kept_out, variables.costs[others[0]]):
                return self._plane_sums(units, others, variables)
            return self._scan_sums(units, variables[others[0]])
        n_units = np.bincount(others)
        kept_out = np.bincount(
            others[units >= self._most_units], minlength=n_units.size
        )
        planes = np.zeros(n_units.size, dtype=bool)
        for other in np.flatnonzero(n_units).tolist():
            asked = int(n_units[other]), kept_out[other] > 0, variables.costs[other]
            planes[other] = self._by_planes(*asked)
        planes = planes[others]
        if planes.all():
            return self._plane_sums(units, others, variables)
        sums = self._room_for(units)
        if planes.any():
            pairs = np.flatnonzero(planes)
            both = self._plane_sums(units[pairs], others[pairs], variables)
            _put(sums, pairs, both)
        for other in np.flatnonzero(np.bincount(others[~planes])).tolist():
            pairs = np.flatnonzero(~planes & (others == other))
            _put(sums, pairs, self._scan_sums(units[pairs], variables[other]))
        return sums

    def _by_planes(self, n_units, kept_out, costs):
        """Whether bit planes beat a scan for a variable: the one place that says.

        A scan counts all units, so that one unit that is kept out of bit planes takes
        all with it. It needs a numbering of all entries, and more, which are not made
        before the time that they would have saved is as long as theirs.
        """
        planes, scan = costs
        set_up = SET_UP * self.n_entries
        excess = n_units * (planes - self._swept) - scan
        if kept_out:
            self._regret = set_up
        elif excess <= 0:
            return True
        elif self._regret < set_up:
            self._regret += excess
        return self._regret < set_up

    def _costs(self, s):
        """Nanoseconds that planes take for a unit to meet s, and a scan for all."""
        if self._path == "rows" or self._weights.size or s.n_levels > MOST_LEVELS:
            return FOREVER, 0.0
        if self._path == "bit_planes":
            return 0.0, FOREVER
        if s.column is not None:
            return self.meeting, self._stored_scans[s.column]
        walk = WALKED * self.n_entries * (1 + self._with_classes)
        return self._planes_cost(s.n_levels), walk

    @cached_property
    def meeting(self):
        return self._planes_cost(self._table.n_levels + 1)

    def _planes_cost(self, other_levels):
        n_levels = self._table.n_levels + 1
        of_octet = cost_by_planes(self._segments, n_levels, other_levels)
        return UNIT + OCTETS * of_octet

    @cached_property
    def _stored_scans(self):
        n_entries, (n_rows, n_columns) = self.n_entries, self._table.shape
        n_read = self._totals.sum(axis=1) * (n_entries / n_rows)
        return SCANNED * n_read + CLEARED * n_columns

    @cached_property
    def _swept(self):
        """Nanoseconds that a scan takes for the tables of the columns of a unit."""
        swept = SWEPT if self._table.n_levels == 1 else SWEPT_LEVELS
        if not self._with_classes:
            return swept * WIDTH
        return swept * (WIDTH + np.count_nonzero(self._counts) / len(self.units))

    @cached_property
    def _most_units(self):
        """Units that may have bit planes: they take no more memory than the matrix."""
        if self._path == "bit_planes":
            return len(self.units)
        size = BYTES_OF_ENTRY * self.n_entries
        n_blocks = size // (self._unit_bytes * self._block_units)
        return self._block_units * max(n_blocks, 1)

    def _plane_sums(self, units, others, variables):
        """Sums of pairs by bit planes."""
        first, last = (int(one) // self._block_units for one in (units[0], units[-1]))
        if first == last:
            return self._octet_sums(first, units, others, variables)
        blocks, sums = units // self._block_units, self._room_for(units)
        for block in np.flatnonzero(np.bincount(blocks)).tolist():
            pairs = np.flatnonzero(blocks == block)
            both = self._octet_sums(block, units[pairs], others[pairs], variables)
            _put(sums, pairs, both)
        return sums

    def _scan_sums(self, units, s):
        """Sums of units, in rising order, with one variable by a scan."""
        sums = self._sums_with(s, units)
        self.lone_scans += units.size < len(self.units)
        first, end = int(units[0]), int(units[-1]) + 1
        some = slice(first, end) if end - first == units.size else units
        return [None if one is None else one[some] for one in sums]

    def _room_for(self, units):
        """Sums that are not known yet."""
        shape = units.size, WIDTH
        with_y = np.empty(shape, dtype=np.int64) if self._with_classes else None
        return np.empty(shape, dtype=np.int64), with_y

    def _octet_sums(self, block, units, others, variables):
        """Sums of units of one block, by its bit planes."""
        octets = self._octets[units - block * self._block_units].reshape(-1)
        others = others.repeat(OCTETS)
        sums = self._block(block).sums(octets, others, variables, self.fixed)
        return [None if one is None else one.reshape(-1, WIDTH) for one in sums]

    def _block(self, block):
        """The bit planes of some units; padding columns are present nowhere."""
        if block not in self._blocks:
            first = block * self._block_units
            n_octets = OCTETS * min(self._block_units, len(self.units) - first)
            self._blocks[block] = entry_planes(
                self._table,
                self._places,
                first * WIDTH,
                n_octets,
                self._segments,
                self._threads,
            )
        return self._blocks[block]

    def _find(self, s):
        """Bit planes that hold a variable: block, octet and lane."""
        if s.column is None:
            return lone_planes(s, self._segments, self._threads), 0, 0
        octet, lane = divmod(int(self._places[s.column]), LANES)
        block, octet = divmod(octet, OCTETS * self._block_units)
        return self._block(block), octet, lane

    def _sums_with(self, s, units):
        """Sums of some units with a variable, as rows among those of all units."""
        if s.column is not None:
            return self._scan.sums(s, units)
        f_xs = self._walk(s.codes, s.n_levels)
        if not self._with_classes:
            return f_xs, None
        with_y = join(s, Variable(self._y, self._n_classes))
        return f_xs, self._walk(*with_y)

    @cached_property
    def _scan(self):
        totals, order = self._totals[self._order], self._order
        one = self._class_totals.sum(dtype=self._tally, keepdims=True)
        by_class = self._with_classes
        return RowScan(
            self._table,
            self.units,
            self._places,
            self._y if by_class else None,
            self._weights,
            self._counts[:, order] if by_class else totals[None],
            totals,
            self._class_totals if by_class else one,
            (self.f_xy if by_class else self._f_x)[order],
            self.fixed,
        )

    def _walk(self, t, n_t):
        """Sums of all units with t, along the columns."""
        t, sizes = t.astype(np.int32), self._sizes(t, n_t)
        sums = np.empty(self.f_x.size, dtype=np.int64)
        indptr, indices, levels = self._table.columns

        def walk(begin, end):
            _column_cooccurrence.sum_columns(
                indptr[begin : end + 1],
                indices,
                levels,
                self._table.n_levels,
                t,
                sizes,
                self._weights,
                self.fixed.f,
                self.fixed.scale,
                sums[begin:end],
            )

        self._threads.ranges(walk, sums.size, WALKED * indices.size / sums.size)
        padded = np.zeros(self.units.shape, dtype=np.int64)
        padded.reshape(-1)[: sums.size] = sums[self._order]
        return padded

    def _sizes(self, codes, n_levels):
        weights = self._weights if self._weights.size else None
        sizes = np.bincount(codes, weights=weights, minlength=n_levels)
        return sizes.astype(self._tally)

    def _count_classes(self, n_classes):
        """Counts of every column, of shape (classes, columns, levels)."""
        n_columns, n_levels = self._table.shape[1], self._table.n_levels
        kind = np.float64 if self._weights.size else np.int64
        counts = np.zeros((n_classes, n_columns * n_levels), dtype=kind)
        members = rows_by_code(self._y, n_classes)
        bounds = np.append(0, np.cumsum(np.bincount(self._y, minlength=n_classes)))
        _sparse_contingency.count_rows(
            *self._table.rows, n_levels, members, bounds, self._weights, counts
        )
        counts = counts.astype(self._tally, copy=False)
        return counts.reshape(n_classes, n_columns, n_levels)


def _put(sums, pairs, both):
    """Sums of some pairs among those of all."""
    for all_pairs, some in zip(sums, both):
        if some is not None:
            all_pairs[pairs] = some


class _CostedVariables(BitVariables):
    """Variables, with the costs of meeting each."""

    def __init__(self, cost_of, *options):
        super().__init__(*options)
        self._cost_of, self.costs = cost_of, []

    def append(self, variable):
        self.costs.append(self._cost_of(variable))
        super().append(variable)

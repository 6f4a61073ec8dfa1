"""Sums over the joint tables of the columns of an encoded table."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from copy import copy
from functools import cached_property

import numpy as np

from sklearn_info._kernels import _joint_histogram
from sklearn_info._kernels._bit_planes import LANES
from sklearn_info.feature_selection._bit_variables import MOST_LEVELS, BitVariables
from sklearn_info.feature_selection._counting_costs import (
    ENCODED,
    GATHERED,
    LISTED,
    STEP,
    cost_by_groups,
    cost_by_planes,
    cost_by_table,
    cost_by_tiles,
)
from sklearn_info.feature_selection._dense_units import DenseUnits
from sklearn_info.feature_selection._pairs import CountedPairs, coarse_order
from sklearn_info.feature_selection._plane_blocks import (
    Segments,
    code_planes,
    lone_planes,
)
from sklearn_info.feature_selection._tile_blocks import UNITS, TileBlock
from sklearn_info.feature_selection._variable import Variable
from sklearn_info.utils import Threads, rows_by_code

NO_WEIGHTS = np.empty(0)
# So few are not worth an order of their own.
FEW_UNITS = 8
# Units in the first batch that catches up in a lazy search, at least, and nanoseconds
# that it takes them to meet one variable if they are more; variables that they meet at
# once, at least, and nanoseconds that it takes if they are more. Histograms take long
# before the first of some units has met a variable.
LEAST_BATCH, BATCH, LEAST_AT_ONCE, ROUND = 2, 2500.0, 8, 50_000.0
# How often what a step will still ask of planes is added to what they took. Where only
# noise is left, steps after it ask for as much, and about half of it is foreseen. Of 79
# random tables with 0, 2 and 4 another moment they take 1, 0.98 and 0.95 of the time
# (geometric means), and down to 0.5 where some columns tell something and the rest
# nothing.
FORESIGHT = 4.0


class DensePairs(CountedPairs):
    """Joint tables of all columns with a variable, and with y as well.

    Columns are treated eight at a time, a *unit*: from bit planes, or from tiles where
    most columns meet every variable, or by histogram; whichever is quicker for the
    levels at hand. A lazy search begins with planes, and features of like relevance
    share units, so that few are counted. Once tiles would have taken less for all
    columns, and would have been made as well, they take over.

    Parameters
    ----------
    table : EncodedTable
    y : ndarray of shape (n_samples,), int32
    n_classes : int
    fixed : FixedPoint
    weights : ndarray of shape (n_samples,), default=None
    with_classes : bool
        Whether `step` is to give the tables with y too. Then the rows of the planes
        are sorted by class; else they keep their order.
    threads : Threads, default=None
        That steps are shared by; one by default.
    eager : bool, default=False
        Whether most variables will meet all columns.
    shared : bool, default=False
        Whether several searches ask: then the way to count stays.
    path : {"auto", "bit_planes", "tiles", "histogram"}
        For tests: always the same.

    Attributes
    ----------
    f_x, f_xy : ndarrays of shape (n_features,), int64
        Sums of f over the table of each column, and over its joint table with y. Those
        of a constant are settled: see `FixedPoint`.
    f_y : int
    units : ndarray of shape (n_units, 8)
        Columns of each unit; -1 where there is none.
    first_batch, at_once
        As of `Pairs`.
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
        eager=False,
        shared=False,
        path="auto",
    ):
        self.fixed, self._threads = fixed, threads or Threads()
        self._codes, self._levels = table.codes, table.n_levels
        self._y, self._n_classes = y, n_classes
        self._weights = NO_WEIGHTS if weights is None else weights
        self._with_classes = with_classes
        self._segments = Segments.of(y, n_classes if with_classes else 1)
        self._path = "histogram" if self._weights.size else path
        self._layout = DenseUnits.of(self._levels)
        # Nanoseconds of a step by tiles; what planes took, and for how many pairs.
        self._tiled, self._tile_step = False, np.inf
        self._spent, self._n_counted = 0.0, 0
        planes, tiles = self._costs_of_steps()
        by_tiles = tiles < planes
        self._make_blocks(self._path == "tiles" or (eager and by_tiles))
        lazily = not (self._tiled or eager or len(self._layout) <= FEW_UNITS)
        nothing = self.variable(np.zeros(y.size, dtype=np.uint8), 1, f_sy=0)
        target = self.variable(y, n_classes, f_sy=0)
        self.f_y, first = target.f_s, self
        if lazily and with_classes:
            first = self._quickest_to_meet(target)
        f_x, self.f_xy = first.step(nothing)
        self.f_x = fixed.settled(f_x)
        if self.f_xy is None:
            self.f_xy, _ = first.step(target)
        if not lazily:
            return
        if by_tiles and not shared:
            self._tile_step, self._spent, self._n_counted = tiles, 0.0, 0
        order = coarse_order(self.f_x - self.f_xy)
        self._layout = DenseUnits.of(self._levels, order)
        self._make_blocks(tiled=False)

    @property
    def units(self):
        return self._layout.columns

    @cached_property
    def first_batch(self):
        by_bits, cost = self._quickest_of_all(self._layout.most_levels)
        return max(LEAST_BATCH, int(BATCH / cost)) if by_bits else super().first_batch

    @cached_property
    def at_once(self):
        by_bits, cost = self._quickest_of_all(self._layout.most_levels)
        if not by_bits:
            return super().at_once
        return max(LEAST_AT_ONCE, int(ROUND / (cost * self.first_batch)))

    def _quickest_to_meet(self, target):
        """These pairs, or such as have their rows in order, and no classes."""
        plain = copy(self)
        plain._with_classes, plain._segments = False, Segments.of(self._y, 1)
        plain._make_blocks(tiled=False)
        _, cost = plain._quickest_of_all(target.n_levels)
        return plain if cost < GATHERED * self._y.size else self

    def feature(self, j):
        """Column j as a variable."""
        return Variable(
            self._codes[:, j],
            int(self._levels[j]),
            int(self.f_x[j]),
            int(self.f_xy[j]),
            j,
        )

    def step(self, s):
        """Sums over the joint tables of every column with a variable s.

        Returns
        -------
        f_xs : ndarray of shape (n_features,), int64
        f_xsy : ndarray of shape (n_features,), int64, or None
            The same with y; None without classes.
        """
        sums = self._sums_with(s)
        return tuple(
            None if one is None else self._layout.by_column(one) for one in sums
        )

    def joint_sums(self, s):
        """Sums over the joint tables of all units with s, as f_xs of `pair_sums`."""
        return self._sums_with(s)[0]

    def others(self):
        """An empty collection of variables for `pair_sums`."""
        return BitVariables(self._segments, self._find, self._threads)

    def pair_sums(self, units, others, variables):
        """Sums over the joint tables of some units, each with a variable.

        Parameters
        ----------
        units, others : ndarrays of shape (n_pairs,)
            Places in `units`, in rising order, and in `variables`; no pair twice.
        variables : BitVariables

        Returns
        -------
        f_xs, f_xsy : as of `step`, of shape (n_pairs, 8)
        """
        one_block = len(self._blocks) == 1  # as most often
        if one_block:
            by_bits, cost = self._quickest_of_all(variables.most_levels)
            cost = cost * units.size
        else:
            levels = self._layout.levels[units], variables.n_levels[others]
            by_bits, costs = self._quickest(*levels)
            cost = costs.sum()
        self._spent, self._n_counted = self._spent + cost, self._n_counted + units.size
        if one_block and by_bits:
            return self._blocks[0][2].sums(units, others, variables, self.fixed)
        by_bits = np.broadcast_to(by_bits, units.shape)
        sums = np.empty((2, units.size, LANES), dtype=np.int64)
        for begin, end, block in self._blocks:
            pairs = np.flatnonzero(by_bits & (units >= begin) & (units < end))
            if pairs.size:
                places = units[pairs] - begin
                both = block.sums(places, others[pairs], variables, self.fixed)
                sums[0, pairs] = both[0]
                if self._with_classes:
                    sums[1, pairs] = both[1]
        for other in np.unique(others[~by_bits]):
            pairs = np.flatnonzero(~by_bits & (others == other))
            sums[:, pairs] = self._histograms(units[pairs], variables[other])
        return sums[0], sums[1] if self._with_classes else None

    def all_keep_up(self, n_pairs, n_foreseen, n_steps):
        """Tiles take over once all columns would have taken less by them, and these
        would have been made as well, or will have."""
        by_planes = self._spent
        if by_planes:  # costs are known
            n_pairs += FORESIGHT * n_foreseen
            by_planes += n_pairs * by_planes / self._n_counted
        if by_planes < n_steps * self._tile_step + ENCODED * self._codes.size:
            return False
        self._tile_step = np.inf
        self._make_blocks(tiled=True)
        return True

    def _sums_with(self, s):
        units = np.arange(len(self._layout))
        variables = self.others()
        variables.append(s)
        return self.pair_sums(units, np.zeros_like(units), variables)

    def _make_blocks(self, tiled):
        """The columns of as many digits, as tiles or as bit planes."""
        self._tiled, self._known_costs = tiled, {}
        make = TileBlock if tiled else code_planes
        self._blocks = [
            (
                begin,
                end,
                make(
                    self._codes,
                    self.units[begin:end].reshape(-1),
                    self._layout.levels[begin:end],
                    self._segments,
                    self._threads,
                ),
            )
            for begin, end in self._layout.bounds
        ]

    def _costs_of_steps(self):
        """Nanoseconds that all units take to meet a variable of their mean levels: by
        planes or histograms, and by tiles. These are infinite if planes are forced."""
        levels = np.minimum(self._layout.levels, MOST_LEVELS)
        levels = levels, levels.mean()
        planes = cost_by_planes(self._segments, *levels)
        planes = np.minimum(planes, self._cost_by_histograms(*levels)).sum()
        if self._path != "auto":
            return planes, np.inf
        tiles = self._cost_by_tiles(*levels).sum()
        return planes, tiles + STEP + LISTED * self._y.size

    def _quickest(self, n_levels, other_levels):
        """Whether tiles, or planes, count faster than histograms; and how long the
        quickest takes for a unit."""
        possible = (n_levels <= MOST_LEVELS) & (other_levels <= MOST_LEVELS)
        histograms = self._cost_by_histograms(n_levels, other_levels)
        if self._path != "auto":
            return possible & (self._path != "histogram"), histograms
        if self._tiled:
            bits = self._cost_by_tiles(n_levels, other_levels)
        else:
            bits = cost_by_planes(self._segments, n_levels, other_levels)
        return possible & (bits < histograms), np.minimum(bits, histograms)

    def _quickest_of_all(self, other_levels):
        """The same for units of the most levels."""
        if other_levels not in self._known_costs:
            costs = self._quickest(self._layout.most_levels, other_levels)
            self._known_costs[other_levels] = costs
        return self._known_costs[other_levels]

    def _cost_by_tiles(self, *levels):
        bounds = self._layout.bounds
        n_tiles = sum(-(-(end - begin) // UNITS) for begin, end in bounds)
        return cost_by_tiles(self._segments, *levels) * (n_tiles / len(self._layout))

    def _cost_by_histograms(self, *levels):
        by_table = cost_by_table(self._segments, *levels)
        return LANES * np.minimum(by_table, cost_by_groups(self._segments))

    def _histograms(self, units, s):
        """Sums of some units with a variable s, of shape (2, n_units, 8)."""
        columns = self.units[units]
        places = np.nonzero(columns >= 0)
        columns = columns[places]
        n_classes = self._n_classes if self._with_classes else 1
        t, n_t = s.codes.astype(np.int64), s.n_levels * n_classes
        if self._with_classes:
            t = t * n_classes + self._y
        f_xs, f_xsy = out = np.empty((2, self._levels.size), dtype=np.int64)
        by_table = cost_by_table(self._segments, self._levels[columns], s.n_levels)
        small = by_table < cost_by_groups(self._segments)
        if small.any():
            # By classes, if there are any, and over them; or the sums with s alone.
            both = (f_xsy, f_xs) if self._with_classes else (f_xs, f_xsy[:0])
            arguments = self.fixed.f, self.fixed.scale, *both
            count = _joint_histogram.sum_small
            if self._weights.size:
                arguments = self._weights, *arguments
                count = _joint_histogram.sum_small_weighted
            arguments = t.astype(np.uint16), n_t, n_classes, *arguments
            self._chunked(count, columns[small], arguments, by_table[small].max())
        if not small.all():
            self._grouped(columns[~small], s.codes, s.n_levels, f_xs)
            if self._with_classes:
                self._grouped(columns[~small], t, n_t, f_xsy)
        sums = np.zeros((2, *self.units[units].shape), dtype=np.int64)
        sums[:, places[0], places[1]] = out[:, columns]
        return sums

    def _grouped(self, columns, codes, n_codes, sums):
        rows = rows_by_code(codes, n_codes)
        ordered = codes[rows].astype(np.int64)
        bounds = np.flatnonzero(np.diff(ordered, prepend=-1, append=-1))
        weights = self._weights[rows] if self._weights.size else NO_WEIGHTS
        # A row that is alone with its code tells the same of every column; where codes
        # stand for several selected features, most rows are.
        sizes, of_lone_rows = np.diff(bounds), 0
        alone = bounds[:-1][sizes == 1]
        if alone.size:
            lone = weights[alone] if weights.size else np.ones(alone.size)
            of_lone_rows = self.fixed.sum(lone)
            bounds = np.append(0, np.cumsum(sizes[sizes > 1]))
            rows = np.delete(rows, alone)
            weights = np.delete(weights, alone) if weights.size else weights
        f = self.fixed.f, self.fixed.scale
        arguments = rows.astype(np.int32), bounds, weights, *f, sums
        cost = cost_by_groups(self._segments) * (rows.size / codes.size)
        self._chunked(_joint_histogram.sum_grouped, columns, arguments, cost)
        sums[columns] += of_lone_rows

    def _chunked(self, kernel, columns, arguments, cost):
        """Call a kernel on ranges of some columns, of a cost in nanoseconds each."""

        def count(begin, end):
            kernel(self._codes, self._levels, columns[begin:end], *arguments)

        self._threads.ranges(count, columns.size, cost)

    def _find(self, s):
        """Bit planes that hold a variable: block, unit and lane."""
        if s.column is not None:
            unit, lane = divmod(int(self._layout.places[s.column]), LANES)
            for begin, end, block in self._blocks:
                if block.planes is not None and begin <= unit < end:
                    return block, unit - begin, lane
        return lone_planes(s, self._segments, self._threads), 0, 0

    def _sizes(self, codes, n_levels):
        weights = self._weights if self._weights.size else None
        return np.bincount(codes, weights=weights, minlength=n_levels)

"""How long each way to count joint tables takes: what the quickest is chosen by.

In nanoseconds, measured at 200 to 20,000 rows with one to ten classes. Only their
ratios matter, and those between bit planes and tiles depend on the instruction set.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info._kernels import _cpu

# A word of eight columns is read by planes, and again for each of its intersections;
# and a cell of their tables.
WORD = {"baseline": 5.0, "avx2": 1.5, "avx512": 0.6}
CELL = 6.0
# A row of a tile is read, and again for each level above 0; a list of rows, and again
# for each level; and a cell of the tables of all classes. A list goes on to the end of
# a batch, by PADDING rows on average.
READ = {"baseline": 5.0, "avx2": 3.0, "avx512": 3.0}
ADD = {"baseline": 3.2, "avx2": 1.0, "avx512": 1.0}
LIST, COUNTED, POOLED, PADDING = 250.0, 120.0, 80.0, 16
# What a step takes longer by tiles than by planes, and for each row, to list the rows.
STEP, LISTED = 40_000.0, 4.0
# A code when tiles are made; and a row of eight when planes are, class by class, beyond
# what it takes in order.
ENCODED, GATHERED = 0.4, 1.3
# A row of a column in a histogram, and a cell of its table, of which 16 bits tell; or
# a row where rows are grouped, once by the variable and once by its levels and classes.
ROW, TABLE_CELL, MOST_CELLS, GROUPED_ROW = 0.6, 3.0, 1 << 16, 2.5


def cost_by_planes(segments, n_levels, other_levels):
    """Of eight columns with a variable of some levels."""
    n_segments = segments.n_rows.size - 1
    words = segments.n_words * (1 + (n_levels - 1) * (other_levels - 1))
    n_tables = n_segments + (n_segments > 1)  # and that of all classes
    cells = n_tables * n_levels * other_levels
    return WORD[_cpu.get_level()] * words + CELL * cells


def cost_by_tiles(segments, n_levels, other_levels):
    """Of 256 columns."""
    level = _cpu.get_level()
    n_segments = segments.n_rows.size - 1
    n_lists = n_segments * other_levels
    n_rows = segments.n_rows[-1] + PADDING * n_lists
    row = READ[level] + ADD[level] * (n_levels - 1)
    pooled = POOLED * other_levels * n_levels if n_segments > 1 else 0.0
    return n_rows * row + n_lists * (LIST + COUNTED * n_levels) + pooled


def cost_by_table(segments, n_levels, other_levels):
    """Of one column, whose histogram is read cell by cell."""
    cells = n_levels * other_levels * (segments.n_rows.size - 1)
    cost = ROW * segments.n_rows[-1] + TABLE_CELL * cells
    return np.where(cells <= MOST_CELLS, cost, np.inf)


def cost_by_groups(segments):
    """Of one column, whose rows are counted level by level of the variable."""
    n_classes = segments.n_rows.size - 1
    return GROUPED_ROW * segments.n_rows[-1] * min(n_classes, 2)

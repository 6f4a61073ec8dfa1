"""How long each way to count joint tables takes: what the quickest is chosen by.

In nanoseconds, measured at 200 to 20,000 rows with one to ten classes. Only their
ratios matter, and those between bit planes and tiles depend on the instruction set.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

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
# A code when tiles are made.
ENCODED = 0.4
# A row of a column in a histogram, and a cell of its table; or a row of a large table,
# of which only the cells are read that rows fall in.
ROW, TABLE_CELL, LARGE_ROW = 0.6, 3.0, 2.5
# Cells for each row up to which a table is read cell by cell, and at all: a cell is
# then 16 bits.
CELLS_PER_ROW, SMALL_TABLE = 1.5, 1 << 16


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


def cost_by_histogram(segments, n_levels, other_levels):
    """Of one column."""
    n_rows, n_classes = segments.n_rows[-1], segments.n_rows.size - 1
    cells = n_levels * other_levels * n_classes
    small = ROW * n_rows + TABLE_CELL * cells
    large = LARGE_ROW * n_rows * min(n_classes, 2)
    by_cell = is_small(cells, n_rows)
    return by_cell * small + (1 - by_cell) * large


def is_small(cells, n_rows):
    """Whether a histogram is read cell by cell."""
    return cells <= min(CELLS_PER_ROW * n_rows, SMALL_TABLE)

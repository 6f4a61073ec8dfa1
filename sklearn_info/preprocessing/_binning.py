"""Cuts of continuous columns, many columns at once."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.preprocessing._bin_codes import cuts_below
from sklearn_info.preprocessing._mdlp import MDLPDiscretizer
from sklearn_info.utils import in_units

FEW_ROWS = 300


def default_n_bins(n_samples):
    """Three levels below a few hundred rows, where more only add noise; else five."""
    return 3 if n_samples < FEW_ROWS else 5


def quantile_cuts(block, places, n_bins, y=None):
    """Cuts of equal frequency, of shape (n_columns, n_bins - 1).

    The cut b is the smallest value v with P(X <= v) >= b / n_bins, so that equal
    values share a bin, and a weight is the same as repeating a row.
    """
    levels = np.arange(1, n_bins)
    if block.weights is None:
        cuts = -(-levels * block.n_valid[places, None] // n_bins) - 1
    else:
        units = in_units(block.weights[places], block.row_weights.sum() * n_bins)
        mass = np.cumsum(units, axis=1)
        cuts = np.stack(
            [np.argmax(n_bins * mass >= b * mass[:, -1:], axis=1) for b in levels],
            axis=1,
        )
    return np.take_along_axis(block.ordered[places], np.maximum(cuts, 0), axis=1)


def uniform_cuts(block, places, n_bins, y=None):
    """Cuts of equal width between the smallest and the largest value."""
    ordered = block.ordered[places]
    last = np.maximum(block.n_valid[places] - 1, 0)[:, None]
    low = ordered[:, :1].astype(np.float64)
    high = np.take_along_axis(ordered, last, axis=1).astype(np.float64)
    share = np.arange(1, n_bins) / n_bins
    # A mean of the ends, because the width of the largest floats would overflow.
    return low * (1 - share) + high * share


def mdlp_cuts(block, places, n_bins, y):
    """Cuts of `MDLPDiscretizer`, a list: their number differs."""
    mdlp = MDLPDiscretizer(missing="level")
    mdlp.fit(block.values[places].T, y, sample_weight=block.row_weights)
    return [cuts_below(edges) for edges in mdlp.bin_edges_]


BINNINGS = {"quantile": quantile_cuts, "uniform": uniform_cuts, "mdlp": mdlp_cuts}

"""Columns to codes: discretisers, and the table that selectors count."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# The encoded table is for the other rooms, and private until it settles.
from sklearn_info.preprocessing._binning import default_n_bins as default_n_bins
from sklearn_info.preprocessing._column_kinds import DISCRETE as DISCRETE
from sklearn_info.preprocessing._column_kinds import UNKNOWN as UNKNOWN
from sklearn_info.preprocessing._column_kinds import asked_kinds as asked_kinds
from sklearn_info.preprocessing._encoded_table import EncodedTable as EncodedTable
from sklearn_info.preprocessing._encoded_table import TableEncoder as TableEncoder
from sklearn_info.preprocessing._mdlp import MDLPDiscretizer

__all__ = ["MDLPDiscretizer"]

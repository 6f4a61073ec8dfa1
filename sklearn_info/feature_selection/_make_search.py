"""Which search a criterion takes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.feature_selection._bounded_search import BoundedSearch
from sklearn_info.feature_selection._greedy_search import GreedySearch
from sklearn_info.feature_selection._sparse_pairs import SparsePairs
from sklearn_info.feature_selection._three_way_search import ThreeWaySearch


def make_search(pairs, criterion, allowed, *, lazy=True):
    """The search for a criterion over the candidates of some pairs.

    Parameters are those of `GreedySearch`.
    """
    kind = GreedySearch
    if criterion.three_way:
        kind = ThreeWaySearch
    elif criterion.bounded and isinstance(pairs, SparsePairs) and lazy:
        kind = BoundedSearch  # entropies of binned columns would bound nothing
    return kind(pairs, criterion, allowed, lazy=lazy)

"""Which search a criterion takes."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.feature_selection._bounded_search import BoundedSearch
from sklearn_info.feature_selection._greedy_search import GreedySearch
from sklearn_info.feature_selection._sparse_pairs import SparsePairs
from sklearn_info.feature_selection._three_way_search import ThreeWaySearch


def make_search(pairs, criterion, allowed, n, *, lazy=True):
    """The search for a criterion over the candidates of some pairs.

    Parameters
    ----------
    pairs, criterion, allowed, lazy
        As of `GreedySearch`.
    n : int
        Features that will be selected, as far as is known.
    """
    if criterion.three_way:
        return ThreeWaySearch(pairs, criterion, allowed, lazy=lazy)
    if lazy and isinstance(pairs, SparsePairs) and pairs.reach:
        return BoundedSearch(pairs, criterion, allowed, n)
    return GreedySearch(pairs, criterion, allowed, lazy=lazy)

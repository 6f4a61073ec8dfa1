"""Which numbers of features a path compares."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np

from sklearn_info.feature_selection._ranking import n_to_select
from sklearn_info.utils import Integral, Interval, Real

# The longest ranking of k="auto": one of a greedy criterion takes its time.
LONGEST_AUTO = 1024
NUMBER = Interval(Integral, 1, None, closed="left")
SHARE = Interval(Real, 0, 1, closed="right")


def path_numbers(asked, selector, n_features, caller):
    """The elements of k by rising number of features, and these numbers.

    Features that the selector leaves out do not count, and those that it begins with
    do.

    Parameters
    ----------
    asked : "auto", or array-like of int, float or "all"
        The parameter k.
    selector : estimator
    n_features : int
    caller : str
        Name of the estimator, for errors.

    Returns
    -------
    ks : list
        Elements of k, those that ask for the same number once.
    numbers : list of int
    """
    # What is no list of features the selector refuses.
    n_start, n_exclude = (
        np.size(features) if np.ndim(features) == 1 else 0
        for features in (getattr(selector, name, None) for name in ("start", "exclude"))
    )
    if n_exclude >= n_features:
        n_exclude = 0
    n_features -= n_exclude
    besides = " besides those of exclude of the selector" if n_exclude else ""
    if isinstance(asked, str):
        most = min(n_features, max(LONGEST_AUTO, n_start))
        numbers = [*(2**i for i in range((most - 1).bit_length())), most]
        numbers = [number for number in numbers if number >= n_start] or [most]
        return numbers, numbers
    found = {}
    for k in asked:
        is_all = isinstance(k, str) and k == "all"
        if not (is_all or NUMBER.is_satisfied_by(k) or SHARE.is_satisfied_by(k)):
            raise ValueError(
                f"{caller}: k holds {k!r}; each element must be a number of features "
                "of at least 1, a share in (0, 1], or 'all'."
            )
        n = n_to_select(k, n_features, caller, besides=besides)
        if n < n_start:
            raise ValueError(
                f"{caller}: k={k!r} asks for {n} features, but start of the selector "
                f"lists {n_start}, which count among them. Leave smaller k out."
            )
        found.setdefault(n, k)
    if not found:
        raise ValueError(f"{caller}: k is empty; pass the numbers to compare.")
    numbers = sorted(found)
    return [found[number] for number in numbers], numbers

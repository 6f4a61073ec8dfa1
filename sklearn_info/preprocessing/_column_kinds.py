"""Which columns are discrete: what the user said, or one rule."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np

UNKNOWN, CONTINUOUS, DISCRETE = -1, 0, 1
# Distinct labels that are no names of rows, however few rows there are.
FEW_LABELS = 20


def asked_kinds(discrete_features, n_features, names, caller):
    """What the user said of each column: DISCRETE, CONTINUOUS or UNKNOWN.

    Parameters
    ----------
    discrete_features : "auto", bool, mask, indices or names
    names : list of str or None
        Names of the columns, if X is a data frame.

    Raises
    ------
    ValueError
        If a mask has another length, or an index or a name is not of X.
    """
    if isinstance(discrete_features, str) and discrete_features == "auto":
        return np.full(n_features, UNKNOWN)
    if isinstance(discrete_features, (bool, np.bool_)):
        return np.full(n_features, DISCRETE if discrete_features else CONTINUOUS)
    asked = np.asarray(discrete_features)
    if asked.ndim != 1:
        raise ValueError(
            f"{caller}: discrete_features must be 'auto', a bool, a mask, indices or "
            f"names; got {discrete_features!r:.60}."
        )
    mask = np.zeros(n_features, dtype=bool)
    if asked.dtype.kind == "b":
        if asked.size != n_features:
            raise ValueError(
                f"{caller}: discrete_features is a mask of {asked.size} columns, but "
                f"X has {n_features} features."
            )
        mask = asked
    elif asked.dtype.kind in "iu" or asked.size == 0:
        outside = [int(j) for j in asked if not -n_features <= j < n_features]
        if outside:
            raise ValueError(
                f"{caller}: discrete_features holds the indices {outside}, but X has "
                f"{n_features} features."
            )
        mask[asked.astype(np.intp)] = True
    else:
        place = {name: j for j, name in enumerate(names or [])}
        unknown = [name for name in asked.tolist() if name not in place]
        if unknown:
            raise ValueError(
                f"{caller}: discrete_features names {unknown}, which X does not have."
            )
        mask[[place[name] for name in asked.tolist()]] = True
    return np.where(mask, DISCRETE, CONTINUOUS)


def most_levels(n_samples):
    """Distinct numbers up to which a column of numbers is discrete."""
    return max(10, int(np.sqrt(n_samples)))


def is_continuous(n_distinct, dtype, n_samples, name, caller):
    """Whether a column of numbers is continuous.

    It is if more than max(10, sqrt(n_samples)) of its values are distinct: the
    bias of a plug-in estimate, (levels - 1)(classes - 1) / 2n, would no longer be
    small. Integers that are a close call are reported.
    """
    most = most_levels(n_samples)
    if n_distinct <= most or dtype.kind == "b":
        return False
    if dtype.kind in "iu" and n_distinct <= 2 * most:
        warnings.warn(
            f"{caller}: {name} holds integers, {n_distinct} of them distinct in "
            f"{n_samples:.0f} rows, and is taken as continuous (the limit is {most}). "
            "Say which columns are discrete with discrete_features, or make it a "
            "category.",
            UserWarning,
            stacklevel=2,
        )
    return True


def warn_of_names(n_distinct, n_labels, name, caller):
    """Report a column of labels that are nearly all distinct.

    It seems to tell all of y, whatever y is, and so is selected before any other.
    """
    if n_distinct <= max(FEW_LABELS, n_labels / 2):
        return
    warnings.warn(
        f"{caller}: {name} holds {n_labels} labels, {n_distinct} of them distinct. "
        "Names of rows seem to tell everything of any y: leave them out, or group "
        "them. If they are meant, say so with discrete_features.",
        UserWarning,
        stacklevel=2,
    )

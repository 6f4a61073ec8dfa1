"""Arguments that are probabilities, or counts that stand for them."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np


def probabilities(values, name, caller, ndim):
    """Numbers of at least 0, divided by their sums along the last axis.

    Raises
    ------
    ValueError
        If they are not finite, negative, empty or all zero, or of another number of
        dimensions than ndim.
    """
    try:
        values = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{caller}: {name} must hold numbers: {error}") from error
    if values.ndim != ndim or values.size == 0:
        raise ValueError(
            f"{caller}: {name} has shape {values.shape}; it must have {ndim} "
            f"dimension{'s' if ndim > 1 else ''}, and hold at least one number."
        )
    if not np.isfinite(values).all() or values.min() < 0:
        raise ValueError(f"{caller}: {name} holds negative numbers, NaN or inf.")
    total = values.sum(axis=-1, keepdims=True)
    if not total.all():
        which = "a row of " if ndim > 1 else ""
        raise ValueError(
            f"{caller}: {which}{name} is all zero, which is no distribution."
        )
    return values / total

"""Entropy estimators that are sums over cells.

An *additive* estimator reads each count by itself,

    H = alpha(n) - sum_c f(c) / n,    f(0) = 0,

so that a kernel needs nothing of it but a table of f, and the mutual information of
a joint table is alpha(n) + (sum_xy f - sum_x f - sum_y f) / n.

============  =====================================  ====================
estimator     f(c)                                   alpha(n)
============  =====================================  ====================
plugin        c log c                                log n
miller_madow  c log c - 1/2                          log n - 1 / (2 n)
grassberger   c (log 2 + psi(floor(c/2) + 1/2))      log n
jackknife     c (phi(c) - phi(c - 1) - 1)            phi(n) - phi(n - 1) - 1
zhang         c psi(c)                               psi(n)
============  =====================================  ====================

with phi(c) = c log c. All f are c log c but for less than 1, wherever c is large: from
that of the jackknife, and from its alpha, 1 is taken for each sample. The last is a
part of Chao, Wang and Jost's estimator and has no public name.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from functools import lru_cache

import numpy as np
from scipy.special import psi, xlog1py, xlogy

# The kernels take c log c beyond the end of a table, which is the plug-in itself. The
# other f differ from it by 1 at most, which moves information by less than 1 / n for a
# cell of so many of n samples: 2e-7 nats.
PLUGIN_TABLE, LONGEST_TABLE = 1 << 16, 1 << 22


def additive_table(estimator, n, max_count):
    """Table f and constant alpha of an additive estimator.

    Parameters
    ----------
    estimator : str
    n : int or float
        Number of samples; for the plug-in, a sum of weights will do.
    max_count : int
        Largest count that will be looked up.

    Returns
    -------
    f : ndarray, read-only
        f(0), f(1), ..., at least to max_count, unless it would be very long: beyond its
        end f(c) is c log c.
    alpha : float

    None is returned in place of both if the estimator is not additive.
    """
    if estimator not in ADDITIVE:
        return None
    _, alpha = ADDITIVE[estimator]
    # Powers of two, so that folds of a few rows more or less share one table.
    size = min(1 << int(max_count).bit_length(), LONGEST_TABLE)
    if estimator == "plugin":
        size = PLUGIN_TABLE
    return _table(estimator, size), float(alpha(n))


def additive_f(estimator, counts):
    """f of each count, which may be 0."""
    f, _ = ADDITIVE[estimator]
    counts = np.asarray(counts, dtype=np.float64)
    values, seen = np.zeros(counts.shape), counts > 0
    values[seen] = f(counts[seen])
    return values


@lru_cache(maxsize=4)
def _table(estimator, size):
    table = additive_f(estimator, np.arange(size))
    table.flags.writeable = False
    return table


def _plugin(c):
    return xlogy(c, c)


def _miller_madow(c):
    return xlogy(c, c) - 0.5


def _grassberger(c):
    # G(2k) = G(2k + 1) of Grassberger (2003), in closed form.
    return c * (np.log(2.0) + psi(np.floor(c / 2) + 0.5))


def _jackknife(c):
    # phi(c) - phi(c - 1) without the cancellation.
    return c * (np.log(c) - xlog1py(c - 1, -1 / c) - 1)


def _zhang(c):
    return c * psi(c)


# Name -> (f, alpha); f takes counts of at least 1.
ADDITIVE = {
    "plugin": (_plugin, np.log),
    "miller_madow": (_miller_madow, lambda n: np.log(n) - 0.5 / n),
    "grassberger": (_grassberger, np.log),
    "jackknife": (_jackknife, lambda n: _jackknife(n) / n),
    "zhang": (_zhang, psi),
}

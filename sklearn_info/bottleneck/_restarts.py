"""Random starts in threads, of which the best is kept."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.parallel import Parallel, delayed


def best_of_restarts(estimator, start):
    """The best of `n_init` searches; the first of equal ones.

    Parameters
    ----------
    estimator : object
        With `n_init`, `max_iter`, `n_jobs`, `random_state` and `verbose`.
    start : callable
        Called with a RandomState and with what to call, or None, with the path of the
        objective and the number of moves after each sweep. Returns an object with the
        `path`, and whether it has `converged`.

    Returns
    -------
    The one whose path ends highest. Warns if it has not converged.
    """
    n_init = estimator.n_init
    caller = type(estimator).__name__
    # Seeds come first, so that starts do not depend on who runs them.
    seeds = check_random_state(estimator.random_state).randint(
        np.iinfo(np.int32).max, size=n_init
    )

    def run(number, seed):
        def report(path, n_moved):
            print(
                f"{caller}, start {number + 1} of {n_init}, sweep {len(path) - 1}: "
                f"{n_moved} moved, objective {path[-1]:.6f} nats"
            )

        found = start(
            np.random.RandomState(seed), report if estimator.verbose > 1 else None
        )
        if estimator.verbose:
            print(
                f"{caller}, start {number + 1} of {n_init}: objective "
                f"{found.path[-1]:.6f} nats after {len(found.path) - 1} sweeps"
            )
        return found

    searches = Parallel(n_jobs=estimator.n_jobs, require="sharedmem")(
        delayed(run)(number, seed) for number, seed in enumerate(seeds)
    )
    best = max(searches, key=lambda found: found.path[-1])
    if not best.converged:
        warnings.warn(
            f"{caller}: the best start has not converged after max_iter="
            f"{estimator.max_iter} sweeps. Increase max_iter or tol.",
            ConvergenceWarning,
            stacklevel=5,
        )
    return best

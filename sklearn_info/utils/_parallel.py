"""Threads over ranges of columns, for kernels that release the GIL."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from joblib import effective_n_jobs
from sklearn.utils.parallel import Parallel, delayed


def parallel_ranges(function, n, n_jobs, least=1):
    """Call function(begin, end) on ranges that cover 0 to n, in n_jobs threads.

    In fewer where a range would be shorter than the least that is worth a thread.
    """
    # Little work asks joblib nothing: to find its context takes longer.
    n_parts = min(effective_n_jobs(n_jobs), n // least) if n >= 2 * least else 1
    if n_parts <= 1:
        function(0, n)
        return
    bounds = [n * part // n_parts for part in range(n_parts + 1)]
    Parallel(n_jobs=n_parts, require="sharedmem")(
        delayed(function)(begin, end) for begin, end in zip(bounds, bounds[1:])
    )

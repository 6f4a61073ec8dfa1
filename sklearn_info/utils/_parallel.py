"""Threads over ranges of columns, for kernels that release the GIL."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from joblib import effective_n_jobs
from sklearn.utils.parallel import Parallel, delayed


def parallel_ranges(function, n, n_jobs):
    """Call function(begin, end) on ranges that cover 0 to n, in n_jobs threads."""
    n_parts = min(effective_n_jobs(n_jobs), n)
    if n_parts <= 1:
        function(0, n)
        return
    bounds = [n * part // n_parts for part in range(n_parts + 1)]
    Parallel(n_jobs=n_parts, require="sharedmem")(
        delayed(function)(begin, end) for begin, end in zip(bounds, bounds[1:])
    )

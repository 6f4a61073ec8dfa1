"""Threads over ranges of columns, for kernels that release the GIL."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import os
from functools import cache
from threading import Thread

from joblib import cpu_count, effective_n_jobs
from joblib.parallel import get_active_backend
from sklearn.utils.parallel import Parallel, delayed

from sklearn_info._kernels._team import Team

# Nanoseconds of work that another thread is worth, which some 100,000 go by before it
# has the GIL; and that one is worth inside a kernel, which has none.
WORTH_A_THREAD, WORTH_A_HELPER = 100_000, 20_000
# Nanoseconds that one call of a kernel may take: between two Ctrl-C is heard.
SOON_DONE = 100_000_000
# Ranges for each thread: one that the system holds up keeps the others waiting for
# a part of its share only.
RANGES_A_THREAD = 4


@cache
def n_processors():
    """Asked for once: to count them takes as long as some steps."""
    return cpu_count()


def parallel_ranges(function, n, n_jobs, least=1):
    """Call function(begin, end) on ranges that cover 0 to n, in n_jobs threads.

    In fewer where a range would be shorter than the least that is worth a thread.
    """
    # Little work asks joblib nothing: to find its context takes longer.
    n_parts = min(_n_threads(n_jobs), n // least) if n >= 2 * least else 1
    if n_parts <= 1:
        function(0, n)
        return
    bounds = [n * part // n_parts for part in range(n_parts + 1)]
    Parallel(n_jobs=n_parts, require="sharedmem")(
        delayed(function)(begin, end) for begin, end in zip(bounds, bounds[1:])
    )


class Threads:
    """Threads that wait between the many short calls of one fit.

    Those of joblib come and go with every call, some ten milliseconds each, in which
    a step of a greedy search is done ten times.

    Parameters
    ----------
    n_jobs : int or None, default=1
        As joblib counts them; never more than there are processors. Who may have more
        than one must call them off, as `with` does.
    """

    def __init__(self, n_jobs=1):
        self.n_threads = _n_threads(n_jobs)
        if self.n_threads > 1:
            self.n_threads = min(self.n_threads, n_processors())
        self._team, self._helpers = Team(self.n_threads - 1), []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for i in range(len(self._helpers)):
            self._team.dismiss(i)
        for helper in self._helpers:
            helper.join()
        self._helpers = []

    def ranges(self, function, n, cost):
        """Call function(begin, end) on ranges that cover 0 to n.

        Parameters
        ----------
        function : callable
        n : int
        cost : float
            About how long each of the n takes, in nanoseconds.
        """
        n_threads = self._worth(WORTH_A_THREAD, n, cost)
        longest = max(1, int(SOON_DONE / max(cost, 1)))
        if n_threads > 1:
            longest = min(longest, -(-n // (RANGES_A_THREAD * n_threads)))
            self._team.call(n_threads, function, n, longest)
            return
        for begin in range(0, n, longest):
            function(begin, min(begin + longest, n))

    def inside(self, kernel, n, cost):
        """Call kernel(begin, end, team, n_threads), which shares each range itself.

        As of `ranges`. A kernel does so with less ado, and finer.
        """
        n_threads = self._worth(WORTH_A_HELPER, n, cost)
        longest = max(1, int(n_threads * SOON_DONE / max(cost, 1)))
        for begin in range(0, n, longest):
            kernel(begin, min(begin + longest, n), self._team, n_threads)

    def together(self, kernel, cost):
        """Call kernel(team, n_threads), which shares a piece of work itself.

        One of some nanoseconds, short enough that nobody waits for Ctrl-C.
        """
        n_threads = self.n_threads
        n_threads = self._worth(WORTH_A_HELPER, n_threads, cost / n_threads)
        kernel(self._team, n_threads)

    def _worth(self, least, n, cost):
        """Threads that some work is worth, at that much for each; they wait then."""
        n_threads = max(min(self.n_threads, int(n * cost / least), n), 1)
        for i in range(len(self._helpers), n_threads - 1):
            helper = Thread(target=self._team.serve, args=[i], daemon=True)
            helper.start()
            self._helpers.append(helper)
        return n_threads


def _n_threads(n_jobs):
    """Threads that n_jobs asks for; inside a worker of joblib no more than its share of
    the processors, which joblib tells in the variable of OpenMP."""
    n_threads = effective_n_jobs(n_jobs)
    share = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    if n_threads > 1 and share.isdecimal() and get_active_backend()[0].nesting_level:
        return min(n_threads, max(int(share), 1))
    return n_threads

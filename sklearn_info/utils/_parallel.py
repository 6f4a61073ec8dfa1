"""Threads over ranges of columns, for kernels that release the GIL."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections import deque
from queue import Empty, SimpleQueue
from threading import Thread

from joblib import cpu_count, effective_n_jobs
from sklearn.utils.parallel import Parallel, delayed

# Nanoseconds of work that another thread is worth, which some 30,000 go by before it
# begins; and that one call of a kernel may take, between which Ctrl-C is heard.
WORTH_A_THREAD = 100_000
SOON_DONE = 100_000_000
# Ranges for each thread: one that the system holds up keeps the others waiting for
# a part of its share only.
RANGES_A_THREAD = 4


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


class Threads:
    """Threads that wait between the many short calls of one fit.

    Those of joblib come and go with every call, some ten milliseconds each, in which
    a step of a greedy search is done ten times. An executor's futures take 40
    microseconds a call more than the queue that threads wait at here.

    Parameters
    ----------
    n_jobs : int or None
        As joblib counts them; never more than there are processors.
    """

    def __init__(self, n_jobs=None):
        self.n_threads = effective_n_jobs(n_jobs)
        if self.n_threads > 1:  # to count the processors takes as long as some steps
            self.n_threads = min(self.n_threads, cpu_count())
        self._helpers, self._calls = [], SimpleQueue()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for _ in self._helpers:
            self._calls.put(None)
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
        if 0 < n * cost < WORTH_A_THREAD:  # as most often
            function(0, n)
            return
        longest = max(1, int(SOON_DONE / max(cost, 1)))
        n_threads = min(self.n_threads, int(n * cost / WORTH_A_THREAD), n)
        if n_threads > 1:
            longest = min(longest, -(-n // (RANGES_A_THREAD * n_threads)))
        ranges = [(i, min(i + longest, n)) for i in range(0, n, longest)]
        if n_threads > 1:
            self._share(function, ranges, n_threads)
        else:
            for begin, end in ranges:
                function(begin, end)

    def _share(self, function, ranges, n_threads):
        """Let some threads, of which this is one, take ranges until none is left.

        This one begins at the first, and the others at the last: what is next to it in
        memory is in the cache of who had it before.
        """
        ranges, ends = deque(ranges), SimpleQueue()

        def work(take):
            while ranges:
                try:
                    begin, end = take()
                except IndexError:  # another thread was faster
                    return
                function(begin, end)

        def help_out():
            error = None
            try:
                work(ranges.pop)
            except BaseException as raised:
                error = raised
            ends.put(error)

        n_helpers = n_threads - 1
        for _ in range(n_helpers - len(self._helpers)):
            self._helpers.append(
                Thread(target=_answer, args=[self._calls], daemon=True)
            )
            self._helpers[-1].start()
        for _ in range(n_helpers):
            self._calls.put(help_out)
        try:
            work(ranges.popleft)
        finally:
            ranges.clear()
            n_helpers -= _withdrawn(self._calls)
            errors = [ends.get() for _ in range(n_helpers)]
        for error in filter(None, errors):
            raise error


def _answer(calls):
    """Make the calls that are asked for, until None is."""
    for call in iter(calls.get, None):
        call()


def _withdrawn(calls):
    """How many calls nobody has answered yet, and nobody will."""
    n_calls = 0
    try:
        while True:
            calls.get_nowait()
            n_calls += 1
    except Empty:
        return n_calls

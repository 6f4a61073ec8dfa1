"""A case: one task, done by us and by a peer on the same data."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CASES = []


def register(make):
    """Add a function that prepares the data and returns or yields cases."""
    CASES.append(make)
    return make


@dataclass(frozen=True)
class Case:
    """What is compared.

    Parameters
    ----------
    task, data, peer : str
        What is done, on what, and who the peer is.
    ours, theirs : callable
        Do the task; no arguments.
    same : callable or None
        Whether the results of ours and theirs agree; None where the peer computes
        another quantity.
    share : float
        Part of the work that theirs does, where all of it would take too long. Its
        time is divided by it.
    clock : callable
        CPU time, since other processes may run beside; the time of day where threads
        are the question.
    """

    task: str
    data: str
    peer: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    same: Callable[[Any, Any], bool] | None = None
    share: float = 1.0
    clock: Callable[[], float] = time.process_time


@dataclass(frozen=True)
class Result:
    """Milliseconds of each, the ratio, and whether the values agree."""

    ours: float
    theirs: float
    ratio: float
    same: bool | None


def timed(function, clock=time.process_time):
    """Seconds that a call takes, and what it returned."""
    begin = clock()
    value = function()
    return clock() - begin, value


def measure(case, rounds=7, budget=20.0):
    """Medians over interleaved rounds, after one to warm up.

    The ratio is the median of the ratios of the rounds, so that a slow moment slows
    both. A peer that needs more than the budget, in seconds, gets as many rounds as
    fit, and one at least.
    """
    mine, theirs = case.ours(), case.theirs()
    same = None if case.same is None else bool(case.same(mine, theirs))
    times = []
    begin = time.perf_counter()
    while len(times) < rounds:
        own, peers = (timed(f, case.clock)[0] for f in (case.ours, case.theirs))
        times.append((own, peers / case.share))
        if time.perf_counter() - begin > budget:
            break
    ours, peers = zip(*times)
    return Result(
        1e3 * statistics.median(ours),
        1e3 * statistics.median(peers),
        statistics.median(peer / own for own, peer in times),
        same,
    )

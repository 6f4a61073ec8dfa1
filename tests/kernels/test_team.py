"""Threads that share short calls: every range once, spinning or parked, and errors."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import threading
import time

import numpy as np
import pytest

from sklearn_info._kernels._team import Team


@pytest.fixture
def team():
    """Three helpers."""
    team = Team(3)
    helpers = [threading.Thread(target=team.serve, args=[i]) for i in range(3)]
    for helper in helpers:
        helper.start()
    yield team
    for i in range(3):
        team.dismiss(i)
    for helper in helpers:
        helper.join(timeout=20)
        assert not helper.is_alive()


@pytest.mark.parametrize("n_threads", [1, 2, 4])
@pytest.mark.parametrize(("n", "length"), [(0, 1), (1, 1), (10, 3), (9, 3), (50, 1)])
def test_ranges_cover_all_once(team, n_threads, n, length):
    seen = []
    team.call(n_threads, lambda *both: seen.append(both), n, length)
    assert [i for both in sorted(seen) for i in range(*both)] == list(range(n))
    assert all(end - begin == length for begin, end in sorted(seen)[:-1])


# Seconds between two calls, around those that a helper spins before it parks.
@pytest.mark.parametrize("gap", [0.0, 1e-4, 2e-4, 5e-4, 1e-3])
def test_no_call_is_missed(team, gap):
    """Nor waited for in vain, which would last for ever."""
    counts = np.zeros(20, dtype=int)

    def count(begin, end):
        counts[begin:end] += 1  # no two threads have one place

    for n_calls in range(1, 301):
        team.call(2 + n_calls % 3, count, 20, 1 + n_calls % 7)
        assert (counts == n_calls).all()
        end = time.perf_counter() + gap
        while time.perf_counter() < end:
            pass


def test_the_helpers_help(team):
    """The call returns only if four threads are in it at once."""
    together = threading.Barrier(4, timeout=20)
    who = set()

    def meet(begin, end):
        who.add(threading.get_ident())
        together.wait()

    for _ in range(3):
        team.call(4, meet, 4, 1)
        time.sleep(0.01)  # all are parked then
    assert len(who) == 4


def test_who_comes_too_late_is_not_waited_for():
    """One helper never serves."""
    team, seen = Team(1), []
    for _ in range(2):
        team.call(2, lambda *both: seen.append(both), 3, 1)
    assert seen == 2 * [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize("n_threads", [1, 4])
def test_after_an_error_no_range_is_begun(team, n_threads):
    seen = []

    def fail(begin, end):
        seen.append(begin)
        raise ZeroDivisionError("here")

    with pytest.raises(ZeroDivisionError, match="here"):
        team.call(n_threads, fail, 1000, 1)
    assert len(seen) <= n_threads
    seen.clear()
    team.call(n_threads, lambda begin, end: seen.append(begin), 5, 1)
    assert sorted(seen) == list(range(5))

"""Threads of one fit: every range once, errors, and how many there are."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import threading

import pytest
from joblib import Parallel, cpu_count, delayed, parallel_config

from sklearn_info.utils import Threads, _parallel


@pytest.mark.parametrize("n", [0, 1, 2, 7, 100])
@pytest.mark.parametrize("cost", [0.0, 10.0, 1e9])
def test_ranges_cover_all_once(four_threads, n, cost):
    seen = []
    four_threads.ranges(lambda begin, end: seen.extend(range(begin, end)), n, cost)
    assert sorted(seen) == list(range(n))


@pytest.mark.parametrize("cost", [0.0, 10.0, 1e9])
def test_kernels_are_called_on_all_once(four_threads, cost):
    seen = []

    def kernel(begin, end, team, n_threads):
        # What each thread takes 0.1 s for, if there are threads.
        assert (end - begin) * cost <= max(n_threads * 1e8, cost)
        assert n_threads == (4 if cost else 1)
        seen.extend(range(begin, end))

    four_threads.inside(kernel, 100, cost)
    assert seen == list(range(100))


@pytest.mark.parametrize(
    ("cost", "n_threads"), [(0.0, 1), (1.9, 1), (3.5, 3), (1e9, 4)]
)
def test_a_piece_of_work_is_shared_by_as_many_as_it_is_worth(
    four_threads, cost, n_threads
):
    calls = []
    four_threads.together(lambda _, n: calls.append(n), cost)
    assert calls == [n_threads]


def test_threads_come_again(four_threads):
    """As those of a walk that goes on."""
    for _ in range(3):
        with four_threads:
            test_threads_share_the_ranges(four_threads)


def test_threads_share_the_ranges(four_threads):
    together = threading.Barrier(4, timeout=20)
    who = set()

    def meet(begin, end):
        if threading.get_ident() not in who:
            who.add(threading.get_ident())
            together.wait()  # passes only if four threads are here at once

    four_threads.ranges(meet, 8, 1000)
    assert len(who) == 4
    assert threading.main_thread().ident in who


@pytest.mark.parametrize("in_caller", [True, False])
def test_an_error_of_any_thread_arrives_and_none_is_left(four_threads, in_caller):
    both = threading.Barrier(4, timeout=20)
    entered = threading.local()
    n_before = threading.active_count()

    def fail(begin, end):
        if not hasattr(entered, "once"):
            entered.once = True
            both.wait()
        if (threading.current_thread() is threading.main_thread()) == in_caller:
            raise ZeroDivisionError("here")

    with pytest.raises(ZeroDivisionError, match="here"), four_threads:
        four_threads.ranges(fail, 40, 1000)
    assert threading.active_count() <= n_before


def test_little_work_is_done_here():
    with Threads(2) as threads:
        where = []
        threads.ranges(lambda *_: where.append(threading.get_ident()), 50, 10)
        assert where == [threading.get_ident()]


def test_long_work_is_cut():
    """Between two calls Ctrl-C is heard."""
    ranges = []
    Threads().ranges(lambda *both: ranges.append(both), 10, 4e7)
    assert ranges == [(0, 2), (2, 4), (4, 6), (6, 8), (8, 10)]


def test_none_is_one_thread_unless_a_context_says_more(monkeypatch):
    monkeypatch.setattr(_parallel, "n_processors", lambda: 4)
    assert Threads().n_threads == Threads(None).n_threads == 1
    assert Threads(100).n_threads == 4  # of joblib: never more than processors
    with parallel_config("threading", n_jobs=3):
        assert Threads(None).n_threads == 3
        assert Threads().n_threads == 1


def test_none_is_one_thread_inside_a_worker():
    def count():
        return Threads(None).n_threads

    for backend in ("loky", "threading"):
        with parallel_config(backend, n_jobs=2):
            assert Parallel()(delayed(count)() for _ in range(2)) == [1, 1]


def test_a_worker_has_its_share_of_the_processors_only(monkeypatch):
    """Else two workers with two threads each would wait for each other on two."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    n = cpu_count()

    def count():
        seen = []
        _parallel.parallel_ranges(lambda *both: seen.append(both), 100, n)
        return Threads(n).n_threads, len(seen)

    workers = Parallel(n_jobs=2, backend="loky")(delayed(count)() for _ in range(2))
    assert workers == 2 * [(max(n // 2, 1),) * 2]
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert count() == (n, n)  # but for workers it says nothing of ours


@pytest.mark.parametrize("share", ["auto", "", " 2", "3,1", "0"])
def test_a_share_of_the_processors_that_says_nothing(monkeypatch, share):
    monkeypatch.setenv("OMP_NUM_THREADS", share)
    with parallel_config("threading", n_jobs=2):
        seen = Parallel()(delayed(lambda: _parallel._n_threads(5))() for _ in range(2))
    known = {" 2": 2, "3,1": 3, "0": 1}
    assert seen == 2 * [known.get(share, 5)]


@pytest.mark.parametrize(
    ("n", "least", "n_parts"), [(0, 1, 1), (7, 1, 3), (7, 3, 2), (5, 3, 1), (2, 1, 2)]
)
def test_no_range_is_shorter_than_the_least(n, least, n_parts):
    seen = []
    _parallel.parallel_ranges(lambda *r: seen.append(r), n, 3, least)
    seen.sort()
    assert len(seen) == n_parts
    assert [i for r in seen for i in range(*r)] == list(range(n))
    assert n_parts == 1 or min(end - begin for begin, end in seen) >= least

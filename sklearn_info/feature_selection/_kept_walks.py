"""Rankings that are kept: on disk, and the walks of this process to go on from.

To read the data, and to meet again what is selected, takes as long as some hundred
steps, which a search over rising k would do again and again.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections import OrderedDict
from time import perf_counter

from sklearn_info.feature_selection._ranking_cache import NO_STATES
from sklearn_info.utils import Threads

# Of all walks together; those that were kept longest ago go first.
MOST_BYTES = 1 << 28
# Features that a walk is expected to select at least, since who keeps a ranking is
# likely to ask for more later. JMI of 300 words of BBC News, in ten parts, takes nine
# tenths of the time that it takes if it is prepared for the 5 of the first part.
EXPECTED = 300
# A new walk goes on for as long as it took to prepare, times this, though fewer steps
# are asked for: who asks for more finds them, and who does not has paid twice at most.
# That is some 75 steps on BBC News, 40 (JMI) to 125 (mRMR) on 20 Newsgroups, and 10 on
# 20,000 x 1,000 levels, where steps are dear.
AHEAD = 1.0
# Steps that belong to the preparation: the second is the first to need bit planes.
FIRST = 2

_kept = OrderedDict()


def rank(begin, X, n, most, n_jobs, report, cache, key):
    """Select n features, or go on after those that were found before.

    Parameters
    ----------
    begin : callable
        Makes a walk of about as many features, and with the threads, that it is called
        with.
    X : ndarray, data frame or sparse matrix
        The data, which walks that are kept do not keep.
    n, most : int
        How many are asked for, and may be selected.
    n_jobs : int or None
    report : callable or None
        See `Walk.to`.
    cache : RankingCache
    key : str

    Returns
    -------
    found : dict
        Scores of all features, and the path of n steps or more.
    """
    threads = Threads(n_jobs)
    place = cache.folder, key, threads.n_threads
    walk = _kept.pop(place, None)  # nobody else's then
    if walk is not None and walk.kept_as and walk.kept_as == cache.stamp(key):
        found, states = walk.found, NO_STATES
    else:
        found, states = cache.load(key)
    if found is None or found["path"].size < n:
        walk = _go_on(walk, begin, X, n, most, threads, report, found, states)
        found = walk.found
        cache.save(key, walk)
    if walk is not None:
        _keep(place, walk)
    return found


def _go_on(walk, begin, X, n, most, threads, report, found, states):
    """The walk at n steps or more, or another one that follows what was found."""
    n_states, states = states
    if walk is not None and n_states <= len(walk):  # no process was faster
        n_states = 0
    if n_states:
        walk = None
    with threads if walk is None else walk.threads:
        until = began = perf_counter()
        if walk is None:
            walk = begin(max(n, EXPECTED), threads)
            if n_states:
                walk.follow(found["path"][:n_states], states)
            walk.to(min(max(n_states, FIRST), most), report)
            now = perf_counter()
            until = now + AHEAD * (now - began)
        elif walk.table is not None:
            walk.table.lend(X)
        walk.to(n, report)
        while len(walk) < most and perf_counter() < until:
            walk.to(len(walk) + 1)
        if walk.table is not None:
            walk.table.lend(None)
    return walk


def _keep(place, walk):
    if walk.n_bytes > MOST_BYTES:
        return
    _kept[place] = walk
    while sum(one.n_bytes for one in list(_kept.values())) > MOST_BYTES:
        try:
            _kept.popitem(last=False)
        except KeyError:  # another thread was faster
            return

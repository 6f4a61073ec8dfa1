"""Rankings that are kept: on disk, and the walks of this process to go on from.

To read the data, and to meet again what is selected, takes as long as some hundred
steps, which a search over rising k would do again and again.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections import OrderedDict

from sklearn_info.utils import Threads

# Of all walks together; those that were kept longest ago go first.
MOST_BYTES = 1 << 28
# Steps that take as long as all that a fit does before the first of them: 40 of JMI on
# BBC News, 75 of mRMR, 30 and 140 on 20 Newsgroups.
AHEAD = 100

_kept = OrderedDict()


def rank(begin, n, most, n_jobs, report, cache, key):
    """Select n features, or go on after those that were found before.

    Parameters
    ----------
    begin : callable
        Makes a walk, which uses the threads that it is called with.
    n, most : int
        How many are asked for, and may be selected. Who outgrows a ranking that this
        process has no walk of is likely to go on: the next may be there already.
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
        found = walk.found
    else:
        found = cache.load(key)
    n_found = 0 if found is None else found["path"].size
    if n_found < n:
        walk = _go_on(walk, begin, n, most, threads, report, cache, key, found)
        found = walk.found
        cache.save(key, walk, is_new=n_found == 0)
    if walk is not None:
        _keep(place, walk)
    return found


def _go_on(walk, begin, n, most, threads, report, cache, key, found):
    """The walk at n steps or more, or another one that follows what was found."""
    n_walked = 0 if walk is None else len(walk)
    n_found = 0 if found is None else found["path"].size
    n_states = 0
    if n_found > n_walked:  # another process was faster
        n_states, states = cache.load_states(key)
    if not n_walked < n_states <= n_found:  # it has not gone so far, or is not whole
        n_states = 0
    if n_states:
        walk = None
    with threads if walk is None else walk.threads:
        if walk is None:
            walk = begin(threads)
            if n_states:
                walk.follow(found["path"][:n_states], states)
                n = min(n + AHEAD, 2 * n, max(most, n))
        walk.to(n, report)
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

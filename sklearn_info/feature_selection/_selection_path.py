"""The steps of a greedy selection, and why each feature was chosen."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections import deque
from operator import itemgetter

import numpy as np

STEP = np.dtype(
    [
        ("feature", np.intp),
        ("relevance", np.float64),
        ("redundancy", np.float64),
        ("conditional_redundancy", np.float64),
        ("score", np.float64),
    ]
)


def walk(search, n, **options):
    """Let one search select n features: a walk in turns of one."""
    return walk_in_turns([search], n, **options)


def walk_in_turns(searches, n, *, start=(), resume=None, stop=None, report=None):
    """Let the searches of several classes select n features in turn.

    Each knows only what it has chosen itself, besides start, and what another has
    chosen is no candidate any more.

    Parameters
    ----------
    searches : list of GreedySearch
    n : int
        Features to select, those of start among them.
    start : sequence of int
        Features that are selected first, whatever their score: theirs is NaN.
    resume : tuple, default=None
        The path of an earlier walk, and the state of each search at its end: these
        steps are not searched for again.
    stop : SignificanceStop, default=None
        A search whose best candidate is not significant takes no further turn. One
        feature is selected in any case: the one of the least p-value.
    report : callable, default=None
        Called with the number of each new step, and the step.

    Returns
    -------
    path : ndarray of STEP
        Each with the relevance, redundancy and score for the class whose turn it was.
    """
    path = _Path(searches, start, resume, report)
    while len(path) < min(n, len(start)):
        step = path.given(searches[0])
        path.take(step)
        for search in searches:
            search.select(step[0])
    turns, refused = deque(searches), []
    while len(path) < n and turns:
        search = turns[0]
        step = path.given(search)
        if step is None:
            feature, score = search.best()
            step = describe(search, feature, score)
            if stop is not None:
                p = stop.pvalue(search, feature)
                if p > stop.alpha:
                    refused.append((p, step))
                    turns.popleft()
                    continue
                stop.pvalues.append(p)
        path.take(step)
        search.select(step[0])
        for other in searches:
            other.exclude(step[0])
        turns.rotate(-1)
    if len(path) == 0 and refused:
        p, step = min(refused, key=itemgetter(0))
        stop.pvalues.append(p)
        path.take(step)
    return path.array()


def describe(search, feature, score):
    """The step that selects a feature now."""
    known = score == score
    redundancies = search.redundancies(feature) if known else (np.nan, np.nan)
    return (int(feature), search.relevance[feature], *redundancies, score)


class _Path:
    """Steps so far, and those that are given."""

    def __init__(self, searches, start, resume, report):
        known, self._states = resume or (np.empty(0, dtype=STEP), ())
        self._searches, self._start, self._report = searches, start, report
        self._known = known.tolist()
        self._steps = []

    def __len__(self):
        return len(self._steps)

    def given(self, search):
        """The next step if it needs no search, else None."""
        place = len(self)
        if place < len(self._known):
            return self._known[place]
        if place < len(self._start):
            return describe(search, self._start[place], np.nan)
        if place == len(self._known):
            for one, state in zip(self._searches, self._states):
                one.restore(state)
        return None

    def take(self, step):
        self._steps.append(step)
        if self._report is not None and len(self) > len(self._known):
            self._report(len(self), step)

    def array(self):
        return np.array(self._steps, dtype=STEP)

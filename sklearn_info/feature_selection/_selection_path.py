"""The steps of a greedy selection, and why each feature was chosen."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from collections import deque
from operator import itemgetter
from time import perf_counter

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


class Walk:
    """A selection by the searches of several classes in turn, which can go on.

    Each knows only what it has chosen itself, besides start, and what another has
    chosen is no candidate any more.

    Parameters
    ----------
    searches : list of GreedySearch
    scores : dict of ndarrays
        What is known of all features before the first step.
    start : sequence of int
        Features that are selected first, whatever their score: theirs is NaN.
    stop : SignificanceStop, default=None
        A search whose best candidate is not significant takes no further turn. One
        feature is selected in any case: the one of the least p-value.
    threads : Threads, default=None
        That the searches use.
    table : SparseTable, default=None
        That they read, if who goes on is to lend it what it reads.
    n_bytes : float, default=0
        About how much memory they hold.

    Attributes
    ----------
    searches, scores, threads, table, n_bytes
        The same.
    seconds : float
        That it has walked since the states of the searches were kept for others.
    kept_as, n_kept : object, int
        What the file of its path is known by, and how many steps are in there.
    """

    def __init__(
        self,
        searches,
        scores,
        *,
        start=(),
        stop=None,
        threads=None,
        table=None,
        n_bytes=0,
    ):
        self.searches, self.scores, self.table = searches, scores, table
        self.threads, self.n_bytes = threads, n_bytes
        self._start, self._stop = start, stop
        self._turns, self._refused = deque(searches), []
        self._steps, self._known, self._states = [], [], ()
        self._path = np.empty(0, dtype=STEP)
        self.seconds, self.kept_as, self.n_kept = 0.0, None, 0

    def __len__(self):
        return len(self._steps)

    @property
    def pvalues(self):
        """Of the steps, where there is a stop."""
        return self._stop.pvalues

    @property
    def found(self):
        """Scores of all features, and the path so far."""
        return {**self.scores, "path": self._path}

    def follow(self, path, states):
        """Take the steps of an earlier walk, at whose end its searches had states."""
        self._known, self._states = path.tolist(), states

    def to(self, n, report=None):
        """Go on until n features are selected, those of start among them.

        Parameters
        ----------
        n : int
        report : callable, default=None
            Called with the number of each step that was searched for, and the step.

        Returns
        -------
        path : ndarray of STEP
            Each with the relevance, redundancy and score for the class whose turn it
            was.
        """
        began = perf_counter()
        for search in self.searches:
            search.expect(n)
        while len(self) < n and self._turns:
            given = len(self) < len(self._known)
            step = self._known[len(self)] if given else self._find()
            if step is not None:
                self._take(step)
                if report is not None and not given:
                    report(len(self), step)
        if not self._steps and self._refused:
            p, step = min(self._refused, key=itemgetter(0))
            self._stop.pvalues.append(p)
            self._steps.append(step)
            if report is not None:
                report(1, step)
        new = np.array(self._steps[self._path.size :], dtype=STEP)
        self._path = np.append(self._path, new)
        self.seconds += perf_counter() - began
        return self._path[:n]

    def _find(self):
        """The next step; None if the search whose turn it is takes none any more."""
        search = self._turns[0]
        if len(self) < len(self._start):
            return describe(search, self._start[len(self)], np.nan)
        if self._stop is not None and not self._stop.can_tell(search):
            self._turns.popleft()
            return None
        feature, score = search.best()
        step = describe(search, feature, score)
        if self._stop is not None:
            p = self._stop.pvalue(search, feature)
            if p > self._stop.alpha:
                self._refused.append((p, step))
                self._turns.popleft()
                return None
            self._stop.pvalues.append(p)
        return step

    def _take(self, step):
        self._steps.append(step)
        if len(self) <= len(self._start):
            for search in self.searches:
                search.select(step[0])
        else:
            self._turns[0].select(step[0])
            for other in self.searches:
                if other is not self._turns[0]:
                    other.exclude(step[0])
            self._turns.rotate(-1)
        if len(self) == len(self._known):
            for search, state in zip(self.searches, self._states):
                search.restore(state)


def describe(search, feature, score):
    """The step that selects a feature now."""
    known = score == score
    redundancies = search.redundancies(feature) if known else (np.nan, np.nan)
    return (int(feature), search.relevance[feature], *redundancies, score)

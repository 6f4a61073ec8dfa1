"""Greedy selectors beside the peers that can be installed, and numpy.bincount."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import multiprocessing
import operator
import sys
import tempfile
import time
from functools import partial

import numpy as np
from harness import Case, register
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from sklearn_info.datasets import load_20newsgroups, load_bbc_news
from sklearn_info.feature_selection import SelectionPathCV, SequentialMISelector

SHAPES = {
    # name: rows, columns, levels, classes, where information is, k
    "20k x 1k, 8 levels": (20_000, 1000, 8, 10, "first", 50),
    "20k x 1k, a third tells": (20_000, 1000, 8, 10, "anywhere", 50),
    "20k x 300, 16 levels": (20_000, 300, 16, 10, "first", 30),
    "200 x 20k, 3 levels": (200, 20_000, 3, 2, "first", 50),
    "100k x 300, binary": (100_000, 300, 2, 2, "first", 30),
}


def codes(n_rows, n_columns, n_levels, n_classes, where):
    """Columns of which some tell something, each in its own rows.

    The first forty, all as much, or every third, wherever it is and however much.
    """
    rng = np.random.default_rng(3)
    y = rng.integers(0, n_classes, n_rows)
    X = rng.integers(0, n_levels, (n_rows, n_columns))
    shares = dict.fromkeys(range(40), 0.3)
    if where == "anywhere":
        some = rng.permutation(n_columns)[: n_columns // 3]
        shares = dict(zip(some, rng.uniform(0, 0.3, some.size)))
    for j, share in shares.items():
        X[:, j] = np.where(rng.random(n_rows) < share, y % n_levels, X[:, j])
    return X.astype(np.uint8) if n_levels == 2 else X, y


def ours(criterion, k, X, y, n_jobs=None):
    selector = SequentialMISelector(
        criterion, k=k, discrete_features=True, n_jobs=n_jobs
    )
    return lambda: selector.fit(X, y).ranking_.tolist()


def feast(X, y, k):
    import fstoolbox

    X, y = np.asfortranarray(X, dtype=np.uint32), y.astype(np.uint32)
    for criterion, peer in (
        ("mrmr", fstoolbox.mRMR_D),
        ("jmi", fstoolbox.JMI),
        ("cmim", fstoolbox.CMIM),
    ):
        yield criterion, "FEAST", lambda peer=peer: [int(j) for j in peer(X, y, k)[0]]


def fast_select(X, y, k):
    from fast_select import mRMR

    peer = mRMR(k, backend="cpu")

    def select():
        peer.fit(X, y)
        return np.asarray(peer.top_features_).tolist()

    yield "mrmr", "fast-select", select


def mrmr_selection(X, y, k):
    import pandas as pd
    from mrmr import mrmr_classif

    X, y = pd.DataFrame(X), pd.Series(y)

    def select():
        mrmr_classif(X, y, k, n_jobs=1, show_progress=False)

    yield "mrmr", "mrmr-selection (F, correlation)", select


def mrmrs(X, y, k):
    import mrmrs
    import polars as pl

    X = pl.DataFrame(X.astype(np.float64))
    y = pl.Series("y", y)

    def select():
        mrmrs.mrmr(X=X, y=y, number_of_features=k, task_type="classification")

    yield "mrmr", "mrmrs (F, correlation)", select


def same_features(own, theirs):
    """In whichever order: single precision does not tell scores that differ by 1e-7."""
    return sorted(own) == sorted(theirs)


# Package -> peers, how those compare that select by the same quantity, and the most
# columns that they are done with in minutes.
PEERS = {
    "fstoolbox": (feast, operator.eq, 20_000),
    "fast_select": (fast_select, same_features, 300),
    "mrmr": (mrmr_selection, None, 1000),
    "mrmrs": (mrmrs, None, 20_000),
}


@register
def greedy_peers():
    for name, (*shape, k) in SHAPES.items():
        X, y = codes(*shape)
        for package, (peers, same, most_columns) in PEERS.items():
            if X.shape[1] > most_columns:
                continue
            try:
                found = list(peers(X, y, k))
            except ImportError as error:
                print(f"{package} is left out: {error}", file=sys.stderr)
                continue
            for criterion, peer, select in found:
                task = f"{criterion}, k = {k}"
                yield Case(task, name, peer, ours(criterion, k, X, y), select, same)


def count_forty(X, y, n_levels, n_classes):
    """The joint tables of forty columns with one of them and the classes."""
    columns = np.ascontiguousarray(X[:, :40].T, dtype=np.int64)
    width = n_levels * n_classes

    def count():
        other = columns[0] * n_classes + y
        for column in columns:
            np.bincount(column * width + other, minlength=n_levels * width)

    return count


@register
def greedy_counting():
    for name, (*shape, k) in SHAPES.items():
        X, y = codes(*shape)
        count, share = count_forty(X, y, *shape[2:4]), 40 / (shape[1] * k)
        for criterion in ("mrmr", "jmi", "cmim"):
            task, select = f"{criterion}, k = {k}", ours(criterion, k, X, y)
            yield Case(task, name, "numpy.bincount", select, count, share=share)


def side_by_side(task):
    """Does a task here and in another process at once."""
    here, there = multiprocessing.Pipe()

    def serve():
        while there.recv():
            task()
            there.send(True)

    context = multiprocessing.get_context("fork")
    context.Process(target=serve, daemon=True).start()

    def both():
        here.send(True)
        value = task()
        here.recv()
        return value

    return both


@register
def greedy_threads():
    """Beside one thread, and beside what memory and cores that are shared leave of two:
    half the time of two fits at once, which share nothing else."""
    for name, (*shape, k) in SHAPES.items():
        X, y = codes(*shape)
        for criterion in ("mrmr", "jmi", "cmim"):
            one, two = (ours(criterion, k, X, y, n_jobs) for n_jobs in (1, 2))
            task = f"{criterion}, k = {k}, two threads", name
            how = {"same": operator.eq, "clock": time.perf_counter}
            yield Case(*task, "one thread, by the clock", two, one, **how)
            both = side_by_side(one)
            yield Case(*task, "half of two fits at once", two, both, share=2, **how)


@register
def greedy_words():
    """Beside reading the texts, which no one can do without."""
    try:
        name, (texts, y) = "20 Newsgroups", load_20newsgroups(return_X_y=True)
    except ImportError:
        name, (texts, y) = "BBC News", load_bbc_news(return_X_y=True)
    vectorizer = CountVectorizer(min_df=2)
    X = vectorizer.fit_transform(texts)
    for criterion in ("mrmr", "jmi", "cmim", "disr"):
        yield Case(
            f"{criterion}, k = 100",
            f"{name}, {X.shape[0]} x {X.shape[1]}",
            "CountVectorizer",
            ours(criterion, 100, X, y),
            lambda: vectorizer.fit_transform(texts),
        )


PATH = (5, 10, 20, 30, 50, 75, 100, 150, 200, 300)


@register
def greedy_path():
    """Ten numbers of features by cross-validation, beside the fifty fits alone."""
    texts, y = load_bbc_news(return_X_y=True)
    X = CountVectorizer().fit_transform(texts)
    classifier, folds = LogisticRegression(max_iter=1000), StratifiedKFold(5)
    for criterion in ("mrmr", "jmi", "cmim"):
        path = SelectionPathCV(
            SequentialMISelector(criterion), classifier, k=PATH, cv=folds, refit=False
        ).fit(X, y)

        def fit_alone(rankings=path.rankings_):
            for ranking, (train, test) in zip(rankings, folds.split(X, y)):
                for k in PATH:
                    kept = X[:, np.sort(ranking[:k])]
                    model = clone(classifier).fit(kept[train], y[train])
                    model.score(kept[test], y[test])

        yield Case(
            f"SelectionPathCV, {criterion}, ten k",
            f"BBC News, {X.shape[0]} x {X.shape[1]}",
            "the fits of the classifier alone",
            lambda path=path: path.fit(X, y),
            fit_alone,
        )


@register
def greedy_memory():
    """Ten values of k that share a cache, beside the largest alone."""
    texts, y = load_bbc_news(return_X_y=True)
    X = CountVectorizer().fit_transform(texts)

    def fit_all(criterion, numbers):
        with tempfile.TemporaryDirectory() as folder:
            for k in numbers:
                SequentialMISelector(criterion, k=k, memory=folder).fit(X, y)

    for criterion in ("mrmr", "jmi", "cmim"):
        for order, numbers in (("rising", PATH), ("falling", PATH[::-1])):
            yield Case(
                f"{criterion}, ten {order} k with memory",
                f"BBC News, {X.shape[0]} x {X.shape[1]}",
                f"k = {PATH[-1]} alone",
                partial(fit_all, criterion, numbers),
                ours(criterion, PATH[-1], X, y),
            )

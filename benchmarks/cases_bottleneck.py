"""Clusters of words and of documents beside the peers, and reading the texts."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from harness import Case, register
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import adjusted_mutual_info_score

from sklearn_info.bottleneck import InformationFeatureAgglomeration, SequentialIB
from sklearn_info.bottleneck._divisive import divide
from sklearn_info.bottleneck._word_joint import WordJoint
from sklearn_info.datasets import load_20newsgroups, load_bbc_news


def plain_sweeps(shares, weights, labels, n_clusters, n_sweeps):
    """Sweeps as matrix products, over a word or over all words of equal counts."""
    mass = shares * weights[:, None]
    for _ in range(n_sweeps):
        joint = np.stack([np.bincount(labels, m, n_clusters) for m in mass.T])
        labels = (shares @ np.log(joint / joint.sum(axis=0))).argmax(axis=1)
    return labels


@register
def word_clusters():
    try:
        texts, y = load_20newsgroups(return_X_y=True)
        name, n_clusters = "20 Newsgroups", 300
    except ImportError:
        texts, y = load_bbc_news(return_X_y=True)
        name, n_clusters = "BBC News", 50
    X = CountVectorizer().fit_transform(texts)
    data = f"{name}, {X.shape[0]} x {X.shape[1]}"
    clusters = InformationFeatureAgglomeration(n_clusters, random_state=0)
    task = f"{n_clusters} word clusters, fit"

    def fit():
        return clusters.fit(X, y)

    yield Case(task, data, "CountVectorizer", fit, lambda: CountVectorizer().fit(texts))
    yield Case(
        task, data, "TruncatedSVD(100)", fit, lambda: TruncatedSVD(100).fit(X * 1.0)
    )

    # The sweeps alone, from one start.
    joint = WordJoint.from_sums(fit().feature_count_, clusters.pseudo_count)

    def ours(max_iter=15):
        state = np.random.RandomState(0)
        partition = divide(
            joint, n_clusters, max_iter=max_iter, tol=0, random_state=state
        )
        return joint.labels_of_columns(partition.labels)

    # One sweep from the start is theirs, too: it is where no cluster is empty.
    begin = ours(1)
    columns = joint.dense()[joint.word_of_column]
    columns *= joint.share_of_column[:, None]
    weights = columns.sum(axis=1)
    shares = columns / weights[:, None]
    _, first = np.unique(joint.word_of_column, return_index=True)
    of_words = joint.dense() / joint.weights[:, None]
    task = f"{n_clusters} word clusters, sweeps"
    yield Case(
        task,
        data,
        "NumPy, all words",
        ours,
        lambda: plain_sweeps(shares, weights, begin, n_clusters, 14),
        np.array_equal,
    )
    yield Case(
        task,
        data,
        "NumPy, words that differ",
        lambda: ours()[first],
        lambda: plain_sweeps(of_words, joint.weights, begin[first], n_clusters, 14),
        np.array_equal,
    )


@register
def document_clusters():
    from sib import SIB

    try:
        texts, y = load_20newsgroups(subset="all", return_X_y=True)
        name, n_clusters = "20 Newsgroups", 20
    except ImportError:
        texts, y = load_bbc_news(return_X_y=True)
        name, n_clusters = "BBC News", 5
    X = CountVectorizer(max_features=10_000, stop_words="english").fit_transform(texts)
    kept = X.sum(axis=1).A1 > 0
    X, y = X[kept], np.asarray(y)[kept]
    weighted = TfidfTransformer().fit_transform(X)
    data = f"{name}, {X.shape[0]} x {X.shape[1]}"
    task = f"{n_clusters} document clusters"

    def agree_as_well(ours, theirs):
        """AMI with the classes, where one start differs from another by 0.02."""
        mine, peers = (adjusted_mutual_info_score(y, each) for each in (ours, theirs))
        return mine > peers - 0.02

    def ours():
        return SequentialIB(n_clusters, n_init=1, random_state=0).fit(X).labels_

    def sib():
        return SIB(n_clusters=n_clusters, n_init=1, random_state=0).fit(X).labels_

    def kmeans():
        return KMeans(n_clusters, n_init=1, random_state=0).fit(weighted).labels_

    yield Case(task, data, "sib-clustering", ours, sib, agree_as_well)
    yield Case(task, data, "KMeans, tf-idf", ours, kmeans, agree_as_well)

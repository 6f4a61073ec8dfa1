"""
==========================================
How many topics are there, and which touch
==========================================

The articles of BBC News are about five topics. Nobody tells the clusters: they see
counts of words only. An information curve shows how much more each cluster keeps of
them, and how much of that is chance; a tree shows which clusters are close.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# The articles
# ------------
# A thousand articles, and the words that occur in at least five of them.

import time

import matplotlib.pyplot as plt
import numpy as np
from scipy.cluster.hierarchy import dendrogram
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from sklearn_info.bottleneck import (
    AgglomerativeIB,
    InformationBottleneck,
    SequentialIB,
    information_curve,
)
from sklearn_info.datasets import load_bbc_news
from sklearn_info.inspection import InformationCurveDisplay

news = load_bbc_news()
some = np.random.default_rng(0).permutation(len(news.data))[:1000]
topics = np.asarray(news.target)[some]
vectorizer = CountVectorizer(min_df=5, stop_words="english")
X = vectorizer.fit_transform([news.data[i] for i in some])
words = vectorizer.get_feature_names_out()
print(f"{X.shape[0]} articles, {X.shape[1]} words, {X.sum()} of them counted")

# %%
# The number of clusters
# ----------------------
# What clusters keep, and what they keep of shuffled counts: the same articles' lengths
# and words' frequencies without any structure. Every cluster keeps a little more, also
# beyond chance, since topics have parts; up to five or six that is more than after,
# and there the curve bends most.

begin = time.perf_counter()
curve = information_curve(
    X, n_clusters=range(1, 13), n_init=10, n_shuffles=1, random_state=0
)
print(f"240 clusterings in {time.perf_counter() - begin:.1f} s")
for k, kept, beyond in zip(
    curve.n_clusters, curve.information, curve.corrected_information
):
    print(f"{k:>3} clusters keep {kept:.3f} nats, {beyond:.3f} beyond chance")
display = InformationCurveDisplay.from_curve(curve, name="BBC News")
display.ax_.set_ylim(bottom=0, top=1.1 * curve.information.max())

# %%
# Clusters and topics
# -------------------
# The clusters of the number chosen, beside the topics that editors gave.

clusters = SequentialIB(curve.best_n_clusters, random_state=0).fit(X)
score = adjusted_mutual_info_score(topics, clusters.labels_)
print(f"{clusters.n_clusters_} clusters; adjusted mutual information: {score:.3f}")

# %%
# Articles between topics
# -----------------------
# Soft clusters tell how surely an article belongs. At the beta where that number of
# clusters begins to come out, many are in between; the larger beta, the fewer.

for beta in (2.5, 3.0, 4.0):
    soft = InformationBottleneck(
        curve.best_n_clusters, beta=beta, n_init=3, random_state=0
    ).fit(X)
    surest = soft.predict_proba(X).max(axis=1)
    print(
        f"beta = {beta}: {soft.n_effective_clusters_} clusters, "
        f"{np.mean(surest < 0.9):.1%} of the articles in none by 90 %"
    )

# %%
# A tree of small clusters
# ------------------------
# Thirty small clusters, merged from the closest pair on, and named by the words that
# tell most of them. The height is the information lost.

small = SequentialIB(30, random_state=0).fit(X)
shares = small.cluster_feature_distribution_
tree = AgglomerativeIB(5).fit(shares, sample_weight=small.cluster_weights_)
everywhere = small.cluster_weights_ @ shares
told = shares * np.log(np.maximum(shares, 1e-12) / np.maximum(everywhere, 1e-12))
names = [" ".join(words[np.argsort(-row)[:4]]) for row in told]

fig, ax = plt.subplots(figsize=(7, 7), layout="constrained")
dendrogram(
    tree.linkage_,
    labels=names,
    orientation="right",
    color_threshold=tree.distances_[-5],
    above_threshold_color="grey",
    ax=ax,
)
ax.set(xlabel="information lost, nats")
plt.show()

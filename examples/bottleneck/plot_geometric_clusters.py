"""
===============================
Clusters of any shape, and type
===============================

:class:`~sklearn_info.bottleneck.GeometricIB` blurs each sample over its neighbours, and
puts samples together that are blurred over the same. Clusters may bend; categories
count beside numbers; and the curve of what the clusters cost and keep says how many
there are.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.metrics import adjusted_mutual_info_score

from sklearn_info.bottleneck import GeometricIB

# %%
# Shapes
# ------
# Nothing but the number of clusters is given.

samples = {
    "moons": make_moons(400, noise=0.06, random_state=0),
    "rings": make_circles(400, noise=0.05, factor=0.4, random_state=0),
    "blobs": make_blobs(400, centers=4, cluster_std=0.8, random_state=1),
}
fig, axes = plt.subplots(2, 3, figsize=(8, 5), layout="constrained")
for column, (name, (X, y)) in zip(axes.T, samples.items()):
    k = np.unique(y).size
    for ax, estimator in zip(
        column, (GeometricIB(k, random_state=0), KMeans(k, n_init=10, random_state=0))
    ):
        labels = estimator.fit_predict(X)
        agreement = adjusted_mutual_info_score(y, labels)
        ax.scatter(*X.T, c=labels, s=6, cmap="viridis")
        ax.set(xticks=[], yticks=[])
        ax.set_title(f"{type(estimator).__name__}, {name}: {agreement:.2f}", size=10)

# %%
# How many
# --------
# Going down from twenty clusters, merged ones lose information for the entropy that
# they save. Blobs can be merged to four at hardly any loss; from there on it grows.

X, y = samples["blobs"]
found = GeometricIB(random_state=0).fit(X)
print(f"{found.n_clusters_} clusters")
fig, ax = plt.subplots(figsize=(5, 3.4), layout="constrained")
ax.plot(found.entropy_path_, found.information_path_, "o-", ms=4)
at = found.n_clusters_ - 1
ax.plot(found.entropy_path_[at], found.information_path_[at], "o", ms=10, mfc="none")
ax.set(xlabel="H(T), nats", ylabel="I(T; Y), nats", title="1 to 20 clusters of blobs")

# %%
# Numbers and categories
# ----------------------
# Two sorts of flowers, of which neither the lengths nor the colours tell enough.

rng = np.random.default_rng(0)
sort = rng.integers(0, 2, 300)
flowers = pd.DataFrame(
    {
        "length": rng.normal(5 + 2 * sort, 1),
        "width": rng.normal(3 - 2 * sort, 1),
        "colour": np.where(rng.random(300) < 0.85, sort, 1 - sort),
        "leaf": np.where(rng.random(300) < 0.85, sort, rng.integers(0, 3, 300)),
    }
)
flowers["colour"] = flowers["colour"].map({0: "red", 1: "blue"})
flowers["leaf"] = flowers["leaf"].map({0: "oval", 1: "lobed", 2: "split"})
for columns in (["length", "width"], ["colour", "leaf"], list(flowers)):
    labels = GeometricIB(2, random_state=0).fit_predict(flowers[columns])
    print(f"{adjusted_mutual_info_score(sort, labels):.2f} by {', '.join(columns)}")
plt.show()

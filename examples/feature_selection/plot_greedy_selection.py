"""
Many features, few samples, interactions
========================================

Two cases in which scoring each feature by itself goes wrong, and what greedy
selection by multivariate information does about it: features that repeat each
other, and features that tell something only together.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# Features that repeat each other
# -------------------------------
# 120 samples of three classes and 5000 features, as in gene expression: twelve
# processes differ between the classes, the strongest is seen in 60 features and the
# weakest in 3, and all others are noise.

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import make_classification
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sklearn_info.feature_selection import JMI, MRMR, SequentialMISelector


def make_processes(seed, n_samples=120, n_features=5000, n_processes=12):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n_samples)
    strength = np.linspace(1.6, 0.7, n_processes)
    means = rng.normal(size=(3, n_processes)) * strength
    processes = rng.normal(size=(n_samples, n_processes)) + means[y]
    X = rng.normal(size=(n_samples, n_features))
    seen_in = np.linspace(60, 3, n_processes).astype(int)
    copies = np.repeat(np.arange(n_processes), seen_in)
    X[:, : copies.size] = processes[:, copies] + 0.6 * X[:, : copies.size]
    return X, y


# %%
# The F-test takes the strongest process again and again. Minimal redundancy passes
# over what is told already. With fewer than 300 samples, columns are cut into three
# levels, so that few counts are enough; the classifier gets the numbers themselves.

ks = [5, 10, 20, 50]
accuracy = {"ANOVA F": [], "mRMR": []}
for k in ks:
    for name, selector in {
        "ANOVA F": SelectKBest(f_classif, k=k),
        "mRMR": MRMR(k=k),
    }.items():
        scores = []
        for seed in range(3):
            X, y = make_processes(seed)
            model = make_pipeline(selector, StandardScaler(), LogisticRegression())
            cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=0)
            scores.append(cross_val_score(model, X, y, cv=cv).mean())
        accuracy[name].append(np.mean(scores))

for name, values in accuracy.items():
    print(f"{name:8s}", "  ".join(f"{k:3d}: {v:.3f}" for k, v in zip(ks, values)))

# %%
# Why was a feature chosen? ``selection_path_`` has the answer, in nats.

X, y = make_processes(0)
path = MRMR(k=5).fit(X, y).selection_path_
for step in path:
    print(
        f"feature {step['feature']:4d}: relevance {step['relevance']:.3f}, "
        f"redundancy {step['redundancy']:.3f}, score {step['score']:.3f}"
    )

# %%
# Features that tell something together
# -------------------------------------
# As in the Madelon data set: the classes are clusters on the corners of a cube of
# five dimensions, 15 columns are linear mixtures of these five, and 480 are noise.
# How many of the 20 relevant columns are among the first 20?

X, y = make_classification(
    n_samples=2600,
    n_features=500,
    n_informative=5,
    n_redundant=15,
    n_clusters_per_class=16,
    hypercube=True,
    class_sep=2.0,
    shuffle=False,
    random_state=0,
)
selectors = {
    "ANOVA F": SelectKBest(f_classif, k=20),
    "MIM": SequentialMISelector("mim", k=20),
    "mRMR": MRMR(k=20),
    "CMIM": SequentialMISelector("cmim", k=20),
    "JMI": JMI(k=20),
}
found = {
    name: int(selector.fit(X, y).get_support()[:20].sum())
    for name, selector in selectors.items()
}
for name, number in found.items():
    print(f"{name:8s} {number:2d} of 20")

# %%
# Minimal redundancy is the wrong idea here: the relevant columns are mixtures of each
# other, and each noise column is as unlike them as can be. The joint information
# I(X, S; Y) counts what a column tells with each of those selected.

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
for name, values in accuracy.items():
    left.plot(ks, values, marker="o", label=name)
left.set(xscale="log", xlabel="features", ylabel="accuracy", title="Repetition")
left.set_xticks(ks, [str(k) for k in ks])
left.minorticks_off()
left.legend()
right.barh(list(found), list(found.values()))
right.axvline(20, color="grey", linestyle=":")
right.set(xlabel="relevant columns among the first 20", title="Interaction")
right.set_xticks(range(0, 21, 5))
right.invert_yaxis()
plt.show()

"""
======================================
Bins, ranks or neighbours of numbers
======================================

The selectors measure columns of numbers in one of three ways: cut into bins, as normal
scores of their ranks (a Gaussian copula), or by the distances to nearest neighbours.
What each sees, what it costs, and which columns it takes.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# One column at a time
# --------------------
# Six columns, each of which depends on y in its own way; the dotted line is the
# information where it is known in closed form.

from time import perf_counter

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import make_friedman1

from sklearn_info.datasets import make_madelon
from sklearn_info.feature_selection import MIFeatureSelector, SequentialMISelector

measures = ["discrete", "gaussian_copula", "neighbors"]
names = ["bins", "Gaussian copula", "neighbours"]

rng = np.random.default_rng(0)
n = 3000
y, *noise = rng.normal(size=(5, n))
linear = 0.75 * y + np.sqrt(1 - 0.75**2) * noise[0]
columns = {
    "linear": linear,
    "exponential": np.exp(3 * linear),
    "square": y**2 + 0.2 * noise[1],
    "wave": np.sin(4 * y) + 0.2 * noise[2],
    "half zero": np.where(rng.random(n) < 0.5, 0.0, linear),
    "noise": noise[3],
}
X = np.column_stack(list(columns.values()))
known = -np.log(1 - 0.75**2) / 2  # of the first two, and half of it
true = np.array([known, known, np.nan, np.nan, known / 2, 0.0])

scores = np.array(
    [MIFeatureSelector(k="all", measure=m).fit(X, y).scores_ for m in measures]
)
print(f"{'':12s}", "".join(f"{name:>17s}" for name in names))
for name, row in zip(columns, scores.T):
    print(f"{name:12s}", "".join(f"{value:17.3f}" for value in row))

# %%
# Bins lose a part of everything, and find any dependence. The copula is exact for what
# an increasing map makes linear, and blind to a square. Neighbours come close to all
# but the exponential, as they measure distances in standard deviations: columns of
# heavy tails are worth a transformation first.
#
# Columns that tell something together
# ------------------------------------
# Madelon: clusters around the corners of a cube of five dimensions, of two classes.
# All but 20 of 100 columns are noise. Then the exclusive or of two signs, and six
# relevant columns. How many do the criteria find among their first ones?

tasks = {
    "Madelon": make_madelon(800, n_noise=80, random_state=0),
    "exclusive or": make_madelon(
        800,
        n_informative=2,
        n_redundant=4,
        n_noise=50,
        labels="parity",
        random_state=0,
    ),
}
criteria = ["mim", "mrmr", "cmim", "jmi"]
found, seconds = {}, dict.fromkeys(measures, 0.0)
for task, (X, y, relevant) in tasks.items():
    for measure in measures:
        for criterion in criteria:
            selector = SequentialMISelector(
                criterion, k=int(relevant.sum()), measure=measure
            )
            begin = perf_counter()
            chosen = selector.fit(X, y).ranking_
            seconds[measure] += perf_counter() - begin
            found[task, measure, criterion] = relevant[chosen].mean()
for (task, measure, criterion), share in found.items():
    print(f"{task:13s} {measure:16s} {criterion:5s} {share:5.0%}")
for measure, spent in seconds.items():
    print(f"{measure:16s} {spent:6.2f} s")

# %%
# The copula has covariances of its own in each class, and so sees that two columns rise
# together in one class and apart in the other. It is blind to parities of three columns
# and more, of which any two have the same covariance in both classes.
#
# Numbers to predict
# ------------------
# Friedman's function of five columns: a product, a square, and two lines. Bins cut y
# too; the others take it as it is.

X, y = make_friedman1(n_samples=600, n_features=40, noise=1.0, random_state=0)
for measure in measures:
    ranking = SequentialMISelector("jmi", k=5, measure=measure).fit(X, y).ranking_
    print(f"{measure:16s} {sorted(ranking.tolist())}")

# %%
# In pictures:

fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
places = np.arange(len(columns))
for i, (name, row) in enumerate(zip(names, scores)):
    left.bar(places + 0.27 * (i - 1), row, width=0.25, label=name)
left.hlines(true, places - 0.45, places + 0.45, color="black", linestyle=":")
left.set_xticks(places, list(columns), rotation=30)
left.set(ylabel="nats", title="Information of one column")
left.legend()
places = np.arange(len(criteria))
for i, (name, measure) in enumerate(zip(names, measures)):
    shares = [found["Madelon", measure, criterion] for criterion in criteria]
    right.bar(places + 0.27 * (i - 1), shares, width=0.25, label=name)
right.set_xticks(places, criteria)
right.set(ylabel="relevant columns found", title="Madelon", ylim=(0, 1.02))
plt.show()

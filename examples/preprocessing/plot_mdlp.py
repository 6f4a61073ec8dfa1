"""
==================================
Bins that tell the classes apart
==================================

Equal width and equal frequency cut a column without a look at the classes: into as
many bins as they are told to, wherever the classes are.
:class:`~sklearn_info.preprocessing.MDLPDiscretizer` cuts where the classes change, as
often as the data can justify, and not at all where a column tells nothing.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# %%
# Two columns
# -----------
# Both are skewed, as concentrations and incomes are. In the first, one class is
# frequent within a narrow range and rare outside; the second is noise.

import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import mutual_info_score
from sklearn.preprocessing import KBinsDiscretizer

from sklearn_info.preprocessing import MDLPDiscretizer


def draw(n_samples, rng):
    X = rng.lognormal(sigma=1.0, size=(n_samples, 2))
    in_range = (X[:, 0] > 1.5) & (X[:, 0] < 2.5)
    y = rng.random(n_samples) < np.where(in_range, 0.9, 0.1)
    return X, y


rng = np.random.default_rng(0)
X, y = draw(600, rng)
X_new, y_new = draw(20_000, rng)

# %%
# Three ways to cut
# -----------------
# What the bins tell about the class is their mutual information, here in nats. It
# counts on new rows: on the rows that were cut, bins of noise look informative too.

methods = {
    "equal width": KBinsDiscretizer(5, encode="ordinal", strategy="uniform"),
    "equal frequency": KBinsDiscretizer(5, encode="ordinal", strategy="quantile"),
    "MDLP": MDLPDiscretizer(),
}
told = {}
print(f"{'':16}{'column':8}{'bins':>5}{'told, same rows':>18}{'told, new rows':>17}")
for name, method in methods.items():
    bins, new_bins = method.fit(X, y).transform(X), method.transform(X_new)
    for j, column in enumerate(("range", "noise")):
        same = mutual_info_score(y, bins[:, j])
        told[name, j] = mutual_info_score(y_new, new_bins[:, j])
        n_bins = method.n_bins_[j]
        print(f"{name:16}{column:8}{n_bins:5}{same:18.4f}{told[name, j]:17.4f}")

# %%
# Equal width spends its bins on the long tail. Equal frequency has bins where the rows
# are, though its cuts miss the range. MDLP finds both ends of it, with three bins, and
# leaves the noise in one. A model after it has no noise left to fit.

fig, axes = plt.subplots(3, 2, figsize=(9, 7), sharex=True, layout="constrained")
grid = np.geomspace(0.05, 20, 60)
for row, (name, method) in zip(axes, methods.items()):
    for j, ax in enumerate(row):
        ax.hist(
            [X[y, j], X[~y, j]],
            bins=grid,
            stacked=True,
            color=["tab:orange", "lightgrey"],
            label=["class 1", "class 0"],
        )
        for cut in method.bin_edges_[j][1:-1]:
            ax.axvline(cut, color="tab:blue")
        ax.set_title(f"{name}: {told[name, j]:.3f} nats", fontsize=10)
        ax.set_xscale("log")
axes[0, 0].legend(loc="upper left", fontsize=8)
axes[2, 0].set_xlabel("informative column")
axes[2, 1].set_xlabel("noise")
fig.suptitle("Cuts (blue), and what the bins tell about the class of new rows")
plt.show()

# %%
# The cut of a column looks at that column alone. Where a class depends on two columns
# together, as an exclusive or does, no cut of one of them lowers the entropy, and MDLP
# keeps one bin; equal frequency is the safer choice there.

X_xor = rng.uniform(-1, 1, size=(600, 2))
print(
    "Bins of an exclusive or:", MDLPDiscretizer().fit(X_xor, X_xor.prod(1) > 0).n_bins_
)

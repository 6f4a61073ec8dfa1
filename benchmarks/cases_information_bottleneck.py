"""Soft clusters, curves, trees and capacities beside dit and plain NumPy."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from harness import Case, register
from scipy.cluster.hierarchy import linkage
from scipy.sparse import csr_array
from scipy.special import rel_entr
from sklearn.feature_extraction.text import CountVectorizer

from sklearn_info.bottleneck import AgglomerativeIB, information_curve
from sklearn_info.bottleneck._iterative import IterativeSearch, Lagrangian
from sklearn_info.bottleneck._sample_joint import SampleJoint
from sklearn_info.datasets import load_bbc_news
from sklearn_info.measures import channel_capacity


def objectives(curve):
    """In nats, whatever the curve."""
    if hasattr(curve, "complexities"):  # of dit, in bits
        rate, kept = np.array(curve.complexities), np.array(curve.relevances)
        return (rate - np.array(curve.betas) * kept) * np.log(2)
    return curve.rate - curve.beta * curve.information


@register
def curve_of_a_small_table():
    """Agreement: no objective of ours is above theirs."""
    import dit
    from dit.rate_distortion import IBCurve

    p = np.random.default_rng(0).dirichlet(np.full(12, 0.5)).reshape(4, 3)
    states = [f"{x}{y}" for x in range(4) for y in range(3)]
    distribution = dit.Distribution(states, p.ravel().tolist())
    betas = np.linspace(1.5, 15, 10)

    def ours():
        return information_curve(
            p, betas=betas, n_clusters=4, prior="mass", n_init=10, random_state=0
        )

    for method in ("sp", "ba"):
        yield Case(
            "curve, 10 betas, 10 starts",
            "4 x 3 states",
            f"dit, method={method!r}",
            ours,
            lambda method=method: IBCurve(
                distribution, beta_min=1.5, beta_max=15, beta_num=10, method=method
            ),
            lambda a, b: (objectives(a) <= objectives(b) + 1e-9).all(),
        )


def plain_sweeps(conditional, weights, q, beta, n_sweeps):
    """Blahut-Arimoto sweeps as sparse matrix products."""
    for _ in range(n_sweeps):
        margin = weights @ q
        clusters = (q * weights[:, None] / margin).T @ conditional
        scores = conditional @ np.log(np.maximum(clusters, 1e-300)).T
        logits = np.log(margin) + beta * scores
        q = np.exp(logits - logits.max(axis=1, keepdims=True))
        q /= q.sum(axis=1, keepdims=True)
    return q


@register
def soft_clusters_of_texts():
    texts = load_bbc_news().data[:2000]
    X = CountVectorizer(max_features=5000).fit_transform(texts).astype(float)
    joint = SampleJoint.from_counts(csr_array(X), prior="uniform")
    data = f"BBC News, {X.shape[0]} x {X.shape[1]}"
    start = np.random.default_rng(0).dirichlet(np.ones(20), joint.n_rows)
    search = IterativeSearch(joint, 20, init="random", max_iter=1000, tol=0.0)
    yield Case(
        "20 soft clusters, 1 sweep",
        data,
        "NumPy and SciPy",
        lambda: search.sweep(Lagrangian(5.0), start, 1)[0],
        lambda: plain_sweeps(joint.conditional, joint.weights, start, 5.0, 1),
        lambda a, b: np.allclose(a, b, atol=1e-9),
    )
    columns = np.sqrt(joint.conditional.toarray())
    yield Case(
        "tree of samples",
        data,
        "SciPy, Ward of Hellinger",
        lambda: AgglomerativeIB(20).fit(X),
        lambda: linkage(columns, "ward"),
    )


def plain_capacity(W, tol):
    """Blahut-Arimoto until the bounds meet."""
    p = np.full(len(W), 1 / len(W))
    while True:
        divergence = rel_entr(W, p @ W).sum(axis=1)
        if divergence.max() - p @ divergence <= tol:
            return p @ divergence
        p = p * np.exp(divergence)
        p /= p.sum()


@register
def capacity():
    for n, m in ((20, 30), (100, 50)):
        W = np.random.default_rng(0).dirichlet(np.ones(m), n)
        yield Case(
            "capacity, to 1e-7 nats",
            f"{n} x {m} channel",
            "NumPy",
            lambda W=W: channel_capacity(W, tol=1e-7).capacity,
            lambda W=W: plain_capacity(W, 1e-7),
            lambda a, b: abs(a - b) <= 1e-7,
        )

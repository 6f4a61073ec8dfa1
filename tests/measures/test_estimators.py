"""Entropy from counts: published values, plain definitions, limits, bad input."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from references import entropy_estimators as reference
from scipy.special import psi

from sklearn_info.measures import entropy_from_counts

VALUES = json.loads(
    (Path(__file__).parent / "data" / "discrete_values.json").read_text()
)["discrete_entropy"]
ESTIMATORS = (
    "plugin",
    "miller_madow",
    "grassberger",
    "chao_shen",
    "chao_wang_jost",
    "james_stein",
    "nsb",
    "jackknife",
    "bayes",
)
TAKE_FRACTIONS = {"plugin", "james_stein", "nsb", "bayes"}
# Name in the table of values -> estimator, whether n_states is given, prior.
PUBLISHED = {
    "plugin": ("plugin", False, None),
    "miller_madow": ("miller_madow", False, None),
    "grassberger_2003": ("grassberger", False, None),
    "chao_shen": ("chao_shen", False, None),
    "chao_wang_jost": ("chao_wang_jost", False, None),
    "james_stein_shrink_full_support": ("james_stein", True, None),
    "james_stein_shrink_observed_support": ("james_stein", False, None),
    "nsb": ("nsb", True, None),
    "jackknife": ("jackknife", False, None),
    "bayes_posterior_mean_jeffreys": ("bayes", True, "jeffreys"),
    "bayes_posterior_mean_laplace": ("bayes", True, "laplace"),
    "bayes_posterior_mean_sch_grass": ("bayes", True, "schurmann_grassberger"),
}
COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=9).filter(any)


@pytest.mark.parametrize("case", VALUES)
@pytest.mark.parametrize("published", PUBLISHED)
def test_equals_published_values(case, published):
    estimator, with_states, prior = PUBLISHED[published]
    n_states = VALUES[case]["K"] if with_states else None
    entropy = entropy_from_counts(
        VALUES[case]["counts"], estimator, n_states=n_states, prior=prior
    )
    peers = VALUES[case]["values"][published]
    if published == "nsb":  # the other peer's quadrature is good to 5e-4 only
        peers = {name: v for name, v in peers.items() if name.startswith("definition")}
    assert peers
    for value in peers.values():
        assert entropy == pytest.approx(value, abs=1e-9)


@given(counts=COUNTS, extra=st.integers(0, 4))
@settings(deadline=None, max_examples=60)
def test_equals_plain_definition(counts, extra):
    seen = sum(c > 0 for c in counts)
    n_states = seen + extra
    for name in ("plugin", "miller_madow", "grassberger", "jackknife", "chao_shen"):
        expected = getattr(reference, name)(counts)
        assert entropy_from_counts(counts, name) == pytest.approx(expected, abs=1e-12)
    # The reference subtracts almost equal numbers.
    assert entropy_from_counts(counts, "chao_wang_jost") == pytest.approx(
        reference.chao_wang_jost(counts), abs=1e-8
    )
    assert entropy_from_counts(
        counts, "james_stein", n_states=n_states
    ) == pytest.approx(reference.james_stein(counts, n_states), abs=1e-12)
    for prior, a in {
        "jeffreys": 0.5,
        "laplace": 1.0,
        "schurmann_grassberger": 1 / n_states,
        "minimax": math.sqrt(sum(counts)) / n_states,
        0.3: 0.3,
    }.items():
        assert entropy_from_counts(
            counts, "bayes", n_states=n_states, prior=prior
        ) == pytest.approx(reference.bayes(counts, n_states, a), abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "n_states"), [([1, 0], 2), ([3, 3], 2), ([5, 1, 1], 6), ([1] * 6, 40)]
)
def test_nsb_equals_a_long_trapezoid(counts, n_states):
    entropy = entropy_from_counts(counts, "nsb", n_states=n_states)
    # The reference's own tail beyond beta = exp(14) is about 1e-6 of the whole.
    assert entropy == pytest.approx(reference.nsb(counts, n_states), abs=2e-5)


def test_nsb_finds_the_entropy_of_many_samples():
    rng = np.random.default_rng(0)
    for n_states, n in ((2, 10**6), (1000, 10**7), (10**5, 10**6)):
        counts = rng.multinomial(n, np.full(n_states, 1 / n_states))
        entropy = entropy_from_counts(counts, "nsb", n_states=n_states)
        # Standard errors of the plug-in are far below; NSB removes its bias of
        # (K - 1) / 2n, which is 0.05 in the last case.
        assert entropy == pytest.approx(math.log(n_states), abs=5e-4)


def test_chao_wang_jost_keeps_its_digits_where_the_printed_formula_loses_them():
    # Many pairs and few singletons: (1 - a)^(1 - n) is about exp(2 f2 / f1) = 1e17.
    f1, f2 = 5, 100
    counts = [1] * f1 + [2] * f2
    n = sum(counts)
    a = 2 * f2 / ((n - 1) * f1 + 2 * f2)
    tail = sum((1 - a) ** (r - n + 1) / r for r in range(n, n + 20_000))
    zhang = sum(c / n * (psi(n) - psi(c)) for c in counts)
    expected = zhang + f1 / n * tail
    assert entropy_from_counts(counts, "chao_wang_jost") == pytest.approx(
        expected, abs=1e-12
    )


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_many_vectors_at_once(estimator):
    counts = np.random.default_rng(0).integers(0, 5, (3, 4, 6))
    counts[..., 0] += 1
    entropy = entropy_from_counts(counts, estimator)
    assert entropy.shape == (3, 4)
    for i in np.ndindex(3, 4):
        # Sums of the same terms in another order.
        assert entropy[i] == pytest.approx(
            entropy_from_counts(counts[i].tolist(), estimator), abs=1e-13
        )


@pytest.mark.parametrize("estimator", ESTIMATORS)
@given(counts=COUNTS)
@settings(deadline=None, max_examples=20)
def test_order_and_empty_cells_do_not_matter(estimator, counts):
    entropy = entropy_from_counts(counts, estimator)
    assert entropy_from_counts([0, *counts[::-1], 0.0], estimator) == pytest.approx(
        entropy, abs=1e-12
    )
    assert entropy_from_counts(counts, estimator, base=2) == pytest.approx(
        entropy / math.log(2), abs=1e-12
    )


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_estimators_approach_the_entropy(estimator):
    p = np.array([0.5, 0.25, 0.125, 0.125])
    entropy = entropy_from_counts((p * 8e7).astype(int), estimator)
    # The largest correction is (K - 1) / 2n.
    assert entropy == pytest.approx(1.75 * math.log(2), abs=1e-7)


@pytest.mark.parametrize("estimator", sorted(set(ESTIMATORS) - {"plugin"}))
def test_corrections_reduce_the_bias_of_the_plugin(estimator):
    rng = np.random.default_rng(0)
    p = 1 / np.arange(1, 31)
    p /= p.sum()
    counts = rng.multinomial(60, p, size=300)
    options = {"n_states": 30} if estimator in ("james_stein", "nsb", "bayes") else {}
    truth = -(p * np.log(p)).sum()
    bias = abs(entropy_from_counts(counts, estimator, **options).mean() - truth)
    assert bias < abs(entropy_from_counts(counts).mean() - truth)


def test_one_state_has_no_entropy():
    for estimator in ("plugin", "miller_madow", "james_stein", "nsb", "jackknife"):
        assert entropy_from_counts([7], estimator) == pytest.approx(0, abs=1e-15)
    assert entropy_from_counts([0, 7, 0]) == 0.0


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_fractions_are_taken_or_refused(estimator):
    if estimator in TAKE_FRACTIONS:
        assert np.isfinite(entropy_from_counts([0.5, 1.25], estimator))
    else:
        with pytest.raises(ValueError, match=f"{estimator}.*whole numbers"):
            entropy_from_counts([0.5, 1.25], estimator)
    assert entropy_from_counts([2.0, 3.0], estimator) == pytest.approx(
        entropy_from_counts([2, 3], estimator), abs=1e-14
    )


@pytest.mark.parametrize(
    ("counts", "options", "message"),
    [
        ([], {}, "shape"),
        (3, {}, "counts"),
        ([1, -1], {}, "negative"),
        ([1, np.nan], {}, "NaN"),
        ([1, np.inf], {}, "infinity"),
        ([0, 0], {}, "all zero"),
        ([[1, 1], [0, 0]], {}, "all zero"),
        (["a", "b"], {}, "array of numbers"),
        ([1, 2], {"estimator": "best"}, "estimator"),
        ([1, 2], {"n_states": 4}, "n_states=4 has no effect"),
        ([1, 2], {"estimator": "nsb", "n_states": 1}, "2 states occur"),
        ([1, 2], {"estimator": "nsb", "n_states": 2.5}, "n_states"),
        ([1, 2], {"prior": "laplace"}, "prior='laplace' has no effect"),
        ([1, 2], {"estimator": "bayes", "prior": "flat"}, "prior"),
        ([1, 2], {"estimator": "bayes", "prior": 0}, "prior"),
        ([1, 2], {"base": 1}, "base=1"),
        ([1, 2], {"base": -2}, "base"),
    ],
)
def test_bad_input(counts, options, message):
    with pytest.raises(ValueError, match=message):
        entropy_from_counts(counts, **options)

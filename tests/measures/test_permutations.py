"""Permutation tests of continuous variables: orders, p-values, calibration."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import chisquare, kstest

from sklearn_info.measures import (
    _continuous,
    _reorderings,
    mutual_information,
    mutual_information_test,
)

# Sums of digammas in another order.
ROUNDING = 1e-12


def variables(rng, n=80):
    x, y, z = rng.normal(size=(3, n))
    classes = rng.integers(0, 3, n)
    classes[:2] = 3, 4  # of one member each
    return {
        "x": x,
        "y": y + x,
        "z": z,
        "atoms": np.maximum(y, 0),
        "classes": classes,
        "words": np.array(list("abcde"))[classes],
        "block": np.column_stack([y, z + x]),
    }


@pytest.mark.parametrize(
    ("x", "y", "given", "estimator"),
    [
        ("x", "y", None, "ksg"),
        ("atoms", "y", None, "ksg"),
        ("x", "classes", None, "ross"),
        ("classes", "x", None, "ross"),
        ("block", "classes", None, "ross"),
        ("x", "atoms", None, "mixed"),
        ("x", "words", None, "mixed"),
        ("words", "classes", None, "mixed"),
        ("x", "block", None, "ksg"),
        ("x", "y", None, "gaussian_copula"),
        ("x", "y", "z", "ksg"),
        ("x", "classes", "z", "ross"),
        ("x", "words", "z", "mixed"),
        ("x", "y", "z", "gaussian"),
        ("atoms", "y", None, "neighbors"),
        ("atoms", "words", None, "neighbors"),
        ("block", "words", "z", "neighbors"),
        ("words", "classes", None, "neighbors"),
        ("x", "y", None, "auto"),
        ("x", "y", "words", "auto"),
    ],
)
def test_another_order_is_another_sample(rng, x, y, given, estimator):
    values = variables(rng)
    x, y, given = (values.get(name) for name in (x, y, given))
    arguments = {"x": x, "y": y, "given": given}
    arguments = {name: v for name, v in arguments.items() if v is not None}
    estimate = _continuous.read_estimate(arguments, estimator, 3, "standard", "f")
    for _ in range(3):
        order = rng.permutation(80)
        moved = {**arguments, "y": y[order]}
        expected = mutual_information(
            **moved, estimator=estimator, marginals="standard"
        )
        assert estimate.reordered(order) == pytest.approx(expected, abs=ROUNDING)


def orders(given, n_orders, **options):
    draw = _reorderings._orders(np.asarray(given, dtype=float), **options)
    rng = np.random.default_rng(0)
    return np.array([draw(rng) for _ in range(n_orders)])


def test_all_orders_are_alike():
    drawn = orders(np.empty((4, 0)), 4800, shuffle_neighbors=5)
    kinds, counts = np.unique(drawn, axis=0, return_counts=True)
    assert kinds.tolist() == sorted(map(list, permutations(range(4))))
    assert chisquare(counts).pvalue > 1e-3


def test_orders_keep_strata():
    given = np.array([[0.0], [1.0], [1.0], [0.0], [1.0], [0.0], [0.0], [1.0], [1.0]])
    drawn = orders(given, 50, shuffle_neighbors=5)
    assert (given[drawn, 0] == given[:, 0]).all()
    assert (np.sort(drawn, axis=1) == np.arange(9)).all()
    assert len(np.unique(drawn, axis=0)) > 40


def test_orders_stay_near():
    z = np.random.default_rng(1).normal(size=(40, 2))
    distance = np.abs(z[:, None] - z[None]).max(axis=2)
    fifth = np.sort(distance, axis=1)[:, 4]
    drawn = orders(z, 100, shuffle_neighbors=5)
    assert (distance[np.arange(40), drawn] <= fifth).all()
    # A place is taken twice only where all candidates were: seldom.
    assert np.mean([np.unique(order).size for order in drawn]) > 32
    # Every candidate has its turn.
    assert all(np.unique(places).size == 5 for places in drawn.T)


def test_the_pvalue_is_the_share_of_all_orders():
    x = np.array([0.3, 1.9, 2.2, 3.1, 4.7, 5.2, 6.8])
    y = np.array([0, 0, 1, 0, 1, 1, 1])
    statistic = mutual_information(x, y, estimator="ross", n_neighbors=2)
    share = np.mean(
        [
            mutual_information(x, p, estimator="ross", n_neighbors=2)
            >= statistic - ROUNDING
            for p in set(permutations(y.tolist()))
        ]
    )
    result = mutual_information_test(
        x,
        y,
        estimator="ross",
        n_neighbors=2,
        n_permutations=4000,
        random_state=0,
    )
    # Three standard errors of a share of 4000.
    assert result.pvalue == pytest.approx(share, abs=3 * 0.5 / np.sqrt(4000))
    assert result.statistic == result.mutual_information == statistic
    reached = (result.null_distribution >= statistic - ROUNDING).sum()
    assert result.pvalue == (1 + reached) / 4001


def test_threads_and_calls_change_nothing(rng):
    values = variables(rng)
    options = {"n_permutations": 60, "random_state": 3}
    for pair in (("x", "y"), ("x", "classes"), ("atoms", "words")):
        x, y = (values[name] for name in pair)
        one = mutual_information_test(x, y, **options)
        two = mutual_information_test(x, y, n_jobs=2, **options)
        np.testing.assert_array_equal(one.null_distribution, two.null_distribution)
        bits = mutual_information_test(x, y, base=2, **options)
        np.testing.assert_allclose(
            bits.null_distribution, one.null_distribution / np.log(2)
        )
        assert bits.pvalue == one.pvalue


def test_pvalues_of_independent_variables_are_uniform(rng):
    def pvalues(sample, **options):
        return [
            mutual_information_test(
                *sample(), n_permutations=39, random_state=seed, **options
            ).pvalue
            for seed in range(80)
        ]

    def independent():
        return rng.normal(size=30), rng.integers(0, 3, 30)

    assert kstest(pvalues(independent, estimator="ross"), "uniform").pvalue > 1e-3


def test_a_common_cause_is_no_dependence_once_it_is_known(rng):
    z, a, b = rng.normal(size=(3, 400))
    x, y = z + 0.5 * a, z + 0.5 * b
    options = {"n_permutations": 39, "random_state": 0, "n_neighbors": 10}
    assert mutual_information_test(x, y, **options).pvalue == 1 / 40
    pvalue = mutual_information_test(x, y, given=z, **options).pvalue
    assert pvalue > 0.05
    more = mutual_information_test(x, y + a, given=z, **options)
    assert more.pvalue == 1 / 40
    strata = np.digitize(z, [-1, 0, 1])
    x, y = 3.0 * strata + a, 3.0 * strata + b
    assert mutual_information_test(x, y, **options).pvalue == 1 / 40
    assert mutual_information_test(x, y, given=strata, **options).pvalue > 0.05


def test_a_constant_has_the_pvalue_one(rng):
    x = rng.normal(size=30)
    result = mutual_information_test(
        x, np.ones(30), estimator="ksg", n_permutations=19, random_state=0
    )
    assert (result.pvalue, result.statistic) == (1.0, 0.0)


def test_bad_input(rng):
    x, y = rng.normal(size=(2, 30))
    for options, match in (
        ({"method": "g"}, "method='g' counts the levels"),
        ({"sample_weight": np.ones(30)}, "does not take sample_weight"),
        ({"n_neighbors": 30}, "n_neighbors=30 needs more"),
        ({"shuffle_neighbors": 1}, "shuffle_neighbors"),
        ({"given": np.ones(29)}, "given has 29 samples"),
        ({"estimator": "nsb"}, "estimator"),
    ):
        with pytest.raises(ValueError, match=match):
            mutual_information_test(x, y, **options)
    with pytest.raises(ValueError, match="infinite"):
        mutual_information_test(x, x)

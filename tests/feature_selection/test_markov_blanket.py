"""MarkovBlanketSelector against SciPy's tests, known networks, and its invariants."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from references.markov_blanket import conditional_test, iamb
from scipy.special import chdtrc

from sklearn_info.feature_selection import MarkovBlanketSelector
from sklearn_info.feature_selection import _conditional_tests as conditional_tests
from sklearn_info.feature_selection._conditional_tests import ConditionalTests
from sklearn_info.feature_selection._sparse_table import SparseTable
from sklearn_info.preprocessing import EncodedTable

SPARSE = [sp.csr_array, sp.csr_matrix, sp.csc_array, sp.csc_matrix]


def draw(p, rng):
    return (rng.random(np.shape(p)) < p).astype(int)


def network(n, rng):
    """Parents 0 and 1, child 2 with the other parent 3; 4 causes 0, 2 causes 5."""
    X = rng.integers(0, 2, (n, 12))
    X[:, 0] = draw(0.2 + 0.6 * X[:, 4], rng)
    y = draw(0.1 + 0.4 * X[:, 0] + 0.4 * X[:, 1], rng)
    X[:, 2] = draw(0.1 + 0.5 * y + 0.3 * X[:, 3], rng)
    X[:, 5] = draw(0.1 + 0.8 * X[:, 2], rng)
    return X, y


# ------------------------------------------------------------------------ values


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.integers(0, 3))
def test_information_and_tests_are_those_of_scipy(seed, weighted, n_given):
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(2, 80)), 7
    X = rng.integers(0, rng.integers(1, 5, p), (n, p))
    y = rng.integers(0, 3, n)
    weights = rng.integers(1, 4, n).astype(float) if weighted else None
    strata = np.unique(X[:, :n_given], axis=0, return_inverse=True)[1].reshape(-1)
    if n_given == 0:
        strata = np.zeros(n, dtype=np.int64)

    def check(table, columns):
        tests = ConditionalTests(table, weights)
        found = tests.of(y, strata)
        for j in range(p):
            information, pearson, degrees = (one[j] for one in found)
            g, *expected, _ = conditional_test(
                columns[:, j], y, X[:, :n_given], weights
            )
            # Up to some hundreds, of sums of terms exact to 1e-16 relative.
            np.testing.assert_allclose(2 * tests.n * information, g, rtol=0, atol=1e-9)
            np.testing.assert_allclose((pearson, degrees), expected, rtol=0, atol=1e-9)
            codes, n_levels = tests.column(j)
            np.testing.assert_array_equal(codes, columns[:, j])
            assert codes.max() < n_levels
            alone = [one.item() for one in tests.of(y, strata, j)]
            assert alone == [information, pearson, degrees]

    for dtype in (np.uint8, np.uint16, np.int32):
        check(EncodedTable(np.asfortranarray(X, dtype), X.max(axis=0) + 1), X)
    for levels, most in (("presence", 1), ("counts", 2)):
        for container in (sp.csr_array, sp.csc_array):
            table = SparseTable.of(container(X), levels, weights, "Test")
            check(table, np.minimum(X, most))


@pytest.mark.parametrize("weighted", [False, True])
def test_ranges_of_columns_change_nothing(monkeypatch, weighted):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 3, (100, 23)), rng.integers(0, 3, 100)
    strata = rng.integers(0, 30, 100)
    weights = rng.random(100) if weighted else None
    tables = [EncodedTable(np.asfortranarray(X, np.uint8), X.max(axis=0) + 1)]
    tables += [SparseTable.of(sp.csr_array(X), "counts", weights, "Test")]
    for table in tables:
        tests = ConditionalTests(table, weights)
        expected = tests.of(y, strata)
        with monkeypatch.context() as patch:
            patch.setattr(conditional_tests, "TESTED", 1e9)  # one column a call
            for found, whole in zip(tests.of(y, strata), expected):
                np.testing.assert_array_equal(found, whole)


@pytest.mark.parametrize("container", [np.asarray, sp.csr_array])
def test_fractional_weights_are_shares_of_samples(container):
    """Twice the weights of a half each; but for n - 1, which is Pearson's."""
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 2, (60, 5)), rng.integers(0, 3, 60)
    strata = rng.integers(0, 9, 60)
    if container is np.asarray:
        table = EncodedTable(np.asfortranarray(X, np.uint8), np.full(5, 2))
    else:
        table = SparseTable.of(container(X), "presence", None, "Test")
    whole = ConditionalTests(table, rng.integers(1, 9, 60).astype(float))
    half = ConditionalTests(table, whole._weights / 2)
    (own, _, degrees), (expected, _, others) = (
        one.of(y, strata) for one in (half, whole)
    )
    np.testing.assert_allclose(own, expected, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(degrees, others)


def test_small_strata_are_no_information():
    """Of noise; the G-test alone says p < 1e-9, at three samples in a cell."""
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 5, (20, 20_000)), rng.integers(0, 2, 20_000)
    strata = rng.integers(0, 2000, 20_000)
    table = EncodedTable(np.asfortranarray(x.T, np.uint8), np.full(20, 5))
    tests = ConditionalTests(table)
    information, pearson, degrees = tests.of(y, strata)
    assert (chdtrc(degrees, 2 * tests.n * information) < 1e-9).all()
    # Of 20 uniform p-values one is below 1e-4 in one of 500 draws; the seed is fixed.
    assert chdtrc(degrees, pearson).min() > 1e-4


@pytest.mark.parametrize("method", ["iamb", "inter_iamb"])
def test_noise_is_left_alone_when_strata_become_small(method):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 20_000)
    X = rng.normal(size=(20_000, 30))
    X[:, :10] += 0.2 * y[:, None]
    selector = MarkovBlanketSelector(method=method).fit(X, y)
    assert selector.ranking_.size >= 3
    assert selector.ranking_.max() < 10


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_selection_is_that_of_the_definition(seed, correct, interleave):
    rng = np.random.default_rng(seed)
    X, y = network(150, rng)
    X, y = X[:, :8], y + draw(0.1 + 0 * y, rng)  # three classes, the third is rare
    expected = iamb(X, y, 0.05, correct=correct, interleave=interleave)
    selector = MarkovBlanketSelector(
        correction=correct, method="inter_iamb" if interleave else "iamb"
    )
    for convert in (np.asarray, sp.csr_array):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            ranking = selector.fit(convert(X), y).ranking_.tolist()
        assert ranking == (expected or [ranking[0]])
        assert selector.get_support(indices=True).tolist() == sorted(ranking)
        assert selector.n_features_to_select_ == len(ranking)


def test_attributes_tell_the_steps():
    X, y = network(2000, np.random.default_rng(0))
    selector = MarkovBlanketSelector().fit(X, y)
    for j, score in enumerate(selector.scores_):
        g, *_ = conditional_test(X[:, j], y, X[:, :0])
        np.testing.assert_allclose(2 * 2000 * score, g, rtol=0, atol=1e-9)
    for step, j in enumerate(selector.ranking_):
        before = selector.ranking_[:step]
        g, _, _, pvalue = conditional_test(X[:, j], y, X[:, before])
        np.testing.assert_allclose(
            2 * 2000 * selector.selection_scores_[step], g, rtol=0, atol=1e-9
        )
        # A tail of chi-square changes by a factor of exp(-dG / 2): G is exact to 1e-9.
        np.testing.assert_allclose(
            selector.pvalues_[step], pvalue * (12 - step), rtol=1e-8
        )


# ------------------------------------------------------------------------- finds


@pytest.mark.parametrize("method", ["iamb", "inter_iamb"])
@pytest.mark.parametrize("convert", [np.asarray, *SPARSE])
def test_parents_children_and_spouses_are_found(method, convert):
    X, y = network(4000, np.random.default_rng(0))
    selector = MarkovBlanketSelector(method=method).fit(convert(X), y)
    assert set(selector.ranking_) == {0, 1, 2, 3}


@pytest.mark.parametrize("method", ["iamb", "inter_iamb"])
def test_what_others_make_superfluous_is_taken_out(method, capsys):
    """The feature added first is the noisy sum of two that are added later."""
    rng = np.random.default_rng(0)
    X = rng.integers(0, 2, (4000, 6))
    y = 2 * X[:, 0] + X[:, 1]
    noisy = rng.random(4000) < 0.05
    X[:, 5] = np.where(noisy, rng.integers(0, 3, 4000), X[:, 0] + X[:, 1])
    selector = MarkovBlanketSelector(method=method, verbose=1).fit(X, y)
    assert set(selector.ranking_) == {0, 1}
    steps = [line.split()[1:4] for line in capsys.readouterr().out.splitlines()]
    assert steps[0] == ["+", "feature", "5:"]
    assert steps[-1] == ["-", "feature", "5:"]


@pytest.mark.parametrize("test", ["g", "permutation"])
def test_noise_is_selected_at_the_level_of_the_test_only(test):
    """Of 60 draws at a level of .1, P(more than 14 have a false discovery) < .001.

    The level of a corrected test: without correction nearly every draw has some of
    15 columns below .1, as the last lines see.
    """
    found = dict.fromkeys((False, True), 0)
    for seed in range(60):
        rng = np.random.default_rng(seed)
        X, y = rng.integers(0, 3, (120, 15)), rng.integers(0, 2, 120)
        for correction in found:
            selector = MarkovBlanketSelector(
                0.1,
                test=test,
                correction=correction,
                n_permutations=39,
                max_features=1,
                random_state=seed,
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                found[correction] += selector.fit(X, y).pvalues_[0] <= 0.1
    assert found[True] <= 14
    assert found[False] >= 30


@pytest.mark.parametrize("alpha", [0.9, 0.2])
@pytest.mark.filterwarnings("ignore:MarkovBlanketSelector. no feature tells")
def test_the_permutation_test_is_that_of_all_permutations(alpha):
    """The share of 999 random permutations has a standard deviation below .016.

    Also where the feature does not pass, and is kept as the best one.
    """
    x = np.array([0, 0, 1, 1, 1, 0, 1, 0])
    y = np.array([0, 0, 1, 1, 0, 0, 1, 1])
    nothing, table = np.empty((8, 0)), {}
    for rows in itertools.permutations(range(8)):
        permuted = tuple(y[list(rows)])
        if permuted not in table:
            table[permuted] = conditional_test(x, np.array(permuted), x[:, None][:, :0])
    statistics = np.array([min(found[:2]) for found in table.values()])
    observed = min(conditional_test(x, y, nothing)[:2])
    expected = np.mean(statistics >= observed - 1e-9)
    selector = MarkovBlanketSelector(alpha, test="permutation", random_state=0)
    pvalue = selector.fit(x[:, None], y).pvalues_[0]
    assert 0.3 < expected < 0.7
    assert abs(pvalue - expected) < 4 * 0.016


def test_permutations_stay_within_strata():
    """Given z, y tells nothing of x: a permutation of all rows would say it does."""
    rng = np.random.default_rng(1)
    z = rng.integers(0, 2, 400)
    x, y = z ^ draw(np.full(400, 0.2), rng), z ^ draw(np.full(400, 0.05), rng)
    for correction in (False, True):
        selector = MarkovBlanketSelector(
            test="permutation",
            n_permutations=99,
            random_state=0,
            correction=correction,
        )
        assert selector.fit(np.column_stack([x, z]), y).ranking_.tolist() == [1]


def test_equal_candidates_by_the_lowest_index():
    X, y = network(500, np.random.default_rng(0))
    alone = MarkovBlanketSelector(max_features=1).fit(X, y).ranking_[0]
    X = np.column_stack([X[:, 11], 1 - X[:, alone], X[:, alone], X[:, alone]])
    selector = MarkovBlanketSelector().fit(X, y)
    assert selector.ranking_.tolist() == [1]


def test_frames_categories_and_missing_values():
    X, y = network(3000, np.random.default_rng(0))
    frame = pd.DataFrame({f"x{j}": X[:, j] for j in range(12)})
    frame["x0"] = np.array(["no", None], dtype=object)[X[:, 0]]
    frame["x1"] = pd.Categorical(np.array(["a", "b"])[X[:, 1]])
    selector = MarkovBlanketSelector(missing="level").fit(frame, y)
    assert set(selector.get_feature_names_out()) == {"x0", "x1", "x2", "x3"}


@pytest.mark.parametrize("convert", [np.asarray, sp.csr_array])
def test_weights_equal_repetition(convert):
    rng = np.random.default_rng(2)
    X, y = network(400, rng)
    weights = rng.integers(0, 4, 400)
    weighted = MarkovBlanketSelector().fit(convert(X), y, sample_weight=weights)
    repeated = MarkovBlanketSelector().fit(
        convert(np.repeat(X, weights, axis=0)), np.repeat(y, weights)
    )
    assert weighted.ranking_.tolist() == repeated.ranking_.tolist()
    np.testing.assert_allclose(weighted.pvalues_, repeated.pvalues_, rtol=1e-8)


def test_sets_of_labels_are_classes():
    rng = np.random.default_rng(0)
    Y = rng.integers(0, 2, (500, 2))
    X = np.column_stack([rng.integers(0, 2, 500), Y[:, 0] ^ Y[:, 1], Y[:, 0]])
    assert set(MarkovBlanketSelector().fit(X, Y).ranking_) == {1, 2}


def test_seeds_and_verbose(capsys):
    X, y = network(300, np.random.default_rng(0))
    fits = [
        MarkovBlanketSelector(
            test="permutation", n_permutations=99, random_state=seed, verbose=1
        ).fit(X, y)
        for seed in (0, 0)
    ]
    assert fits[0].ranking_.tolist() == fits[1].ranking_.tolist()
    assert fits[0].pvalues_.tolist() == fits[1].pvalues_.tolist()
    lines = capsys.readouterr().out.splitlines()
    assert f"+ feature {fits[0].ranking_[0]}: " in lines[0]
    assert len(lines) >= 2 * fits[0].n_features_to_select_


# --------------------------------------------------------------------- bad input


def test_without_a_discovery_the_best_is_kept():
    X = np.array([[0, 1], [1, 1], [0, 0], [1, 0]] * 2)
    with pytest.warns(UserWarning, match="no feature tells anything about y at alpha"):
        selector = MarkovBlanketSelector().fit(X, [0, 1, 1, 0] * 2)
    assert selector.ranking_.size == 1
    assert selector.pvalues_[0] > 0.05


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"alpha": 0}, "The 'alpha' parameter of MarkovBlanketSelector"),
        ({"method": "gs"}, "The 'method' parameter of MarkovBlanketSelector"),
        ({"test": "chi2"}, "The 'test' parameter of MarkovBlanketSelector"),
        ({"max_features": 0}, "The 'max_features' parameter of MarkovBlanketSelector"),
        (
            {"test": "permutation", "n_permutations": 18},
            "n_permutations=18 cannot give a p-value below alpha=0.05; at least 19",
        ),
    ],
)
def test_bad_parameters(params, message):
    with pytest.raises(ValueError, match=message):
        MarkovBlanketSelector(**params).fit([[0], [1]], [0, 1])


def test_bad_input():
    X, y = np.array([[0, 1], [1, 1], [0, 0], [1, 0]]), [0, 1, 0, 1]
    with pytest.raises(ValueError, match="MarkovBlanketSelector: y holds one class"):
        MarkovBlanketSelector().fit(X, [1, 1, 1, 1])
    with pytest.raises(ValueError, match="does not take sample_weight. Repeat"):
        MarkovBlanketSelector(test="permutation").fit(X, y, sample_weight=[1, 1, 1, 2])

"""Selection by the Gaussian copula: definitions, closed forms, tests and ties."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from references.copula import CopulaTerms, normal_entropy, normal_scores
from references.selection import scores_along
from scipy.special import ndtri
from scipy.stats import kstest, pearsonr
from sklearn.datasets import load_digits

from sklearn_info.datasets import make_gaussian_pair
from sklearn_info.feature_selection import (
    CMIM,
    JMI,
    MRMR,
    MIFeatureSelector,
    SequentialMISelector,
)
from sklearn_info.feature_selection._copula_pairs import CopulaTable
from sklearn_info.feature_selection._criteria import CRITERIA
from sklearn_info.feature_selection._normal_scores import NormalScores
from sklearn_info.feature_selection._strata import (
    SortedStrata,
    Strata,
    strata_of_classes,
)
from sklearn_info.measures import mutual_information
from sklearn_info.utils import Target

# Logarithms of sums of a few hundred squares, and of determinants of up to six of
# these columns, whose condition is some tens.
EXACT = {"rtol": 0, "atol": 1e-11}
WORKING = [name for name, build in CRITERIA.items() if not build({}).normalized]


def mixtures(n_samples, n_features, seed=0, n_classes=None):
    """Columns that share some sources, without ties, and what depends on them."""
    rng = np.random.default_rng(seed)
    sources = rng.normal(size=(n_samples, 4))
    X = sources @ rng.normal(size=(4, n_features)) + rng.normal(
        size=(n_samples, n_features)
    )
    y = sources[:, 0] + sources[:, 1] * sources[:, 2] + rng.normal(size=n_samples)
    if n_classes is not None:
        y = np.argsort(np.argsort(y)) * n_classes // n_samples
    return np.exp(X / 2), y


# ------------------------------------------------------------------------ values


@pytest.mark.parametrize("n_classes", [None, 2, 4])
@pytest.mark.parametrize("criterion", WORKING)
def test_a_fit_follows_the_definition(criterion, n_classes):
    X, y = mixtures(150, 9, n_classes=n_classes)
    selector = SequentialMISelector(criterion, k=5, measure="gaussian_copula")
    selector.fit(X, y)
    table = scores_along(
        criterion, X, y.tolist(), selector.ranking_.tolist(), terms_of=CopulaTerms
    )
    chosen = table[np.arange(5), selector.ranking_]
    assert_allclose(selector.selection_scores_, chosen, **EXACT)
    assert_allclose(chosen, table.max(axis=1), **EXACT)
    assert_allclose(selector.scores_, table[0], **EXACT) if criterion != "cmi" else None
    assert selector.ranking_.size == np.unique(selector.ranking_).size


@pytest.mark.parametrize(
    ("named", "name"), [(MRMR, "mrmr"), (JMI, "jmi"), (CMIM, "cmim")]
)
def test_named_selectors_are_the_general_one(named, name):
    X, y = mixtures(200, 8, n_classes=3)
    options = {"k": 5, "measure": "gaussian_copula"}
    own = named(**options)
    general = SequentialMISelector(named.__name__.lower(), **options)
    path = own.fit(X, y).selection_path_
    assert path.tobytes() == general.fit(X, y).selection_path_.tobytes()


def test_path_explains_the_choice():
    X, y = mixtures(300, 8)
    selector = SequentialMISelector("cife", k=4, measure="gaussian_copula").fit(X, y)
    for place, step in enumerate(selector.selection_path_):
        terms = [
            CopulaTerms(X[:, step["feature"]], y, X[:, s])
            for s in selector.ranking_[:place]
        ]
        for name in ("redundancy", "conditional_redundancy"):
            mean = np.mean([getattr(t, name) for t in terms]) if terms else 0.0
            assert_allclose(step[name], mean, **EXACT)


def test_numbers_have_the_information_of_the_measure():
    X, y = mixtures(400, 6)
    X[:, 0] = X[:, 0].round(1)  # ties too
    scores = MIFeatureSelector(k=2, measure="gaussian_copula").fit(X, y).scores_
    expected = [mutual_information(x, y, estimator="gaussian_copula") for x in X.T]
    assert_allclose(scores, expected, **EXACT)


def test_known_information_of_normal_numbers():
    # Four standard errors of a correlation of 20,000 pairs: rho / sqrt(n).
    for rho in (0.0, 0.5, 0.9):
        x, y, information = make_gaussian_pair(20_000, rho=rho, random_state=0)
        selector = MIFeatureSelector(k=1, measure="gaussian_copula")
        scores = selector.fit(np.column_stack([x, np.exp(x)]), y**3).scores_
        assert_allclose(scores, information, rtol=0, atol=4 * rho / 141 + 1e-3)


def test_known_information_of_normal_classes():
    """Classes that differ in scale: h(X) and h(X | Y) by their definitions."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], 5_000)
    x = rng.normal(size=10_000) * np.where(y, 3.0, 1.0)
    z = normal_scores(x)[:, None]
    expected = normal_entropy(z) - sum(normal_entropy(z[y == c]) for c in (0, 1)) / 2
    score = MIFeatureSelector(k=1, measure="gaussian_copula").fit(x[:, None], y).scores_
    assert_allclose(score, expected, **EXACT)
    assert expected > 0.05  # the means are equal: a comparison of these sees nothing


def test_a_parity_of_signs_is_found_by_joint_information():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1000, 20))
    y = (X[:, 7] * X[:, 13] > 0).astype(int)
    selector = JMI(k=2, start=[7], measure="gaussian_copula").fit(X, y)
    assert selector.ranking_.tolist() == [7, 13]
    assert np.abs(selector.scores_).max() < 0.02


def test_three_columns_that_explain_a_number():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(500, 40))
    y = X[:, 3] + 0.7 * X[:, 11] - 0.5 * X[:, 30] + 0.1 * rng.normal(size=500)
    selector = SequentialMISelector("cmi", measure="gaussian_copula").fit(X, y)
    assert selector.ranking_.tolist() == [3, 11, 30]  # k="auto" stops after these
    assert (selector.pvalues_ < 0.05).all()


# -------------------------------------------------------------------- invariances


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 1000), n_classes=st.sampled_from([None, 3]))
def test_increasing_maps_and_order_of_rows_change_nothing(seed, n_classes):
    X, y = mixtures(120, 6, seed, n_classes)
    own = JMI(k=4, measure="gaussian_copula").fit(X, y)
    mapped = np.column_stack([np.log(X[:, :3]), 1e10 + 7 * X[:, 3:5], X[:, 5] ** 3])
    if n_classes is None:
        y = np.exp(y)
    order = np.random.default_rng(seed).permutation(120)
    other = JMI(k=4, measure="gaussian_copula").fit(mapped[order], y[order])
    assert_array_equal(other.ranking_, own.ranking_)
    assert_allclose(other.selection_scores_, own.selection_scores_, **EXACT)


def test_weights_count_rows():
    X, y = mixtures(150, 6, n_classes=3)
    X[:, 2] = X[:, 2].round(1)
    weights = np.random.default_rng(0).integers(0, 4, 150)
    for criterion in ("mrmr", "jmi", "cmi"):
        selector = SequentialMISelector(criterion, k=4, measure="gaussian_copula")
        weighted = selector.fit(X, y, sample_weight=weights).selection_path_
        rows = np.repeat(np.arange(150), weights)
        repeated = selector.fit(X[rows], y[rows]).selection_path_
        assert_array_equal(weighted["feature"], repeated["feature"])
        assert_allclose(weighted["score"], repeated["score"], **EXACT)
    doubled = selector.fit(X, y, sample_weight=np.full(150, 0.5)).selection_path_
    assert_allclose(
        doubled["score"], selector.fit(X, y).selection_path_["score"], **EXACT
    )


# ------------------------------------------------------- ties, constants, few samples


def test_scores_of_ties():
    scores, spread = NormalScores(6).of(np.array([2.0, 1.0, 2.0, 2.0, 5.0, 1.0]))
    assert_allclose(scores, ndtri(np.array([4, 1.5, 4, 4, 6, 1.5]) / 7), rtol=1e-15)
    apart = ndtri(np.arange(1, 7) / 7)
    assert_allclose(
        spread[[1, 0, 4]], [apart[:2].var(), apart[2:5].var(), 0], atol=1e-15
    )


def test_a_constant_scores_zero_and_is_no_redundancy():
    X, y = mixtures(100, 5, n_classes=2)
    X[:, 1] = 3.0
    for target in (y, y + np.random.default_rng(0).normal(size=100)):
        for measure in (MIFeatureSelector, JMI, MRMR, CMIM):
            selector = measure(k=3, measure="gaussian_copula").fit(X, target)
            assert selector.scores_[1] == 0
        selector = JMI(k=3, start=[1], measure="gaussian_copula").fit(X, target)
        rest = JMI(k=2, measure="gaussian_copula").fit(X, target)
        assert_array_equal(selector.ranking_[1:], rest.ranking_)
        selector = CMIM(k=3, start=[1], measure="gaussian_copula").fit(X, target)
        rest = CMIM(k=2, measure="gaussian_copula").fit(X, target)
        assert_allclose(selector.selection_scores_[1:], rest.selection_scores_, **EXACT)


def test_columns_that_are_constant_in_a_class_are_finite():
    X, y = load_digits(return_X_y=True)
    for selector in (MIFeatureSelector, MRMR, JMI, CMIM):
        fitted = selector(k=20, measure="gaussian_copula").fit(X, y)
        assert np.isfinite(fitted.scores_).all()
        assert (np.abs(fitted.scores_) < 5).all()
        assert np.isfinite(fitted.selection_scores_).all()


def scores_after_copies(X, y, criterion, originals):
    """Scores of the features of which a copy was selected before."""
    selector = SequentialMISelector(criterion, k="all", measure="gaussian_copula")
    seen, scores = set(), []
    for step in selector.fit(X, y).selection_path_:
        original = originals.get(step["feature"], step["feature"])
        if original in seen:
            scores.append(step["score"])
        seen.add(original)
    assert len(scores) == len(originals)
    return np.array(scores)


def test_copies_tell_nothing_more():
    X, y = mixtures(200, 5)
    X = np.column_stack([X, X[:, 0] ** 3, X[:, 1]])  # the same ranks
    for criterion in ("cmim", "cmi"):
        scores = scores_after_copies(X, y, criterion, {5: 0, 6: 1})
        assert_allclose(scores, 0.0, rtol=0, atol=1e-12)


@pytest.mark.parametrize("n_levels", [2, 3, 10])
def test_copies_of_few_levels_tell_nothing_more(n_levels):
    X, y = mixtures(300, 4, n_classes=3)
    X = np.floor(n_levels * X.argsort(axis=0).argsort(axis=0) / 300)
    X = np.column_stack([X, X[:, 0] ** 3, -X[:, 1]])
    scores = scores_after_copies(X, y, "cmi", {4: 0, 5: 1})
    assert_allclose(scores, 0.0, rtol=0, atol=1e-12)
    # Another S may tell less than nothing, after the correction.
    assert (scores_after_copies(X, y, "cmim", {4: 0, 5: 1}) < 1e-12).all()
    # I(X; S, S) = I(X; S), so that with one S they are the same.
    relaxed, cife = (
        SequentialMISelector(criterion, k=2, measure="gaussian_copula").fit(X, y)
        for criterion in ("relax_mrmr", "cife")
    )
    assert_allclose(relaxed.selection_scores_, cife.selection_scores_, **EXACT)


def test_small_classes_are_left_out():
    X, y = mixtures(100, 4, n_classes=2)
    more = np.vstack([X, X[:3] + 100])
    own = JMI(k=2, measure="gaussian_copula").fit(more, np.append(y, [2, 2, 2]))
    assert np.isfinite(own.selection_scores_).all()
    with pytest.raises(ValueError, match="needs at least two classes of 4 samples"):
        JMI(k=2, measure="gaussian_copula").fit(X[:6], [0, 0, 0, 0, 1, 1])
    with pytest.raises(ValueError, match="JMI.* needs at least 4 samples"):
        JMI(k=2, measure="gaussian_copula").fit(X[:3], [0.1, 0.2, 0.4])
    few = JMI(measure="gaussian_copula", alpha=0.9999).fit(X[:10], np.repeat([0, 1], 5))
    assert few.n_features_to_select_ <= 3  # more cannot be told from 5 samples
    cmi = SequentialMISelector("cmi", k=4, measure="gaussian_copula")
    with pytest.raises(ValueError, match="SequentialMISelector: a normal model of 3"):
        cmi.fit(X[:10], np.repeat([0, 1], 5))


def test_many_classes_are_read_as_few():
    rng = np.random.default_rng(0)
    scores = np.asfortranarray(rng.normal(size=(400, 7)))
    codes = rng.integers(0, 20, 400).astype(np.int32)
    codes[codes == 3] = 4  # a class that does not occur, and one that is too small
    codes[np.flatnonzero(codes == 7)[2:]] = 8
    weights = rng.integers(1, 3, 400) * 1.0
    weights[codes == 7] = 1.0
    few = Strata(scores, codes[:, None] == np.arange(20), weights)
    many = strata_of_classes(scores, codes, 20, weights)
    assert isinstance(many, SortedStrata)
    assert_array_equal(many.sizes, few.sizes)
    assert few.sizes.size == 18
    assert_allclose(many.products(2), few.products(2), **EXACT)
    assert_allclose(many.sums(scores**2), few.sums(scores**2), **EXACT)


# ------------------------------------------------------------------------ p-values


def test_p_values_of_numbers_are_those_of_a_correlation():
    X, y = mixtures(60, 5)
    selector = MIFeatureSelector(measure="gaussian_copula", alpha=0.9).fit(X, y)
    expected = [pearsonr(normal_scores(x), normal_scores(y)).pvalue for x in X.T]
    assert_allclose(selector.pvalues_, expected, rtol=1e-9)


@pytest.mark.parametrize("sizes", [(30, 30), (8, 12, 40)])
def test_p_values_of_independent_classes_are_uniform(sizes):
    rng = np.random.default_rng(0)
    y = np.repeat(np.arange(len(sizes)), sizes)
    X = rng.normal(size=(y.size, 2000))
    selector = MIFeatureSelector(measure="gaussian_copula", alpha=0.9).fit(X, y)
    # A true p-value is uniform; this test of 2,000 of them is at the level 0.001.
    assert kstest(selector.pvalues_, "uniform").pvalue > 1e-3
    given = CopulaTable(X).pairs(Target(y, np.unique(y))).pvalues((0, 1))[2:]
    assert kstest(given, "uniform").pvalue > 1e-3


def test_auto_keeps_what_is_significant():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 300)
    X = rng.normal(size=(300, 50))
    X[:, :4] += y[:, None]
    selector = MIFeatureSelector(measure="gaussian_copula").fit(X, y)
    assert set(range(4)) <= set(selector.ranking_)
    assert selector.n_features_to_select_ <= 6
    with pytest.warns(UserWarning, match="the best one is kept"):
        JMI(measure="gaussian_copula").fit(X[:, 10:], y)


def test_auto_stops_where_samples_run_out():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2, 3], [30, 30, 30, 4])
    X = rng.normal(size=(94, 4))
    X[:, 0] += 3 * (y % 2)
    X[:, 1] += 3 * (y > 1)
    for criterion in ("cmi", "cmim"):
        own = SequentialMISelector(criterion, measure="gaussian_copula").fit(X, y)
        assert own.ranking_.tolist() == [1, 0]


def test_classes_choose_in_turn():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], [100, 60, 40])
    X = rng.normal(size=(200, 9))
    X[np.arange(200), y] += 3
    for selector in (MIFeatureSelector, JMI):
        own = selector(k=3, per_class=True, measure="gaussian_copula").fit(X, y)
        assert own.ranking_.tolist() == [0, 1, 2]
        single = MIFeatureSelector(k=1, measure="gaussian_copula")
        for c in range(3):
            assert_allclose(
                own.class_scores_[c], single.fit(X, y == c).scores_, **EXACT
            )
    labels = np.eye(3, dtype=int)[y]
    own = JMI(k=3, measure="gaussian_copula").fit(X, labels)
    assert_allclose(own.scores_, own.class_scores_.sum(axis=0), **EXACT)
    assert set(own.ranking_) == {0, 1, 2}

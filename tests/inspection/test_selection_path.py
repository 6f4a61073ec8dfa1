"""SelectionPathDisplay draws what SelectionPathCV found."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.exceptions import NotFittedError
from sklearn.naive_bayes import GaussianNB

from sklearn_info.feature_selection import MIFeatureSelector, SelectionPathCV
from sklearn_info.inspection import SelectionPathDisplay


@pytest.fixture
def axes():
    from matplotlib import pyplot

    yield pyplot.figure().gca()
    pyplot.close("all")


@pytest.fixture(scope="module")
def path():
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[1, 2, 4], cv=5)
    return path.fit(*load_iris(return_X_y=True))


def test_the_curve_holds_means_and_standard_errors(path, axes):
    display = SelectionPathDisplay.from_estimator(path, ax=axes, name="mine")
    assert display.ax_ is axes
    assert display.figure_ is axes.figure
    curve, _, (bars,) = display.errorbar_.lines
    np.testing.assert_array_equal(curve.get_xdata(), [1, 2, 4])
    scores = np.array([path.cv_results_[f"split{i}_test_score"] for i in range(5)])
    np.testing.assert_allclose(curve.get_ydata(), scores.mean(axis=0))
    lengths = [segment[1, 1] - segment[0, 1] for segment in bars.get_segments()]
    expected = 2 * scores.std(axis=0, ddof=1) / np.sqrt(5)
    np.testing.assert_allclose(lengths, expected)
    assert display.best_line_.get_xdata() == [path.n_features_] * 2
    assert axes.get_legend().get_texts()[0].get_text() == "mine"
    assert axes.get_xlabel() == "number of features"
    assert axes.get_ylabel() == "mean score"


def test_a_new_figure_and_the_name_of_the_scoring(path, axes):
    path = SelectionPathCV(
        MIFeatureSelector(), GaussianNB(), k=[1, 4], scoring="f1_macro", refit=False
    ).fit(*load_iris(return_X_y=True))
    display = SelectionPathDisplay.from_estimator(path, color="red")
    assert display.ax_ is not axes
    assert display.ax_.get_ylabel() == "mean f1 macro"
    assert display.errorbar_.lines[0].get_color() == "red"
    assert display.ax_.get_legend() is None


def test_one_fold_has_no_error_bars(axes):
    fold = [(np.arange(0, 150, 2), np.arange(1, 150, 2))]
    path = SelectionPathCV(MIFeatureSelector(), GaussianNB(), k=[1, 4], cv=fold)
    path.fit(*load_iris(return_X_y=True))
    display = SelectionPathDisplay.from_estimator(path, ax=axes)
    assert not display.errorbar_.has_yerr


def test_another_estimator_has_no_path():
    with pytest.raises(TypeError, match="must be a SelectionPathCV, got MIFeature"):
        SelectionPathDisplay.from_estimator(MIFeatureSelector())


def test_a_path_must_be_fitted():
    with pytest.raises(NotFittedError):
        SelectionPathDisplay.from_estimator(
            SelectionPathCV(MIFeatureSelector(), GaussianNB())
        )

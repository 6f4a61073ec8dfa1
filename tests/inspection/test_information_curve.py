"""InformationCurveDisplay draws what information_curve and the estimators found."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import load_iris
from sklearn.exceptions import NotFittedError

from sklearn_info.bottleneck import (
    AgglomerativeIB,
    GaussianIB,
    SequentialIB,
    information_curve,
)
from sklearn_info.inspection import InformationCurveDisplay

X = np.random.default_rng(0).poisson(
    1 + 3.0 * (np.arange(12)[:, None] % 3 == [0, 1, 2])
)


@pytest.fixture
def axes():
    from matplotlib import pyplot

    yield pyplot.figure().gca()
    pyplot.close("all")


def test_a_curve_over_beta(axes):
    curve = information_curve(X, n_betas=5, random_state=0)
    display = InformationCurveDisplay.from_curve(curve, ax=axes, name="mine", lw=3)
    assert display.ax_ is axes
    assert display.figure_ is axes.figure
    assert_array_equal(display.line_.get_xdata(), curve.rate)
    assert_array_equal(display.line_.get_ydata(), curve.information)
    assert display.line_.get_linewidth() == 3
    assert display.total_line_.get_ydata() == [curve.total_information] * 2
    assert display.best_line_ is display.chance_line_ is None
    assert axes.get_xlabel() == "I(X; T), nats"
    assert axes.get_legend().get_texts()[0].get_text() == "mine"
    other = InformationCurveDisplay.from_curve(curve, x="beta")
    assert other.ax_ is not axes
    assert other.ax_.get_xscale() == "log"
    assert_array_equal(other.line_.get_xdata(), curve.beta)


def test_a_curve_over_the_number_of_clusters(axes):
    curve = information_curve(X, n_clusters=range(1, 6), n_shuffles=1, random_state=0)
    display = InformationCurveDisplay.from_curve(curve, ax=axes)
    assert_array_equal(display.line_.get_xdata(), range(1, 6))
    assert_array_equal(display.chance_line_.get_ydata(), curve.chance_information)
    assert display.best_line_.get_xdata() == [curve.best_n_clusters] * 2
    with pytest.raises(ValueError, match="over the number of clusters"):
        InformationCurveDisplay.from_curve(curve, x="beta")
    with pytest.raises(ValueError, match="x must be 'auto' or one of"):
        InformationCurveDisplay.from_curve(curve, x="alpha")


def test_the_path_of_a_tree(axes):
    tree = AgglomerativeIB(3).fit(X)
    display = InformationCurveDisplay.from_estimator(tree, ax=axes)
    x, y = display.line_.get_data()
    assert_array_equal(x, range(1, 13))
    assert_array_equal(y, tree.information_path_[::-1])
    assert display.best_line_.get_xdata() == [3, 3]
    assert_allclose(display.total_information, tree.information_path_[0])


def test_the_closed_form_of_normal_variables(axes):
    data, y = load_iris(return_X_y=True)
    bottleneck = GaussianIB(beta=10).fit(data, y)
    display = InformationCurveDisplay.from_estimator(bottleneck, ax=axes)
    rate, information = display.line_.get_data()
    assert (np.diff(rate) > 0).all()
    # The estimator is a point of it; 200 points are close to each other.
    found = np.interp(bottleneck.rate_, rate, information)
    assert found == pytest.approx(bottleneck.information_, abs=1e-3)
    assert information[-1] < display.total_information


def test_estimators_without_a_curve():
    with pytest.raises(NotFittedError):
        InformationCurveDisplay.from_estimator(AgglomerativeIB(3))
    with pytest.raises(TypeError, match="SequentialIB holds a single point"):
        InformationCurveDisplay.from_estimator(
            SequentialIB(2, n_init=1, random_state=0).fit(X)
        )

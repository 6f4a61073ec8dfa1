"""Score against the number of features."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from sklearn.utils.validation import check_is_fitted

from sklearn_info.feature_selection import SelectionPathCV


class SelectionPathDisplay:
    """Plot of a cross-validated score against the number of selected features.

    Make it with :meth:`from_estimator`; the attributes are there to change the plot.

    Parameters
    ----------
    n_features : ndarray of shape (n_numbers,)
        Numbers of features.
    mean_score : ndarray of shape (n_numbers,)
        Mean score of each over the folds.
    standard_error : ndarray of shape (n_numbers,), default=None
        Of the mean score; None draws no error bars.
    best_n_features : int, default=None
        Number that was chosen; None draws no mark.
    name : str, default=None
        What the legend calls the curve.
    score_name : str, default="score"
        Label of the vertical axis.

    Attributes
    ----------
    ax_ : matplotlib Axes
    figure_ : matplotlib Figure
    errorbar_ : matplotlib ErrorbarContainer
        The curve.
    best_line_ : matplotlib Line2D or None
        The mark of the number chosen.

    See Also
    --------
    sklearn_info.feature_selection.SelectionPathCV : The estimator that it shows.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from sklearn_info.feature_selection import MIFeatureSelector, SelectionPathCV
    >>> from sklearn_info.inspection import SelectionPathDisplay
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> path = SelectionPathCV(MIFeatureSelector(), GaussianNB()).fit(X, y)
    >>> display = SelectionPathDisplay.from_estimator(path)
    """

    def __init__(
        self,
        *,
        n_features,
        mean_score,
        standard_error=None,
        best_n_features=None,
        name=None,
        score_name="score",
    ):
        self.n_features = n_features
        self.mean_score = mean_score
        self.standard_error = standard_error
        self.best_n_features = best_n_features
        self.name = name
        self.score_name = score_name

    @classmethod
    def from_estimator(cls, path, *, ax=None, name=None, **kwargs):
        """Plot the path of a fitted SelectionPathCV.

        The standard error of a mean over m folds is their standard deviation with
        m - 1 degrees of freedom over the square root of m.

        Parameters
        ----------
        path : SelectionPathCV
            Fitted, with `refit` or without.
        ax : matplotlib Axes, default=None
            Where to draw; a new figure by default.
        name : str, default=None
            What the legend calls the curve.
        **kwargs : dict
            Passed to :meth:`matplotlib.axes.Axes.errorbar`.

        Returns
        -------
        display : SelectionPathDisplay

        Raises
        ------
        NotFittedError
            If the path has not been fitted.
        TypeError
            If it is another estimator.
        """
        if not isinstance(path, SelectionPathCV):
            raise TypeError(
                f"{cls.__name__}.from_estimator: path must be a SelectionPathCV, got "
                f"{path!r:.60}."
            )
        check_is_fitted(path, "cv_results_")
        results = path.cv_results_
        n_folds = len(path.rankings_)
        scoring = path.scoring
        display = cls(
            n_features=results["n_features"],
            mean_score=results["mean_test_score"],
            standard_error=(
                results["std_test_score"] / np.sqrt(n_folds - 1)
                if n_folds > 1
                else None
            ),
            best_n_features=path.n_features_,
            name=name,
            score_name=(
                scoring.replace("neg_", "negative ").replace("_", " ")
                if isinstance(scoring, str)
                else "score"
            ),
        )
        return display.plot(ax=ax, **kwargs)

    def plot(self, ax=None, *, name=None, **kwargs):
        """Draw the curve.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; a new figure by default.
        name : str, default=None
            What the legend calls the curve; by default what the display says.
        **kwargs : dict
            Passed to :meth:`matplotlib.axes.Axes.errorbar`.

        Returns
        -------
        display : SelectionPathDisplay
            Itself, with the artists as attributes.
        """
        from matplotlib.ticker import LogLocator, NullLocator

        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots(layout="constrained")
        style = {
            "marker": "o",
            "capsize": 3,
            "label": self.name if name is None else name,
            **kwargs,
        }
        self.errorbar_ = ax.errorbar(
            self.n_features, self.mean_score, yerr=self.standard_error, **style
        )
        self.best_line_ = None
        if self.best_n_features is not None:
            self.best_line_ = ax.axvline(
                self.best_n_features,
                color=self.errorbar_.lines[0].get_color(),
                linestyle=":",
            )
        # Only ratios of numbers of features say how much was saved.
        ax.set(
            xscale="log", xlabel="number of features", ylabel=f"mean {self.score_name}"
        )
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter("{x:g}")
        if style["label"] is not None:
            ax.legend()
        self.ax_, self.figure_ = ax, ax.figure
        return self

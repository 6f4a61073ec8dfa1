"""What clusters keep against what they cost."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from sklearn.utils.validation import check_is_fitted

AXES = {
    "rate": "I(X; T), nats",
    "n_clusters": "number of clusters",
    "beta": "beta",
}
# Points of the closed form of normal variables.
N_POINTS = 200


class InformationCurveDisplay:
    """Plot of the information that clusters or components keep of another variable.

    Make it with :meth:`from_curve` or :meth:`from_estimator`; the attributes are there
    to change the plot.

    Parameters
    ----------
    x : ndarray of shape (n_points,)
        Rates, numbers of clusters, or values of beta.
    information : ndarray of shape (n_points,)
        I(T; Y) of each, in nats.
    total_information : float, default=None
        I(X; Y), the most that can be kept; None draws no line.
    chance_information : ndarray of shape (n_points,), default=None
        What is kept by chance; None draws no curve.
    best_x : float, default=None
        Where the choice is marked; None draws no mark.
    x_name : {"rate", "n_clusters", "beta"}, default="rate"
        What x is.
    name : str, default=None
        What the legend calls the curve.

    Attributes
    ----------
    ax_ : matplotlib Axes
    figure_ : matplotlib Figure
    line_ : matplotlib Line2D
        The curve.
    total_line_ : matplotlib Line2D or None
        The line at I(X; Y).
    chance_line_ : matplotlib Line2D or None
        What is kept by chance.
    best_line_ : matplotlib Line2D or None
        The mark of the choice.

    See Also
    --------
    sklearn_info.bottleneck.information_curve : What it shows.

    Examples
    --------
    >>> from sklearn_info.bottleneck import information_curve
    >>> from sklearn_info.inspection import InformationCurveDisplay
    >>> X = [[8, 1, 1], [9, 1, 0], [1, 8, 1], [0, 9, 1], [1, 1, 8], [1, 0, 9]]
    >>> curve = information_curve(X, n_betas=5, random_state=0)
    >>> display = InformationCurveDisplay.from_curve(curve)
    """

    def __init__(
        self,
        *,
        x,
        information,
        total_information=None,
        chance_information=None,
        best_x=None,
        x_name="rate",
        name=None,
    ):
        self.x = x
        self.information = information
        self.total_information = total_information
        self.chance_information = chance_information
        self.best_x = best_x
        self.x_name = x_name
        self.name = name

    @classmethod
    def from_curve(cls, curve, *, x="auto", ax=None, name=None, **kwargs):
        """Plot the result of :func:`~sklearn_info.bottleneck.information_curve`.

        Parameters
        ----------
        curve : InformationCurve
            What :func:`~sklearn_info.bottleneck.information_curve` returned.
        x : {"auto", "rate", "n_clusters", "beta"}, default="auto"
            Horizontal axis: by default the number of clusters if that was what was
            given, and then with a mark at the best one; if not, the rate.
        ax : matplotlib Axes, default=None
            Where to draw; a new figure by default.
        name : str, default=None
            What the legend calls the curve.
        **kwargs : dict
            Passed to :meth:`matplotlib.axes.Axes.plot`.

        Returns
        -------
        display : InformationCurveDisplay
        """
        by_number = bool(np.isinf(curve.beta).all())
        if x == "auto":
            x = "n_clusters" if by_number else "rate"
        if x not in AXES:
            raise ValueError(f"x must be 'auto' or one of {sorted(AXES)}, got {x!r}.")
        if x == "beta" and by_number:
            raise ValueError(
                "x='beta' is for a curve over beta, and this one is over the number "
                "of clusters."
            )
        display = cls(
            x=getattr(curve, x),
            information=curve.information,
            total_information=curve.total_information,
            chance_information=curve.chance_information,
            best_x=curve.best_n_clusters if by_number and x == "n_clusters" else None,
            x_name=x,
            name=name,
        )
        return display.plot(ax=ax, **kwargs)

    @classmethod
    def from_estimator(cls, estimator, *, ax=None, name=None, **kwargs):
        """Plot the curve that a fitted estimator knows.

        Parameters
        ----------
        estimator : AgglomerativeIB or GaussianIB
            Information against the number of clusters, down to one; or against the
            rate, in closed form, for all beta up to three times the last critical
            one.
        ax : matplotlib Axes, default=None
            Where to draw; a new figure by default.
        name : str, default=None
            What the legend calls the curve.
        **kwargs : dict
            Passed to :meth:`matplotlib.axes.Axes.plot`.

        Returns
        -------
        display : InformationCurveDisplay

        Raises
        ------
        NotFittedError
            If the estimator has not been fitted.
        TypeError
            If it knows no curve.
        """
        check_is_fitted(estimator)
        total = estimator.information_ + estimator.information_loss_
        best = None
        if hasattr(estimator, "information_path_"):
            information = estimator.information_path_[::-1]
            x, x_name = np.arange(1, information.size + 1), "n_clusters"
            best = estimator.n_clusters_
        elif hasattr(estimator, "canonical_correlations_"):
            x, information = _normal_curve(estimator.canonical_correlations_)
            x_name = "rate"
        else:
            raise TypeError(
                f"{type(estimator).__name__} holds a single point of the curve; pass "
                "the result of information_curve to from_curve."
            )
        display = cls(
            x=x,
            information=information,
            total_information=total,
            best_x=best,
            x_name=x_name,
            name=name,
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
            Passed to :meth:`matplotlib.axes.Axes.plot`.

        Returns
        -------
        display : InformationCurveDisplay
            Itself, with the artists as attributes.
        """
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots(layout="constrained")
        style = {
            "marker": "o" if len(self.x) < N_POINTS else None,
            "label": self.name if name is None else name,
            **kwargs,
        }
        (self.line_,) = ax.plot(self.x, self.information, **style)
        color = self.line_.get_color()
        self.total_line_ = self.chance_line_ = self.best_line_ = None
        if self.total_information is not None:
            self.total_line_ = ax.axhline(
                self.total_information, color=color, linestyle="--"
            )
        if self.chance_information is not None:
            (self.chance_line_,) = ax.plot(
                self.x,
                self.chance_information,
                color=color,
                linestyle="-.",
                label="by chance",
            )
        if self.best_x is not None:
            self.best_line_ = ax.axvline(self.best_x, color=color, linestyle=":")
        ax.set(xlabel=AXES[self.x_name], ylabel="I(T; Y), nats")
        if self.x_name == "beta":
            ax.set_xscale("log")
        if style["label"] is not None or self.chance_line_ is not None:
            ax.legend()
        self.ax_, self.figure_ = ax, ax.figure
        return self


def _normal_curve(correlations):
    """Rate and information of Gaussian bottlenecks, from the critical beta on."""
    explained = correlations[(correlations > 0) & (correlations < 1)] ** 2
    if explained.size == 0:
        return np.zeros(1), np.zeros(1)
    beta = np.geomspace(1 / explained.max(), 3 / explained.min(), N_POINTS)[:, None]
    active = beta * explained > 1
    rates = np.log(np.maximum((beta - 1) * explained / (1 - explained), 1e-300)) / 2
    rate = np.where(active, rates, 0.0).sum(axis=1)
    lost = np.where(active, np.log(beta * explained) / 2, 0.0).sum(axis=1)
    return rate, rate - lost

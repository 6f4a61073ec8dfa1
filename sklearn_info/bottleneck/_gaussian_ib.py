"""The information bottleneck of jointly normal variables, in closed form."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math
import warnings

import numpy as np
from sklearn.base import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
)
from sklearn.utils.validation import (
    check_array,
    check_consistent_length,
    check_is_fitted,
    validate_data,
)

from sklearn_info.bottleneck._normal_scores import NormalScores
from sklearn_info.bottleneck._weighted_covariance import (
    centred,
    covariance,
    ledoit_wolf_share,
    whitening,
)
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
    check_weights,
    encode_target,
    fit_context,
)

# A direction of X with a smaller share not explained by y counts as determined by
# it: beyond that, rounding is all there is to tell.
DETERMINED = 1e-12


class GaussianIB(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    r"""Linear components that tell most of y for the information they take from X.

    For jointly normal X and y, the information bottleneck

        min I(X; T) - beta I(T; y)

    is solved by noisy linear maps T = A (X - mean) + noise, with noise of unit
    covariance [1]_. The rows of A are the canonical directions v_i of X, those of
    correlation rho_i with the best linear map of y, at a scale that grows with beta:

        A_i = sqrt((beta rho_i^2 - 1) / (1 - rho_i^2)) v_i,   v_i' cov(X) v_i = 1.

    A direction comes in at its critical beta, 1 / rho_i^2. `transform` returns
    A (X - mean), the mean of T.

    Classes are taken as indicators of each class: the directions are then those of
    linear discriminant analysis, and the number of components is less than that of
    the classes.

    Parameters
    ----------
    n_components : int, default=None
        Number of components. beta is then the one midway between the critical betas of
        the last component and the next, or twice that of the last of all, and
        `beta` is not used.

    beta : float, default=10.0
        What a nat about y is worth, in nats of X. At most 1 keeps nothing.

    shrinkage : "auto" or float in [0, 1], default=None
        Share of the covariances of features given y, each with another, that is taken
        away: from 0, as they are, to 1, independent features. "auto" is the estimate of
        Ledoit and Wolf from their correlations given y. Needed where features are
        about as many as samples: without it, directions without variance are left
        out, and the others fit y exactly.

    marginals : {"standard", "normal_scores"}, default="standard"
        "normal_scores" replaces each feature, and each column of a numeric y, by the
        normal quantiles of its ranks: the meta-Gaussian bottleneck [2]_, which any
        increasing map of a feature leaves as it is. A value that was not seen in fit
        ranks between those that were.

    discrete_target : "auto" or bool, default="auto"
        Whether y holds classes. By default, what is not a number does, and so do
        whole numbers unless more than 50 are distinct, and more than a quarter of
        the rows. A y of several columns is numeric.

    Attributes
    ----------
    components_ : ndarray of shape (`n_components_`, n_features)
        A, the most informative direction first. One row of zeros if beta is below
        the first critical one.

    n_components_ : int
        Number of components.

    critical_betas_ : ndarray of shape (n_directions,)
        1 / rho_i^2, rising.

    canonical_correlations_ : ndarray of shape (n_directions,)
        rho_i, falling.

    beta_ : float
        The beta used.

    rate_ : float
        I(X; T) in nats, half the sum of log((beta - 1) rho_i^2 / (1 - rho_i^2)) over
        the components.

    information_ : float
        I(T; y) in nats, the rate less half the sum of log(beta rho_i^2).

    information_loss_ : float
        I(X; y) - I(T; y) in nats, of normal variables with these correlations.

    shrinkage_ : float
        Shrinkage used.

    mean_ : ndarray of shape (n_features,)
        Mean of each feature, or of its normal scores.

    n_features_in_ : int
        Number of features seen in fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, where X has names that are strings.

    See Also
    --------
    InformationBottleneck : Of counts, without assumptions on their distribution.
    sklearn.cross_decomposition.CCA : The directions, without a scale.
    sklearn.discriminant_analysis.LinearDiscriminantAnalysis : Those of classes.

    References
    ----------
    .. [1] Chechik, Globerson, Tishby & Weiss (2005), "Information bottleneck for
       Gaussian variables", JMLR 6, 165-188.
    .. [2] Rey & Roth (2012), "Meta-Gaussian information bottleneck", NIPS 25.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn_info.bottleneck import GaussianIB
    >>> X, y = load_iris(return_X_y=True)
    >>> bottleneck = GaussianIB(beta=3).fit(X, y)
    >>> bottleneck.critical_betas_.round(2)
    array([1.03, 4.5 ])
    >>> bottleneck.transform(X).shape
    (150, 1)
    """

    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left"), None],
        "beta": [Interval(Real, 0, None, closed="left")],
        "shrinkage": [
            StrOptions({"auto"}),
            Interval(Real, 0, 1, closed="both"),
            None,
        ],
        "marginals": [StrOptions({"standard", "normal_scores"})],
        "discrete_target": ["boolean", StrOptions({"auto"})],
    }

    def __init__(
        self,
        n_components=None,
        *,
        beta=10.0,
        shrinkage=None,
        marginals="standard",
        discrete_target="auto",
    ):
        self.n_components = n_components
        self.beta = beta
        self.shrinkage = shrinkage
        self.marginals = marginals
        self.discrete_target = discrete_target

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None):
        """Find the directions and their scales.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Numbers to compress.
        y : array-like of shape (n_samples,) or (n_samples, n_targets)
            Classes or numbers.
        sample_weight : array-like of shape (n_samples,), default=None
            A weight counts a row as that many equal rows.

        Returns
        -------
        self : object
            Fitted estimator.

        Raises
        ------
        ValueError
            If X or y hold NaN or infinity or do not vary, or if there are fewer
            directions than `n_components`.

        Warns
        -----
        UserWarning
            If `beta` is below the first critical beta, so that nothing is kept; or if
            X determines a combination of y, whose information is infinite.
        """
        caller = type(self).__name__
        X = validate_data(self, X, dtype=np.float64, ensure_min_samples=2)
        if y is None:
            raise ValueError(
                f"{caller} requires y to be passed, but the target y is None."
            )
        check_consistent_length(X, y)
        weights = check_weights(sample_weight, X.shape[0], caller)
        if weights is None:
            weights = np.ones(X.shape[0])
        y, is_numeric = self._target(y)
        counts = weights > 0
        X, y, weights = X[counts], y[counts], weights[counts]
        self._scores = None
        if self.marginals == "normal_scores":
            self._scores = NormalScores.from_columns(X, weights)
            X = self._scores.of(X)
            if is_numeric:
                y = NormalScores.from_columns(y, weights).of(y)
        X, self.mean_, scale = centred(X, weights)
        y, _, _ = centred(y, weights)
        y = y @ whitening(covariance(y, weights))
        together = (X.T * (weights / weights.sum())) @ y  # covariance of X and y
        to_x = whitening(self._covariance(X, y, together, weights))
        if to_x.shape[1] == 0 or y.shape[1] == 0:
            what = "y" if to_x.shape[1] else "X"
            raise ValueError(
                f"{caller}: {what} does not vary, so that there is no information to "
                "keep."
            )
        u, rho, _ = np.linalg.svd(to_x.T @ together, full_matrices=False)
        self.canonical_correlations_ = np.minimum(rho, 1.0)
        with np.errstate(divide="ignore"):
            self.critical_betas_ = self.canonical_correlations_**-2.0
        directions = (to_x @ u).T
        largest = np.abs(directions).argmax(axis=1)
        directions *= np.sign(directions[np.arange(len(largest)), largest])[:, None]
        self._scale(directions / scale)
        return self

    def transform(self, X):
        """The mean of T for each row of X.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Numbers of the features seen in fit.

        Returns
        -------
        X_new : ndarray of shape (n_samples, `n_components_`)
        """
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        if self._scores is not None:
            X = self._scores.of(X)
        return (X - self.mean_) @ self.components_.T

    def _target(self, y):
        """Columns of numbers, or indicators of the classes; and whether the former."""
        caller = type(self).__name__
        if not hasattr(y, "to_numpy"):
            y = np.asarray(y)
        if len(y.shape) == 2 and y.shape[1] > 1:
            return check_array(y, dtype=np.float64, input_name="y"), True
        target = encode_target(
            y,
            caller=caller,
            discrete=self.discrete_target,
            # The numbers as they came, in place of edges of bins.
            bin_target=lambda values: (np.zeros(values.size, np.int32), values),
            n_least=1,
        )
        if target.binned:
            return target.classes[:, None], True
        return np.eye(target.classes.size)[target.codes], False

    def _covariance(self, X, y, together, weights):
        """Covariance of X; what y does not explain of it is shrunk.

        y has the unit covariance, and explains the product of `together` with its
        transpose.
        """
        total = covariance(X, weights)
        self.shrinkage_ = 0.0
        if not self.shrinkage:
            return total
        rest = total - together @ together.T
        variances = np.maximum(np.diag(rest), 0.0)
        if self.shrinkage == "auto":
            residuals, _, _ = centred(X - y @ together.T, weights)
            self.shrinkage_ = ledoit_wolf_share(residuals, weights)
        else:
            self.shrinkage_ = float(self.shrinkage)
        return total - self.shrinkage_ * (rest - np.diag(variances))

    def _scale(self, directions):
        """Components at the beta wanted, and their information."""
        explained = self.canonical_correlations_**2
        rest = 1 - explained
        self.beta_ = self._choose_beta()
        active = self.beta_ * explained > 1
        if self.n_components is not None:
            active[self.n_components :] = False  # of equal critical betas
        if (rest[active] < DETERMINED).any():
            warnings.warn(
                f"{type(self).__name__}: X determines a linear combination of y "
                "exactly, so that their information is infinite; that component is "
                "scaled as if a share of 1e-12 were left. Set shrinkage if features "
                "are about as many as samples.",
                UserWarning,
                stacklevel=4,
            )
        rest = np.maximum(rest, DETERMINED)
        self.information_loss_ = float(-np.log(rest).sum() / 2)
        gain, rest = self.beta_ * explained[active], rest[active]
        squares = (gain - 1) / rest
        self.rate_ = float(np.log1p(squares).sum() / 2)
        self.information_ = self.rate_ - float(np.log1p(squares * rest).sum() / 2)
        self.information_loss_ -= self.information_
        self.components_ = np.sqrt(squares)[:, None] * directions[active]
        if not active.any():
            warnings.warn(
                f"{type(self).__name__}: beta={self.beta_:g} is not above the first "
                f"critical beta, {self.critical_betas_[0]:.4g}: nothing that X tells "
                "of y is worth its rate, and the result is one column of zeros. Raise "
                "beta, or set n_components.",
                UserWarning,
                stacklevel=4,
            )
            self.components_ = np.zeros((1, directions.shape[1]))
        self.n_components_ = self.components_.shape[0]

    def _choose_beta(self):
        if self.n_components is None:
            return float(self.beta)
        critical, n = self.critical_betas_, self.n_components
        n_usable = int(np.isfinite(critical).sum())
        if n > n_usable:
            raise ValueError(
                f"{type(self).__name__}: n_components={n} is more than the directions "
                f"in which X tells something of y, {n_usable}: no more than features, "
                "than columns of y, or than classes less one."
            )
        if n < critical.size and critical[n] < math.inf:
            return float((critical[n - 1] + critical[n]) / 2)
        return float(2 * critical[n - 1])

    @property
    def _n_features_out(self):
        return self.n_components_

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        tags.transformer_tags.preserves_dtype = []
        return tags

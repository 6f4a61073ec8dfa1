"""Clusters of samples that trade what they keep for what they cost."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import warnings

import numpy as np
from scipy.special import softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.parallel import Parallel, delayed

from sklearn_info.bottleneck._base_clusterer import BaseIBClusterer
from sklearn_info.bottleneck._critical_beta import local_critical_beta, unfolding_beta
from sklearn_info.bottleneck._encoder import Encoder
from sklearn_info.bottleneck._iterative import Descent, IterativeSearch, Lagrangian
from sklearn_info.utils import (
    Integral,
    Interval,
    Real,
    StrOptions,
)

# A feature that a cluster does not have is taken to be that rare there.
LEAST_SHARE = 1e-300
# Of starts that end this close to the least objective the first is taken: rounding
# does not choose among equals.
SAME_OBJECTIVE = 1e-9


class InformationBottleneck(BaseIBClusterer):
    r"""Soft or hard clusters of samples by the iterative information bottleneck.

    The clusters T of the samples X, each a distribution over the features Y, minimise

        H(T) - alpha H(T|X) - beta I(T; Y),

    which is I(X; T) - beta I(T; Y) for alpha = 1, the information bottleneck [1]_, and
    with hard clusters H(T) - beta I(T; Y) for alpha = 0, the deterministic one [2]_. A
    sample belongs to each cluster with the probability

        p(t|x) = exp((log p(t) - beta KL(p(Y|x) || p(Y|t))) / alpha) / Z(x).

    Parameters
    ----------
    n_clusters : int, default=8
        Number of clusters at most. Fewer come out, without a warning, where two
        would be the same, as for a small beta, or one would be empty.

    beta : float or "auto", default="auto"
        What a nat about the features is worth, in nats of the samples. Below a
        critical value one cluster is best. With infinity clusters are hard, and keep
        as much information as they can. "auto" is twice the value from which on
        n_clusters can come out of small differences, 2 / s^2 for the singular value s
        number n_clusters of p(x, y) / sqrt(p(x) p(y)); where the objective is
        squared, I(X; Y).

    alpha : float in [0, 1], default=1.0
        From 0, hard clusters, to 1, the softest.

    objective : {"lagrangian", "squared"}, default="lagrangian"
        "squared" minimises I(X; T)^2 - beta I(T; Y), for alpha = 1 and a finite beta.
        Where Y is a function of X, no beta of the Lagrangian gives clusters that keep
        a part of the information, and every part is that of some beta here [3]_.

    prior : {"uniform", "mass"}, default="uniform"
        p(x): the same for each sample, or proportional to the sum of its row.

    init : {"sequential", "annealing", "random"}, default="sequential"
        Where to start. "sequential": the hard clusters of a sequential search, as if
        beta came down from infinity. "annealing": at random, where n_clusters begin
        to differ, from where beta is raised by a fifth every ten sweeps.
        "random": at random, at once. Hard clusters (alpha=0 or an infinite beta)
        always come from a sequential search.

    n_init : int, default=10
        Starts, of which the one with the least objective is taken.

    max_iter : int, default=1000
        Most sweeps from a start.

    tol : float, default=1e-9
        A sweep is the last if it lowers the objective by at most tol max(1, beta)
        nats and moves no p(t|x) by more than the square root of that. Hard clusters:
        when no sample moves.

    n_jobs : int, default=None
        Threads for the starts. The result does not depend on it.

    random_state : int, RandomState instance or None, default=None
        Draws the starts. Pass an int for the same result in each call.

    verbose : int, default=0
        Whether to print how each start ended.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,), int32
        The most probable cluster of each sample.

    n_clusters_, n_effective_clusters_ : int
        Number of clusters that came out.

    cluster_weights_ : ndarray of shape (`n_effective_clusters_`,)
        p(t).

    cluster_feature_distribution_ : ndarray of shape \
            (`n_effective_clusters_`, n_features)
        p(y|t).

    beta_ : float
        The beta used.

    rate_ : float
        I(X; T) in nats.

    information_ : float
        I(T; Y) in nats.

    information_loss_ : float
        I(X; Y) - I(T; Y) in nats.

    objective_ : float
        What was minimised, in nats; 0 for one cluster. With an infinite beta,
        -I(T; Y).

    objective_path_ : ndarray of shape (n_sweeps,)
        A bound of it after each sweep from the start that is taken. It never rises,
        but where beta changes ("annealing") or the objective is "squared".

    n_iter_ : int
        Sweeps from that start.

    n_features_in_ : int
        Number of features seen in fit.

    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Names of the features, where X has names that are strings.

    See Also
    --------
    SequentialIB : Hard clusters that keep most information; quicker.
    AgglomerativeIB : A tree of clusters.
    GaussianIB : Of normal variables, in closed form.
    information_curve : Rate and information for a range of beta.

    Notes
    -----
    A row of X is read as a distribution over the columns: to cluster the states of a
    variable X by their joint distribution with Y, pass the table p(x, y) with
    ``prior="mass"``.

    A sweep takes time proportional to the entries of X times the clusters, and memory
    to the clusters times the samples and features. Sweeps slow down close to a
    critical beta; every third looks far ahead along the way [4]_, which saves most
    of them.

    References
    ----------
    .. [1] Tishby, Pereira & Bialek (1999), "The information bottleneck method",
       Allerton Conference on Communication, Control and Computing.
    .. [2] Strouse & Schwab (2017), "The deterministic information bottleneck", Neural
       Computation 29, 1611-1630.
    .. [3] Kolchinsky, Tracey & Van Kuyk (2019), "Caveats for information bottleneck in
       deterministic scenarios", ICLR.
    .. [4] Varadhan & Roland (2008), "Simple and globally convergent methods for
       accelerating the convergence of any EM algorithm", Scand. J. Stat. 35, 335-353.

    Examples
    --------
    >>> from sklearn_info.bottleneck import InformationBottleneck
    >>> X = [[9, 1, 0], [8, 2, 0], [1, 1, 8], [0, 2, 8], [4, 1, 4]]
    >>> bottleneck = InformationBottleneck(2, beta=2.5, random_state=0).fit(X)
    >>> bottleneck.predict_proba(X).max(axis=1).round(2)
    array([0.93, 0.9 , 1.  , 1.  , 1.  ])
    """

    _parameter_constraints = {
        **BaseIBClusterer._parameter_constraints,
        "beta": [
            StrOptions({"auto"}),
            Interval(Real, 0, None, closed="both"),
        ],
        "alpha": [Interval(Real, 0, 1, closed="both")],
        "objective": [StrOptions({"lagrangian", "squared"})],
        "init": [StrOptions({"sequential", "annealing", "random"})],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    def __init__(
        self,
        n_clusters=8,
        *,
        beta="auto",
        alpha=1.0,
        objective="lagrangian",
        prior="uniform",
        init="sequential",
        n_init=10,
        max_iter=1000,
        tol=1e-9,
        n_jobs=None,
        random_state=None,
        verbose=0,
    ):
        self.n_clusters = n_clusters
        self.beta = beta
        self.alpha = alpha
        self.objective = objective
        self.prior = prior
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    def predict_proba(self, X):
        """Probability of each cluster for each row of X.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)

        Returns
        -------
        proba : ndarray of shape (n_samples, `n_effective_clusters_`)
            The p(t|x), or p(t) for a row without mass in the columns known from fit;
            0 or 1 if clusters are hard.
        """
        return self.transform(X)

    def _encode(self, counts):
        return self._transform(counts)

    def _cluster(self, joint):
        self.beta_ = self._choose_beta(joint)
        lagrangian = self._lagrangian()
        search = IterativeSearch(
            joint, self.n_clusters, init=self.init, max_iter=self.max_iter, tol=self.tol
        )
        random_state = check_random_state(self.random_state)
        seeds = random_state.randint(np.iinfo(np.int32).max, size=self.n_init)
        trivial = Encoder.trivial(joint)
        best = Descent(trivial, 0.0, [0.0], True)
        if self.beta_ > 0:
            found = Parallel(self.n_jobs, prefer="threads")(
                delayed(self._run)(search, lagrangian, seed, i)
                for i, seed in enumerate(seeds)
            )
            least = min(end.objective for end in found)
            bound = least + SAME_OBJECTIVE * max(1.0, abs(least))
            best = next(end for end in found if end.objective <= bound)
        if best.objective >= 0 or best.encoder.n_clusters == 1:
            best = Descent(trivial, 0.0, best.path, best.converged)
        self._report(best, joint)
        encoder = best.encoder
        self.n_effective_clusters_ = encoder.n_clusters
        self.rate_ = encoder.rate
        self.objective_ = best.objective
        self.objective_path_ = np.array(best.path)
        self.n_iter_ = len(best.path)
        return encoder.shares, encoder.n_clusters

    def _choose_beta(self, joint):
        squared = self.objective == "squared"
        if squared and (self.alpha != 1 or self.beta == np.inf):
            raise ValueError(
                f"{type(self).__name__}: objective='squared' is for alpha=1 and a "
                f"finite beta, got alpha={self.alpha} and beta={self.beta}."
            )
        if self.beta != "auto":
            return float(self.beta)
        return (
            joint.information if squared else 2 * unfolding_beta(joint, self.n_clusters)
        )

    def _lagrangian(self):
        return Lagrangian(self.beta_, float(self.alpha), self.objective == "squared")

    def _run(self, search, lagrangian, seed, i):
        end = search.run(lagrangian, seed)
        if self.verbose:
            print(
                f"[{type(self).__name__}] start {i + 1} of {self.n_init}: "
                f"{len(end.path)} sweeps, {end.encoder.n_clusters} clusters, "
                f"I(X; T) = {end.encoder.rate:.6f}, "
                f"I(T; Y) = {end.encoder.information:.6f}, "
                f"objective {end.objective:.9f}"
            )
        return end

    def _report(self, best, joint):
        name = type(self).__name__
        if not best.converged:
            warnings.warn(
                f"{name}: the best of n_init={self.n_init} starts still changed after "
                f"max_iter={self.max_iter} sweeps; raise max_iter or tol. Close to a "
                "critical beta many sweeps are needed.",
                ConvergenceWarning,
                stacklevel=6,
            )
        if best.encoder.n_clusters == 1 < self.n_clusters and joint.information > 1e-12:
            warnings.warn(
                f"{name}: at beta={self.beta_:g} a single cluster is best, which keeps "
                f"nothing. Raise beta: above {local_critical_beta(joint):.4g} more "
                "clusters are better.",
                UserWarning,
                stacklevel=6,
            )

    def _scores(self, joint):
        """log p(t) - beta KL(p(Y|x) || p(Y|t)), but for a term of x."""
        log_shares = np.log(np.maximum(self.cluster_feature_distribution_, LEAST_SHARE))
        scores = joint.conditional @ log_shares.T
        if np.isinf(self.beta_):
            return scores
        return np.log(self.cluster_weights_) + self._effective_beta() * scores

    def _effective_beta(self):
        """The beta of the Lagrangian that the encoder is stationary for."""
        if self.objective == "squared" and self.rate_ > 0:
            return self.beta_ / (2 * self.rate_)
        return self.beta_

    def _assign(self, joint):
        return self._scores(joint).argmax(axis=1)

    def _describe(self, joint):
        scores = self._scores(joint)
        if self._lagrangian().hard:
            return np.eye(scores.shape[1])[scores.argmax(axis=1)]
        return softmax(scores / self.alpha, axis=1)

    def _describe_empty(self):
        return self.cluster_weights_

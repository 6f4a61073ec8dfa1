"""Entropy and mutual information of samples."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import math

from sklearn_info.measures._columns import LooksContinuous
from sklearn_info.measures._continuous import differential_entropy, read_estimate
from sklearn_info.measures._joint import observe
from sklearn_info.measures._options import (
    CONTINUOUS_ESTIMATORS,
    ENTROPY_OPTIONS,
    NEIGHBOR_OPTIONS,
    OPTIONS,
    in_base,
)
from sklearn_info.utils import Integral, StrOptions, validate_params


@validate_params({**ENTROPY_OPTIONS}, prefer_skip_nested_validation=True)
def entropy(
    x,
    *,
    estimator="auto",
    n_neighbors=3,
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
):
    r"""Entropy of a variable, :math:`H(X) = -\sum_x p(x) \log p(x)`.

    Of a discrete one, that is; asked for by name, also the differential entropy of
    a continuous one, :math:`h(X) = -\int p(x) \log p(x) dx`.

    Parameters
    ----------
    x : array-like of shape (n_samples,) or (n_samples, n_columns)
        Integers, booleans, strings or categories. Several columns are read jointly,
        as one variable whose values are their rows.
    estimator : str, default="auto"
        ``"plugin"`` (which ``"auto"`` takes) or another estimator of
        :func:`entropy_from_counts`. With ``"auto"`` a column that looks continuous is
        an error: one of real numbers, not all whole, of which more than
        sqrt(n_samples) are distinct. ``"kl"``, by Kozachenko and Leonenko [2]_, takes
        numbers as a sample of a density, in d columns: with the distance r of each
        sample to its k-th nearest other one (the largest difference of a column),
        :math:`\psi(n) - \psi(k) + d \langle \log 2 r \rangle`.
    n_neighbors : int, default=3
        k of ``"kl"``, less than the number of samples.
    n_states : int, default=None
        Number of possible states, for ``"james_stein"``, ``"nsb"`` and ``"bayes"``;
        by default those that occur.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default, so that entropy is in nats.
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples. Fractions are refused by
        estimators that count cells seen once, twice and so on.

    Returns
    -------
    entropy : float

    Raises
    ------
    ValueError
        If x is empty, has missing values or looks continuous; if the weights are
        negative, all 0, or fractions that the estimator does not take. With ``"kl"``,
        if more than n_neighbors samples are equal, whose entropy is minus infinity.
    TypeError
        If x holds complex numbers, dates or other objects, or is sparse.

    See Also
    --------
    entropy_from_counts : The same from counts; describes the estimators.
    conditional_entropy : What is left of it when another variable is known.

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication.
    .. [2] Kozachenko, L. F., Leonenko, N. N. (1987). Sample estimate of the entropy
       of a random vector. Probl. Inf. Transm. 23, 95-101.

    Examples
    --------
    >>> from sklearn_info.measures import entropy
    >>> entropy(["a", "b", "a", "c"], base=2)
    1.5
    """
    if estimator == "kl":
        nats = differential_entropy(
            x,
            n_neighbors=n_neighbors,
            caller="entropy",
            n_states=n_states,
            prior=prior,
            sample_weight=sample_weight,
        )
        return in_base(nats, base)
    joint = observe(
        {"x": x},
        caller="entropy",
        estimator=estimator,
        n_states=n_states,
        prior=prior,
        sample_weight=sample_weight,
    )
    return in_base(joint.entropy((0,)), base)


@validate_params({**OPTIONS}, prefer_skip_nested_validation=True)
def conditional_entropy(
    x,
    given,
    *,
    estimator="auto",
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
):
    r"""Entropy of x when given is known, :math:`H(X | Z) = H(X, Z) - H(Z)`.

    Exactly 0 where each value of `given` comes with one value of x only.

    Parameters
    ----------
    x, given : array-like of shape (n_samples,) or (n_samples, n_columns)
        Discrete variables, as in :func:`entropy`.
    estimator : str, default="auto"
        How both entropies are estimated, see :func:`entropy`.
    n_states : int or (int, int), default=None
        Numbers of possible states of x and given.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.

    Returns
    -------
    entropy : float

    Raises
    ------
    ValueError, TypeError
        As :func:`entropy`, and if the numbers of samples differ.

    See Also
    --------
    entropy : Entropy of one variable.
    mutual_information : What knowing the other takes away from the entropy.

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication.

    Examples
    --------
    >>> from sklearn_info.measures import conditional_entropy
    >>> conditional_entropy([0, 1, 0, 1], given=[0, 0, 1, 1], base=2)
    1.0
    """
    joint = observe(
        {"x": x, "given": given},
        caller="conditional_entropy",
        estimator=estimator,
        n_states=n_states,
        prior=prior,
        sample_weight=sample_weight,
    )
    return in_base(joint.conditional_entropy((0,), (1,)), base)


@validate_params(
    {
        **NEIGHBOR_OPTIONS,
        "metric": [StrOptions({"chebyshev", "euclidean"})],
        "n_jobs": [Integral, None],
        "standard_error": ["boolean"],
    },
    prefer_skip_nested_validation=False,  # it calls no other such function
)
def mutual_information(
    x,
    y,
    *,
    given=None,
    estimator="auto",
    n_neighbors=3,
    marginals=None,
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
    metric="chebyshev",
    n_jobs=None,
    standard_error=False,
):
    r"""Mutual information of two variables, also conditional on a third.

    .. math::

        I(X; Y) &= H(X) + H(Y) - H(X, Y) \\
        I(X; Y | Z) &= H(X, Z) + H(Y, Z) - H(X, Y, Z) - H(Z)

    of discrete variables, with each entropy estimated from its own counts, or of
    continuous ones, from the distances to nearest neighbours. The plug-in is at least 0
    and too large on average, by about :math:`(K_X - 1) (K_Y - 1) / 2n`; the other
    estimators correct that and may be negative, which is not hidden. A constant
    variable has exactly 0.

    Parameters
    ----------
    x, y : array-like of shape (n_samples,) or (n_samples, n_columns)
        Discrete variables, as in :func:`entropy`, or numbers, where the estimator is
        one of these; several columns are read jointly.
    given : array-like of shape (n_samples,) or (n_samples, n_columns), default=None
        What is known already.
    estimator : str, default="auto"
        How the entropies of discrete variables are estimated, see :func:`entropy`.
        ``"auto"`` takes ``"plugin"`` unless a column looks continuous: one of real
        numbers, not all whole, of which more than sqrt(n_samples) are distinct. Then
        it takes ``"neighbors"``, of normal scores unless `marginals` asks for another
        scale. The estimators of continuous variables are

        * ``"neighbors"``: numbers and labels of any kind in x, y and `given`. That is
          ``"ksg"`` of numbers alone and ``"ross"`` of one column and classes, as long
          as no number occurs twice in a column. Else all samples as near as the k-th
          nearest count [5]_, and where that is equal, all equal ones and itself [4]_.
          Booleans, categories, strings and columns of at most sqrt(n_samples) distinct
          numbers are labels, and samples that differ in one are never near.
        * ``"ksg"``: two continuous variables, by the first estimator of Kraskov et
          al. [2]_: with the distance of each sample to its k-th nearest other one,
          :math:`\psi(n) + \psi(k) - \langle \psi(n_x) + \psi(n_y) \rangle`, where
          :math:`n_x` counts the samples strictly nearer than that in x, and itself;
        * ``"ross"``: one continuous and one discrete variable [3]_, with the distance
          to the k-th nearest sample of the same class,
          :math:`\psi(n) + \langle \psi(k) - \psi(n_y) - \psi(n_x) \rangle`. A class
          of fewer samples takes as many as it has, and one of a single sample is left
          out.
        * ``"mixed"``: variables with both atoms (values that occur often) and
          densities, by Gao et al. [4]_, or given another by Mesner and Shalizi [5]_.
          Categories and strings are labels here, any two of them 1 apart. Rounded
          numbers, of which many are equally far, read too large.
        * ``"gaussian"``: the variables are jointly normal. From the correlations, with
          the correction that makes it unbiased.
        * ``"gaussian_copula"``: the same of normal scores [6]_: a lower bound of the
          information, whatever the marginal distributions.

        The condition of ``"ksg"`` (Frenzel and Pompe [7]_), ``"ross"`` and the normal
        ones is continuous too: radii are those of all variables jointly, and samples
        are counted in (x, z), (y, z) and z.
        These add no noise and count ties as they are.
    n_neighbors : int, default=3
        k, less than the number of samples: few for little bias, many for little
        variance. Used by the estimators for continuous variables only, as is
        `marginals`.
    marginals : {"standard", "normal_scores"} or None, default=None
        What becomes of each continuous column first: nothing, division by its
        standard deviation, or the normal quantile of its ranks. Distance is the
        largest difference of any column, so that ``"ksg"`` wants columns of like
        scale; information is the same after any increasing map, and normal scores
        estimate it best where tails are heavy.
    n_states : int or sequence of int, default=None
        Numbers of possible states of x, y and given, for ``"james_stein"``,
        ``"nsb"`` and ``"bayes"``; joint states are their products. By default those
        states count that occur.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.
    metric : {"chebyshev", "euclidean"}, default="chebyshev"
        Distance within x, y and `given`, where these are several columns: the largest
        difference, or, of ``"ksg"`` and ``"ross"``, Euclidean. Between the variables it
        is the largest in any case.
    n_jobs : int, default=None
        Threads over the samples of the estimators that search for neighbours; a
        single column and classes need none.
    standard_error : bool, default=False
        Whether to return the standard error of the estimate too, of a continuous or
        mixed one. From disjoint parts of the samples [8]_, as the variance is
        inversely proportional to their number: the standard deviation of the
        estimates of m parts divided by the root of m, where m is 5 to 20. Samples are
        dealt out in turn, and taken to be independent.

    Returns
    -------
    information : float
    error : float
        Only if `standard_error`; in the same unit.

    Raises
    ------
    ValueError, TypeError
        As :func:`entropy`, and if the numbers of samples differ; for continuous
        variables if n_neighbors is not below their number, or one column is in both x
        and y, whose information is infinite.

    See Also
    --------
    mutual_information_matrix : All pairs of columns at once.
    mutual_information_test : Whether it is more than chance.
    normalized_mutual_information : On a scale from 0 to 1.

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication.
    .. [2] Kraskov, A., Stögbauer, H., Grassberger, P. (2004). Estimating mutual
       information. Phys. Rev. E 69, 066138.
    .. [3] Ross, B. C. (2014). Mutual information between discrete and continuous data
       sets. PLoS ONE 9(2), e87357.
    .. [4] Gao, W., Kannan, S., Oh, S., Viswanath, P. (2017). Estimating mutual
       information for discrete-continuous mixtures. NeurIPS 30.
    .. [5] Mesner, O. C., Shalizi, C. R. (2020). Conditional mutual information
       estimation for mixed, discrete and continuous data. IEEE Trans. Inf. Theory 67.
    .. [6] Ince, R. A. A., Giordano, B. L., Kayser, C., Rousselet, G. A., Gross, J.,
       Schyns, P. G. (2017). A statistical framework for neuroimaging data analysis
       based on mutual information estimated via a Gaussian copula. Hum. Brain Mapp. 38.
    .. [7] Frenzel, S., Pompe, B. (2007). Partial mutual information for coupling
       analysis of multivariate time series. Phys. Rev. Lett. 99, 204101.
    .. [8] Holmes, C. M., Nemenman, I. (2019). Estimation of mutual information for
       real-valued data with error bars and controlled bias. Phys. Rev. E 100, 022404.

    Examples
    --------
    Two bits and their exclusive or are independent in pairs, and any two of them
    settle the third:

    >>> from sklearn_info.measures import mutual_information
    >>> x, y, z = [0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]
    >>> mutual_information(x, z, base=2)
    0.0
    >>> mutual_information(x, z, given=y, base=2)
    1.0

    A continuous variable, of which one class is all above the other:

    >>> height, team = [161, 162, 164, 168, 191, 192, 194, 198], "aaaabbbb"
    >>> round(mutual_information(height, list(team), estimator="ross"), 3)
    0.76
    """
    caller = "mutual_information"
    counting = {"n_states": n_states, "prior": prior, "sample_weight": sample_weight}
    arguments = {"x": x, "y": y, "given": given}
    arguments = {name: v for name, v in arguments.items() if v is not None}
    if estimator not in CONTINUOUS_ESTIMATORS:
        try:
            joint = observe(arguments, caller=caller, estimator=estimator, **counting)
        except LooksContinuous:  # as only estimator="auto" asks
            pass
        else:
            _refuse_comparing_options(estimator, metric, standard_error, caller)
            known = () if given is None else (2,)
            return in_base(joint.information((0,), (1,), known), base)
    estimate = read_estimate(
        arguments,
        estimator,
        n_neighbors,
        marginals,
        caller,
        metric,
        n_jobs,
        **counting,
    )
    information = in_base(estimate.information(), base)
    if standard_error:
        return information, in_base(estimate.standard_error(caller), base)
    return information


def _refuse_comparing_options(estimator, metric, standard_error, caller):
    if metric != "chebyshev":
        raise ValueError(
            f"{caller}: estimator={estimator!r} counts discrete values, between which "
            "there is no metric; leave metric='chebyshev'."
        )
    if standard_error:
        raise ValueError(
            f"{caller}: standard_error=True is for continuous variables, and "
            f"estimator={estimator!r} counts discrete ones; "
            "mutual_information_test says whether they are independent."
        )


_MEAN = {
    "arithmetic": lambda a, b: (a + b) / 2,
    "geometric": lambda a, b: math.sqrt(max(a, 0.0) * max(b, 0.0)),
    "min": min,
    "max": max,
}


@validate_params(
    {"average_method": [StrOptions(set(_MEAN))], **OPTIONS},
    prefer_skip_nested_validation=True,
)
def normalized_mutual_information(
    x,
    y,
    *,
    average_method="arithmetic",
    estimator="auto",
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
):
    r"""Mutual information divided by a mean of the entropies of both variables.

    It is 1 for variables that settle each other and 0 for independent ones, whatever
    `base`, which must only be a valid one. As in scikit-learn, two constants agree
    perfectly (1), and a constant has nothing to share with another variable (0).

    Parameters
    ----------
    x, y : array-like of shape (n_samples,) or (n_samples, n_columns)
        Discrete variables, as in :func:`entropy`.
    average_method : {"arithmetic", "geometric", "min", "max"}, default="arithmetic"
        The mean of H(X) and H(Y) that divides.
    estimator : str, default="auto"
        How the entropies are estimated, see :func:`entropy`.
    n_states : int or (int, int), default=None
        Numbers of possible states of x and y.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Cancels; taken so that all measures can be called alike.
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.

    Returns
    -------
    score : float

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`.

    See Also
    --------
    mutual_information : In nats.
    sklearn.metrics.normalized_mutual_info_score : The same for labellings.

    References
    ----------
    .. [1] Vinh, N. X., Epps, J., Bailey, J. (2010). Information theoretic measures for
       clusterings comparison. JMLR 11, 2837-2854.

    Examples
    --------
    >>> from sklearn_info.measures import normalized_mutual_information
    >>> normalized_mutual_information(["a", "a", "b", "b"], [1, 1, 0, 0])
    1.0
    """
    joint = observe(
        {"x": x, "y": y},
        caller="normalized_mutual_information",
        estimator=estimator,
        n_states=n_states,
        prior=prior,
        sample_weight=sample_weight,
    )
    in_base(0.0, base)
    constant = [joint.counts((v,)).size == 1 for v in (0, 1)]
    if any(constant):
        return float(all(constant))
    mean = _MEAN[average_method](joint.entropy((0,)), joint.entropy((1,)))
    return joint.information((0,), (1,)) / mean

"""Information among more than two discrete variables."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from itertools import combinations

from sklearn_info.measures._columns import split_columns
from sklearn_info.measures._joint import observe
from sklearn_info.measures._options import OPTIONS, in_base
from sklearn_info.utils import validate_params

# 2^d entropies: beyond this they are no longer a matter of seconds.
MAX_INTERACTION = 16


@validate_params({**OPTIONS}, prefer_skip_nested_validation=True)
def interaction_information(
    *variables,
    estimator="auto",
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
):
    r"""Co-information: what all variables share and no part of them does.

    .. math::

        I(X_1; \dots; X_d) = -\sum_{S} (-1)^{|S|} H(X_S),
        \quad I(X; Y; Z) = I(X; Y) - I(X; Y | Z)

    over all sets S of variables. It is positive for redundancy and negative for
    synergy: minus one bit for two random bits and their exclusive or. (McGill's own
    sign is the opposite where the number of variables is odd.)

    Parameters
    ----------
    *variables : array-like of shape (n_samples,) or (n_samples, n_columns)
        At least two discrete variables, as in :func:`entropy`; or one table, whose
        columns are then the variables. At most 16, for all their subsets are counted.
    estimator : str, default="auto"
        How the entropies are estimated, see :func:`entropy`.
    n_states : int or sequence of int, default=None
        Number of possible states of each variable.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.

    Returns
    -------
    information : float
        Exactly 0 if a variable is constant.

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`, and if there are fewer than two variables.

    See Also
    --------
    o_information : The balance of redundancy and synergy, from d + 1 entropies.

    References
    ----------
    .. [1] McGill, W. J. (1954). Multivariate information transmission.
       Psychometrika 19, 97-116.
    .. [2] Bell, A. J. (2003). The co-information lattice. ICA 2003.

    Examples
    --------
    >>> from sklearn_info.measures import interaction_information
    >>> x, y, z = [0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]
    >>> round(interaction_information(x, y, z, base=2), 6)
    -1.0
    """
    joint, varying, n_variables = _observe(
        "interaction_information",
        variables,
        estimator=estimator,
        n_states=n_states,
        prior=prior,
        sample_weight=sample_weight,
    )
    if n_variables > MAX_INTERACTION:
        raise ValueError(
            f"interaction_information: {n_variables} variables have 2^{n_variables} "
            f"subsets; at most {MAX_INTERACTION} variables are counted. "
            "o_information needs a few entropies only."
        )
    if len(varying) < n_variables:
        return 0.0
    information = -sum(
        (-1) ** size * joint.entropy(subset)
        for size in range(1, n_variables + 1)
        for subset in combinations(varying, size)
    )
    return in_base(information + 0.0, base)


@validate_params({**OPTIONS}, prefer_skip_nested_validation=True)
def total_correlation(
    *variables,
    estimator="auto",
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
):
    r"""Total correlation, :math:`\sum_i H(X_i) - H(X_1, \dots, X_d)`.

    How far the variables are from independence: 0 if and only if they are independent.
    Also known as multi-information.

    Parameters
    ----------
    *variables : array-like of shape (n_samples,) or (n_samples, n_columns)
        At least two discrete variables, as in :func:`entropy`; or one table, whose
        columns are then the variables.
    estimator : str, default="auto"
        How the entropies are estimated, see :func:`entropy`.
    n_states : int or sequence of int, default=None
        Number of possible states of each variable.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.

    Returns
    -------
    correlation : float

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`, and if there are fewer than two variables.

    See Also
    --------
    dual_total_correlation : Its counterpart.
    mutual_information : The same of two variables.

    References
    ----------
    .. [1] Watanabe, S. (1960). Information theoretical analysis of multivariate
       correlation. IBM J. Res. Dev. 4, 66-82.

    Examples
    --------
    >>> from sklearn_info.measures import total_correlation
    >>> bit = [0, 0, 1, 1]
    >>> round(total_correlation(bit, bit, bit, base=2), 6)
    2.0
    """
    joint, varying, _ = _observe(
        "total_correlation",
        variables,
        estimator=estimator,
        n_states=n_states,
        prior=prior,
        sample_weight=sample_weight,
    )
    return in_base(_total_correlation(joint, varying), base)


@validate_params({**OPTIONS}, prefer_skip_nested_validation=True)
def dual_total_correlation(
    *variables,
    estimator="auto",
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
):
    r"""Dual total correlation.

    .. math:: H(X_1, \dots, X_d) - \sum_i H(X_i | X_{-i})

    What is left of the joint entropy without the part that each variable has alone.
    Also known as binding information.

    Parameters
    ----------
    *variables : array-like of shape (n_samples,) or (n_samples, n_columns)
        At least two discrete variables, as in :func:`entropy`; or one table, whose
        columns are then the variables.
    estimator : str, default="auto"
        How the entropies are estimated, see :func:`entropy`.
    n_states : int or sequence of int, default=None
        Number of possible states of each variable.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.

    Returns
    -------
    correlation : float

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`, and if there are fewer than two variables.

    See Also
    --------
    total_correlation : Its counterpart.
    o_information : Their difference.

    References
    ----------
    .. [1] Han, T. S. (1978). Nonnegative entropy measures of multivariate symmetric
       correlations. Inf. Control 36, 133-156.

    Examples
    --------
    >>> from sklearn_info.measures import dual_total_correlation
    >>> x, y, z = [0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]
    >>> round(dual_total_correlation(x, y, z, base=2), 6)
    2.0
    """
    joint, varying, _ = _observe(
        "dual_total_correlation",
        variables,
        estimator=estimator,
        n_states=n_states,
        prior=prior,
        sample_weight=sample_weight,
    )
    return in_base(_dual_total_correlation(joint, varying), base)


@validate_params({**OPTIONS}, prefer_skip_nested_validation=True)
def o_information(
    *variables,
    estimator="auto",
    n_states=None,
    prior=None,
    base=None,
    sample_weight=None,
):
    r"""O-information: total correlation minus dual total correlation.

    Positive where redundancy prevails among the variables, negative where synergy
    does; 0 for two variables. For three it is the co-information.

    Parameters
    ----------
    *variables : array-like of shape (n_samples,) or (n_samples, n_columns)
        At least two discrete variables, as in :func:`entropy`; or one table, whose
        columns are then the variables.
    estimator : str, default="auto"
        How the entropies are estimated, see :func:`entropy`.
    n_states : int or sequence of int, default=None
        Number of possible states of each variable.
    prior : str or float, default=None
        For ``"bayes"``, see :func:`entropy_from_counts`.
    base : float, default=None
        Base of the logarithm; natural by default (nats).
    sample_weight : array-like of shape (n_samples,), default=None
        A weight counts a sample as that many equal samples.

    Returns
    -------
    information : float

    Raises
    ------
    ValueError, TypeError
        As :func:`mutual_information`, and if there are fewer than two variables.

    See Also
    --------
    interaction_information : Co-information of three and more variables.

    References
    ----------
    .. [1] Rosas, F. E., Mediano, P. A. M., Gastpar, M., Jensen, H. J. (2019).
       Quantifying high-order interdependencies via multivariate extensions of the
       mutual information. Phys. Rev. E 100, 032305.

    Examples
    --------
    >>> from sklearn_info.measures import o_information
    >>> bit = [0, 0, 1, 1]
    >>> round(o_information(bit, bit, bit, base=2), 6)
    1.0
    """
    joint, varying, _ = _observe(
        "o_information",
        variables,
        estimator=estimator,
        n_states=n_states,
        prior=prior,
        sample_weight=sample_weight,
    )
    difference = _total_correlation(joint, varying) - _dual_total_correlation(
        joint, varying
    )
    return in_base(difference, base)


def _observe(caller, variables, **options):
    """The joint sample, the variables that are not constant, and how many there are.

    A constant shares nothing; it is left out, so that it adds exactly 0 whatever the
    estimator.
    """
    if len(variables) == 1:
        variables = split_columns(variables[0], "the table", caller)
    if len(variables) < 2:
        raise ValueError(
            f"{caller}: at least two variables are needed, got {len(variables)}; give "
            "each as an argument, or a table with a column for each."
        )
    arguments = {f"variable {i}": values for i, values in enumerate(variables)}
    joint = observe(arguments, caller=caller, **options)
    varying = tuple(v for v in range(len(variables)) if joint.counts((v,)).size > 1)
    return joint, varying, len(variables)


def _total_correlation(joint, varying):
    if len(varying) < 2:
        return 0.0
    return sum(joint.entropy((v,)) for v in varying) - joint.entropy(varying)


def _dual_total_correlation(joint, varying):
    if len(varying) < 2:
        return 0.0
    alone = sum(
        joint.conditional_entropy((v,), tuple(w for w in varying if w != v))
        for v in varying
    )
    return joint.entropy(varying) - alone

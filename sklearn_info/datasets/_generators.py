"""Samples of distributions whose information is known in closed form."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import entr, rel_entr
from sklearn.utils import check_random_state

from sklearn_info.utils import Integral, Interval, Real, StrOptions, validate_params

_N_SAMPLES = [Interval(Integral, 1, None, closed="left")]
_COUNT = [Interval(Integral, 0, None, closed="left")]


@validate_params(
    {
        "channel": ["array-like"],
        "n_samples": _N_SAMPLES,
        "input_distribution": ["array-like", None],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def make_channel(channel, *, n_samples=100, input_distribution=None, random_state=None):
    r"""Draw inputs of a discrete memoryless channel and what comes out.

    The information between the two is that of the joint distribution
    :math:`p(x, y) = p(x) \, p(y|x)`,

    .. math:: I(X; Y) = \sum_{x, y} p(x, y) \log \frac{p(x, y)}{p(x) \, p(y)}.

    Parameters
    ----------
    channel : array-like of shape (n_inputs, n_outputs)
        Probability :math:`p(y|x)` of each output, one row for each input.
    n_samples : int, default=100
        How many pairs.
    input_distribution : array-like of shape (n_inputs,), default=None
        Probability of each input; uniform if None.
    random_state : int, RandomState instance or None, default=None
        Seed of the draw.

    Returns
    -------
    x : ndarray of shape (n_samples,)
        Inputs, codes from 0.
    y : ndarray of shape (n_samples,)
        Outputs, codes from 0.
    information : float
        :math:`I(X; Y)` of the distribution, in nats.

    Raises
    ------
    ValueError
        If a row of `channel`, or `input_distribution`, is no distribution.

    See Also
    --------
    make_noisy_features : Many features, each behind a symmetric channel of its own.
    make_gaussian_pair : The same for continuous variables.

    References
    ----------
    T. M. Cover and J. A. Thomas, *Elements of Information Theory*, 2nd ed. 2006,
    chapter 7.

    Examples
    --------
    A binary symmetric channel that flips one bit in ten:

    >>> from sklearn_info.datasets import make_channel
    >>> x, y, information = make_channel([[0.9, 0.1], [0.1, 0.9]], random_state=0)
    >>> round(information, 6)
    0.368064
    """
    rng = check_random_state(random_state)
    channel = _distributions(channel, "channel", ndim=2)
    n_inputs, n_outputs = channel.shape
    if input_distribution is None:
        input_distribution = np.full(n_inputs, 1 / n_inputs)
    p_x = _distributions(input_distribution, "input_distribution", ndim=1)
    if p_x.shape != (n_inputs,):
        raise ValueError(
            f"make_channel: input_distribution has {p_x.size} probabilities and "
            f"channel {n_inputs} rows: one for each input."
        )
    joint = p_x[:, None] * channel
    independent = p_x[:, None] * joint.sum(axis=0)
    pairs = rng.choice(joint.size, size=n_samples, p=joint.ravel() / joint.sum())
    x, y = np.divmod(pairs, n_outputs)
    return x, y, float(rel_entr(joint, independent).sum())


@validate_params(
    {
        "n_samples": _N_SAMPLES,
        "n_informative": _COUNT,
        "n_redundant": _COUNT,
        "n_noise": _COUNT,
        "n_classes": [Interval(Integral, 2, None, closed="left")],
        "flip": [Interval(Real, 0, 1, closed="both"), "array-like"],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def make_noisy_features(
    n_samples=100,
    *,
    n_informative=5,
    n_redundant=5,
    n_noise=10,
    n_classes=2,
    flip=0.1,
    random_state=None,
):
    r"""Draw a class and features that each tell a known part of it.

    The class is uniform. An informative feature is the class seen through a
    symmetric channel: with probability :math:`\epsilon` (`flip`) it is one of the
    other classes instead, all of them alike. So, with :math:`c` classes,

    .. math::

        I(X_j; Y) = \log c + (1 - \epsilon_j) \log (1 - \epsilon_j)
        + \epsilon_j \log \frac{\epsilon_j}{c - 1}.

    Given the class, the informative features are independent. A redundant feature
    is an informative one under other names of its levels: the same information,
    and none once its original is known. A noise feature is independent of all
    others.

    Parameters
    ----------
    n_samples : int, default=100
        How many rows.
    n_informative : int, default=5
        Columns that see the class; the first ones of `X`.
    n_redundant : int, default=5
        Columns after these that repeat them: column ``n_informative + i`` repeats
        column ``i % n_informative``.
    n_noise : int, default=10
        Columns after these that are independent of the class.
    n_classes : int, default=2
        Levels of the class and of each feature.
    flip : float or array-like of shape (n_informative,), default=0.1
        Probability that an informative feature shows another class, for all or
        for each. With :math:`1 - 1/c` it shows nothing.
    random_state : int, RandomState instance or None, default=None
        Seed of the draw.

    Returns
    -------
    X : ndarray of shape (n_samples, n_informative + n_redundant + n_noise), int64
        The features, codes from 0.
    y : ndarray of shape (n_samples,), int64
        The class, codes from 0.
    information : ndarray of shape (n_informative + n_redundant + n_noise,)
        :math:`I(X_j; Y)` of each feature's distribution, in nats.

    Raises
    ------
    ValueError
        If `flip` is not one probability or one for each informative feature, if
        there is no feature, or redundant ones without an informative one.

    See Also
    --------
    make_parity : Features that are informative only together.
    make_channel : One feature behind any channel.
    sklearn.datasets.make_classification : Continuous features, information unknown.

    Examples
    --------
    >>> from sklearn_info.datasets import make_noisy_features
    >>> X, y, information = make_noisy_features(
    ...     n_informative=2, n_redundant=1, n_noise=1, flip=[0.1, 0.2]
    ... )
    >>> information.round(4)
    array([0.3681, 0.1927, 0.3681, 0.    ])
    """
    rng = check_random_state(random_state)
    if n_informative + n_redundant + n_noise == 0:
        raise ValueError(
            "make_noisy_features: n_informative, n_redundant and n_noise are all 0: "
            "ask for at least one feature."
        )
    if n_redundant and not n_informative:
        raise ValueError(
            f"make_noisy_features: n_redundant={n_redundant} features have none to "
            "repeat: n_informative must be at least 1."
        )
    flip = np.asarray(flip, dtype=np.float64)
    if flip.shape not in ((), (n_informative,)) or not np.all(
        (flip >= 0) & (flip <= 1)
    ):
        raise ValueError(
            "make_noisy_features: flip must be one probability, or one for each of "
            f"the n_informative={n_informative} features, got {flip!r}."
        )
    flip = np.broadcast_to(flip, n_informative)

    y = rng.randint(n_classes, size=n_samples)
    flipped = rng.uniform(size=(n_samples, n_informative)) < flip
    shift = rng.randint(1, n_classes, size=(n_samples, n_informative))
    informative = (y[:, None] + flipped * shift) % n_classes
    original = np.arange(n_redundant) % max(n_informative, 1)
    renamed = np.array([rng.permutation(n_classes) for _ in range(n_redundant)])
    redundant = np.empty((n_samples, n_redundant), dtype=np.int64)
    for j, source in enumerate(original):
        redundant[:, j] = renamed[j][informative[:, source]]
    noise = rng.randint(n_classes, size=(n_samples, n_noise))

    known = np.log(n_classes) - entr(flip) - entr(1 - flip)
    known -= flip * np.log(n_classes - 1)
    information = np.concatenate([known, known[original], np.zeros(n_noise)])
    return np.hstack([informative, redundant, noise]), y, information


@validate_params(
    {
        "n_samples": _N_SAMPLES,
        "n_bits": [Interval(Integral, 1, None, closed="left")],
        "n_noise": _COUNT,
        "flip": [Interval(Real, 0, 1, closed="both")],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def make_parity(n_samples=100, *, n_bits=2, n_noise=0, flip=0.0, random_state=None):
    r"""Draw bits and the parity of the first few of them.

    The bits are fair and independent, the class is the sum of the first `n_bits`
    modulo 2 (their exclusive or, for two of them), and is wrong with probability
    :math:`\epsilon` (`flip`). Any :math:`n\_bits - 1` of them say nothing about the
    class; together they say

    .. math::

        I(X_1, \ldots, X_{n\_bits}; Y) = \log 2 + \epsilon \log \epsilon
        + (1 - \epsilon) \log (1 - \epsilon).

    Parameters
    ----------
    n_samples : int, default=100
        How many rows.
    n_bits : int, default=2
        Columns that make the class; the first ones of `X`.
    n_noise : int, default=0
        Columns after these that have no part in it.
    flip : float, default=0.0
        Probability that the class is wrong.
    random_state : int, RandomState instance or None, default=None
        Seed of the draw.

    Returns
    -------
    X : ndarray of shape (n_samples, n_bits + n_noise), int64
        The bits.
    y : ndarray of shape (n_samples,), int64
        The class, 0 or 1.
    information : float
        What the first `n_bits` columns tell together about the class, in nats.

    See Also
    --------
    make_noisy_features : Features that are informative one by one.

    Examples
    --------
    >>> from sklearn_info.datasets import make_parity
    >>> X, y, information = make_parity(n_bits=3, n_noise=5, random_state=0)
    >>> bool((X[:, :3].sum(axis=1) % 2 == y).all()), round(information, 6)
    (True, 0.693147)
    """
    rng = check_random_state(random_state)
    X = rng.randint(2, size=(n_samples, n_bits + n_noise))
    wrong = rng.uniform(size=n_samples) < flip
    y = (X[:, :n_bits].sum(axis=1) + wrong) % 2
    return X, y, float(np.log(2) - entr(flip) - entr(1 - flip))


@validate_params(
    {
        "n_samples": _N_SAMPLES,
        "n_informative": [Interval(Integral, 1, 20, closed="both")],
        "n_redundant": _COUNT,
        "n_noise": _COUNT,
        "labels": [StrOptions({"random", "parity"})],
        "separation": [Interval(Real, 0, None, closed="left")],
        "flip": [Interval(Real, 0, 1, closed="both")],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def make_madelon(
    n_samples=2600,
    *,
    n_informative=5,
    n_redundant=15,
    n_noise=480,
    labels="random",
    separation=2.0,
    flip=0.01,
    random_state=None,
):
    r"""Draw numbers that tell a class together, among many that tell nothing.

    As in the data set Madelon [1]_: the samples are normal clusters of unit variance
    around the vertices :math:`\{-s, s\}^d` of a cube (:math:`s` is `separation`),
    each of which belongs to one of two classes. The class is hence an interaction of
    the :math:`d` informative columns, of which each says little, or nothing, by itself.
    Redundant columns are linear mixtures of these, with weights uniform on
    :math:`(-1, 1)`; noise is standard normal.

    Parameters
    ----------
    n_samples : int, default=2600
        How many rows.
    n_informative : int, default=5
        Dimensions of the cube; the first columns of `X`.
    n_redundant : int, default=15
        Columns after these that are mixtures of them.
    n_noise : int, default=480
        Columns after these that have no part in it.
    labels : {"random", "parity"}, default="random"
        Class of each vertex: half of them, drawn at random, are of class 1; or the
        parity of its positive coordinates, the exclusive or for two of them, of which
        all but one say nothing.
    separation : float, default=2.0
        Distance of the vertices from 0 in each dimension, in standard deviations.
    flip : float, default=0.01
        Probability that a class is wrong.
    random_state : int, RandomState instance or None, default=None
        Seed of the draw.

    Returns
    -------
    X : ndarray of shape (n_samples, n_informative + n_redundant + n_noise), float64
        The numbers.
    y : ndarray of shape (n_samples,), int64
        The class, 0 or 1.
    relevant : ndarray of shape (n_informative + n_redundant + n_noise,), bool
        Whether a column is informative or redundant.

    See Also
    --------
    make_parity : The same of bits, whose information is known.
    sklearn.datasets.make_classification : Clusters of other shapes and classes.

    References
    ----------
    .. [1] Guyon, I. (2003). "Design of experiments for the NIPS 2003 variable selection
       benchmark".

    Examples
    --------
    >>> from sklearn_info.datasets import make_madelon
    >>> X, y, relevant = make_madelon(500, n_noise=30, random_state=0)
    >>> X.shape, int(relevant.sum())
    ((500, 50), 20)
    """
    rng = check_random_state(random_state)
    n_vertices = 1 << n_informative
    vertex = rng.randint(n_vertices, size=n_samples)
    bits = vertex[:, None] >> np.arange(n_informative) & 1
    if labels == "parity":
        y = bits.sum(axis=1) % 2
    else:
        y = rng.permutation(np.arange(n_vertices) % 2)[vertex]
    wrong = rng.uniform(size=n_samples) < flip
    informative = separation * (2 * bits - 1) + rng.standard_normal(bits.shape)
    mixture = rng.uniform(-1, 1, size=(n_informative, n_redundant))
    noise = rng.standard_normal((n_samples, n_noise))
    relevant = np.arange(n_informative + n_redundant + n_noise)
    relevant = relevant < n_informative + n_redundant
    return np.hstack([informative, informative @ mixture, noise]), y ^ wrong, relevant


@validate_params(
    {
        "n_samples": _N_SAMPLES,
        "rho": [Interval(Real, -1, 1, closed="neither"), "array-like"],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def make_gaussian_pair(n_samples=100, *, rho=0.5, random_state=None):
    r"""Draw two correlated Gaussian variables, or two vectors of them.

    Every marginal is standard normal. Component :math:`k` of `x` and component
    :math:`k` of `y` have correlation :math:`\rho_k`, all others are independent, so

    .. math:: I(X; Y) = -\frac{1}{2} \sum_k \log (1 - \rho_k^2).

    Information does not change under strictly increasing maps of a variable, so
    ``np.exp(x)`` or ``y ** 3`` give as many tasks with the same answer.

    Parameters
    ----------
    n_samples : int, default=100
        How many pairs.
    rho : float or array-like of shape (n_components,), default=0.5
        Correlation, strictly between -1 and 1, of the pair or of each component.
    random_state : int, RandomState instance or None, default=None
        Seed of the draw.

    Returns
    -------
    x, y : ndarrays of shape (n_samples,), or (n_samples, n_components)
        The two variables; vectors if `rho` is an array.
    information : float
        :math:`I(X; Y)`, in nats.

    Raises
    ------
    ValueError
        If a correlation is not strictly between -1 and 1.

    See Also
    --------
    make_channel : The same for discrete variables.

    References
    ----------
    I. M. Gelfand and A. M. Yaglom, "Calculation of the amount of information about
    a random function contained in another such function", 1957.

    Examples
    --------
    >>> from sklearn_info.datasets import make_gaussian_pair
    >>> x, y, information = make_gaussian_pair(500, rho=0.75, random_state=0)
    >>> x.shape, round(information, 6)
    ((500,), 0.413339)
    """
    rng = check_random_state(random_state)
    rho = np.asarray(rho, dtype=np.float64)
    if rho.ndim > 1 or rho.size == 0 or not np.all(np.abs(rho) < 1):
        raise ValueError(
            "make_gaussian_pair: rho must be one correlation strictly between -1 and "
            f"1, or a list of them, got {rho!r}."
        )
    x = rng.standard_normal((n_samples, *rho.shape))
    y = rho * x + np.sqrt(1 - rho**2) * rng.standard_normal(x.shape)
    return x, y, float(-0.5 * np.log1p(-(rho**2)).sum())


def _distributions(p, name, ndim):
    """Check that the last axis of p holds distributions."""
    p = np.asarray(p, dtype=np.float64)
    if p.ndim != ndim or p.size == 0:
        raise ValueError(
            f"make_channel: {name} must have {ndim} dimension{'s'[: ndim - 1]} and "
            f"some probabilities, got shape {p.shape}."
        )
    if not (np.all(p >= 0) and np.allclose(p.sum(axis=-1), 1, rtol=0, atol=1e-9)):
        raise ValueError(
            f"make_channel: {name} must hold probabilities that are at least 0 and "
            f"sum to 1{' in each row' if ndim == 2 else ''}, got sums "
            f"{p.sum(axis=-1)!r}."
        )
    return p

"""Checks of parameters: the one place that knows scikit-learn's private names."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import functools
import inspect
from numbers import Integral, Real

import numpy as np
from sklearn import config_context, get_config
from sklearn.base import _fit_context as fit_context
from sklearn.utils._param_validation import (
    HasMethods,
    Interval,
    Options,
    RealNotInt,
    StrOptions,
    validate_parameter_constraints,
)
from sklearn.utils._set_output import _get_output_config
from sklearn.utils.validation import _check_feature_names_in as check_feature_names_in

PLAIN = (str, int, float, bool, type(None))

__all__ = [
    "HasMethods",
    "Integral",
    "Interval",
    "Options",
    "Real",
    "RealNotInt",
    "StrOptions",
    "check_feature_names_in",
    "check_params",
    "check_weights",
    "fit_context",
    "output_is_default",
    "validate_params",
]


def validate_params(constraints, *, prefer_skip_nested_validation):
    """Check the arguments of a function as scikit-learn's decorator does.

    Only those that differ from their defaults are looked at, and the signature is
    read once: the checks took longer than the answer from a thousand samples.
    """

    def decorate(function):
        signature = inspect.signature(function).parameters
        positional = [
            name
            for name, parameter in signature.items()
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]

        @functools.wraps(function)
        def checked(*args, **kwargs):
            given = {
                name: value
                for name, value in (*zip(positional, args), *kwargs.items())
                if name in constraints and value is not signature[name].default
            }
            if get_config()["skip_parameter_validation"]:
                return function(*args, **kwargs)
            if given:
                validate_parameter_constraints(
                    {name: constraints[name] for name in given},
                    given,
                    caller_name=function.__qualname__,
                )
            if not prefer_skip_nested_validation:
                return function(*args, **kwargs)
            with config_context(skip_parameter_validation=True):
                return function(*args, **kwargs)

        return checked

    return decorate


def check_params(estimator):
    """Check the parameters of an estimator as scikit-learn does.

    Plain values once only: a search fits clones that share most of them, and to look
    at two dozen takes a sixth of a fit whose ranking is kept.
    """
    params = estimator.get_params(deep=False)
    plain = {name: value for name, value in params.items() if type(value) in PLAIN}
    _check_plain(type(estimator), **plain)
    others = {name: value for name, value in params.items() if name not in plain}
    _check_others(type(estimator), others)


@functools.lru_cache(typed=True)  # 1, 1.0 and True differ
def _check_plain(kind, /, **params):
    _check_others(kind, params)


def _check_others(kind, params):
    validate_parameter_constraints(
        kind._parameter_constraints, params, caller_name=kind.__name__
    )


def check_weights(sample_weight, n_samples, caller):
    """Return sample_weight as float64 of shape (n_samples,), or None.

    A weight counts a row as that many equal rows.

    Raises
    ------
    ValueError
        If the weights are not one finite number of at least 0 for each sample,
        or all are 0. The message names the caller.
    """
    if sample_weight is None:
        return None
    try:
        weights = np.asarray(sample_weight, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{caller}: sample_weight must hold numbers, got {sample_weight!r:.60}."
        ) from error
    if weights.ndim == 0:
        weights = np.full(n_samples, weights)
    if weights.shape != (n_samples,):
        raise ValueError(
            f"{caller}: sample_weight.shape == {weights.shape}, "
            f"expected {(n_samples,)}: one weight for each sample."
        )
    if not np.isfinite(weights).all():
        raise ValueError(f"{caller}: sample_weight holds NaN or infinity.")
    if weights.min(initial=0.0) < 0:
        raise ValueError(
            f"{caller}: sample_weight holds negative weights (the smallest is "
            f"{weights.min():g}); a weight counts how often a sample occurs."
        )
    if not weights.any():
        raise ValueError(
            f"{caller}: all of sample_weight is zero, so that no sample is left."
        )
    return np.ascontiguousarray(weights)


def in_units(weights, most):
    """Weights as whole numbers of some unit, so that sums of them are exact.

    Then it does not depend on their order, or on what is summed before, which sums
    are equal. Whole weights stay in proportion exactly, and equal ones equal.

    Parameters
    ----------
    weights : ndarray
    most : float
        What sums of weights, times what they are multiplied by, are at most.

    Returns
    -------
    ndarray of int64
    """
    _, bits = np.frexp(most)
    return np.rint(np.ldexp(weights, 61 - bits)).astype(np.int64)


def output_is_default(estimator):
    """Whether transform returns arrays, as it does unless set_output was called."""
    return _get_output_config("transform", estimator=estimator)["dense"] == "default"

"""Information of continuous variables: arguments to checked numbers, and the choice.

A column that is constant says nothing and is left out when it is read; a variable of
which nothing is left has no information, whatever the estimator.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from sklearn_info.measures._columns import (
    LooksContinuous,
    encode_argument,
    split_columns,
)
from sklearn_info.measures._gaussian import gaussian, gaussian_pairs
from sklearn_info.measures._joint import cell_keys
from sklearn_info.measures._neighbors import (
    kozachenko_leonenko,
    ksg,
    mixed,
    mixed_given,
    ross,
    ross_given,
)
from sklearn_info.utils import as_plain, is_categorical


def continuous_information(
    x,
    y,
    given,
    *,
    estimator,
    n_neighbors,
    marginals,
    caller,
    n_states=None,
    prior=None,
    sample_weight=None,
):
    """Estimate in nats; everything that a caller may have got wrong is refused."""
    _refuse_counting_options(estimator, caller, n_states, prior, sample_weight)
    if estimator == "gaussian_copula":
        estimator, marginals = "gaussian", "normal_scores"
    others = estimator == "mixed"
    if estimator == "ross":
        x, y = _numbers_and_classes(x, y, caller)
    else:
        x = number_columns(x, "x", caller, others)
        y = number_columns(y, "y", caller, others)
    variables = {"x": x, "y": y}
    if given is not None:
        variables["given"] = number_columns(given, "given", caller, others)
    _check_sizes(variables, n_neighbors, caller)
    if any(v.ndim == 2 and v.shape[1] == 0 for v in (x, y)):
        return 0.0
    z = variables.get("given", x[:, :0])
    if estimator == "ross":
        x, z = (_rescale(v, marginals) for v in (x, z))
        if z.shape[1] == 0:
            return ross(x, y, n_neighbors)
        return ross_given(x, y, z, n_neighbors)
    _refuse_itself(x, y, caller, others)
    x, y, z = (_rescale(v, marginals) for v in (x, y, z))
    if estimator == "ksg":
        return ksg(x, y, z, n_neighbors)
    if estimator == "gaussian":
        return gaussian(x, y, z, caller)
    if z.shape[1] == 0:
        return mixed(x, y, n_neighbors)
    return mixed_given(x, y, z, n_neighbors)


def continuous_matrix(X, Y, given, *, estimator, marginals, caller, **options):
    """Information of each column of X with each of Y, or of X; inf on the diagonal."""
    x = split_columns(X, "X", caller)
    y = x if Y is None else split_columns(Y, "Y", caller)
    options = {"marginals": marginals, "caller": caller, **options}
    if estimator in ("gaussian", "gaussian_copula") and given is None:
        return _gaussian_matrix(x, y, estimator, **options)
    information = np.empty((len(x), len(y)))
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            if Y is None and i > j:
                information[i, j] = information[j, i]
            elif Y is None and i == j:
                varies = number_columns(a, "X", caller, labels=True).shape[1] > 0
                information[i, j] = np.inf if varies else 0.0
            else:
                information[i, j] = continuous_information(
                    a, b, given, estimator=estimator, **options
                )
    return information


def _gaussian_matrix(x, y, estimator, *, n_neighbors, marginals, caller, **counting):
    _refuse_counting_options(estimator, caller, **counting)
    marginals = "normal_scores" if estimator == "gaussian_copula" else marginals
    information = np.zeros((len(x), len(y)))
    tables, places = {}, {}
    for name, columns in (("X", x), ("Y", y)):
        read = [
            number_columns(column, f"column {j} of {name}", caller)
            for j, column in enumerate(columns)
        ]
        places[name] = [j for j, column in enumerate(read) if column.shape[1]]
        tables[name] = _rescale(np.hstack(read), marginals)
        if read[0].shape[0] < 4:
            raise ValueError(
                f"{caller}: a normal distribution of two columns needs at least 4 "
                f"samples, and {name} has {read[0].shape[0]}."
            )
    _check_sizes({"X": tables["X"], "Y": tables["Y"]}, 0, caller)
    if places["X"] and places["Y"]:
        pairs = gaussian_pairs(tables["X"], tables["Y"])
        information[np.ix_(places["X"], places["Y"])] = pairs
    return information


def automatic_estimator(x, y, given, caller):
    """The estimator for variables of which some look continuous.

    "ksg" if all do and no number occurs twice; "ross" if x or y is discrete and the
    others are like that; "mixed" for all else.
    """
    x, y, *z = (
        _kind(values, name, caller)
        for name, values in (("x", x), ("y", y), ("given", given))
        if values is not None
    )
    if {x, y, *z} == {"density"}:
        return "ksg"
    if {x, y} == {"density", "discrete"} and set(z) <= {"density"}:
        return "ross"
    return "mixed"


def _kind(values, name, caller):
    try:
        encode_argument(values, name=name, caller=caller, refuse_continuous=True)
    except LooksContinuous:
        columns = number_columns(values, name, caller, labels=True).T
        single = all(np.unique(column).size == column.size for column in columns)
        return "density" if single else "atoms"
    return "discrete"


def differential_entropy(
    x, *, n_neighbors, caller, n_states=None, prior=None, sample_weight=None
):
    """Kozachenko and Leonenko's estimate in nats, of checked numbers."""
    _refuse_counting_options("kl", caller, n_states, prior, sample_weight)
    table = number_columns(x, "x", caller)
    _check_sizes({"x": table}, n_neighbors, caller)
    entropy = -np.inf
    if table.shape[1] == len(split_columns(x, "x", caller)):
        entropy = kozachenko_leonenko(table, n_neighbors)
    if entropy == -np.inf:
        raise ValueError(
            f"{caller}: x is constant in a column or has samples that occur more than "
            f"n_neighbors={n_neighbors} times, where the entropy of a continuous "
            "variable is minus infinity. Take more neighbours if these are few, or an "
            "estimator of discrete variables, such as 'plugin'."
        )
    return entropy


def number_columns(values, name, caller, labels=False):
    """The columns of an argument that vary, as a float64 table of columns.

    Where labels are taken, categories and strings become a column of 0 and 1 for each
    level: two that differ are 1 apart.
    """
    columns = split_columns(values, name, caller)
    table = []
    for j, column in enumerate(columns):
        label = f"column {j} of {name}" if len(columns) > 1 else name
        if labels and not _is_numeric(column):
            table.extend(_indicators(column, label, caller))
        else:
            table.append(_numbers(column, label, caller))
    n = table[0].size
    if n == 0:
        raise ValueError(f"{caller}: {name} is empty; at least two samples are needed.")
    varying = [column for column in table if column.min() != column.max()]
    if len(varying) == 1:
        return varying[0].reshape(-1, 1)
    numbers = np.empty((n, len(varying)), order="F")
    for j, column in enumerate(varying):
        numbers[:, j] = column
    return numbers


def _is_numeric(column):
    return not is_categorical(column) and as_plain(column, "x").dtype.kind in "biuf"


def _indicators(column, name, caller):
    (column,) = encode_argument(
        column, name=name, caller=caller, refuse_continuous=False
    )
    return [(column.codes == code) * 1.0 for code in range(column.n_levels)]


def _numbers(column, name, caller):
    """A column as float64; whole numbers of 64 bits are counted from the smallest."""
    try:
        plain = None if is_categorical(column) else as_plain(column, name)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{caller}: {error}") from error
    if plain is None or plain.dtype.kind not in "biuf":
        raise TypeError(
            f"{caller}: {name} holds categories or strings where numbers are needed; "
            "name an estimator of discrete variables, such as 'plugin', or leave "
            "estimator='auto'."
        )
    if plain.dtype.kind in "iu" and plain.dtype.itemsize == 8 and plain.size:
        # Differences modulo 2^64 are right for the largest integers too.
        low = np.uint64(int(plain.min()) % 2**64)
        plain = plain.astype(np.uint64) - low
    numbers = np.ascontiguousarray(plain, dtype=np.float64)
    if not np.isfinite(numbers).all():
        n_missing = np.count_nonzero(np.isnan(numbers))
        what = f"{n_missing} missing values (NaN or None)" if n_missing else "infinity"
        raise ValueError(f"{caller}: {name} holds {what}. Drop those samples first.")
    if numbers.size and np.abs(numbers).max() > np.finfo(float).max / 4:
        raise ValueError(
            f"{caller}: {name} holds numbers beyond {np.finfo(float).max / 4:.0e}, "
            "whose differences overflow; divide it by a power of two."
        )
    return numbers


def _numbers_and_classes(x, y, caller):
    """Numbers and classes for Ross, whichever of x and y are the classes."""
    try:
        classes = _classes(y, "y", caller)
    except LooksContinuous:
        try:
            classes = _classes(x, "x", caller)
        except LooksContinuous:
            raise ValueError(
                f"{caller}: estimator='ross' takes one continuous variable and one "
                "discrete, and both x and y look continuous; use 'ksg'."
            ) from None
        return number_columns(y, "y", caller), classes
    return number_columns(x, "x", caller), classes


def _classes(values, name, caller):
    columns = encode_argument(values, name=name, caller=caller, refuse_continuous=True)
    if len(columns) == 1:
        return columns[0].codes
    keys = cell_keys([c.codes for c in columns], [c.n_levels for c in columns])
    return np.unique(keys, return_inverse=True)[1].astype(np.int32)


def _check_sizes(variables, n_neighbors, caller):
    (first, n), *others = ((name, v.shape[0]) for name, v in variables.items())
    for name, size in others:
        if size != n:
            raise ValueError(
                f"{caller}: {name} has {size} samples, and {first} has {n}."
            )
    if n_neighbors >= n:
        raise ValueError(
            f"{caller}: n_neighbors={n_neighbors} needs more than {n_neighbors} "
            f"samples, and there are {n}."
        )


def _refuse_counting_options(estimator, caller, n_states, prior, sample_weight):
    options = {"n_states": n_states, "prior": prior, "sample_weight": sample_weight}
    for name, value in options.items():
        if value is not None:
            raise ValueError(
                f"{caller}: estimator={estimator!r} compares numbers and does not take "
                f"{name}, which is for estimators that count."
            )


def _refuse_itself(x, y, caller, atoms):
    """Refuse a column of both x and y, unless it may have atoms, and does."""
    for i, a in enumerate(x.T):
        for j, b in enumerate(y.T):
            # The first numbers tell most columns apart.
            same = a[0] == b[0] and a[-1] == b[-1] and np.array_equal(a, b)
            if same and not (atoms and np.unique(a).size ** 2 <= a.size):
                raise ValueError(
                    f"{caller}: column {i} of x is column {j} of y, and the "
                    "information of a continuous variable on itself is infinite. "
                    "Name an estimator of discrete variables, such as 'plugin', if "
                    "its values are categories."
                )


def _rescale(table, marginals):
    """Each column on the scale asked for; None leaves the numbers as they are."""
    if marginals is None:
        return table
    if marginals == "normal_scores":
        return normal_scores(table)
    # Exact differences first: what was added to a column leaves no trace in them.
    differences = table - table.min(axis=0)
    return np.asfortranarray(differences / differences.std(axis=0))


def normal_scores(table):
    """Quantiles of the normal distribution at rank / (n + 1); ties share theirs."""
    ranks = rankdata(table, axis=0)
    return np.asfortranarray(ndtri(ranks / (table.shape[0] + 1.0)))

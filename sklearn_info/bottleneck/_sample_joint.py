"""The joint distribution of the rows and columns of a table of counts."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array, issparse
from scipy.special import xlogy

from sklearn_info._kernels import _distinct_rows, _sparse_contingency


@dataclass(frozen=True)
class SampleJoint:
    """p(x, y) of the samples x and the features y, as p(x) p(y|x).

    With X_xy the counts and w_x the weights of the samples,

        p(y|x) = X_xy / sum_y X_xy,
        p(x) is proportional to w_x ("uniform") or to w_x sum_y X_xy ("mass").

    Rows without mass, empty or of weight 0, are left out. Columns keep their places:
    one without mass has no entry, and changes nothing.

    To be clustered, rows of equal p(y|x) are one, with the mass of all, and come in
    the order of what they tell, so that neither the order of samples and columns nor
    whether a sample comes twice or with twice the weight changes a result.

    Attributes
    ----------
    conditional : csr_array or ndarray of shape (n_rows, n_columns), float64
        p(y|x); sparse where X is, without duplicate entries.
    weights : ndarray of shape (n_rows,)
        p(x).
    samples : ndarray of shape (n_samples_with_mass,)
        The rows of X that are not left out.
    row_of_sample : ndarray of shape (n_samples_with_mass,)
        Which row each of them is.
    unit : float
        p(x) of a sample of weight one ("uniform"), or of one count in it ("mass").
    """

    conditional: csr_array | np.ndarray
    weights: np.ndarray
    samples: np.ndarray
    row_of_sample: np.ndarray
    unit: float

    @classmethod
    def from_counts(
        cls,
        counts,
        *,
        prior,
        sample_weight=None,
        unit=None,
        known=None,
        distinct=False,
    ):
        """The joint distribution of counts, as `check_counts` returns them.

        Parameters
        ----------
        counts : csr_array or ndarray of shape (n_samples, n_columns)
        prior : {"uniform", "mass"}
        sample_weight : ndarray of shape (n_samples,), default=None
        unit : float, default=None
            That of the samples to which these are compared. By default weights add
            up to one.
        known : ndarray of shape (n_columns,), bool, default=None
            Columns to look at; counts in others are dropped.
        distinct : bool, default=False
            Whether samples of equal p(y|x) are one row.
        """
        if known is not None:
            counts = _in_columns(counts, known)
        mass = counts.sum(axis=1)
        weights = np.ones(mass.size) if sample_weight is None else sample_weight
        samples = np.flatnonzero((mass > 0) & (weights > 0))
        if samples.size < mass.size:
            counts = counts[samples]
        mass, weights = mass[samples], weights[samples]
        if issparse(counts):
            shares = counts.data / np.repeat(mass, np.diff(counts.indptr))
            conditional = csr_array(
                (shares, counts.indices, counts.indptr), shape=counts.shape
            )
        else:
            conditional = counts / mass[:, None]
        if prior == "mass":
            weights = weights * mass
        if unit is None:
            unit = 1 / weights.sum() if samples.size else 1.0
        joint = cls(conditional, weights, samples, np.arange(samples.size), unit)
        if distinct:
            joint = joint._of_distinct_rows()
        return replace(joint, weights=joint.weights * unit)

    def _of_distinct_rows(self):
        """The same with equal rows as one, in the order of KL(p(Y|x) || p(Y))."""
        first, group = _distinct(self.entries)
        weights = np.bincount(group, self.weights, first.size)
        joint = replace(self, conditional=self.conditional[first], weights=weights)
        shares = joint.marginal / max(weights.sum(), np.finfo(float).tiny)
        told = joint.negentropies - joint.conditional @ np.log(
            np.where(shares > 0, shares, 1.0)
        )
        order = np.argsort(told, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(order.size)
        return replace(
            self,
            conditional=joint.conditional[order],
            weights=weights[order],
            row_of_sample=place[group],
        )

    @property
    def n_rows(self):
        return self.weights.size

    @cached_property
    def entries(self):
        """p(y|x) as a CSR array, whatever X is."""
        return csr_array(self.conditional)

    @cached_property
    def marginal(self):
        """p(y), of shape (n_columns,)."""
        return self.weights @ self.conditional

    @cached_property
    def negentropies(self):
        """sum_y p(y|x) log p(y|x) of each row, in nats."""
        if not issparse(self.conditional):
            return xlogy(self.conditional, self.conditional).sum(axis=1)
        terms = self.conditional.copy()
        terms.data = xlogy(terms.data, terms.data)
        return terms.sum(axis=1)

    @cached_property
    def information(self):
        """I(X; Y) in nats."""
        lost = self.weights.sum() * self.marginal  # of new samples: not 1
        return self.weights @ self.negentropies - xlogy(self.marginal, lost).sum()

    def of_clusters(self, clusters, n_clusters):
        """p(t, y) of shape (n_clusters, n_columns).

        Parameters
        ----------
        clusters : ndarray of shape (n_rows,) or (n_rows, n_clusters)
            Labels, or p(t|x).
        """
        if clusters.ndim == 1:
            bounds = np.arange(self.n_rows + 1)
            shape = self.n_rows, n_clusters
            member = csr_array((self.weights, clusters, bounds), shape=shape)
            member = member.T.tocsr()  # of the other kind, all of X would be copied
        else:
            member = (clusters * self.weights[:, None]).T
        joint = member @ self.conditional
        return joint.toarray() if issparse(joint) else joint


def check_counts(X, caller):
    """Counts as a canonical CSR array or an ndarray of float64; X stays as it is.

    Parameters
    ----------
    X : ndarray or sparse matrix
        Numbers, as scikit-learn's validation returns them.
    caller : str
        Whom errors name.

    Raises
    ------
    ValueError
        If a count is negative.
    """
    if issparse(X):
        own = csr_array(X)
        # Where nothing is double, indices may stay in any order, which saves a sort.
        if not own.has_canonical_format and _has_duplicates(own):
            own = own.copy()
            own.sum_duplicates()
        X = csr_array(
            (own.data.astype(np.float64, copy=False), own.indices, own.indptr),
            shape=own.shape,
        )
        values = X.data
    else:
        # In one order, so that sums are rounded alike whatever the container.
        values = X = np.ascontiguousarray(X, dtype=np.float64)
    if values.min(initial=0) < 0:
        raise ValueError(
            f"Negative values in data passed to {caller}: X holds {values.min():g}, "
            "but counts or other weights of at least 0 are expected, of which each "
            "row is a distribution over the columns. Pass counts of words, or bins."
        )
    return X


def _has_duplicates(X):
    """Whether an entry is stored in two parts."""
    indices = X.indices.astype(X.indptr.dtype, copy=False)
    last = np.full(X.shape[1], -1, dtype=X.indptr.dtype)
    return _sparse_contingency.has_duplicates(X.indptr, indices, last)


def _distinct(entries):
    """A row of each group of equal ones, and the group of each row.

    Groups come in an order that does not depend on that of the rows.
    """
    if not entries.data.all():
        entries = entries.copy()
        entries.eliminate_zeros()
    parts = (
        entries.indptr.astype(np.int64, copy=False),
        entries.indices.astype(np.int32, copy=False),
        entries.data,
    )
    n_rows = entries.shape[0]
    keys = np.empty(n_rows, dtype=np.uint64)
    _distinct_rows.hash_rows(*parts, keys)
    first, group = np.empty(n_rows, dtype=np.int64), np.empty(n_rows, dtype=np.int32)
    order = np.argsort(keys, kind="stable")
    n_groups = _distinct_rows.group_rows(*parts, keys, order, first, group)
    return first[:n_groups], group


def _in_columns(counts, known):
    """Counts with zeros in the columns that are not known."""
    if not issparse(counts):
        return counts * known
    values = counts.data * known[counts.indices]
    return csr_array((values, counts.indices, counts.indptr), shape=counts.shape)

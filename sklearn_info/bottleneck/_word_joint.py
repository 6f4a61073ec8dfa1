"""The joint distribution of words and classes, equal words held once."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import xlogy

from sklearn_info._kernels import _distinct_columns, _word_clusters
from sklearn_info.bottleneck._joint_information import negentropies


@dataclass(frozen=True)
class WordJoint:
    """p(w, c) of the distinct words w and the classes c.

    With n_wc the sum of word w in class c, N their total and a the pseudo-count,

        p(w) = n_w / N,    p(c|w) = (n_wc + a p(c)) / (n_w + a),

    so that p(w, c) = m_wc + b_w p(c): entries in the few classes of the word, and a
    share of the prior. Words of equal p(c|w) are one word here, with the mass of all.

    Attributes
    ----------
    indptr : ndarray of shape (n_words + 1,)
    classes, mass : ndarrays of shape (n_entries,)
        The entries of word w are those from indptr[w] to indptr[w + 1].
    prior_mass : ndarray of shape (n_words,)
        b_w.
    prior : ndarray of shape (n_classes,)
        p(c).
    word_of_column : ndarray of shape (n_columns,), int32
        -1 for a column that never occurs.
    share_of_column : ndarray of shape (n_columns,)
        Mass of a column as a share of that of its word.
    """

    indptr: np.ndarray
    classes: np.ndarray
    mass: np.ndarray
    prior_mass: np.ndarray
    prior: np.ndarray
    word_of_column: np.ndarray
    share_of_column: np.ndarray

    @classmethod
    def from_sums(cls, sums, pseudo_count):
        """The joint distribution of sums of shape (n_classes, n_columns)."""
        n_columns = sums.shape[1]
        word_of_column = np.empty(n_columns, dtype=np.int32)
        indptr = np.empty(n_columns + 1, dtype=np.int64)
        # Room for the worst case: memory that is not written to takes no space.
        classes = np.empty(sums.size, dtype=np.int32)
        values = np.empty(sums.size)
        totals = np.empty(n_columns)
        n_words = _distinct_columns.distinct_columns(
            sums, pseudo_count == 0, word_of_column, indptr, classes, values, totals
        )
        indptr = indptr[: n_words + 1].copy()
        classes, values = classes[: indptr[-1]].copy(), values[: indptr[-1]]
        occurs = word_of_column >= 0
        weight = np.bincount(word_of_column[occurs], totals[occurs], n_words)
        share = totals / np.append(weight, 1.0)[word_of_column]
        weight /= weight.sum()
        scale = weight / (np.add.reduceat(values, indptr[:-1]) + pseudo_count)
        prior = sums.sum(axis=1)
        return cls(
            indptr=indptr,
            classes=classes,
            mass=values * np.repeat(scale, np.diff(indptr)),
            prior_mass=scale * pseudo_count,
            prior=prior / prior.sum(),
            word_of_column=word_of_column,
            share_of_column=share,
        )

    @property
    def n_words(self):
        return self.prior_mass.size

    @cached_property
    def weights(self):
        """p(w), of shape (n_words,)."""
        return np.add.reduceat(self.mass, self.indptr[:-1]) + self.prior_mass

    @cached_property
    def negentropies(self):
        """sum_c p(w, c) log p(c|w) of each word, in nats."""
        # All classes as if without an entry, and the difference that the entries make.
        prior_term = xlogy(self.prior, self.prior)
        b_term = xlogy(self.prior_mass, self.prior_mass)
        sizes = np.diff(self.indptr)
        share = self.prior[self.classes]
        b = np.repeat(self.prior_mass, sizes)
        entry = self.mass + b * share
        difference = entry * np.log(entry) - b * prior_term[self.classes]
        difference -= np.repeat(b_term, sizes) * share
        return (
            np.add.reduceat(difference, self.indptr[:-1])
            + self.prior_mass * prior_term.sum()
            + b_term
            - xlogy(self.weights, self.weights)
        )

    @cached_property
    def information(self):
        """I(W; C) in nats."""
        return self.negentropies.sum() - negentropies(self._marginal[None])[0]

    def information_of_words(self):
        """p(w) KL(p(C|w) || p(C)) of each word, in nats; their sum is I(W; C)."""
        log_q = np.log(np.where(self._marginal > 0, self._marginal, 1))
        cross = np.add.reduceat(self.mass * log_q[self.classes], self.indptr[:-1])
        return self.negentropies - cross - self.prior_mass * (self.prior @ log_q)

    def information_of_columns(self):
        """The same of each column; 0 for one that never occurs."""
        of_words = np.append(self.information_of_words(), 0.0)
        return of_words[self.word_of_column] * self.share_of_column

    @cached_property
    def _marginal(self):
        """p(c) of this distribution: that of the sums only without a pseudo-count."""
        return self.of_clusters(np.zeros(self.n_words, dtype=np.int32), 1)[0]

    def of_clusters(self, labels, n_clusters):
        """p(t, c) of clusters of words, of shape (n_clusters, n_classes)."""
        prior_mass = np.bincount(labels, self.prior_mass, n_clusters)
        joint = prior_mass[:, None] * self.prior
        _word_clusters.add_words(self.indptr, self.classes, self.mass, labels, joint)
        return joint

    def dense(self):
        """p(w, c) of shape (n_words, n_classes)."""
        return self.of_clusters(np.arange(self.n_words, dtype=np.int32), self.n_words)

    def labels_of_columns(self, labels):
        """Labels of words as those of the columns; -1 where none occurs."""
        return np.append(labels, np.int32(-1))[self.word_of_column]

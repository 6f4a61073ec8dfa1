"""Samples of numbers and categories as distributions over where they may be."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from scipy.sparse import csr_array, vstack
from scipy.spatial.distance import cdist

from sklearn_info.utils import as_plain, encode_labels, encode_with

# Numbers in a block of distances: they stay in the L2 cache while bandwidths are
# sought.
BLOCK = 1 << 17
# Share of the largest probability below which one is left out: of a thousand landmarks
# four fifths, which hold a thousandth of what a sample is blurred over.
NEGLIGIBLE = 1e-4


class Embedding:
    """Columns as coordinates in which two samples are 2 apart, squared, on average.

    So in each column: numbers in units of their standard deviation, and a category
    as an indicator. A normal density of these distances is a product of normal
    densities and of Aitchison and Aitken's for categories.
    """

    def __init__(self, columns, discrete, weights):
        self.discrete = discrete
        self.parts = []
        for column, is_discrete in zip(columns, discrete):
            if is_discrete:
                codes, levels = encode_labels(column)
                shares = np.bincount(codes, weights, levels.size) / weights.sum()
                differ = 1 - shares @ shares
                self.parts.append((levels, differ**-0.5 if differ > 0 else 0.0))
            else:
                mean = weights @ column / weights.sum()
                largest = np.abs(column - mean).max(initial=0.0)
                # Of a constant, what is left is rounding.
                if largest <= 1e-14 * np.abs(column).max(initial=0.0):
                    self.parts.append((mean, 0.0))
                    continue
                # Squares of large numbers are too large.
                squares = ((column - mean) / largest) ** 2
                spread = largest * np.sqrt(weights @ squares / weights.sum())
                self.parts.append((mean, 1 / spread if spread > 0 else 0.0))

    def __call__(self, columns):
        """Coordinates, of shape (n_samples, n_coordinates)."""
        coordinates = []
        for column, is_discrete, (origin, scale) in zip(
            columns, self.discrete, self.parts
        ):
            if is_discrete:
                codes = encode_with(origin, as_plain(column, "X"), "X")
                coordinates.append((codes[:, None] == np.arange(origin.size)) * scale)
            else:
                coordinates.append((column[:, None] - origin) * scale)
        return np.hstack(coordinates)


def distinct_points(columns, discrete):
    """Place of each point that differs from the others, and which each sample is."""
    numbers = [
        encode_labels(column)[0] if is_discrete else column
        for column, is_discrete in zip(columns, discrete)
    ]
    table = np.column_stack(numbers)
    _, first, place = np.unique(table, axis=0, return_index=True, return_inverse=True)
    return first, place.ravel()


class Landmarks:
    """Points among which a sample may be.

    Parameters
    ----------
    points : ndarray of shape (n_samples, n_coordinates)
    weights : ndarray of shape (n_samples,)
    n_landmarks : int
        If there are more samples, so many are drawn.
    random_state : RandomState
    """

    def __init__(self, points, weights, n_landmarks, random_state):
        drawn = np.flatnonzero(weights)
        weights = weights[drawn]
        if drawn.size > n_landmarks:
            share = weights / weights.sum()
            drawn = random_state.choice(drawn, n_landmarks, replace=False, p=share)
            weights = np.ones(n_landmarks)
        self.points, place = np.unique(points[drawn], axis=0, return_inverse=True)
        self.log_weights = np.log(np.bincount(place.ravel(), weights))

    @property
    def n_landmarks(self):
        return len(self.points)

    def distributions(self, points, perplexity=None, bandwidth=None):
        """p(y|x) of landmarks y, weighted normal densities around each point x.

        Parameters
        ----------
        points : ndarray of shape (n_points, n_coordinates)
        perplexity : float
            exp(H(Y|x)) of each x, from which its own bandwidth follows.
        bandwidth : float
            Standard deviation of all; instead of the perplexity.

        Returns
        -------
        distributions : csr_array of shape (n_points, n_landmarks)
        """
        n_rows = max(1, BLOCK // self.n_landmarks)
        blocks = [np.empty((0, self.n_landmarks))]
        for first in range(0, len(points), n_rows):
            squares = cdist(points[first : first + n_rows], self.points, "sqeuclidean")
            if bandwidth is not None:
                precision = np.full((len(squares), 1), 0.5 / bandwidth**2)
            else:
                precision = self._precision(squares, perplexity)
            shares = self._shares(squares, precision)[0]
            shares[shares < NEGLIGIBLE * shares.max(axis=1, keepdims=True)] = 0.0
            blocks.append(shares)
        return vstack([csr_array(block) for block in blocks], format="csr")

    def _shares(self, squares, precision):
        logs = self.log_weights - precision * squares
        logs -= logs.max(axis=1, keepdims=True)
        shares = np.exp(logs)
        total = shares.sum(axis=1, keepdims=True)
        shares /= total
        return shares, logs, total

    def _precision(self, squares, perplexity):
        """1 / 2s^2 of each row for the perplexity, by bisection of its log.

        The entropy falls as the precision grows: from that of the weights to that of
        the nearest landmarks.
        """
        typical = np.maximum(squares.mean(axis=1, keepdims=True), 1e-300)
        low = np.log(1e-3 / typical)
        nearest = np.partition(squares, min(1, squares.shape[1] - 1), axis=1)[:, 1:2]
        least = np.maximum(nearest if nearest.size else typical, 1e-9 * typical)
        high = np.log(1e3 / least)
        while (going := high - low > 1e-3).any():
            middle = (low + high) / 2
            shares, logs, total = self._shares(squares, np.exp(middle))
            # The logs are those of shares times total.
            entropy = np.log(total) - np.sum(shares * logs, axis=1, keepdims=True)
            wide = entropy > np.log(perplexity)
            # Each row stops by itself, whatever others are in the block.
            low = np.where(going & wide, middle, low)
            high = np.where(going & ~wide, middle, high)
        return np.exp((low + high) / 2)

"""The fast correlation-based filter of Yu and Liu (2003), pair by pair."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from references.information import mutual_information


def symmetrical_uncertainty(x, y, weights=None):
    """2 I(X; Y) / (H(X) + H(Y)), with H(X) = I(X; X)."""
    both = mutual_information(x, x, weights) + mutual_information(y, y, weights)
    return 2 * mutual_information(x, y, weights) / both if both else 0.0


def predominant_features(columns, y, threshold, weights=None):
    """Features that are relevant and not redundant to a better one that is kept."""
    relevance = [symmetrical_uncertainty(x, y, weights) for x in columns]
    relevant = [j for j in range(len(columns)) if relevance[j] > threshold + 1e-12]
    # Rounding, so that columns which say the same tie.
    remaining = sorted(relevant, key=lambda j: (-round(relevance[j], 12), j))
    kept = []
    while remaining:
        best = remaining.pop(0)
        kept.append(best)
        remaining = [
            j
            for j in remaining
            if symmetrical_uncertainty(columns[best], columns[j], weights)
            < relevance[j] - 1e-12
        ]
    return kept, relevance

"""Data whose information is known, and corpora of text that are installed."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.datasets._corpora import (
    load_20newsgroups,
    load_bbc_news,
    load_reuters,
)
from sklearn_info.datasets._generators import (
    make_channel,
    make_gaussian_pair,
    make_madelon,
    make_noisy_features,
    make_parity,
)

__all__ = [
    "load_20newsgroups",
    "load_bbc_news",
    "load_reuters",
    "make_channel",
    "make_gaussian_pair",
    "make_madelon",
    "make_noisy_features",
    "make_parity",
]

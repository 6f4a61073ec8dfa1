"""Entropy, mutual information and their relatives, as functions on arrays."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from sklearn_info.measures._additive import additive_table

__all__ = ["additive_table"]

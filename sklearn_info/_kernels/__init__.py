"""Compiled kernels: arrays in, arrays out, no validation and no policy."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

"""Compiled kernels: arrays in, arrays out, no validation and no policy."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

try:
    from sklearn_info._kernels import _cpu as _cpu
except ImportError as error:
    raise ImportError(
        "This is the source folder of sklearn_info, in which nothing is compiled. To "
        "use an installed one, start Python in another folder; to work on this one, "
        "see CONTRIBUTING.md."
    ) from error

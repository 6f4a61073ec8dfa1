"""Compiled kernels: arrays in, arrays out, no validation and no policy."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from importlib.util import find_spec

if find_spec("sklearn_info._kernels._cpu") is None:
    raise ImportError(
        "This is the source folder of sklearn_info, in which nothing is compiled. To "
        "use an installed one, start Python in another folder; to work on this one, "
        "see CONTRIBUTING.md."
    )

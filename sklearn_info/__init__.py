"""Information-theoretic feature selection and information bottlenecks.

The rooms are imported when first used, so that ``import sklearn_info`` is quick.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import importlib

__version__ = "0.1.0.dev0"

__all__ = [
    "__version__",
    "bottleneck",
    "datasets",
    "feature_selection",
    "inspection",
    "measures",
    "preprocessing",
]


def __getattr__(name):
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(__all__)

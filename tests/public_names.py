"""The public names of the package, found by walking it."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import importlib
import inspect
import pkgutil
from pathlib import Path

from sklearn.base import BaseEstimator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sklearn_info"

# A room that needs one of these is left out where it is not installed.
OPTIONAL = {"torch", "dask"}


def rooms():
    """Names of the folders whose names are public."""
    found = (path.parent.name for path in PACKAGE.glob("*/__init__.py"))
    return sorted(name for name in found if name not in ("_kernels", "utils"))


def import_room(room):
    """A room, or None where it needs what is not installed."""
    try:
        return importlib.import_module(f"sklearn_info.{room}")
    except ImportError as error:
        if error.name in OPTIONAL:
            return None
        raise


def public_names():
    """List of (room, name, object)."""
    return [
        (name, public, getattr(room, public))
        for name in rooms()
        if (room := import_room(name))
        for public in room.__all__
    ]


def public_estimators():
    """Classes of scikit-learn estimators, by name."""
    return {
        name: thing
        for _, name, thing in public_names()
        if inspect.isclass(thing)
        and issubclass(thing, BaseEstimator)
        and not inspect.isabstract(thing)
    }


def modules():
    """Names of all modules written in Python that can be imported here."""
    names = ["sklearn_info"]
    for room in ("utils", *rooms()):
        if found := import_room(room):
            names.append(found.__name__)
            inside = pkgutil.walk_packages(found.__path__, f"{found.__name__}.")
            names += [module.name for module in inside]
    return names

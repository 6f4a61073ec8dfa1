"""Rankings on disk, by what they were made of: of every k the longest is kept."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import hashlib
import os
import tempfile
import warnings
from pathlib import Path

import joblib
import numpy as np

from sklearn_info._kernels._fingerprint import fold

# Of what is kept: another one is made anew.
FORMAT = 2


class RankingCache:
    """A folder of rankings.

    The states of the searches, which only a larger k asks for, are in a file of their
    own. A file is written under another name and then moved, so that a reader sees a
    whole file or none, whoever is killed; the last of several writers wins. A file
    that cannot be read is reported, and its ranking is made again.

    Parameters
    ----------
    memory : str, path or joblib.Memory
    caller : str
        Name of the estimator, for errors.
    """

    def __init__(self, memory, caller):
        location = getattr(memory, "location", memory)
        self._folder = Path(location) / "sklearn_info" / "rankings"
        self._caller = caller
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._folder):
                pass
        except OSError as error:
            raise ValueError(
                f"{caller}: memory={str(location)!r} cannot be written to ({error}). "
                "Pass a folder that can, or memory=None."
            ) from error

    def load(self, key):
        """The arrays of a key as a dict, without the states of searches, or None."""
        return self._read(self._folder / f"{key}.npz")

    def load_states(self, key, path):
        """The states of the searches at the end of a path, or None."""
        states = self._read(self._folder / f"{key}.states.npz")
        if states is None or states.pop("n") != path.size:  # of another writer
            return None
        return unpack(states)

    def save(self, key, arrays, searches):
        """Keep the arrays of a key, and the states of searches to go on from."""
        states = {"n": np.array(arrays["path"].size), **pack(searches)}
        try:
            self._write(self._folder / f"{key}.states.npz", states)
            self._write(self._folder / f"{key}.npz", arrays)
        except OSError as error:  # a full disk is no reason to lose the fit
            warnings.warn(
                f"{self._caller}: the ranking could not be kept in {self._folder} "
                f"({error}).",
                UserWarning,
                stacklevel=3,
            )

    def _read(self, path):
        if not path.exists():
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return {name: arrays[name] for name in arrays.files}
        except Exception as error:  # whatever a broken file leads to
            warnings.warn(
                f"{self._caller}: the cached ranking {path} cannot be read ({error}) "
                "and is made again.",
                UserWarning,
                stacklevel=4,
            )
            return None

    def _write(self, path, arrays):
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def fingerprint(table, target, weights, *settings):
    """A key of data and settings: equal for equal ones, in every process.

    Parameters
    ----------
    table : ndarray, data frame, or tuple of the parts of a sparse matrix
    target : Target
    weights : ndarray or None
    *settings : objects with a faithful repr
    """
    digest = hashlib.sha1(usedforsecurity=False)
    digest.update(repr(settings).encode())
    parts = table if isinstance(table, tuple) else (table,)
    of_target = target.codes, target.indicator, target.numbers
    for part in (*parts, *of_target, weights):
        if isinstance(part, np.ndarray) and part.dtype.kind != "O":
            digest.update(
                f"{part.dtype.str}{part.shape}{part.flags.c_contiguous}".encode()
            )
            in_order = part if part.flags.c_contiguous else part.T
            # SHA-1 reads a tenth as many bytes a second as the memory gives.
            state = np.arange(8, dtype=np.uint64)
            in_order = np.ascontiguousarray(in_order).reshape(-1)
            fold(in_order.view(np.uint8), state)
            digest.update(state.tobytes())
        elif part is None:
            digest.update(b"None")
        else:
            digest.update(joblib.hash(part).encode())
    return digest.hexdigest()


def pack(searches):
    """The states of searches as one dict of arrays."""
    return {
        f"state {place} {name}": array
        for place, search in enumerate(searches)
        for name, array in search.state.items()
    }


def unpack(arrays):
    """The list of states in a dict of arrays."""
    states = {}
    for key, array in arrays.items():
        if key.startswith("state "):
            _, place, name = key.split()
            states.setdefault(int(place), {})[name] = array
    return [states[place] for place in sorted(states)]

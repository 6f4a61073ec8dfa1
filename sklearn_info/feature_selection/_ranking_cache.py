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
FORMAT = 3


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
        self._location = str(getattr(memory, "location", memory))
        self._folder = Path(self._location) / "sklearn_info" / "rankings"
        self._caller = caller

    def load(self, key):
        """The arrays of a key as a dict, without the states of searches, or None."""
        found = self._read(self._folder / f"{key}.npy")
        if found is None:
            self._check_folder()
        return found

    def _check_folder(self):
        """Whoever is to make a ranking wants to know now whether it can be kept."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._folder):
                pass
        except OSError as error:
            raise ValueError(
                f"{self._caller}: memory={self._location!r} cannot be written to "
                f"({error}). Pass a folder that can, or memory=None."
            ) from error

    def load_states(self, key, path):
        """The states of the searches at the end of a path, or None."""
        states = self._read(self._folder / f"{key}.states.npy")
        if states is None or states.pop("n") != path.size:  # of another writer
            return None
        return unpack(states)

    def save(self, key, arrays, searches):
        """Keep the arrays of a key, and the states of searches to go on from."""
        states = {"n": np.array(arrays["path"].size), **pack(searches)}
        try:
            self._write(self._folder / f"{key}.states.npy", states)
            self._write(self._folder / f"{key}.npy", arrays)
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
            with path.open("rb") as file:
                return _load(file)
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
                _dump(file, arrays)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _dump(file, arrays):
    """Write the names of arrays, the arrays, and what tells whether they are whole.

    One after the other: an archive takes longer to open than a ranking to be found.
    """
    for array in (np.array(list(arrays)), *arrays.values(), _checksum(arrays)):
        np.save(file, array)


def _load(file):
    names = np.load(file).tolist()
    arrays = {name: np.load(file) for name in names}
    if not np.array_equal(np.load(file), _checksum(arrays)):
        raise ValueError("its checksum is wrong")
    return arrays


def _checksum(arrays):
    state = np.arange(8, dtype=np.uint64)
    for array in arrays.values():
        fold(_bytes_of(array), state)
    return state


def _bytes_of(array):
    """The memory of an array, in its order."""
    in_order = array if array.flags.c_contiguous else array.T
    return np.ascontiguousarray(in_order).reshape(-1).view(np.uint8)


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
            # SHA-1 reads a tenth as many bytes a second as the memory gives.
            state = np.arange(8, dtype=np.uint64)
            fold(_bytes_of(part), state)
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

"""Rankings on disk, by what they were made of: of every k the longest is kept."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import hashlib
import json
import math
import os
import tempfile
import warnings
from pathlib import Path

import joblib
import numpy as np
from numpy.lib.format import descr_to_dtype, dtype_to_descr

from sklearn_info._kernels._fingerprint import fold

# Of what is kept: another one is made anew.
FORMAT = 5
# How many times as long as when states were kept a path gets before new ones are: to
# write them takes as long as some steps.
GROWTH = 2


class RankingCache:
    """A folder of rankings.

    Of each key it holds the scores of all features; the path; and, for who asks for a
    larger k, the states of the searches after some steps of it. A file is written under
    another name and then moved, so that a reader sees a whole file or none, whoever is
    killed; the last of several writers wins. A file that cannot be read is reported,
    and its ranking is made again.

    Parameters
    ----------
    memory : str, path or joblib.Memory
    caller : str
        Name of the estimator, for errors.
    """

    def __init__(self, memory, caller):
        self._location = str(getattr(memory, "location", memory))
        self.folder = os.path.join(self._location, "sklearn_info", "rankings")
        self._caller = caller

    def load(self, key):
        """Scores and path of a key as a dict, or None."""
        path = self._read(key, "path")
        scores = path and self._read(key, "scores")
        if scores is None:
            self._check_folder()
            return None
        return {**scores, **path}

    def _check_folder(self):
        """Whoever is to make a ranking wants to know now whether it can be kept."""
        try:
            os.makedirs(self.folder, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                pass
        except OSError as error:
            raise ValueError(
                f"{self._caller}: memory={self._location!r} cannot be written to "
                f"({error}). Pass a folder that can, or memory=None."
            ) from error

    def load_states(self, key):
        """States of searches, and after how many steps they were in them, or 0."""
        states = self._read(key, "states")
        return (0, ()) if states is None else (int(states.pop("n")), unpack(states))

    def stamp(self, key):
        """What the files of a key are known by: others, or changed ones, have another.

        None where there are not both.
        """
        try:
            files = [os.stat(self._place(key, part)) for part in ("path", "scores")]
        except OSError:
            return None
        return [(one.st_ino, one.st_size, one.st_mtime_ns) for one in files]

    def save(self, key, walk, is_new):
        """Keep the scores and the path of a walk, and states for others to follow.

        All of them if nothing was kept before.
        """
        scores = walk.found
        path = {"path": scores.pop("path")}
        try:
            if is_new or len(walk) >= GROWTH * walk.n_states:
                states = {"n": np.array(len(walk)), **pack(walk.searches)}
                self._write(key, "states", states)
                walk.n_states = len(walk)
            if is_new:
                self._write(key, "scores", scores)
            self._write(key, "path", path)
            walk.kept_as = self.stamp(key)
        except OSError as error:  # a full disk is no reason to lose the fit
            warnings.warn(
                f"{self._caller}: the ranking could not be kept in {self.folder} "
                f"({error}).",
                UserWarning,
                stacklevel=4,
            )

    def _place(self, key, part):
        return os.path.join(self.folder, f"{key}.{part}")

    def _read(self, key, part):
        place = self._place(key, part)
        try:
            with open(place, "rb") as file:
                return _load(file, f"{key}.{part}")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except Exception as error:  # whatever a broken file leads to
            warnings.warn(
                f"{self._caller}: the cached ranking {place} cannot be read ({error}) "
                "and is made again.",
                UserWarning,
                stacklevel=4,
            )
            return None

    def _write(self, key, part, arrays):
        place = self._place(key, part)
        own = f"{place}.{os.urandom(8).hex()}.part"
        try:
            with open(own, "wb") as file:
                _dump(file, f"{key}.{part}", arrays)
            os.replace(own, place)
        except BaseException:
            Path(own).unlink(missing_ok=True)
            raise


def _dump(file, name, arrays):
    """Write a checksum, a line that says what follows, and arrays.

    NumPy's own files take longer to open than the whole of a ranking to be found.
    """
    known = [
        (part, dtype_to_descr(one.dtype), one.shape) for part, one in arrays.items()
    ]
    header = json.dumps([name, known]).encode()
    content = b"\n".join([header, *(one.tobytes() for one in arrays.values())])
    file.write(_checksum(content))
    file.write(content)


def _load(file, name):
    checksum, content = file.read(64), file.read()
    if checksum != _checksum(content):
        raise ValueError("its checksum is wrong")
    header, arrays = content[: content.index(b"\n")], {}
    owner, known = json.loads(header)
    if owner != name:
        raise ValueError(f"it is of {owner}")
    place = len(header) + 1
    for part, descr, shape in known:
        dtype, size = descr_to_dtype(descr), math.prod(shape)
        own = np.frombuffer(content, dtype, size, place)
        arrays[part] = own.reshape(shape).copy()
        place += own.nbytes + 1
    return arrays


def _checksum(content):
    state = np.arange(8, dtype=np.uint64)
    fold(np.frombuffer(content, dtype=np.uint8), state)
    return state.tobytes()


def _bytes_of(array):
    """The memory of an array, in its order."""
    in_order = array if array.flags.c_contiguous else array.T
    return np.ascontiguousarray(in_order).reshape(-1).view(np.uint8)


def fingerprint(parts, *settings):
    """A key of data and settings: equal for equal ones, in every process.

    Parameters
    ----------
    parts : iterable of ndarrays, data frames or None
    *settings : objects with a faithful repr
    """
    digest = hashlib.sha1(usedforsecurity=False)
    digest.update(repr(settings).encode())
    for part in parts:
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

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

from sklearn_info.feature_selection._array_records import (
    checksum,
    memory_of,
    read_records,
    record,
)
from sklearn_info.feature_selection._selection_path import STEP

# Of what is kept: another one is made anew.
FORMAT = 8
# To append states takes so many seconds, and more for each byte. It is done for the
# sake of other processes once they would walk so many times as long as that without.
WRITE, WRITE_BYTE, PATIENCE = 5e-5, 1e-9, 20.0
NO_STATES = 0, ()


class RankingCache:
    """A folder of rankings.

    Of each key a file holds the scores of all features and the path, in records of
    which each goes on where another ends; and, for who asks for a larger k, the states
    that searches were in at the ends of some. A file is written under another name and
    then moved, so that a reader sees a whole file or none, whoever is killed, and the
    last of several writers wins; but a walk that goes on appends its record to the
    file that it has written before, for a tenth of the time. A file that cannot be
    read is reported, and its ranking is made again.

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
        """What was found of a key, as by a walk, and states; or None.

        Returns
        -------
        found : dict
            Scores and path.
        states : tuple of int, list of dicts
            Of searches, and after how many steps they were in them; 0 for none.
        """
        records = self._read(key)
        if records is None:
            self._check_folder()
            return None, NO_STATES
        found, states = {}, NO_STATES
        for one in records:
            steps, begin = one.pop("path").view(STEP), int(one.pop("begin"))
            end, after = begin + steps.size, unpack(one)
            path = found.setdefault("path", steps)
            found |= one  # scores
            if begin <= path.size < end:
                found["path"] = np.append(path[:begin], steps)
            if after and states[0] < end <= found["path"].size:
                states = end, after
        return found, states

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

    def stamp(self, key):
        """What the file of a key is known by: another, or a changed one, has another.

        None where there is none.
        """
        try:
            file = os.stat(self._place(key))
        except OSError:
            return None
        return file.st_ino, file.st_size, file.st_mtime_ns

    def save(self, key, walk):
        """Keep what a walk has found, and its states for others to follow."""
        grows = walk.kept_as is not None and walk.kept_as == self.stamp(key)
        n_bytes = sum(search.n_bytes for search in walk.searches)
        patience = PATIENCE * (WRITE + WRITE_BYTE * n_bytes)
        with_states = not grows or walk.seconds >= patience
        states = pack(walk.searches) if with_states else {}
        try:
            if not (grows and self._append(key, walk, states)):
                self._write(key, {"begin": np.array(0), **walk.found, **states})
        except OSError as error:  # a full disk is no reason to lose the fit
            warnings.warn(
                f"{self._caller}: the ranking could not be kept in {self.folder} "
                f"({error}).",
                UserWarning,
                stacklevel=4,
            )
            return
        walk.kept_as, walk.n_kept = self.stamp(key), len(walk)
        if with_states:
            walk.seconds = 0.0

    def _append(self, key, walk, states):
        """Add what is new to a file, unless it is gone."""
        begin, path = np.array(walk.n_kept), walk.found["path"]
        new = {"begin": begin, "path": path[walk.n_kept :], **states}
        try:
            with open(self._place(key), "ab", opener=_open_existing) as file:
                file.write(b"".join(record(key, new)))
        except FileNotFoundError:
            return False
        return True

    def _place(self, key):
        return os.path.join(self.folder, f"{key}.ranking")

    def _read(self, key):
        place = self._place(key)
        try:
            with open(place, "rb") as file:
                records = read_records(file.read(), key)
            if records[0]["begin"] > 0:
                raise ValueError("its beginning is missing")
            return records
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

    def _write(self, key, arrays):
        place = self._place(key)
        own = f"{place}.{os.urandom(8).hex()}.part"
        try:
            with open(own, "wb") as file:
                file.writelines(record(key, arrays))
            os.replace(own, place)
        except BaseException:
            Path(own).unlink(missing_ok=True)
            raise


def _open_existing(place, flags):
    return os.open(place, flags & ~os.O_CREAT)


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
        if isinstance(part, np.ndarray) and not part.dtype.hasobject:
            digest.update(
                f"{part.dtype.str}{part.shape}{part.flags.c_contiguous}".encode()
            )
            # SHA-1 reads a tenth as many bytes a second as the memory gives.
            in_order = part if part.flags.c_contiguous else part.T
            digest.update(checksum(memory_of(in_order)))
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
    """Take the list of states out of a dict of arrays."""
    states = {}
    for key in [key for key in arrays if key.startswith("state ")]:
        _, place, name = key.split()
        states.setdefault(int(place), {})[name] = arrays.pop(key)
    return [states[place] for place in sorted(states)]

"""Arrays in a file, in records that can be told from damaged ones."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import json
import math
import struct

import numpy as np

from sklearn_info._kernels._fingerprint import SHAPE, fold

LENGTH = struct.Struct("<Q")
CHECKSUM = 8 * math.prod(SHAPE)


def record(owner, arrays):
    """A length and a checksum of what follows; a line that says what it is; and arrays.

    NumPy's own files take longer to open than the whole of a ranking to be found.

    Parameters
    ----------
    owner : str
        Whose they are.
    arrays : dict of str to ndarray
        Structured ones are read as arrays of bytes, to be viewed as what they are.

    Returns
    -------
    record : list of bytes
    """
    known = [(part, one.dtype.str, one.shape) for part, one in arrays.items()]
    header = json.dumps([owner, known]).encode()
    # The states of a search take as long to be copied as to be written.
    content = b"\n".join([header, *map(memory_of, arrays.values())])
    return [LENGTH.pack(len(content)), checksum(content), content]


def read_records(content, owner):
    """The arrays of each record, of which there is one at least.

    A last one that is not whole, of a writer that was stopped or is at it, is left out.

    Parameters
    ----------
    content : bytes
    owner : str

    Returns
    -------
    records : list of dicts of arrays

    Raises
    ------
    ValueError
        If there is no whole record, one is damaged, or one is another owner's.
    """
    found, rest = [], memoryview(content)
    while len(rest) >= LENGTH.size + CHECKSUM:
        (length,) = LENGTH.unpack(rest[: LENGTH.size])
        expected, rest = rest[LENGTH.size :][:CHECKSUM], rest[LENGTH.size + CHECKSUM :]
        if len(rest) < length:
            break
        if expected != checksum(rest[:length]):
            raise ValueError("its checksum is wrong")
        found.append(_arrays(bytes(rest[:length]), owner))
        rest = rest[length:]
    if not found:
        raise ValueError("it is cut short")
    return found


def _arrays(content, owner):
    header, arrays = content[: content.index(b"\n")], {}
    own, known = json.loads(header)
    if own != owner:
        raise ValueError(f"it is of {own}")
    place = len(header) + 1
    for part, kind, shape in known:
        dtype, size = np.dtype(kind), math.prod(shape)
        array = np.frombuffer(content, dtype, size, place)
        arrays[part] = array.reshape(shape).copy()
        place += array.nbytes + 1
    return arrays


def memory_of(array):
    """Its bytes, row by row."""
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8)


def checksum(content):
    """CHECKSUM bytes that others do not lead to but by intent."""
    state = np.arange(math.prod(SHAPE), dtype=np.uint64).reshape(SHAPE)
    fold(np.frombuffer(content, dtype=np.uint8), state)
    return state.tobytes()

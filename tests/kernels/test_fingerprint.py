"""Fingerprints of memory: every byte and its place matter."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import sys

import numpy as np
import pytest

from sklearn_info._kernels._fingerprint import fold

ODD, WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1


def folded(data):
    state = np.arange(8, dtype=np.uint64)
    fold(np.frombuffer(data, dtype=np.uint8), state)
    return state


def definition(data):
    state = list(range(8))
    data += bytes(-len(data) % 64)
    for place in range(0, len(data), 8):
        lane = place // 8 % 8
        mixed = state[lane] ^ int.from_bytes(data[place : place + 8], "little")
        mixed = mixed * ODD & WORD
        state[lane] = ((mixed << 32 | mixed >> 32) & WORD) * ODD & WORD
    return state


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000])
@pytest.mark.skipif(sys.byteorder == "big", reason="words are in native order")
def test_is_its_definition(size):
    data = np.random.default_rng(size).bytes(size)
    assert folded(data).tolist() == definition(data)


def test_each_bit_and_each_exchange_matters():
    data = bytearray(np.random.default_rng(0).bytes(200))
    seen = {folded(bytes(data)).tobytes()}
    for place in range(200):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            seen.add(folded(bytes(changed)).tobytes())
    for place in range(0, 128, 8):  # a word with the next of its lane
        changed = bytearray(data)
        changed[place : place + 8] = data[place + 64 : place + 72]
        changed[place + 64 : place + 72] = data[place : place + 8]
        seen.add(folded(bytes(changed)).tobytes())
    assert len(seen) == 1 + 1600 + 16

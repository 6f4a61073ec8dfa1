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


def keys():
    """Powers of an odd number, with their halves mixed."""
    powers = [pow(ODD, n, WORD + 1) for n in range(1, 25)]
    return [power ^ power >> 32 for power in powers]


def mixed(state):
    return [
        (one ^ one >> 47 ^ key) * ODD & WORD for one, key in zip(state, keys()[16:])
    ]


def definition(data):
    state = list(range(8))
    data += bytes(-len(data) % 64)
    for place in range(0, len(data), 8):
        stripe, lane = divmod(place // 8, 8)
        word = int.from_bytes(data[place : place + 8], "little")
        keyed = word ^ keys()[stripe % 16 + lane]
        product = (keyed & 0xFFFFFFFF) * (keyed >> 32)
        state[lane] = (state[lane] + product) & WORD
        state[lane ^ 1] = (state[lane ^ 1] + word) & WORD
        if lane == 7 and stripe % 16 == 15:
            state = mixed(state)
    return mixed(state)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000, 1023, 1024, 1025, 3000])
@pytest.mark.skipif(sys.byteorder == "big", reason="words are in native order")
def test_is_its_definition(size):
    data = np.random.default_rng(size).bytes(size)
    assert folded(data).tolist() == definition(data)


def test_each_bit_and_each_exchange_matters():
    data = bytearray(np.random.default_rng(0).bytes(1200))
    seen = {folded(bytes(data)).tobytes()}
    places = [*range(100), *range(960, 1100)]
    for place in places:
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            seen.add(folded(bytes(changed)).tobytes())
    words = [bytes(data[place : place + 8]) for place in range(0, 1200, 8)]
    exchanges = [(a, a + n) for n in (1, 2, 8, 128) for a in range(150 - n)]
    for a, b in exchanges:  # of neighbours; in a lane; in two blocks
        changed = list(words)
        changed[a], changed[b] = words[b], words[a]
        seen.add(folded(b"".join(changed)).tobytes())
    assert len(seen) == 1 + 8 * len(places) + len(exchanges)


def test_few_values_in_other_orders_differ():
    """As counts and indices are: small numbers, of which most bits are 0."""
    rng, seen = np.random.default_rng(1), set()
    for _ in range(2000):
        seen.add(folded(rng.integers(0, 2, 40).astype(np.int64).tobytes()).tobytes())
        seen.add(folded(rng.permutation(64).astype(np.int32).tobytes()).tobytes())
    assert len(seen) == 4000

"""Fingerprints of memory: every byte and its place matter."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import sys

import numpy as np
import pytest

from sklearn_info._kernels._fingerprint import SHAPE, fold

GOLDEN, WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1
BLOCK = 1024


def folded(data):
    state = np.arange(32, dtype=np.uint64).reshape(SHAPE)
    fold(np.frombuffer(data, dtype=np.uint8), state)
    return state


def keys():
    """Powers of an odd number, with their halves mixed."""
    powers = [pow(GOLDEN, n, WORD + 1) for n in range(1, 25)]
    return [power ^ power >> 32 for power in powers]


def mixed(state):
    odd = GOLDEN >> 32
    return [
        (one ^ one >> 47 ^ key) * odd & WORD for one, key in zip(state, keys()[16:])
    ]


def definition_of_a_run(data, state):
    for place in range(0, len(data), 8):
        stripe, lane = divmod(place // 8, 8)
        word = int.from_bytes(data[place : place + 8], "little")
        keyed = word ^ keys()[stripe % 16 + lane]
        product = (keyed & 0xFFFFFFFF) * (keyed >> 32)
        state[lane] = (state[lane] + product) & WORD
        state[lane ^ 1] = (state[lane ^ 1] + word) & WORD
        if lane == 7 and stripe % 16 == 15:
            state = mixed(state)
    return state


def definition(data):
    n = len(data) // (4 * BLOCK) * BLOCK
    runs = [data[k * n : (k + 1) * n] for k in range(4)]
    runs[0] += data[4 * n :] + bytes(BLOCK - len(data) % BLOCK)
    return [
        definition_of_a_run(run, list(range(8 * k, 8 * k + 8)))
        for k, run in enumerate(runs)
    ]


@pytest.mark.parametrize("size", [0, 1, 64, 65, 1023, 1024, 3000, 4095, 4096, 9300])
@pytest.mark.skipif(sys.byteorder == "big", reason="words are in native order")
def test_is_its_definition(size, instruction_set):
    data = np.random.default_rng(size).bytes(size)
    assert folded(data).tolist() == definition(data)


def test_each_bit_and_each_exchange_matters():
    size = 5200
    data = bytearray(np.random.default_rng(0).bytes(size))
    seen = {folded(bytes(data)).tobytes()}
    places = [*range(100), *range(960, 1100)]
    for place in places:
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            seen.add(folded(bytes(changed)).tobytes())
    words = [bytes(data[place : place + 8]) for place in range(0, size, 8)]
    exchanges = [(a, a + n) for n in (1, 2, 8, 128, 512) for a in range(130)]
    for a, b in exchanges:  # of neighbours; in a lane; in two runs, two blocks of one
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

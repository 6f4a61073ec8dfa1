"""Whether the entries of a sparse matrix can add up to nothing."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sklearn_info.feature_selection._sparse_levels import all_present

WIDE = [np.int64, np.uint64]
# The largest of which 2^31 do not add up to 2^63.
MOST = 2**32


@given(
    st.sampled_from(WIDE).flatmap(
        lambda kind: arrays(
            kind,
            st.integers(0, 80),
            elements=st.integers(0 if kind is np.uint64 else -(2**63), 2 * MOST).filter(
                lambda value: value not in (0, MOST + 1)
            ),
            fill=st.just(1),
        )
    )
)
def test_integers_that_are_above_0_and_small(data):
    assert all_present(data) == all(0 < value <= MOST for value in data.tolist())


@pytest.mark.parametrize("kind", WIDE)
@pytest.mark.parametrize("step", [1, 3])
@pytest.mark.parametrize("place", [0, 7, 8, 31, 32, 63, 64, 69])
@pytest.mark.parametrize("value", [0, MOST + 1, 2**63 - 1])
def test_one_that_is_not(kind, step, place, value):
    """Wherever it is: by eight they are read at four places, and then the rest."""
    data = np.ones(70 * step, dtype=kind)[::step]
    assert all_present(data)
    data[place] = MOST
    assert all_present(data)
    data[place] = value
    assert not all_present(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (np.array([0.1, 2.0]), True),
        (np.array([0.1, 0.0]), False),
        (np.array([0.1, -2.0]), False),
        (np.array([1, 1], dtype=np.int32), False),  # 2^31 of them come round to 0
        (np.array([True, True]), False),  # of which sums may not be taken for granted
        (np.array([], dtype=np.int32), True),
        (np.array([], dtype=np.float32), True),
        (np.array([], dtype=np.int64), True),
    ],
)
def test_other_kinds(data, expected):
    assert all_present(data) == expected

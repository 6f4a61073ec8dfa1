"""Several variables as one."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from sklearn_info.feature_selection._variable import Variable, join


@settings(deadline=None)
@given(
    n_samples=st.integers(1, 60),
    n_levels=st.lists(st.sampled_from([1, 2, 3, 9, 250, 70_000]), min_size=1),
    seed=st.integers(0, 1000),
)
def test_codes_are_places_among_the_combinations_that_occur(n_samples, n_levels, seed):
    """However many there might be: of six columns of 70,000 levels more than 2^64."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 4, n_samples)  # that some are equal
    columns = [rng.integers(0, n, 4)[rows] for n in n_levels]
    codes, n_codes = join(*map(Variable, columns, n_levels))
    occurring, places = np.unique(columns, axis=1, return_inverse=True)
    assert n_codes == occurring.shape[1]
    assert_array_equal(codes, places.reshape(-1))
    assert codes.dtype == np.int32

"""What the tests of measures share."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest


@pytest.fixture
def rng():
    return np.random.default_rng(0)

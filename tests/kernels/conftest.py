"""What the tests of kernels share."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import pytest

from sklearn_info._kernels import _cpu


@pytest.fixture(params=_cpu.LEVELS)
def instruction_set(request):
    """Each instruction set that this processor has, in force during the test."""
    if _cpu.set_level(request.param) != request.param:
        _cpu.set_level()
        pytest.skip(f"this processor has no {request.param}")
    yield request.param
    _cpu.set_level()

"""What holds for all tests."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import os
import sys

import pytest
from hypothesis import settings

# The same examples in every run, so that a change is judged by what it changed.
# HYPOTHESIS_PROFILE=explore draws others.
settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# The folder of the tests is on the path, for what they share. There pandas would
# find tests/bottleneck when it looks for an optional package of that name.
sys.modules.setdefault("bottleneck", None)

# Examples draw figures, on machines with a screen too.
os.environ.setdefault("MPLBACKEND", "Agg")


@pytest.fixture
def four_processors(monkeypatch):
    """Whatever the machine; and threads are worth it for any work."""
    from sklearn_info.utils import _parallel  # which finds pandas, after the above

    monkeypatch.setattr(_parallel, "n_processors", lambda: 4)
    monkeypatch.setattr(_parallel, "WORTH_A_THREAD", 1)
    monkeypatch.setattr(_parallel, "WORTH_A_HELPER", 1)


@pytest.fixture
def four_threads(four_processors):
    from sklearn_info.utils import Threads

    with Threads(4) as threads:
        yield threads

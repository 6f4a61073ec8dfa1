"""What holds for all tests."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import os
import sys

# The folder of the tests is on the path, for what they share. There pandas would
# find tests/bottleneck when it looks for an optional package of that name.
sys.modules.setdefault("bottleneck", None)

# Examples draw figures, on machines with a screen too.
os.environ.setdefault("MPLBACKEND", "Agg")

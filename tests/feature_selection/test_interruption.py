"""Ctrl-C during a long fit."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import os
import signal
import subprocess
import sys

import pytest

FIT = """
import sys, threading
import numpy as np
from sklearn_info.feature_selection import JMI
from sklearn_info.utils import _parallel

n_jobs, folder = int(sys.argv[1]), sys.argv[2]
_parallel.n_processors = lambda: 4
rng = np.random.default_rng(0)
X = rng.integers(0, 60, (100_000, 200)).astype(np.uint8)
y = rng.integers(0, 5, 100_000)
selector = JMI(
    k=200, discrete_features=True, n_jobs=n_jobs, memory=folder, verbose=1
)
try:
    selector.fit(X, y)
except KeyboardInterrupt:
    print("interrupted", flush=True)
alive = [thread for thread in threading.enumerate() if thread.name != "MainThread"]
assert not alive, alive
# Nothing that a further fit would wait for.
selector.set_params(k=2).fit(X[:500], y[:500])
print("done", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_ctrl_c_ends_a_fit_that_is_under_way(n_jobs, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", FIT, str(n_jobs), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stdout:
            if "step 5:" in line:
                break
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    lines = rest.splitlines()
    assert process.returncode == 0, errors
    # A step takes some ten milliseconds; on a busy machine the signal may be late.
    assert lines.index("interrupted") < 190
    assert lines[-1] == "done"
    assert not list(tmp_path.rglob("*.part"))

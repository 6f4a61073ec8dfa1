#!/usr/bin/env python3
"""Run what reaches the kernels under the address and undefined-behaviour sanitizers.

``python3 build_tools/sanitize.py [TESTS OR PYTEST ARGUMENTS ...]`` builds the kernels
with bounds checks and both sanitizers into an environment of their own, and stops at
the first fault. By default it runs the tests of the kernels and of the rooms that call
them, for some twenty minutes. Needs gcc, whose libasan is loaded before Python.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import os
import shutil
import subprocess
import sys

import dev

OPTIONS = [
    "-Dchecks=true",
    "-Db_sanitize=address,undefined",
    "-Dc_args=-fsanitize=float-cast-overflow",  # not part of undefined
    "-Db_lundef=false",  # the sanitizers' names are in libasan, loaded before Python
    "-Dbuildtype=debugoptimized",
]


ROOMS = "kernels", "preprocessing", "measures", "feature_selection", "bottleneck"
EVERY_KERNEL = [f"tests/{room}" for room in ROOMS]


def main(*arguments):
    gcc = shutil.which(os.environ.get("CC", "gcc"))
    if not gcc:
        sys.exit("The sanitizers need gcc: apt-get install gcc")
    library = subprocess.run(
        [gcc, "-print-file-name=libasan.so"], capture_output=True, text=True, check=True
    ).stdout.strip()
    if not os.path.isabs(library):
        sys.exit(f"{gcc} comes without libasan.so, and the sanitizers need it.")
    os.environ["CC"] = gcc
    environment = dev.Environment(".venv-sanitize", OPTIONS)
    environment.install("test")
    environment.run(
        # --capture=sys: what a sanitizer says before it ends Python is seen.
        *("-m", "pytest", "--capture=sys", *(arguments or EVERY_KERNEL)),
        LD_PRELOAD=os.path.realpath(library),
        # Python frees little of what it holds at exit.
        ASAN_OPTIONS="detect_leaks=0:halt_on_error=1",
        UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1",
        PYTHONMALLOC="malloc",
    )
    print("sanitize: no fault found")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)

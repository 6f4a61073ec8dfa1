#!/usr/bin/env python3
"""Us beside the peers, in one run: ``make bench``, or this file with part of a name.

Runs the cases of each ``cases_*.py`` in one thread, and prints a table that can be
pasted into the documentation. Exits with 1 if a case fails or values disagree.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import argparse
import importlib
import inspect
import platform
import sys
import traceback
from pathlib import Path

import numpy as np
import scipy
import sklearn
from harness import CASES, measure
from threadpoolctl import threadpool_limits

import sklearn_info
from sklearn_info._kernels import _cpu

COLUMNS = {
    "task": 29,
    "data": 28,
    "ours, ms": 8,
    "peer": 36,
    "peer, ms": 10,
    "ratio": 8,
    "same values": 11,
}


def row(values):
    cells = zip(values, COLUMNS.values())
    return "| " + " | ".join(f"{value:{width}}" for value, width in cells) + " |"


def describe(case, result):
    same = {True: "yes", False: "NO", None: "other"}[result.same]
    part = "" if case.share >= 1 else f", {case.share:.1%} of it"
    cells = {
        "task": case.task,
        "data": case.data,
        "ours, ms": f"{result.ours:,.2f}",
        "peer": case.peer + part,
        "peer, ms": f"{result.theirs:,.2f}",
        "ratio": f"{result.ratio:,.{0 if result.ratio >= 10 else 1}f}x",
        "same values": same,
    }
    return row(cells.values())


def cases_of(make):
    made = make()
    return made if inspect.isgenerator(made) else [made]


def main(wanted=""):
    try:
        for path in sorted(Path(__file__).parent.glob("cases_*.py")):
            importlib.import_module(path.stem)
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is not installed here; make bench installs all peers.")
    print(
        f"sklearn-info {sklearn_info.__version__} ({_cpu.get_level()}), "
        f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}, "
        f"SciPy {scipy.__version__}, Python {platform.python_version()}; one thread\n"
    )
    print(row(COLUMNS))
    print(row("-" * width for width in COLUMNS.values()), flush=True)
    chosen = [make for make in CASES if wanted in f"{make.__module__}.{make.__name__}"]
    if not chosen:
        sys.exit(f"No case has {wanted!r} in its name.")
    faults = 0
    for make in chosen:
        try:
            for case in cases_of(make):
                result = measure(case)
                faults += result.same is False
                print(describe(case, result), flush=True)
        except Exception:  # the other cases are measured all the same
            faults += 1
            print(f"\n{make.__module__}.{make.__name__} failed:", file=sys.stderr)
            traceback.print_exc()
    print(
        "\nMedians over interleaved rounds, of CPU time if not by the clock. Ratio: the"
        "\npeer's time by ours. Same values: 'other' where the peer computes another"
        "\nquantity. The time of a peer that does a part only is divided by it."
    )
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="part of a case's name")
    with threadpool_limits(1):
        sys.exit(bool(main(parser.parse_args().name)))

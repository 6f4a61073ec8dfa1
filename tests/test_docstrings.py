"""Every example that a reader sees runs and prints what it says."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import doctest
import importlib
import re
import subprocess
import sys
from textwrap import dedent

import matplotlib
import pytest
from public_names import ROOT, modules

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("name", modules())
def test_docstrings(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert result.failed == 0


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("doc/*.rst"), *ROOT.glob("doc/guide/*.rst")]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_guide(path):
    result = doctest.testfile(
        str(path), module_relative=False, optionflags=FLAGS, encoding="utf-8"
    )
    assert result.failed == 0


def code_of(page):
    """Blocks and examples of a page in their order, with their first lines."""
    text = page.read_text(encoding="utf-8")
    blocks = re.finditer(
        r"^\.\. code-block:: python\n\n((?:(?: {4}.*)?\n)+)", text, re.MULTILINE
    )
    found = [(text[: one.start()].count("\n"), dedent(one[1])) for one in blocks]
    for example in doctest.DocTestParser().get_examples(text):
        found.append((example.lineno, example.source))
    return [code for _, code in sorted(found)]


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("doc/guide/*.rst")), ids=lambda page: page.stem
)
def test_blocks_of_the_guide(page, tmp_path, monkeypatch):
    """Who copies a page from its top meets no error, whatever a block would show."""
    matplotlib.use("agg")
    monkeypatch.chdir(tmp_path)  # where rankings are kept
    code, names = code_of(page), {}
    assert code
    for one in code:
        exec(compile(one, page.name, "exec"), names)


def test_quick_start_of_the_readme():
    """The first block of Python prints the block that follows it."""
    code, printed = re.findall(
        r"^```(?:python|text)\n(.*?)^```$",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )[:2]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert run.stderr == ""
    assert run.stdout.split() == printed.split()

"""What stands in two places of the project says the same in both."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import re
import runpy
import tomllib

import pytest
from public_names import ROOT, import_room, rooms

import sklearn_info

API = runpy.run_path(str(ROOT / "doc" / "api_reference.py"))["API"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_package_lists_its_rooms():
    assert sorted(sklearn_info.__all__) == sorted(["__version__", *rooms()])


def test_the_reference_has_every_room():
    assert sorted(API) == rooms()


@pytest.mark.parametrize("room", rooms())
def test_the_reference_has_every_name_once(room):
    if (module := import_room(room)) is None:
        pytest.skip("needs a library that is not installed")
    *_, sections = API[room]
    listed = [name for names in sections.values() for name in names]
    assert sorted(listed) == sorted(module.__all__)


def test_linters_have_one_version():
    pinned = dict(
        requirement.split("==") for requirement in PROJECT["dependency-groups"]["lint"]
    )
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    found = re.findall(r"repo: \S+/(\S+)\n +rev: v(\S+)", hooks)
    assert {name.removesuffix("-pre-commit"): rev for name, rev in found} == pinned


def test_every_page_of_the_guide_is_in_its_contents():
    """Sphinx would say so too: here it is said by ``make test``."""
    contents = (ROOT / "doc" / "user_guide.rst").read_text(encoding="utf-8")
    listed = re.findall(r"^   (guide/\w+)$", contents, re.MULTILINE)
    written = [f"guide/{page.stem}" for page in (ROOT / "doc" / "guide").glob("*.rst")]
    assert sorted(listed) == sorted(written)


def test_every_task_of_the_makefile_is_one_of_dev():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: help (.+)$", makefile, re.MULTILINE)[1].split()
    dev = runpy.run_path(str(ROOT / "build_tools" / "dev.py"))
    assert sorted(phony) == sorted([*dev["TASKS"], "sanitize", "clean"])
    described = re.findall(r"^# make (\w+) ", makefile, re.MULTILINE)
    assert sorted(described) == sorted([*phony, "help"])

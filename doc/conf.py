"""How Sphinx builds the documentation: ``make doc``, without a network."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from api_reference import write_pages  # noqa: E402

import sklearn_info  # noqa: E402

project = "sklearn-info"
author = copyright = "The sklearn-info developers"
release = version = sklearn_info.__version__
extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx-mathjax-offline",
    "numpydoc",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "templates"]
# It looks at the whole path: a folder above the project may have a space in its name.
suppress_warnings = ["sphinx_gallery.space_in_filename"]
templates_path = ["templates"]

write_pages(HERE / "generated")
autosummary_generate = True
autodoc_typehints = "none"
toc_object_entries_show_parents = "hide"
# The template of a class shows its methods.
numpydoc_show_class_members = False
# Parameters are described, all of them, and as they are. Not asked of every docstring:
# text on the line of the quotes (GL01), an extended summary (ES01), See Also (SA01,
# SA04), an example (EX01), a type alone on the line of a return value (RT02, RT03), the
# type of parameters that are "as of" another class (PR04), a capital where k begins
# (PR08).
numpydoc_validation_checks = {"all", "GL01", "ES01", "SA01", "SA04", "EX01"}
numpydoc_validation_checks |= {"PR04", "PR08", "RT02", "RT03"}
numpydoc_validation_exclude = {r"\.(fit_transform|set_\w+|get_\w+)$"}

html_theme = "pydata_sphinx_theme"
html_title = "sklearn-info"
html_show_sourcelink = False
html_theme_options = {
    "logo": {"text": "sklearn-info"},
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_prev_next": False,
}

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "doc_module": "sklearn_info",
    "backreferences_dir": "generated/backreferences",
    "reference_url": {"sklearn_info": None},
    "abort_on_example_error": True,
    "show_memory": False,
    "write_computation_times": False,
    "show_signature": False,
    "download_all_examples": False,
    "remove_config_comments": True,
}


def plain_references(app, what, name, thing, options, lines):
    """Labels and terms of inherited docstrings are in scikit-learn's documentation."""
    lines[:] = [re.sub(r":term:`([^<`]+?)( <.*?>)?`", r"\1", line) for line in lines]
    if not (getattr(thing, "__module__", None) or "").startswith("sklearn_info"):
        label = re.compile(r":ref:`([^<`]+?)( <.*?>)?`")
        lines[:] = [label.sub(r"\1", line) for line in lines]


def plain_names(app, what, name, thing, options, lines):
    """A name that ends in an underscore is a name, not a link.

    Of the lines that say what type something has, or list several names; a type that
    goes on after a backslash is one line, in a raw docstring too.
    """
    text = re.sub(r" *\\\n +", " ", "\n".join(lines))
    typed = re.compile(r"^(\w+ : )([^`\n]*)$", re.MULTILINE)
    text = typed.sub(lambda m: m[1] + re.sub(r"\b(\w+_)\b(?!\[)", r"`\1`", m[2]), text)
    listed = re.compile(r"^\w+(?:, \w+)+$", re.MULTILINE)
    text = listed.sub(lambda m: m[0].replace("_,", "\\_,"), text)
    lines[:] = text.split("\n")


def setup(app):
    # Before numpydoc reads them.
    app.connect("autodoc-process-docstring", plain_references, priority=400)
    app.connect("autodoc-process-docstring", plain_names, priority=400)

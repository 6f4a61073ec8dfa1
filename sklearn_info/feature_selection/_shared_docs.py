"""Descriptions that classes of one family share, written once."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import re

# Names, and where they are described.
SHARED = re.compile(r"^    ([\w, \\\n]+)\n        See :class:`(\w+)`\.\n", re.MULTILINE)
# A name with its type, and the lines below it.
ENTRY = re.compile(
    r"^    (\w+) : .*\n(?:(?: {8}.*)?\n)*?(?=^    \S|\n    \S)", re.MULTILINE
)


def with_docs_of(other):
    """Let a class have the descriptions of another, where its docstring refers to it.

    Parameters
    ----------
    other : type
        Whose docstring describes the parameters and attributes.
    """
    described = {one[1]: one[0].rstrip() for one in ENTRY.finditer(other.__doc__ or "")}

    def descriptions(shared):
        names = re.findall(r"\w+", shared[1])
        found = "\n\n".join(described[name] for name in names) + "\n"
        notes = f"see the notes of :class:`{other.__name__}`"
        return found.replace("see Notes", notes)

    def fill(cls):
        if cls.__doc__:
            cls.__doc__ = SHARED.sub(descriptions, cls.__doc__)
        return cls

    return fill

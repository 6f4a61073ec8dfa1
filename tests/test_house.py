"""The rules of the house: which room may call which, and what each file carries."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from public_names import PACKAGE, ROOT

# What a room may import besides itself. The rooms at the end are leaves: they call
# any other room, and nobody imports them.
GROUND = {"_kernels", "utils"}
ROOMS = {
    "_kernels": set(),
    "utils": {"_kernels"},
    "datasets": {"utils"},
    "measures": GROUND,
    "preprocessing": GROUND | {"measures"},
    "feature_selection": GROUND | {"datasets", "measures", "preprocessing"},
    "bottleneck": GROUND | {"datasets", "measures", "preprocessing"},
}
LEAVES = {"sequence", "fairness", "inspection", "neural", "distributed"}
ROOMS |= {leaf: set(ROOMS) for leaf in LEAVES}

# Who may import a heavy library, and whether only inside functions.
HEAVY = {
    "torch": ("neural", False),
    "dask": ("distributed", False),
    "matplotlib": ("inspection", True),
}
# What kernels may cimport: no C API of NumPy or scikit-learn ties a wheel to one
# version of it.
CIMPORTS = r"(libc|cython|scipy\.linalg|sklearn_info\._kernels)\b"

HEADER = """\
Authors: The sklearn-info developers
SPDX-License-Identifier: BSD-3-Clause
"""


def relative(path):
    return path.relative_to(ROOT).as_posix()


def sources(*patterns, under=("sklearn_info",)):
    """Files of the project, as pytest parameters."""
    found = (p for top in under for g in patterns for p in (ROOT / top).rglob(g))
    found = (p for p in found if not {"build", "_build"} & set(p.parts))
    return [pytest.param(path, id=relative(path)) for path in sorted(set(found))]


def imports(tree):
    """Yield (module, name or None, whether at the top level) of each import."""
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        top = id(node) not in inner
        if isinstance(node, ast.Import):
            yield from ((alias.name, None, top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            yield from ((node.module, alias.name, top) for alias in node.names)


def is_private(name):
    return name.startswith("_") and not name.startswith("__")


def broken_rules(source, room):
    """What is against the rules in Python source of a room."""
    for module, name, top in imports(ast.parse(source)):
        words = module.split(".") + ([name] if name else [])
        library = words[0]
        if library == "sklearn_info":
            # The package itself is no room: its version may be asked.
            called = words[1] if len(words) > 1 else "__version__"
            if called in ROOMS and called not in {room, *ROOMS[room]}:
                yield f"{room} imports {called}"
            elif called not in ROOMS and called != "__version__":
                yield f"{called} is not a room"
            inside = words[2:3] if called in ROOMS else []
            if called not in (room, "_kernels") and any(map(is_private, inside)):
                yield f"{'.'.join(words)} is private to {called}"
        elif library in HEAVY:
            owner, lazy = HEAVY[library]
            if room != owner or (lazy and top):
                yield f"{library} is imported{' at the top' if top else ''} in {room}"
        elif library == "sklearn" and any(map(is_private, words)):
            yield f"{'.'.join(words)} is private to scikit-learn"


@pytest.mark.parametrize("path", sources("*.py"))
def test_imports(path):
    parts = path.relative_to(PACKAGE).parts
    if len(parts) == 1:  # the package's own __init__ imports no room
        assert {module for module, _, _ in imports(ast.parse(path.read_text()))} <= (
            {"importlib"}
        )
        return
    found = list(broken_rules(path.read_text(), parts[0]))
    if relative(path) == "sklearn_info/utils/_params.py":
        found = [rule for rule in found if "private to scikit-learn" not in rule]
    assert found == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("_kernels", "from sklearn_info.utils import check_weights"),
        ("measures", "import sklearn_info.preprocessing"),
        ("measures", "from sklearn_info import preprocessing"),
        ("bottleneck", "from sklearn_info.feature_selection import JMI"),
        ("measures", "def f():\n    from sklearn_info.inspection import X"),
        ("bottleneck", "from sklearn_info.measures._nsb import nsb"),
        ("bottleneck", "from sklearn_info.measures import _nsb"),
        ("utils", "from sklearn.base import _fit_context"),
        ("utils", "from sklearn.utils._param_validation import Interval"),
        ("measures", "import torch.nn"),
        ("inspection", "import matplotlib.pyplot as plt"),
        ("measures", "def f():\n    import matplotlib"),
        ("measures", "from sklearn_info.stuff import x"),
    ],
)
def test_a_broken_rule_is_seen(room, source):
    assert list(broken_rules(source, room))


def test_a_leaf_may_import_matplotlib_and_every_room():
    source = """
from sklearn_info import __version__
from sklearn_info._kernels import _cpu
from sklearn_info.feature_selection import JMI
def plot():
    import matplotlib
"""
    assert list(broken_rules(source, "inspection")) == []


@pytest.mark.parametrize("path", sources("*.pyx", "*.pxd", "*.h"))
def test_kernels_call_kernels_only(path):
    assert path.parent.relative_to(PACKAGE).parts[0] == "_kernels"
    source = path.read_text()
    for line in source.splitlines():
        if match := re.match(r"\s*(?:from\s+(\S+)\s+cimport|cimport\s+(\S+))", line):
            assert re.match(CIMPORTS, match[1] or match[2]), line
        elif match := re.match(r"\s*(?:from\s+(\S+)\s+import|import\s+(\S+))", line):
            assert (match[1] or match[2]).startswith("sklearn_info._kernels"), line
        assert not re.match(r"\s*(#\s*include|cdef extern from).*numpy", line), line


def listed_kernels():
    build = (PACKAGE / "_kernels" / "meson.build").read_text()
    return re.findall(r"'(\w+)'", re.search(r"kernels = \[(.*?)\]", build, re.S)[1])


def test_the_build_lists_every_kernel():
    written = sorted(path.stem for path in (PACKAGE / "_kernels").glob("*.pyx"))
    assert listed_kernels() == written


def signatures_of_cython(source):
    """Names of the parameters of each function that Python sees."""
    source = re.sub(r"#.*", "", source).replace("__cinit__", "__init__")
    function = r"^(?:    )?def (?!__dealloc__)(\w+)\((.*?)\):$"
    for name, parameters in re.findall(function, source, re.M | re.S):
        plain = re.sub(r"\[.*?\]", "", parameters)
        words = [p.split("=")[0].split() for p in plain.split(",")]
        yield name, [word[-1] for word in words if word]


def signatures_of_stub(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            given = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            yield node.name, [argument.arg for argument in given]


@pytest.mark.parametrize("name", listed_kernels())
def test_a_kernel_has_typed_signatures(name):
    kernel, stub = (PACKAGE / "_kernels" / f"{name}{end}" for end in (".pyx", ".pyi"))
    expected = dict(signatures_of_cython(kernel.read_text()))
    assert expected, "a kernel that Python cannot call"
    assert dict(signatures_of_stub(stub.read_text())) == expected


@pytest.mark.parametrize(
    "path",
    sources("*.py", "*.pyx", "*.pxd", "*.h")
    + sources("*.py", under=("tests", "examples", "benchmarks", "build_tools", "doc")),
)
def test_header(path):
    source = path.read_text()
    if {"auto_examples", "generated"} & set(path.parts) or not source:
        return
    start = "\n".join(source.splitlines()[:60])
    bare = re.sub(r"^(#|/\*| \*) ?", "", start, flags=re.MULTILINE)
    assert HEADER in bare + "\n"


def test_import_is_light():
    """``import sklearn_info`` loads nothing but itself."""
    code = (
        "import sys, sklearn_info\n"
        "heavy = {'numpy', 'scipy', 'sklearn', 'joblib', 'pandas', 'polars',"
        " 'matplotlib', 'torch', 'dask'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_rooms_load_no_plots_and_no_optional_library():
    """Nor does the use of any room that needs neither."""
    code = (
        "import sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from public_names import import_room, rooms\n"
        "[import_room(room) for room in rooms() if room not in"
        " ('neural', 'distributed')]\n"
        "print(sorted({'matplotlib', 'torch', 'dask'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"

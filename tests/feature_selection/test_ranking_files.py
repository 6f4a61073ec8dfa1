"""Files of rankings that are kept: what is appended, damage, full disks."""

# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from references.selection import paths_equal
from sklearn.base import clone

from sklearn_info.feature_selection import CMIM, JMI, _kept_walks, _ranking_cache

pytestmark = pytest.mark.usefixtures("no_walks")


def cache_of(selector):
    return _ranking_cache.RankingCache(selector.memory, type(selector).__name__)


def damaged(content):
    """Ways in which a file may be damaged: cut, another file, and each part of it."""
    yield b""
    yield content[:-40]
    header = 8 + 64  # after a length and a checksum
    yield bytes(header) + content[header:]
    end = content.index(b"\n", header)
    places = 0, 8, header, (header + end) // 2, end, end + 1, len(content) - 1
    for place in places:
        yield content[:place] + bytes([content[place] ^ 2]) + content[place + 1 :]


@pytest.mark.parametrize("damage", range(10))
@pytest.mark.parametrize("new_process", [False, True])
def test_a_broken_cache_is_reported_and_made_again(
    codes, tmp_path, damage, new_process
):
    X, y = codes
    selector = JMI(k=5, memory=tmp_path, discrete_features=True).fit(X, y)
    (file,) = tmp_path.rglob("*.ranking")
    if new_process:
        _kept_walks._kept.clear()
    file.write_bytes(list(damaged(file.read_bytes()))[damage])
    with pytest.warns(UserWarning, match="JMI: the cached ranking .* is made again"):
        again = clone(selector).fit(X, y)
    assert paths_equal(again, selector)
    assert paths_equal(clone(selector).fit(X, y), selector)  # without a warning


@pytest.fixture
def grown(codes, tmp_path):
    """A selector whose ranking was written in three parts; and where each ends."""
    ends, selector = [], JMI(memory=tmp_path, discrete_features=True)
    for k in (3, 5, 9):
        selector.set_params(k=k).fit(*codes)
        (file,) = tmp_path.rglob("*.ranking")
        ends.append(file.stat().st_size)
    assert ends[2] - ends[1] < ends[0]  # appended
    return selector, file, ends


def test_what_is_appended_is_read_again(codes, grown, searched):
    selector, _, _ = grown
    _kept_walks._kept.clear()
    assert paths_equal(clone(selector).fit(*codes), selector)
    assert not searched


@pytest.mark.parametrize("part", [1, 2])
@pytest.mark.parametrize("n_lost", [1, 40, -1])
def test_the_end_of_a_killed_writer_is_left_out(codes, grown, searched, part, n_lost):
    selector, file, ends = grown
    content = file.read_bytes()
    size = ends[part] - n_lost if n_lost > 0 else ends[part - 1] - n_lost
    file.write_bytes(content[:size])
    _kept_walks._kept.clear()
    n_whole = (3, 5)[part - 1]
    first = clone(selector).set_params(k=n_whole).fit(*codes)  # no warning
    assert not searched
    assert first.selection_path_.tobytes() == (
        selector.selection_path_[:n_whole].tobytes()
    )
    assert paths_equal(clone(selector).fit(*codes), selector)
    _kept_walks._kept.clear()
    searched.clear()
    assert paths_equal(clone(selector).fit(*codes), selector)
    assert not searched


@pytest.mark.parametrize("part", [1, 2])
@pytest.mark.parametrize("place", [8, 72, 100, -1])
def test_damage_in_what_was_appended_is_reported(codes, grown, part, place):
    selector, file, ends = grown
    content = bytearray(file.read_bytes())
    content[(ends[part - 1] if place >= 0 else ends[part]) + place] ^= 2
    file.write_bytes(content)
    with pytest.warns(UserWarning, match="JMI: the cached ranking .* is made again"):
        again = clone(selector).fit(*codes)
    assert paths_equal(again, selector)
    assert paths_equal(clone(selector).fit(*codes), selector)  # without a warning


def test_walks_that_append_to_one_file(codes, tmp_path):
    """Both have written the same, as two processes may that look at once."""
    selector = JMI(memory=tmp_path, discrete_features=True)
    clone(selector).set_params(k=3).fit(*codes)
    ((place, walk),) = _kept_walks._kept.items()
    _kept_walks._kept.clear()
    clone(selector).set_params(k=5).fit(*codes)
    ((_, other),) = _kept_walks._kept.items()
    cache, key = cache_of(selector), place[1]
    # Overlapping, in whatever order; and one that leaves out what nobody has written.
    for one, n_kept, n in ((other, 4, 8), (walk, 3, 7), (walk, 12, 14), (other, 8, 9)):
        one.to(n)
        one.n_kept, one.kept_as = n_kept, cache.stamp(key)
        cache.save(key, one)
    plain = JMI(k=9, discrete_features=True).fit(*codes).selection_path_
    found, _ = cache.load(key)
    assert found["path"].tobytes() == plain.tobytes()
    size = (tmp_path / "sklearn_info" / "rankings" / f"{key}.ranking").stat().st_size
    assert size > 3 * plain.nbytes  # nothing was written anew


def test_a_file_that_is_gone_is_written_anew(codes, grown, monkeypatch):
    """Also if it went after a look at it."""
    selector, file, _ = grown
    stamp = _ranking_cache.RankingCache.stamp(cache_of(selector), file.stem)
    file.unlink()
    monkeypatch.setattr(_ranking_cache.RankingCache, "stamp", lambda *_: stamp)
    more = clone(selector).set_params(k=12).fit(*codes)
    assert paths_equal(more, JMI(k=12, discrete_features=True).fit(*codes))
    monkeypatch.undo()
    found, _ = cache_of(selector).load(file.stem)
    assert found["path"].tobytes() == more.selection_path_.tobytes()


def test_a_file_without_its_beginning_is_reported(codes, grown):
    selector, file, ends = grown
    file.write_bytes(file.read_bytes()[ends[0] :])
    with pytest.warns(UserWarning, match="its beginning is missing.* is made again"):
        again = clone(selector).fit(*codes)
    assert paths_equal(again, selector)


def test_states_are_kept_once_they_are_worth_it(codes, tmp_path, monkeypatch):
    """The time walked since is compared with what it takes to write them."""
    monkeypatch.setattr(_ranking_cache, "PATIENCE", 1.0)
    selector = JMI(memory=tmp_path, discrete_features=True)

    def n_kept(k, cost):
        monkeypatch.setattr(_ranking_cache, "WRITE", cost)
        clone(selector).set_params(k=k).fit(*codes)
        (ranking,) = tmp_path.rglob("*.ranking")
        _, (n_states, _) = cache_of(selector).load(ranking.stem)
        return n_states

    assert n_kept(3, np.inf) == 3  # where nobody has gone yet
    assert n_kept(5, np.inf) == 3
    assert n_kept(6, 0.0) == 6
    assert n_kept(7, np.inf) == 6
    assert n_kept(9, 0.0) == 9
    (walk,) = _kept_walks._kept.values()
    assert walk.seconds == 0.0


def test_files_of_another_ranking_are_not_taken(codes, tmp_path):
    X, y = codes
    selectors = [
        JMI(k=5, memory=tmp_path, discrete_features=True),
        CMIM(k=5, memory=tmp_path, discrete_features=True),
    ]
    fitted = [clone(selector).fit(X, y) for selector in selectors]
    files = sorted(tmp_path.rglob("*.ranking"))
    contents = [file.read_bytes() for file in files]
    for file, content in zip(files, contents[::-1]):
        file.write_bytes(content)
    _kept_walks._kept.clear()
    for selector, before in zip(selectors, fitted):
        with pytest.warns(UserWarning, match="it is of .* is made again"):
            again = clone(selector).fit(X, y)
        assert paths_equal(again, before)
        assert_array_equal(again.scores_, before.scores_)


def test_a_cache_that_cannot_be_written_is_refused(codes, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="JMI: memory=.* cannot be written to"):
        JMI(k=2, memory=tmp_path / "file").fit(*codes)


def test_a_full_disk_costs_the_cache_and_not_the_fit(codes, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    selector = JMI(k=4, memory=tmp_path, discrete_features=True)
    with monkeypatch.context() as patched:
        patched.setattr("os.replace", full)
        with pytest.warns(UserWarning, match="JMI: the ranking could not .* space"):
            own = clone(selector).fit(*codes)
        assert paths_equal(own, JMI(k=4, discrete_features=True).fit(*codes))
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    clone(selector).fit(*codes)
    (file,) = tmp_path.rglob("*.ranking")
    n_bytes = file.stat().st_size
    monkeypatch.setattr(_ranking_cache, "record", full)
    with pytest.warns(UserWarning, match="JMI: the ranking could not .* space"):
        more = clone(selector).set_params(k=6).fit(*codes)
    assert paths_equal(more, JMI(k=6, discrete_features=True).fit(*codes))
    assert file.stat().st_size == n_bytes

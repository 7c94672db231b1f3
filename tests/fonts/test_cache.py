from __future__ import annotations

import os
import zlib

import pytest

from poolanim.fonts.cache import cache_folder, kept


def test_what_is_kept_is_made_once(folder):
    made = []

    def make():
        made.append(1)
        return zlib.compress(b"content")

    assert kept("name", make) == kept("name", make) == zlib.compress(b"content")
    assert made == [1]
    assert os.listdir(folder) == ["name"]  # noqa: PTH208


@pytest.mark.parametrize("damage", [b"", b"something else", zlib.compress(b"content")])
def test_what_was_damaged_is_made_anew(folder, damage):
    folder.mkdir()
    (folder / "name").write_bytes(damage)
    assert kept("name", lambda: zlib.compress(b"content")) == zlib.compress(b"content")
    kept("name", lambda: pytest.fail("it is whole now"))


def test_a_file_under_another_name_is_made_anew(folder):
    kept("name", lambda: b"content")
    (folder / "name").rename(folder / "other")
    assert kept("other", lambda: b"other") == b"other"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_place_of_a_file_does_no_harm(folder):
    folder.mkdir()
    os.mkfifo(folder / "name")
    assert kept("name", lambda: b"content") == b"content"


def test_a_folder_that_cannot_be_made_does_no_harm(folder):
    folder.write_text("a file stands where the folder should")
    assert kept("name", lambda: zlib.compress(b"content")) == zlib.compress(b"content")


def test_a_file_that_cannot_be_read_or_replaced_does_no_harm(folder):
    (folder / "name").mkdir(parents=True)
    assert kept("name", lambda: zlib.compress(b"content")) == zlib.compress(b"content")


def test_a_user_without_a_home_has_no_cache(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as for a user without an entry
    assert cache_folder() is None
    assert kept("name", lambda: b"content") == b"content"


def test_the_cache_is_where_the_system_wants_it(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "poolanim"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder().parts[-2:] == (".cache", "poolanim")
    monkeypatch.setattr("sys.platform", "darwin")
    assert cache_folder().parts[-3:] == ("Library", "Caches", "poolanim")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cache_folder() == tmp_path / "poolanim"


def test_a_link_in_the_cache_is_not_followed(folder):
    folder.mkdir()
    precious = folder.parent / "precious.txt"
    precious.write_text("mine")
    (folder / "name").symlink_to(precious)
    assert kept("name", lambda: b"content") == b"content"
    assert precious.read_text() == "mine"

from __future__ import annotations

import os
from pathlib import Path

import pytest

from poolanim.files.contents import content_of, text_of
from poolanim.files.limits import TEXT_BYTES


def test_a_file_of_the_largest_size_is_read_and_no_larger_one(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 9)
    assert content_of(tmp_path / "a", 9) == b"x" * 9
    with pytest.raises(OSError, match="it has more than 0 MB, the limit"):
        content_of(tmp_path / "a", 8)


def test_a_huge_file_is_refused_unread(tmp_path):
    with (tmp_path / "a").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="it has more than 16 MB, the limit"):
        content_of(tmp_path / "a", TEXT_BYTES)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no such files here")
def test_a_file_that_the_system_makes_up_is_read_as_far_as_the_limit(monkeypatch):
    monkeypatch.setattr("poolanim.files.contents.CHUNK", 7)
    content = content_of("/proc/self/status", 100_000)
    assert content.startswith(b"Name:")
    assert content.endswith(b"\n")
    with pytest.raises(OSError, match="more than 0 MB"):
        content_of("/proc/self/status", 10)


def test_a_folder_is_none(tmp_path):
    with pytest.raises(OSError, match=r"directory|denied"):
        content_of(tmp_path, 9)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_without_a_writer_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "a")
    with pytest.raises(OSError, match="no regular file"):
        content_of(tmp_path / "a", 9)


def test_ends_of_lines_and_a_mark_of_bytes_are_no_part_of_a_text(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert text_of("a", tmp_path / "a", "") == "a\nb\nc\n"

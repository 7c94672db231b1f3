from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from html import unescape

import pytest

from poolanim.cli import console
from poolanim.cli.console import DEGRADED, hand_over, prepare_streams, say
from poolanim.errors import OutputError

COMMAND = [sys.executable, "-m", "poolanim"]
NAMES = 'name = "пул-池"\nlayer = "avg"\nshape = 3\ntitle = "Пул 池 😀"\n'
MANIFEST = f'[[figure]]\n{NAMES}output = "池.json"\n'


def stream(encoding, errors="strict"):
    return io.TextIOWrapper(io.BytesIO(), encoding, errors)


def printed(monkeypatch, encoding, show):
    """The bytes that arrive at a standard output of some encoding."""
    monkeypatch.setattr(sys, "stdout", stdout := stream(encoding))
    prepare_streams()
    show()
    return stdout.buffer.getvalue()


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("ascii", rb"\u6c60 \xe9 " b"\xff.gif\n"),
        ("cp1252", rb"\u6c60 " b"\xe9 \xff.gif\n"),
        ("cp437", rb"\u6c60 " b"\x82 \xff.gif\n"),
        ("gbk", b"\xb3\xd8 \xa8\xa6 \xff.gif\n"),
        ("utf-8", "池 é ".encode() + b"\xff.gif\n"),
    ],
)
def test_a_line_shows_what_the_encoding_has_and_escapes_the_rest(monkeypatch, encoding, expected):
    assert printed(monkeypatch, encoding, lambda: say("池 é \udcff.gif")) == expected


def test_a_handler_that_the_user_chose_stays(monkeypatch):
    monkeypatch.setattr(sys, "stdout", stdout := stream("ascii", "ignore"))
    prepare_streams()
    assert stdout.errors == "ignore"
    assert "é\ud800".encode("ascii", DEGRADED) == rb"\xe9\ud800"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "gbk", "latin-1", "utf-8"])
def test_what_is_to_be_pasted_loses_no_character(monkeypatch, encoding):
    text = "<p>Пул 池 × é 😀</p>\n"
    page = printed(monkeypatch, encoding, lambda: hand_over(text, entities=True))
    assert unescape(page.decode("utf-8")) == text
    assert page.isascii() or encoding == "utf-8"
    other = printed(monkeypatch, encoding, lambda: hand_over(text))
    assert other == text.encode("utf-8")


def test_a_closed_standard_output_takes_no_result_and_drops_lines(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    say("nobody reads this")
    with pytest.raises(OutputError, match="standard output is closed"):
        hand_over("text")


def test_a_standard_error_that_takes_nothing_changes_nothing(monkeypatch):
    class Full(io.StringIO):
        def write(self, text):  # noqa: ARG002
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    say("poolanim: something is wrong", err=True)
    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(OSError, match="No space"):
        say("a result")


def test_commands_print_names_of_any_script_on_any_console(tmp_path):
    (tmp_path / "м池.toml").write_text(MANIFEST, "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    for arguments in (
        ["check", "м池.toml"],
        ["batch", "м池.toml", "--dry-run"],
        ["batch", "м池.toml"],
        ["batch", "м池.toml", "--force", "--json"],
        ["avg", "--shape", "3", "--title", "Пул −", "--embed", "mdx", "-o", "池.html"],
        ["new", "н池.toml"],
    ):
        result = subprocess.run(
            [*COMMAND, *arguments], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert (result.returncode, result.stderr.count(b"\n")) == (0, "--embed" in arguments)
        assert result.stdout
        if "--json" in arguments:
            first = json.loads(result.stdout.splitlines()[0])
            assert list(first["files"]) == ["池.json"]


CLOSINGS = [">&-", "2>&-", "<&-", ">&- 2>&- <&-"]


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("closing", CLOSINGS)
def test_files_are_whole_whatever_streams_are_closed(tmp_path, closing):
    command = (
        f"{sys.executable} -m poolanim avg --shape 3 --motion steps -o a.mp4 -o a.json {closing}"
    )
    result = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert (tmp_path / "a.mp4").read_bytes()[4:8] == b"ftyp"
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("asked", ["-o - --format gif", "--embed html -o a.html"])
def test_a_closed_standard_output_is_told_before_anything_is_made(tmp_path, asked):
    command = f"{sys.executable} -m poolanim avg --shape 3 {asked} >&-"
    result = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr == (
        "poolanim: standard output is closed; send it to a file or a program\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_file_names_that_are_not_text_are_printed_as_they_are(tmp_path):
    name = os.fsdecode(b"\xff.json")
    for arguments in (["-o", name], ["-o", name.replace("json", "html"), "--embed", "html"]):
        result = subprocess.run(
            [*COMMAND, "avg", "--shape", "3", *arguments],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert (b"%FF.html" if "--embed" in arguments else b"\xff.json") in result.stdout


def test_streams_that_are_open_stay():
    before = [os.fstat(number) for number in range(3)]
    console.prepare_streams()
    assert [os.fstat(number) for number in range(3)] == before

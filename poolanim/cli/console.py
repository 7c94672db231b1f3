"""Prints on standard output and standard error, in any encoding."""

from __future__ import annotations

import codecs
import io
import os
import select
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from poolanim.errors import OutputError, counted, one_line

if TYPE_CHECKING:
    from poolanim.formats.writing import Written

DEGRADED = "poolanim.degraded"
"""The name of the error handler for characters that a stream's encoding lacks."""
ESCAPED_BYTES = range(0xDC80, 0xDD00)
"""Characters by which Python represents the bytes of a file name that are not text."""


def prepare_streams() -> None:
    """Lets standard output accept any text, and replaces closed standard streams by null devices.

    Otherwise the next opened file would get the number of a closed stream, and libraries that print
    to standard error would write into that file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
            os.set_inheritable(null, True)
    codecs.register_error(DEGRADED, _degraded)
    # Standard error escapes what it cannot encode by itself.
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors in (
        "strict",
        "surrogateescape",
    ):
        sys.stdout.reconfigure(errors=DEGRADED)


def _degraded(error: UnicodeError) -> tuple[str | bytes, int]:
    """Replaces a character by an escape, and an escaped byte of a file name by that byte."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    if ord(character) in ESCAPED_BYTES:
        return character.encode("ascii", "surrogateescape"), error.start + 1
    return character.encode("ascii", "backslashreplace").decode("ascii"), error.start + 1


def is_terminal() -> bool:
    """Returns whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def reader_left() -> bool:
    """Returns whether standard output is a pipe or a socket whose reader has closed it."""
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
        return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
    except (AttributeError, OSError, ValueError):  # it is closed or no file; Windows has no poll
        return False


def say(line: str, *, err: bool = False) -> None:
    """Prints a line. Drops it if the stream is closed, or if standard error cannot be written.

    Args:
        line: the line, without a line feed.
        err: whether it goes to standard error.

    Raises:
        OSError: standard output cannot be written.
    """
    stream = sys.stderr if err else sys.stdout
    if stream is not None:
        with suppress(*[OSError] if err else []):  # no stream is left to report the error on
            click.echo(line, file=stream)


def check_open() -> None:
    """Raises OutputError if standard output is closed."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; send it to a file or a program")


def hand_over(text: str, *, entities: bool = False) -> None:
    """Prints a text that is to be pasted or saved, without losing a character.

    Args:
        text: whole lines.
        entities: whether the language of the text has HTML's character references. If the encoding
            is not UTF-8, they replace all characters outside ASCII. A text of another language is
            printed in UTF-8 in any case.

    Raises:
        OutputError: standard output is closed.
    """
    check_open()
    is_utf8 = _is_utf8(sys.stdout.encoding)
    if entities and not is_utf8:
        text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    shown = text if is_utf8 or text.isascii() else text.encode("utf-8", "surrogateescape")
    click.echo(shown, file=sys.stdout, nl=False)


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def complain(message: str) -> None:
    """Prints a message on standard error, in one line."""
    say(one_line(f"poolanim: {message}"), err=True)


def report(written: Written) -> str:
    """Returns a line about a file: its path, its frames or pages, its duration, its size.

    Example:
        >>> from poolanim.formats.writing import Written
        >>> from pathlib import Path
        >>> report(Written(Path("out/avg.gif"), 19, 9.8, 145_526))
        'out/avg.gif  19 frames  9.8 s  145.5 KB'
        >>> report(Written(Path("out/avg.json"), 0, 0.0, 5_210))
        'out/avg.json  5.2 KB'
    """
    pictures = "page" if written.path.suffix.lower() == ".pdf" else "frame"
    parts = [
        str(written.path),
        counted(written.frames, pictures) if written.frames else "",
        f"{written.seconds:.1f} s" if written.seconds else "",
        f"{written.size / 1000:.1f} KB",
    ]
    return "  ".join(filter(None, parts))

"""What the command line prints: on standard output and standard error, in any encoding."""

from __future__ import annotations

import codecs
import io
import os
import select
import sys
from contextlib import suppress

import click

from poolanim.errors import OutputError

DEGRADED = "poolanim.degraded"
"""The name of the error handler for characters that a stream's encoding lacks."""
ESCAPED_BYTES = range(0xDC80, 0xDD00)
"""Characters by which Python represents the bytes of a file name that are not text."""


def prepare_streams() -> None:
    """Let standard output accept any text, and occupy the standard streams that are closed.

    The number of a closed stream would go to the next file that is opened, and libraries that print
    messages to standard error would write them into that file.
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
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def reader_left() -> bool:
    """Whether standard output is a pipe or a socket that nobody reads any more."""
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
        return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
    except (AttributeError, OSError, ValueError):  # it is closed or no file; Windows has no poll
        return False


def say(line: str, *, err: bool = False) -> None:
    """Print a line; drop it if the stream is closed, or is standard error and takes nothing.

    Args:
        line: without its end.
        err: whether it goes to standard error.

    Raises:
        OSError: standard output takes nothing.
    """
    stream = sys.stderr if err else sys.stdout
    if stream is not None:
        with suppress(*[OSError] if err else []):  # there is nowhere left to report that
            click.echo(line, file=stream)


def check_open() -> None:
    """Raise OutputError if standard output is closed."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; send it to a file or a program")


def hand_over(text: str, *, entities: bool = False) -> None:
    """Print a text that is to be pasted or saved, which must not lose a character.

    Args:
        text: whole lines.
        entities: whether its language has HTML's character references. They replace all characters
            outside ASCII where the encoding is not UTF-8. Other texts are printed in UTF-8 anyway.

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

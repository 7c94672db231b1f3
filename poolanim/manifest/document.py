"""A manifest's file, cut into its figures, each of which is read when it is asked for.

A hundred thousand figures take hardly more memory than the text does, a mistake in one hides none
in another, and it is known on which line each stands.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.errors import ParameterError, reason
from poolanim.manifest.statements import Kind, line_of, statements

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_AT_LINE = re.compile(r"\(at line (\d+), (column \d+)\)")


class Span(NamedTuple):
    """A part of a text, from `start` to before `stop`."""

    start: int
    stop: int


class NotTomlError(ParameterError):
    """A part of a manifest that is no TOML.

    Attributes:
        line: on which this shows.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, eq=False)
class Document:
    """One file of a manifest.

    Attributes:
        path: of the file.
        text: all of it.
        figures: where each `[[figure]]` is, with the tables within it.
    """

    path: Path
    text: str
    figures: tuple[Span, ...]

    def head(self) -> Mapping[str, Any]:
        """All but the figures.

        Raises:
            NotTomlError: it is no TOML.
        """
        kept, end = [], 0
        for start, stop in self.figures:
            kept += [self.text[end:start], "\n" * self.text.count("\n", start, stop)]
            end = stop
        return _parsed("".join([*kept, self.text[end:]]), 1)

    def figure(self, span: Span) -> dict[str, Any]:
        """The table of a figure.

        Raises:
            NotTomlError: it is no TOML.
        """
        try:
            [table] = tomllib.loads(self.text[span.start : span.stop])["figure"]
        except ValueError:
            _parsed(self.text[span.start : span.stop], self.line(span))
            raise
        return dict(table)

    def line(self, span: Span) -> int:
        """The line on which a figure starts."""
        return line_of(self.text, span.start)

    def key_lines(self, span: Span | None = None) -> Mapping[tuple[str, ...], int]:
        """The line of each table and key, in a figure or in the whole file.

        A key's path starts with the tables it is in; a figure's own are not counted.
        """
        start, stop = span or (0, len(self.text))
        lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for kind, path, offset in statements(self.text[start:stop]):
            if kind is not Kind.KEY:
                table = path = path[1:] if span else path
            else:
                path = table + path
            lines.setdefault(path, line_of(self.text, start + offset))
        return lines


def read_document(path: Path) -> Document:
    """Read a file of a manifest, and find its figures.

    Raises:
        ParameterError: it cannot be read.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ParameterError(
            f"manifest {path}: {reason(error)}; give the path of a TOML file"
        ) from None
    except UnicodeDecodeError as error:
        raise ParameterError(f"manifest {path}: not UTF-8 text: {error}; save it as such") from None
    figures: list[Span] = []
    start: int | None = None
    for kind, name, offset in statements(text):
        if kind is Kind.KEY or (start is not None and name[0] == "figure" and len(name) > 1):
            continue
        if start is not None:
            figures.append(Span(start, offset))
        start = offset if (kind, name) == (Kind.ITEM, ("figure",)) else None
    if start is not None:
        figures.append(Span(start, len(text)))
    return Document(path, text, tuple(figures))


def _parsed(text: str, first_line: int) -> dict[str, Any]:
    """A part of a file that starts on `first_line`."""
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also of a number with thousands of digits
        place = _AT_LINE.search(str(error))
        line = first_line + (int(place[1]) - 1 if place else text.rstrip("\n").count("\n"))
        told = _AT_LINE.sub(r"(at \2)", str(error))
        raise NotTomlError(f"not TOML: {told}", line) from None

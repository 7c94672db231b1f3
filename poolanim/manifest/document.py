"""A file of a manifest, cut into its figures, each of which is parsed when it is needed.

A hundred thousand figures take hardly more memory than their text. A mistake in one figure hides no
mistake in another, and each has a line.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.files.contents import text_of
from poolanim.files.limits import FIGURES
from poolanim.files.toml import TOML_ADVICE, Kind, parsed, statements
from poolanim.manifest.variants import axes_of, count_of
from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FIGURE = re.compile(r"""^[ \t]*\[\[[ \t]*["']?figure["']?[ \t]*\]\]""", re.MULTILINE)
Lines = dict[tuple[str, ...], int]
"""The line of each table and key; a path starts with the tables it is in."""


class Span(NamedTuple):
    """A part of a text.

    Attributes:
        start: offset of its first character.
        stop: offset of the first character after it.
        line: on which it starts.
    """

    start: int
    stop: int
    line: int


@frozen(eq=False)
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
        """Returns all but the figures.

        Raises:
            NotTomlError: the text is not TOML.
        """
        return parsed(self._outside)

    def figure(self, span: Span) -> dict[str, Any]:
        """Returns the table of a figure.

        Raises:
            NotTomlError: the text is not TOML.
        """
        [table] = parsed(self.text[span.start : span.stop], span.line)["figure"]
        return dict(table)

    def count(self) -> int:
        """Returns the number of figures. A mistake counts as one."""
        return sum(map(self._count, self.figures))

    def _count(self, span: Span) -> int:
        text = self.text[span.start : span.stop]
        if "matrix" not in text and "\\" not in text:  # most figures have no matrix; skip parsing
            return 1
        with suppress(ParameterError):
            return count_of(axes_of(parsed(text)["figure"][0].get("matrix", {})))
        return 1

    def lines_of(self, span: Span) -> Lines:
        """Returns the lines in a figure. Paths do not start with `figure`."""
        text = self.text[span.start : span.stop]
        return _lines(text, span.line, len(("figure",)))

    @cached_property
    def lines(self) -> Lines:
        """The lines outside of all figures."""
        return _lines(self._outside, 1, 0)

    @property
    def _outside(self) -> str:
        """The text with empty lines in place of its figures."""
        kept, end = [], 0
        for start, stop, _ in self.figures:
            kept += [self.text[end:start], "\n" * self.text.count("\n", start, stop)]
            end = stop
        return "".join([*kept, self.text[end:]])


def _lines(text: str, first_line: int, outer: int) -> Lines:
    """Returns the lines in a text. Paths lack the first `outer` parts of each table's name."""
    lines: Lines = {}
    table: tuple[str, ...] = ()
    for kind, path, _, line in statements(text, first_line):
        if kind is Kind.KEY:
            path = table + path
        else:
            table = path = path[outer:]
        lines.setdefault(path, line)
    return lines


def too_many(path: Path) -> ParameterError:
    """Returns the error that a manifest makes more figures than the limit."""
    return ParameterError(f"manifest {path} makes over {FIGURES:,} figures, the limit; split it")


def read_document(path: Path) -> Document:
    """Reads a file of a manifest, and finds its figures.

    Raises:
        NotTomlError: a part of the file is beyond a limit.
        ParameterError: the file cannot be read.
    """
    text = text_of(f"manifest {path}", path, TOML_ADVICE)
    if any(number == FIGURES for number, _ in enumerate(_FIGURE.finditer(text))):
        raise too_many(path)  # finding the figures would take long
    figures: list[Span] = []
    start: tuple[int, int] | None = None
    for kind, name, offset, line in statements(text):
        if kind is Kind.KEY or (start is not None and name[0] == "figure" and len(name) > 1):
            continue
        if start is not None:
            figures.append(Span(start[0], offset, start[1]))
        start = (offset, line) if (kind, name) == (Kind.ITEM, ("figure",)) else None
    if start is not None:
        figures.append(Span(start[0], len(text), start[1]))
    return Document(path, text, tuple(figures))

"""TOML within limits: read by `tomllib`, and cut into statements, each with its line.

`tomllib` reports no lines of keys, stops at the first mistake, and takes hours for a key of 100,000
parts. The scanner below takes linear time, and finds the statements of a text that is no TOML as
well. A manifest is read figure by figure with its help.
"""

from __future__ import annotations

import re
import tomllib
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.files.limits import DEPTH, NAME, STRING, VALUES
from poolanim.files.reals import real
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A string that is not closed extends to the end of its line or of the text. If it were no token,
# each further quotation mark would start the same search again.
_STRING = r""""(?:\\[^\n]|[^"\\\n])*(?:"|\\?$)|'[^'\n]*(?:'|$)"""
_PART = rf"(?:[\w+:-]+|{_STRING})"
_PATH = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
# Compiled when a user's file is read, which takes longer than to read the package's own files.
_TOKEN = rf"""
      ^[ \t]*\[\[[ \t]*(?P<item>{_PATH})[ \t]*\]\][ \t]*(?=[\#\n]|\Z)
    | ^[ \t]*\[[ \t]*(?P<table>{_PATH})[ \t]*\][ \t]*(?=[\#\n]|\Z)
    | ^[ \t]*(?P<key>{_PATH})[ \t]*=
    | \#[^\n]*
    | (?P<text>\"""(?:\\.|[^\\])*?(?:\"""\"{{0,2}}|\\?\Z) | '''.*?(?:'''\'{{0,2}}|\Z))
    | (?P<value>{_PATH})
    | (?P<open>[\[{{])
    | (?P<close>[\]}}])
    """
_TOKEN_FLAGS = re.VERBOSE | re.MULTILINE | re.DOTALL
_PARTS = re.compile(_PART, re.MULTILINE)
_AT_LINE = re.compile(r"\(at line (\d+), (column \d+)\)")
_ELEMENTS = ("value", "text", "open")
"""The tokens with which an element of a list begins."""
TOML_ADVICE = "give the path of a TOML file"
"""What to do about a file that cannot be read."""
_SHORT = 2 * DEPTH
"""Characters of a path that is within all limits: it has at most `DEPTH` parts."""


class NotTomlError(ParameterError):
    """A text that is not TOML, or is beyond a limit.

    Attributes:
        line: on which this shows.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class Kind(Enum):
    """What a statement is."""

    ITEM = auto()
    """`[[name]]`, another table of a list."""
    TABLE = auto()
    """`[name]`"""
    KEY = auto()
    """`name = ...`"""


class Statement(NamedTuple):
    """The start of a table, or of a key with its value.

    Attributes:
        kind: what it is.
        path: its name, part by part.
        offset: the offset in the text of its first character, or of the blanks before that.
        line: of that character, counted from 1.
    """

    kind: Kind
    path: tuple[str, ...]
    offset: int
    line: int


def statements(text: str, first_line: int = 1) -> Iterator[Statement]:
    r"""Yields all statements of a text, in order. A value contains none.

    Args:
        text: TOML, possibly with mistakes.
        first_line: the number of its first line.

    Raises:
        NotTomlError: a name, a number, a string or a list is too long, or values or names are
            nested too deep.

    Example:
        >>> for statement in statements("[a.b]\nc = [\n  [1]\n]\n[['d e']]"):
        ...     print(statement.kind.name, statement.path, statement.line)
        TABLE ('a', 'b') 1
        KEY ('c',) 2
        ITEM ('d e',) 5
    """
    depth = 0  # of brackets: the rows of a grid look like the names of tables
    values = 0  # within the outermost brackets
    line, counted = first_line, 0
    for token in re.finditer(_TOKEN, text, _TOKEN_FLAGS):
        group = token.lastgroup
        if depth and group in _ELEMENTS:
            values += 1
            if values > VALUES:
                told = f"a list has over {VALUES:,} values, the limit; put them into a file"
                raise NotTomlError(told, line + text.count("\n", counted, token.start()))
        if group == "open":
            values = values if depth else 0
            depth += 1
        elif group == "close":
            depth = max(depth - 1, 0)
        elif group is None or (group == "value" and token.end() - token.start() <= _SHORT):
            continue
        fault = _beyond(token, depth)
        is_statement = group in ("item", "table", "key") and depth == 0
        if fault or is_statement:
            line += text.count("\n", counted, token.start())
            counted = token.start()
        if fault:
            raise NotTomlError(fault, line)
        if is_statement:
            parts = _PARTS.findall(token[group])
            path = tuple(part[1:-1] if part[0] in "\"'" else part for part in parts)
            yield Statement(Kind[group.upper()], path, token.start(), line)


def _beyond(token: re.Match[str], depth: int) -> str | None:
    """Returns how a token exceeds a limit; None if it does not."""
    if depth > DEPTH:
        return f"brackets lie over {DEPTH} deep, the limit; nest fewer"
    if token.end() - token.start() <= _SHORT:
        return None
    parts = [token["text"]] if token["text"] is not None else _PARTS.findall(token[0])
    if len(parts) > DEPTH:
        return f"a key has {len(parts):,} parts; give at most {DEPTH}"
    for part in parts:
        most = STRING if part[0] in "\"'" and token.lastgroup in ("text", "value") else NAME
        if len(part) > most:
            thing = "a string" if most == STRING else "a key or a number"
            return f"{thing} has {len(part):,} characters; give at most {most:,}"
    return None


def parsed(text: str, first_line: int = 1) -> dict[str, Any]:
    """Returns the content of a TOML text whose `statements` are within all limits.

    Args:
        text: TOML.
        first_line: the number of its first line, for errors.

    Raises:
        NotTomlError: it is not TOML, or contains a number beyond float64.

    Example:
        >>> parsed("a.b = [1, 2.5]")
        {'a': {'b': [1, 2.5]}}
    """
    try:
        return tomllib.loads(text, parse_float=_real)
    except ValueError as error:
        place = _AT_LINE.search(str(error))
        line = first_line + (int(place[1]) - 1 if place else text.rstrip("\n").count("\n"))
        told = _AT_LINE.sub(r"(at \2)", str(error))
        raise NotTomlError(f"not TOML: {told}", line) from None


def loads(text: str) -> dict[str, Any]:
    """Returns the content of a TOML text of any origin.

    Raises:
        NotTomlError: it is not TOML, or is beyond a limit.

    Example:
        >>> loads("a = 1e999")
        Traceback (most recent call last):
        ...
        poolanim.files.toml.NotTomlError: not TOML: float64 has no number as large as 1e999
    """
    for _ in statements(text):
        pass  # raises NotTomlError beyond a limit
    return parsed(text)


def _real(digits: str) -> float:
    return real(digits.replace("_", ""))  # TOML allows underscores between digits

"""Where the tables and keys of a TOML text stand, which `tomllib` does not tell.

It finds statements, and reads none: a text that is no TOML has statements as well.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = r"""(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_PATH = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_TOKEN = re.compile(
    rf"""
      ^[ \t]*\[\[[ \t]*(?P<item>{_PATH})[ \t]*\]\][ \t]*(?=[\#\n]|\Z)
    | ^[ \t]*\[[ \t]*(?P<table>{_PATH})[ \t]*\][ \t]*(?=[\#\n]|\Z)
    | ^[ \t]*(?P<key>{_PATH})[ \t]*=
    | \#[^\n]*
    | \"""(?:\\.|[^\\])*?\"""
    | '''.*?'''
    | "(?:\\.|[^"\\\n])*"
    | '[^'\n]*'
    | (?P<open>[\[{{])
    | (?P<close>[\]}}])
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


class Kind(Enum):
    """What a statement is."""

    ITEM = auto()
    """`[[name]]`, another table of a list."""
    TABLE = auto()
    """`[name]`"""
    KEY = auto()
    """`name = ...`"""


class Statement(NamedTuple):
    """The beginning of a table or of a key and its value.

    Attributes:
        kind: what it is.
        path: its name, part by part.
        offset: of its first character, or of the blanks before it, in the text.
    """

    kind: Kind
    path: tuple[str, ...]
    offset: int


def statements(text: str) -> Iterator[Statement]:
    r"""All statements of a text, in order. What stands within a value is none.

    Example:
        >>> for statement in statements("[a.b]\nc = [\n  [1]\n]\n[['d e']]"):
        ...     print(statement.kind.name, statement.path, statement.offset)
        TABLE ('a', 'b') 0
        KEY ('c',) 6
        ITEM ('d e',) 20
    """
    depth = 0  # of brackets: the rows of a grid look like the names of tables
    for token in _TOKEN.finditer(text):
        group = token.lastgroup
        if group == "open":
            depth += 1
        elif group == "close":
            depth -= 1
        elif group is not None and depth == 0:
            parts = re.findall(_NAME, token[group])
            path = tuple(part[1:-1] if part[0] in "\"'" else part for part in parts)
            yield Statement(Kind[group.upper()], path, token.start())


def line_of(text: str, offset: int) -> int:
    r"""The line, counted from 1, on which a character stands.

    Example:
        >>> line_of("a\nb", 2)
        2
    """
    return text.count("\n", 0, offset) + 1

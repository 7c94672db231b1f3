"""Checks whether labels can be names in the code of a figure."""

from __future__ import annotations

import re
import unicodedata
from keyword import iskeyword
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIELD = re.compile(r"\{(\w+)\}")
"""A name in braces."""
OWN_FIELD = re.compile(r"(?<!\w)\{[\w.:]+\}(?!\w)")
"""A field that is a whole name, not a part of a name as in `{input}_pad`."""
NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
"""A name in code that is no attribute."""
NO_WIDTH = "\u2060"
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""Invisible characters. The first joins two words without a line break. Text between the others
keeps its own direction, from left to right or from right to left."""


def can_be_names(labels: Mapping[str, str], code: Iterable[str]) -> bool:
    """Returns whether code runs with labels as the names of its arrays.

    Each label must be a Python name that the code does not use for something else.

    Args:
        labels: the labels, by the name of the grid.
        code: lines of code, with the names of grids in braces.

    Example:
        >>> labels = {"input": "x", "output": "y"}
        >>> can_be_names(labels, ["mask = ({input} == {output})"])
        True
        >>> can_be_names(labels | {"output": "mask"}, ["mask = ({input} == {output})"])
        False
        >>> can_be_names(labels | {"output": "my y"}, [])
        False
    """
    texts = [
        FIELD.sub(lambda field: labels.get(field[1], ""), OWN_FIELD.sub(" ", text)) for text in code
    ]
    used = {name for text in texts for name in NAME.findall(text)}
    names = [unicodedata.normalize("NFKC", _seen(label)) for label in labels.values()]
    return all(name.isidentifier() and not iskeyword(name) and name not in used for name in names)


def _seen(label: str) -> str:
    """Returns a label without the characters that only serve its setting."""
    return "".join(letter for letter in label if unicodedata.category(letter) != "Cf")


def for_code(label: str) -> str:
    """Returns a user's label for code: one character for each column, isolated in its direction.

    Example:
        >>> len(for_code("dY")), len(for_code("出力")), len(for_code("פלט"))
        (2, 4, 5)
    """
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in label):
        return f"{ISOLATE}{label}{END_OF_ISOLATE}"
    wide = (letter for letter in label if unicodedata.east_asian_width(letter) in "WF")
    return label.translate({ord(letter): letter + NO_WIDTH for letter in wide})

"""The domain of grids: numbers, or what says where they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from numbers import Real
from typing import TYPE_CHECKING, Any

from poolanim.errors import GridError, ParameterError
from poolanim.parameters.domains import Domain, checked_path, plain

if TYPE_CHECKING:
    from poolanim.parameters.domains import Schema

Source = str | Sequence[Any]
"""`random`, `ones`, an inline grid such as `1 2; 3 4`, the path of a file or picture, or `-` for
standard input; or numbers in nested lists of up to four levels."""
DEEPEST = 4
"""Axes of numbers in lists."""


class Numbers(Domain[Any]):
    """A grid: numbers in lists or arrays, or a text that stands for one or names a file.

    Args:
        row: whether one number is a grid, too.
    """

    def __init__(self, *, row: bool = False) -> None:
        self._row = row

    def simplified(self, given: Any) -> Any:
        """Returns a value as it is, since a list loses the mask of an array."""
        return given

    def check(self, name: str, given: Any) -> Any:
        """Returns numbers as tuples, and text or a path as text.

        Raises:
            GridError: the numbers are masked.
        """
        text = os.fspath(given) if isinstance(given, os.PathLike) else given
        if isinstance(text, str):
            return checked_path(name, text)
        frozen = _frozen(name, given)
        if self._row and isinstance(frozen, Real) and not isinstance(frozen, bool):
            frozen = (frozen,)
        if not isinstance(frozen, tuple):
            raise ParameterError.about(name, given, "give rows of numbers, or text")
        return frozen

    def spell(self, value: Any) -> str:
        """Returns the text, or rows of numbers; what has more axes is for a file.

        Example:
            >>> Numbers().spell(((1, 2), (3, 4))), Numbers().spell((((1,),),))
            ('1 2; 3 4', 'FILE.json')
        """
        if isinstance(value, str):
            return value
        if not isinstance(value[0], tuple):
            import json  # takes time to import, and few values are such rows

            return json.dumps(value)
        deep = any(isinstance(cell, tuple) for row in value for cell in row)
        return "FILE.json" if deep else "; ".join(" ".join(map(str, row)) for row in value)

    def schema(self) -> Schema:
        """Returns that of a text, or of lists of numbers."""
        kinds: list[Schema] = [{"type": "string"}, _nested(DEEPEST)]
        return {"anyOf": [*kinds, {"type": "number"}] if self._row else kinds}

    @property
    def metavar(self) -> str:
        """Stands for a text."""
        return "SOURCE"


def _nested(depth: int) -> Schema:
    number: Schema = {"type": "number"}
    items = number if depth == 1 else {"anyOf": [number, _nested(depth - 1)]}
    return {"type": "array", "items": items}


def _frozen(name: str, part: Any) -> Any:
    """Returns a number as it is, and what contains numbers in some order as tuples."""
    if hasattr(part, "filled") and part.mask.any():  # an array of NumPy, or one number of it
        raise GridError(
            f"{name} has masked numbers; fill them first, such as by its .filled(0)", field=name
        )
    part = plain(part)
    if isinstance(part, str | bytes | Mapping | Set) or not isinstance(part, Iterable):
        return part
    return tuple(_frozen(name, each) for each in part)

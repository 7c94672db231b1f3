"""The domain of numbers of things of which one, several or all may be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.parameters.numbers import Whole
from poolanim.parameters.sizes import PAIR, Size
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.parameters.domains import Schema


@frozen
class Several(Whole):
    """The number of a thing, or the first and the last of several in a row, or a word."""

    def check(self, name: str, given: Any) -> Any:
        """Returns the number, the two numbers or the word.

        Example:
            >>> Several(0, 99).check("channel", "8:15"), Several(0, 99).check("channel", [3, 3])
            ((8, 15), 3)
        """
        several = isinstance(given, str) and ":" in given and given not in self.words
        if not (several or isinstance(given, list | tuple)):
            return super().check(name, given)
        first, last = Size(self.least, self.greatest, ":").check(name, given)
        if first > last:
            advice = "the first must not come after the last"
            raise ParameterError.about(name, f"{first}:{last}", advice, spelled=str)
        return first if first == last else (first, last)

    @property
    def described(self) -> str:
        """The numbers and the words, for an error."""
        return f"{super().described}, or several as A:B"

    def schema(self) -> Schema:
        """Returns that of one number, of a word, of text and of two numbers."""
        text = {"type": "string", "pattern": "^ *[0-9]{1,9} *: *[0-9]{1,9} *$"}
        return {"anyOf": [*super().schema()["anyOf"], text, PAIR]}

    def spell(self, value: Any) -> str:
        """Returns the numbers with a colon between."""
        return ":".join(map(str, value)) if isinstance(value, tuple) else super().spell(value)

    @property
    def metavar(self) -> str:
        """Letters, and the words."""
        return "|".join(["N", "A:B", *self.words])

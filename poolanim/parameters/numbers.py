"""Domains of numbers."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, ClassVar

from poolanim.errors import ParameterError
from poolanim.files.reals import real
from poolanim.parameters.domains import Domain
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.parameters.domains import Schema


@frozen
class Whole(Domain[Any]):
    """A whole number within limits, or one of some words.

    Attributes:
        least: the least number.
        greatest: the greatest number.
        words: what may be given instead of a number.
        even: whether the number must be even.
        nonzero: whether the number must not be 0.
    """

    least: int
    greatest: int
    words: tuple[str, ...] = ()
    even: bool = False
    nonzero: bool = False

    def check(self, name: str, given: Any) -> Any:
        """Returns the number or the word."""
        if isinstance(given, str) and given in self.words:
            return given
        number = isinstance(given, int) and not isinstance(given, bool)
        if not number or not self.least <= given <= self.greatest or self._excludes(given):
            raise ParameterError.about(name, given, f"give {self.described}")
        return given

    def _excludes(self, number: int) -> bool:
        return bool((self.even and number % 2) or (self.nonzero and number == 0))

    @property
    def described(self) -> str:
        """The numbers and the words, for an error.

        Example:
            >>> Whole(0, 2).described, Whole(0, 0, ("all",)).described
            ('a whole number from 0 to 2', '0, or all')
        """
        kind = "an even number" if self.even else "a whole number"
        limits = f"{kind} from {self.least} to {self.greatest}"
        if self.least == self.greatest:
            limits = str(self.least)
        return ", or ".join([limits + " other than 0" * self.nonzero, *self.words])

    def read(self, text: Any) -> Any:
        """Returns the number, if the text is one.

        Example:
            >>> Whole(0, 9).read("7"), Whole(0, 9).read("seven")
            (7, 'seven')
        """
        return int(text) if re.fullmatch("[-+]?[0-9]{1,19}", str(text)) else text

    def schema(self) -> Schema:
        """Returns the limits, and the words."""
        number: Schema = {"type": "integer", "minimum": self.least, "maximum": self.greatest}
        if self.even:
            number["multipleOf"] = 2
        if self.nonzero:
            number["not"] = {"const": 0}
        return {"anyOf": [number, {"enum": list(self.words)}]} if self.words else number

    @property
    def metavar(self) -> str:
        """A letter, and the words; of few numbers all of them."""
        if self.greatest - self.least < 3:
            return "|".join(map(str, range(self.least, self.greatest + 1)))
        return "|".join(["N", *self.words])


@frozen
class Columns(Whole):
    """A number of columns, or true for as many as fit, or false for none."""

    bare: ClassVar[Any] = True

    def check(self, name: str, given: Any) -> Any:
        """Returns the number or the truth value."""
        return given if isinstance(given, bool) else super().check(name, given)

    def schema(self) -> Schema:
        """Returns that of numbers and booleans."""
        return {"anyOf": [super().schema(), {"type": "boolean"}]}

    @property
    def metavar(self) -> str:
        """In brackets, since the option needs no number."""
        return "[COLUMNS]"


@frozen
class Power(Domain[float]):
    """A real number other than 0, or an infinity.

    Attributes:
        largest: the largest absolute value of a finite number.
    """

    largest: float

    def check(self, name: str, given: Any) -> float:
        """Returns the number."""
        is_real = isinstance(given, int | float) and not isinstance(given, bool)
        if not is_real or not (0 < abs(given) <= self.largest or abs(given) == math.inf):
            advice = f"give a real number other than 0, of at most {self.largest} in size, or inf"
            raise ParameterError.about(name, given, advice)
        power: float = given
        return power

    def read(self, text: Any) -> Any:
        """Returns the number, if the text is one that a float can hold.

        Example:
            >>> POWER.read("2"), POWER.read("2.5"), POWER.read("two")
            (2, 2.5, 'two')
        """
        number = Whole(0, 0).read(text)
        try:
            return real(number) if isinstance(number, str) else number
        except ValueError:
            return text

    def schema(self) -> Schema:
        """Returns that of numbers."""
        return {"type": "number"}

    @property
    def metavar(self) -> str:
        """A letter."""
        return "P"


SEED = Whole(0, 2**63 - 1)
DIVISOR = Whole(-(10**9), 10**9, nonzero=True)
POWER = Power(1000)

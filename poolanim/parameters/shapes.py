"""The domain of the shapes of grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.parameters.domains import Domain, plain
from poolanim.parameters.sizes import WHOLE, Size, spell, split, wholes
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.parameters.domains import Schema

FORM = "HxW or HxWxC, such as 5x5x3"


@frozen
class Shape(Domain[tuple[int, ...]]):
    """The shape of a grid: (height, width), or (height, width, channels).

    Attributes:
        plane: the domain of the height and the width.
        channels: the greatest number of channels.
    """

    plane: Size
    channels: int

    def check(self, name: str, given: Any) -> tuple[int, ...]:
        """Returns the numbers.

        Example:
            >>> Shape(Size(1), 9).check("shape", "5x4x3"), Shape(Size(1), 9).check("shape", 5)
            ((5, 4, 3), (5, 5))
        """
        given = plain(given)
        numbers = split(given, "x")
        if len(numbers) != 3:
            return self.plane.check(name, given)
        limits = self.plane.greatest, self.plane.greatest, self.channels
        return wholes(name, given, numbers, self.plane.least, limits, FORM)

    def schema(self) -> Schema:
        """Returns that of one number, of text, and of two or three numbers."""
        several = {"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 3}
        return {"anyOf": [WHOLE, {"type": "string"}, several]}

    def spell(self, value: Any) -> str:
        """Returns the numbers with `x` between."""
        return spell(value)

    @property
    def metavar(self) -> str:
        """Stands for rows, columns and channels."""
        return "HxW|HxWxC"

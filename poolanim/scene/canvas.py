"""The canvas of a figure: its size, its margins, and the least sizes of type on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.figure import ASPECTS
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.figure import Figure

MARGIN = 32


@frozen
class Canvas:
    """A canvas, in units of the layout.

    A picture of another width is the same canvas, enlarged or reduced.

    Attributes:
        aspect: `wide`, `square` or `tall`.
        width: of the canvas.
        height: of the canvas.
        head_rows: the rows of the head; after the first, they are under the rail.
        zoom: pixels in a unit, in a picture of scale 1.
        number: the least size of numbers in cells.
        code: the size of code.
        tag: the size of numbers in a tag and beside the slots.
        title: the size of the title.
        label: the size of the names of boards.
        small: the size of all other words.
    """

    aspect: str
    width: int
    height: int
    head_rows: int
    zoom: float
    number: float
    code: float
    tag: float
    title: float
    label: float
    small: float

    @classmethod
    def of(cls, figure: Figure, *, fine: bool = False) -> Canvas:
        """Returns the canvas of a figure.

        Args:
            figure: the spec of the figure.
            fine: whether numbers in cells may be as small as can be read at all.
        """
        width, height = ASPECTS[figure.aspect]
        zoom = figure.size[0] / width
        number, *others = TYPE[figure.aspect]
        if fine:
            number = FINE[figure.aspect]
        least = number / max(zoom, 1)  # in pixels, it is the same on all wider pictures
        rows = 1 if figure.aspect == "wide" else 2
        return cls(figure.aspect, width, height, rows, zoom, least, *others)

    @property
    def left(self) -> int:
        """The left end of the room between the margins."""
        return MARGIN

    @property
    def right(self) -> int:
        """The right end of the room between the margins."""
        return self.width - MARGIN

    @property
    def room(self) -> int:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> int:
        """The lower end of the room between the margins."""
        return self.height - MARGIN


TYPE = {
    "wide": (19, 17, 20, 27, 17, 15),
    "square": (17, 16, 19, 25, 16, 14),
    "tall": (17, 16, 20, 25, 17, 15),
}
"""Sizes of type by aspect: number, code, tag, title, label, small."""
FINE = {"square": 15, "tall": 14}
"""The least sizes of numbers that can be read at all, where the usual one is larger."""

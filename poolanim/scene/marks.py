"""The marks of a picture. Lengths are in units of the layout, from the top left corner.

Marks are named tuples, since a long film has millions. Colours are the names of roles of a theme.
"""

from __future__ import annotations

from typing import Literal

from poolanim.records.tuples import NamedTuple

Typeface = Literal[
    "text",
    "text-medium",
    "text-strong",
    "number",
    "number-bold",
    "code",
    "code-strong",
]
"""IBM Plex Sans, Sans Condensed and Mono; the weights are 400, 500 (medium), 600 (strong) and 700
(bold). Digits, plus and minus have one width in all faces of a family."""
Face = Typeface | Literal["math"] | tuple[str, ...]
"""One of them; `math` for formulas in TeX; or several, each one of them or the path of a font file.
Each letter is of the first that has it."""
Anchor = Literal["start", "middle", "end"]
Bounds = tuple[float, float, float, float]
"""left, top, right, bottom."""

CAP_HEIGHT = 0.73
"""How far digits and capitals reach above the baseline, in parts of the size."""
DESCENT = 0.24
"""How far letters reach under the baseline, in parts of the size."""
MATH_REACH = 1.4, 1.3
"""The extent of formulas above and below the baseline, as a multiple of their size."""


class Box(NamedTuple):
    """A rectangle: a cell, an outline, a bar."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    line: str | None = None
    line_width: float = 1
    radius: float = 0
    dashed: bool = False

    @property
    def bounds(self) -> Bounds:
        """What it covers, its line included."""
        half = self.line_width / 2 if self.line else 0
        right, bottom = self.x + self.width + half, self.y + self.height + half
        return self.x - half, self.y - half, right, bottom


class Dot(NamedTuple):
    """A disc, or a ring."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    line: str | None = None
    line_width: float = 1

    @property
    def bounds(self) -> Bounds:
        """What it covers, its line included."""
        reach = self.radius + (self.line_width / 2 if self.line else 0)
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach


class Arrow(NamedTuple):
    """A straight arrow; its head ends at (`to_x`, `to_y`)."""

    x: float
    y: float
    to_x: float
    to_y: float
    ink: str
    line_width: float = 2
    head: float = 12

    @property
    def bounds(self) -> Bounds:
        """The rectangle that it covers, including its head."""
        half = self.head / 2
        xs, ys = sorted((self.x, self.to_x)), sorted((self.y, self.to_y))
        return xs[0] - half, ys[0] - half, xs[1] + half, ys[1] + half


class Polygon(NamedTuple):
    """A filled convex polygon.

    Attributes:
        x: the x of the point from which corners are counted.
        y: the y of that point.
        corners: (x, y) of each corner, in order around it.
        fill: the role of its colour.
    """

    x: float
    y: float
    corners: tuple[tuple[float, float], ...]
    fill: str

    @property
    def bounds(self) -> Bounds:
        """What it covers."""
        xs, ys = zip(*self.corners, strict=True)
        return self.x + min(xs), self.y + min(ys), self.x + max(xs), self.y + max(ys)


class Stroke(NamedTuple):
    """A straight line.

    Attributes:
        x: the x of its start.
        y: the y of its start.
        to_x: the x of its end.
        to_y: the y of its end.
        ink: the role of its colour.
        line_width: its width, in units.
        opacity: its opacity, above 0 and at most 1.
    """

    x: float
    y: float
    to_x: float
    to_y: float
    ink: str
    line_width: float = 1
    opacity: float = 1

    @property
    def bounds(self) -> Bounds:
        """What it covers."""
        half = self.line_width / 2
        xs, ys = sorted((self.x, self.to_x)), sorted((self.y, self.to_y))
        return xs[0] - half, ys[0] - half, xs[1] + half, ys[1] + half


class Text(NamedTuple):
    """A line of text on one ground.

    Attributes:
        x: the place of its `anchor`.
        y: the baseline.
        text: the text.
        size: the size of the font.
        face: the face of the font.
        ink: the role of its colour.
        ground: the role of the colour behind it.
        width: its width, as measured when it was laid out.
        anchor: the part of it that is at `x`: its start, its middle or its end.
    """

    x: float
    y: float
    text: str
    size: float
    face: Face
    ink: str
    ground: str
    width: float
    anchor: Anchor = "start"

    @property
    def left(self) -> float:
        """The left end of the text."""
        return self.x - {"start": 0, "middle": 0.5, "end": 1}[self.anchor] * self.width

    @property
    def bounds(self) -> Bounds:
        """The rectangle that its letters may cover."""
        above, below = MATH_REACH if self.face == "math" else (CAP_HEIGHT, DESCENT)
        top, bottom = self.y - above * self.size, self.y + below * self.size
        return self.left, top, self.left + self.width, bottom


Mark = Box | Dot | Arrow | Polygon | Stroke | Text


def moved(mark: Mark, right: float, down: float) -> Mark:
    """Returns a mark moved to the right and down.

    Example:
        >>> moved(Box(1, 2, 3, 4, "off"), 10, 20)[:4]
        (11, 22, 3, 4)
    """
    placed = mark._replace(x=mark.x + right, y=mark.y + down)
    if isinstance(placed, Arrow | Stroke):
        return placed._replace(to_x=placed.to_x + right, to_y=placed.to_y + down)
    return placed

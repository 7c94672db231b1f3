"""The edges of shapes, for SVG and PDF alike."""

from __future__ import annotations

from math import floor, sqrt
from typing import TYPE_CHECKING

from poolanim.paint.dashes import length_around, periods, pieces
from poolanim.paint.hatching import EVERY
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from poolanim.scene.marks import Box, Stroke

    Point = tuple[float, float]


class Rectangle(NamedTuple):
    """A box on whole units, which makes its edges crisp.

    Attributes:
        x: left edge of its line, or of its fill if it has none.
        y: top edge, likewise.
        width: from the middle of the line at the left to that of the line at the right.
        height: likewise.
        line: width of the line; 0 without one.
    """

    x: int
    y: int
    width: int
    height: int
    line: int


def rectangle(box: Box) -> Rectangle:
    """Returns a box on whole units.

    Example:
        >>> from poolanim.scene.marks import Box
        >>> rectangle(Box(10, 20, 5.2, 6.4, "off", "ink"))
        Rectangle(x=10, y=20, width=5, height=6, line=1)
    """
    line = max(1, round(box.line_width)) if box.line else 0
    x, y = _whole(box.x - line / 2), _whole(box.y - line / 2)
    right, bottom = _whole(box.x + box.width - line / 2), _whole(box.y + box.height - line / 2)
    return Rectangle(x, y, right - x, bottom - y, line)


class Line(NamedTuple):
    """A straight line.

    Attributes:
        start: its first end.
        end: its other end.
        width: its own.
    """

    start: Point
    end: Point
    width: float


def straight_line(stroke: Stroke) -> Line:
    """Returns a stroke as a line. A level or upright one lies on whole units.

    Example:
        >>> from poolanim.scene.marks import Stroke
        >>> straight_line(Stroke(0.2, 10, 30.1, 10, "ink", 1.2))
        Line(start=(0, 10.5), end=(30, 10.5), width=1)
        >>> straight_line(Stroke(0, 10, 30, 20, "ink", 0.8))
        Line(start=(0, 10), end=(30, 20), width=1)
    """
    x, y, to_x, to_y = stroke[:4]
    width = max(stroke.line_width, 1)
    if x != to_x and y != to_y:
        return Line((x, y), (to_x, to_y), width)
    whole = max(round(width), 1)
    if x == to_x:
        across = _whole(x - whole / 2) + whole / 2
        return Line((across, _whole(y)), (across, _whole(to_y)), whole)
    across = _whole(y - whole / 2) + whole / 2
    return Line((_whole(x), across), (_whole(to_x), across), whole)


def dash(length: float) -> float:
    """Returns the length of dashes and gaps on a side that has a dash at both ends."""
    return length / pieces(length)


def dash_around(width: float, height: float, radius: float) -> tuple[float, float]:
    """Returns the dashes on an outline with round corners.

    The outline begins where its upper side does, at the left. A dash is in the middle of that side.

    Returns:
        The length of dashes and gaps, and how much of a dash and a gap come before the outline.
    """
    around = length_around(width, height, radius)
    length = around / periods(around) / 2
    return length, (length / 2 - (width / 2 - radius)) % (2 * length)


def hatch_lines(x: float, y: float, width: float, height: float) -> list[list[Point]]:
    """Returns the ends of lines over a rectangle, a unit or more beyond its edges.

    Example:
        >>> [[(x, y), *_]] = hatch_lines(10, 20, 6, 6)
        >>> round(x, 2), y
        (15.95, 19)
    """
    count = floor((width + height) / sqrt(2) / EVERY + 0.5)
    reaches = (sqrt(2) * EVERY * (turn + 0.5) for turn in range(count))
    return [[(x + reach + 1, y - 1), (x - 1, y + reach + 1)] for reach in reaches]


def _whole(edge: float) -> int:
    """Rounds an edge to a whole unit. Halves go up."""
    return floor(edge + 0.5)

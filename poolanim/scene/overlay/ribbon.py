"""A beam of constant width that turns once."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.marks import Polygon, Stroke
from poolanim.scene.overlay.beam import (
    BEAM_EDGE,
    CLEAR,
    HAIR,
    HAIR_OPACITY,
    HALF_HEAD,
    HEAD,
)

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.marks import Mark

Point = tuple[float, float]

FLARE, BEVEL = 20, 12
"""How far from a board it widens to a higher window, and the cut of its outer corner."""


class Ribbon(NamedTuple):
    """A beam of constant width that goes down from a cell and turns once, to a board at the left.

    Attributes:
        cell: the cell at which it begins.
        top: the bottom of that cell's board.
        window: the window at which it ends.
        edge: the right edge of the window's board, plus a margin.
        colour: `plus`, `minus`, `slate` or `winner`.
        back: whether its direction is from the window to the cell.
    """

    cell: Rect
    top: float
    window: Rect
    edge: float
    colour: str
    back: bool

    @property
    def across(self) -> bool:
        """Whether it is horizontal, as `Beam.across`; always False."""
        return False

    @property
    def level(self) -> tuple[float, float]:
        """The top and the bottom of its level part, no higher than the window."""
        half = min(self.cell.width, self.window.height) / 2
        middle = self.window.middle[1]
        return middle - half, middle + half

    @property
    def flare(self) -> int:
        """How far from the board it widens to the window, if that is higher."""
        low, high = self.level
        return FLARE if self.window.height > high - low else 0

    def marks(self, share: float = 1.0) -> list[Mark]:
        """Returns it in marks, as far as it is open: tints, edges, hairlines, an arrowhead."""
        shapes = self._shapes()
        count = 1 + round(share * (len(shapes) - 1))
        tints: list[Mark] = [
            Polygon(0, 0, corners, f"beam.{self.colour}")
            for corners in shapes[:count]
            if corners[0] != corners[1]
        ]
        return tints if share < 1 else [*tints, *self._edges(), *self._hairs(), self._head()]

    def _shapes(self) -> list[tuple[Point, ...]]:
        """Returns its parts: upright, turning, level, widening."""
        left, right = self.cell.left, self.cell.right
        low, high = self.level
        flare = self.edge + self.flare
        return [
            ((left, self.top), (right, self.top), (right, low), (left, low)),
            ((left, low), (right, low), (right, high - BEVEL), (right - BEVEL, high), (left, high)),
            ((flare, low), (left, low), (left, high), (flare, high)),
            (
                (self.edge, self.window.top),
                (flare, low),
                (flare, high),
                (self.edge, self.window.bottom),
            ),
        ]

    def _edges(self) -> list[Stroke]:
        left, right = self.cell.left, self.cell.right
        low, high = self.level
        flare = self.edge + self.flare
        inner = (left, self.top), (left, low), (flare, low), (self.edge, self.window.top)
        outer = (
            (right, self.top),
            (right, high - BEVEL),
            (right - BEVEL, high),
            (flare, high),
            (self.edge, self.window.bottom),
        )
        return [
            Stroke(*one, *other, self.colour, BEAM_EDGE)
            for points in (inner, outer)
            for one, other in pairwise(points)
            if one != other
        ]

    def _hairs(self) -> list[Stroke]:
        """Returns its edges over both boards."""
        cell, window, colour = self.cell, self.window, self.colour
        upright = [(x, cell.bottom, x, self.top - CLEAR) for x in (cell.left, cell.right)]
        level = [(window.right, y, self.edge, y) for y in (window.top, window.bottom)]
        return [Stroke(*line, colour, HAIR, HAIR_OPACITY) for line in (*upright, *level)]

    def _head(self) -> Polygon:
        """Returns the arrowhead at its end."""
        if self.back:
            x, y = self.cell.middle[0], self.top + 1
            corners = ((x, y), (x + HALF_HEAD, y + HEAD), (x - HALF_HEAD, y + HEAD))
        else:
            x, y = self.edge, self.window.middle[1]
            corners = ((x, y), (x + HEAD, y - HALF_HEAD), (x + HEAD, y + HALF_HEAD))
        return Polygon(0, 0, corners, self.colour)

    def reach(self, along: float) -> tuple[float, float]:
        """Returns the left and the right edge of its upright part, which are constant."""
        del along
        return self.cell.left, self.cell.right

    def point(self, share: float) -> tuple[float, float]:
        """Returns the point on its upright part at a share of the way from the cell."""
        return self.cell.middle[0], self.top + (self.level[0] - self.top) * share

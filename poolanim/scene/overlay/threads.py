"""Draws the thread that joins columns of boards with a board that they share."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.boards.setting import CAP
from poolanim.scene.boards.shades import sign
from poolanim.scene.legend import TAG_STYLES
from poolanim.scene.marks import Box, Stroke, Text
from poolanim.scene.overlay.beam import Beam
from poolanim.scene.runs import runs_of, set_runs, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.scene.arrange.placement import Knots
    from poolanim.scene.boards.board import Board, Rect
    from poolanim.scene.boards.join import Thread
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast
    from poolanim.scene.marks import Mark

LINE, EDGE, RADIUS = 1.5, 1.5, 5
INSET = 12
"""How far a beam begins within the sides of the tag."""


@frozen
class Threads:
    """The thread of some scans.

    Attributes:
        canvas: the canvas of the figure.
        cast: the grids.
        boards: the places of the boards.
        paints: the objects that draw the boards, in the order of the parts.
        measure: returns the widths of texts.
        thread: the boards that it joins.
        knots: its places.
    """

    canvas: Canvas
    cast: Cast
    boards: Sequence[Board]
    paints: tuple[Paint, ...]
    measure: Measure
    thread: Thread
    knots: Knots

    @property
    def _spots(self) -> list[Rect]:
        return [self.knots.spots[column] for column in self.thread.columns]

    @property
    def _fans(self) -> bool:
        """Whether it joins several boards of each column."""
        return len(self.thread.nodes[0]) > 1

    def _colour(self, scan: int) -> str:
        """Returns the sign of the own cell, as the role of a colour."""
        return sign(float(self.paints[self.thread.own].part.values[self.cast.cell(scan)]))

    # ---- the line

    def line(self, share: float = 1.0) -> list[Mark]:
        """Returns it in marks, as far as it is open."""
        pieces = list(self._pieces())
        if self.thread.back:
            pieces = [(b, a, d, c) for a, b, c, d in reversed(pieces)]
        left = share * sum(abs(b - a) + abs(d - c) for a, b, c, d in pieces)
        marks: list[Mark] = []
        for a, b, c, d in pieces:
            length = abs(b - a) + abs(d - c)
            if left <= 0:
                break
            part = min(left / length, 1)
            end = a + (b - a) * part, c + (d - c) * part
            marks.append(Stroke(a, c, *end, "slate", LINE))
            left -= length
        return marks

    def _pieces(self) -> Iterator[tuple[float, float, float, float]]:
        """Yields its pieces between what stands on it, in the direction of the tag: x, x, y, y."""
        lows = [self.boards[node[-1]].rect for node in self.thread.nodes]
        spots, pill = self._spots, self.knots.pill
        if self.knots.level:
            yield from self._across(spots[0] if self._fans else lows[0])
            return
        for low, spot in zip(lows, spots, strict=True):
            if not self._fans:
                yield low.right, spot.left, spot.middle[1], spot.middle[1]
        for one, other in pairwise([*spots, *self._aside, pill]):
            yield one.middle[0], one.middle[0], one.bottom, other.top

    def _across(self, first: Rect) -> Iterator[tuple[float, float, float, float]]:
        """Yields its pieces from left to right, between all boards and numbers on the way."""
        y = self.knots.pill.middle[1]
        boards = (board.rect for board in self.boards)
        on_it = {rect for rect in boards if rect.top < y < rect.bottom}
        stops = sorted({*on_it, *self._spots, self.knots.pill})
        for one, other in pairwise(stops[stops.index(first) :]):
            yield one.right, other.left, y, y
        under = (rect for rect in self._aside if rect not in on_it)
        for rect in under:
            yield rect.middle[0], rect.middle[0], self.knots.pill.bottom, rect.top

    @property
    def _aside(self) -> list[Rect]:
        """What else stands on it."""
        own = self.cast.parts[self.thread.own].seat
        return [
            self.boards[number].rect
            for number, part in enumerate(self.cast.parts)
            if part.seat.column is None and part.seat.kind != own.kind
            if part.seat.turn in (None, own.turn)
        ]

    # ---- what stands on it

    def tags(self, scan: int) -> list[Mark]:
        """Returns the numbers on it, and the tag at its end."""
        return [*self._numbers(scan), *self._tag(scan)]

    def _numbers(self, scan: int) -> Iterator[Mark]:
        own, size = self.paints[self.thread.own], self.canvas.tag
        for (text, number), rect in zip(
            self.cast.telling.scan(scan).nodes, self._spots, strict=True
        ):
            ground = own.shades.ground(number)
            yield Box(*rect[:2], rect.width, rect.height, ground, None, 1, RADIUS)
            wide = self.measure(text, size, "number-bold")
            x, y = rect.middle[0] - wide / 2, round(rect.middle[1] + CAP / 2 * size)
            yield Text(x, y, text, size, "number-bold", "ink", ground, wide)

    def _tag(self, scan: int) -> list[Mark]:
        rect, size, colour = self.knots.pill, self.canvas.tag + 1, self._colour(scan)
        parts = runs_of(self.cast.telling.ways(scan, self.thread.tag)[0])
        width = width_of(parts, TAG_STYLES, size, self.measure)
        baseline = round(rect.middle[1] + CAP / 2 * size)
        x = rect.middle[0] - width / 2
        pill = Box(*rect[:2], rect.width, rect.height, "paper", colour, EDGE, rect.height / 2)
        return [pill, *set_runs(x, baseline, parts, TAG_STYLES, size, self.measure)]

    # ---- beams

    def beams(self, scan: int) -> list[Beam]:
        """Returns the beam between the tag and the own cell, and those to boards of columns."""
        cell = self.boards[self.thread.own].cell(*self.cast.cell(scan))
        pill, board = self.knots.pill, self.boards[self.thread.own].rect
        narrow = pill._replace(left=pill.left + INSET, right=pill.right - INSET)
        if not self.knots.level:
            narrow = pill._replace(top=pill.top + INSET, bottom=pill.bottom - INSET)
        ends = (
            [(cell, board), (narrow, pill)] if self.thread.back else [(narrow, pill), (cell, board)]
        )
        (start, source), (end, target) = ends
        beam = self._beam(start, end, (source, target), scan)
        return [beam, *(beam for _, _, beam in self._fanned(scan))]

    def _beam(self, start: Rect, end: Rect, boards: tuple[Rect, Rect], scan: int) -> Beam:
        colour, across = self._colour(scan), not self.knots.level
        return Beam.between(start, end, boards, colour, across=across)

    def giving(self, scan: int) -> list[tuple[int, Box, Beam]]:
        """Returns the boards to which numbers fly from it, with their tags and beams."""
        if self._fans:
            return list(self._fanned(scan))
        if self.thread.back:
            return []
        pill = self.knots.pill
        tag = Box(*pill[:2], pill.width, pill.height)
        return [(self.thread.own, tag, self.beams(scan)[0])]

    def _fanned(self, scan: int) -> Iterator[tuple[int, Box, Beam]]:
        """Yields the boards of columns to which beams go, with their places and beams."""
        if not self._fans:
            return
        for node, spot in zip(self.thread.nodes, self._spots, strict=True):
            for number in node:
                board = self.boards[number]
                window = board.block(*self.cast.spans(number, scan))
                beam = self._beam(spot, window, (spot, board.rect), scan)
                yield number, Box(*spot[:2], spot.width, spot.height), beam

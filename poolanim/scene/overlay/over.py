"""What lies over the boards in each scan."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.arrange.placement import NAME, boards_top
from poolanim.scene.boards.board import Rect
from poolanim.scene.boards.names import heading, listed, named_before
from poolanim.scene.boards.shades import ink_of
from poolanim.scene.legend import sentence
from poolanim.scene.marks import Box, Polygon
from poolanim.scene.overlay.beams import CLEAR, Beams
from poolanim.scene.overlay.gaps import gap_between
from poolanim.scene.overlay.mask import arrow_across, arrow_down
from poolanim.scene.overlay.outlines import outline, window_outline
from poolanim.scene.overlay.tag import Tag, tag_marks
from poolanim.scene.runs import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.boards.join import Join
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast
    from poolanim.scene.marks import Mark, Text
    from poolanim.scene.overlay.beam import Beam
    from poolanim.scene.overlay.ribbon import Ribbon
    from poolanim.scene.overlay.threads import Threads

NOTE_DOWN = 24
"""The distance from a board to the words of a tag under it."""
TIGHT = 28
"""The width of a gap between boards of a column in which a tag has no room."""
NAME_APART = 8
"""The distance between the name of a board and the next one."""


@frozen
class Overlay:
    """What lies over the boards.

    Attributes:
        canvas: the canvas of the figure.
        cast: the grids.
        placement: the places of the boards.
        paints: the objects that draw the boards, in the order of the parts.
        measure: returns the widths of texts.
    """

    canvas: Canvas
    cast: Cast
    placement: Placement
    paints: tuple[Paint, ...]
    measure: Measure

    # ---- the window and the active cell

    def windows(self, scan: int) -> list[Mark]:
        """Returns the outlines of the windows of a scan."""
        boards, covered = self.placement.boards, self.cast.at(scan).covered
        spans = ((boards[number], *self.cast.spans(number, scan)) for number in covered)
        return [mark for each in spans for mark in window_outline(*each)]

    def active(self, scan: int) -> list[Mark]:
        """Returns the outline of a scan's own cell."""
        boards = (self.placement.boards[number] for number in self.cast.at(scan).own)
        return [outline(board.cell(*self.cast.cell(scan))) for board in boards]

    def veils(self, scan: int) -> list[Polygon]:
        """Returns what the windows of a scan tint: pale boards, and those of signs."""
        rects = [
            self.placement.boards[number].block(*self.cast.spans(number, scan))
            for number in self.cast.at(scan).covered
            for paint in [self.paints[number]]
            if paint.part.moving and paint.shades.scale in ("", "sign")
        ]
        return [
            Polygon(0, 0, ((left, top), (right, top), (right, bottom), (left, bottom)), "veil")
            for left, top, right, bottom in rects
        ]

    def dropped(self, number: int) -> list[Mark]:
        """Returns dashed outlines of the windows on a board that ceil mode drops."""
        if not self.paints[number].part.moving:
            return []
        board = self.placement.boards[number]
        dropped = self.cast.trace.geometry.dropped()
        blocks = [board.block(window.rows, window.columns) for window in dropped]
        return [
            Box(*block[:2], block.width, block.height, None, "muted", 1.5, dashed=True)
            for block in blocks
        ]

    # ---- beams and tags

    def beams_of(self, join: Join) -> Beams:
        """Returns what draws the beams between two boards."""
        return Beams(self.cast, self.placement, self.canvas, join)

    @cached_property
    def joined(self) -> Callable[[int], dict[Join, list[Beam | Ribbon]]]:
        """Returns the beams of a scan, by the boards that they join."""

        @lru_cache(maxsize=1)  # frames of a scan show them at several moments
        def joined(scan: int) -> dict[Join, list[Beam | Ribbon]]:
            return {join: self.beams_of(join).of(scan) for join in self.cast.at(scan).joins}

        return joined

    def beams(self, scan: int) -> list[Beam | Ribbon]:
        """Returns all beams of a scan."""
        thread = self.thread(scan)
        found = [beam for beams in self.joined(scan).values() for beam in beams]
        return found if thread is None else [*found, *thread.beams(scan)]

    def thread(self, scan: int) -> Threads | None:
        """Returns what draws the thread between the columns of a scan; None without one."""
        thread, knots = self.cast.at(scan).thread, self.placement.knots
        if thread is None or knots is None:
            return None
        from poolanim.scene.overlay.threads import Threads  # those of several channels alone

        boards = self.placement.boards
        return Threads(self.canvas, self.cast, boards, self.paints, self.measure, thread, knots)

    def beam_marks(self, scan: int, share: float = 1.0) -> list[Mark]:
        """Returns the beams of a scan in marks, as far as they are open."""
        thread = self.thread(scan)
        marks = [mark for beam in self.beams(scan) for mark in beam.marks(share)]
        return marks if thread is None else [*marks, *thread.line(share)]

    def tags(self, scan: int) -> list[Mark]:
        """Returns the tags of a scan with the words at them."""
        thread = self.thread(scan)
        pills = [] if thread is None else thread.tags(scan)
        words: list[Text] = []
        for join in self.cast.at(scan).joins:
            pill, note = self.tag(join, scan)
            if not _meet(pill, pills):
                pills += pill
                words += note
        return [*pills, *(word for word in words if not _meet([word], pills))]

    @cached_property
    def tag(self) -> Callable[[Join, int], tuple[list[Mark], list[Text]]]:
        """Returns the tag between two boards, and the words at it or under its board.

        There is none without a beam.
        """
        return lru_cache(maxsize=16)(self._tag)  # numbers leave it before its words are shown

    def _tag(self, join: Join, scan: int) -> tuple[list[Mark], list[Text]]:
        beams, gap = self.joined(scan)[join], self.gap(join)
        if not beams:
            return [], []
        middle = beams[len(beams) // 2 if len(beams) > 2 else -1]
        level = gap
        if self.placement.direction(*join.boards) == "down":  # beams of a fan leave their own gaps
            level = gap._replace(left=self.canvas.left, right=self.canvas.right)
        joins = self.cast.at(scan).joins
        near = [each for each in joins if each != join and self.gap(each).meets(level)]
        parted = any(each.source == join.source for each in near)
        beams = [middle, *beams, *(beam for each in near for beam in self.joined(scan)[each])]
        ways, note = self.cast.told_in(join.column).tag(scan, join.tag, join.note)
        if not self.alone:
            note = ""
        across = self.placement.direction(*join.boards) == "across"
        if across and not self.alone and gap.width < TIGHT:  # it would lie on numbers
            return [], []
        fits = self.measure(note, self.canvas.small, "text-medium") <= gap.width
        if fits or not across:
            return tag_marks(Tag(ways, note, parted), beams, gap, self.canvas, self.measure)
        pill, _ = tag_marks(Tag(ways, "", parted), beams, gap, self.canvas, self.measure)
        end = max(join.boards, key=lambda number: self.placement.boards[number].x)
        if self.placement.name_is_under(end):
            return pill, []
        return pill, self._under(self.placement.boards[end].rect, note, middle.colour)

    def _under(self, rect: Rect, note: str, colour: str) -> list[Text]:
        """Returns the words of a tag under a board; none if they have no room."""
        at, style = (rect.left, rect.bottom + NOTE_DOWN), Style("text-medium", ink_of(colour))
        words = sentence(at, rect.width, note, self.canvas.small, style, self.measure)
        low, wide = words[-1].y, max(word.width for word in words)
        fits = low <= self.placement.strip.top - CLEAR and wide <= rect.width
        return words if fits else []

    def gap(self, join: Join) -> Rect:
        """Returns the gap between two boards, above the text."""
        pairs = zip(self.cast.parts, self.placement.boards, strict=True)
        boards = {b.rect for part, b in pairs if self.alone or part.seat.column == join.column}
        return gap_between(join, self.placement, boards, self.canvas, alone=self.alone)

    @property
    def alone(self) -> bool:
        """Whether there are no columns of boards."""
        return self.cast.depths.alone

    # ---- names and arrows

    def name(self, number: int) -> list[Mark]:
        """Returns the name of a board and its role."""
        paint, measure = self.paints[number], self.measure
        if self.placement.named == "left":
            return listed(paint, self.canvas, measure)
        if number in self.placement.beside:
            return named_before(paint, self.canvas, measure, high=not self.alone)
        boards, canvas = self.placement.boards, self.canvas
        rect, beneath = boards[number].rect, self.placement.name_is_under(number)
        under = any(each.rect.bottom <= rect.top and each.rect.left < rect.right for each in boards)
        room = 0 if beneath or under else rect.top - boards_top(canvas) + NAME
        lines = [(each.rect.top, each.rect.bottom)[beneath] for each in boards]
        level = [each.x for each, line in zip(boards, lines, strict=True) if line == lines[number]]
        right = min([canvas.right + NAME_APART, *(x for x in level if x > rect.left)]) - NAME_APART
        return heading(paint, canvas, measure, beneath=beneath, room=room, right=right)

    def mask(self, scan: int) -> list[Mark]:
        """Returns the arrow of the mask or of the weights, from the kept board to its gradient."""
        if self.cast.kept is None:
            return []
        pairs = [
            [number for number in self.cast.at(scan).used if self.cast.parts[number].grid == grid]
            for grid in self.cast.kept
        ]
        return [mark for pair in zip(*pairs, strict=True) for mark in self._mask(scan, *pair)]

    def _mask(self, scan: int, kept: int, gradient: int) -> list[Mark]:
        """Returns the arrow between two boards."""
        chosen = self.cast.joined(gradient, scan)
        words = self.cast.told_in(self.paints[kept].part.column).mask(scan, len(chosen))
        if not words:
            return []
        source, target = (self.placement.boards[number] for number in (kept, gradient))
        ink = "winner" if chosen else "slate"
        boards = source.rect, target.rect
        cell = source.cell(*chosen[0]) if chosen else source.block(*self.cast.spans(kept, scan))
        if target.y >= source.rect.bottom:
            name = self.name(gradient)
            return arrow_down(boards, cell, name, (words, ink), self.canvas, self.measure)
        return arrow_across(boards, cell, words, ink, self.canvas, self.measure)


def _meet(marks: Sequence[Mark], others: Sequence[Mark]) -> bool:
    """Returns whether some marks cover others."""
    return any(Rect(*one.bounds).meets(Rect(*other.bounds)) for one in marks for other in others)

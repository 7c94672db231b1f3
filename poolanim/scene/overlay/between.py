"""Draws what stands between the boards of a pass before its first scan, and after its last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.overlay.essence import READABLE, told_between, told_in
from poolanim.scene.overlay.rooms import largest_room
from poolanim.scene.overlay.totals import sum_across, sum_down, total_of

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.join import Join
    from poolanim.scene.marks import Mark
    from poolanim.scene.overlay.over import Overlay
    from poolanim.scene.overlay.totals import Total

NAME_GAP = 12
"""The distance that a name keeps from the words of a sum."""
LEAST_GAP, LEAST_ROOM = 0.11, 0.07
"""The least shares of the canvas of a room that is filled: of that of a sum, and of one beside
several beams."""
ROOM_ASIDE = 8
"""The room that the words of a sum leave free in a gap."""


def _single(over: Overlay) -> Join | None:
    """The two boards that beams join; None if beams join more, or if there are channels."""
    joins = over.cast.turns[0].joins
    return joins[0] if over.alone and len(joins) == 1 else None


def essence(over: Overlay) -> list[Mark]:
    """Returns what each scan does, between its boards, or in the largest room beside them.

    Beside boards a sentence has longer lines than in a narrow gap. Returns nothing if it has no
    room.
    """
    told, join, room = over.cast.telling.captions.essence, _single(over), largest_room(over)
    if join is None:
        small = _share(over, room) < LEAST_ROOM
        return [] if small else told_in(told, room, over.canvas, over.measure)
    between = _told(over, join, told)
    if between and over.gap(join).width >= READABLE:
        return between
    return told_in(told, room, over.canvas, over.measure) or between


def _told(over: Overlay, join: Join, told: str) -> list[Mark]:
    """Returns a sentence between two boards; empty if it has no room."""
    direction = over.placement.direction(*join.boards)
    source, target = (over.placement.boards[number].rect for number in join.boards)
    gap, way = over.gap(join), target.top - source.top
    if direction == "across":
        gap, way = _under_names(over, gap), target.left - source.left
    elif direction == "turned":
        gap = gap._replace(top=max(source.top, target.top))
    return told_between(told, gap, way, direction, over.canvas, over.measure)


def sums(over: Overlay) -> list[Mark]:
    """Returns what the pass comes to, between its boards, or in the largest room beside them.

    Returns nothing if it has no room.
    """
    telling, join = over.cast.telling, _single(over)
    total = None if join is None else total_of(telling)
    if join is not None and total is not None and (marks := _total(over, join, total)):
        return marks
    room = largest_room(over)
    sentences = telling.closing.sums if total is None else [f"{total.words} {total.text}"]
    if _share(over, room) < (LEAST_ROOM if sentences and join is None else LEAST_GAP):
        return []
    return told_in(sentences[0], room, over.canvas, over.measure) if sentences else []


def _total(over: Overlay, join: Join, total: Total) -> list[Mark]:
    """Returns a total between two boards; empty if it has no room."""
    gap, direction = over.gap(join), over.placement.direction(*join.boards)
    one, other = (over.placement.boards[number].rect for number in join.boards)
    if direction != "down":
        turned = direction == "turned"
        above = gap.top if turned else None
        gap = gap._replace(top=max(one.top, other.top)) if turned else gap
        room = gap.width - ROOM_ASIDE - 2 * _protruding(over)
        right = join.target == max(join.boards, key=lambda n: over.placement.boards[n].x)
        return sum_across(total, gap, room, over.canvas, over.measure, above=above, right=right)
    shared = max(one.left, other.left), min(one.right, other.right)
    floor = over.placement.strip.top
    return sum_down(total, gap, shared, floor, over.canvas, over.measure)


def _share(over: Overlay, room: Rect) -> float:
    """Returns the share of the canvas that a room has."""
    return room.width * room.height / (over.canvas.width * over.canvas.height)


def _under_names(over: Overlay, gap: Rect) -> Rect:
    """Returns a gap without what is level with a name that begins before its board."""
    own = over.paints[over.cast.turns[0].own[0]].board.rect
    return gap._replace(top=max(gap.top, own.top)) if _protruding(over) else gap


def _protruding(over: Overlay) -> float:
    """The width by which the name of the own board begins before its board; 0 if it does not."""
    number = over.cast.turns[0].own[0]
    left = over.paints[number].board.rect.left
    before = left - min(mark.bounds[0] for mark in over.name(number))
    return before + NAME_GAP if before > 0 else 0.0

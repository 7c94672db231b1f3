"""Draws what stands between the boards of a pass before its first scan, and after its last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.overlay.essence import told_between
from poolanim.scene.overlay.totals import sum_across, sum_down, total_of

if TYPE_CHECKING:
    from poolanim.scene.boards.join import Join
    from poolanim.scene.marks import Mark
    from poolanim.scene.overlay.over import Overlay

NAME_GAP = 24
"""The distance that a name and a role keep from the words of a sum."""
LEAST_GAP = 0.13
"""The least share of the canvas of a gap that is filled in a pass that tracks a cell."""
ROOM_ASIDE = 8
"""The room that the words of a sum leave free in a gap."""


def _single(over: Overlay) -> Join | None:
    """The two boards that beams join; None if beams join more, or if there are channels."""
    joins = over.cast.turns[0].joins
    return joins[0] if over.alone and len(joins) == 1 else None


def essence(over: Overlay) -> list[Mark]:
    """Returns what each scan does, between its boards.

    Returns nothing if it has no room, or if it is not missed in a gap that is small.
    """
    join = _single(over)
    if join is None:
        return []
    told, direction = over.cast.telling.captions.essence, over.placement.direction(*join.boards)
    source, target = (over.placement.boards[number].rect for number in join.boards)
    gap, way = over.gap(join), target.top - source.top
    if direction == "across":
        aside, way = _protruding(over), target.left - source.left
        share = gap.width * gap.height / (over.canvas.width * over.canvas.height)
        if over.cast.focus and share < LEAST_GAP:
            return []
        gap = gap._replace(left=gap.left + aside, right=gap.right - aside)
    return told_between(told, gap, way, direction, over.canvas, over.measure)


def sums(over: Overlay) -> list[Mark]:
    """Returns what the pass comes to, between its boards; empty if it has no room."""
    join = _single(over)
    total = None if join is None else total_of(over.cast.telling)
    if join is None or total is None:
        return []
    gap = over.gap(join)
    direction = over.placement.direction(*join.boards)
    if direction != "down":
        room, turned = gap.width - ROOM_ASIDE - 2 * _protruding(over), direction == "turned"
        right = join.target == max(join.boards, key=lambda n: over.placement.boards[n].x)
        return sum_across(total, gap, room, over.canvas, over.measure, turned=turned, right=right)
    one, other = (over.placement.boards[number].rect for number in join.boards)
    shared = max(one.left, other.left), min(one.right, other.right)
    floor = over.placement.strip.top
    return sum_down(total, gap, shared, floor, over.canvas, over.measure)


def _protruding(over: Overlay) -> float:
    """The width by which the name of the own board begins before its board."""
    own, canvas = over.paints[over.cast.turns[0].own[0]], over.canvas
    name = over.measure(own.part.name, canvas.label, "code-strong")
    role = over.measure(own.part.role, canvas.small, "text")
    return max(own.board.rect.left + name + NAME_GAP + role - canvas.right, 0)

"""Divides a contact sheet into pages of A4, where one page would be too small to read."""

from __future__ import annotations

from itertools import islice
from math import ceil
from operator import itemgetter
from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Text, moved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolanim.scene.frames import Picture, Place, Scene
    from poolanim.scene.marks import Mark

    Laid = Mapping[Place, tuple[Mark, ...]]

WIDTH_PX, HEIGHT_PX = 793.7, 1122.5
"""A sheet of A4. An inch has 96 pixels."""
SMALLEST_PX = 7
"""The least size of letters in print: 5 points."""


def widest(marks: Iterable[Mark]) -> float:
    """Returns the width in units of the widest page on which all letters can be read."""
    return WIDTH_PX * min(mark.size for mark in marks if isinstance(mark, Text)) / SMALLEST_PX


def divided(sheet: Scene, rows: Mapping[Place, int], margin: float) -> Scene:
    """Returns a sheet as a film with a frame for each page of A4. A single page may be lower.

    Args:
        sheet: the sheet, as wide as a page.
        rows: the row of each place, which stays on one page. Rows are numbered downwards.
        margin: above and below what is on a page.
    """
    [frame] = sheet.frames()
    edges: dict[int, tuple[float, float]] = {}
    for place, marks in filter(itemgetter(1), frame.changes.items()):
        tops, bottoms = zip(*((mark.bounds[1], mark.bounds[3]) for mark in marks), strict=True)
        top, bottom = edges.get(rows[place], (min(tops), max(bottoms)))
        edges[rows[place]] = min(top, *tops), max(bottom, *bottoms)
    tallest = max(bottom - top for top, bottom in edges.values()) + 2 * margin
    height = ceil(max(HEIGHT_PX / WIDTH_PX * sheet.width, tallest))
    starts = [edges[0][0]]
    pages: dict[int, int] = {}
    for row, (top, bottom) in sorted(edges.items()):
        if bottom - starts[-1] > height - 2 * margin:
            starts.append(top)
        pages[row] = len(starts) - 1
    parts = [
        {
            place: tuple(moved(mark, 0, margin - start) for mark in marks)
            for place, marks in frame.changes.items()
            if marks and pages[rows[place]] == number
        }
        for number, start in enumerate(starts)
    ]
    changes = [
        {place: part.get(place, ()) for place in (*before, *part)}
        for before, part in zip([frame.changes, *parts], parts, strict=False)
    ]
    return replace(
        sheet,
        height=height if len(parts) > 1 else sheet.height,
        zoom=WIDTH_PX / sheet.width,
        frame_count=len(parts),
        frames=_Pages(tuple(changes)),
    )


class _Pages:
    """Returns the frames of a sheet, a page each.

    Args:
        changes: of each frame.
    """

    def __init__(self, changes: tuple[Picture, ...]) -> None:
        self._changes = changes

    def __call__(self, start: int = 0) -> Iterator[Frame]:
        """Returns the frames from number `start` on. The first of them fills all places."""
        picture: dict[Place, tuple[Mark, ...]] = {}
        for changes in islice(self._changes, start + 1):
            picture |= changes
        yield Frame(0, picture)
        yield from (Frame(0, changes) for changes in islice(self._changes, start + 1, None))

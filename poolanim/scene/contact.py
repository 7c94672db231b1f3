"""A contact sheet: all scans of a film in one picture, for print."""

from __future__ import annotations

from itertools import islice
from math import ceil, sqrt
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.records import replace
from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.board import Rect
from poolanim.scene.frames import Frame, kind_of
from poolanim.scene.leaves import divided, widest
from poolanim.scene.marks import moved
from poolanim.scene.posters import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolanim.scene.frames import ActTold, Picture, Place, Scene
    from poolanim.scene.marks import Mark

MOST_SCANS = 100
SHOWN = ("name", "dashes", "cell", "mask", "beam", "window", "active", "tag")
"""The kinds of places that are shown of each scan: its boards, and what lies over them."""
GAP = 32
"""The distance between the pictures of two scans."""
COUNT = 30
"""From the baseline of a count to the picture under it."""
CODE, ROW = 36, 32
"""From the pictures to the first baseline of code, and from one baseline to the next."""


class Section(NamedTuple):
    """A pass on a sheet.

    Attributes:
        act: the pass.
        head: its title and its name.
        given: its parameters; empty if there are none.
        tiles: of each scan the places that are shown.
        counts: the number of each scan.
        caption: the user's caption; empty if there is none.
    """

    act: ActTold
    head: Sequence[Mark]
    given: Sequence[Mark]
    tiles: Sequence[Picture]
    counts: Sequence[Sequence[Mark]]
    caption: Sequence[Mark]


def contact_sheet(scene: Scene, columns: int | None = None, *, has_pages: bool = False) -> Scene:
    """Returns a film of one frame, which shows what each scan does, side by side.

    The title of a pass and its code are shown once.

    Args:
        scene: the film.
        columns: the scans in a row. If None, there are about as many rows as columns.
        has_pages: whether the film has more frames, each a page of A4, if the letters could not be
            read on one page. With `columns`, there is one page.

    Raises:
        ParameterError: there are too many scans.
    """
    held = {hold.frame: hold.scan for hold in holds(scene)}
    if len(held) > MOST_SCANS:
        raise _too_many(held.values(), len(scene.acts))
    sections = _sections(scene, held)
    count = len(sections[0].tiles)
    tiles = [mark for each in sections for tile in each.tiles for mark in _marks(tile)]
    tile = _around(tiles)
    most = max(int((widest(tiles) - 2 * scene.margin + GAP) // (tile.width + GAP)), 1)
    square = ceil(sqrt(count))
    is_divided = has_pages and columns is None and square > most
    columns = min(most if is_divided else columns or square, count)
    across = max(columns * (tile.width + GAP) - GAP, scene.width - 2 * scene.margin)
    changes: dict[Place, tuple[Mark, ...]] = {}
    y = 0.0
    for section in sections:
        placed, y = _laid(section, columns, tile, Rect(scene.margin, y, scene.margin + across, y))
        changes |= placed
    for mark in sections[0].caption:
        changes["caption"] = (moved(mark, 0, y - mark.y),)
        y += ROW
    sheet = Frame(0, changes)

    def frames(start: int = 0) -> Iterator[Frame]:
        return islice((sheet,), start, None)

    laid = replace(
        scene,
        width=ceil(2 * scene.margin + across),
        height=ceil(y),
        frame_count=1,
        duration_ms=0,
        beats_ms=frozenset({0}),
        frames=frames,
        is_sheet=True,
    )
    return divided(laid, _rows(changes, columns), scene.margin) if is_divided else laid


def _rows(places: Iterable[Place], columns: int) -> dict[Place, int]:
    """Returns the row of each place. A title is in that of the first scans, as code is of the last.

    Args:
        places: of a sheet, from top to bottom.
        columns: the scans in a row.
    """
    rows: dict[Place, int] = {}
    row = 0
    line: object = None
    for place in places:
        if isinstance(place, tuple) and place[1] != "code":
            key, turn = place[:2]
            before, line = line, (key, 0 if turn == "head" else turn // columns)
            row += before not in (None, line)
        rows[place] = row
    return rows


def _too_many(shown: Iterable[int], passes: int) -> ParameterError:
    """Returns the error of a film with too many scans."""
    scans = list(shown)
    every = ceil((scans[-1] - scans[0]) / (MOST_SCANS // passes - 1))
    return ParameterError(
        f"there are {len(scans)} scans to show, and a sheet shows at most {MOST_SCANS}; draw "
        f"fewer with every, such as {every}, or a part of them with scans"
    )


def _sections(scene: Scene, held: dict[int, int]) -> list[Section]:
    """Returns the passes of a film with the pictures of some frames."""
    picture: dict[Place, tuple[Mark, ...]] = {}
    parts: dict[int, list[Picture]] = {}
    for number, (frame, told) in enumerate(zip(scene.frames(), scene.told(), strict=True)):
        picture.update(frame.changes)
        if number in held:
            parts.setdefault(told.act.number, []).append(dict(picture))
    return [
        Section(
            scene.acts[number],
            pictures[0]["title"],
            pictures[0]["parameters"],
            [_boards(each) for each in pictures],
            [each["count"] for each in pictures],
            pictures[0]["caption"],
        )
        for number, pictures in parts.items()
    ]


def _boards(picture: Picture) -> Picture:
    """Returns the boards of a picture, and what lies over them."""
    return {place: marks for place, marks in picture.items() if kind_of(place) in SHOWN}


def _laid(
    section: Section, columns: int, tile: Rect, room: Rect
) -> tuple[dict[Place, tuple[Mark, ...]], float]:
    """Returns a pass on a sheet, and its lower end.

    Args:
        section: the pass.
        columns: the scans in a row.
        tile: what the pictures of all scans cover.
        room: the margins, and the upper end.
    """
    (left, y, right, _), key = room, section.act.number
    head = [*section.head, *_at_the_end(section.given, left, right)]
    laid: dict[Place, tuple[Mark, ...]] = {(key, "head"): tuple(moved(mark, 0, y) for mark in head)}
    top = y + _around(head).bottom + COUNT if head else y + GAP
    step = tile.height + COUNT + GAP
    for turn, (picture, count) in enumerate(zip(section.tiles, section.counts, strict=True)):
        row, column = divmod(turn, columns)
        x, over = left + column * (tile.width + GAP), top + row * step
        aside, down = x - _around(count).left, over - count[0].y
        laid[key, turn] = tuple(moved(mark, aside, down) for mark in count)
        aside, down = x - tile.left, over + COUNT / 2 - tile.top
        for place, marks in picture.items():
            laid[key, turn, place] = tuple(moved(mark, aside, down) for mark in marks)
    y = top + ceil(len(section.tiles) / columns) * step - COUNT / 2 - GAP + CODE
    code = section.act.code()
    for row, line in enumerate(code):
        laid[key, "code", row] = tuple(moved(mark, left, y + row * ROW) for mark in line)
    return laid, y + ROW * len(code)


def _at_the_end(given: Sequence[Mark], left: float, right: float) -> list[Mark]:
    """Returns the parameters at the right margin; under the title they stay at the left one."""
    if not given or _around(given).left <= left:
        return list(given)
    return [moved(mark, right - _around(given).right, 0) for mark in given]


def _marks(picture: Picture) -> Iterator[Mark]:
    return (mark for marks in picture.values() for mark in marks)


def _around(marks: Iterable[Mark]) -> Rect:
    """Returns what marks cover."""
    lefts, tops, rights, bottoms = zip(*(mark.bounds for mark in marks), strict=True)
    return Rect(min(lefts), min(tops), max(rights), max(bottoms))

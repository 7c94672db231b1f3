"""Places the boards of each pass of a film, and connects them with their text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from poolanim.grids.sources import names_picture
from poolanim.records import frozen
from poolanim.scene.arrange.placement import HIGH, LOW
from poolanim.scene.arrange.wanted import Wanted
from poolanim.scene.canvas import Canvas
from poolanim.scene.casting import Cast
from poolanim.scene.coding import Coding
from poolanim.scene.enough import most_columns
from poolanim.scene.heading import Heading
from poolanim.scene.masthead import headed_canvas
from poolanim.scene.overlay.over import Overlay
from poolanim.scene.placing import Script, placed, suit
from poolanim.scene.play import Play
from poolanim.scene.side.read import Read
from poolanim.scene.side.room import NAME_LEFT, Room
from poolanim.scene.side.side import Side
from poolanim.scene.side.slots import Slot, SlotRow
from poolanim.scene.side.tracked import LEAST_SUM, Tracked
from poolanim.scene.spreading import needs_of, threaded_of
from poolanim.scene.text.calls import check_gradient
from poolanim.scene.text.numbers import Numerals
from poolanim.scene.text.story import Story
from poolanim.scene.text.telling import Telling
from poolanim.scene.text.tracking import tracked_cell
from poolanim.scene.text.view import View
from poolanim.scene.text.words import words_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.scene.boards.part import Part
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.pace import Pace
    from poolanim.scene.placing import Boards
    from poolanim.scene.text.sentences import Words
    from poolanim.tracing.record import Trace

GAP = {"wide": 168, "square": 168, "tall": 124}
"""The gap between two boards, by the aspect of the canvas."""
MASK_GAP, TAG_GAP = 62, 88
"""The gaps between three boards: of the mask, and of the tag."""
CHAIN_GAP = {"wide": 108, "square": 96, "tall": 88}
"""The gap between boards that beams join one after another, by the aspect of the canvas."""
SUM = 150
"""The width of a sum."""
LEAST_CODE = 300
"""The least width of the text under a board."""
NAMES_RIGHT = 14
"""The distance between names at the left of boards and the boards."""


@frozen
class Act:
    """A pass of the film.

    Attributes:
        play: its boards.
        heading: the texts in the head.
    """

    play: Play
    heading: Heading

    @property
    def telling(self) -> Telling:
        """The texts of the pass, which are about the first channel, or about all."""
        return self.play.cast.telling


def staged(
    figure: Figure,
    trace: Trace,
    directions: Sequence[str],
    pace: Pace,
    measure: Measure,
    most: int | None = None,
    *,
    abreast: bool = True,
) -> list[Act]:
    """Returns the passes of a film. Boards of the same shapes stand in the same places.

    Of channels that no scan joins, as many are drawn as have room side by side. Those of a
    depthwise convolution take turns where they have no room for their numbers.

    Args:
        figure: the spec of the figure.
        trace: the trace of its layer.
        directions: the names of the passes.
        pace: selects the scans that are drawn.
        measure: returns the widths of texts.
        most: the number of such channels that are drawn at most; None for all.
        abreast: whether the channels of a depthwise convolution stand side by side.

    Raises:
        ParameterError: the figure asks for numbers, but its cells are too small for them.
    """
    scripts = [
        _script(figure, trace, direction, pace, measure, most, abreast=abreast)
        for direction in directions
    ]
    headings = [Heading.of(script.cast.telling.story) for script in scripts]
    canvas = headed_canvas(figure, headings, measure)
    if len(scripts[0].cast.tellings) > 1:
        fitting = min(most_columns(canvas, script.wanted) for script in scripts)
        if 0 < fitting < len(scripts[0].cast.tellings):
            return staged(figure, trace, directions, pace, measure, fitting)
    apart = abreast and any(script.cast.depths.apart for script in scripts)
    if apart and not suit(figure, canvas, scripts, measure):
        return staged(figure, trace, directions, pace, measure, most, abreast=False)
    canvas, boards = placed(figure, canvas, scripts, measure)
    return [
        Act(_play(script, canvas, own, measure), heading)
        for script, heading, own in zip(scripts, headings, boards, strict=True)
    ]


def _script(
    figure: Figure,
    trace: Trace,
    direction: str,
    pace: Pace,
    measure: Measure,
    most: int | None,
    *,
    abreast: bool,
) -> Script:
    """Returns a pass before its boards are placed."""
    words = words_for(figure, direction, trace.layer, trace.layout)
    check_gradient(figure, trace)
    tellings = _tellings(figure, words, _views(trace, direction, words, most), pace)
    cast, canvas = Cast(trace, trace.passes[direction], tellings, abreast), Canvas.of(figure)
    telling, drawn = cast.telling, [each.scan for each in pace.drawn]
    coding = Coding.of(telling.longest_codes(drawn), canvas, measure)
    high = _high_slots(telling, drawn, canvas, measure)
    picture = names_picture(figure.input)
    needs = needs_of(cast, canvas, measure)
    kinds = list({part.seat.kind: part for part in cast.parts}.values())
    wanted = Wanted(
        tuple((part.rows, part.columns) for part in kinds),
        _gaps(cast, canvas),
        max(coding.width, LEAST_CODE),
        max(coding.rows, 1),
        slots=HIGH if high else LOW,
        slots_width=high,
        square=picture,
        beside=_beside(telling, coding, canvas, measure),
        doubled=kinds[-1].small is not None,
        upper=cast.linked[0][0],
        seats=cast.seats,
        threaded=threaded_of(cast, drawn, needs, canvas, measure),
        needs=needs,
        joins=cast.linked,
        hung=tuple(cast.hung.items()),
        names=NAMES_RIGHT + max(_name_width(part, canvas, measure) for part in kinds),
    )
    return Script(cast, coding, wanted, picture)


def _views(trace: Trace, direction: str, words: Words, most: int | None) -> list[View]:
    """Returns the channels that have texts, at most `most`; one if each scan has all of them."""
    shown, grids = trace.passes[direction], (words.stage["reads"], words.stage["tracks"])
    channels = range(1 if "weight" in trace.grids else len(trace.channels))[:most]
    return [View(trace, shown, number, *grids) for number in channels]


def _tellings(figure: Figure, words: Words, views: Sequence[View], pace: Pace) -> list[Telling]:
    """Returns the texts of the channels that have some."""
    follows = views[0].scatters and "tracked" in words.sentences
    focus = (figure.focus or tracked_cell(views[0])) if follows else None
    scans = range(pace.first, pace.drawn[-1].scan + 1)
    write = Numerals.of(views[0], figure.precision)
    return [Telling(Story(words, view, views, write, focus, scans)) for view in views]


def _gaps(cast: Cast, canvas: Canvas) -> tuple[int, ...]:
    """Returns the least width of each gap between two boards side by side."""
    standing = [number for number in range(len(cast.kinds)) if number not in cast.hung]
    if len(standing) == 2:
        return (GAP[canvas.aspect],)
    joined = set(map(frozenset, cast.linked))
    pairs = [frozenset(pair) for pair in pairwise(standing)]
    if joined.issuperset(pairs):
        return (CHAIN_GAP[canvas.aspect],) * len(pairs)
    return tuple(TAG_GAP if pair in joined else MASK_GAP for pair in pairs)


def _name_width(part: Part, canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the name of a board, and of its role under it."""
    name = measure(part.name, canvas.label, "code-strong")
    return max(name, measure(part.role, canvas.small, "text"))


def _beside(telling: Telling, coding: Coding, canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the texts beside code: a name, and a sum beside two rows."""
    focus = telling.story.focus
    if focus is not None:
        name = measure(telling.name_of(focus), coding.size, "code")
    else:
        name = measure(telling.scan(0).say("slots_name"), canvas.small + 1, "text")
    return NAME_LEFT + name + (coding.rows > 1) * SUM


def _high_slots(telling: Telling, scans: Sequence[int], canvas: Canvas, measure: Measure) -> float:
    """Returns the width of slots with factors; 0 if not all have room beside the sum."""
    most = max(telling.slots_in(scans), key=lambda places: sum(len(p.factors) for p in places))
    slots = [Slot(place.text, factors=place.factors) for place in most if place.factors]
    row = SlotRow(0, 0, canvas.room - LEAST_SUM, HIGH, canvas.small, measure)
    width = row.width(slots)
    return width if slots and width <= row.room else 0


def _play(script: Script, canvas: Canvas, boards: Boards, measure: Measure) -> Play:
    """Returns a pass with its boards."""
    cast, (placement, paints) = script.cast, boards
    telling = cast.telling
    room = Room(canvas, placement.strip, script.coding, placement.slots, measure)
    source, own = paints[cast.turns[0].source], paints[cast.turns[0].own[0]]
    tallies = [
        Read(room, telling, source)
        if each.story.focus is None
        else Tracked(room, each, each.story.focus)
        for each in cast.followed
    ]
    overlay = Overlay(canvas, cast, placement, paints, measure)
    side = Side(room, telling, own, tallies, cast.depths.turn_of)
    return Play(cast, paints, overlay, side)

"""Places the boards of each pass of a film, and connects them with their text."""

from __future__ import annotations

from functools import cached_property
from itertools import product, starmap
from operator import attrgetter
from typing import TYPE_CHECKING

from poolanim.records import frozen, replace
from poolanim.records.tuples import NamedTuple
from poolanim.scene.canvas import FINE, Canvas
from poolanim.scene.casting import Cast
from poolanim.scene.enough import most_columns
from poolanim.scene.heading import Heading
from poolanim.scene.headroom import Headroom
from poolanim.scene.overlay.over import Overlay
from poolanim.scene.placing import BEST, placed, rated
from poolanim.scene.play import Play
from poolanim.scene.scripts import script_of
from poolanim.scene.side.read import Read
from poolanim.scene.side.room import Room
from poolanim.scene.side.side import Side
from poolanim.scene.side.tracked import Tracked
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
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.pace import Pace
    from poolanim.scene.placing import Boards, Script
    from poolanim.tracing.record import Trace


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


class Manner(NamedTuple):
    """How boards stand.

    Attributes:
        fine: whether numbers may be as small as can be read at all.
        abreast: whether the channels of a depthwise convolution stand side by side.
    """

    fine: bool = False
    abreast: bool = True


MANNERS = tuple(starmap(Manner, product((False, True), (True, False))))
"""All of them, the best first."""


@frozen
class Staging:
    """The passes of a film, before their boards are placed.

    Attributes:
        figure: the spec of the figure.
        canvas: its canvas.
        scripts: the passes.
        headings: the texts in the head of each pass.
        measure: returns the widths of texts.
    """

    figure: Figure
    canvas: Canvas
    scripts: Sequence[Script]
    headings: Sequence[Heading]
    measure: Measure

    @classmethod
    def of(
        cls,
        figure: Figure,
        passes: Sequence[Sequence[Telling]],
        pace: Pace,
        measure: Measure,
        manner: Manner,
    ) -> Staging:
        """Returns the passes with these texts, whose boards stand in some manner."""
        headings = [Heading.of(tellings[0].story) for tellings in passes]
        canvas = Canvas.of(figure, fine=manner.fine)
        rows = Headroom(figure, canvas, headings, measure).rows.used
        canvas = replace(canvas, head_rows=rows)
        drawn = [each.scan for each in pace.drawn]
        casts = [
            Cast(view.trace, view.shown, tellings, manner.abreast)
            for tellings in passes
            for view in [tellings[0].story.view]
        ]
        scripts = [script_of(figure, cast, drawn, canvas, measure) for cast in casts]
        return cls(figure, canvas, scripts, headings, measure)

    @cached_property
    def rating(self) -> int:
        """How the boards suit the film, as `rated` says."""
        return rated(self.figure, self.canvas, self.scripts, self.measure)

    @property
    def fitting(self) -> int:
        """How many channels have room side by side."""
        return min(most_columns(self.canvas, script.wanted) for script in self.scripts)

    def acts(self) -> list[Act]:
        """Returns the passes with their boards.

        Raises:
            ParameterError: the figure asks for numbers, but its cells are too small for them.
        """
        canvas, boards = placed(self.figure, self.canvas, self.scripts, self.measure)
        return [
            Act(_play(script, canvas, own, self.measure), heading)
            for script, heading, own in zip(self.scripts, self.headings, boards, strict=True)
        ]


def staged(
    figure: Figure, trace: Trace, directions: Sequence[str], pace: Pace, measure: Measure
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

    Raises:
        ParameterError: the figure asks for numbers, but its cells are too small for them.
    """
    check_gradient(figure, trace)
    passes = [_tellings(figure, trace, direction, pace) for direction in directions]
    first = Staging.of(figure, passes, pace, measure, Manner())
    if len(passes[0]) > 1 and 0 < first.fitting < len(passes[0]):
        passes = [
            _tellings(figure, trace, direction, pace, first.fitting) for direction in directions
        ]
        first = Staging.of(figure, passes, pace, measure, Manner())
    apart = any(script.cast.depths.apart for script in first.scripts)
    best = first
    for manner in MANNERS[1:]:
        if best.rating == BEST:
            break
        if (manner.abreast or apart) and (not manner.fine or figure.aspect in FINE):
            other = Staging.of(figure, passes, pace, measure, manner)
            best = max(best, other, key=attrgetter("rating"))
    return best.acts()


def _tellings(
    figure: Figure, trace: Trace, direction: str, pace: Pace, most: int | None = None
) -> list[Telling]:
    """Returns the texts of each channel that has some, at most `most`; one if scans have all."""
    words, shown = words_for(figure, direction, trace.layer, trace.layout), trace.passes[direction]
    grids = words.stage["reads"], words.stage["tracks"]
    channels = range(1 if "weight" in trace.grids else len(trace.channels))[:most]
    views = [View(trace, shown, number, *grids) for number in channels]
    follows = views[0].scatters and "tracked" in words.sentences
    focus = (figure.focus or tracked_cell(views[0])) if follows else None
    scans = range(pace.first, pace.drawn[-1].scan + 1)
    write = Numerals.of(views[0], figure.precision)
    return [Telling(Story(words, view, views, write, focus, scans)) for view in views]


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

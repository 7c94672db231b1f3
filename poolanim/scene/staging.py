"""Places the boards of each pass of a film, and connects them with their text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.grids.sources import names_picture
from poolanim.scene.arrange.arrangements import arranged, in_columns
from poolanim.scene.arrange.placement import Wanted
from poolanim.scene.boards.fitting import paints_for
from poolanim.scene.canvas import Canvas
from poolanim.scene.casting import Cast
from poolanim.scene.coding import Coding
from poolanim.scene.overlay.over import Overlay
from poolanim.scene.play import Play
from poolanim.scene.side.read import Read
from poolanim.scene.side.room import NAME_LEFT, Room
from poolanim.scene.side.side import Side
from poolanim.scene.side.tracked import Tracked
from poolanim.scene.text.calls import check_gradient
from poolanim.scene.text.given import headed
from poolanim.scene.text.numbers import Numerals
from poolanim.scene.text.story import Story
from poolanim.scene.text.telling import Telling
from poolanim.scene.text.view import View
from poolanim.scene.text.words import words_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.pace import Pace
    from poolanim.tracing.record import Trace

GAP, MASK_GAP, TAG_GAP = 168, 62, 88
"""Gaps in units: between two boards; between the boards that the mask joins; beside the tag."""
SUM = 150
"""The width of a sum."""
LEAST_CODE = 300
"""The least width of the text under a board."""
ARROWS = {"forward": "→", "backward": "←"}


@dataclass(frozen=True)
class Act:
    """A pass of the film.

    Attributes:
        plays: the play of each channel.
        telling: the texts of the pass, which are about the first channel.
        what: the name of the pass, with its arrow.
        ways: texts of the parameters, the longest first.
    """

    plays: tuple[Play, ...]
    telling: Telling
    what: str
    ways: tuple[str, ...]

    @property
    def play(self) -> Play:
        """The play of the first channel."""
        return self.plays[0]


@dataclass(frozen=True)
class Script:
    """A pass before its boards are placed.

    Attributes:
        casts: the grids of each channel.
        canvas: the canvas of the figure.
        coding: the size and the rows of its code.
        wanted: the boards and texts to arrange.
        picture: whether the input is a picture.
    """

    casts: tuple[Cast, ...]
    canvas: Canvas
    coding: Coding
    wanted: Wanted
    picture: bool


Boards = list[tuple["Placement", "tuple[Paint, ...]"]]
"""The places of the boards of each channel, and the objects that draw them."""


def staged(
    figure: Figure, trace: Trace, directions: Sequence[str], pace: Pace, measure: Measure
) -> list[Act]:
    """Returns the passes of a film. Boards of the same shapes stand in the same places.

    Args:
        figure: the spec of the figure.
        trace: the trace of its layer.
        directions: the names of the passes.
        pace: selects the scans that are drawn.
        measure: returns the widths of texts.

    Raises:
        ParameterError: the figure asks for numbers, but its cells are too small for them.
    """
    scripts = [_script(figure, trace, direction, pace, measure) for direction in directions]
    alike = len({script.wanted.shapes for script in scripts}) == 1 and figure.aspect != "tall"
    if alike:
        wanted = scripts[0].wanted._replace(
            code_width=max(script.wanted.code_width for script in scripts),
            code_rows=max(script.wanted.code_rows for script in scripts),
        )
        boards = _placed(figure, scripts, wanted, measure)
    else:
        boards = [_placed(figure, [each], each.wanted, measure)[0] for each in scripts]
    return [_act(script, own, measure) for script, own in zip(scripts, boards, strict=True)]


def _script(figure: Figure, trace: Trace, direction: str, pace: Pace, measure: Measure) -> Script:
    """Returns a pass before its boards are placed."""
    words = words_for(figure, direction, trace.layer, trace.layout)
    check_gradient(figure, trace)
    shown = trace.passes[direction]
    reads = words.stage["reads"]
    views = [View(trace, shown, number, reads) for number in range(len(trace.channels))]
    follows = shown.scatters and "tracked" in words.sentences
    focus = (figure.focus or views[0].tracked()) if follows else None
    scans = range(pace.first, pace.drawn[-1].scan + 1)
    write = Numerals.of(views[0], figure.precision)
    tellings = [Telling(Story(words, view, views, write, focus, scans)) for view in views]
    casts = tuple(Cast(trace, shown, number, telling) for number, telling in enumerate(tellings))
    canvas, telling = Canvas.of(figure), tellings[0]
    coding = Coding.of(telling.longest_codes(drawn.scan for drawn in pace.drawn), canvas, measure)
    picture = names_picture(figure.input)
    parts = casts[0].parts
    wanted = Wanted(
        tuple((part.rows, part.columns) for part in parts),
        (GAP,) if len(parts) == 2 else (MASK_GAP, TAG_GAP),
        max(coding.width, LEAST_CODE),
        max(coding.rows, 1),
        slots=True,
        square=picture,
        beside=_beside(telling, coding, canvas, measure),
        doubled=parts[-1].small is not None,
        upper=casts[0].joins[0].source,
        channels=len(casts),
    )
    return Script(casts, canvas, coding, wanted, picture)


def _beside(telling: Telling, coding: Coding, canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the texts beside code: a name, and a sum beside two rows."""
    focus = telling.story.focus
    if focus is not None:
        name = measure(telling.name_of(focus), coding.size, "code")
    else:
        name = measure(telling.scan(0).say("slots_name"), canvas.small + 1, "text")
    return NAME_LEFT + name + (coding.rows > 1) * SUM


def _act(script: Script, boards: Boards, measure: Measure) -> Act:
    """Returns a pass with its boards."""
    plays = [
        _play(cast, placement, paints, script, measure)
        for cast, (placement, paints) in zip(script.casts, boards, strict=True)
    ]
    telling = script.casts[0].telling
    what = telling.story.words.sentences["heading"]
    return Act(
        tuple(plays),
        telling,
        f"{ARROWS[script.casts[0].shown.name]} {what}" if what else "",
        (headed(telling.story, short=False), headed(telling.story, short=True), ""),
    )


def _play(
    cast: Cast, placement: Placement, paints: tuple[Paint, ...], script: Script, measure: Measure
) -> Play:
    """Returns a pass of one channel with its boards."""
    canvas, telling = script.canvas, cast.telling
    room = Room(canvas, placement.strip, script.coding, measure)
    cell = telling.story.focus
    tally = (
        Read(room, telling, paints[cast.counted[0]])
        if cell is None
        else Tracked(room, telling, cell)
    )
    overlay = Overlay(canvas, cast, placement, paints, measure)
    return Play(cast, paints, overlay, Side(room, telling, paints[cast.own], tally))


def _placed(
    figure: Figure, scripts: Sequence[Script], wanted: Wanted, measure: Measure
) -> list[Boards]:
    """Returns the boards of all passes.

    They show numbers if these can be read in one of the arrangements, and colours otherwise.
    """
    canvas = scripts[0].canvas
    ways = (
        [in_columns(canvas, wanted)]
        if wanted.channels > 1
        else [[placement] for placement in arranged(canvas, wanted)]
    )
    if not ways:
        raise _too_large(figure, wanted)
    board = ways[0][0].boards[0]
    if min(board.cell_width, board.cell_height) * canvas.zoom < 1:
        raise _too_large(figure, wanted)
    for cells in _modes(figure, scripts[0].picture):
        for placements in ways:
            painted = [_painted(figure, each, placements, cells, measure) for each in scripts]
            if None not in painted:
                return [boards for boards in painted if boards is not None]
    width, height = board.cell_width * canvas.zoom, board.cell_height * canvas.zoom
    raise ParameterError(
        f"cells is {figure.cells!r}, but there are numbers that have no room in cells of "
        f"{width:.0f}x{height:.0f} pixels; use cells heatmap, or a smaller grid",
        field="cells",
        given=figure.cells,
    )


def _too_large(figure: Figure, wanted: Wanted) -> ParameterError:
    """Returns the error of grids whose cells are smaller than a pixel."""
    rows, columns = max(wanted.shapes, key=lambda shape: len(shape[0]) * len(shape[1]))
    width, height = figure.size
    return ParameterError(
        f"a grid of {len(rows)}x{len(columns)} cells is too large for a picture of "
        f"{width}x{height} pixels; use a larger width, fewer channels or a smaller grid",
        field="width",
        given=figure.width,
    )


def _modes(figure: Figure, picture: bool) -> list[str]:
    """Returns the possible values of `cells`, the best first."""
    if figure.cells != "auto":
        return [figure.cells]
    return ["heatmap"] if picture else ["numbers", "heatmap"]


def _painted(
    figure: Figure, script: Script, placements: Sequence[Placement], cells: str, measure: Measure
) -> Boards | None:
    """Returns the boards of a pass; None if its numbers do not fit into the cells."""
    boards: Boards = []
    for cast, placement in zip(script.casts, placements, strict=True):
        paints = paints_for(
            cast, placement, script.canvas, measure, cells, figure.precision, script.picture
        )
        if paints is None:
            return None
        boards.append((placement, paints))
    return boards

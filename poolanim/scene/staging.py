"""The passes of a film on their boards: what stands where, and who tells what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.grids.sources import names_picture
from poolanim.scene.adapter import records
from poolanim.scene.arrange.arrangements import arranged
from poolanim.scene.arrange.placement import Wanted
from poolanim.scene.canvas import Canvas
from poolanim.scene.casting import Cast
from poolanim.scene.legend import code_width
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.play import Play, paints_for
from poolanim.scene.side import Side
from poolanim.scene.telling import Telling
from poolanim.scene.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.pace import Pace
    from poolanim.tracing.record import Trace

GAP, MASK_GAP, TAG_GAP = 168, 62, 88
"""Between two boards; between the boards that the mask joins; beside that."""
LEAST_CODE = 300
"""The least width of the text under a board."""
ARROWS = {"forward": "→", "backward": "←"}


@dataclass(frozen=True)
class Act:
    """A pass of the film.

    Attributes:
        play: its boards.
        lines: its sentences.
        title: at the top.
        what: the name of the pass, with its arrow.
        ways: the parameters, in the ways in which they can be told.
    """

    play: Play
    lines: Lines
    title: str
    what: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """A pass before it is on its boards.

    Attributes:
        cast: its grids.
        canvas: of the figure.
        codes: the longest lines of its code.
        wanted: what is to be arranged.
        picture: whether the input is a picture.
    """

    cast: Cast
    canvas: Canvas
    codes: tuple[str, ...]
    wanted: Wanted
    picture: bool

    @property
    def telling(self) -> Telling:
        """What it tells."""
        return self.cast.telling


def staged(
    figure: Figure, trace: Trace, directions: Sequence[str], pace: Pace, measure: Measure
) -> list[Act]:
    """Returns the passes of a film. Boards of the same shapes stand in the same places.

    Args:
        figure: its spec.
        trace: of its layer.
        directions: the names of the passes.
        pace: which scans are drawn.
        measure: gives the widths of texts.

    Raises:
        ParameterError: the figure wants numbers that have no room.
    """
    scripts = [_script(figure, trace, direction, pace, measure) for direction in directions]
    if len({script.wanted.shapes for script in scripts}) == 1:
        wanted = scripts[0].wanted._replace(
            code_width=max(script.wanted.code_width for script in scripts),
            code_rows=max(script.wanted.code_rows for script in scripts),
        )
        placed = _placed(figure, scripts, wanted, measure)
        return [
            _act(figure, script, *each, measure)
            for script, each in zip(scripts, placed, strict=True)
        ]
    return [
        _act(figure, script, *_placed(figure, [script], script.wanted, measure)[0], measure)
        for script in scripts
    ]


def _script(figure: Figure, trace: Trace, direction: str, pace: Pace, measure: Measure) -> Script:
    """Returns a pass before it is on its boards."""
    words = words_for(figure, direction, trace.layer, trace.layout)
    channels = records(trace, direction)
    record, shown = channels[0], trace.passes[direction]
    focus = (figure.focus or record.tracked()) if shown.scatters else None
    scans = range(pace.first, pace.drawn[-1].scan + 1)
    lines = Lines(words, record, Numerals.of(record, figure.precision), focus, channels, scans)
    telling = Telling(lines)
    cast = Cast(trace, shown, 0, telling)
    canvas = Canvas.of(figure)
    codes = tuple(telling.longest_codes()) if figure.code != "none" else ()
    telling.code_room = max((code_width(code, canvas.code, measure) for code in codes), default=0)
    picture = names_picture(figure.input)
    wanted = Wanted(
        tuple((part.rows, part.columns) for part in cast.parts),
        (GAP,) if len(cast.parts) == 2 else (MASK_GAP, TAG_GAP),
        max(telling.code_room, LEAST_CODE),
        max(len(codes), 1),
        slots=True,
        square=picture,
        doubled=cast.parts[-1].small is not None,
    )
    return Script(cast, canvas, codes, wanted, picture)


def _act(
    figure: Figure,
    script: Script,
    placement: Placement,
    paints: tuple[Paint, ...],
    measure: Measure,
) -> Act:
    """Returns a pass on its boards."""
    cast, canvas, telling = script.cast, script.canvas, script.telling
    read = paints[cast.other] if not cast.scatters else None
    coded, rows = figure.code != "none", len(script.codes)
    side = Side(canvas, placement.strip, telling, paints[cast.own], read, measure, coded, rows)
    lines = telling.lines
    what = lines.words.sentences["heading"]
    return Act(
        Play(canvas, cast, placement, paints, side, measure, lines.focus),
        lines,
        lines.words.layer if figure.title is None else figure.title,
        f"{ARROWS[cast.shown.name]} {what}" if what else "",
        (telling.parameters(), telling.parameters(short=True), ""),
    )


def _placed(
    figure: Figure, scripts: Sequence[Script], wanted: Wanted, measure: Measure
) -> list[tuple[Placement, tuple[Paint, ...]]]:
    """Returns where the boards of passes stand, and what draws them.

    Numbers are shown where they can be read in any arrangement, or else colours.
    """
    placements = arranged(scripts[0].canvas, wanted)
    for cells in _modes(figure, scripts[0].picture):
        for placement in placements:
            paints = list(_painted(figure, scripts, placement, cells, measure))
            if len(paints) == len(scripts):
                return [(placement, each) for each in paints]
    canvas, board = scripts[0].canvas, placements[0].boards[0]
    width, height = board.cell_width * canvas.zoom, board.cell_height * canvas.zoom
    raise ParameterError(
        f"cells is {figure.cells!r}, but there are numbers that have no room in cells of "
        f"{width:.0f}x{height:.0f} pixels; use cells heatmap, or a smaller grid",
        field="cells",
        given=figure.cells,
    )


def _modes(figure: Figure, picture: bool) -> list[str]:
    """Returns what cells may show, the best first."""
    if figure.cells != "auto":
        return [figure.cells]
    return ["heatmap"] if picture else ["numbers", "heatmap"]


def _painted(
    figure: Figure, scripts: Sequence[Script], placement: Placement, cells: str, measure: Measure
) -> Iterator[tuple[Paint, ...]]:
    """Yields what draws the boards of each pass, until numbers have no room."""
    for script in scripts:
        paints = paints_for(
            script.cast, placement, script.canvas, measure, cells, figure.precision, script.picture
        )
        if paints is None:
            return
        yield paints

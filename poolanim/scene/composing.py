"""Composes the film of a figure: a stage for each pass, its frames and its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.film import Film
from poolanim.scene.flashes import check_plays
from poolanim.scene.frames import Cells, Scene
from poolanim.scene.headroom import Headroom
from poolanim.scene.lettering import measuring
from poolanim.scene.masthead import Own
from poolanim.scene.pace import Pace
from poolanim.scene.staging import staged
from poolanim.scene.text.acts import act_told, told_by

if TYPE_CHECKING:
    from poolanim.figure import Figure
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.frames import ActTold
    from poolanim.scene.staging import Act
    from poolanim.tracing.record import Trace


def compose(figure: Figure, trace: Trace, measure: Measure, tween_ms: int = 0) -> Scene:
    """Returns the film of a figure.

    Args:
        figure: the spec of the figure.
        trace: the trace of its layer.
        measure: returns the widths of texts.
        tween_ms: the time of a frame in smooth motion, in ms; 0 for steps.
    """
    directions, measure = figure.directions, measuring(measure, figure.font)
    pace = Pace.of(figure, len(trace.passes[directions[0]]), len(directions), tween_ms)
    acts = staged(figure, trace, directions, pace, measure)

    check_plays(figure, [act.play for act in acts], pace)
    canvas = acts[0].play.canvas
    own = Own.of(Headroom(figure, canvas, [act.heading for act in acts], measure))
    film = Film(acts, pace, own, figure.font, measure)
    told = tuple(_told(number, act) for number, act in enumerate(acts))
    return Scene(
        width=canvas.width,
        margin=canvas.left,
        height=canvas.height,
        zoom=canvas.zoom,
        frame_count=len(acts) * pace.frame_count,
        duration_ms=len(acts) * pace.duration_ms,
        beats_ms=frozenset(pace.beats_ms),
        frames=film.frames,
        name=own.title,
        cuts=own.cuts,
        channels=acts[0].play.cast.drawn,
        acts=told,
        told=lambda: told_by(told, pace),
    )


def frame_count(figure: Figure, trace: Trace, tween_ms: int = 0) -> int:
    """Returns how many frames the film of a figure has. The arguments are those of `compose`."""
    directions = figure.directions
    pace = Pace.of(figure, len(trace.passes[directions[0]]), len(directions), tween_ms)
    return len(directions) * pace.frame_count


def _told(number: int, act: Act) -> ActTold:
    """Returns the texts and the cells of a pass for the player."""
    play = act.play

    def cells(paint: Paint) -> Cells:
        rows, columns = paint.part.values.shape
        left, top, *_ = paint.board.cell(0, 0)
        return Cells(left, top, paint.board.cell_width, paint.board.cell_height, rows, columns)

    turn = play.cast.turns[0]
    source, result = (play.paints[number] for number in (turn.source, turn.own[0]))
    return act_told(number, act.telling, cells(source), cells(result), play.side.shared_code)

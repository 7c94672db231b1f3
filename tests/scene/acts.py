"""The passes of figures on their boards, before any of their frames."""

from __future__ import annotations

from poolanim import Figure
from poolanim.fonts.setting import text_width
from poolanim.pipeline import run
from poolanim.scene.pace import Pace
from poolanim.scene.staging import staged


def play_of(**fields):
    """The play of the first channel of a figure's only pass."""
    figure = Figure(**fields)
    trace = run(figure)
    [direction] = figure.directions
    pace = Pace.of(figure, len(trace.passes[direction]), 1)
    [act] = staged(figure, trace, figure.directions, pace, text_width)
    return act.play


def boards_of(play, *grids):
    """The first boards of grids, by their names."""
    return [next(paint.board for paint in play.paints if paint.part.grid == grid) for grid in grids]

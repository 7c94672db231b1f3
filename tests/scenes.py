"""Scenes of figures, and what stands in their pictures, without drawing any."""

from __future__ import annotations

from poolanim import Figure
from poolanim.fonts.setting import text_width
from poolanim.layers.table import LAYER_PARAMETERS, LAYERS
from poolanim.pipeline import run
from poolanim.scene.composing import compose
from poolanim.scene.marks import Box, Dot, Text
from poolanim.scene.text.numbers import Numerals
from poolanim.scene.text.story import Story
from poolanim.scene.text.telling import Telling
from poolanim.scene.text.tracking import tracked_cell
from poolanim.scene.text.view import View
from poolanim.scene.text.words import words_for


def scene_of(tween_ms=0, **fields):
    """The scene of a figure, and its last pass as texts read it."""
    figure = Figure(**fields)
    trace = run(figure)
    scene = compose(figure, trace, text_width, tween_ms)
    return scene, view_of(figure, trace, list(trace.passes)[-1])


def view_of(figure, trace, direction):
    """The first channel of a figure's pass."""
    words = words_for(figure, direction, trace.layer, trace.layout)
    return View(trace, trace.passes[direction], 0, words.stage["reads"], words.stage["tracks"])


def telling_of(figure):
    """The texts of a figure's pass, of the cell that is tracked by default."""
    trace, direction = run(figure), figure.direction
    words, view = (
        words_for(figure, direction, trace.layer, trace.layout),
        view_of(figure, trace, direction),
    )
    focus = tracked_cell(view) if direction == "backward" and view.scatters else None
    write = Numerals.of(view, figure.precision)
    return Telling(Story(words, view, [view], write, focus, range(len(view))))


def possible(fields):
    """The fields of a figure without the parameters that its layer does not have."""
    lacks = set(LAYER_PARAMETERS) - set(LAYERS[fields["layer"]].parameters)
    return {name: value for name, value in fields.items() if name not in lacks}


def pictures_of(scene):
    """For each frame, all its places with their marks."""
    picture = {}
    for frame in scene.frames():
        picture = {**picture, **frame.changes}
        yield picture


def shown(scene):
    """For each frame, the frame and all marks of its picture, in painting order."""
    for frame, picture in zip(scene.frames(), pictures_of(scene), strict=True):
        yield frame, [mark for marks in picture.values() for mark in marks]


def texts(marks):
    return [mark.text for mark in marks if isinstance(mark, Text)]


def dots(marks):
    return [mark for mark in marks if isinstance(mark, Dot)]


def fill(marks):
    return next(mark.fill for mark in marks if isinstance(mark, Box))


def number(text):
    """The number that a text shows."""
    return float(text.replace("−", "-").replace("∞", "inf"))

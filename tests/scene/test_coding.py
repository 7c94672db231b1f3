"""Text on the stage: code that fits and runs, and words that cross no margin and no other text."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import PoolanimError
from poolanim.figure import ASPECTS
from poolanim.fonts.setting import text_width
from poolanim.layers.table import LAYERS
from poolanim.pipeline import run
from poolanim.scene.canvas import MARGIN, Canvas
from poolanim.scene.coding import LEAST, Coding, wrapped
from poolanim.scene.composing import compose
from poolanim.scene.frames import kind_of
from poolanim.scene.marks import Text
from poolanim.scene.runs import plain
from tests.scenes import possible

FIGURES = [
    {},
    {"padding": 1},
    {"padding": 1, "labels": "torch"},
    {"code": "torch"},
    {"code": "keras"},
    {"math": True},
    {"input": np.arange(50.0).reshape(1, 5, 5, 2) % 7, "padding": 1},
]
TRIED = [
    (fields, aspect)
    for number, fields in enumerate(FIGURES)
    for aspect in ASPECTS
    if {"code", "input", "labels"} & set(fields) or aspect == list(ASPECTS)[number % 3]
]
"""Figures with long lines are tried in all aspects, the others in one each, in turn."""
PASSES = [(layer, name) for layer in LAYERS for name in ("forward", "backward")]


def texts_beside(picture):
    """All texts of a picture but those in cells, each with what its letters cover."""
    for place, marks in picture.items():
        for mark in marks:
            if isinstance(mark, Text) and kind_of(place) != "cell":
                left = (
                    mark.left + mark.width - len(mark.text.lstrip()) / len(mark.text) * mark.width
                )
                yield mark, (left, mark.y - 0.7 * mark.size, mark.left + mark.width, mark.y)


def overlap(one, other):
    """Whether two boxes share more than a unit each way."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


@pytest.mark.parametrize(("fields", "aspect"), TRIED, ids=str)
def test_no_text_crosses_a_margin_or_another_text(fields, aspect):
    for layer, direction in PASSES:
        given = possible({"layer": layer, "aspect": aspect, **fields})
        try:
            figure = Figure(direction=direction, **given)
            scene = compose(figure, run(figure), text_width)
        except PoolanimError:  # the framework has no such layer
            continue
        standing = {}
        for frame in scene.frames():
            standing |= frame.changes
            new = list(texts_beside(frame.changes))
            for mark, (left, _, right, low) in new:
                assert left >= MARGIN - 1, (layer, direction, mark)
                assert right <= scene.width - MARGIN + 1, (layer, direction, mark)
                assert low <= scene.height - MARGIN / 2, (layer, direction, mark)
            for (one, box), (other, its) in product(new, texts_beside(standing)):
                assert one is other or not overlap(box, its), (layer, direction, one, other)


LINES = [
    "y = np.sum(x[1:4, 1:4] ** 2.5) ** (1 / 2.5)",
    "y = x[1, 2]",
    "y = x[1:3].sum() / 4 + x[0, 0] * 2",
    "def f(x): a = np.abs(x - np.max(x)); return a / np.sum(a)",
    "z = x + 1; y = z[None, ..., None][0, ..., 0]",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("room", [12, 20, 30, 99])
def test_wrapped_code_runs_as_the_line_does(line, room):
    def result(code):
        state = {"np": np, "x": np.arange(25.0).reshape(5, 5)}
        exec(code, state)
        return state["f"](state["x"]) if "f" in state else state["y"]

    rows = wrapped(line, lambda row: len(row) <= room)
    np.testing.assert_array_equal(result("\n".join(rows)), result(line))


def coding_of(aspect, *codes):
    return Coding.of(codes, Canvas.of(Figure(layer="avg", aspect=aspect)), text_width)


def test_code_is_as_large_as_it_fits():
    short, long = "A[0, 0] = np.mean(A_prev)", "dA_prev_pad[12:15, 4:7] += mask * dA[11, 1]"
    assert (
        coding_of("tall", short, short).size == Canvas.of(Figure(layer="avg", aspect="tall")).code
    )
    assert LEAST["tall"] <= coding_of("tall", long, long).size < coding_of("tall", short).size


def test_lines_are_wrapped_and_begin_in_the_same_rows_in_all_scans():
    line = f"A[0, 0] = np.mean({'A_prev' * 4}[0:3], {'x' * 9})"
    coding = coding_of("tall", line)
    assert coding.rows == 2
    assert all(coding.width_of(row) <= coding.room for row in coding.of_scan([line]))
    coding = coding_of("tall", line, line)
    assert coding.lines == (2, 2)
    assert coding.of_scan(["a = 1", "b = 2"]) == ["a = 1", "", "b = 2", ""]
    assert coding_of("tall", line, line, line).rows == 0


def test_boxes_of_code_stay_whole():
    code = "A[0] = np.mean(A_prev_pad<window>[0:3, 4:7]</window>)"
    rows = wrapped(code, lambda row: len(plain(row)) < 24)
    assert rows == ["A[0] = np.mean(", "    A_prev_pad<window>[0:3, 4:7]</window>)"]


def test_code_is_as_small_as_can_be_read_rather_than_in_one_more_row():
    fits, too_long = ("a = " + "b + " * 17 + end for end in ("c", "cde"))
    assert (coding_of("wide", fits).rows, coding_of("wide", fits).size) == (1, LEAST["wide"])
    assert coding_of("wide", too_long).rows == 2

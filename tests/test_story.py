from __future__ import annotations

import math
from contextlib import ExitStack
from itertools import islice
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.fonts.atlas import page_path
from poolanim.fonts.metrics import text_width
from poolanim.grids.layouts import in_order
from poolanim.layers.table import LAYERS
from poolanim.pipeline import run
from poolanim.scene.marks import CAP_HEIGHT, SIZES, Box, Dot, Text
from poolanim.scene.passes import Pass
from poolanim.scene.story import compose  # noqa: F401  (the room under test)
from poolanim.theme import load_theme
from tests.scenes import dots, fill, number, pictures_of, possible, scene_of, shown, texts

ARTICLE = "8 0 1 2 1; 8 8 5 0 0; 3 4 6 4 2; 1 6 7 0 1; 4 3 8 5 4"
GRAD = "-0.7 -1.1 -0.4; 0.5 -0.2 1.0; -0.2 0.0 1.5"


def code_of(picture):
    """The lines of code of a picture: the first text of each line that is not a note."""
    lines = [marks for place, marks in picture.items() if place[0] == "line"]
    return [marks[0].text for marks in lines if marks and marks[0].ink == "ink"]


SLIDING = [
    {},
    {"kernel_size": "2x3", "stride": "2x1", "padding": 1},
    {"kernel_size": 2, "dilation": "2x3", "padding": "0:1x1:0", "ceil_mode": True, "stride": 2},
]
CODED = [
    *({"layer": layer, **spec} for layer in ("avg", "max", "min", "sum", "lp") for spec in SLIDING),
    {"layer": "avg", "padding": 1, "count_include_pad": False},
    {"layer": "avg", "divisor_override": 5},
    *({"layer": layer, "ties": ties} for layer in ("max", "min") for ties in ("first", "split")),
    {"layer": "max", "ties": "first", "input": "1 nan 2; nan 3 4; 0 nan 5; 1 1 1"},
    {"layer": "max", "ties": "split", "input": "1 nan 2; nan 3 4; 0 nan 5; 1 1 1"},
    {"layer": "lp", "p": 3, "absolute": True, "input": "1 -2 3; -4 0 0; 2 0 0"},
    {"layer": "lp", "p": 3, "kernel_size": 2, "input": "0 0 3; 0 0 0; 2 0 0"},
    {"layer": "lp", "p": -1, "input": "1 2 3; 4 5 6; 7 8 9"},
    {"layer": "lp", "p": 1.5, "stride": 2},
    {"layer": "lp", "p": float("inf"), "input": "1 -2 3; -4 0 0; 2 4 0"},
    {"layer": "global-avg"},
    {"layer": "global-max"},
    {"layer": "adaptive-avg", "output_size": "3x2"},
    {"layer": "adaptive-max", "output_size": "7x2", "ties": "split"},
    {"layer": "fractional-max"},
    {"layer": "stochastic"},
    {"layer": "softmax"},
]


@pytest.mark.parametrize("fields", CODED, ids=str)
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_the_code_on_the_figure_when_run_gives_the_result(fields, direction):
    scene, record = scene_of(direction=direction, every=1, **{"input": ARTICLE, **fields})
    state = {"np": np, "A_prev": record.input, "dA": record.grad_output}
    if direction == "backward":
        state["A"] = record.output
    shown = list(pictures_of(scene))
    for picture in [shown[0], *shown[1::2]]:  # the opening, and the first beat of each scan
        for line in code_of(picture):
            exec(line, state)
    if direction == "forward":
        np.testing.assert_allclose(state["A"], record.output, rtol=1e-15)
    else:
        exact = fields["layer"] not in ("lp", "softmax")
        tolerance = {} if exact else {"atol": 1e-14}
        np.testing.assert_allclose(state["dA_prev"], record.grad_input, rtol=0, **tolerance)


@pytest.mark.parametrize("layer", ["avg", "max", "lp", "softmax", "stochastic", "sum"])
@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("layout", ["hwc", "chw", "nhw", "nhwc", "nchw"])
def test_the_code_of_an_image_and_a_channel_gives_the_result_there(layer, direction, layout):
    at = in_order(layout, n=1, h=slice(None), w=slice(None), c=2)
    batch = np.random.default_rng(0).integers(1, 10, in_order(layout, n=2, h=4, w=5, c=3))
    batch = batch.astype(float)
    place = {"batch_index": int("n" in layout), "channel": 2 * ("c" in layout)}
    scene, record = scene_of(
        layer=layer, direction=direction, every=1, input=batch, layout=layout, **place
    )
    assert record.input.tolist() == batch[at].tolist()
    state = {"np": np, "A_prev": batch}
    if direction == "backward":
        height, width = record.output.shape
        output = in_order(layout, n=2, h=height, w=width, c=3)
        state |= {"A": np.zeros(output), "dA": np.zeros(output)}
        state["A"][at], state["dA"][at] = record.output, record.grad_output
    shown = list(pictures_of(scene))
    for picture in [shown[0], *shown[1::2]]:
        for line in code_of(picture):
            exec(line, state)
    result = {"forward": ("A", record.output), "backward": ("dA_prev", record.grad_input)}
    name, expected = result[direction]
    np.testing.assert_allclose(state[name][at], expected, rtol=1e-13, atol=1e-13)
    state[name][at] = 0
    assert not state[name].any()
    row, column = record.tracked()
    index = ", ".join(map(str, in_order(layout, n=1, h=row, w=column, c=2)))
    tracked = f"dA_prev[{index}] ="
    assert direction == "forward" or texts(shown[0]["tracked"])[0].startswith(tracked)


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("fields", [{}, {"kernel_size": 3, "stride": 4, "padding": 1}], ids=str)
def test_the_code_of_unpooling_gives_the_result(direction, fields):
    fields |= {"layer": "unpool", "direction": direction, "shape": 6, "every": 1}
    (scene, _), grids = scene_of(**fields), run(Figure(**fields)).grids
    state = {"np": np, "A_prev": grids["input"], "dA": grids.get("grad_output")}
    pictures = list(pictures_of(scene))
    for picture in [pictures[0], *pictures[1::2]]:
        for line in code_of(picture):
            exec(line, state)
    name, result = {"forward": ("A", "output"), "backward": ("dA_prev", "grad_input")}[direction]
    np.testing.assert_array_equal(state[name], grids[result])
    board, small = {"forward": ("A", "A_prev"), "backward": ("dA", "dA_prev")}[direction]
    labels = [texts(pictures[0][place, "label"])[0] for place in ("source", "result")]
    assert labels == [board, small]


def test_the_code_of_a_window_with_nan_finds_it():
    scene, record = scene_of(layer="max", kernel_size=2, input="1 nan; 2 3", grad="5")
    state = {"np": np, "A_prev": record.input, "dA": record.grad_output, "A": record.output}
    for picture in list(pictures_of(scene))[:2]:
        for line in code_of(picture):
            exec(line, state)
    assert state["dA_prev"].tolist() == [[0, 5], [0, 0]]


def test_the_cell_that_is_tracked_by_default_receives_most_of_those_most_covered():
    scene, record = scene_of(layer="max", shape=8)
    counts = np.zeros((8, 8), int)
    for step in record.steps:
        for row, column, _ in step.deltas:
            counts[row, column] += 1
    tracked = [
        place[1:]
        for place, marks in next(pictures_of(scene)).items()
        if place[0] == "source" and len(place) == 3 and fill(marks) == "tracked"
    ]
    assert tracked == [record.tracked()]
    assert counts[record.tracked()] == counts[2:6, 2:6].max() > 0


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_deltas_arrive_beside_the_old_sums_and_then_merge(layer):
    scene, record = scene_of(layer=layer, input=ARTICLE, grad=GRAD, precision=3)
    shown = list(pictures_of(scene))
    sums = np.zeros((5, 5))
    for scan, step in enumerate(record.steps):
        arriving, merged = shown[1 + 2 * scan], shown[2 + 2 * scan]
        deltas = {(row, column): delta for row, column, delta in step.deltas}
        for cell in np.ndindex(5, 5):
            before, *rest = texts(arriving["source", *cell])
            assert number(before) == pytest.approx(sums[cell], abs=5.1e-4)
            if cell in deltas:
                assert rest[0][0] in "+−" or number(rest[0]) == 0
                assert number(rest[0]) == pytest.approx(deltas[cell], abs=5.1e-4)
            else:
                assert not any(text[0] == "+" for text in rest)
            sums[cell] += deltas.get(cell, 0)
            after = texts(merged["source", *cell])
            assert number(after[0]) == pytest.approx(sums[cell], abs=5.1e-4)
            assert not any(text[0] == "+" for text in after)
    np.testing.assert_allclose(sums, record.grad_input)


def test_values_of_a_forward_pass_appear_in_the_second_beat():
    scene, record = scene_of(layer="avg", direction="forward", input=ARTICLE)
    shown = list(pictures_of(scene))
    order = list(np.ndindex(3, 3))
    for scan, index in enumerate(order):
        arriving, merged = shown[1 + 2 * scan], shown[2 + 2 * scan]
        assert texts(arriving["result", *index]) == []
        (text,) = texts(merged["result", *index])
        assert number(text) == pytest.approx(record.output[index], abs=5.1e-3)
        for later in order[scan + 1 :]:
            assert texts(merged["result", *later]) == []


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_the_window_is_tinted_and_outlined_and_the_active_cell_too(direction):
    scene, record = scene_of(layer="avg", direction=direction, focus="0,0", input=ARTICLE)
    shown = list(pictures_of(scene))
    assert shown[0]["window"] == shown[0]["active"] == ()
    for scan, step in enumerate(record.steps):
        for picture in shown[1 + 2 * scan : 3 + 2 * scan]:
            tinted = {
                cell
                for cell in np.ndindex(5, 5)
                if fill(picture["source", *cell]) in ("window", "tracked")
            }
            tracked = {(0, 0)} if direction == "backward" else set()
            assert tinted == set(step.window.cells()) | tracked
            (outline,) = picture["window"]
            first = picture["source", step.window.top, step.window.left][0]
            assert (outline.x, outline.y) == (first.x, first.y)
            assert (outline.width, outline.height) == (3 * first.width, 3 * first.height)
            active = [c for c in np.ndindex(3, 3) if fill(picture["result", *c]) == "active"]
            assert active == [step.index]
            assert picture["active"][0].x == picture["result", *step.index][0].x


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_red_spots_mark_the_maxima_and_rings_mark_ties(direction):
    scene, record = scene_of(layer="max", direction=direction, input=ARTICLE)
    shown = list(pictures_of(scene))
    assert any(len(step.taken) > 1 for step in record.steps)
    assert any(len(step.taken) == 1 for step in record.steps)
    for scan, step in enumerate(record.steps):
        for picture in shown[1 + 2 * scan : 3 + 2 * scan]:
            spots = {cell: dots(picture["source", *cell]) for cell in np.ndindex(5, 5)}
            assert {cell for cell, spot in spots.items() if spot} == set(step.taken)
            for cell in step.taken:
                rings = [dot for dot in spots[cell] if dot.fill is None]
                assert len(rings) == (len(step.taken) > 1)
            said = " ".join(
                text for place in picture if place[0] == "line" for text in texts(picture[place])
            )
            assert (f"{len(step.taken)} cells tie at 8" in said) == (len(step.taken) > 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "max", "ties": "first"},
        {"layer": "fractional-max", "output_size": 2},
        {"layer": "lp", "p": float("inf")},
        {"layer": "max", "ties": "first", "cells": "heatmap"},
    ],
    ids=str,
)
def test_spots_of_tied_cells_that_get_nothing_are_hollow(fields):
    scene, record = scene_of(kernel_size=2, input="5 5 1; 5 2 3; 1 2 3", **fields)
    shown = list(pictures_of(scene))
    assert len(record.steps[0].taken) == 3
    for scan, step in enumerate(record.steps):
        receiving = {(row, column) for row, column, _ in step.deltas}
        for picture in shown[1 + 2 * scan : 3 + 2 * scan]:
            for cell in np.ndindex(3, 3):
                spots = dots(picture["source", *cell])
                assert bool(spots) == (cell in step.taken)
                assert any(dot.fill == "peak" for dot in spots) == (cell in receiving)
                if spots and cell not in receiving:
                    assert [dot.line for dot in spots] == ["peak"]


def test_large_and_small_numbers_of_a_max_backward_pass():
    scene, record = scene_of(layer="max", input=ARTICLE, grad=GRAD)
    *_, last = pictures_of(scene)
    for cell in np.ndindex(5, 5):
        large, small = (mark for mark in last["source", *cell] if isinstance(mark, Text))
        assert small.size < large.size
        assert number(small.text) == record.input[cell]
    for cell in np.ndindex(3, 3):
        assert number(texts(last["result", *cell])[1]) == record.output[cell]
    assert texts(last["source", "caption"]) == ["large dA_prev · small A_prev · ± added"]
    assert texts(last["result", "caption"]) == ["large dA · small A"]


def test_the_tracked_cell_s_sum_grows_term_by_term():
    scene, _ = scene_of(layer="avg", input=ARTICLE, grad=GRAD, focus="1,1")
    shown = [" ".join(texts(picture["tracked"])) for picture in pictures_of(scene)]
    assert shown[0] == shown[1] == "dA_prev[1, 1] = 0.00"
    assert shown[2] == "dA_prev[1, 1] = −0.7 / 9 ≈ −0.08"
    assert shown[4] == "dA_prev[1, 1] = (−0.7 − 1.1) / 9 = −0.20"
    assert shown[-1] == "dA_prev[1, 1] = (−0.7 − 1.1 + 0.5 − 0.2) / 9 ≈ −0.17"
    scene, _ = scene_of(layer="lp", input="3 1", kernel_size=1, grad="0.125 1e-5", focus="0,0")
    assert " ".join(texts(list(pictures_of(scene))[2]["tracked"])) == "dA_prev[0, 0] ≈ 0.13"
    thirds = "0.3333333 0.3333333"
    scene, _ = scene_of(layer="max", input="1 9 1", kernel_size="1x2", grad=thirds, focus="0,1")
    *_, last = pictures_of(scene)
    assert " ".join(texts(last["tracked"])) == "dA_prev[0, 1] ≈ 0.33 + 0.33 ≈ 0.67"
    scene, _ = scene_of(layer="max", input=ARTICLE, grad=GRAD, focus="1,1")
    *_, last = pictures_of(scene)
    assert " ".join(texts(last["tracked"])) == "dA_prev[1, 1] = −0.7 − 1.1 + 0.5 − 0.2 = −1.5"
    assert fill(last["source", 1, 1]) == "tracked"


def test_the_tracked_sum_is_the_cell_s_own_not_a_better_one():
    # Added in scan order 1e16 + 1 - 1e16 is 0; compensated summation would say 1.
    scene, record = scene_of(
        layer="max", kernel_size="1x3", input="0 0 9 0 0", grad="1e16 1 -1e16", focus="0,2"
    )
    *_, last = pictures_of(scene)
    assert record.grad_input[0, 2] == 0
    assert (
        " ".join(texts(last["tracked"])) == "dA_prev[0, 2] → 1e16 + 1 − 1e16 → 0 in floating point"
    )


def test_rounded_terms_make_the_whole_formula_approximate():
    scene, _ = scene_of(layer="max", kernel_size=1, input="1", grad="0.3333333")
    *_, last = pictures_of(scene)
    assert " ".join(texts(last["tracked"])) == "dA_prev[0, 0] ≈ 0.33"
    scene, _ = scene_of(
        layer="avg", direction="forward", kernel_size=2, input="0.3333 3; 2 0.1234567"
    )
    *_, last, _ = pictures_of(scene)
    assert " ".join(texts(last["line", 1])) == "≈ (0.33 + 3.00 + 2.00 + 0.12) / 4 ≈ 5.46 / 4 ≈ 1.36"


def test_a_mean_of_one_cell_needs_no_parentheses():
    scene, _ = scene_of(layer="avg", direction="forward", kernel_size=1, input="5")
    *_, last, _ = pictures_of(scene)
    assert " ".join(texts(last["line", 1])) == "= 5 / 1 = 5 / 1 = 5"


def test_large_and_tiny_numbers_do_not_add_up_to_an_equation():
    scene, _ = scene_of(layer="avg", direction="forward", kernel_size="1x2", input="1e6 1e-6")
    *_, last, _ = pictures_of(scene)
    said = " ".join(texts(last["line", 1]))
    assert said == "= (1000000.00 + 1e−6) / 2 ≈ 1000000.00 / 2 = 500000.00"


def test_a_sum_has_the_decimals_of_its_terms_beside_numbers_with_powers_of_ten():
    scene, _ = scene_of(
        layer="avg", direction="forward", kernel_size=2, input="1e10 2 3; 4 5.126 6"
    )
    *_, last, _ = pictures_of(scene)
    assert " ".join(texts(last["line", 1])) == "≈ (2 + 3 + 5.13 + 6) / 4 = 16.13 / 4 ≈ 4.03"


def notes_of(picture):
    lines = [marks for place, marks in picture.items() if place[0] == "line"]
    return [mark.text for marks in lines for mark in marks if mark.ink == "muted"]


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"layer": "avg", "input": "1 2", "grad": "4"}, "+2 to each cell"),
        ({"layer": "avg", "input": "1 2 3", "grad": "4"}, "≈ +1.33 to each cell"),
        ({"layer": "sum", "input": "1 2", "grad": "0.3333"}, "≈ +0.33 to each cell"),
        ({"layer": "lp", "input": "3 4", "grad": "4"}, "norm 5"),
        ({"layer": "lp", "input": "1 1", "grad": "4"}, "norm ≈ 1.41"),
        ({"layer": "softmax", "input": "1 2", "grad": "4"}, "mean ≈ 1.73"),
        ({"layer": "max", "input": "0.1234 0", "grad": "4"}, "maximum ≈ 0.12 at [0, 0]"),
        ({"layer": "max", "input": "5 5", "grad": "0.3333"}, "≈ +0.33 to each of them"),
        ({"layer": "max", "input": "1 2", "grad": "-0.3333"}, "≈ −0.33 to that cell"),
        (
            {"layer": "max", "input": "5 5", "ties": "first", "grad": "0.3333"},
            "≈ +0.33 to [0, 0] alone",
        ),
        ({"layer": "stochastic", "input": "3 0", "grad": "0.3333"}, "≈ +0.33 to the sampled cell"),
        (
            {"layer": "stochastic", "input": "4 4 4", "direction": "forward"},
            "sampled with probability ≈ 0.33",
        ),
        (
            {"layer": "stochastic", "input": "4 4", "direction": "forward"},
            "sampled with probability 0.50",
        ),
    ],
    ids=str,
)
def test_a_note_with_a_rounded_number_says_so(fields, note):
    kernel = f"1x{len(fields['input'].split())}"
    scene, _ = scene_of(kernel_size=kernel, stride=1, **fields)
    assert note in notes_of(list(pictures_of(scene))[1])


def test_a_small_number_keeps_its_sign_and_value_beside_large_ones():
    fields = {
        "layer": "max",
        "kernel_size": 1,
        "input": "1 2 3",
        "grad": "123456.789 -0.0001 1e-13",
    }
    scene, _ = scene_of(**fields)
    pictures = list(pictures_of(scene))
    assert "−0.0001 to that cell" in notes_of(pictures[3])
    assert "+1e−13 to that cell" in notes_of(pictures[5])
    ruled, _ = scene_of(**fields, precision=1)
    assert "≈ 0.0 to that cell" in notes_of(list(pictures_of(ruled))[3])


def test_a_sum_is_broken_before_a_term_and_not_before_its_divisor():
    for width in (480, 600, 700, 800, 1000):
        for direction in ("forward", "backward"):
            scene, _ = scene_of(layer="avg", direction=direction, width=width)
            for picture in pictures_of(scene):
                rows = [row for place in ("tracked", ("line", 1)) for row in texts(picture[place])]
                assert not any(row.startswith("/") for row in rows)


def test_a_sum_of_one_term_is_not_said_twice():
    scene, _ = scene_of(layer="max", kernel_size=1, input="1", grad="-3")
    *_, last = pictures_of(scene)
    assert " ".join(texts(last["tracked"])) == "dA_prev[0, 0] = −3"


def test_arithmetic_of_a_forward_pass():
    scene, _ = scene_of(layer="avg", direction="forward", input=ARTICLE)
    shown = [" ".join(texts(picture["line", 1])) for picture in pictures_of(scene)]
    assert shown[0] == "kernel_size 3, stride 1, padding 0"
    assert shown[9] == "= (8 + 5 + 0 + 4 + 6 + 4 + 6 + 7 + 0) / 9"
    assert shown[10] == "= (8 + 5 + 0 + 4 + 6 + 4 + 6 + 7 + 0) / 9 = 40 / 9 ≈ 4.44"


@pytest.mark.parametrize("length", [20, 28, 45, 60, 61, 62, 63, 64, 65, 80, 400])
def test_a_title_of_any_length_leaves_room_for_pass_and_count(length):
    title = ("Pooling " * 50)[:length].strip()
    scene, _ = scene_of(layer="avg", title=title, direction="both")
    for picture in list(pictures_of(scene))[:2]:
        (bold, name), (count,) = picture["title"], picture["counter"]
        assert bold.text == title or (bold.text[-1] == "…" and title.startswith(bold.text[:-1]))
        assert bold.bounds[2] < name.bounds[0]
        assert name.bounds[2] + 10 < count.bounds[0]
    assert bold.text == title or length > 60
    assert bold.text != title or length < 80


def test_one_scan_is_no_scans_and_an_empty_title_takes_no_room():
    scene, _ = scene_of(layer="avg", kernel_size=1, input="7", title="", direction="both")
    first = next(pictures_of(scene))
    assert texts(first["counter"]) == ["1 scan"]
    (name,) = first["title"]
    assert name.text == "forward"
    assert name.x == 32


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_title_of_one_s_own_is_all_there_is_over_a_film_of_one_pass(direction):
    for fields, title in (
        ({}, ["Max pooling", direction]),
        ({"title": "Größtes"}, ["Größtes"]),
        ({"title": "Größtes", "like": "torch"}, ["Größtes"]),
        ({"title": ""}, []),
    ):
        scene, _ = scene_of(layer="max", direction=direction, **fields)
        for picture in pictures_of(scene):
            assert texts(picture["title"]) == title


def test_heading_names_the_layer_the_pass_and_the_scan():
    scene, _ = scene_of(layer="max", input=ARTICLE, direction="both", title=" My\n<title> $x$ ")
    shown = list(pictures_of(scene))
    assert len(shown) == scene.frame_count == 40
    for picture, name in zip(shown, ["forward"] * 20 + ["backward"] * 20, strict=True):
        assert texts(picture["title"]) == ["My <title> $x$", name]
    counts = [texts(picture["counter"])[0] for picture in shown[:20]]
    scans = [*[k for k in range(1, 10) for _ in range(2)], 9]
    assert counts == ["9 scans", *[f"scan {k} of 9" for k in scans]]
    for picture, done in zip(shown[:20], [0, *scans], strict=True):
        bars = [fill(picture["rail", k]) for k in range(9)]
        assert bars == ["accent"] * done + ["rail"] * (9 - done)


def test_times_are_those_of_the_figure():
    scene, _ = scene_of(layer="avg", input=ARTICLE, step_ms=501, hold_ms=1200, direction="both")
    times = [frame.duration_ms for frame in scene.frames()]
    scans = [850, 850, 500, 470, 440, 420, 390, 360, 360]
    one = [1200, *[part for scan in scans for part in (scan // 2, scan - scan // 2)], 2400]
    assert times == one * 2
    assert sum(times) == scene.duration_ms
    assert set(times) == scene.beats_ms


@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
def test_frames_change_places_of_the_first_and_only_those_that_differ(direction):
    scene, _ = scene_of(layer="max", direction=direction, padding=1, input=ARTICLE)
    frames = list(scene.frames())
    standing = dict(frames[0].changes)
    for frame in frames[1:]:
        for place, marks in frame.changes.items():
            assert standing[place] != marks
        assert len(frame.changes) < len(standing)
        standing.update(frame.changes)
    pictures = [tuple(marks) for _, marks in shown(scene)]
    assert len(set(pictures)) == len(pictures)


def test_frames_can_be_had_again():
    scene, _ = scene_of(layer="avg", input=ARTICLE)
    assert list(scene.frames()) == list(scene.frames())


def test_padding_is_dashed_and_says_what_it_counts_as():
    for layer, counted in (("avg", "0"), ("max", "−∞")):
        scene, _ = scene_of(layer=layer, direction="forward", padding=1, input="1 2; 3 4")
        *_, last = pictures_of(scene)
        cells = [place for place in last if place[0] == "source" and -1 in place[1:]]
        assert len(cells) == 7
        for place in cells:
            assert any(mark.dashed for mark in last[place] if isinstance(mark, Box))
            assert texts(last[place]) == [counted]


def test_small_cells_show_heat_with_a_scale():
    scene, record = scene_of(layer="avg", shape=20, kernel_size=5, stride=5)
    *_, last = pictures_of(scene)
    reach = abs(record.grad_input).max()
    for cell in np.ndindex(20, 20):
        (box,) = last["source", *cell]
        level = round((record.grad_input[cell] / reach + 1) / 2 * 16)
        assert box.fill == f"diverging.{level}"
    *_, arriving, _, _ = pictures_of(scene)
    for row, column, delta in record.steps[-1].deltas:
        outer, inner = arriving["source", row, column]
        assert 0.3 * outer.width < inner.width < 0.7 * outer.width
        assert inner.fill == f"diverging.{round((delta / reach + 1) / 2 * 16)}"
    ends = texts(last["source", "scale"])
    assert [number(end) for end in ends] == pytest.approx([-reach, reach], abs=5.1e-3)
    scene, _ = scene_of(layer="max", shape=20, kernel_size=5, stride=5, direction="forward")
    first = next(pictures_of(scene))
    assert {fill(first["source", 0, column])[:10] for column in range(20)} == {"sequential"}


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_decimal_points_stand_in_line(layer):
    scene, _ = scene_of(layer=layer, input="-8.25 10 1.5; 3 -4.75 0; 12 0.5 -1", kernel_size=2)
    places = {"main": set(), "delta": set(), "small": set()}
    for picture in pictures_of(scene):
        for place, marks in picture.items():
            if place[0] == "source" and len(place) == 3:
                numbers = [mark for mark in marks if isinstance(mark, Text)]
                for mark, kind in zip(numbers, ("main", "other"), strict=False):
                    if kind == "other":
                        kind = "delta" if mark.face == "bold" else "small"
                    whole = mark.text.partition(".")[0]
                    point = mark.left + text_width(whole, mark.size, mark.face)
                    places[kind].add(round(point - marks[0].x, 6))
    assert [len(points) for points in places.values()] == [1, 1, 1 if layer == "max" else 0]


def test_a_number_alone_stands_in_the_middle():
    for value in ("5", "-5", "nan", "1e300", "0.25"):
        scene, _ = scene_of(layer="avg", kernel_size=1, input=value, direction="forward")
        box, text = next(pictures_of(scene))["source", 0, 0]
        assert text.left + text.width / 2 == pytest.approx(
            box.x + box.width / 2, abs=0.1 * text.size
        )


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("layer", ["avg", "max"])
def test_cells_show_what_is_wanted(layer, direction):
    shown = {
        cells: list(pictures_of(scene_of(layer=layer, direction=direction, cells=cells)[0]))[-3]
        for cells in ("auto", "numbers", "heatmap", "both")
    }
    assert shown["auto"] == shown["numbers"]
    scale = "sequential" if direction == "forward" else "diverging"
    for cell in np.ndindex(5, 5):
        place = "source", *cell
        assert not texts(shown["heatmap"][place])
        assert texts(shown["both"][place]) == texts(shown["numbers"][place])
        for kind in ("heatmap", "both"):
            assert fill(shown[kind][place]).startswith(f"{scale}.")
        for mark in shown["both"][place]:
            if isinstance(mark, Text) and mark.ground != "peak":
                assert (mark.ground, mark.ink) == (fill(shown["both"][place]), f"{mark.ground}.ink")
    for kind in ("heatmap", "both"):
        picture = shown[kind]
        scale, [label] = picture["source", "scale"], picture["source", "label"]
        assert len(scale) == 17 + 2
        assert label.bounds[3] < min(mark.bounds[1] for mark in scale)
        assert max(mark.bounds[3] for mark in scale) < picture["source", 0, 0][0].bounds[1]


@pytest.mark.parametrize("cells", ["numbers", "both"])
def test_numbers_that_do_not_fit_are_refused_where_they_are_wanted(cells):
    with pytest.raises(
        ParameterError, match=f"cells is '{cells}', but these .* cells of [0-9]+ pixels"
    ):
        scene_of(layer="avg", shape=40, cells=cells)


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_both_passes_are_one_story(layer):
    scene, record = scene_of(layer=layer, direction="both", input=ARTICLE, grad=GRAD)
    pictures = list(pictures_of(scene))
    before, after = pictures[scene.frame_count // 2 - 1 : scene.frame_count // 2 + 1]
    for board, shape, kept in (("source", (5, 5), record.input), ("result", (3, 3), record.output)):
        for cell in np.ndindex(shape):
            one, other = before[board, *cell], after[board, *cell]
            assert one[0][:4] == other[0][:4]  # the cells stay where they are
            assert texts(one)[0] == texts(other)[-1]  # and their numbers, if smaller
            assert number(texts(other)[-1]) == pytest.approx(kept[cell], abs=6e-3)
            assert one[-1].size > other[-1].size or one[-1].text == "0"
    for place in ("source", "result"):
        assert before[place, "label"][0].y == after[place, "label"][0].y
    assert texts(after["result", 0, 0])[0] == "−0.7"


values = (
    st.floats(-1e300, 1e300)
    | st.integers(-9, 9).map(float)
    | st.sampled_from([np.nan, np.inf, -np.inf, 1e-300, 123456.789])
)


TITLE_CHARACTERS = "WMil 0_-–—$<>&{}%ßéŁΔπжЩ∞→\\\"'"


@st.composite
def figures(draw):
    rows, columns = draw(st.tuples(st.integers(1, 14), st.integers(1, 14)))
    kernel = draw(st.integers(1, min(4, rows))), draw(st.integers(1, min(4, columns)))
    kinds = draw(st.lists(values, min_size=1, max_size=30))
    return {
        "layer": draw(st.sampled_from(["avg", "max"])),
        "direction": draw(st.sampled_from(["forward", "backward", "both"])),
        "kernel_size": kernel,
        "stride": draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
        "padding": tuple(draw(st.integers(0, k // 2)) for k in kernel),
        "input": np.resize(kinds, (rows, columns)),
        "title": draw(st.none() | st.text(TITLE_CHARACTERS, max_size=200)),
        "precision": draw(st.sampled_from([None, 0, 3, 9])),
        "cells": draw(st.sampled_from(["auto", "auto", "heatmap", "both"])),
        "beats": draw(st.integers(1, 3)),
        "aspect": draw(st.sampled_from(["wide", "square", "tall"])),
        "width": draw(st.sampled_from([None, 480, 1200, 1920])),
    }


@settings(max_examples=200, deadline=None)
@given(figures(), st.data())
def test_nothing_clips_or_overlaps_whatever_the_figure(fields, data):
    try:
        scene, _ = scene_of(**fields)
    except ParameterError:
        assume(fields["cells"] != "both")
        raise
    some = data.draw(st.integers(0, scene.frame_count - 1))
    for start in {0, 1, 2, some, scene.frame_count - 1}:
        check_picture(next(iter(scene.frames(start))).changes, scene)


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("layer", LAYERS)
def test_nothing_clips_or_overlaps_whatever_the_layer(layer, aspect):
    for direction, cells in (("both", "auto"), ("backward", "both"), ("forward", "heatmap")):
        fields = {"layer": layer, "direction": direction, "cells": cells, "aspect": aspect}
        scene, _ = scene_of(**fields, math=True, caption="a caption")
        for start in (0, 1, 2, scene.frame_count - 1):
            check_picture(next(iter(scene.frames(start))).changes, scene)


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("shape", ["64x64", "1x64", "64x1", "64x5"])
def test_nothing_clips_or_overlaps_in_large_figures(shape, aspect):
    fields = {"layer": "max", "padding": 0, "kernel_size": 1, "direction": "both"}
    scene, _ = scene_of(shape=shape, aspect=aspect, **fields)
    for start in (0, 2, scene.frame_count - 1):
        check_picture(next(iter(scene.frames(start))).changes, scene)


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize(("layer", "width"), [("avg", 1548), ("avg", 1600), ("max", 1600)])
def test_small_numbers_on_an_enlarged_page_can_be_read(layer, width, direction):
    fields = {"layer": layer, "direction": direction, "shape": 16, "width": width}
    scene, _ = scene_of(**fields, cells="numbers")
    assert next(iter(scene_of(**fields)[0].frames())) == next(iter(scene.frames()))  # auto
    usual, _ = scene_of(**fields | {"width": None})
    assert not texts(next(pictures_of(usual))["source", 0, 0])
    for picture in islice(pictures_of(scene), 0, None, 7):
        check_picture(picture, scene)
        lines = [mark for place in ("window", "active", "focus") for mark in picture[place]]
        for place, marks in picture.items():
            for mark in marks if place[0] in ("source", "result") and len(place) == 3 else ():
                if isinstance(mark, Text) and mark.ground != "peak":
                    assert all(clear_of(mark, line) for line in lines), (mark, lines)
                if isinstance(mark, Text) and mark.size < SIZES["sans"][0]:
                    assert page_path(mark.face, mark.size * scene.zoom).is_file(), mark


def clear_of(text, outline):
    """Whether a text does not touch an outline."""
    left, top, right, bottom = outline.bounds
    width = outline.line_width
    within = (left + width, top + width, right - width, bottom - width)
    x, y, to_x, _ = text.bounds
    inside = within[0] <= x <= to_x <= within[2] and within[1] <= y <= text.y <= within[3]
    return inside or x >= right or to_x <= left or y >= bottom or text.y <= top


def check_picture(picture, scene):
    boards, covered = {}, []
    for place, marks in picture.items():
        in_cell = place[0] in ("source", "result") and len(place) == 3
        texts_here = []
        for mark in marks:
            left, top, right, bottom = mark.bounds
            assert min(left, top) >= 0, mark
            assert right <= scene.width, mark
            assert bottom <= scene.height, mark
            if in_cell:
                box = boards.setdefault(place[0], [left, top, right, bottom])
                boards[place[0]] = [
                    *map(min, box[:2], (left, top)),
                    *map(max, box[2:], (right, bottom)),
                ]
            if isinstance(mark, Text):
                for other in texts_here if in_cell else covered:
                    assert apart(mark.bounds, other), (mark, other)
                texts_here.append(mark.bounds)
                if in_cell:
                    check_number(mark, marks, scene.zoom)
        covered += [] if in_cell else texts_here
    for one in covered:
        for board in boards.values():
            assert apart(one, board), (one, board)


def check_number(mark, marks, zoom):
    """A number is in its cell, and in the spot on which it stands, and large enough to be read."""
    left, top, right, _ = mark.bounds
    box = marks[0]
    margin = 0.07 * box.width
    assert left >= box.x + margin, mark
    assert right <= box.x + box.width - margin, mark
    assert mark.size * zoom >= 6.8, mark
    assert box.y <= top, mark
    assert mark.y <= box.y + box.height, mark
    if mark.ground == "peak":
        spot = next(each for each in marks if isinstance(each, Dot))
        for x in (left, right):
            for y in (mark.y, mark.y - CAP_HEIGHT * mark.size):
                assert math.hypot(x - spot.x, y - spot.y) <= spot.radius, mark


def apart(one, other):
    return (
        other[0] >= one[2] - 0.5
        or other[2] <= one[0] + 0.5
        or other[1] >= one[3] - 0.5
        or other[3] <= one[1] + 0.5
    )


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_text_stands_on_the_ground_it_names(layer):
    scene, _ = scene_of(layer=layer, direction="both", padding=1, input=ARTICLE)
    pairs = set()
    for _, marks in shown(scene):
        for number_, mark in enumerate(marks):
            if isinstance(mark, Text):
                middle = mark.left + mark.width / 2, mark.y - 0.3 * mark.size
                assert mark.ground == ground_at(middle, marks[:number_]), mark
                pairs.add((mark.ink, mark.ground))
    assert len(pairs) >= 10


def ground_at(point, marks):
    ground = "paper"
    for mark in marks:
        if isinstance(mark, Box | Dot) and mark.fill:
            left, top, right, bottom = mark.bounds
            if left <= point[0] <= right and top <= point[1] <= bottom:
                ground = mark.fill
    return ground


@pytest.mark.parametrize("beats", [1, 2, 3])
@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("fields", [{"layer": "avg"}, {"layer": "max", "padding": 1}], ids=str)
def test_a_film_can_start_at_any_frame(fields, every, beats):
    scene, _ = scene_of(**fields, direction="both", shape="4x3", every=every, beats=beats)
    pictures = list(pictures_of(scene))
    times = [frame.duration_ms for frame in scene.frames()]
    assert len(pictures) == scene.frame_count
    for start in range(scene.frame_count):
        picture = {}
        for turn, frame in enumerate(scene.frames(start), start):
            picture = {**picture, **frame.changes}
            assert list(picture.items()) == list(pictures[turn].items())
            assert frame.duration_ms == times[turn]
        assert turn == scene.frame_count - 1


def counters(scene):
    return [texts(picture["counter"])[0] for picture in pictures_of(scene)]


def test_one_beat_shows_each_scan_in_one_frame_as_it_is_in_the_end():
    two, _ = scene_of(layer="avg")
    one, _ = scene_of(layer="avg", beats=1)
    assert one.frame_count == 11
    assert one.duration_ms == 1500 + 9 * 800 + 1500
    assert sum(frame.duration_ms for frame in one.frames()) == one.duration_ms
    assert {frame.duration_ms for frame in one.frames()} == one.beats_ms == {800, 1500}
    *in_two, closing = pictures_of(two)
    assert list(pictures_of(one)) == [*in_two[::2], closing]


@pytest.mark.parametrize("layer", ["avg", "max"])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_with_three_beats_the_window_comes_before_what_it_brings(layer, direction):
    two, record = scene_of(layer=layer, direction=direction)
    three, _ = scene_of(layer=layer, direction=direction, beats=3, step_ms=500)
    assert {frame.duration_ms for frame in three.frames()} == {166, 168, 1500}
    in_two, in_three = list(pictures_of(two)), list(pictures_of(three))
    del in_three[1:-1:3]
    assert in_three == in_two
    for step, picture in zip(record.steps, list(pictures_of(three))[1:-1:3], strict=True):
        assert picture["active"]
        assert fill(picture["result", *step.index]) == "active"
        for cell in np.ndindex(5, 5):
            marks = picture["source", *cell]
            assert not dots(marks)
            assert not any(mark.ink == "accent" for mark in marks if isinstance(mark, Text))


@pytest.mark.parametrize("layer", ["avg", "max"])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_the_closing_frame_holds_the_result_and_no_window(layer, direction):
    scene, record = scene_of(layer=layer, direction=direction, input=ARTICLE, precision=3)
    *_, last = pictures_of(scene)
    assert last["window"] == last["active"] == ()
    expected = record.output if direction == "forward" else record.grad_input
    board = "result" if direction == "forward" else "source"
    for cell in np.ndindex(expected.shape):
        assert number(texts(last[board, *cell])[0]) == pytest.approx(expected[cell], abs=6e-4)
        assert not dots(last[board, *cell])
    for board, shape in (("source", (5, 5)), ("result", (3, 3))):
        grounds = {fill(last[board, *cell]) for cell in np.ndindex(shape)}
        assert grounds <= {"cell", "tracked"}
    assert any("window" in text for text in texts(last["line", 0]))


@pytest.mark.parametrize(
    ("every", "scans"), [(1, [*range(1, 10)]), (4, [1, 5, 9]), (3, [1, 4, 7, 9])]
)
def test_every_so_many_scans_are_drawn_and_the_last_and_the_count_is_true(every, scans):
    scene, _ = scene_of(layer="max", every=every)
    assert scene.frame_count == 1 + 2 * len(scans) + 1
    assert sum(frame.duration_ms for frame in scene.frames()) == scene.duration_ms
    told = [
        f"scan {scan} of 9" if scan == before + 1 else f"scans {before + 1} to {scan} of 9"
        for before, scan in zip([0, *scans], scans, strict=False)
        for _ in range(2)
    ]
    assert counters(scene) == ["9 scans", *told, told[-1]]


def test_a_part_of_the_scans_can_be_shown_with_what_came_before():
    whole, _ = scene_of(layer="max", direction="both")
    part, _ = scene_of(layer="max", direction="both", scans="4:6")
    assert part.frame_count == 2 * (1 + 2 * 3 + 1)
    told = ["scan 4 of 9", "scan 5 of 9", "scan 6 of 9"]
    seen = [*["scans 4 to 6 of 9"], *[text for text in told for _ in range(2)], told[-1]]
    assert counters(part) == seen * 2
    pictures = list(pictures_of(whole))
    in_part = list(pictures_of(part))
    for start, first in ((0, 1 + 2 * 3), (8, 20 + 1 + 2 * 3)):
        for here, there in zip(
            in_part[start + 1 : start + 7], pictures[first : first + 6], strict=True
        ):
            assert here.keys() == there.keys()
            for place, marks in here.items():  # a row may be broken elsewhere
                assert " ".join(texts(marks)) == " ".join(texts(there[place]))
    for place, marks in in_part[8].items():  # the backward opening: three scans are over
        if place[0] == "source" and len(place) == 3:
            after = pictures[20 + 2 * 3][place]
            assert texts(marks) == texts(after)
    assert texts(in_part[8]["line", 0]) == ["scans 1 to 3 are done"]
    assert texts(in_part[-1]["line", 1]) == ["Scans 7 to 9 are still to come."]
    beats = list(part.told())
    assert beats[8].caption.startswith("Scans 1 to 3 are done. A window will move over dA_prev in ")
    assert "now holds" in beats[-1].caption
    end, _ = scene_of(layer="max", scans="2:9", code="torch")
    first, *_, last = pictures_of(end)
    assert texts(first["line", 0])[-1] == "scan 1 is done"
    assert "sum" in texts(last["line", 1])[0]
    but_last, _ = scene_of(layer="max", scans="1:8")
    first, *_, last = pictures_of(but_last)
    assert texts(first["line", 0]) == ["dA_prev = np.zeros((5, 5))"]
    assert texts(last["line", 1]) == ["Scan 9 is still to come."]
    with pytest.raises(ParameterError, match="scans is 4:10, but there are 9; give numbers up to"):
        scene_of(layer="max", scans="4:10")


@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
@pytest.mark.parametrize("shape", ["9x9", "14x14", "40x40"])
def test_a_film_of_many_scans_is_watchable_and_says_what_it_leaves_out(shape, direction):
    scene, record = scene_of(layer="avg", direction=direction, shape=shape)
    assert scene.duration_ms < 25_000
    passes = 2 if direction == "both" else 1
    told = list(dict.fromkeys(counters(scene)[: scene.frame_count // passes]))
    assert told[0] == f"{len(record.steps)} scans"
    done = 0
    for text in told[1:]:
        numbers = [int(word) for word in text.split() if word.isdigit()]
        assert numbers[0] == done + 1
        done = numbers[-2]
    assert done == numbers[-1] == len(record.steps)
    assert told[1:4] == [f"scan {k} of {done}" for k in (1, 2, 3)]
    for picture in list(pictures_of(scene))[-1:]:
        assert texts(picture["source", 0, 0]) or picture["source", 0, 0][0].fill != "cell"


def test_a_film_of_few_scans_keeps_its_pace():
    scene, _ = scene_of(layer="avg", kernel_size=1, shape="1x23")
    assert {frame.duration_ms for frame in scene.frames()} == {400, 1500}
    assert scene.frame_count == 1 + 2 * 23 + 1
    scene, _ = scene_of(layer="avg", kernel_size=1, shape="1x24")
    assert scene.frame_count == 1 + 2 * 22 + 2 + 1


@pytest.mark.parametrize("layer", ["avg", "max"])
@pytest.mark.parametrize("every", [2, 5, 100])
def test_scans_that_are_not_drawn_are_still_added(layer, every):
    whole, _ = scene_of(layer=layer, direction="both")
    some, _ = scene_of(layer=layer, direction="both", every=every)
    by_count = {}
    for picture in pictures_of(whole):
        scan = texts(picture["counter"])[0].replace("scans", "scan").split()[-3:]
        by_count[texts(picture["title"])[1], *scan, picture["window"]] = picture  # the second beat
    for turn, picture in enumerate(pictures_of(some)):
        if (turn % (some.frame_count // 2)) % 2 == 0:
            scan = texts(picture["counter"])[0].replace("scans", "scan").split()[-3:]
            expected = by_count[texts(picture["title"])[1], *scan, picture["window"]]
            assert picture == {**expected, "counter": picture["counter"]}


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_picture_is_seen_as_one_and_so_is_its_gradient(tmp_path, direction):
    rows, columns = np.mgrid[:40, :60]
    disc = np.where(np.hypot(rows - 15, columns - 20) < 9, 250, 4 * rows).astype(np.uint8)
    Image.fromarray(disc).save(tmp_path / "a.png")
    scene, record = scene_of(
        layer="avg", input=str(tmp_path / "a.png"), direction=direction, kernel_size=2, stride=2
    )
    *_, picture = pictures_of(scene)
    inside = record.input if direction == "forward" else record.grad_input
    levels, lines = np.zeros((40, 60)), set()
    for row, column in np.ndindex(40, 60):
        box = picture["source", row, column][0]
        scale, level = box.fill.split(".")
        assert scale == "picture"
        levels[row, column] = float(level)
        lines.add(box.line)
    assert lines == {None}
    assert np.corrcoef(levels.ravel(), inside.ravel())[0, 1] > 0.99
    assert np.corrcoef(levels.ravel(), disc.ravel())[0, 1] > 0.95  # it can be recognised


@pytest.mark.parametrize(
    ("layer", "direction", "greatest"),
    [
        ("max", "backward", ("246", "246")),
        ("avg", "backward", ("61.5", "246")),
        ("avg", "forward", ("250", "250")),
    ],
)
def test_in_a_picture_one_grey_is_one_number_unless_it_would_be_dark(
    tmp_path, layer, direction, greatest
):
    Image.fromarray(np.linspace(20, 250, 900).reshape(30, 30).astype(np.uint8)).save(
        tmp_path / "a.png"
    )
    scene, _ = scene_of(
        layer=layer, input=str(tmp_path / "a.png"), direction=direction, kernel_size=2, stride=2
    )
    picture = next(pictures_of(scene))
    ends = [texts(picture[board, "scale"]) for board in ("source", "result")]
    assert (ends[0][1], ends[1][1]) == greatest
    assert (ends[0][0] == ends[1][0]) is (greatest[0] == greatest[1])


def test_a_gradient_of_its_own_is_shown_around_zero(tmp_path):
    Image.fromarray(np.zeros((30, 30), np.uint8)).save(tmp_path / "a.png")
    source = str(tmp_path / "a.png")
    scene, _ = scene_of(layer="avg", input=source, grad="random")
    assert next(pictures_of(scene))["source", 0, 0][0].fill.startswith("diverging.")


def overlap(box, other):
    """The area that two boxes have in common."""
    width = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
    height = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
    return max(width, 0) * max(height, 0)


@pytest.mark.parametrize("fields", [{"layer": "avg"}, {"layer": "max", "every": 3, "beats": 3}])
def test_a_smooth_film_can_start_at_any_frame(fields):
    scene, _ = scene_of(**fields, direction="both", shape="4x3", tween_ms=40)
    pictures = list(pictures_of(scene))
    for start in range(scene.frame_count):
        assert list(next(iter(scene.frames(start))).changes.items()) == list(
            pictures[start].items()
        )


def struck(marks):
    """Whether a cell of padding is struck out."""
    return any(isinstance(mark, Box) and mark.fill == "muted" for mark in marks)


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize(
    ("fields", "padding", "beyond"),
    [
        ({"layer": "avg"}, False, True),
        ({"layer": "avg", "count_include_pad": False}, True, True),
        ({"layer": "avg", "like": "keras"}, True, True),
        ({"layer": "max"}, False, False),
        ({"layer": "sum"}, False, False),
    ],
    ids=str,
)
def test_cells_that_no_divisor_counts_are_struck_out(direction, fields, padding, beyond):
    scene, record = scene_of(
        direction=direction,
        kernel_size=3,
        stride=2,
        padding=1,
        ceil_mode=True,
        shape=4,
        **fields,
    )
    assert record.geometry.padded().bottom == 6
    for picture in list(pictures_of(scene)):
        for place, marks in picture.items():
            if place[0] == "source" and len(place) == 3:
                inside = all(0 <= cell < 4 for cell in place[1:])
                far = 5 in place[1:]
                assert struck(marks) == (not inside and (beyond if far else padding)), place


def test_a_window_that_ceil_mode_drops_is_a_ghost():
    fields = {"layer": "avg", "kernel_size": 2, "stride": 2, "padding": 1, "ceil_mode": True}
    scene, record = scene_of(shape="5x4", **fields)
    (window,) = record.geometry.dropped()
    assert (window.top, window.left) == (5, -1)
    for picture in pictures_of(scene):
        (ghost,) = picture["ghost"]
        assert ghost.dashed
        corner = picture["source", 4, 0][0]
        assert (ghost.x, ghost.y) == (corner.x - corner.width, corner.y + corner.height)
        assert ghost.width == ghost.height == 2 * corner.width
        assert not picture.get(("source", 6, 0))
    told = " ".join(texts(next(pictures_of(scene))["line", 1]))
    assert "ceil_mode true (dashed outline: a dropped window)" in told
    assert not next(pictures_of(scene_of(shape=4, **fields)[0]))["ghost"]


def test_a_wide_picture_is_the_usual_one_enlarged():
    usual, _ = scene_of(layer="max", direction="both")
    wide, _ = scene_of(layer="max", direction="both", width=1920)
    assert list(wide.frames()) == list(usual.frames())
    assert (usual.size_px, wide.size_px) == ((800, 450), (1920, 1080))
    odd, _ = scene_of(layer="max", width=1002)
    assert odd.size_px == (1002, 564)


@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
@pytest.mark.parametrize(
    "fields", [{"layer": "avg"}, {"layer": "max"}, {"layer": "max", "math": True}]
)
def test_a_small_picture_keeps_its_numbers(fields, direction):
    scene, _ = scene_of(**fields, direction=direction, width=480)
    for picture in pictures_of(scene):
        for row, column in np.ndindex(5, 5):
            assert texts(picture["source", row, column])


def test_a_column_of_negative_numbers_and_zero_stands_in_the_middle():
    scene, _ = scene_of(layer="avg", kernel_size=1, input="5", grad="-5")
    *_, picture = pictures_of(scene)
    for board in ("source", "result"):
        box, *_, text = picture[board, 0, 0]
        assert text.text == "−5"
        middle = text.left + text.width / 2
        assert middle == pytest.approx(box.x + box.width / 2, abs=0.1 * text.size)


def test_a_delta_that_is_larger_than_any_sum_has_a_colour():
    scene, _ = scene_of(
        layer="max", kernel_size="1x2", stride=1, input="0 9 0", grad="1 -3", cells="heatmap"
    )
    shown = {
        mark.fill
        for picture in pictures_of(scene)
        for marks in picture.values()
        for mark in marks
        if isinstance(mark, Box) and mark.fill and "." in mark.fill
    }
    assert shown <= load_theme("light").colours.keys()
    assert "diverging.0" in shown


@pytest.mark.parametrize("layer", ["avg", "max", "softmax", "adaptive-avg"])
@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize(("beats", "tween_ms"), [(1, 0), (3, 0), (2, 100)])
@pytest.mark.parametrize(
    "more", [{}, {"padding": 1}, {"every": 3}, {"cells": "both", "width": 1600}], ids=str
)
def test_a_window_leaves_cells_as_they_are_where_they_do_not_tell_of_it(
    layer, direction, beats, tween_ms, more
):
    motion = "smooth" if tween_ms else "steps"
    fields = {"direction": direction, "shape": "7x8", "cells": "heatmap", "output_size": 4}
    fields |= {"beats": beats, "motion": motion, "kernel_size": 2, "scans": "2:9"} | more
    fields = possible({"layer": layer, **fields})
    films = []
    for tells in (False, True):
        with ExitStack() as stack:
            if tells:
                stack.enter_context(patch.object(Pass, "_tells_window", True))
            scene, _ = scene_of(tween_ms, **fields)
            films.append(list(pictures_of(scene)))
    assert films[0] == films[1]


@pytest.mark.parametrize("layer", ["avg", "max", "min", "sum", "lp"])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_window_over_padding_alone_has_what_that_counts_as(layer, direction):
    fields = {"layer": layer, "direction": direction, "input": "1 2 3 4 5 6 7", "kernel_size": 2}
    scene, _ = scene_of(**fields, stride=2, padding="1x0", dilation=2)
    said = [texts(marks) for *_, marks in ([*p.values()] for p in pictures_of(scene))]
    assert len(said) == scene.frame_count
    pictures = list(pictures_of(scene))
    told = [text for picture in pictures for text in texts(picture["line", 0])]
    told += [text for picture in pictures for text in texts(picture.get(("line", 1), ()))]
    if direction == "forward":
        counts_as = {"max": "-np.inf", "min": "np.inf"}
        assert f"A[0, 0] = {counts_as.get(layer, '0')}" in told
        assert "no cell is under the window" in told
    else:
        assert "pass" in told
        assert any("is lost on padding" in text for text in told)


@pytest.mark.parametrize("cells", ["numbers", "both"])
@pytest.mark.parametrize("more", [{}, {"padding": 1}, {"padding": 1, "math": True}], ids=str)
def test_the_width_that_is_told_to_be_enough_is(cells, more):
    fields = {"layer": "avg", "shape": "12x12", "cells": cells, **more}
    with pytest.raises(ParameterError) as refused:
        scene_of(**fields)
    width = int(str(refused.value).rpartition(" ")[2])
    scene_of(**fields, width=width)

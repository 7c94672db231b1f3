"""Convolutions on the stage: their code runs, and their boards show what the trace adds."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from poolanim import Figure
from poolanim.errors import PoolanimError
from poolanim.pipeline import run
from poolanim.scene.marks import Box, Stroke, Text
from poolanim.scene.runs import plain
from poolanim.scene.text.biases import bias_parts
from poolanim.scene.text.tracking import tracked_cell
from tests.scene.rules import sums_are_those_of_the_trace
from tests.scene.stages import beams, shown_number, stage_of
from tests.scenes import telling_of

NAMES = {
    "input": "A_prev",
    "weight": "W",
    "bias": "b",
    "output": "Z",
    "grad_input": "dA_prev",
    "grad_weight": "dW",
    "grad_bias": "db",
    "grad_output": "dZ",
}
FOLLOWED = {
    "input": ("grad_input",),
    "weight": ("grad_weight",),
    "bias": ("grad_bias",),
    "all": ("grad_input", "grad_weight", "grad_bias"),
}
"""The targets whose code a backward pass prints."""


def state_of(trace, direction):
    """Returns the names that code knows before a pass: what the pass does not compute."""
    state = {"np": np}
    for grid, name in NAMES.items():
        if grid in trace.grids and grid not in trace.passes[direction].terms:
            state[name] = trace.grids[grid].copy()
    if "b" in state:
        state["b"] = float(state["b"][0, 0])
    return state


def check_code(figure):
    """Runs the code of a pass, and compares what it computes with the trace, scan after scan."""
    direction, trace = figure.direction, run(figure)
    telling = telling_of(figure)
    targets = FOLLOWED[figure.wrt] if direction == "backward" else ("output",)
    state = state_of(trace, direction)
    for code in telling.program.opening():
        exec(code, state)
    for scan in range(len(telling.story.view)):
        for code in telling.scan(scan).code:
            exec(plain(code), state)
        check_scan(telling, trace.passes[direction], targets, state, scan)
    if code := telling.program.closing():
        exec(code, state)
    for target in targets:
        found = np.squeeze(state[NAMES[target]])
        np.testing.assert_allclose(found, np.squeeze(trace.grids[target]), atol=1e-12)


def check_scan(telling, shown, targets, state, scan):
    """Compares the cells that a scan adds to with the sums of the trace."""
    for target in targets:
        terms = shown.terms[target]
        part = terms.to.part(scan)
        name = NAMES[target]
        padded = target == telling.story.view.target != shown.own
        padded = padded and f"{name}{telling.story.suffix}" in state
        array = state[f"{name}{telling.story.suffix * padded}" if padded else name]
        if np.ndim(array) == 0:
            assert array == [0, *terms.totals[: part.stop]][-1], (target, scan)
            continue
        offset = [-span.start for span in terms.to.extent] if padded else (0, 0)
        for cell, total in zip(terms.to.of(scan), totals_after(terms, scan), strict=True):
            place = tuple(a + b for a, b in zip(cell, offset, strict=True))
            assert array[place] == pytest.approx(total, abs=1e-12), (target, scan, cell)


def totals_after(terms, scan):
    """Returns for each term of a scan what its cell contains after the scan."""
    part = terms.to.part(scan)
    last = dict(zip(terms.to.flat[part].tolist(), terms.totals[part].tolist(), strict=True))
    return [last[flat] for flat in terms.to.flat[part].tolist()]


COPYING = ["reflect", "replicate", "circular"]
"""The padding modes in which cells of padding copy others."""

numbers = st.integers(-4, 4) | st.sampled_from([0.5, -1.25])


@st.composite
def figures(draw):
    layer = draw(st.sampled_from(["conv", "conv-transpose"]))
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    high, wide = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    fields = {
        "layer": layer,
        "input": [[draw(numbers) for _ in range(columns)] for _ in range(rows)],
        "kernel": [[draw(numbers) for _ in range(wide)] for _ in range(high)],
        "bias": draw(st.sampled_from([None, None, "2", "-1.5"])),
        "stride": draw(st.sampled_from([1, 1, 2, (1, 3)])),
        "padding": draw(st.sampled_from([0, 0, 1, ((1, 0), (0, 2))])),
        "dilation": draw(st.sampled_from([1, 1, 2])),
        "direction": draw(st.sampled_from(["forward", "backward"])),
    }
    if fields["direction"] == "backward":
        fields["wrt"] = draw(st.sampled_from(["input", "weight", "bias", "all"]))
        if layer == "conv" and fields["wrt"] == "input":
            fields["form"] = draw(st.sampled_from(["scatter", "gather"]))
    if layer == "conv":
        fields["padding_mode"] = draw(st.sampled_from(["zeros", *COPYING]))
    try:
        return Figure(**fields)
    except PoolanimError:
        assume(False)


@given(figures())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_the_printed_code_gives_every_state_of_the_boards(figure):
    check_code(figure)


@given(figures())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_slots_and_sums_of_a_scan_are_those_of_the_trace(figure):
    telling = telling_of(figure)
    view = telling.story.view
    for scan in range(len(view)):
        if view.computes:
            read = telling.scan(scan).reads
            bias = float(view.trace.grids["bias"][0, 0]) if "bias" in view.trace.grids else 0.0
            bias *= view.target == "output"
            assert sum(each.number for each in read) + bias == pytest.approx(view[scan].value)
            assert telling.scan(scan).say("gives").count("=") <= 1
        hits = telling.story.hits_in(scan + 1)
        assert not hits or hits[-1].total == pytest.approx(sum(hit.delta for hit in hits))


@given(figures())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_factors_of_slots_are_those_of_the_products(figure):
    view = telling_of(figure).story.view
    if view.computes:
        added = [each for scan in range(len(view)) for each in view.computed(scan)]
    else:
        added = [each for _, each, _ in view.receipts(tracked_cell(view))]
    for amount, factors in added:
        assert len(factors) == 2 * (figure.wrt != "bias" or figure.direction == "forward")
        assert not factors or factors[0] * factors[1] == pytest.approx(amount)


def test_slots_show_both_factors_where_all_have_room():
    def texts(**fields):
        moment = stage_of(layer="conv", direction="forward", **fields).holding[0]
        return [mark.text for mark in moment.of("slots") if isinstance(mark, Text)]

    assert len([text for text in texts() if "×" in text]) == 9
    assert not [text for text in texts(kernel="gauss", aspect="tall") if "×" in text]


BOARDS = {
    "input": ["dA_prev", "W", "dZ"],
    "weight": ["A_prev", "dW", "dZ"],
    "bias": ["db", "dZ"],
    "all": ["dA_prev", "dZ", "dW", "db"],
}


@pytest.mark.parametrize("layer", ["conv", "conv-transpose"])
@pytest.mark.parametrize("wrt", BOARDS)
def test_a_backward_pass_shows_the_grids_that_it_is_about(layer, wrt):
    stage = stage_of(layer=layer, direction="backward", wrt=wrt)
    opening = stage.moments[0].picture
    names = [marks[0].text for place, marks in opening.items() if place[0] == "name"]
    assert names == BOARDS[wrt]
    assert all(beams(moment) for moment in stage.holding)


def test_cells_gather_from_stuffed_gradients_by_a_flipped_kernel():
    stage = stage_of(layer="conv", form="gather", stride=2, padding=1)
    opening = stage.moments[0]
    names = [marks[0].text for place, marks in opening.picture.items() if place[0] == "name"]
    assert names == ["dA_prev", "W", "dZp"]
    telling = telling_of(stage.figure)
    assert telling.program.opening() == [
        "dA_prev, dZp = np.zeros((5, 5)), np.zeros((7, 7))",
        "dZp[1:6:2, 1:6:2] = dZ",
    ]
    (code,) = map(plain, telling.scan(7).code)
    assert code == "dA_prev[1, 2] = np.sum(dZp[1:4, 2:5] * W[::-1, ::-1])"
    assert len(telling.scan(7).reads) == 2
    cells = {
        place[2:] for place, marks in opening.picture.items() if place[:2] == ("cell", 2) and marks
    }
    assert cells == {(row, column) for row in (1, 3, 5) for column in (1, 3, 5)}


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (
            {"padding": 4},
            ["dA_prev, dZp = np.zeros((5, 5)), np.zeros((7, 7))", "dZp = dZ[2:9, 2:9]"],
        ),
        ({"kernel": "1 2; 3 4", "stride": 3}, None),
    ],
)
def test_gradients_that_reach_no_cell_are_not_gathered(fields, lines):
    figure = Figure(layer="conv", form="gather", **fields)
    check_code(figure)
    if lines:
        assert telling_of(figure).program.opening() == lines


def test_the_bias_hangs_on_the_kernel():
    boards = stage_of(layer="conv", bias="1", direction="forward").moments[0].boards
    _, weight, bias, _ = boards.values()
    assert bias[1] >= weight[3]
    assert weight[0] <= bias[0]
    assert bias[2] <= weight[2]


def test_a_kernel_is_outlined_but_never_veiled():
    stage = stage_of(layer="conv", direction="forward")
    for moment in stage.holding:
        cells = [marks for place, marks in moment.picture.items() if place[:2] == ("cell", 1)]
        assert not [marks for marks in cells if marks[0].fill.endswith(".veil")]
        assert len(moment.of("window")) == 2


SEVERAL = [
    {"shape": (5, 5, 3), "bias": "2"},
    {"shape": (5, 5, 3), "filters": 2, "bias": "2 -1", "padding": 1, "stride": 2},
    {"shape": (4, 4, 4), "filters": 2, "groups": 2, "kernel_size": 2},
    {"shape": (4, 4, 3), "filters": 3, "groups": 3},
    {"filters": 2, "bias": "1 2"},
    {"layer": "conv-transpose", "shape": (3, 3, 2), "filters": 2, "padding": 1, "stride": 2},
    {"layer": "conv-transpose", "shape": (2, 2, 4), "filters": 4, "groups": 2, "kernel_size": 2},
    {"layer": "conv-transpose", "shape": (2, 2, 2), "filters": 2, "groups": 2, "bias": "1 2"},
    {"layer": "conv-transpose", "shape": (2, 2, 2)},
]
"""Figures of several channels or filters."""
PASSES = [
    {"direction": "forward"},
    *({"direction": "backward", "wrt": wrt} for wrt in FOLLOWED),
    {"direction": "backward", "form": "gather"},
]


def several():
    """Yields the figures of several channels or filters, in all passes."""
    for fields, shown in product(SEVERAL, PASSES):
        figure = {"layer": "conv", "filter": "all", **fields, **shown}
        if figure["layer"] == "conv" or "form" not in shown:
            yield figure


@pytest.mark.parametrize("fields", list(several()), ids=str)
def test_the_code_of_several_channels_and_filters_gives_their_grids(fields):
    figure = Figure(**fields)
    direction, trace = figure.direction, run(figure)
    telling, layer = telling_of(figure), trace.layer
    targets = FOLLOWED[figure.wrt] if direction == "backward" else ("output",)
    state = state_of(replace(trace, grids=without_bias(trace)), direction)
    bias = layer.bias if layer.bias is None or layer.filters > 1 else layer.bias[0]
    state |= {"W": layer.weight, "b": bias}
    if layer.filters > 1 or np.ndim(layer.weight) == 4:
        for name in ("Z", "dZ") if direction == "backward" else ():
            state[name] = state[name].reshape(*state[name].shape[:2], -1)
    for code in telling.program.opening():
        exec(code, state)
    for scan in range(len(telling.story.view)):
        for code in telling.scan(scan).code:
            exec(plain(code), state)
    if code := telling.program.closing():
        exec(code, state)
    for target in targets:
        found, wanted = np.squeeze(state[NAMES[target]]), np.squeeze(trace.grids[target])
        np.testing.assert_allclose(found, wanted, atol=1e-12)


def without_bias(trace):
    return {name: grid for name, grid in trace.grids.items() if name != "bias"}


@pytest.mark.parametrize("fields", list(several()), ids=str)
def test_numbers_of_several_channels_are_those_of_the_trace(fields):
    stage = stage_of(**fields, every=3)
    assert not list(sums_are_those_of_the_trace(stage))


@pytest.mark.parametrize(
    ("fields", "count", "room"),
    [
        ({"shape": (5, 5, 12)}, 12, 7),
        ({"shape": (5, 5, 12), "aspect": "tall"}, 12, 7),
    ],
)
def test_more_channels_than_have_room_are_refused(fields, count, room):
    fields = {"layer": "conv", "direction": "forward", **fields}
    words = f"{count} channels of 5x5 cells .* at most {room} of them fit side by side, so choose"
    with pytest.raises(PoolanimError, match=words) as caught:
        stage_of(**fields)
    assert caught.value.field == "channel"
    assert stage_of(**fields | {"shape": (5, 5, room)}, scans=(1, 1))


NINE = {"layer": "conv", "input": "1 2 3; 4 5 6; 7 8 9", "padding": 1}
COPIES = {
    "reflect": "5 4 5 6 5 2 1 2 3 2 5 4 5 6 5 8 7 8 9 8 5 4 5 6 5",
    "replicate": "1 1 2 3 3 1 1 2 3 3 4 4 5 6 6 7 7 8 9 9 7 7 8 9 9",
    "circular": "9 7 8 9 7 3 1 2 3 1 6 4 5 6 4 9 7 8 9 7 3 1 2 3 1",
}


def cells_of(moment, number):
    """The marks of the cells of a board, row by row."""
    places = sorted(place for place in moment.picture if place[:2] == ("cell", number))
    return {place[2:]: moment.picture[place] for place in places}


@pytest.mark.parametrize("mode", COPYING)
@pytest.mark.parametrize("wrt", [None, "weight"])
def test_the_border_shows_the_numbers_that_it_copies(mode, wrt):
    direction = "backward" if wrt else "forward"
    stage = stage_of(**NINE, direction=direction, wrt=wrt, padding_mode=mode)
    for moment in (stage.moments[0], *stage.holding, stage.moments[-1]):
        cells = cells_of(moment, 0)
        texts = [mark for marks in cells.values() for mark in marks if isinstance(mark, Text)]
        assert " ".join(mark.text for mark in texts) == COPIES[mode]
        border = [marks for (row, column), marks in cells.items() if {row, column} & {-1, 3}]
        assert all(mark.ink == "soft" for marks in border for mark in marks)
        assert not any(isinstance(mark, Stroke) for marks in border for mark in marks)


@pytest.mark.parametrize("mode", COPYING)
@pytest.mark.parametrize("wrt", ["input", "all"])
def test_the_border_of_a_gradient_is_kept_and_added_to_the_cells_that_it_copies(mode, wrt):
    fields = {**NINE, "direction": "backward", "wrt": wrt, "padding_mode": mode}
    stage, trace = stage_of(**fields), run(Figure(**fields))
    terms = trace.passes["backward"].terms["grad_input"]
    shown = {
        cell: next(mark.text for mark in marks if isinstance(mark, Text))
        for cell, marks in cells_of(stage.moments[-1], 0).items()
    }
    for row in range(-1, 4):
        for column in range(-1, 4):
            inside = row in range(3) and column in range(3)
            number = (
                trace.grids["grad_input"][row, column]
                if inside
                else terms.padded[row + 1, column + 1]
            )
            assert shown[row, column] == f"{number:g}".replace("-", "\u2212"), (row, column)
    for moment in stage.moments:
        marks = [mark for marks in cells_of(moment, 0).values() for mark in marks]
        assert not any(isinstance(mark, Stroke) for mark in marks)
    telling = telling_of(Figure(**fields))
    assert telling.closing.rule.endswith("the border goes to the cells that it copies.")


def test_the_summary_tells_the_tracked_number_after_the_fold():
    fields = {**NINE, "direction": "backward", "padding_mode": "reflect"}
    telling, trace = telling_of(Figure(**fields)), run(Figure(**fields))
    end = f"{trace.grids['grad_input'][1, 1]:g}".replace("-", "\u2212")
    assert f"dA_prev[1, 1], ends at {end}." in telling.captions.summary()
    assert telling.story.hits[-1].total != trace.grids["grad_input"][1, 1]


@pytest.mark.parametrize(
    ("wrt", "beginning"),
    [
        ("input", "Convolution (kernel 3, stride 1), backward, to the input:"),
        ("weight", "Convolution (kernel 3, stride 1), backward, to the weights:"),
        ("bias", "Convolution (kernel 3, stride 1), backward, to the bias:"),
        ("all", "Convolution (kernel 3, stride 1), backward:"),
    ],
)
def test_a_summary_names_the_gradient(wrt, beginning):
    assert stage_of(layer="conv", wrt=wrt).scene.summary.startswith(beginning)


STAMPED = {"layer": "conv-transpose", "direction": "backward", "stride": 2, "padding": 1}


def test_the_bias_of_a_transposed_convolution_gets_what_windows_reach_first():
    figure = Figure(**STAMPED, wrt="all", output_padding=1)
    telling, trace = telling_of(figure), run(figure)
    codes = [plain(telling.scan(scan).code[1]).partition("; ")[2] for scan in (0, 4, 8)]
    parts = ["[1:3, 1:3]", "[3:5, 3:5]", "[5:7, 5:7]"]
    assert codes == [f"db += np.sum(dZ_pad{part})" for part in parts]
    grads = trace.grids["grad_output"]
    parts = bias_parts(telling.story.view)
    assert parts[4] == grads[2:4, 2:4].sum()
    assert sum(parts) == grads.sum() == trace.grids["grad_bias"][0, 0]


def test_beams_to_the_bias_begin_at_what_windows_reach_first():
    stage = stage_of(**STAMPED, wrt="all")
    (moment,) = [each for each in stage.holding if each.scan == 8]
    board = moment.boards[1]
    height, width = ((board[end + 2] - board[end]) / 7 for end in (1, 0))
    corner = board[0] + 6 * width, board[1] + 5 * height
    lines = [mark for mark in moment.of("beam") if isinstance(mark, Stroke)]
    ends = [end for line in lines for end in ((line.x, line.y), (line.to_x, line.to_y))]
    assert any(end == pytest.approx(corner, abs=2) for end in ends)


def test_windows_that_reach_nothing_new_add_nothing_to_the_bias():
    fields = {**STAMPED, "stride": 1, "padding": 2}
    stage = stage_of(**fields, wrt="all", input="1 2 3 4; 5 6 7 8; 1 2 3 4; 5 6 7 8")
    pills = [[mark for mark in each.of("tag") if isinstance(mark, Box)] for each in stage.holding]
    parts = telling_of(stage.figure).story.view.shown.terms["grad_bias"].to
    empty = [parts.part(each.scan).start == parts.part(each.scan).stop for each in stage.holding]
    assert [len(each) for each in pills] == [2 if none else 3 for none in empty]
    assert any(empty)


@pytest.mark.parametrize("scan", [0, 7])
def test_each_gradient_is_added_to_the_bias_in_a_scan_of_its_own(scan):
    figure = Figure(**STAMPED, wrt="bias")
    telling, trace = telling_of(figure), run(figure)
    assert len(telling.story.view) == trace.grids["grad_output"].size == 25
    row, column = divmod(scan, 5)
    assert [plain(line) for line in telling.scan(scan).code] == [f"db += dZ[{row}, {column}]"]
    total = 0.0
    for grad in trace.grids["grad_output"].ravel()[: scan + 1]:
        total += grad
    assert telling.story.hits_in(scan + 1)[-1].total == total


def test_the_tag_of_each_filter_says_what_is_added_to_its_bias():
    stage = stage_of(
        layer="conv", wrt="bias", shape=(5, 5, 3), groups=3, filters=3, channel="all", filter="all"
    )
    grads = stage.trace.grids["grad_output"]
    for moment in stage.holding:
        (said,) = [
            text.text for kind, text in moment.texts if kind == "tag" and text.text[0] in "+−"
        ]
        assert shown_number(said)[0] == grads[stage.trace.passes["backward"].index(moment.scan)]

"""Whatever a figure says of its numbers holds: its code runs, and its relations are exact."""

from __future__ import annotations

import json
import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from poolanim import AvgPool, Figure
from poolanim.errors import PoolanimError
from poolanim.formats.json import to_json
from poolanim.grids.layouts import in_order
from poolanim.layers.table import LAYERS
from poolanim.pipeline import run
from poolanim.scene.runs import plain
from poolanim.scene.text.words import words_for
from tests.scenes import possible, scene_of, telling_of

NAN, INF = math.nan, math.inf
PLAIN = [0, 1, 2, 3, -1, -2.5, 0.125, 10]
ODD = [*PLAIN, NAN, INF, -INF]
WIDE = [*PLAIN, 1 / 3, 1.125, 0.03125, -0.7, 1e6, 1e8, 1e16, -1e16, 1e30, -1e30, 1e-6, 1e-30]
POOLS = [name for name, entry in LAYERS.items() if not entry.kernel_layout]
"""Layers without weights; tests of the scene run the code of the others."""
TOLERANT = ("avg", "sum", "lp", "softmax", "adaptive-avg", "global-avg")
"""Layers whose sums NumPy may round otherwise than the trace."""


@st.composite
def figures(draw, pools):
    """A figure of any layer, over a small grid of numbers from one of the pools."""
    layer, direction = draw(st.sampled_from(POOLS)), draw(st.sampled_from(PASSES))
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    numbers = st.sampled_from(draw(st.sampled_from(pools)))
    x = draw(st.lists(numbers, min_size=height * width, max_size=height * width))
    kernel = draw(st.integers(1, min(height, 3))), draw(st.integers(1, min(width, 3)))
    dilation = draw(st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 3)]))
    spans = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
    sides = [st.integers(0, max(span // 2, 0)) for span in spans]
    fields = {
        "kernel_size": kernel,
        "stride": draw(st.sampled_from([1, 1, 2, (1, 3)])),
        "padding": tuple((draw(side), draw(side)) for side in sides),
        "dilation": dilation,
        "ceil_mode": draw(st.booleans()),
        "count_include_pad": draw(st.booleans()),
        "divisor_override": draw(st.sampled_from([None, None, 5, -3])),
        "ties": draw(st.sampled_from(["all", "first", "split"])),
        "p": draw(st.sampled_from([1, 2, 3, 1.5, 0.5, -1, -2, INF, -INF])),
        "absolute": draw(st.booleans()),
        "output_size": (draw(st.integers(1, height)), draw(st.integers(1, width))),
        "seed": 1,
    }
    if layer in ("avg", "sum") and direction == "backward":
        fields["form"] = draw(st.sampled_from(["scatter", "gather"]))
    if layer == "fractional-max":
        fields["kernel_size"] = tuple(
            size - count + 1
            for size, count in zip((height, width), fields["output_size"], strict=True)
        )
    if layer == "lp" and math.isfinite(fields["p"]):
        fields.pop("ties")
    if layer == "unpool":
        sizes = (height, width), (height + 1, width), (height, width + 1), (height, width - 1)
        fields["output_size"] = draw(st.sampled_from([None, None, *sizes]))
    fields = possible({"layer": layer, **fields})
    grid = np.array(x, float).reshape(height, width).tolist()
    precision = draw(st.sampled_from([None, None, None, 0, 2, 9]))
    try:
        figure = Figure(direction=direction, input=grid, precision=precision, **fields)
        forward = {name: value for name, value in fields.items() if name != "form"}
        shape = run(Figure(direction="forward", input=grid, **forward)).grids["output"].shape
    except PoolanimError:
        assume(False)
    if direction == "forward":
        return figure
    count = shape[0] * shape[1]
    grad = draw(st.lists(numbers, min_size=count, max_size=count))
    grads = np.array(grad, float).reshape(shape).tolist()
    return Figure(direction=direction, input=grid, grad=grads, precision=precision, **fields)


PASSES = ["forward", "backward"]
BOUNDED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def assert_same(figure, found, numbers, terms):
    """Whether a board is as it is drawn, but for the rounding of sums of these terms."""
    finite = np.abs(terms[np.isfinite(terms)])
    atol = 1e-12 * finite.max(initial=0) if figure.layer in TOLERANT else 0
    rtol = 1e-9 if figure.layer in TOLERANT else 0
    np.testing.assert_allclose(found, numbers, rtol=rtol, atol=atol)


def run_code(telling, trace, direction):
    """Run the code of a stage, and give the names that it knows before and after each scan."""
    state = {"np": np, "A_prev": trace.grids["input"].copy(), "A": trace.grids["output"].copy()}
    state["dA"] = trace.grids.get("grad_output")
    if direction == "forward":
        del state["A"]
    with np.errstate(all="ignore"):
        for code in telling.program.opening():
            exec(code, state)
        yield copies(state)
        for number in range(len(telling.story.view)):
            for code in telling.scan(number).code:
                exec(plain(code), state)
            yield copies(state)
        exec(telling.program.closing(), state)
        yield state


def copies(state):
    """Copies of all arrays."""
    return {name: each.copy() for name, each in state.items() if isinstance(each, np.ndarray)}


def check_code(figure):
    """Check the code of a stage against every state of the board that the pass computes."""
    direction, trace = figure.direction, run(figure)
    shown, telling = trace.passes[direction], telling_of(figure)
    (target,) = shown.targets
    name = {"output": "A", "grad_input": "dA_prev"}[target]
    terms, given = shown.terms[target], telling.story.view.grads
    numbers = np.zeros(terms.to.padded_shape if shown.scatters else trace.grids[target].shape)
    *scans, end = run_code(telling, trace, direction)
    for done, state in enumerate(scans):
        if shown.scatters:
            part = terms.to.part(done - 1) if done else slice(0)
            numbers.reshape(-1)[terms.to.flat[part]] = terms.totals[part]
            known, suffix = numbers[within_declared(telling, terms.to)], telling.story.suffix
        else:
            numbers.flat[:done] = trace.grids[target].flat[:done]
            known, suffix = numbers, ""
            given = trace.grids["input" if direction == "forward" else "grad_output"]
        assert_same(figure, state[name + suffix], known, given)
    assert end[name].shape == trace.grids[target].shape
    assert_same(figure, end[name], trace.grids[target], given)


def within_declared(telling, cells):
    """Where the array that code indexes lies in the cells that windows reach."""
    spans = zip(telling.story.padding, cells.extent, cells.shape, strict=True)
    return tuple(
        slice(-before - span.start, size + after - span.start)
        for (before, after), span, size in spans
    )


@given(figures([PLAIN, ODD]))
@BOUNDED
@example(Figure(layer="max", input="1 2 3", kernel_size="1x2", dilation="1x2", padding="0x1"))
def test_the_printed_code_gives_every_state_of_the_board(figure):
    check_code(figure)


NUMBER = r"[−-]?(?:∞|NaN|\d+(?:\.\d+)?(?:e[−-]?\d+)?)"
IN_FLOATS = " in floating point"


def value_of(text):
    """A number as it is printed: a fraction, or a float that is not finite."""
    plain = text.replace("−", "-").replace("∞", "inf")
    return float(plain) if "inf" in plain or "NaN" in plain else Fraction(plain)


def plus(one, other):
    finite = isinstance(one, Fraction) and isinstance(other, Fraction)
    return one + other if finite else float_of(one) + float_of(other)


def float_of(number):
    try:
        return float(number)
    except OverflowError:
        return math.copysign(1e308, number)


def is_finite(number):
    return isinstance(number, Fraction) or math.isfinite(number)


def exactly(numbers, divisors):
    """The sum of numbers, each divided, without rounding; None where one is not finite."""
    numbers = list(map(float, numbers))
    if not all(map(math.isfinite, numbers)):
        return None
    pairs = zip(numbers, divisors, strict=True)
    return sum((Fraction(repr(number)) / int(divisor) for number, divisor in pairs), Fraction(0))


def exact_value(figure, view, step):
    """The exact value of a scan of a layer that adds and divides; None of others."""
    divides = figure.layer in ("avg", "adaptive-avg", "global-avg") and step.divisor
    if not divides and figure.layer != "sum":
        return None
    cells = [view.read[cell] for cell in step.cells()]
    return exactly(cells, [step.divisor or 1] * len(cells))


def same(one, other):
    return one == other or (one != one and other != other)


def is_near(text, true, noise=0):
    """Whether a printed number is the true one to within half a unit of its last digit."""
    printed = value_of(text)
    if not (isinstance(printed, Fraction) and is_finite(true)):
        return same(printed if isinstance(printed, float) else float_of(printed), true)
    digits, _, power = text.replace("−", "-").partition("e")
    unit = Fraction(10) ** (int(power or 0) - len(digits.partition(".")[2]))
    slack = Fraction(math.ulp(printed)) * 16 + Fraction(noise)
    return abs(printed - Fraction(true)) <= unit / 2 + slack


def is_close(value, true, noise):
    if not (isinstance(value, Fraction) and math.isfinite(true)):
        return same(float_of(value), true)
    return abs(value - Fraction(true)) <= max(Fraction(math.ulp(true)) * 16, Fraction(noise))


def check_told(text, pattern, true, sign="≈ "):
    """Check a number in words: near the true one, and equal to it unless it is called rounded."""
    for rounded, printed in re.findall(pattern, text):
        assert rounded in ("", sign)
        assert is_near(printed, true), (text, true)
        if not rounded:
            assert is_close(value_of(printed), true, 1e-12), (text, true)


def check_captions(figure):
    telling = telling_of(figure)
    view, write = telling.story.view, telling.story.numerals
    backward = view.scatters
    for scan, step in enumerate(view):
        caption = telling.captions(scan, "told")
        merged = telling.captions(scan, "merged")
        exact = exact_value(figure, view, step)
        if not backward and exact is not None and step.count:
            divided = exact_value_in_words(merged, exact, write)
            assert divided
        if "is about" in caption or backward:
            check_told(caption, rf"\] is (about )?({NUMBER})(?:\.|,) ", step.grad or 0.0, "about ")
    check_balance(telling)


def exact_value_in_words(caption, exact, write):
    """Whether a caption's last number is the exact one, about that, or what floats give."""
    found = re.search(rf"(?:that is|add up to) (about )?({NUMBER})({IN_FLOATS})?, which", caption)
    about, printed, floats = found.groups()
    near = is_near(printed, exact, write.value.noise)
    whole = value_of(printed) == exact
    return (bool(about), bool(floats)) == (near and not whole, not near)


def check_balance(telling):
    view = telling.story.view
    if view.grads is None or telling.story.words.layer == "Max unpooling":
        return
    grads, sums = view.grads, view.grid("grad_input")
    said = " ".join(ways[0] for ways in telling.closing.remarks(summed=False, dotted=False))
    with np.errstate(all="ignore"):
        noise = 1e-9 * np.abs(grads[np.isfinite(grads)]).sum() + 1e-12
        for numbers, pattern in (
            (grads, r"dA sums to"),
            (sums, r"dA_prev to"),
            (sums, "both sum to"),
        ):
            true = sum(map(float, numbers.ravel()))
            for _, printed in re.findall(rf"{pattern} (about )?({NUMBER})[.,:]", said):
                given = float_of(value_of(printed))
                shown = same(given, true) or is_near(printed, true, noise)
                assert shown or not math.isfinite(true), (said, true)
                assert math.isfinite(given) == math.isfinite(true)


@given(figures([PLAIN, ODD, WIDE]))
@BOUNDED
def test_numbers_of_captions_and_balances_hold(figure):
    check_captions(figure)


NUMBERS = [
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
]
DIVIDED = re.compile(
    rf"(?:∑ )?(?:≈ |→ )?({NUMBER})(?:{IN_FLOATS})? ÷ (-?\d+) ([=≈→]) \+?({NUMBER})({IN_FLOATS})?"
)
ALONE_AFTER = re.compile(rf"(?:∑|∑ \|x\||√ ∑ x²|∑ w × x|norm)( [=≈→])? ({NUMBER})({IN_FLOATS})?")


def in_words(number):
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def check_relations(figure):
    """Check what tags, slots and notes say of the numbers and the counts of each scan."""
    telling = telling_of(figure)
    view = telling.story.view
    for number, step in enumerate(view):
        told, note = telling.tag(number, "tag", "note")
        if telling.story.focus is None:
            told.append(telling.scan(number).say("gives"))
        lost = 0.0 if step.count or step.grad is None else step.grad
        delta = step.deltas[0][1] if step.deltas else lost
        for text in map(plain, told):
            if match := DIVIDED.fullmatch(text):
                check_quotient(match, step.grad, step, view)
            elif match := ALONE_AFTER.search(text):
                relation, printed, _ = match.groups()
                assert is_near(printed, step.value) or relation == " →", text
                if relation in (None, " ="):
                    rounding = max(1e-9, 1e-13 * abs(step.value))  # of powers and their roots
                    assert is_close(value_of(printed), step.value, rounding), text
            elif match := re.fullmatch(rf"\+?({NUMBER})", text):
                assert is_near(match[1], delta if telling.story.focus else step.value), text
        check_note(note, step)


def check_quotient(match, grad, step, view):
    """Check a quotient as it is printed, and how near it is to the one that was computed."""
    text, divisor, relation, result, floats = match.groups()
    worth_of = value_of(text) / int(divisor)
    assert (relation == "=") == same(worth_of, value_of(result)), match[0]
    assert (relation == "→") == bool(floats) or grad is not None, match[0]
    if relation == "≈":
        whole = [grad] if grad is not None else [view.read[cell] for cell in step.cells()]
        exact = exactly(whole, [int(divisor)] * len(whole))
        assert exact is None or is_near(result, exact), match[0]
    if step.divisor is None:
        assert int(divisor) == len(step.taken)


def check_note(note, step):
    """Check the counts in the words of a tag."""
    count, ties = step.count, len(step.taken)
    if match := re.fullmatch(r"(\w+) of (\w+) parts (?:is|are) lost", note):
        assert match.groups() == (in_words(int(step.divisor) - count), in_words(int(step.divisor)))
    elif match := re.match(r"(?:the (?:mean|same) (?:of|to) all|a window of) (\w+)", note):
        assert match[1] == in_words(count), note
    elif match := re.match(r"the (?:greatest|least) of (\w+)(?:, (\w+))?", note):
        times = {None: 1, "twice": 2}.get(match[2]) or NUMBERS.index(match[2])
        assert (match[1], times) == (in_words(count), ties), note
    elif match := re.match(r"(?:all )?to (?:the first of )?(\w+): the", note):
        assert ties == (2 if match[1] == "both" else NUMBERS.index(match[1])), note
    elif note == "all of it is lost":
        assert not count, note


@given(figures([PLAIN, ODD, WIDE]))
@BOUNDED
@example(
    Figure(layer="lp", p=1, absolute=True, kernel_size=1, direction="forward", input=[[1 / 3]])
)
@example(
    Figure(
        layer="max",
        kernel_size="1x2",
        stride=1,
        padding="0x1",
        dilation="1x3",
        direction="backward",
        input="0 0",
        grad="1",
    )
)
def test_every_printed_relation_and_count_holds(figure):
    check_relations(figure)


BELOW = {"input": np.array([[-1, -2, -2], [-3, -1, -1]]), "kernel_size": 2, "padding": 1}
CHOSEN = [
    {"layer": "max", **BELOW},
    {"layer": "max", **BELOW, "ties": "first"},
    {"layer": "max", **BELOW, "ties": "split"},
    {"layer": "min", **BELOW | {"input": -BELOW["input"]}},
    {"layer": "lp", **BELOW, "p": 3, "absolute": True},
    {"layer": "lp", **BELOW, "p": 2},
    {"layer": "lp", "p": 3, "kernel_size": 1, "input": ((0.0, 0.0), (0.0, 1e30))},
    {"layer": "lp", **BELOW, "p": -1},
    {"layer": "lp", **BELOW, "p": -INF},
    *({"layer": "lp", **BELOW, "p": INF, "ties": ties} for ties in ("all", "first", "split")),
    {"layer": "lp", **BELOW, "p": -INF, "ties": "split"},
    {"layer": "sum", **BELOW},
    {"layer": "avg", **BELOW, "stride": 2, "ceil_mode": True},
    {"layer": "avg", **BELOW, "count_include_pad": False},
    {"layer": "avg", **BELOW, "divisor_override": 3},
]
UNEVEN = [
    {"layer": "global-avg", "divisor_override": 4},
    {"layer": "adaptive-avg", "output_size": 2, "divisor_override": -3},
    {"layer": "fractional-max", "output_size": (1, 2), "disjoint": True},
]
GATHERED = [
    {"stride": 2, "ceil_mode": True},
    {"count_include_pad": False},
    {"divisor_override": 3},
    {"stride": 3, "padding": 0},
    {"padding": 0, "dilation": (1, 2)},
    {"layer": "sum", "stride": 2},
]


@pytest.mark.parametrize("direction", PASSES)
@pytest.mark.parametrize("fields", CHOSEN, ids=str)
def test_code_and_relations_hold_where_padding_matters(fields, direction):
    figure = Figure(direction=direction, **{"stride": 1} | fields)
    check_code(figure)
    check_relations(figure)


@pytest.mark.parametrize("direction", PASSES)
@pytest.mark.parametrize("fields", UNEVEN, ids=str)
def test_code_and_relations_hold_where_windows_have_sizes_of_their_own(fields, direction):
    figure = Figure(direction=direction, input=BELOW["input"], **fields)
    check_code(figure)
    check_relations(figure)


@pytest.mark.parametrize("fields", GATHERED, ids=str)
def test_code_and_relations_hold_where_cells_gather(fields):
    numbers = np.arange(20).reshape(4, 5) % 7 - 3
    usual = {"layer": "avg", **BELOW, "stride": 1, "input": numbers}
    figure = Figure(form="gather", **{**usual, **fields})
    check_code(figure)
    check_relations(figure)


@pytest.mark.parametrize("layout", ["w", "hwc", "nchw"])
@pytest.mark.parametrize("uneven", [False, True])
def test_code_of_a_cell_that_gathers_takes_the_axes_of_the_input(layout, uneven):
    x = np.arange(8.0) if layout == "w" else np.ones(in_order(layout, n=2, h=4, w=5, c=3))
    kernel = (1, 3) if layout == "w" else 3
    padding = (0, 1) if layout == "w" else 1
    fields = {"kernel_size": kernel, "padding": padding, "count_include_pad": not uneven}
    figure = Figure(layer="avg", form="gather", stride=1, input=x, layout=layout, **fields)
    telling, trace = telling_of(figure), run(figure)
    plane = trace.grids["grad_output"]
    grads = np.zeros(x.shape)
    inner = 0 if layout == "w" else in_order(layout, n=0, h=slice(None), w=slice(None), c=0)
    grads[... if layout == "w" else inner] = plane[0] if layout == "w" else plane
    state = {"np": np, "A_prev": x, "dA": grads}
    for code in telling.program.opening():
        exec(code, state)
    for number in range(len(telling.story.view)):
        for code in telling.scan(number).code:
            exec(plain(code), state)
    found = state["dA_prev"][... if layout == "w" else inner]
    np.testing.assert_allclose(found, np.squeeze(trace.grids["grad_input"]), atol=1e-12)


def said_of(**fields):
    """All texts of a figure's pass, and its captions."""
    telling = telling_of(Figure(**fields))
    for number in range(len(telling.story.view)):
        tags, note = telling.tag(number, "tag", "note")
        yield from map(plain, [*telling.scan(number).code, *tags])
        yield note
        yield from (telling.captions(number, stage) for stage in ("told", "merged"))
    yield telling.closing.rule
    for ways in telling.closing.remarks(summed=False, dotted=False):
        yield from ways


ALONE = {"input": "1 2; 3 4", "kernel_size": 2, "dilation": 3, "padding": 1}
FORWARD, BACKWARD = {"direction": "forward"}, {"direction": "backward"}


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"kernel_size": 2, "stride": 2, "ceil_mode": True, "input": "1 2 3"}, "to one cell"),
        ({"kernel_size": 3, "padding": 1, "input": "1 2; 3 4"}, "five of nine parts are lost"),
        (
            {"kernel_size": 3, "padding": 1, "count_include_pad": False, "input": "1 2; 3 4"},
            "the same to all four",
        ),
        (
            {"kernel_size": "1x2", "stride": 2, "padding": "0x1", "input": "1 2"},
            "one of two parts is lost",
        ),
        (
            {"layer": "max", "kernel_size": 2, "input": "4 4; 1 2", "grad": "1"},
            "to both: the 1 counts twice",
        ),
        (
            {"layer": "max", "kernel_size": 2, "input": "4 4; 1 2", "ties": "split"},
            "the same to two",
        ),
        (
            {
                "layer": "max",
                **ALONE,
            },
            "all of it is lost",
        ),
    ],
    ids=str,
)
def test_what_a_tag_says_of_the_last_scan(fields, note):
    figure = Figure(**{"layer": "avg", "direction": "backward"} | fields)
    telling = telling_of(figure)
    assert telling.tag(len(telling.story.view) - 1, "tag", "note")[1] == note


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"layer": "max", "input": "1.125 0.03125", "kernel_size": "1x2", **FORWARD}, "max 1.125"),
        (
            {"layer": "avg", "input": "1000000 0 0", "kernel_size": "1x3", "precision": 7}
            | FORWARD,
            "1000000.0000000 ÷ 3 ≈ 333333.3333333",
        ),
        ({"layer": "sum", "input": "1e8 1e-30", "kernel_size": "1x2", **FORWARD}, "∑ ≈ 100000000"),
        (
            {"layer": "max", "input": "1 2 1", "kernel_size": "1x2", "grad": "1e16 1"}
            | BACKWARD
            | {"stride": 1},
            "dA and dA_prev both sum to about 1e16.",
        ),
        (
            {"layer": "max", "input": "7 7 2 5; 1 7 5 5; 3 0 4 4; 3 3 4 4", "kernel_size": 2}
            | BACKWARD
            | {"grad": "0.6 -0.9; 1.5 -0.8", "stride": 2},
            "dA and dA_prev both sum to 0.4.",
        ),
        (
            {"layer": "sum", "input": "1 2 3", "kernel_size": "1x2", "grad": "1e16 1"}
            | BACKWARD
            | {"stride": 1},
            "dA sums to about 1e16, dA_prev to about 2e16: every cell gets the whole gradient, "
            "which adds about 1e16.",
        ),
        (
            {"layer": "avg", "input": "1 2 3", "kernel_size": "1x3", "grad": "1 1e10 1"}
            | BACKWARD
            | {"stride": 1, "padding": "0x1"},
            "dA sums to about 1e10, dA_prev to about 1e10: about 0.67 fell on padding.",
        ),
        (
            {"layer": "sum", "input": "1e30 1 -1e30", "kernel_size": "1x3", **FORWARD},
            "∑ → 0 in floating point",
        ),
        (
            {"layer": "sum", "input": "1e16 1 1 -1e16", "kernel_size": "1x4", **FORWARD},
            "Scan 1 of 1: the numbers under the window add up to 0 in floating point, which goes "
            "to A[0, 0].",
        ),
        (
            {"layer": "lp", "p": 2, "input": "1e200 1e200", "kernel_size": "1x2", **FORWARD},
            "√ ∑ x² → ∞ in floating point",
        ),
        (
            {"layer": "sum", "input": "1e8 1e-30", "kernel_size": "1x2", **FORWARD},
            "Scan 1 of 1: the numbers under the window add up to about 100000000, which goes to "
            "A[0, 0].",
        ),
        (
            {"layer": "avg", "input": "1e15 0.123456789", "kernel_size": "1x2", "precision": 9}
            | FORWARD,
            "Scan 1 of 1: the numbers under the window add up to about 1000000000000000. Divided "
            "by 2 that is about 500000000000000, which goes to A[0, 0].",
        ),
        (
            {"layer": "max", "input": "128571428.571 2", "kernel_size": "1x2", **FORWARD},
            "max 128571428.571",
        ),
        ({"layer": "avg", **ALONE, **FORWARD}, "A[0, 0] = np.mean(A_prev_pad[0:4:3, 0:4:3])"),
        ({"layer": "max", **ALONE, **FORWARD}, "padding alone"),
        ({"layer": "max", **ALONE, "grad": "1", **BACKWARD}, "dA_prev_pad[0, 0] += dA[0, 0]"),
        (
            {"layer": "lp", **ALONE, "grad": "1", **BACKWARD},
            "dA sums to 1, dA_prev to 0: 1 fell on padding.",
        ),
        (
            {"layer": "max", "input": "1 2", "kernel_size": "1x2", "grad": "inf", **BACKWARD},
            "dA_prev[:, :][mask] += dA[0, 0]",
        ),
        (
            {"layer": "max", "input": "nan 1 nan", "kernel_size": "1x3", "like": "torch"}
            | BACKWARD,
            "all to the last NaN",
        ),
        (
            {"layer": "max", "input": "nan 1 nan", "kernel_size": "1x3", "like": "torch"}
            | BACKWARD,
            "Every gradient goes whole to the cell that won its window: of a tie to the first, of "
            "several NaN to the last.",
        ),
        (
            {"layer": "stochastic", "input": "0 0; 0 0", "kernel_size": 2, **FORWARD},
            "Every output is drawn from its window: positive numbers by their size, any if none is "
            "positive.",
        ),
        (
            {"layer": "stochastic", "input": "0 1; 0 0", "kernel_size": 2, **FORWARD},
            "Every output is drawn from its window, a large number more often than a small one.",
        ),
    ],
    ids=str,
)
def test_what_is_said_of(fields, said):
    assert said in list(said_of(**fields))


def test_code_of_torch_is_refused_where_its_gradient_is_another_than_the_drawn_one():
    fields = {"layer": "lp", "code": "torch", "p": 0.5, "kernel_size": "1x2", "grad": "1; 2"}
    with pytest.raises(
        PoolanimError, match=r"p is 0\.5, and a window contains only zeros; torch's"
    ):
        scene_of(**fields, input="0 0; 0 4")
    scene_of(**fields, input="1 0; 0 4")
    scene_of(**fields | {"p": 1}, input="0 0; 0 4")
    scene_of(**fields | {"code": "numpy"}, input="0 0; 0 4")


ROW = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])


@pytest.mark.parametrize("layer", [name for name in POOLS if name != "unpool"])
@pytest.mark.parametrize("direction", PASSES)
def test_code_for_a_row_of_one_axis_takes_one_index(layer, direction):
    fields = possible({"layer": layer, "kernel_size": "1x2", "stride": 2, "output_size": (1, 3)})
    figure = Figure(**fields, direction=direction, input=ROW, layout="w")
    telling = telling_of(figure)
    forward, view = direction == "forward", telling.story.view
    state = {"np": np, "A_prev": ROW, "A": view.values[0].copy()}
    state["dA"] = None if forward else view.grads[0]
    codes = telling.program.opening()
    for number in range(len(view)):
        codes += telling.scan(number).code
    for code in codes:
        exec(plain(code), state)
    found, drawn = state["A" if forward else "dA_prev"], view.grid(view.target)
    np.testing.assert_allclose(found, drawn[0], rtol=1e-12)
    if not forward:
        assert telling.name_of((0, 1)) == "dA_prev[1]"


@pytest.mark.parametrize("layer", [name for name in POOLS if name != "unpool"])
@pytest.mark.parametrize("layout", ["hwc", "nchw"])
def test_code_beside_several_channels_runs_for_the_first(layer, layout):
    fields = possible({"layer": layer, "kernel_size": 2, "stride": 2, "output_size": 2})
    x = np.random.default_rng(3).random(in_order(layout, n=2, h=4, w=4, c=3))
    figure = Figure(**fields, direction="forward", input=x, layout=layout, channel="all")
    telling = telling_of(figure)
    state = {"np": np, "A_prev": x}
    for code in telling.program.opening():
        exec(code, state)
    for number in range(len(telling.story.view)):
        for code in telling.scan(number).code:
            exec(plain(code), state)
    first = state["A"][in_order(layout, n=0, h=slice(None), w=slice(None), c=0)]
    np.testing.assert_allclose(first, telling.story.view.values, rtol=1e-12)


def test_code_of_torch_for_a_row_of_one_axis_adds_the_axes_that_it_takes():
    words = words_for(Figure(layer="avg", code="torch"), "forward", AvgPool((1, 2)), "w")
    code = words.sentences["stage"]["code"][0]
    assert code.startswith("A = F.avg_pool2d(A_prev[None, None], (1, 2), stride=None)[0, 0]  #")


def test_sums_that_are_not_finite_are_never_called_equal_to_others():
    fields = {"layer": "max", "input": "1 1 1", "kernel_size": "1x2", "stride": 1, **BACKWARD}
    assert "dA sums to ∞, dA_prev to NaN." not in list(said_of(**fields, grad="1 inf"))
    assert "dA and dA_prev both sum to ∞." in list(said_of(**fields, grad="1 inf"))
    assert "dA and dA_prev both sum to NaN." in list(said_of(**fields, grad="1 nan"))


def test_a_clipped_dilated_window_ends_right_after_its_last_cell():
    figure = Figure(layer="avg", input="1 2; 3 4; 5 6", kernel_size=2, dilation=2, padding=1)
    scans = json.loads(to_json(figure, run(figure)))["scans"]
    assert [scan["window"] for scan in scans][:3] == [[1, 2, 1, 2], [1, 2, 0, 1], [0, 3, 1, 2]]

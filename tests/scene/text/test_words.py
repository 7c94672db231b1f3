from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from poolanim import AvgPool, Figure
from poolanim.errors import ParameterError
from poolanim.fonts.lettering import letters
from poolanim.fonts.setting import line, text_width
from poolanim.grids.layouts import in_order
from poolanim.layers.table import LAYERS
from poolanim.parameters.table import CODES
from poolanim.pipeline import run
from poolanim.scene.marks import Text
from poolanim.scene.runs import plain
from poolanim.scene.text.sentences import Words
from poolanim.scene.text.words import words_for
from tests.scenes import pictures_of, scene_of, telling_of, texts

UNKNOWN_TO = {
    "torch": {"stochastic", "softmax"},
    "keras": {
        *("min", "sum", "lp"),
        *("fractional-max", "stochastic", "softmax", "unpool"),
    },
}
"""Layers that a framework does not have."""


OF_GRID = "(A_prev[None, ..., None])[0, ..., 0]  # A[0, 0]"
"""How Keras takes a grid, and gives one."""


def words_of(direction="forward", **fields):
    figure = Figure(direction=direction, **{"layer": "avg", **fields})
    record = run(figure)
    return words_for(figure, direction, record.layer, record.layout)


def telling_for(direction="backward", **fields):
    return telling_of(Figure(direction=direction, **fields))


def first_codes(direction="backward", **fields):
    """The code of the first scan."""
    return list(map(plain, telling_for(direction, **fields).scan(0).code))


@pytest.mark.parametrize(
    ("code", "fields", "line"),
    [
        ("torch", {}, "A = F.avg_pool2d(A_prev[None], 3, stride=1)[0]  # A[0, 0]"),
        (
            "torch",
            {"layer": "conv", "stride": 2, "padding": "1x0", "bias": 1},
            "Z = F.conv2d(A_prev[None], W[None, None], stride=2, padding=(1, 0), bias=b[None])[0]"
            "  # Z[0, 0]",
        ),
        (
            "torch",
            {"layer": "conv-transpose", "stride": 2, "output_padding": 1},
            "Z = F.conv_transpose2d(A_prev[None], W[None, None], stride=2, output_padding=1)[0]"
            "  # Z[0:3, 0:3] of A_prev[0, 0]",
        ),
        (
            "keras",
            {"layer": "conv-transpose", "stride": 2, "output_size": 8, "bias": 1},
            "Z = ops.conv_transpose(A_prev[None, ..., None], W[..., None, None], 2, "
            "output_padding=1)[0, ..., 0] + b  # Z[0:3, 0:3] of A_prev[0, 0]",
        ),
        (
            "keras",
            {"layer": "conv-transpose", "padding": "same", "stride": 2},
            "Z = ops.conv_transpose(A_prev[None, ..., None], W[..., None, None], 2, "
            "padding='same')[0, ..., 0]  # Z[0:3, 0:3] of A_prev[0, 0]",
        ),
        (
            "keras",
            {"layer": "conv-transpose", "padding": "valid", "dilation": 2},
            "Z = ops.conv_transpose(A_prev[None, ..., None], W[..., None, None], 1, "
            "output_padding=0, padding='valid', dilation_rate=2)[0, ..., 0]"
            "  # Z[0:5:2, 0:5:2] of A_prev[0, 0]",
        ),
        (
            "torch",
            {"layer": "conv", "kernel": [[[[1, 2], [3, 4]]]]},
            "Z = F.conv2d(A_prev[None], W.permute(3, 2, 0, 1), stride=1)[0]  # Z[0, 0]",
        ),
        (
            "keras",
            {"layer": "conv", "padding": "same", "dilation": 2, "bias": 1},
            "Z = ops.conv(A_prev[None, ..., None], W[..., None, None], 1, padding='same', "
            "dilation_rate=2)[0, ..., 0] + b  # Z[0, 0]",
        ),
        (
            "torch",
            {"layer": "max", "kernel_size": "3x2", "stride": 2, "padding": 1},
            "A = F.max_pool2d(A_prev[None], (3, 2), stride=2, padding=1)[0]  # A[0, 0]",
        ),
        (
            "keras",
            {},
            f"A = layers.AveragePooling2D(3, strides=1){OF_GRID}",
        ),
        (
            "keras",
            {"layer": "max"},
            "A = layers.MaxPooling2D(3, strides=1)(A_prev[None, ..., None])[0, ..., 0]  # A[0, 0]",
        ),
        (
            "keras",
            {"layer": "adaptive-max", "output_size": "2x3"},
            f"A = layers.AdaptiveMaxPooling2D((2, 3)){OF_GRID}",
        ),
        (
            "keras",
            {"layer": "adaptive-avg", "output_size": 2},
            "A = layers.AdaptiveAveragePooling2D(2)(A_prev[None, ..., None])[0, ..., 0]  # A[0, 0]",
        ),
        ("numpy", {}, "A[0, 0] = np.mean(A_prev[0:3, 0:3])"),
        ("numpy", {"dilation": 2}, "A[0, 0] = np.mean(A_prev[0:5:2, 0:5:2])"),
        (
            "torch",
            {"ceil_mode": True, "count_include_pad": False, "padding": 1},
            "A = F.avg_pool2d(A_prev[None], 3, stride=1, padding=1, ceil_mode=True, "
            "count_include_pad=False)[0]  # A[0, 0]",
        ),
        (
            "torch",
            {"layer": "lp", "p": float("inf"), "kernel_size": 2},
            "A = F.lp_pool2d(A_prev[None], float('inf'), 2, stride=1)[0]  # A[0, 0]",
        ),
        (
            "torch",
            {"layer": "adaptive-max", "output_size": "2x3"},
            "A = F.adaptive_max_pool2d(A_prev[None], (2, 3))[0]  # A[0, 0]",
        ),
        (
            "torch",
            {"layer": "min", "ties": "first", "dilation": 2},
            "A = -F.max_pool2d(-A_prev[None], 3, stride=1, dilation=2)[0]  # A[0, 0]",
        ),
        (
            "keras",
            {"layer": "max", "padding": "same"},
            f"A = layers.MaxPooling2D(3, strides=1, padding='same'){OF_GRID}",
        ),
    ],
)
def test_a_framework_s_line_has_the_figure_s_parameters(code, fields, line):
    assert first_codes("forward", code=code, **{"layer": "avg", **fields}) == [line]


FIRST = "2, strides=1, data_format='channels_first'"


@pytest.mark.parametrize(
    ("layout", "torch", "keras"),
    [
        ("hwc", "A_prev.permute(2, 0, 1), 2, stride=1).permute(1, 2, 0)", "(A_prev[None])[0]"),
        ("chw", "A_prev, 2, stride=1)", "(A_prev[None])[0]"),
        ("nhw", "A_prev, 2, stride=1)", "(A_prev[..., None])[..., 0]"),
        ("nhwc", "A_prev.permute(0, 3, 1, 2), 2, stride=1).permute(0, 2, 3, 1)", "(A_prev)"),
        ("nchw", "A_prev, 2, stride=1)", "(A_prev)"),
    ],
)
def test_a_framework_s_call_takes_and_gives_arrays_of_the_layout(layout, torch, keras):
    fields = {"layer": "max", "kernel_size": 2, "layout": layout}
    fields["input"] = np.zeros(in_order(layout, n=1, h=2, w=3, c=1))
    index = ", ".join("0" * len(layout))
    options = FIRST if layout in ("chw", "nchw") else "2, strides=1"
    for code, call in (
        ("torch", f"F.max_pool2d({torch}"),
        ("keras", f"layers.MaxPooling2D({options}){keras}"),
    ):
        words = words_of(code=code, **fields)
        line = plain(words.sentences["stage"]["code"][0]).replace("{own.at}", index)
        assert line == f"A = {call}  # A[{index}]"


def test_an_unpooled_output_has_the_size_of_what_was_pooled():
    (code,) = first_codes("forward", layer="unpool", code="torch")
    call = "F.max_unpool2d(A_prev[None], indices[None], 2, stride=2, output_size=(5, 5))[0]"
    assert code == f"A = {call}  # A[0, 0]"


def test_a_framework_s_backward_code_has_live_indices():
    assert first_codes(layer="avg", code="torch") == [
        "A.backward(dA)  # dA[0, 0]",
        "dA_prev = A_prev.grad  # dA_prev[0:3, 0:3]",
    ]
    assert first_codes(layer="avg", code="keras") == [
        "dA_prev = tape.gradient(A, A_prev, dA)",
        "dA_prev[0:3, 0:3]  # of dA[0, 0]",
    ]


def test_a_framework_s_film_opens_with_what_its_code_needs():
    torch = "import torch.nn.functional as F"
    call = "A = F.avg_pool2d(A_prev[None], 3, stride=1)[0]"
    assert telling_for("forward", layer="avg", code="torch").program.opening() == [torch]
    assert telling_for("backward", layer="avg", code="torch").program.opening() == [torch, call]
    assert telling_for(layer="max", kernel_size=2, code="keras").program.opening() == [
        "import tensorflow as tf; from keras import layers",
        "pool = layers.MaxPooling2D(2, strides=1)",
        "with tf.GradientTape() as tape: A = pool(A_prev[None, ..., None])[0, ..., 0]",
    ]


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_without_code_the_tag_alone_remains(direction):
    telling = telling_for(direction, layer="avg", code="none", padding=1)
    assert not telling.program.opening()
    assert not telling.scan(0).code
    assert not telling.program.closing()
    assert "÷ 9" in telling.tag(0, "tag", "note")[0][0]


@pytest.mark.parametrize("code", ["torch", "keras"])
def test_a_framework_s_code_comes_with_what_the_framework_does(code):
    assert Figure(layer="max", code=code).parameters["ties"] == "first"
    assert Figure(layer="max", code="none").parameters["ties"] == "all"
    assert Figure(layer="max", code=code, like="article").parameters["ties"] == "all"
    for fields in ({"ties": "all"}, {"ties": "split"}, {"like": "article"}):
        with pytest.raises(
            ParameterError, match=rf"ties is .*, but {code}'s max layer has no such"
        ):
            words_of(layer="max", code=code, **fields)
    average = Figure(layer="avg", code=code, padding="same-upper").parameters["count_include_pad"]
    assert average == (code == "torch")


@pytest.mark.parametrize(("padding", "spelled"), [(1, "padding=1"), ("same", "padding='same'")])
def test_options_are_spelled_as_numbers_or_as_words(padding, spelled):
    assert spelled in first_codes("forward", layer="conv", code="torch", padding=padding)[0]


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_a_parameter_that_a_framework_lacks_is_refused(layer):
    with pytest.raises(ParameterError, match=r"padding is 1, but keras's .* has no such padding"):
        words_of(layer=layer, code="keras", padding=1)


@pytest.mark.parametrize("code", ["torch", "keras"])
@pytest.mark.parametrize("layer", ["global-avg", "adaptive-avg"])
def test_a_divisor_of_windows_of_any_size_is_none_of_a_framework(code, layer):
    message = f"divisor_override is 7, but {code}'s {layer} layer has no such divisor_override"
    with pytest.raises(ParameterError, match=message):
        words_of(layer=layer, code=code, divisor_override=7)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"padding": 1}, "padding is 1, but keras's conv-transpose layer has no such padding"),
        ({"padding": "same-lower"}, "padding is same-lower, but keras's conv-transpose layer has"),
        ({"padding": "same", "stride": 2, "output_padding": 1}, "has no such output_padding"),
        ({"shape": "3x3x2", "groups": 2}, "groups is 2, but keras's conv-transpose layer has no"),
    ],
)
def test_a_transposed_convolution_that_keras_lacks_is_refused(fields, message):
    with pytest.raises(ParameterError, match=message):
        words_of("forward", layer="conv-transpose", code="keras", **fields)


@pytest.mark.parametrize("padding", ["0:1", "same-lower"])
def test_padding_that_a_framework_cannot_have_is_refused(padding):
    with pytest.raises(ParameterError, match=f"padding is {padding}.*, but torch's avg layer"):
        words_of(code="torch", padding=padding)


def test_the_framework_that_a_figure_is_like_is_named():
    scene, _ = scene_of(layer="max", like="torch")
    assert texts(next(pictures_of(scene))["title"])[:2] == ["Max pooling", "← backward, like torch"]


@pytest.mark.parametrize(
    ("code", "wrt", "lines"),
    [
        ("torch", "weight", ["Z.backward(dZ)  # dZ[0, 0]", "dW = W.grad  # of A_prev[0:3, 0:3]"]),
        ("torch", "bias", ["Z.backward(dZ)  # dZ[0, 0]", "db = b.grad"]),
        (
            "torch",
            "all",
            ["Z.backward(dZ)  # dZ[0, 0]", "dA_prev, dW, db = A_prev.grad, W.grad, b.grad"],
        ),
        ("keras", "bias", ["db = tape.gradient(Z, b, dZ)", "db  # of dZ[0, 0]"]),
        (
            "keras",
            "all",
            [
                "dA_prev, dW, db = tape.gradient(Z, [A_prev, W, b], dZ)",
                "dA_prev[0:3, 0:3]  # of dZ[0, 0]",
            ],
        ),
    ],
)
def test_code_of_frameworks_gives_the_gradient_that_is_shown(code, wrt, lines):
    assert first_codes(layer="conv", code=code, wrt=wrt, bias=1) == lines
    if wrt != "weight":
        with pytest.raises(ParameterError, match=f"wrt is '{wrt}'; code of {code} needs a bias"):
            words_of("backward", layer="conv", code=code, wrt=wrt)


def test_code_of_frameworks_runs_all_channels():
    fields = {"layer": "conv", "shape": "5x5x3", "filters": 2, "code": "torch"}
    for chosen in ({"channel": 1}, {"filter": 0}):
        with pytest.raises(ParameterError, match="code of torch runs all of them; leave it out"):
            words_of("forward", **fields, **chosen)


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("code", CODES.words)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_has_code_of_every_framework_or_refuses(layer, code, direction):
    try:
        words = words_of(direction, layer=layer, code=code)
    except ParameterError as refusal:
        refused = f"code is {code!r}, which has no {layer} layer" in str(refusal)
    else:
        refused = False
        assert bool(words.sentences["stage"]["opening"]) == (code != "none")
        assert bool(words.sentences["stage"]["code"]) == (code != "none")
    assert refused == (code in UNKNOWN_TO and layer in UNKNOWN_TO[code])


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ("article", ("A_prev", "A", "dA", "dA_prev")),
        ("torch", ("input", "output", "grad_output", "grad_input")),
        ("X, Y,dY,dX", ("X", "Y", "dY", "dX")),
        (["a", "b", "c", "d"], ("a", "b", "c", "d")),
    ],
)
def test_labels_stand_wherever_a_grid_is_named(labels, names):
    x, y, dy, dx = names
    assert first_codes("forward", layer="max", labels=labels) == [
        f"{y}[0, 0] = np.max({x}[0:3, 0:3])"
    ]
    assert first_codes(layer="max", labels=labels) == [
        f"mask = {x}[0:3, 0:3] == {y}[0, 0]",
        f"{dx}[0:3, 0:3] += mask * {dy}[0, 0]",
    ]
    assert first_codes(layer="avg", labels=labels) == [f"{dx}[0:3, 0:3] += {dy}[0, 0] / 9"]
    scene, _ = scene_of(layer="max", labels=labels, focus="0,0")
    opening = next(pictures_of(scene))
    boards = [texts(opening["name", board]) for board in range(3)]
    assert boards[:2] == [[x, "kept" if x == "input" else "input, kept"], [dx, "its gradient"]]
    assert boards[2] in ([dy, f"over {y}, small"], [dy])  # a long role has no room
    assert f"{dx}[0, 0]" in scene.summary
    scene, _ = scene_of(layer="max", direction="forward", labels=labels)
    opening, *_ = pictures_of(scene)
    assert [texts(opening["name", board])[0] for board in range(2)] == [x, y]


@pytest.mark.parametrize("odd", ["my x", "a-b", "1x", "class", "x;import os", "{x}", "mask", "np"])
def test_code_keeps_the_article_s_names_where_labels_can_be_none(odd):
    fields = {"layer": "max", "labels": [odd, "Y", "dY", "dX"]}
    assert first_codes(**fields) == [
        "mask = A_prev[0:3, 0:3] == A[0, 0]",
        "dA_prev[0:3, 0:3] += mask * dA[0, 0]",
    ]
    scene, _ = scene_of(**fields)
    opening = next(pictures_of(scene))
    assert [texts(opening["name", board])[0] for board in range(3)] == [odd, "dX", "dY"]


@pytest.mark.parametrize(
    ("code", "used", "free"),
    [("torch", "F", "np"), ("keras", "layers", "F"), ("numpy", "np", "layers")],
)
def test_labels_are_no_names_that_the_code_uses(code, used, free):
    for label, name in ((used, "A_prev"), (free, free)):
        telling = telling_for("backward", layer="max", code=code, labels=[label, "Y", "dY", "dX"])
        said = " ".join([*telling.program.opening(), *telling.scan(0).code])
        assert re.search(rf"\b{name}\b", said)
        assert ("dA" in said) == (label == used)


def test_a_layer_of_its_own_needs_no_figure_to_be_called():
    words = words_for(Figure(layer="avg", code="torch"), "forward", AvgPool(2), "chw")
    assert "F.avg_pool2d(A_prev, 2, stride=None)" in words.sentences["stage"]["code"][0]


def test_a_caption_is_shown_as_it_is_written():
    caption = '<b>"a_b"</b> $x$ {{y}} \\n %s'
    without, _ = scene_of(layer="avg")
    scene, _ = scene_of(layer="avg", caption=caption)
    for one, other in zip(pictures_of(without), pictures_of(scene), strict=True):
        assert texts(other["caption"]) == [caption]
        assert not one["caption"]


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("labels", ["article", "torch", "a b,$b_{1}$,c%,d&"])
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_has_a_formula_on_the_first_frame(layer, labels, direction):
    if "," in labels and LAYERS[layer].kernel_layout:
        labels = "a b,W,$b_{1}$,c%,d&,dW,db,f"
    scene, _ = scene_of(layer=layer, labels=labels, direction=direction, math=True)
    opening, *_, closing = pictures_of(scene)
    (first,), last = formulas(opening), formulas(closing)
    assert {mark.text for mark in last} <= {first.text}  # sentences of two rows take its room
    for mark in (first, *last):
        assert (mark.text[0], mark.text[-1]) == ("$", "$")
        assert "<" not in mark.text
        assert scene.margin <= mark.left
        assert mark.left + mark.width <= scene.width - scene.margin + 2  # in the smallest size
        shown = letters(mark.text, "math", mark.size)
        assert mark.y + shown.top >= 0
        assert mark.y + shown.top + len(shown.levels) <= scene.height
    plain, _ = scene_of(layer=layer, labels=labels, direction=direction)
    assert not any(map(formulas, pictures_of(plain)))


def formulas(picture):
    """All formulas of a picture."""
    marks = (mark for its in picture.values() for mark in its if isinstance(mark, Text))
    return [mark for mark in marks if mark.face == "math"]


def test_a_formula_has_the_figure_s_divisor():
    scene, _ = scene_of(layer="avg", kernel_size="2x3", math=True)
    (mark,) = formulas(next(pictures_of(scene)))
    assert r"\frac{1}{6}" in mark.text


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"layer": "max"}, r"[\,A^{\mathrm{prev}}_{u,v} = A_{i,j}\,]"),
        ({"layer": "max", "ties": "first"}, r"\arg\max"),
        ({"layer": "min", "ties": "first"}, r"\arg\min"),
        ({"layer": "min", "direction": "forward"}, r"\min_"),
        ({"layer": "adaptive-max", "direction": "forward"}, r"\max_"),
        ({"layer": "global-max", "ties": "split"}, r"\frac{1}{n_{i,j}}"),
        ({"layer": "lp"}, r"(A^{\mathrm{prev}}_{u,v} / A_{i,j})^{p-1}"),
        ({"layer": "lp", "absolute": True}, r"|A^{\mathrm{prev}}_{u,v}|"),
        ({"layer": "avg", "padding": 1, "count_include_pad": False}, r"\frac{1}{N_{i,j}}"),
    ],
)
def test_a_formula_tells_what_the_figure_s_layer_does(fields, part):
    scene, _ = scene_of(math=True, **fields)
    (mark,) = formulas(next(pictures_of(scene)))
    assert part in mark.text
    assert text_width(mark.text, 10, "math") > 0


def test_labels_that_no_formula_can_have_are_refused():
    for label in ("é", "a\\b", "a^b"):
        with pytest.raises(ParameterError, match="which cannot be part of a formula; use plain"):
            words_of(labels=[label, "b", "c", "d"], math=True)
        assert words_of(labels=[label, "b", "c", "d"]).names["input"] == label


ESSENCES = [
    ({"layer": "max", "ties": "all"}, "goes whole to the greatest number under its window."),
    ({"layer": "max", "ties": "first"}, "goes whole to the greatest number under its window."),
    ({"layer": "max", "ties": "split"}, "goes whole to the greatest number under its window."),
    ({"layer": "max", "input": "2 2"}, "window, and to every one that ties with it."),
    ({"layer": "max", "input": "2 2", "ties": "first"}, "window, to the first of those that tie."),
    (
        {"layer": "min", "input": "2 2", "ties": "split"},
        "window, in equal parts to those that tie.",
    ),
    ({"layer": "avg"}, "is divided by 2, and added to every cell under its window."),
    (
        {"layer": "avg", "padding": "0x1", "like": "keras"},
        "the divisor of its window",
    ),
    ({"layer": "adaptive-avg", "input": "1 2 3", "output_size": "1x2"}, "is divided by 2"),
    ({"layer": "adaptive-avg", "input": "1 2 3 4", "output_size": "1x3"}, "is divided by 2"),
    ({"layer": "adaptive-avg", "input": "1 2 3 4 5", "output_size": "1x3"}, "the divisor of its"),
    (
        {"layer": "adaptive-avg", "input": "1 2 3", "output_size": "1x2", "divisor_override": 5},
        "is divided by 5",
    ),
    (
        {"layer": "fractional-max", "output_size": "1x2", "disjoint": True, "kernel_size": None},
        "(disjoint windows, 1 × 2 to 1 × 2)",
    ),
    ({"layer": "avg", "direction": "forward"}, "gives the mean of the numbers"),
    ({"layer": "avg", "direction": "forward", "divisor_override": 3}, "window, divided by 3."),
    ({"layer": "lp"}, "under its window, times x ÷ A."),
    ({"layer": "lp", "p": 1}, "is added whole to every cell under its window."),
    ({"layer": "lp", "p": 3}, "times (x ÷ A) to the power of 2."),
    (
        {"layer": "lp", "p": 3, "absolute": True},
        "to the power of 2, with the sign of x.",
    ),
    (
        {"layer": "lp", "p": float("inf"), "input": "2 -2"},
        "under its window, to the first of those that tie, with the sign of that cell.",
    ),
    (
        {"layer": "lp", "p": float("inf"), "input": "2 -2", "ties": "all"},
        "goes whole to the largest absolute value under its window, and to every one that ties",
    ),
    (
        {"layer": "lp", "p": float("inf"), "input": "2 -2", "ties": "split"},
        "in equal parts to those that tie, with the sign of each cell.",
    ),
    ({"layer": "lp", "p": -float("inf")}, "goes to the smallest absolute value under its window"),
]


@pytest.mark.parametrize(("fields", "said"), ESSENCES, ids=str)
def test_the_alternative_text_says_what_happened_in_this_film(fields, said):
    window = {} if fields["layer"].startswith("adaptive") else {"kernel_size": "1x2"}
    scene, _ = scene_of(**{"input": "1 2", **window, **fields})
    assert said in scene.summary


def test_a_tie_in_any_channel_that_is_shown_is_told():
    fields = {"layer": "max", "kernel_size": "1x2", "input": [[[1, 2], [3, 2]]], "layout": "hwc"}
    for channel, said in ((0, "under its window."), (1, "that ties"), ("all", "that ties")):
        scene, _ = scene_of(**fields, channel=channel)
        assert said in scene.summary


@pytest.mark.parametrize(
    ("p", "absolute", "backward", "forward"),
    [
        (1, False, ["dA_prev[:, :] += dA[0, 0]"], "np.sum(A_prev[:, :])"),
        (
            1,
            True,
            ["w = np.sign(A_prev[:, :])", "dA_prev[:, :] += w * dA[0, 0]"],
            "np.sum(np.abs(A_prev[:, :]))",
        ),
        (
            2,
            False,
            ["w = A_prev[:, :] / A[0, 0]", "dA_prev[:, :] += w * dA[0, 0]"],
            "np.sqrt(np.sum(A_prev[:, :] ** 2))",
        ),
        (
            3,
            False,
            ["w = (A_prev[:, :] / A[0, 0]) ** 2", "dA_prev[:, :] += w * dA[0, 0]"],
            "np.sum(A_prev[:, :] ** 3) ** (1 / 3)",
        ),
    ],
)
def test_powers_of_lp_pooling_are_written_as_people_do(p, absolute, backward, forward):
    fields = {"layer": "lp", "p": p, "absolute": absolute, "input": "3 4", "kernel_size": "1x2"}
    assert first_codes(**fields) == backward
    assert first_codes("forward", **fields) == [f"A[0, 0] = {forward}"]


def test_the_user_s_font_is_that_of_what_the_user_wrote():
    font = str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "STIXGeneral.ttf")
    fields = {"title": "Ⓐ", "caption": "Ⓑ", "labels": "Ⓐ,Ⓑ,Ⓒ,Ⓓ"}
    scene, _ = scene_of(layer="max", font=font, **fields)
    for picture in pictures_of(scene):
        names = [picture["name", board][0] for board in range(3)]
        assert [(mark.text, mark.face) for mark in names] == [
            (name, ("code-strong", font)) for name in "ⒶⒹⒸ"
        ]
        assert picture["title"][0].face == (font, "text-strong")
        for mark in (*names, picture["title"][0]):
            assert [part.text for word in line(mark.text, mark.face).words for part in word]
        assert [mark.face for mark in picture["caption"]] == [(font, "text")]
        cells = [mark for place in picture if "cell" in place for mark in picture[place]]
        assert not any(isinstance(mark.face, tuple) for mark in cells if isinstance(mark, Text))
    with pytest.raises(ParameterError, match="no font has the character"):
        scene_of(layer="avg", title="\U0003fffd")


def test_a_sentence_of_no_variant_is_the_plain_one_or_none():
    sentences = {"some": {"plain": "p", "first": "f"}, "none": {"first": "f"}}
    words = Words("Max", sentences, {})
    assert [words.say("some", {}, tie) for tie in ((), ("all",), ("first",))] == ["p", "p", "f"]
    assert words.say("none", {}, ("all",)) == ""

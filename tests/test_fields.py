from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolanim.figure import Figure
from poolanim.layers.table import LAYERS
from poolanim.pipeline import run
from poolanim.scene.fields import ScanFields, kinds
from poolanim.scene.runs import plain
from poolanim.scene.telling import Telling
from tests.scenes import lines_of, possible

INPUT = "1 -2.5 3; 0 4 4; 7 0.125 9"


def fields_of(scan=0, **fields):
    figure = Figure(**{"input": INPUT, "kernel_size": 2, "direction": "backward"} | fields)
    lines = lines_of(figure)
    return ScanFields(lines.facts, lines, lines.record.steps[scan])


def test_fields_are_worked_out_when_they_are_asked_for():
    fields = fields_of(layer="avg", direction="forward")
    assert "value" not in fields
    assert fields["value"] == "0.63"
    assert "nearly_value" in fields  # with which it goes
    assert "grad" not in fields
    with pytest.raises(KeyError):
        fields["nothing"]


QUARTERS = {"layer": "avg", "precision": 1, "input": "0.25 0.75; 1 1"}


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"layer": "max"}, "ties", 1),
        ({"layer": "max", "scan": 1}, "ties", 2),
        ({"layer": "max", "scan": 3}, "cell", "2, 2"),
        ({"layer": "avg"}, "window", "0:2, 0:2"),
        ({"layer": "avg", "scan": 3}, "window", "1:3, 1:3"),
        ({"layer": "avg", "dilation": 2, "kernel_size": 2}, "window", "0:3:2, 0:3:2"),
        ({"layer": "stochastic"}, "chance", None),
        ({"layer": "lp", "p": 1}, "normed_gives", "= 2.500"),
        ({"layer": "avg"}, "total", "2.500"),
        ({"layer": "avg"}, "total_gives", "≈ 0.63"),
        (QUARTERS, "total_gives", "≈ 0.8"),
        (QUARTERS, "nearly_mean", "≈ 0.8"),
    ],
)
def test_what_a_scan_says(fields, name, said):
    found = fields_of(**fields)[name]
    assert found == said if said is not None else float(found) <= 1


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "unpool"])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_no_code_is_longer_than_the_longest_of_the_looked_at_scans(layer, direction):
    @given(
        *[st.integers(0, 2**32), st.sampled_from([0, 1, 2]), st.sampled_from([2, (3, 4), (1, 10)])],
        *[st.booleans(), st.booleans()],
    )
    @settings(max_examples=15, deadline=None)
    def check(seed, decimals, kernel, padded, with_nan):
        random = np.random.default_rng(seed)
        x = (random.random((13, 12)) * 10 ** random.integers(1, 4)).round(decimals)
        x.flat[random.integers(0, x.size, 3)] = np.nan if with_nan else 0
        x[5:9, 5:10] = 0
        grad = random.choice([1, -2.5, 10, -0.001, 1 / 3], size=(14, 14)).round(decimals)
        padding = (0 if kernel == (1, 10) else 1, 1) if padded else 0
        fields = {"kernel_size": kernel, "stride": 1, "padding": padding, "output_size": 3}
        if layer == "avg":
            fields["count_include_pad"] = False
        fields = possible({"layer": layer, "direction": direction, "input": x, **fields})
        figure = Figure(**fields)
        height, width = run(replace(figure, direction="forward")).geometry.output_shape
        if direction == "backward":
            figure = replace(figure, grad=grad[:height, :width])
        telling = Telling(lines_of(figure))
        longest = list(map(len, map(plain, telling.longest_codes())))
        for number, step in enumerate(telling.lines.record.steps):
            codes = telling.code(telling.fields(step, number), telling.variants(step))
            assert all(len(plain(code)) <= most for code, most in zip(codes, longest, strict=False))
            assert len(codes) <= len(longest)

    check()


def test_scans_that_look_alike_are_looked_at_once():
    """That is, in films of many scans, a few of these."""
    figure = Figure(layer="avg", shape="40x40", direction="backward")
    assert len(set(kinds(lines_of(figure)))) < 200


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "lp", "input": "0 0 3; 0 0 4"},  # a norm of 0 is told otherwise than one of 5
        {
            "layer": "avg",
            "input": np.zeros((3, 4)).tolist(),
            "kernel_size": (3, 4),
            "padding": (0, 1),
            "count_include_pad": False,  # 9 cells, and 12
            "grad": "0 0 0",
        },
    ],
)
def test_scans_whose_texts_differ_in_length_are_of_other_kinds(fields):
    lines = lines_of(Figure(**{"kernel_size": 2, "stride": 1, "direction": "backward"} | fields))
    assert len(set(kinds(lines))) == 2

from __future__ import annotations

import pytest

from poolanim.figure import Figure
from tests.scenes import telling_of

INPUT = "1 -2.5 3; 0 4 4; 7 0.125 9"


def fields_of(scan=0, **fields):
    figure = Figure(**{"input": INPUT, "kernel_size": 2, "direction": "backward"} | fields)
    return telling_of(figure).scan(scan).fields


def test_fields_are_worked_out_when_they_are_asked_for():
    fields = fields_of(layer="avg", direction="forward")
    assert "value" not in vars(fields)
    assert f"{fields['value']}" == "0.63"
    assert "value" in vars(fields)
    assert "{total}" not in vars(fields)
    with pytest.raises(KeyError):
        fields["nothing"]


QUARTERS = {"layer": "avg", "precision": 1, "input": "0.25 0.75; 1 1"}


@pytest.mark.parametrize(
    ("fields", "sentence", "said"),
    [
        ({"layer": "max"}, "{ties}", "1"),
        ({"layer": "max", "scan": 1}, "{ties}", "2"),
        ({"layer": "max", "scan": 3}, "{input.cell}", "2, 2"),
        ({"layer": "avg"}, "{input.inside}", "0:2, 0:2"),
        ({"layer": "avg", "scan": 3}, "{input.inside}", "1:3, 1:3"),
        ({"layer": "avg", "dilation": 2, "kernel_size": 2}, "{input.inside}", "0:3:2, 0:3:2"),
        ({"layer": "lp", "p": 1}, "{normed:gives}", "= 2.500"),
        ({"layer": "avg"}, "{total}", "2.500"),
        ({"layer": "avg"}, "{mean:gives}", "≈ 0.63"),
        (QUARTERS, "{mean:gives}", "≈ 0.8"),
        (QUARTERS, "{mean:nearly}", "≈ 0.8"),
    ],
)
def test_what_a_scan_says(fields, sentence, said):
    assert sentence.format_map(fields_of(**fields)) == said


def test_a_chance_is_a_probability():
    assert 0 < float(f"{fields_of(layer='stochastic')['chance']}") <= 1

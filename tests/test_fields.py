from __future__ import annotations

import pytest

from poolanim.figure import Figure
from poolanim.pipeline import run
from poolanim.scene.fields import TERMS, ScanFields
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.words import words_for

INPUT = "1 -2.5 3; 0 4 4; 7 0.125 9"


def fields_of(scan=0, **fields):
    figure = Figure(**{"input": INPUT, "kernel_size": 2, "direction": "backward"} | fields)
    record = run(figure)
    words = words_for(figure, figure.direction, record.layer)
    lines = Lines(words, record, Numerals.of(record, figure.precision), None, (record,), range(4))
    return ScanFields(lines.facts, lines, record.steps[scan])


def test_fields_are_worked_out_when_they_are_asked_for():
    fields = fields_of(layer="avg", direction="forward")
    assert "value" not in fields
    assert fields["value"] == "0.63"
    assert "total" in fields  # with which it goes
    assert "grad" not in fields
    with pytest.raises(KeyError):
        fields["nothing"]


def test_sums_can_be_cut_again_and_again():
    fields = fields_of(layer="avg", direction="forward")
    assert fields.terms == 4
    assert not set(TERMS) & fields.keys()
    fields.cut(3)
    assert fields["list"] == "1.000, …, 4.000"
    fields.cut(4)
    assert fields["list"] == "1.000, −2.500, 0.000, 4.000"
    assert fields["group"] == "(1.000 − 2.500 + 0.000 + 4.000)"
    assert set(TERMS) <= fields.keys()


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"layer": "max"}, "ties", 1),
        ({"layer": "max", "scan": 1}, "ties", 2),
        ({"layer": "max", "scan": 3}, "row", 2),
        ({"layer": "avg"}, "rows", "0:2"),
        ({"layer": "avg", "scan": 3}, "columns", "1:3"),
        ({"layer": "avg", "dilation": 2, "kernel_size": 2}, "rows", "0:3:2"),
        ({"layer": "lp", "p": 2}, "norm", "(1.000^2 + (−2.500)^2 + 0.000^2 + 4.000^2)^(1/2)"),
        ({"layer": "stochastic"}, "chance", None),
        ({"layer": "avg", "precision": 1}, "terms_are", "="),
        ({"layer": "avg", "precision": 0}, "terms_are", "≈"),
        ({"layer": "avg", "precision": 1, "input": "0.25 0.75; 1 1"}, "total_is", "≈"),
    ],
)
def test_what_a_scan_says(fields, name, said):
    all_fields = fields_of(**fields)
    all_fields.cut(9)
    found = all_fields[name]
    assert found == said if said is not None else float(found) <= 1

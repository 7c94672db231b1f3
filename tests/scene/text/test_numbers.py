from __future__ import annotations

import pytest

from poolanim import Figure
from poolanim.scene.numerals import Numeral
from poolanim.scene.text.numbers import Said
from poolanim.scene.text.printed import Printed
from tests.scenes import telling_of


@pytest.mark.parametrize(
    ("number", "true", "forms"),
    [
        (0.5, None, ["0.50", "0.50", "0.50"]),
        (1 / 3, None, ["0.33", "≈ 0.33", "about 0.33"]),
        (0.5, Printed.of("0.5"), ["0.50", "0.50", "0.50"]),
        (0.5, Printed.of("0.5000001"), ["0.50", "≈ 0.50", "about 0.50"]),
        (0.0, Printed.of("1"), ["0.00", "→ 0.00 in floating point", "0.00 in floating point"]),
    ],
)
def test_a_number_says_how_near_it_is(number, true, forms):
    said = Said.of(number, Numeral(2), true)
    assert [f"{said}", f"{said:nearly}", f"{said:about}"] == forms


@pytest.mark.parametrize(
    ("relation", "gives"), [("=", "= 2"), ("≈", "≈ 2"), ("→", "→ 2 in floating point")]
)
def test_a_number_after_a_formula_has_the_relation_to_it(relation, gives):
    said = Said.of(2, Numeral(0), relation=relation)
    assert (f"{said:is}", f"{said:gives}") == (relation, gives)


def test_a_form_that_no_number_has_is_a_mistake_in_the_words():
    with pytest.raises(ValueError, match="'abuot' is no form of a number; use nearly"):
        f"{Said('1'):abuot}"


@pytest.mark.parametrize(
    ("fields", "role", "text"),
    [
        ({"layer": "avg", "input": "0.12345 1", "kernel_size": "1x2"}, "read", "0.12345"),
        ({"layer": "avg", "input": "0.1234 1", "kernel_size": "1x2"}, "value", "0.12"),
        ({"layer": "avg", "input": "1 2", "kernel_size": "1x2", "grad": "3"}, "sum", "0.1"),
        ({"layer": "avg", "input": "1e12 1", "kernel_size": "1x2"}, "read", "0.123"),
    ],
)
def test_numbers_have_as_many_decimals_as_those_of_their_role(fields, role, text):
    numerals = telling_of(Figure(direction="backward", **fields)).story.numerals
    assert getattr(numerals, role)(0.12345 if role != "value" else 0.1234) == text

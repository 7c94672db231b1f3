from __future__ import annotations

import math

import pytest

from poolanim.errors import ParameterError
from poolanim.parameters.numbers import DIVISOR, POWER, Columns, Whole


@pytest.mark.parametrize("p", [0, 0.0, math.nan, "2", None, True, 1j, 1001, -1000.5, 10**400])
def test_a_power_is_a_real_number_other_than_zero(p):
    with pytest.raises(ParameterError, match=r"p is .*; give a real number other than 0, of at"):
        POWER.check("p", p)


@pytest.mark.parametrize("divisor", [0, 1.5, True, "2", 10**9 + 1, -(10**9) - 1, 10**400])
def test_a_divisor_is_a_whole_number_other_than_zero(divisor):
    with pytest.raises(ParameterError, match=r"divisor_override is .*; give a whole number"):
        DIVISOR.check("divisor_override", divisor)
    DIVISOR.check("divisor_override", -1)
    DIVISOR.check("divisor_override", -(10**9))
    DIVISOR.check("divisor_override", 10**9)


def test_the_largest_powers_and_the_endless_ones_are_taken():
    for p in (1000, -1000, 0.5, math.inf, -math.inf):
        POWER.check("p", p)


@pytest.mark.parametrize(
    ("domain", "value", "advice"),
    [
        (Whole(2, 9), 1, "give a whole number from 2 to 9"),
        (Whole(2, 9), 10, "give a whole number from 2 to 9"),
        (Whole(2, 9), True, "give a whole number from 2 to 9"),
        (Whole(2, 9), "2", "give a whole number from 2 to 9"),
        (Whole(0, 9, even=True), 3, "give an even number from 0 to 9"),
        (Whole(-9, 9, nonzero=True), 0, "give a whole number from -9 to 9 other than 0"),
        (Whole(0, 9, words=("all", "none")), "any", "from 0 to 9, or all, or none"),
        (Columns(1, 9), 0, "give a whole number from 1 to 9"),
    ],
)
def test_what_is_no_such_number_is_refused_with_its_limits(domain, value, advice):
    with pytest.raises(ParameterError, match=advice) as caught:
        domain.check("x", value)
    assert (caught.value.field, caught.value.given) == ("x", value)


def test_numbers_within_limits_and_words_are_kept():
    assert [Whole(2, 9).check("x", value) for value in (2, 9)] == [2, 9]
    assert Whole(0, 9, even=True).check("x", 0) == 0
    assert Whole(0, 9, words=("all",)).check("x", "all") == "all"
    assert Columns(1, 9).check("x", False) is False


def test_a_number_describes_itself():
    assert Whole(1, 3).metavar == "1|2|3"
    assert Whole(1, 4).metavar == "N"
    assert Whole(1, 4, words=("all",)).metavar == "N|all"
    assert Whole(1, 4).schema() == {"type": "integer", "minimum": 1, "maximum": 4}
    assert Whole(0, 4, even=True).schema()["multipleOf"] == 2
    assert Columns(1, 4).schema()["anyOf"][1] == {"type": "boolean"}


def test_texts_that_are_no_numbers_stay():
    assert [Whole(0, 9).read(text) for text in ("-3", "+12", "1.5", "", "9" * 20)] == [
        -3,
        12,
        "1.5",
        "",
        "9" * 20,
    ]
    assert [POWER.read(text) for text in ("2", "-inf", "1e999", "x")] == [
        2,
        -math.inf,
        "1e999",
        "x",
    ]

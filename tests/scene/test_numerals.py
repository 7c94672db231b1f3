from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim.scene.numerals import Numeral, numerals_for


def first(numbers, precision=None):
    return [next(numerals_for(numbers, precision))(number) for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([8, -3, 0], ["8", "−3", "0"]),
        ([0.5, 2, -1], ["0.5", "2.0", "−1.0"]),
        ([1 / 3, 0], ["0.33", "0.00"]),
        ([0.1 + 0.2], ["0.3"]),
        ([-0.0001, 1 / 3], ["0.00", "0.33"]),
        ([-0.0], ["0"]),
        ([math.nan, math.inf, -math.inf, 1], ["NaN", "∞", "−∞", "1"]),
        ([999_999], ["999999"]),
        ([1_000_000.25, 1], ["1000000.25", "1.00"]),
        ([1_000_000_000], ["1e9"]),
        ([1.25e9, 3], ["1.25e9", "3"]),
        ([0.01], ["0.01"]),
        ([0.0099], ["0.0099"]),
        ([-2e-7, 0], ["−2e-7".replace("-7", "−7"), "0"]),
        ([1e300, -1e-300], ["1e300", "−1e−300"]),
        ([], []),
    ],
)
def test_precision_is_chosen_from_the_numbers(numbers, texts):
    assert first(numbers) == texts


def test_precision_can_be_ruled():
    assert first([1, 0.126], 1) == ["1.0", "0.1"]
    assert first([1, 0.126], 0) == ["1", "0"]
    assert first([1e7], 3) == ["10000000.000"]


def test_later_ways_are_shorter_but_never_empty_small_numbers():
    assert [numeral.decimals for numeral in numerals_for([12345.25])] == [2, 1, 0, None, None]
    assert [numeral.decimals for numeral in numerals_for([123.25])] == [2, 1]
    assert [numeral.decimals for numeral in numerals_for([99.25])] == [2]
    assert [numeral.decimals for numeral in numerals_for([0.125])] == [3]
    assert [numeral.decimals for numeral in numerals_for([1 / 16])] == [2]
    assert [numeral.decimals for numeral in numerals_for([0.01])] == [2]
    assert [numeral.decimals for numeral in numerals_for([100, 0.25])] == [2, 1]
    assert [numeral.decimals for numeral in numerals_for([999])] == [0]
    assert [numeral.decimals for numeral in numerals_for([1000])] == [0, None, None]
    assert [numeral.decimals for numeral in numerals_for([1.0], 2)] == [2, 1, 0, None, None]
    assert [numeral.significant for numeral in numerals_for([1e9])] == [3, 2]


def test_halves_are_rounded_up_as_people_do_it():
    assert [Numeral(2)(number) for number in (0.125, -0.375, 0.075, 0.3 / 4)] == [
        "0.13",
        "−0.38",
        "0.08",
        "0.08",
    ]


def test_a_number_is_shown_whole_or_it_is_not():
    write = Numeral(2)
    assert all(map(write.shows, (0.25, 0.1 + 0.2, math.nan, -math.inf, 0.0)))
    assert not any(map(write.shows, (1 / 9, 0.001, -0.255, 1e6 + 1e-6)))
    assert Numeral(None, 3).shows(1.25e9)
    assert not Numeral(None, 2).shows(1.25e9)


def test_deltas_carry_their_sign():
    assert [Numeral(1).signed(number) for number in (2, -2, 0, -0.01, math.nan)] == [
        "+2.0",
        "−2.0",
        "+0.0",
        "0.0",
        "NaN",
    ]


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 4))
def test_text_is_the_number_to_that_precision(number, decimals):
    text = Numeral(decimals)(number)
    assert float(text.replace("−", "-")) == pytest.approx(number, abs=0.51 * 10**-decimals)
    assert not text.startswith("−") or float(text.replace("−", "-")) < 0


@given(st.lists(st.floats(-1e300, 1e300), min_size=1), st.sampled_from([None, 0, 2]))
def test_some_way_is_short_whatever_the_numbers(numbers, precision):
    *_, last = numerals_for(numbers, precision)
    assert max(len(last(number)) for number in numbers) <= len("−1.2e−300")

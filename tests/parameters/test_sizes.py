from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from poolanim.errors import ParameterError, shown
from poolanim.parameters.parameter import PaddingField, Parameter
from poolanim.parameters.sizes import Padding, Size


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, (3, 3)),
        ("3", (3, 3)),
        ("3x2", (3, 2)),
        (" 3 X 2 ", (3, 2)),
        ((3, 2), (3, 2)),
        ([1, 1], (1, 1)),
        (np.array([3, 2]), (3, 2)),
        (np.int8(3), (3, 3)),
        ((np.int8(3), np.array(2)), (3, 2)),
        (10**9 - 1, (10**9 - 1, 10**9 - 1)),
    ],
)
def test_pair_reads_what_people_write(value, expected):
    assert Size(1).check("stride", value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "3x",
        "3x2x1",
        "2.5",
        2.5,
        None,
        True,
        (True, 2),
        (1, 2, 3),
        {},
        "3,2",
        "９",
        np.ones(2),
    ],
)
def test_pair_refuses_anything_else(value):
    with pytest.raises(ParameterError, match=r"^stride is .*HxW"):
        Size(1).check("stride", value)


def test_what_is_missing_or_huge_is_said_in_few_words():
    with pytest.raises(ParameterError, match="stride is missing; give one whole number or HxW"):
        Size(1).check("stride", ())
    with pytest.raises(
        ParameterError, match=r"is \(1, 1000000000\); each number must be at most 999999999"
    ):
        Size(1).check("stride", (1, 10**9))
    with pytest.raises(ParameterError, match="stride is a huge number; each number"):
        Size(1).check("stride", 10**9999)
    assert shown("9" * 58) == f"'{'9' * 58}'"
    assert shown("9" * 59) == f"'{'9' * 58}…"


def test_pair_takes_its_minimum_and_nothing_less():
    assert Size(1).check("stride", "1x2") == (1, 2)
    with pytest.raises(ParameterError, match="stride is '2x0'; each number must be at least 1"):
        Size(1).check("stride", "2x0")
    with pytest.raises(ParameterError, match="stride is '-1';"):
        Size(0).check("stride", "-1")


def test_pair_of_a_cell_needs_both_numbers():
    assert Size(0, separator=",").check("focus", "1, 2") == (1, 2)
    with pytest.raises(ParameterError, match="R,C"):
        Size(0, separator=",").check("focus", "1")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, (1, 1)),
        ("1x2", (1, 2)),
        ((1, 2), (1, 2)),
        (((1, 1), (2, 2)), (1, 2)),
        (((0, 1), (2, 2)), ((0, 1), (2, 2))),
        ([[0, 1], 2], ((0, 1), (2, 2))),
        ("0:1", ((0, 1), (0, 1))),
        (" 0:1 X 2 ", ((0, 1), (2, 2))),
        ("Valid", "valid"),
        ("same-lower", "same-lower"),
        ("same", "same-upper"),
        (np.array([[0, 1], [2, 2]]), ((0, 1), (2, 2))),
        ((np.array([0, 1]), np.int64(2)), ((0, 1), (2, 2))),
    ],
)
def test_padding_reads_what_people_write_and_is_as_short_as_it_can_be(value, expected):
    assert Padding().check("padding", value) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("vaild", "did you mean 'valid'"),
        ("same_upper", "did you mean 'same-upper'"),
        (-1, "at least 0"),
        ("0:-1", "at least 0"),
        ("1:2:3", r"padding is '1:2:3'; give HxW, TOP:BOTTOMxLEFT:RIGHT or"),
        ("1x2x3", r"padding is '1x2x3'; .*or \(\(top, bottom"),
        ([1, 1, 0, 0], r"padding is \[1, 1, 0, 0\]; .*or \(\(top, bottom"),
        (((1.5, 0), (0, 0)), r"padding is \(\(1.5, 0\), \(0, 0\)\); give"),
        (((0, -1), (0, 0)), r"padding is \(\(0, -1\), \(0, 0\)\); .* at least 0"),
        (10**9, "padding is 1000000000; each number must be at most 999999999"),
        (((1, 2),), r"or \(\(top, bottom\), \(left, right\)\)"),
        (((1, 2), (3, 4, 5)), r"padding is \(\(1, 2\), \(3, 4, 5\)\)"),
        (((1, 2.5), 1), "padding is "),
        (None, "padding is None"),
        (True, "padding is True"),
    ],
)
def test_padding_refuses_anything_else(value, message):
    with pytest.raises(ParameterError, match=message):
        Padding().check("padding", value)


def test_a_padding_field_is_none_by_default():
    @dataclass(frozen=True)
    class Frame:
        padding: PaddingField[tuple[int, int]] = Parameter(Padding(), (0, 0))

    assert Frame().padding == (0, 0)
    assert Frame() == Frame(0)
    assert hash(Frame("0:1")) == hash(Frame(((0, 1), (0, 1))))

from __future__ import annotations

import copy
import pickle
from typing import ClassVar

import pytest

from poolanim.records import fields, frozen, replace


@frozen
class Point:
    kind: ClassVar[str] = "point"
    x: int
    y: int = 0


@frozen
class Solid(Point):
    z: int = 0


@frozen(eq=False, kw_only=True)
class Sorted:
    unit: str = "px"
    lengths: list[int]

    def __post_init__(self) -> None:
        self.lengths.sort()


def test_fields_are_given_in_order_or_by_name():
    point = Solid(1, z=3)
    assert (point.x, point.y, point.z, point.kind) == (1, 0, 3, "point")
    assert fields(point) == fields(Solid) == ("x", "y", "z")
    assert repr(point) == "Solid(x=1, y=0, z=3)"


def test_fields_by_name_alone_may_follow_defaults():
    assert Sorted(lengths=[2, 1]).lengths == [1, 2]
    with pytest.raises(TypeError, match="positional"):
        Sorted("px", [])


def test_a_missing_or_an_unknown_field_is_refused():
    with pytest.raises(TypeError, match="'x'"):
        Point()
    with pytest.raises(TypeError, match="'z'"):
        Point(1, z=2)


def test_records_are_equal_by_their_values():
    assert Point(1) == Point(1, 0)
    assert len({Point(1), Point(1, 0), Point(2)}) == 2
    assert Point(1) != Solid(1)
    assert Point(1) != (1, 0)


def test_a_record_may_equal_itself_alone():
    one = Sorted(lengths=[])
    assert one != Sorted(lengths=[])
    assert len({one, Sorted(lengths=[])}) == 2


def test_a_record_cannot_be_changed():
    point = Point(1)
    with pytest.raises(AttributeError, match="x of Point cannot be changed"):
        point.x = 2
    with pytest.raises(AttributeError, match="x of Point cannot be changed"):
        del point.x
    assert replace(point, x=2) == Point(2)
    assert point == Point(1)


def test_a_record_is_copied_and_sent_to_other_processes():
    assert copy.copy(Point(1, 2)) == pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)

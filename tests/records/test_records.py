from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, ClassVar

import pytest

from poolanim.records import fields, frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping


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


@frozen
class Named:
    name: str
    _: KW_ONLY
    labels: Mapping[str, str] = {}


@frozen
class Spot(Point, Named):
    """Follows its bases as a dataclass does: the last comes first."""

    size: int = 1


@frozen
class Word:
    """A text in which case does not matter."""

    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Word) and self.text.lower() == other.text.lower()

    def __hash__(self) -> int:
        return hash(self.text.lower())

    def __repr__(self) -> str:
        return self.text


@frozen
class Nothing:
    pass


@frozen
class Loud(Word):
    pass


@dataclass(frozen=True)
class Circle(Point):
    """A dataclass of a user, who extends a record."""

    radius: int = 1


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


def test_what_a_class_defines_stays():
    assert Word("A") == Word("a")
    assert len({Word("A"), Word("a")}) == 1
    assert repr(Word("A")) == "A"


def test_what_a_class_inherits_does_not():
    assert Loud("A") != Loud("a")
    assert repr(Loud("A")) == "Loud(text='A')"


def test_a_record_cannot_be_changed():
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="x of Point cannot be changed"):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="x of Point cannot be changed"):
        del point.x
    assert replace(point, x=2) == Point(2)
    assert point == Point(1)


def test_a_record_is_copied_and_sent_to_other_processes():
    assert copy.copy(Point(1, 2)) == pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)


def test_fields_of_several_bases_follow_each_other():
    spot = Spot("a", 1, labels={"x": "row"})
    assert fields(Spot) == ("name", "labels", "x", "y", "size")
    assert (spot.name, spot.x, spot.y, spot.size) == ("a", 1, 0, 1)
    assert repr(spot) == "Spot(name='a', labels={'x': 'row'}, x=1, y=0, size=1)"
    assert Spot.__match_args__ == ("name", "x", "y", "size")


def test_functions_of_dataclasses_take_a_record():
    known = {each.name: each for each in dataclasses.fields(Spot)}
    assert known["x"] is next(each for each in dataclasses.fields(Spot) if each.name == "x")
    assert tuple(known) == fields(Spot)
    assert (known["x"].type, known["y"].default, known["labels"].kw_only) == ("int", 0, True)
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.replace(Spot("a", 1), y=2) == Spot("a", 1, 2)
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 0}


def test_a_dataclass_may_extend_a_record():
    circle = Circle(1, radius=3)
    assert fields(circle) == ("x", "y", "radius")
    assert replace(circle, y=2) == Circle(1, 2, 3) != Circle(1, 2, 4)
    assert hash(circle) == hash(Circle(1, radius=3))
    with pytest.raises(dataclasses.FrozenInstanceError):
        circle.radius = 2


def test_a_record_may_have_one_field_or_none():
    assert replace(Loud("a"), text="b") == Loud("b")
    assert replace(Nothing()) == Nothing()
    assert (repr(Nothing()), fields(Nothing), hash(Nothing())) == ("Nothing()", (), hash(()))


def test_what_is_no_record_has_no_fields():
    with pytest.raises(TypeError, match="3 is no record"):
        fields(3)

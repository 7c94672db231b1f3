from __future__ import annotations

import copy
import pickle

import pytest

from poolanim.records.tuples import NamedTuple


class Point(NamedTuple):
    x: int
    y: int = 0

    @property
    def far(self) -> int:
        return abs(self.x) + abs(self.y)


def test_items_are_given_in_order_or_by_name():
    assert Point(1) == Point(x=1, y=0) == (1, 0)
    assert (Point(1, 2).x, Point(1, 2).y, Point(1, -2).far) == (1, 2, 3)
    assert repr(Point(1)) == "Point(x=1, y=0)"


def test_a_missing_or_an_unknown_item_is_refused():
    with pytest.raises(TypeError, match="'x'"):
        Point()
    with pytest.raises(TypeError, match="'z'"):
        Point(1, z=2)
    with pytest.raises(TypeError, match="'z'"):
        Point(1)._replace(z=2)


def test_the_first_tuple_of_a_class_is_like_the_others():
    class Fresh(NamedTuple):
        a: int
        b: int = 2

    assert [type(each) for each in (Fresh(1), Fresh(1))] == [Fresh, Fresh]
    assert Fresh(a=1) == Fresh(1, 2)


def test_items_are_replaced_and_listed():
    assert Point(1)._replace(y=2) == Point(1, 2)
    assert Point(1)._asdict() == {"x": 1, "y": 0}
    assert Point._fields == Point.__match_args__ == ("x", "y")


def test_a_tuple_cannot_be_changed():
    with pytest.raises(AttributeError):
        Point(1).x = 2
    with pytest.raises(AttributeError):
        Point(1).z = 2


def test_a_tuple_is_copied_and_sent_to_other_processes():
    assert copy.deepcopy(Point(1, 2)) == pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)
    assert type(copy.copy(Point(1))) is Point


def test_patterns_name_its_items():
    match Point(1, 2):
        case Point(x, y=2):
            assert x == 1
        case _:
            raise AssertionError


def test_its_class_is_a_usual_one():
    """Asking whether something is of another class takes twice as long otherwise."""
    assert type(Point) is type

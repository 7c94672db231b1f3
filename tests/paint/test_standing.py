from __future__ import annotations

import pytest

from poolanim.paint.standing import FEW, Standing


def standing(areas):
    """Places 0, 1 and so on of one kind, with these areas."""
    every = Standing()
    for number, area in enumerate(areas):
        every.put(every.spot(("cell", number)), (), (), area)
    return every


def turns(spots):
    return [spot.turn for spot in spots]


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_places_that_an_area_overlaps_are_found_in_their_turns(count):
    every = standing([(10 * n, 0, 10 * n + 10, 10) for n in range(count)])
    assert turns(every.over((10, 0, 30, 5))) == [1, 2]
    assert turns(every.over((9, 0, 31, 5))) == [0, 1, 2, 3]
    assert turns(every.over((10, 10, 30, 15))) == []
    every.put(every.spot(("cell", 0)), (), (), (200, 50, 210, 60))
    assert turns(every.over((0, 0, 5, 5))) == []
    assert turns(every.over((205, 55, 206, 56))) == [0]
    every.put(every.spot("title"), (), (), (205, 55, 206, 56))
    assert turns(every.over((0, 0, 300, 300))) == [0, *range(1, count), count]


def test_a_place_is_alone_until_another_comes():
    every = standing([(0, 0, 10, 10), (20, 0, 30, 10)])
    first, second = every.spot(("cell", 0)), every.spot(("cell", 1))
    assert every.alone(first)
    every.put(second, (), (), (9, 9, 30, 10))
    assert not every.alone(first)
    every.put(second, (), (), (10, 9, 30, 10))
    assert every.alone(first)
    assert every.alone(second)
    every.put(first, (), (), (0, 0, 11, 10))
    assert not every.alone(first)
    assert not every.alone(second)


def test_a_place_that_comes_later_is_found_too():
    every = standing([(10 * n, 0, 10 * n + 10, 10) for n in range(FEW + 1)])
    every.put(every.spot("title"), (), (), (0, 0, 5, 5))
    assert turns(every.over((0, 0, 9, 9))) == [0, FEW + 1]
    every.put(every.spot(("cell", "late")), (), (), (2, 2, 4, 4))
    assert turns(every.over((3, 3, 4, 4))) == [0, FEW + 1, FEW + 2]


@pytest.mark.parametrize("place", ["window", ("window", 1), "flying"])
def test_what_lies_over_all_is_found_apart(place):
    every = standing([(0, 0, 10, 10)])
    first = every.spot(("cell", 0))
    assert every.alone(first)
    every.put(every.spot(place), (), (), (5, 5, 20, 20))
    assert turns(every.over((0, 0, 20, 20))) == [0]
    assert turns(every.over((0, 0, 20, 20), over_all=True)) == [1]
    assert turns(every.over((0, 0, 5, 5), over_all=True)) == []
    assert every.alone(first)  # on the ground

from __future__ import annotations

from poolanim.paint.vector.batches import Piece, in_batches, ordered
from poolanim.paint.vector.elements import Element


def piece(name, end, *under, x=0, y=0):
    return Piece(Element(name, x, y, look=name), 0, end, under)


def names(pieces):
    return "".join(each.element.markup for each in pieces)


def end_of(each):
    return each.end


def test_those_of_one_key_are_together_but_where_others_are_between():
    low = piece("a", 5)
    middle = piece("b", 7, low)
    pieces = [low, middle, piece("c", 5, middle), piece("d", 5), piece("e", 7)]
    assert [names(batch) for batch in in_batches(pieces, end_of)] == ["ad", "eb", "c"]


def test_the_key_of_which_most_can_be_drawn_comes_first():
    pieces = [piece("a", 5), piece("b", 7), piece("c", 7)]
    assert [names(batch) for batch in in_batches(pieces, end_of)] == ["bc", "a"]


def test_a_key_of_which_all_can_be_drawn_comes_before_one_of_which_more_can():
    low = piece("a", 5)
    pieces = [low, piece("b", 7), piece("c", 7), piece("d", 7, low)]
    assert [names(batch) for batch in in_batches(pieces, end_of)] == ["a", "bcd"]


def test_the_key_of_which_the_largest_share_can_be_drawn_comes_before_one_of_which_more_can():
    low = piece("c", 7)
    high = piece("b", 6, low)
    others = [piece("c", 7), piece("c", 7), *(piece("c", 7, high) for _ in range(3))]
    pieces = [low, high, *others, piece("b", 6), piece("b", 6)]
    batches = in_batches(pieces, end_of)
    assert [names(batch) for batch in batches] == ["bb", "ccc", "b", "ccc"]


def test_paths_that_are_alike_follow_each_other_in_rows():
    dots = [
        Piece(Element("h0", x, y, look="a", end=(0, 0)), 0, 5) for x in (40, 90) for y in (20, 60)
    ]
    found = [(each.element.x, each.element.y) for each in ordered(dots, end_of)]
    assert found == [(40, 20), (90, 20), (40, 60), (90, 60)]


def test_those_that_are_alike_follow_each_other_in_columns_over_those_under_them():
    low = piece("a", 5, x=9)
    pieces = [low, piece("b", 5, low), piece("c", 5, x=4, y=6), piece("d", 5, x=4, y=2)]
    assert names(ordered(pieces, end_of)) == "dcab"
    assert names(ordered(pieces, end_of, lambda each: each.element.look == "a")) == "abdc"

from __future__ import annotations

from poolanim.paint.vector.elements import Element, tenths
from poolanim.paint.vector.joining import joined, merged, shared

SHAPE = '<rect width="120" height="40" rx="20"/>'
NUMBER = Element('<use href="#n"/>', look="f", transform="scale(.2)")


class Definitions:
    """What is defined, in order."""

    def __init__(self):
        self.kept = []

    def __call__(self, definition):
        if definition not in self.kept:
            self.kept.append(definition)
        return f'<use href="#d{self.kept.index(definition)}"/>'


def test_shapes_that_come_often_are_defined_once():
    define = Definitions()
    often = [Element(SHAPE, x, 0, "a") for x in (0, 500, 900, 1300)]
    once = Element(SHAPE.replace("20", "8"), 5, 5, "a")
    path = Element("h9", look="a", end=(90, 0))
    groups = shared([[*often[:2], path], [*often[2:], once, NUMBER]], define)
    assert define.kept == [SHAPE]
    assert [[each.markup for each in group] for group in groups] == [
        ['<use href="#d0"/>'] * 2 + ["h9"],
        ['<use href="#d0"/>'] * 2 + [once.markup, NUMBER.markup],
    ]
    assert [each.x for each in groups[0]] == [0, 500, 0]


def test_equal_rows_are_defined_once():
    define = Definitions()
    block = [NUMBER._replace(x=x, y=y) for x in (10, 20, 30) for y in (50, 60, 70)]
    lone = NUMBER._replace(x=900, y=80)
    text = joined([*block, lone], define=define)
    assert define.kept == [
        '<g><use x="1" href="#n"/><use x="2" href="#n"/><use x="3" href="#n"/></g>'
    ]
    assert text == (
        '<g transform="scale(.2)" class="f"><use y="5" href="#d0"/><use y="6" href="#d0"/>'
        '<use y="7" href="#d0"/><use x="90" y="8" href="#n"/></g>'
    )
    assert joined([*block, lone]).count("#n") == 10


def test_a_transform_is_stated_once_for_neighbours_of_several_looks():
    other = NUMBER._replace(look="g")
    inner = '<use class="f" href="#n"/><use class="g" href="#n"/>'
    assert joined([NUMBER, other]) == f'<g transform="scale(.2)">{inner}</g>'
    assert (
        joined([NUMBER, other], "s1") == f'<g class="s1"><g transform="scale(.2)">{inner}</g></g>'
    )
    assert joined([NUMBER], "s1") == '<use transform="scale(.2)" class="f s1" href="#n"/>'


def test_paths_go_on_where_that_is_shorter():
    near, far, other = (
        Element("h5v9h-5", x, y, look, end=(0, 90))
        for x, y, look in ((1000, 110, "a"), (1, 2, "a"), (0, 0, "b"))
    )
    first = Element("h5v9h-5", 1000, 0, "a", end=(0, 90))
    [one, two] = merged([first, near, far, other])
    assert one.markup == "h5v9h-5m0 2h5v9h-5M.1 .2h5v9h-5"
    assert (one.x + one.end[0], one.y + one.end[1]) == (1, 92)
    assert two == other


def test_tenths_are_short():
    assert [tenths(each) for each in (0, 7, -7, 10, -125)] == ["0", ".7", "-.7", "1", "-12.5"]

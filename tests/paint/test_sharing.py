from __future__ import annotations

from poolanim.paint.vector.elements import Element
from poolanim.paint.vector.sharing import rows_shared, shapes_shared

SHAPE = '<rect width="120" height="40" rx="20"/>'
NUMBER = Element('<use href="#n"/>', look="f")
PATH = Element("h9", look="a", end=(90, 0))


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
    groups = shapes_shared([[*often[:2], PATH], [*often[2:], once, NUMBER]], define)
    assert define.kept == [SHAPE]
    assert [[each.markup for each in group] for group in groups] == [
        ['<use href="#d0"/>'] * 2 + ["h9"],
        ['<use href="#d0"/>'] * 2 + [once.markup, NUMBER.markup],
    ]
    assert [each.x for each in groups[0]] == [0, 500, 0]


def test_equal_rows_are_defined_once_wherever_they_are():
    define = Definitions()
    other = NUMBER._replace(markup='<use href="#m"/>')
    block = [
        each._replace(x=x, y=y)
        for each, x in ((NUMBER, 10), (NUMBER, 20), (other, 30))
        for y in (50, 60)
    ]
    lone = NUMBER._replace(x=900, y=80)
    farther = [each._replace(x=each.x + 7, y=each.y + 3) for each in block]
    groups = rows_shared([[*block, lone], farther], define)
    assert define.kept == ['<g><use href="#n"/><use x="1" href="#n"/><use x="2" href="#m"/></g>']
    assert groups == [
        [
            Element('<use href="#d0"/>', 10, 50, "f"),
            Element('<use href="#d0"/>', 10, 60, "f"),
            lone,
        ],
        [Element('<use href="#d0"/>', 17, 53, "f"), Element('<use href="#d0"/>', 17, 63, "f")],
    ]


def test_rows_that_come_seldom_and_paths_stay():
    define = Definitions()
    pair = [NUMBER._replace(x=10, y=50), NUMBER._replace(x=20, y=50)]
    paths = [PATH._replace(x=x, y=y) for x in (10, 20) for y in (50, 60, 70, 80, 90)]
    assert rows_shared([pair, paths], define) == [pair, paths]
    assert define.kept == []

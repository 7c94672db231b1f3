from __future__ import annotations

from poolanim.paint.vector.elements import Element, tenths
from poolanim.paint.vector.joining import given, merged


def test_an_attribute_is_stated_once_where_that_is_shorter():
    one, two = '<use href="#n"/>', "<text>0</text>"
    assert given([one], "class", "a") == ['<use class="a" href="#n"/>']
    assert given([one, two], "x", "5") == ['<use x="5" href="#n"/>', '<text x="5">0</text>']
    assert given([one, two], "transform", "scale(.2)") == [
        f'<g transform="scale(.2)">{one}{two}</g>'
    ]
    assert given([one], "class", "") == [one]


def test_an_element_has_the_classes_of_its_look_and_of_one_time():
    [once] = given(['<use class="a" href="#n"/>'], "class", "s1")
    assert once == '<use class="a s1" href="#n"/>'
    assert given([once], "class", "_2") == [f'<g class="_2">{once}</g>']
    [alone] = given(['<use href="#n"/>'], "class", "_2")
    assert alone == '<use class="_2" href="#n"/>'


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

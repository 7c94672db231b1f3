from __future__ import annotations

import numpy as np

from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.scene.frames import Frame
from poolanim.scene.marks import SIZES, Box, Text
from poolanim.theme import load_theme

WIDTH, HEIGHT = 120, 90
LIGHT = load_theme("light")
PALETTE = Palette.between(LIGHT, LIGHT.colours, [("ink", "paper"), ("peak", "paper")])
LINE = Text(5, 30, "a = 12", SIZES["mono"][2], "mono", "ink", "paper", 42)


def painted(**picture):
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    painter.show(Frame(1, picture))
    return painter.canvas


def typed(*texts, **others):
    """The pieces of the last frame, after texts in one place, among other marks."""
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    for text in texts:
        patch = painter.show(Frame(1, {"line": (LINE._replace(text=text),), **others}))
        others = {}
    return painter, patch and patch.pieces


def test_of_a_text_that_stands_alone_only_letters_that_differ_are_painted():
    pitch = 7
    painter, [piece] = typed("a = 12", "a = 13")
    assert piece.left == 5 + 5 * pitch
    assert piece.pixels.shape[1] == pitch
    np.testing.assert_array_equal(painter.canvas, painted(line=(LINE._replace(text="a = 13"),)))
    _, [piece] = typed("a = 12", "a + 13")  # from the first that differs to the last
    assert piece.left == 5 + 2 * pitch
    assert piece.pixels.shape[1] == 4 * pitch
    for before, after in (("a = 12", "a = 12 "), ("a = 12 ", "a = 12"), ("a = 12  ", "a = 12 ")):
        assert typed(before, after)[1] is None
    _, [piece] = typed("a = 12", "a = 1 ")  # as high as the letter is
    rows = piece.changed.any(axis=1)
    assert rows[0]
    assert rows[-1]
    painter, _ = typed("a = 12", "")
    np.testing.assert_array_equal(painter.canvas, painted())


def test_a_text_that_lies_on_another_mark_is_painted_anew():
    under = (Box(20, 15, 30, 30, "peak"),)
    painter, _ = typed("a = 12", "a = 13", box=under)
    whole = painted(line=(LINE._replace(text="a = 13"),), box=under)
    np.testing.assert_array_equal(painter.canvas, whole)


def test_a_text_gives_free_what_was_under_its_longer_one():
    under = (Box(30, 15, 30, 30, "peak"),)
    painter, _ = typed("a = 12", "a", "b", box=under)
    np.testing.assert_array_equal(
        painter.canvas, painted(line=(LINE._replace(text="b"),), box=under)
    )


def test_a_text_that_comes_to_lie_under_another_mark_is_painted_anew():
    painter, _ = typed("a = 12", "a = 13", box=())
    over = (Box(20, 15, 30, 30, "peak"),)
    painter.show(Frame(1, {"box": over}))
    line = (LINE._replace(text="a = 14"),)
    painter.show(Frame(1, {"line": line}))
    np.testing.assert_array_equal(painter.canvas, painted(line=line, box=over))


def test_texts_of_one_place_that_overlap_are_painted_anew():
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    for word in ("a = 1", "b = 2"):
        line = tuple(LINE._replace(x=x, text=word) for x in (5, 10))
        painter.show(Frame(1, {"line": line}))
    np.testing.assert_array_equal(painter.canvas, painted(line=line))

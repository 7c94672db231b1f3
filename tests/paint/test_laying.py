"""Stamps on a canvas: what is kept of them looks as if it were laid anew."""

import numpy as np
import pytest

from poolanim.fonts.setting import text_width
from poolanim.paint.laying import kept_stamps, lay
from poolanim.paint.palette import Palette
from poolanim.paint.stamping import all_stamps
from poolanim.scene.marks import Box, Dot, Text
from poolanim.theme import load_theme

LIGHT = load_theme("light")
PALETTE = Palette.of(LIGHT)
CELL = Box(10, 8, 60, 40, "sign.9")
NUMBER = Text(20, 35, "−0.44", 20, "number", "ink", "sign.9", text_width("−0.44", 20, "number"))
CASES = {
    "a number in a cell": ((CELL, NUMBER), True),
    "a disc in a cell": ((CELL, Dot(40, 28, 15, "winner"), NUMBER), True),
    "a cell alone": ((CELL,), False),
    "a number that reaches out of its cell": ((CELL._replace(width=30), NUMBER), False),
    "a cell with round corners": ((CELL._replace(radius=5), NUMBER), False),
    "a cell with a line": ((CELL._replace(line="ink"), NUMBER), True),
    "a number on the paper": ((NUMBER,), False),
    "nothing": ((), False),
}


@pytest.mark.parametrize("area", [(0, 0, 160, 120), (40, 30, 70, 60), (139, 95, 150, 110)])
@pytest.mark.parametrize("case", CASES)
def test_what_is_kept_looks_as_if_laid_anew(case, area):
    marks, _ = CASES[case]
    random = np.random.default_rng(0).integers(0, len(PALETTE.colours), (120, 160), np.uint8)
    anew, kept = random.copy(), random.copy()
    stamps, _ = all_stamps(marks, 2, frozenset())
    lay(stamps, anew, area, PALETTE)
    stamps, _ = kept_stamps(marks, 2, frozenset(), PALETTE)
    lay(stamps, kept, area, PALETTE)
    np.testing.assert_array_equal(kept, anew)
    left, top, right, bottom = area
    outside = np.ones(random.shape, bool)
    outside[top:bottom, left:right] = False
    assert (kept[outside] == random[outside]).all()


@pytest.mark.parametrize("case", CASES)
def test_what_lies_on_a_plain_box_is_painted_once(case):
    marks, once = CASES[case]
    stamps, area = kept_stamps(marks, 1, frozenset(), PALETTE)
    assert ([stamp.ink for stamp in stamps] == [""]) is once
    assert area == all_stamps(marks, 1, frozenset())[1]


def test_palettes_do_not_share_what_is_kept():
    other = Palette.of(load_theme("dark"))
    canvases = []
    for palette in (PALETTE, other, PALETTE):
        canvas = np.zeros((60, 80), np.uint8)
        stamps, area = kept_stamps((CELL, NUMBER), 1, frozenset(), palette)
        lay(stamps, canvas, area, palette)
        canvases.append(palette.colours[canvas])
    assert (canvases[0] == canvases[2]).all()
    assert (canvases[0] != canvases[1]).any()

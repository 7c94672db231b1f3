"""Texts as stamps: which faces start between pixels, and where."""

import numpy as np
import pytest

from poolanim.fonts.coverage import FULL
from poolanim.fonts.setting import text_width
from poolanim.fonts.typefaces import TYPEFACES
from poolanim.paint.stamping import stamps_of
from poolanim.scene.marks import Text


def text_at(x, face="number", text="−0.44", size=20, anchor="start"):
    return Text(x, 30, text, size, face, "ink", "paper", text_width(text, size, face), anchor)


def middle_px(stamp):
    """The mean place of a stamp's ink on its row."""
    columns = np.arange(stamp.left, stamp.right) + 0.5
    return (stamp.levels.sum(axis=0) * columns).sum() / stamp.levels.sum()


@pytest.mark.parametrize("face", TYPEFACES)
def test_a_typeface_starts_at_quarters_of_a_pixel(face):
    places = [middle_px(stamps_of(text_at(x, face), 1)[0]) for x in (10, 10.25, 10.5, 11)]
    assert np.subtract(places, places[0]) == pytest.approx([0, 0.25, 0.5, 1], abs=0.1)


def test_a_text_stands_on_its_baseline():
    [stamp] = stamps_of(text_at(10, text="H", face="text"), 2)
    assert stamp.bottom == 60
    assert stamp.levels.shape == (stamp.bottom - stamp.top, stamp.right - stamp.left)
    assert stamp.levels.max() == FULL


@pytest.mark.parametrize(("anchor", "share"), [("start", 0), ("middle", 0.5), ("end", 1)])
def test_an_anchor_is_a_share_of_the_width(anchor, share):
    text = text_at(100, anchor=anchor)
    [stamp] = stamps_of(text, 1.5)
    [start] = stamps_of(text_at(100 - share * text.width), 1.5)
    assert stamp[:4] == start[:4]

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest

from poolanim.figure import Figure
from poolanim.files.resources import names
from poolanim.fonts.coverage import FULL
from poolanim.formats.player import Pieces
from poolanim.paint.hatching import EVERY, WIDTH, Hatch, parts_of, with_hatches
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.paint.shapes import box_stamps, hatch_stamps
from poolanim.paint.vector.drawing import Drawing
from poolanim.paint.vector.pdf import write_pdf
from poolanim.paint.vector.svg import to_svg
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Box, Dot
from poolanim.theme import load_theme
from poolanim.theme.shades import hatched

PAPER = load_theme("paper")
FILLS = hatched(PAPER.colours)
CELL = Box(10, 20, 63, 42, "sign.1")
SLOT = Box(8, 8, 32, 30, "sign.3", "ink", 2, 5)


class Picture:
    """A scene of one picture."""

    width, height, zoom, frame_count, size_px, title = 90, 70, 1, 1, (90, 70), "Boxes"

    def __init__(self, *marks):
        self.frame = Frame(100, {"cells": marks})

    def frames(self, start=0):
        yield from [self.frame][start:]

    def told(self):
        yield SimpleNamespace(caption="Some boxes.")


def painter_of(theme="paper"):
    palette = Palette.of(load_theme(theme))
    return Painter(90, 70, palette, 1), palette


def painted(*marks, theme="paper"):
    painter, palette = painter_of(theme)
    painter.show(Frame(100, {"cells": marks}))
    return palette.colours[painter.canvas]


@pytest.mark.parametrize("scale", [0.5, 1, 1.25, 2, 3])
def test_lines_cover_their_share_of_a_box_and_rise_to_the_right(scale):
    box = Box(10, 20, 70, 70, "sign.1")
    [stamp] = hatch_stamps(Hatch(box), scale)
    assert stamp[:4] == box_stamps(box, scale)[0][:4]
    assert stamp.ink == "hatch"
    share = stamp.levels / FULL
    assert share.mean() == pytest.approx(WIDTH / EVERY, rel=0.06)
    assert (share[1:, :-1] == share[:-1, 1:]).all()  # one pixel lower, one to the left
    assert share[0, 0] == 0
    assert np.abs(np.diff(share.sum(axis=0))).max() <= 4


def test_lines_stay_in_round_corners_and_under_the_outline():
    [fill, lines, outline] = parts_of(SLOT, FILLS)
    assert (fill, outline) == (SLOT._replace(line=None), SLOT._replace(fill=None))
    [inside], [stamp] = box_stamps(fill, 2), hatch_stamps(lines, 2)
    assert (stamp.levels <= inside.levels).all()
    assert (inside.levels == 0).any()


def test_only_minus_has_lines_and_only_where_the_theme_has_their_colour():
    marks = [CELL, Box(0, 0, 9, 9, "sign.8"), Box(0, 0, 9, 9, "sign.12.veil"), Dot(9, 9, 2, "ink")]
    assert list(with_hatches(marks, FILLS)) == [CELL, Hatch(CELL), *marks[1:]]
    for theme in names("themes"):
        found = list(with_hatches(marks, hatched(load_theme(theme).colours)))
        assert (found == marks) == (theme != "paper")


def test_a_painter_draws_them_in_their_colour():
    picture = painted(CELL)
    inside = picture[20:62, 10:73].reshape(-1, 3)
    assert {tuple(PAPER.colours[role]) for role in ("sign.1", "hatch")} <= set(map(tuple, inside))
    assert (picture[:20] == 255).all()
    plain = painted(CELL, theme="light")
    assert (plain[20:62, 10:73] == load_theme("light").colours["sign.1"]).all()


@pytest.mark.parametrize("after", ["sign.2", "sign.1.veil", "sign.8", "sign.12"])
@pytest.mark.parametrize("before", ["sign.1", "sign.8"])
def test_a_cell_that_changes_its_level_is_painted_as_if_it_were_new(before, after):
    frames = [(CELL._replace(fill=fill),) for fill in (before, after)]
    painter, _ = painter_of()
    for marks in frames:
        painter.show(Frame(100, {"cells": marks}))
    fresh, _ = painter_of()
    fresh.show(Frame(100, {"cells": frames[-1]}))
    assert (painter.canvas == fresh.canvas).all()


def test_svg_shares_one_pattern_and_draws_a_box_and_its_lines_one_after_another():
    drawing = Drawing(hatched=FILLS)
    cell, slot = (drawing.pieces(mark) for mark in (CELL, SLOT))
    assert [piece.end is None for piece in (*cell, *slot)] == [False, True, True, True, True]
    assert [piece.markup[:6] for piece in slot] == ["<rect ", "<use h", "<rect "]
    assert drawing.definitions.count("<pattern") == 1
    [name] = re.findall('<pattern id="(.)"', drawing.definitions)
    assert drawing.definitions.count(f'fill="url(#{name})"') == 2
    assert "{fill:#a2a2a2}" in drawing.looks.colours(PAPER.colours)
    assert len(Drawing().pieces(CELL)) == 1


def test_players_know_which_boxes_have_lines():
    assert "<pattern" not in Pieces([Picture(CELL)], 0).definitions
    assert "<pattern" in Pieces([Picture(CELL)], 0, FILLS).definitions


@pytest.mark.parametrize("mark", [CELL, SLOT], ids=["cell", "slot"])
def test_vectors_show_what_pixels_show(tmp_path, browser, pdf_pages, mark):
    figure, scene = Figure(layer="avg", theme="paper"), Picture(mark)
    (tmp_path / "a.svg").write_text(to_svg(scene, figure), "utf-8")
    write_pdf(tmp_path / "a.pdf", scene, figure)
    pixels = painted(mark).astype(float).mean(axis=2)
    [page] = pdf_pages(tmp_path / "a.pdf", tmp_path)
    with browser.page(90, 70) as tab:
        pictures = page, tab.open(tmp_path / "a.svg").picture()
    for picture in pictures:
        shown = np.asarray(picture.convert("L"), float)[:70, :90]
        assert np.abs(shown - pixels).mean() < 3
        lines = slice(int(mark.y) + 5, int(mark.y) + 20), slice(int(mark.x) + 5, int(mark.x) + 25)
        assert np.corrcoef(shown[lines].ravel(), pixels[lines].ravel())[0, 1] > 0.8

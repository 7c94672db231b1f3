from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from poolanim.fonts.coverage import FULL
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.paint.straight import polygon_stamps, stroke_stamps
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Polygon, Stroke
from poolanim.theme import load_theme

PARTS = 32
"""Rows and columns of the points in a pixel by which a test measures areas."""
BEAM = Polygon(6, 4, ((0, 0), (30, 9), (30, 14), (0, 29)), "paper")
HEAD = Polygon(5.3, 5.1, ((0, 0), (10, 6), (0, 12)), "paper")
SLIVER = Polygon(3.2, 4.6, ((0, 0), (40, 0.3), (40, 0.9), (0, 0.5)), "paper")
LEANING = Polygon(3.2, 4.6, ((0, 0), (0.4, 0), (9.4, 40), (9, 40)), "paper")
MANY = Polygon(
    20, 20, tuple((15 * np.cos(t), 15 * np.sin(t)) for t in (0, 1, 1.5, 2, 3, 4, 5)), "a"
)
STRAIGHT = Polygon(6, 4, ((0, 0), (20, 6), (40, 12), (10, 30), (5, 15)), "paper")
POLYGONS = (BEAM, HEAD, SLIVER, LEANING, MANY, STRAIGHT)
STROKES = (
    Stroke(5, 5, 40, 30, "ink", 1.5),
    Stroke(5, 30, 40, 29, "ink"),
    Stroke(5, 5, 11, 35, "ink", 3),
    Stroke(10, 35, 35, 11, "ink", 2.4),
)


def share(stamps, height=60, width=60):
    """How much of each pixel one stamp covers."""
    [(left, top, right, bottom, _, levels)] = stamps
    assert levels.dtype == np.uint8
    assert levels.shape == (bottom - top, right - left)
    assert levels.max(initial=0) <= FULL
    picture = np.zeros((height, width))
    picture[top:bottom, left:right] = levels / FULL
    return picture


def truth(corners, height=60, width=60):
    """How much of each pixel a convex polygon covers, whose corners go clockwise."""
    x = (np.arange(width * PARTS) + 0.5) / PARTS
    y = (np.arange(height * PARTS) + 0.5)[:, None] / PARTS
    inside = np.ones((height * PARTS, width * PARTS), bool)
    for (x0, y0), (x1, y1) in pairwise([*corners, corners[0]]):
        inside &= (y1 - y0) * (x - x0) <= (x1 - x0) * (y - y0)
    return inside.reshape(height, PARTS, width, PARTS).mean(axis=(1, 3))


def placed(polygon, scale=1.0):
    return [((polygon.x + x) * scale, (polygon.y + y) * scale) for x, y in polygon.corners]


@pytest.mark.parametrize("polygon", POLYGONS)
def test_a_polygon_covers_each_pixel_as_far_as_it_reaches_into_it(polygon):
    off = share(polygon_stamps(polygon, 1)) - truth(placed(polygon))
    corners = np.zeros_like(off, bool)
    for x, y in placed(polygon):
        corners[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2] = True
    assert np.abs(off[~corners]).max() < 1.3 / FULL
    assert np.abs(off).max() < 0.3
    assert abs(off.sum()) < 0.4 * len(polygon.corners)


@pytest.mark.parametrize("polygon", POLYGONS)
@pytest.mark.parametrize("scale", [0.7, 1, 1.2])
def test_it_does_not_matter_where_the_corners_begin_nor_which_way_they_go(polygon, scale):
    expected = share(polygon_stamps(polygon, scale))
    corners = polygon.corners
    for other in (corners[::-1], corners[1:] + corners[:1], (corners[0], *corners)):
        same = share(polygon_stamps(polygon._replace(corners=other), scale))
        assert np.abs(same - expected).max() <= 1.01 / FULL  # where a level is rounded


def test_a_polygon_on_whole_pixels_is_crisp():
    square = Polygon(3, 4, ((0, 0), (10, 0), (10, 5), (0, 5)), "paper")
    [stamp] = polygon_stamps(square, 2)
    assert stamp[:4] == (6, 8, 26, 18)
    assert (stamp.levels == FULL).all()
    assert stamp.ink == "paper"


@pytest.mark.parametrize(("first", "last"), [(4.2, 4.6), (4.2, 5.2), (4.5, 9.5)])
def test_edges_between_pixels_cover_parts_of_them(first, last):
    corners = (first, 4), (last, 4), (last, 9), (first, 9)
    expected = truth(corners, 20, 20)
    for turned, wanted in ((corners, expected), ([c[::-1] for c in corners], expected.T)):
        picture = share(polygon_stamps(Polygon(0, 0, tuple(turned), "paper"), 1), 20, 20)
        np.testing.assert_allclose(picture, wanted, atol=0.04)


def test_a_polygon_without_area_covers_nothing():
    for corners in (((0, 0), (10, 0), (10, 0)), ((0, 0), (0, 9), (0, 4)), ((2, 2), (9, 9), (5, 5))):
        assert not share(polygon_stamps(Polygon(3, 3, corners, "paper"), 1)).any()


def sides(stroke, scale=1.0):
    """The corners of a line as a polygon, clockwise."""
    start, end = np.array(stroke[:2]) * scale, np.array(stroke[2:4]) * scale
    along = (end - start) / np.hypot(*(end - start))
    beside = np.array([along[1], -along[0]]) * stroke.line_width * scale / 2
    return [start + beside, end + beside, end - beside, start - beside]


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize("scale", [1, 1.25])
def test_a_stroke_covers_what_a_polygon_of_its_sides_does(stroke, scale):
    picture, expected = share(stroke_stamps(stroke, scale)), truth(sides(stroke, scale))
    assert picture.sum() == pytest.approx(expected.sum(), rel=0.04)
    off = picture - expected
    for x, y in (stroke[:2], stroke[2:4]):  # an end is cut along the pixels
        x, y = int(x * scale), int(y * scale)
        off[y - 3 : y + 4, x - 3 : x + 4] = 0
    assert np.abs(off).max() < 0.16


@pytest.mark.parametrize("stroke", STROKES)
def test_a_stroke_has_no_direction(stroke):
    x, y, to_x, to_y = stroke[:4]
    back = stroke._replace(x=to_x, y=to_y, to_x=x, to_y=y)
    np.testing.assert_array_equal(share(stroke_stamps(stroke, 1)), share(stroke_stamps(back, 1)))


@pytest.mark.parametrize("stroke", STROKES)
def test_a_stroke_turned_over_is_its_picture_turned_over(stroke):
    x, y, to_x, to_y = stroke[:4]
    turned = stroke._replace(x=y, y=x, to_x=to_y, to_y=to_x)
    pictures = [share(stroke_stamps(each, 1), 50, 50) for each in (stroke, turned)]
    np.testing.assert_array_equal(pictures[0], pictures[1].T)


@pytest.mark.parametrize(
    ("line_width", "scale", "first", "after"),
    [
        (0.4, 1, 10, 11),
        (1, 1, 10, 11),
        (1.5, 1, 9, 11),
        (2, 1, 9, 11),
        (3, 1, 9, 12),
        (1, 2, 19, 21),
        (1, 0.5, 5, 6),
    ],
)
def test_level_and_upright_strokes_lie_on_whole_pixels(line_width, scale, first, after):
    level = Stroke(4, 10, 20, 10, "ink", line_width)
    upright = Stroke(10, 20, 10, 4, "ink", line_width)
    pictures = [share(stroke_stamps(each, scale), 50, 50) for each in (level, upright)]
    expected = np.zeros((50, 50))
    expected[first:after, int(4 * scale) : int(20 * scale)] = 1
    np.testing.assert_array_equal(pictures[0], expected)
    np.testing.assert_array_equal(pictures[1], expected.T)


def test_a_stroke_without_length_is_a_point():
    assert share(stroke_stamps(Stroke(7, 9, 7, 9, "ink"), 1)).sum() == 1


@pytest.mark.parametrize("opacity", [1 / FULL, 0.45, 0.8, 1])
def test_a_stroke_is_as_thick_as_its_opacity(opacity):
    for stroke in (*STROKES, Stroke(4, 10, 20, 10, "ink", 2)):
        [full] = stroke_stamps(stroke, 1)
        [thin] = stroke_stamps(stroke._replace(opacity=opacity), 1)
        assert thin[:4] == full[:4]
        assert np.abs(thin.levels - full.levels * opacity).max() <= 0.5 + opacity / 2
        assert thin.levels.max() == round(FULL * opacity)


@pytest.mark.parametrize(
    "mark",
    [
        Polygon(0, 0, ((-20, -10), (70, 5), (40, 90)), "ink"),
        Stroke(-20, -10, 75, 60, "ink", 3),
        Stroke(-20, 5, 75, 5, "ink", 3, 0.5),
        Stroke(5, -20, 5, 75, "ink", 3, 0.5),
        Stroke(100, 100, 120, 130, "ink"),
    ],
)
def test_what_reaches_over_the_canvas_is_cut_off(mark):
    palette = Palette.of(load_theme("light"))
    cut = Painter(48, 32, palette, 1)
    cut.show(Frame(100, {"a": (mark,)}))
    whole = Painter(248, 232, palette, 1)
    shifted = {"x": mark.x + 100, "y": mark.y + 100}
    if isinstance(mark, Stroke):
        shifted |= {"to_x": mark.to_x + 100, "to_y": mark.to_y + 100}
    whole.show(Frame(100, {"a": (mark._replace(**shifted),)}))
    np.testing.assert_array_equal(cut.canvas, whole.canvas[100:132, 100:148])

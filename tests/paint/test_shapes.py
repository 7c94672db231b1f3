from __future__ import annotations

from itertools import pairwise
from math import pi

import numpy as np
import pytest

from poolanim.fonts.coverage import FULL
from poolanim.paint.shapes import box_stamps, dot_stamps
from poolanim.paint.straight import arrow_stamps
from poolanim.scene.marks import Arrow, Box, Dot


def covered(stamps, height=40, width=50):
    """How much of each pixel is covered, and by which ink last."""
    share, inks = np.zeros((height, width)), np.full((height, width), "", dtype=object)
    for left, top, right, bottom, ink, levels in stamps:
        assert 0 <= left <= right <= width
        assert 0 <= top <= bottom <= height
        level = FULL if levels is None else levels
        if levels is not None:
            assert levels.shape == (bottom - top, right - left)
            assert levels.max(initial=0) <= FULL
        part = np.s_[top:bottom, left:right]
        share[part] = np.maximum(share[part], np.broadcast_to(level, share[part].shape) / FULL)
        inks[part][share[part] == 1] = ink
    return share, inks


def extent(share):
    rows, columns = np.nonzero(share)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@pytest.mark.parametrize("scale", [1, 2])
def test_a_box_covers_its_pixels_and_no_part_of_others(scale):
    share, _ = covered(box_stamps(Box(5, 6, 10, 8, "winner"), scale))
    assert extent(share) == (5 * scale, 6 * scale, 15 * scale, 14 * scale)
    assert share.sum() == 80 * scale**2


@pytest.mark.parametrize(
    ("line_width", "outside", "inside"), [(1, 0, 1), (2, 1, 1), (3, 1, 2), (5, 2, 3)]
)
def test_a_line_is_as_wide_as_it_says_and_in_the_middle_of_the_edge(line_width, outside, inside):
    share, _ = covered(box_stamps(Box(10, 10, 20, 15, None, "dash", line_width), 1))
    left, top, right, bottom = extent(share)
    assert (left, top) == (10 - outside, 10 - outside)
    assert (right, bottom) == (30 + inside, 25 + inside)
    assert share[15].sum() == share[:, 20].sum() == 2 * line_width
    assert set(np.unique(share)) == {0, 1}


def test_neighbouring_cells_share_one_line():
    cells = [Box(x, 5, 10, 10, "paper", "dash") for x in (5, 15)]
    _, inks = covered(stamp for cell in cells for stamp in box_stamps(cell, 1))
    assert list(inks[8, 4:27]) == ["", "dash", *9 * ["paper"], "dash", *9 * ["paper"], "dash", ""]


@pytest.mark.parametrize("width", range(802, 1922, 2))
def test_at_no_scale_is_there_a_gap_between_cells_or_a_line_of_another_width(width):
    scale = width / 800
    line = max(1, round(scale))
    cells = [Box(x, 0, 5, 5, "paper", "dash") for x in range(3, 48, 5)]
    stamps = [box_stamps(cell, scale) for cell in cells]
    for (outer, inner), (after, _) in pairwise(stamps):
        assert (inner.left - outer.left, outer.right - inner.right) == (line, line)
        assert after.left == inner.right
    bare = [box_stamps(cell._replace(line=None), scale)[0] for cell in cells]
    assert all(after.left == cell.right for cell, after in pairwise(bare))


def test_what_floats_lack_of_half_a_pixel_moves_no_edge():
    scale = 1.15
    assert 90 * scale < 103.5
    [stamp] = box_stamps(Box(90, 0, 10, 10, "paper"), scale)
    assert stamp.left == 104


def test_a_filled_box_with_a_line_has_both():
    _, inks = covered(box_stamps(Box(5, 6, 10, 8, "paper", "dash", 2), 1))
    assert (inks == "dash").sum() == 12 * 10 - 8 * 6
    assert (inks == "paper").sum() == 8 * 6


@pytest.mark.parametrize("radius", [2, 3, 5])
def test_rounded_corners_are_alike_and_take_away_what_they_should(radius):
    share, _ = covered(box_stamps(Box(5, 5, 30, 20, "off", radius=radius), 1))
    part = share[5:25, 5:35]
    np.testing.assert_array_equal(part, part[::-1])
    np.testing.assert_array_equal(part, part[:, ::-1])
    assert share.sum() == pytest.approx(600 - (4 - pi) * radius**2, abs=0.9)
    assert part[0, 0] < 0.5 < part[radius, 0] == part[0, radius] == 1


def test_a_rounded_outline_is_as_thick_in_its_corners():
    share, _ = covered(box_stamps(Box(6, 6, 30, 20, None, "ink", 3, 3), 1))
    assert extent(share) == (5, 5, 38, 28)
    straight = 2 * (33 - 9 + 23 - 9) * 3
    ring = pi * (4.5**2 - 1.5**2)
    assert share.sum() == pytest.approx(straight + ring, abs=0.9)
    np.testing.assert_array_equal(share[5:28, 5:38], share[5:28, 5:38][::-1, ::-1])


def test_a_box_too_small_for_its_radius_is_as_round_as_can_be():
    share, _ = covered(box_stamps(Box(5, 5, 3, 4, "ink", radius=20), 1))
    assert extent(share) == (5, 5, 8, 9)
    assert list(covered(box_stamps(Box(5, 5, 0.2, 4, "ink", radius=2), 1))[0].ravel()) == 2000 * [0]


@pytest.mark.parametrize("side", [7, 24, 31])
def test_dashes_begin_and_end_in_the_corners_with_even_gaps_between(side):
    share, _ = covered(box_stamps(Box(3, 3, side, side, None, "muted", dashed=True), 1))
    edge = share[3, 3 : 3 + side + 1]
    assert edge[0] == edge[-1] == 1
    runs = np.diff(np.flatnonzero(np.diff(edge)))
    assert (edge == 0).any()
    assert runs.min() >= 1
    assert runs.max() - runs.min() <= 1
    np.testing.assert_array_equal(share[3, 3 : 4 + side], share[3 : 4 + side, 3])


@pytest.mark.parametrize(
    ("width", "height", "line_width", "radius"), [(28, 28, 1, 4), (30, 20, 1, 3), (33, 27, 3, 8)]
)
@pytest.mark.parametrize("scale", [1, 1.25])
def test_dashes_around_round_corners_are_half_of_the_outline(
    width, height, line_width, radius, scale
):
    box = Box(4, 4, width, height, None, "dash", line_width, radius)
    whole, _ = covered(box_stamps(box, scale), 60, 60)
    dashed, _ = covered(box_stamps(box._replace(dashed=True), scale), 60, 60)
    assert (dashed <= whole).all()
    assert dashed.sum() == pytest.approx(whole.sum() / 2, rel=0.06)
    left, top, right, bottom = extent(whole)
    part = dashed[top:bottom, left:right]
    np.testing.assert_array_equal(part, part[::-1])
    np.testing.assert_array_equal(part, part[:, ::-1])
    upper = part[0, part.shape[1] // 2 - 6 : part.shape[1] // 2 + 6]
    assert upper[6] == 1  # a dash in the middle
    assert upper.min() < 0.3


def test_a_dashed_box_with_round_corners_is_filled_to_its_edge():
    box = Box(4, 4, 28, 28, "paper", "dash", 1, 4)
    full, dashed = (
        box_stamps(each, 1) for each in (box._replace(line=None), box._replace(dashed=True))
    )
    assert full[0].ink == dashed[0].ink == "paper"
    np.testing.assert_array_equal(full[0].levels, dashed[0].levels)
    assert [stamp.ink for stamp in dashed] == ["paper", "dash"]


@pytest.mark.parametrize(
    ("width", "radius", "dashed"), [(3, 5, False), (2, 12, True), (9, 1, False)]
)
def test_a_wide_outline_is_the_same_in_parts(monkeypatch, width, radius, dashed):
    box = Box(10, 10, 121, 98, None, "ink", width, radius, dashed)
    parts = box_stamps(box, 1)
    assert len(parts) == 4
    assert sum(part.levels.size for part in parts) < 121 * 98 / 2
    monkeypatch.setattr("poolanim.paint.shapes.MUCH", 99)
    [whole] = box_stamps(box, 1)
    levels = np.zeros_like(whole.levels)
    for left, top, right, bottom, _, part in parts:
        here = np.s_[top - whole.top : bottom - whole.top, left - whole.left : right - whole.left]
        assert not levels[here].any()
        levels[here] = part
    np.testing.assert_array_equal(levels, whole.levels)


@pytest.mark.parametrize("radius", [1.8, 8, 12.25])
@pytest.mark.parametrize("x", [20, 20.5])
def test_discs_and_rings_have_their_area(radius, x):
    share, _ = covered(dot_stamps(Dot(x, 20, radius, "winner"), 1))
    assert share.sum() == pytest.approx(pi * radius**2, rel=0.06)
    share, _ = covered(dot_stamps(Dot(x, 20, radius, None, "ink", 2), 1))
    assert share.sum() == pytest.approx(pi * ((radius + 1) ** 2 - (radius - 1) ** 2), rel=0.06)
    assert np.count_nonzero((share > 0) & (share < 1)) > 8


@pytest.mark.parametrize(
    "arrow",
    [
        Arrow(4, 20, 44, 20, "ink"),
        Arrow(44, 20, 4, 20, "ink"),
        Arrow(20, 36, 20, 4, "ink"),
        Arrow(4, 4, 34, 34, "ink"),
    ],
)
def test_arrows_have_the_area_of_shaft_and_head_and_point_where_they_should(arrow):
    share, _ = covered(arrow_stamps(arrow, 1))
    length = np.hypot(arrow.to_x - arrow.x, arrow.to_y - arrow.y)
    area = (length - arrow.head) * arrow.line_width + arrow.head**2 / 2
    assert share.sum() == pytest.approx(area, rel=0.04)
    rows, columns = np.nonzero(share)
    weights = share[rows, columns]
    centre = np.array([(columns + 0.5) @ weights, (rows + 0.5) @ weights]) / weights.sum()
    along = np.array([arrow.to_x - arrow.x, arrow.to_y - arrow.y]) / length
    middle = np.array([arrow.x + arrow.to_x, arrow.y + arrow.to_y]) / 2
    assert (centre - middle) @ along > 3  # the head is heavy
    across = np.array([-along[1], along[0]])
    assert abs((centre - middle) @ across) < 0.05


def test_a_level_arrow_is_crisp():
    share, _ = covered(arrow_stamps(Arrow(4, 20, 44, 20, "ink"), 1))
    assert list(share[18:23, 10]) == [0, 1, 1, 0, 0]

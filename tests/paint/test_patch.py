from __future__ import annotations

import numpy as np
import pytest

from poolanim.paint.patch import PLAIN, SHORT, Patch, Piece, tight

NOTHING = 255


def test_short_gaps_between_changed_pixels_are_shown_as_they_are():
    changed = np.zeros((6, 60), bool)
    changed[:, [0, SHORT + 1, 2 * SHORT + 3]] = True
    pixels = np.tile(np.arange(60, dtype=np.uint8), (6, 1))
    over = Patch.around([Piece(5, 5, pixels, changed)]).over(NOTHING)
    gap = slice(SHORT + 2, 2 * SHORT + 3)
    assert (over[:, : SHORT + 2] == pixels[:, : SHORT + 2]).all()
    assert (over[:, gap] == NOTHING).all()
    assert (over[:, gap.stop] == gap.stop).all()
    assert (over[:, gap.stop + 1 :] == NOTHING).all()
    wider = Patch.around([Piece(5, 5, pixels, changed), Piece(80, 9, pixels[:1], changed[:1])])
    assert wider[:4] == (5, 5, 135, 6)
    np.testing.assert_array_equal(wider.over(NOTHING)[4, 75:], over[0])


@pytest.mark.parametrize("first", [0, 3])
def test_longer_gaps_are_shown_if_they_have_the_colour_of_both_their_ends(first):
    changed = np.zeros((4, 3 * PLAIN), bool)
    changed[:, [first, first + PLAIN + 1, first + 2 * PLAIN + 3]] = True
    pixels = np.full(changed.shape, 7, np.uint8)
    gap = slice(first + 1, first + PLAIN + 1)
    for row, column in ((1, gap.start - 1), (2, gap.stop), (3, gap.start + 9)):
        pixels[row, column] = 8
    over = Patch.around([Piece(5, 5, pixels, changed)]).over(NOTHING)
    assert (over[0, gap] == 7).all()
    assert (over[1:, gap] == NOTHING).all()
    assert (over[:, gap.stop + 1 : gap.stop + 1 + PLAIN + 1] == NOTHING).all()


def test_no_gap_reaches_from_one_row_to_the_next():
    changed = np.zeros((4, 5), bool)
    changed[::2, 4] = changed[1::2, 2] = True
    over = Patch.around([Piece(5, 5, np.full((4, 5), 7, np.uint8), changed)]).over(NOTHING)
    np.testing.assert_array_equal(over == 7, changed)


def test_a_picture_that_is_new_whole_is_shown_whole():
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    patch = Patch.around([Piece(2, 1, pixels, np.ones_like(pixels, bool))])
    np.testing.assert_array_equal(patch.over(NOTHING), pixels)


def test_a_piece_is_as_small_as_what_changed():
    pixels = np.arange(30, dtype=np.uint8).reshape(5, 6)
    changed = np.zeros((5, 6), bool)
    assert tight(10, 20, pixels, changed) is None
    changed[1, 4] = changed[3, 2] = True
    left, top, part, which = tight(10, 20, pixels, changed)
    assert (left, top) == (12, 21)
    np.testing.assert_array_equal(part, pixels[1:4, 2:5])
    np.testing.assert_array_equal(which, changed[1:4, 2:5])
    pixels[:] = 0
    assert part.any()  # it is a copy, which the next picture leaves alone


def test_a_patch_is_laid_on_the_picture_before():
    picture = np.zeros((6, 8), np.uint8)
    pieces = [
        Piece(x, y, np.full((2, 2), x, np.uint8), np.ones((2, 2), bool))
        for x, y in ((1, 0), (5, 4))
    ]
    patch = Patch.around(pieces)
    assert patch[:4] == (1, 0, 6, 6)
    patch.lay_on(picture)
    assert picture.sum() == 4 * (1 + 5)
    assert picture[5, 6] == 5

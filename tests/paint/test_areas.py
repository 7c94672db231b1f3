from __future__ import annotations

from poolanim.paint.areas import NOWHERE, around, holds, overlap


def test_rectangles():
    assert around([]) == NOWHERE
    assert around([(1, 2, 3, 4), (0, 3, 2, 9)]) == (0, 2, 3, 9)
    assert overlap((0, 0, 5, 5), (4, 4, 9, 9))
    assert not overlap((0, 0, 5, 5), (5, 4, 9, 9))
    assert holds((0, 0, 5, 5), (0, 0, 5, 5))
    assert not holds((0, 0, 5, 5), (0, 0, 5, 6))

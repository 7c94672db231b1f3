"""No film may flash: what WCAG 2 allows is three flashes a second over a large area.

What changes its lightness in larger pieces than letters is the tint of the window, and the beam.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import ParameterError
from poolanim.scene.marks import Polygon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.scene.pace import Pace
    from poolanim.scene.play import Play

    Mask = NDArray[np.bool_]

SECOND_MS = 1000
MOST_CHANGES = 6
"""In a second: three flashes, each there and back."""
LARGE = 0.25 * 341 * 256
"""In pixels of a picture that is shown at its own size: a quarter of the middle of
what one sees."""
CALM_MS = 334
"""A film in which everything stands for so long does not flash, whatever it shows."""
LETTERS = 1.35
"""What numbers, outlines, tags and sentences that come and go add to the area of beams and windows,
as a factor."""
CALM_STEP_MS = 940
"""The least time of a scan with which the fastest scans stand for so long."""
APART = 8
"""Between the points of the layout that are looked at, in units."""


def check_plays(figure: Figure, plays: Sequence[Play], pace: Pace) -> None:
    """Checks that a film, which plays again and again, does not flash.

    Args:
        figure: its spec.
        plays: its passes.
        pace: of each pass.

    Raises:
        ParameterError: it would flash.
    """
    if _is_calm(pace):
        return
    canvas = plays[0].canvas
    shown = [each for play in plays for each in _tints(play, pace)]
    _check(figure, LETTERS * flashing(shown) * (APART * canvas.zoom) ** 2)


def _tints(play: Play, pace: Pace) -> Iterator[tuple[Mask, int]]:
    """Yields for each frame of a pass the points that it tints, and its time in ms."""
    canvas = play.canvas
    nothing = np.zeros((canvas.height // APART, canvas.width // APART), np.bool_)
    yield nothing, pace.hold_ms
    before = nothing
    for drawn in pace.drawn:
        under, lit = nothing.copy(), nothing.copy()
        for veil in play.overlay.veils(drawn.scan):
            _fill(under, veil)
        for beam in play.overlay.beams(drawn.scan):
            for mark in beam.marks():
                if isinstance(mark, Polygon):
                    _fill(lit, mark)
        for stage, time_ms, tween, _ in drawn.instants(pace.tween_ms):
            if tween == "glide":  # what lies under both windows stays as it is
                yield before & under, time_ms
            elif tween in (None, "fly") and (stage == "told" or len(drawn.times_ms) == 1):
                yield under | lit, time_ms
            else:
                yield under, time_ms
        before = under
    yield nothing, pace.closing_ms


def _fill(points: Mask, polygon: Polygon) -> None:
    """Marks the points that a polygon covers."""
    height, width = points.shape
    y, x = np.ogrid[:height, :width]
    x, y = (x + 0.5) * APART - polygon.x, (y + 0.5) * APART - polygon.y
    corners = polygon.corners
    sides = [
        (to_x - from_x) * (y - from_y) - (to_y - from_y) * (x - from_x)
        for (from_x, from_y), (to_x, to_y) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    points |= np.all([side >= 0 for side in sides], axis=0)
    points |= np.all([side <= 0 for side in sides], axis=0)


def _is_calm(pace: Pace) -> bool:
    """Whether everything stands so long that nothing flashes."""
    return (
        min(pace.hold_ms, pace.closing_ms, *(sum(drawn.times_ms) for drawn in pace.drawn))
        >= CALM_MS
    )


def _check(figure: Figure, area_px: float) -> None:
    """Raises ParameterError if so many pixels that flash are too many."""
    if area_px > LARGE:
        raise ParameterError(
            f"step_ms is {figure.step_ms} and hold_ms {figure.hold_ms}; so large a window would "
            "flash more than three times a second, so give a step_ms of at least "
            f"{CALM_STEP_MS} and a hold_ms of at least {CALM_MS}"
        )


def flashing(shown: Sequence[tuple[Mask, int]]) -> int:
    """Returns how many points at once change too often, in a film that plays again and again.

    Args:
        shown: the points that are tinted, and how long they are, in ms.
    """
    rounds = 1 + ceil(SECOND_MS / sum(ms for _, ms in shown))
    counts = np.zeros(shown[0][0].shape, np.intp)
    recent: deque[tuple[int, Mask]] = deque()
    most, now_ms = 0, 0
    for (before, time_ms), (after, _) in pairwise([*shown] * rounds):
        now_ms += time_ms
        recent.append((now_ms, before != after))
        counts += recent[-1][1]
        while recent[0][0] < now_ms - SECOND_MS:
            counts -= recent.popleft()[1]
        most = max(most, int((counts > MOST_CHANGES).sum()))
    return most

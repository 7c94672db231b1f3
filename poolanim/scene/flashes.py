"""No film may flash: what WCAG 2 allows is three flashes a second over a large area.

What changes its lightness in larger pieces than letters is the tint of the window.
"""

from __future__ import annotations

from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.layers.window import Window
    from poolanim.scene.pace import Pace
    from poolanim.scene.passes import Pass

SECOND_MS = 1000
MOST_CHANGES = 6
"""In a second: three flashes, each there and back."""
LARGE = 0.25 * 341 * 256
"""In pixels of a picture that is shown at its own size: a quarter of the middle of
what one sees."""
CALM_MS = 334
"""A film in which everything stands for so long does not flash, whatever it shows."""

CALM_STEP_MS = 940
"""The least time of a scan with which the fastest scans stand for so long."""


def check_flashes(figure: Figure, passes: Sequence[Pass], pace: Pace) -> None:
    """Raise ParameterError if a film, which plays again and again, would flash."""
    scan_ms = [sum(drawn.times_ms) for drawn in pace.drawn]
    if min(pace.hold_ms, *scan_ms) >= CALM_MS:
        return
    geometry = passes[0].record.geometry
    windows = [
        geometry.whole_window(passes[0].record.steps.index(each.scan)) for each in pace.drawn
    ]
    shown: list[tuple[Window | None, int]] = []
    for each in passes:
        tinted = each.source.main is not None  # among colours there is no tint
        shown.append((None, pace.hold_ms))
        shown += [
            (window if tinted else None, ms) for window, ms in zip(windows, scan_ms, strict=True)
        ]
        shown.append((None, pace.closing_ms))
    cell_px = passes[0].source.board.cell * passes[0].typesetting.page.zoom
    area = flashing_cells(geometry.padded(), shown) * cell_px**2
    area *= len(passes[0].layout.boards)
    if area > LARGE:
        raise ParameterError(
            f"step_ms is {figure.step_ms} and hold_ms {figure.hold_ms}; so large a window would "
            "flash more than three times a second, so give a step_ms of at least "
            f"{CALM_STEP_MS} and a hold_ms of at least {CALM_MS}"
        )


def flashing_cells(cells: Window, shown: Sequence[tuple[Window | None, int]]) -> int:
    """How many cells at once change their tint too often, in a film that plays again and again.

    Args:
        cells: all that there are.
        shown: the windows, or None where there is none, and how long each stands, in ms.
    """
    rounds = 1 + ceil(SECOND_MS / sum(ms for _, ms in shown))
    on_and_on = [*shown] * rounds
    tints = np.zeros((len(on_and_on), cells.height, cells.width), np.bool_)
    for tint, (window, _) in zip(tints, on_and_on, strict=True):
        for row, column in window.cells() if window is not None else ():
            tint[row - cells.top, column - cells.left] = True
    changes = np.cumsum(tints[1:] != tints[:-1], axis=0, dtype=np.int32)
    times = np.array(list(accumulate(ms for _, ms in on_and_on[:-1])))
    ends = np.searchsorted(times, times + SECOND_MS, side="right") - 1
    before = np.concatenate([np.zeros_like(changes[:1]), changes[:-1]])
    return int((changes[ends] - before > MOST_CHANGES).sum(axis=(1, 2)).max())

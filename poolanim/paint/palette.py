"""The colours of a film, known before its first frame: a picture holds indices into them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.coverage import FULL
from poolanim.paint.ramps import STEPS, distances, stage_colours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from poolanim.fonts.coverage import Levels
    from poolanim.paint.ramps import Mixed, Mixes
    from poolanim.theme import Theme
    from poolanim.theme.colours import Rgb

    Canvas = NDArray[np.uint8]

OPAQUE = 255
CLEAR = (0, 0, 0, 0)
"""Red, green and blue by how opaque a colour is, and that: nothing at all."""
MOST = 255
"""Colours in a palette: with a transparent one, what a byte can tell apart."""


class Palette:
    """All colours of a film: its roles' own, and steps from each ink to the grounds it stands on.

    What was blended once is kept, so that a palette of several films gets faster.

    Args:
        mixed: the colour of each role.
        chosen: (n, 4), those of the palette. A role gets the one that comes nearest.
        paper: the colour of a transparent paper; None for an opaque one.

    Attributes:
        colours: (n, 3), 0 to 255; with a transparent paper (n, 4), the last of them how opaque
            each is, 0 to 255.
        entry: for each role, the number of its colour.

    Example:
        >>> from poolanim.theme import load_theme
        >>> palette = Palette.of(load_theme("light"))
        >>> palette.colours[palette.entry["ink"]]
        array([23, 32, 43], dtype=uint8)
        >>> canvas = np.full((1, 3), palette.entry["paper"], np.uint8)
        >>> palette.blend(canvas, "ink", np.array([[0, FULL // 2, FULL]], np.uint8))
        >>> palette.colours[canvas[0], 0]  # the red of paper, of something between, of ink
        array([255, 175,  23], dtype=uint8)
    """

    def __init__(self, mixed: Mapping[str, Mixed], chosen: Mixes, paper: Rgb | None) -> None:
        nearest = distances(np.array(list(mixed.values()), np.int16), chosen).argmin(axis=1)
        self._mixed = chosen.astype(np.float32)
        seen = _pure(chosen, paper) if paper else chosen[:, :3]
        self.colours: NDArray[np.uint8] = seen.astype(np.uint8)
        self.entry: Mapping[str, int] = dict(zip(mixed, nearest.tolist(), strict=True))
        self._shares = np.arange(STEPS + 1, dtype=np.float32)[:, None, None] / STEPS
        self._step = np.rint(np.arange(FULL + 1) * (STEPS / FULL)).astype(np.intp)  # of each level
        self._count = len(chosen)
        self._tables: dict[int, Canvas] = {}  # of blends, by the entry of the ink

    @classmethod
    def of(cls, theme: Theme, *, transparent: bool = False) -> Palette:
        """Returns the palette of all films of a theme.

        Args:
            theme: gives the colours of roles.
            transparent: whether the paper is; what stands on it then fades out at its edges.
        """
        return _of(tuple(theme.colours.items()), transparent=transparent)

    def blend(self, canvas: Canvas, ink: str, levels: Levels) -> None:
        """Lays an ink over a piece of canvas, as thick as the levels say, 0 to FULL."""
        entry = self.entry[ink]
        if entry not in self._tables:
            self._tables[entry] = self._blends(entry)
        canvas[...] = self._tables[entry].take(levels.astype(np.uint16) * self._count + canvas)

    def _blends(self, entry: int) -> Canvas:
        """Returns the nearest colours to those between grounds (columns) and an ink, by level."""
        colours = self._mixed
        blends = np.rint(colours + (colours[entry] - colours) * self._shares).reshape(-1, 4)
        # Squared distances less what is the same for all; whole numbers, so that the sums are
        # exact in any order.
        near = (colours**2).sum(axis=1) - 2 * blends @ colours.T
        nearest = near.argmin(axis=1).reshape(-1, self._count)
        blended: Canvas = nearest[self._step].astype(np.uint8)
        return blended


@lru_cache(maxsize=16)  # a batch has few themes
def _of(colours: tuple[tuple[str, Rgb], ...], *, transparent: bool) -> Palette:
    mixed = {role: (*colour, OPAQUE) for role, colour in colours}
    paper = mixed["paper"][:3] if transparent else None
    if transparent:
        mixed["paper"] = CLEAR
    return Palette(mixed, stage_colours(mixed, MOST), paper)


def _pure(mixed: Mixes, paper: Rgb) -> NDArray[np.float64]:
    """Colours as they are where nothing shows through them, and how opaque they are.

    What cannot be seen has the colour of the paper, for formats that must show it.
    """
    opaque = mixed[:, 3:]
    pure = np.rint(mixed[:, :3] / np.maximum(opaque, 1) * OPAQUE).clip(0, OPAQUE)
    pure[opaque[:, 0] == 0] = paper
    return np.hstack([pure, opaque])

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
UNKNOWN = np.uint8(MOST)
"""The entry of no palette: what a table of blends does not know yet."""


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
        self._tables: dict[str, Canvas] = {}

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
        if ink not in self._tables:
            self._tables[ink] = np.full((FULL + 1, self._count), UNKNOWN)
        places = levels.astype(np.uint16) * self._count + canvas
        blended = self._tables[ink].take(places)
        if np.maximum.reduce(blended, axis=None, initial=0) == UNKNOWN:
            self._learn(ink, np.flatnonzero(np.bincount(canvas.ravel())))
            blended = self._tables[ink].take(places)
        canvas[...] = blended

    def _learn(self, ink: str, grounds: NDArray[np.intp]) -> None:
        """Finds the nearest colours to those between some grounds and an ink."""
        colours = self._mixed[grounds]
        blends = np.rint(colours + (self._mixed[self.entry[ink]] - colours) * self._shares)
        # Squared distances less what is the same for all; whole numbers, so that the sums are
        # exact in any order.
        near = (self._mixed**2).sum(axis=1) - 2 * blends.reshape(-1, 4) @ self._mixed.T
        nearest = near.argmin(axis=1).reshape(-1, len(grounds))
        self._tables[ink][:, grounds] = nearest[self._step]


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

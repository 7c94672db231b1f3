"""The colours of a film, known before its first frame: a picture holds indices into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from poolanim.theme import Rgb, Theme

    Levels = NDArray[np.uint8]
    Canvas = NDArray[np.uint8]

FULL = 15
"""Level of a pixel that is covered whole; 0 is one that is not covered."""
SAME = 5
"""Colours that differ no more than this in each channel are one. Steps of ramps differ more."""
MOST = 255
"""Colours in a palette: with a transparent one, what a byte can tell apart."""


class Palette:
    """All colours of a film: its roles' own, and steps from each ink to the grounds it stands on.

    Args:
        theme: gives the colours of roles.
        inks: pairs of roles, an ink and its ground. The colours between the two smooth edges.
        scales: names of the heat maps' scales that are shown.

    Attributes:
        colours: (n, 3), 0 to 255.
        entry: for each role, the number of its colour.

    Example:
        >>> from poolanim.theme import load_theme
        >>> palette = Palette(load_theme("light"), [("ink", "paper")])
        >>> palette.colours[palette.entry["ink"]]
        array([27, 37, 48], dtype=uint8)
        >>> canvas = np.full((1, 3), palette.entry["paper"], np.uint8)
        >>> palette.blend(canvas, "ink", np.array([[0, FULL // 2, FULL]], np.uint8))
        >>> palette.colours[canvas[0], 0]  # the red of paper, of something between, of ink
        array([255, 149,  27], dtype=uint8)
    """

    def __init__(
        self,
        theme: Theme,
        inks: Collection[tuple[str, str]],
        scales: Collection[str] = (),
    ) -> None:
        roles = [role for role in theme.colours if "." not in role or role.split(".")[0] in scales]
        chosen = np.array([theme.colours[role] for role in roles], np.int16)
        chosen, places = np.unique(chosen, axis=0, return_inverse=True)
        self.entry: Mapping[str, int] = dict(zip(roles, places.ravel().tolist(), strict=True))
        for ink, ground in inks:
            for colour in _ramp(theme.colours[ink], theme.colours[ground]):
                if np.abs(chosen - colour).max(axis=1).min() > SAME:
                    chosen = np.vstack([chosen, colour])
        self.colours: NDArray[np.uint8] = chosen.astype(np.uint8)
        self._tables: dict[str, Levels] = {}

    def blend(self, canvas: Canvas, ink: str, levels: Levels) -> None:
        """Lay an ink over a piece of canvas, as thick as the levels say, 0 to FULL."""
        count = len(self.colours)
        canvas[...] = self._table(ink).take(levels * np.uint16(count) + canvas)

    def _table(self, ink: str) -> Levels:
        """For each level, then each colour of the ground, the colour that comes nearest."""
        if ink not in self._tables:
            grounds = self.colours.astype(np.float32)
            share = np.arange(FULL + 1, dtype=np.float32)[:, None, None] / FULL
            blends = np.rint(grounds + (grounds[self.entry[ink]] - grounds) * share).reshape(-1, 3)
            # Squared distances less what is the same for all; whole numbers, so that the sums are
            # exact in any order.
            near = (grounds**2).sum(axis=1) - 2 * blends @ grounds.T
            self._tables[ink] = near.argmin(axis=1).astype(np.uint8)
        return self._tables[ink]


def _ramp(ink: Rgb, ground: Rgb) -> NDArray[np.int16]:
    """The steps between two colours, without them."""
    share = np.arange(1, FULL)[:, None] / FULL
    return np.rint(np.array(ground) + np.subtract(ink, ground) * share).astype(np.int16)

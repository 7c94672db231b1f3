"""The colours of a film, known before its first frame: a picture holds indices into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.coverage import FULL
from poolanim.paint.hatching import Hatch, with_hatches
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from poolanim.fonts.coverage import Levels
    from poolanim.scene.frames import Scene
    from poolanim.scene.marks import Mark
    from poolanim.theme import Theme
    from poolanim.theme.colours import Rgb

    Canvas = NDArray[np.uint8]

SAME = 7
"""Colours of ramps that differ no more than this in each channel from another are left out."""
NEARS = (2, 13)
"""So are whole ramps of which every step comes as near as this to another colour: the first of
these, if that leaves few colours, or else the last."""
FEW = 63
"""Colours that, with a transparent one, a GIF tells apart in codes of six bits."""
ROLES = ("fill", "line", "ink", "ground")
"""What of a mark is a role."""
Mixed = tuple[int, int, int, int]
"""Red, green and blue, each by how opaque the colour is, and that; all 0 to 255."""
OPAQUE = 255
CLEAR: Mixed = (0, 0, 0, 0)
MOST = 255
"""Colours in a palette: with a transparent one, what a byte can tell apart."""


class Palette:
    """All colours of a film: its roles' own, and steps from each ink to the grounds it stands on.

    Args:
        theme: gives the colours of roles.
        roles: those that are shown. Any other gets the colour that comes nearest.
        inks: pairs of roles, an ink and its ground. The colours between the two smooth edges.
        near: ramps that come as near as this to colours that there are add none.
        transparent: whether the paper is; what stands on it then fades out at its edges.

    Attributes:
        colours: (n, 3), 0 to 255; with a transparent paper (n, 4), the last of them how opaque
            each is, 0 to 255.
        entry: for each role, the number of its colour.

    Example:
        >>> from poolanim.theme import load_theme
        >>> palette = Palette(load_theme("light"), ["ink", "paper"], [("ink", "paper")])
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
        roles: Iterable[str],
        inks: Iterable[tuple[str, str]],
        near: int = 0,
        *,
        transparent: bool = False,
    ) -> None:
        # By how opaque each is, and with that: so they can be mixed, and told apart.
        mixed = {role: (*colour, OPAQUE) for role, colour in theme.colours.items()}
        if transparent:
            mixed["paper"] = CLEAR
        chosen = np.array(sorted({mixed[role] for role in roles}), np.int16)
        for ink, ground in inks:
            ramp = _ramp(mixed[ink], mixed[ground])
            if _distances(ramp, chosen).min(axis=1).max() > near:
                for colour in ramp[:, None]:
                    if _distances(colour, chosen).min() > min(near, SAME):
                        chosen = np.vstack([chosen, colour])
        nearest = _distances(np.array(list(mixed.values()), np.int16), chosen).argmin(axis=1)
        self._mixed = chosen.astype(np.float32)
        seen = _pure(chosen, theme.colours["paper"]) if transparent else chosen[:, :3]
        self.colours: NDArray[np.uint8] = seen.astype(np.uint8)
        self.entry: Mapping[str, int] = dict(zip(theme.colours, nearest.tolist(), strict=True))
        self._tables: dict[str, Levels] = {}

    @classmethod
    def of(cls, theme: Theme, scene: Scene, *, transparent: bool = False) -> Palette:
        """The palette of a scene, from what stands on what in it."""
        roles, pairs, fills = {"paper"}, {}, hatched(theme.colours)
        for frame in scene.samples():
            for standing in frame.changes.values():
                marks = list(with_hatches(standing, fills)) if fills else standing
                pairs.update(dict.fromkeys(inks(marks)))
                for mark in marks:
                    roles.update(role for name in ROLES if (role := getattr(mark, name, None)))
        # A ramp on each level of heat would fill the palette, whose colours are near those anyway.
        ramps = [pair for pair in pairs if "." not in pair[1]]
        for near in NEARS:
            palette = cls(theme, roles, ramps, near, transparent=transparent)
            if len(palette.colours) <= FEW:
                break
        return palette

    def blend(self, canvas: Canvas, ink: str, levels: Levels) -> None:
        """Lay an ink over a piece of canvas, as thick as the levels say, 0 to FULL."""
        count = len(self.colours)
        canvas[...] = self._table(ink).take(levels.astype(np.uint16) * count + canvas)

    def _table(self, ink: str) -> Levels:
        """For each level, then each colour of the ground, the colour that comes nearest."""
        if ink not in self._tables:
            grounds = self._mixed
            share = np.arange(FULL + 1, dtype=np.float32)[:, None, None] / FULL
            blends = np.rint(grounds + (grounds[self.entry[ink]] - grounds) * share).reshape(-1, 4)
            # Squared distances less what is the same for all; whole numbers, so that the sums are
            # exact in any order.
            near = (grounds**2).sum(axis=1) - 2 * blends @ grounds.T
            self._tables[ink] = near.argmin(axis=1).astype(np.uint8)
        return self._tables[ink]


def inks(marks: Iterable[Mark | Hatch]) -> Iterator[tuple[str, str]]:
    """Pairs of roles, an ink and its ground, between which the marks of a place have smooth edges.

    A text names its ground. Other marks stand on what those before them filled, at first the paper.

    Example:
        >>> from poolanim.scene.marks import Box, Dot
        >>> list(inks([Box(0, 0, 40, 40, "cell"), Dot(20, 20, 9, "peak", "on_peak")]))
        [('peak', 'cell'), ('on_peak', 'peak')]
    """
    ground = "paper"
    for mark in marks:
        match mark:
            case Text():
                yield mark.ink, mark.ground
            case Arrow() | Stroke() | Hatch():
                yield mark.ink, ground
            case Polygon():
                yield mark.fill, ground
            case Box(radius=0):
                ground = mark.fill or ground
            case Box() | Dot():
                if mark.fill:
                    yield mark.fill, ground
                    ground = mark.fill
                if mark.line:
                    yield mark.line, ground


def _pure(mixed: NDArray[np.int16], paper: Rgb) -> NDArray[np.float64]:
    """Colours as they are where nothing shows through them, and how opaque they are.

    What cannot be seen has the colour of the paper, for formats that must show it.
    """
    opaque = mixed[:, 3:]
    pure = np.rint(mixed[:, :3] / np.maximum(opaque, 1) * OPAQUE).clip(0, OPAQUE)
    pure[opaque[:, 0] == 0] = paper
    return np.hstack([pure, opaque])


def _ramp(ink: Mixed, ground: Mixed) -> NDArray[np.int16]:
    """The steps between two colours, without them."""
    share = np.arange(1, FULL)[:, None] / FULL
    return np.rint(np.array(ground) + np.subtract(ink, ground) * share).astype(np.int16)


def _distances(colours: NDArray[np.int16], others: NDArray[np.int16]) -> NDArray[np.int16]:
    """How far each of some colours is from each of others, in the channel that differs most."""
    distances: NDArray[np.int16] = np.abs(colours[:, None] - others).max(axis=2)
    return distances

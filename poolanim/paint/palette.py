"""The colours of a film, known before its first frame: a picture holds indices into them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.coverage import FULL
from poolanim.paint.hatching import Hatch, with_hatches
from poolanim.paint.ramps import STEPS, distances, stage_colours
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from poolanim.fonts.coverage import Levels
    from poolanim.paint.ramps import Mixed, Mixes
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
OPAQUE = 255
CLEAR = (0, 0, 0, 0)
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
        paper: the colour of a transparent paper.
        steps: from any ground to an ink.

    Attributes:
        colours: (n, 3), 0 to 255; with a transparent paper (n, 4), the last of them how opaque
            each is, 0 to 255.
        entry: for each role, the number of its colour.

    Example:
        >>> from poolanim.theme import load_theme
        >>> palette = Palette.between(load_theme("light"), ["ink", "paper"], [("ink", "paper")])
        >>> palette.colours[palette.entry["ink"]]
        array([27, 37, 48], dtype=uint8)
        >>> canvas = np.full((1, 3), palette.entry["paper"], np.uint8)
        >>> palette.blend(canvas, "ink", np.array([[0, FULL // 2, FULL]], np.uint8))
        >>> palette.colours[canvas[0], 0]  # the red of paper, of something between, of ink
        array([255, 149,  27], dtype=uint8)
    """

    def __init__(
        self,
        mixed: Mapping[str, Mixed],
        chosen: Mixes,
        paper: Rgb | None = None,
        steps: int = FULL,
    ) -> None:
        nearest = distances(np.array(list(mixed.values()), np.int16), chosen).argmin(axis=1)
        self._mixed = chosen.astype(np.float32)
        seen = _pure(chosen, paper) if paper else chosen[:, :3]
        self.colours: NDArray[np.uint8] = seen.astype(np.uint8)
        self.entry: Mapping[str, int] = dict(zip(mixed, nearest.tolist(), strict=True))
        self._shares = np.arange(steps + 1, dtype=np.float32)[:, None, None] / steps
        self._step = np.rint(np.arange(FULL + 1) * (steps / FULL)).astype(np.intp)  # of each level
        self._count = len(chosen)
        self._tables: dict[str, Canvas] = {}

    @classmethod
    def between(
        cls,
        theme: Theme,
        roles: Iterable[str],
        inks: Iterable[tuple[str, str]],
        near: int = 0,
        *,
        transparent: bool = False,
    ) -> Palette:
        """Returns the palette of some roles.

        Args:
            theme: gives the colours of roles.
            roles: those that are shown. Any other gets the colour that comes nearest.
            inks: pairs of roles, an ink and its ground. The colours between the two smooth edges.
            near: ramps that come as near as this to colours that there are add none.
            transparent: whether the paper is; what stands on it then fades out at its edges.
        """
        mixed = _mixed(theme.colours, transparent=transparent)
        chosen = np.array(sorted({mixed[role] for role in roles}), np.int16)
        for ink, ground in inks:
            ramp = _ramp(mixed[ink], mixed[ground])
            if distances(ramp, chosen).min(axis=1).max() > near:
                for colour in ramp[:, None]:
                    if distances(colour, chosen).min() > min(near, SAME):
                        chosen = np.vstack([chosen, colour])
        return cls(mixed, chosen, theme.colours["paper"] if transparent else None)

    @classmethod
    def of(cls, theme: Theme, scene: Scene, *, transparent: bool = False) -> Palette:
        """Returns the palette of a scene."""
        if scene.samples is None:
            return _of_stage(tuple(theme.colours.items()), transparent=transparent)
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
            palette = cls.between(theme, roles, ramps, near, transparent=transparent)
            if len(palette.colours) <= FEW:
                break
        return palette

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
def _of_stage(colours: tuple[tuple[str, Rgb], ...], *, transparent: bool) -> Palette:
    """Returns the palette of all films of a theme."""
    mixed = _mixed(dict(colours), transparent=transparent)
    paper = dict(colours)["paper"] if transparent else None
    return Palette(mixed, stage_colours(mixed, MOST), paper, STEPS)


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


def _mixed(colours: Mapping[str, Rgb], *, transparent: bool) -> dict[str, Mixed]:
    """Returns the colours of roles by how opaque they are, and that: so they mix, and differ."""
    mixed = {role: (*colour, OPAQUE) for role, colour in colours.items()}
    return mixed | {"paper": CLEAR} if transparent else mixed


def _pure(mixed: Mixes, paper: Rgb) -> NDArray[np.float64]:
    """Colours as they are where nothing shows through them, and how opaque they are.

    What cannot be seen has the colour of the paper, for formats that must show it.
    """
    opaque = mixed[:, 3:]
    pure = np.rint(mixed[:, :3] / np.maximum(opaque, 1) * OPAQUE).clip(0, OPAQUE)
    pure[opaque[:, 0] == 0] = paper
    return np.hstack([pure, opaque])


def _ramp(ink: Mixed, ground: Mixed) -> Mixes:
    """The steps between two colours, without them."""
    share = np.arange(1, FULL)[:, None] / FULL
    return np.rint(np.array(ground) + np.subtract(ink, ground) * share).astype(np.int16)

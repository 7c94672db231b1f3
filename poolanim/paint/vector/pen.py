"""Marks as the operators of PDF."""

from __future__ import annotations

from itertools import chain
from math import ceil, floor
from typing import TYPE_CHECKING

from poolanim.fonts.contours import outline
from poolanim.fonts.setting import line
from poolanim.fonts.typefaces import EM
from poolanim.paint.corners import arrow_corners, corners_of
from poolanim.paint.hatching import WIDTH, Hatch, with_hatches
from poolanim.paint.vector.numbers import number
from poolanim.paint.vector.shapes import (
    dash,
    dash_around,
    hatch_lines,
    rectangle,
    straight_line,
)
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.marks import Face, Mark
    from poolanim.theme import Theme

ROUND = 0.5523
"""Distance of the control points of a quarter circle from its ends, in parts of the radius."""
OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
"""The operators of PDF for the steps along a path."""

PAINTED = {(True, False): "f", (False, True): "S", (True, True): "B", (False, False): "n"}
"""Operators that fill a path, draw its line, or both."""


class Pen:
    r"""Draws marks, and keeps which glyphs they use.

    Args:
        theme: the colours.
        transparent: whether the paper is left out.

    Attributes:
        glyphs: the names of all glyphs so far, by text and face.
        opacities: the names of all opacities of lines so far, over 0 and under 1.

    Example:
        >>> from poolanim.theme import load_theme
        >>> Pen(load_theme("light")).drawn(Box(1, 2, 3, 4, "paper"))
        'q 1 1 1 rg 1 2 3 4 re f Q\n'
    """

    def __init__(self, theme: Theme, *, transparent: bool = False) -> None:
        self._theme = theme
        self._hatched = hatched(theme.colours)
        self._unseen = "paper" if transparent else None
        self._drawn: dict[Mark, str] = {}
        self.glyphs: dict[tuple[str, Face], str] = {}
        self.opacities: dict[float, str] = {}

    def drawn(self, mark: Mark) -> str:
        """Returns the operators that draw a mark, in units of the layout, with y pointing down."""
        if mark not in self._drawn:
            parts = with_hatches([mark], self._hatched)
            self._drawn[mark] = "".join(f"q {self._operators(part)} Q\n" for part in parts)
        return self._drawn[mark]

    def _operators(self, mark: Mark | Hatch) -> str:
        match mark:
            case Box():
                return self._box(mark)
            case Hatch():
                return self._hatch(mark)
            case Dot():
                corner, side = (mark.x - mark.radius, mark.y - mark.radius), 2 * mark.radius
                path = _rounded(*corner, side, side, mark.radius)
                return self._painted(path, mark.fill, mark.line, mark.line_width)
            case Arrow():
                return self._painted(_along(arrow_corners(mark)), mark.ink)
            case Polygon():
                return self._painted(_along(corners_of(mark)), mark.fill)
            case Stroke():
                start, end, width = straight_line(mark)
                line = self._painted(_along([start, end]), None, mark.ink, width)
                return f"{self._thick(mark.opacity)}{line}"
            case Text():
                return self._text(mark)

    def _box(self, box: Box) -> str:
        left, top, width, height, line = rectangle(box)
        x, y = left + line / 2, top + line / 2
        right, bottom, half = x + width, y + height, line / 2
        if box.dashed and not box.radius:
            sides = [
                (f"{row(x - half, y)} m {row(right + half, y)} l", width + line),
                (f"{row(x - half, bottom)} m {row(right + half, bottom)} l", width + line),
                (f"{row(x, y - half)} m {row(x, bottom + half)} l", height + line),
                (f"{row(right, y - half)} m {row(right, bottom + half)} l", height + line),
            ]
            return " ".join(
                f"[{row(dash(length))}] 0 d {self._painted(side, None, box.line, line)}"
                for side, length in sides
            )
        path = _outline(x, y, width, height, box.radius)
        painted = self._painted(path, box.fill, box.line, line)
        if not box.dashed:
            return painted
        length, before = dash_around(width, height, box.radius)
        # Poppler needs the gap too, or else it may take one for the other.
        dashes = f"{number(length, 4)} {number(length, 4)}"
        return f"[{dashes}] {number(before, 4)} d {painted}"

    def _hatch(self, hatch: Hatch) -> str:
        """Returns the operators that draw lines, cut to a box."""
        x, y, width, height, _ = rectangle(hatch.box)
        inside = _outline(x, y, width, height, hatch.box.radius)
        lines = " ".join(map(_along, hatch_lines(x, y, width, height)))
        return f"{inside} W n {self._painted(lines, None, hatch.ink, WIDTH)}"

    def _painted(
        self, path: str, fill: str | None, line: str | None = None, line_width: float = 0
    ) -> str:
        """Returns the operators that fill a path, draw its line, or both."""
        fill, line = (None if role == self._unseen else role for role in (fill, line))
        parts = [path, PAINTED[bool(fill), bool(line)]]
        if line:
            parts.insert(0, f"{self._colour(line)} RG {row(line_width)} w")
        if fill:
            parts.insert(0, f"{self._colour(fill)} rg")
        return " ".join(parts)

    def _thick(self, opacity: float) -> str:
        """Returns the operator that lets what is behind lines show."""
        if opacity == 1:
            return ""
        return f"/{self.opacities.setdefault(opacity, f'o{len(self.opacities)}')} gs "

    def _colour(self, role: str) -> str:
        return " ".join(number(part / 255, 3) for part in self._theme.colours[role])

    def _text(self, text: Text) -> str:
        """Returns the operators that draw a text, in units of the font."""
        scale = number(text.size / EM, 5)
        place = row(text.left, round(text.y))
        parts = [f"{self._colour(text.ink)} rg {scale} 0 0 {scale} {place} cm"]
        before = 0.0
        for part, face, pen in chain.from_iterable(line(text.text, text.face).words):
            name = self.glyphs.setdefault((part, face), f"g{len(self.glyphs)}")
            if pen != before:
                parts.append(f"1 0 0 1 {row(pen - before)} 0 cm")
            parts.append(f"/{name} Do")
            before = pen
        return " ".join(parts)


def form(text: str, face: Face) -> tuple[str, str]:
    """Returns the keys of a glyph's form, and the operators of its outline, in whole font units."""
    path, xs, ys = [], [0.0], [0.0]
    for step, points in outline(text, face):
        path.append(f"{row(*map(round, points))} {OPERATORS[step]}".strip())
        xs += points[::2]
        ys += points[1::2]
    box = row(floor(min(xs)), floor(min(ys)), ceil(max(xs)), ceil(max(ys)))
    return f"/Type/XObject/Subtype/Form/BBox[{box}]", " ".join([*path, "f"])


def _along(corners: Sequence[tuple[float, float]]) -> str:
    """Returns the path along corners."""
    start, *others = corners
    return " ".join([f"{row(*start)} m", *(f"{row(*corner)} l" for corner in others)])


def _outline(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Returns the path of a rectangle, with round corners if they have a radius."""
    if radius:
        return _rounded(x, y, width, height, radius)
    return f"{row(x, y, width, height)} re"


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Returns the path of a rectangle with round corners."""
    right, bottom, bend = x + width, y + height, radius * (1 - ROUND)
    return " ".join(
        [
            f"{row(x + radius, y)} m {row(right - radius, y)} l",
            f"{row(right - bend, y, right, y + bend, right, y + radius)} c",
            f"{row(right, bottom - radius)} l",
            f"{row(right, bottom - bend, right - bend, bottom, right - radius, bottom)} c",
            f"{row(x + radius, bottom)} l",
            f"{row(x + bend, bottom, x, bottom - bend, x, bottom - radius)} c",
            f"{row(x, y + radius)} l",
            f"{row(x, y + bend, x + bend, y, x + radius, y)} c h",
        ]
    )


def row(*numbers: float) -> str:
    """Returns numbers as the operands of an operator.

    Example:
        >>> row(0.5, -12.0, 1 / 3)
        '.5 -12 .33'
    """
    return " ".join(map(number, numbers))

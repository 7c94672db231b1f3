"""PDF: a page of vectors for each frame, for LaTeX and Beamer.

Letters are outlines, so the file has no font that a publisher could refuse. Each letter is stored
once, as a form that the pages use. The file has no date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.fonts.glyphs import outline, words
from poolanim.fonts.metrics import UNITS_PER_EM
from poolanim.paint.vector.numbers import number
from poolanim.paint.vector.objects import CATALOG, INFO, PAGES, RESOURCES, Objects
from poolanim.paint.vector.shapes import arrow_corners, dash, rectangle
from poolanim.paint.vector.svg import told
from poolanim.scene.marks import Arrow, Box, Dot
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.scene.frames import Place, Scene
    from poolanim.scene.marks import Face, Mark, Text
    from poolanim.theme import Theme

MOST_PAGES = 1000
POINTS = 0.75
"""Points in a pixel: an inch has 96 pixels, and 72 points."""
ROUND = 0.5523
"""Distance of the control points of a quarter circle from its ends, in parts of the radius."""
OPERATORS = {"M": "m", "L": "l", "Q": "c", "C": "c", "Z": "h"}
"""The operators of PDF for the steps along a path."""

PAINTED = {(True, False): "f", (False, True): "S", (True, True): "B", (False, False): "n"}
"""Operators that fill a path, draw its line, or both."""


def write_pdf(path: Path, scene: Scene, figure: Figure) -> None:
    """Writes a film, or one picture, as a PDF file.

    Raises:
        ParameterError: the film has too many frames.
    """
    if scene.frame_count > MOST_PAGES:
        raise ParameterError(
            f"the film has {scene.frame_count} frames, and a .pdf at most {MOST_PAGES} pages; "
            "draw fewer scans with every"
        )
    pen = Pen(load_theme(figure.theme), transparent=figure.is_transparent)
    points = POINTS * scene.zoom
    width, height, scale = scene.width * points, scene.height * points, number(points, 6)
    page = (
        f"<</Type/Page/Parent {PAGES} 0 R/Resources {RESOURCES} 0 R"
        f"/MediaBox[0 0 {row(width, height)}]/Contents"
    )
    # From units with y pointing down to points with y pointing up.
    ground = f"{scale} 0 0 -{scale} 0 {number(height)} cm\n"
    ground += pen.drawn(Box(0, 0, scene.width, scene.height, "paper"))
    standing: dict[Place, str] = {}
    with path.open("wb") as file:
        objects = Objects(file)
        pages = []
        for frame in scene.frames():
            for place, marks in frame.changes.items():
                standing[place] = "".join(map(pen.drawn, marks))
            content = objects.add_stream("", ground + "".join(standing.values()))
            pages.append(objects.add(f"{page} {content} 0 R>>"))
        forms = [
            f"/{name} {objects.add_stream(*form(*glyph))} 0 R" for glyph, name in pen.glyphs.items()
        ]
        title, description = map(_text, told(scene))
        kids = " ".join(f"{page} 0 R" for page in pages)
        objects.add(f"<</Type/Catalog/Pages {PAGES} 0 R>>", CATALOG)
        objects.add(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", PAGES)
        objects.add(f"<</Title {title}/Subject {description}>>", INFO)
        objects.add(f"<</XObject<<{''.join(forms)}>>>>", RESOURCES)
        objects.finish()


class Pen:
    r"""Draws marks, and keeps which glyphs they use.

    Args:
        theme: the colours.
        transparent: whether the paper is left out.

    Attributes:
        glyphs: the names of all glyphs so far.

    Example:
        >>> Pen(load_theme("light")).drawn(Box(1, 2, 3, 4, "paper"))
        'q 1 1 1 rg 1 2 3 4 re f Q\n'
    """

    def __init__(self, theme: Theme, *, transparent: bool = False) -> None:
        self._theme = theme
        self._unseen = "paper" if transparent else None
        self._drawn: dict[Mark, str] = {}
        self.glyphs: dict[tuple[str, Face], str] = {}

    def drawn(self, mark: Mark) -> str:
        """Returns the operators that draw a mark, in units of the layout, with y pointing down."""
        if mark not in self._drawn:
            self._drawn[mark] = f"q {self._operators(mark)} Q\n"
        return self._drawn[mark]

    def _operators(self, mark: Mark) -> str:
        if isinstance(mark, Box):
            return self._box(mark)
        if isinstance(mark, Dot):
            corner, side = (mark.x - mark.radius, mark.y - mark.radius), 2 * mark.radius
            path = _rounded(*corner, side, side, mark.radius)
            return self._painted(path, mark.fill, mark.line, mark.line_width)
        if isinstance(mark, Arrow):
            start, *others = arrow_corners(mark)
            path = " ".join([f"{row(*start)} m", *(f"{row(*corner)} l" for corner in others)])
            return self._painted(path, mark.ink)
        return self._text(mark)

    def _box(self, box: Box) -> str:
        left, top, width, height, line = rectangle(box)
        x, y = left + line / 2, top + line / 2
        right, bottom, half = x + width, y + height, line / 2
        if box.dashed:
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
        if box.radius:
            path = _rounded(x, y, width, height, box.radius)
        else:
            path = f"{row(x, y, width, height)} re"
        return self._painted(path, box.fill, box.line, line)

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

    def _colour(self, role: str) -> str:
        return " ".join(number(part / 255, 3) for part in self._theme.colours[role])

    def _text(self, text: Text) -> str:
        """Returns the operators that draw a text, in units of the font."""
        scale = text.size / UNITS_PER_EM
        parts = [f"{self._colour(text.ink)} rg {number(scale, 5)} 0 0 {number(scale, 5)}"]
        parts.append(f"{row(round(text.left), round(text.y))} cm")
        before = 0.0
        for word in words(text.text, text.face):
            for letters, face, pen in word:
                name = self.glyphs.setdefault((letters, face), f"g{len(self.glyphs)}")
                if pen != before:
                    parts.append(f"1 0 0 1 {row(pen - before)} 0 cm")
                parts.append(f"/{name} Do")
                before = pen
        return " ".join(parts)


def form(text: str, face: Face) -> tuple[str, str]:
    """Returns the keys of a glyph's form, and the operators of its outline, in font units."""
    path, xs, ys = [], [0.0], [0.0]
    for step, points in outline(text, face):
        if step == "Q":  # as a cubic curve: its control points are at two thirds
            end_x, end_y = points[2:]
            near = [*_towards(xs[-1], ys[-1], *points[:2]), *_towards(end_x, end_y, *points[:2])]
            points = (*near, end_x, end_y)
        path.append(f"{row(*points)} {OPERATORS[step]}".strip())
        xs += points[::2]
        ys += points[1::2]
    box = row(min(xs), min(ys), max(xs), max(ys))
    return f"/Type/XObject/Subtype/Form/BBox[{box}]", " ".join([*path, "f"])


def _towards(x: float, y: float, to_x: float, to_y: float) -> tuple[float, float]:
    return x + (to_x - x) * 2 / 3, y + (to_y - y) * 2 / 3


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


def _text(text: str) -> str:
    """Returns a text string of PDF in UTF-16."""
    return f"<feff{text.encode('utf-16-be').hex()}>"

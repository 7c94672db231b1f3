"""Marks as SVG elements, which share the definitions of their letters.

An element is a path, a rectangle, a circle, a text, or a `<use>` of a word that is defined once.
Its look is a class, whose colours and lines the style sheet sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.fonts.setting import line
from poolanim.fonts.typefaces import EM
from poolanim.paint.corners import arrow_corners, corners_of
from poolanim.paint.hatching import Hatch, parts_of
from poolanim.paint.vector.elements import (
    Element,
    along,
    pattern,
    rounded,
    text_at,
    with_attribute,
)
from poolanim.paint.vector.looks import Look, Looks, dashes, line_rules
from poolanim.paint.vector.names import short
from poolanim.paint.vector.numbers import number
from poolanim.paint.vector.paths import STEPS, path_data
from poolanim.paint.vector.shapes import (
    dash,
    dash_around,
    rectangle,
    straight_line,
)
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.fonts.setting import Glyph
    from poolanim.paint.vector.shapes import Rectangle
    from poolanim.scene.marks import Face, Mark

TEXT = '"IBM Plex Sans","Helvetica Neue",Arial,sans-serif'
CODE = '"IBM Plex Mono",Menlo,Consolas,monospace'
FONTS: dict[Face, tuple[tuple[str, ...], str]] = {
    "text": ((), TEXT),
    "text-medium": (("font-weight:500",), TEXT),
    "text-strong": (("font-weight:600",), TEXT),
    "text-bold": (("font-weight:bold",), TEXT),
    "code": ((), CODE),
    "code-medium": (("font-weight:500",), CODE),
    "code-strong": (("font-weight:600",), CODE),
}
"""The weight of each face of words and code, and fonts that readers may have and that look like it,
the closest first. Few readers have fonts as narrow as that of numbers, which are outlines."""
CRISP = "shape-rendering:crispEdges"
"""For boxes that touch. What is behind them would show between smooth edges."""
LONG = 6
"""A text of more letters states its width, so that it ends at the same place in any font."""


class Drawing:
    """Draws marks, and keeps the definitions that their elements use.

    Args:
        outlined: whether all letters are outlines, which look the same everywhere. If not, words
            and code use the fonts of the reader, which makes a much smaller file.
        prefix: what every id begins with.
        looks: the classes of the elements, with the same prefix unless others are given.
        hatched: the roles of fills with lines over them.

    Example:
        >>> drawing = Drawing()
        >>> drawing.pieces(Box(10, 20, 5, 5, "off"))
        [Element(markup='M10 20h5v5h-5', look='a')]
        >>> drawing.looks.colours({"off": (226, 231, 236)}), drawing.looks.rules
        ('.a{fill:#e2e7ec}', '.a{shape-rendering:crispEdges}')
    """

    def __init__(
        self,
        *,
        outlined: bool = True,
        prefix: str = "",
        looks: Looks | None = None,
        hatched: frozenset[str] = frozenset(),
    ) -> None:
        self._is_outlined = outlined
        self._prefix = prefix
        self._hatched = hatched
        self.looks = looks or Looks(prefix)
        self._names: dict[str, str] = {}  # of definitions
        self._drawn: dict[Mark, list[Element]] = {}

    @property
    def definitions(self) -> str:
        """The definitions that all elements so far use, for `<defs>`."""
        return "".join(with_attribute(what, "id", name) for what, name in self._names.items())

    def pieces(self, mark: Mark) -> list[Element]:
        """Returns a mark as elements, in painting order."""
        if mark not in self._drawn:
            self._drawn[mark] = list(self._pieces(mark))
        return self._drawn[mark]

    def _pieces(self, mark: Mark) -> Iterator[Element]:
        match mark:
            case Box():
                for part in parts_of(mark, self._hatched):
                    yield from self._hatch(part) if isinstance(part, Hatch) else self._box(part)
            case Dot():
                yield self._dot(mark)
            case Arrow():
                yield self._filled(along(arrow_corners(mark)), mark.ink)
            case Polygon():
                yield self._filled(along(corners_of(mark)), mark.fill)
            case Stroke():
                start, end, width = straight_line(mark)
                opacity = mark.opacity
                more = [f"stroke-opacity:{number(opacity)}"] if opacity != 1 else []
                look = Look("", mark.ink, line_rules(width, *more))
                yield Element(along([start, end]), self.looks.name(look))
            case Text():
                if self._is_outlined or mark.face not in FONTS:
                    yield from self._outlines(mark)
                else:
                    yield self._letters(mark)

    def _dot(self, dot: Dot) -> Element:
        """Returns a disc as the round end of a line without length, or a circle with an outline."""
        x, y, radius = (number(value, 1) for value in dot[:3])
        if dot.line:
            circle = f'<circle cx="{x}" cy="{y}" r="{radius}"/>'
            return self._outlined_in(circle, dot, dot.line_width)
        rules = line_rules(2 * dot.radius, "stroke-linecap:round")
        return Element(f"M{x} {y}h0", self.looks.name(Look("", dot.fill or "", rules)))

    def _hatch(self, hatch: Hatch) -> Iterator[Element]:
        """Yields lines, cut to a box."""
        box = rectangle(hatch.box)
        lines = self._name(pattern(self.looks.name(Look(hatch.ink))))
        cut = rounded(box._replace(x=0, y=0), hatch.box.radius)
        yield Element(self._use(with_attribute(cut, "fill", f"url(#{lines})"), box.x, box.y))

    def _box(self, box: Box) -> Iterator[Element]:
        placed = rectangle(box)
        if box.dashed and not box.radius:
            yield from self._dashed(box, placed)
        elif placed.line or box.radius:
            more = dashes(*dash_around(*placed[2:4], box.radius)) if box.dashed else ()
            yield self._outlined_in(rounded(placed, box.radius), box, placed.line, *more)
        else:
            x, y, width, height, _ = placed
            yield self._filled(f"M{x} {y}h{width}v{height}h-{width}", box.fill or "", CRISP)

    def _dashed(self, box: Box, placed: Rectangle) -> Iterator[Element]:
        """Yields a dashed outline: its sides in pairs, with dashes at both ends of each side."""
        x, y, width, height, line = placed
        across, down, near = width + line, height + line, line / 2
        for sides, length in (
            ([((x, y + far), (x + across, y + far)) for far in (near, height + near)], across),
            ([((x + far, y), (x + far, y + down)) for far in (near, width + near)], down),
        ):
            data = "".join(map(along, sides))
            yield self._outlined_in(data, box, line, *dashes(dash(length)))

    def _filled(self, data: str, role: str, *rules: str) -> Element:
        return Element(data, self.looks.name(Look(role, "", rules)))

    def _outlined_in(self, markup: str, mark: Box | Dot, width: float, *rules: str) -> Element:
        """Returns a shape with the fill and the line of a mark."""
        rules = line_rules(width, *rules) if mark.line else ()
        return Element(markup, self.looks.name(Look(mark.fill or "", mark.line or "", rules)))

    def _outlines(self, text: Text) -> Iterator[Element]:
        """Yields a text as outlines, word by word."""
        ink = self.looks.name(Look(text.ink))
        for word in line(text.text, text.face).words:
            x = text.left + word[0].pen * text.size / EM
            shown = self._use(self._word(word, text.size), round(x, 1), round(text.y))
            yield Element(shown, ink)

    def _word(self, word: tuple[Glyph, ...], size: float) -> str:
        """Returns the definition of a word in one size."""
        scale = f'transform="scale({number(size / STEPS, 4)})"'
        placed = [
            (self._name(f'<path d="{path_data(text, face)}"/>'), pen) for text, face, pen in word
        ]
        letters = [
            self._shown(name, round((pen - word[0].pen) * STEPS / EM)) for name, pen in placed
        ]
        point = next((turn for turn, glyph in enumerate(word) if glyph.text == "."), 0)
        if point:  # many numbers begin alike
            head = self._name(f"<g>{''.join(letters[: point + 1])}</g>")
            letters[: point + 1] = [self._shown(head, 0)]
        if len(letters) == 1:
            return letters[0].replace("/>", f" {scale}/>")
        return f"<g {scale}>{''.join(letters)}</g>"

    def _letters(self, text: Text) -> Element:
        """Returns a text in a font of the reader."""
        weight, fonts = FONTS[text.face]
        stands = [f"text-anchor:{text.anchor}"] if text.anchor != "start" else []
        rules = f"font-family:{fonts}", f"font-size:{number(text.size)}px", *weight, *stands
        length = f' textLength="{number(text.width, 1)}" lengthAdjust="spacingAndGlyphs"'
        shown = text_at(text.text, text.x, text.y, length if len(text.text) > LONG else "")
        return Element(shown, self.looks.name(Look(text.ink, "", rules)))

    def _use(self, definition: str, x: float, y: float) -> str:
        """Returns an element that shows a definition at a place."""
        return self._shown(self._name(definition), x, y)

    def _shown(self, name: str, x: float, y: float = 0) -> str:
        """Returns an element that shows what has a name at a place."""
        place = "".join(f' {way}="{number(to, 1)}"' for way, to in (("x", x), ("y", y)) if to)
        return f'<use href="#{name}"{place}/>'

    def _name(self, definition: str) -> str:
        """Returns the name of a definition."""
        return self._names.setdefault(definition, self._prefix + short(len(self._names)))

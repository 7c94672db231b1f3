"""Marks as SVG elements, which share the definitions of their letters.

An element is a path, a rectangle, a circle, a text, or a `<use>` of a word that is defined once.
Its look is a class, whose colours and lines the style sheet sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.fonts.setting import line
from poolanim.fonts.typefaces import EM, TYPEFACES, letter_of
from poolanim.paint.corners import arrow_corners, corners_of
from poolanim.paint.hatching import Hatch, parts_of
from poolanim.paint.vector.elements import (
    USE,
    Element,
    along,
    area,
    pattern,
    place,
    rounded,
    with_attributes,
)
from poolanim.paint.vector.letters import in_fonts, is_words, trimmed
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
from poolanim.theme.shades import VEIL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolanim.fonts.setting import Glyph
    from poolanim.paint.vector.shapes import Rectangle
    from poolanim.scene.marks import Face, Mark

SIGNS = "+−"
MIDDLE = -349
"""The y of the middle of digits, in units of the typeface."""
CRISP = "shape-rendering:crispEdges"
"""For boxes that touch. What is behind them would show between smooth edges."""


class Drawing:
    """Draws marks, and keeps the definitions that their elements use.

    Args:
        outlined: whether all letters are outlines, which look the same everywhere. If not, words
            and code use the fonts of the reader, which makes a much smaller file.
        prefix: what every id begins with.
        styled: whether the style sheet has the sizes of outlined texts. If not, attributes have
            them, which more programs know than browsers.
        looks: the classes of the elements, with the same prefix unless others are given.
        hatched: the roles of fills with lines over them.
        veils: for the roles of tiles that are drawn under a veil, those as which they are drawn.

    Example:
        >>> drawing = Drawing()
        >>> drawing.pieces(Box(10, 20, 5, 5, "off"))
        [Element(markup='h5v5h-5', x=100, y=200, look='a b', transform='', end=(0, 50))]
        >>> drawing.looks.colours({"off": (226, 231, 236)}), drawing.looks.rules
        ('.a{fill:#e2e7ec}', '.b{shape-rendering:crispEdges}')
    """

    def __init__(
        self,
        *,
        outlined: bool = True,
        prefix: str = "",
        styled: bool = False,
        looks: Looks | None = None,
        hatched: frozenset[str] = frozenset(),
        veils: Mapping[str, str] | None = None,
    ) -> None:
        self._is_outlined = outlined
        self._prefix = prefix
        self._is_styled = styled
        self._hatched = hatched
        self.veils = veils or {}
        self.looks = looks or Looks(prefix)
        self._names: dict[str, str] = {}  # of definitions
        self._words: dict[tuple[Glyph, ...], str] = {}
        self._drawn: dict[Mark, list[Element]] = {}

    @property
    def definitions(self) -> str:
        """The definitions that all elements so far use, for `<defs>`."""
        return "".join(
            with_attributes(what, f' id="{name}"') for what, name in sorted(self._names.items())
        )

    def pieces(self, mark: Mark) -> list[Element]:
        """Returns a mark as elements, in painting order."""
        if mark not in self._drawn:
            self._drawn[mark] = list(self._pieces(mark))
        return self._drawn[mark]

    def tile(self, box: Box, met: Box) -> list[Element]:
        """Returns a tile as elements. The group of all tiles makes edges crisp.

        Args:
            box: the tile, in which lines over its colour begin.
            met: what its colour covers.
        """
        parts = parts_of(box, self._hatched)
        lines = (self._hatch(part) for part in parts if isinstance(part, Hatch))
        return [area(rectangle(met), look=self._look(box.fill)), *lines]

    def veil(self, box: Box) -> Element:
        """Returns a veil over tiles."""
        opacity = f"fill-opacity:{number(VEIL, 3)}"
        return area(rectangle(box), look=self._look("ink", "", opacity))

    def _pieces(self, mark: Mark) -> Iterator[Element]:
        match mark:
            case Box():
                for part in parts_of(mark, self._hatched):
                    if isinstance(part, Hatch):
                        yield self._hatch(part)
                    else:
                        yield from self._box(part)
            case Dot():
                yield self._dot(mark)
            case Arrow():
                yield along(arrow_corners(mark), look=self._look(mark.ink))
            case Polygon():
                yield along(corners_of(mark), look=self._look(mark.fill))
            case Stroke():
                start, end, width = straight_line(mark)
                opacity = mark.opacity
                more = [f"stroke-opacity:{number(opacity)}"] if opacity != 1 else []
                look = self._look("", mark.ink, *line_rules(width, *more))
                yield along([start, end], look=look)
            case Text():
                if self._is_outlined or not is_words(mark):
                    yield from self._outlines(mark)
                else:
                    text = trimmed(mark)
                    rules, markup = in_fonts(text)
                    look = self._look(text.ink, "", *rules)
                    yield Element(markup, round(10 * text.x), 10 * round(text.y), look)

    def _look(self, fill: str | None = "", line: str | None = "", *rules: str) -> str:
        """Returns the class of a look."""
        return self.looks.name(Look(fill or "", line or "", rules))

    def _dot(self, dot: Dot) -> Element:
        """Returns a disc as the round end of a line without length, or a circle with an outline."""
        if dot.line:
            x, y, side = dot.x - dot.radius, dot.y - dot.radius, number(2 * dot.radius, 1)
            circle = f'<rect width="{side}" height="{side}" rx="{number(dot.radius, 1)}"/>'
            look = self._look(dot.fill, dot.line, *line_rules(dot.line_width))
            return Element(circle, round(10 * x), round(10 * y), look)
        rules = line_rules(2 * dot.radius, "stroke-linecap:round")
        x, y = round(10 * dot.x), round(10 * dot.y)
        return Element("h0", x, y, self._look("", dot.fill, *rules), end=(0, 0))

    def _hatch(self, hatch: Hatch) -> Element:
        """Returns lines, cut to a box."""
        box = rectangle(hatch.box)
        lines = self.name(pattern(self._look(hatch.ink)))
        cut = rounded(box._replace(x=0, y=0), hatch.box.radius).markup
        shown = self.shown(with_attributes(cut, f' fill="url(#{lines})"'))
        return Element(shown, 10 * box.x, 10 * box.y)

    def _box(self, box: Box) -> Iterator[Element]:
        placed = rectangle(box)
        if box.dashed and not box.radius:
            yield from self._dashed(box, placed)
        elif placed.line or box.radius:
            more = dashes(*dash_around(*placed[2:4], box.radius)) if box.dashed else ()
            rules = line_rules(placed.line, *more) if box.line else ()
            yield rounded(placed, box.radius, look=self._look(box.fill, box.line, *rules))
        else:
            yield area(placed, look=self._look(box.fill, "", CRISP))

    def _dashed(self, box: Box, placed: Rectangle) -> Iterator[Element]:
        """Yields a dashed outline: its sides in pairs, with dashes at both ends of each side."""
        x, y, width, height, line = placed
        across, down, near = width + line, height + line, line / 2
        for sides, length in (
            ([((x, y + far), (x + across, y + far)) for far in (near, height + near)], across),
            ([((x + far, y), (x + far, y + down)) for far in (near, width + near)], down),
        ):
            rules = line_rules(line, *dashes(dash(length)))
            for side in sides:
                yield along(side, look=self._look(box.fill, box.line, *rules))

    def _outlines(self, text: Text) -> Iterator[Element]:
        """Yields a text as outlines, word by word, in steps of the font."""
        steps = STEPS / text.size
        scale = f"scale({number(1 / steps, 4)})"
        rules, transform = ([f"transform:{scale}"], "") if self._is_styled else ([], scale)
        look = self._look(text.ink, "", *rules)
        y = 10 * round(round(text.y) * steps)
        for word in line(text.text, text.face).words:
            x = 10 * round(text.left * steps + word[0].pen * STEPS / EM)
            yield Element(self._shown_word(word), x, y, look, transform)

    def _shown_word(self, word: tuple[Glyph, ...]) -> str:
        """Returns what shows a word, in steps of the font."""
        if word not in self._words:
            self._words[word] = self._word(word)
        return self._words[word]

    def _word(self, word: tuple[Glyph, ...]) -> str:
        """Defines a word, and returns what shows it."""
        if len(word) == 1:
            return self.shown(self._letter(*word[0][:2]))
        is_signed = word[0].text in SIGNS  # what follows comes with the other sign, too
        parts = [word[:1], word[1:]] if is_signed else [(glyph,) for glyph in word]
        letters = [_at(each[0].pen - word[0].pen, self._shown_word(each)) for each in parts]
        point = next((turn for turn, glyph in enumerate(word) if glyph.text == "."), 0)
        if 0 < point < len(parts):  # many numbers begin alike
            letters[: point + 1] = [self.shown(f"<g>{''.join(letters[: point + 1])}</g>")]
        return self.shown(f"<g>{''.join(letters)}</g>")

    def _letter(self, text: str, face: Face) -> str:
        """Returns a letter. In the typefaces of the package, a nine is a six, turned by half."""
        if text != "9" or face not in TYPEFACES:
            return f'<path d="{path_data(text, face)}"/>'
        letter = letter_of(text, face)
        assert letter is not None
        x, y = (round(units * STEPS / EM) for units in (letter.advance / 2, MIDDLE))
        six = self.shown(self._letter("6", face))
        return with_attributes(six, f' transform="rotate(180 {x} {y})"')

    def shown(self, definition: str) -> str:
        """Returns an element that shows a definition."""
        return f'{USE} href="#{self.name(definition)}"/>'

    def name(self, definition: str) -> str:
        """Returns the name of a definition."""
        if definition not in self._names:
            self._names[definition] = self._prefix + short(len(self._names))
        return self._names[definition]


def _at(pen: float, markup: str) -> str:
    """Returns an element where a pen stands."""
    return with_attributes(markup, place(10 * round(pen * STEPS / EM), 0))

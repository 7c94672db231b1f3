"""Marks as SVG elements, which share the definitions of their shapes and letters.

An element is a `<use>` of a definition, such as a rectangle of some size, or it is a text. A colour
is a class, whose value the style sheet sets. The class of a fill is the name of its role. The class
of a line has `edge-` before that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.fonts.setting import line
from poolanim.fonts.typefaces import EM
from poolanim.paint.hatching import Hatch, parts_of
from poolanim.paint.vector.elements import (
    Element,
    closed,
    dashes,
    pattern,
    straight,
    text_at,
    with_attribute,
)
from poolanim.paint.vector.numbers import hexadecimal, number
from poolanim.paint.vector.paths import STEPS, path_data
from poolanim.paint.vector.shapes import (
    arrow_corners,
    corners_of,
    dash,
    dash_around,
    rectangle,
)
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.fonts.setting import Glyph
    from poolanim.scene.marks import Anchor, Face, Mark
    from poolanim.theme import Theme

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXT = '"IBM Plex Sans","Helvetica Neue",Arial,sans-serif'
CODE = '"IBM Plex Mono",Menlo,Consolas,monospace'
FONTS: dict[Face, tuple[str, str]] = {
    "text": ("", TEXT),
    "text-medium": ("500 ", TEXT),
    "text-strong": ("600 ", TEXT),
    "text-bold": ("bold ", TEXT),
    "code": ("", CODE),
    "code-medium": ("500 ", CODE),
    "code-strong": ("600 ", CODE),
}
"""The weight of each face of words and code, and fonts that readers may have and that look like it,
the closest first. Few readers have fonts as narrow as that of numbers, which are outlines."""
CRISP = ' shape-rendering="crispEdges"'
"""For boxes that touch. What is behind them would show between smooth edges."""
LONG = 6
"""A text of more letters states its width, so that it ends at the same place in any font."""


class Drawing:
    """Draws marks, and keeps the definitions that their elements use.

    Args:
        outlined: whether all letters are outlines, which look the same everywhere. If not, words
            and code use the fonts of the reader, which makes a much smaller file.
        prefix: what every id and class begins with.
        hatched: the roles of fills with lines over them.

    Example:
        >>> drawing = Drawing()
        >>> print(*drawing.pieces(Box(10, 20, 5, 5, "off")))
        <use href="#a" x="10" y="20"/>
        >>> drawing.definitions
        '<rect id="a" width="5" height="5" class="off" shape-rendering="crispEdges"/>'
        >>> from poolanim.theme import load_theme
        >>> drawing.style(load_theme("light"))
        '.off{fill:#e2e7ec}'
    """

    def __init__(
        self,
        *,
        outlined: bool = True,
        prefix: str = "",
        hatched: frozenset[str] = frozenset(),
    ) -> None:
        self._outlined = outlined
        self._prefix = prefix
        self._hatched = hatched
        self._names: dict[str, str] = {}  # of definitions
        self._colours: dict[str, tuple[str, str]] = {}  # of classes: what is coloured, by what role
        self._fonts: dict[tuple[Face, float, Anchor], str] = {}  # and their classes
        self._drawn: dict[Mark, list[Element]] = {}

    @property
    def definitions(self) -> str:
        """The definitions that all elements so far use, for `<defs>`."""
        return "".join(with_attribute(what, "id", name) for what, name in self._names.items())

    def style(self, theme: Theme) -> str:
        """Returns the rules that give all elements so far the colours and fonts of a theme."""
        rules = {
            name: f"{what}:{hexadecimal(theme.colours[role])}"
            for name, (what, role) in sorted(self._colours.items())
        }
        for (face, size, anchor), name in self._fonts.items():
            weight, fonts = FONTS[face]
            stands = "" if anchor == "start" else f";text-anchor:{anchor}"
            rules[name] = f"font:{weight}{number(size)}px {fonts}{stands}"
        return "".join(f".{name}{{{rule}}}" for name, rule in rules.items())

    def pieces(self, mark: Mark) -> list[Element]:
        """Returns a mark as elements: one, or more of a text."""
        if mark not in self._drawn:
            self._drawn[mark] = list(self._pieces(mark))
        return self._drawn[mark]

    def _pieces(self, mark: Mark) -> Iterator[Element]:
        match mark:
            case Box():
                # One element, since what lies over a fill must not be drawn before it.
                parts = parts_of(mark, self._hatched)
                yield Element("".join(map(self._part, parts)))
            case Dot():
                definition = f'<circle r="{number(mark.radius)}"{self._look(mark)}/>'
                yield Element(self._use(definition, mark.x, mark.y))
            case Arrow():
                yield Element(closed(arrow_corners(mark)), self._class("fill", mark.ink))
            case Polygon():
                yield Element(closed(corners_of(mark)), self._class("fill", mark.fill))
            case Stroke():
                yield Element(straight(mark), self._class("stroke", mark.ink))
            case Text():
                if self._outlined or mark.face not in FONTS:
                    yield from self._outlines(mark)
                else:
                    yield self._letters(mark)

    def _part(self, part: Box | Hatch) -> str:
        """Returns a box, or the lines over it."""
        return self._hatch(part) if isinstance(part, Hatch) else self._box(part)

    def _hatch(self, hatch: Hatch) -> str:
        """Returns lines, cut to a box."""
        x, y, width, height, _ = rectangle(hatch.box)
        corner = f' rx="{number(hatch.box.radius)}"' if hatch.box.radius else ""
        lines = self._name(pattern(self._class("fill", hatch.ink)))
        size = f'width="{width}" height="{height}"'
        return self._use(f'<rect {size}{corner} fill="url(#{lines})"/>', x, y)

    def _box(self, box: Box) -> str:
        x, y, width, height, line = rectangle(box)
        if box.dashed and not box.radius:
            return self._dashed(box)
        inset = f' x="{number(line / 2)}" y="{number(line / 2)}"' if line else ""
        corner = f' rx="{number(box.radius)}"' if box.radius else ""
        corner += dashes(*dash_around(width, height, box.radius)) if box.dashed else ""
        size = f'width="{width}" height="{height}"'
        crisp = "" if line or box.radius else CRISP
        return self._use(f"<rect{inset} {size}{corner}{self._look(box)}{crisp}/>", x, y)

    def _dashed(self, box: Box) -> str:
        """Returns a dashed outline: its sides in pairs, with dashes at both ends of each side."""
        x, y, width, height, line = rectangle(box)
        across, down, near = width + line, height + line, number(line / 2)
        right, bottom = number(width + line / 2), number(height + line / 2)
        look, elements = self._look(box), []
        for sides, length in (
            (f"M0 {near}H{across}M0 {bottom}H{across}", across),
            (f"M{near} 0V{down}M{right} 0V{down}", down),
        ):
            divided = dashes(dash(length))
            elements.append(self._use(f'<path d="{sides}"{divided}{look}/>', x, y))
        return "".join(elements)

    def _outlines(self, text: Text) -> Iterator[Element]:
        """Yields a text as outlines, word by word."""
        ink = self._class("fill", text.ink)
        for word in line(text.text, text.face).words:
            x = text.left + word[0].pen * text.size / EM
            shown = self._use(self._word(word, text.size), round(x, 1), round(text.y))
            yield Element(shown, ink)

    def _word(self, word: tuple[Glyph, ...], size: float) -> str:
        """Returns the definition of a word in one size."""
        scale = f'transform="scale({number(size / STEPS, 4)})"'
        letters = []
        for text, face, pen in word:
            x = (pen - word[0].pen) * STEPS / EM
            letters.append(self._use(f'<path d="{path_data(text, face)}"/>', round(x)))
        if len(letters) == 1:
            return letters[0].replace("/>", f" {scale}/>")
        return f"<g {scale}>{''.join(letters)}</g>"

    def _letters(self, text: Text) -> Element:
        """Returns a text in a font of the reader."""
        key = text.face, text.size, text.anchor
        font = self._fonts.setdefault(key, f"{self._prefix}t{len(self._fonts)}")
        length = f' textLength="{number(text.width, 1)}" lengthAdjust="spacingAndGlyphs"'
        shown = text_at(text.text, text.x, text.y, length if len(text.text) > LONG else "")
        return Element(shown, f"{font} {self._class('fill', text.ink)}")

    def _use(self, definition: str, x: float, y: float = 0) -> str:
        """Returns an element that shows a definition at a place."""
        name = self._name(definition)
        place = "".join(f' {way}="{number(to)}"' for way, to in (("x", x), ("y", y)) if to)
        return f'<use href="#{name}"{place}/>'

    def _name(self, definition: str) -> str:
        """Returns the name of a definition."""
        return self._names.setdefault(definition, self._prefix + _short(len(self._names)))

    def _look(self, mark: Box | Dot) -> str:
        """Returns the attributes that colour a shape."""
        classes = [self._class("fill", mark.fill)] if mark.fill else []
        look = "" if mark.fill else ' fill="none"'
        if mark.line:
            classes.append(self._class("stroke", mark.line))
            width = rectangle(mark).line if isinstance(mark, Box) else mark.line_width
            look += f' stroke-width="{number(width)}"' if width != 1 else ""
        return f'{look} class="{" ".join(classes)}"'

    def _class(self, what: str, role: str) -> str:
        name = self._prefix + ("edge-" if what == "stroke" else "") + role.replace(".", "-")
        self._colours[name] = what, role
        return name


def _short(count: int) -> str:
    """Returns a short name for a number."""
    more, letter = divmod(count, len(LETTERS))
    return (_short(more - 1) if more else "") + LETTERS[letter]

"""Elements of SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from poolanim.paint.hatching import EVERY, WIDTH
from poolanim.paint.vector.numbers import number
from poolanim.paint.vector.shapes import straight_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.marks import Stroke


class Element(NamedTuple):
    """A piece of a picture.

    Attributes:
        markup: SVG without the class of the colour.
        ink: the class of the colour; empty if the definition has a colour.
    """

    markup: str
    ink: str = ""

    def __str__(self) -> str:
        return with_attribute(self.markup, "class", self.ink) if self.ink else self.markup


def closed(corners: Iterable[tuple[float, float]]) -> str:
    """Returns a filled path along corners."""
    return f'<path d="M{"L".join(f"{number(x)} {number(y)}" for x, y in corners)}Z"/>'


def straight(stroke: Stroke) -> str:
    """Returns a straight line."""
    (x, y), (to_x, to_y), width = straight_line(stroke)
    look = f' stroke-width="{number(width)}"' if width != 1 else ""
    look += f' stroke-opacity="{number(stroke.opacity)}"' if stroke.opacity != 1 else ""
    return f'<path d="M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}"{look}/>'


def dashes(length: float, before: float = 0) -> str:
    """Returns the attributes that divide a line into dashes and gaps of a length.

    Args:
        length: of each dash and gap.
        before: how much of a dash and a gap come before the line.
    """
    offset = f' stroke-dashoffset="{number(before, 3)}"' if before else ""
    return f' stroke-dasharray="{number(length, 3)}"{offset}'


def pattern(ink: str) -> str:
    """Returns the definition of lines that rise to the right, from the class of their colour."""
    line = (
        f'<rect x="{number((EVERY - WIDTH) / 2)}" width="{WIDTH}" height="{EVERY}" class="{ink}"/>'
    )
    return (
        f'<pattern width="{EVERY}" height="{EVERY}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">{line}</pattern>'
    )


def text_at(text: str, x: float, y: float, size: str = "") -> str:
    """Returns a text in a font of the reader. Spaces around it are kept.

    Example:
        >>> text_at(" == ", 8, 20)
        '<text x="8" y="20" xml:space="preserve"> == </text>'
    """
    spaces = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<text x="{number(x, 1)}" y="{round(y)}"{size}{spaces}>{escape(text)}</text>'


def with_attribute(markup: str, attribute: str, value: str) -> str:
    """Adds an attribute to an element."""
    return markup.replace(" ", f' {attribute}="{value}" ', 1)

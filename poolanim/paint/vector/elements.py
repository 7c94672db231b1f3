"""Elements of SVG, and how they are joined."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from poolanim.paint.hatching import EVERY, WIDTH
from poolanim.paint.vector.numbers import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.paint.vector.shapes import Rectangle


NAME = re.compile(r"<\w+")


class Element(NamedTuple):
    """A piece of a picture.

    Attributes:
        markup: SVG without a class, or the data of a path.
        look: the class of its look; empty if its definition has one.
    """

    markup: str
    look: str = ""

    @property
    def is_path(self) -> bool:
        """Whether the markup is the data of a path, which can be joined with others."""
        return not self.markup.startswith("<")


def joined(elements: Iterable[Element], also: str = "") -> str:
    """Returns elements as SVG. Neighbours of one look are one path, or one group.

    Args:
        elements: the elements, in painting order.
        also: further classes of all of them.

    Example:
        >>> joined([Element("M0 0h9", "a"), Element("M0 5h9", "a"), Element("<use/>")])
        '<path class="a" d="M0 0h9M0 5h9"/><use/>'
        >>> joined([Element("M0 0h9", "a")], "b"), joined([Element("M0 0h9", "a")] * 2, "b")
        ('<path class="a b" d="M0 0h9"/>', '<path class="a b" d="M0 0h9M0 0h9"/>')
    """
    runs = []
    for (look, is_path), alike in groupby(elements, lambda each: (each.look, each.is_path)):
        parts = [each.markup for each in alike]
        runs.append((look, [f'<path d="{"".join(parts)}"/>'] if is_path else parts))
    if also and len(runs) > 1:
        return f'<g class="{also}">{"".join(_classed(parts, look) for look, parts in runs)}</g>'
    return "".join(_classed(parts, f"{look} {also}".strip()) for look, parts in runs)


def _classed(parts: list[str], look: str) -> str:
    """Gives elements a class in as few characters as possible: each of them, or their group."""
    group = f'<g class="{look}">{"".join(parts)}</g>'
    each = "".join(with_attribute(part, "class", look) for part in parts)
    return "".join(parts) if not look else min(each, group, key=len)


def along(corners: Iterable[tuple[float, float]]) -> str:
    """Returns the data of a path along corners, each step counted from the corner before.

    Example:
        >>> along([(10, 20.25), (40.1, 20.25), (40.1, 9)])
        'M10 20.2h30.1v-11.2'
    """
    (x, y), *others = [(round(10 * x), round(10 * y)) for x, y in corners]
    data = f"M{row(x, y)}"
    for to_x, to_y in others:
        right, down = to_x - x, to_y - y
        x, y = to_x, to_y
        if right and down:
            data += f"l{row(right, down)}"
        elif right or down:
            data += f"h{row(right)}" if right else f"v{row(down)}"
    return data


def row(*tenths: int) -> str:
    """Returns numbers, given in tenths. A minus sign needs no space before it."""
    return " ".join(number(each / 10, 1) for each in tenths).replace(" -", "-")


def rounded(box: Rectangle, radius: float) -> str:
    """Returns a box as an element, with round corners."""
    x, y = (number(edge + box.line / 2) for edge in box[:2])
    corner = f' rx="{number(radius)}"' if radius else ""
    return f'<rect x="{x}" y="{y}" width="{box.width}" height="{box.height}"{corner}/>'


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
    """Adds an attribute to an element, before its others.

    Example:
        >>> with_attribute("<g><use/></g>", "id", "a")
        '<g id="a"><use/></g>'
    """
    name = NAME.match(markup)
    assert name is not None
    return f'{name[0]} {attribute}="{value}"{markup[name.end() :]}'

"""Elements of SVG."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolanim.paint.hatching import EVERY, WIDTH
from poolanim.paint.vector.numbers import number
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.paint.vector.shapes import Rectangle


NAME = re.compile(r"<\w+")
USE = "<use"


class Element(NamedTuple):
    """A piece of a picture.

    Attributes:
        markup: SVG without its place and class, or the data of a path after its first point.
        x: its place, or the first point of the path, in tenths of a unit.
        y: likewise.
        look: the class of its look; empty if its definition has one.
        transform: how its units become those of the picture; empty if they are.
        end: of a path, its last point, counted from the first; None for what is no path.
    """

    markup: str
    x: int = 0
    y: int = 0
    look: str = ""
    transform: str = ""
    end: tuple[int, int] | None = None

    @property
    def placed(self) -> str:
        """The element, with its place, as SVG."""
        if self.end is not None:
            return f'<path d="M{row(self.x, self.y)}{self.markup}"/>'
        name = NAME.match(self.markup)
        assert name is not None
        return f"{name[0]}{place(self.x, self.y)}{self.markup[name.end() :]}"


def along(corners: Iterable[tuple[float, float]], look: str = "") -> Element:
    """Returns a path along corners, each step counted from the corner before.

    Example:
        >>> along([(10, 20.25), (40.1, 20.25), (40.1, 9)])[:3]
        ('h30.1v-11.2', 100, 202)
    """
    (first_x, first_y), *others = [(round(10 * x), round(10 * y)) for x, y in corners]
    x, y, data = first_x, first_y, ""
    for to_x, to_y in others:
        right, down = to_x - x, to_y - y
        x, y = to_x, to_y
        if right and down:
            data += f"l{row(right, down)}"
        elif right or down:
            data += f"h{tenths(right)}" if right else f"v{tenths(down)}"
    return Element(data, first_x, first_y, look, end=(x - first_x, y - first_y))


def area(box: Rectangle, look: str = "") -> Element:
    """Returns what a box without a line covers, as an element."""
    x, y, width, height, _ = box
    return along([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], look)


def row(*numbers: int) -> str:
    """Returns numbers, given in tenths. A minus sign needs no space before it."""
    return " ".join(map(tenths, numbers)).replace(" -", "-")


def tenths(number: int) -> str:
    """Returns a number, given in tenths, in as few characters as possible.

    Example:
        >>> tenths(5), tenths(-120), tenths(-1234)
        ('.5', '-12', '-123.4')
    """
    whole, part = divmod(abs(number), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if number < 0 else text


def place(x: int, y: int) -> str:
    """Returns a place, given in tenths, as attributes.

    The y comes first: neighbours in a column share all that follows it.
    """
    return (f' y="{tenths(y)}"' if y else "") + (f' x="{tenths(x)}"' if x else "")


def rounded(box: Rectangle, radius: float, look: str = "") -> Element:
    """Returns a box as an element, with round corners."""
    x, y = (10 * edge + 5 * box.line for edge in box[:2])
    corner = f' rx="{number(radius)}"' if radius else ""
    return Element(f'<rect width="{box.width}" height="{box.height}"{corner}/>', x, y, look)


def pattern(ink: str) -> str:
    """Returns the definition of lines that rise to the right, from the class of their colour."""
    line = (
        f'<rect x="{number((EVERY - WIDTH) / 2)}" width="{WIDTH}" height="{EVERY}" class="{ink}"/>'
    )
    return (
        f'<pattern width="{EVERY}" height="{EVERY}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">{line}</pattern>'
    )


def with_attributes(markup: str, told: str) -> str:
    """Adds attributes to an element, before its others.

    Example:
        >>> with_attributes("<g><use/></g>", ' id="a"')
        '<g id="a"><use/></g>'
    """
    name = NAME.match(markup)
    assert name is not None
    return f"{name[0]}{told}{markup[name.end() :]}"

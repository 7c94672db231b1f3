"""Joins elements to SVG, in as few characters as possible."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from poolanim.paint.vector.elements import Element, row, with_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CLASS = re.compile(r'(<\w+ class="[a-z ]+)"')
"""The beginning of an element that has only the class of a look. Those of changes have digits."""


def joined(elements: Iterable[Element]) -> list[str]:
    """Returns elements as SVG, in parts. Neighbours of one look are one path, or one group.

    Args:
        elements: the elements, in painting order. Their looks have all transforms.

    Example:
        >>> line = Element("h9", 50, 0, "a", end=(90, 0))
        >>> joined([line, line._replace(y=50), Element("<use/>", y=5)])
        ['<path class="a" d="M5 0h9M5 5h9"/>', '<use y=".5"/>']
    """
    parts: list[str] = []
    for look, alike in groupby(merged(elements), lambda each: each.look):
        parts += given([each.placed for each in alike], "class", look)
    return parts


def merged(elements: Iterable[Element]) -> Iterator[Element]:
    """Yields elements, with neighbouring paths of one look as one path.

    Each part begins where that is shorter: at a point, or counted from the end of the part before.

    Example:
        >>> line = Element("h9", 50, 0, "a", end=(90, 0))
        >>> [each.markup for each in merged([line, line._replace(y=50)])]
        ['h9M5 5h9']
    """
    for (_, is_path), alike in groupby(elements, lambda each: (each.look, each.end is not None)):
        if not is_path:
            yield from alike
            continue
        yield _path(list(alike))


def _path(parts: list[Element]) -> Element:
    """Returns paths as one."""
    first, *others = parts
    data, x, y = [first.markup], *_end(first)
    for part in others:
        data.append(min(f"M{row(part.x, part.y)}", f"m{row(part.x - x, part.y - y)}", key=len))
        data.append(part.markup)
        x, y = _end(part)
    return first._replace(markup="".join(data), end=(x - first.x, y - first.y))


def _end(path: Element) -> tuple[int, int]:
    """Returns the last point of a path."""
    assert path.end is not None
    return path.x + path.end[0], path.y + path.end[1]


def given(parts: list[str], attribute: str, value: str) -> list[str]:
    """Gives an attribute to elements, or to their group where that is shorter.

    An element has the classes of one change at most, so that a group has the other's.

    Example:
        >>> given(['<use class="a"/>'], "class", "t1")
        ['<use class="a t1"/>']
        >>> given(['<use class="a t1"/>'], "class", "t2 e_")
        ['<g class="t2 e_"><use class="a t1"/></g>']
    """
    if not value:
        return parts
    told = f' {attribute}="{value}"'
    if (len(parts) - 1) * len(told) <= len("<g></g>"):
        if not any(f' {attribute}="' in part.partition(">")[0] for part in parts):
            return [with_attributes(part, told) for part in parts]
        if attribute == "class" and all(map(CLASS.match, parts)):
            return [CLASS.sub(rf'\1 {value}"', part, count=1) for part in parts]
    return [f"<g{told}>{''.join(parts)}</g>"]

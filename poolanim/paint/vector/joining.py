"""Joins elements to SVG, in as few characters as possible."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, groupby
from typing import TYPE_CHECKING

from poolanim.paint.vector.elements import Element, place, row, with_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Define = Callable[[str], str]
    Run = tuple[str, list[str]]

USE = "<use"
SHOWN = 22
"""Characters that show a definition, without its place."""
DEFINED = 12
"""Characters that make a definition of an element."""


def shared(groups: Iterable[Sequence[Element]], define: Define) -> list[list[Element]]:
    """Returns elements, of which those that come often show definitions.

    Args:
        groups: the elements of a film.
        define: keeps a definition, and returns what shows it.
    """
    groups = list(groups)
    counts = Counter(
        each.markup
        for each in chain.from_iterable(groups)
        if each.end is None and not each.markup.startswith(USE)
    )
    often = {
        markup: define(markup)
        for markup, count in counts.items()
        if count * (len(markup) - SHOWN) > len(markup) + DEFINED
    }
    return [
        [each._replace(markup=often.get(each.markup, each.markup)) for each in group]
        for group in groups
    ]


def joined(elements: Iterable[Element], also: str = "", define: Define | None = None) -> str:
    """Returns elements as SVG. Neighbours of one look are one path, or one group.

    Args:
        elements: the elements, in painting order.
        also: further classes of all of them.
        define: keeps a definition, and returns what shows it. With it, equal rows of a group are
            defined once.

    Example:
        >>> line = Element("h9", 50, 0, "a", end=(90, 0))
        >>> joined([line, line._replace(y=50), Element("<use/>", y=5)])
        '<path class="a" d="M5 0h9M5 5h9"/><use y=".5"/>'
        >>> joined([line], "b"), joined([line, Element("<use/>")], "b")
        ('<path class="a b" d="M5 0h9"/>', '<g class="b"><path class="a" d="M5 0h9"/><use/></g>')
    """
    framed = [
        (transform, list(_runs(alike, define)))
        for transform, alike in groupby(elements, lambda each: each.transform)
    ]
    if sum(len(runs) for _, runs in framed) == 1:
        [(transform, [(look, parts)])] = framed
        framed, also = [(transform, [(f"{look} {also}".strip(), parts)])], ""
    parts = []
    for transform, runs in framed:
        inner = chain.from_iterable(_with(run, "class", look) for look, run in runs)
        parts += _with(list(inner), "transform", transform)
    return f'<g class="{also}">{"".join(parts)}</g>' if also else "".join(parts)


def _runs(elements: Iterable[Element], define: Define | None) -> Iterator[Run]:
    """Yields the looks of neighbours, and these: one path, or other elements."""
    for (look, is_path), alike in groupby(
        merged(elements), lambda each: (each.look, each.end is not None)
    ):
        if define and not is_path:
            yield look, list(_rows(alike, define))
        else:
            yield look, [each.placed for each in alike]


def _rows(elements: Iterable[Element], define: Define) -> Iterator[str]:
    """Yields elements with their places. Equal rows of equal elements are defined once."""
    places: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for markup, x, y, *_ in elements:
        places[markup][y].append(x)
    for markup, lines in places.items():
        rows: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for y, line in lines.items():
            rows[tuple(line)].append(y)
        for across, down in rows.items():
            if len(across) > 1 and len(down) > 1:
                each = [with_attributes(markup, place(x, 0)) for x in across]
                whole = define(f"<g>{''.join(each)}</g>")
                yield from (with_attributes(whole, place(0, y)) for y in down)
            else:
                yield from (with_attributes(markup, place(x, y)) for y in down for x in across)


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


def _with(parts: list[str], attribute: str, value: str) -> list[str]:
    """Gives an attribute to elements, or to their group where that is shorter."""
    told = f' {attribute}="{value}"' if value else ""
    if (len(parts) - 1) * len(told) > len("<g></g>"):
        return [f"<g{told}>{''.join(parts)}</g>"]
    return [with_attributes(part, told) for part in parts]

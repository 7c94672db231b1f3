"""The looks of a figure: themes and aspects, for each of which its files are made."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.records import replace
from poolanim.records.tuples import NamedTuple
from poolanim.theme import is_dark, load_theme, short_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.frames import Scene

LOOKS = ("aspect", "theme")
"""The fields of a figure that may have several values, in the order of the names of files."""


class Views(NamedTuple):
    """A film in all looks of its figure.

    Attributes:
        figure: the figure in its first look.
        scenes: the film for wide windows, then that for narrow ones if there is another.
        themes: the theme by day, then that by night if there is another.
    """

    figure: Figure
    scenes: Sequence[Scene]
    themes: Sequence[str]


def several(field: str, given: object) -> list[str]:
    """Returns the values that a text names, with commas between them.

    Raises:
        ParameterError: it is no text, or names a value twice.

    Example:
        >>> several("theme", "light, my/night.toml")
        ['light', 'my/night.toml']
    """
    if not isinstance(given, str):
        raise ParameterError.about(field, given, "give text, with commas between several")
    values = [value.strip() for value in given.split(",")]
    if len(set(values)) < len(values):
        raise ParameterError.about(field, given, "name each once")
    return values


def in_looks(figure: Figure, looks: Mapping[str, Sequence[str]]) -> list[Figure]:
    """Returns a figure in all its looks, aspect by aspect, and theme by theme in each.

    Args:
        figure: the figure.
        looks: values of fields in `LOOKS`, in place of the figure's own.

    Raises:
        ParameterError: there is another field, or a value that it does not have.
    """
    for field in looks:
        if field not in LOOKS:
            raise ParameterError(f"looks has {field!r}; a look has only {' and '.join(LOOKS)}")
    own: dict[str, Any] = {field: getattr(figure, field) for field in LOOKS}
    values = [looks.get(field) or [own[field]] for field in LOOKS]
    made: list[dict[str, Any]] = [dict(zip(LOOKS, look, strict=True)) for look in product(*values)]
    return [figure if look == own else replace(figure, **look) for look in made]


def differing(figures: Sequence[Figure]) -> list[str]:
    """Returns the fields in which the looks of a figure differ."""
    return [field for field in LOOKS if len({getattr(each, field) for each in figures}) > 1]


def suffixes(figures: Sequence[Figure]) -> list[str]:
    """Returns what the names of files get in each look of a figure; empty if it has one look.

    Example:
        >>> from poolanim.figure import Figure
        >>> figure = Figure(layer="max")
        >>> suffixes(in_looks(figure, {"aspect": ["wide", "tall"], "theme": ["light", "dark"]}))
        ['wide-light', 'wide-dark', 'tall-light', 'tall-dark']
        >>> suffixes([figure])
        ['']
    """
    fields = differing(figures)
    return ["-".join(short_name(getattr(each, field)) for field in fields) for each in figures]


def turns_of(figures: Sequence[Figure]) -> dict[str, int]:
    """Returns the number of the figure for each look in a page.

    The look without a suffix is that of desktops by day: not tall if there is a choice, and light
    if there is one. The others differ from it.
    """
    if len(figures) == 1:
        return {"": 0}
    tall = [figure.aspect == "tall" for figure in figures]
    dark = [is_dark(load_theme(figure.theme)) for figure in figures]
    first = min(range(len(figures)), key=lambda turn: (tall[turn], dark[turn]))
    turns = {"": first}
    for turn in range(len(figures)):
        narrow = "_tall" if tall[turn] > tall[first] else ""
        night = "_dark" if dark[turn] > dark[first] else ""
        turns.setdefault(f"{narrow}{night}", turn)
    return turns

"""Texts in which some words have another look. Tags in `templates/words` mark these words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.marks import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.scene.marks import Face

    Measure = Callable[[str, float, Face], float]

TAGGED = re.compile(r"<(\w+)>(.*?)</\1>")


class Run(NamedTuple):
    """Some words of a text.

    Attributes:
        text: the words.
        style: the name of their tag; empty without one.
    """

    text: str
    style: str = ""


def runs_of(text: str) -> list[Run]:
    """Splits a text at its tags.

    Example:
        >>> runs_of("dA<window>[1:4]</window> += 1")
        [Run(text='dA', style=''), Run(text='[1:4]', style='window'), Run(text=' += 1', style='')]
    """
    found, end = [], 0
    for match in TAGGED.finditer(text):
        found += [Run(text[end : match.start()]), Run(match[2], match[1])]
        end = match.end()
    return [run for run in [*found, Run(text[end:])] if run.text]


def plain(text: str) -> str:
    """Returns a text without its tags.

    Example:
        >>> plain("dA<window>[1:4]</window> += 1")
        'dA[1:4] += 1'
    """
    return TAGGED.sub(r"\2", text)


class Style(NamedTuple):
    """The look of a run."""

    face: Face
    ink: str


def width_of(
    parts: Sequence[Run], styles: dict[str, Style], size: float, measure: Measure
) -> float:
    """Returns the width of runs, one after another."""
    return sum(measure(run.text, size, styles[run.style].face) for run in parts)


def set_runs(
    x: float,
    y: float,
    parts: Sequence[Run],
    styles: dict[str, Style],
    size: float,
    measure: Measure,
    ground: str = "paper",
) -> list[Text]:
    """Returns runs in marks, one after another from `x` on, on the baseline `y`."""
    texts = []
    for text, style in parts:
        face, ink = styles[style]
        width = measure(text, size, face)
        texts.append(Text(x, y, text, size, face, ink, ground, width))
        x += width
    return texts

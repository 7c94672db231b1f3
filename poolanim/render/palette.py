"""The colours of a film, known before its first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolanim.theme import Rgb, Theme

MOST = 255
"""Colours in a palette, and one more that is transparent."""
PAIRS = (
    *((ink, "paper") for ink in ("ink", "muted", "accent")),
    *((ink, "cell") for ink in ("ink", "muted", "accent")),
    *((ink, "window") for ink in ("ink", "muted", "accent")),
    *((ink, "active") for ink in ("ink", "muted")),
    ("on_tracked", "tracked"),
    ("on_peak", "peak"),
    ("peak", "window"),
    ("peak", "tracked"),
    ("window_edge", "cell"),
)
"""What stands on what. The colours between the two smooth the edges of text and shapes."""


def palette(theme: Theme) -> list[Rgb]:
    """All colours of a theme, and even steps from each ink to its ground, without repeats.

    Example:
        >>> from poolanim.theme import load_theme
        >>> colours = palette(load_theme("light"))
        >>> len(colours) <= MOST, colours[0]
        (True, (255, 255, 255))
    """
    colours = dict.fromkeys(theme.colours.values())
    steps = (MOST - len(colours)) // len(PAIRS)
    for ink, ground in PAIRS:
        ends = list(zip(theme.colours[ground], theme.colours[ink], strict=True))
        for step in range(1, steps + 1):
            red, green, blue = (round(a + (b - a) * step / (steps + 1)) for a, b in ends)
            colours[red, green, blue] = None
    return list(colours)

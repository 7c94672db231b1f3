"""Colours: their mixtures and their contrast."""

from __future__ import annotations

from functools import cache

Rgb = tuple[int, int, int]

HEAT_LEVELS = 17
"""The colours of a scale. The number is odd, so that a scale of two halves has a middle."""


@cache
def _luminance(colour: Rgb) -> float:
    """Returns the luminance of a colour, from 0 to 1."""
    shares = [part / 255 for part in colour]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Returns the contrast of two colours as WCAG defines it, from 1 to 21.

    Example:
        >>> contrast((0, 0, 0), (255, 255, 255))
        21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Returns the colour between two, with a share of the second from 0 to 1.

    Example:
        >>> mix((0, 0, 0), (100, 200, 50), 0.1)
        (10, 20, 5)
    """
    (red, green, blue), (to_red, to_green, to_blue) = one, other
    return (
        round(red + (to_red - red) * share),
        round(green + (to_green - green) * share),
        round(blue + (to_blue - blue) * share),
    )


def ramp(stops: list[Rgb]) -> list[Rgb]:
    """Returns HEAT_LEVELS colours, evenly from the first stop to the last.

    Example:
        >>> ramp([(0, 0, 0), (160, 160, 160)])[:2]
        [(0, 0, 0), (10, 10, 10)]
    """
    levels = []
    for level in range(HEAT_LEVELS):
        place = level / (HEAT_LEVELS - 1) * (len(stops) - 1)
        before = min(int(place), len(stops) - 2)
        levels.append(mix(stops[before], stops[before + 1], place - before))
    return levels

"""How well colours can be told apart, by all eyes."""

from __future__ import annotations

import math

SIGHTS = {
    "common": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
"""What becomes of linear red, green and blue. Machado, Oliveira and Fernandes (2009), severity 1;
grey is the luminance."""
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
"""From linear sRGB, CIE 1931, D65."""


def contrast(one, other) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 defines it.

    Example:
        >>> contrast((0, 0, 0), (255, 255, 255))
        21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour) -> float:
    """The relative luminance of a colour, 0 to 1."""
    return sum(a * b for a, b in zip(SIGHTS["grey"][0], _linear(colour), strict=True))


def distance(one, other, sight: str) -> float:
    """How far apart two colours are for a kind of sight, in CIELAB; about 2 is just seen.

    Example:
        >>> round(distance((255, 255, 255), (0, 0, 0), "common"))
        100
    """
    return math.dist(_lab(one, sight), _lab(other, sight))


def _lab(colour, sight: str) -> tuple[float, float, float]:
    seen = [min(max(part, 0), 1) for part in _through(SIGHTS[sight], _linear(colour))]
    whites = [sum(row) for row in TO_XYZ]
    parts = [part / white for part, white in zip(_through(TO_XYZ, seen), whites, strict=True)]
    x, y, z = (t ** (1 / 3) if t > (6 / 29) ** 3 else t * (29 / 6) ** 2 / 3 + 4 / 29 for t in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _through(matrix, vector) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _linear(colour) -> list[float]:
    unit = [channel / 255 for channel in colour]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in unit]

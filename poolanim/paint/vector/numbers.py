"""Numbers and colours as text, for SVG and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolanim.theme.colours import Rgb


def number(value: float, digits: int = 2) -> str:
    """Returns a number in as few characters as possible.

    Example:
        >>> number(0.50), number(-0.25), number(120.0), number(-0.001)
        ('.5', '-.25', '120', '0')
    """
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    text = text.replace("-0", "-", 1) if text.startswith("-0") else text.removeprefix("0")
    return text if text.strip("-") else "0"


def hexadecimal(colour: Rgb) -> str:
    """Returns a colour as style sheets write it.

    Example:
        >>> hexadecimal((255, 170, 0)), hexadecimal((27, 37, 48))
        ('#fa0', '#1b2530')
    """
    text = bytes(colour).hex()
    return f"#{text[::2] if text[::2] == text[1::2] else text}"

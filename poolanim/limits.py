"""The limits of what poolanim reads. What is beyond one is refused early, in one line."""

from __future__ import annotations

TEXT_BYTES = 16_000_000
"""Of a text: a grid, a theme, a template, or a manifest with all that it includes."""
BINARY_BYTES = 128_000_000
"""Of a picture, an array or a font."""
PIXELS = 24_000_000
"""Of a picture. Decoding takes up to 10 bytes for each."""
WEBP_PIXELS = 14_000_000
"""Of a WebP, whose decoder takes 16 bytes for each."""
SIDE = 128
"""Rows or columns of a grid; no figure has room for more, and a trace would take hours."""
CHANNELS = 4_096
"""Of a grid."""
DEPTH = 64
"""Brackets around a value of TOML, parts of a dotted key, or files that include one another."""
NAME = 1_000
"""Characters of a key or of a number in TOML."""
STRING = 250_000
"""Characters of a string in TOML."""
VALUES = 250_000
"""Of a list in TOML, with all lists in it."""
TITLE = 1_000
"""Characters of a title or a caption."""
FIGURES = 250_000
"""Of a manifest."""
RECORD_BYTES = 1_000_000
"""Of a line of a lock file."""
MESSAGE = 600
"""Characters of a line that reports an error."""


def megabytes(size: int) -> str:
    """A limit of bytes in words.

    Example:
        >>> megabytes(TEXT_BYTES)
        '16 MB'
    """
    return f"{size // 1_000_000} MB"

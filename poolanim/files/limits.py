"""The limits of inputs. An input beyond a limit is refused early, in one line."""

from __future__ import annotations

TEXT_BYTES = 16_000_000
"""The size of a text: a grid, a theme, a template, or a manifest with all included files."""
BINARY_BYTES = 128_000_000
"""The size of a picture, an array or a font."""
PIXELS = 24_000_000
"""The pixels of a picture. Decoding takes up to 10 bytes for each."""
WEBP_PIXELS = 14_000_000
"""The pixels of a WebP, whose decoder takes 16 bytes for each."""
SIDE = 128
"""The rows or columns of a grid. A figure has no room for more, and a trace would take hours."""
CHANNELS = 4_096
"""The channels of a grid."""
CELLS = 4_000_000
"""The numbers of a grid that is made to measure."""
PRODUCTS = 4_000_000
"""The products of numbers and weights in a pass. Each takes about 100 bytes."""
DEPTH = 64
"""The brackets around a value of TOML, the parts of a dotted key, or the depth of includes."""
NAME = 1_000
"""The characters of a key or of a number in TOML."""
STRING = 250_000
"""The characters of a string in TOML."""
VALUES = 250_000
"""The values of a list in TOML, including nested lists."""
TITLE = 1_000
"""The characters of a title or a caption."""
FIGURES = 250_000
"""The figures of a manifest."""
RECORD_BYTES = 1_000_000
"""The bytes of a line of a lock file."""


def megabytes(size: int) -> str:
    """Returns a limit of bytes in words.

    Example:
        >>> megabytes(TEXT_BYTES)
        '16 MB'
    """
    return f"{size // 1_000_000} MB"

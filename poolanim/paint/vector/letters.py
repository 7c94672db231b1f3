"""Texts in fonts of the reader, which make a much smaller file than outlines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from poolanim.fonts.setting import text_width
from poolanim.paint.vector.numbers import number

if TYPE_CHECKING:
    from poolanim.scene.marks import Face, Text

TEXT = '"IBM Plex Sans","Helvetica Neue",Arial,sans-serif'
CODE = '"IBM Plex Mono",Menlo,Consolas,monospace'
NARROW = '"IBM Plex Sans Condensed","Roboto Condensed","Arial Narrow",sans-serif'
FONTS: dict[Face, tuple[tuple[str, ...], str]] = {
    "text": ((), TEXT),
    "text-medium": (("font-weight:500",), TEXT),
    "text-strong": (("font-weight:600",), TEXT),
    "code": ((), CODE),
    "code-strong": (("font-weight:600",), CODE),
    "number": ((), NARROW),
}
"""The weight of each face of words and code, and fonts that readers may have and that look like it,
the closest first. Few readers have fonts as narrow as that of numbers, which are outlines unless
words stand beside them."""
WORDS = re.compile(r" [a-z]{2}|[a-z]{2} ")
"""What texts with words have, and numbers have not, not even NaN."""
LONG = 6
"""A text of more letters states its width, so that it ends at the same place in any font."""


def in_fonts(text: Text) -> tuple[tuple[str, ...], str]:
    """Returns the declarations and the SVG of a text, without its colour and its place.

    Example:
        >>> from poolanim.scene.marks import Text
        >>> rules, markup = in_fonts(Text(8, 20, "==", 17, "code", "ink", "paper", 20, "middle"))
        >>> rules[1:], markup
        (('font-size:17px', 'text-anchor:middle'), '<text>==</text>')
    """
    weight, fonts = FONTS[text.face]
    stands = (f"text-anchor:{text.anchor}",) if text.anchor != "start" else ()
    rules = (f"font-family:{fonts}", f"font-size:{number(text.size)}px", *weight, *stands)
    squeezed = "" if fonts == CODE else ' lengthAdjust="spacingAndGlyphs"'
    is_exact = len(text.text) > LONG or text.face == "number"
    length = f' textLength="{number(text.width, 1)}"{squeezed}' if is_exact else ""
    return rules, f"<text{length}>{escape(text.text)}</text>"


def trimmed(text: Text) -> Text:
    """Returns a text without spaces around it, which SVG does not keep.

    Example:
        >>> from poolanim.scene.marks import Text
        >>> trimmed(Text(8, 20, " == ", 10, "code", "ink", "paper", 24))[:3]
        (14.0, 20, '==')
    """
    words = text.text.strip()
    if words == text.text:
        return text
    width, whole = (text_width(part, text.size, text.face) for part in (words, text.text.rstrip()))
    return text._replace(x=text.left + whole - width, text=words, width=width, anchor="start")


def is_words(text: Text) -> bool:
    """Returns whether fonts of the reader may show a text: words, or code."""
    return text.face in FONTS and (text.face != "number" or bool(WORDS.search(text.text)))

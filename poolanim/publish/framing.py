"""The element that shows a player within a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.files.templating import environment
from poolanim.publish.fields import PLAYER_FOOT_PX

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair


def framed(attribute: str, player: str, title: str, size_px: Pair) -> str:
    """Returns the HTML element that shows a player.

    Args:
        attribute: `src` if the player is a file, `srcdoc` if it is in the page itself.
        player: its address or its HTML.
        title: describes the figure to those who cannot see it.
        size_px: the width and the height of the picture.

    Example:
        >>> framed("src", "a.html", "Max pooling", (800, 450))[:40]
        '<iframe src="a.html" title="Max pooling"'
    """
    width, height = size_px
    framing: Any = environment(".html").get_template("player/frame.html").module
    return str(framing.frame(attribute, player, title, width, height + PLAYER_FOOT_PX)).strip()

"""An animated SVG: vectors that play wherever a picture can stand, without script or font file.

Each piece of the film is drawn once for each span of time in which it is seen. A style sheet shows
it in that span. Where the film cannot play, or motion is unwanted, the poster is shown.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from poolanim.errors import ParameterError
from poolanim.paint.vector.drawing import Drawing
from poolanim.paint.vector.looks import Looks
from poolanim.paint.vector.names import OWN, owned, shortened
from poolanim.paint.vector.nesting import laid, nested
from poolanim.paint.vector.numbers import hexadecimal
from poolanim.paint.vector.timeline import timeline_of
from poolanim.paint.vector.times import WITHIN, Times
from poolanim.paint.vector.veils import with_veils
from poolanim.scene.posters import poster
from poolanim.theme import load_theme
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from poolanim.figure import Figure
    from poolanim.scene.frames import Scene
    from poolanim.theme import Theme

MOST_FRAMES = 1000
"""A longer film would be larger than a video, and slow."""


def to_svg(scene: Scene, figure: Figure) -> str:
    """Returns a film as SVG, with words in fonts of the reader; one picture has outlines instead.

    Raises:
        ParameterError: the film has too many frames.
    """
    if scene.frame_count > MOST_FRAMES:
        raise ParameterError(
            f"the film has {scene.frame_count} frames, and an .svg at most {MOST_FRAMES}; "
            "draw fewer scans with every, or write .webp"
        )
    theme, veils = with_veils(load_theme(figure.theme))
    looks = Looks(within=WITHIN, twins=twins_of(theme, without_paper=figure.is_transparent))
    is_still = scene.frame_count == 1
    drawing = Drawing(
        outlined=is_still,
        prefix=OWN,
        styled=not is_still,
        looks=looks,
        hatched=hatched(theme.colours),
        veils=veils,
    )
    film = timeline_of(scene, drawing)
    times = Times(film.times_ms, 0 if is_still else poster(scene, figure.poster))
    body = laid(film.ground, drawing, times) + nested(film.pieces, drawing, times)
    colours = dict(theme.colours)
    named = ' class="paper"' if theme.night else ""
    paper = f'<rect{named} width="100%" height="100%" fill="{hexadecimal(colours["paper"])}"/>'
    if figure.is_transparent:
        paper = ""
        del colours["paper"]
    style = f"#{OWN}{{fill:none}}{looks.colours(colours)}{looks.rules}{times.rules}"
    style += by_night(theme, looks, paper)
    width, height = (length * figure.scale for length in scene.size_px)
    content = (
        f'<svg id="{OWN}" xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{height}" viewBox="0 0 {scene.width} {scene.height}" role="img">'
        f"<title>{escape(scene.title)}</title><desc>{escape(description(scene))}</desc>"
        f"<style>{style}</style><defs>{drawing.definitions}</defs>{paper}{body}</svg>\n"
    )
    return owned(shortened(content))


def twins_of(theme: Theme, *, without_paper: bool) -> dict[str, str]:
    """Returns, for each role, the first role that has its colour, by day and by night.

    Args:
        theme: the theme.
        without_paper: whether the paper is transparent, so that it has no colour.
    """
    night = theme.night or theme.colours
    firsts: dict[object, str] = {}
    return {
        role: firsts.setdefault((colour, night[role], without_paper and role == "paper"), role)
        for role, colour in theme.colours.items()
    }


def by_night(theme: Theme, looks: Looks, paper: str) -> str:
    """Returns the rules of a theme for readers whose system is dark; empty if it has none."""
    if theme.night is None:
        return ""
    colours = {role: colour for role, colour in theme.night.items() if paper or role != "paper"}
    ground = f"{WITHIN}.paper{{fill:{hexadecimal(colours['paper'])}}}" if paper else ""
    return f"@media(prefers-color-scheme:dark){{{ground}{looks.colours(colours)}}}"


def description(scene: Scene) -> str:
    """Returns a description of a film for those who do not see it; of a still, its caption."""
    first, *others = islice(scene.told(), 2)
    return scene.summary if others else first.caption

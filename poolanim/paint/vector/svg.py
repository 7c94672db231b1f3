"""An animated SVG: vectors that play wherever a picture can stand, without script or font file.

Each piece of the film is drawn once for each span of time in which it is seen. A style sheet shows
it in that span. Where the film cannot play, or motion is unwanted, the last frame is shown.
"""

from __future__ import annotations

from itertools import accumulate, islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from poolanim.errors import ParameterError
from poolanim.paint.vector.drawing import Drawing
from poolanim.paint.vector.names import OWN, owned
from poolanim.paint.vector.numbers import hexadecimal, number
from poolanim.paint.vector.timeline import showings
from poolanim.theme import load_theme
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.figure import Figure
    from poolanim.scene.frames import Scene

SHOWN = "visibility:visible"
HIDDEN = "visibility:hidden"
MOST_FRAMES = 1000
"""A longer film would be larger than a video, and slow."""
NO_PAPER = f".{OWN}paper{{fill:none}}.{OWN}edge-paper{{stroke:none}}"
AT_END = f"{OWN}e"
"""Class of the pieces of the last frame."""


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
    theme = load_theme(figure.theme)
    fills = hatched(theme.colours)
    drawing = Drawing(outlined=scene.frame_count == 1, prefix=OWN, hatched=fills)
    times_ms, groups = showings(scene, drawing)
    starts_ms = list(accumulate(times_ms, initial=0))
    lengths: dict[int, str] = {}
    delays: dict[int, str] = {}
    body = []
    for (_, start, end, ink), elements in groups.items():
        classes = [ink] if ink else []
        if end - start < len(times_ms):
            length_ms = starts_ms[end] - starts_ms[start]
            classes.append(lengths.setdefault(length_ms, f"{OWN}d{len(lengths)}"))
            classes.append(delays.setdefault(starts_ms[start], f"{OWN}s{len(delays)}"))
            classes += [AT_END] if end == len(times_ms) else []
        inner = "".join(elements)
        body.append(f'<g class="{" ".join(classes)}">{inner}</g>' if classes else inner)
    style = drawing.style(theme) + _animation(starts_ms[-1], lengths, delays)
    paper = f'<rect width="100%" height="100%" fill="{hexadecimal(theme.colours["paper"])}"/>'
    if figure.is_transparent:
        style, paper = style + NO_PAPER, ""
    width, height = (length * figure.scale for length in scene.size_px)
    return owned(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{height}" viewBox="0 0 {scene.width} {scene.height}" role="img">'
        f"<title>{escape(scene.title)}</title><desc>{escape(description(scene))}</desc>"
        f"<style>{style}</style><defs>{drawing.definitions}</defs>{paper}{''.join(body)}</svg>\n"
    )


def description(scene: Scene) -> str:
    """Returns a description of a film for those who do not see it; of a still, its caption."""
    first, *others = islice(scene.told(), 2)
    return scene.summary if others else first.caption


def _animation(total_ms: int, lengths: Mapping[int, str], delays: Mapping[int, str]) -> str:
    """Returns the rules that show each piece in its span of time.

    Each length of time has a class that shows a piece from the beginning of the film on. Each start
    has a class that shifts the film of its pieces, so that they appear at that start.

    Args:
        total_ms: duration of the film, in ms.
        lengths: the class of each length of time, in ms.
        delays: the class of each start, in ms.
    """
    if not lengths:
        return ""
    film = f"{number(total_ms / 1000, 3)}s step-end infinite"
    moving = ",".join(f".{name}" for name in lengths.values())
    rules = [f"{moving}{{{HIDDEN};animation:{film}}}"]
    for length_ms, name in lengths.items():
        share = number(100 * length_ms / total_ms, 4)
        rules.append(f".{name}{{animation-name:{name}}}")
        rules.append(f"@keyframes {name}{{0%{{{SHOWN}}}{share}%{{{HIDDEN}}}}}")
    for start_ms, name in delays.items():
        if start_ms:
            rules.append(f".{name}{{animation-delay:{number((start_ms - total_ms) / 1000, 3)}s}}")
    rules.append(f".{AT_END}{{{SHOWN}}}")
    rules.append(f"@media(prefers-reduced-motion:reduce){{{moving}{{animation:none!important}}}}")
    return "".join(rules)

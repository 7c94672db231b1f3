"""An animated SVG: vectors that play wherever a picture can stand, without script or font file.

Each piece of the film is drawn once for each span of time in which it is seen. A style sheet shows
it in that span. Where the film cannot play, or motion is unwanted, the poster is shown.
"""

from __future__ import annotations

from itertools import accumulate, groupby, islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from poolanim.errors import ParameterError
from poolanim.paint.vector.drawing import Drawing
from poolanim.paint.vector.joining import joined, shared
from poolanim.paint.vector.looks import Looks
from poolanim.paint.vector.names import OWN, owned
from poolanim.paint.vector.numbers import hexadecimal, number
from poolanim.paint.vector.timeline import groups_of
from poolanim.scene.posters import poster
from poolanim.theme import load_theme
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from poolanim.figure import Figure
    from poolanim.scene.frames import Scene
    from poolanim.theme import Theme

SHOWN = "visibility:visible"
HIDDEN = "visibility:hidden"
INHERITED = "visibility:inherit"
WITHIN = f"#{OWN} "
"""What every selector begins with: the id of the SVG."""
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
    theme = load_theme(figure.theme)
    fills = hatched(theme.colours)
    looks = Looks(within=WITHIN)
    drawing = Drawing(outlined=scene.frame_count == 1, prefix=OWN, looks=looks, hatched=fills)
    times_ms, groups = groups_of(scene, drawing)
    starts_ms = list(accumulate(times_ms, initial=0))
    standing = poster(scene, figure.poster) if scene.frame_count > 1 else 0
    times = Times(starts_ms[-1], starts_ms[standing])
    spans = [(starts_ms[each.start], starts_ms[each.end]) for each in groups]
    elements = shared((each.elements for each in groups), drawing.shown)
    body = []
    for end_ms, ending in groupby(zip(spans, elements, strict=True), lambda each: each[0][1]):
        inner = "".join(
            joined(each, times.since(start_ms), drawing.shown)
            for (start_ms, _), each in ending
            if each
        )
        body.append(times.until(end_ms, inner) if inner else "")
    colours = dict(theme.colours)
    named = ' class="paper"' if theme.night else ""
    paper = f'<rect{named} width="100%" height="100%" fill="{hexadecimal(colours["paper"])}"/>'
    if figure.is_transparent:
        paper = ""
        del colours["paper"]
    style = looks.colours(colours) + looks.rules + times.rules + by_night(theme, looks, paper)
    width, height = (length * figure.scale for length in scene.size_px)
    return owned(
        f'<svg id="{OWN}" xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{height}" viewBox="0 0 {scene.width} {scene.height}" role="img">'
        f"<title>{escape(scene.title)}</title><desc>{escape(description(scene))}</desc>"
        f"<style>{style}</style><defs>{drawing.definitions}</defs>{paper}{''.join(body)}</svg>\n"
    )


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


class Times:
    """The classes that show elements in spans of time, and their rules.

    A group with the class of an end is shown up to then. In it, elements with the class of a start
    are shown from then on. What stays until the film ends needs no end: where films cannot play,
    nothing else is shown.

    Args:
        total_ms: duration of the film, in ms.
    """

    def __init__(self, total_ms: int, poster_ms: int) -> None:
        self._total_ms = total_ms
        self._poster_ms = poster_ms
        self._starts: dict[int, str] = {}
        self._ends: dict[int, str] = {}

    def since(self, start_ms: int) -> str:
        """Returns the class of a start; none for the film's own."""
        if not start_ms:
            return ""
        return self._starts.setdefault(start_ms, f"s{len(self._starts)}")

    def until(self, end_ms: int, inner: str) -> str:
        """Returns elements as a group that is shown until an end."""
        if end_ms == self._total_ms:
            return inner
        name = self._ends.setdefault(end_ms, f"e{len(self._ends)}")
        return f'<g class="{name}">{inner}</g>'

    @property
    def rules(self) -> str:
        """The rules of all classes so far."""
        ends = ",".join(f"{WITHIN}.{name}" for name in self._ends.values())
        starts = ",".join(f"{WITHIN}.{name}" for name in self._starts.values())
        moving = ",".join(filter(None, [ends, starts]))
        if not moving:
            return ""
        lasts = f"{number(self._total_ms / 1000, 3)}s"
        plays = f"{moving}{{animation:{lasts} step-end infinite}}"
        rules = [f"@media(prefers-reduced-motion:no-preference){{{plays}}}"]
        absent = [name for time_ms, name in self._ends.items() if time_ms <= self._poster_ms]
        absent += [name for time_ms, name in self._starts.items() if time_ms > self._poster_ms]
        hidden = ",".join(f"{WITHIN}.{name}" for name in absent)
        rules += [f"{hidden}{{{HIDDEN}}}"] if hidden else []
        for times, before, after in (
            (self._starts, HIDDEN, INHERITED),
            (self._ends, SHOWN, HIDDEN),
        ):
            for time_ms, name in times.items():
                share = number(100 * time_ms / self._total_ms, 3)
                rules.append(f"{WITHIN}.{name}{{animation-name:{OWN}{name}}}")
                rules.append(f"@keyframes {OWN}{name}{{0%{{{before}}}{share}%{{{after}}}}}")
        return "".join(rules)

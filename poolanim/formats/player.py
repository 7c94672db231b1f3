"""The player: one HTML file with everything in it, from `templates/player`."""

from __future__ import annotations

from itertools import chain, groupby, starmap
from math import floor
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from poolanim.files.templating import render
from poolanim.paint.vector.drawing import Drawing
from poolanim.paint.vector.names import OWN, owned
from poolanim.paint.vector.numbers import hexadecimal
from poolanim.scene.adapter import tracked
from poolanim.scene.captions import heading, passes_of, summary
from poolanim.scene.marks import moved
from poolanim.theme import load_theme
from poolanim.theme.shades import hatched
from poolanim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolanim.figure import Figure
    from poolanim.layers.window import Window
    from poolanim.paint.vector.elements import Element
    from poolanim.scene.frames import Place, Scene
    from poolanim.scene.layout import Board
    from poolanim.scene.marks import Mark
    from poolanim.scene.passes import Beat, Pass
    from poolanim.theme import Theme
    from poolanim.tracing.record import Trace

BY_DAY_AND_NIGHT = ("light", "dark")
"""Themes that stand in for each other, as the reader's system asks for it."""
NOTHING = 0
"""The number of the piece that stands in an empty place."""
Change = tuple[int, list[tuple[int, ...]]]
"""The time of a frame in ms, and what changes in it."""


def to_html(scene: Scene, figure: Figure, record: Trace) -> str:
    """Returns a film as a player: a whole page that loads nothing from elsewhere."""
    themes = _themes(figure.theme)
    pieces = Pieces(hatched(themes[0].colours))
    frames = list(pieces.frames(scene))
    passes = passes_of(scene)
    captions = [beat.caption for beat in scene.beats()]
    data = {
        "width": scene.width,
        "height": scene.height,
        **_boards(passes[0], record.geometry.unpadded()),
        "focus": figure.focus or tracked(record),
        "passes": [_pass(each) for each in passes],
        "frames": _frames(scene, passes, frames, captions),
    }
    fields = {
        "own": Markup(OWN),
        "version": __version__,
        "title": heading(scene),
        "summary": summary(scene),
        "themes": [_look(theme, pieces.drawing) for theme in themes],
        "aspect": f"{scene.width / scene.height:.4f}",
        "margin": f"{100 * passes[0].typesetting.page.margin / scene.width:.4g}%",
        "width": scene.width,
        "height": scene.height,
        "pieces": Markup(pieces.definitions),
        "places": Markup("".join(starmap(_use, pieces.places.values()))),
        "caption": captions[0],
        "longest": max(captions, key=len),
        "frames": scene.frame_count,
        "hint": data["passes"][0]["hint"],
        "data": data,
    }
    return owned(render("player/player.html", fields))


def _boards(shown: Pass, inside: Window) -> dict[str, Any]:
    """The places of the boards; of the source's board the cells inside its padding."""
    source, result = shown.boards.source, shown.boards.result
    return {"source": _board(source, inside), "result": _board(result, result.cells)}


def _frames(
    scene: Scene, passes: list[Pass], frames: list[Change], captions: list[str]
) -> list[dict[str, Any]]:
    """The frames with their scans and captions."""
    return [
        {
            "ms": time_ms,
            "pass": passes.index(beat.shown),
            "scan": _scan(beat),
            "caption": caption,
            "changes": changes,
        }
        for (time_ms, changes), beat, caption in zip(frames, scene.beats(), captions, strict=True)
    ]


class Pieces:
    """What stands in places: each piece once, in however many places it stands.

    Args:
        hatched: the roles of fills with lines over them.

    Attributes:
        drawing: draws them, and knows their colours.
        places: after `frames`, what stands in each place in the first frame.
    """

    def __init__(self, hatched: frozenset[str] = frozenset()) -> None:
        self.drawing = Drawing(prefix=OWN, hatched=hatched)
        self.places: dict[Place, tuple[int, int, int]] = {}
        self._numbers = {"": NOTHING}

    @property
    def definitions(self) -> str:
        """All pieces, and what they consist of."""
        pieces = (f'<g id="{OWN}p{number}">{drawn}</g>' for drawn, number in self._numbers.items())
        return self.drawing.definitions + "".join(pieces)

    def frames(self, scene: Scene) -> Iterator[Change]:
        """For each frame its time in ms, and what changes against the one before.

        A change is the number of a place and that of the piece which then stands there, with its x
        and y if it stands elsewhere than the first one did.
        """
        order: dict[Place, int] = {}
        for frame in scene.frames():
            changes: list[tuple[int, ...]] = []
            for place, marks in frame.changes.items():
                piece, x, y = self._piece(marks)
                if place not in order:
                    order[place] = len(order)
                    self.places[place] = piece, x, y
                elif self.places[place][1:] == (x, y):
                    changes.append((order[place], piece))
                else:
                    changes.append((order[place], piece, x, y))
            yield frame.duration_ms, changes

    def _piece(self, marks: tuple[Mark, ...]) -> tuple[int, int, int]:
        """The number of the piece that these marks are, and its x and y."""
        if not marks:
            return NOTHING, 0, 0
        x, y = floor(marks[0].x), floor(marks[0].y)  # whole, so that boxes stay on whole units
        here = (moved(mark, -x, -y) for mark in marks)
        drawn = _drawn(chain.from_iterable(map(self.drawing.pieces, here)))
        return self._numbers.setdefault(drawn, len(self._numbers)), x, y


def _drawn(elements: Iterable[Element]) -> str:
    """Returns elements as SVG; neighbours of one colour share its class, since names are long."""
    drawn = ""
    for ink, alike in groupby(elements, lambda element: element.ink):
        several = list(alike)
        if ink and len(several) > 1:
            drawn += f'<g class="{ink}">{"".join(each.markup for each in several)}</g>'
        else:
            drawn += "".join(map(str, several))
    return drawn


def _scan(beat: Beat) -> int:
    """The scan that a frame is at: one before the first, and one after the last."""
    if beat.scan is not None:
        return beat.scan
    return -1 if beat.stage == "opening" else len(beat.shown.record.steps)


def _use(piece: int, x: int, y: int) -> str:
    return f'<use href="#{OWN}p{piece}" x="{x}" y="{y}"/>'


def _pass(shown: Pass) -> dict[str, Any]:
    ledger, words, facts = shown.ledger(), shown.lines.words, shown.lines.facts
    return {
        "field": words.say("field", facts),
        "hint": words.say("hint", facts),
        "head": ledger.head,
        "scans": ledger.scans,
        "cells": [
            {
                "name": account.name,
                "note": account.note,
                "terms": [[term.scan, *term.texts] for term in account.terms],
            }
            for account in ledger.accounts
        ],
    }


def _board(board: Board, cells: Window) -> dict[str, float]:
    """Where these cells of a board stand."""
    x, y, _, _ = board.block(cells.top, cells.left)
    return {"x": x, "y": y, "cell": board.cell, "rows": cells.height, "columns": cells.width}


def _themes(name: str) -> list[Theme]:
    return [load_theme(each) for each in (BY_DAY_AND_NIGHT if name in BY_DAY_AND_NIGHT else [name])]


def _look(theme: Theme, drawing: Drawing) -> dict[str, Any]:
    """Returns a variable for each role, and rules for the picture."""
    colours = {
        role: hexadecimal(colour) for role, colour in theme.colours.items() if "." not in role
    }
    return {
        "colours": list(colours.items()),
        "paper": colours["paper"],
        "style": Markup(drawing.style(theme)),
    }

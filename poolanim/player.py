"""The player: one HTML file with everything in it, from `templates/player`."""

from __future__ import annotations

import json
from html import escape
from itertools import chain, starmap
from math import floor
from string import Template
from typing import TYPE_CHECKING, Any

from poolanim import __version__
from poolanim.resources import templates
from poolanim.scene.captions import heading, passes_of, summary
from poolanim.scene.marks import moved
from poolanim.theme import load_theme
from poolanim.vector.drawing import Drawing, hexadecimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.geometry import Window
    from poolanim.scene.frames import Place, Scene
    from poolanim.scene.layout import Board
    from poolanim.scene.marks import Mark
    from poolanim.scene.passes import Beat, Pass
    from poolanim.theme import Theme
    from poolanim.tracing import Trace

BY_DAY_AND_NIGHT = ("light", "dark")
"""Themes that stand in for each other, as the reader's system asks for it."""
NOTHING = 0
"""The number of the piece that stands in an empty place."""


def write(path: Path, scene: Scene, figure: Figure, record: Trace) -> None:
    """Write a film as a player."""
    path.write_text(to_html(scene, figure, record), "utf-8")


def to_html(scene: Scene, figure: Figure, record: Trace) -> str:
    """A film as a player: a whole page, that asks nothing of any other place."""
    pieces = Pieces()
    frames = list(pieces.frames(scene))
    beats = list(scene.beats())
    passes = passes_of(scene)
    captions = [beat.caption for beat in beats]
    inside = record.geometry.unpadded()
    source, result = passes[0].boards.source, passes[0].boards.result
    told = [_pass(each) for each in passes]
    data = {
        "width": scene.width,
        "height": scene.height,
        "source": _board(source, inside),
        "result": _board(result, result.cells),
        "focus": figure.focus or record.tracked(),
        "passes": told,
        "frames": [
            {
                "ms": time_ms,
                "pass": passes.index(beat.shown),
                "scan": _scan(beat),
                "caption": caption,
                "changes": changes,
            }
            for (time_ms, changes), beat, caption in zip(frames, beats, captions, strict=True)
        ],
    }
    themes = _themes(figure.theme)
    page = Template(_text("player.html"))
    return page.substitute(
        scheme="light dark" if len(themes) > 1 else "normal",
        version=__version__,
        title=escape(heading(scene)),
        summary=escape(summary(scene)),
        colours=_colours(pieces.drawing, themes),
        aspect=f"{scene.width / scene.height:.4f}",
        margin=f"{100 * passes[0].typesetting.page.margin / scene.width:.4g}%",
        style=_text("player.css"),
        width=scene.width,
        height=scene.height,
        pieces=pieces.definitions,
        places="".join(starmap(_use, pieces.places.values())),
        caption=escape(captions[0]),
        longest=escape(max(captions, key=len)),
        frames=scene.frame_count,
        hint=escape(told[0]["hint"]),
        data=script_json(data),
        script=_text("player.js"),
    )


class Pieces:
    """What stands in places: each piece once, in however many places it stands.

    Attributes:
        drawing: draws them, and knows their colours.
        places: after `frames`, what stands in each place in the first frame.
    """

    def __init__(self) -> None:
        self.drawing = Drawing()
        self.places: dict[Place, tuple[int, int, int]] = {}
        self._numbers = {"": NOTHING}

    @property
    def definitions(self) -> str:
        """All pieces, and what they consist of."""
        pieces = (f'<g id="p{number}">{drawn}</g>' for drawn, number in self._numbers.items())
        return self.drawing.definitions + "".join(pieces)

    def frames(self, scene: Scene) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
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
        drawn = "".join(chain.from_iterable(map(self.drawing.elements, here)))
        return self._numbers.setdefault(drawn, len(self._numbers)), x, y


def _scan(beat: Beat) -> int:
    """The scan that a frame is at: one before the first, and one after the last."""
    if beat.scan is not None:
        return beat.scan
    return -1 if beat.stage == "opening" else len(beat.shown.record.steps)


def _use(piece: int, x: int, y: int) -> str:
    return f'<use href="#p{piece}" x="{x}" y="{y}"/>'


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


def _colours(drawing: Drawing, themes: list[Theme]) -> str:
    """Rules for the picture, and a variable for each role; of two themes the second is by night."""
    day, *nights = (f":root{{{_variables(theme)}}}\n{drawing.style(theme)}" for theme in themes)
    return "\n".join([day, *(f"@media(prefers-color-scheme:dark){{{night}}}" for night in nights)])


def _variables(theme: Theme) -> str:
    return "".join(
        f"--{role}:{hexadecimal(colour)};"
        for role, colour in theme.colours.items()
        if "." not in role
    )


def script_json(data: Mapping[str, Any]) -> str:
    r"""Data as JSON that can stand in a `<script>` of a page, and in any script.

    Example:
        >>> script_json({"title": "</script>"})
        '{"title":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _text(name: str) -> str:
    return (templates() / "player" / name).read_text("utf-8")

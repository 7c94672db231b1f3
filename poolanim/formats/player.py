"""The player: one HTML file that loads no other file, from the templates in `templates/player`."""

from __future__ import annotations

from itertools import chain, islice, starmap
from math import floor
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from poolanim.files.templating import render
from poolanim.files.version import __version__
from poolanim.paint.vector.drawing import Drawing
from poolanim.paint.vector.joining import USE, joined, merged
from poolanim.paint.vector.names import OWN, owned
from poolanim.paint.vector.numbers import hexadecimal
from poolanim.scene.marks import moved
from poolanim.theme import load_theme
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.figure import Figure
    from poolanim.paint.vector.elements import Element
    from poolanim.scene.frames import ActTold, Place, Scene, Told
    from poolanim.scene.marks import Mark
    from poolanim.theme import Theme

BY_DAY_AND_NIGHT = ("light", "dark")
"""Themes that replace each other: the player uses the one that the reader's system prefers."""
NOTHING = 0
"""The number of the piece in an empty place."""
Change = tuple[int, list[tuple[int, ...]]]
"""The time of a frame in ms, and its changes."""


def to_html(scene: Scene, figure: Figure) -> str:
    """Returns a film as a player: a whole page that loads no other file."""
    themes = _themes(figure.theme)
    pieces = Pieces(hatched(themes[0].colours))
    frames = list(pieces.frames(scene))
    captions = [told.caption for told in scene.told()]
    data = {
        "width": scene.width,
        "height": scene.height,
        "focus": figure.focus or scene.acts[-1].focus(),
        "passes": [_pass(act) for act in scene.acts],
        "pieces": pieces.others,
        "count": pieces.count,
        "frames": _frames(scene, frames, captions),
    }
    fields = {
        "own": Markup(OWN),
        "version": __version__,
        "title": scene.title,
        "summary": scene.summary,
        "themes": [_look(theme, pieces.drawing) for theme in themes],
        "aspect": f"{scene.width / scene.height:.4f}",
        "margin": f"{100 * scene.margin / scene.width:.4g}%",
        "width": scene.width,
        "height": scene.height,
        "rules": Markup(pieces.drawing.looks.rules),
        "pieces": Markup(pieces.definitions),
        "places": Markup("".join(starmap(_use, pieces.places.values()))),
        "caption": captions[0],
        "longest": max(captions, key=len),
        "frames": scene.frame_count,
        "hint": scene.acts[0].hint,
        "data": data,
    }
    return owned(render("player/player.html", fields))


def _frames(scene: Scene, frames: list[Change], captions: list[str]) -> list[dict[str, Any]]:
    """Returns the frames with their scans and captions."""
    return [
        {
            "ms": time_ms,
            "pass": told.act.number,
            "scan": _scan(told),
            "caption": caption,
            "changes": changes,
        }
        for (time_ms, changes), told, caption in zip(frames, scene.told(), captions, strict=True)
    ]


class Pieces:
    """The pieces of a film. A piece that is shown in several places is stored once.

    Args:
        hatched: the roles of fills with lines over them.

    Attributes:
        drawing: draws the pieces, and has their colours.
        places: the piece in each place of the first frame. Empty until `frames` is called.
    """

    def __init__(self, hatched: frozenset[str] = frozenset()) -> None:
        self.drawing = Drawing(prefix=OWN, styled=True, hatched=hatched)
        self.places: dict[Place, tuple[int, int, int]] = {}
        self._numbers: dict[tuple[Element, ...], int] = {(): NOTHING}

    @property
    def definitions(self) -> str:
        """Returns the pieces of the first frame, and what all pieces use, as SVG."""
        pieces = (
            f'<g id="{OWN}p{number}">{joined(piece)}</g>'
            for number, piece in enumerate(islice(self._numbers, self.count))
        )
        return self.drawing.definitions + "".join(pieces)

    @property
    def count(self) -> int:
        """How many pieces come before those that only later frames show."""
        return 1 + max(piece for piece, *_ in self.places.values())

    @property
    def others(self) -> list[list[tuple[str, int, int, str]]]:
        """Returns the pieces of later frames, from `count` on.

        Each is a list of its elements: the class, the place in tenths of a unit, and the data of a
        path, or `#` and the name of a definition; names without what all begin with.
        """
        return [
            [(look.removeprefix(OWN), x, y, _shown(markup)) for markup, x, y, look, *_ in piece]
            for piece in islice(self._numbers, self.count, None)
        ]

    def frames(self, scene: Scene) -> Iterator[Change]:
        """Yields the time in ms and the changes of each frame.

        A change is the number of a place and the number of its new piece. If the piece is not at
        the position of the first piece of the place, its x and y follow.
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
        """Returns the number of the piece that consists of these marks, and its x and y."""
        if not marks:
            return NOTHING, 0, 0
        x, y = floor(marks[0].x), floor(marks[0].y)  # whole, so that boxes stay on whole units
        here = (moved(mark, -x, -y) for mark in marks)
        drawn = merged(chain.from_iterable(map(self.drawing.pieces, here)))
        piece = tuple(map(self._defined, drawn))
        return self._numbers.setdefault(piece, len(self._numbers)), x, y

    def _defined(self, element: Element) -> Element:
        """Returns an element that is a path, or shows a definition."""
        if element.end is not None or element.markup.startswith(USE):
            return element
        return element._replace(markup=self.drawing.shown(element.markup))


def _shown(markup: str) -> str:
    """Returns the data of a path, or what a `<use>` shows, without what all names begin with."""
    return markup.replace(f'{USE} href="#{OWN}', "#").removesuffix('"/>')


def _scan(told: Told) -> int:
    """Returns the number of the scan of a frame: -1 before the first, one more after the last."""
    if told.scan is not None:
        return told.scan
    return -1 if told.stage == "opening" else told.act.scans


def _use(piece: int, x: int, y: int) -> str:
    return f'<use href="#{OWN}p{piece}" x="{x}" y="{y}"/>'


def _pass(act: ActTold) -> dict[str, Any]:
    ledger = act.ledger()
    return {
        "field": act.field,
        "hint": act.hint,
        "source": act.source._asdict(),
        "result": act.result._asdict(),
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


def _themes(name: str) -> list[Theme]:
    return [load_theme(each) for each in (BY_DAY_AND_NIGHT if name in BY_DAY_AND_NIGHT else [name])]


def _look(theme: Theme, drawing: Drawing) -> dict[str, Any]:
    """Returns a variable for each role, and rules for the colours of the picture."""
    colours = {
        role: hexadecimal(colour) for role, colour in theme.colours.items() if "." not in role
    }
    return {
        "colours": list(colours.items()),
        "paper": colours["paper"],
        "style": Markup(drawing.looks.colours(theme.colours)),
    }

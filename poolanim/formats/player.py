"""The player: one HTML file that loads no other file, from the templates in `templates/player`."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from poolanim.files.templating import render
from poolanim.files.version import __version__
from poolanim.formats.pieces import Pieces
from poolanim.paint.vector.names import OWN, owned
from poolanim.paint.vector.numbers import hexadecimal
from poolanim.scene.posters import poster
from poolanim.theme import AUTO, load_theme
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from poolanim.formats.looks import Views
    from poolanim.formats.pieces import View
    from poolanim.scene.frames import ActTold, Scene, Told
    from poolanim.theme import Theme

BY_DAY_AND_NIGHT = ("light", "dark")
"""The themes of a figure in the theme `light`, the default: the reader's page chooses."""
OF_PAGE = ("paper", "ink", "muted", "off", "dash", "plus")
"""The roles of what stands around the picture."""

NARROW_PX = 600
"""The width up to which a player shows the arrangement for narrow windows."""


def to_html(views: Views) -> str:
    """Returns a film as a player: a whole page that loads no other file.

    Args:
        views: the film in each arrangement and in each theme.
    """
    scenes, figure = views.scenes, views.figure
    first = scenes[0]
    themes = _themes(views.themes)
    roles = frozenset().union(*(hatched(theme.colours) for theme in themes))
    shown = poster(first, figure.poster)
    pieces = Pieces(scenes, shown, roles)
    looks = pieces.drawing.looks
    captions = [told.caption for told in first.told()]
    data = {
        "focus": figure.focus or first.acts[-1].focus(),
        "views": list(map(_view, scenes, pieces.views)),
        "passes": [_pass(act) for act in first.acts],
        "pieces": pieces.others,
        "count": pieces.count,
        "poster": shown,
        "frames": list(_frames(first, captions)),
    }
    used = {*OF_PAGE, *looks.roles}
    fields = {
        "own": Markup(OWN),
        "version": __version__,
        "title": first.title,
        "summary": first.summary,
        "themes": [list(_variables(theme, used)) for theme in themes],
        "narrow": NARROW_PX,
        "views": list(map(_picture, scenes, pieces.views)),
        "rules": Markup(looks.by_variables + looks.rules),
        "pieces": Markup(pieces.definitions),
        "caption": captions[shown],
        "longest": max(captions, key=len),
        "frames": first.frame_count,
        "field": first.acts[0].field,
        "hint": first.acts[0].hint,
        "data": data,
    }
    return owned(render("player/player.html", fields))


def _view(scene: Scene, view: View) -> dict[str, Any]:
    """Returns an arrangement as data."""
    return {
        "width": scene.width,
        "height": scene.height,
        "boards": [
            {"source": act.source._asdict(), "result": act.result._asdict()} for act in scene.acts
        ],
        "changes": view.changes,
    }


def _picture(scene: Scene, view: View) -> dict[str, Any]:
    """Returns the poster in an arrangement."""
    return {
        "width": scene.width,
        "height": scene.height,
        "aspect": f"{scene.width / scene.height:.4f}",
        "margin": f"{100 * scene.margin / scene.width:.4g}%",
        "places": Markup("".join(starmap(_use, view.places))),
    }


def _frames(scene: Scene, captions: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yields the time of each frame in ms, its scan and its caption."""
    for frame, told, caption in zip(scene.frames(), scene.told(), captions, strict=True):
        yield {
            "ms": frame.duration_ms,
            "pass": told.act.number,
            "scan": _scan(told),
            "caption": caption,
        }


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


def _themes(names: Sequence[str]) -> list[Theme]:
    """Returns the theme by day, and that by night if there is one."""
    return list(map(load_theme, BY_DAY_AND_NIGHT if list(names) in (["light"], [AUTO]) else names))


def _variables(theme: Theme, roles: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yields a variable for each role that is used. A role without a colour is not seen."""
    for role in sorted(roles):
        colour = theme.colours.get(role)
        yield role.replace(".", "-"), "none" if colour is None else hexadecimal(colour)

"""A page of all figures of a manifest, each with what embeds it and what to type for it.

It is filled into `templates/pages`, by the ending of its name, and depends on what a manifest says
alone, not on what its files hold.
"""

from __future__ import annotations

import os
from os import fsencode
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from poolanim.batch.fingerprints import digest, made_with
from poolanim.batch.work import Made, put
from poolanim.cli.spelling import command_line
from poolanim.errors import PoolanimError
from poolanim.files.resources import page_template
from poolanim.files.templating import render
from poolanim.formats.painting import Painting
from poolanim.formats.writing import Written
from poolanim.manifest.keys import PAGES
from poolanim.pipeline import run
from poolanim.publish.embed import load_embedding

if TYPE_CHECKING:
    from poolanim.manifest.entries import Entry, Page


def make_page(page: Page, key: str, out: Path) -> Made:
    """Write a page. A figure that cannot be is told, and raises nothing.

    Args:
        page: the page.
        key: what it is made of, as `Fingerprints` tells it.
        out: the folder of results.
    """
    begun = perf_counter()
    try:
        content = page_text(page).encode()
        put({out / page.name: content})
    except PoolanimError as error:
        return Made(page.name, error=str(error))
    return Made(
        page.name,
        seconds=perf_counter() - begun,
        key=key,
        made_with=made_with(page),
        files={page.name: digest(out / page.name)},
        size=len(content),
    )


def page_text(page: Page) -> str:
    """Returns a page, whole.

    Raises:
        PoolanimError: a figure cannot be, such as one whose window is larger than its input.
    """
    chapters = [
        {
            **dict.fromkeys(("title", "about"), ""),
            **{name: " ".join(text.split()) for name, text in chapter.told.items()},
            "figures": [_figure(entry, page.name) for entry in chapter.entries],
        }
        for chapter in page.manifest.chapters()
    ]
    text = render(f"pages/{page_template(page.name).name}", {"chapters": chapters})
    return text.rstrip() + "\n"


def _figure(entry: Entry, page: str) -> dict[str, Any]:
    """Returns what a page shows of a figure."""
    return {
        "name": entry.name,
        "files": [
            (Path(path).name, Markup(quote(fsencode(_beside(page, path))))) for path in entry.paths
        ],
        "snippet": Markup(_snippet(entry, page).strip()),
        "command": command_line(
            entry.figures, entry.outputs, {file.path: file.text for file in entry.files}
        ),
    }


def _snippet(entry: Entry, page: str) -> str:
    """Returns what embeds a figure; nothing if a page can show none of its files."""
    embedding = load_embedding(PAGES[Path(page).suffix])
    if not embedding.takes(entry.outputs):
        return ""
    scene = Painting(entry.figure, run(entry.figure), ()).scene
    paths = [_beside(page, str(output.path)) for _, outputs in entry.films for output in outputs]
    files = [Written(Path(path), scene.frame_count, 0.0, 0, scene) for path in paths]
    return embedding.snippet(entry.figures, entry.outputs, files)


def _beside(page: str, path: str) -> str:
    """The path of a file as a page refers to it."""
    return Path(os.path.relpath(path, Path(page).parent)).as_posix()

"""A page of all figures of a manifest, each with its snippet and its command line.

The ending of its name chooses the template in `templates/pages`. The page depends on the manifest,
and not on the content of the figures' files.
"""

from __future__ import annotations

import os
from functools import partial
from os import fsencode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from poolanim.batch.fingerprints import digest, made_with
from poolanim.batch.task import Result
from poolanim.batch.work import attempted
from poolanim.files.resources import page_template
from poolanim.files.templating import render
from poolanim.files.whole import write_whole
from poolanim.formats.painting import Painting
from poolanim.formats.writing import Written
from poolanim.manifest.keys import PAGES
from poolanim.pipeline import run
from poolanim.publish.embed import load_embedding
from poolanim.publish.spelling import command_line

if TYPE_CHECKING:
    from poolanim.manifest.entries import Entry, Page


def make_page(page: Page, key: str, out: Path) -> Result:
    """Writes a page. An error in a figure becomes the error of the result.

    Args:
        page: the page.
        key: the key of the page from `Fingerprints`.
        out: the folder of results.
    """
    return attempted(page.name, partial(_made, page, key, out))


def _made(page: Page, key: str, out: Path) -> Result:
    content = page_text(page).encode()
    write_whole({out / page.name: content})
    files = {page.name: digest(out / page.name)}
    return Result(page.name, key=key, made_with=made_with(page), files=files, size=len(content))


def page_text(page: Page) -> str:
    """Returns the text of a page.

    Raises:
        PoolanimError: a figure has a mistake, such as a window larger than its input.
    """
    chapters = [
        {
            **dict.fromkeys(("title", "about"), ""),
            **{name: _one_line(text) for name, text in chapter.told.items()},
            "figures": [_figure(entry, page.name) for entry in chapter.entries],
        }
        for chapter in page.manifest.chapters()
    ]
    text = render(f"pages/{page_template(page.name).name}", {"chapters": chapters})
    return text.rstrip() + "\n"


def _figure(entry: Entry, page: str) -> dict[str, Any]:
    """Returns the fields of a figure on a page."""
    return {
        "name": entry.name,
        "title": _one_line(entry.figure.title or _in_words(entry.name)),
        "about": _one_line(entry.about),
        "files": [
            (Path(path).name, Markup(quote(fsencode(_beside(page, path))))) for path in entry.paths
        ],
        "snippet": Markup(_snippet(entry, page).strip()),
        "command": command_line(
            entry.figures, entry.outputs, {file.path: file.text for file in entry.files}
        ),
    }


def _in_words(name: str) -> str:
    """Returns a name as a title: `max-backward` becomes `Max backward`."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _snippet(entry: Entry, page: str) -> str:
    """Returns the snippet of a figure; empty if the page can show none of its files."""
    embedding = load_embedding(PAGES[Path(page).suffix])
    if not embedding.takes(entry.outputs):
        return ""
    scene = Painting(entry.figure, run(entry.figure), ()).scene
    paths = [_beside(page, str(output.path)) for _, outputs in entry.films for output in outputs]
    files = [Written(Path(path), scene.frame_count, 0.0, 0, scene) for path in paths]
    return embedding.snippet(entry.figures, entry.outputs, files)


def _beside(page: str, path: str) -> str:
    """Returns the path of a file relative to a page."""
    return Path(os.path.relpath(path, Path(page).parent)).as_posix()

"""A page of all figures of a manifest, each with what embeds it and what to type for it.

It is filled into `templates/pages`, by the ending of its name, and depends on what a manifest says
alone, not on what its files hold.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from poolanim.batch.fingerprints import digest, made_with
from poolanim.batch.work import Made, put
from poolanim.embed import ESCAPES, load_embedding, names_of, sections_of, snippet
from poolanim.errors import PoolanimError
from poolanim.filming import Filming
from poolanim.manifest.keys import PAGES
from poolanim.pipeline import Written, run
from poolanim.resources import page_template
from poolanim.spelling import command_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolanim.embed import Section
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
    """A page, whole.

    Raises:
        PoolanimError: a figure cannot be, such as one whose window is larger than its input.
    """
    path = page_template(page.name)
    sections = sections_of(path.name, path.read_text("utf-8"))
    parts = {name: section for section in sections for name in section.needs}
    return "\n".join(_parts(page, parts))


def _parts(page: Page, parts: Mapping[str, Section]) -> Iterator[str]:
    """The parts of a page, one after another."""
    escape = ESCAPES[page_template(page.name).suffix]
    for number, chapter in enumerate(page.manifest.chapters()):
        told = {name: escape(" ".join(text.split())) for name, text in chapter.told.items()}
        yield parts["chapter" if number else "page"].filled(told)
        for entry in chapter.entries:
            files = {path: _beside(page.name, path) for path in entry.paths}
            links = [
                parts["file"].filled({"file": escape(Path(path).name), "path": quote(beside)})
                for path, beside in files.items()
            ]
            command = command_line(
                entry.figures, entry.outputs, {file.path: file.text for file in entry.files}
            )
            yield parts["figure"].filled(
                {
                    "name": escape(entry.name),
                    "files": " ".join(map(str.strip, links)),
                    "snippet": _snippet(entry, page.name).strip(),
                    "command": command if escape is ESCAPES[".md"] else escape(command),
                }
            )
    if "end" in parts:
        yield parts["end"].filled({})


def _snippet(entry: Entry, page: str) -> str:
    """What embeds a figure; nothing if what it is written to cannot be shown in a page."""
    embedding = load_embedding(PAGES[Path(page).suffix])
    made = names_of(entry.outputs)
    if not any(section.fits(made) for section in embedding.sections):
        return ""
    scene = Filming(entry.figure, run(entry.figure), ()).scene
    paths = [_beside(page, str(output.path)) for _, outputs in entry.films for output in outputs]
    files = [Written(Path(path), scene.frame_count, 0.0, 0, scene) for path in paths]
    return snippet(embedding, entry.figures, entry.outputs, files)


def _beside(page: str, path: str) -> str:
    """The path of a file as a page refers to it."""
    return Path(os.path.relpath(path, Path(page).parent)).as_posix()

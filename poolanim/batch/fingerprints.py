"""Keys of figures and pages, which change when anything changes that their files depend on."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolanim.figure import ASPECTS
from poolanim.files.resources import page_template, templates
from poolanim.files.version import __version__
from poolanim.formats.format import FilmFormat, Format, PictureFormat, TraceFormat
from poolanim.grids.sources import WORDS, names_picture
from poolanim.layers.table import LAYERS
from poolanim.manifest.entries import Entry, Page
from poolanim.manifest.keys import FILES, PAGES
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolanim.figure import Figure

SCHEMA = "2"
"""What a key is made of. Every key begins with it, so that keys of another kind are told apart."""
DIGITS = 32
"""The length of a digest, which is long enough that no two figures share one."""
CHUNK = 1 << 20
"""The number of bytes in one read."""


class Fingerprints:
    """The keys of a batch's figures. A file that several figures read is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def key(self, part: Entry | Page) -> str:
        """Returns the key of a figure or a page.

        The key of a figure depends on its spec and the content of all files that it reads. The key
        of a page depends on its template and the keys of its figures.
        """
        what = self._page(part) if isinstance(part, Page) else self._figure(part)
        text = json.dumps(what, sort_keys=True, default=str)
        return f"{SCHEMA}:{sha256(text.encode()).hexdigest()[:DIGITS]}"

    def _page(self, page: Page) -> list[Any]:
        return [
            page.name,
            digest(page_template(page.name)),
            self._once(_of_template, PAGES[Path(page.name).suffix]),
            [
                [
                    chapter.told,
                    [[entry.name, entry.about, self.key(entry)] for entry in chapter.entries],
                ]
                for chapter in page.manifest.chapters()
            ],
        ]

    def _figure(self, entry: Entry) -> list[Any]:
        written = {file.path: file.text for file in entry.files}
        # A parameter that a new version adds leaves the keys of figures without it as they are.
        specs = [
            {
                name: written.get(str(value), value)
                for name, value in vars(figure).items()
                if value != getattr(type(figure), name, None)
            }
            for figure in entry.figures
        ]
        return [
            specs,
            [asdict(output) for output in entry.outputs],
            [entry.snippet, entry.embed_base] if entry.embed_base else entry.snippet,
            [self._once(_of_file, file.path) for file in entry.files],
            [self._once(_of_theme, figure.theme) for figure in entry.figures],
            self._once(_of_words, entry.figure.layer),
            self._once(_of_template, entry.embed) if entry.embed else "",
        ]

    def _once(self, find: Callable[[str], str], of: str) -> str:
        place = find.__name__, of
        if place not in self._known:
            self._known[place] = find(of)
        return self._known[place]


def _of_file(path: str) -> str:
    file = Path(path)
    return digest(file) if file.is_file() else "missing"


def _of_theme(theme: str) -> str:
    loaded = load_theme(theme)
    colours = json.dumps(dict(loaded.colours), sort_keys=True)
    by_night = json.dumps(dict(loaded.night), sort_keys=True) if loaded.night else ""
    return sha256(f"{colours}{by_night}".encode()).hexdigest()


def _of_words(layer: str) -> str:
    return "".join(map(digest, words_of(layer)))


def _of_template(embed: str) -> str:
    """Returns the digests of all bundled templates, since they include each other; else nothing."""
    known = [*sorted((templates() / "embed").iterdir()), templates() / "player" / "frame.html"]
    return "".join(map(digest, known)) if embed in {path.stem for path in known} else ""


def files_read(entry: Entry) -> list[Path]:
    """Returns the files that a figure reads and that people may change."""
    return [*(Path(file.path) for file in entry.files), *words_of(entry.figure.layer)]


def words_of(layer: str) -> list[Path]:
    """Returns the files with the words of a layer's figures, and of all figures."""
    words = sorted((templates() / "words").glob("*.toml"))
    return [LAYERS[layer].words_file, *(path for path in words if path.stem not in LAYERS)]


def digest(path: Path) -> str:
    """Returns the SHA-256 of a file's content, as `sha256sum` prints it."""
    hashed = sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def made_with(part: Entry | Page) -> str:
    """Returns the libraries on which the bytes of a figure or page depend, with their versions.

    Loads none of them.
    """
    names = _libraries(part) if isinstance(part, Entry) else {"jinja2", "numpy", "pillow"}
    found = {name: _version(name) for name in names} | {"poolanim": __version__}
    return ", ".join(f"{name} {found[name]}" for name in sorted(found))


def _libraries(entry: Entry) -> set[str]:
    """Returns the names of the libraries on which a figure depends."""
    names = {"numpy"}
    figure = entry.figure
    for output in entry.outputs:
        names |= set(output.kind.libraries)
        if _draws_letters(figure, output.kind):
            names.add("matplotlib")
    if entry.embed or any(output.kind.name == "html" for output in entry.outputs):
        names.add("jinja2")
    if any(names_picture(getattr(figure, name)) for name in WORDS):
        names.add("pillow")
    return names


def _draws_letters(figure: Figure, chosen: Format) -> bool:
    """Returns whether a file may need letters that are not in the atlas."""
    if isinstance(chosen, TraceFormat):
        return False
    # The atlas has the letters of pictures of the default width, in each scale.
    painted = isinstance(chosen, FilmFormat | PictureFormat)
    if painted and figure.width not in (None, ASPECTS[figure.aspect][0]):
        return True
    texts = (str(value) for name, value in vars(figure).items() if name not in FILES)
    return bool(figure.font) or figure.math or not all(map(str.isascii, texts))


@cache
def _version(name: str) -> str:
    return version(name)

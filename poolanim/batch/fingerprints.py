"""What a figure's files depend on, as texts that are equal if and only if that is."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolanim import __version__
from poolanim.formats import Takes
from poolanim.manifest.keys import FIGURE_KEYS, FILES
from poolanim.resources import templates
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.manifest.entries import Entry
    from poolanim.outputs import Output

DIGITS = 32
"""Of a key; more would tell figures apart no better."""
VIDEOS = ("mp4", "webm")
"""Formats that another library encodes than that of pictures."""


class Fingerprints:
    """The keys of a batch's figures. What several of them read is read once."""

    def __init__(self) -> None:
        self._files: dict[Path, str] = {}
        self._themes: dict[str, str] = {}

    def key(self, entry: Entry) -> str:
        """What tells a figure's spec, and the content of all that it reads, from any other."""
        figure = entry.figure
        spec: dict[str, Any] = {name: getattr(figure, name) for name in FIGURE_KEYS}
        spec |= entry.files
        outputs = [asdict(output) for output in entry.outputs]
        read = [self._file(path) for path in files_read(entry)]
        theme = self._theme(figure.theme)
        text = json.dumps([spec, outputs, read, theme], sort_keys=True, default=str)
        return sha256(text.encode()).hexdigest()[:DIGITS]

    def _file(self, path: Path) -> str:
        if path not in self._files:
            self._files[path] = digest(path) if path.is_file() else "missing"
        return self._files[path]

    def _theme(self, theme: str) -> str:
        if theme not in self._themes:
            colours = json.dumps(dict(load_theme(theme).colours), sort_keys=True)
            self._themes[theme] = sha256(colours.encode()).hexdigest()
        return self._themes[theme]


def files_read(entry: Entry) -> list[Path]:
    """The files that a figure is made of: those that the manifest names, and its words."""
    words = templates() / "words"
    named = [Path(getattr(entry.figure, key)) for key in entry.files]
    return [*named, words / f"{entry.figure.layer}.toml", words / "common.toml"]


def digest(path: Path) -> str:
    """The SHA-256 of a file's content, as `sha256sum` tells it."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def made_with(figure: Figure, outputs: Sequence[Output]) -> str:
    """The libraries that have a say in a figure's bytes, with their versions. Loads none of them.

    Example:
        >>> from poolanim import Figure
        >>> from poolanim.outputs import Output
        >>> made_with(Figure(layer="max"), [Output("a.json")])
        'numpy ..., poolanim ...'
    """
    names = {"numpy"}
    for output in outputs:
        if output.kind.name in VIDEOS:
            names |= {"av", "imageio"}
        elif output.kind.takes in (Takes.PATCHES, Takes.PICTURE):
            names.add("pillow")
    texts = (getattr(figure, name) for name in FIGURE_KEYS if name not in FILES)
    if not all(str(text).isascii() for text in texts):  # its letters may not be ready-made
        names.add("matplotlib")
    found = {name: _version(name) for name in names} | {"poolanim": __version__}
    return ", ".join(f"{name} {found[name]}" for name in sorted(found))


@cache
def _version(name: str) -> str:
    return version(name)

"""What a figure's files depend on, as texts that are equal if and only if that is."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim import __version__
from poolanim.formats import Takes
from poolanim.manifest.keys import FILES
from poolanim.registry import LAYERS
from poolanim.resources import templates
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from poolanim.manifest.entries import Entry

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
        written = {file.path: file.text for file in entry.files}
        specs = [
            {name: written.get(str(value), value) for name, value in vars(figure).items()}
            for figure in entry.figures
        ]
        outputs = [asdict(output) for output in entry.outputs]
        read = [self._file(path) for path in files_read(entry)]
        themes = [self._theme(figure.theme) for figure in entry.figures]
        what = [specs, outputs, entry.snippet, read, themes]
        text = json.dumps(what, sort_keys=True, default=str)
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
    """The files that a figure is made of: those that the manifest names, and what it says."""
    read = [Path(file.path) for file in entry.files] + _words_of(entry.figure.layer)
    embed = templates() / "embed" / f"{entry.embed}{Path(entry.snippet or '').suffix}"
    return [*read, embed] if entry.embed and embed.is_file() else read


@cache
def _words_of(layer: str) -> list[Path]:
    """The sentences of a layer, and those of all."""
    words = sorted((templates() / "words").glob("*.toml"))
    return [path for path in words if path.stem == layer or path.stem not in LAYERS]


def digest(path: Path) -> str:
    """The SHA-256 of a file's content, as `sha256sum` tells it."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def made_with(entry: Entry) -> str:
    """The libraries that have a say in a figure's bytes, with their versions. Loads none."""
    names = {"numpy"}
    for output in entry.outputs:
        if output.kind.name in VIDEOS:
            names |= {"av", "imageio"}
        elif output.kind.takes in (Takes.PATCHES, Takes.PICTURE):
            names.add("pillow")
    texts = (str(value) for name, value in vars(entry.figure).items() if name not in FILES)
    if not all(map(str.isascii, texts)):  # its letters may not be ready-made
        names.add("matplotlib")
    found = {name: _version(name) for name in names} | {"poolanim": __version__}
    return ", ".join(f"{name} {found[name]}" for name in sorted(found))


@cache
def _version(name: str) -> str:
    return version(name)

"""A manifest read: its figures, one after another, each with its outputs and what it reads."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.figure import Figure
from poolanim.manifest.keys import FIGURE_KEYS, FILES, canonical
from poolanim.manifest.variants import axes_of, filled, variants
from poolanim.outputs import OPTIONS_OF_OUTPUTS, plan

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path

    from poolanim.manifest.document import Document
    from poolanim.manifest.variants import Variant
    from poolanim.outputs import Output


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of a manifest.

    Attributes:
        name: what reports call it.
        figure: its spec.
        outputs: what it is written to, relative to the folder of results.
        files: of the keys that name a file the text, as the manifest says it.
    """

    name: str
    figure: Figure
    outputs: tuple[Output, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Manifest:
    """A manifest that was found to be right.

    Attributes:
        path: of its file.
        documents: this file and all that it includes.
    """

    path: Path
    documents: tuple[Document, ...]

    def entries(self, names: Container[str] | None = None) -> Iterator[Entry]:
        """Its figures in order, or those of these names. None of them is kept."""
        for document in self.documents:
            defaults = canonical(document.head().get("defaults", {}))
            for span in document.figures:
                table = canonical(document.figure(span))
                axes = axes_of(canonical(table.pop("matrix", {})))
                for variant in variants(table, defaults, axes):
                    if names is None or variant.name in names:
                        yield entry(variant, document.path.parent)


def entry(variant: Variant, folder: Path) -> Entry:
    """Make what a manifest says a figure.

    Args:
        variant: what it says.
        folder: that of the manifest.

    Raises:
        PoolanimError: a field is wrong; the message starts with its name.
    """
    given = variant.fields
    if "layer" not in given:
        raise ParameterError("layer is missing; give one, such as layer = 'max'")
    spec = {key: given[key] for key in FIGURE_KEYS if key in given}
    files = {
        key: spec[key]
        for key, is_file in FILES.items()
        if isinstance(spec.get(key), str) and is_file(spec[key])
    }
    located = {key: os.path.normpath(folder / text) for key, text in files.items()}
    output = given.get("output", "{name}.gif")
    paths = output if isinstance(output, list) else [output]
    if not paths or not all(isinstance(path, str) and path for path in paths):
        raise ParameterError(f"output is {output!r}; give the name of a file, or a list of them")
    outputs = plan(
        [filled("output", path, variant.labels) for path in paths],
        **{key: given.get(key) for key in OPTIONS_OF_OUTPUTS},
    )
    for written in outputs:
        if written.streams or written.is_folder:
            raise ParameterError(f"output {written.path!r} is no file; in a manifest each is one")
    return Entry(variant.name, Figure(**{**spec, **located}), tuple(outputs), files)

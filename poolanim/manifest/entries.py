"""The figures of a manifest, one after another, each with its outputs and the files it reads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, concerning
from poolanim.figure import Figure
from poolanim.formats.catalogue import all_formats
from poolanim.formats.checking import check_shown
from poolanim.formats.filming import films_of
from poolanim.formats.looks import LOOKS, in_looks, several
from poolanim.formats.outputs import OPTIONS_OF_OUTPUTS, plan
from poolanim.manifest.keys import FIGURE_KEYS, FILES, TOLD, canonical, named_outputs
from poolanim.manifest.variants import axes_of, filled, variants_of
from poolanim.publish.presets import load_preset
from poolanim.records import frozen, replace
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from poolanim.formats.outputs import Output
    from poolanim.manifest.document import Document
    from poolanim.manifest.variants import Variant


class NamedFile(NamedTuple):
    """A file that a figure reads.

    Attributes:
        key: the key that names the file.
        text: the value of the key.
        path: the path of the file.
    """

    key: str
    text: str
    path: str


@frozen
class Entry:
    """A figure of a manifest.

    Attributes:
        name: its name in reports.
        figures: its spec in each of its looks.
        outputs: its files, relative to the folder of results, without the names of looks.
        files: the files that it reads.
        place: the preset that its files are for; None for none.
        embed: the name or the file of the template of its snippet; None for no snippet.
        embed_base: the folder or the address of the folder of results in a page.
        snippet: the path of the snippet, relative to the folder of results.
        about: the text about it on pages; empty for none.
    """

    name: str
    figures: tuple[Figure, ...]
    outputs: tuple[Output, ...]
    files: tuple[NamedFile, ...]
    place: str | None = None
    embed: str | None = None
    embed_base: str = ""
    snippet: str | None = None
    about: str = ""

    @property
    def figure(self) -> Figure:
        """Its spec in the first of its looks."""
        return self.figures[0]

    @property
    def films(self) -> list[tuple[Figure, list[Output]]]:
        """The figure in each look, with its outputs."""
        return films_of(self.figures, self.outputs)

    @property
    def paths(self) -> list[str]:
        """The paths of all its files, relative to the folder of results."""
        made = [str(output.path) for _, outputs in self.films for output in outputs]
        return made if self.snippet is None else [*made, self.snippet]


@frozen
class Page:
    """A page of all figures of a manifest.

    Attributes:
        name: its path, relative to the folder of results.
        manifest: the manifest that it shows.
    """

    name: str
    manifest: Manifest

    @property
    def paths(self) -> list[str]:
        """The paths of all its files, relative to the folder of results."""
        return [self.name]


class Chapter(NamedTuple):
    """A file of a manifest, as a page shows it.

    Attributes:
        told: its `title` and `about`, if it has them.
        entries: its figures.
    """

    told: Mapping[str, str]
    entries: Iterator[Entry]


@frozen(eq=False)
class Manifest:
    """A manifest without mistakes.

    Attributes:
        path: of its file.
        documents: this file and all files that it includes.
        kept: its figures; None if they are too many to be kept.
    """

    path: Path
    documents: tuple[Document, ...]
    kept: Sequence[Entry] | None = None

    def entries(self, names: Container[str] | None = None) -> Iterator[Entry]:
        """Returns its figures in order, or those of these names."""
        if self.kept is not None:
            yield from (each for each in self.kept if names is None or each.name in names)
            return
        for document in self.documents:
            yield from _entries(document, names)

    def chapters(self) -> Iterator[Chapter]:
        """Returns its files in order, each with its figures."""
        for document in self.documents:
            head = document.head()
            told = {name: head[name] for name in TOLD if name in head}
            yield Chapter(told, _entries(document))

    @property
    def pages(self) -> list[Page]:
        """Its pages, without those of included files."""
        return [Page(name, self) for name in pages_of(self.documents[0].head())]


def pages_of(head: Mapping[str, Any]) -> list[Any]:
    """Returns the names of the pages of a file."""
    page = head.get("page", [])
    return list(page) if isinstance(page, list) else [page]


def _entries(document: Document, names: Container[str] | None = None) -> Iterator[Entry]:
    """Returns the figures of a file, or those of these names."""
    defaults = canonical(document.head().get("defaults", {}))
    for span in document.figures:
        table = canonical(document.figure(span))
        axes = axes_of(canonical(table.pop("matrix", {})))
        for variant in variants_of(table, defaults, axes):
            if names is None or variant.name in names:
                yield entry(variant, document.path.parent)


def entry(variant: Variant, folder: Path) -> Entry:
    """Returns a figure of a manifest.

    Args:
        variant: the figure as the manifest spells it.
        folder: of the manifest.

    Raises:
        PoolanimError: a key is wrong; `field` is its name.
    """
    preset = load_preset(variant.fields.get("for"))
    output = variant.fields.get("output", [])
    paths = output if isinstance(output, list) else [output]
    named = [path for path in paths if isinstance(path, str)]
    given = {**variant.fields, **preset.settings(variant.fields, named)}
    if "layer" not in given:
        raise ParameterError("layer is missing; give one, such as layer = 'max'", field="layer")
    spec = {key: given[key] for key in FIGURE_KEYS if key in given}
    options = {key: given.get(key) for key in OPTIONS_OF_OUTPUTS}
    looks = {}
    for field in LOOKS:
        with concerning(field):
            looks[field] = several(field, spec.get(field, getattr(Figure, field)))
    texts = {key: [spec.get(key, given.get(key))] for key in FILES} | {"theme": looks["theme"]}
    files = tuple(
        NamedFile(key, text, os.path.normpath(folder / text))
        for key, names_file in FILES.items()
        for text in texts[key]
        if isinstance(text, str) and names_file(text)
    )
    places = {(file.key, file.text): file.path for file in files}
    spec = {key: places.get((key, str(value)), value) for key, value in spec.items()}
    looks["theme"] = [places.get(("theme", theme), theme) for theme in looks["theme"]]
    first = {field: values[0] for field, values in looks.items()}
    figures = tuple(in_looks(Figure(**{**spec, **first}), looks))
    with concerning("output"):
        outputs = tuple(plan(_paths(variant, preset.formats), **options))
        for output in outputs:
            if output.streams or output.is_folder:
                raise ParameterError(f"output {output.path!r} is no file; name one")
        check_shown(figures, outputs)
    about = given.get("about", "")
    if not isinstance(about, str):
        raise ParameterError.about("about", about, "give text")
    made = Entry(variant.name, figures, outputs, files, given.get("for"), about=about)
    if "embed" not in given:
        return made
    with concerning("embed", ("output", "for")):
        return _embedded(made, given["embed"], given.get("embed_base", ""), places)


def _embedded(
    made: Entry, embed: object, base: object, places: Mapping[tuple[str, str], str]
) -> Entry:
    """Returns a figure with its snippet.

    Raises:
        ParameterError: its outputs cannot be embedded by this template.
    """
    from poolanim.publish.embed import load_embedding

    if not isinstance(embed, str):
        raise ParameterError.about("embed", embed, "give the name of a template, or a file")
    if not isinstance(base, str):
        raise ParameterError.about("embed_base", base, "give a folder or an address")
    embed = places.get(("embed", embed), embed)
    embedding = load_embedding(embed)
    embedding.check(made.outputs)
    return replace(
        made, embed=embed, embed_base=base, snippet=f"{made.name}.embed{embedding.suffix}"
    )


def _paths(variant: Variant, formats: Sequence[str]) -> list[str]:
    """Returns the outputs of a figure; if it names none, one of each format."""
    default = [f"{{name}}{all_formats()[name].ending}" for name in formats]
    named = named_outputs(variant.fields.get("output", default))
    return [filled("output", path, variant.labels) for path in named]

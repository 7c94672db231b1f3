"""Makes a figure's files for a place: by a preset, in several looks, with a snippet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.figure import Figure
from poolanim.formats.catalogue import all_formats
from poolanim.formats.checking import check_outputs
from poolanim.formats.looks import LOOKS, in_looks, several
from poolanim.formats.outputs import OUTPUT_PARAMETERS, STDOUT, plan
from poolanim.pipeline import animate
from poolanim.publish.presets import load_preset
from poolanim.records import replace
from poolanim.records.tuples import NamedTuple
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from poolanim.formats.outputs import Output
    from poolanim.formats.painting import Progress
    from poolanim.formats.writing import Written
    from poolanim.publish.embed import Embedding
    from poolanim.publish.presets import Preset
    from poolanim.scene.frames import Scene


class Embed(NamedTuple):
    """A snippet that is asked for.

    Attributes:
        name: the name or the file of its template.
        base: the folder or the address of the files in a page; None if their paths are right there.
    """

    name: str
    base: str | None = None


class Published(NamedTuple):
    """The files of a figure, with their snippet and their warnings.

    Attributes:
        files: all files that were written.
        snippet: the text that embeds them; empty if none was asked for.
        has_entities: whether the language of the snippet has HTML's character references.
        reading: how an input of more than two axes was read; empty for other inputs.
        warnings: themes with retired roles, texts that were cut, and files that exceed the limits
            of their place.
    """

    files: list[Written]
    snippet: str
    has_entities: bool
    reading: str
    warnings: list[str]


def publish_figure(
    fields: Mapping[str, Any],
    outputs: Sequence[str],
    *,
    place: str | None = None,
    embed: Embed | None = None,
    given: Collection[str] = (),
    progress: Progress | None = None,
) -> Published:
    """Makes the files of a figure for a place.

    Args:
        fields: the fields of the figure, and the options of its outputs. `theme` and `aspect` may
            be several, with commas between them.
        outputs: the paths of the files; files of the preset's formats in `out/` if empty.
        place: the name of a preset. Options of the user override its settings.
        embed: the template of the snippet.
        given: the names of the options that the user gives.
        progress: gets the painted share of the film, from 0 to 1.

    Raises:
        PoolanimError: a field, an option, an output or the template cannot be used.
    """
    preset = load_preset(place)
    spec = {**fields, **preset.settings(given, outputs)}
    options = {entry.name: spec.pop(entry.name, entry.default) for entry in OUTPUT_PARAMETERS}
    looks = {field: several(field, spec[field]) for field in LOOKS if field in spec}
    first = {field: values[0] for field, values in looks.items()}
    figures = in_looks(Figure(**{**spec, **first}), looks)
    unnamed = [f"a{all_formats()[name].ending}" for name in preset.formats]
    planned = plan(outputs or unnamed, **options)
    embedding = None if embed is None else _embedding(embed, planned, is_named=bool(outputs))
    files = animate(
        figures[0],
        *(planned if outputs else ()),
        formats=preset.formats,
        looks=looks,
        progress=progress,
        **({} if outputs else options),
    )
    warnings = warnings_of(figures, files, preset)
    if embedding is None:
        return Published(files, "", False, files[0].reading, warnings)
    snippet = embedding.snippet(figures, planned, _in_page(files, embed))
    return Published(files, snippet, embedding.has_entities, files[0].reading, warnings)


def _in_page(files: Sequence[Written], embed: Embed | None) -> list[Written]:
    """Returns files with the paths by which a page finds them under the base of a snippet."""
    if embed is None or embed.base is None:
        return list(files)
    folder = os.path.commonpath([file.path.parent for file in files])
    return [replace(file, path=file.path.relative_to(folder)) for file in files]


def _embedding(embed: Embed, planned: Sequence[Output], *, is_named: bool) -> Embedding:
    """Returns the template of a snippet, checked before its files are made."""
    from poolanim.publish.embed import load_embedding  # loads Jinja

    if any(output.streams for output in planned):
        raise ParameterError(f"embed is given, but output {STDOUT!r} is no file; name one instead")
    embedding = load_embedding(embed.name, embed.base or "")
    embedding.check(planned)
    if is_named:
        check_outputs(planned, [embed.name])
    return embedding


def warnings_of(figures: Sequence[Figure], files: Sequence[Written], preset: Preset) -> list[str]:
    """Returns the warnings about old themes, what is cut or left out, and files over a limit.

    Args:
        figures: the figure in each look.
        files: all files that were written.
        preset: has the limits.
    """
    hints = (load_theme(figure.theme).hint for figure in figures)
    scenes = [written.scene for written in files if written.scene is not None]
    said = [*_cut(scenes[0]), *_left_out(scenes)] if scenes else []
    return [*filter(None, hints), *said, *preset.excesses(figures[0], files)]


def _left_out(scenes: Sequence[Scene]) -> Iterator[str]:
    """Yields a warning if channels are left out, since they have no room side by side."""
    shown, asked = min((scene.channels for scene in scenes), key=lambda drawn: len(drawn.shown))
    if len(shown) < len(asked):
        others = f"{shown.stop}:{min(asked.stop, shown.stop + len(shown)) - 1}"
        yield (
            f"of {len(asked)} channels, {len(shown)} have room side by side: {shown[0]} to "
            f"{shown[-1]} are drawn; choose others, such as channel {others}"
        )


def _cut(scene: Scene) -> Iterator[str]:
    """Yields a warning for each of the user's texts that is cut."""
    for name, kept in scene.cuts:
        yield (
            f"{name} is too long for one line, and is cut after {kept} characters; "
            "shorten it, or use a greater width"
        )

"""Makes a figure's files for a place: by a preset, in several themes, with a snippet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.errors import ParameterError
from poolanim.figure import Figure
from poolanim.formats.catalogue import all_formats
from poolanim.formats.checking import check_outputs
from poolanim.formats.outputs import OUTPUT_PARAMETERS, STDOUT, plan
from poolanim.pipeline import animate
from poolanim.publish.presets import load_preset
from poolanim.theme import load_theme, theme_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from poolanim.formats.outputs import Output
    from poolanim.formats.painting import Progress
    from poolanim.formats.writing import Written
    from poolanim.publish.embed import Embedding
    from poolanim.publish.presets import Preset


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
    embed: str | None = None,
    given: Collection[str] = (),
    progress: Progress | None = None,
) -> Published:
    """Makes the files of a figure for a place.

    Args:
        fields: the fields of the figure, and the options of its outputs. `theme` may be several
            themes, with commas between them.
        outputs: the paths of the files; files of the preset's formats in `out/` if empty.
        place: the name of a preset. Options of the user override its settings.
        embed: the name or the file of a template.
        given: the names of the options that the user gives.
        progress: gets the painted share of the film, from 0 to 1.

    Raises:
        PoolanimError: a field, an option, an output or the template cannot be used.
    """
    preset = load_preset(place)
    spec = {**fields, **preset.settings([*given, "output"] if outputs else given)}
    options = {entry.name: spec.pop(entry.name, entry.default) for entry in OUTPUT_PARAMETERS}
    themes = theme_names(spec["theme"])
    figures = [Figure(**{**spec, "theme": theme}) for theme in themes]
    unnamed = [f"a{all_formats()[name].ending}" for name in preset.formats]
    planned = plan(outputs or unnamed, **options)
    embedding = None if embed is None else _embedding(embed, planned, is_named=bool(outputs))
    files = animate(
        figures[0],
        *(planned if outputs else ()),
        formats=preset.formats,
        themes=themes if len(themes) > 1 else (),
        progress=progress,
        **({} if outputs else options),
    )
    warnings = warnings_of(figures, files, preset)
    if embedding is None:
        return Published(files, "", False, files[0].reading, warnings)
    snippet = embedding.snippet(figures, planned, files)
    return Published(files, snippet, embedding.has_entities, files[0].reading, warnings)


def _embedding(name: str, planned: Sequence[Output], *, is_named: bool) -> Embedding:
    """Returns the template of a snippet, checked before its files are made."""
    from poolanim.publish.embed import load_embedding  # loads Jinja

    if any(output.streams for output in planned):
        raise ParameterError(f"embed is given, but output {STDOUT!r} is no file; name one instead")
    embedding = load_embedding(name)
    embedding.check(planned)
    if is_named:
        check_outputs(planned, [name])
    return embedding


def warnings_of(figures: Sequence[Figure], files: Sequence[Written], preset: Preset) -> list[str]:
    """Returns the warnings about old themes, texts that are cut, and files that exceed a limit.

    Args:
        figures: the figure in each theme.
        files: all files that were written.
        preset: has the limits.
    """
    hints = (load_theme(figure.theme).hint for figure in figures)
    return [*filter(None, hints), *_cut(files), *preset.excesses(figures[0], files)]


def _cut(files: Sequence[Written]) -> Iterator[str]:
    """Yields a warning for each of the user's texts that is cut."""
    scene = next((written.scene for written in files if written.scene is not None), None)
    if scene is None:
        return
    for name, kept in scene.cuts:
        yield (
            f"{name} is too long for one line, and is cut after {kept} characters; "
            "shorten it, or use a greater width"
        )

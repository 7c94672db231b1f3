"""Make a figure's files for some place: by a preset, in several themes, with what embeds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.errors import ParameterError
from poolanim.figure import Figure
from poolanim.formats.catalogue import all_formats
from poolanim.formats.outputs import STDOUT, check_outputs, plan
from poolanim.pipeline import animate
from poolanim.theme import theme_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from poolanim.formats.outputs import Output
    from poolanim.formats.painting import Progress
    from poolanim.formats.writing import Written
    from poolanim.publish.embed import Embedding
    from poolanim.publish.presets import Preset


class Published(NamedTuple):
    """What was made.

    Attributes:
        files: all files that were written.
        snippet: what embeds them; empty if none was asked for.
        has_entities: whether the snippet's language has HTML's character references.
        reading: how an input of more than two axes was read; empty for others.
        warnings: which texts were cut, which files are more than their place takes, and what to
            change.
    """

    files: list[Written]
    snippet: str
    has_entities: bool
    reading: str
    warnings: list[str]


def publish(
    fields: Mapping[str, Any],
    outputs: Sequence[str],
    *,
    place: str | None = None,
    embed: str | None = None,
    given: Collection[str] = (),
    progress: Progress | None = None,
    **options: Any,
) -> Published:
    """Make the files of a figure for a place.

    Args:
        fields: those of the figure; `theme` may name several, with commas between.
        outputs: paths of files. If there are none, those of the preset's formats in `out/`.
        place: name of a preset; what it wants holds unless it is given.
        embed: name or file of a template.
        given: names of the options that the user gives, and does not leave as they are.
        progress: is told, while a film is painted, how much of it is done, from 0 to 1.
        options: those of `Output`.

    Raises:
        PoolanimError: in one line what is wrong, and what to do.
    """
    preset = None if place is None else _preset(place)
    spec = dict(fields)
    if preset is not None:
        spec |= preset.fields(given)
        if not outputs:  # those that the user names may not take what the place wants
            options |= preset.output_options(given)
    formats = ("gif",) if preset is None else preset.formats
    themes = theme_names(spec["theme"])
    figures = [Figure(**{**spec, "theme": theme}) for theme in themes]
    paths = outputs or [f"a{all_formats()[name].ending}" for name in formats]
    planned = plan(paths, **options)
    if embed is not None and any(output.streams for output in planned):
        raise ParameterError(f"embed is given, but output {STDOUT!r} is no file; name one instead")
    embedding = None if embed is None else _embedding(embed, planned)
    if embed is not None and outputs:
        check_outputs(planned, [embed])
    files = animate(
        figures[0],
        *(planned if outputs else ()),
        formats=formats,
        themes=themes if len(themes) > 1 else (),
        progress=progress,
        **({} if outputs else options),
    )
    return Published(
        files,
        "" if embedding is None else _snippet(embedding, figures, planned, files),
        embedding is not None and embedding.has_entities,
        files[0].reading,
        [
            *_cut(figures[0], files),
            *(() if preset is None else preset.excesses(figures[0], files)),
        ],
    )


def _cut(figure: Figure, files: Sequence[Written]) -> Iterator[str]:
    """Which of the user's texts are not there as a whole."""
    scene = next((written.scene for written in files if written.scene is not None), None)
    if scene is None:
        return
    typesetting = next(scene.beats()).shown.typesetting
    for name, shown in (("title", typesetting.title), ("caption", typesetting.caption)):
        given = getattr(figure, name)
        if given is not None and shown != " ".join(given.split()):
            yield (
                f"{name} is too long for one line, and is cut after {len(shown) - 1} characters; "
                "shorten it, or use a greater width"
            )


def _preset(name: str) -> Preset:
    from poolanim.publish.presets import load_preset

    return load_preset(name)


def _embedding(name: str, planned: Sequence[Output]) -> Embedding:
    """Returns the template of a snippet, checked before its files are made."""
    from poolanim.publish.embed import load_embedding

    embedding = load_embedding(name)
    embedding.check(planned)
    return embedding


def _snippet(
    embedding: Embedding,
    figures: Sequence[Figure],
    planned: Sequence[Output],
    files: Sequence[Written],
) -> str:
    from poolanim.publish.embed import snippet

    return snippet(embedding, figures, planned, files)

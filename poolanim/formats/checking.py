"""Checks of the outputs of a run: what they can show, and what they would replace."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, suggestion
from poolanim.files.contents import file_on_disk
from poolanim.fonts.files import is_file as is_font_file
from poolanim.formats.catalogue import all_formats, endings
from poolanim.formats.filming import shows_looks
from poolanim.formats.format import TraceFormat
from poolanim.formats.looks import differing, turns_of
from poolanim.formats.outputs import OPTIONS_OF_OUTPUTS
from poolanim.grids.sources import WORDS, names_file
from poolanim.parameters.domains import Choice
from poolanim.theme import AUTO
from poolanim.theme import is_file as is_theme_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.format import Format
    from poolanim.formats.outputs import Output


FILES: dict[str, Callable[[str], bool]] = {
    **{field: partial(names_file, field) for field in WORDS},
    "font": is_font_file,
    "theme": is_theme_file,
}
"""The fields whose text may name a file, each with a function that returns whether it does."""


def check_names(formats: Sequence[str], options: Collection[str]) -> None:
    """Raises ParameterError if a name is not that of a format, or of an option of outputs."""
    for name in formats:
        Choice(all_formats()).check("formats", name)
    for name in options:
        if name not in ("format", *OPTIONS_OF_OUTPUTS):
            hint = suggestion(name, OPTIONS_OF_OUTPUTS)
            raise ParameterError(f"{name} is no option of an output; {hint}")


def check_shown(figures: Sequence[Figure], outputs: Sequence[Output]) -> None:
    """Raises ParameterError if an output cannot show the background or all looks of a figure."""
    figure = figures[0]
    for output in outputs:
        if figure.is_transparent and output.kind.opaque:
            raise ParameterError(
                f"background is transparent, but output {output.path!r} cannot be transparent; "
                f"leave out one of them, or write {endings(_can_be_transparent)}",
                field="background",
                depends=("output", "for"),
            )
        if shows_looks(output):
            _check_looks(figures, output)
        stays = not output.kind.follows and not isinstance(output.kind, TraceFormat)
        if stays and any(each.theme == AUTO for each in figures):
            raise ParameterError(
                f"theme is {AUTO}, which output {output.path!r} cannot follow; write "
                f"{endings(lambda each: each.follows)}, or give light,dark",
                field="theme",
                depends=("output", "for"),
            )


def _check_looks(figures: Sequence[Figure], output: Output) -> None:
    """Raises ParameterError if a file of all looks would not show one of them."""
    shown = turns_of(figures).values()
    for turn, figure in enumerate(figures):
        if turn not in shown:
            field = differing([figures[0], figure])[-1]
            value = getattr(figure, field)
            raise ParameterError(
                f"{field} has {value!r}, which output {output.path!r} cannot show: it shows one "
                "aspect, and tall in narrow windows, in one light theme and one dark; make it apart"
            )


def _can_be_transparent(chosen: Format) -> bool:
    return not chosen.opaque and not isinstance(chosen, TraceFormat)


def check_outputs(outputs: Sequence[Output], reads: Iterable[str] = ()) -> None:
    """Raises ParameterError if an output would replace another, or a file that is read.

    Args:
        outputs: the outputs of a run.
        reads: the paths of the files that the run reads.
    """
    seen: dict[object, Output] = {}
    places: dict[Path, Output] = {}
    for output in outputs:
        if seen.setdefault(identity(output.path), output) is not output:
            raise ParameterError(f"output {output.path!r} is given twice; name each file once")
        if not output.streams:
            places[Path(os.path.realpath(output.path))] = output
    for place, output in places.items():
        for above in place.parents:
            if above in places:
                raise ParameterError(
                    f"output {output.path!r} is in output {places[above].path!r}, which is "
                    "replaced as a whole; use another path"
                )
    for read in reads:
        file = Path(os.path.realpath(read))
        over = [places[above] for above in file.parents if above in places]
        if (same := seen.get(identity(read))) is not None:
            over.append(same)
        if over:
            raise ParameterError(
                f"output {over[0].path!r} would replace {read!r}, a source of the figure; "
                "name another"
            )


def files_of(figure: Figure) -> Iterator[str]:
    """Returns the paths of the files that a figure is made of."""
    for name, is_file in FILES.items():
        text = getattr(figure, name)
        if isinstance(text, str) and is_file(text):
            yield text


def identity(path: str | os.PathLike[str]) -> object:
    """Returns a value that is equal for all paths of one file, also for links to it."""
    real = os.path.realpath(path)  # os.stat fails if a folder before a .. does not exist
    return file_on_disk(real) or real

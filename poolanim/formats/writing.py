"""Writes the files of a figure from its trace.

Each film is composed once and painted once, for all files that show it. In smooth motion there is a
film for each frame rate; a transparent film, whose frames are whole pictures, is in steps. Sheets
have a film of their own, in which every scan is drawn unless the figure sets `every`.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.files.owned import sweep
from poolanim.files.whole import standard_output, whole_files
from poolanim.formats.format import FilmFormat, LooksFormat, PictureFormat, SceneFormat, TraceFormat
from poolanim.formats.looks import Views, turns_of
from poolanim.formats.outputs import POSTER
from poolanim.records import replace
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output
    from poolanim.formats.painting import Painting, Progress
    from poolanim.formats.parts import Parts
    from poolanim.scene.frames import Scene
    from poolanim.tracing.record import Trace


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written.

    Attributes:
        path: of the file.
        frames: the number of frames that it shows, without a poster before them; 0 for a trace. In
            the file, equal frames that follow each other may be one picture, and a video repeats a
            frame as long as it lasts.
        seconds: the time that these play; 0 for a file that does not play.
        size: in bytes.
        scene: the scene that it shows; None for a trace.
        reading: the part of an input of more than two axes that it shows, and the order in which
            the axes were read; empty for other inputs.
    """

    path: Path
    frames: int
    seconds: float
    size: int
    scene: Scene | None = field(default=None, repr=False, compare=False)
    reading: str = ""


class File(NamedTuple):
    """An output and the path where it is written."""

    output: Output
    path: Path


class Cut(NamedTuple):
    """The settings of a film. Outputs with equal settings show the same film.

    Attributes:
        tween_ms: the time of a frame in which something moves smoothly; 0 for steps.
        every: the parameter of a figure: which scans are drawn.
    """

    tween_ms: int
    every: int | None

    @classmethod
    def of(cls, figure: Figure, output: Output) -> Cut:
        """Returns the cut of an output."""
        smooth = figure.motion == "smooth" and not figure.is_transparent
        return cls(
            output.kind.tween_ms if smooth else 0,
            1 if output.sheet and figure.every is None else figure.every,
        )

    def applied(self, figure: Figure) -> Figure:
        """Returns a figure with this choice of scans."""
        return figure if figure.every == self.every else replace(figure, every=self.every)


def write_figure(
    figure: Figure,
    trace: Trace,
    files: Sequence[File],
    progress: Progress | None = None,
    processes: int | None = None,
    looks: Sequence[Figure] = (),
) -> list[Written]:
    """Writes the files of a figure.

    Args:
        figure: the figure.
        trace: of the figure.
        files: where each output is written.
        progress: is called with the share that is painted, from 0 to 1.
        processes: the number of processes that may paint a film; one a processor if None.
        looks: the figure in all its looks, for files that show all; itself alone if empty.

    Returns:
        A record for each file, with the path of the output.
    """
    from poolanim.formats.parts import begun

    films = composed(figure, trace, [file.output for file in files])
    with ExitStack() as running:
        # Of several films at most one is not a video; other processes paint no videos.
        parts = {
            cut: running.enter_context(begun(film, processes))
            for cut, film in films.items()
            if film.formats
        }
        scenes = [shown(file.output, films[Cut.of(figure, file.output)]) for file in files]
        for turn, (cut, painted) in enumerate(parts.items()):
            own = [file for file in files if Cut.of(figure, file.output) == cut]
            write_film(painted, own, share_of(progress, turn, len(parts)))
    for file, scene in zip(files, scenes, strict=True):
        film = films[Cut.of(figure, file.output)]
        if isinstance(file.output.kind, LooksFormat):
            file.output.kind.write(file.path, views_of(looks or [figure], film))
        else:
            write_still(figure, trace, file, scene, film)
    return [
        replace(written(file, scene), reading=trace.reading)
        for file, scene in zip(files, scenes, strict=True)
    ]


def composed(figure: Figure, trace: Trace, outputs: Sequence[Output]) -> Mapping[Cut, Painting]:
    """Returns the films that some outputs show, each with the formats in which it is encoded."""
    from poolanim.formats.painting import Painting

    formats: dict[Cut, set[str]] = {}
    for output in outputs:
        names = formats.setdefault(Cut.of(figure, output), set())
        if isinstance(output.kind, FilmFormat):
            names.add(output.kind.name)
    return {
        cut: Painting(cut.applied(figure), trace, sorted(names), cut.tween_ms)
        for cut, names in formats.items()
    }


def shown(output: Output, film: Painting) -> Scene | None:
    """Returns what an output shows: the film, a frame of it or a sheet; None for a trace."""
    if isinstance(output.kind, TraceFormat):
        return None
    if output.sheet:
        from poolanim.scene.contact import contact_sheet  # most figures have no sheet

        columns = None if output.sheet is True else output.sheet
        return contact_sheet(film.scene, columns, has_pages=output.kind.has_pages)
    named = output.still or (POSTER if isinstance(output.kind, PictureFormat) else None)
    if named is None:
        return film.scene
    from poolanim.scene.stills import frame_of, still

    return still(film.scene, frame_of(film.scene, named, film.figure.poster))


def write_film(painted: Parts, files: Sequence[File], progress: Progress | None) -> None:
    """Writes all frames of a film to those of some files that take frames."""
    with ExitStack() as stack:
        writers, poster = [], painted.painting.poster
        for output, path in files:
            if isinstance(chosen := output.kind, FilmFormat):
                film = painted.painting.film._replace(plays=output.plays)
                writer = stack.enter_context(chosen.writer(path, film))
                writers.append((chosen.name, writer))
                if chosen.name in poster:
                    writer.add(poster[chosen.name], chosen.poster_ms(film))
        for encoded, duration_ms in painted.frames(progress):
            for name, writer in writers:
                writer.add(encoded[name], duration_ms)


def views_of(figures: Sequence[Figure], film: Painting) -> Views:
    """Returns a film in all looks of its figure.

    Args:
        figures: the figure in all its looks.
        film: the film in the look of desktops by day.
    """
    turns = turns_of(figures)
    scenes, themes = [film.scene], [figures[turns[""]].theme]
    if "_tall" in turns:
        narrow = replace(figures[turns["_tall"]], every=film.figure.every)
        scenes.append(replace(film, figure=narrow).scene)
    if "_dark" in turns:
        themes.append(figures[turns["_dark"]].theme)
    return Views(film.figure, scenes, themes)


def write_still(
    figure: Figure, trace: Trace, file: File, scene: Scene | None, film: Painting
) -> None:
    """Writes a file whose format takes no frames."""
    chosen = file.output.kind
    if isinstance(chosen, TraceFormat):
        chosen.write(file.path, figure, trace)
    elif scene is not None and isinstance(chosen, PictureFormat):
        chosen.write(file.path, film.palette.colours, film.picture(scene))
    elif scene is not None and isinstance(chosen, SceneFormat):
        chosen.write(file.path, scene, figure, trace)


def written(file: File, scene: Scene | None) -> Written:
    """Returns the record of a file."""
    output, path = file
    parts = path.iterdir() if path.is_dir() else [path]
    size = sum(part.stat().st_size for part in parts)
    if scene is None:
        return Written(output.file, 0, 0.0, size)
    seconds = scene.duration_ms / 1000 if output.kind.plays else 0.0
    return Written(output.file, scene.frame_count, seconds, size, scene)


def share_of(progress: Progress | None, turn: int, turns: int) -> Progress | None:
    """Returns the progress of one film of several."""
    return None if progress is None else lambda share: progress((turn + share) / turns)


@contextmanager
def temporaries(outputs: Sequence[Output]) -> Iterator[list[File]]:
    """Yields the paths where outputs are written until all of them are whole."""
    paths = [output.file for output in outputs if not output.streams]
    folders = [output.file for output in outputs if output.is_folder]
    sweep({Path(os.path.realpath(path)).parent for path in paths})
    with ExitStack() as stack:
        rest = iter(stack.enter_context(whole_files(paths, folders=folders)))
        # Standard output is written before files take their places: its reader may have left.
        streams = any(output.streams for output in outputs)
        stream = stack.enter_context(standard_output()) if streams else None
        yield [
            File(output, stream if stream and output.streams else next(rest)) for output in outputs
        ]

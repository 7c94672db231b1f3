"""The whole way from a figure to files: grid, layer, trace, scene, render, write."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.figure import check_figure
from poolanim.files.owned import sweep
from poolanim.files.whole import standard_output, whole_files
from poolanim.formats.catalogue import all_formats
from poolanim.formats.format import FilmFormat, PictureFormat, SceneFormat, TraceFormat
from poolanim.formats.outputs import Output, check_names, check_outputs, check_shown, plan
from poolanim.manifest.keys import FILES
from poolanim.naming import default_name, named_by_options
from poolanim.theme import load_theme, short_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.painting import Painting, Progress
    from poolanim.scene.frames import Scene
    from poolanim.tracing.record import Trace

OUT = Path("out")
"""Where results go by default."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written.

    Attributes:
        path: of the file.
        frames: how many of the film it shows, 0 for a trace. In the file, equal ones that follow
            each other may be one picture, and a video repeats one as often as its time asks.
        seconds: how long it plays; 0 for what does not.
        size: in bytes.
        scene: what it shows; None for a trace.
        reading: which part of an input of more than two axes it shows, and how the axes were read;
            empty for others.
    """

    path: Path
    frames: int
    seconds: float
    size: int
    scene: Scene | None = field(default=None, repr=False, compare=False)
    reading: str = ""


def animate(
    figure: Figure,
    *outputs: str | os.PathLike[str] | Output,
    formats: Sequence[str] = ("gif",),
    themes: Sequence[str] = (),
    progress: Progress | None = None,
    processes: int | None = None,
    **options: Any,
) -> list[Written]:
    """Make the files of a figure: all of them, or none if one cannot be made.

    Args:
        figure: what to show.
        outputs: paths whose endings tell the formats, such as `.gif`, `.svg`, `.png` (the last
            frame) or `.json` (the trace), or an `Output` for each. Without any, files in `out/`
            that are named after the figure's parameters.
        formats: names of their formats.
        themes: names of themes in which each file is made, in place of the figure's: `a.gif` gives
            `a-light.gif` and so on.
        progress: is told, while a film is painted, how much of it is done, from 0 to 1.
        processes: how many may paint a long film; as many as there are processors if None.
        options: those of `Output`, such as `still="first"`; each holds for all paths whose format
            takes it.

    Returns:
        one record for each file, in the order of `outputs`, theme by theme.

    Raises:
        PoolanimError: in one line what is wrong, and what to do.

    Example:
        >>> import tempfile
        >>> from poolanim import Figure
        >>> figure = Figure(layer="max", kernel_size=2, input="1 3; 2 4")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     film, poster = animate(figure, f"{folder}/a.gif", f"{folder}/a.png", still=2)
        >>> film.frames, film.seconds, poster.frames
        (4, 3.8, 1)
    """
    check_names(formats, options)
    check_figure(figure)
    planned = plan(outputs, **options) if outputs else []
    figures = [replace(figure, theme=theme) for theme in themes] or [figure]
    if planned:
        check_outputs(planned, _files_read(figures))
        check_shown(figure, planned)
    for each in figures:
        load_theme(each.theme)  # which tells at once if there is none
    record = run(figure)
    if not planned:
        start = default_name(figure, record, themed=bool(themes))
        paths = [OUT / f"{start}{all_formats()[name].ending}" for name in formats]
        planned = [named_by_options(output) for output in plan(paths, **options)]
        check_shown(figure, planned)
    if themes:
        planned = [output.named(short_name(name)) for name in themes for output in planned]
    check_outputs(planned, _files_read(figures))
    written: list[Written] = []
    with _temporaries(planned) as temporaries:
        files = list(zip(planned, temporaries, strict=True))
        count = len(files) // len(figures)
        for turn, each in enumerate(figures):
            part = files[turn * count : (turn + 1) * count]
            share = _share(progress, turn, len(figures))
            written += film(each, record, part, share, processes)
        return written


def _files_read(figures: Sequence[Figure]) -> Iterator[str]:
    """The paths of files that figures are made of."""
    for figure in figures:
        for name, is_file in FILES.items():
            value = getattr(figure, name, None)
            if isinstance(value, str) and is_file(value):
                yield value


def _share(progress: Progress | None, turn: int, turns: int) -> Progress | None:
    """The progress of one film of several."""
    return None if progress is None else lambda share: progress((turn + share) / turns)


def run(figure: Figure) -> Trace:
    """Read the figure's grids, run its layer and record the passes that it shows."""
    from poolanim.grids.reading import as_batch, grad_grid, input_grid
    from poolanim.layers.table import LAYERS
    from poolanim.tracing.recording import trace

    x = input_grid(figure.input, figure.shape, figure.seed)
    fit = figure.check_fit(x.shape)
    layout = figure.layout_for(x.shape)
    batch = as_batch(x, layout)
    images, _, _, channels = batch.shape
    grads = None
    if figure.direction != "forward":
        shape = images, *fit.output_size, channels
        grads = grad_grid(figure.gradient, layout, shape, figure.seed)
    if layout == "w":  # which is drawn as a grid of one row
        layout = "hw"
    layer = LAYERS[figure.layer].layer(figure.parameters)
    traced = trace(layer, batch, grads, batch_index=figure.batch_index, channel=figure.channel)
    return replace(traced, layout=layout)


def film(
    figure: Figure,
    record: Trace,
    files: Sequence[tuple[Output, Path]],
    progress: Progress | None = None,
    processes: int | None = None,
) -> list[Written]:
    """Draw a figure to files, as `draw` does.

    Returns:
        for each file a record with the path of its output.
    """
    shown = draw(figure, record, files, progress, processes)
    return [
        replace(_written(output, scene, file), reading=record.reading)
        for (output, file), scene in zip(files, shown, strict=True)
    ]


def draw(
    figure: Figure,
    record: Trace,
    files: Sequence[tuple[Output, Path]],
    progress: Progress | None = None,
    processes: int | None = None,
) -> list[Scene | None]:
    """Compose a film once, paint it once, and write it to all files.

    In smooth motion that is once for all formats of one frame rate. Sheets are of a film of their
    own, in which every scan is drawn unless the figure says which.

    Args:
        figure: what to show.
        record: the trace of it.
        files: outputs, and where each is written.
        progress: is told how much is done, from 0 to 1.
        processes: how many may paint.

    Returns:
        for each file the scene that it shows; None for a trace.
    """
    from poolanim.formats.painting import Painting
    from poolanim.formats.parts import begun

    cuts = [_Cut.of(figure, output) for output, _ in files]
    painted = [
        (cut, chosen, output.plays, file)
        for cut, (output, file) in zip(cuts, files, strict=True)
        if isinstance(chosen := output.kind, FilmFormat)
    ]
    filmings = {
        cut: Painting(
            replace(figure, every=cut.every),
            record,
            sorted({chosen.name for of, chosen, *_ in painted if of == cut}),
            cut.tween_ms,
        )
        for cut in dict.fromkeys(cuts)
    }
    films = {cut: filming for cut, filming in filmings.items() if filming.formats}
    with ExitStack() as running:
        # Of several films all but one are videos, which no other processes paint.
        paintings = [
            (cut, running.enter_context(begun(filming, processes)))
            for cut, filming in films.items()
        ]
        shown = [_shown(out, filmings[cut]) for cut, (out, _) in zip(cuts, files, strict=True)]
        for turn, (cut, painting) in enumerate(paintings):
            with ExitStack() as stack:
                writers = []
                for of, writing, plays, path in painted:
                    if of == cut:
                        film = replace(films[cut].film, plays=plays)
                        writer = stack.enter_context(writing.writer(path, film))
                        writers.append((writing.name, writer))
                for encoded, duration_ms in painting.frames(_share(progress, turn, len(films))):
                    for name, writer in writers:
                        writer.add(encoded[name], duration_ms)
    for cut, (output, file), scene in zip(cuts, files, shown, strict=True):
        filming, chosen = filmings[cut], output.kind
        if isinstance(chosen, TraceFormat):
            chosen.write(file, figure, record)
        elif scene is not None and isinstance(chosen, PictureFormat):
            chosen.write(file, filming.palette.colours, filming.picture(scene))
        elif scene is not None and isinstance(chosen, SceneFormat):
            chosen.write(file, scene, figure, record)
    return shown


class _Cut(NamedTuple):
    """What two outputs must have in common to show the same film.

    Attributes:
        tween_ms: time of a frame in which something moves smoothly; 0 for steps.
        every: which scans are drawn, as in a figure.
    """

    tween_ms: int
    every: int | None

    @classmethod
    def of(cls, figure: Figure, output: Output) -> _Cut:
        """That of an output."""
        smooth = figure.motion == "smooth"
        return cls(
            output.kind.tween_ms if smooth else 0,
            1 if output.sheet and figure.every is None else figure.every,
        )


def _shown(output: Output, filming: Painting) -> Scene | None:
    """What an output shows: the film, one frame of it, a sheet, or None for a trace."""
    from poolanim.scene.contact import contact_sheet
    from poolanim.scene.still import still

    if isinstance(output.kind, TraceFormat):
        return None
    if output.sheet:
        return contact_sheet(filming.scene, None if output.sheet is True else output.sheet)
    number = output.frame(filming.scene.frame_count)
    return filming.scene if number is None else still(filming.scene, number)


@contextmanager
def _temporaries(outputs: Sequence[Output]) -> Iterator[list[Path]]:
    """Where outputs are written until all of them are whole."""
    files = [output.file for output in outputs if not output.streams]
    folders = [output.file for output in outputs if output.is_folder]
    sweep({Path(os.path.realpath(file)).parent for file in files})
    with ExitStack() as stack:
        rest = iter(stack.enter_context(whole_files(files, folders=folders)))
        # Standard output is written before files take their places: its reader may have left.
        streams = any(output.streams for output in outputs)
        stream = stack.enter_context(standard_output()) if streams else None
        yield [stream if stream and output.streams else next(rest) for output in outputs]


def _written(output: Output, scene: Scene | None, file: Path) -> Written:
    parts = file.iterdir() if file.is_dir() else [file]
    size = sum(part.stat().st_size for part in parts)
    if scene is None:
        return Written(output.file, 0, 0.0, size)
    seconds = scene.duration_ms / 1000 if output.kind.plays else 0.0
    return Written(output.file, scene.frame_count, seconds, size, scene)

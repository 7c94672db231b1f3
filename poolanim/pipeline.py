"""The whole way from a figure to files: grid, layer, trace, scene, render, write."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import GridError, ParameterError, suggestion
from poolanim.geometry import spell
from poolanim.theme import load_theme
from poolanim.write.output import whole_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.filming import Progress
    from poolanim.scene.marks import Scene
    from poolanim.tracing import Trace

FILMS = (".gif", ".mp4", ".webp", ".apng")
"""Endings of the films that can be written; each names the module in `write` that does it."""
FORMATS = (*FILMS, ".json", ".png")
"""Endings of the files that can be written."""
OUT = Path("out")
"""Where results go by default."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written.

    Attributes:
        path: of the file.
        frames: how many pictures of the film it holds; 0 for a trace.
        seconds: how long it plays; 0 for what does not.
        size: in bytes.
    """

    path: Path
    frames: int
    seconds: float
    size: int


def animate(
    figure: Figure, *outputs: str | os.PathLike[str], progress: Progress | None = None
) -> list[Written]:
    """Make the files of a figure: all of them, or none if one cannot be made.

    Args:
        figure: what to show.
        outputs: paths that end in `.gif`, `.mp4`, `.webp`, `.apng`, `.png` (the last frame) or
            `.json` (the trace). Without any, a GIF in `out/` that is named after the figure's
            parameters.
        progress: is told, while a film is painted, how much of it is done, from 0 to 1.

    Returns:
        one record for each file, in the order of `outputs`.

    Raises:
        PoolanimError: in one line what is wrong, and what to do.

    Example:
        >>> import tempfile
        >>> from poolanim import Figure
        >>> figure = Figure(layer="max", kernel_size=2, input="1 3; 2 4")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [written] = animate(figure, f"{folder}/max.gif")
        >>> written.frames, written.seconds
        (3, 3.4)
    """
    paths = [Path(output) for output in outputs]
    check_outputs(paths)
    load_theme(figure.theme)  # which tells at once if there is none
    record = run(figure)
    paths = paths or [OUT / default_name(figure, record)]
    with whole_files(paths) as temporaries:
        files: dict[str, list[Path]] = {suffix: [] for suffix in FORMATS}
        for path, temporary in zip(paths, temporaries, strict=True):
            files[path.suffix.lower()].append(temporary)
        drawn = any(files[suffix] for suffix in (*FILMS, ".png"))
        scene = draw(figure, record, files, progress) if drawn else None
        for file in files[".json"]:
            from poolanim.interchange import to_json

            file.write_text(to_json(figure, record), "utf-8")
    return [_written(path, scene) for path in paths]


def run(figure: Figure) -> Trace:
    """Read the figure's grids, run its layer and record the passes that it shows."""
    from poolanim.figure import DEFAULT_SHAPE, LARGEST
    from poolanim.grid import grad_grid, input_grid
    from poolanim.registry import layer_class
    from poolanim.tracing import trace

    x = input_grid(figure.input, figure.shape or DEFAULT_SHAPE, figure.seed)
    if max(x.shape) > LARGEST:
        raise GridError(
            f"input is {x.shape[0]}x{x.shape[1]}; it must be at most {LARGEST}x{LARGEST}"
        )
    layer = layer_class(figure.layer)(figure.kernel_size, figure.stride, figure.padding)
    _check_focus(figure, x.shape)
    if figure.direction == "forward":
        return trace(layer, x)
    shape = layer.geometry(x.shape).output_shape
    return trace(layer, x, grad_grid(figure.grad, shape, figure.seed))


def draw(
    figure: Figure,
    record: Trace,
    files: Mapping[str, Sequence[Path]],
    progress: Progress | None = None,
) -> Scene:
    """Draw a film once, and write it to files of every format.

    Args:
        figure: what to show.
        record: the trace of it.
        files: for each ending the files to write.
        progress: is told how much is done, from 0 to 1.

    Returns:
        the scene that was drawn.
    """
    from poolanim.filming import Filming, writers_of

    filming = Filming(figure, record, [ending for ending in FILMS if files[ending]])
    with ExitStack() as stack:
        writers = [
            (ending, stack.enter_context(writers_of(ending).writer(file, filming.film)))
            for ending in filming.endings
            for file in files[ending]
        ]
        for encoded, duration_ms in filming.frames(progress) if writers else ():
            for ending, writer in writers:
                writer.add(encoded[ending], duration_ms)
    for file in files[".png"]:
        from poolanim.write.png import write_png

        write_png(file, filming.palette.colours, filming.last_picture())
    return filming.scene


def check_outputs(paths: Sequence[Path]) -> None:
    """Raise ParameterError unless every path has an ending that can be written, and its own."""
    seen: set[str] = set()
    for path in paths:
        if path.suffix.lower() not in FORMATS:
            hint = suggestion(path.suffix.lower(), FORMATS)
            raise ParameterError(f"output is {str(path)!r}, of no known format; {hint}")
        real = os.path.realpath(path)
        if real in seen:
            raise ParameterError(f"output {str(path)!r} is given twice; name each file once")
        seen.add(real)


def _check_focus(figure: Figure, shape: tuple[int, ...]) -> None:
    height, width = shape
    if figure.focus is not None and not (figure.focus[0] < height and figure.focus[1] < width):
        raise ParameterError(
            f"focus is {figure.focus[0]},{figure.focus[1]}, but the input is {height}x{width}; "
            f"rows are 0 to {height - 1}, columns 0 to {width - 1}"
        )


def default_name(figure: Figure, record: Trace) -> str:
    """The name of a figure's GIF if the user gives none.

    Example:
        >>> from poolanim import Figure
        >>> figure = Figure(layer="avg", shape="5x4")
        >>> default_name(figure, run(figure))
        'avg-backward-5x4-k3-s1.gif'
    """
    height, width = record.geometry.input_shape
    parts = [figure.layer, figure.direction, f"{height}x{width}"]
    parts += [f"k{spell(figure.kernel_size)}", f"s{spell(figure.stride)}"]
    if figure.padding != (0, 0):
        parts.append(f"p{spell(figure.padding)}")
    return "-".join(parts) + ".gif"


def _written(path: Path, scene: Scene | None) -> Written:
    size = Path(os.path.realpath(path)).stat().st_size  # as it was written, also for x/../a.gif
    if scene is not None and path.suffix.lower() in FILMS:
        return Written(path, scene.frame_count, scene.duration_ms / 1000, size)
    return Written(path, int(path.suffix.lower() == ".png"), 0.0, size)

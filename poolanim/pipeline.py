"""The pipeline from a figure to files: read, trace, compose, paint, write."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from poolanim.figure import check_figure
from poolanim.formats.catalogue import all_formats
from poolanim.formats.checking import check_names, check_outputs, check_shown, files_of
from poolanim.formats.filming import films_of
from poolanim.formats.looks import differing, in_looks
from poolanim.formats.outputs import plan
from poolanim.formats.writing import share_of, temporaries, write_figure
from poolanim.grids.lines import along_line
from poolanim.grids.sources import is_read
from poolanim.parameters.domains import BIAS, SCATTER
from poolanim.records import replace
from poolanim.theme import load_theme

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output
    from poolanim.formats.painting import Progress
    from poolanim.formats.writing import Written
    from poolanim.grids.reading import Grid
    from poolanim.grids.weights import Weights
    from poolanim.parameters.sizes import Pair
    from poolanim.tracing.record import Trace

OUT = Path("out")
"""The folder of files for which no path is given."""


def animate(
    figure: Figure,
    *outputs: str | os.PathLike[str] | Output,
    formats: Sequence[str] = ("gif",),
    looks: Mapping[str, Sequence[str]] = MappingProxyType({}),
    progress: Progress | None = None,
    processes: int | None = None,
    **options: Any,
) -> list[Written]:
    """Makes the files of a figure: all of them, or none if one cannot be made.

    Args:
        figure: the figure.
        outputs: paths whose endings name the formats, such as `.gif`, `.svg`, `.png` (the last
            frame) or `.json` (the trace), or an `Output` for each. Without any, the files are in
            `out/`, and named after the figure's parameters.
        formats: the names of the formats of these files.
        looks: values of `theme` and `aspect` in which each file is made, in place of the figure's
            own: `{"theme": ["light", "dark"]}` makes `a-light.gif` and `a-dark.gif` of `a.gif`.
            An `.html` is one file of all looks.
        progress: is called with the share of a film that is painted, from 0 to 1.
        processes: the number of processes that may paint a long film; one a processor if None.
        options: options of `Output`, such as `still="first"`. Each applies to all paths whose
            format has it.

    Returns:
        A record of each file, in the order of `outputs`, look by look.

    Raises:
        PoolanimError: the figure cannot be made; the message says why in one line.

    Example:
        >>> import tempfile
        >>> from poolanim import Figure
        >>> figure = Figure(layer="max", kernel_size=2, input="1 3; 2 4")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     film, poster = animate(figure, f"{folder}/a.gif", f"{folder}/a.png", still=2)
        >>> film.frames, film.seconds, poster.frames
        (30, 6.88, 1)
    """
    check_names(formats, options)
    check_figure(figure)
    figures = in_looks(figure, looks)
    planned = plan(outputs, **options) if outputs else []
    _check(figures, planned)
    trace = run(figure)
    if not planned:
        from poolanim.formats.naming import default_name, named_by_options

        start = default_name(figure, trace, without=differing(figures))
        paths = [OUT / f"{start}{all_formats()[name].ending}" for name in formats]
        planned = [named_by_options(output) for output in plan(paths, **options)]
    films = films_of(figures, planned)
    planned = [output for _, made in films for output in made]
    _check(figures, planned)
    written: list[Written] = []
    with temporaries(planned) as files:
        rest = iter(files)
        for turn, (each, made) in enumerate(films):
            part = list(islice(rest, len(made)))
            share = share_of(progress, turn, len(films))
            written += write_figure(each, trace, part, share, processes, figures)
    return written


def run(figure: Figure) -> Trace:
    """Returns the trace of a figure: reads its grids, and records the passes of its layer."""
    from poolanim.tracing.recording import trace

    batch, layout, of_input = _input(figure)
    images, height, width, channels = batch.shape
    weights = _weights(figure, (height, width), channels) if figure.entry.kernel_layout else None
    kernel = None if weights is None else weights.shape
    fit = figure.check_fit((images, height, width, channels), layout, kernel)
    operands = {} if weights is None else {"weight": weights.weight, "bias": weights.bias}
    layer = figure.entry.layer({**fit.parameters, **operands})
    grads, of_grad, filters = None, "", channels if kernel is None else kernel.filters
    output_layout = figure.output_layout(layout, filters)
    if figure.direction != "forward":
        shape = images, *fit.output_size, filters
        grads, of_grad = _grad(figure, output_layout, shape)
    traced = trace(
        layer,
        batch,
        grads,
        batch_index=figure.batch_index,
        channel=figure.channel,
        filter=figure.filter,
        form=BIAS if figure.wrt == BIAS else figure.form or SCATTER,
    )
    made = not is_read(figure.input, "input")
    order, of_weights = ("", ()) if weights is None else (weights.layout, weights.notes)
    notes = tuple(filter(None, [of_input, *of_weights, of_grad]))
    return replace(
        traced,
        layout=layout,
        output_layout=output_layout,
        made=made,
        kernel_layout=order,
        notes=notes,
    )


def _input(figure: Figure) -> tuple[Grid, str, str]:
    """Returns the input of a figure, (N, H, W, C), its layout, and a note of how it was read."""
    if is_read(figure.input, "input"):
        from poolanim.grids.reading import as_batch, read_grid

        x, own, note = read_grid("input", figure.input, figure.picture_shape)
        layout = figure.layout_for(x.shape, own)
        return as_batch(x, layout), layout, note
    from poolanim.grids.making import made_input

    # Those of a pooling layer show what its windows do.
    height, width = figure.made_shape[:2]
    parameters = along_line(figure.parameters, (height, width))
    layer = None if figure.entry.kernel_layout else figure.entry.layer(parameters)
    made = made_input(figure.input, figure.made_shape, figure.seed, layer)
    return made, figure.made_layout, ""


def _weights(figure: Figure, size: Pair, channels: int) -> Weights:
    """Returns the weights of a figure whose layer has some."""
    from poolanim.grids.weights import Weights

    return Weights.of(figure, size, channels)


def _grad(figure: Figure, layout: str, shape: tuple[int, int, int, int]) -> tuple[Grid, str]:
    """Returns the gradient of the output, of this layout, and a note of how it was read."""
    if is_read(figure.gradient, "grad"):
        from poolanim.grids.reading import read_grad

        return read_grad(figure.gradient, layout, shape)
    from poolanim.grids.making import made_grad

    return made_grad(figure.gradient, shape, figure.seed), ""


def _check(figures: Sequence[Figure], outputs: Sequence[Output]) -> None:
    """Raises PoolanimError if figures and their outputs do not fit, or a theme cannot be read."""
    if outputs:
        check_outputs(outputs, chain.from_iterable(map(files_of, figures)))
        check_shown(figures, outputs)
    for figure in figures:
        load_theme(figure.theme)

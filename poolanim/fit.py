"""Whether a figure's parts fit its input: known from shapes alone. Free of NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import GridError, ParameterError
from poolanim.grids.layouts import by, check_grad, layout_of, sizes
from poolanim.grids.sources import STDIN, WORDS, names_file
from poolanim.grids.text import rows_of, shape_of
from poolanim.layers.geometry import Geometry, check_fractional
from poolanim.limits import CHANNELS, SIDE

if TYPE_CHECKING:
    from poolanim.figure import Figure
    from poolanim.grids.sources import Source
    from poolanim.layers.axis import Pair

DEFAULT_SHAPE = (5, 5)


def known_shape(figure: Figure) -> tuple[int, ...] | None:
    """The shape of a figure's input; None if it is in what has yet to be read.

    Raises:
        GridError: it is given, but is no grid.
    """
    if figure.input in (None, *WORDS):
        return figure.shape or DEFAULT_SHAPE
    return _shape_of("input", figure.input)


def layout_for(figure: Figure, shape: tuple[int, ...]) -> str:
    """The layout of a figure's input of this shape; channels come first in code of PyTorch.

    Raises:
        PoolanimError: the figure's layout does not fit, or there are several that do.
    """
    channels_first = "torch" in (figure.like, figure.code)
    return layout_of(shape, figure.layout, channels_first=channels_first)


def check_fit(figure: Figure, shape: tuple[int, ...]) -> None:
    """Raise PoolanimError if something of a figure does not fit an input of this shape."""
    layout = layout_for(figure, shape)
    images, height, width, channels = sizes(layout, shape)
    if max(height, width) > SIDE:
        raise GridError(f"input is {height}x{width}; it must be at most {SIDE}x{SIDE}")
    if channels > CHANNELS:
        raise GridError(f"input has {channels:,} channels; it must have at most {CHANNELS:,}")
    for name, count in (("batch_index", images), ("channel", channels)):
        number = getattr(figure, name)
        if isinstance(number, int) and number >= count:
            raise ParameterError(
                f"{name} is {number}; give a whole number from 0 to {count - 1}, as the input is "
                f"{by(shape)}, read as {layout.upper()}"
            )
    if figure.focus is not None and not (figure.focus[0] < height and figure.focus[1] < width):
        raise ParameterError(
            f"focus is {figure.focus[0]},{figure.focus[1]}, but the input is {height}x{width}; "
            f"rows are 0 to {height - 1}, columns 0 to {width - 1}"
        )
    size = _output_size(figure, (height, width))
    check_scans(figure, size[0] * size[1])
    if figure.layer == "unpool":
        size = height, width
    grad = _shape_of("grad", figure.grad)
    if grad is not None:
        check_grad(grad, layout, (images, *size, channels))


def check_scans(figure: Figure, count: int) -> None:
    """Raise ParameterError if a figure wants scans of which there are not so many."""
    if figure.scans is not None and figure.scans[1] > count:
        first, last = figure.scans
        raise ParameterError(
            f"scans is {first}:{last}, but there are {count}; give numbers up to {count}"
        )


def _shape_of(name: str, source: Source | None) -> tuple[int, ...] | None:
    """The shape of a grid that is given in numbers; None if there is none."""
    if source is None:
        return None
    if isinstance(source, str) and (source in (*WORDS, STDIN) or names_file(source)):
        return None
    return shape_of(rows_of(name, source))


def _output_size(figure: Figure, shape: Pair) -> Pair:
    """Rows and columns of what the layer makes of an input; of unpooling, of what it undoes."""
    kernel_size, output_size = figure.kernel_size, figure.output_size
    if output_size is not None:
        if kernel_size is not None:
            check_fractional(shape, kernel_size, output_size)
        return output_size
    if kernel_size is None:
        return 1, 1
    height, width = Geometry.over(
        shape,
        kernel_size,
        figure.stride or kernel_size,
        figure.padding or (0, 0),
        figure.dilation or (1, 1),
        ceil_mode=bool(figure.ceil_mode),
    ).output_shape
    return height, width

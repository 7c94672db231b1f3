"""What is enough for grids whose cells are smaller than a pixel: a width, or fewer channels."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.parameters.table import WIDTH
from poolanim.records import replace
from poolanim.scene.arrange.arrangements import arranged
from poolanim.scene.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.arrange.wanted import Wanted


def is_seen(canvas: Canvas, ways: Sequence[Placement]) -> bool:
    """Returns whether boards have an arrangement with cells of at least a pixel."""
    return bool(ways) and ways[0].boards[0].side * canvas.zoom >= 1


def too_large(figure: Figure, canvas: Canvas, wanted: Wanted) -> ParameterError:
    """Returns the error of grids whose cells are smaller than a pixel, with what is enough.

    Args:
        figure: the figure.
        canvas: its canvas.
        wanted: the boards and texts to arrange.
    """
    rows, columns = max(wanted.shapes, key=lambda shape: len(shape[0]) * len(shape[1]))
    width, height = figure.size
    axis = "channel" if wanted.threaded is None else wanted.threaded.axis
    several = f"{wanted.columns} {axis}s of " if wanted.columns > 1 else ""
    return ParameterError(
        f"{several}{len(rows)}x{len(columns)} cells are too large for a picture of "
        f"{width}x{height} pixels; {_enough(figure, canvas, wanted)}",
        field=axis if several else "width",
        given=getattr(figure, axis) if several else figure.width,
        depends=(axis, "width", "aspect"),
    )


def _enough(figure: Figure, canvas: Canvas, wanted: Wanted) -> str:
    """Returns the least width that is enough, or else the most channels, by laying them out."""
    widths = range(figure.size[0], WIDTH.greatest + 1, 2)

    def of_width(width: int) -> bool:
        wider = Canvas.of(replace(figure, width=width))
        wider = replace(wider, head_rows=canvas.head_rows)
        return is_seen(wider, arranged(wider, wanted))

    if of_width(widths[-1]):
        return f"use a width of at least {widths[bisect_left(widths, True, key=of_width)]}"

    most = most_columns(canvas, wanted)
    if most < 2:
        return "choose one by its number, such as 0" if most else "use a smaller grid"
    return f"at most {most} of them fit side by side, so choose some, such as 0:{most - 1}"


def most_columns(canvas: Canvas, wanted: Wanted) -> int:
    """Returns how many of the wanted columns have room side by side."""

    def too_many(columns: int) -> bool:
        return not is_seen(canvas, arranged(canvas, wanted.narrowed(columns)))

    return bisect_left(range(1, wanted.columns + 1), True, key=too_many)

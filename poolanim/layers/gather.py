"""A backward pass from the side of the input: each cell gathers the terms that are added to it."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.scans import Along, Made, Scans
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.axis import Axis, Cell
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.terms import Cells, Terms

STUFFED, FLIPPED = "stuffed", "flipped"
"""The names of the grids that gathering makes of `grad_output` and of `weight`."""


def gathered(scans: Scans, target: str) -> Scans:
    """Returns the terms of a target, grouped by the cells that they are added to.

    Each cell of the target has a scan, which adds its terms in the order in which `scans` add them.
    Terms on padding are left out.

    Args:
        scans: scans that add to a window of the target.
        target: the name of the target.
    """
    terms, spans = scans.terms[target], scans.spans[target]
    shape = terms.to.shape[: len(spans)]
    order = None if len(shape) < 3 else (2, 0, 1)  # as that of all scans with a channel
    return Scans(
        shape=shape,
        own=target,
        terms={target: _grouped(terms, shape, order)},
        spans={
            scans.own: tuple(_covering(along, spans, shape) for along in scans.spans[scans.own]),
            target: tuple(
                Along(tuple(range(cell, cell + 1) for cell in range(size)), number)
                for number, size in enumerate(shape)
            ),
        },
        order=order,
    )


def _grouped(terms: Terms, shape: Cell, order: Cell | None) -> Terms:
    """Returns terms by the scan of the cell that they are added to."""
    (inner,) = terms.to.inside.nonzero()
    indices = [axis[inner] for axis in terms.to.indices()]
    axes = order or range(len(shape))
    numbers = np.ravel_multi_index([indices[a] for a in axes], [shape[a] for a in axes])
    places = inner[numbers.argsort(kind="stable")]
    ends = np.cumsum([0, *np.bincount(numbers, minlength=prod(shape))])

    def part(cells: Cells) -> Cells:
        return replace(cells, flat=cells.flat[places], ends=ends)

    of = tuple(map(part, terms.of))
    return replace(terms, to=part(terms.to), of=of, amounts=terms.amounts[places], border=None)


def _covering(along: Along, windows: Sequence[Along], shape: Cell) -> Along:
    """Returns for the cells of a target which scans have them in their windows, along one axis.

    Args:
        along: the cells of the scans along an axis of their own grid.
        windows: their windows along each axis of the target.
        shape: the shape of the target.
    """
    scans = range(along.windows[0].start, along.windows[-1].stop)
    for axis, (cells, size) in enumerate(zip(windows, shape, strict=True)):
        if along.axis is not None and cells.axis == along.axis:
            return Along(
                tuple(
                    progression(
                        [scan for scan in scans if cell in cells.windows[scan]],
                        sum(window.stop <= cell for window in cells.windows),
                    )
                    for cell in range(size)
                ),
                axis,
            )
    return Along((scans,))


def progression(numbers: Sequence[int], start: int = 0) -> range:
    """Returns numbers that are evenly apart as a range, which stops right after the last one.

    Args:
        numbers: the numbers.
        start: where the range is, if there is no number.

    Example:
        >>> progression([1, 3, 5]), progression([2]), progression([], 3)
        (range(1, 6, 2), range(2, 3), range(3, 3))
    """
    if not numbers:
        return range(start, start)
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    return range(numbers[0], numbers[-1] + 1, step)


@frozen
class Stuffed:
    """Gradients along an axis, with as many zeros around them that a flipped kernel gathers them.

    Each gradient lies where its window over the input ends. So the kernel, turned by half a turn,
    meets in a window that begins at a cell all gradients of that cell.

    Attributes:
        size: the number of gradients and zeros.
        cells: the places of the gradients among them.
        source: the numbers of the gradients that are in these places; others reach no cell of the
            input.
        along: the window of each cell of the input.
    """

    size: int
    cells: range
    source: range
    along: Along

    @classmethod
    def over(cls, axis: Axis, number: int) -> Stuffed:
        """Returns the gradients of the windows along an axis.

        Args:
            axis: the windows over the input.
            number: the number of the axis.

        Example:
            >>> from poolanim.layers.axis import Axis
            >>> stuffed = Stuffed.over(Axis.sliding(5, 3, 2), 0)
            >>> stuffed.size, stuffed.cells, stuffed.along.windows[0]
            (7, range(2, 5, 2), range(0, 3))
        """
        first = axis.windows[0]
        reach = first[-1] - first[0]
        size = axis.size + reach
        kept = [place for place, window in enumerate(axis.windows) if 0 <= window[-1] < size]
        windows = tuple(range(i, i + reach + 1, first.step) for i in range(axis.size))
        cells = progression([axis.windows[place][-1] for place in kept])
        return cls(size, cells, progression(kept), Along(windows, number))


def with_flipped_kernel(scans: Scans, geometry: Geometry, shapes: dict[str, Cell]) -> Scans:
    """Returns scans that gather gradients with the kernel whose windows gave them.

    Args:
        scans: the scans.
        geometry: the windows of the kernel over the input.
        shapes: by their names those of `grad_output` and `weight`.
    """
    axes = [Stuffed.over(axis, number) for number, axis in enumerate(geometry.axes)]
    grad, weight = shapes["grad_output"][len(axes) :], shapes["weight"]
    plane, deep = weight[: len(axes)], [range(size) for size in weight[len(axes) :]]
    flipped = tuple(range(size - 1, -1, -1) for size in plane)
    made = {
        STUFFED: Made(
            "grad_output",
            (*(axis.size for axis in axes), *grad),
            (*(axis.cells for axis in axes), *map(range, grad)),
            (*(axis.source for axis in axes), *map(range, grad)),
        ),
        FLIPPED: Made("weight", weight, tuple(map(range, weight)), (*flipped, *deep)),
    }
    filters = scans.spans["grad_output"][len(axes) :]
    own = [
        Along(tuple(range(i % depth, i % depth + 1) for i in range(channels)), len(axes))
        for channels, depth in zip(scans.shape[len(axes) :], weight[len(axes) :], strict=False)
    ]
    over = (*(Along((range(size),)) for size in plane), *own, *filters)
    spans: dict[str, tuple[Along, ...]] = {
        STUFFED: (*(axis.along for axis in axes), *filters),
        FLIPPED: over,
        "weight": over,
    }
    return replace(scans, spans={**scans.spans, **spans}, made=made)

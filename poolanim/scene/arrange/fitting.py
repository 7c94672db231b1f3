"""The sizes of cells in a room."""

from __future__ import annotations

WIDEST = 1.55
"""The largest ratio of a cell's width to its height."""
LARGEST = 120
LEAST_FILLED = 0.45
"""The least share of the canvas that boards and beams should fill."""


def cells_in(
    room: tuple[float, float],
    rows: int,
    columns: float,
    *,
    square: bool,
    tallest: float = 1.0,
    widest: float = WIDEST,
    largest: float = LARGEST,
) -> tuple[float, float]:
    """Returns the width and the height of the largest cells that fit into a room.

    Args:
        room: the width and the height of all cells.
        rows: the number of rows.
        columns: the number of columns. A column of larger cells counts as more than one.
        square: whether cells are square.
        tallest: the largest ratio of height to width.
        widest: the largest ratio of width to height.
        largest: the largest width.

    Example:
        >>> cells_in((568, 238), 5, 8, square=False)
        (71, 47)
    """
    across, down = min(room[0] / columns, largest), min(room[1] / rows, LARGEST)
    if square:
        across = down = min(across, down)
    across, down = min(across, widest * down), min(down, tallest * across)
    if min(across, down) >= WHOLE:
        return int(across), int(down)
    return across, down


DOUBLED = 2.0
"""The least height of a cell with a large and a small number, in sizes of the large one."""
WHOLE = 19
"""The least side of cells whose sides are rounded to whole units."""
KERNEL_CELL = 36
"""The size of the cells of a kernel beside cells that are too small for numbers."""

"""Places the boards of all passes of a film on one canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.records import frozen, replace
from poolanim.records.tuples import NamedTuple
from poolanim.scene.arrange.arrangements import arranged
from poolanim.scene.arrange.fitting import LEAST_FILLED
from poolanim.scene.arrange.placement import filled
from poolanim.scene.arrange.wanted import most_needed, widest
from poolanim.scene.boards.fitting import paints_for
from poolanim.scene.enough import is_seen, too_large

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast
    from poolanim.scene.coding import Coding

UNSEEN, SEEN, READABLE, BEST = range(4)
"""How boards suit a film: their cells are smaller than a pixel, or too small for numbers that they
should show, or have room for these, or fill the canvas as well."""
LOWER = 16
"""The difference between two heights of a canvas."""
LOWEST = 0.6
"""The least share of its height to which a canvas is lowered."""


@frozen
class Script:
    """A pass before its boards are placed.

    Attributes:
        cast: the grids.
        coding: the size and the rows of its code.
        wanted: the boards and texts to arrange.
        picture: whether the input is a picture.
    """

    cast: Cast
    coding: Coding
    wanted: Wanted
    picture: bool


Boards = tuple["Placement", "tuple[Paint, ...]"]
"""The places of the boards of a pass, and the objects that draw them."""


def placed(
    figure: Figure, whole: Canvas, scripts: Sequence[Script], measure: Measure
) -> tuple[Canvas, list[Boards]]:
    """Returns the canvas of a film, and the boards of its passes.

    Boards of the same shapes stand in the same places. Where they do not fill the canvas, as grids
    of one row do not, it is lowered.

    Args:
        figure: the spec of the figure.
        whole: the canvas at its full height.
        scripts: its passes.
        measure: returns the widths of texts.

    Raises:
        ParameterError: the figure asks for numbers, but its cells are too small for them.
    """
    canvas, groups = whole, _groups(figure, scripts)
    chosen = [_chosen(figure, canvas, group, measure) for group in groups]
    best = [own for _, boards in chosen for own in boards]
    most = _filled(canvas, best)
    height = canvas.height
    while most < LEAST_FILLED and (height := height - LOWER) >= LOWEST * whole.height:
        lowered = replace(whole, height=height)
        each = [
            _boards(figure, lowered, arranged(lowered, group.wanted), group, cells, measure)
            for group, (cells, _) in zip(groups, chosen, strict=True)
        ]
        boards = [own for group in each if group is not None for own in group]
        if None in each:
            break
        if _filled(lowered, boards) > most:
            canvas, best, most = lowered, boards, _filled(lowered, boards)
    return canvas, best


def rated(figure: Figure, canvas: Canvas, scripts: Sequence[Script], measure: Measure) -> int:
    """Returns how boards suit a film. The arguments are those of `placed`."""
    rating = BEST
    for group in _groups(figure, scripts):
        ways, cells = arranged(canvas, group.wanted), _modes(figure, group.scripts[0].picture)[0]
        if not is_seen(canvas, ways):
            return UNSEEN
        boards = _boards(figure, canvas, ways, group, cells, measure)
        if boards is None:
            rating = SEEN
        elif _filled(canvas, boards) < LEAST_FILLED:
            rating = min(rating, READABLE)
    return rating


def _filled(canvas: Canvas, boards: Sequence[Boards]) -> float:
    """Returns the least share of the canvas that the boards of a pass fill."""
    return min(filled(canvas, placement) for placement, _ in boards)


class Group(NamedTuple):
    """Passes whose boards stand in the same places.

    Attributes:
        scripts: the passes.
        wanted: the boards and texts to arrange.
    """

    scripts: tuple[Script, ...]
    wanted: Wanted


def _groups(figure: Figure, scripts: Sequence[Script]) -> list[Group]:
    if figure.aspect == "tall" or len({script.wanted.shapes for script in scripts}) > 1:
        return [Group((script,), script.wanted) for script in scripts]
    wanted = scripts[0].wanted._replace(
        slots=max(script.wanted.slots for script in scripts),
        code_width=max(script.wanted.code_width for script in scripts),
        code_rows=max(script.wanted.code_rows for script in scripts),
        names=max(script.wanted.names for script in scripts),
        threaded=widest([script.wanted.threaded for script in scripts]),
        needs=most_needed(script.wanted.needs for script in scripts),
    )
    return [Group(tuple(scripts), wanted)]


def _chosen(
    figure: Figure, canvas: Canvas, group: Group, measure: Measure
) -> tuple[str, list[Boards]]:
    """Returns what cells show, and the boards: numbers where these can be read, or else colours."""
    ways = arranged(canvas, group.wanted)
    if not is_seen(canvas, ways):
        raise too_large(figure, canvas, group.wanted)
    for cells in _modes(figure, group.scripts[0].picture):
        boards = _boards(figure, canvas, ways, group, cells, measure)
        if boards is not None:
            return cells, boards
    board = ways[0].boards[0]
    width, height = board.cell_width * canvas.zoom, board.cell_height * canvas.zoom
    raise ParameterError(
        f"cells is {figure.cells!r}, but there are numbers that have no room in cells of "
        f"{width:.0f}x{height:.0f} pixels; use cells heatmap, or a smaller grid",
        field="cells",
        given=figure.cells,
    )


def _boards(
    figure: Figure,
    canvas: Canvas,
    ways: Sequence[Placement],
    group: Group,
    cells: str,
    measure: Measure,
) -> list[Boards] | None:
    """Returns the boards of passes in the first arrangement with room for them; else None."""
    for placement in ways:
        painted = [
            _painted(figure, canvas, script, placement, cells, measure) for script in group.scripts
        ]
        if None not in painted:
            return [boards for boards in painted if boards is not None]
    return None


def _modes(figure: Figure, picture: bool) -> list[str]:
    """Returns what cells may show, the best first: all boards numbers, or each where they fit."""
    if figure.cells != "auto":
        return [figure.cells]
    return ["auto"] if picture else ["numbers", "auto"]


def _painted(
    figure: Figure,
    canvas: Canvas,
    script: Script,
    placement: Placement,
    cells: str,
    measure: Measure,
) -> Boards | None:
    """Returns the boards of a pass; None if its numbers do not fit into the cells."""
    precision, picture = figure.precision, script.picture
    paints = paints_for(script.cast, placement, canvas, measure, cells, precision, picture)
    return None if paints is None else (placement, paints)

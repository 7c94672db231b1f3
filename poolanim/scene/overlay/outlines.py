"""Draws the outlines of the window and of the active cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Board, Rect
    from poolanim.scene.marks import Mark

EDGE, RADIUS = 3, 5
"""The line width and the corner radius of the outlines."""


def outline(rect: Rect) -> Box:
    """Returns the outline of an active cell."""
    left, top, right, bottom = rect
    return Box(left, top, right - left, bottom - top, None, "ink", EDGE, RADIUS)


def window_outline(board: Board, rows: range, columns: range) -> list[Mark]:
    """Returns the outline of a window.

    For a dilated window, it is an outline of each of its cells, and a dashed one around all.
    """
    if rows.step == columns.step == 1:
        return [outline(board.block(rows, columns))]
    hull = board.block(rows, columns)
    taps = [outline(board.cell(row, column)) for row in rows for column in columns]
    return [Box(*hull[:2], hull.width, hull.height, None, "ink", 1, dashed=True), *taps]

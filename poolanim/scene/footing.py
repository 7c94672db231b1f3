"""What is told in every frame, under or beside the boards: code, arithmetic, the tracked sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Box
from poolanim.scene.typesetting import SWATCH, SWATCH_GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.marks import Mark
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.typesetting import Block, Line, Typesetting


def put_lines(
    sheet: Sheet,
    typesetting: Typesetting,
    block: Block,
    lines: Sequence[Line],
    shape: Sequence[Line],
) -> None:
    """Put lines of code with notes, or of notes alone; the places of others are left empty.

    Args:
        sheet: takes the marks.
        typesetting: measures texts.
        block: where they stand.
        lines: what they say.
        shape: the longest that they ever say, which decides where each begins.
    """
    starts = block.starts(shape)
    for number in range(block.places):
        marks: list[Mark] = []
        if number < len(lines):
            first = starts[number]
            code, note = lines[number]
            if code:
                marks += _rows(typesetting, block, block.code.clipped(code), block.x, first, "ink")
            if note:
                beside = code and block.aside
                x = block.note_x if beside else block.x
                first += block.code.rows if code and not beside else 0
                room = block.note if code else block.lone(shape[number][1])
                marks += _rows(typesetting, block, room.clipped(note), x, first, "muted")
        sheet.put(("line", number), marks)


def tracked_marks(typesetting: Typesetting, block: Block, line: str) -> list[Mark]:
    """The tracked cell's sum in the last rows, behind a swatch of its colour."""
    x, y = block.x + 1, block.tracked_y(0)
    marks: list[Mark] = [Box(x, y - SWATCH, SWATCH, SWATCH, "tracked", "tracked_edge")]
    x += SWATCH + SWATCH_GAP
    for row, text in enumerate(block.tracked.clipped(line)):
        marks.append(typesetting.text(x, block.tracked_y(row), text, block.size, typesetting.code))
    return marks


def put_caption(sheet: Sheet, typesetting: Typesetting) -> None:
    """Put the user's caption under all else."""
    page, caption, size = typesetting.page, typesetting.caption, typesetting.caption_size
    marks = []
    if caption:
        face = typesetting.own("sans")
        marks.append(
            typesetting.text(page.margin, page.caption_y, caption, size, face, ink="muted")
        )
    sheet.put("caption", marks)


def _rows(
    typesetting: Typesetting, block: Block, rows: Sequence[str], x: float, first: int, ink: str
) -> list[Mark]:
    return [
        typesetting.text(x, block.row_y(first + row), text, block.size, typesetting.code, ink=ink)
        for row, text in enumerate(rows)
    ]

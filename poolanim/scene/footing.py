"""What stands at the foot of every frame: code, arithmetic, and the tracked cell's sum."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from poolanim.scene import layout as at
from poolanim.scene.marks import MONO_ADVANCE, Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.sheet import Sheet
    from poolanim.scene.typesetting import Typesetting

SWATCH, SWATCH_GAP = 11, 9


def put_lines(sheet: Sheet, typesetting: Typesetting, lines: Sequence[tuple[str, str]]) -> None:
    """Put lines of code with notes beside them, or of notes alone; the places of others empty."""
    text, size = typesetting.text, typesetting.line_size
    for number in range(typesetting.line_count):
        y = typesetting.page.last_line_y - (typesetting.line_count - 1 - number) * at.LINE_HEIGHT
        code, note = lines[number] if number < len(lines) else ("", "")
        marks = [text(at.MARGIN, y, code, size, "mono")] if code else []
        if note:
            x = typesetting.note_x if code else at.MARGIN
            marks.append(text(x, y, note, size, "mono", ink="muted"))
        sheet.put(("line", number), marks)


def put_tracked(sheet: Sheet, typesetting: Typesetting, line: str) -> None:
    """Put the tracked cell's sum in the last line, behind a swatch of its colour."""
    x, y = at.MARGIN + 1, typesetting.page.last_line_y
    swatch = Box(x, y - SWATCH, SWATCH, SWATCH, "tracked", "tracked_edge")
    x += SWATCH + SWATCH_GAP
    sheet.put("tracked", [swatch, typesetting.text(x, y, line, typesetting.line_size, "mono")])


def put_caption(sheet: Sheet, typesetting: Typesetting) -> None:
    """Put the user's caption under all else."""
    caption, size, y = typesetting.caption, typesetting.caption_size, typesetting.page.caption_y
    marks = [typesetting.text(at.MARGIN, y, caption, size, "sans", ink="muted")] if caption else []
    sheet.put("caption", marks)


def tracked_room(typesetting: Typesetting) -> int:
    """Characters beside the swatch."""
    return typesetting.room - ceil((1 + SWATCH + SWATCH_GAP) / typesetting.line_size / MONO_ADVANCE)

"""What stands at the top of every frame: title, pass, number of the scan, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene import layout as at
from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.typesetting import Typesetting
    from poolanim.scene.words import Words


def put_heading(
    sheet: Sheet, words: Words, typesetting: Typesetting, scan: int | None, scans: int
) -> None:
    """Put the heading of a frame.

    Args:
        sheet: takes the marks.
        words: the pass's sentences.
        typesetting: gives title and sizes.
        scan: its number, from 0; None before the first.
        scans: how many there are.
    """
    text, size = typesetting.text, typesetting.title_size
    title = text(at.MARGIN, at.TITLE_Y, typesetting.title, size, "bold")
    space = typesetting.measure(" ", size, "sans") if typesetting.title else 0
    x = at.MARGIN + title.width + space
    name = text(x, at.TITLE_Y, words.sentences["name"], size, "sans", ink="muted")
    sheet.put("title", [title, name])
    done = 0 if scan is None else scan + 1
    key = "count" if done else "opening_count_of_one" if scans == 1 else "opening_count"
    count = words.say(key, {"scan": done, "scans": scans})
    counter = text(at.RIGHT, at.TITLE_Y, count, at.COUNTER_SIZE, "sans", "end", ink="muted")
    sheet.put("counter", [counter])
    length = at.RIGHT - at.MARGIN
    if scans <= at.MOST_SEGMENTS:
        step = (length + at.RAIL_GAP) / scans
        for number in range(scans):
            role = "accent" if number < done else "rail"
            sheet.put(("rail", number), [_bar(number * step, step - at.RAIL_GAP, role)])
    else:
        bars = [_bar(0, length, "rail"), _bar(0, length * done / scans, "accent")]
        sheet.put("rail", bars if done else bars[:1])


def _bar(x: float, width: float, role: str) -> Box:
    return Box(at.MARGIN + x, at.RAIL_Y, width, at.RAIL_HEIGHT, role, radius=2)

"""What tells where a film stands: title, pass, number of the scan, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene import layout as at
from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from poolanim.scene.layout import Page
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
    page = typesetting.page
    counter = text(at.RIGHT, page.counter_y, count, at.COUNTER_SIZE, "sans", "end", ink="muted")
    sheet.put("counter", [counter])
    if scans <= at.MOST_SEGMENTS:
        step = (at.RIGHT - at.MARGIN + at.RAIL_GAP) / scans
        for number in range(scans):
            role = "accent" if number < done else "rail"
            sheet.put(("rail", number), [_bar(page, number * step, step - at.RAIL_GAP, role)])
    else:
        widest = words.say("count", {"scan": scans, "scans": scans})
        beside = typesetting.measure(widest, at.COUNTER_SIZE, "sans") + at.COUNTER_SIZE
        length = at.RIGHT - at.MARGIN - beside
        bars = [_bar(page, 0, length, "rail"), _bar(page, 0, length * done / scans, "accent")]
        sheet.put("rail", bars if done else bars[:1])


def _bar(page: Page, x: float, width: float, role: str) -> Box:
    return Box(at.MARGIN + x, page.rail_y, width, at.RAIL_HEIGHT, role, radius=2)

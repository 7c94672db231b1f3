"""What tells where a film stands: title, pass, number of the scan, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import CAP_HEIGHT, Box
from poolanim.scene.page import MOST_SEGMENTS, RAIL_GAP, RAIL_HEIGHT

if TYPE_CHECKING:
    from poolanim.scene.layout import Layout
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.typesetting import Typesetting
    from poolanim.scene.words import Words


def put_heading(sheet: Sheet, words: Words, typesetting: Typesetting) -> None:
    """Put the title and the name of the pass, as far as there are any."""
    text, page, size = typesetting.text, typesetting.page, typesetting.title_size
    bold, sans = typesetting.own("bold"), typesetting.own("sans")
    title = text(page.margin, page.title_y, typesetting.title, size, bold)
    space = typesetting.measure(" ", size, sans) if typesetting.title else 0
    x = page.margin + title.width + space
    name = text(x, page.title_y, words.sentences["heading"], size, sans, ink="muted")
    sheet.put("title", [mark for mark in (title, name) if mark.text])


def put_formula(sheet: Sheet, typesetting: Typesetting, formula: str) -> None:
    """Put what the layer computes, in TeX, under the heading."""
    sheet.put("formula", [typesetting.formula(formula)] if formula else [])


def put_progress(
    sheet: Sheet, typesetting: Typesetting, layout: Layout, count: str, done: int, scans: int
) -> None:
    """Put what tells how far the film is.

    Args:
        sheet: takes the marks.
        typesetting: gives sizes.
        layout: gives places.
        count: tells the scan.
        done: how many scans are over, or shown.
        scans: how many there are.
    """
    page, y, text = typesetting.page, layout.counter_y, typesetting.text
    left, right = layout.rail
    if page.long:  # set as the lines are, so that in few frames more than a digit changes
        size = layout.block.size
        counter = text(layout.counter_x, y, count, size, "mono", ink="muted")
        rail_y = y - round((CAP_HEIGHT * size + RAIL_HEIGHT) / 2)
    else:
        counter = text(layout.counter_x, y, count, page.counter_size, "sans", "end", ink="muted")
        rail_y = page.rail_y
    sheet.put("counter", [counter])

    def bar(x: float, width: float, role: str) -> Box:
        return Box(left + x, rail_y, width, RAIL_HEIGHT, role, radius=2)

    length = right - left
    if scans <= MOST_SEGMENTS:
        step = (length + RAIL_GAP) / scans
        for number in range(scans):
            role = "accent" if number < done else "rail"
            sheet.put(("rail", number), [bar(number * step, step - RAIL_GAP, role)])
    else:
        rest, part = bar(0, length, "rail"), bar(0, round(length * done / scans), "accent")
        sheet.put("rail", [rest, part] if done else [rest])

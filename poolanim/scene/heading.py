"""What tells where a film stands: title, pass, number of the scan, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Box
from poolanim.scene.page import MOST_SEGMENTS, RAIL_GAP, RAIL_HEIGHT

if TYPE_CHECKING:
    from poolanim.scene.marks import Anchor
    from poolanim.scene.page import Page
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


def put_progress(sheet: Sheet, typesetting: Typesetting, count: str, done: int, scans: int) -> None:
    """Put what tells how far the film is.

    Args:
        sheet: takes the marks.
        typesetting: gives places and sizes.
        count: tells the scan.
        done: how many scans are over, or shown.
        scans: how many there are.
    """
    page = typesetting.page
    # At the foot from the left on, as the lines are, so that frames change smaller rectangles.
    anchor: Anchor = "start" if page.long else "end"
    x = page.margin if page.long else page.right
    beside = typesetting.count_width + page.counter_size if page.long else 0
    counter = typesetting.text(
        x, page.counter_y, count, page.counter_size, "sans", anchor, ink="muted"
    )
    sheet.put("counter", [counter])
    length = page.room - beside
    if scans <= MOST_SEGMENTS:
        step = (length + RAIL_GAP) / scans
        for number in range(scans):
            role = "accent" if number < done else "rail"
            sheet.put(("rail", number), [_bar(page, beside + number * step, step - RAIL_GAP, role)])
    else:
        bars = [
            _bar(page, beside, part, role)
            for part, role in ((length, "rail"), (length * done / scans, "accent"))
        ]
        sheet.put("rail", bars if done else bars[:1])


def _bar(page: Page, x: float, width: float, role: str) -> Box:
    return Box(page.margin + x, page.rail_y, width, RAIL_HEIGHT, role, radius=2)

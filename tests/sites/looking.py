"""Looks at a page: what a reader cannot see, read or use there."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

from poolanim.scene.marks import Text
from tests.scenes import scene_of
from tests.sites.building import FIGURE, OUR_PAGE

WIDTHS = (360, 768, 1200)
LEAST_PX = 9
"""The least size of letters."""
UNKNOWN = re.compile("CSS: .*container.*")
"""What the Nu checker says of container queries, which it does not know yet."""
SHOWN = """new Promise(done => {
  const stages = "svg[viewBox][role=img]";
  const visible = (page, kinds) =>
    [...page?.querySelectorAll(kinds) ?? []].filter(each => each.getClientRects().length);
  const size = (each, width, height) => {
    const box = each.getBoundingClientRect();
    const source = each.currentSrc || each.src || each.id;
    return width ? {source, shown: [box.width, box.height], own: [width, height]} : null;
  };
  const stage = each => size(each, each.viewBox.baseVal.width, each.viewBox.baseVal.height);
  const kinds = {
    IMG: each => size(each, each.naturalWidth, each.naturalHeight),
    VIDEO: each => size(each, each.videoWidth, each.videoHeight),
    IFRAME: each => visible(each.contentDocument, stages).map(stage)[0],
    svg: stage,
  };
  const figures = visible(document, `img, video, iframe, ${stages}`);
  figures.forEach(each => each.loading = "eager");
  const until = performance.now() + 8000;
  const look = () => {
    const found = figures.map(each => kinds[each.tagName](each) ?? null);
    if (found.every(Boolean) || performance.now() > until) done(found);
    else setTimeout(look, 50);
  };
  look();
})"""
"""A script that returns the sizes of figures in a page; null for one that cannot be loaded."""


def smallest():
    """The least size of letters in a picture in its own pixels, by whether it is high."""
    found = {}
    for aspect in ("wide", "tall"):
        scene, _ = scene_of(layer=FIGURE, aspect=aspect)
        marks = (
            mark for frame in scene.frames() for each in frame.changes.values() for mark in each
        )
        found[aspect == "tall"] = min(mark.size for mark in marks if isinstance(mark, Text))
    return found


def faults(page, width, *, chooses, letters):
    """What is wrong on a page that is open at a width."""
    found = []
    figures = page.run(SHOWN)
    if not figures or not all(figures):
        found.append(f"{figures.count(None)} of {len(figures)} figures are not there")
    if (wide := page.run("document.documentElement.scrollWidth")) > width:
        found.append(f"the page is {wide} px wide")
    for figure in filter(None, figures):
        (shown, high), (own, own_high) = figure["shown"], figure["own"]
        size = letters[own_high > own] * shown / own
        if chooses and size < LEAST_PX:
            found.append(f"letters of {size:.1f} px in {figure['source'][-40:]}")
        if abs(high / shown - own_high / own) > 0.02:
            found.append(f"{figure['source'][-40:]} is {shown:.0f}x{high:.0f}, out of shape")
    if "\\" in page.run("document.body.innerText"):
        found.append("a backslash is seen")
    return found


def is_ours(path):
    """Whether a page has nothing of a theme or a tool that is not valid by itself."""
    text = path.read_text("utf-8")
    signs = (OUR_PAGE, 'name="generator" content="poolanim ', "<span>poolanim</span>")
    return any(sign in text for sign in signs)


def invalid(paths):
    """What the Nu checker says of files; None if the variable VNU_JAR does not name it."""
    if "VNU_JAR" not in os.environ:
        return None
    options = ["--format", "json", "--errors-only"]
    command = ["java", "-jar", os.environ["VNU_JAR"], *options, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']}"
        for each in json.loads(done.stderr)["messages"]
        if not UNKNOWN.fullmatch(each["message"])
    ]

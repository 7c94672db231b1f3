"""Readers with any aid can use all HTML that is made."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest

from poolanim import Figure, animate
from poolanim.formats.looks import in_looks
from poolanim.formats.outputs import plan
from poolanim.publish.embed import load_embedding

PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>A page</title></head>\n'
    "<body><main><h1>A page</h1>{}</main></body></html>\n"
)
LOOKS = {"aspect": ["wide", "tall"], "theme": ["light", "dark"]}
SNIPPETS = {"player": ["a.html", "a.gif"], "film": ["b.mp4", "b.png"], "picture": ["c.gif"]}
GALLERY = Path(__file__).parent.parent / "out" / "gallery" / "index.html"


def imported(name):
    """A module of the checker; in CI it must be there."""
    return import_module(name) if "CI" in os.environ else pytest.importorskip(name)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Players, and pages with snippets."""
    folder = tmp_path_factory.mktemp("pages")
    figure = Figure(
        layer="max", kernel_size=2, input="1 3; 2 4", direction="both", motion="steps", step_ms=500
    )
    animate(figure, folder / "paper.html", looks={"theme": ["paper"]})
    made = [folder / "paper.html"]
    for name, paths in SNIPPETS.items():
        outputs = plan([folder / path for path in paths])
        files = animate(figure, *outputs, looks=LOOKS)
        snippet = load_embedding("html").snippet(in_looks(figure, LOOKS), outputs, files)
        made.append(folder / f"page-{name}.html")
        made[-1].write_text(PAGE.format(snippet.replace(str(folder), ".")), "utf-8")
    return [*made, folder / "a.html", GALLERY]


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1000)])
def test_no_rule_of_accessibility_is_broken(pages, browser, scheme, width):
    axe = Path(imported("axe_core_python").__file__).with_name("axe.min.js").read_text("utf-8")
    for path in pages:
        with browser.page(width, 800, prefers_color_scheme=scheme) as page:
            page.open(path).run(f"{axe}; document.querySelector('[id$=cells]')?.focus()")
            broken = page.run(
                "axe.run({iframes: false}).then(({violations}) => violations.map(({id}) => id))"
            )
            assert (path.name, broken) == (path.name, [])

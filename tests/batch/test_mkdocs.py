"""The plug-in of MkDocs: real sites, built and looked at."""

from __future__ import annotations

import logging
import os
import re
from html import unescape
from pathlib import Path

import pytest

from poolanim.batch.site import SiteFigure
from tests.web import LOADED, PLAYER, played, served

if "CI" not in os.environ:
    pytest.importorskip("mkdocs")
    pytest.importorskip("material")

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material prints an advertisement otherwise

from mkdocs.commands.build import build
from mkdocs.config import load_config

BLOCK = (
    "```poolanim\nmax\nsize: 2\ninput: 1 3; 2 4\n\nEach window gives its *largest* number.\n```\n"
)
ALT = SiteFigure.read("max", {"size": "2", "input": "1 3; 2 4"}, Path()).alt
IFRAME = re.compile(r'<iframe src="([^"]+)" title="([^"]+)"')


class Site:
    """The sources of a site."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, text):
        path = self.folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self, extensions="[]", more=""):
        """Builds the site, and gives the folder of its pages."""
        path = self.folder / "mkdocs.yml"
        path.write_text(
            "site_name: demo\ntheme: {name: material, font: false}\nplugins: [poolanim]\n"
            f"markdown_extensions: {extensions}\n{more}"
        )
        config = load_config(str(path))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return self.folder / "site"

    @property
    def made(self):
        """The files that were made for the site, each with the time of its last change."""
        folder = self.folder / ".cache" / "poolanim"
        return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


@pytest.fixture
def told(caplog):
    """Gives the warnings of a build."""
    caplog.set_level(logging.WARNING)
    logging.getLogger("mkdocs").propagate = True
    return lambda: [each.getMessage() for each in caplog.records]


def players(page):
    """The files of the players of a page, and their titles."""
    found = IFRAME.findall(page.read_text("utf-8"))
    return [((page.parent / address).resolve(), unescape(title)) for address, title in found]


def test_a_block_shows_the_player_with_its_caption(site, told):
    site.write("index.md", f"# Demo\n\n{BLOCK}\nMore.\n\n```python\nx = 1\n```\n")
    out = site.build()
    assert told() == []
    [(player, title)] = players(out / "index.html")
    assert "<!doctype html>" in player.read_text("utf-8")
    assert player.is_relative_to(out / "assets" / "poolanim")
    assert title == ALT
    page = (out / "index.html").read_text("utf-8")
    caption = "<figcaption><p>Each window gives its <em>largest</em> number.</p></figcaption>"
    assert f"{caption}</figure>" in page
    assert "<code>" in page


@pytest.mark.parametrize("directory_urls", ["true", "false"])
def test_players_are_found_from_any_folder_and_in_notes(directory_urls, site, told):
    block = "    ```poolanim\n    avg\n    shape: 3\n    alt: Look & learn\n    ```\n"
    site.write("index.md", "# Demo\n")
    site.write("part/sub/one.md", f"# One\n\n!!! note\n    Look:\n\n{block}")
    out = site.build("[admonition]", f"use_directory_urls: {directory_urls}\n")
    assert told() == []
    page = "one/index.html" if directory_urls == "true" else "one.html"
    [(player, title)] = players(out / "part" / "sub" / page)
    assert player.stat().st_size > 10_000
    assert title == "Look & learn"
    assert "figcaption" not in (out / "part" / "sub" / page).read_text("utf-8")


def test_other_blocks_of_the_user_stay(site, told):
    own = (
        "{name: math, class: math, format: !!python/name:pymdownx.superfences.fence_div_format ''}"
    )
    site.write("index.md", f"# Demo\n\n{BLOCK}\n```math\nx = y\n```\n")
    out = site.build(f"[pymdownx.superfences: {{custom_fences: [{own}]}}]")
    assert told() == []
    page = (out / "index.html").read_text("utf-8")
    assert '<div class="math">x = y</div>' in page
    assert len(players(out / "index.html")) == 1


def test_what_is_current_is_not_made_again(site):
    site.write("data.csv", "1,2\n3,4\n")
    site.write("index.md", f"# Demo\n\n{BLOCK}\n")
    site.write("two.md", f"# Two\n\n{BLOCK}\n```poolanim\nmin\nsize: 2\ninput: data.csv\n```\n")
    out = site.build()
    made = site.made
    assert len(made) == 2
    site.build()
    assert site.made == made
    site.write("data.csv", "1,2\n3,5\n")
    site.build()
    assert len(site.made) == 3
    assert {path.name for path, _ in players(out / "two" / "index.html")} <= site.made.keys()


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("mxa\nsize: 2", "layer is 'mxa'; did you mean 'max'?"),
        ("max\nsiez: 2", "'siez' is no option; did you mean 'size'?"),
        ("max\nsize 2", "'size 2' is no option; write it as in 'size: 2'"),
        ("max\nsize: 0", "kernel_size is '0'"),
        ("max\ninput: none.csv", "none.csv"),
        ("", "layer is ''"),
    ],
)
def test_a_mistake_is_a_warning_with_its_line(block, message, site, told):
    site.write("index.md", "# Demo\n")
    site.write("sub/one.md", f"# One\n\nText.\n\n```poolanim\n{block}\n```\n\nMore.\n")
    out = site.build()
    [warning] = told()
    assert "sub/one.md:5: " in warning
    assert message in warning
    page = (out / "sub" / "one" / "index.html").read_text("utf-8")
    assert "More." in page
    assert "<figure" not in page


@pytest.mark.parametrize("width", [390, 1200])
def test_a_browser_plays_it(width, site, browser):
    site.write("index.md", f"# Demo\n\n{BLOCK}\n```poolanim\navg\nshape: 3\n```\n")
    out = site.build()
    with served(out) as address, browser.page(width, 1000, prefers_reduced_motion="reduce") as page:
        page.open(f"{address}/index.html")
        assert page.run("document.documentElement.scrollWidth") <= width
        frame = "document.querySelector('figure iframe')"
        box = page.run(f"{frame}.getBoundingClientRect().width")
        assert 0.8 * min(width, 736) < box <= 800
        page.run(LOADED)
        height = page.run(f"{PLAYER}.querySelector('main').clientHeight")
        assert (height > box) == (width < 600)  # the tall arrangement, or the wide one
        assert played(page) == "2 / 4"

"""The Sphinx extension: real sites, built and looked at."""

from __future__ import annotations

import io
import os
import re
import time
from html import unescape
from pathlib import Path

import pytest

from poolanim.batch.site import OPTIONS, SiteFigure
from poolanim.errors import PoolanimError

if "CI" not in os.environ:
    pytest.importorskip("sphinx")

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from poolanim.sphinx import OWN
from tests.web import LOADED, PLAYER, played, served

CONF = "project = 'demo'\nextensions = ['poolanim.sphinx', 'myst_parser']\nnumfig = True\n"
MAX = """
.. poolanim:: max
   :size: 2
   :input: 1 3; 2 4
   :name: max-pooling

   Each window gives its *largest* number.

   A legend.
"""
ALT = SiteFigure.read("max", {"size": "2", "input": "1 3; 2 4"}, Path()).alt
IFRAME = re.compile(r'<iframe src="([^"]+)" title="([^"]+)"')


class Site:
    """The sources of a site."""

    def __init__(self, folder):
        self.folder = folder
        self.write("conf.py", CONF)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self, builder="html", jobs=0, **settings):
        """Builds the site, and gives the folder of its pages and all warnings."""
        told = io.StringIO()
        out = self.folder / "_build" / builder
        with patch_docutils(), docutils_namespace():
            Sphinx(
                self.folder,
                self.folder,
                out,
                self.folder / "_build" / "doctrees",
                builder,
                confoverrides=settings,
                status=None,
                warning=told,
                parallel=jobs,
            ).build()
        return out, re.sub(r"\x1b\[.*?m", "", told.getvalue()).replace(f"{self.folder}/", "")

    @property
    def made(self):
        """The files that were made for the site, each with the time of its last change."""
        folder = self.folder / "_build" / "doctrees" / "poolanim"
        return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def players(page):
    """The files of the players of a page, and their titles."""
    found = IFRAME.findall(page.read_text("utf-8"))
    return [(page.parent / address, unescape(title)) for address, title in found]


def test_html_shows_the_player_with_its_caption(site):
    site.write("index.rst", f"Demo\n====\n\nSee :numref:`max-pooling`.\n{MAX}")
    out, told = site.build()
    assert told == ""
    [(player, title)] = players(out / "index.html")
    assert "<!doctype html>" in player.read_text("utf-8")
    assert title == ALT
    page = (out / "index.html").read_text("utf-8")
    assert '<figure class="poolanim' in page
    assert "<em>largest</em> number." in page
    assert '<a class="reference internal" href="#max-pooling"><span class="std std-numref">' in page
    assert "<p>A legend.</p>" in page


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_players_are_found_from_any_folder_and_in_markdown(builder, site):
    site.write("index.rst", "Demo\n====\n\n.. toctree::\n\n   part/sub/one\n")
    page = "# One\n\n```{poolanim} avg\n:shape: 3\n:alt: Look \\& learn\n\nA *caption*.\n```\n"
    site.write("part/sub/one.md", page)
    out, told = site.build(builder)
    assert told == ""
    page = "part/sub/one.html" if builder == "html" else "part/sub/one/index.html"
    [(player, title)] = players(out / page)
    assert player.stat().st_size > 10_000
    assert title == r"Look \& learn"
    assert "A <em>caption</em>." in (out / page).read_text("utf-8")


def test_latex_shows_the_last_frame_as_pdf(site, pdf_pages, tmp_path):
    site.write("index.rst", f"Demo\n====\n{MAX}")
    out, told = site.build("latex")
    assert told == ""
    [picture] = out.glob("max-*.pdf")
    assert len(pdf_pages(picture, tmp_path)) == 1
    text = (out / "demo.tex").read_text("utf-8")
    assert f"\\sphinxincludegraphics{{{{{picture.stem}}}.pdf}}" in text
    assert r"\caption{Each window gives its \sphinxstyleemphasis{largest} number.}" in text


def test_other_formats_show_what_they_can(site):
    site.write("index.rst", f"Demo\n====\n{MAX}")
    epub, _ = site.build("epub", version="1", copyright="none", epub_show_urls="no")
    [picture] = epub.glob("_images/max-*.gif")
    page = (epub / "index.xhtml").read_text("utf-8")
    assert f'src="_images/{picture.name}"' in page
    assert "<iframe" not in page
    text, told = site.build("text")
    assert told == ""
    shown = " ".join((text / "index.txt").read_text("utf-8").split())
    assert f"[image: {ALT}]" in shown


def test_one_set_of_doctrees_serves_all_formats(site):
    site.write("index.rst", f"Demo\n====\n{MAX}")
    site.build("latex")
    out, told = site.build("html")
    assert told == ""
    assert len(players(out / "index.html")) == 1
    assert sorted(Path(name).suffix for name in site.made) == [".html", ".pdf"]


def test_what_is_current_is_not_made_again(site):
    site.write("index.rst", f"Demo\n====\n\n.. toctree::\n\n   two\n{MAX}")
    site.write("two.rst", f"Two\n===\n{MAX.replace('max-pooling', 'again')}")
    site.build()
    made = site.made
    assert len(made) == 1  # two pages show the same figure
    site.write("two.rst", f"Two\n===\n\nChanged.\n{MAX.replace('max-pooling', 'again')}")
    site.build()
    assert site.made == made


def test_a_page_is_read_again_when_a_file_of_its_figure_changes(site):
    site.write("sub/data.csv", "1,2\n3,4\n")
    site.write("sub/index.rst", "Sub\n===\n\n.. poolanim:: max\n   :input: data.csv\n   :size: 2\n")
    site.write("index.rst", "Demo\n====\n\n.. toctree::\n\n   sub/index\n")
    out, told = site.build()
    assert told == ""
    [(before, _)] = players(out / "sub" / "index.html")
    time.sleep(0.01)
    site.write("sub/data.csv", "5,6\n7,9\n")
    out, told = site.build()
    assert told == ""
    [(after, _)] = players(out / "sub" / "index.html")
    assert after.name != before.name
    assert after.exists()


def test_pages_are_read_and_written_in_parallel(site):
    names = [f"page{number}" for number in range(12)]
    toctree = "".join(f"   {name}\n" for name in names)
    site.write("index.rst", f"Demo\n====\n\n.. toctree::\n\n{toctree}")
    for number, name in enumerate(names):
        figure = f".. poolanim:: avg\n   :shape: 3\n   :seed: {number % 3}\n"
        site.write(f"{name}.rst", f"{name}\n=======\n\n{figure}")
    out, told = site.build(jobs=2)
    assert told == ""
    shown = [players(out / f"{name}.html")[0][0] for name in names]
    assert len({path.name for path in shown}) == 3
    assert all(path.exists() for path in shown)


@pytest.mark.parametrize(
    ("layer", "option", "message"),
    [
        ("mxa", ":size: 2", "layer is 'mxa'; did you mean 'max'?"),
        ("max", ":siez: 2", "'siez' is no option; did you mean 'size'?"),
        ("max", ":size: 0", "kernel_size is '0'"),
        ("max", ":size: 9", "kernel_size is 9; it must be at most"),
        ("max", ":math: yes", "math is 'yes'; it takes no value"),
        ("max", ":input: none.csv", "none.csv"),
        ("max", ":aspect: wide,high", "aspect is 'high'"),
        ("global-max", ":size: 2", "kernel_size"),
    ],
)
def test_a_mistake_is_a_warning_with_its_line(layer, option, message, site):
    text = f"Demo\n====\n\nText.\n\n.. poolanim:: {layer}\n   {option}\n\nMore.\n"
    site.write("sub/index.rst", text)
    site.write("index.rst", "Demo\n====\n\n.. toctree::\n\n   sub/index\n")
    out, told = site.build()
    assert told.startswith("sub/index.rst:6: WARNING: poolanim: ")
    assert message in told
    assert told.count("\n") == 1
    page = (out / "sub" / "index.html").read_text("utf-8")
    assert "More." in page
    assert "<figure" not in page


def test_a_file_that_vanished_is_a_warning_too(site):
    site.write("data.csv", "1,2\n3,4\n")
    site.write("index.rst", "Demo\n====\n\n.. poolanim:: max\n   :input: data.csv\n   :size: 2\n")
    assert site.build("text")[1] == ""
    (site.folder / "data.csv").unlink()
    time.sleep(0.01)
    _, told = site.build()
    assert told.startswith("index.rst:4: WARNING: poolanim: ")


def test_options_are_those_of_the_command_line():
    assert not OPTIONS.keys() & OWN.keys()
    read = SiteFigure.read(
        "avg", {"no-count-include-pad": "", "padding": "1", "shape": "4"}, Path()
    )
    assert read.figure.count_include_pad is False
    assert read.figure.padding == (1, 1)
    with pytest.raises(PoolanimError, match="kernel_size is ''"):
        SiteFigure.read("avg", {"size": ""}, Path())


@pytest.mark.parametrize("width", [390, 1200])
def test_a_browser_plays_it(width, site, browser):
    site.write("index.rst", f"Demo\n====\n{MAX}\n.. poolanim:: avg\n   :shape: 3\n")
    out, told = site.build(html_theme="furo")
    assert told == ""
    with served(out) as address, browser.page(width, 1000, prefers_reduced_motion="reduce") as page:
        page.open(f"{address}/index.html")
        assert page.run("document.documentElement.scrollWidth") <= width
        assert page.run("document.querySelectorAll('figure iframe').length") == 2
        frame = "document.querySelector('figure iframe')"
        box = page.run(f"{frame}.getBoundingClientRect().width")
        assert 0.8 * min(width, 736) < box <= 800
        page.run(LOADED)
        height = page.run(f"{PLAYER}.querySelector('main').clientHeight")
        assert (height > box) == (width < 600)  # the tall arrangement, or the wide one
        assert played(page) == "2 / 4"

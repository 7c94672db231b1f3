from __future__ import annotations

import re
from pathlib import Path

import pytest

from poolanim.batch import fingerprints
from poolanim.batch.plan import Selection
from poolanim.batch.run import Order, planned, run_batch
from poolanim.errors import BatchError, ManifestError
from poolanim.files.resources import templates
from poolanim.manifest.reading import read_manifest
from poolanim.theme import load_theme
from tests.publish.test_embed import Elements
from tests.workers import Here, Notes, records

HEAD = 'title = "Films & figures"\nabout = "Some."\npage = ["index.html", "pages/all.md"]\n'
LESSON = 'title = "<a>"\nabout = """\nOne &\nmore."""\n'
FIGURE = '[[figure]]\nname = "{}"\nlayer = "max"\nsize = 2\ninput = "1 2 3; 3 4 1"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to be in, where batches are made by this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("poolanim.batch.workers.Processes", Here)


def manifest(text):
    Path("figures.toml").write_text(text, "utf-8")
    return read_manifest(Path("figures.toml"), Path("out"))


def batch(text, **order):
    notes = Notes()
    run_batch(manifest(text), Order(Path("out"), **order), notes)
    return notes


def stale(text, **selection):
    return dict(planned(manifest(text), Order(Path("out"), Selection(**selection))).stale)


def test_a_page_shows_each_figure_with_its_command_and_its_chapter():
    Path("more.toml").write_text(
        'title = "More"\n' + FIGURE.format("b-of-2") + 'output = "x/b.html"\n', "utf-8"
    )
    notes = batch(HEAD + 'include = "more.toml"\n' + FIGURE.format("a") + LESSON)
    assert notes.names == ["a", "b-of-2", "index.html", "pages/all.md"]
    page = Path("out/index.html").read_text("utf-8")
    shown = Elements(page)
    assert '<h1>Films &amp; figures</h1>\n<p class="about">Some.</p>' in page
    assert '<li><a href="#More">More</a></li>' in page
    assert '<h2 id="More">More</h2>\n<article' in page  # it tells nothing about itself
    assert '<h3><a href="#a">&lt;a&gt;</a></h3>\n<p class="lesson">One &amp; more.</p>' in page
    assert '<h3><a href="#b-of-2">B of 2</a></h3>\n<figure' in page
    assert [each["id"] for each in shown.all("article")] == ["a", "b-of-2"]
    [picture] = shown.all("img")
    assert picture["src"] == "a.gif"
    assert picture["alt"].startswith("Max pooling (kernel 2, stride 1), backward:")
    assert [frame["src"] for frame in shown.all("iframe")] == ["x/b.html"]
    assert "poolanim max --size 2 --input '1 2 3; 3 4 1' --title '<a>' -o a.gif" in shown.text
    assert "<figcaption>&lt;a&gt; (kernel 2" in page
    text = Path("out/pages/all.md").read_text("utf-8")
    assert text.startswith("# Films &amp; figures\n\nSome.\n\n### \\<a\\>\n\nOne &amp; more.\n\n![")
    assert "](../a.gif)" in text
    assert "\npoolanim max --size 2 --input '1 2 3; 3 4 1' -o x/b.html\n" in text
    assert "\n[b.html](../x/b.html)\n" in text


def test_a_page_is_made_again_if_what_it_shows_changed_and_else_is_not(monkeypatch):
    text = HEAD + FIGURE.format("a")
    batch(text)
    assert [record.name for record in records(Path("out"))] == ["a", "index.html", "pages/all.md"]
    assert stale(text) == {}
    pages = {"index.html": "changed", "pages/all.md": "changed"}
    assert stale(text.replace("Some", "Others")) == pages
    assert stale(text + 'about = "One."\n') == pages
    assert stale(text + "seed = 2\n") == {"a": "changed", **pages}
    Path("out/index.html").write_text("")
    assert stale(text) == {"index.html": "out/index.html was altered"}
    assert stale(text, only=["a"]) == stale(text, shard=(1, 2)) == {}
    batch(text)
    assert stale(text) == {}
    monkeypatch.setattr(fingerprints, "__version__", "9.9")
    assert stale(text) == {}
    assert stale(text, strict=True).keys() == {"a", *pages}


def test_a_page_that_is_no_more_is_pruned():
    batch(HEAD + FIGURE.format("a"))
    batch(FIGURE.format("a"), prune=True)
    assert not Path("out/index.html").exists()
    assert [record.name for record in records(Path("out"))] == ["a"]


def test_a_figure_that_cannot_be_fails_its_pages_as_well():
    Path("row.csv").write_text("7\n", "utf-8")
    with pytest.raises(BatchError, match="3 of 3 figures failed"):
        batch(HEAD + FIGURE.format("a").replace("1 2 3; 3 4 1", "row.csv"))
    assert not Path("out/index.html").exists()


def test_what_no_page_can_show_has_its_command_alone():
    batch(HEAD + FIGURE.format("a") + 'output = "a.json"\n')
    page = Path("out/index.html").read_text("utf-8")
    assert "-o a.json" in Elements(page).text
    assert not Elements(page).all("img")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ('"index.txt"', "page is 'index.txt'; give the name of a file such as index.html or"),
        ("3", "page is 3; give the name of a file such as index.html or index.md"),
        ('"../index.md"', "output '../index.md' is not under out"),
        ('"a.md"', "page is 'a.md', the name of a figure; give it another"),
        ('"a.md.gif"', "page is 'a.md.gif'; give"),
    ],
)
def test_a_page_that_cannot_be_is_refused(page, told):
    with pytest.raises(ManifestError) as error:
        manifest(f"title = 3\npage = {page}\n" + FIGURE.format("a.md"))
    assert len(error.value.details) == 2
    assert error.value.details[0].endswith("title is 3; give text")
    assert told in error.value.details[1]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left on device"), "cannot go on: no space left on device"),
        (MemoryError(), "there is not enough memory"),
        (KeyError("x"), "KeyError: 'x'; this is a fault of poolanim"),
    ],
)
def test_whatever_goes_wrong_in_a_page_is_told(monkeypatch, error, told):
    def text(*_):
        raise error

    monkeypatch.setattr("poolanim.batch.pages.page_text", text)
    with pytest.raises(BatchError, match="2 of 3 figures failed") as raised:
        batch(HEAD + FIGURE.format("a"))
    assert raised.value.details[0].startswith(f"figure index.html: {told}")
    assert Path("out/a.gif").is_file()
    assert not Path("out/index.html").exists()


@pytest.mark.parametrize(("number", "theme"), [(0, "light"), (1, "dark")])
def test_a_page_has_the_colours_of_a_theme_by_day_and_by_night(number, theme):
    css = (templates() / "pages" / "page.html").read_text("utf-8")
    for role in ("ink", "muted", "plus"):
        found = re.findall(rf"--{role}: (#\w+);", css)
        assert found[number] == "#" + bytes(load_theme(theme).colours[role]).hex()

"""The documentation: it is built without a warning, its links lead somewhere, its examples run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

import poolanim
from poolanim.layers.table import LAYERS
from poolanim.manifest.reading import read_manifest
from poolanim.parameters.table import PARAMETERS
from tests import command
from tests.web import played, served

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
MADE = {"api.md", "options.md"}
"""The pages that are made, besides those of layers."""
WRITTEN = sorted({*DOCS.glob("*.md"), *DOCS.glob("guides/*.md")} - {DOCS / name for name in MADE})
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language):
    """The blocks of a language on all pages that are written for the documentation."""
    found = (block for page in WRITTEN for block in BLOCK.findall(page.read_text("utf-8")))
    return [code for kind, code in found if kind == language]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built documentation."""
    if "CI" not in os.environ:
        pytest.importorskip("furo")
        pytest.importorskip("myst_parser")
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", folder / "doctrees", DOCS, folder / "html"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def test_every_layer_has_a_page_with_its_player(site):
    for name, entry in LAYERS.items():
        page = (site / "layers" / f"{name}.html").read_text("utf-8")
        assert re.search(r'<iframe src="\.\./_images/[\w.-]+\.html"', page), name
        assert f'id="poolanim.{entry.class_name}"' in page
        assert len(re.findall(r'<img alt="[^"]{9,}" class="formula"', page)) == 2
        text = unescape(re.sub(r"<.*?>", "", page))
        assert f"poolanim {name} --direction both" in text
        own = [each for each in PARAMETERS if each.name in entry.defaults]
        assert not [each.name for each in own if each.flags[0] not in text]


def test_every_option_and_every_public_name_has_its_place(site):
    text = unescape(re.sub(r"<.*?>", "", (site / "options.html").read_text("utf-8")))
    assert not [flag for each in PARAMETERS for flag in each.flags if flag not in text]
    pages = (site / "api.html", *(site / "layers").glob("*.html"))
    shown = "".join(page.read_text("utf-8") for page in pages)
    assert not [name for name in poolanim.__all__ if f'id="poolanim.{name}"' not in shown]
    for name in ("draw", "animation", "pixels"):
        assert f'id="poolanim.matplotlib.{name}"' in shown


def test_links_lead_somewhere(site):
    pages = {
        path: path.read_text("utf-8")
        for path in site.rglob("*.html")
        if "_images" not in path.parts
    }
    assert len(pages) > 25
    places = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    lost = []
    for page, text in pages.items():
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            address, _, place = unescape(link).partition("#")
            if ":" in address or address.startswith("//"):
                continue
            path = (page.parent / unquote(address.partition("?")[0])).resolve() if address else page
            known = path.exists() and (not place or place in places.get(path, {place}))
            lost += [] if known else [(page.name, link)]
    assert lost == []


@pytest.mark.parametrize("width", [360, 1200])
def test_pages_fit_and_play(width, site, browser):
    with served(site) as address, browser.page(width, 900, prefers_reduced_motion="reduce") as page:
        for name in ("index.html", "layers/max.html", "options.html", "guides/site.html"):
            page.open(f"{address}/{name}")
            assert page.run("document.documentElement.scrollWidth") <= width, name
        page.open(f"{address}/layers/max.html")
        assert played(page).startswith("2 / ")


README = (ROOT / "README.md").read_text("utf-8")
"""Its commands are run by its own tests."""
COMMANDS = [
    line
    for code in blocks("sh")
    for line in code.splitlines()
    if line.startswith("poolanim") and line not in README.splitlines()
]


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_do_what_they_say(line, tmp_path):
    done = command.run(*command.in_steps(shlex.split(line)[1:]), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    words = shlex.split(line)
    named = [words[n + 1] for n, word in enumerate(words) if word == "-o"]
    for path in map(Path, named):  # the names may tell of several themes and shapes
        made = [*tmp_path.glob(f"{path.stem}*{path.suffix}")]
        assert made
        assert all(each.stat().st_size > 0 for each in made)
    assert named or (tmp_path / "out").exists()


CONSOLE = [*blocks("console"), *(code for kind, code in BLOCK.findall(README) if kind == "console")]


@pytest.mark.parametrize("code", [code for code in CONSOLE if "$ poolanim" in code])
def test_messages_are_those_that_are_printed(code, tmp_path):
    np.save(tmp_path / "batch.npy", np.arange(120).reshape(2, 3, 4, 5))
    table = ";north;south;west\n1;0,5;2;3\n2;1;0;4,5\n3;2;6;0\n4;7;1;1\n"
    (tmp_path / "rain.csv").write_text(table)
    line, *said = code.removeprefix("$ ").splitlines()
    done = command.run(*shlex.split(line)[1:], cwd=tmp_path)
    assert done.stderr.splitlines() == said


@pytest.mark.parametrize("code", blocks("python"))
def test_python_examples_run(code, tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    done = command.run(cwd=tmp_path, call=lambda: exec(code, {"__name__": "__main__"}))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("text", blocks("toml"))
def test_manifests_can_be_read(text, tmp_path):
    (tmp_path / "a.toml").write_text(text)
    assert len(list(read_manifest(tmp_path / "a.toml", tmp_path / "out").entries())) > 3

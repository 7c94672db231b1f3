from __future__ import annotations

import io
import os
import re
from base64 import b64decode
from html import unescape
from importlib import import_module

import pytest
from PIL import Image

from poolanim import Animation, Figure, animate
from poolanim.errors import GridError, ParameterError
from poolanim.formats.looks import Views
from poolanim.formats.player import to_html
from tests import web
from tests.scenes import scene_of

FIELDS = {"layer": "max", "kernel_size": 2, "input": "1 3; 2 4"}
CAPTION = (
    "Max pooling, backward (kernel 2, stride 1). Each number of dA goes whole to the greatest "
    "number under its window."
)


def test_it_shows_the_player_in_a_frame():
    markup = Animation(Figure(**FIELDS)).to_jshtml()
    page = markup.split('srcdoc="')[1].split('" title=')[0]
    scenes = [scene_of(**FIELDS, aspect=aspect)[0] for aspect in ("wide", "tall")]
    figure = Figure(**FIELDS)
    assert unescape(page) == to_html(Views(figure, scenes, [figure.theme]))
    assert f'title="{CAPTION}" width="800"' in markup


@pytest.mark.parametrize("fields", [{"aspect": "square"}, {"aspect": "tall"}, {"width": 640}])
def test_another_size_stays_in_any_window(fields):
    markup = Animation(Figure(**FIELDS, **fields)).to_jshtml()
    assert len(re.findall("viewBox=&#34;0 0 [0-9]{3}|viewBox=&quot;0 0 [0-9]{3}", markup)) == 1


@pytest.mark.parametrize("make", [Animation, animate])
def test_what_is_no_figure_is_refused(make):
    with pytest.raises(ParameterError, match=r"figure is 5; give a Figure, such as Figure\("):
        make(5)


def test_a_notebook_can_choose():
    shown = Animation(Figure(**FIELDS))
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"] == repr(shown) == f"<Animation: {CAPTION}>"
    assert bundle["text/html"] == shown._repr_html_() == shown.to_jshtml()
    with Image.open(io.BytesIO(b64decode(bundle["image/png"]))) as still:
        assert (still.format, still.size) == ("PNG", (800, 450))
    assert shown._repr_mimebundle_(include={"text/plain"}).keys() == {"text/plain"}
    assert "text/html" not in shown._repr_mimebundle_(exclude={"text/html"})


def test_it_is_saved_as_animate_does(tmp_path):
    shown = Animation(Figure(**FIELDS))
    film, still = shown.save(tmp_path / "a.gif", tmp_path / "a.png", still="first")
    assert (film.frames, still.frames) == (30, 1)
    assert still.path.stat().st_size == still.size


def test_it_runs_when_it_is_shown(browser, tmp_path):
    (tmp_path / "a.csv").write_text("1,2\n3")
    shown = Animation(Figure(layer="avg", input=tmp_path / "a.csv"))
    with pytest.raises(GridError, match="row 2 is 1 long"):
        shown.to_jshtml()
    path = tmp_path / "notebook.html"
    path.write_text(f"<p>{Animation(Figure(**FIELDS)).to_jshtml()}</p>", "utf-8")
    with browser.page(800, 800, prefers_reduced_motion="reduce") as page:
        page.open(path)
        page.run("frames[0].document.querySelector('[id$=previous]').click()")
        assert page.run("frames[0].document.querySelector('[id$=counter]').textContent") == "1 / 4"


CELL = "from poolanim import Figure\nFigure(layer='max', kernel_size=2, input='1 3; 2 4')"
HTML = "from IPython.display import HTML\nfrom poolanim import Animation\n"


def test_a_figure_shows_itself_as_the_last_line_of_a_cell(browser, tmp_path):
    """Nothing else is shown: no wall of parameters, and no warning."""
    nbconvert = imported("nbconvert")
    nbformat = imported("nbformat")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(CELL),
            nbformat.v4.new_code_cell(f"{HTML}HTML(Animation(Figure(layer='avg')).to_jshtml())"),
        ]
    )
    nbconvert.preprocessors.ExecutePreprocessor(timeout=120).preprocess(notebook, {})
    [shown], [page] = (cell.outputs for cell in notebook.cells)  # no stream, such as a warning
    assert shown["data"]["text/plain"] == f"<Animation: {CAPTION}>"
    assert {"text/html", "image/png"} <= shown["data"].keys()
    assert "<iframe" in page["data"]["text/html"]
    text, _ = nbconvert.HTMLExporter(require_js_url="", mathjax_url="").from_notebook_node(notebook)
    (tmp_path / "a.html").write_text(text, "utf-8")
    with browser.page(1000, 900, prefers_reduced_motion="reduce") as opened:
        opened.open(tmp_path / "a.html")
        assert opened.run("document.querySelectorAll('iframe').length") == 2
        opened.run(web.LOADED)
        assert opened.run(f"{web.COUNTER}.textContent") == "2 / 4"  # the only scan
        assert opened.run("document.querySelector('iframe').getBoundingClientRect().width") > 700


def imported(name):
    """A module of a notebook's tools; in CI they must be there."""
    return import_module(name) if "CI" in os.environ else pytest.importorskip(name)


def test_a_figure_shows_what_an_animation_shows():
    figure = Figure(**FIELDS)
    assert figure._repr_html_() == Animation(figure).to_jshtml()
    assert figure._repr_mimebundle_() == Animation(figure)._repr_mimebundle_()
    assert figure._repr_mimebundle_(include={"text/plain"}).keys() == {"text/plain"}

from __future__ import annotations

import json
import re
from html import escape

import numpy as np
import pytest
from PIL import Image

from poolanim import Figure, animate
from poolanim.errors import ParameterError
from poolanim.files.templating import script_json
from poolanim.pipeline import run
from poolanim.publish.framing import framed
from poolanim.scene.marks import Text
from poolanim.theme import load_theme
from tests.scenes import scene_of

GRID = "1 3 2; 4 9 9; 7 8 6; 0 2 1"
NEXT = "next.click()"
STANDING = "[...places.children].map(use => ['href', 'x', 'y'].map(name => use.getAttribute(name)))"
PREFIX = 4
"""The length of what the names in a player begin with."""
NAME_PARTS = (
    "for (const each of document.querySelectorAll('main [id]'))"
    f" window[each.id.slice({PREFIX})] = each"
)
"""A script by which a part of the only player in a page can be called by its name."""


def made(tmp_path, **fields):
    """A player, and the figure that it shows."""
    figure = Figure(**{"layer": "avg", **fields})
    path = tmp_path / "player.html"
    animate(figure, path)
    return path


def opened(browser, path, width=800, height=640, **media):
    """A player at its first frame, paused unless motion is wanted."""
    page = browser.page(width, height, **{"prefers_reduced_motion": "reduce", **media})
    page.open(path).run(NAME_PARTS)
    if "prefers_reduced_motion" not in media:  # it shows the poster
        page.run("window.slider && (slider.value = 1, slider.dispatchEvent(new Event('input')))")
    return page


def text(page, name):
    return page.run(f"{name}.textContent")


def data_of(path):
    (found,) = re.findall(r'data">(.*)</script>', path.read_text("utf-8"))
    return json.loads(found)


def middle(page, name, row=0.5, column=0.5):
    """A point of an element, in parts of its size."""
    x, y, width, height = page.run(
        f"(({{x, y, width, height}}) => [x, y, width, height])({name}.getBoundingClientRect())"
    )
    return x + column * width, y + row * height


def test_a_player_is_one_small_file_that_asks_for_nothing(tmp_path, browser):
    path = made(tmp_path)
    content = path.read_text("utf-8")
    assert path.stat().st_size < 103_000
    assert not re.search(r"https?:|url\(|@import|\bsrc=|<link", content)
    with browser.page() as page:
        page.ask("Network.enable")
        page.open(path)
        requests = [
            event["params"]["request"]["url"]
            for event in browser.events
            if event["method"] == "Network.requestWillBeSent"
        ]
        assert requests == [path.as_uri()]
        assert page.run("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("fields", [{}, {"layer": "max", "direction": "both", "input": GRID}])
def test_frames_are_those_that_are_painted(tmp_path, browser, fields):
    path = made(tmp_path, **fields, kernel_size=2)
    film = tmp_path / "film.apng"
    animate(Figure(**{"layer": "avg", **fields}, kernel_size=2, motion="steps"), film)
    with Image.open(film) as painted, opened(browser, path) as page:
        count = page.run("+slider.max")
        assert count == painted.n_frames
        for number in (0, 1, count // 2, count - 1):
            painted.seek(number)
            page.run(f"slider.value = {number + 1}, slider.dispatchEvent(new Event('input'))")
            x, y = middle(page, "stage", 0, 0)
            shot = page.picture().crop((round(x), round(y), round(x) + 800, round(y) + 450))
            difference = np.asarray(shot, float) - np.asarray(painted.convert("RGB"), float)
            # Edges of letters and of slanted lines alone may differ.
            assert np.sqrt(np.mean(difference**2)) < 8


def test_every_way_to_a_frame_gives_the_same_picture_and_caption(tmp_path, browser):
    path = made(tmp_path, layer="max", direction="both", input=GRID, kernel_size=2)
    scene, _ = scene_of(layer="max", direction="both", input=GRID, kernel_size=2)
    captions = [told.caption for told in scene.told()]
    with opened(browser, path) as page:
        seen = []
        for number, caption in enumerate(captions):
            assert text(page, "caption") == caption
            assert text(page, "counter") == f"{number + 1} / {len(captions)}"
            seen.append(page.run(STANDING))
            page.run(NEXT)
        assert page.run(STANDING) == seen[-1]  # it does not go on after the last
        for number in (3, 20, 7, 6, 0):
            page.run(f"slider.value = {number + 1}, slider.dispatchEvent(new Event('input'))")
            assert page.run(STANDING) == seen[number]
            assert text(page, "caption") == captions[number]


def test_the_poster_is_there_without_scripts_and_without_motion(tmp_path, browser):
    path = made(tmp_path, layer="max", poster=2)
    with opened(browser, path) as page:
        page.run("for (let k = 0; k < 3; k++) next.click()")
        assert text(page, "caption").startswith("Scan 2 of 9: ")
        standing = page.run(STANDING)
        page.open(path).run(NAME_PARTS)
        assert (page.run(STANDING), text(page, "counter")) == (standing, "4 / 20")
        page.ask("Emulation.setScriptExecutionDisabled", value=True)
        page.open(path).run(NAME_PARTS)
        assert page.run(STANDING) == standing
        assert not page.run("slider.parentElement.checkVisibility()")
        assert page.run("document.querySelector('noscript').textContent").strip()


def test_pieces_of_later_frames_are_data(tmp_path, browser):
    path = made(tmp_path)
    data = data_of(path)
    content = path.read_text("utf-8")
    drawn = re.findall(r' id="\w{4}p(\d+)"', content)
    assert list(map(int, drawn)) == list(range(data["count"]))
    used = {change[1] for frame in data["views"][0]["changes"] for change in frame}
    assert max(used) == data["count"] + len(data["pieces"]) - 1
    kinds = {shown[0] for piece in data["pieces"] for look in piece for shown in look[3::3]}
    assert kinds <= set("#hvl")
    with opened(browser, path) as page:
        total = page.run("document.querySelectorAll('defs > g').length")
        words = content.count("<g id=") - len(drawn) - 1  # places
        assert total == words + len(drawn) + len(data["pieces"])


def test_keys(tmp_path, browser):
    with opened(browser, made(tmp_path)) as page:

        def after(key):
            page.press(key)
            return text(page, "counter")

        assert [after(key) for key in ("ArrowRight", "ArrowRight", "ArrowLeft")] == [
            "2 / 20",
            "3 / 20",
            "2 / 20",
        ]
        assert (after("End"), after("Home"), after("ArrowLeft")) == ("20 / 20", "1 / 20", "1 / 20")
        page.run("slider.focus()")
        assert (after("ArrowRight"), after("End"), after("Home")) == ("2 / 20", "20 / 20", "1 / 20")
        playing = "play.getAttribute('aria-label')"
        for name in ("slider", "next", "cells"):
            page.run(f"{name}.focus()")
            before = text(page, "counter")
            page.press(" ")
            if name == "next":  # a button takes it
                assert text(page, "counter") != before
            else:
                assert page.run(playing) == "Pause"
                page.press(" ")
            assert page.run(playing) == "Play"


def test_it_plays_by_itself_unless_motion_is_unwanted(tmp_path, browser):
    path = made(tmp_path, step_ms=334, hold_ms=334)
    moves = (
        "new Promise(done => new MutationObserver(() => done(true))"
        ".observe(counter, {childList: true}))"
    )
    with opened(browser, path, prefers_reduced_motion="no-preference") as page:
        assert page.run(moves)
        assert page.run("caption.getAttribute('aria-live')") == "off"
        page.press(" ")
        assert page.run("caption.getAttribute('aria-live')") == "polite"
        before = text(page, "counter")
        page.run("new Promise(done => setTimeout(done, 100))")
        assert text(page, "counter") == before
    with opened(browser, path) as page:
        page.run("new Promise(done => setTimeout(done, 100))")
        assert text(page, "counter") == "1 / 20"
        page.run("speed.value = 4, play.click()")
        assert page.run(moves)


def paper_of(page):
    """The colour around a player, which is that of its picture."""
    x, y = middle(page, "stage", 0.02, 0.5)
    picture = page.picture()
    assert picture.getpixel((2, 2)) == picture.getpixel((round(x), round(y)))
    return picture.getpixel((2, 2))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_reader_unless_the_theme_is_another(tmp_path, browser, scheme):
    for theme, shown in {"light": scheme, "dark": "dark", "paper": "paper"}.items():
        path = made(tmp_path, theme=theme)
        with opened(browser, path, prefers_color_scheme=scheme) as page:
            assert paper_of(page) == load_theme(shown).colours["paper"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_toggle_of_the_page_and_the_address(tmp_path, browser, scheme):
    path = made(tmp_path)
    with opened(browser, path, prefers_color_scheme=scheme) as page:
        for theme, shown in (("dark", "dark"), ("light", "light"), ("auto", scheme)):
            page.run(f"document.documentElement.dataset.theme = '{theme}'")
            assert paper_of(page) == load_theme(shown).colours["paper"]
    for theme in ("dark", "light"):
        with opened(browser, f"{path.as_uri()}?theme={theme}", prefers_color_scheme=scheme) as page:
            assert paper_of(page) == load_theme(theme).colours["paper"]


def test_a_player_shows_all_looks(tmp_path, browser):
    looks = {"aspect": ["tall", "wide"], "theme": ["paper", "blueprint"]}
    figure = Figure(layer="max", direction="both", input=GRID, kernel_size=2)
    [file] = animate(figure, tmp_path / "player.html", looks=looks)
    assert file.path == tmp_path / "player.html"
    boxes = "[stage, stage1].map(each => each.getClientRects()[0]?.width)"
    views = {800: "view = stage, all = places", 360: "view = stage1, all = places1"}
    standing = "[...all.children].map(use => ['href', 'x', 'y'].map(it => use.getAttribute(it)))"
    for scheme, theme in (("light", "paper"), ("dark", "blueprint")):
        with opened(browser, file.path, prefers_color_scheme=scheme) as page:
            assert page.run(boxes) == [800, None]
            assert page.picture().getpixel((2, 2)) == load_theme(theme).colours["paper"]
            seen = {}
            for width, view in views.items():
                page.resize(width, 900)
                page.run("new Promise(done => setTimeout(done, 50))")
                page.run(f"slider.value = 1, slider.dispatchEvent(new Event('input')); {view}")
                seen[width] = [page.run(f"{NEXT}; {standing}") for _ in range(5)]
            assert page.run(boxes) == [None, 360]
            assert page.run("document.documentElement.scrollWidth") == 360
            page.resize(800, 900)  # it stands at the same frame
            page.run("new Promise(done => setTimeout(done, 50))")
            page.run(views[800])
            assert text(page, "counter").startswith("6 /")
            assert page.run(standing) == seen[800][-1]


def test_letters_of_all_looks_are_stored_once(tmp_path):
    alone = made(tmp_path).stat().st_size
    looks = {"aspect": ["wide", "tall"], "theme": ["light", "dark"]}
    [both] = animate(Figure(layer="avg"), tmp_path / "player.html", looks=looks)
    assert both.size < 1.36 * alone


def test_looks_that_no_player_shows_are_named(tmp_path):
    path = tmp_path / "a.html"
    for looks, message in (
        ({"aspect": ["wide", "square"]}, "^aspect has 'square', which output '.*' cannot show"),
        ({"theme": ["light", "paper"]}, "^theme has 'paper', which output '.*' cannot show"),
    ):
        with pytest.raises(ParameterError, match=message):
            animate(Figure(layer="avg"), path, looks=looks)
        assert not path.exists()


def test_a_card_tells_every_addition_to_a_cell(tmp_path, browser):
    path = made(tmp_path, input=GRID, kernel_size=2, grad="1 2; 3 4; 5 6")
    with opened(browser, path) as page:
        assert page.run("card.hidden")
        page.run(f"{NEXT};{NEXT};{NEXT}")
        page.point(*middle(page, "cells", 1.5 / 4, 1.5 / 3))
        assert page.run("[...card.querySelectorAll('h2, p')].map(each => each.textContent)") == [
            "dA_prev[1, 1] = 2.50",
            "4 scans add to it.",
        ]
        assert page.run(
            f"[...card.querySelectorAll('tr')].map(row => [row.className.slice({PREFIX}),"
            " ...[...row.children].map(cell => cell.textContent)])"
        ) == [
            ["", "scan", "dA", "adds", "sum"],
            ["", "1", "1", "+0.25", "0.25"],
            ["now", "2", "2", "+0.50", "0.75"],
            ["to-come", "3", "3", "+0.75", "1.50"],
            ["to-come", "4", "4", "+1.00", "2.50"],
        ]
        page.run(f"{NEXT};{NEXT}")
        assert page.run("card.querySelector('[class$=now]').cells[0].textContent") == "3"
        page.press("Home")
        assert page.run("card.querySelectorAll('[class$=to-come]').length") == 4
        page.press("End")  # all scans are over
        assert page.run("card.querySelectorAll('tr[class]:not([class=\"\"])').length") == 0
        page.point(1, 1)
        assert page.run("card.hidden")


def test_a_card_can_be_asked_for_by_keys(tmp_path, browser):
    path = made(tmp_path, layer="max", direction="forward", input=GRID, kernel_size=2)
    with opened(browser, path) as page:
        page.run("cells.focus()")
        heading = "card.querySelector('h2').textContent"
        assert page.run(heading) == "A_prev[1, 1] = 9"
        for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft"):
            page.press(key)
        assert page.run(heading) == "A_prev[3, 0] = 0"
        page.press("End")
        assert page.run(heading) == "A_prev[3, 2] = 1"
        page.press("ArrowUp")
        rows = "[...card.querySelectorAll('tbody tr')].map(row => row.innerText.split('\\t'))"
        assert page.run(rows) == [["4", "9", ""], ["6", "8", ""]]
        assert text(page, "counter") == "1 / 14"
        page.press("Escape")
        assert page.run("card.hidden")


def test_the_cards_hold_the_whole_trace(tmp_path):
    figure = {"layer": "max", "padding": 1, "stride": 2, "shape": 6, "seed": 3}
    path = made(tmp_path, **figure)
    trace = run(Figure(**figure))
    (shown,) = data_of(path)["passes"]
    found = {
        (scan, number // 6, number % 6)
        for number, cell in enumerate(shown["cells"])
        for scan, *_ in cell["terms"]
    }
    assert found == {
        (scan, row, column)
        for scan in range(len(trace.passes["backward"]))
        for (row, column), _ in trace.passes["backward"].added("grad_input", scan)
    }
    for cell, total in zip(shown["cells"], trace.grids["grad_input"].ravel(), strict=True):
        if cell["terms"]:
            assert float(cell["terms"][-1][-1].replace("−", "-")) == total
        else:
            assert cell["note"] == "No scan adds to it."


@pytest.mark.parametrize("width", [280, 320, 360, 480, 800, 1400])
def test_it_fits_and_can_be_touched(tmp_path, browser, width):
    with opened(browser, made(tmp_path), width, 700) as page:
        assert page.run("document.documentElement.scrollWidth") == width
        sizes = page.run(
            "[...document.querySelectorAll('button, select, input')]"
            ".map(each => each.getBoundingClientRect()).map(box => [box.width, box.height])"
        )
        assert len(sizes) == 5
        assert all(min(size) >= 44 for size in sizes)
        x, y = middle(page, "cells")
        page.click(x, y)
        left, top, right, bottom = page.run(
            "(({left, top, right, bottom}) => [left, top, right, bottom])"
            "(card.getBoundingClientRect())"
        )
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= 700


def test_a_phone_plays_it_by_touch(tmp_path, browser):
    with opened(browser, made(tmp_path, aspect="tall"), 390, 1000) as page:

        def after(*points):
            page.touch(*points)
            return text(page, "counter")

        assert after(middle(page, "next")) == "2 / 20"
        assert after(middle(page, "next")) == "3 / 20"
        assert after(middle(page, "previous")) == "2 / 20"
        page.touch(middle(page, "play"))
        assert page.run("play.getAttribute('aria-label')") == "Pause"
        page.touch(middle(page, "play"))
        assert page.run("card.hidden")
        page.touch(middle(page, "cells", 0.5, 0.5))
        assert page.run("card.querySelector('h2').textContent").startswith("dA_prev[2, 2]")
        controls = "play.closest('[role=group]').getBoundingClientRect().top"
        assert page.run(f"card.getBoundingClientRect().bottom <= {controls}")
        page.touch(middle(page, "cells", 0.9, 0.1))
        assert page.run("card.querySelector('h2').textContent").startswith("dA_prev[4, 0]")
        page.touch(middle(page, "caption"))
        assert page.run("card.hidden")
        along = [middle(page, "slider", 0.5, share) for share in (0.05, 0.3, 0.6, 0.99)]
        assert after(*along) == "20 / 20"


def test_captions_keep_their_room(tmp_path, browser):
    with opened(browser, made(tmp_path), 480) as page:
        places = set()
        for _ in range(19):
            places.add(middle(page, "slider"))
            page.run(NEXT)
        assert len(places) == 1


def test_a_frame_in_a_page(tmp_path, browser):
    path = made(tmp_path)
    outer = tmp_path / "outer.html"
    held = escape(path.read_text("utf-8"))
    outer.write_text(f'<iframe srcdoc="{held}" width="480" height="560"></iframe>', "utf-8")
    with opened(browser, outer) as page:
        assert page.run("frames[0].document.documentElement.scrollHeight") <= 560
        page.run(f"frames[0].eval(`{NAME_PARTS}`)")
        before = page.run("+frames[0].slider.value")
        page.run(f"frames[0].{NEXT}")
        assert page.run("frames[0].counter.textContent") == f"{before + 1} / 20"


PARTS = "[...document.querySelectorAll('main')].map(each => each.querySelector('{}'))"


def several(tmp_path, *figures):
    """One page with a player for each figure, and a text before and after."""
    page = tmp_path / "several.html"
    players = []
    for number, fields in enumerate(figures):
        animate(Figure(**fields), tmp_path / f"{number}.html")
        players.append((tmp_path / f"{number}.html").read_text("utf-8"))
    text = f"<!doctype html><p>Before.</p>{''.join(players)}<p>After.</p><button>A</button>"
    page.write_text(text, "utf-8")
    return page


def test_several_players_in_one_page_are_apart(tmp_path, browser):
    first = {"layer": "avg", "kernel_size": 2, "theme": "paper", "poster": "first"}
    second = {"layer": "max", "input": GRID, "kernel_size": 2, "theme": "blueprint"}
    second["poster"] = "first"
    page = several(tmp_path, first, second, first)
    counters = f"{PARTS.format('output')}.map(each => each.textContent)"
    with browser.page(800, 1900, prefers_reduced_motion="reduce") as shown:
        shown.open(page)
        before = shown.run(counters)
        assert before == ["1 / 34", "1 / 14", "1 / 34"]
        ids = shown.run("[...document.querySelectorAll('[id]')].map(each => each.id)")
        twice = re.findall(r' id="', (tmp_path / "0.html").read_text())
        assert len(set(ids)) == len(ids) - len(twice) - len(data_of(tmp_path / "0.html")["pieces"])
        shown.run(f"{PARTS.format('button:last-of-type')}[1].click()")
        assert shown.run(counters) == ["1 / 34", "2 / 14", "1 / 34"]
        shown.run(f"{PARTS.format('button:last-of-type')}[2].click()")
        assert shown.run(counters) == ["1 / 34", "2 / 14", "2 / 34"]
        shown.press("ArrowRight")  # the page's own, since none of them has the focus
        assert shown.run(counters) == ["1 / 34", "2 / 14", "2 / 34"]
        shown.run(f"{PARTS.format('button')}[1].focus()")
        shown.press("End")
        assert shown.run(counters) == ["1 / 34", "14 / 14", "2 / 34"]


def test_a_player_looks_in_a_page_with_others_as_it_does_alone(tmp_path, browser):
    figures = (
        {"layer": "avg", "kernel_size": 2, "theme": "paper"},
        {"layer": "max", "kernel_size": 2, "theme": "dark"},
    )
    page = several(tmp_path, *figures)

    def shot(shown, number):
        x, y = shown.run(
            "(({x, y}) => [Math.round(x), Math.round(y)])"
            f"({PARTS.format('svg[id]')}[{number}].getBoundingClientRect())"
        )
        return np.asarray(shown.picture().crop((x, y, x + 780, y + 440)), float)

    with browser.page(816, 1400, prefers_reduced_motion="reduce") as together:
        together.open(page)
        colour = together.run("getComputedStyle(document.documentElement).backgroundColor")
        assert colour == "rgba(0, 0, 0, 0)"  # the page keeps its own
        assert together.run("getComputedStyle(document.body).marginTop") == "8px"
        border = "getComputedStyle(document.querySelector('body > button')).borderTopWidth"
        assert together.run(border) != "0px"
        shots = [shot(together, number) for number in range(2)]
    for number, together_shot in enumerate(shots):
        with browser.page(800, 1400, prefers_reduced_motion="reduce") as alone:
            alone.open(tmp_path / f"{number}.html")
            difference = shot(alone, 0) - together_shot
            assert np.sqrt(np.mean(difference**2)) < 3


NASTY = "</script><b>\"'$x ${y} {{z}} \\u003c &amp; <!-- _*_ \u2028"


def test_texts_are_shown_as_they_are_written(tmp_path, browser):
    labels = ("</script>", "<b>&amp;", "{{x}}$y", "\\\"'")
    path = made(tmp_path, title=NASTY.replace("\u2028", ""), labels=labels)
    with opened(browser, path) as page:
        assert page.run("document.title") == " ".join(NASTY.split())
        assert text(page, "caption").startswith("\\\"' is all zeros.")
        assert page.run("document.querySelectorAll('b').length") == 0
        page.press("End")
        assert text(page, "counter") == "20 / 20"
        page.run("cells.focus()")
        assert page.run("card.querySelector('h2').textContent").startswith("\\\"'[2, 2]")


def test_data_cannot_end_the_script_that_holds_it():
    held = script_json({"text": NASTY})
    assert not set("<\u2028\u2029") & set(held)
    assert json.loads(held) == {"text": NASTY}


LETTERS = """(() => {
  const shown = [stage, stage1].find(each => each.getClientRects().length);
  return shown.getBoundingClientRect().width / shown.viewBox.baseVal.width;
})()"""
"""A script that returns the pixels in a unit of the arrangement that is shown."""


def least_letter(**fields):
    """The size of the smallest text of a figure, in units."""
    scene, _ = scene_of(**fields)
    changes = (marks for frame in scene.frames() for marks in frame.changes.values())
    return min(mark.size for marks in changes for mark in marks if isinstance(mark, Text))


@pytest.mark.parametrize(
    "fields", [{"layer": "avg"}, {"layer": "max", "direction": "both"}, {"layer": "conv"}], ids=str
)
def test_letters_can_be_read_at_any_width(tmp_path, browser, fields):
    aspects = ["wide", "tall"]
    [file] = animate(Figure(**fields), tmp_path / "player.html", looks={"aspect": aspects})
    wide, tall = (least_letter(**fields, aspect=aspect) for aspect in aspects)
    with opened(browser, file.path) as page:
        for width in (360, 390, 601, 768, 1200):
            page.resize(width, 900)
            assert page.run(LETTERS) * (tall if width <= 600 else wide) >= 9, width


def test_a_frame_takes_the_height_of_the_player_and_passes_on_the_theme(tmp_path, browser):
    looks = {"aspect": ["wide", "tall"]}
    animate(Figure(layer="avg"), tmp_path / "player.html", looks=looks)
    frame = framed("src", "player.html", "A figure", (800, 450))
    outer = tmp_path / "outer.html"
    outer.write_text(f"<!doctype html><body style='margin: 0'><p>A</p>{frame}<p>B</p>", "utf-8")
    alone = "Math.ceil(stage.closest('main').firstElementChild.getBoundingClientRect().height)"
    settle = "new Promise(done => setTimeout(done, 300))"
    height = "document.querySelector('iframe').getBoundingClientRect().height"
    with browser.page(800, 1000, prefers_reduced_motion="reduce") as page:
        for width in (800, 360):
            page.resize(width, 1000)
            page.open(outer).run(settle)
            with opened(browser, tmp_path / "player.html", width, 2000) as own:
                assert page.run(height) == own.run(alone)
        page.resize(800, 1000)
        page.run(settle)
        page.run("document.documentElement.dataset.theme = 'dark'")
        page.run(settle)
        left, top = page.run(
            "(({x, y}) => [x, y])(document.querySelector('iframe').getBoundingClientRect())"
        )
        pixel = page.picture().getpixel((round(left) + 3, round(top) + 3))
        assert pixel == load_theme("dark").colours["paper"]
        page.run("postMessage({poolanim: {height: 5}}, '*')")  # not of the player
        page.run(settle)
        assert page.run(height) > 400


def test_the_card_stays_within_the_picture_and_leaves_the_cell_free(tmp_path, browser):
    looks = {"aspect": ["wide", "tall"]}
    animate(Figure(layer="avg"), tmp_path / "player.html", looks=looks)
    boxes = (
        "[card, cells, [stage, stage1].find(each => each.getClientRects().length)].map(each => {"
        " const {left, top, right, bottom} = each.getBoundingClientRect();"
        " return [left, top, right, bottom]})"
    )
    for width in (280, 360, 700, 1200):
        with opened(browser, tmp_path / "player.html", width, 900) as page:
            for row, column in ((0, 0), (2, 2), (4, 4)):
                page.click(*middle(page, "cells", (row + 0.5) / 5, (column + 0.5) / 5))
                card, cells, stage = page.run(boxes)
                page.point(1, 1)
                page.run("cells.blur()")  # the card may lie over the next cell
                assert all(card[k] >= stage[k] - 0.5 for k in (0, 1))
                assert all(card[k] <= stage[k] + 0.5 for k in (2, 3))
                x = cells[0] + (column + 0.5) * (cells[2] - cells[0]) / 5
                y = cells[1] + (row + 0.5) * (cells[3] - cells[1]) / 5
                assert not (card[0] <= x <= card[2] and card[1] <= y <= card[3])

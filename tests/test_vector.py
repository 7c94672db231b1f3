from __future__ import annotations

import gzip
import re
from itertools import accumulate
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageSequence

from poolanim import Figure, animate
from poolanim.errors import ParameterError
from poolanim.fonts import setting
from poolanim.fonts.setting import text_width
from poolanim.fonts.typefaces import EM, TYPEFACES
from poolanim.paint.vector.batches import ordered
from poolanim.paint.vector.drawing import CRISP, Drawing
from poolanim.paint.vector.joining import joined
from poolanim.paint.vector.letters import trimmed
from poolanim.paint.vector.looks import Look, Looks
from poolanim.paint.vector.paths import STEPS, path_data
from poolanim.paint.vector.shapes import rectangle
from poolanim.paint.vector.svg import to_svg
from poolanim.paint.vector.timeline import timeline_of
from poolanim.paint.vector.times import EXACT_MS
from poolanim.paint.vector.veils import with_veils
from poolanim.records import replace
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text
from poolanim.theme import load_theme
from poolanim.theme.shades import VEIL
from tests.fonts.fonts import STIX
from tests.scenes import scene_of

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "style", "defs", "clipPath", "rect", "path", "use", "text", "g"}
HOSTILE = "a < b & \"c\" 'd' </script> ]]> {{x}} $y_z \\ %s <!--"


def words(text, *, face="text", size=16, anchor="start"):
    return Text(10, 20, text, size, face, "ink", "paper", 30, anchor)


def elements(drawing, mark):
    return [piece.placed for piece in drawing.pieces(mark)]


def svg_of(**fields):
    scene, _ = scene_of(**fields)
    return to_svg(scene, Figure(**fields))


@pytest.mark.parametrize(
    ("mark", "element", "look"),
    [
        (Box(10, 20, 5.6, 6.4, "off"), '<path d="M10 20h6v6h-6"/>', Look("off", "", (CRISP,))),
        (
            Box(10, 20, 5, 6, "off", "line"),
            '<rect y="20.5" x="10.5" width="5" height="6"/>',
            Look("off", "line"),
        ),
        (
            Box(10, 20, 5.6, 6.4, None, "plus", 3, radius=2),
            '<rect y="20.5" x="10.5" width="5" height="6" rx="2"/>',
            Look("", "plus", ("stroke-width:3",)),
        ),
        (
            Dot(10.5, 20, 4, "winner"),
            '<path d="M10.5 20h0"/>',
            Look("", "winner", ("stroke-width:8", "stroke-linecap:round")),
        ),
        (
            Dot(10, 20, 4, None, "on_winner", 1.5),
            '<rect y="16" x="6" width="8" height="8" rx="4"/>',
            Look("", "on_winner", ("stroke-width:1.5",)),
        ),
        (Arrow(0, 10, 30, 10, "ink"), '<path d="M0 11h18v5l12-6l-12-6v5h-18"/>', Look("ink")),
        (
            Polygon(10, 20, ((0, 0.5), (30, 9), (0, 40)), "plus"),
            '<path d="M10 20.5l30 8.5l-30 31"/>',
            Look("plus"),
        ),
        (
            Stroke(10, 20, 40, 31.25, "plus", 1.5, 0.45),
            '<path d="M10 20l30 11.2"/>',
            Look("", "plus", ("stroke-width:1.5", "stroke-opacity:.45")),
        ),
        (Stroke(10.2, 20, 40.4, 20, "ink", 1.2), '<path d="M10 20.5h30"/>', Look("", "ink")),
        (
            Stroke(10, 40, 10, 20, "ink", 2.2),
            '<path d="M10 40v-20"/>',
            Look("", "ink", ("stroke-width:2",)),
        ),
        (
            Box(10, 20, 30, 20, None, "muted", radius=4, dashed=True),
            '<rect y="20.5" x="10.5" width="30" height="20" rx="4"/>',
            Look("", "muted", ("stroke-dasharray:2.91", "stroke-dashoffset:2.097")),
        ),
    ],
)
def test_shapes_as_elements(mark, element, look):
    drawing = Drawing()
    [piece] = drawing.pieces(mark)
    assert (piece.placed, piece.look) == (element, drawing.looks.name(look))
    assert drawing.definitions == ""


def test_dashes_stand_at_both_ends_of_all_sides():
    drawing = Drawing()
    pieces = drawing.pieces(Box(0, 0, 54, 32, None, "muted", dashed=True))
    assert joined(pieces) == [
        '<path class="a b" d="M0 .5h55M0 32.5h55"/>',
        '<path class="a c" d="M.5 0v33m54-33v33"/>',
    ]
    rules = re.findall("stroke-dasharray:(.*?)}", drawing.looks.rules)
    for length, dash in zip((55, 33), rules, strict=True):
        assert round(length / float(dash), 2) % 2 == 1
        assert 2 < float(dash) < 3.5


def definitions_of(drawing):
    return set(re.findall("<path.*?/>|<g.*?</g>", drawing.definitions))


def test_equal_shapes_words_and_letters_are_defined_once():
    drawing = Drawing()
    first = elements(drawing, words("to do to"))
    assert [re.sub(r' [xy]="[\d.]+"', "", each) for each in first] == [
        '<use href="#c"/>',
        '<use href="#e"/>',
        '<use href="#c"/>',
    ]
    assert drawing.definitions.count("<path") == 3  # t, o, d
    before = definitions_of(drawing)
    elements(drawing, words("od"))
    assert drawing.definitions.count("<path") == 3
    assert definitions_of(drawing) >= before


def test_numbers_share_what_they_begin_with_up_to_the_point():
    drawing = Drawing()
    for text in ("−0.44", "−0.11", "+0.44"):
        elements(drawing, words(text, face="number"))
    names = re.findall(r'<g id="(\w+)">', drawing.definitions)
    used = [drawing.definitions.count(f'href="#{name}"') for name in names]
    assert sorted(used) == [0, 0, 0, 1, 2, 2]  # "0." of two, and "0.44" of both signs


@pytest.mark.parametrize("face", TYPEFACES)
def test_a_nine_is_a_six_turned_by_half(face):
    drawing = Drawing()
    elements(drawing, words("9", face=face))
    [six] = re.findall(r'<path id="\w+" d="(.*?)"', drawing.definitions)
    assert six == path_data("6", face)
    x, y = map(int, re.search(r"rotate\(180 (\d+) (-\d+)\)", drawing.definitions).groups())
    turned = {(2 * x - to_x, 2 * y - to_y) for to_x, to_y in ends(path_data("6", face))}
    for to_x, to_y in ends(path_data("9", face)):
        assert any(abs(to_x - a) <= 1 and abs(to_y - b) <= 1 for a, b in turned), (to_x, to_y)


def ends(data):
    """The ends of the steps of an outline."""
    x = y = 0
    for step, numbers in re.findall("([A-Za-z])([^A-Za-z]*)", data):
        *_, right, down = 0, 0, *map(int, re.findall(r"-?\d+", numbers))
        if step in "hv":
            right, down = (down, 0) if step == "h" else (0, down)
        x, y = (right, down) if step == "M" else (x + right, y + down)
        yield x, y


def test_a_nine_of_the_user_s_font_is_its_own():
    drawing = Drawing()
    elements(drawing, words("9", face=(STIX, "text")))
    assert "rotate" not in drawing.definitions


def test_a_text_is_defined_once_for_all_its_sizes():
    drawing = Drawing()
    pieces = [
        piece
        for size in (15, 24)
        for piece in drawing.pieces(words("−0.44", face="number", size=size))
    ]
    assert len({piece.markup for piece in pieces}) == 1
    assert [piece.transform for piece in pieces] == ["scale(.2)", "scale(.32)"]
    assert [(piece.x, piece.y) for piece in pieces] == [(500, 1000), (310, 620)]  # rounded
    styled = Drawing(styled=True)
    [piece] = styled.pieces(words("−0.44", face="number", size=15))
    assert piece.transform == ""
    assert styled.looks.rules == ".b{transform:scale(.2)}"


def test_colours_are_a_matter_of_style():
    drawing = Drawing(prefix="own")
    for mark in (Box(0, 0, 4, 4, "off", "ink"), Dot(0, 0, 2, "sign.16")):
        elements(drawing, mark)
    assert drawing.looks.colours(load_theme("light").colours) == (
        ".owna{fill:#e2e7ec}.ownb{stroke:#17202b}.ownc{stroke:#96c4f3}"
    )
    assert drawing.looks.colours({"ink": (0, 0, 0)}) == (
        ".owna{fill:none}.ownb{stroke:#000}.ownc{stroke:none}"
    )


def test_a_declaration_of_several_looks_is_written_once():
    drawing = Drawing()
    for role in ("off", "ink"):
        elements(drawing, Box(0, 0, 4, 4, role))
    assert drawing.looks.rules == f".b{{{CRISP}}}"


def test_texts_in_fonts_of_the_reader():
    drawing = Drawing(outlined=False)
    assert elements(drawing, words("a < b", anchor="middle")) == [
        '<text y="20" x="10">a &lt; b</text>'
    ]
    assert elements(drawing, words("longer1")) == [
        '<text y="20" x="10" textLength="30" lengthAdjust="spacingAndGlyphs">longer1</text>'
    ]
    assert elements(drawing, words("short6")) == ['<text y="20" x="10">short6</text>']
    assert drawing.looks.rules == (
        '.b{font-family:"IBM Plex Sans","Helvetica Neue",Arial,sans-serif}'
        ".c{font-size:16px}.d{text-anchor:middle}"
    )
    assert drawing.definitions == ""


def test_words_and_code_of_films_are_texts_and_numbers_are_outlines():
    drawing = Drawing(outlined=False)
    assert elements(drawing, words("a < b", face="text-strong", size=20)) == [
        '<text y="20" x="10">a &lt; b</text>'
    ]
    assert elements(drawing, words("dA[1, 1]", face="code", anchor="end")) == [
        '<text y="20" x="10" textLength="30">dA[1, 1]</text>'
    ]
    assert drawing.definitions == ""
    rules = drawing.looks.rules
    for rule in (
        '{font-family:"IBM Plex Sans",',
        "{font-size:20px}",
        "{font-weight:600}",
        '{font-family:"IBM Plex Mono",',
        "{text-anchor:end}",
    ):
        assert rule in rules
    for face in ("number", "number-bold"):
        [element] = drawing.pieces(words("+4", face=face))
        assert element.markup.startswith('<use href="#')
    assert drawing.definitions.count("<path") == 4


@pytest.mark.parametrize(
    ("text", "length"), [(" of 9", "24.8"), ("all nine", "30"), ("1e+20", None), ("NaN", None)]
)
def test_numbers_with_words_are_texts_of_their_width(text, length):
    drawing = Drawing(outlined=False)
    [element] = elements(drawing, words(text, face="number"))
    assert (f' textLength="{length}" lengthAdjust="spacingAndGlyphs"' in element) == bool(length)
    assert ("Condensed" in drawing.looks.rules) == bool(length)


@pytest.mark.parametrize("face", ["code", "text", "number"])
@pytest.mark.parametrize("text", [" of 9", "all nine ", " += "])
def test_a_text_without_spaces_around_it_stands_where_it_did(face, text):
    whole = words(text, face=face)._replace(width=text_width(text, 16, face))
    bare = trimmed(whole)
    assert bare.text == text.strip()
    before, after = (text_width(" ", 16, face) * text[turn].isspace() for turn in (0, -1))
    assert bare.left == pytest.approx(whole.left + before)
    assert bare.left + bare.width == pytest.approx(whole.left + whole.width - after)


@pytest.mark.parametrize("face", TYPEFACES)
def test_letters_of_the_typeface_stand_where_they_are_set(face):
    drawing = Drawing()
    text = words("AV to", face=face, size=20)._replace(x=10.3, y=20.4)
    first, second = setting.line(text.text, face).words
    found = drawing.pieces(text)
    scale = 20 / STEPS
    wanted = [10.3 + word[0].pen * 20 / EM for word in (first, second)]
    assert [piece.x / 10 * scale for piece in found] == pytest.approx(wanted, abs=scale / 2 + 1e-9)
    assert [piece.y / 10 * scale for piece in found] == pytest.approx([20, 20], abs=scale / 2)
    assert {piece.transform for piece in found} == {f"scale({scale:.4f})".replace("0.", ".")}
    inner = [float(x) for x in re.findall(r'<use href="#\w+" x="(.*?)"', drawing.definitions)]
    inner += [float(x) for x in re.findall(r'<use x="(.*?)"', drawing.definitions)]
    moves = [word[1].pen - word[0].pen for word in (first, second)]
    assert inner == pytest.approx([move * STEPS / EM for move in moves], abs=0.5)


@pytest.mark.parametrize("face", ["math", ("text", STIX), (STIX, "text")])
def test_formulas_and_letters_of_the_user_s_font_are_outlines_in_films_too(face):
    drawing = Drawing(outlined=False)
    [element] = drawing.pieces(words("ℵ", face=face)._replace(x=10.3))
    assert element.markup.startswith('<use href="#')
    assert element.x / 10 * 16 / STEPS == pytest.approx(10.3, abs=0.09)
    assert drawing.definitions.count("<path") == 1


FILMED = [
    {"layer": "avg"},
    {"layer": "max", "direction": "both", "padding": 1, "stride": 2},
    {"layer": "max", "shape": 14, "every": 40},
    {"layer": "avg", "shape": "20x30", "every": 300},
]


@pytest.mark.parametrize("fields", FILMED, ids=str)
def test_each_frame_shows_its_marks_and_those_above_others_last(fields):
    scene, _ = scene_of(**fields)
    drawing = Drawing()
    film = timeline_of(scene, drawing)
    assert film.times_ms == [frame.duration_ms for frame in scene.frames()]
    cells = {cell[:4] for cell in film.ground.cells}
    order = list(ordered(film.pieces, lambda piece: piece.end, lambda piece: piece.element.look))
    picture = {}
    for number, frame in enumerate(scene.frames()):
        picture = {**picture, **frame.changes}
        marks = [mark for marks in picture.values() for mark in marks]
        over = [mark for mark in marks if not is_tile(mark, cells)]
        shown = [each.element for each in order if each.start <= number < each.end]
        place = {element: turn for turn, element in enumerate(shown)}
        assert all(piece in place for mark in over for piece in drawing.pieces(mark))
        if number in (0, 1, len(film.times_ms) // 2, len(film.times_ms) - 1):
            for turn, above in enumerate(over):
                for below in over[:turn]:
                    lines = {getattr(mark, "line", None) for mark in (above, below)}
                    alike = len(lines) == 1 and lines != {None}
                    if above != below and overlap(above.bounds, below.bounds) > alike:
                        last = max(place[piece] for piece in drawing.pieces(below))
                        assert last < min(place[piece] for piece in drawing.pieces(above))


@pytest.mark.parametrize("fields", FILMED, ids=str)
def test_each_cell_shows_its_latest_tile(fields):
    scene, _ = scene_of(**fields)
    drawing = Drawing()
    film = timeline_of(scene, drawing)
    cells = {cell[:4] for cell in film.ground.cells}
    assert cells
    seen = np.empty((scene.height, scene.width), object)
    pieces = list(film.ground.pieces)
    for number, frame in enumerate(scene.frames()):
        while pieces and pieces[0].start == number:
            element = pieces.pop(0).element
            seen[covered(element)] = element.look
        tiles = [mark for marks in frame.changes.values() for mark in marks if is_tile(mark, cells)]
        for tile in tiles:
            x, y, width, height, _ = rectangle(tile)
            assert set(seen[y : y + height, x : x + width].flat) == {
                drawing.looks.name(Look(tile.fill))
            }
    assert not pieces


@pytest.mark.parametrize("theme", ["light", "dark", "auto", "blueprint"])
def test_a_veil_gives_tiles_the_colours_that_they_have_under_a_window(theme):
    scene, _ = scene_of(layer="avg", theme=theme)
    colours, veils = with_veils(load_theme(theme))
    looks = Looks()
    film = timeline_of(scene, Drawing(looks=looks, veils=veils))
    modes = [colours.colours, *([colours.night] if colours.night else [])]
    for shown in modes:
        seen = np.empty((scene.height, scene.width, 3), int)
        ink = np.array(shown["ink"])
        roles = {looks.name(Look(role)): role for role in shown}
        pieces = list(film.ground.pieces)
        for number, frame in enumerate(scene.frames()):
            while pieces and pieces[0].start == number:
                element = pieces.pop(0).element
                seen[covered(element)] = shown[roles[element.look]]
            veiled = seen.copy()
            for veil in film.ground.veils:
                if veil.start <= number < veil.end:
                    part = covered(veil.element)
                    veiled[part] = np.rint(seen[part] + (ink - seen[part]) * VEIL)
            for marks in frame.changes.values():
                for mark in marks[:1]:
                    if is_tile(mark, {cell[:4] for cell in film.ground.cells}):
                        x, y, width, height, _ = rectangle(mark)
                        part = veiled[y : y + height, x : x + width]
                        assert np.abs(part - shown[mark.fill]).max() <= 1
        assert not pieces


def test_a_window_that_moves_paints_only_what_it_changes():
    scene, _ = scene_of(layer="avg")
    _, veils = with_veils(load_theme("light"))
    film = timeline_of(scene, Drawing(veils=veils))
    assert spans(film.ground.veils) == [(turn, turn + 2) for turn in range(1, 19, 2)]
    places = {(each.element.x, each.element.y) for each in film.ground.veils}
    assert len(places) == 9
    assert len(film.ground.pieces) < len(timeline_of(scene, Drawing()).ground.pieces) - 30


def test_themes_with_lines_over_fills_have_no_veils():
    theme = load_theme("paper")
    assert with_veils(theme) == (theme, {})


def covered(element):
    """The pixels of a tile or of a veil."""
    width, height = map(int, re.fullmatch(r"h(\d+)v(\d+)h-\1", element.markup).groups())
    x, y = element.x // 10, element.y // 10
    return slice(y, y + height), slice(x, x + width)


def is_tile(mark, cells):
    return isinstance(mark, Box) and not mark.line and rectangle(mark)[:4] in cells


def test_what_stays_is_drawn_once():
    frames = [
        Frame(100, {"a": (words("12"), Dot(0, 0, 2, "ink"))}),
        Frame(100, {"a": (words("13"), Box(0, 0, 5, 5, "off"), Dot(0, 0, 2, "ink"))}),
        Frame(100, {"a": ()}),
    ]
    film = film_of(frames)
    assert sorted(spans(film.pieces)) == [(0, 1), (0, 2), (1, 2), (1, 2)]
    assert not film.ground.cells


def test_a_tile_is_covered_and_what_is_over_it_is_removed():
    cell = Box(0, 0, 50, 50, "off")
    film = film_of(
        [Frame(100, {"a": (cell._replace(fill=fill), words(text))}) for fill, text in STATES]
    )
    assert spans(film.ground.pieces) == [(0, 3), (2, 3)]
    assert spans(film.pieces) == [(0, 1), (1, 3)]
    assert film.ground.cells == [cell._replace(fill=None)]


STATES = ("off", "12"), ("off", "13"), ("ink", "13")


def test_tiles_of_one_colour_are_one_rectangle_unless_another_tile_is_between_them():
    fills = ["off off plus", "off off plus", "plus off off"]
    places = {
        (y, x): (Box(12 * x, 12 * y, 10, 10, fill),)
        for y, row in enumerate(fills)
        for x, fill in enumerate(row.split())
    }
    film = film_of([Frame(100, places)])
    found = {(each.element.x, each.element.y, each.element.markup) for each in film.ground.pieces}
    assert found == {  # those of two colours meet in the middle of their gap
        (0, 0, "h11v23h-11"),
        (110, 0, "h12v34h-12"),
        (230, 0, "h11v23h-11"),
        (0, 230, "h11v11h-11"),
        (230, 230, "h11v11h-11"),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"a": (Box(0, 0, 50, 50, "paper"), words("13"))},  # may be transparent
        {"a": (Box(0, 0, 50, 50, "off", radius=4), words("13"))},
        {"a": (Box(0, 0, 50, 50, "off", "ink"), words("13"))},
        {"a": (Box(0, 0, 20, 50, "off"), words("13"))},
        {"a": (words("13"),)},
        {"a": ()},
        {"b": (words("13")._replace(x=45),)},
    ],
    ids=str,
)
def test_what_does_not_cover_all_that_was_there_is_no_tile(change):
    frames = [
        Frame(100, {"a": (Box(0, 0, 50, 50, "off"), words("12")), "b": ()}),
        Frame(100, change),
        Frame(100, {"a": (Box(0, 0, 50, 50, "off"), words("14")), "b": ()}),
    ]
    film = film_of(frames)
    assert not film.ground.cells
    assert not film.ground.pieces


def film_of(frames):
    film = type("Film", (), {"frames": lambda _: iter(frames)})()
    return timeline_of(film, Drawing())


def spans(pieces):
    return [(piece.start, piece.end) for piece in pieces]


def overlap(one, other):
    across = min(one[2], other[2]) - max(one[0], other[0])
    return min(across, min(one[3], other[3]) - max(one[1], other[1]))


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "avg"},
        {"layer": "max", "direction": "both", "theme": "dark", "title": HOSTILE},
        {"layer": "max", "shape": 20, "every": 50, "scale": 2},
    ],
    ids=str,
)
def test_an_svg_is_whole_and_asks_for_nothing(fields):
    text = svg_of(**fields)
    root = ElementTree.fromstring(text)
    scale = fields.get("scale", 1)
    assert root.tag == f"{SVG}svg"
    assert (root.get("viewBox"), root.get("width")) == ("0 0 800 450", str(800 * scale))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    used = {element.get("href") for element in root.iter(f"{SVG}use")}
    used |= {f"#{name}" for name in re.findall(r"url\(#(\w+)\)", text)}
    assert used == {f"#{name}" for name in ids} - {f"#{root.get('id')}"}
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= TAGS
    assert text.count("://") == 1  # the namespace
    assert not re.search(r"@import|@font-face|url\((?!#)|data:", text)


@pytest.mark.parametrize("background", ["paper", "transparent"])
def test_an_svg_follows_the_system_of_its_reader(browser, tmp_path, background):
    figure = Figure(layer="max", theme="auto", background=background)
    for theme in ("auto", "light", "dark"):
        animate(replace(figure, theme=theme), tmp_path / f"{theme}.svg")
    for scheme in ("light", "dark"):
        shown = []
        for theme in ("auto", scheme):
            with browser.page(800, 450, prefers_color_scheme=scheme) as page:
                page.open(tmp_path / f"{theme}.svg")
                shown.append(np.asarray(at(page, 5000)))
        np.testing.assert_array_equal(*shown)


def test_what_cannot_follow_the_reader_is_told(tmp_path):
    figure = Figure(layer="max", theme="auto")
    with pytest.raises(
        ParameterError, match=r"theme is auto, which output '.*a\.gif' cannot follow"
    ):
        animate(figure, tmp_path / "a.gif")
    assert len(animate(figure, tmp_path / "a.html", tmp_path / "a.json")) == 2


def test_an_svg_tells_what_it_shows():
    root = ElementTree.fromstring(svg_of(layer="max", title=HOSTILE))
    assert root.find(f"{SVG}title").text == HOSTILE
    assert "kernel 3" in root.find(f"{SVG}desc").text
    root = ElementTree.fromstring(svg_of(layer="max"))
    assert root.find(f"{SVG}title").text == "Max pooling backward"


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_the_default_svg_is_small(layer):
    text = svg_of(layer=layer).encode()
    assert len(text) <= 45_000
    assert len(gzip.compress(text)) < 8_600


def test_a_single_picture_is_all_outlines_and_does_not_move(tmp_path):
    [written] = animate(Figure(layer="avg"), tmp_path / "a.svg", still=10)
    assert (written.frames, written.seconds) == (1, 0)
    text = (tmp_path / "a.svg").read_text()
    assert "<text" not in text
    assert "animation" not in text
    assert "<desc>Scan 5 of 9: " in text


@pytest.mark.parametrize("name", ["a.svg", "a.pdf"])
def test_films_with_too_many_frames(tmp_path, monkeypatch, name):
    figure = Figure(layer="max", kernel_size=2, shape=3, motion="steps")
    [written] = animate(figure, tmp_path / "a.gif")

    def allow(most):
        monkeypatch.setattr("poolanim.paint.vector.svg.MOST_FRAMES", most)
        monkeypatch.setattr("poolanim.paint.vector.pdf.MOST_PAGES", most)

    allow(written.frames)
    animate(figure, tmp_path / name)
    allow(written.frames - 1)
    message = f"{written.frames} frames, and an? {name[1:]} at most {written.frames - 1}"
    with pytest.raises(ParameterError, match=message):
        animate(figure, tmp_path / name)


def test_the_same_figure_gives_the_same_svg():
    fields = {"layer": "max", "kernel_size": 2, "shape": 3}
    assert svg_of(**fields) == svg_of(**fields)


def test_a_pdf_says_where_its_objects_are(tmp_path):
    animate(Figure(layer="max", padding=1, title=HOSTILE), tmp_path / "a.pdf")
    content = (tmp_path / "a.pdf").read_bytes()
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", content)[1])
    lines = content[start:].split(b"\n")
    count = int(lines[1].split()[1])
    assert lines[0] == b"xref"
    assert lines[2] == b"0000000000 65535 f "
    for number, line in enumerate(lines[3 : 2 + count], 1):
        place = int(line.split()[0])
        assert len(line) == 19
        assert content[place:].startswith(b"%d 0 obj\n" % number)
    assert content.count(b"/Type/Page/") == 48
    title = re.search(rb"/Title <feff(.*?)>", content)[1]
    assert bytes.fromhex(title.decode()).decode("utf-16-be") == HOSTILE


def test_a_pdf_has_neither_date_nor_font_and_is_small(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        animate(Figure(layer="avg"), tmp_path / name)
    content = (tmp_path / "a.pdf").read_bytes()
    assert content == (tmp_path / "b.pdf").read_bytes()
    assert not re.search(rb"Date|/Font|/ID", content)
    assert len(content) < 104_500


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "max", "kernel_size": 2, "shape": 2, "padding": 1, "theme": "dark"},
        {"layer": "avg", "shape": 20, "every": 400, "title": "Größe Ω"},
    ],
    ids=str,
)
def test_pages_of_a_pdf_are_the_frames(pdf_pages, tmp_path, fields):
    figure = Figure(**fields)
    [written] = animate(figure, tmp_path / "a.pdf")
    pages = pdf_pages(tmp_path / "a.pdf", tmp_path)
    assert len(pages) == written.frames > 2
    for number in (1, 2, len(pages)):
        animate(figure, tmp_path / "a.png", still=number)
        with Image.open(tmp_path / "a.png") as picture:
            assert picture.size == pages[number - 1].size
            mean, worst = unlike(pages[number - 1], picture.convert("RGB"))
        assert mean < 2.5
        assert worst < 120


def test_a_sheet_in_all_formats_is_one_picture(pdf_pages, browser, tmp_path):
    figure = Figure(layer="max", kernel_size=2, shape=3)
    paths = [tmp_path / f"a.{ending}" for ending in ("png", "svg", "pdf")]
    for written in animate(figure, *paths, sheet=True):
        assert (written.frames, written.seconds) == (1, 0)
    with Image.open(paths[0]) as image:
        picture = image.convert("RGB")
    [page] = pdf_pages(paths[2], tmp_path)
    assert picture.size == page.size == (1574, 790)
    assert unlike(picture, page)[0] < 2
    with browser.page(*picture.size) as shown:
        assert unlike(shown.open(paths[1]).picture(), picture)[0] < 2


def frames_of_gif(path):
    with Image.open(path) as film:
        frames = [
            (frame.convert("RGB"), frame.info["duration"]) for frame in ImageSequence.Iterator(film)
        ]
    starts = [0, *accumulate(time for _, time in frames)]
    return lambda ms: frames[max(n for n, start in enumerate(starts[:-1]) if start <= ms)][0]


def unlike(one, other):
    """How far two pictures are apart: the mean over blocks of 5x5 pixels, 0 to 255, the worst."""
    apart = np.abs(np.asarray(one, float) - np.asarray(other, float)).max(axis=2)
    down, across = apart.shape[0] // 5, apart.shape[1] // 5
    blocks = apart[: 5 * down, : 5 * across].reshape(down, 5, across, 5).mean(axis=(1, 3))
    return blocks.mean(), blocks.max()


@pytest.mark.parametrize("fields", [{"layer": "avg"}, {"layer": "max", "padding": 1, "stride": 2}])
def test_a_browser_shows_the_pictures_of_the_gif(browser, tmp_path, fields):
    animate(Figure(**fields, motion="steps"), tmp_path / "a.svg", tmp_path / "a.gif")
    gif = frames_of_gif(tmp_path / "a.gif")
    with browser.page(800, 450) as page:
        page.open(tmp_path / "a.svg")
        moments = (100, 1500 - EXACT_MS, 1500 + EXACT_MS, 5000, 9000)
        for ms in moments:
            mean, worst = unlike(at(page, ms), gif(ms))
            assert mean < 4, ms  # the browser may have other fonts
            assert worst < 200, ms
        others = [unlike(gif(5000), gif(ms))[0] for ms in moments if ms != 5000]
        assert min(others) > 0.5


@pytest.mark.parametrize("poster", [None, "first", "last", 9])
def test_without_motion_the_poster_stands(browser, tmp_path, poster):
    animate(Figure(layer="avg", poster=poster), tmp_path / "a.svg", tmp_path / "a.png")
    with browser.page(800, 450, prefers_reduced_motion="reduce") as page:
        page.open(tmp_path / "a.svg")
        assert page.run("document.getAnimations().length") == 0
        shown = page.picture()
    painted = Image.open(tmp_path / "a.png").convert("RGB")
    boards = 32, 90, 368, 420
    assert unlike(shown, painted)[0] < 4.5  # the browser may have other fonts
    assert unlike(shown.crop(boards), painted.crop(boards))[0] < 3.5  # which numbers do not need


def at(page, ms):
    """Shows what all films of a page show at a time."""
    page.run(f"document.getAnimations().forEach(one => {{ one.pause(); one.currentTime = {ms} }})")
    return page.picture()


def names_of(text):
    """Every id and keyframe of an SVG, where it is defined and where it is used."""
    return {
        *re.findall(r' (?:id="|href="#|clip-path="url\(#)([\w-]+)', text),
        *re.findall(r"@keyframes ([\w-]+)", text),
        *re.findall(r"animation-name:([\w-]+)", text),
    }


FILMS = (
    {"layer": "avg"},
    {"layer": "max", "padding": 1, "theme": "dark"},
    {"layer": "avg", "shape": 6, "title": "Other"},
)


def test_every_name_begins_with_what_no_other_file_has():
    prefixes = set()
    for fields in (*FILMS, {"layer": "avg", "background": "transparent"}):
        names = names_of(svg_of(**fields))
        [prefix] = {name[:4] for name in names}
        assert re.fullmatch("[a-z][a-z0-9]{3}", prefix)
        prefixes.add(prefix)
    assert len(prefixes) == 4


def test_nothing_but_names_of_its_own_is_styled():
    text = svg_of(layer="avg", background="transparent")
    [own] = re.findall(r'^<svg id="(\w+)"', text)
    style = re.search("<style>(.*?)</style>", text)[1]
    selectors = re.findall(r"([^{}]+)\{(?=[a-z-]+:)", re.sub(r"@media\(.*?\)", "", style))
    told = [each for each in selectors if not re.fullmatch(r"[\d.]+%", each)]
    assert len(told) > 60
    assert all(re.fullmatch(rf"(#{own}( (\.\w+|\[class(\*=_)?\]))?,?)+", each) for each in told)


def test_svgs_in_one_page_look_as_each_does_alone(browser, tmp_path):
    texts = [svg_of(**fields) for fields in FILMS]
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><style>body { margin: 0 } svg { display: block }</style>" + "".join(texts),
        "utf-8",
    )
    moments = (100, 5000)
    alone = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.svg"
        path.write_text(text, "utf-8")
        with browser.page(800, 450) as shown:
            shown.open(path)
            alone.append([at(shown, ms) for ms in moments])
    with browser.page(800, 450 * len(texts)) as shown:
        shown.open(page)
        for turn, ms in enumerate(moments):
            together = at(shown, ms)
            for number, pictures in enumerate(alone):
                part = together.crop((0, 450 * number, 800, 450 * (number + 1)))
                assert unlike(part, pictures[turn])[1] < 12  # only smooth edges may differ

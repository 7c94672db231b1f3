from __future__ import annotations

from itertools import islice
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from poolanim import Figure
from poolanim.files.resources import names
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.paint.patch import Patch
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Arrow, Box, Dot, Text
from poolanim.theme import load_theme
from tests.agg import AggPainter
from tests.scenes import scene_of

NOTHING = 255
"""Entry of no palette."""
GOLDEN = Path(__file__).parents[1] / "golden"
LIGHT = load_theme("light")
PALETTE = Palette.of(LIGHT)
WIDTH, HEIGHT = 120, 90

PLACES = st.integers(-8, 120)
ROLES = st.sampled_from(["ink", "winner", "sign.9", "tracked"])
MAYBE = st.none() | ROLES
MARKS = st.one_of(
    st.builds(
        Box,
        *[PLACES, PLACES, st.integers(2, 90), st.integers(2, 90), MAYBE, MAYBE, st.integers(1, 4)],
        radius=st.sampled_from([0, 0, 3]),
        dashed=st.booleans(),
    ),
    st.builds(Dot, PLACES, PLACES, st.integers(1, 30), MAYBE, MAYBE, st.integers(1, 3)),
    st.builds(
        Arrow,
        *[PLACES, PLACES, st.just(60.5), st.just(40.5), ROLES, st.integers(1, 3)],
        head=st.just(12),
    ),
    st.builds(
        Text,
        *[PLACES, PLACES, st.sampled_from(["−0.4", "Ay"]), st.sampled_from([9, 13, 28])],
        *[st.sampled_from(["text", "number-bold"]), ROLES, st.just("paper"), st.just(20)],
        anchor=st.just("middle"),
    ),
)
FILLED = Painter._filled
HUES = st.sampled_from(["ink", "winner", "sign.9", "paper"])
PLAIN = [(-5, 10), (20, 10), (40, 10), (58, 20), (78.3, 20), (99, 75)]
"""Where boxes are: one is not on the canvas whole, two overlap."""
OTHERS = [(), *((Box(20, 10, 20, 20, *style),) for style in (["winner", "ink"], [None, "ink"]))]
CELLS = st.fixed_dictionaries(
    {
        ("cell", x): HUES.map(lambda hue, x=x, y=y: (Box(x, y, 20, 20, hue),))
        | (st.sampled_from(OTHERS) if x == 20 else st.nothing())
        for x, y in PLAIN
    },
    optional={
        "window": st.integers(0, 60).map(lambda x: (Box(x, 5, 25, 25, None, "ink", 3, 3),)),
        "focus": HUES.map(lambda hue: (Box(42, 15, 5, 5, hue),)),
    },
).map(lambda changes: Frame(1, changes))


def films(marks):
    pictures = st.lists(marks, max_size=3).map(tuple)
    places = st.sampled_from([0, 1, 2, "window", ("active 1",), "flying"])
    changes = st.dictionaries(places, pictures, max_size=3)
    return st.lists(changes.map(lambda each: Frame(1, each)), min_size=1, max_size=5)


def paint(*marks, scale=1):
    painter = Painter(WIDTH * scale, HEIGHT * scale, PALETTE, scale)
    painter.show(Frame(1, {"all": marks}))
    return painter.canvas


def lay_over(canvas, patch):
    new = patch.over(NOTHING)
    part = canvas[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width]
    np.copyto(part, new, where=new != NOTHING)


def covered(canvas):
    """Left, top, right and bottom of what is not paper."""
    rows, columns = np.nonzero(canvas != PALETTE.entry["paper"])
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@given(films(MARKS))
@settings(max_examples=150, deadline=None)
def test_what_is_painted_bit_by_bit_is_what_is_painted_at_once(film):
    for piece in pieces_of(film):
        for edge in (piece.changed, piece.changed.T):  # no smaller rectangle would do
            assert edge[0].any()
            assert edge[-1].any()


def test_boxes_that_get_another_colour_are_what_is_painted_at_once():
    @given(st.lists(CELLS, min_size=2, max_size=6))
    @settings(max_examples=200, deadline=None)
    def check(film):
        list(pieces_of(film))

    filled = []

    def counted(painter, spot, marks):
        filled.append(FILLED(painter, spot, marks))
        return filled[-1]

    with patch.object(Painter, "_filled", counted):
        check()
    assert sum(filled) > 200
    assert len(filled) - sum(filled) > 200


def pieces_of(film):
    """All pieces of a film, each picture compared with one that is painted by itself."""
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    rebuilt = np.full((HEIGHT, WIDTH), NOTHING, np.uint8)
    picture = {place: () for frame in film for place in frame.changes}
    painter.show(Frame(1, picture))
    rebuilt[...] = painter.canvas
    for frame in film:
        picture |= frame.changes
        patch = painter.show(frame)
        whole = Painter(WIDTH, HEIGHT, PALETTE, 1)
        whole.show(Frame(1, picture))
        np.testing.assert_array_equal(painter.canvas, whole.canvas)
        if patch is not None:
            assert patch[:4] == Patch.around(patch.pieces)[:4]
            laid = rebuilt.copy()
            for left, top, pixels, changed in patch.pieces:  # later ones may lie over earlier ones
                rows, columns = pixels.shape
                part = laid[top : top + rows, left : left + columns]
                np.testing.assert_array_equal(changed, part != pixels)
                part[...] = pixels
            np.testing.assert_array_equal(laid, painter.canvas)
            yield from patch.pieces
            lay_over(rebuilt, patch)
        np.testing.assert_array_equal(rebuilt, painter.canvas)


def test_the_first_frame_is_new_whole():
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    patch = painter.show(Frame(1, {"a": (Box(5, 5, 5, 5, "winner"),)}))
    assert patch[:4] == (0, 0, WIDTH, HEIGHT)
    np.testing.assert_array_equal(patch.over(NOTHING), painter.canvas)
    assert painter.show(Frame(1, {})) is None
    assert painter.show(Frame(1, {"a": (Box(5, 5, 5, 5, "winner"),)})) is None


def test_what_moves_is_painted_over_all_else():
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    boxes = {"window": (Box(5, 5, 9, 9, "ink"),), "title": (Box(0, 0, 30, 9, "winner"),)}
    painter.show(Frame(1, boxes))
    assert painter.canvas[7, 7] == PALETTE.entry["ink"]
    painter.show(Frame(1, {"title": (Box(0, 0, 30, 9, "tracked"),)}))
    assert painter.canvas[7, 7] == PALETTE.entry["ink"]
    painter.show(Frame(1, {"window": ()}))
    assert painter.canvas[7, 7] == PALETTE.entry["tracked"]


def texts_of(*said, **form):
    text = Text(5, 50, "", 13, "code", "ink", "paper", 35)
    return [(text._replace(text=each, **form),) for each in said]


WINDOW = (Box(3, 42, 40, 12, None, "winner", 3),)
ONES = texts_of("a = 1", "a = 2", "b = 3")
ENDS = texts_of("a = 1", anchor="end", width=35)
PLAIN_BOX, LINED_BOX = Box(20, 20, 10, 10, "winner"), Box(20, 20, 10, 10, "winner", "ink", 3)
OTHER_BOX = PLAIN_BOX._replace(fill="tracked")


@pytest.mark.parametrize(
    "film",
    [
        [{"line": ONES[0], "window": WINDOW}, {"line": ONES[1]}, {"window": ()}],
        [{"line": ONES[0], "window": ()}, {"line": ONES[1]}, {"window": WINDOW}, {"window": ()}],
        [{"line": ONES[0], "window": WINDOW}, {"line": ONES[1], "window": ()}, {"line": ONES[2]}],
        [{"line": ONES[0]}, {"line": ENDS[0]}, {"line": ONES[1]}],
        [{"flying": ONES[0], "line": ()}, {"flying": ONES[1]}, {"flying": ()}],
        [{"cell": (LINED_BOX,)}, {"cell": (OTHER_BOX,)}],
        [{"cell": (PLAIN_BOX,)}, {"cell": (OTHER_BOX._replace(height=15),)}],
        [{"cell": (PLAIN_BOX,), "window": (OTHER_BOX,)}, {"window": (PLAIN_BOX,)}, {"window": ()}],
        [
            {"cell": (PLAIN_BOX,), "late": ()},
            {"cell": (OTHER_BOX,)},
            {"late": (Dot(20, 20, 5, "ink"),)},
        ],
    ],
)
def test_what_differs_in_little_is_what_is_painted_at_once(film):
    list(pieces_of([Frame(1, changes) for changes in film]))


def test_places_are_painted_in_the_order_of_the_first_frame():
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    painter.show(
        Frame(1, {"under": (Box(0, 0, 9, 9, "winner"),), "over": (Box(5, 5, 9, 9, "ink"),)})
    )
    painter.show(Frame(1, {"under": (Box(0, 0, 9, 9, "tracked"),)}))
    assert painter.canvas[7, 7] == PALETTE.entry["ink"]
    assert painter.canvas[2, 2] == PALETTE.entry["tracked"]


@pytest.mark.parametrize(("right", "down"), [(9, 0), (-9, 0), (0, 9), (0, -9)])
@pytest.mark.parametrize("size", [(10, 10), (1, 10), (10, 1)])
def test_what_overlaps_by_one_row_or_column_is_painted_anew(right, down, size):
    under = Box(30, 30, 10, 10, "winner")
    over = Box(30 + right * size[0] // 10, 30 + down * size[1] // 10, *size, "ink")
    painter = Painter(WIDTH, HEIGHT, PALETTE, 1)
    painter.show(Frame(1, {"under": (under,), "over": (over,)}))
    under = under._replace(fill="tracked")
    painter.show(Frame(1, {"under": (under,)}))
    np.testing.assert_array_equal(painter.canvas, paint(under, over))
    painter.show(Frame(1, {"over": ()}))
    np.testing.assert_array_equal(painter.canvas, paint(under))


@pytest.mark.parametrize(
    "mark",
    [
        Box(5, 6, 10, 8, None, "ink", 3, 3),
        Box(5, 6, 10, 8, "sign.9", "ink", 1, dashed=True),
        Dot(20, 15, 8, "winner", "ink", 2),
        Arrow(4, 15, 36, 15, "ink"),
        Arrow(20, 26, 20, 4, "ink"),
        Text(20, 20, "−0.4", 12, "number-bold", "ink", "paper", 22.848, "middle"),
        Text(36, 20, "[gj]", 12, "text", "ink", "paper", 17.076, "end"),
    ],
)
@pytest.mark.parametrize("scale", [1, 2])
def test_marks_stay_within_their_bounds_and_fill_them(mark, scale):
    left, top, right, bottom = covered(paint(mark, scale=scale)) / np.array(scale)
    bounds = mark.bounds
    assert left >= int(bounds[0]) - 1
    assert top >= int(bounds[1]) - 1
    assert right <= bounds[2] + 1.5
    assert bottom <= bounds[3] + 1.5
    assert right - left >= 0.7 * (bounds[2] - bounds[0])
    assert bottom - top >= 0.5 * (bounds[3] - bounds[1])


@pytest.mark.parametrize("theme", names("themes"))
@pytest.mark.parametrize(("layer", "scale"), [("avg", 2), ("max", 1)])
def test_pictures_are_those_of_matplotlib_s_own_renderer(layer, theme, scale):
    """The bound on the error: 34.5 dB, and no more than 2 in 1,000 pixels far off.

    The palette has three steps from a ground to an ink, so pixels on edges are off by up to a sixth
    of the way. That alone is 36 dB where a twentieth of all pixels are on edges.
    """
    fields = {"layer": layer, "direction": "both", "shape": "4x4", "theme": theme}
    scene, _ = scene_of(**fields)
    palette = Palette.of(load_theme(theme))
    painter = Painter(scene.width * scale, scene.height * scale, palette, scale)
    reference = AggPainter(Figure(**fields), scene, scale)
    for number, frame in enumerate(scene.frames()):
        painter.show(frame)
        reference.show(frame)
        if number % 4 == 1:
            shown = palette.colours[painter.canvas].astype(int)
            error = np.abs(shown - reference.pixels())
            assert 10 * np.log10(255**2 / (error**2).mean()) > 34.5
            assert (error.max(axis=2) > 48).mean() < 0.002


ARTICLE = {
    "input": "8 0 1 2 1; 8 8 5 0 0; 3 4 6 4 2; 1 6 7 0 1; 4 3 8 5 4",
    "grad": "-0.7 -1.1 -0.4; 0.5 -0.2 1.0; -0.2 0.0 1.5",
}
FIGURES = {
    "avg-forward": {"layer": "avg", "direction": "forward", "input": ARTICLE["input"]},
    "avg-backward": {"layer": "avg", "direction": "backward", **ARTICLE},
    "max-forward": {"layer": "max", "direction": "forward", "input": ARTICLE["input"]},
    "max-backward": {"layer": "max", "direction": "backward", **ARTICLE},
    "dark": {"layer": "max", "direction": "backward", "theme": "dark", **ARTICLE},
    "paper": {"layer": "avg", "direction": "backward", "theme": "paper", **ARTICLE},
    "heat": {"layer": "max", "direction": "forward", "shape": "16x16", "theme": "dark"},
    "padding": {"layer": "avg", "shape": 4, "padding": 1},
    "tall": {"layer": "max", "direction": "forward", "input": ARTICLE["input"], "aspect": "tall"},
}


@pytest.mark.parametrize("name", FIGURES)
def test_pictures_look_as_they_did(name, request):
    """Golden images; after a change that is meant: pytest --golden, and look at them."""
    fields = FIGURES[name]
    scene, _ = scene_of(**fields)
    palette = Palette.of(load_theme(fields.get("theme", "light")))
    painter = Painter(scene.width, scene.height, palette, 1)
    for frame in islice(scene.frames(), 10):  # until the window arrives at scan 5
        painter.show(frame)
    pixels = palette.colours[painter.canvas]
    golden = GOLDEN / f"{name}.png"
    if request.config.getoption("--golden"):
        Image.fromarray(pixels).quantize(256).save(golden, optimize=True)
    with Image.open(golden) as expected:
        np.testing.assert_array_equal(pixels, np.asarray(expected.convert("RGB")))

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from poolanim.errors import ParameterError
from poolanim.render.painter import Painter, own_settings, text_width
from poolanim.render.palette import MOST, PAIRS, palette
from poolanim.resources import names
from poolanim.scene.marks import Arrow, Box, Dot, Frame, Text
from poolanim.theme import load_theme
from tests.scenes import scene_of, shown

GOLDEN = Path(__file__).parent / "golden"
LIGHT = load_theme("light")


def paint(*marks, width=40, height=30, scale=1):
    with own_settings():
        painter = Painter(width, height, LIGHT, scale)
        painter.show(Frame(1, {"all": marks}))
        return painter.pixels()


def covered(pixels):
    """Left, top, right and bottom of what is not paper."""
    rows, columns = np.nonzero((pixels != 255).any(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_a_box_covers_its_pixels_exactly():
    pixels = paint(Box(5, 6, 10, 8, "peak"))
    assert covered(pixels) == (5, 6, 15, 14)
    assert (pixels[6:14, 5:15] == LIGHT.colours["peak"]).all()


def test_later_marks_cover_earlier_ones_and_no_picture_keeps_another_s():
    with own_settings():
        painter = Painter(20, 20, LIGHT, 1)
        painter.show(Frame(1, {"a": (Box(0, 0, 20, 20, "peak"),), "b": ()}))
        painter.show(Frame(1, {"b": (Box(5, 5, 5, 5, "tracked"),)}))
        first = painter.pixels()
        painter.show(Frame(1, {"a": (), "b": ()}))
        second = painter.pixels()
    assert tuple(first[7, 7]) == LIGHT.colours["tracked"]
    assert tuple(first[0, 0]) == LIGHT.colours["peak"]
    assert (second == 255).all()


@pytest.mark.parametrize(
    "mark",
    [
        Box(5, 6, 10, 8, None, "ink", 3, 3),
        Box(5, 6, 10, 8, "cell", "ink", 1, dashed=True),
        Dot(20, 15, 8, "peak", "ink", 2),
        Arrow(4, 15, 36, 15, "ink"),
        Arrow(20, 26, 20, 4, "ink"),
        Text(20, 20, "−0.4", 12, "bold", "ink", "paper", 31.31, "middle"),
        Text(36, 20, "[gj]", 12, "mono", "ink", "paper", 28.9, "end"),
    ],
)
def test_marks_stay_within_their_bounds_and_fill_them(mark):
    left, top, right, bottom = covered(paint(mark))
    bounds = mark.bounds
    assert left >= int(bounds[0]) - 1
    assert top >= int(bounds[1]) - 1
    assert right <= bounds[2] + 1.5
    assert bottom <= bounds[3] + 1.5
    assert right - left >= 0.7 * (bounds[2] - bounds[0])
    assert bottom - top >= 0.5 * (bounds[3] - bounds[1])


def test_scale_multiplies_every_length():
    mark = Box(5, 6, 10, 8, "peak")
    assert covered(paint(mark, scale=2)) == (10, 12, 30, 28)
    text = Text(3, 20, "88", 12, "sans", "ink", "paper", 15.3)
    small, large = covered(paint(text)), covered(paint(text, scale=2))
    assert large[2] - large[0] == pytest.approx(2 * (small[2] - small[0]), abs=3)


def test_digits_are_tabular_and_widths_grow_with_the_size():
    for face in ("sans", "bold", "mono"):
        widths = {round(text_width(digit, 10, face), 6) for digit in "0123456789"}
        assert len(widths) == 1
    assert text_width("12", 20, "sans") == 2 * text_width("12", 10, "sans")


def test_a_character_that_the_font_lacks_is_refused():
    with pytest.raises(ParameterError, match="the font lacks the character '平'"):
        text_width("平均池化", 10, "bold")


@pytest.mark.parametrize("theme", names("themes"))
def test_palettes_hold_all_colours_of_a_theme_and_fit(theme):
    loaded = load_theme(theme)
    colours = palette(loaded)
    assert set(loaded.colours.values()) <= set(colours)
    assert len(colours) == len(set(colours)) <= MOST
    assert {role for pair in PAIRS for role in pair} <= set(loaded.colours)


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_the_palette_foresees_every_text_on_its_ground(layer):
    scene, _ = scene_of(layer=layer, padding=1, direction="both", input="ones", shape="4x4")
    pairs = {
        (mark.ink, mark.ground)
        for _, marks in shown(scene)
        for mark in marks
        if isinstance(mark, Text)
    }
    assert pairs <= set(PAIRS)


@pytest.mark.parametrize("theme", names("themes"))
@pytest.mark.parametrize("layer", ["avg", "max"])
def test_the_palette_comes_near_to_every_painted_colour(theme, layer):
    scene, _ = scene_of(layer=layer, padding=1, direction="both", shape="4x4")
    colours = np.array(palette(load_theme(theme)))
    with own_settings():
        painter = Painter(scene.width, scene.height, load_theme(theme), 1)
        for frame in scene.frames():
            painter.show(frame)
        pixels = painter.pixels().reshape(-1, 3)
    painted, counts = np.unique(pixels, axis=0, return_counts=True)
    differences = painted[:, None].astype(int) - colours[None]
    distances = np.sqrt((differences**2).sum(axis=2)).min(axis=1)
    # Few pixels are blends that no pair foresees, such as corners where three colours meet.
    assert (counts * distances).sum() / counts.sum() < 0.2
    assert counts[distances > 16].sum() / counts.sum() < 0.002


@pytest.mark.skipif(
    mpl.__version_info__ < (3, 11), reason="matplotlib before 3.11 rounds places of letters"
)
@pytest.mark.parametrize(
    "name", ["avg-forward", "avg-backward", "max-forward", "max-backward", "heat"]
)
def test_pictures_look_as_they_did(name, request):
    """Golden images; after a change that is meant: pytest --golden, and look at them."""
    fields = {
        "input": "8 0 1 2 1; 8 8 5 0 0; 3 4 6 4 2; 1 6 7 0 1; 4 3 8 5 4",
        "grad": "-0.7 -1.1 -0.4; 0.5 -0.2 1.0; -0.2 0.0 1.5",
    }
    if name == "heat":
        fields = {"layer": "max", "shape": "16x16", "theme": "dark"}
    else:
        fields["layer"], fields["direction"] = name.split("-")
        if fields["direction"] == "forward":
            del fields["grad"]
    scene, _ = scene_of(**fields)
    with own_settings():
        theme = load_theme(fields.get("theme", "light"))
        painter = Painter(scene.width, scene.height, theme, 1)
        for frame in islice(scene.frames(), 10):  # until the window arrives at scan 5
            painter.show(frame)
        pixels = painter.pixels()
    golden = GOLDEN / f"{name}.png"
    if request.config.getoption("--golden"):
        Image.fromarray(pixels).save(golden, optimize=True)
    with Image.open(golden) as expected:
        blurred = np.asarray(expected.convert("RGB").reduce(8)).astype(int)
    difference = np.abs(np.asarray(Image.fromarray(pixels).reduce(8)) - blurred)
    # One digit that is another gives 31 and more.
    assert difference.max() < 29


def test_the_user_s_matplotlibrc_changes_nothing(tmp_path):
    rc = "text.hinting: force_autohint\nfont.family: serif\npath.snap: False\nfigure.dpi: 300\n"
    (tmp_path / "matplotlibrc").write_text(rc + "lines.antialiased: False\nbackend: svg\n")
    command = [sys.executable, "-m", "poolanim", "max", "--shape", "3x3", "--size", "2", "-o"]
    for folder, name in ((tmp_path, "a.gif"), (Path.cwd(), "b.gif")):
        subprocess.run([*command, str(tmp_path / name)], cwd=folder, check=True)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()

"""What is behind a picture shows through: in all formats that can, and where the paper is."""

from __future__ import annotations

import re
import zlib

import numpy as np
import pytest
from PIL import Image, ImageSequence

from poolanim import Figure, animate
from poolanim.errors import ParameterError
from poolanim.fonts.coverage import FULL
from poolanim.formats.painting import Painting
from poolanim.paint.palette import Palette
from poolanim.paint.ramps import NEAR, STEPS
from poolanim.pipeline import run
from poolanim.scene.stills import still
from poolanim.theme import load_theme

FIELDS = {"layer": "max", "kernel_size": 2, "shape": 3, "padding": 1, "background": "transparent"}
GREEN = (90, 160, 90)


@pytest.fixture(scope="module")
def filming():
    figure = Figure(**FIELDS)
    return Painting(figure, run(figure), [])


@pytest.fixture(scope="module")
def pictures(filming):
    """All pictures of a film, with how opaque each pixel is."""
    scene = filming.scene
    numbers = range(scene.frame_count)
    return [filming.palette.colours[filming.picture(still(scene, number))] for number in numbers]


def decoded(path):
    with Image.open(path) as film:
        return [np.asarray(frame.convert("RGBA")) for frame in ImageSequence.Iterator(film)]


def test_paper_is_clear_and_white_on_the_spots_is_not():
    theme = load_theme("light")
    palette = Palette.of(theme, transparent=True)
    paper, white, ink = (palette.entry[role] for role in ("paper", "on_winner", "ink"))
    assert palette.colours[paper].tolist() == [*theme.colours["paper"], 0]
    assert palette.colours[white].tolist() == [255, 255, 255, 255]
    canvas = np.full((1, FULL + 1), paper, np.uint8)
    palette.blend(canvas, "ink", np.arange(FULL + 1, dtype=np.uint8)[None])
    shown = palette.colours[canvas[0]].astype(int)
    opaque = 255 * np.rint(np.arange(FULL + 1) * STEPS / FULL) / STEPS
    assert np.abs(shown[:, 3] - opaque).max() <= NEAR
    assert np.abs(shown[3:, :3] - theme.colours["ink"]).max() <= 3
    assert canvas[0, -1] == ink
    palette.blend(canvas, "paper", np.full((1, FULL + 1), FULL, np.uint8))
    assert set(canvas[0].tolist()) == {paper}


def test_an_opaque_palette_has_no_fourth_column():
    assert Palette.of(load_theme("light")).colours.shape[1] == 3


@pytest.mark.parametrize("ending", ["apng", "webp"])
def test_lossless_films_let_through_what_was_painted(tmp_path, pictures, ending):
    animate(Figure(**FIELDS), tmp_path / f"a.{ending}")
    frames = decoded(tmp_path / f"a.{ending}")
    for frame, shown in zip(frames, pictures, strict=True):
        assert 0 < (shown[..., 3] == 0).mean() < 1
        assert len(np.unique(shown[..., 3])) > STEPS
        np.testing.assert_array_equal(frame[..., 3], shown[..., 3])
        seen = shown[..., 3] > 0
        np.testing.assert_array_equal(frame[seen], shown[seen])


def test_pngs_let_through_what_was_painted(tmp_path, pictures):
    animate(Figure(**FIELDS, poster="last"), f"{tmp_path}/frames/", tmp_path / "a.png")
    for path in (tmp_path / "a.png", sorted((tmp_path / "frames").iterdir())[-1]):
        [frame] = decoded(path)
        np.testing.assert_array_equal(frame, pictures[-1])
        for background in (GREEN, (0, 0, 0)):
            behind = Image.new("RGBA", (frame.shape[1], frame.shape[0]), (*background, 255))
            behind.alpha_composite(Image.fromarray(frame))
            assert behind.getpixel((2, 2)) == (*background, 255)


def test_a_gif_lets_the_paper_through_and_mixes_the_rest_with_it(tmp_path, pictures):
    animate(Figure(**FIELDS), tmp_path / "a.gif")
    paper = np.array(load_theme("light").colours["paper"])
    for frame, shown in zip(decoded(tmp_path / "a.gif"), pictures, strict=True):
        seen = shown[..., 3] > 0
        np.testing.assert_array_equal(frame[..., 3], np.where(seen, 255, 0))
        share = shown[..., 3:][seen] / 255
        mixed = np.rint(paper + (shown[..., :3][seen] - paper) * share)
        np.testing.assert_array_equal(frame[..., :3][seen], mixed)


def test_vectors_have_no_paper(browser, tmp_path):
    animate(Figure(**FIELDS), tmp_path / "a.svg", tmp_path / "a.pdf", tmp_path / "a.png", still=3)
    page = f"<body style='margin:0;background:rgb{GREEN}'><img src='a.svg' style='display:block'>"
    (tmp_path / "a.html").write_text(page)
    with browser.page(800, 450) as shown:
        seen = np.asarray(shown.open(tmp_path / "a.html").picture(), float)
    assert tuple(seen[2, 2]) == GREEN
    with Image.open(tmp_path / "a.png") as image:
        behind = Image.new("RGBA", image.size, (*GREEN, 255))
        behind.alpha_composite(image.convert("RGBA"))
    assert np.abs(seen - np.asarray(behind.convert("RGB"), float)).mean() < 2
    content = (tmp_path / "a.pdf").read_bytes()
    packed = re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
    drawn = b"".join(map(zlib.decompress, packed))
    assert b"0 0 800 450 re n" in drawn
    assert b"1 1 1 rg 0 0 800 450 re f" not in drawn


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.html"])
def test_formats_that_are_opaque_refuse(tmp_path, name):
    with pytest.raises(ParameterError, match=r"background is transparent, but output .* cannot"):
        animate(Figure(**FIELDS), tmp_path / "a.gif", tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_trace_has_no_background(tmp_path):
    animate(Figure(**FIELDS), tmp_path / "a.json", tmp_path / "a.npz")
    with pytest.raises(
        ParameterError, match="background is 'clear'; use one of paper, transparent"
    ):
        Figure(layer="max", background="clear")

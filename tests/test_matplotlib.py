"""Figures on the Axes of a user, as animations, and as pixels."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import imageio.v3 as iio
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from PIL import Image

from poolanim import Figure, PoolanimError, animate
from poolanim.matplotlib import animation, draw, pixels

FIGURE = Figure(layer="max", kernel_size=2, input="1 3; 2 4", direction="both", motion="steps")


def decibels(one, other):
    """How alike two pictures are (PSNR)."""
    return 10 * np.log10(255**2 / np.square(one.astype(float) - other).mean())


def saved(canvas, **options):
    """A canvas as pixels of RGB."""
    file = BytesIO()
    canvas.savefig(file, format="png", **options)
    return np.asarray(Image.open(file).convert("RGB"))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The frames of the figure in PNGs, by their numbers from 1."""
    folder = tmp_path_factory.mktemp("frames")
    animate(FIGURE, f"{folder}/frames/")
    paths = sorted((folder / "frames").iterdir())
    return {number: iio.imread(path)[..., :3] for number, path in enumerate(paths, 1)}


def test_a_frame_is_the_picture_of_a_file(files):
    for number, name in ((1, "first"), (3, 3), (len(files), "last")):
        shown = saved(draw(FIGURE, name).figure)
        assert shown.shape == files[number].shape
        assert decibels(shown, files[number]) > 34.5
    assert decibels(shown, files[1]) < 25


def test_the_scale_of_a_figure_is_that_of_its_canvas(tmp_path):
    twice = Figure(layer="avg", input="1 2; 3 4", kernel_size=2, scale=2, theme="dark")
    animate(twice, tmp_path / "a.png")
    expected = iio.imread(tmp_path / "a.png")[..., :3]
    shown = saved(draw(twice).figure)
    assert shown.shape == expected.shape == (900, 1600, 3)
    assert decibels(shown, expected) > 34.5


def test_a_frame_fits_into_the_user_s_axes(files):
    canvas = Canvas(figsize=(10, 4.5), dpi=100)
    left, right = canvas.subplots(1, 2)
    right.plot([1, 2], [3, 4])
    assert draw(FIGURE, 3, left) is left
    shown = saved(canvas)
    box = left.get_window_extent()
    top, bottom = 450 - round(box.y1), 450 - round(box.y0)
    part = Image.fromarray(shown[top:bottom, round(box.x0) : round(box.x1)])
    small = Image.fromarray(files[3]).resize(part.size, Image.Resampling.LANCZOS)
    assert decibels(np.asarray(part), np.asarray(small)) > 22
    assert part.width / part.height == pytest.approx(800 / 450, rel=0.02)


def test_nothing_is_drawn_beyond_the_axes():
    canvas = Canvas(figsize=(4, 4), dpi=100)
    axes = canvas.add_axes((0.25, 0.25, 0.5, 0.5))
    draw(Figure(layer="avg", shape=3, theme="paper"), ax=axes)
    axes.set(xlim=(100, 150), ylim=(150, 100))
    shown = saved(canvas).copy()
    assert (shown[101:299, 101:299] < 255).any()
    shown[99:301, 99:301] = 255
    assert (shown == 255).all()


def test_an_artist_that_is_invisible_is_not_drawn():
    axes = draw(FIGURE)
    for artist in axes.get_children():
        artist.set_visible(False)
    assert (saved(axes.figure) == 255).all()


@pytest.mark.parametrize("theme", ["light", "paper"])
def test_vectors_are_alike(theme, tmp_path, pdf_pages):
    figure = Figure(layer="avg", shape=4, padding=1, theme=theme)
    expected = saved(draw(figure).figure)
    draw(figure).figure.savefig(tmp_path / "a.pdf", metadata={"CreationDate": None})
    (page,) = pdf_pages(tmp_path / "a.pdf", tmp_path)
    half = [each.resize((400, 225)) for each in (page, Image.fromarray(expected))]
    assert decibels(*map(np.asarray, half)) > 27


def test_a_transparent_background_stays_so():
    figure = Figure(layer="avg", shape=3, background="transparent")
    canvas = draw(figure).figure
    FigureCanvasAgg(canvas).draw()
    alpha = np.asarray(canvas.canvas.buffer_rgba())[..., 3]
    assert alpha[0, 0] == 0
    assert alpha.max() == 255
    assert next(pixels(figure)).shape == (450, 800, 4)


def test_an_animation_plays_the_film_in_its_time(tmp_path):
    # Frames of 1,500 to 3,000 ms, at two frames a second.
    film = animation(FIGURE, fps=2)
    film.save(tmp_path / "a.gif", writer="pillow")
    frames = iio.imread(tmp_path / "a.gif", mode="RGB")
    expected = list(pixels(FIGURE, fps=2))
    (written,) = animate(FIGURE, tmp_path / "b.gif")
    times = [iio.immeta(tmp_path / "a.gif", index=n)["duration"] for n in range(len(frames))]
    assert sum(times) / 1000 == pytest.approx(written.seconds, abs=0.5)
    assert len(expected) / 2 == pytest.approx(written.seconds, abs=0.5)
    ends = np.cumsum(times) // 500
    for frame, end in zip(frames, ends, strict=True):
        assert decibels(frame, expected[int(end) - 1]) > 30


def played(film):
    """The picture of a film's canvas after each of its frames."""
    film._draw_was_started = True  # matplotlib would warn that the film was never shown
    for changes in film.new_frame_seq():
        film._draw_frame(changes)
        yield saved(film._fig)


def test_an_animation_begins_again_with_its_first_frame():
    film = animation(FIGURE, fps=1)
    pictures = [*played(film), *played(film)]
    half = len(pictures) // 2
    for one, other in zip(pictures[:half], pictures[half:], strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_frame_that_is_too_short_is_not_lost():
    """What it changes is shown with the frame after it."""
    fast = Figure(layer="max", kernel_size=2, shape=3, step_ms=940, hold_ms=340)
    *_, shown = played(animation(fast, fps=1))
    *_, last = pixels(fast, fps=100)
    assert decibels(shown, last) > 34.5


def test_pixels_are_those_of_the_files(files):
    shown = list(pixels(FIGURE, fps=10))
    assert shown[0].dtype == np.uint8
    np.testing.assert_array_equal(shown[0], files[1])
    np.testing.assert_array_equal(shown[-1], files[len(files)])
    changed = [n for n in range(1, len(shown)) if not np.array_equal(shown[n - 1], shown[n])]
    assert len(changed) == len(files) - 1


def test_smooth_motion_has_the_frames_of_the_rate():
    smooth = Figure(layer="avg", shape=3, kernel_size=2, motion="smooth")
    different = {each.tobytes() for each in pixels(smooth, fps=10)}
    more = {each.tobytes() for each in pixels(smooth, fps=25)}
    assert len(more) > 1.3 * len(different)


@pytest.mark.parametrize("function", [animation, lambda *given: next(pixels(*given))])
@pytest.mark.parametrize("fps", [0, 101, 12.5, "25"])
def test_a_wrong_rate_is_refused(function, fps):
    with pytest.raises(PoolanimError, match=r"fps is .*give a whole number from 1 to 100"):
        function(FIGURE, fps)


@pytest.mark.parametrize("frame", [0, "middle", 99])
def test_a_frame_that_is_not_there_is_refused(frame):
    with pytest.raises(PoolanimError, match=f"still is {frame!r}"):
        draw(FIGURE, frame)


def test_no_setting_of_the_user_changes_a_picture(files):
    settings = {"path.sketch": (1, 100, 2), "lines.linewidth": 9, "figure.dpi": 50}
    with mpl.rc_context({**settings, "savefig.pad_inches": 1}):
        assert decibels(saved(draw(FIGURE, 3).figure), files[3]) > 34.5


def test_pyplot_is_not_loaded():
    script = (
        "import sys, poolanim.matplotlib as m; from poolanim import Figure; "
        "m.draw(Figure(layer='max')); assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)

from __future__ import annotations

import io
from base64 import b64decode, b64encode

import av
import numpy as np
import pytest
from PIL import Image

from poolanim import Figure, animate

SIDE = 16
"""Of the squares, in pixels, that count as flat areas where all their pixels are of one colour."""
LAST_FRAME = """(async () => {
  const video = document.querySelector("video");
  await new Promise((loaded, failed) => {
    video.onloadeddata = loaded;
    video.onerror = () => failed(video.error.message);
    if (video.readyState >= 2) loaded();
  });
  await new Promise((shown) => {
    const told = (_, { mediaTime }) =>
      mediaTime > video.duration - 0.5 ? shown() : video.requestVideoFrameCallback(told);
    video.requestVideoFrameCallback(told); // "seeked" may come before the frame is there
    video.currentTime = video.duration - 0.02;
  });
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL("image/png").split(",")[1];
})()"""


def squares(picture):
    """A picture as squares: their number, the pixels of one, the colours of one."""
    rows, columns = picture.shape[0] // SIDE, picture.shape[1] // SIDE
    whole = picture[: rows * SIDE, : columns * SIDE].reshape(rows, SIDE, columns, SIDE, 3)
    return whole.swapaxes(1, 2).reshape(rows * columns, SIDE * SIDE, 3)


def pixels(picture):
    return np.asarray(picture.convert("RGB"), float)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_browser_shows_flat_areas_of_a_video_in_the_colours_of_the_png(browser, tmp_path, theme):
    figure = Figure(layer="max", kernel_size=2, shape=3, theme=theme, motion="steps")
    animate(figure, tmp_path / "a.mp4", tmp_path / "a.webm", tmp_path / "a.png", still="last")
    with Image.open(tmp_path / "a.png") as picture:
        wanted = squares(pixels(picture))
    flat = (wanted == wanted[:, :1]).all(axis=(1, 2))
    assert flat.sum() > 500
    colours, colour_of = np.unique(wanted[flat][:, 0], axis=0, return_inverse=True)
    assert len(colours) >= 5  # of paper, pale cells, the tracked cell, tints of both signs
    for ending in ("mp4", "webm"):
        film = b64encode((tmp_path / f"a.{ending}").read_bytes()).decode()
        page = tmp_path / "page.html"
        page.write_text(f'<video muted src="data:video/{ending};base64,{film}"></video>')
        with browser.page() as shown:
            frame = shown.open(page).run(LAST_FRAME)
        found = squares(pixels(Image.open(io.BytesIO(b64decode(frame)))))
        apart = np.abs(found[flat].mean(axis=1) - wanted[flat][:, 0]).max(axis=1)
        # Rounded to levels of limited range, and back, a colour is up to 2.1 apart. A wrong matrix
        # shifts the yellow of the tracked cell by 8.
        for number, colour in enumerate(colours):
            assert np.median(apart[colour_of.ravel() == number]) <= 2.5, (ending, colour)
        # A codec leaves a little noise, mostly where a square is beside another colour.
        assert (apart > 2).mean() <= 0.03, ending
        assert apart.max() <= 8, ending


@pytest.mark.parametrize("ending", ["mp4", "webm"])
def test_a_video_names_the_primaries_transfer_and_matrix_of_its_pixels(tmp_path, ending):
    figure = Figure(layer="max", kernel_size=2, shape=2, motion="steps", width=480)
    animate(figure, tmp_path / f"a.{ending}")
    with av.open(str(tmp_path / f"a.{ending}")) as file:
        context = file.streams.video[0].codec_context
        primaries, transfer = int(context.color_primaries), int(context.color_trc)
    assert (primaries, transfer) == (1, 13)  # of BT.709, of sRGB
    assert int(context.colorspace) in (5, 6)  # both are of BT.601
    assert int(context.color_range) == 1  # limited

"""MP4, through imageio's pyav plugin, which streams."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import imageio.v3 as iio
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from imageio.plugins.pyav import PyAVPlugin

    from poolanim.render.painter import Patch
    from poolanim.write.film import Film

RATES = (10, 20, 25, 40, 50)
"""Frames a second. The first in which every duration is a whole number of frames is used."""
ENCODER = {
    "preset": "fast",
    "crf": "20",
    "tune": "animation",
    "x264-params": ":".join(
        (
            "mbtree=0",  # with it, now and then a run gives other bytes, even on one thread
            "qcomp=1",  # a still picture deserves no more bits than one that moves
            "deblock=-2,-2",  # edges are meant
            "bframes=8",
            "me=dia",  # nothing drifts, so that a short search finds all there is
            "subme=2",
            "weightp=0",
        )
    ),
}
BT601 = 6
"""The matrix by which RGB becomes YUV, as ITU-T H.273 counts. Named in the file, since players
would guess another one for large pictures."""
COLOUR_TAGS = ("color_primaries", "color_trc", "colorspace")


def frame_rate(durations_ms: Collection[int]) -> int:
    """Frames a second for a film of these durations.

    Example:
        >>> frame_rate([1500, 400]), frame_rate([1500, 50]), frame_rate([333])
        (10, 20, 50)
    """
    exact = (rate for rate in RATES if all(ms * rate % 1000 == 0 for ms in durations_ms))
    return next(exact, RATES[-1])


def encode(patch: Patch, film: Film) -> Patch:  # noqa: ARG001
    """A patch as it is: each frame is encoded after the one before."""
    return patch


@contextmanager
def writer(path: Path, film: Film) -> Iterator[Mp4Writer]:
    """A writer of H.264 that every browser plays, and starts before it is loaded whole."""
    rate = frame_rate(film.beats_ms)
    with iio.imopen(  # type: ignore[call-overload]  # its stub omits what goes on to PyAV
        path,
        "w",
        plugin="pyav",
        extension=".mp4",
        container="mp4",
        options={"movflags": "+faststart"},
    ) as file:
        file.init_video_stream("libx264", fps=rate, pixel_format="yuv420p")
        # imageio has no public way to these. One thread, since the bytes depend on their number.
        stream = file._video_stream
        stream.options = ENCODER
        stream.codec_context.thread_count = 1
        for tag in COLOUR_TAGS:
            setattr(stream.codec_context, tag, BT601)
        yield Mp4Writer(file, film, rate)


class Mp4Writer:
    """Writes the frames of a video at a constant rate.

    Args:
        file: an imageio file with a video stream.
        film: its size, even in both ways, and its colours.
        rate: frames a second.
    """

    def __init__(self, file: PyAVPlugin, film: Film, rate: int) -> None:
        self._file = file
        self._colours = film.colours
        self._picture = np.zeros((film.height, film.width, 3), np.uint8)
        self._rate = rate
        self._time_ms = self._written = 0

    def add(self, frame: Patch, duration_ms: int) -> None:
        """Append a picture, as often as its duration asks."""
        for left, top, pixels, _ in frame.pieces:
            rows, columns = pixels.shape
            self._picture[top : top + rows, left : left + columns] = self._colours[pixels]
        self._time_ms += duration_ms
        due = round(self._time_ms * self._rate / 1000)
        for _ in range(due - self._written):
            self._file.write_frame(self._picture)
        self._written = due

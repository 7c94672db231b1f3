"""WebM with VP9, for browsers without H.264."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.codec import Codec
from poolanim.formats.format import FilmFormat

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.formats.video import VideoWriter

VP9 = Codec(
    container="webm",
    container_options={"fflags": "+bitexact"},  # or else it holds a random number
    name="libvpx-vp9",
    options={
        "crf": "23",
        "b": "0",  # the quality is given, whatever rate it takes
        "tune-content": "screen",
        "deadline": "realtime",  # a tenth of the time, for a sixth more bytes
        "cpu-used": "6",
        "static-thresh": "1",  # a block that is as before is not looked at twice
        "lag-in-frames": "0",
        "g": "600",
    },
)


class Webm(FilmFormat):
    """A video in VP9."""

    name = "webm"
    ending = ".webm"
    libraries = ("av", "imageio")
    plays = True
    tween_ms = 20
    opaque = True

    def writer(self, path: Path, film: Film) -> AbstractContextManager[VideoWriter]:
        """Opens a video in VP9, and finishes it when its block ends."""
        from poolanim.formats.video import video_writer

        return video_writer(path, film, VP9)


FORMAT = Webm()

"""MP4 with H.264: every browser plays it, and it starts before it is loaded whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.codec import Codec
from poolanim.formats.format import FilmFormat

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.formats.video import VideoWriter

H264 = Codec(
    container="mp4",
    container_options={"movflags": "+faststart"},
    name="libx264",
    options={
        "preset": "superfast",
        "qp": "23",  # for all pictures; rules that look ahead cost time, and bytes vary with mbtree
        "x264-params": ":".join(
            (
                # Most frames show the picture of the one before, and are skipped through.
                "scenecut=0",  # no look ahead, since it is known which are new
                "b-adapt=0",
                "weightp=0",
                "bframes=7",
                "b-pyramid=none",
                "subme=0",  # nothing moves by parts of a pixel
                # Of a new picture much was seen a few pictures ago.
                "ref=4",  # as many as small decoders keep of 1080 rows
                "mixed-refs=1",
                # Text is edges, and small.
                "no-deblock=1",
                "8x8dct=0",
                "partitions=all",
                "trellis=1",
            )
        ),
    },
)


class Mp4(FilmFormat):
    """A video in H.264."""

    name = "mp4"
    ending = ".mp4"
    libraries = ("av", "imageio")
    plays = True
    tween_ms = 20
    opaque = True

    def writer(self, path: Path, film: Film) -> AbstractContextManager[VideoWriter]:
        """Opens a video in H.264, and finishes it when its block ends."""
        from poolanim.formats.video import video_writer

        return video_writer(path, film, H264)


FORMAT = Mp4()

"""MP4 with H.264, which every browser plays, and starts before it is loaded whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.write.film import unencoded as encode
from poolanim.write.video import Codec, video_writer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from poolanim.write.film import Film
    from poolanim.write.video import VideoWriter

__all__ = ["encode", "writer"]

H264 = Codec(
    container="mp4",
    container_options={"movflags": "+faststart"},
    name="libx264",
    options={
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
    },
)


def writer(path: Path, film: Film) -> AbstractContextManager[VideoWriter]:
    """A writer of H.264."""
    return video_writer(path, film, H264)

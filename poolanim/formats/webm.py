"""WebM with VP9, which browsers play that do without H.264."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.film import unencoded as encode
from poolanim.formats.video import Codec, video_writer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.formats.video import VideoWriter

__all__ = ["encode", "writer"]

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


def writer(path: Path, film: Film) -> AbstractContextManager[VideoWriter]:
    """A writer of VP9."""
    return video_writer(path, film, VP9)

"""WebM with VP9, for browsers without H.264."""

from __future__ import annotations

from poolanim.formats.codec import Codec
from poolanim.formats.format import VideoFormat

VP9 = Codec(
    container="webm",
    container_options={"fflags": "+bitexact"},  # otherwise the file contains a random number
    name="libvpx-vp9",
    options={
        "crf": "23",
        "b": "0",  # no limit of the bit rate, since the quality is given
        "tune-content": "screen",
        "deadline": "realtime",  # takes a tenth of the time, and a sixth more bytes
        "cpu-used": "6",
        "static-thresh": "1",  # skips the search in blocks that did not change
        "lag-in-frames": "0",
        "g": "600",
    },
)


class Webm(VideoFormat):
    """A video in VP9."""

    name = "webm"
    ending = ".webm"
    codec = VP9


FORMAT = Webm()

"""WebM with VP9, for browsers without H.264."""

from __future__ import annotations

from poolanim.formats.codec import Codec
from poolanim.formats.format import VideoFormat

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


class Webm(VideoFormat):
    """A video in VP9."""

    name = "webm"
    ending = ".webm"
    codec = VP9


FORMAT = Webm()

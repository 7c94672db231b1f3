"""MP4 with H.264: every browser plays it, and it starts before it is loaded whole."""

from __future__ import annotations

from poolanim.formats.codec import Codec
from poolanim.formats.format import VideoFormat

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


class Mp4(VideoFormat):
    """A video in H.264."""

    name = "mp4"
    ending = ".mp4"
    codec = H264


FORMAT = Mp4()

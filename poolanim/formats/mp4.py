"""MP4 with H.264. Every browser plays it, and starts before the file is completely loaded."""

from __future__ import annotations

from poolanim.formats.codec import Codec
from poolanim.formats.format import VideoFormat

H264 = Codec(
    container="mp4",
    container_options={"movflags": "+faststart"},
    name="libx264",
    options={
        "preset": "superfast",
        "qp": "22",  # for all pictures; rules that look ahead cost time, and bytes vary with mbtree
        "x264-params": ":".join(
            (
                # A whole picture takes as many bytes as ten changes. A player that seeks reads the
                # repeats after it fast.
                "keyint=600",
                # Most frames repeat the picture before them, and are coded as skipped.
                "scenecut=0",  # no search for cuts, since the new pictures are known
                "b-adapt=0",
                "weightp=0",
                "bframes=7",
                "b-pyramid=none",
                # Windows, beams and numbers move far from picture to picture, by whole pixels.
                "me=umh",
                "subme=0",
                # Much of a new picture is a copy from a few pictures before.
                "ref=4",  # as many pictures of 1080 rows as small decoders keep
                "mixed-refs=1",
                # Text consists of small sharp edges.
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

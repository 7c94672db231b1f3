"""Video at a constant rate, through imageio's pyav plugin, which streams.

One frame for each picture, however long it stands, would do for browsers. But sites ask for ten a
second or more, evenly, and editors reckon times by the mean rate.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

import imageio.v3 as iio
from av import VideoFrame
from av.video.frame import PictureType

from poolanim.formats.yuv import Planes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from io import FileIO
    from pathlib import Path

    from poolanim.formats.codec import Codec
    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

RATES = (10, 20, 25, 40, 50)
"""Frames a second. The first in which every duration is a whole number of frames is used."""
COLOURS = {"color_primaries": 1, "color_trc": 13, "colorspace": 6}
"""What the pixels are, as ITU-T H.273 counts: the primaries of sRGB, which are those of BT.709; the
transfer of sRGB; and the matrix of BT.601, by which `Planes` makes YUV. Players guess what a file
does not name, and guess by the size of the picture."""


def frame_rate(durations_ms: Collection[int]) -> int:
    """Frames a second for a film of these durations.

    Example:
        >>> frame_rate([1500, 400]), frame_rate([1500, 50]), frame_rate([333])
        (10, 20, 50)
    """
    exact = (rate for rate in RATES if all(ms * rate % 1000 == 0 for ms in durations_ms))
    return next(exact, RATES[-1])


@contextmanager
def video_writer(path: Path, film: Film, codec: Codec) -> Iterator[VideoWriter]:
    """A writer of a video, finished when the block is left."""
    rate = frame_rate(film.beats_ms)
    with path.open("wb", buffering=0) as opened:
        target = _Target(opened)
        try:
            with iio.imopen(  # type: ignore[call-overload]  # its stub omits what goes on to PyAV
                target,
                "w",
                plugin="pyav",
                extension=f".{codec.container}",
                container=codec.container,
                options=dict(codec.container_options),
            ) as file:
                file.init_video_stream(codec.name, fps=rate, pixel_format="yuv420p")
                # imageio has no public way to these.
                stream, container = file._video_stream, file._container
                stream.width, stream.height = film.width, film.height
                stream.options = dict(codec.options)
                stream.codec_context.thread_count = 1  # since the bytes depend on their number
                for tag, number in COLOURS.items():
                    setattr(stream.codec_context, tag, number)

                def show(picture: VideoFrame, number: int) -> None:
                    picture.pts, picture.time_base = number, Fraction(1, rate)
                    container.mux(stream.encode(picture))
                    target.check()

                yield VideoWriter(show, film, rate)
        finally:
            target.check()


class _Target:
    """A file for libav, which is told of no error: it would repeat it at length, and later too.

    Args:
        file: open for writing, without a buffer.

    Attributes:
        name: its path, by which libav reads what was written.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._place = 0
        self._refused: OSError | None = None
        self.name = file.name

    def check(self) -> None:
        """Raise the OSError with which the file refused what was written, if it did."""
        if self._refused is not None:
            raise self._refused from None

    def write(self, content: bytes | memoryview) -> int:
        """Write all; nothing more after the first error."""
        rest = memoryview(content)
        self._place += len(rest)
        try:
            while rest and self._refused is None:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._refused = error
        return len(memoryview(content))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, as files do."""
        if self._refused is None:
            self._place = self._file.seek(offset, whence)
        elif whence == os.SEEK_SET:
            self._place = offset
        return self._place

    def tell(self) -> int:
        """The place where the next bytes go."""
        return self._place

    def close(self) -> None:
        """Do nothing: the one who opened the file closes it."""


class VideoWriter:
    """Writes the frames of a video at a constant rate.

    Args:
        show: appends a picture, which may be one that it was given before, as the frame of a
            number.
        film: its size, even in both ways, and its colours.
        rate: frames a second.
    """

    def __init__(self, show: Callable[[VideoFrame, int], None], film: Film, rate: int) -> None:
        self._show = show
        self._planes = Planes(film)
        self._rate = rate
        self._time_ms = self._written = 0

    def add(self, frame: Patch, duration_ms: int) -> None:
        """Append a picture, as often as its duration asks."""
        self._planes.lay(frame)
        self._time_ms += duration_ms
        due = round(self._time_ms * self._rate / 1000)
        picture = VideoFrame.from_ndarray(self._planes.pixels, format="yuv420p")
        # What comes later refers to it. When it is shown again, the encoder may take frames to
        # which none refers, so that those it can refer to are of different pictures.
        picture.pict_type = PictureType.P
        for number in range(self._written, due):
            self._show(picture, number)
            picture.pict_type = PictureType.NONE
        self._written = due

"""Video at a constant rate, by the pyav plugin of imageio, which writes frame by frame.

For browsers, one frame for each picture would be enough, however long the picture stays. But some
sites ask for ten frames a second or more, and editors compute times from the mean rate.
"""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import imageio.v3 as iio
import numpy as np
from av import VideoFrame
from av.video.frame import PictureType

from poolanim.formats.yuv import Planes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from io import FileIO
    from pathlib import Path

    from numpy.typing import NDArray

    from poolanim.formats.codec import Codec
    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

RATES = (10, 20, 25, 40, 50)
"""Frames a second. Each repeat of a picture takes time and bytes, so the first that fits is used.
"""
MANY = 10
"""Of a duration of this many frames or more, nobody sees whether a part of one is missing."""
COLOURS = {"color_primaries": 1, "color_trc": 13, "colorspace": 6}
"""The colour space of the pixels, in the numbers of ITU-T H.273: the primaries of BT.709, which are
those of sRGB, the transfer of sRGB, and the matrix of BT.601, which `Planes` uses. Without these
numbers, a player guesses the colour space from the size of the picture."""


def frame_rate(durations_ms: Collection[int]) -> int:
    """Returns the frames a second for a film with these durations, in ms.

    Each duration is a whole number of frames, or at least `MANY`.

    Example:
        >>> frame_rate([1500, 400]), frame_rate([1190, 50]), frame_rate([999]), frame_rate([33])
        (10, 20, 20, 50)
    """

    def fits(ms: int, rate: int) -> bool:
        return ms * rate % 1000 == 0 or ms * rate >= MANY * 1000

    fitting = (rate for rate in RATES if all(fits(ms, rate) for ms in durations_ms))
    return next(fitting, RATES[-1])


@contextmanager
def video_writer(path: Path, film: Film, codec: Codec) -> Iterator[VideoWriter]:
    """Opens a video, and finishes it when the block ends."""
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
                # imageio has no public access to these.
                stream, container = file._video_stream, file._container
                stream.width, stream.height = film.width, film.height
                stream.options = dict(codec.options)
                stream.codec_context.thread_count = 1  # the bytes depend on this number
                for tag, number in COLOURS.items():
                    setattr(stream.codec_context, tag, number)

                def show(picture: VideoFrame, number: int) -> None:
                    picture.pts, picture.time_base = number, Fraction(1, rate)
                    container.mux(stream.encode(picture))
                    target.check()

                yield VideoWriter(show, film, rate)
        finally:
            target.check()


def decoded(content: bytes) -> Iterator[NDArray[np.uint8]]:
    """Yields the frames of a video, (height, width, 3)."""
    with av.open(io.BytesIO(content), "r") as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)


class _Target:
    """A file for libav that hides errors, which libav would print, several lines each.

    Args:
        file: open for writing, without a buffer.

    Attributes:
        name: the path, from which libav reads the file again.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._place = 0
        self._refused: OSError | None = None
        self.name = file.name

    def check(self) -> None:
        """Raises the first OSError of a write, if there was one."""
        if self._refused is not None:
            raise self._refused from None

    def write(self, content: bytes | memoryview) -> int:
        """Writes all of the content, or nothing after the first error."""
        rest = memoryview(content)
        self._place += len(rest)
        try:
            while rest and self._refused is None:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._refused = error
        return len(memoryview(content))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Sets the place of the next bytes, and returns it."""
        if self._refused is None:
            self._place = self._file.seek(offset, whence)
        elif whence == os.SEEK_SET:
            self._place = offset
        return self._place

    def tell(self) -> int:
        """Returns the place of the next bytes."""
        return self._place

    def close(self) -> None:
        """Does nothing: whoever opened the file closes it."""


class VideoWriter:
    """Writes the frames of a video at a constant rate.

    Args:
        show: appends a picture as the frame of a number. The same picture may come again.
        film: the size, even in both directions, and the colours.
        rate: frames a second.
    """

    def __init__(self, show: Callable[[VideoFrame, int], None], film: Film, rate: int) -> None:
        self._show = show
        self._planes = Planes(film)
        self._rate = rate
        self._time_ms = self._written = 0

    def add(self, frame: Patch, duration_ms: int) -> None:
        """Appends a picture, once for each frame of its duration."""
        self._planes.lay(frame)
        self._time_ms += duration_ms
        due = round(self._time_ms * self._rate / 1000)
        picture = VideoFrame.from_ndarray(self._planes.pixels, format="yuv420p")
        # Later frames refer to this one. For repeats, the encoder may choose frames that no other
        # refers to, so that the frames it keeps for reference show different pictures.
        picture.pict_type = PictureType.P
        for number in range(self._written, due):
            self._show(picture, number)
            picture.pict_type = PictureType.NONE
        self._written = due

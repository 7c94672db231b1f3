"""The base classes of formats: what a format declares, and how its files are written.

The module of a format ends with `FORMAT`, an instance of a class that extends one of those below.
The module imports NumPy and other slow libraries only within functions, because the command line
lists all formats without loading these libraries. For the same reason, the classes are neither
protocols nor abstract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import BinaryIO, Protocol

    import numpy as np
    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.formats.codec import Codec
    from poolanim.formats.film import Film
    from poolanim.formats.looks import Views
    from poolanim.formats.video import VideoWriter
    from poolanim.paint.palette import Canvas
    from poolanim.paint.patch import Patch
    from poolanim.scene.frames import Scene
    from poolanim.tracing.record import Trace

    class FilmWriter(Protocol):
        """Writes the frames of one film."""

        def add(self, frame: Any, duration_ms: int) -> None:
            """Appends a frame that the format's `encode` returned."""


FOLDER = "/"
"""The ending of a folder's path."""


class Format:
    """A format, and what it can do.

    Attributes:
        name: the value of `--format`.
        ending: ends the names of its files; `FOLDER` if each file is a folder.
        holds: describes the content where formats are listed, if the ending does not.
        libraries: the packages besides NumPy that its bytes depend on.
        plays: whether it shows the frames one after another, each for its own duration.
        single: whether it can contain a single frame, or a sheet of all scans.
        has_pages: whether a sheet may have several pages.
        loops: whether it stores the number of times that it plays.
        tween_ms: time of a frame in smooth motion, in ms; 0 if the format shows steps only.
        opaque: whether its background is never transparent.
        follows: whether it can follow the reader's system, light or dark.
        animated: the name of the format that contains the whole film under the same ending.
    """

    name: str
    ending: str
    holds: str = ""
    libraries: tuple[str, ...] = ()
    plays: bool = False
    single: bool = False
    has_pages: bool = False
    loops: bool = False
    tween_ms: int = 0
    opaque: bool = False
    follows: bool = False
    animated: str = ""

    @property
    def listed(self) -> str:
        """The ending as a list of formats shows it."""
        return f"{self.name}{FOLDER}" if self.ending == FOLDER else self.ending

    @property
    def described(self) -> str:
        """The ending, and what the files hold."""
        return f"{self.listed} ({self.holds})" if self.holds else self.listed


class FilmFormat(Format):
    """A format of pixels that is written frame by frame."""

    @property
    def in_order(self) -> bool:
        """Whether the writer encodes the frames itself, in order."""
        return type(self).encode is FilmFormat.encode

    def encode(self, patch: Patch, film: Film) -> Any:  # noqa: ARG002
        """Returns a frame in the form that the writer takes. May run in another process."""
        return patch

    def poster_ms(self, film: Film) -> int:  # noqa: ARG002
        """Returns the time of a frame before a film: the least, or 0 if it is not part of it."""
        from poolanim.scene.pace import SHORTEST_MS

        return SHORTEST_MS

    def writer(self, path: Path, film: Film) -> AbstractContextManager[FilmWriter]:
        """Opens a file for a film, and finishes it when the block ends."""
        raise NotImplementedError


class VideoFormat(FilmFormat):
    """A format of video.

    Attributes:
        codec: its encoder.
    """

    codec: Codec
    libraries = ("av", "imageio")
    plays = True
    tween_ms = 20
    opaque = True

    def poster_ms(self, film: Film) -> int:
        """Returns the time of one frame."""
        from poolanim.formats.video import frame_rate

        return 1000 // frame_rate(film.beats_ms)

    def writer(self, path: Path, film: Film) -> AbstractContextManager[VideoWriter]:
        """Opens a video, and finishes it when its block ends."""
        from poolanim.formats.video import video_writer

        return video_writer(path, film, self.codec)


class PictureFormat(Format):
    """A format of pixels that holds one picture."""

    def write(self, path: Path | BinaryIO, colours: NDArray[np.uint8], canvas: Canvas) -> None:
        """Writes a canvas, whose entries are rows of the palette, (n, 3) or (n, 4)."""
        raise NotImplementedError


class SceneFormat(Format):
    """A format that is written from marks, of one frame or of many."""

    def write(self, path: Path, scene: Scene, figure: Figure, record: Trace) -> None:
        """Writes a scene of a figure and its trace."""
        raise NotImplementedError


class LooksFormat(Format):
    """A format whose files show a film in all looks of its figure."""

    def write(self, path: Path, views: Views) -> None:
        """Writes a film."""
        raise NotImplementedError


class TraceFormat(Format):
    """A format of the numbers alone."""

    def write(self, path: Path, figure: Figure, record: Trace) -> None:
        """Writes the trace of a figure."""
        raise NotImplementedError

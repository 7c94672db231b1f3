"""From a scene to encoded frames; those of a long film in several processes at once.

Each process paints a part of the film, from the whole picture before its first frame on. What it
gives depends on these frames alone, so that the bytes are the same for any number of processes.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from poolanim.errors import PoolanimError
from poolanim.fonts.metrics import text_width
from poolanim.formats.catalogue import all_formats
from poolanim.formats.film import Film
from poolanim.formats.format import FilmFormat
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.processors import processors
from poolanim.scene.story import compose, frame_count
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from poolanim.figure import Figure
    from poolanim.paint.palette import Canvas
    from poolanim.paint.patch import Patch
    from poolanim.scene.frames import Frame, Scene
    from poolanim.tracing.record import Trace

Encoded = Mapping[str, Any]
"""A frame in every format, by its name."""
Progress = Callable[[float], None]
"""Is told how much of a film is painted, from 0 to 1."""

TOGETHER = 8
"""So many frames are painted, and then encoded: each of the two works sooner if it goes on."""
LONG = 1000
"""Films of more frames are painted by all processors; for others starting up would cost more."""
OWN_SHARE = 0.95
"""Of an even part of a film, what the process paints that began it. It also writes all frames, and
the first of them cost most, since the window is far from the texts under the boards."""


@dataclass(frozen=True, eq=False)
class Filming:
    """A film that is to be painted.

    Attributes:
        figure: what it shows.
        record: the trace of it.
        formats: names of those that it is written in.
        tween_ms: time of a frame in which something moves smoothly, in ms; 0 for steps.
    """

    figure: Figure
    record: Trace
    formats: Sequence[str]
    tween_ms: int = 0

    @cached_property
    def scene(self) -> Scene:
        """Its frames of marks."""
        return compose(self.figure, self.record, text_width, self.tween_ms)

    @cached_property
    def palette(self) -> Palette:
        """Its colours."""
        theme, transparent = load_theme(self.figure.theme), self.figure.is_transparent
        return Palette.of(theme, self.scene, transparent=transparent)

    @cached_property
    def film(self) -> Film:
        """What its writers are to know."""
        width, height = self._size(self.scene)
        return Film(width, height, self.palette.colours, self.scene.beats_ms)

    def picture(self, scene: Scene) -> Canvas:
        """The first frame of a scene, painted in the film's colours, as palette indices."""
        painter = self._painter(scene)
        painter.show(next(iter(scene.frames())))
        return painter.canvas

    @contextmanager
    def begun(self, processes: int | None = None) -> Iterator[Painting]:
        """Let other processes begin to paint their parts of a long film.

        That needs no scene yet: while these start up, there is time to compose it.

        Args:
            processes: how many may paint; as many as there are processors if None.
        """
        count = frame_count(self.figure, self.record, self.tween_ms)
        parts = processes or processors() if count > LONG and not self._in_order else 1
        own = count if parts == 1 else round(OWN_SHARE * count / parts)
        bounds = [own, *(own + (count - own) * number // (parts - 1) for number in range(1, parts))]
        with _elsewhere(self, list(pairwise(bounds))) as others:
            yield Painting(self, own, others)

    def part(self, start: int, stop: int) -> Iterator[tuple[Encoded | None, int]]:
        """The frames from number `start` to before `stop`; None for one that changes nothing."""
        encoders = {each.name: each.encode for each in self._formats}
        painter = self._painter(self.scene)
        frames = self.scene.frames(max(start - 1, 0))
        if start:
            painter.show(next(frames))
        frames = islice(frames, stop - start)
        together = 1 if self.film.transparent else TOGETHER  # whole pictures would fill memory
        while painted := [self._painted(painter, frame) for frame in islice(frames, together)]:
            for patch, duration_ms in painted:
                if patch is None:
                    yield None, duration_ms
                else:
                    encoded = {name: encode(patch, self.film) for name, encode in encoders.items()}
                    yield encoded, duration_ms

    def _painted(self, painter: Painter, frame: Frame) -> tuple[Patch | None, int]:
        """What a frame changes, if anything, and how long it stands, in ms."""
        patch = painter.show(frame)
        if patch is not None and self.film.transparent:
            patch = painter.whole()  # over another one it would not clear anything
        return patch, frame.duration_ms

    def _painter(self, scene: Scene) -> Painter:
        return Painter(*self._size(scene), self.palette, scene.zoom * self.figure.scale)

    def _size(self, scene: Scene) -> tuple[int, int]:
        """Width and height of its pictures in pixels."""
        width, height = scene.size_px
        return width * self.figure.scale, height * self.figure.scale

    @property
    def _formats(self) -> list[FilmFormat]:
        known = (all_formats()[name] for name in self.formats)
        return [each for each in known if isinstance(each, FilmFormat)]

    @property
    def _in_order(self) -> bool:
        """Whether a format encodes each frame after the one before, so that parts would wait."""
        return any(each.in_order for each in self._formats)


@dataclass(frozen=True, eq=False)
class Painting:
    """A film that is being painted.

    Attributes:
        filming: the film.
        own: how many of its frames, the first ones, this process paints.
        others: what other processes make of the rest, part by part.
    """

    filming: Filming
    own: int
    others: Sequence[Iterator[tuple[Encoded | None, int]]]

    def frames(self, progress: Progress | None = None) -> Iterator[tuple[Encoded, int]]:
        """All pictures, encoded, and how long each stands, in ms.

        A frame that changes no pixel lets the picture before stand longer.

        Args:
            progress: is told now and then how much is done.
        """
        picture, time_ms = None, 0
        for encoded, duration_ms in self._frames(progress):
            if encoded is not None:
                if picture is not None:
                    yield picture, time_ms
                picture, time_ms = encoded, 0
            time_ms += duration_ms
        if picture is not None:
            yield picture, time_ms

    def _frames(self, progress: Progress | None) -> Iterator[tuple[Encoded | None, int]]:
        for number, frame in enumerate(self.filming.part(0, self.own), 1):
            if progress is not None:
                progress(number / self.own)  # the others are about as far with theirs
            yield frame
        for other in self.others:
            yield from other


@contextmanager
def _elsewhere(
    filming: Filming, parts: Sequence[tuple[int, int]]
) -> Iterator[list[Iterator[tuple[Encoded | None, int]]]]:
    """Let other processes paint these parts; what they give can be read once they are done."""
    command = [sys.executable, "-P", "-m", "poolanim.filming"]
    paths = [str(Path(__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    results = []
    with ExitStack() as stack:
        for start, stop in parts:
            result = stack.enter_context(TemporaryFile())
            with TemporaryFile() as order:
                filming_of = filming.figure, filming.record, filming.formats, filming.tween_ms
                pickle.dump((filming_of, start, stop), order)
                order.seek(0)
                # In a group of its own, so that an interrupt is this process's to tell of.
                process = subprocess.Popen(
                    command, stdin=order, stdout=result, env=environment, process_group=0
                )
            stack.callback(process.wait)
            stack.callback(process.kill)
            results.append(_painted(process, result, stop - start))
        yield results


def _painted(
    process: subprocess.Popen[bytes], result: IO[bytes], count: int
) -> Iterator[tuple[Encoded | None, int]]:
    """What a process painted, one frame after another."""
    if process.wait():
        raise PoolanimError(
            f"a process that painted {count} of the frames ended with code "
            f"{process.returncode}; free some memory and try again"
        )
    result.seek(0)
    for _ in range(count):
        yield pickle.load(result)


def work() -> None:
    """Paint the part that standard input orders, onto standard output."""
    filming_of, start, stop = pickle.load(sys.stdin.buffer)
    try:
        for frame in Filming(*filming_of).part(start, stop):
            pickle.dump(frame, sys.stdout.buffer)
    except PoolanimError:
        sys.exit(1)  # that one comes upon it too, and tells of it


if __name__ == "__main__":
    work()

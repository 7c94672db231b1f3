"""Paints a long film in several processes at once.

Each process paints one part of the film. It first paints the whole picture before its first frame.
The frames depend on nothing else, so the bytes are the same for any number of processes.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING

from poolanim.errors import PoolanimError
from poolanim.formats.painting import Encoded, Painting, Progress
from poolanim.formats.processors import usable_processors
from poolanim.records import frozen
from poolanim.scene.composing import frame_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from subprocess import Popen

LONG = 1000
"""Films of more frames are painted by all processors. For shorter films, starting processes takes
longer than it saves."""
OWN_SHARE = 0.95
"""The share of an even part that this process paints. It gets less because it also writes all
frames, and because the first frames take longest: there the window is far from the texts under the
boards."""


@frozen(eq=False)
class Parts:
    """The parts of a film that several processes paint.

    Attributes:
        painting: the film.
        own: the number of frames that this process paints, which are the first ones.
        others: the frames of the other processes, part by part.
    """

    painting: Painting
    own: int
    others: Sequence[Iterator[tuple[Encoded | None, int]]]

    def frames(self, progress: Progress | None = None) -> Iterator[tuple[Encoded, int]]:
        """Returns all pictures, encoded, each with its time in ms.

        A frame that changes no pixel adds its time to the picture before it.

        Args:
            progress: is called now and then with the share that is done.
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
        for number, frame in enumerate(self.painting.part(0, self.own), 1):
            if progress is not None:
                progress(number / self.own)  # the other processes have done about the same share
            yield frame
        for other in self.others:
            yield from other


@contextmanager
def begun(painting: Painting, processes: int | None = None) -> Iterator[Parts]:
    """Starts other processes that paint parts of a film, if it is long.

    They need no scene from this process, which can compose its own while they start.

    Args:
        painting: the film.
        processes: the number of processes that may paint; None for one a processor.
    """
    count = frame_count(painting.figure, painting.record, painting.tween_ms)
    parts = processes or usable_processors() if count > LONG and not painting.in_order else 1
    own = count if parts == 1 else round(OWN_SHARE * count / parts)
    bounds = [own, *(own + (count - own) * number // (parts - 1) for number in range(1, parts))]
    with _elsewhere(painting, list(pairwise(bounds))) as others:
        yield Parts(painting, own, others)


@contextmanager
def _elsewhere(
    painting: Painting, parts: Sequence[tuple[int, int]]
) -> Iterator[list[Iterator[tuple[Encoded | None, int]]]]:
    """Starts a process for each part. Its frames can be read once it has ended."""
    command = [sys.executable, "-P", "-m", "poolanim.formats.parts"]
    paths = [
        str(Path(__file__).parent.parent.parent),
        *filter(None, [os.environ.get("PYTHONPATH")]),
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    results = []
    with ExitStack() as stack:
        for start, stop in parts:
            from subprocess import Popen  # takes time to import, and few films are long
            from tempfile import TemporaryFile

            result = stack.enter_context(TemporaryFile())
            with TemporaryFile() as order:
                spec = painting.figure, painting.record, painting.formats, painting.tween_ms
                pickle.dump((spec, start, stop), order)
                order.seek(0)
                # In a process group of its own, so that only this process handles an interrupt.
                process = Popen(
                    command, stdin=order, stdout=result, env=environment, process_group=0
                )
            stack.callback(process.wait)
            stack.callback(process.kill)
            results.append(_painted(process, result, stop - start))
        yield results


def _painted(
    process: Popen[bytes], result: IO[bytes], count: int
) -> Iterator[tuple[Encoded | None, int]]:
    """Returns the frames that a process painted."""
    if process.wait():
        raise PoolanimError(
            f"a process that painted {count} of the frames ended with code "
            f"{process.returncode}; free some memory and try again"
        )
    result.seek(0)
    for _ in range(count):
        yield pickle.load(result)


def work() -> None:
    """Paints the part that standard input describes, and writes its frames to standard output."""
    spec, start, stop = pickle.load(sys.stdin.buffer)
    try:
        for frame in Painting(*spec).part(start, stop):
            pickle.dump(frame, sys.stdout.buffer)
    except PoolanimError:
        sys.exit(1)  # the parent process raises the same error and reports it


if __name__ == "__main__":
    work()

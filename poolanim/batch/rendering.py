"""Makes figures anew and compares what they show with the files that are there.

Other versions of encoders write other bytes for the same pictures, so pictures are compared and not
files: without loss exactly, and video as far as its compression allows.
"""

from __future__ import annotations

import io
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from poolanim.batch.dispatch import carried_out
from poolanim.batch.fingerprints import Fingerprints
from poolanim.batch.task import Task
from poolanim.errors import reason
from poolanim.files.contents import content_of
from poolanim.files.limits import BINARY_BYTES
from poolanim.files.pictures import shown_frames
from poolanim.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from poolanim.batch.plan import Plan
    from poolanim.batch.workers import Workers
    from poolanim.manifest.entries import Entry, Manifest

T = TypeVar("T")

NEAR_DB = 35
"""The least PSNR of two frames of video that show the same picture. Those of poolanim have over 40
against the painted picture; a changed number brings that of its frame below 30."""


def rendered(
    manifest: Manifest, out: Path, entries: Iterator[Entry], plan: Plan, workers: Workers
) -> Plan:
    """Returns a plan in which a figure is stale if its files show something else than it does.

    Args:
        manifest: the figures.
        out: the folder of results.
        entries: the figures that are selected.
        plan: the plan by the lock file, which also has the pages.
        workers: make the figures anew. No file is written to the folder.
    """
    stale = {page.name: plan.stale[page.name] for page in manifest.pages if page.name in plan.stale}
    fingerprints = Fingerprints()
    tasks = (
        Task(entry, fingerprints.key(entry), out.absolute(), sent_back=True) for entry in entries
    )
    for made in carried_out(tasks, workers):
        whys = (_why(out / path, content) for path, content in made.contents.items())
        if why := made.error or next(filter(None, whys), ""):
            stale[made.name] = why
    total = len(plan.stale) + plan.current
    return replace(plan, stale=dict(sorted(stale.items())), current=total - len(stale), versions={})


def _why(path: Path, made: bytes) -> str:
    """Returns what a file that is there shows otherwise than one that was made; else nothing."""
    try:
        found = content_of(path, BINARY_BYTES)
    except OSError as error:
        return f"{path} cannot be read: {reason(error)}"
    if found == made:
        return ""
    compare = COMPARED.get(path.suffix.lower())
    if compare is None:
        return f"{path} has other contents"
    try:
        why = compare(found, made)
    except Exception:  # damaged bytes raise many kinds of errors
        return f"{path} is damaged"
    return why and f"{path} {why}"


def _of_pictures(found: bytes, made: bytes) -> str:
    """Returns in which frame pictures without loss, or their times, differ."""
    for number, pair in enumerate(_paired(shown_frames(found), shown_frames(made)), start=1):
        if pair is None or pair[0][1] != pair[1][1] or not np.array_equal(pair[0][0], pair[1][0]):
            return f"shows something else in frame {number}"
    return ""


def _of_video(found: bytes, made: bytes) -> str:
    """Returns in which frame videos differ by more than their compression."""
    from poolanim.formats.video import decoded  # loads the encoder

    for number, pair in enumerate(_paired(decoded(found), decoded(made)), start=1):
        if pair is None or pair[0].shape != pair[1].shape:
            return f"shows something else in frame {number}"
        error = np.mean((pair[0].astype(np.float32) - pair[1]) ** 2)
        if error > 255**2 / 10 ** (NEAR_DB / 10):
            return f"shows something else in frame {number}"
    return ""


def _of_arrays(found: bytes, made: bytes) -> str:
    """Returns which array of an archive differs."""
    with np.load(io.BytesIO(found)) as there, np.load(io.BytesIO(made)) as anew:
        for name in sorted({*there, *anew}):
            both = name in there and name in anew
            if not both or there[name].tobytes() != anew[name].tobytes():
                return f"has another {name}"
    return ""


def _paired(one: Iterable[T], other: Iterable[T]) -> Iterator[tuple[T, T] | None]:
    """Yields what two sequences have at each place; None where one of them has ended."""
    for first, second in zip_longest(one, other):
        yield None if first is None or second is None else (first, second)


COMPARED: dict[str, Callable[[bytes, bytes], str]] = {
    **dict.fromkeys((".gif", ".png", ".apng", ".webp"), _of_pictures),
    **dict.fromkeys((".mp4", ".webm"), _of_video),
    ".npz": _of_arrays,
}
"""How files of an ending are compared. Those of others are equal if their bytes are."""

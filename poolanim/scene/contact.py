"""A contact sheet: all scans of a film in one picture, for print."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from math import ceil, sqrt
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Box, moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.scene.frames import Picture, Place, Scene
    from poolanim.scene.marks import Mark

MOST_SCANS = 100
GAP = 20
"""The distance between frames, and around them."""


def contact_sheet(scene: Scene, columns: int | None = None) -> Scene:
    """Returns a film of one frame, which shows the last frame of each scan, side by side.

    Args:
        scene: the film.
        columns: the frames in a row. If None, there are about as many rows as columns.

    Raises:
        ParameterError: there are too many scans.
    """
    merged = {
        number: told.scan for number, told in enumerate(scene.told()) if told.stage == "merged"
    }
    numbers = list(merged)
    if len(numbers) > MOST_SCANS:
        scans = [scan for scan in merged.values() if scan is not None]
        passes = scans.count(scans[-1])
        every = ceil((scans[-1] - scans[0]) / (MOST_SCANS // passes - 1))
        raise ParameterError(
            f"there are {len(numbers)} scans to show, and a sheet shows at most {MOST_SCANS}; draw "
            f"fewer with every, such as {every}, or a part of them with scans"
        )
    columns = min(columns or ceil(sqrt(len(numbers))), len(numbers))
    rows = ceil(len(numbers) / columns)
    changes: dict[Place, tuple[Mark, ...]] = {}
    for turn, picture in enumerate(_pictures(scene, numbers)):
        row, column = divmod(turn, columns)
        x, y = GAP + column * (scene.width + GAP), GAP + row * (scene.height + GAP)
        changes[turn] = (Box(x, y, scene.width, scene.height, None, "off"),)
        for place, marks in picture.items():
            changes[turn, place] = tuple(moved(mark, x, y) for mark in marks)
    sheet = Frame(0, changes)

    def frames(start: int = 0) -> Iterator[Frame]:
        return islice((sheet,), start, None)

    return replace(
        scene,
        width=GAP + columns * (scene.width + GAP),
        height=GAP + rows * (scene.height + GAP),
        frame_count=1,
        duration_ms=0,
        beats_ms=frozenset({0}),
        frames=frames,
    )


def _pictures(scene: Scene, numbers: list[int]) -> Iterator[Picture]:
    """Yields the whole pictures of some frames."""
    picture: dict[Place, tuple[Mark, ...]] = {}
    wanted = set(numbers)
    for number, frame in enumerate(scene.frames()):
        picture.update(frame.changes)
        if number in wanted:
            yield dict(picture)

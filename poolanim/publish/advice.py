"""What to change of a figure whose file is too long or too large for its place."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from poolanim.figure import Figure
from poolanim.formats.catalogue import by_ending
from poolanim.formats.format import SceneFormat
from poolanim.parameters.table import EVERY
from poolanim.scene.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.formats.writing import Written
    from poolanim.scene.frames import Scene

WATCHABLE_MS = 700
"""A scan in less time is hard to follow; in the fast middle of a film it stands half as long."""
SPARE = 0.75
"""So much of the size that a file may have is aimed at, since frames differ in size."""
CHANGED = ("every", "step_ms", "hold_ms")
"""The fields that make a film shorter."""


def shorter(figure: Figure, scene: Scene, limit_ms: int) -> str:
    """Options with which a film is short enough; where there are two ways, either is enough.

    Args:
        figure: that is too long.
        scene: its film.
        limit_ms: how long it may play: enough for two scans at the usual pace.
    """
    scans = _scans(scene)
    passes = 2 if figure.direction == "both" else 1

    def fits(changed: Figure) -> bool:
        return passes * Pace.of(changed, scans, passes).duration_ms <= limit_ms

    calm = replace(figure, hold_ms=min(figure.hold_ms, Figure.hold_ms))
    usual = replace(calm, step_ms=min(figure.step_ms, Figure.step_ms))
    ways: list[Figure] = []
    for start in (figure, calm, usual):
        if not ways:
            times_ms = range(figure.step_ms, WATCHABLE_MS - 1, -10)
            fewer = _first(start, "every", _sparser(figure, scans), fits)
            faster = _first(start, "step_ms", times_ms, fits)
            ways = [start] if fits(start) else [*fewer, *faster]
    return " or ".join(_spelled(figure, way) for way in ways)


def smaller(figure: Figure, file: Written, share: float) -> str:
    """What makes a file smaller, first what is most likely enough by itself.

    Args:
        figure: that it shows.
        file: that is too large.
        share: so much of its size it may have.
    """
    ways = []
    if file.scene is not None and file.frames > 1:
        scans = _scans(file.scene)
        passes = 2 if figure.direction == "both" else 1

        def frames(changed: Figure) -> int:
            return Pace.of(changed, scans, passes).frame_count

        most = SPARE * share * frames(figure)
        sparser = _sparser(figure, scans)
        fewer = _first(figure, "every", sparser, lambda changed: frames(changed) <= most)
        ways += [_spelled(figure, way) for way in fewer]
    elif file.scene is not None and file.scene.size_px != figure.size:
        ways += ["fewer scans with --every"]  # of a sheet
    if not isinstance(by_ending().get(file.path.suffix.lower()), SceneFormat):
        ways += ["--scale 1"] if figure.scale > 1 else []
        ways += ["a smaller --width"]
    return " or ".join(filter(None, (", ".join(ways), "another format")))


def _scans(scene: Scene) -> int:
    """How many scans a layer has, of which every film draws the last."""
    return 1 + max(beat.scan or 0 for beat in scene.beats())


def _sparser(figure: Figure, scans: int) -> range:
    """What `every` may be to draw fewer scans."""
    return range((figure.every or 1) + 1, min(scans, EVERY.greatest) + 1)


def _first(
    figure: Figure, field: str, values: Sequence[int], fits: Callable[[Figure], bool]
) -> list[Figure]:
    """The figure with the first of these values, along which films get shorter, that fits."""

    def changed(value: int) -> Figure:
        changes: dict[str, Any] = {field: value}
        return replace(figure, **changes)

    at = bisect_left(values, True, key=lambda value: fits(changed(value)))
    return [changed(value) for value in values[at : at + 1]]


def _spelled(figure: Figure, changed: Figure) -> str:
    """The options that make another figure of this one."""
    return " ".join(
        f"--{field.replace('_', '-')} {getattr(changed, field)}"
        for field in CHANGED
        if getattr(changed, field) != getattr(figure, field)
    )

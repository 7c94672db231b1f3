"""Finds the options that make a film shorter or a file smaller, for the limits of a place."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from poolanim.figure import Figure
from poolanim.formats.catalogue import by_ending
from poolanim.formats.format import SceneFormat
from poolanim.parameters.filmed import OF_SCANS
from poolanim.publish.spelling import differing, options
from poolanim.records import replace
from poolanim.scene.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.formats.writing import Written
    from poolanim.scene.frames import Scene

WATCHABLE_MS = 700
"""The shortest time of a scan that is easy to follow; twice that of the fast middle of a film."""
SPARE = 0.7
"""The share of the allowed size that the advice aims at, since frames differ in size."""


def shorter(figure: Figure, scene: Scene, limit_ms: int) -> str:
    """Returns options with which a film is short enough. Alternatives are separated by "or".

    Args:
        figure: the figure whose film is too long.
        scene: the film.
        limit_ms: the longest duration; at least that of two scans at the default pace.
    """
    scans = scene.acts[0].scans
    passes = 2 if figure.direction == "both" else 1

    def fits(changed: Figure) -> bool:
        return passes * Pace.of(changed, scans, passes).duration_ms <= limit_ms

    last_ms = figure.hold_last_ms and min(figure.hold_last_ms, 2 * Figure.hold_ms)
    calm = replace(figure, hold_ms=min(figure.hold_ms, Figure.hold_ms), hold_last_ms=last_ms)
    usual = replace(calm, step_ms=min(figure.step_ms, Figure.step_ms))
    choices: list[Figure] = []
    for start in (figure, calm, usual):
        if not choices:
            times_ms = range(figure.step_ms, WATCHABLE_MS - 1, -10)
            fewer = _first(start, "every", _sparser(figure, scans), fits)
            faster = _first(start, "step_ms", times_ms, fits)
            choices = [start] if fits(start) else [*fewer, *faster]
    return " or ".join(" ".join(options(differing(choice, figure))) for choice in choices)


def smaller(figure: Figure, file: Written, share: float) -> str:
    """Returns changes that make a file smaller, the most effective first.

    Args:
        figure: the figure that it shows.
        file: the file that is too large.
        share: the allowed share of its size.
    """
    changes = []
    if file.scene is not None and file.scene.is_sheet:
        changes += ["fewer scans with --every"]  # of a sheet
    elif file.scene is not None and file.frames > 1:
        scans = file.scene.acts[0].scans
        passes = 2 if figure.direction == "both" else 1

        def frames(changed: Figure) -> int:
            return Pace.of(changed, scans, passes).frame_count

        most = SPARE * share * frames(figure)
        sparser = _sparser(figure, scans)
        fewer = _first(figure, "every", sparser, lambda changed: frames(changed) <= most)
        changes += [" ".join(options(differing(choice, figure))) for choice in fewer]
        if file.frames > passes * frames(figure):
            changes.append("--motion steps")
    if not isinstance(by_ending().get(file.path.suffix.lower()), SceneFormat):
        changes += ["--scale 1"] if figure.scale > 1 else []
        changes += ["a smaller --width"]
    return " or ".join(filter(None, (", ".join(changes), "another format")))


def _sparser(figure: Figure, scans: int) -> range:
    """Returns the values of `every` with which fewer scans are drawn."""
    return range((figure.every or 1) + 1, min(scans, OF_SCANS.greatest) + 1)


def _first(
    figure: Figure, field: str, values: Sequence[int], fits: Callable[[Figure], bool]
) -> list[Figure]:
    """Returns the figure with the first value that fits, in a list; an empty list if none fits.

    Args:
        figure: the figure to change.
        field: the field that gets a value.
        values: the values, in the order in which films get shorter.
        fits: tests a changed figure.
    """

    def changed(value: int) -> Figure:
        change: dict[str, Any] = {field: value}
        return replace(figure, **change)

    at = bisect_left(values, True, key=lambda value: fits(changed(value)))
    return [changed(value) for value in values[at : at + 1]]

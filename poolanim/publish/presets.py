"""Presets: the settings and limits for figures at a place, from `templates/presets.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolanim.files.resources import templates
from poolanim.formats.catalogue import by_ending
from poolanim.formats.format import FOLDER
from poolanim.formats.outputs import OPTIONS_OF_OUTPUTS, fits
from poolanim.parameters.domains import Choice
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.writing import Written


@frozen
class Preset:
    """The settings and limits for figures at a place.

    Attributes:
        name: the value of `--for`.
        about: the place, in a few words.
        formats: the names of the formats that are written if the user names no output.
        options: fields of the figure and options of its outputs.
        kilobytes: the largest size of a file, in thousands of bytes.
        seconds: the longest duration of a film.
    """

    name: str
    about: str
    formats: tuple[str, ...]
    options: Mapping[str, Any]
    kilobytes: float
    seconds: float

    def settings(self, given: Collection[str], outputs: Sequence[str] = ()) -> dict[str, Any]:
        """Returns the options that it sets, without the given ones.

        Args:
            given: the names of the options that the user gives. If one is an option of outputs,
                no such option is set.
            outputs: the paths that the user gives. No option is set that none of them supports.
        """
        kept = set(given)
        if kept.intersection(OPTIONS_OF_OUTPUTS):
            kept.update(OPTIONS_OF_OUTPUTS)
        elif outputs:
            kept.update(set(OPTIONS_OF_OUTPUTS).difference(*map(_supported, outputs)))
        return {name: value for name, value in self.options.items() if name not in kept}

    def excesses(self, figure: Figure, files: Sequence[Written]) -> Iterator[str]:
        """Yields a warning for each file that exceeds a limit, with what to change."""
        for file in files:
            if file.size > 1000 * self.kilobytes:
                from poolanim.publish.advice import smaller  # loads much, and most files are small

                share = 1000 * self.kilobytes / file.size
                yield (
                    f"{file.path} has {file.size / 1000:.0f} KB, over the {self.kilobytes} of "
                    f"--for {self.name}; try {smaller(figure, file, share)}"
                )
            if file.scene and file.seconds > self.seconds:
                from poolanim.publish.advice import shorter

                limit_ms = int(1000 * self.seconds)
                yield (
                    f"{file.path} plays {file.seconds:.0f} s, over the {self.seconds} of "
                    f"--for {self.name}; try {shorter(figure, file.scene, limit_ms)}"
                )


def _supported(path: str) -> set[str]:
    """Returns the options that files with the ending of a path have; none for other endings."""
    kind = by_ending().get(FOLDER if path.endswith(FOLDER) else Path(path).suffix.lower())
    return {name for name in OPTIONS_OF_OUTPUTS if kind is not None and fits(name, kind)}


@cache
def all_presets() -> dict[str, Preset]:
    """Returns all presets, by name.

    Example:
        >>> all_presets()["social"].options["aspect"]
        'square'
    """
    content = tomllib.loads((templates() / "presets.toml").read_text("utf-8"))
    return {
        name: Preset(
            name=name,
            about=table["about"],
            formats=tuple(table["formats"]),
            options=table.get("options", {}),
            kilobytes=table["kilobytes"],
            seconds=table.get("seconds", inf),
        )
        for name, table in content.items()
    }


def load_preset(name: object) -> Preset:
    """Returns the preset of a name; for None, one that sets no option and has no limit.

    Raises:
        ParameterError: there is no such preset.
    """
    if name is None:
        return Preset("", "", ("gif",), {}, inf, inf)
    return all_presets()[Choice(all_presets()).check("for", name)]

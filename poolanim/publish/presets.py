"""Presets: what a place wants of a figure and its files, from `templates/presets.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, suggestion
from poolanim.files.resources import templates
from poolanim.formats.outputs import OPTIONS_OF_OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.writing import Written


@dataclass(frozen=True)
class Preset:
    """What a place wants.

    Attributes:
        name: what the user calls it.
        about: the place, in a few words.
        formats: names of those to write if the user names no output.
        options: fields of the figure and options of its outputs, unless the user gives them.
        kilobytes: the most that a file may have, in thousands of bytes.
        seconds: the longest that it may play; None for no limit.
    """

    name: str
    about: str
    formats: tuple[str, ...]
    options: Mapping[str, Any]
    kilobytes: int
    seconds: int | None

    def fields(self, given: Collection[str] = ()) -> dict[str, Any]:
        """The fields of a figure that it sets, but for those that are given."""
        return {
            name: value
            for name, value in self.options.items()
            if name not in OPTIONS_OF_OUTPUTS and name not in given
        }

    def output_options(self, given: Collection[str] = ()) -> dict[str, Any]:
        """The options of outputs that it sets, but for those that are given."""
        return {
            name: value
            for name, value in self.options.items()
            if name in OPTIONS_OF_OUTPUTS and name not in given
        }

    def excesses(self, figure: Figure, files: Sequence[Written]) -> Iterator[str]:
        """For each file that is over the limits a sentence, and what to change."""
        from poolanim.publish.advice import shorter, smaller

        for file in files:
            if file.size > 1000 * self.kilobytes:
                share = 1000 * self.kilobytes / file.size
                yield (
                    f"{file.path} has {file.size / 1000:.0f} KB, over the {self.kilobytes} of "
                    f"--for {self.name}; try {smaller(figure, file, share)}"
                )
            if self.seconds is not None and file.scene and file.seconds > self.seconds:
                limit_ms = 1000 * self.seconds
                yield (
                    f"{file.path} plays {file.seconds:.0f} s, over the {self.seconds} of "
                    f"--for {self.name}; try {shorter(figure, file.scene, limit_ms)}"
                )


@cache
def presets() -> dict[str, Preset]:
    """All presets, by name.

    Example:
        >>> presets()["social"].options["aspect"]
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
            seconds=table.get("seconds"),
        )
        for name, table in content.items()
    }


def load_preset(name: str) -> Preset:
    """The preset of this name.

    Raises:
        ParameterError: there is none.
    """
    if name not in presets():
        raise ParameterError(f"for is {name!r}; {suggestion(name, presets())}")
    return presets()[name]

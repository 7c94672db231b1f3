"""What a run writes, spelled alike in Python, in a manifest and on the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, suggestion
from poolanim.formats import BY_ENDING, FORMATS, Format, Takes, endings

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST, LAST = "first", "last"


@dataclass(frozen=True)
class Output:
    """One file that a figure is written to.

    Args:
        path: where it is; its ending tells the format.
        still: the one frame that it shows, counted from 1, or `first` or `last`.
        sheet: whether it shows all scans side by side, or in so many columns.
        animated: whether a .png holds the whole film, as an APNG.

    Raises:
        ParameterError: the format is unknown, or cannot do what is asked of it.

    Example:
        >>> Output("max.png", still="first").format.name
        'png'
        >>> Output("max.png", animated=True).format.name
        'apng'
    """

    path: str | os.PathLike[str]
    still: int | str | None = None
    sheet: int | bool = False
    animated: bool = False

    def __post_init__(self) -> None:
        path = os.fspath(self.path)
        object.__setattr__(self, "path", path)
        ending = Path(path).suffix.lower()
        if ending not in BY_ENDING:
            raise ParameterError(
                f"output is {path!r}, of no known format; {suggestion(ending, BY_ENDING)}"
            )
        given = [option for option in OPTIONS_OF_OUTPUTS if _asked(getattr(self, option))]
        for option in given:
            if not _fits(option, BY_ENDING[ending]):
                raise ParameterError(f"output {path!r} takes no {option}; {_takers(option)} does")
        if len(given) > 1:
            raise ParameterError(
                f"output {path!r} has both {given[0]} and {given[1]}; leave one of them out"
            )
        if self.still not in (None, FIRST, LAST) and not _is_count(self.still):
            raise ParameterError(
                f"still is {self.still!r}; give the number of a frame from 1 on, first or last"
            )
        if not isinstance(self.sheet, bool) and not _is_count(self.sheet):
            raise ParameterError(
                f"sheet is {self.sheet!r}; give the number of its columns from 1 on, or none"
            )

    @property
    def file(self) -> Path:
        """Where it is."""
        return Path(self.path)

    @property
    def format(self) -> Format:
        """What it is written as."""
        return FORMATS["apng"] if self.animated else BY_ENDING[self.file.suffix.lower()]

    def frame(self, count: int) -> int | None:
        """The number, from 0, of the one frame that it shows of a film; None for all.

        Args:
            count: how many frames there are.

        Raises:
            ParameterError: `still` is more.
        """
        number = self.still
        if number is None:
            return count - 1 if self.format.takes is Takes.PICTURE else None
        if isinstance(number, str):
            return 0 if number == FIRST else count - 1
        if number > count:
            raise ParameterError(
                f"still is {number}, but the film has {count} frames; "
                f"give 1 to {count}, first or last"
            )
        return number - 1

    def named(self, suffix: str) -> Output:
        """The same with this at the end of its name.

        Example:
            >>> Output("out/max.gif").named("dark").path
            'out/max-dark.gif'
        """
        return replace(self, path=str(self.file.with_stem(f"{self.file.stem}-{suffix}")))

    def under(self, folder: Path) -> Output:
        """The same in a folder."""
        return replace(self, path=str(folder / self.path))


OPTIONS_OF_OUTPUTS = ("still", "sheet", "animated")
"""The names of an output's options."""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _asked(value: Any) -> bool:
    """Whether an option is given; 0 is."""
    return value is not None and value is not False


def _fits(option: str, chosen: Format) -> bool:
    """Whether an option means something to outputs that end like this format's."""
    return chosen.name == "png" if option == "animated" else chosen.single


def _takers(option: str) -> str:
    return endings(lambda each: _fits(option, each))


def plan(paths: Sequence[str | os.PathLike[str] | Output], **options: Any) -> list[Output]:
    """The outputs of a run, each with those of the options that its format takes.

    Args:
        paths: where they are; an `Output` stays as it is.
        options: those of `Output`; what is None or False is not asked for.

    Raises:
        ParameterError: an output cannot be, or none of them takes an option.

    Example:
        >>> [output.still for output in plan(["max.gif", "max.png"], still=3)]
        [None, 3]
    """
    asked = {name: value for name, value in options.items() if _asked(value)}
    unused = set(asked)

    def output(path: str | os.PathLike[str] | Output) -> Output:
        if isinstance(path, Output):
            return path
        plain = Output(path)
        fitting = {name: value for name, value in asked.items() if _fits(name, plain.format)}
        unused.difference_update(fitting)
        return replace(plain, **fitting)

    outputs = [output(path) for path in paths]
    for name in sorted(unused):
        raise ParameterError(f"{name} is given, but no output takes it; name a {_takers(name)}")
    return outputs


def check_outputs(outputs: Sequence[Output]) -> None:
    """Raise ParameterError if two outputs are the same file."""
    seen: set[str] = set()
    for output in outputs:
        real = os.path.realpath(output.path)
        if real in seen:
            raise ParameterError(f"output {output.path!r} is given twice; name each file once")
        seen.add(real)

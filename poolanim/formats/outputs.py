"""The outputs of a run: their files, formats and options."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, suggestion
from poolanim.files.contents import is_path
from poolanim.formats.catalogue import all_formats, by_ending, endings
from poolanim.formats.format import FOLDER
from poolanim.parameters.domains import SWITCH, Text
from poolanim.parameters.filmed import FIRST, LAST
from poolanim.parameters.numbers import Columns, Whole
from poolanim.parameters.parameter import Parameter, described
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.formats.format import Format

POSTER = "poster"
"""The frame that stands for the film."""
FOREVER, MOST_PLAYS = "forever", 65_535
LARGEST_COUNT = 10**9
"""The largest number of frames or of columns."""
STDOUT = "-"
"""Standard output."""


@described
@frozen
class Output:
    """One file that a figure is written to.

    Args:
        path: the path of the file. Its ending names the format. A path that ends with `/` is a
            folder of frames. `-` is standard output.

    Raises:
        ParameterError: the format is unknown, or does not have one of the options.

    Example:
        >>> Output("max.png", still="first").kind.name
        'png'
        >>> Output("max.png", animated=True).kind.name
        'apng'
    """

    path: str | os.PathLike[str]
    format: Parameter[str | None, str | None] = Parameter(
        Text(),
        None,
        "The format of standard output, with -o -, such as gif or svg.",
        metavar="NAME",
    )
    still: Parameter[int | str | None, int | str | None] = Parameter(
        Whole(1, LARGEST_COUNT, words=(FIRST, LAST, POSTER)),
        None,
        f"One frame, counted from 1, for {endings(lambda each: each.single)}; poster is the one "
        "of --poster, which a .png shows by default.",
    )
    sheet: Parameter[int | bool, int | bool] = Parameter(
        Columns(1, LARGEST_COUNT),
        False,
        "All scans side by side in one picture, 100 at most, for "
        f"{endings(lambda each: each.single)}.",
    )
    animated: Parameter[bool, bool] = Parameter(SWITCH, False, "Let a .png contain the whole film.")
    loop: Parameter[int | str | None, int | str | None] = Parameter(
        Whole(1, MOST_PLAYS, words=(FOREVER,)),
        None,
        f"How many times a {endings(lambda each: each.loops)} plays.  [default: forever]",
    )

    def __post_init__(self) -> None:
        path = os.fspath(self.path)
        object.__setattr__(self, "path", path)
        if not is_path(path):
            raise ParameterError.about("output", path, "a path cannot contain such a character")
        named = self._named()
        given = list(self.options)
        for option in given:
            if not fits(option, named):
                raise ParameterError(
                    f"output {path!r} does not support {option}; use {_takers(option)}"
                )
        if len(given) > 1:
            raise ParameterError(
                f"output {path!r} has both {given[0]} and {given[1]}; leave one of them out"
            )

    @property
    def options(self) -> dict[str, Any]:
        """The options that are given, and their values."""
        options = {name: getattr(self, name) for name in OPTIONS_OF_OUTPUTS}
        return {name: value for name, value in options.items() if _asked(value)}

    @cached_property
    def file(self) -> Path:
        """The path of the file."""
        return Path(self.path)

    @cached_property
    def kind(self) -> Format:
        """The format in which it is written."""
        named = self._named()
        return all_formats()[named.animated] if self.animated else named

    @property
    def streams(self) -> bool:
        """Whether it goes to standard output."""
        return self.path == STDOUT

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of pictures."""
        return self.kind.ending == FOLDER

    def _named(self) -> Format:
        """The format that its ending or its `format` names."""
        path = str(self.path)
        if self.streams:
            if self.format is None:
                raise ParameterError(f"format is missing; name that of {path!r}, such as gif")
            streamed = {name: each for name, each in all_formats().items() if each.ending != FOLDER}
            if self.format not in streamed:
                raise ParameterError(
                    f"format is {self.format!r}; {suggestion(self.format, streamed)}"
                )
            return streamed[self.format]
        if self.format is not None:
            raise ParameterError(f"format is for {STDOUT!r}; that of {path!r} is in its ending")
        ending = FOLDER if path.endswith(FOLDER) else self.file.suffix.lower()
        known = by_ending()
        if ending not in known:
            raise ParameterError(
                f"output is {path!r}, of no known format; {suggestion(ending, known)}"
            )
        return known[ending]

    @property
    def plays(self) -> int:
        """The number of times that it plays; 0 for endless play."""
        return self.loop if isinstance(self.loop, int) and not isinstance(self.loop, bool) else 0

    def named(self, suffix: str) -> Output:
        """Returns an output with a suffix at the end of its name; as it is for an empty one.

        Raises:
            ParameterError: it is standard output, which has no name.

        Example:
            >>> Output("out/max.gif").named("dark").path
            'out/max-dark.gif'
        """
        if not suffix:
            return self
        if self.streams:
            raise ParameterError(
                f"output {STDOUT!r} takes one file; name one theme and one aspect alone"
            )
        end = FOLDER if self.is_folder else ""
        return replace(self, path=f"{self.file.with_stem(f'{self.file.stem}-{suffix}')}{end}")


OUTPUT_PARAMETERS: tuple[Parameter[Any, Any], ...] = tuple(
    entry for entry in vars(Output).values() if isinstance(entry, Parameter)
)
"""The table of the options of outputs."""
OPTIONS_OF_OUTPUTS = tuple(entry.name for entry in OUTPUT_PARAMETERS if entry.name != "format")
"""The names of the options of files."""


def _asked(value: Any) -> bool:
    """Returns whether an option is given. 0 counts as given."""
    return value is not None and value is not False


def fits(option: str, chosen: Format) -> bool:
    """Returns whether an option applies to files with the ending of a format."""
    fitting = {"animated": bool(chosen.animated), "loop": chosen.loops}
    return fitting.get(option, chosen.single)


def _takers(option: str) -> str:
    return endings(lambda each: fits(option, each))


def plan(
    paths: Sequence[str | os.PathLike[str] | Output],
    *,
    format: str | None = None,  # noqa: A002  # as outputs call it
    **options: Any,
) -> list[Output]:
    """Returns the outputs of a run, each with the options that its format has.

    Args:
        paths: the paths of the files. An `Output` is returned unchanged.
        format: the format of standard output, if that is an output.
        options: other options of `Output`. None and False mean that an option is not given.

    Raises:
        ParameterError: an output is wrong, or no output has one of the options.

    Example:
        >>> [output.still for output in plan(["max.gif", "max.png"], still=3)]
        [None, 3]
    """
    asked = {name: value for name, value in options.items() if _asked(value)}
    unused = set(asked)

    def output(path: str | os.PathLike[str] | Output) -> Output:
        if isinstance(path, Output):
            return path
        plain = Output(path, format=format if os.fspath(path) == STDOUT else None)
        fitting = {name: value for name, value in asked.items() if fits(name, plain.kind)}
        unused.difference_update(fitting)
        return replace(plain, **fitting)

    outputs = [output(path) for path in paths]
    if format is not None and not any(output.streams for output in outputs):
        raise ParameterError(f"format is given, but no output is {STDOUT!r}; leave it out")
    for name in sorted(unused):
        raise ParameterError(
            f"{name} is given, but no output supports it; add a {_takers(name)}",
            field=name,
            depends=("output", "for"),
        )
    return outputs

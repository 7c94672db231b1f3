"""Which files are made of a figure in which of its looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from poolanim.formats.format import LooksFormat
from poolanim.formats.looks import suffixes, turns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output

T = TypeVar("T")


def shows_looks(output: Output) -> bool:
    """Returns whether an output shows all looks of a figure in one file."""
    return isinstance(output.kind, LooksFormat)


def films_of(
    figures: Sequence[Figure], outputs: Sequence[Output]
) -> list[tuple[Figure, list[Output]]]:
    """Returns the figure in each look, with its outputs.

    A file that shows all looks belongs to the look of desktops by day.
    """
    return [
        (
            figure,
            [
                output if shows_looks(output) else output.named(suffix)
                for output in dict(_own(figures, outputs, turn)).values()
            ],
        )
        for turn, (figure, suffix) in enumerate(zip(figures, suffixes(figures), strict=True))
    ]


def in_pages(
    figures: Sequence[Figure], outputs: Sequence[Output], files: Sequence[T]
) -> dict[str, dict[int, T]]:
    """Returns the files for each look in a page, by the numbers of their outputs.

    Args:
        figures: the figure in each look.
        outputs: the outputs of each look.
        files: those of all looks, in the order of `films_of`.
    """
    rest = iter(files)
    made = [
        {number: next(rest) for number, _ in _own(figures, outputs, turn)}
        for turn in range(len(figures))
    ]
    return {look: made[turn] for look, turn in turns_of(figures).items()}


def _own(
    figures: Sequence[Figure], outputs: Sequence[Output], turn: int
) -> Iterator[tuple[int, Output]]:
    """Yields the outputs of a look, with their numbers."""
    for number, output in enumerate(outputs):
        if not shows_looks(output) or turn == turns_of(figures)[""]:
            yield number, output
